//! Routes with a session on FlyingFox.

#if FlyingFox
    import FlyingFox
    import Foundation
    import Sessions
    import SessionsFlyingFox

    extension SessionKeys {
        var username: SessionKey<String> { "username" }
    }

    // snippet.handlers
    func addRoutes(to server: HTTPServer, _ manager: SessionManager) async throws {
        let policy = try CSRFPolicy(origins: [WebOrigin("https://example.com")])
        let csrf = CSRFProtection(manager, policy: policy)
        await server.appendRoute(
            "GET /",
            to: SessionHandler(manager, csrf: csrf) { _, session in
                HTTPResponse(statusCode: .ok, body: Data((session.username ?? "nobody").utf8))
            }
        )
        await server.appendRoute(
            "POST /logout",
            to: SessionHandler(manager, csrf: csrf) { _, session in
                try session.logout()
                return HTTPResponse(statusCode: .seeOther, headers: HTTPHeaders([.location: "/"]))
            }
        )
    }
    // snippet.end

    // snippet.proxies
    func profile(_ manager: SessionManager, _ csrf: CSRFProtection) -> SessionHandler {
        SessionHandler(manager, csrf: csrf, proxies: TrustedProxies(count: 1)) { _, session in
            HTTPResponse(statusCode: session.isAnomalous ? .forbidden : .ok)
        }
    }
// snippet.end
#endif
