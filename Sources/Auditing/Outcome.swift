import SecureTokens
import Vectors

/// How a case ended.
struct Outcome {
    /// `success`, a failure by its name in the vectors, or what was wrong.
    let name: String

    /// A failure that is no error of the library: a nil or a false.
    struct Failure: Error { let name: String }

    /// Runs a case; `body` compares what it computes and gives its failures names by throwing.
    ///
    /// A case that must fail has no figures to compare: a body that gets so far with one returns at once.
    static func of(_ body: (inout Comparison) throws -> Void) throws(VectorError) -> Outcome {
        var comparison = Comparison()
        do {
            try body(&comparison)
        } catch let error as VectorError {
            throw error
        } catch let error as TokenError {
            return Outcome(name: error.vectorName)
        } catch let error as KeyError {
            return Outcome(name: error.code.rawValue)
        } catch let error as Failure {
            return Outcome(name: error.name)
        } catch {
            return Outcome(name: "an unknown error")
        }
        return Outcome(name: comparison.firstDifference.map { "another \($0)" } ?? "success")
    }
}

/// Compares computed values with a case's, and keeps the first that differs.
struct Comparison {
    private(set) var firstDifference: String?

    mutating func check(_ name: String, _ isEqual: Bool) {
        if !isEqual, firstDifference == nil { firstDifference = name }
    }

    mutating func check(_ name: String, of vector: VectorCase, _ bytes: [UInt8]) throws(VectorError) {
        check(name, try vector.bytes(name) == bytes)
    }
}

extension TokenError {
    /// The error's name in the vectors.
    var vectorName: String {
        switch self {
        case .rejected: "rejected"
        case .expired: "expired"
        case .unavailable: "unavailable"
        case .invalid(let argument):
            switch argument {
            case .keyLength: "keyLength"
            case .nonceLength: "nonceLength"
            case .outputLength: "outputLength"
            case .inputLength: "inputLength"
            case .emptyPurpose: "emptyPurpose"
            case .emptyName: "emptyName"
            case .lifetime: "lifetime"
            case .clock: "clock"
            }
        }
    }
}

extension InlineArray where Element == UInt8 {
    var array: [UInt8] { indices.map { self[$0] } }
}
