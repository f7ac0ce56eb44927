import CookieHeaders
import Testing

/// Figures of the IETF's http-state suite (github.com/abarth/http-state, `tests/data/parser.json`; BSD licence, its Chromium
/// cases Copyright 2010 The Chromium Authors): what a browser sends back after a response. It is a suite of RFC 6265 (2011),
/// before Secure was refused over plain text and nameless cookies were kept; rows that differ say so.
@Suite struct HTTPStateSuiteTests {
    @Test("UA-04 to UA-22: http-state", arguments: cases) func sent(_ example: JarCase) throws {
        var jar = CookieJar(publicSuffixes: .topLevelOnly)
        // 2011-01-01: the suite's dates of 2007 are past and those of 2017 to come.
        try example.check(in: &jar, at: 1_293_840_000)
    }

    @Test("UA-09: http-state drops a pair over 4096 bytes, whatever its form")
    func long() throws {
        // The suite's rows hold a run of `a`; the exact length plays no part.
        #expect(throws: CookieError.self) { try ParsedSetCookie(String(repeating: "a", count: 4097)) }
    }

    static let home = "http://home.example.org:8888"

    private static func row(
        _ id: String,
        _ lines: [String],
        _ sent: String,
        to: String = "/cookie-parser-result",
        _ deviation: Deviation? = nil
    ) -> JarCase {
        let url = to.hasPrefix("/") ? home + to : to
        return JarCase(id, home + "/cookie-parser?\(id)", lines, [JarQuery(url, sent, deviation)])
    }

    private static func domain(_ id: String, _ attributes: String, _ host: String, _ isSent: Bool) -> JarCase {
        row(id, ["foo=bar; \(attributes)"], isSent ? "foo=bar" : "", to: "http://\(host):8888/cookie-parser-result")
    }

    private static func path(_ id: String, _ path: String, _ to: String, _ isSent: Bool) -> JarCase {
        row(id, ["foo=bar; path=\(path)"], isSent ? "foo=bar" : "", to: to)
    }

    static let cases: [JarCase] =
        general + attributes + charset + chromium + commas + domains + mozilla + names + paths + values

    static let general: [JarCase] = [
        row("0001", ["foo=bar"], "foo=bar"),
        row("0002", ["foo=bar; Expires=Fri, 07 Aug 2019 08:04:19 GMT"], "foo=bar"),
        row(
            "0003",
            ["foo=bar; Expires=Fri, 07 Aug 2007 08:04:19 GMT", "foo2=bar2; Expires=Fri, 07 Aug 2017 08:04:19 GMT"],
            "foo2=bar2"
        ),
        row("0004", ["foo"], "foo", .nameless()), row("0005", ["foo=bar; max-age=10000;"], "foo=bar"),
        row("0006", ["foo=bar; max-age=0;"], ""), row("0007", ["foo=bar; version=1;"], "foo=bar"),
        row("0008", ["foo=bar; version=1000;"], "foo=bar"), row("0009", ["foo=bar; customvalue=1000;"], "foo=bar"),
        row("0010", ["foo=bar; secure;"], ""), row("0011", [#"foo=bar; customvalue="1000 or more";"#], "foo=bar"),
        row("0012", [#"foo=bar; customvalue="no trailing semicolon""#], "foo=bar"),
        row("0013", ["foo=bar", "foo=qux"], "foo=qux"), row("0014", ["foo1=bar", "foo2=qux"], "foo1=bar; foo2=qux"),
        row("0015", ["a=b", "z=y"], "a=b; z=y"), row("0016", ["z=y", "a=b"], "z=y; a=b"),
        row("0017", ["z=y, a=b"], "z=y, a=b"), row("0018", ["z=y; foo=bar, a=b"], "z=y"),
        row("0019", ["foo=b;max-age=3600, c=d;path=/"], "foo=b"), row("0020", ["a=b", "=", "c=d"], "a=b; c=d"),
        row("0021", ["a=b", "=x", "c=d"], "a=b; x; c=d", .nameless(theirs: "a=b; c=d")),
        row("0022", ["a=b", "x=", "c=d"], "a=b; x=; c=d"), row("0023", ["foo", ""], "foo", .nameless()),
        row("0024", ["foo", "="], "foo", .nameless()), row("0025", ["foo", "; bar"], "foo", .nameless()),
        row("0026", ["foo", "   "], "foo", .nameless()), row("0027", ["foo", "bar"], "bar", .nameless()),
        row("0028", ["foo", "\t"], "foo", .nameless()),
        row(
            "ORDERING0001",
            [
                "key=val0;", "key=val1; path=/cookie-parser-result", "key=val2; path=/", "key=val3; path=/bar",
                "key=val4; domain=.example.org", "key=val5; domain=.example.org; path=/cookie-parser-result/foo",
            ],
            "key=val5; key=val1; key=val2; key=val4",
            to: "/cookie-parser-result/foo/baz?ordering0001",
            Deviation(
                "key=val1; key=val2; key=val4; key=val5",
                "UA-22",
                "this file of the suite lists the cookies as they were set; RFC 6265 and bis send longer paths first"
            )
        ),
    ]

    static let attributes: [JarCase] = [
        row("ATTRIBUTE0001", ["foo=bar; Secure"], ""), row("ATTRIBUTE0002", ["foo=bar; seCURe"], ""),
        row("ATTRIBUTE0003", [#"foo=bar; "Secure""#], "foo=bar"), row("ATTRIBUTE0004", ["foo=bar; Secure="], ""),
        row("ATTRIBUTE0005", ["foo=bar; Secure=aaaa"], ""), row("ATTRIBUTE0006", ["foo=bar; Secure qux"], "foo=bar"),
        row("ATTRIBUTE0007", ["foo=bar; Secure =aaaaa"], ""), row("ATTRIBUTE0008", ["foo=bar; Secure= aaaaa"], ""),
        row("ATTRIBUTE0009", ["foo=bar; Secure; qux"], ""), row("ATTRIBUTE0010", ["foo=bar; Secure;qux"], ""),
        row("ATTRIBUTE0011", ["foo=bar; Secure    ; qux"], ""),
        row("ATTRIBUTE0012", ["foo=bar;                Secure"], ""),
        row("ATTRIBUTE0013", ["foo=bar;       Secure     ;"], ""), row("ATTRIBUTE0014", ["foo=bar; Path"], "foo=bar"),
        row("ATTRIBUTE0015", ["foo=bar; Path="], "foo=bar"), row("ATTRIBUTE0016", ["foo=bar; Path=/"], "foo=bar"),
        row("ATTRIBUTE0017", ["foo=bar; Path=/qux"], ""), row("ATTRIBUTE0018", ["foo=bar; Path    =/qux"], ""),
        row("ATTRIBUTE0019", ["foo=bar; Path=    /qux"], ""),
        row("ATTRIBUTE0020", ["foo=bar; Path=/qux      ; taz"], ""),
        row("ATTRIBUTE0021", ["foo=bar; Path=/qux; Path=/"], "foo=bar"),
        row("ATTRIBUTE0022", ["foo=bar; Path=/; Path=/qux"], ""),
        row("ATTRIBUTE0023", ["foo=bar; Path=/qux; Path=/cookie-parser-result"], "foo=bar"),
        row("ATTRIBUTE0024", ["foo=bar; Path=/cookie-parser-result; Path=/qux"], ""),
        row("ATTRIBUTE0025", ["foo=bar; qux; Secure"], ""),
        row("ATTRIBUTE0026", [#"foo=bar; qux="aaa;bbb"; Secure"#], ""),
    ]

    static let charset: [JarCase] = [
        row("CHARSET0001", ["foo=春节回家路·春运完全手册"], "foo=春节回家路·春运完全手册"),
        row("CHARSET0002", ["春节回=家路·春运完全手册"], "春节回=家路·春运完全手册"),
        row("CHARSET0003", ["春节回=家路·春运; 完全手册"], "春节回=家路·春运"),
        row("CHARSET0004", [#"foo="春节回家路·春运完全手册""#], #"foo="春节回家路·春运完全手册""#),
    ]

    static let chromium: [JarCase] = [
        row("CHROMIUM0001", ["a=b"], "a=b"), row("CHROMIUM0002", [#"aBc="zzz "   ;"#], #"aBc="zzz ""#),
        row("CHROMIUM0003", [#"aBc="zzz " ;"#], #"aBc="zzz ""#),
        row("CHROMIUM0004", [#"aBc="zz;pp" ; ;"#], #"aBc="zz"#),
        row("CHROMIUM0005", [#"aBc="zz ;"#], #"aBc="zz"#),
        row("CHROMIUM0006", [#"aBc="zzz "   "ppp"  ;"#], #"aBc="zzz "   "ppp""#),
        row("CHROMIUM0007", [#"aBc="zzz "   "ppp" ;"#], #"aBc="zzz "   "ppp""#),
        row("CHROMIUM0008", [#"aBc=A"B ;"#], #"aBc=A"B"#),
        row("CHROMIUM0009", ["BLAHHH; path=/;"], "BLAHHH", .nameless()),
        row("CHROMIUM0010", [#""BLA\"HHH"; path=/;"#], #""BLA\"HHH""#, .nameless()),
        row("CHROMIUM0011", [#"a="B"#], #"a="B"#), row("CHROMIUM0012", ["=ABC"], "ABC", .nameless()),
        row("CHROMIUM0013", ["ABC=;  path = /"], "ABC="), row("CHROMIUM0014", ["  A  = BC  ;foo;;;   bar"], "A=BC"),
        row("CHROMIUM0015", ["  A=== BC  ;foo;;;   bar"], "A=== BC"),
        row(
            "CHROMIUM0016",
            [#"foo="zohNumRKgI0oxyhSsV3Z7D"  ; expires=Sun, 18-Apr-2027 21:06:29 GMT ; path=/  ;  "#],
            #"foo="zohNumRKgI0oxyhSsV3Z7D""#
        ),
        row(
            "CHROMIUM0017",
            ["foo=zohNumRKgI0oxyhSsV3Z7D  ; expires=Sun, 18-Apr-2027 21:06:29 GMT ; path=/  ;  "],
            "foo=zohNumRKgI0oxyhSsV3Z7D"
        ),
        row("CHROMIUM0018", ["    "], ""), row("CHROMIUM0021", [""], ""),
        row("DISABLED_CHROMIUM0022", ["AAA=BB\u{0}ZYX"], "", truncated),
        row("DISABLED_CHROMIUM0023", ["AAA=BB\rZYX"], "", truncated),
    ]

    private static let truncated = Deviation(
        "AAA=BB",
        "UA-07",
        "browsers of that time cut the line; RFC 6265bis drops a cookie with a control character"
    )

    static let commas: [JarCase] = [
        row("COMMA0001", ["foo=bar, baz=qux"], "foo=bar, baz=qux"),
        row("COMMA0002", [#"foo="bar, baz=qux""#], #"foo="bar, baz=qux""#),
        row("COMMA0003", ["foo=bar; b,az=qux"], "foo=bar"), row("COMMA0004", ["foo=bar; baz=q,ux"], "foo=bar"),
        row("COMMA0005", ["foo=bar; Max-Age=50,399"], "foo=bar"),
        row("COMMA0006", ["foo=bar; Expires=Fri, 07 Aug 2019 08:04:19 GMT"], "foo=bar"),
        row("COMMA0007", ["foo=bar; Expires=Fri 07 Aug 2019 08:04:19 GMT, baz=qux"], "foo=bar"),
    ]

    static let domains: [JarCase] = [
        domain("DOMAIN0001", "domain=home.example.org", "home.example.org", true),
        domain("DOMAIN0002", "domain=home.example.org", "sibling.example.org", false),
        domain("DOMAIN0003", "domain=.home.example.org", "home.example.org", true),
        domain("DOMAIN0004", "domain=home.example.org", "subdomain.home.example.org", true),
        domain("DOMAIN0005", "domain=.home.example.org", "subdomain.home.example.org", true),
        domain("DOMAIN0006", "domain=.home.example.org", "sibling.example.org", false),
        domain("DOMAIN0007", "domain=sibling.example.org", "sibling.example.org", false),
        domain("DOMAIN0008", "domain=.example.org", "home.example.org", true),
        domain("DOMAIN0009", "domain=example.org", "home.example.org", true),
        domain("DOMAIN0010", "domain=..home.example.org", "home.example.org", false),
        domain("DOMAIN0011", "domain=home..example.org", "home.example.org", false),
        domain("DOMAIN0012", "domain=  .home.example.org", "home.example.org", true),
        domain("DOMAIN0013", "domain=  .  home.example.org", "home.example.org", false),
        domain("DOMAIN0014", "domain=home.example.org.", "home.example.org", false),
        domain("DOMAIN0015", "domain=home.example.org..", "home.example.org", false),
        domain("DOMAIN0016", "domain=home.example.org .", "home.example.org", false),
        domain("DOMAIN0017", "domain=.org", "home.example.org", false),
        domain("DOMAIN0018", "domain=.org.", "home.example.org", false),
        row(
            "DOMAIN0019",
            ["foo=bar; domain=home.example.org", "foo2=bar2; domain=.home.example.org"],
            "foo=bar; foo2=bar2"
        ),
        row(
            "DOMAIN0020",
            ["foo2=bar2; domain=.home.example.org", "foo=bar; domain=home.example.org"],
            "foo2=bar2; foo=bar"
        ),
        domain("DOMAIN0021", #"domain="home.example.org""#, "home.example.org", false),
        row(
            "DOMAIN0022",
            ["foo=bar; domain=home.example.org", "foo2=bar2; domain=.example.org"],
            "foo=bar; foo2=bar2"
        ),
        row(
            "DOMAIN0023",
            ["foo2=bar2; domain=.example.org", "foo=bar; domain=home.example.org"],
            "foo2=bar2; foo=bar"
        ),
        domain("DOMAIN0024", "domain=.example.org; domain=home.example.org", "sibling.example.org", false),
        domain("DOMAIN0025", "domain=home.example.org; domain=.example.org", "sibling.example.org", true),
        domain("DOMAIN0026", "domain=home.eXaMpLe.org", "home.example.org", true),
        domain("DOMAIN0027", "domain=home.example.org:8888", "home.example.org", false),
        domain("DOMAIN0028", "domain=subdomain.home.example.org", "subdomain.home.example.org", false),
        domain("DOMAIN0029", "", "subdomain.home.example.org", false),
        domain("DOMAIN0031", "domain=home.example.org; domain=.example.org", "sibling.example.org", true),
        domain("DOMAIN0033", "domain=home.example.org", "hoMe.eXaMplE.org", true),
        domain("DOMAIN0034", "domain=home.example.org; domain=home.example.com", "home.example.org", false),
        domain("DOMAIN0035", "domain=home.example.com; domain=home.example.org", "home.example.org", true),
        domain(
            "DOMAIN0036",
            "domain=home.example.org; domain=home.example.com; domain=home.example.org",
            "home.example.org",
            true
        ),
        domain(
            "DOMAIN0037",
            "domain=home.example.com; domain=home.example.org; domain=home.example.com",
            "home.example.org",
            false
        ),
        domain("DOMAIN0038", "domain=home.example.org; domain=home.example.org", "home.example.org", true),
        domain("DOMAIN0039", "domain=home.example.org; domain=example.org", "home.example.org", true),
        domain("DOMAIN0040", "domain=example.org; domain=home.example.org", "home.example.org", true),
        domain("DOMAIN0041", "domain=.sibling.example.org", "sibling.example.org", false),
        domain("DOMAIN0042", "domain=.sibling.home.example.org", "sibling.home.example.org", false),
        domain("OPTIONAL_DOMAIN0030", "domain=", "home.example.org", true),
        domain("OPTIONAL_DOMAIN0041", "domain=example.org; domain=", "home.example.org", true),
        row(
            "OPTIONAL_DOMAIN0042",
            ["foo=bar; domain=foo.example.org; domain="],
            "foo=bar",
            Deviation(
                "",
                "UA-11",
                "RFC 6265 ignored an empty Domain; in RFC 6265bis the last one counts and is host-only"
            )
        ),
        domain("OPTIONAL_DOMAIN0043", "domain=foo.example.org; domain=", "subdomain.home.example.org", false),
    ]

    static let mozilla: [JarCase] = [
        row("MOZILLA0001", ["foo=bar; max-age=-1"], ""), row("MOZILLA0002", ["foo=bar; max-age=0"], ""),
        row("MOZILLA0003", ["foo=bar; expires=Thu, 10 Apr 1980 16:33:12 GMT"], ""),
        row("MOZILLA0004", ["foo=bar; max-age=60"], "foo=bar"), row("MOZILLA0005", ["foo=bar; max-age=-20"], ""),
        row("MOZILLA0006", ["foo=bar; max-age=60"], "foo=bar"),
        row("MOZILLA0007", ["foo=bar; expires=Thu, 10 Apr 1980 16:33:12 GMT"], ""),
        row("MOZILLA0008", ["foo=bar; max-age=60", "foo1=bar; max-age=60"], "foo=bar; foo1=bar"),
        row(
            "MOZILLA0009",
            ["foo=bar; max-age=60", "foo1=bar; max-age=60", "foo=differentvalue; max-age=0"],
            "foo1=bar"
        ),
        row(
            "MOZILLA0010",
            [
                "foo=bar; max-age=60", "foo1=bar; max-age=60", "foo=differentvalue; max-age=0",
                "foo2=evendifferentvalue; max-age=0",
            ],
            "foo1=bar"
        ),
        row(
            "MOZILLA0011",
            ["test=parser; domain=.parser.test; ;; ;=; ,,, ===,abc,=; abracadabra! max-age=20;=;;"],
            ""
        ),
        row(
            "MOZILLA0012",
            [#"test="fubar! = foo;bar\";" parser; max-age=6"#, "five; max-age=2.63,"],
            #"test="fubar! = foo; five"#,
            .nameless(theirs: #"test="fubar! = foo"#)
        ),
        row("MOZILLA0013", ["test=kill; max-age=0", "five; max-age=0"], ""),
        row("MOZILLA0014", ["six"], "six", .nameless()),
        row("MOZILLA0015", ["six", "seven"], "seven", .nameless()),
        row("MOZILLA0016", ["six", "seven", " =eight"], "eight", .nameless()),
        row("MOZILLA0017", ["six", "seven", " =eight", "test=six"], "eight; test=six", .nameless(theirs: "test=six")),
    ]

    static let names: [JarCase] =
        ["a", "1", "$", "!a", "@a", "#a", "$a", "%a", "^a", "&a", "*a", "(a", ")a", "-a", "_a", "+"].enumerated().map {
            row("NAME \($0.element)", ["\($0.element)=bar"], "\($0.element)=bar")
        } + [
            row("NAME0017", ["=a=bar"], "a=bar", .nameless()), row("NAME0018", ["a =bar"], "a=bar"),
            row("NAME0019", [#""a=bar"#], #""a=bar"#), row("NAME0020", [#""a=b"=bar"#], #""a=b"=bar"#),
            row("NAME0021", [#""a=b"=bar"#, #""a=qux"#], #""a=qux"#), row("NAME0022", ["   foo=bar"], "foo=bar"),
            row("NAME0023", ["foo;bar=baz"], "foo", .nameless()),
            row("NAME0024", ["$Version=1; foo=bar"], "$Version=1"),
            row("NAME0025", ["===a=bar"], "==a=bar", .nameless()),
            row("NAME0026", ["foo=bar    "], "foo=bar"), row("NAME0027", ["foo=bar    ;"], "foo=bar"),
            row("NAME0028", ["=a"], "a", .nameless()), row("NAME0029", ["="], ""),
            row("NAME0030", ["foo bar=baz"], "foo bar=baz"),
            row("NAME0031", [#""foo;bar"=baz"#], #""foo"#, .nameless()),
            row("NAME0032", [#""foo\"bar"#, #""foo\"bar;baz"=qux"#], #""foo\"bar"#, .nameless()),
            row("NAME0033", ["=foo=bar", "aaa"], "aaa", .nameless()),
        ]

    static let paths: [JarCase] = [
        row("PATH0001", ["a=b; path=/", "x=y; path=/cookie-parser-result"], "x=y; a=b"),
        row("PATH0002", ["a=b; path=/cookie-parser-result", "x=y; path=/"], "a=b; x=y"),
        row("PATH0003", ["x=y; path=/", "a=b; path=/cookie-parser-result"], "a=b; x=y"),
        row("PATH0004", ["x=y; path=/cookie-parser-result", "a=b; path=/"], "x=y; a=b"),
        path("PATH0005", "/cookie-parser-result/foo", "/cookie-parser-result", false),
        row("PATH0006", ["foo=bar", "foo=qux; path=/cookie-parser-result/foo"], "foo=bar"),
        path("PATH0007", "/cookie-parser-result/foo", "/cookie-parser-result/foo?path0007", true),
        path("PATH0008", "/cookie-parser-result/foo", "/cookie-parser-result/bar?path0008", false),
        path("PATH0009", "/cookie-parser-result/foo/qux", "/cookie-parser-result/foo?path0009", false),
        path("PATH0010", "/cookie-parser-result/foo/qux", "/cookie-parser-result/foo/qux?path0010", true),
        path("PATH0011", "/cookie-parser-result/foo/qux", "/cookie-parser-result/bar/qux?path0011", false),
        path("PATH0012", "/cookie-parser-result/foo/qux", "/cookie-parser-result/foo/baz?path0012", false),
        path("PATH0013", "/cookie-parser-result/foo/qux/", "/cookie-parser-result/foo/baz?path0013", false),
        path("PATH0014", "/cookie-parser-result/foo/qux/", "/cookie-parser-result/foo/qux?path0014", false),
        path("PATH0015", "/cookie-parser-result/foo/qux/", "/cookie-parser-result/foo/qux/?path0015", true),
        path("PATH0016", "/cookie-parser-result/foo/", "/cookie-parser-result/foo/qux?path0016", true),
        path("PATH0017", "/cookie-parser-result/foo/", "/cookie-parser-result/foo//qux?path0017", true),
        path("PATH0018", "/cookie-parser-result/foo/", "/cookie-parser-result/fooqux?path0018", false),
        row("PATH0019", ["foo=bar; path"], "foo=bar"), row("PATH0020", ["foo=bar; path="], "foo=bar"),
        row("PATH0021", ["foo=bar; path=/"], "foo=bar"), row("PATH0022", ["foo=bar; path= /"], "foo=bar"),
        row("PATH0023", ["foo=bar; Path=/cookie-PARSER-result"], ""),
        path("PATH0024", "/cookie-parser-result/foo/qux?", "/cookie-parser-result/foo/qux?path0024", false),
        path("PATH0025", "/cookie-parser-result/foo/qux#", "/cookie-parser-result/foo/qux?path0025", false),
        path("PATH0026", "/cookie-parser-result/foo/qux;", "/cookie-parser-result/foo/qux?path0026", true),
        path("PATH0027", #""/cookie-parser-result/foo/qux;""#, "/cookie-parser-result/foo/qux?path0027", true),
        path("PATH0028", "/cookie-parser-result/f%6Fo/bar", "/cookie-parser-result/foo/bar?path0028", false),
        row(
            "PATH0029",
            ["a=b;       path    =       /cookie-parser-result   ", "x=y;       path    =       /book   "],
            "a=b"
        ),
        row("PATH0030", ["foo=bar; path=/dog; path="], "foo=bar"), row("PATH0031", ["foo=bar; path=; path=/dog"], ""),
        row(
            "PATH0032",
            ["foo=bar; path=/cookie-parser-result", "foo=qux; path=/cookie-parser-result/"],
            "foo=qux; foo=bar",
            to: "/cookie-parser-result/dog?path0032"
        ),
        row(
            "DISABLED_PATH0029",
            ["foo=bar; path=/cookie-parser-result/foo/bar"],
            "",
            to: "/cookie-parser-result/f%6Fo/bar?disabled-path0028",
            Deviation("foo=bar", "UA-16", "paths are compared as they stand; nothing is decoded")
        ),
    ]

    static let values: [JarCase] = [
        row("VALUE0001", ["foo=  bar"], "foo=bar"), row("VALUE0002", [#"foo="bar""#], #"foo="bar""#),
        row("VALUE0003", [#"foo="  bar ""#], #"foo="  bar ""#), row("VALUE0004", [#"foo="bar;baz""#], #"foo="bar"#),
        row("VALUE0005", [#"foo="bar=baz""#], #"foo="bar=baz""#),
        row("VALUE0006", ["   foo     =       bar             ;       ttt"], "foo=bar"),
    ]
}
