#if PostgreSQL
    import Sessions

    /// Why the server refused a statement: five characters (PostgreSQL, appendix A). Its message is never kept: it may
    /// quote what is stored.
    struct SQLState: Equatable, Sendable {
        let code: String

        static let serializationFailure = SQLState(code: "40001")
        static let uniqueViolation = SQLState(code: "23505")
        /// Of a statement that was not run because one before it had failed.
        static let transactionAborted = SQLState(code: "25P02")

        /// Whether the same transaction may well succeed if it is run again: it met another one.
        var isTransient: Bool { ["40001", "40P01"].contains(code) }

        /// Whether two that made the same tables at the same time are to blame.
        var isFromRacingDefinition: Bool { isTransient || ["23505", "42P07", "42710", "XX000"].contains(code) }

        /// Whether another connection may fare better: this one leads to a server that has become a replica, or does not
        /// know its statements any more.
        var endsConnection: Bool {
            ["25006", "26000", "0A000"].contains(code) || code.hasPrefix("57P") || code.hasPrefix("08")
        }
    }

    /// Why something came to nothing on a connection.
    enum Failure: Error {
        /// The server said no. Nothing of the transaction remains, once it is rolled back.
        case refused(SQLState)
        /// The connection is of no use any more. What the server was asked last it may have done or not.
        case lost(StoreError)
    }

    extension StoreError {
        init(_ failure: Failure) {
            self =
                switch failure {
                case .refused(let state): StoreError(state)
                case .lost(let error): error
                }
        }

        init(_ state: SQLState) {
            let (code, reason): (Code, String) =
                switch state.code {
                case "25006":
                    (.readOnly, "The session database is a replica or read-only")
                case "42501":
                    (.readOnly, "The role may not read and write the session tables")
                case "40001", "40P01", "55P03", "57014":
                    (.busy, "Another connection kept the session database from answering for too long")
                case "53100", "54000":
                    (.full, "No room is left for the session database; nothing was written")
                case "XX001", "XX002":
                    (.corrupt, "The session database is damaged")
                case let code where code.hasPrefix("22") || code.hasPrefix("23") || code.hasPrefix("42"):
                    (.corrupt, "The tables of the session database are not those that this kit makes")
                default:
                    (.unavailable, "The session database failed")
                }
            self.init(code, "\(reason) (SQLSTATE \(state.code)).")
        }

        static let closed = StoreError(.unavailable, "The session store has been closed.")
        static let late = StoreError(.unavailable, "The session database did not answer in time.")
        static let crowded = StoreError(
            .unavailable,
            "More calls wait for the session database than may wait; this one was not sent."
        )
    }
#endif
