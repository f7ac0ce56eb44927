#if Redis
    public import Sessions

    extension RedisStore {
        /// The row under that key as it is; `nil` if there is none.
        public func load(_ key: StoreKey) async throws(StoreError) -> SessionRecord? {
            try await row(key, by: router.deadline())
        }

        /// The live records of a subject, newest `SessionRecord.lastSeen` first; of equals the last one created. Each
        /// session is read as a whole, but two sessions may show two moments. A row that no record can be made of is left
        /// out.
        public func list(subject: String, now: Timestamp) async throws(StoreError) -> [SessionRecord] {
            let end = router.deadline()
            let subject = Array(subject.utf8)
            let members = try await subjects.members(of: subject, by: end)
            let standing = try await standing(of: members.all, by: end)
            await retire(standing.filter { $0.records.isEmpty && members.isOverdue($0.member) }, of: subject, now: now)
            return standing.flatMap(\.records)
                .filter { $0.isLive(at: now) && $0.subject.map { Array($0.utf8) } == subject }
                .sorted { ($0.lastSeen, $0.created) > ($1.lastSeen, $1.created) }
        }

        /// The subject's not-before; forgotten 400 days after it was last set.
        public func notBefore(subject: String) async throws(StoreError) -> Timestamp? {
            try await subjects.notBefore(of: Array(subject.utf8), by: router.deadline())
        }

        /// A family that the index of a subject knows of, and what rows of it there are.
        typealias Standing = (member: SubjectIndex.Member, records: [SessionRecord])

        func standing(
            of members: [SubjectIndex.Member],
            by end: Router.Time
        ) async throws(StoreError) -> [Standing] {
            let rows = try await rows(of: members.map(\.tag), by: end)
            return zip(members, rows).map { member, session in
                (member, session.records.filter { $0.family == member.family })
            }
        }

        /// Repairs the index of a subject: ends what is left of those families, keeps them from coming after all and takes
        /// them out. What fails stays for the next one who looks.
        func retire(_ overdue: [Standing], of subject: [UInt8], now: Timestamp) async {
            guard !overdue.isEmpty else { return }
            _ = try? await end(overdue.map(\.member), of: subject, now: now, by: router.deadline())
        }
    }
#endif
