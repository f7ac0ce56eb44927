#if Redis
    public import Sessions

    extension RedisStore {
        /// Adds a record under a free key.
        public func create(
            _ record: SessionRecord,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> CreateOutcome {
            let end = router.deadline()
            let reservation: Reservation?
            switch try await reserve(record, by: admission, besides: nil, now: now, by: end) {
            case .admitted(let made): reservation = made
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            let command = router.call(
                .create,
                keys: keys(of: record.key.tag),
                [[UInt8](decimal: now.milliseconds), record.key.bytes, Row.bytes(of: record)]
            )
            let cover = families.cover(record, now: now)
            switch try Self.answer(try await router.perform(cover, then: command, by: end)) {
            case .done:
                return .created(ended: try await makeRoom(reservation, now: now, by: end))
            case .exists:
                await cancel(reservation, of: record, by: end)
                return .exists
            default: throw .unexpected
            }
        }

        /// Replaces what may change in a live record of that version.
        public func update(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            now: Timestamp
        ) async throws(StoreError) -> UpdateOutcome {
            let end = router.deadline()
            let arguments = [
                [UInt8](decimal: now.milliseconds), key.bytes, Row.bytes(of: version), Row.head(of: record),
                Row.tail(of: record),
            ]
            var answer = try await call(.update, keys: [names.session(key.tag)], arguments, by: end)
            if answer == .again {
                // A deadline has moved, which the indexes must know of. What an update says of family and subject does not
                // count: those of the row do.
                if let stored = try await row(key, by: end) {
                    var covered = stored
                    covered.absoluteDeadline = record.absoluteDeadline
                    _ = try await reserve(covered, by: nil, besides: nil, now: now, by: end)
                    _ = try await router.perform(families.cover(covered, now: now), by: end)
                }
                answer = try await call(.update, keys: keys(of: key.tag), arguments, by: end)
            }
            switch answer {
            case .done: return .updated
            case .conflict: return .conflict
            case .missing: return .missing
            default: throw .unexpected
            }
        }

        /// Notes that a live session is in use.
        public func touch(
            _ key: StoreKey,
            lastSeen: Timestamp,
            idleDeadline: Timestamp,
            now: Timestamp
        ) async throws(StoreError) -> Bool {
            let end = router.deadline()
            let arguments = [
                [UInt8](decimal: now.milliseconds), key.bytes, Row.bytes(of: lastSeen), Row.bytes(of: idleDeadline),
            ]
            var answer = try await call(.touch, keys: [names.session(key.tag)], arguments, by: end)
            // The purge has to come sooner.
            if answer == .again { answer = try await call(.touch, keys: keys(of: key.tag), arguments, by: end) }
            return answer == .done
        }

        /// Replaces a live record of that version by one under a new key.
        /// - Throws: `StoreError.Code.invalidConfiguration` besides, if the two keys differ in their tags: their rows would
        ///   lie on two servers. No session manager does that.
        public func rotate(
            _ key: StoreKey,
            expecting version: Int64,
            to record: SessionRecord,
            leaving tombstone: Tombstone,
            admission: Admission?,
            now: Timestamp
        ) async throws(StoreError) -> RotateOutcome {
            guard key.tag == record.key.tag else {
                throw StoreError(
                    .invalidConfiguration,
                    "In Redis a session keeps the tag of its ID when it is rotated."
                )
            }
            let end = router.deadline()
            if admission == nil {
                let answer = try await rotate(key, version, record, tombstone, isIndexed: false, now: now, by: end)
                if answer != .again { return try Self.outcome(answer, ended: []) }
            }
            guard let old = try await row(key, by: end), old.isLive(at: now) else { return .missing }
            guard old.version == version else { return .conflict }
            let reservation: Reservation?
            switch try await reserve(record, by: admission, besides: old.family, now: now, by: end) {
            case .admitted(let made): reservation = made
            case .refusedByNotBefore: return .refusedByNotBefore
            case .refusedByLimit: return .refusedByLimit
            }
            _ = try await router.perform(families.cover(record, now: now), by: end)
            let answer = try await rotate(key, version, record, tombstone, isIndexed: true, now: now, by: end)
            guard answer == .done else {
                await cancel(reservation, of: record, by: end)
                return try Self.outcome(answer, ended: [])
            }
            return .rotated(ended: try await makeRoom(reservation, now: now, by: end))
        }

        /// Notes that the successor of a renewal has been presented, and closes what forwards to it.
        public func confirm(_ successor: StoreKey, now: Timestamp) async throws(StoreError) -> Bool {
            try await call(
                .confirm,
                keys: keys(of: successor.tag),
                [[UInt8](decimal: now.milliseconds), successor.bytes, Row.bytes(of: now)],
                by: router.deadline()
            ) == .done
        }

        private func rotate(
            _ key: StoreKey,
            _ version: Int64,
            _ record: SessionRecord,
            _ tombstone: Tombstone,
            isIndexed: Bool,
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> RowAnswer {
            let (kind, part): (String, [UInt8]) =
                switch tombstone {
                case .forwarding(let successor): ("forwarding", Row.counted(successor))
                case .superseded(let until): ("superseded", Row.bytes(of: until))
                }
            return try await call(
                .rotate,
                keys: keys(of: key.tag),
                [
                    [UInt8](decimal: now.milliseconds), key.bytes, Row.bytes(of: version), record.key.bytes,
                    Row.bytes(of: record), Array(kind.utf8), part,
                    [UInt8](decimal: Tombstone.maximumPerFamily - 1), isIndexed ? [1] : [],
                ],
                by: end
            )
        }

        private static func outcome(_ answer: RowAnswer, ended: [SessionFamily]) throws(StoreError) -> RotateOutcome {
            switch answer {
            case .done: .rotated(ended: ended)
            case .conflict: .conflict
            case .missing: .missing
            case .exists: .exists
            case .again: throw .unexpected
            }
        }
    }
#endif
