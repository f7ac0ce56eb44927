import Sessions

/// What a caller has the ``Writer`` do: performed within a transaction, answered once that is committed.
///
/// Used by one thread at a time: it goes from the caller's to the writer's through the lock of the queue.
protocol Job: AnyObject, Sendable {
    /// Whether it takes long enough to have a transaction of its own.
    var isBulk: Bool { get }

    /// Does the work. Called again if the transaction was rolled back and the job is to have another.
    func perform(on connection: Connection) throws(StoreError)

    /// Answers the caller with what was performed.
    func succeed()

    /// Tells the caller that nothing was.
    func fail(_ error: StoreError)
}

/// A job that gives a value. One object, and no closure but the caller's: there is one for every write.
final class Write<Value: Sendable>: Job, @unchecked Sendable {
    let isBulk: Bool
    private let body: @Sendable (Connection) throws(StoreError) -> Value
    private let continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    private var result = Result<Value, StoreError>.failure(.closed)

    init(
        isBulk: Bool,
        answering continuation: CheckedContinuation<Result<Value, StoreError>, Never>,
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) {
        self.isBulk = isBulk
        self.body = body
        self.continuation = continuation
    }

    func perform(on connection: Connection) throws(StoreError) {
        result = .success(try body(connection))
    }

    func succeed() {
        continuation.resume(returning: result)
    }

    func fail(_ error: StoreError) {
        continuation.resume(returning: .failure(error))
    }
}
