import Testing

@testable import CookieHeaders

@Suite struct CookiePathTests {
    @Test(
        "UA-15 the default path ends before the last slash",
        arguments: [
            ("/", "/"), ("/a", "/"), ("/a/", "/a"), ("/a/b", "/a"), ("/a/b/", "/a/b"), ("//", "/"), ("//a", "/"),
            ("", "/"), ("a/b", "/"), ("/a/b?c/d", "/a"), ("/a/b#c/d", "/a"), ("/ä/ö", "/ä"),
        ]
    )
    func defaultPath(_ path: String, _ expected: String) {
        #expect(CookiePath.defaultPath(CookiePath.requestPath(path)) == expected)
    }

    @Test(
        "UA-16 a path matches itself and what lies below it, byte by byte",
        arguments: [
            ("/", "/", true), ("/a", "/", true), ("/foo", "/foo", true), ("/foo/", "/foo", true),
            ("/foo/bar", "/foo", true),
            ("/foobar", "/foo", false), ("/foo", "/foo/", false), ("/foo/bar", "/foo/", true),
            ("/foobar", "/foo/", false),
            ("/Foo", "/foo", false), ("/%66oo", "/foo", false), ("/foo/../bar", "/foo", true), ("/a//b", "/a/", true),
            ("/fo", "/foo", false), ("/e\u{301}", "/é", false), ("/e\u{301}", "/e", false), ("/foo;x", "/foo", false),
        ]
    )
    func match(_ path: String, _ cookiePath: String, _ expected: Bool) {
        #expect(CookiePath.matches(path, cookiePath: cookiePath) == expected)
    }
}
