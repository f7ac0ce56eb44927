import CookieHeaders

/// The values of a session as they lie in its payload: encoded, in one array, decoded only when asked for.
///
/// Each entry is a name (1 byte of length), then a value (4 bytes of length). Sessions hold a handful of values, so that a
/// walk over the bytes is faster than a dictionary and allocates nothing.
struct ValueTable: Sendable, Equatable {
    /// Bytes of a key's name at most; its length is one byte.
    static let maximumNameLength = 255

    private(set) var bytes: [UInt8]

    static let empty = ValueTable()

    private init() {
        bytes = []
    }

    /// Checks that the entries fill the bytes exactly; `nil` otherwise.
    init?(bytes: [UInt8]) {
        self.bytes = bytes
        var position = 0
        while position < bytes.count {
            guard let entry = entry(at: position) else { return nil }
            position = entry.end
        }
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// The encoded value; `nil` if there is none of that name.
    subscript(name: String) -> [UInt8]? {
        var found: [UInt8]?
        forEachEntry { entry in
            guard isNamed(entry, name) else { return true }
            found = Array(bytes[entry.value])
            return false
        }
        return found
    }

    func contains(_ name: String) -> Bool {
        var found = false
        forEachEntry { entry in
            found = isNamed(entry, name)
            return !found
        }
        return found
    }

    /// The names; those written by the last commit that changed anything come last.
    var names: [String] {
        var names: [String] = []
        forEachEntry { entry in
            names.append(String(decoding: bytes[entry.name], as: UTF8.self))
            return true
        }
        return names
    }

    /// A table with some values replaced (`nil` removes) and all others as they are.
    func replacing(_ changes: [(name: String, value: [UInt8]?)]) -> ValueTable {
        let added = changes.reduce(0) { $0 + 5 + $1.name.utf8.count + ($1.value?.count ?? 0) }
        var result = ByteWriter(capacity: bytes.count + added)
        forEachEntry { entry in
            if !changes.contains(where: { isNamed(entry, $0.name) }) {
                result.append(bytes.span.extracting(entry.start..<entry.end))
            }
            return true
        }
        for case (let name, let value?) in changes {
            result.append(UInt8(truncatingIfNeeded: name.utf8.count))
            result.append(name.utf8.span)
            result.appendLengthPrefixed(value.span)
        }
        return ValueTable(unchecked: result.bytes)
    }

    /// Only the values of these names.
    func keeping(_ names: [String]) -> ValueTable {
        ValueTable.empty.replacing(names.map { ($0, self[$0]) })
    }

    private struct Entry {
        let start: Int
        let name: Range<Int>
        let value: Range<Int>
        var end: Int { value.upperBound }
    }

    private func isNamed(_ entry: Entry, _ name: String) -> Bool {
        bytes.span.extracting(entry.name).equals(name.utf8.span)
    }

    private func entry(at start: Int) -> Entry? {
        let nameStart = start + 1
        let nameEnd = nameStart + Int(bytes[start])
        guard nameEnd + 4 <= bytes.count else { return nil }
        let count = bytes[nameEnd..<nameEnd + 4].reduce(0) { $0 << 8 | Int($1) }
        guard count <= bytes.count - nameEnd - 4 else { return nil }
        return Entry(start: start, name: nameStart..<nameEnd, value: nameEnd + 4..<nameEnd + 4 + count)
    }

    private func forEachEntry(_ body: (Entry) -> Bool) {
        var position = 0
        while position < bytes.count, let entry = entry(at: position), body(entry) {
            position = entry.end
        }
    }
}
