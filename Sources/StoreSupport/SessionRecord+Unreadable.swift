package import Sessions

extension SessionRecord {
    /// What stands for a row that no record can be made of: no key opens an empty payload, so that the session counts as
    /// absent (F4) where an error would fail every request of that browser.
    package static func unreadable(_ key: StoreKey) -> SessionRecord {
        let never = Timestamp(milliseconds: .max)
        return SessionRecord(
            key: key,
            version: 0,
            family: SessionFamily(high: 0, low: 0),
            subject: nil,
            created: Timestamp(milliseconds: 0),
            lastSeen: Timestamp(milliseconds: 0),
            idleDeadline: never,
            absoluteDeadline: never,
            renewAt: never,
            authenticated: nil,
            assurance: .none,
            keyID: 0,
            payload: [],
            confirmedAt: Timestamp(milliseconds: 0)
        )
    }
}
