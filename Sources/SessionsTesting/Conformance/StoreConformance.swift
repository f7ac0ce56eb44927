public import Sessions

/// The suite that every `SessionStore` passes: each sentence of its contract as a case, races included.
///
/// One call runs all of it, with any test framework or none:
/// ```swift
/// try await StoreConformance.run { try await MyStore(...) }
/// ```
/// It throws one ``ConformanceError`` that lists every rule that was broken and what was seen. To get one test for each
/// rule, parameterise it over ``cases``. A suite that passes is no proof for a store whose transactions are only
/// mostly isolated: run it many times, on more than one core.
public enum StoreConformance {
    /// Makes a store that is empty and is shared with nobody. Called once for each case.
    public typealias Maker = @Sendable () async throws -> any SessionStore

    /// All rules, in the order of the contract.
    public static let cases: [Case] =
        creating + updating + touching + rotating + confirming + ending + admitting + listing + expiring + iterating
        + racing

    /// Runs every case.
    /// - Throws: ``ConformanceError`` if any rule was broken.
    public static func run(_ makeStore: @escaping Maker) async throws {
        var failures: [Failure] = []
        for rule in cases { failures += await rule.failures(of: makeStore) }
        if !failures.isEmpty { throw ConformanceError(failures: failures) }
    }

    /// One rule of the contract.
    public struct Case: Sendable, CustomStringConvertible {
        /// The rule, in words.
        public let name: String
        private let body: @Sendable (any SessionStore, Check) async throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (any SessionStore, Check) async throws -> Void) {
            self.name = name
            self.body = body
        }

        /// The rule.
        public var description: String { name }

        /// Checks this rule alone.
        /// - Throws: ``ConformanceError`` if it was broken.
        public func run(_ makeStore: @escaping Maker) async throws {
            let failures = await failures(of: makeStore)
            if !failures.isEmpty { throw ConformanceError(failures: failures) }
        }

        func failures(of makeStore: Maker) async -> [Failure] {
            let check = Check()
            do {
                try await body(try await makeStore(), check)
            } catch {
                check.fail("threw \(error)")
            }
            return check.seen.map { Failure(rule: name, seen: $0) }
        }
    }

    /// One thing that was not as a rule says.
    public struct Failure: Sendable, Equatable, CustomStringConvertible {
        /// The rule, as in ``Case/name``.
        public let rule: String
        /// What was seen and what was expected.
        public let seen: String

        /// Both in one line.
        public var description: String { "\(rule): \(seen)" }
    }
}

/// What a store did not keep.
public struct ConformanceError: Error, Sendable, CustomStringConvertible {
    /// Each of them; never empty.
    public let failures: [StoreConformance.Failure]

    /// One line each.
    public var description: String {
        "\(failures.count) broken:\n" + failures.map { "- \($0)" }.joined(separator: "\n")
    }
}
