import CookieHeaders

/// What a request wants to change, key by key, so that it can be applied to whatever the store holds by then.
///
/// A commit that finds the session in a newer version applies its patch to that version: two requests that write
/// different keys both succeed. What must not be applied to something else is remembered as such: a key that was *read*
/// before it was assigned must still hold what was read, and a modification is run again on the value that is there now.
struct ValuePatch: Sendable {
    typealias Modification = @Sendable ([UInt8]?) throws(SessionError) -> [UInt8]?

    private struct Change: Sendable {
        let name: String
        /// Whether what was assigned may rest on what was read.
        var dependsOnRead = false
        /// An assignment, which hides whatever came before it; `.some(nil)` removes.
        var assigned: [UInt8]??
        var modifications: [Modification] = []
        /// What the request itself sees.
        var visible: [UInt8]?
    }

    private var changes: [Change] = []
    private var readNames: [String] = []

    var isEmpty: Bool { changes.isEmpty }

    /// What the request sees under that name.
    mutating func read(_ name: String, from base: ValueTable) -> [UInt8]? {
        guard let index = index(of: name) else {
            noteRead(name)
            return base[name]
        }
        // A value that a modification produced rests on the store's, so looking at it is a read.
        if changes[index].assigned == nil { noteRead(name) }
        return changes[index].visible
    }

    mutating func assign(_ value: [UInt8]?, to name: String, base: ValueTable) {
        if value == nil, index(of: name) == nil, !base.contains(name) { return }
        let index = index(forChanging: name, base: base)
        changes[index].assigned = .some(value)
        changes[index].modifications = []
        changes[index].visible = value
        changes[index].dependsOnRead = readNames.contains { sameBytes($0, name) }
    }

    /// Records a modification that has turned `seen` into `value`; `false` if the request no longer sees `seen`.
    mutating func modify(
        _ name: String,
        from seen: [UInt8]?,
        to value: [UInt8]?,
        base: ValueTable,
        _ modification: @escaping Modification
    ) -> Bool {
        guard (index(of: name).map { changes[$0].visible } ?? base[name]) == seen else { return false }
        let index = index(forChanging: name, base: base)
        changes[index].modifications.append(modification)
        changes[index].visible = value
        return true
    }

    /// Only the changes of these names.
    func keeping(_ names: [String]) -> ValuePatch {
        var kept = self
        kept.changes.removeAll { change in !names.contains { sameBytes($0, change.name) } }
        return kept
    }

    /// The base with all changes in it.
    /// - Parameters:
    ///   - base: what the store holds now.
    ///   - original: what it held when the request began.
    /// - Throws: `.conflict` if a key that was read and then assigned holds something else by now.
    func applied(to base: ValueTable, readFrom original: ValueTable) throws(SessionError) -> ValueTable {
        guard !changes.isEmpty else { return base }
        if base == original {
            return base.replacing(changes.map { (name: $0.name, value: $0.visible) })
        }
        var results: [(name: String, value: [UInt8]?)] = []
        results.reserveCapacity(changes.count)
        for change in changes {
            if change.dependsOnRead, base[change.name] != original[change.name] {
                throw SessionError(
                    .conflict,
                    "Another request changed the session value \"\(change.name)\" meanwhile. "
                        + "Repeat the request, or change the value with modify."
                )
            }
            var value = change.assigned ?? base[change.name]
            for modification in change.modifications { value = try modification(value) }
            results.append((change.name, value))
        }
        return base.replacing(results)
    }

    /// The names that the request sees, those of the base first.
    func names(over base: ValueTable) -> [String] {
        var names = base.names.filter { name in
            index(of: name).map { changes[$0].visible != nil } ?? true
        }
        for change in changes where change.visible != nil && !names.contains(where: { sameBytes($0, change.name) }) {
            names.append(change.name)
        }
        return names
    }

    private mutating func noteRead(_ name: String) {
        if !readNames.contains(where: { sameBytes($0, name) }) { readNames.append(name) }
    }

    private func index(of name: String) -> Int? {
        changes.firstIndex { sameBytes($0.name, name) }
    }

    private mutating func index(forChanging name: String, base: ValueTable) -> Int {
        if let index = index(of: name) { return index }
        changes.append(Change(name: name, visible: base[name]))
        return changes.count - 1
    }
}

private func sameBytes(_ lhs: String, _ rhs: String) -> Bool {
    lhs.utf8.span.equals(rhs.utf8.span)
}
