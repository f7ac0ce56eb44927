import SecureTokens
import Sessions

/// A session as machines read it. Times are ISO 8601 in UTC.
struct SessionDocument: Encodable {
    let session: String
    let namespace, subject: String?
    let state: String
    let assurance: UInt8
    let created, lastSeen, idleDeadline, absoluteDeadline, renewAt: String
    let authenticated, confirmed: String?
    let serverKey: String
    let payloadBytes: Int
    let device: String?

    init(_ record: SessionRecord, device: String?, now: Timestamp) {
        let stored = record.subject.map(StoredSubject.init)
        session = "\(record.family)"
        namespace = stored?.namespace
        subject = stored?.subject
        state = record.stateName(at: now)
        assurance = record.assurance.rawValue
        created = Moment.absolute(record.created)
        lastSeen = Moment.absolute(record.lastSeen)
        idleDeadline = Moment.absolute(record.idleDeadline)
        absoluteDeadline = Moment.absolute(record.absoluteDeadline)
        renewAt = Moment.absolute(record.renewAt)
        authenticated = record.authenticated.map(Moment.absolute)
        confirmed = record.confirmedAt.map(Moment.absolute)
        serverKey = record.keyName
        payloadBytes = record.payload.count
        self.device = device
    }
}

extension SessionRecord {
    /// What the row is, in a word.
    func stateName(at now: Timestamp) -> String {
        switch state {
        case .live: isExpired(at: now) ? "expired" : "live"
        case .forwarding: "forwarding"
        case .closed: "closed"
        case .superseded: "superseded"
        }
    }

    /// The id of the server key as `hardtack keys show` prints it.
    var keyName: String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    func isLive(at now: Timestamp) -> Bool {
        state == .live && !isExpired(at: now)
    }
}
