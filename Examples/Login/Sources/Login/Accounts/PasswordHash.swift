import CPasswordHash
import SecureTokens

/// A password as it is stored: scrypt, with a salt of its own.
///
/// The work factors are OWASP's (Password Storage Cheat Sheet): N = 2^15, r = 8, p = 3, 32 MiB a hash. They stand in each
/// hash, so that they can be raised later without locking anybody out.
struct PasswordHash: Sendable {
    /// `scrypt$15$8$3$salt$hash`, the last two base64url.
    let text: String

    /// Characters a new password has at least (NIST SP 800-63B-4 §3.1.1.2 asks for 15 where it is the only factor; this is
    /// a demonstration), and bytes at most.
    static let length = 8...1_024

    /// Hashes a new password.
    static func make(_ password: String) throws -> PasswordHash {
        let salt = try SecureRandom.bytes(count: 16)
        let hash = try derive(password, salt: salt, logN: 15, r: 8, p: 3)
        return PasswordHash(
            text: "scrypt$15$8$3$\(Base64URL.encode(salt.span))$\(Base64URL.encode(hash.span))"
        )
    }

    /// Whether this is the password.
    func matches(_ password: String) throws -> Bool {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt",
            let logN = Int(parts[1]), (1...20).contains(logN),
            let r = UInt64(parts[2]), (1...32).contains(r),
            let p = UInt64(parts[3]), (1...16).contains(p),
            let salt = Base64URL.decode(parts[4]),
            let expected = Base64URL.decode(parts[5])
        else { return false }
        let hash = try Self.derive(password, salt: salt, logN: logN, r: r, p: p)
        return constantTimeEquals(hash.span, expected.span)
    }

    private static func derive(_ password: String, salt: [UInt8], logN: Int, r: UInt64, p: UInt64) throws -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: 32)
        let memory: UInt64 = 64 * 1024 * 1024
        let result = EVP_PBE_scrypt(
            password,
            password.utf8.count,
            salt,
            salt.count,
            1 << UInt64(logN),
            r,
            p,
            memory,
            &hash,
            hash.count
        )
        guard result == 1 else { throw PasswordHashError() }
        return hash
    }
}

/// OpenSSL could not compute a hash: not enough memory, or no such algorithm.
struct PasswordHashError: Error {}
