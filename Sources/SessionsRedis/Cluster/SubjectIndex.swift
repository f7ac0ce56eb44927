#if Redis
    import Sessions

    /// The families of a subject and his not-before, in a slot of their own: logins of one subject are put in order here,
    /// wherever their rows lie.
    ///
    /// A family is entered before its first row comes, and leaves after its last one has gone. So a family in the index
    /// without rows is one that is about to come, or one that is gone: it counts as the former for ``lease``. Whoever
    /// takes it out after that first *fences* it where its rows would be, so that a row that comes late after all is not
    /// let in: nobody is ever logged in past the index.
    struct SubjectIndex: Sendable {
        /// For how many milliseconds a login may be under way between index and row.
        static let lease: Int64 = 10_000
        /// For how many milliseconds a family that was ended before it came is kept out: longer than a command can be on
        /// its way.
        static let fence: Int64 = 600_000
        /// The longest life of a cookie (SC-17), in milliseconds: so long a not-before may matter.
        private static let notBeforeLifetime: Int64 = 400 * 86_400_000

        let router: Router
        let names: KeyNames

        struct Member: Sendable {
            let family: SessionFamily
            let tag: UInt32
            let isEnding: Bool
            /// When it was entered, by the clock of the index's server.
            let entered: Int64
        }

        /// What the index holds at one moment.
        struct Members: Sendable {
            var time: Int64 = 0
            var notBefore: Timestamp?
            /// What must still stand there for a decision made upon the members to hold.
            var number: [UInt8] = []
            var all: [Member] = []

            /// Neither about to come nor about to go, but left behind.
            func isOverdue(_ member: Member) -> Bool {
                time - member.entered > SubjectIndex.lease
            }
        }

        enum Entry {
            case entered(isNew: Bool)
            case refusedByNotBefore
            /// Somebody has changed the index since.
            case changed
        }

        func members(of subject: [UInt8], by end: Router.Time) async throws(StoreError) -> Members {
            let reply = try await router.perform(router.call(.members, keys: keys(subject), []), by: end)
            guard let parts = reply.array, parts.count == 3, let time = parts[0].integer else { throw .unexpected }
            var members = try Self.members(parts[2])
            members.time = time
            members.notBefore = try Self.notBefore(parts[1])
            return members
        }

        /// Enters the family of a record.
        /// - Parameters:
        ///   - began: when the request began that logs in; `nil` if no not-before is to be held against it.
        ///   - number: what must still stand in the index; `nil` if no decision was made upon it.
        ///   - ending: the families that make room for it.
        func enter(
            _ record: SessionRecord,
            of subject: [UInt8],
            began: Timestamp?,
            number: [UInt8]?,
            ending: [Member],
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> Entry {
            let command = router.call(
                .reserve,
                keys: keys(subject),
                [
                    began.map { [UInt8](decimal: $0.milliseconds) } ?? [],
                    // An index that is not there has no number.
                    number.map { $0.isEmpty ? Array("none".utf8) : $0 } ?? [],
                    record.family.bytes,
                    Hex.digits(of: record.key.tag),
                    [UInt8](decimal: record.lifetime(at: now)),
                ] + ending.map(\.family.bytes)
            )
            switch try await router.perform(command, by: end).word {
            case "new": return .entered(isNew: true)
            case "known": return .entered(isNew: false)
            case "before": return .refusedByNotBefore
            case "changed": return .changed
            default: throw .unexpected
            }
        }

        /// Takes families out, and has others stay that were to make room.
        func release(_ leaving: [SessionFamily], staying: [SessionFamily] = [], of subject: [UInt8]) -> Command {
            router.call(
                .release,
                keys: [names.subject(subject)],
                [[UInt8](decimal: leaving.count)] + leaving.map(\.bytes) + staying.map(\.bytes)
            )
        }

        /// Sets the not-before; gives who is in the index from then on, where no earlier request can enter any more.
        func raiseNotBefore(
            of subject: [UInt8],
            to now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> [Member] {
            let command = router.call(
                .raise,
                keys: keys(subject),
                [[UInt8](decimal: now.milliseconds), [UInt8](decimal: Self.notBeforeLifetime)]
            )
            return try Self.members(try await router.perform(command, by: end)).all
        }

        func notBefore(of subject: [UInt8], by end: Router.Time) async throws(StoreError) -> Timestamp? {
            try Self.notBefore(try await router.perform(Command("GET", key: names.notBefore(subject)), by: end))
        }

        private func keys(_ subject: [UInt8]) -> [[UInt8]] {
            [names.subject(subject), names.notBefore(subject)]
        }

        private static func notBefore(_ reply: Reply) throws(StoreError) -> Timestamp? {
            guard let word = reply.word else { return nil }
            guard let milliseconds = Int64(word) else { throw .unexpected }
            return Timestamp(milliseconds: milliseconds)
        }

        private static func members(_ reply: Reply) throws(StoreError) -> Members {
            var members = Members()
            let fields = reply.array ?? []
            for place in stride(from: 0, to: fields.count - 1, by: 2) {
                guard let name = fields[place].bytes, let value = fields[place + 1].bytes else { throw .unexpected }
                if name == Array("v".utf8) {
                    members.number = value
                    continue
                }
                var reader = RowReader(value)
                guard let family = SessionFamily(bytes: name.span), let letter = reader.byte(),
                    let tag = reader.take(8).flatMap(Hex.tag), let entered = reader.integer()
                else { throw .unexpected }
                let isEnding = letter == UInt8(ascii: "e")
                members.all.append(Member(family: family, tag: tag, isEnding: isEnding, entered: entered))
            }
            return members
        }
    }
#endif
