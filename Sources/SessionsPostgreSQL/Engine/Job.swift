#if PostgreSQL
    import Sessions

    /// One call of the store, from when it is queued until it is answered.
    struct Job: Sendable {
        enum Work: Sendable {
            /// Reads with one statement. Answered as soon as its rows are there.
            case read(Statement)
            /// Changes the row under that key with one statement. Shares a commit with others.
            case write(Statement, StoreKey)
            /// Has a transaction of its own, and gives what is to be called when that is committed.
            case transaction(@Sendable (Transaction) throws(Failure) -> @Sendable () -> Void)
        }

        let work: Work
        /// After that it is not begun any more, nor once more.
        let deadline: ContinuousClock.Instant
        /// Whether a connection was lost over it already. Only reads are tried again.
        var wasTried = false
        /// Called with the rows of a read or a write.
        let succeed: @Sendable (Rows) -> Void
        let fail: @Sendable (StoreError) -> Void

        var isAlone: Bool {
            if case .transaction = work { true } else { false }
        }
    }
#endif
