import CookieHeaders
import Testing

/// Figures of web-platform-tests, `cookies/` (github.com/web-platform-tests/wpt; 3-Clause BSD licence, Copyright the
/// web-platform-tests contributors): what a browser sends after `/cookies/resources/cookie.py` set a cookie.
@Suite struct WebPlatformSuiteTests {
    @Test("UA-04 to UA-22: web-platform-tests", arguments: cases) func sent(_ example: JarCase) throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        try example.check(in: &jar, at: start)
    }

    /// `name-ctl`, `value-ctl` and `attributes-ctl`, read on the page that set the cookie, and with Secure beside
    /// SameSite=None, which is refused without it today (UA-18).
    @Test("UA-07: a control character drops the cookie, a tab does not", arguments: [UInt8](0...0x1F) + [0x7F])
    func controls(_ byte: UInt8) throws {
        let control = String(decoding: [byte], as: UTF8.self)
        let far = "Expires=Fri, 01 Jan 2038 00:00:00 GMT"
        for line in [
            "test\(byte)\(control)name=\(byte)", "test=\(byte)\(control)value",
            "test\(byte)domain=t; Domain=test\(control).co; Domain=web-platform.test;",
            "test\(byte)domain2=t; Domain=web-platform.test\(control);",
            "test\(byte)path=t; Path=/te\(control)st; Path=/cookies/resources;",
            "test\(byte)path2=t; Path=/cookies/resources\(control);",
            "test\(byte)maxage=t; Max-Age=10\(control)00; Max-Age=1000;",
            "test\(byte)maxage2=t; Max-Age=1000\(control);",
            "test\(byte)expires=t; Expires=Fri, 01 Jan 20\(control)38 00:00:00 GMT; \(far);",
            "test\(byte)expires2=t; \(far)\(control);", "test\(byte)secure=t; Sec\(control)ure;",
            "test\(byte)secure2=t; Secure\(control);", "test\(byte)httponly=t; Http\(control)Only;",
            "test\(byte)samesite=t; Secure; SameSite=No\(control)ne; SameSite=None;",
            "test\(byte)samesite2=t; Secure; SameSite=None\(control);",
        ] {
            let pair = line.split(separator: ";")[0]
            let sent = byte == 0x09 ? String(pair) : ""
            let example = JarCase(line, Self.secure + Self.setter, [line], [JarQuery(Self.secure + Self.setter, sent)])
            var jar = CookieJar(publicSuffixes: .topLevelOnly)
            try example.check(in: &jar, at: start)
        }
    }

    @Test(
        "UA-18: with several SameSite attributes the last one counts, an unknown one as none",
        arguments: [
            ("SameSite=Unsupported; SameSite=None; Secure", SameSite.none),
            ("SameSite=Lax; SameSite=None; Secure", SameSite.none),
            ("SameSite=Unsupported; SameSite=Strict", .strict), ("SameSite=Lax; SameSite=Strict", .strict),
            ("SameSite=Unsupported; SameSite=Lax", .lax), ("SameSite=Strict; SameSite=Lax", .lax),
            ("SameSite=None; SameSite=Unsupported; Secure", nil), ("SameSite=Lax; SameSite=Unsupported", nil),
            ("SameSite=Strict; SameSite=Unsupported", nil), ("SameSite=Unsupported", nil),
        ] as [(String, SameSite?)]
    )
    func sameSite(_ attributes: String, _ expected: SameSite?) throws {
        for site in [CookieJar.Request.Site.same, .cross] {
            var jar = CookieJar(publicSuffixes: .topLevelOnly)
            let own = try #require(CookieJar.Request(url: Self.secure + "/"))
            let image = try #require(CookieJar.Request(url: Self.secure + "/", site: site))
            try jar.set("a=b; Path=/; \(attributes)", own)
            #expect(jar.header(image) == (site == .same || expected == SameSite.none ? "a=b" : ""))
        }
        #expect(try ParsedSetCookie("a=b; \(attributes)").sameSite == expected)
    }

    @Test(
        "UA-19: prefixes over secure and plain origins",
        arguments: ["", "MaxAge=10", "HttpOnly", "Domain=web-platform.test; ", "Domain=web-platform.test; HttpOnly"]
    )
    func prefixes(_ more: String) throws {
        let isShared = more.contains("Domain")
        for (prefix, attributes, isSet) in [
            ("__Host-", "Path=/;", false), ("__Host-", "Secure; Path=/;", !isShared),
            ("__Host-", "Secure; Path=/cookies;", false),
            ("__Secure-", "Path=/;", false), ("__Secure-", "Secure;Path=/;", true),
        ] {
            for (origin, isSecure) in [(Self.secure, true), (Self.plain, false)] {
                var jar = CookieJar(publicSuffixes: .topLevelOnly)
                let request = try #require(CookieJar.Request(url: origin + Self.setter))
                try jar.set("\(prefix)foo=bar; \(attributes)\(more)", request)
                #expect(jar.header(request) == (isSet && isSecure ? "\(prefix)foo=bar" : ""), "\(attributes) \(origin)")
            }
        }
    }

    static let plain = "http://web-platform.test:8000"
    static let secure = "https://web-platform.test:8443"
    static let setter = "/cookies/resources/cookie.py"

    static let cases: [JarCase] =
        values + controls + names + invalid + expires + maxAge + sizes + charset + paths + redirects + matches
        + secureness
        + hosts + domains + ordering

    private static func row(
        _ lines: [String],
        _ sent: String,
        at path: String = "/cookies/resources/list.py",
        on origin: String = plain,
        _ deviation: Deviation? = nil
    ) -> JarCase {
        JarCase(lines.joined(separator: " | "), origin + setter, lines, [JarQuery(origin + path, sent, deviation)])
    }

    static let values: [JarCase] = [
        row(["test=1, baz=qux"], "test=1, baz=qux"), row([#"test="2, baz=qux""#], #"test="2, baz=qux""#),
        row([#"test="3zz;pp" ; ;"#], #"test="3zz"#), row([#"test="4zz ;"#], #"test="4zz"#),
        row([#"test="5zzz "   "ppp"  ;"#], #"test="5zzz "   "ppp""#), row([#"test=6A"B ;"#], #"test=6A"B"#),
        row(["test7"], "test7"), row([#""test8"HHH""#], #""test8"HHH""#), row([#"test="9"#], #"test="9"#),
        row(["=test10"], "test10"),
        row(
            ["test=11" + String(repeating: "a", count: 4089)],
            "test=11" + String(repeating: "a", count: 4089)
        ),
        row(["test=12" + String(repeating: "a", count: 4091)], ""), row([#"test="14 "   ;"#], #"test="14 ""#),
        row(["test=15    ;"], "test=15"), row(["test=  16"], "test=16"), row([#"test="17""#], #"test="17""#),
        row([#"test="  18 ""#], #"test="  18 ""#), row([#"test="19;wow""#], #"test="19"#),
        row([#"test="20=20""#], #"test="20=20""#), row(["test\t=\t21\t \t;\tttt"], "test=21"),
        row(["testA=22", "test22=", "testB=22"], "testA=22; test22=; testB=22"), row(["test=%32%33"], "test=%32%33"),
    ]

    static let controls: [JarCase] = [
        row(
            ["test=13\nZYX"],
            "",
            Deviation(
                "test=13",
                "UA-07",
                "the row is older than RFC 6265bis, which drops it; `value-ctl.html` does too"
            )
        )
    ]

    static let names: [JarCase] =
        [
            row(["test1=;  path = /"], "test1="), row(["=test=2"], "test=2"), row(["===test=2b"], "==test=2b"),
            row(["=test2c"], "test2c"), row(["test =3"], "test=3"), row(["   test=4"], "test=4"),
            row([#""test=5"=test"#, #""test=5"#], #""test=5"#), row(["test6;cool=dude"], "test6"),
            row(["$Version=1; test=7"], "$Version=1"), row(["test test=8"], "test test=8"),
            row([#""test9;test"=9"#], #""test9"#), row([#""test"10;baz"=qux"#], #""test"10"#),
            row(["=test=11", "test11"], "test11"), row(["test11", "test11a"], "test11a"),
            row(["test11", "test11a", "=test11b"], "test11b"),
            row(["test11", "test11a", "=test11b", "test=11c"], "test11b; test=11c"),
            row(["test12=11", "test12=12"], "test12=12"), row(["testA=13", "testB=13"], "testA=13; testB=13"),
            row(["a=test14", "z=test14"], "a=test14; z=test14"), row(["z=test15", "a=test15"], "z=test15; a=test15"),
            row(["z=test16, a=test16"], "z=test16, a=test16"),
            row(["testA=16", "=test16", "testB=16"], "testA=16; test16; testB=16"),
            row(["test17a", "test17b"], "test17b"),
            row(["="], ""), row([""], ""), row(["%74%65%73%74=20"], "%74%65%73%74=20"),
        ]
        + [
            "a", "1", "$", "!a", "@a", "#a", "$a", "%a", "^a", "&a", "*a", "(a", ")a", "-a", "_a", "+", #""a"#,
            #""a=b""#,
        ].map { row(["\($0)=test"], "\($0)=test") }

    static let invalid: [JarCase] = [
        row(["test=1; lol; Path=/"], "test=1"), row(["test=2; Path=/; lol"], "test=2"),
        row(["test=3; Path=/; 'lol'"], "test=3"), row([#"test=4; Path=/; "lol""#], "test=4"),
        row(["test=5; Path=/; lol="], "test=5"), row([#"test=6; lol="aaa;bbb"; Path=/"#], "test=6"),
        row([#"test=7; Path=/; lol="aaa;bbb""#], "test=7"), row([#"test=8; "Secure""#], "test=8"),
        row(["test=9; Secure qux"], "test=9"), row(["test=10; b,az=qux"], "test=10"),
        row(["test=11; baz=q,ux"], "test=11"), row(["  test  = 12  ;foo;;;   bar"], "test=12"),
        row(["  test=== 13  ;foo;;;   bar"], "test=== 13"), row(["test=14; version=1;"], "test=14"),
        row(["test=15; version=1000;"], "test=15"), row(["test=16; customvalue='1000 or more';"], "test=16"),
        row(["test=17; customvalue='1000 or more'"], "test=17"), row(["test=18; foo=bar, a=b"], "test=18"),
        row(["test=19;max-age=3600, c=d;path=/"], "test=19"),
        row(["testA=20", "=", "testb=20"], "testA=20; testb=20"), row(["test=21", ""], "test=21"),
        row(["test22", "="], "test22"), row(["testA23", "; testB23"], "testA23"), row(["test24", "   "], "test24"),
        row(["test25", "\t"], "test25"),
        row(["test=26; domain=.parser.test; ;; ;=; ,,, ===,abc,=; abracadabra! max-age=20;=;;"], ""),
    ]

    static let expires: [JarCase] = [
        row(["test=1; Expires=Fri, 01 Jan 2038 00:00:00 GMT"], "test=1"),
        row(["test=2; Expires=Fri 01 Jan 2038 00:00:00 GMT, baz=qux"], "test=2"),
        row(
            ["test=expired; Expires=Fri, 07 Aug 2007 08:04:19 GMT", "test=4; Expires=Fri, 07 Aug 2027 08:04:19 GMT"],
            "test=4"
        ),
        row(["test=5; expires=Thu, 10 Apr 1980 16:33:12 GMT"], ""),
    ]

    static let maxAge: [JarCase] = [
        row(["test=1; Max-Age=50,399"], "test=1"), row(["test=2; max-age=10000"], "test=2"),
        row(["test=3; max-age=0"], ""), row(["test=4; max-age=-1"], ""), row(["test=5; max-age=-20"], ""),
        row(["testA=6; max-age=60", "testB=6; max-age=60"], "testA=6; testB=6"),
        row(["testA=7; max-age=60", "testB=7; max-age=60", "testA=differentvalue; max-age=0"], "testB=7"),
        row(
            [
                "testA=8; max-age=60", "testB=8; max-age=60", "testA=differentvalue; max-age=0", "testC=8; max-age=0",
            ],
            "testB=8"
        ),
        row([#"test="9! = foo;bar";" parser; max-age=6"#, "test9; max-age=2.63,"], #"test="9! = foo; test9"#),
        row(["test=10; max-age=0", "test10; max-age=0"], ""),
    ]

    static let sizes: [JarCase] =
        [
            (2048, 2048, true), (4097, 1, false), (4096, 0, true), (4097, 0, false), (1, 4095, true), (1, 4096, false),
            (4096, 1, false), (0, 4096, true), (0, 4097, false),
        ].map { name, value, isKept in
            let pair = String(repeating: "t", count: name) + "=" + String(repeating: "1", count: value)
            return JarCase(
                "\(name) and \(value) bytes",
                plain + setter,
                [pair],
                [JarQuery(plain + setter, isKept ? (name == 0 ? String(pair.dropFirst()) : pair) : "")]
            )
        } + [
            row([String(repeating: "1", count: 4097)], ""),
            row(["test=1; path=/cookies/size; path=/cookies/siz" + long], "test=1", at: "/cookies/size/x"),
            row(["test=2; path=/cookies/siz\(long); path=/cookies/size"], "test=2", at: "/cookies/size/x"),
            row(["test=3; domain=web-platform.test; domain=\(long).com"], "test=3", on: www),
            row(["test=4; domain=\(long).com; domain=web-platform.test"], "test=4", on: www),
        ]

    private static let long = String(repeating: "e", count: 1024)
    private static let www = "http://www.web-platform.test:8000"

    static let charset: [JarCase] = [
        row(["test=1春节回家路·春运完全手册"], "test=1春节回家路·春运完全手册"), row(["тест=2"], "тест=2"),
        row([#"test="3春节回家路·春运完全手册""#], #"test="3春节回家路·春运完全手册""#),
        row(["春节回=4家路·春运完全手册"], "春节回=4家路·春运完全手册"),
        row([#""春节回=5家路·春运完全手册""#], #""春节回=5家路·春运完全手册""#),
        row(["春节回=6家路·春运; 完全手册"], "春节回=6家路·春运"),
    ]

    private static let page = "/cookies/attributes/path.html"

    static let paths: [JarCase] = [
        row(["test=1; Path"], "test=1"), row(["test=2; Path="], "test=2"), row(["test=3; Path=/"], "test=3", at: page),
        row(["test=4; Path=/qux"], "", at: page), row(["test=5; Path    =/qux"], "", at: page),
        row(["test=6; Path=    /qux"], "", at: page), row(["test=7; Path=/qux      ; taz"], "", at: page),
        row(["test=8; Path=/qux; Path=/"], "test=8"), row(["test=9; Path=/; Path=/qux"], "", at: page),
        row(["test=10; Path=/lol; Path=/qux"], "", at: page),
        row(["testA=11; path=/", "testB=11; path=/cookies/attributes"], "testB=11; testA=11", at: page),
        row(["testB=12; path=/", "testA=12; path=/cookies/attributes"], "testA=12; testB=12", at: page),
        row(["testA=13; path=/cookies/attributes", "testB=13; path=/"], "testA=13; testB=13", at: page),
        row(["testB=14; path=/cookies/attributes", "testA=14; path=/"], "testB=14; testA=14", at: page),
        row(["test=15; path=/cookies/attributes/foo"], "", at: page),
        row(["test=16", "test=0; path=/cookies/attributes/foo"], "test=16"), row(["test=17; path= /"], "test=17"),
        row(["test=18; path=/cookies/ATTRIBUTES"], "", at: page),
        row(
            ["testA=19; \tpath\t=\t/cookies/attributes", "testB=19; \tpath\t=\t/book"],
            "testA=19",
            at: page
        ),
        row(["test=20; path=; path=/dog"], "", at: page), row(["test=21; path=/dog; path="], "test=21"),
    ]

    private static let folder = "/cookies/attributes/resources"

    static let redirects: [JarCase] = [
        row(["test=1; path=\(folder)/path.html"], "test=1", at: folder + "/path.html"),
        row(["test=2; path=\(folder)/path/one.html"], "test=2", at: folder + "/path/one.html"),
        row(["test=3; path=\(folder)/path/"], "test=3", at: folder + "/path/one.html"),
        row(["test=4; path=\(folder)/path/"], "test=4", at: folder + "/path//one.html"),
        row(["test=5; path=\(folder)/path/one.html;"], "test=5", at: folder + "/path/one.html"),
        row([#"test=6; path="\#(folder)/path/one.html;""#], "", at: folder + "/path/one.html"),
        row(["test=7a; path=\(folder)/p%61th/three.html"], "", at: folder + "/path/three.html"),
        row(["test=8a; path=\(folder)", "test=8b; path=\(folder)/"], "test=8b; test=8a", at: folder + "/path.html"),
        row(["test=9; path=\(folder)/path.html"], "", at: folder + "/pathfakeout.html"),
        row(["test=10; path=\(folder)/path/one.html"], "", at: folder + "/path.html"),
        row(["test=11; path=\(folder)/path/one.html"], "", at: folder + "/pathfakeout/one.html"),
        row(["test=12; path=\(folder)/path/one.html"], "", at: folder + "/path/two.html"),
        row(["test=13; path=\(folder)/path/one.html/"], "", at: folder + "/path/two.html"),
        row(["test=14; path=\(folder)/path/"], "", at: folder + "/pathfakeout.html"),
        row(["test=15; path=\(folder)/path/one.html?"], "", at: folder + "/path/one.html"),
        row(["test=16; path=\(folder)/path/one.html#"], "", at: folder + "/path/one.html"),
        row(["test=17; path=\(folder)/path/one.html/"], "", at: folder + "/path/one.html"),
    ]

    private static let echo = "/cookies/path/resources/echo.py"
    private static let probe = "/cookies/path/resources/probe/"

    static let matches: [JarCase] = [
        row(["exact=1; Path=\(echo)"], "exact=1", at: echo),
        row(["prefix=1; Path=/cookies/path/resources"], "prefix=1", at: echo),
        row(["trailingslash=1; Path=/cookies/path/resources/"], "trailingslash=1", at: echo),
        row(["midsegment=1; Path=/cookies/path/resources/echo"], "", at: echo),
        row(["longerslash=1; Path=\(echo)/"], "", at: echo),
        row(["longersegment=1; Path=\(echo)/sub"], "", at: echo), row(["a=1; Path=/cook"], "", at: echo),
        row(["a=1; Path=/w/"], "", at: echo), row(["a=1; Path=match.html"], "a=1"), row(["a=1; Path=cookies"], "a=1"),
        row(["a=1; Path=\(probe)zzx"], "a=1", at: probe + "zzx/probe.html"),
        row(["a=1; Path=\(probe)"], "a=1", at: probe + "zzx/probe.html"),
        row(["a=1; Path=\(probe)zz a"], "", at: probe + "zz%20a/probe.html"),
        row(["a=1; Path=\(probe)zz%20a"], "a=1", at: probe + "zz%20a/probe.html"),
        row(["a=1; Path=\(probe)zz中"], "", at: probe + "zz%E4%B8%AD/probe.html"),
        row(["a=1; Path=\(probe)zz中"], "", at: probe + "zz%C3%A4%C2%B8%C2%AD/probe.html"),
        row(["a=1; Path=\(probe)zz%C2%B8"], "a=1", at: probe + "zz%C2%B8/probe.html"),
        row(["later=1; Path=/cookies/nomatch; Path=/cookies/path/resources"], "later=1", at: echo),
        row(["losing=1; Path=/cookies/path/zz中; Path=/cookies/path/resources"], "losing=1", at: echo),
        row(["winning=1; Path=/cookies/path/resources; Path=/cookies/path/resources/zz中"], "", at: echo),
        row(["appended=1; Path=/cookies/path/resources中"], "", at: echo),
        row(["fallback=1; Path=/cookies/path/resources/zz中"], ""),
    ]

    static let secureness: [JarCase] =
        [
            "Secure", "seCURe", "Secure=", "Secure=aaaa", "Secure =aaaaa", "Secure= aaaaa", "               Secure",
            "      Secure     ;",
        ]
        .flatMap { [row(["test=1; \($0)"], "test=1", on: secure), row(["test=1; \($0)"], "")] } + [
            row(["__Secure-test=9; Secure"], ""), row(["__Secure-test=10"], ""),
            row(["__%53ecure-test=11"], "__%53ecure-test=11"),
            row(["samesite_none_insecure=1; SameSite=None"], "", on: secure),
            row(["samesite_none_secure=1; SameSite=None; Secure"], "samesite_none_secure=1", on: secure),
        ]

    /// `__host.explicit-path`: set from a page whose default path is `/`.
    static let hosts: [JarCase] = [
        ("Secure; Path=/", true), ("Secure; Path=/cookies", false), ("Secure", false), ("Secure; Path=", false),
        ("Secure; Path", false),
    ].map { attributes, isKept in
        let line = "__Host-a=1; \(attributes)"
        return JarCase(line, secure + "/", [line], [JarQuery(secure + "/", isKept ? "__Host-a=1" : "")])
    }

    /// `domain-child.sub.html`: set on `www` with `path=/cookies/attributes` behind, sent to a host.
    private static func domain(
        _ lines: [String],
        _ sent: String,
        _ host: String = "www.web-platform.test",
        _ deviation: Deviation? = nil
    ) -> JarCase {
        JarCase(
            lines.joined(separator: " | ") + " to " + host,
            www + setter,
            lines.map { $0 + "; path=/cookies/attributes" },
            [JarQuery("http://\(host):8000/cookies/attributes/resources/path.html", sent, deviation)]
        )
    }

    private static let sibling = "www1.web-platform.test"
    private static let child = "www2.www.web-platform.test"
    private static let name = "www.web-platform.test"

    static let domains: [JarCase] = [
        domain(["test=1; domain=\(name)"], "test=1"), domain(["test=2; domain=\(name)"], "", sibling),
        domain(["test=3; domain=.\(name)"], "test=3"), domain(["test=4; domain=\(name)"], "test=4", child),
        domain(["test=5; domain=.\(name)"], "test=5", child), domain(["test=6; domain=.\(name)"], "", sibling),
        domain(["test=7; domain=\(sibling)"], "", sibling), domain(["test=8; domain=.web-platform.test"], "test=8"),
        domain(["test=9; domain=web-platform.test"], "test=9"), domain(["test=10; domain=..\(name)"], ""),
        domain(["test=11; domain=www..web-platform.test"], ""), domain(["test=12; domain=  .\(name)"], "test=12"),
        domain(["test=13; domain=  .  \(name)"], ""), domain(["test=14; domain=\(name)."], ""),
        domain(["test=15; domain=\(name).."], ""), domain(["test=16; domain=\(name) ."], ""),
        domain(["test=17; domain=.test"], ""), domain(["test=18; domain=..test"], ""),
        domain(["test=18b; domain=..test."], ""),
        domain(["testA=19; domain=\(name)", "testB=19; domain=.\(name)"], "testA=19; testB=19"),
        domain(["testB=20; domain=.\(name)", "testA=20; domain=\(name)"], "testB=20; testA=20"),
        domain([#"test=21; domain="\#(name)""#], ""),
        domain(["testA=22; domain=\(name)", "testB=22; domain=.web-platform.test"], "testA=22; testB=22"),
        domain(["testB=23; domain=.web-platform.test", "testA=23; domain=\(name)"], "testB=23; testA=23"),
        domain(["test=24; domain=.web-platform.test; domain=\(name)"], "", sibling),
        domain(["test=25; domain=\(name); domain=.web-platform.test"], "test=25", sibling),
        domain(["test=26; domain=www.wEb-pLaTfOrM.test"], "test=26"), domain([#"test=27; domain="\#(name):8000""#], ""),
        domain(["test=28; domain=\(child)"], "", child), domain(["test=29"], "", child),
        domain(["test=30; domain="], "test=30"),
        domain(["test=31; domain=\(name)"], "test=31", "www.wEb-pLaTfOrM.test"),
        domain(["test=32; domain=\(name); domain=\(name)zzz"], ""),
        domain(["test=33; domain=\(name)zzz; domain=\(name)"], "test=33"),
        domain(["test=34; domain=\(name); domain=\(name)zzz; domain=\(name)"], "test=34"),
        domain(["test=35; domain=\(name)zzz; domain=\(name); domain=\(name)zzz"], ""),
        domain(["test=36; domain=\(name); domain=\(name)"], "test=36"),
        domain(["test=37; domain=\(name); domain=web-platform.test"], "test=37"),
        domain(["test=38; domain=web-platform.test; domain=\(name)"], "test=38"),
        domain(["test=39; domain=.\(sibling)"], "", sibling),
        domain(["test=40; domain=.\(child)"], "", child),
        domain(["test=41; domain=web-platform.test; domain="], "test=41"),
        domain(
            ["test=42; domain=\(sibling); domain="],
            "test=42",
            name,
            Deviation(
                "",
                "UA-11",
                "RFC 6265 ignored an empty Domain; in RFC 6265bis the last one counts and is host-only"
            )
        ),
        domain(["test=43 domain=\(sibling); domain="], "", child),
        domain(["test=not44; domain=\(name)", "test=44; domain=.\(name)"], "test=44"),
        domain(["test=not45; domain=.\(name)", "test=45; domain=\(name)"], "test=45"),
    ]

    private static let one = "/cookies/attributes/resources/path/one.html"

    static let ordering: [JarCase] = [
        row(
            [
                "testA=1", "testB=1; path=/cookies", "testC=1; path=/", "testD=1; path=/cooking",
                "testE=1; domain=.web-platform.test; path=/",
                "testF=1; domain=.web-platform.test; path=/cookies/attributes",
            ],
            "testF=1; testB=1; testC=1; testE=1",
            at: one,
            on: www
        ),
        row(
            [
                "testA=2", "testB=2; path=/cookies/attributes/resources", "testC=2; path=/", "testD=2; path=/cooking",
                "testE=2; domain=.web-platform.test", "testF=2; domain=.web-platform.test; path=/cookies/attributes",
                "testG=2; domain=.web-platform.test; path=/cookies/attributes/resources/path", "testH=2; path=/cookies",
            ],
            "testG=2; testB=2; testF=2; testH=2; testC=2",
            at: one,
            on: www
        ),
        row(
            [
                "testA=3; path=/cookies/attributes/resources/path", "testB=3; path=\(one)",
                "testC=3; path=/cookies/attributes",
            ],
            "testB=3; testA=3; testC=3",
            at: one
        ),
        row(
            ["testZ=4; path=/cookies", "testB=4; path=/cookies/attributes/resources/path", "testA=4; path=/cookies"],
            "testB=4; testZ=4; testA=4",
            at: one
        ),
    ]

    @Test("UA-09: bytes that are not UTF-8 come back as they came")
    func bytes() throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let request = try #require(CookieJar.Request(url: Self.plain + Self.setter))
        let line = Array("cookiesarebananas=".utf8) + [0xFF] + Array("test".utf8) + [0xFF]
        jar.store(try ParsedSetCookie(bytes: line.span), from: request, at: start)
        #expect(jar.cookieBytes(for: request, at: start) == line)
    }

    @Test(
        "UA-16: a byte of a Path that is not UTF-8 makes the cookie unreachable",
        arguments: ["zz%B8", "zz%C2%B8", "list.py"]
    )
    func brokenPath(_ segment: String) throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        let setter = try #require(CookieJar.Request(url: Self.plain + Self.setter))
        let line = Array("lone=1; Path=/cookies/resources/zz".utf8) + [0xB8]
        #expect(throws: CookieError.self) { try ParsedSetCookie(bytes: line.span) }
        if let parsed = try? ParsedSetCookie(bytes: line.span) { jar.store(parsed, from: setter, at: start) }
        #expect(jar.header(try #require(CookieJar.Request(url: "\(Self.plain)/cookies/resources/\(segment)"))) == "")
    }

    @Test(
        "UA-18: windows of the same and of another site set SameSite cookies",
        arguments: [("Strict", false), ("Lax", false), ("None", true), ("", false)]
    )
    func windows(_ mode: String, _ crosses: Bool) throws {
        let attribute = mode.isEmpty ? "" : "; SameSite=\(mode)"
        for (site, isSet) in [(CookieJar.Request.Site.same, true), (.cross, crosses)] {
            var jar = CookieJar(publicSuffixes: .topLevelOnly)
            try jar.set("a=b; Secure\(attribute)", try #require(CookieJar.Request(url: Self.secure + "/", site: site)))
            #expect(jar.storedCookies.isEmpty != isSet)
        }
    }
}
