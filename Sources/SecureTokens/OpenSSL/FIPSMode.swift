import COpenSSL
import Synchronization

/// Asks for every algorithm, the random generator's included, with `fips=yes`.
///
/// It proves where the primitives come from. It makes nothing FIPS 140 compliant by itself: the key derivation, HMAC
/// under a key that is used once and the nonces are made outside the module.
public enum FIPSMode {
    private enum State { case open, ordinary, required, failed }

    private static let state = Mutex(State.open)

    /// Demands the FIPS provider for the rest of the process's life.
    ///
    /// Call it once at the start, before anything else of this module. If the provider does not answer, every later
    /// operation fails too: a program that ignores the error does not fall back to other code.
    ///
    /// - Throws: `TokenError.unavailable(.fips)` if the provider is missing or something was used before.
    public static func require() throws(TokenError) {
        let accepted = state.withLock { state in
            guard state == .open else { return state == .required }
            // The generator's type must be chosen before its first use; afterwards OpenSSL refuses.
            let chosen = unsafe RAND_set_DRBG_type(nil, "CTR-DRBG", "fips=yes", "AES-256-CTR", nil) == 1
            state = chosen ? .required : .failed
            return chosen
        }
        guard accepted, Algorithms.shared.isComplete else {
            state.withLock { $0 = $0 == .required ? .failed : $0 }
            throw .unavailable(.fips)
        }
    }

    /// Whether FIPS algorithms were demanded and are there.
    public static var isRequired: Bool {
        state.withLock { $0 == .required }
    }

    /// Settles the question at the first use: the property to fetch with, or nil if nothing may be fetched.
    static func settle() -> String? {
        state.withLock { state in
            if state == .open { state = .ordinary }
            return switch state {
            case .open, .ordinary: ""
            case .required: "fips=yes"
            case .failed: nil
            }
        }
    }
}
