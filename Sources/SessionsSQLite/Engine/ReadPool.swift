import Sessions
import Synchronization

/// Connections to read with, used on the caller's own thread: a read takes microseconds, less than a change of threads.
///
/// Each has a lock. A caller takes the first that is free, always in the same order, so that the caches of the first
/// ones stay warm; only when all are taken does he wait for one. Which are free is told by the bits of one number: to
/// find a lock taken is a call of the system.
final class ReadPool: Sendable {
    private final class Reader: Sendable {
        let connection: Mutex<Connection?>

        init(_ connection: sending Connection) {
            self.connection = Mutex(connection)
        }
    }

    private let readers: [Reader]
    /// A bit for each reader that nobody has taken.
    private let free: Atomic<UInt64>
    private let waited = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)

    /// - Parameters:
    ///   - count: how many connections, 1 to 64.
    ///   - connect: opens one, for reading only.
    init(count: Int, _ connect: () throws(StoreError) -> sending Connection) throws(StoreError) {
        var readers: [Reader] = []
        for _ in 0..<count { readers.append(Reader(try connect())) }
        self.readers = readers
        free = Atomic(.max >> UInt64(UInt64.bitWidth - count))
    }

    /// Runs `body` with one of the connections.
    func read<Value: Sendable>(_ body: (Connection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        guard let number = take() else {
            let turn = waited.wrappingAdd(1, ordering: .relaxed).oldValue
            return try read(with: readers[Int(UInt(bitPattern: turn) % UInt(readers.count))], body)
        }
        defer { free.bitwiseOr(1 << UInt64(number), ordering: .relaxed) }
        return try read(with: readers[number], body)
    }

    /// Takes the first reader that is free. What guards its connection is its lock.
    private func take() -> Int? {
        var known = free.load(ordering: .relaxed)
        while known != 0 {
            let (isTaken, found) = free.weakCompareExchange(
                expected: known,
                desired: known & (known - 1),
                ordering: .relaxed
            )
            if isTaken { return known.trailingZeroBitCount }
            known = found
        }
        return nil
    }

    private func read<Value: Sendable>(
        with reader: Reader,
        _ body: (Connection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try reader.connection.withLock { (connection) throws(StoreError) in try body(open(connection)) }
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
