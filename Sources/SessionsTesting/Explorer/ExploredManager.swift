package import HTTPTypes
package import Sessions

/// What the explorer drives: the manager's calls. Tests plant faults around them; everybody else gets the manager as it
/// is.
package struct ExploredManager: Sendable {
    package typealias Begin = @Sendable (HTTPFields) async throws(SessionError) -> Session
    package typealias Commit = @Sendable (Session, inout HTTPFields) async throws(SessionError) -> Void

    package var begin: Begin
    package var commit: Commit
    package let manager: SessionManager

    package init(_ manager: SessionManager) {
        self.manager = manager
        begin = { (request) async throws(SessionError) in try await manager.begin(request) }
        commit = { (session, response) async throws(SessionError) in
            try await manager.commit(session, to: &response)
        }
    }
}

/// A fault to be found.
package protocol PlantedFault: Sendable {
    /// What the manager gets in place of the store. Its calls are the manager's as the explorer sees them.
    func store(_ store: any SessionStore) -> any SessionStore
    /// What the explorer gets in place of the manager.
    /// - Parameter store: reaches the store of the story that runs, unseen by the explorer.
    func manager(_ manager: ExploredManager, over store: @escaping @Sendable () -> any SessionStore) -> ExploredManager
}

extension PlantedFault {
    package func store(_ store: any SessionStore) -> any SessionStore { store }
    package func manager(
        _ manager: ExploredManager,
        over store: @escaping @Sendable () -> any SessionStore
    ) -> ExploredManager { manager }
}
