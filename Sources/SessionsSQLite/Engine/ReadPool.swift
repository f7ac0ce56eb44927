import Sessions
import Synchronization

/// Connections to read with, used on the caller's own thread: a read takes microseconds, less than a change of threads.
///
/// Each has a lock. A caller takes the first that is free, always in the same order, so that the caches of the first
/// ones stay warm; only when all are taken does he wait for one.
final class ReadPool: Sendable {
    private final class Reader: Sendable {
        let connection: Mutex<Connection?>

        init(_ connection: sending Connection) {
            self.connection = Mutex(connection)
        }
    }

    private let readers: [Reader]
    private let waited = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)

    /// - Parameters:
    ///   - count: how many connections; at least 1.
    ///   - connect: opens one, for reading only.
    init(count: Int, _ connect: () throws(StoreError) -> sending Connection) throws(StoreError) {
        var readers: [Reader] = []
        for _ in 0..<count { readers.append(Reader(try connect())) }
        self.readers = readers
    }

    /// Runs `body` with one of the connections.
    func read<Value: Sendable>(_ body: (Connection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        for reader in readers {
            let value = try reader.connection.withLockIfAvailable { (connection) throws(StoreError) in
                try body(open(connection))
            }
            if let value { return value }
        }
        let turn = waited.wrappingAdd(1, ordering: .relaxed).oldValue
        return try readers[Int(UInt(bitPattern: turn) % UInt(readers.count))].connection.withLock {
            (connection) throws(StoreError) in
            try body(open(connection))
        }
    }

    /// Lets no read begin from now on.
    func refuse() {
        isClosed.store(true, ordering: .releasing)
    }

    /// Waits for the reads that are under way and closes the connections.
    func close() {
        refuse()
        for reader in readers { reader.connection.withLock { $0 = nil } }
    }

    private func open(_ connection: Connection?) throws(StoreError) -> Connection {
        guard let connection, !isClosed.load(ordering: .acquiring) else { throw StoreError.closed }
        return connection
    }
}
