package import Sessions

/// The name of the table that sessions are kept in, checked so that it can stand in SQL as it is.
package struct TableName: Sendable, Hashable {
    package let name: String

    /// - Parameter reserved: with what the engine's own tables begin.
    /// - Throws: `StoreError.Code.invalidConfiguration` unless the name is a lower-case ASCII letter followed by up to
    ///   39 lower-case letters, digits and underscores, and is none that the engine or this kit uses for itself.
    package init(_ name: String, reserved: String) throws(StoreError) {
        let bytes = Array(name.utf8)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = bytes.first, letters.contains(first), bytes.count <= 40,
            bytes.allSatisfy({ letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }),
            !name.hasPrefix(reserved), !name.hasPrefix("hardtack_")
        else {
            throw StoreError(
                .invalidConfiguration,
                "A table name is a lower-case letter followed by up to 39 lower-case letters, digits and underscores, "
                    + "and does not begin with \(reserved) or hardtack_."
            )
        }
        self.name = name
    }

    /// Quoted, so that a keyword of SQL is a name as well.
    package var sessions: String { "\"\(name)\"" }
    /// The table of subjects' not-befores.
    package var notBefore: String { "\"\(name)_not_before\"" }

    package func index(_ suffix: String) -> String { "\"\(name)_\(suffix)\"" }
}
