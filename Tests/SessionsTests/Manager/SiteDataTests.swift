import HTTPTypes
import Sessions
import Testing

@Suite("Clear-Site-Data")
struct SiteDataTests {
    private let name = HTTPField.Name("Clear-Site-Data")

    @Test("OS-17 HT-07 a logout clears what the policy names, in quoted tokens, and nothing else does")
    func cleared() async throws {
        var policy = SessionPolicy()
        policy.siteDataToClear = [.storage, .cache]
        let harness = try Harness(policy: policy)
        let name = try #require(name)
        var browser = Browser()
        #expect(try await harness.request(&browser) { try $0.login(subject: "ada") }[name] == nil)
        #expect(try await harness.request(&browser) { $0.username = "test" }[name] == nil)
        #expect(try await harness.request(&browser) { try $0.logout() }[name] == "\"cache\", \"storage\"")
        // A second logout ended nothing.
        #expect(try await harness.request(&browser) { try $0.logout() }[name] == nil)
    }

    @Test("OS-17 by default a logout sends none")
    func off() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        let response = try await harness.request(&browser) { try $0.logout() }
        #expect(try response[#require(name)] == nil)
    }
}
