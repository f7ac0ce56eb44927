/// When to look at what: a binary heap, earliest first.
///
/// An entry is a hint, never later than the time it stands for. Nothing is moved when a deadline moves away, which is
/// what every touch does: whoever takes an entry out looks at the row and puts it back if it is not due yet.
struct Schedule<Key> {
    private var heap: [(at: Timestamp, key: Key)] = []

    mutating func add(_ key: Key, at: Timestamp) {
        heap.append((at, key))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out an entry whose time has come.
    mutating func next(dueAt now: Timestamp) -> Key? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown(from: 0)
        return first.key
    }

    /// Drops the entries of rows that are gone (`deadline` gives nil) once they are the greater part: logins followed
    /// by logouts would otherwise fill the memory until the deadlines have passed.
    mutating func rebuild(ifOver count: Int, deadline: (Key) -> Timestamp?) where Key: Hashable {
        guard heap.count > 2 * count + 64 else { return }
        var kept: Set<Key> = []
        heap = heap.compactMap { entry in
            guard let at = deadline(entry.key), kept.insert(entry.key).inserted else { return nil }
            return (at, entry.key)
        }
        for index in stride(from: heap.count / 2, through: 0, by: -1) { siftDown(from: index) }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
