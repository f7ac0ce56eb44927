import Hummingbird
import Sessions
import SessionsHummingbird

/// Where the user is logged in, and how to end it (ASVS 7.5.2, 7.4.3).
struct DeviceRoutes: Sendable {
    let manager: SessionManager
    let pages: Pages
    /// The sessions' clock.
    let now: @Sendable () -> Timestamp

    private struct Choice: Decodable {
        /// The public handle of a session, which is of no use as a cookie.
        let device: String
    }

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/devices", use: list)
        router.post("/devices/revoke", use: revoke)
        router.post("/devices/revoke-others", use: revokeOthers)
    }

    @Sendable private func list(_ request: Request, _ context: LoginContext) async throws -> Response {
        let current = try context.session.family
        let sessions = try await manager.sessions(of: context.member.subject)
        // This device first, then the others as they came: last used first.
        let ordered = sessions.filter { $0.id == current } + sessions.filter { $0.id != current }
        let now = now()
        let devices = ordered.map { session -> [String: any Sendable] in
            [
                "id": session.id.description,
                "label": session.deviceLabel ?? DeviceName.unknown,
                "isCurrent": session.id == current,
                "seen": TimeInWords(session.lastSeen, now: now).values,
                "began": TimeInWords(session.created, now: now).values,
            ]
        }
        var values: [String: any Sendable] = ["devices": devices]
        if ordered.count > 1 {
            values["others"] = ordered.count == 2 ? "the other device" : "the \(ordered.count - 1) other devices"
        }
        return try pages.page("devices", for: context, values)
    }

    @Sendable private func revoke(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Choice.self, from: request, context: context)
        let session = try context.session
        // The handle comes from the form, the subject from the session: nobody ends what is not his.
        guard let family = SessionFamily(form.device), family != session.family,
            try await manager.revoke(family, of: context.member.subject)
        else {
            session.flash = "That device was logged out already."
            return .redirect(to: "/devices")
        }
        session.flash = "That device is logged out. Its next click leads to the front page."
        return .redirect(to: "/devices")
    }

    @Sendable private func revokeOthers(_ request: Request, _ context: LoginContext) async throws -> Response {
        let session = try context.session
        let ended = try await manager.revokeAll(of: context.member.subject, except: session.family)
        session.flash = Self.farewell(ended)
        return .redirect(to: "/devices")
    }

    static func farewell(_ ended: Int) -> String {
        switch ended {
        case 0: "You were logged in nowhere else."
        case 1: "The other device is logged out."
        default: "\(ended) other devices are logged out."
        }
    }
}
