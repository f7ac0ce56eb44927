/// The errors of this module. None carries a secret, a payload or a piece of a token.
public enum TokenError: Error, Equatable, Sendable {
    /// The token is not authentic here and now: malformed, changed, of another key, purpose, name or audience, issued
    /// in the future, or unlimited where that is not allowed. One case, so that a peer learns nothing from it.
    case rejected
    /// The token is authentic and its time is over.
    case expired
    /// The caller passed something that cannot be used. A fault of the program, never of a token's bearer.
    case invalid(Argument)
    /// Something this module depends on failed. Nothing was produced, and nothing weaker is tried.
    case unavailable(Resource)

    /// What the caller passed.
    public enum Argument: Equatable, Sendable {
        /// The key has the wrong number of bytes.
        case keyLength
        /// The nonce has the wrong number of bytes.
        case nonceLength
        /// The requested number of bytes is negative or beyond the algorithm's limit.
        case outputLength
        /// The input is longer than the algorithm, or this object, takes.
        case inputLength
        /// A token needs a purpose.
        case emptyPurpose
        /// A token needs a name.
        case emptyName
        /// The expiry is not after the issue, or beyond what four bytes of seconds hold.
        case lifetime
        /// The clock stands before 1970 or past 2106.
        case clock
    }

    /// What failed.
    public enum Resource: Equatable, Sendable {
        /// The random generator.
        case random
        /// An algorithm could not be fetched or did not run.
        case cryptography
        /// The system gave no memory.
        case memory
        /// The FIPS provider is missing, or FIPS was asked for after the first use.
        case fips
    }
}

extension TokenError: CustomStringConvertible {
    /// What happened and what to do, in one line.
    public var description: String {
        switch self {
        case .rejected: "the token was rejected"
        case .expired: "the token has expired"
        case .invalid(let argument): argument.description
        case .unavailable(let resource): resource.description
        }
    }
}

extension TokenError.Argument: CustomStringConvertible {
    /// What is wrong with the argument.
    public var description: String {
        switch self {
        case .keyLength: "the key has the wrong length"
        case .nonceLength: "the nonce has the wrong length"
        case .outputLength: "the requested length is out of range"
        case .inputLength: "the input is too long"
        case .emptyPurpose: "a token context needs a purpose"
        case .emptyName: "a token context needs a name"
        case .lifetime: "the expiry must come after the issue and before 2106"
        case .clock: "the clock must stand between 1970 and 2106"
        }
    }
}

extension TokenError.Resource: CustomStringConvertible {
    /// What failed and what to do.
    public var description: String {
        switch self {
        case .random: "the random generator failed; there is no second source"
        case .cryptography: "OpenSSL refused an operation; check its version and configuration"
        case .memory: "the system gave no memory"
        case .fips: "no FIPS provider answers; load it in OpenSSL's configuration and ask before the first use"
        }
    }
}
