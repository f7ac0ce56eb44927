import CookieHeaders
import Testing

@Suite struct JarRequestTests {
    @Test(
        "UA-12, UA-16 a URL gives host, path and whether it is secure",
        arguments: [
            ("https://Example.com/a/b?c#d", "example.com", "/a/b", true),
            ("http://example.com", "example.com", "/", false),
            ("HTTPS://example.com?x=/y", "example.com", "/", true), ("wss://example.com#/x", "example.com", "/", true),
            ("ws://example.com:8080/", "example.com", "/", false),
            ("http://u:p@s@example.com:80/x", "example.com", "/x", false),
            ("https://[::1]:443/x", "::1", "/x", true),
            ("http://b\u{FC}cher.example/", "xn--bcher-kva.example", "/", false),
            ("http://example.com/a/../b//%2F", "example.com", "/a/../b//%2F", false),
            ("http://example.com./", "example.com.", "/", false),
            ("http://127.0.0.1/@x:1", "127.0.0.1", "/@x:1", false),
        ]
    )
    func url(_ url: String, _ host: String, _ path: String, _ isSecure: Bool) throws {
        let request = try #require(CookieJar.Request(url: url))
        #expect(request.host.name == host)
        #expect(request.path == path)
        #expect(request.isSecure == isSecure)
        #expect(request.api == .http && request.site == .same && request.partitionKey == nil)
    }

    @Test(
        "UA-12 what is no URL of HTTP or has no host is no request",
        arguments: [
            "", "example.com", "/path", "//example.com/", "ftp://example.com/", "data:text", "https:example.com",
            "https:/example.com", "https:///x", "https://:80/", "https://user@/", "http\u{17F}://example.com/",
            "https://a b/", "https://example.com\\@evil.example/", "http",
        ]
    )
    func refused(_ url: String) {
        #expect(CookieJar.Request(url: url) == nil)
    }

    @Test("UA-17 a loopback URL over plain text is secure only if asked for; the other parts are passed on")
    func context() throws {
        #expect(try #require(CookieJar.Request(url: "http://localhost/")).isSecure == false)
        let request = try #require(
            CookieJar.Request(
                url: "http://localhost/",
                api: .nonHTTP,
                site: .cross,
                partitionKey: "https://top.example",
                loopbackIsSecure: true
            )
        )
        #expect(request.isSecure && request.api == .nonHTTP && request.site == .cross)
        #expect(request.partitionKey == "https://top.example")
        #expect(try #require(CookieJar.Request(url: "http://example.com/", loopbackIsSecure: true)).isSecure == false)
    }
}
