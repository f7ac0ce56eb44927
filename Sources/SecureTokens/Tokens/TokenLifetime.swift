/// How long a token is good for. There is no default: endless is asked for by name.
public struct TokenLifetime: Hashable, Sendable {
    private enum Kind: Hashable {
        /// In seconds; `nil` if they are none or do not fit.
        case lasting(Int64?)
        case until(Int64)
        case unlimited
    }

    private let kind: Kind

    /// From now on for a while, counted in whole seconds; a begun second counts.
    public static func lasting(_ duration: Duration) -> TokenLifetime {
        // What does not fit into a header does not fit here: `components` traps where the seconds alone do not.
        guard duration > .zero, duration <= .seconds(Int64(UInt32.max)) else {
            return TokenLifetime(kind: .lasting(nil))
        }
        // Here and not for each token: a duration counts in attoseconds, and dividing those takes as long as a cipher.
        let (seconds, attoseconds) = duration.components
        return TokenLifetime(kind: .lasting(seconds + (attoseconds > 0 ? 1 : 0)))
    }

    /// Until a moment, in seconds since 1970; from then on it is expired.
    public static func until(seconds: Int64) -> TokenLifetime {
        TokenLifetime(kind: .until(seconds))
    }

    /// Without an end. Whoever opens it must allow that.
    public static let unlimited = TokenLifetime(kind: .unlimited)

    /// The expiry for a header: 0 for none.
    func expiry(issued: UInt32) throws(TokenError) -> UInt32 {
        let expiry: Int64
        switch kind {
        case .unlimited: return 0
        case .until(let seconds): expiry = seconds
        case .lasting(let seconds):
            guard let (sum, overflow) = seconds?.addingReportingOverflow(Int64(issued)), !overflow else {
                throw .invalid(.lifetime)
            }
            expiry = sum
        }
        guard expiry > Int64(issued), let expires = UInt32(exactly: expiry) else { throw .invalid(.lifetime) }
        return expires
    }
}
