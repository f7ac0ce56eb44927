public import HTTPTypes

extension CookieJar {
    /// The request that a cookie came with or goes with: all that the rules look at.
    public struct Request: Hashable, Sendable {
        /// The host.
        public var host: CookieHost
        /// The path without query and fragment; `/` in place of one that does not begin with it (§5.1.4). Bytes count: it
        /// is neither decoded nor normalised (UA-16).
        public let path: String
        /// Whether the connection counts as secure. For localhost over plain text that is for the caller to say:
        /// browsers disagree.
        public var isSecure: Bool
        /// Who asks.
        public var api: API
        /// Where the request comes from.
        public var site: Site
        /// The top-level site, for Partitioned cookies (CHIPS), compared byte by byte. Nil if this client keeps no
        /// partitions; it then takes Partitioned cookies like any other, as browsers without CHIPS do.
        public var partitionKey: String?

        /// Who sets or reads cookies (UA-21).
        public enum API: Hashable, Sendable {
            /// An HTTP request or response.
            case http
            /// A script.
            case nonHTTP
        }

        /// Where a request comes from (§5.2). Redirects through another site and frames are for the caller to judge.
        public enum Site: Hashable, Sendable {
            /// From the same site, or typed by the user. The usual case for clients that are no browsers.
            case same
            /// From another site: an image, a frame, a fetch.
            case cross
            /// From another site by a link or form that changes what the address bar shows; safe for GET, HEAD, OPTIONS
            /// and TRACE (RFC 9110 §9.2.1).
            case crossNavigation(safe: Bool)
        }

        /// A request's context.
        public init(
            host: CookieHost,
            path: String = "/",
            isSecure: Bool,
            api: API = .http,
            site: Site = .same,
            partitionKey: String? = nil
        ) {
            self.host = host
            self.path = CookiePath.requestPath(path)
            self.isSecure = isSecure
            self.api = api
            self.site = site
            self.partitionKey = partitionKey
        }

        /// The context of an HTTP request: secure for `https` and `wss`, and for loopback hosts only if asked for.
        ///
        /// Nil without an authority that names a host.
        public init?(
            _ request: HTTPRequest,
            site: Site = .same,
            partitionKey: String? = nil,
            loopbackIsSecure: Bool = false
        ) {
            guard let authority = request.authority, let host = CookieHost(authority: authority) else { return nil }
            let scheme = request.scheme?.utf8.map(\.asciiLowercased) ?? []
            let isSecure = scheme == Array("https".utf8) || scheme == Array("wss".utf8)
            self.init(
                host: host,
                path: request.path ?? "/",
                isSecure: isSecure || (loopbackIsSecure && host.isLoopback),
                site: site,
                partitionKey: partitionKey
            )
        }

        /// The context of a request to an absolute URL: secure for `https` and `wss`, and for loopback hosts only if asked
        /// for.
        ///
        /// User information, port, query and fragment play no part. Neither host nor path is decoded, and the path is not
        /// normalised: `/a/../b` stays as it is unless a URL parser has mapped it before (UA-16).
        ///
        /// Nil for another scheme than `http`, `https`, `ws` and `wss`, whose requests carry no cookies, for a URL
        /// without a host, and for one with a backslash before its path.
        public init?(
            url: String,
            api: API = .http,
            site: Site = .same,
            partitionKey: String? = nil,
            loopbackIsSecure: Bool = false
        ) {
            guard let separator = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let scheme = Array(url.utf8[..<separator])
            let isSecure = scheme.span.equalsIgnoringCase("https") || scheme.span.equalsIgnoringCase("wss")
            let isPlain = scheme.span.equalsIgnoringCase("http") || scheme.span.equalsIgnoringCase("ws")
            let rest = url.utf8[separator...].dropFirst()
            guard isSecure || isPlain, rest.starts(with: "//".utf8) else { return nil }
            let location = rest.dropFirst(2)
            let end = location.firstIndex { "/?#".utf8.contains($0) } ?? location.endIndex
            let authority = location[..<end]
            // Some parsers end the host at a backslash, others take all before the `@` for a user: two hosts in one URL.
            guard !authority.contains(UInt8(ascii: "\\")) else { return nil }
            let start = authority.lastIndex(of: UInt8(ascii: "@")).map { authority.index(after: $0) }
            let named = String(Substring(authority[(start ?? authority.startIndex)...]))
            guard let host = CookieHost(authority: named) else { return nil }
            self.init(
                host: host,
                path: String(Substring(location[end...])),
                isSecure: isSecure || (loopbackIsSecure && host.isLoopback),
                api: api,
                site: site,
                partitionKey: partitionKey
            )
        }
    }
}
