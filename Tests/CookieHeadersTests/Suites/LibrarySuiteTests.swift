import CookieHeaders
import HTTPTypes
import Testing

/// Figures of libraries that read and write cookie headers, each with its licence. What they decode, trim or split beyond
/// RFC 6265bis is marked.
@Suite struct LibrarySuiteTests {
    @Test("UA-05 to UA-18: Node's cookie, parseSetCookie", arguments: node) func ofNode(_ example: ParseCase) {
        example.check()
    }

    @Test("UA-05 to UA-18: set-cookie-parser", arguments: setCookieParser) func ofSetCookieParser(_ example: ParseCase)
    {
        example.check()
    }

    @Test("UA-05 to UA-18: cookie-rs", arguments: rust) func ofRust(_ example: ParseCase) {
        example.check()
    }

    @Test("UA-05 to UA-18: Foundation", arguments: foundation) func ofFoundation(_ example: ParseCase) {
        example.check()
    }

    @Test("CK-02, CK-04, CK-05: Node's cookie, parseCookie", arguments: requests)
    func nodeRequests(_ header: String, _ expected: [String]) {
        let pairs = RequestCookies(header).pairs.map { pair in
            String(decoding: pair.nameBytes, as: UTF8.self) + "=" + String(decoding: pair.valueBytes, as: UTF8.self)
        }
        #expect(pairs == expected)
    }

    @Test("CK-04: Node takes the first of two cookies with one name; here there is none") func duplicates() {
        for header in ["foo=%1;bar=bar;foo=boo", "foo=false;bar=bar;foo=true", "foo=;bar=bar;foo=boo"] {
            let cookies = RequestCookies(header)
            #expect(cookies["foo"] == nil)
            #expect(cookies["bar"] == "bar")
            #expect(cookies.values(named: "foo").count == 2)
        }
        #expect(RequestCookies("toString=foo;valueOf=bar")["toString"] == "foo")
    }

    @Test("SC-01: Node's cookie, names: what is a token is written, and nothing else", arguments: names)
    func nodeNames(_ name: String, _ isToken: Bool) throws {
        let isWritten = (try? CookieName(name)) != nil
        #expect(isWritten == isToken)
    }

    @Test("SC-01: Node's cookie, values", arguments: values) func nodeValues(_ value: String, _ isWritten: Bool) {
        #expect((code { () throws(CookieError) in _ = try SetCookie.secure("foo", value) } == nil) == isWritten)
    }

    @Test("SC-10: Node's cookie, domains", arguments: domains) func nodeDomains(_ domain: String, _ isWritten: Bool) {
        #expect((code(changing: { $0.domain = domain }) == nil) == isWritten)
    }

    @Test("SC-11: Node's cookie, paths", arguments: paths) func nodePaths(_ path: String, _ isWritten: Bool) {
        #expect((code(changing: { $0.path = path }) == nil) == isWritten)
    }

    // MARK: github.com/jshttp/cookie, src/*.spec.ts (MIT licence)

    static let node: [ParseCase] = [
        ParseCase(same: "key=value"), ParseCase(same: "key="), ParseCase("value", "=value"),
        ParseCase("  key  =  value  ", "key=value"),
        ParseCase("\tkey\t=\tvalue\t", "key=value"), ParseCase("", nil), ParseCase("   ", nil),
        ParseCase(
            "key=value%20with%20spaces",
            "key=value%20with%20spaces",
            Deviation("key=value with spaces", "CK-02", "nothing is decoded")
        ),
        ParseCase(same: "key=value=with=equals"),
        ParseCase("key=value; UnknownAttr=somevalue; AnotherOne", "key=value"),
        ParseCase("key=value; HttpOnly; Secure", "key=value; Secure; HttpOnly"),
        ParseCase("key=value; HttpOnly=true; Secure=false", "key=value; Secure; HttpOnly"),
        ParseCase("key=value;    HttpOnly   ;   Secure   ", "key=value; Secure; HttpOnly"),
        ParseCase("key=value;;; HttpOnly;;; Secure;;", "key=value; Secure; HttpOnly"),
        ParseCase(same: "key=value; Expires=Wed, 21 Oct 2015 07:28:00 GMT"),
        ParseCase("key=value; Expires=InvalidDate", "key=value"),
        ParseCase(same: "key=value; Max-Age=3600"), ParseCase("key=value; Max-Age=Invalid", "key=value"),
        ParseCase("key=value; Max-Age=123abc", "key=value"), ParseCase("key=value; Max-Age=1.5", "key=value"),
        ParseCase(same: "key=value; Max-Age=-1"), ParseCase(same: "key=value; Domain=example.com"),
        ParseCase(same: "key=value; Path=/some/path"), ParseCase(same: "key=value; HttpOnly"),
        ParseCase(same: "key=value; Secure"),
        ParseCase(same: "key=value; Partitioned"), ParseCase(same: "key=value; SameSite=Strict"),
        ParseCase("key=value; SameSite=strict", "key=value; SameSite=Strict"),
        ParseCase("key=value; SameSite=lax", "key=value; SameSite=Lax"),
        ParseCase("key=value; SameSite=none", "key=value; SameSite=None"),
        ParseCase("key=value; SameSite=Invalid", "key=value"),
        ParseCase("key=value; Priority=Low", "key=value"),
    ]

    static let requests: [(String, [String])] = [
        ("foo=bar", ["foo=bar"]), ("foo=123", ["foo=123"]), ("FOO    = bar;   baz  =   raz", ["FOO=bar", "baz=raz"]),
        ("", []),
        (" \t ", []), ("foo=; bar=", ["foo=", "bar="]), ("f=", ["f="]), ("f=;b=", ["f=", "b="]),
        (#"foo="bar=123456789&name=Magic+Mouse""#, [#"foo="bar=123456789&name=Magic+Mouse""#]),
        // Node decodes it.
        ("email=%20%22%2c%3b%2f", ["email=%20%22%2c%3b%2f"]), (#"  foo  =  "bar"  "#, [#"foo="bar""#]),
        ("  foo  =  bar  ;  fizz  =  buzz  ", ["foo=bar", "fizz=buzz"]), (#" foo = " a b c " "#, [#"foo=" a b c ""#]),
        (" = bar ", ["=bar"]), (" foo = ", ["foo="]),
        // Node finds an empty name with an empty value.
        ("   =   ", []), ("\tfoo\t=\tbar\t", ["foo=bar"]), ("foo=%1;bar=bar", ["foo=%1", "bar=bar"]),
        // Node leaves out what has no `=`; here it is nameless and never found by a name (CK-05).
        ("foo=bar;fizz  ;  buzz", ["foo=bar", "=fizz", "=buzz"]), ("  fizz; foo=  bar", ["=fizz", "foo=bar"]),
    ]

    /// Node writes every one of the first list, and throws for the last six. Here those with a separator of HTTP are no
    /// tokens (RFC 9110 §5.6.2).
    static let names: [(String, Bool)] =
        [
            "foo", "foo!bar", "foo#bar", "foo$bar", "foo'bar", "foo*bar", "foo+bar", "foo-bar", "foo.bar", "foo^bar",
            "foo_bar",
            "foo`bar", "foo|bar", "foo~bar", "foo7bar",
        ].map { ($0, true) }
        + [
            "foo,bar", "foo/bar", "foo@bar", "foo[bar", "foo]bar", "foo:bar", "foo{bar", "foo}bar", #"foo"bar"#,
            "foo<bar", "foo>bar",
            "foo?bar", #"foo\bar"#, "foo\n", "foo\u{280A}", "foo=bar", "foo;bar", "foo bar", "foo\tbar",
        ].map { ($0, false) }

    /// Node writes a quote, a comma and a backslash too, which are no cookie octets.
    static let values: [(String, Bool)] = [
        ("foo=bar", true), ("foo$bar", true), ("", true), (#"foo"bar"#, false), ("foo,bar", false),
        (#"foo\bar"#, false), ("+\n", false),
        ("foo bar", false), ("foo\tbar", false), ("foo;bar", false), ("foo\u{280A}", false),
    ]

    /// Node writes a leading dot.
    static let domains: [(String, Bool)] = [
        ("example.com", true), ("sub.example.com", true), (".example.com", false), ("localhost", true),
        (".localhost", false),
        ("my-site.org", true), ("example.com\n", false), ("sub.example.com\u{0}", false), ("my site.org", false),
        ("domain..com", false),
        ("example.com; Path=/", false), ("example.com /* inject a comment */", false),
    ]

    /// Node writes relative paths, which a browser takes for the default path.
    static let paths: [(String, Bool)] = [
        ("/", true), ("/login", true), ("/foo.bar/baz", true), ("/foo-bar", true), ("/foo=bar?baz", true),
        (#"/foo"bar""#, true),
        ("/../foo/bar", true), ("../foo/", false), ("./", false), ("/\n", false), ("/foo\u{0}", false),
        ("/path/with\rnewline", false),
        ("/; Path=/sensitive-data", false),
        // Node refuses it; av-octets hold the brackets, and what is safe in a page is the page's business.
        (#"/login"><script>alert(1)</script>"#, true),
    ]

    // MARK: github.com/nfriedly/set-cookie-parser, test/set-cookie-parser.js (MIT licence)

    static let setCookieParser: [ParseCase] = [
        ParseCase("foo=bar;", "foo=bar"), ParseCase(same: "bam=baz"),
        ParseCase(
            "foo=bar; Max-Age=1000; Domain=.example.com; Path=/; Expires=Tue, 01 Jul 2025 10:01:11 GMT; HttpOnly; Secure; SameSite=strict",
            "foo=bar; Expires=Tue, 01 Jul 2025 10:01:11 GMT; Max-Age=1000; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Strict"
        ),
        ParseCase(
            "foo=bar=bar&foo=foo&John=Doe&Doe=John; Max-Age=1000; Domain=.example.com; Path=/; HttpOnly; Secure",
            "foo=bar=bar&foo=foo&John=Doe&Doe=John; Max-Age=1000; Domain=example.com; Path=/; Secure; HttpOnly"
        ),
        ParseCase(same: "foo=asdf%3Basdf%3Dtrue%3Basdf%3Dasdf%3Basdf%3Dtrue%40asdf"),
    ]

    // MARK: github.com/rwf2/cookie-rs, src/parse.rs (MIT or Apache-2.0)

    private static func quoted(_ theirs: String) -> Deviation {
        Deviation(theirs, "UA-09", "quotes belong to the value")
    }

    static let rust: [ParseCase] =
        ["SameSite=Lax", "SameSite=lax", "SameSite=LAX", "samesite=Lax", "SAMESITE=Lax"].map {
            ParseCase("foo=bar; \($0)", "foo=bar; SameSite=Lax")
        }
        + ["SameSite=Strict", "SameSITE=Strict", "SameSite=strict", "SameSite=STrICT", "SameSite=STRICT"].map {
            ParseCase("foo=bar; \($0)", "foo=bar; SameSite=Strict")
        }
        + ["SameSite=None", "SameSITE=none", "SameSite=NOne", "SameSite=nOne"].map {
            ParseCase("foo=bar; \($0)", "foo=bar; SameSite=None")
        } + [
            ParseCase("bar", "=bar", .nameless()), ParseCase("=bar", "=bar", .nameless()),
            ParseCase(" =bar", "=bar", .nameless()),
            ParseCase(same: "foo="), ParseCase(same: "foo=bar=baz"),
            ParseCase(#"foo=""bar"""#, #"foo=""bar"""#, Deviation("", "UA-09", "inner quotes are kept")),
            ParseCase("foo = bar", "foo=bar"),
            ParseCase(#" foo="bar" "#, #"foo="bar""#, quoted("foo=bar")), ParseCase(" foo=bar ", "foo=bar"),
            ParseCase(" foo=bar ;Domain=", "foo=bar"), ParseCase(" foo=bar ;Domain= ", "foo=bar"),
            ParseCase(" foo=bar ;Ignored", "foo=bar"),
            ParseCase(" foo=bar ;HTTPONLY=whatever", "foo=bar; HttpOnly"),
            ParseCase(" foo=bar ; sekure; HTTPONLY", "foo=bar; HttpOnly"),
            ParseCase(" foo=bar ;HttpOnly; Secure=aaaa", "foo=bar; Secure; HttpOnly"),
            ParseCase(" foo=bar ;HttpOnly; =secure", "foo=bar; HttpOnly"),
            ParseCase(" foo=bar ;HttpOnly; Secure; Max-Age = 0 ", "foo=bar; Max-Age=0; Secure; HttpOnly"),
            ParseCase(" foo=bar ;HttpOnly; Secure; Max-Age = -1 ", "foo=bar; Max-Age=-1; Secure; HttpOnly"),
            ParseCase(" foo=bar ;HttpOnly; Secure; Max-Age =   60 ", "foo=bar; Max-Age=60; Secure; HttpOnly"),
            ParseCase(
                "foo=bar;HttpOnly; Secure; Max-Age=4;path = /foo",
                "foo=bar; Max-Age=4; Path=/foo; Secure; HttpOnly"
            ),
        ]

    // MARK: github.com/swiftlang/swift-corelibs-foundation, Tests/Foundation/TestHTTPCookie.swift (Apache-2.0)

    static let foundation: [ParseCase] = [
        ParseCase(
            "fr=anjd&232; Max-Age=7776000; path=/; domain=.example.com; secure; httponly",
            "fr=anjd&232; Max-Age=7776000; Domain=example.com; Path=/; Secure; HttpOnly"
        ),
        ParseCase(
            "fr=tx; expires=Wed, 21-Sep-2016 05:33:00 GMT; Max-Age=7776000; secure; httponly",
            "fr=tx; Expires=Wed, 21 Sep 2016 05:33:00 GMT; Max-Age=7776000; Secure; HttpOnly"
        ),
        ParseCase(";attr1=value1", nil), ParseCase("=value1;attr2=value2", "=value1", .nameless()),
        ParseCase("   =value1;attr2=value2", "=value1", .nameless()),
        ParseCase("name;attr2=value2", "=name", .nameless()),
        ParseCase("name=value;Comment=value1;   =value2;CommentURL=value3", "name=value"),
        ParseCase("name=value;Secure;Comment;Discard;CommentURL;HttpOnly", "name=value; Secure; HttpOnly"),
        ParseCase(
            "name=value;Secure=1;Discard=TRUE;HttpOnly=Yes",
            "name=value; Secure; HttpOnly",
            Deviation("name=value", "UA-10", "Secure and HttpOnly count whatever value they have")
        ),
        ParseCase("name=value;Path=This/is/not/a/valid/path", "name=value"),
        ParseCase("name=v=a=l=u=e;attr1=value1;attr2=value2", "name=v=a=l=u=e"),
        ParseCase("n=v; Comment=real value, tok@en=second; CommentURL=https://example.com/second", "n=v"),
        // Foundation splits it into two cookies at the comma (SC-19); the second Domain wins the one that there is.
        ParseCase(
            "fr=a&2@#; Max-Age=1186000; path=/; domain=.example.com; secure, xd=plm!@#;path=/;domain=.example2.com",
            "fr=a&2@#; Max-Age=1186000; Domain=example2.com; Path=/"
        ),
    ]
}
