/// Why a key, or a file of keys, cannot be used, and what to do about it. Never holds key material.
public struct KeyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Equatable, Sendable {
        /// Not exactly 32 bytes.
        case length
        /// All bytes are equal: a placeholder, no key.
        case allEqual
        /// Not the text form of a key.
        case malformed
        /// The text's checksum does not fit: a slip of the hand.
        case checksum
        /// There is no such file or environment variable.
        case missing
        /// A file to be written is already there.
        case exists
        /// The path names a directory or something else that is no file.
        case notAFile
        /// The system refuses access.
        case permission
        /// Others than the owner can read the file.
        case readableByOthers
        /// No key in it.
        case empty
        /// One key twice, or two keys with one id.
        case duplicate
        /// More bytes or keys than make sense.
        case tooLarge
        /// Reading or writing failed.
        case system
        /// OpenSSL or its random generator failed.
        case cryptography
    }

    /// The kind of failure, to branch on.
    public let code: Code
    /// What happened and what to do, in one line.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: TokenError) {
        self.init(.cryptography, error.description)
    }
}
