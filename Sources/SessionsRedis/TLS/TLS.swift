#if Redis
    extension RedisStore.Configuration {
        /// What may be chosen about a connection that is encrypted, which is one to `rediss://`: TLS 1.2 at least, and the
        /// server's certificate has to be valid, come from an authority that is trusted, and name the host that was asked for
        /// (an IP address as such) as a subject alternative name (RFC 9525). Nothing turns that off.
        ///
        /// Files are PEM, and read anew for each connection: one that is renewed needs no restart.
        public struct TLS: Sendable, Equatable {
            /// The path of a file with the certificates of the authorities that are trusted, instead of those that the
            /// system trusts; `?cacert=` in the address comes first.
            public var authorities: String?
            /// The path of a file with this client's certificate, for a server that asks for one, and with those between it
            /// and its authority; `?cert=` in the address comes first. Goes with ``key``.
            public var certificate: String?
            /// The path of a file with the key of ``certificate``, not protected by a passphrase; `?key=` in the address
            /// comes first.
            public var key: String?

            /// Makes a configuration without a certificate that trusts the authorities of the system.
            public init() {}
        }
    }
#endif
