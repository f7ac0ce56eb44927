import HTTPTypes
import Sessions

/// What a framework does for one request, as a task that reports to the stage.
struct RequestTask: Sendable {
    let index: Int
    let action: SessionExplorer.Action
    let fields: HTTPFields
    /// The session that a revocation from elsewhere is aimed at.
    let family: SessionFamily?
    let stage: Stage
    let clock: TestClock
    let explored: ExploredManager

    func start() {
        Task(executorPreference: stage.executor) {
            await Stage.$actor.withValue(index) { await run() }
        }
    }

    private func run() async {
        var finish = Stage.Finish()
        do throws(SessionError) {
            if action.isFromElsewhere {
                finish.hasRevoked = try await revoke()
            } else {
                try await serve(&finish.response)
            }
        } catch {
            finish.failure = error
        }
        stage.report(.finished(index, finish))
    }

    private func revoke() async throws(SessionError) -> Bool {
        guard action == .revoke else {
            return try await explored.manager.revokeAll(of: action.subject) > 0
        }
        guard let family else { return false }
        return try await explored.manager.revoke(family, of: action.subject)
    }

    private func serve(_ response: inout HTTPFields) async throws(SessionError) {
        let session = try await explored.begin(fields)
        stage.report(
            .begun(
                index,
                Stage.Reading(
                    family: session.family,
                    subject: session.subject,
                    names: Set(session.keys),
                    count: session[SessionExplorer.count]
                )
            )
        )
        try handle(session)
        _ = await stage.wait(at: .commit)
        stage.report(.committing(index, at: clock.now))
        try await explored.commit(session, &response)
    }

    private func handle(_ session: Session) throws(SessionError) {
        switch action {
        case .read: break
        case .write: session[SessionKey<Int>(Visit.value(of: index))] = index
        case .modify: session.modify(\.explorerCount, default: 0) { $0 += 1 }
        case .login, .loginAsAnother: try session.login(subject: action.subject)
        case .elevate: if session.subject != nil { try session.elevate(to: .aal2) }
        case .rotate: if session.family != nil { try session.rotate() }
        case .logout: try session.logout()
        case .revoke, .revokeAll: break
        }
    }
}

extension SessionKeys {
    var explorerCount: SessionKey<Int> { SessionExplorer.count }
}

extension SessionExplorer {
    /// The value that requests add to.
    static let countValue = "count"
    static let count = SessionKey<Int>(countValue)
    /// The value that the session of the start holds.
    static let startValue = "of the start"
}
