import SecureTokens

/// Device labels for listings: sealed under a server key, so that a thief of the store does not learn who uses what, and
/// bound to the family, so that a label cannot be moved to another session.
///
/// A listing has no session's ID at hand; a label can therefore be read by whoever has the server key.
struct DeviceLabels: Sendable {
    /// Bytes of a label.
    static let maximumLength = 255

    let namespace: String
    let keys: KeyRing
    let clock: WallClock

    func seal(_ label: String, of family: SessionFamily) throws(SessionError) -> [UInt8] {
        do {
            return Array(try sealer(family).seal(label.utf8.span, for: .unlimited).utf8)
        } catch {
            throw SessionError(.cryptography, "OpenSSL failed; nothing was stored.")
        }
    }

    /// `nil` if there is none or it cannot be opened: a listing does not fail for a label.
    func open(_ sealed: [UInt8]?, of family: SessionFamily) -> String? {
        guard let sealed, let label = try? sealer(family).open(sealed.span, allowingUnlimited: true) else { return nil }
        return String(validating: label.payload, as: UTF8.self)
    }

    private func sealer(_ family: SessionFamily) throws(TokenError) -> TokenSealer {
        let context = try TokenContext(purpose: "session-label", name: namespace, audience: family.description)
        return TokenSealer(.label, keys: keys, context: context, clock: clock)
    }
}
