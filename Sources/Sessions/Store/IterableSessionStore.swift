/// A store whose rows can be gone through from end to end: to look into it, to check it, to copy it into another one.
///
/// Nothing on a request's path needs this, which is why it is not asked of every store.
public protocol IterableSessionStore: SessionStore {
    /// The next rows in an order of the store's own: live ones, tombstones and expired ones alike.
    ///
    /// A row that is there from the first call to the last comes exactly once, whatever is written, touched or deleted
    /// meanwhile; a row that comes or goes in that time may be among them or not. Each page is read as a whole, but two
    /// pages may show two moments.
    ///
    /// ```swift
    /// var cursor: StoreCursor?
    /// repeat {
    ///     let page = try await store.page(after: cursor, limit: 1_000)
    ///     for record in page.records { ... }
    ///     cursor = page.next
    /// } while cursor != nil
    /// ```
    /// - Parameters:
    ///   - cursor: ``StorePage/next`` of the page before; `nil` for the first one.
    ///   - limit: how many rows a page has at most; less than 1 counts as 1.
    /// - Throws: ``StoreError``; ``StoreError/Code/invalidConfiguration`` for a cursor that no page of such a store held.
    func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage
}

/// Some of a store's rows.
public struct StorePage: Sendable, Equatable {
    /// The rows. There may be fewer than were asked for, even none, before the end is reached.
    public var records: [SessionRecord]
    /// How many rows there were besides that no record can be made of, because the engine's file was damaged.
    public var unreadable: Int
    /// Where the next page begins; `nil` after the last one.
    public var next: StoreCursor?

    /// Makes a page.
    public init(records: [SessionRecord], unreadable: Int = 0, next: StoreCursor?) {
        self.records = records
        self.unreadable = unreadable
        self.next = next
    }
}

/// Where a page ended. Means something to the store that made it, and to nobody else.
public struct StoreCursor: Hashable, Sendable, CustomStringConvertible {
    /// What the store needs to go on. May be derived from a row's key: nothing for a log.
    public let bytes: [UInt8]

    /// Makes a cursor, in a store.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A cursor of a store that numbers its rows.
    package init(row: Int64) {
        let word = UInt64(bitPattern: row)
        self.init((0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) })
    }

    /// The number; nothing but what ``init(row:)`` has made is one.
    package func row() throws(StoreError) -> Int64 {
        guard bytes.count == 8 else {
            throw StoreError(.invalidConfiguration, "The cursor is none that a page of this store has given.")
        }
        return Int64(bitPattern: bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    /// Redacted.
    public var description: String { "StoreCursor(redacted)" }
}
