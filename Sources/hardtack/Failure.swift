import SecureTokens

/// Why a command failed, as one line that says what to do, and the exit status that goes with it.
struct Failure: Error, CustomStringConvertible {
    /// The values of sysexits.h that scripts know.
    enum Kind: Int32 {
        /// The input cannot be what it should be: a damaged key, a token that is rejected.
        case badData = 65
        /// Anything else: a file that is not there, no permission, a full disk.
        case failed = 1
    }

    let description: String
    let status: Int32

    init(_ kind: Kind, _ description: String) {
        self.description = description
        status = kind.rawValue
    }

    init(_ error: KeyError) {
        let isData: Bool
        switch error.code {
        case .malformed, .checksum, .allEqual, .length, .duplicate, .empty, .tooLarge: isData = true
        default: isData = false
        }
        self.init(isData ? .badData : .failed, error.description + ".")
    }
}

/// Runs what reads or makes keys and gives its error an exit status.
func withKeyErrors<Result>(_ body: () throws(KeyError) -> Result) throws(Failure) -> Result {
    do {
        return try body()
    } catch {
        throw Failure(error)
    }
}
