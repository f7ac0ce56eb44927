import Testing

@testable import Sessions

@Suite("The field of a form")
struct FormFieldTests {
    @Test(
        "OC-03 the token is the one field of that name, decoded as browsers encode it",
        arguments: [
            ("csrf_token=abc", "abc"), ("a=1&csrf_token=abc&b=2", "abc"), ("a=1&csrf_token=", ""), ("csrf_token", ""),
            ("csrf_token=a%2Bb+c", "a+b c"), ("csrf%5Ftoken=x", "x"),
            ("%63srf_token=x", "x"), ("&&csrf_token=x&&", "x"),
            ("csrf_token=a=b", "a=b"), ("csrf_token=%", "%"), ("csrf_token=%4", "%4"), ("csrf_token=%zz", "%zz"),
            ("csrf_token=%C3%BC", "\u{FC}"), ("csrf_token=%4a%4A", "JJ"),
            ("", nil), ("&", nil), ("=", nil), ("=csrf_token", nil), ("csrf_token2=x", nil), ("CSRF_TOKEN=x", nil),
            ("csrf_token=a&csrf_token=b", nil), ("csrf_token=a&csrf%5ftoken=a", nil), ("csrf_token=%FF", nil),
            ("a=csrf_token=x", nil), ("csrf_token;=x", nil), ("x;csrf_token=x", nil),
        ] as [(String, String?)]
    )
    func finds(body: String, value: String?) {
        #expect(FormField.value(of: "csrf_token", in: Array(body.utf8)) == value)
    }

    @Test("T16 a body of separators alone is read in one pass")
    func junk() {
        let body = [UInt8](repeating: UInt8(ascii: "&"), count: 1 << 20)
        #expect(FormField.value(of: "csrf_token", in: body) == nil)
    }
}
