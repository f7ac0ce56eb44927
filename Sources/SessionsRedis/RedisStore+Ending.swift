#if Redis
    public import Sessions

    extension RedisStore {
        /// Deletes a session and its tombstones, all in one step.
        public func deleteFamily(_ family: SessionFamily, now: Timestamp) async throws(StoreError) -> Bool {
            let end = router.deadline()
            guard let tag = try await families.tag(of: family, by: end) else { return false }
            let ended = try Ended(
                try await router.perform(ending(family, tag: tag, isFenced: false, now: now), by: end)
            )
            // The session has ended, whatever becomes of what led to it: an entry without rows is harmless and expires.
            var cleaning = [families.forget(family)]
            if let subject = ended.subject { cleaning.append(subjects.release([family], of: subject)) }
            _ = try? await router.perform(cleaning, by: end)
            return ended.live > 0
        }

        /// Sets the not-before and then ends every session of a subject but one family, each in one step.
        ///
        /// No login by a request that began before is admitted from the first step on, and none that was under way comes
        /// through. A call that throws may have ended some; repeated, it ends the others.
        public func deleteAll(
            subject: String,
            except family: SessionFamily?,
            now: Timestamp
        ) async throws(StoreError) -> Int {
            let end = router.deadline()
            let subject = Array(subject.utf8)
            let members = try await subjects.raiseNotBefore(of: subject, to: now, by: end)
            return try await self.end(members.filter { $0.family != family }, of: subject, now: now, by: end)
        }

        /// Ends families of a subject, those that are still to come included, and takes them out of the indexes. Gives how
        /// many live records there were.
        @discardableResult
        func end(
            _ members: [SubjectIndex.Member],
            of subject: [UInt8],
            now: Timestamp,
            by end: Router.Time
        ) async throws(StoreError) -> Int {
            guard !members.isEmpty else { return 0 }
            let replies = try await router.perform(
                members.map { ending($0.family, tag: $0.tag, isFenced: true, now: now) },
                by: end
            )
            var live = 0
            for reply in replies { live += try Ended(reply).live }
            let gone = members.map(\.family)
            _ = try? await router.perform([subjects.release(gone, of: subject)] + gone.map(families.forget), by: end)
            return live
        }

        private func ending(_ family: SessionFamily, tag: UInt32, isFenced: Bool, now: Timestamp) -> Command {
            router.call(
                .end,
                keys: keys(of: tag),
                [
                    [UInt8](decimal: now.milliseconds), family.bytes,
                    isFenced ? [UInt8](decimal: SubjectIndex.fence) : [],
                ]
            )
        }

        private struct Ended {
            let live: Int
            let subject: [UInt8]?

            init(_ reply: Reply) throws(StoreError) {
                guard let parts = reply.array, parts.count >= 2, let live = parts[0].integer else { throw .unexpected }
                self.live = Int(live)
                subject = parts.count > 2 ? parts[2].bytes : nil
            }
        }
    }
#endif
