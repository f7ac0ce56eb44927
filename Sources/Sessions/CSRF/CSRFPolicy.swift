public import HTTPTypes

/// Which requests may change something. Every default is the strict one.
///
/// ```swift
/// let policy = try CSRFPolicy(origins: [WebOrigin("https://example.com")])
/// ```
public struct CSRFPolicy: Sendable {
    /// What happens to a request that is to be refused.
    public enum Mode: Hashable, Sendable {
        /// It is refused, with ``SessionEvent/Kind/csrfRefused``.
        case enforce
        /// It goes on, with ``SessionEvent/Kind/csrfReported``: to see before a rollout what would be refused (OC-08).
        case reportOnly
    }

    /// The addresses of the application as browsers see them. Named here and never taken from the Host header field, which
    /// a proxy rewrites and a client chooses (OC-06).
    public let origins: Set<WebOrigin>

    /// Who else may send requests that change something: nobody by default, not even a subdomain (OC-05).
    public let trusted: Set<CSRFSource>

    /// Whether a request needs a token of its session too. Without it only a browser's word counts for where the request
    /// comes from, which a hole in one page or one browser undoes.
    public let requiresToken: Bool

    /// The header field that scripts send the token in: `X-CSRF-Token`. A form of another site cannot set one.
    public let headerName: HTTPField.Name

    /// The field that forms send the token in: `csrf_token`.
    public let formField: String

    /// Bytes of a form that are read in search of the token: 1 MiB, more than a form without files ever has.
    public let maximumFormSize: Int

    /// Enforced by default.
    public let mode: Mode

    /// The name of the header field in which browsers say how a page and its target are related (Fetch Metadata §2.3).
    let siteField: HTTPField.Name

    /// Makes a policy.
    /// - Parameters:
    ///   - origins: the addresses of the application as browsers see them, at least one.
    ///   - trusted: who else may send requests that change something.
    ///   - requiresToken: whether a request needs a token of its session too.
    ///   - headerName: the header field that scripts send the token in.
    ///   - formField: the field that forms send the token in.
    ///   - maximumFormSize: bytes of a form that are read in search of the token, up to 16 MiB.
    ///   - mode: whether to refuse or only to report.
    /// - Throws: ``SessionError`` `.invalidPolicy`: no origin; a name that cannot be one, or that of a cookie's field
    ///   (OC-03); a size out of range; ``CSRFSource/opaqueOrigin`` trusted without a token, which would let every site in.
    public init(
        origins: Set<WebOrigin>,
        trusting trusted: Set<CSRFSource> = [],
        requiresToken: Bool = true,
        headerName: String = "X-CSRF-Token",
        formField: String = "csrf_token",
        maximumFormSize: Int = 1024 * 1024,
        mode: Mode = .enforce
    ) throws(SessionError) {
        guard !origins.isEmpty else {
            throw SessionError(.invalidPolicy, "Name the origins of the application, such as https://example.com.")
        }
        guard let header = HTTPField.Name(headerName), header != .cookie, header != .setCookie,
            let siteField = HTTPField.Name("Sec-Fetch-Site")
        else {
            throw SessionError(.invalidPolicy, "headerName must be the name of a header field, and not of a cookie's.")
        }
        guard (1...255).contains(formField.utf8.count) else {
            throw SessionError(.invalidPolicy, "formField must have 1 to 255 bytes.")
        }
        guard (1...16 * 1024 * 1024).contains(maximumFormSize) else {
            throw SessionError(.invalidPolicy, "maximumFormSize must be from one byte to 16 MiB.")
        }
        guard requiresToken || !trusted.contains(.opaqueOrigin) else {
            throw SessionError(
                .invalidPolicy,
                "Any site can send Origin: null, so that opaqueOrigin can be trusted only where a token is required."
            )
        }
        self.origins = origins
        self.trusted = trusted
        self.requiresToken = requiresToken
        self.headerName = header
        self.formField = formField
        self.maximumFormSize = maximumFormSize
        self.mode = mode
        self.siteField = siteField
    }
}
