import CookieHeaders
import HTTPTypes
import Testing

/// Figures of Go's `net/http/cookie_test.go` (github.com/golang/go; BSD licence, Copyright 2010 The Go Authors).
///
/// Go takes the quotes off a value (here they belong to it: SC-03, UA-09), writes values with blanks and commas in quotes,
/// drops what it cannot write, and leaves out SameSite (here all three are errors of the caller: SC-01, SC-12).
@Suite struct GoCookieSuiteTests {
    @Test("UA-05 to UA-18: Go, readSetCookies and ParseSetCookie", arguments: parsed) func parses(_ example: ParseCase)
    {
        example.check()
    }

    @Test("CK-01, CK-02: Go, readCookies and ParseCookie", arguments: requests)
    func reads(_ headers: [String], _ expected: [String]) {
        var fields = HTTPFields()
        for header in headers { fields.append(HTTPField(name: .cookie, value: header)) }
        let pairs = RequestCookies(fields).pairs.map { pair in
            String(decoding: pair.nameBytes, as: UTF8.self) + "=" + String(decoding: pair.valueBytes, as: UTF8.self)
        }
        #expect(pairs == expected)
        if headers.count > 1 { #expect(RequestCookies(fields)["c2"] == "v2") }
    }

    @Test("SC-01, SC-07 to SC-12: Go, writeSetCookies and Valid", arguments: written)
    func writes(_ example: BuildCase) {
        example.check()
    }

    /// A change to a cookie without any attribute, what is written or the code with which it is refused.
    struct BuildCase: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        let change: @Sendable (inout SetCookie.Attributes) -> Void
        let expected: String?
        let code: CookieError.Code?
        var testDescription: String { "\(name)=\(value)" }

        init(
            _ name: String,
            _ value: String,
            _ expected: String,
            _ change: @escaping @Sendable (inout SetCookie.Attributes) -> Void = { _ in }
        ) {
            (self.name, self.value, self.expected, self.change, code) = (name, value, expected, change, nil)
        }

        init(
            _ name: String,
            _ value: String,
            _ code: CookieError.Code,
            _ change: @escaping @Sendable (inout SetCookie.Attributes) -> Void = { _ in }
        ) {
            (self.name, self.value, self.code, self.change, expected) = (name, value, code, change, nil)
        }

        func check() {
            var attributes = SetCookie.Attributes(name: name, value: value)
            attributes.path = nil
            attributes.secure = false
            attributes.httpOnly = false
            attributes.sameSite = .lax
            change(&attributes)
            do throws(CookieError) {
                #expect(try SetCookie(attributes).serialized == expected.map { $0 + "; SameSite=Lax" })
            } catch {
                #expect(error.code == code)
            }
        }
    }

    static let written: [BuildCase] = [
        BuildCase("cookie-1", "v$1", "cookie-1=v$1"),
        BuildCase("cookie-2", "two", "cookie-2=two; Max-Age=3600") { $0.maxAge = 3600 },
        // Go takes the dot off.
        BuildCase("cookie-3", "three", .domain) { $0.domain = ".example.com" },
        BuildCase("cookie-3", "three", "cookie-3=three; Domain=example.com") { $0.domain = "example.com" },
        BuildCase("cookie-4", "four", "cookie-4=four; Path=/restricted/") { $0.path = "/restricted/" },
        BuildCase("cookie-5", "five", .domain) { $0.domain = "wrong;bad.abc" },
        BuildCase("cookie-6", "six", .domain) { $0.domain = "bad-.abc" },
        // Go writes it, though no browser matches an address by suffix (UA-13).
        BuildCase("cookie-7", "seven", .domain) { $0.domain = "127.0.0.1" },
        BuildCase("cookie-8", "eight", .domain) { $0.domain = "::1" },
        BuildCase("cookie-9", "expiring", "cookie-9=expiring; Expires=Tue, 10 Nov 2009 23:00:00 GMT") {
            $0.expires = CookieDate(secondsSinceEpoch: 1_257_894_000)
        },
        BuildCase("cookie-10", "expiring-1601", "cookie-10=expiring-1601; Expires=Mon, 01 Jan 1601 01:01:01 GMT") {
            $0.expires = CookieDate(secondsSinceEpoch: -11_644_469_939)
        },
        // There is no date before 1601, so that none is set.
        BuildCase("cookie-11", "invalid-expiry", "cookie-11=invalid-expiry") {
            $0.expires = CookieDate(secondsSinceEpoch: -11_676_092_339)
        },
        BuildCase("special-1", "a z", .value), BuildCase("special-2", " z", .value),
        BuildCase("special-3", "a ", .value),
        BuildCase("special-4", " ", .value), BuildCase("special-5", "a,z", .value),
        BuildCase("special-6", ",z", .value),
        BuildCase("special-7", "a,", .value), BuildCase("special-8", ",", .value),
        BuildCase("empty-value", "", "empty-value="),
        BuildCase("", "", .name), BuildCase("\t", "", .name), BuildCase("\r", "", .name), BuildCase("a\nb", "v", .name),
        BuildCase("a\rb", "v", .name), BuildCase("v", "foo;bar", .value), BuildCase("v", #"foo\bar"#, .value),
        BuildCase("v", #"foo"bar"#, .value), BuildCase("v", "\u{0}\u{7E}\u{7F}\u{80}", .value),
        BuildCase("v", #""withquotes""#, #"v="withquotes""#),
        BuildCase("v", "x", "v=x; Path=/path with space/") { $0.path = "/path with space/" },
        BuildCase("v", "x", .path) { $0.path = "/just;no;semicolon\u{0}orstuff/" },
        BuildCase("v", "x", .path) { $0.path = "/foo;bar/" },
        BuildCase("v", "x", .domain) { $0.domain = "example.com:80" },
        BuildCase("v", "foo", "v=foo; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=example.com; Path=/bar") {
            $0.path = "/bar"
            $0.domain = "example.com"
            $0.expires = .epoch
        },
    ]

    static let requests: [([String], [String])] = [
        (["Cookie-1=v$1", "c2=v2"], ["Cookie-1=v$1", "c2=v2"]), (["Cookie-1=v$1; c2=v2"], ["Cookie-1=v$1", "c2=v2"]),
        (["Cookie-1=v$1;c2=v2"], ["Cookie-1=v$1", "c2=v2"]),
        ([#"Cookie-1="v$1"; c2="v2""#], [#"Cookie-1="v$1""#, #"c2="v2""#]),
        ([#"Cookie-1="v$1"; c2=v2;"#], [#"Cookie-1="v$1""#, "c2=v2"]), ([""], []), (["k1="], ["k1="]),
        // Errors in Go's ParseCookie; here nameless, or a value like any other (CK-02, CK-05).
        (["whatever"], ["=whatever"]), (["=v1"], ["=v1"]), ([#"k1=\"#], [#"k1=\"#]),
        (
            ["de=; client_region=0; rpld1=0:hispeed.ch|20:che|21:zh|22:zurich|23:47.36|24:8.53|; rpld0=1:08|; osfam=0"],
            [
                "de=", "client_region=0", "rpld1=0:hispeed.ch|20:che|21:zh|22:zurich|23:47.36|24:8.53|", "rpld0=1:08|",
                "osfam=0",
            ]
        ),
    ]

    private static func quoted(_ theirs: String) -> Deviation {
        Deviation(theirs, "UA-09", "quotes belong to the value")
    }

    static let parsed: [ParseCase] = [
        ParseCase(same: "Cookie-1=v$1"),
        ParseCase(
            "NID=99=YsDT5i3E-CXax-; expires=Wed, 23-Nov-2011 01:05:03 GMT; path=/; domain=.google.ch; HttpOnly",
            "NID=99=YsDT5i3E-CXax-; Expires=Wed, 23 Nov 2011 01:05:03 GMT; Domain=google.ch; Path=/; HttpOnly"
        ),
        ParseCase(
            ".ASPXAUTH=7E3AA; expires=Wed, 07-Mar-2012 14:25:06 GMT; path=/; HttpOnly",
            ".ASPXAUTH=7E3AA; Expires=Wed, 07 Mar 2012 14:25:06 GMT; Path=/; HttpOnly"
        ),
        ParseCase("ASP.NET_SessionId=foo; path=/; HttpOnly", "ASP.NET_SessionId=foo; Path=/; HttpOnly"),
        ParseCase("samesitedefault=foo; SameSite", "samesitedefault=foo"),
        ParseCase("samesiteinvalidisdefault=foo; SameSite=invalid", "samesiteinvalidisdefault=foo"),
        ParseCase(same: "samesitelax=foo; SameSite=Lax"), ParseCase(same: "samesitestrict=foo; SameSite=Strict"),
        ParseCase(same: "samesitenone=foo; SameSite=None"), ParseCase(same: "special-1=a z"),
        ParseCase(#"special-2=" z""#, #"special-2=" z""#, quoted("special-2= z")),
        ParseCase(#"special-3="a ""#, #"special-3="a ""#, quoted("special-3=a ")),
        ParseCase(#"special-4=" ""#, #"special-4=" ""#, quoted("special-4= ")), ParseCase(same: "special-5=a,z"),
        ParseCase(#"special-6=",z""#, #"special-6=",z""#, quoted("special-6=,z")), ParseCase(same: "special-7=a,"),
        ParseCase(#"special-8=",""#, #"special-8=",""#, quoted("special-8=,")),
        ParseCase(#"special-9 =",""#, #"special-9=",""#, quoted("special-9=,")),
        ParseCase("quoted0=none; max-age=30", "quoted0=none; Max-Age=30"),
        ParseCase(
            #"quoted1="cookieValue"; max-age=31"#,
            #"quoted1="cookieValue"; Max-Age=31"#,
            quoted("quoted1=cookieValue; Max-Age=31")
        ),
        ParseCase(#"quoted2=cookieAV; max-age="32""#, "quoted2=cookieAV"),
        ParseCase(#"quoted3="both"; max-age="33""#, #"quoted3="both""#, quoted("quoted3=both")), ParseCase("", nil),
        ParseCase("whatever", "=whatever", .nameless()), ParseCase("=v1", "=v1", .nameless()),
        ParseCase(
            #"k1=\"#,
            #"k1=\"#,
            Deviation("", "UA-09", "a browser keeps every byte that is no control character")
        ),
    ]
}
