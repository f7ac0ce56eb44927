import CookieHeaders
import HTTPTypes
import SecureTokens

/// Seals whole sessions into the values of their two cookies, and opens them.
///
/// A value is a sealed token (XAES-256-GCM, of the kit's own sub-key) under purpose `session`, the cookie's name and the
/// namespace; its payload is that of a record, and it ends at the session's next deadline.
struct CarriedCookies: Sendable {
    private let identified, guest: TokenSealer

    init(
        namespace: String,
        cookies: SessionCookies,
        keys: KeyRing,
        clock: WallClock
    ) throws(SessionError) {
        func sealer(_ cookie: SessionCookie) throws(TokenError) -> TokenSealer {
            let name = cookies.template(cookie).attributes.name
            return TokenSealer(
                .session,
                keys: keys,
                context: try TokenContext(purpose: "session", name: name, audience: namespace),
                maximumLength: SetCookie.maximumPairBytes - name.utf8.count,
                clock: clock
            )
        }
        do {
            (identified, guest) = (try sealer(.identified), try sealer(.guest))
        } catch {
            throw SessionError(.invalidPolicy, "A cookie name is not usable.")
        }
    }

    /// The value of a session's cookie.
    /// - Throws: ``SessionError`` `.invalidValue` if it would be longer than browsers keep (SC-16, B67).
    func seal(_ payload: SessionPayload, until deadline: Timestamp) throws(SessionError) -> String {
        do throws(TokenError) {
            // Rounded up: the deadline inside counts to the millisecond.
            let end = TokenLifetime.until(seconds: deadline.milliseconds / 1_000 + 1)
            return try sealer(SessionCookie(for: payload)).seal(payload.encoded().span, for: end)
        } catch .invalid(.inputLength) {
            let count = payload.values.bytes.count
            throw SessionError(
                .invalidValue,
                "The session's values, \(count) bytes, do not fit into a cookie: keep less in it, or use a session store."
            )
        } catch {
            throw SessionError(.cryptography, "OpenSSL failed; no cookie can be made.")
        }
    }

    /// The session in a cookie's value and when it was issued; `nil` for whatever is not authentic, has ended or is of
    /// another format.
    func open(_ value: String, of cookie: SessionCookie, now: Timestamp) -> (
        payload: SessionPayload, issued: Timestamp
    )? {
        guard let token = try? sealer(cookie).open(value.utf8.span),
            let payload = SessionPayload(encoded: token.payload),
            SessionCookie(for: payload) == cookie, now < payload.absoluteDeadline
        else { return nil }
        return (payload, Timestamp(milliseconds: token.issued * 1_000))
    }

    private func sealer(_ cookie: SessionCookie) -> TokenSealer {
        switch cookie {
        case .identified: identified
        case .guest: guest
        }
    }
}
