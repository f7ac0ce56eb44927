/// Whose requests ``CSRFPolicy`` lets through though they do not come from a page of the application.
public enum CSRFSource: Hashable, Sendable {
    /// Pages of another origin, another subdomain included.
    case origin(WebOrigin)
    /// `Origin: null`: sandboxed frames, files, redirects between sites. Any site can make its requests look like this, so
    /// that nothing but the token is left to tell them apart; a WebSocket, which can show none, is not opened for them.
    case opaqueOrigin
    /// `Sec-Fetch-Site: none`: requests that no page began, but the user, a bookmark or an extension.
    case userInitiated
}
