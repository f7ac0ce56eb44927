import HTTPTypes
import Sessions
import Testing

@Suite("The CSRF policy")
struct CSRFPolicyTests {
    @Test("OC-05 every default is the strict one")
    func defaults() throws {
        let own = try WebOrigin("https://example.com")
        let policy = try CSRFPolicy(origins: [own])
        #expect(policy.trusted.isEmpty)
        #expect(policy.requiresToken)
        #expect(policy.mode == .enforce)
        #expect(policy.headerName.rawName == "X-CSRF-Token")
        #expect(policy.formField == "csrf_token")
        #expect(policy.maximumFormSize == 1_048_576)
    }

    @Test("What cannot protect cannot be made")
    func refused() throws {
        let own: Set = [try WebOrigin("https://example.com")]
        let attempts: [() throws -> CSRFPolicy] = [
            { try CSRFPolicy(origins: []) },
            { try CSRFPolicy(origins: own, trusting: [.opaqueOrigin], requiresToken: false) },
            { try CSRFPolicy(origins: own, headerName: "Cookie") },
            { try CSRFPolicy(origins: own, headerName: "set-cookie") },
            { try CSRFPolicy(origins: own, headerName: "") },
            { try CSRFPolicy(origins: own, headerName: "X CSRF") },
            { try CSRFPolicy(origins: own, formField: "") },
            { try CSRFPolicy(origins: own, maximumFormSize: 0) },
            { try CSRFPolicy(origins: own, maximumFormSize: 16 * 1024 * 1024 + 1) },
        ]
        for attempt in attempts {
            let error = #expect(throws: SessionError.self) { try attempt() }
            #expect(error?.code == .invalidPolicy)
        }
        #expect(throws: Never.self) { try CSRFPolicy(origins: own, trusting: [.opaqueOrigin]) }
    }

    @Test("The three cookies have three names")
    func cookieNames() throws {
        for name in ["id", "guest"] {
            var policy = SessionPolicy()
            policy.csrfCookieName = name
            #expect(throws: SessionError.self) { try Harness(policy: policy) }
        }
    }
}
