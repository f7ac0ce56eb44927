#if Redis
    import Sessions

    /// Where a family is: whoever ends one names it alone, and its rows are where their tag says.
    ///
    /// A family is entered before its first row comes, so that no row is ever without. An entry without rows is harmless
    /// and expires. A failover may lose one all the same, because it lies on another server than the rows: a renewal enters
    /// it again, and so does the first change or touch of a session in an hour.
    struct FamilyIndex: Sendable {
        let router: Router
        let names: KeyNames

        /// What enters the family of a record, or has it stay in for longer.
        func cover(_ record: SessionRecord, now: Timestamp) -> Command {
            cover(record.family, at: Hex.digits(of: record.key.tag), for: record.lifetime(at: now))
        }

        /// The same of a family whose rows are there.
        func cover(_ family: SessionFamily, at tag: [UInt8], for milliseconds: Int64) -> Command {
            router.call(.cover, keys: [names.family(family)], [tag, [UInt8](decimal: milliseconds)])
        }

        func tag(of family: SessionFamily, by end: Router.Time) async throws(StoreError) -> UInt32? {
            let reply = try await router.perform(Command("GET", key: names.family(family)), by: end)
            guard let digits = reply.bytes else { return nil }
            guard let tag = Hex.tag(digits) else { throw .unexpected }
            return tag
        }

        func forget(_ family: SessionFamily) -> Command {
            Command("DEL", key: names.family(family), isWrite: true)
        }
    }
#endif
