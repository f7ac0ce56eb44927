#if Hummingbird
    public import Hummingbird
    import NIOCore
    public import Sessions

    /// How ``SessionMiddleware`` learns where a request comes from, for `SessionPolicy.isAnomalous`. Without one it does not.
    ///
    /// Behind a proxy the connection is the proxy's, and what a header field says is worth something only if a proxy of
    /// your own wrote it: neither is guessed, the application names one.
    public struct ClientAddress<Context: RequestContext>: Sendable {
        let find: @Sendable (Request, Context) -> String?

        /// Asks a closure of your own, such as one that reads the field of a provider's proxies.
        public init(_ find: @escaping @Sendable (Request, Context) -> String?) {
            self.find = find
        }

        /// What that many proxies of your own wrote into the request. See `TrustedProxies` for what this takes for granted.
        public static func forwarded(by proxies: TrustedProxies) -> Self {
            Self { request, _ in proxies.clientAddress(in: request.headers) }
        }
    }

    extension ClientAddress where Context: RemoteAddressRequestContext {
        /// The other end of the connection: for a server that browsers reach directly.
        public static var connection: Self {
            Self { _, context in context.remoteAddress?.ipAddress }
        }
    }
#endif
