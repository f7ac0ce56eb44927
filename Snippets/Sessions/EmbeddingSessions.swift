//! A whole adapter over header fields alone: what a framework's middleware does.

import HTTPTypes
import SecureTokens
import Sessions

// snippet.adapter
/// Calls a handler with a session, for a framework whose messages are those of swift-http-types.
struct Sessioned: Sendable {
    let manager: SessionManager

    func respond(
        to request: HTTPRequest,
        _ handler: (HTTPRequest, Session) async throws -> HTTPResponse
    ) async -> HTTPResponse {
        do {
            let session = try await manager.begin(request.headerFields)
            var response: HTTPResponse
            do {
                response = try await handler(request, session)
            } catch {
                response = HTTPResponse(status: status(of: error))
            }
            // Before the head is sent, and nothing is sent if it throws.
            if response.status.kind == .serverError {
                try await manager.abandon(session, to: &response.headerFields)
            } else {
                try await manager.commit(session, to: &response.headerFields)
            }
            return response
        } catch {
            return HTTPResponse(status: status(of: error))
        }
    }
    // snippet.end

    // snippet.errors
    private func status(of error: any Error) -> HTTPResponse.Status {
        if error is CSRFRefusal { return .forbidden }
        switch (error as? SessionError)?.code {
        case .sessionEnded, .conflict, .loginRefused, .limitReached: return .conflict
        case .authenticationRequired: return .forbidden
        case .storeUnavailable: return .serviceUnavailable
        default: return .internalServerError
        }
    }
    // snippet.end
}

// snippet.csrf
extension CSRFProtection {
    /// Between `begin` and the handler. `body` reads at most `policy.maximumFormSize` bytes and leaves them to the handler.
    func check(
        _ request: HTTPRequest,
        _ session: Session,
        body: () async throws -> [UInt8]
    ) async throws {
        let fields = request.headerFields
        guard case .token(var token) = try checkSource(of: request.method, fields, session) else { return }
        if token == nil, isForm(fields) { token = formToken(in: try await body()) }
        try checkToken(token, session)
    }
}
// snippet.end

// snippet.pairs
extension HTTPFields {
    /// The header fields of a framework that has pairs of names and values.
    init(pairs: some Sequence<(String, String)>) {
        self.init()
        for (name, value) in pairs {
            // A name that is none cannot be that of a cookie or an origin either.
            guard let name = HTTPField.Name(name) else { continue }
            append(HTTPField(name: name, value: value))
        }
    }

    /// The same for its response, each field by itself.
    var pairs: [(String, String)] { map { ($0.name.rawName, $0.value) } }
}
// snippet.end

// snippet.use
extension SessionKeys {
    var visits: SessionKey<Int> { "visits" }
}

let manager = try SessionManager(store: MemoryStore(), keys: KeyRing(primary: .generate()))
let sessioned = Sessioned(manager: manager)
var request = HTTPRequest(method: .get, scheme: "https", authority: "example.com", path: "/")
let first = await sessioned.respond(to: request) { _, session in
    session.modify(\.visits, default: 0) { $0 += 1 }
    return HTTPResponse(status: .ok)
}
// Set-Cookie: __Host-guest=…; Path=/; Secure; HttpOnly; SameSite=Strict
// snippet.end

request.headerFields[.cookie] = first.headerFields[.setCookie].map { String($0.prefix { $0 != ";" }) }
let second = await sessioned.respond(to: request) { _, session in
    session.visits == 1 ? HTTPResponse(status: .ok) : HTTPResponse(status: .notFound)
}
let copied = HTTPFields(pairs: first.headerFields.pairs)
print(first.status, second.status, copied == first.headerFields)
