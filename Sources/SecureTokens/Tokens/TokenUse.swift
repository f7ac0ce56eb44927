/// Whose tokens these are. The kit's own never share a key with the application's.
package enum TokenUse: Int, CaseIterable, Sendable {
    /// What ``TokenSealer`` and ``TokenSigner`` make for an application: `seal.01` and `sign.02`.
    case application
    /// Session cookies: `session`.
    case session
    /// Device labels: `label`.
    case label

    var index: Int { rawValue }
}
