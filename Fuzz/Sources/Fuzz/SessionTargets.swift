import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsTesting

private let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

private func manager(_ store: any SessionStore, signsIDs: Bool) -> SessionManager {
    var policy = SessionPolicy()
    policy.signsIDs = signsIDs
    guard let manager = try? SessionManager(store: store, keys: keys, policy: policy, logger: logger) else {
        fatalError("no manager")
    }
    return manager
}

private let managers = [manager(MemoryStore(), signsIDs: false), manager(MemoryStore(), signsIDs: true)]

/// Runs something asynchronous to its end: libFuzzer knows no tasks.
private func wait(for body: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task {
        do { try await body() } catch { fatalError("\(error)") }
        done.signal()
    }
    done.wait()
}

private func field(_ name: HTTPField.Name, _ bytes: [UInt8]) -> HTTPField {
    HTTPField(name: name, value: bytes)
}

/// A request's Cookie header: it is nobody's session, and costs neither a row nor a cookie.
func fuzzSession(_ bytes: [UInt8]) {
    wait {
        for prefix in ["", "__Host-id=", "__Host-guest="] {
            var fields = HTTPFields()
            fields.append(field(.cookie, Array(prefix.utf8) + bytes))
            for manager in managers {
                let session = try await manager.begin(fields)
                precondition(session.subject == nil && session.keys.isEmpty, "a session that was never begun")
                var response = HTTPFields()
                try await manager.commit(session, to: &response)
                precondition(response.isEmpty, "a response to a dead ID that sets something")
            }
        }
    }
}

/// A store that gives every row another payload than it was given.
private struct ForgingStore: ForwardingStore {
    let base: any SessionStore = MemoryStore()
    let payload: [UInt8]

    func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
        var record = try await base.load(key)
        record?.payload = payload
        return record
    }
}

/// A row's payload: what was not sealed here is no session (F4).
func fuzzRecord(_ bytes: [UInt8]) {
    wait {
        let manager = manager(ForgingStore(payload: bytes), signsIDs: false)
        let session = try await manager.begin(HTTPFields())
        try session.login(subject: "ada")
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        let pair = response[values: .setCookie].joined().prefix { $0 != ";" }
        let read = try await manager.begin([.cookie: String(pair)])
        precondition(read.subject == nil, "a payload that was never sealed")
    }
}

private let protection: CSRFProtection = {
    guard let origin = try? WebOrigin("https://shop.example"), let policy = try? CSRFPolicy(origins: [origin]) else {
        fatalError("no policy")
    }
    return CSRFProtection(managers[0], policy: policy)
}()

/// What a forged request can say of itself: only the one origin that is ours gets past the check.
func fuzzCSRF(_ bytes: [UInt8]) {
    guard let name = HTTPField.Name("Sec-Fetch-Site") else { fatalError("no name") }
    _ = protection.formToken(in: bytes)
    for header in [HTTPField.Name.origin, .referer, name, .contentType, .upgrade] {
        var fields = HTTPFields()
        fields.append(field(header, bytes))
        _ = protection.isForm(fields)
        guard let demand = try? protection.checkSource(of: .post, fields, nil) else { continue }
        let text = (fields[header] ?? "").lowercased()
        let rest = text.dropFirst("https://shop.example".count)
        let ends = rest.isEmpty || rest.hasPrefix(":443") || rest.first.map { "/?#".contains($0) } == true
        let isOurs = text == "same-origin" || text.hasPrefix("https://shop.example") && ends
        precondition(isOurs && demand != .nothing, "a request from elsewhere that got past")
    }
    if let text = String(validating: bytes, as: UTF8.self), let origin = try? WebOrigin(text) {
        precondition((try? WebOrigin("\(origin)")) == origin, "an origin that does not come back")
    }
}

/// Three header fields, a line each, a line of `-` for none: the check of the source says what the plain model does.
func fuzzCSRFModel(_ bytes: [UInt8]) {
    guard let name = HTTPField.Name("Sec-Fetch-Site") else { fatalError("no name") }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    var fields = HTTPFields()
    for (header, line) in zip([name, .origin, .referer], lines) where Array(line) != [UInt8(ascii: "-")] {
        fields.append(field(header, Array(line)))
    }
    let isOurs = plainSourceIsOurs(site: fields[name], origin: fields[.origin], referer: fields[.referer])
    let passes = (try? protection.checkSource(of: .post, fields, nil)) != nil
    precondition(passes == isOurs, "the plain model says otherwise")
}
