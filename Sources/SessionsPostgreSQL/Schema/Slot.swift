#if PostgreSQL
    import Sessions

    /// What transactions of several rows lock before they look, so that what they have seen is still so when they write.
    ///
    /// A row lock holds what is there. It does not keep a rotation from adding a row to a family that is just being
    /// deleted, nor a login from adding one to a subject whose sessions are being ended: the newcomer would survive. So
    /// there is a table of numbered rows that stand for tags and for subjects, many of each to a number, and:
    /// - whatever adds a row to a family or ends one locks the number of its tag, which a rotation keeps;
    /// - whatever admits a subject or ends all he has locks his number first.
    ///
    /// Each statement sees what was committed before it began, so that the one after the lock sees everything. Locks are
    /// taken in the order of the numbers, then those of session rows in the order of their keys: nobody waits in a circle.
    /// Rows and no advisory locks, which some engines lack and others ignore.
    enum Slot {
        /// Of subjects, and as many of tags. Two that share one wait for each other's commit, some milliseconds at most.
        static let count: Int32 = 1_024
        /// The last number: who holds it purges.
        static let purge = 2 * count

        /// Never changes: servers of different versions must agree. FNV-1a, because Swift's own hash is seeded.
        static func subject(_ subject: String) -> Int32 {
            let hash = subject.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
            return Int32(bitPattern: hash) & (count - 1)
        }

        /// What ``sql(tag:)`` gives.
        static func tag(_ key: StoreKey) -> Int32 {
            count + (Int32(bitPattern: key.tag) & (count - 1))
        }

        static func sql(tag column: String) -> String {
            "\(count) + (\(column) & \(count - 1))"
        }
    }
#endif
