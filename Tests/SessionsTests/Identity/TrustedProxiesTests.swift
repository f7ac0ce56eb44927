import HTTPTypes
import Sessions
import Testing

@Suite("Trusted proxies")
struct TrustedProxiesTests {
    private func address(_ count: Int, _ lines: String...) throws -> String? {
        let name = try #require(HTTPField.Name("X-Forwarded-For"))
        var fields = HTTPFields()
        for line in lines { fields.append(HTTPField(name: name, value: line)) }
        return TrustedProxies(count: count).clientAddress(in: fields)
    }

    @Test("OT-01 counted from the end: what stands before the proxies' own entries is the client's to invent")
    func counting() throws {
        let line = "198.51.100.7, 203.0.113.9, 192.0.2.1"
        #expect(try address(1, line) == "192.0.2.1")
        #expect(try address(2, line) == "203.0.113.9")
        #expect(try address(3, line) == "198.51.100.7")
        #expect(try address(4, line) == nil, "it did not come through all of them")
        #expect(try address(0, line) == nil, "nobody is believed")
        #expect(try address(-1, line) == nil)
        #expect(try address(1) == nil)
    }

    @Test("Several fields of the name are one list")
    func lines() throws {
        #expect(try address(1, "198.51.100.7", "203.0.113.9, 192.0.2.1") == "192.0.2.1")
        #expect(try address(2, "198.51.100.7", "192.0.2.1") == "198.51.100.7")
        #expect(try address(3, "198.51.100.7, 203.0.113.9", "192.0.2.1") == "198.51.100.7")
        #expect(try address(3, "198.51.100.7", "192.0.2.1") == nil)
    }

    @Test(
        "An address is taken without its port, in small letters",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:8080", "192.0.2.1"), ("\t192.0.2.1 ", "192.0.2.1"),
            ("2001:DB8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"), ("[2001:db8::1]:443", "2001:db8::1"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::1", "::1"),
        ]
    )
    func addresses(entry: String, expected: String) throws {
        #expect(try address(1, "198.51.100.7," + entry) == expected)
    }

    @Test(
        "What is no address is none, and what stands before it is not taken in its place",
        arguments: [
            "unknown", "_hidden", "", " ", "localhost", "10", "[2001:db8::1", "192.0.2.1 or so", "fe80::1%eth0",
            "192.0.2.1\u{e9}", String(repeating: "1.", count: 23), "a b:c", "<script>:", "[]",
        ]
    )
    func noAddress(entry: String) throws {
        #expect(try address(1, "198.51.100.7, " + entry) == nil)
    }

    @Test("A proxy that writes somewhere else is believed there, and only there")
    func otherField() throws {
        let real = try #require(HTTPField.Name("X-Real-IP"))
        let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
        let proxies = TrustedProxies(count: 1, field: real)
        #expect(proxies.clientAddress(in: [real: "192.0.2.1", forwarded: "203.0.113.9"]) == "192.0.2.1")
        #expect(proxies.clientAddress(in: [forwarded: "203.0.113.9"]) == nil)
    }
}
