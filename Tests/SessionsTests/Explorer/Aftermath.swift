import CookieHeaders
import HTTPTypes
import SessionsTesting

@testable import Sessions

/// What a faulty manager does when the commit is done.
struct Aftermath: Sendable {
    let fault: ManagerFault
    let manager: SessionManager
    let store: any SessionStore
    let request: HTTPFields

    private var presented: [(name: String, id: SessionID)] {
        RequestCookies(request).pairs.compactMap { pair in
            guard let name = pair.name, let id = pair.value.flatMap(SessionID.init(cookieValue:)) else { return nil }
            return (name, id)
        }
    }

    func isPresentedLive() async -> Bool {
        for (_, id) in presented {
            guard let key = try? manager.sealer.storeKey(of: id) else { continue }
            if (try? await store.load(key))?.state == .live { return true }
        }
        return false
    }

    func deleteAll(in response: inout HTTPFields) {
        for (name, _) in presented {
            response.append(HTTPField(name: .setCookie, value: "\(name)=; Max-Age=0; Path=/; Secure"))
        }
    }

    func follow(_ session: Session, _ response: inout HTTPFields) async throws(SessionError) {
        let lines = response[values: .setCookie]
        let isLogin = lines.count == 2
        switch fault {
        case .cookieForDeadID where session.family == nil && lines.isEmpty:
            for (name, id) in presented {
                response.append(HTTPField(name: .setCookie, value: "\(name)=\(id.cookieValue); Path=/; Secure"))
            }
        case .deletionForDeadID where session.family == nil && lines.isEmpty:
            deleteAll(in: &response)
        case .oneCookieForBoth:
            response[values: .setCookie] = lines.map { line in
                line.hasPrefix(Browser.guest + "=") && !line.contains("Max-Age=0")
                    ? Browser.identified + line.dropFirst(Browser.guest.count) : line
            }
        case .visitorsCookieStays where isLogin:
            response[values: .setCookie] = lines.filter { !$0.contains("Max-Age=0") }
        case .logoutWithoutDeletion where !isLogin:
            response[values: .setCookie] = lines.filter { !$0.contains("Max-Age=0") }
        case .graceAtLogin where isLogin: await leaveForwarding(to: newID(in: response))
        case .familyKeptAtLogin where isLogin, .valuesKeptAtLogin where isLogin: await rewrite(newID(in: response))
        case .deadlineMovedByWrite where !isLogin:
            for id in [newID(in: response)] + presented.map(\.id) { await moveDeadline(of: id) }
        default: break
        }
    }

    private func newID(in response: HTTPFields) -> SessionID? {
        var browser = Browser()
        browser.apply(response)
        return browser.cookies.values.first.flatMap { SessionID(cookieValue: $0) }
    }

    /// Makes the ID from before the login lead to the session after it.
    private func leaveForwarding(to new: SessionID?) async {
        guard let new, let old = presented.first?.id, let key = try? manager.sealer.storeKey(of: old),
            let newKey = try? manager.sealer.storeKey(of: new), let target = try? await store.load(newKey),
            var row = try? await store.load(key),
            let sealed = try? manager.sealer.sealSuccessor(new, of: old, key: key)
        else { return }
        _ = try? await store.deleteFamily(row.family, now: row.created)
        row.family = target.family
        row.state = .forwarding(successor: sealed)
        (row.idleDeadline, row.absoluteDeadline) = (target.absoluteDeadline, target.absoluteDeadline)
        _ = try? await store.create(row, admission: nil, now: row.created)
        // If both are of one family; otherwise it exists.
        _ = try? await store.create(target, admission: nil, now: row.created)
    }

    /// Seals the session that a login has made once more, with the old family or with a value of before.
    private func rewrite(_ new: SessionID?) async {
        guard let new, let old = presented.first?.id, let oldKey = try? manager.sealer.storeKey(of: old),
            let key = try? manager.sealer.storeKey(of: new), var row = try? await store.load(key),
            let before = try? await store.load(oldKey), var payload = try? manager.sealer.open(row, id: new)
        else { return }
        _ = try? await store.deleteFamily(row.family, now: row.created)
        if fault == .familyKeptAtLogin {
            payload.family = before.family
            row.family = before.family
        } else if let bytes = try? ValueCoding.encode("there") {
            var patch = ValuePatch()
            patch.assign(bytes, to: "of the start", base: .empty)
            payload.values = (try? patch.applied(to: payload.values, readFrom: payload.values)) ?? payload.values
        }
        row.payload = (try? manager.sealer.seal(payload, id: new, key: key)) ?? []
        _ = try? await store.create(row, admission: nil, now: row.created)
    }

    private func moveDeadline(of id: SessionID?) async {
        guard let id, let key = try? manager.sealer.storeKey(of: id), var row = try? await store.load(key),
            row.state == .live, var payload = try? manager.sealer.open(row, id: id)
        else { return }
        let now = manager.clock.now
        payload.absoluteDeadline = now + manager.policy.absoluteTimeout
        row.absoluteDeadline = payload.absoluteDeadline
        row.payload = (try? manager.sealer.seal(payload, id: id, key: key)) ?? []
        _ = try? await store.update(key, expecting: row.version, to: row, now: now)
    }
}
