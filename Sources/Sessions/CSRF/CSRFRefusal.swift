/// Why a request was refused as one that another site may have forged. 403 by default.
public struct CSRFRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may want to branch on, and what an event says.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A page of another site sent it: `Sec-Fetch-Site: cross-site`.
        case crossSite
        /// A page of another origin of this site sent it: `Sec-Fetch-Site: same-site`. A subdomain is not trusted.
        case sameSite
        /// No page sent it: `Sec-Fetch-Site: none`.
        case userInitiated
        /// `Origin: null`.
        case opaqueOrigin
        /// The Origin header field names another origin, or none that can be read.
        case foreignOrigin
        /// There is no Origin, and the Referer header field names another one, or none that can be read.
        case foreignReferer
        /// Neither Sec-Fetch-Site nor Origin nor Referer says where it comes from.
        case unknownSource
        /// A header field that decides is there more than once.
        case ambiguousHeader
        /// It came with no token.
        case missingToken
        /// The token is not of this session: forged, of another session, or from before a login or logout.
        case invalidToken
        /// OpenSSL failed, so that the token could not be checked.
        case cryptography
    }

    /// What to branch on.
    public let code: Code

    /// Makes a refusal.
    public init(_ code: Code) {
        self.code = code
    }

    /// For people. Holds nothing of the request.
    public var description: String {
        switch code {
        case .crossSite: "A page of another site sent this request."
        case .sameSite: "A page of another origin of this site sent this request; list that origin if it may."
        case .userInitiated: "No page of this application sent this request."
        case .opaqueOrigin: "The request's origin is null."
        case .foreignOrigin: "The request's Origin is not one of this application's."
        case .foreignReferer: "The request's Referer is not a page of this application."
        case .unknownSource: "The request does not say which page sent it."
        case .ambiguousHeader: "A header field that says where the request comes from is there more than once."
        case .missingToken: "The request carries no anti-forgery token."
        case .invalidToken: "The request's anti-forgery token is not of this session."
        case .cryptography: "OpenSSL failed; the anti-forgery token could not be checked."
        }
    }
}
