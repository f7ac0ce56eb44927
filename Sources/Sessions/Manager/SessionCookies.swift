import CookieHeaders
import HTTPTypes
import SecureTokens

/// The cookies of a manager, the two of sessions and that of a visitor's forms: reading them from a request, setting and
/// deleting them in a response.
struct SessionCookies: Sendable {
    private let identified: SetCookie
    private let guest: SetCookie
    private let csrf: SetCookie
    private let signers: Signers?
    private let siteDataToClear: String
    /// Whether the cookies carry their sessions.
    private let isCookieOnly: Bool

    /// Of IDs that are signed: one for each cookie, so that what is signed for one is nothing under the other's name (T2).
    private struct Signers {
        let identified, guest: TokenSigner
    }

    init(policy: SessionPolicy, keys: KeyRing, clock: WallClock, isCookieOnly: Bool) throws(SessionError) {
        self.isCookieOnly = isCookieOnly
        siteDataToClear = SiteData.allCases.filter(policy.siteDataToClear.contains).map { "\"\($0.rawValue)\"" }
            .joined(separator: ", ")
        do {
            let template = { (name: String) throws(CookieError) in
                try SetCookie.host(name, "").with { cookie in
                    cookie.sameSite = policy.sameSite
                    cookie.partitioned = policy.isPartitioned
                }
            }
            identified = try template(policy.identifiedCookieName)
            guest = try template(policy.guestCookieName)
            csrf = try template(policy.csrfCookieName)
            let signer = { (cookie: SetCookie) throws(TokenError) in
                let context = try TokenContext(
                    purpose: "session-id",
                    name: cookie.attributes.name,
                    audience: policy.namespace
                )
                return TokenSigner(.session, keys: keys, context: context, clock: clock)
            }
            signers = policy.signsIDs ? Signers(identified: try signer(identified), guest: try signer(guest)) : nil
        } catch {
            throw SessionError(.invalidPolicy, "A cookie name or SameSite is not usable. \(error)")
        }
    }

    /// What a request presents, by cookie.
    func presented(in request: HTTPFields) -> PresentedCookies {
        var presented = PresentedCookies()
        guard request.contains(.cookie) else { return presented }
        let cookies = RequestCookies(request)
        // A header over the limits is not read in part; whatever was in it, there is no session (T16).
        guard cookies.refusal == nil else {
            presented.isPresent = true
            presented.hasMalformedID = true
            return presented
        }
        var visitors = 0
        // One pass for all three names; nothing is copied but what becomes an ID.
        cookies.forEachPair { name, value in
            if name.equals(identified.attributes.name.utf8.span) {
                note(value, of: .identified, in: &presented)
            } else if name.equals(guest.attributes.name.utf8.span) {
                note(value, of: .guest, in: &presented)
            } else if name.equals(csrf.attributes.name.utf8.span) {
                visitors += 1
                // Of two, none is believed (T14).
                presented.visitor = visitors == 1 ? VisitorSecret(cookieValue: value) : nil
            }
        }
        presented.refuseTooMany()
        return presented
    }

    private func note(_ value: Span<UInt8>, of cookie: SessionCookie, in presented: inout PresentedCookies) {
        if isCookieOnly {
            presented.keep(value, of: cookie)
        } else {
            presented.add(value, for: cookie) { id(in: value, signedBy: signer(cookie)) }
        }
    }

    /// The ID in a cookie's value; `nil` for anything else, and then the store is not asked (OS-09, B6).
    private func id(in value: Span<UInt8>, signedBy signer: TokenSigner?) -> SessionID? {
        guard let signer else { return SessionID(cookieValue: value) }
        return (try? signer.verify(value)).flatMap { SessionID(unsealed: $0.payload) }
    }

    func set(_ issued: IssuedCookie, at now: Timestamp, in response: inout HTTPFields) throws(SessionError) {
        do {
            let value = try value(of: issued)
            var cookie = try template(issued.kind).with { $0.value = value }
            if issued.isRemembered {
                let seconds = (issued.absoluteDeadline - now).components.seconds
                cookie = try cookie.lasting(
                    seconds: min(max(seconds, 1), SetCookie.maximumLifetime),
                    from: CookieDate(clamping: now.milliseconds / 1_000)
                )
            }
            response.setCookie(cookie)
        } catch {
            throw SessionError(.invalidPolicy, "The session's cookie could not be built.")
        }
        forbidCaching(&response)
    }

    private func value(of issued: IssuedCookie) throws(TokenError) -> String {
        switch issued.content {
        case .value(let value): return value
        case .id(let id):
            guard let signer = signer(issued.kind) else { return id.cookieValue }
            // Rounded up, so that the token does not end before the session.
            return try signer.sign(
                id.bytes.span,
                for: .until(seconds: issued.absoluteDeadline.milliseconds / 1_000 + 1)
            )
        }
    }

    /// Tells the browser to forget what it keeps besides (HT-07). What the application asked for as well stays.
    func clearSiteData(in response: inout HTTPFields) {
        guard !siteDataToClear.isEmpty, let name = HTTPField.Name("Clear-Site-Data") else { return }
        response.append(HTTPField(name: name, value: siteDataToClear))
    }

    private func signer(_ cookie: SessionCookie) -> TokenSigner? {
        switch cookie {
        case .identified: signers?.identified
        case .guest: signers?.guest
        }
    }

    func delete(_ cookie: SessionCookie, in response: inout HTTPFields) {
        response.setCookie(template(cookie).deletion())
        forbidCaching(&response)
    }

    /// The cookie that a visitor's anti-forgery token belongs to.
    func set(_ visitor: VisitorSecret, in response: inout HTTPFields) throws(SessionError) {
        do {
            response.setCookie(try csrf.with { $0.value = visitor.cookieValue })
        } catch {
            throw SessionError(.invalidPolicy, "The cookie of a visitor's anti-forgery token could not be built.")
        }
        forbidCaching(&response)
    }

    func deleteVisitor(in response: inout HTTPFields) {
        response.setCookie(csrf.deletion())
        forbidCaching(&response)
    }

    func template(_ cookie: SessionCookie) -> SetCookie {
        switch cookie {
        case .identified: identified
        case .guest: guest
        }
    }

    /// A response that carries a session cookie, or a page with a token in it, is for one browser: no cache may store it
    /// (OS-16, HT-03, T20). What the application has set is added to, never weakened (HT-06).
    func forbidCaching(_ response: inout HTTPFields) {
        response.addToken("no-store", to: .cacheControl)
        response.addToken("Cookie", to: .vary, unlessContains: "*")
    }
}

/// The session cookies in a request: well-formed IDs, or values of sessions that cookies carry. Nearly always none or one.
struct PresentedCookies: Sendable {
    /// How many cookies of one name are tried (T14).
    private static let maximumCandidates = 4

    var isPresent = false
    /// Whether one holds no ID, or the header is over its limits.
    var hasMalformedID = false
    /// What a visitor's anti-forgery tokens belong to.
    var visitor: VisitorSecret?
    private var identified = Candidates()
    private var guest = Candidates()

    private struct Candidates {
        var count = 0
        var ids: [SessionID] = []
        var values: [String] = []

        mutating func keep(_ value: Span<UInt8>) {
            count += 1
            guard count <= PresentedCookies.maximumCandidates, let text = try? UTF8Span(validating: value) else {
                return
            }
            values.append(String(copying: text))
        }

        enum Outcome {
            case wellFormed, malformed, notText
        }

        mutating func add(_ value: Span<UInt8>, _ read: () -> SessionID?) -> Outcome {
            if count < PresentedCookies.maximumCandidates, let id = read() {
                ids.append(id)
                count += 1
                return .wellFormed
            }
            guard (try? UTF8Span(validating: value)) != nil else { return .notText }
            count += 1
            return .malformed
        }
    }

    func ids(for cookie: SessionCookie) -> [SessionID] {
        switch cookie {
        case .identified: identified.ids
        case .guest: guest.ids
        }
    }

    /// Notes a cookie. A value that is not UTF-8 is none.
    mutating func add(_ value: Span<UInt8>, for cookie: SessionCookie, _ read: () -> SessionID?) {
        let outcome =
            switch cookie {
            case .identified: identified.add(value, read)
            case .guest: guest.add(value, read)
            }
        if outcome != .notText { isPresent = true }
        if outcome == .malformed { hasMalformedID = true }
    }

    /// Notes a cookie as it is: what it holds shows when it is opened.
    mutating func keep(_ value: Span<UInt8>, of cookie: SessionCookie) {
        isPresent = true
        switch cookie {
        case .identified: identified.keep(value)
        case .guest: guest.keep(value)
        }
    }

    /// The values of cookies that are kept as they are.
    func values(of cookie: SessionCookie) -> [String] {
        switch cookie {
        case .identified: identified.values
        case .guest: guest.values
        }
    }

    /// Of more than are tried none is believed.
    mutating func refuseTooMany() {
        if identified.count > Self.maximumCandidates { identified = Candidates() }
        if guest.count > Self.maximumCandidates { guest = Candidates() }
    }
}

extension HTTPFields {
    /// Adds a member to a comma-separated field unless it is there already, in any case.
    mutating func addToken(_ token: String, to name: HTTPField.Name, unlessContains other: String? = nil) {
        // Nearly always there is no such field, or the one that an earlier cookie of this response has brought.
        if contains(name) {
            let values = self[values: name]
            if values.contains(token) { return }
            let present = values.flatMap { $0.split(separator: ",") }.map { String($0).trimmingSpaces.lowercasedASCII }
            if present.contains(token.lowercasedASCII) || other.map(present.contains) == true { return }
        }
        append(HTTPField(name: name, value: token))
    }
}

extension String {
    var trimmingSpaces: String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let bytes = utf8.drop(while: isSpace)
        let end = bytes.lastIndex { !isSpace($0) }.map(bytes.index(after:)) ?? bytes.startIndex
        return String(bytes[..<end]) ?? ""
    }

    var lowercasedASCII: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
