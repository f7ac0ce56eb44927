//! What a handler does with a session, and what happens around it.

import HTTPTypes
import Sessions

// snippet.overview
extension SessionKeys {
    var username: SessionKey<String> { "username" }
}

func respond(_ manager: SessionManager, to request: HTTPFields, _ response: inout HTTPFields) async throws {
    let session = try await manager.begin(request)
    session.username = "test"
    try await manager.commit(session, to: &response)
}
// snippet.end

// snippet.csrf
func protection(_ manager: SessionManager) throws -> CSRFProtection {
    CSRFProtection(manager, policy: try CSRFPolicy(origins: [WebOrigin("https://example.com")]))
}
// snippet.end

// snippet.field
func hiddenField(_ session: Session) throws -> String {
    "<input type=hidden name=csrf_token value=\(try session.csrfToken)>"
}
// snippet.end

// snippet.lease
func stream(
    _ messages: AsyncStream<String>,
    for session: Session,
    _ manager: SessionManager,
    write: (String) async throws -> Void
) async throws {
    let lease = try manager.lease(of: session)
    for try await message in lease.bound(messages) { try await write(message) }
}
// snippet.end

// snippet.signals
func policyForAnomalies() -> SessionPolicy {
    var policy = SessionPolicy()
    policy.isAnomalous = { recorded, current in
        // Another language and another program at once: few people change both on one day.
        recorded.acceptLanguage != current.acceptLanguage && recorded.userAgent != current.userAgent
    }
    return policy
}
// snippet.end
