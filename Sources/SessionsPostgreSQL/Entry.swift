#if PostgreSQL
    import Sessions

    /// A new record on its way into the table: what must be locked and looked at first, and who must go for it.
    ///
    /// First the subject is locked, if he is to be admitted, so that two logins do not both take the last place and none
    /// slips past the end of all his sessions; then the tags of the families that are changed; then the rows.
    struct Entry {
        private let record: SessionRecord
        private let old: StoreKey?
        private let admission: (subject: String, began: Timestamp, limit: SubjectLimit?)?
        private let now: Timestamp

        /// What there is in the table.
        struct Sight {
            var old: (version: Int64, family: [UInt8])?
            var notBefore: Timestamp?
            /// The other live families of the subject, oldest first. Not looked at without a limit.
            var rivals: [[UInt8]] = []
        }

        enum Verdict {
            case admitted(ending: [[UInt8]])
            case refusedByNotBefore
            case refusedByLimit
        }

        init(_ record: SessionRecord, replacing old: StoreKey?, admission: Admission?, now: Timestamp) {
            self.record = record
            self.old = old
            self.admission = admission.flatMap { admission in
                record.subject.map { ($0, admission.requestBegan, admission.limit) }
            }
            self.now = now
        }

        /// Locks and looks, in one round trip.
        func look(_ transaction: Transaction) throws(Failure) -> Sight {
            let rows = try transaction.run(locks + looks)
            var sight = Sight()
            // The last are those of ``looks``.
            if admission != nil, let notBefore = rows.last { sight.notBefore = notBefore.optionalTime(0, 0) }
            let found = admission == nil ? rows.last : rows.dropLast().last
            if let found { read(found, &sight) }
            return sight
        }

        /// Whether the record may come in, and which families must end for it.
        func verdict(of sight: Sight) -> Verdict {
            guard let admission else { return .admitted(ending: []) }
            if let notBefore = sight.notBefore, admission.began <= notBefore { return .refusedByNotBefore }
            switch admission.limit {
            case nil: return .admitted(ending: [])
            case .refuse(let over): return sight.rivals.count < over ? .admitted(ending: []) : .refusedByLimit
            case .endOldest(let over):
                // No room can be made for one session where none is allowed.
                return over >= 1 ? .admitted(ending: sight.rivals.dropLast(over - 1)) : .refusedByLimit
            }
        }

        /// Writes everything and commits, in one round trip; false, and nothing is written, if there is a row under the key.
        func write(
            ending families: [[UInt8]],
            then others: [Statement],
            _ transaction: Transaction
        ) throws(Failure) -> Bool {
            var statements = [Statement(.insertNew) { $0.bind(record) }]
            for family in families {
                statements.append(
                    Statement(.deleteFamily) {
                        $0.bind(family)
                        $0.bind(now)
                    }
                )
            }
            do throws(Failure) {
                _ = try transaction.commit(statements + others)
                return true
            } catch {
                // The only rule of the table that can be broken is that keys are unique.
                guard case .refused(.uniqueViolation) = error else { throw error }
                try transaction.rollBack()
                return false
            }
        }

        // MARK: Statements

        private var locks: [Statement] {
            var locks: [Statement] = []
            if let admission {
                locks.append(Statement(.lockSlot) { $0.bind(Slot.subject(admission.subject)) })
                if case .endOldest = admission.limit {
                    // Any of his may have to go.
                    let slot = old.map { Slot.tag($0) }
                    return locks + [
                        Statement(.lockSubject) {
                            $0.bind(admission.subject)
                            $0.bind(slot)
                        }
                    ]
                }
            }
            if let old { locks.append(Statement(.lockSlot) { $0.bind(Slot.tag(old)) }) }
            return locks
        }

        private var looks: [Statement] {
            let rivals = Statement(.rivals) {
                if let old {
                    $0.bind(old)
                } else {
                    $0.bind(nil as Int32?)
                    $0.bind(nil as [UInt8]?)
                }
                $0.bind(now)
                $0.bind(admission?.limit == nil ? nil : admission?.subject)
            }
            guard let admission else { return [rivals] }
            return [rivals, Statement(.notBefore) { $0.bind(admission.subject) }]
        }

        private func read(_ rows: Rows, _ sight: inout Sight) {
            var families: [[UInt8]: (lastSeen: Int64, created: Int64)] = [:]
            for row in 0..<rows.count {
                let family = rows.bytes(row, 2)
                if rows.flag(row, 0) {
                    sight.old = (rows.integer(row, 1), family)
                } else {
                    let seen = (lastSeen: rows.integer(row, 3), created: rows.integer(row, 4))
                    if let other = families[family], other >= seen { continue }
                    families[family] = seen
                }
            }
            families[record.family.bytes] = nil
            if let old = sight.old { families[old.family] = nil }
            sight.rivals = families.sorted { first, second in
                if first.value != second.value { return first.value < second.value }
                return first.key.lexicographicallyPrecedes(second.key)
            }.map(\.key)
        }
    }
#endif
