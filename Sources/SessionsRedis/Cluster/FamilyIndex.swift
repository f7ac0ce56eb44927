#if Redis
    import Sessions

    /// Where a family is: whoever ends one names it alone, and its rows are where their tag says.
    ///
    /// A family is entered before its first row comes, so that no row is ever without. An entry without rows is harmless
    /// and expires.
    struct FamilyIndex: Sendable {
        let router: Router
        let names: KeyNames

        /// What enters the family of a record, or has it stay in for longer.
        func cover(_ record: SessionRecord, now: Timestamp) -> Command {
            router.call(
                .cover,
                keys: [names.family(record.family)],
                [Hex.digits(of: record.key.tag), [UInt8](decimal: record.lifetime(at: now))]
            )
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
