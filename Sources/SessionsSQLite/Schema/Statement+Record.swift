import Sessions

/// How a record stands in a row.
extension Statement {
    /// Binds what the insertion of a record needs.
    func bind(_ record: SessionRecord) {
        bind(record.key)
        bind(Int64(record.key.tag))
        bind(record.version)
        bind(record.family)
        bind(record.subject)
        bind(record.created)
        bind(record.lastSeen)
        bind(record.idleDeadline)
        bind(record.absoluteDeadline)
        bind(record.renewAt)
        bind(record.authenticated)
        bind(Int64(record.assurance.rawValue))
        bind(Int64(record.keyID))
        bind(record.payload)
        bind(record.label)
        switch record.state {
        case .live: bind(state: 0, successor: nil, closedAt: nil)
        case .forwarding(let successor): bind(state: 1, successor: successor, closedAt: nil)
        case .closed(let successor, let at): bind(state: 2, successor: successor, closedAt: at)
        case .superseded: bind(state: 3, successor: nil, closedAt: nil)
        }
        bind(record.confirmedAt)
    }

    /// The hash alone: it is made from an ID that holds the tag, so that it is unique without it.
    func bind(_ key: StoreKey) {
        bind(key.hash.span)
    }

    func bind(_ family: SessionFamily?) {
        bind(family?.bytes)
    }

    private func bind(state: Int64, successor: [UInt8]?, closedAt: Timestamp?) {
        bind(state)
        bind(successor)
        bind(closedAt)
    }

    /// The record in the current row of a query that selects the columns of one; `nil` if no record can be made of them,
    /// which only a damaged disk or a foreign hand brings about.
    func record() -> SessionRecord? {
        guard let tag = UInt32(exactly: integer(0)),
            let key = key(tag: tag, hash: 1),
            let family = family(3),
            let assurance = UInt8(exactly: integer(11)),
            let keyID = UInt32(exactly: integer(12)),
            let state = state
        else { return nil }
        let subject = text(4)
        if subject == nil, !isNull(4) { return nil }
        return SessionRecord(
            key: key,
            version: integer(2),
            family: family,
            subject: subject,
            created: time(5),
            lastSeen: time(6),
            idleDeadline: time(7),
            absoluteDeadline: time(8),
            renewAt: time(9),
            authenticated: optionalTime(10),
            assurance: AssuranceLevel(rawValue: assurance),
            keyID: keyID,
            payload: bytes(13),
            label: optionalBytes(14),
            state: state,
            confirmedAt: optionalTime(18)
        )
    }

    private var state: SessionRecord.State? {
        switch integer(15) {
        case 0: .live
        case 1: optionalBytes(16).map { .forwarding(successor: $0) }
        case 2: optionalTime(17).map { .closed(successor: optionalBytes(16), at: $0) }
        case 3: .superseded
        default: nil
        }
    }
}
