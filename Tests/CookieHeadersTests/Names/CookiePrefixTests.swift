import CookieHeaders
import Testing

@Suite struct CookiePrefixTests {
    @Test(
        "SC-13, SC-14 prefixes are found exactly, and in any case",
        arguments: [
            ("__Host-x", CookiePrefix.host, CookiePrefix.host), ("__host-x", nil, .host), ("__HOST-X", nil, .host),
            ("__Secure-", .secure, .secure), ("__seCure-a", nil, .secure), ("__Http-a", .http, .http),
            ("__Host-Http-a", .hostHTTP, .hostHTTP), ("__Host-http-a", .host, .hostHTTP),
            ("__hOST-hTTP-a", nil, .hostHTTP),
        ] as [(String, CookiePrefix?, CookiePrefix?)]
    )
    func found(_ name: String, _ exactly: CookiePrefix?, _ anyCase: CookiePrefix?) {
        #expect(CookiePrefix(exactlyIn: name) == exactly)
        #expect(CookiePrefix(anyCaseIn: name) == anyCase)
    }

    @Test(
        "T11 what only resembles a prefix is none",
        arguments: [
            "", "_", "__", "__Host", "Host-x", "_Host-x", "__Host_x", " __Host-x", "x__Host-x", "%5F%5FHost-x",
            "\u{A0}__Host-x",
            "\u{2000}__Host-x", "__Ho\u{17F}t-x", "__\u{2E}Host-x", ".__Host-x", "[__Host-x", "__Host[x", "__Host.x",
        ]
    )
    func lookalikes(_ name: String) {
        #expect(CookiePrefix(exactlyIn: name) == nil)
        #expect(CookiePrefix(anyCaseIn: name) == nil)
    }

    @Test("SC-14 what each prefix asks for")
    func requirements() {
        #expect(CookiePrefix.allCases.filter(\.requiresHost) == [.hostHTTP, .host])
        #expect(CookiePrefix.allCases.filter(\.requiresHTTPOnly) == [.hostHTTP, .http])
    }
}
