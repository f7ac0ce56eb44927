import HTTPTypes
import SessionsTesting
import Synchronization

@testable import Sessions

/// A fault in how the manager treats sessions, planted before the store or behind the manager.
enum ManagerFault: CaseIterable, Sendable {
    // What the manager asks of the store, and what it makes of the answer.
    case writeBringsBack, lostUpdate, writeIsOnlyAcknowledged, limitlessIdling
    case confirmForgotten, closedAtOnce, oldIDLeadsNowhere, supersededForgotten, closedForgotten
    case oldRowStays, revokedLoginAdmitted
    // What it leaves in the store.
    case graceAtLogin, familyKeptAtLogin, valuesKeptAtLogin, deadlineMovedByWrite, logoutByID
    // What it says.
    case cookieForDeadID, deletionForDeadID, deletionAtRefusal, oneCookieForBoth, visitorsCookieStays
    case logoutWithoutDeletion, acknowledgedRefusal
}

extension ManagerFault: PlantedFault {
    func store(_ store: any SessionStore) -> any SessionStore {
        FaultyManagerStore(store, self)
    }

    func manager(
        _ manager: ExploredManager,
        over store: @escaping @Sendable () -> any SessionStore
    ) -> ExploredManager {
        let requests = Mutex<[ObjectIdentifier: HTTPFields]>([:])
        let box = Box(requests)
        var faulty = manager
        faulty.begin = { (fields) async throws(SessionError) in
            let session = try await manager.begin(fields)
            box.requests.withLock { $0[ObjectIdentifier(session)] = fields }
            return session
        }
        faulty.commit = { (session, response) async throws(SessionError) in
            let request = box.requests.withLock { $0.removeValue(forKey: ObjectIdentifier(session)) } ?? [:]
            let aftermath = Aftermath(fault: self, manager: manager.manager, store: store(), request: request)
            if self == .logoutByID, session.family != nil, session.subject == nil, await !aftermath.isPresentedLive() {
                return
            }
            do throws(SessionError) {
                try await manager.commit(session, &response)
            } catch {
                if self == .deletionAtRefusal { aftermath.deleteAll(in: &response) }
                if self == .acknowledgedRefusal, error.code == .sessionEnded { return }
                throw error
            }
            try await aftermath.follow(session, &response)
        }
        return faulty
    }

    private final class Box: Sendable {
        let requests: Mutex<[ObjectIdentifier: HTTPFields]>
        init(_ requests: consuming Mutex<[ObjectIdentifier: HTTPFields]>) { self.requests = requests }
    }
}
