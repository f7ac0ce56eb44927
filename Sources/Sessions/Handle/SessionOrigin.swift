/// What the cookies of a request led to.
enum SessionOrigin: Sendable {
    /// No session cookie was sent.
    case none
    /// An ID that leads nowhere: never issued, expired, ended, unreadable or closed. Reads as a new visitor.
    case unknown
    /// An ID that a login, a step-up or `rotate()` replaced moments ago: the request is one of that browser's, and was
    /// overtaken. Reads as a visitor who may not write (rule R4).
    case superseded
    /// The ID of a session.
    case live(PresentedSession)
    /// The ID before the last renewal, of a browser that may not have the new one yet (rule R7).
    case forwarded(PresentedSession, from: StoreKey)

    /// The session itself, in its cookie.
    case carried(CarriedSession)

    /// What is in the session, if there is one.
    var payload: SessionPayload? {
        carried?.payload ?? presented?.payload
    }

    /// The session that its cookie carried, if there is one.
    var carried: CarriedSession? {
        if case .carried(let session) = self { session } else { nil }
    }

    /// The stored session, if there is one.
    var presented: PresentedSession? {
        switch self {
        case .none, .unknown, .superseded, .carried: nil
        case .live(let session), .forwarded(let session, _): session
        }
    }
}

/// A session as it was read from the store. A class, because it is handed on from the look-up to the commit and asked at
/// every step for one thing or another.
final class PresentedSession: Sendable {
    /// The live ID: for a forwarded request not the one that was presented.
    let id: SessionID
    let record: SessionRecord
    let payload: SessionPayload
    /// What the record was opened with.
    let recordKey: RecordKey

    init(id: SessionID, record: SessionRecord, payload: SessionPayload, recordKey: RecordKey) {
        self.id = id
        self.record = record
        self.payload = payload
        self.recordKey = recordKey
    }

    func confirmed(at time: Timestamp) -> PresentedSession {
        var record = record
        record.confirmedAt = time
        return PresentedSession(id: id, record: record, payload: payload, recordKey: recordKey)
    }
}

/// A session as its cookie carried it. A class for the same reason.
final class CarriedSession: Sendable {
    let payload: SessionPayload
    /// When the cookie was issued.
    let issued: Timestamp
    /// By what a store knows whether the session has ended.
    let names: Revocations.Names

    init(payload: SessionPayload, issued: Timestamp, names: Revocations.Names) {
        self.payload = payload
        self.issued = issued
        self.names = names
    }
}

/// Which of the two cookies (rule R10).
enum SessionCookie: Sendable, CaseIterable {
    /// Of a session with a subject. Looked at first.
    case identified
    /// Of a visitor's session.
    case guest
}
