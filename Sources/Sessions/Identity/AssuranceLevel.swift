/// How strongly the user of a session proved who he is (NIST SP 800-63B-4: AAL).
///
/// Stored with the session and sealed, so that a page can ask for more than the login gave (NI-05). It is never above
/// what the application named at ``Session/login(subject:assurance:keeping:)`` or ``Session/elevate(to:)``.
public struct AssuranceLevel: RawRepresentable, Hashable, Comparable, Sendable {
    /// The level as it is stored; 0 to 3 are those of NIST, an application may use higher ones.
    public let rawValue: UInt8

    /// Makes a level.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Nobody has logged in.
    public static let none = AssuranceLevel(rawValue: 0)
    /// One factor, such as a password.
    public static let aal1 = AssuranceLevel(rawValue: 1)
    /// Two factors.
    public static let aal2 = AssuranceLevel(rawValue: 2)
    /// Two factors, one of them a phishing-resistant cryptographic authenticator whose key cannot be exported.
    public static let aal3 = AssuranceLevel(rawValue: 3)

    /// Weaker or not.
    public static func < (lhs: AssuranceLevel, rhs: AssuranceLevel) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}
