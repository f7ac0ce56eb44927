#if Redis
    import Sessions

    /// A login that may go on: his family is entered, and those that make room for it are marked.
    struct Reservation: Sendable {
        let subject: [UInt8]
        let isNew: Bool
        let ending: [SubjectIndex.Member]
    }

    extension RedisStore {
        enum Verdict {
            /// `nil`: there is no subject to hold it against.
            case admitted(Reservation?)
            case refusedByNotBefore
            case refusedByLimit
        }

        /// Enters the family of a record in the index of its subject, if there is one, once not-before and limit allow it.
        ///
        /// A limit is decided upon here, from the rows where they lie, and takes effect only if no family has come or gone
        /// in the index meanwhile; otherwise it is decided anew. So logins of one subject have an order, and no two of
        /// them take the same place.
        func reserve(
            _ record: SessionRecord,
            by admission: Admission?,
            besides replaced: SessionFamily?,
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> Verdict {
            guard let subject = record.subject.map({ Array($0.utf8) }) else { return .admitted(nil) }
            // Those of this process go one after another, where each would have to decide anew for every other.
            let isLimited = admission?.limit != nil
            if isLimited { await turns.begin(subject) }
            defer { if isLimited { turns.end(subject) } }
            while true {
                var number: [UInt8]?
                var ending: [SubjectIndex.Member] = []
                if let admission, let limit = admission.limit {
                    let members = try await subjects.members(of: subject, by: end)
                    if let notBefore = members.notBefore, admission.requestBegan <= notBefore {
                        return .refusedByNotBefore
                    }
                    number = members.number
                    let candidates = members.all.filter { $0.family != record.family && $0.family != replaced }
                    guard
                        let room = try await room(among: candidates, members, of: subject, limit, now: now, by: end)
                    else { return .refusedByLimit }
                    ending = room
                }
                switch try await subjects.enter(
                    record,
                    of: subject,
                    began: admission?.requestBegan,
                    number: number,
                    ending: ending,
                    now: now,
                    by: end
                ) {
                case .entered(let isNew):
                    return .admitted(Reservation(subject: subject, isNew: isNew, ending: ending))
                case .refusedByNotBefore: return .refusedByNotBefore
                case .changed: break
                }
                guard ContinuousClock.now < end else {
                    throw StoreError(.busy, "Too many logins of one subject at a time: the limit could not be decided.")
                }
            }
        }

        /// The families that must end for one more to come in; `nil` if none may.
        private func room(
            among candidates: [SubjectIndex.Member],
            _ members: SubjectIndex.Members,
            of subject: [UInt8],
            _ limit: SubjectLimit,
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> [SubjectIndex.Member]? {
            let standing = try await standing(of: candidates, by: end)
            let overdue = standing.filter { members.isOverdue($0.member) && ($0.records.isEmpty || $0.member.isEnding) }
            if !overdue.isEmpty {
                // Their leaving changes the index; the next round sees it.
                await retire(overdue, of: subject, now: now)
            }
            // One without rows is about to come, seen later than all others.
            let others = standing.compactMap { member, records -> (member: SubjectIndex.Member, seen: Timestamp)? in
                if member.isEnding || (records.isEmpty && members.isOverdue(member)) { return nil }
                if records.isEmpty { return (member, Timestamp(milliseconds: .max)) }
                return records.filter { $0.isLive(at: now) }.map(\.lastSeen).max().map { (member, $0) }
            }
            switch limit {
            case .refuse(let over):
                return others.count < over ? [] : nil
            case .endOldest(let over):
                // No room can be made for one session where none is allowed.
                guard over >= 1 else { return nil }
                return others.sorted { ($0.seen, $0.member.entered) < ($1.seen, $1.member.entered) }
                    .dropLast(over - 1).map(\.member)
            }
        }

        /// Ends those that made room; gives their names.
        func makeRoom(
            _ reservation: Reservation?,
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> [SessionFamily] {
            guard let reservation, !reservation.ending.isEmpty else { return [] }
            try await self.end(reservation.ending, of: reservation.subject, now: now, by: end)
            return reservation.ending.map(\.family)
        }

        /// Takes a reservation back: the record has not come, and those that were to make room stay.
        func cancel(_ reservation: Reservation?, of record: SessionRecord, by end: Router.Time) async {
            guard let reservation else { return }
            let leaving = reservation.isNew ? [record.family] : []
            guard !leaving.isEmpty || !reservation.ending.isEmpty else { return }
            let command = subjects.release(
                leaving,
                staying: reservation.ending.map(\.family),
                of: reservation.subject
            )
            _ = try? await router.perform(command, by: end)
        }
    }
#endif
