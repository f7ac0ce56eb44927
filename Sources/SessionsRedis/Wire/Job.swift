#if Redis
    import Sessions

    /// One or more commands that are sent to a server together, and who waits for the answers.
    struct Job: Sendable {
        let bytes: [UInt8]
        /// How many commands, and so answers, there are.
        let count: Int
        /// Whether replicas are to have it before it is answered.
        let isWrite: Bool
        /// When it must have been answered.
        let end: ContinuousClock.Instant
        /// Called once, on the node's thread.
        let answer: @Sendable (Result<[Reply], Loss>) -> Void
    }

    /// Why no answer came.
    enum Loss: Error {
        /// The commands were not sent: nothing was done.
        case unsent(StoreError)
        /// They were sent, and may have been done.
        case unanswered(StoreError)

        var error: StoreError {
            switch self {
            case .unsent(let error), .unanswered(let error): error
            }
        }
    }
#endif
