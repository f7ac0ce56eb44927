import SecureTokens
import Sessions

/// Opens device labels, which are sealed under the server's keys.
final class LabelReader {
    private let store: any SessionStore
    private let keys: KeyRing
    private var managers: [String: SessionManager] = [:]
    private var labels: [SessionFamily: String] = [:]
    private var asked: Set<StoredSubject> = []

    init?(store: any SessionStore, keyFile: String?) throws {
        guard let keyFile else { return nil }
        self.store = store
        keys = try withKeyErrors { () throws(KeyError) in try KeyRing(contentsOf: keyFile) }
    }

    /// The label of a live session; `nil` if it has none, or none that these keys open. A visitor's cannot be opened: it is
    /// bound to a namespace, which his row does not tell.
    func label(of record: SessionRecord) async throws -> String? {
        guard record.label != nil, let stored = record.subject.map(StoredSubject.init), let namespace = stored.namespace
        else { return nil }
        if asked.insert(stored).inserted, let manager = try manager(namespace) {
            do throws(SessionError) {
                for summary in try await manager.sessions(of: stored.subject) {
                    labels[summary.id] = summary.deviceLabel
                }
            } catch {
                throw Failure(.failed, error.reason)
            }
        }
        return labels[record.family]
    }

    private func manager(_ namespace: String) throws -> SessionManager? {
        if let manager = managers[namespace] { return manager }
        var policy = SessionPolicy()
        policy.namespace = namespace
        // No policy of this kit has a namespace that is refused here.
        guard let manager = try? SessionManager(store: store, keys: keys, policy: policy) else { return nil }
        managers[namespace] = manager
        return manager
    }
}
