#if Redis
    import Sessions

    extension RedisStore {
        /// What may be chosen about a Redis store besides its address.
        public struct Configuration: Sendable {
            /// What the names of all keys begin with, so that several stores can share a server: 1 to 40 ASCII letters,
            /// digits, hyphens, underscores and dots. `hardtack` by default; `?prefix=` in the address comes first.
            public var prefix = "hardtack"
            /// How long a call may take in all before it throws `StoreError.Code.unavailable`, trying again included: 10 ms
            /// to a minute, 2 s by default. It bounds how long a request waits for servers that stopped answering.
            public var timeout = Duration.seconds(2)
            /// How many commands may be under way at a time: 1 to a million, 10,000 by default. Beyond that a call throws
            /// `StoreError.Code.unavailable` at once, so that nothing piles up behind a server that stopped answering.
            public var limit = 10_000
            /// How many replicas must have a write before it is acknowledged, 0 to 100; 0 by default. A failover then
            /// loses an acknowledged write only if all of those fail with their master, or if a replica that has it not
            /// is promoted all the same. A write that too few have in time throws `StoreError.Code.unavailable`, and may
            /// have happened. Costs a round trip to the replicas for each batch of writes.
            public var replicas = 0

            /// Whom a connection that is encrypted trusts, and what it shows of itself: the authorities of the system and
            /// nothing by default. Of an address that begins with `rediss://` all connections are encrypted, and of one with
            /// `redis://` none is: to choose anything here is an error then.
            public var tls = TLS()

            /// Makes the default configuration.
            public init() {}
        }

        /// A configuration that has been checked, with what the address says.
        struct Settings {
            let url: RedisURL
            let prefix: String
            let timeout: Duration
            let limit: Int
            let replicas: Int
            /// `nil` if nothing is encrypted.
            let tls: Configuration.TLS?

            init(_ text: String, _ configuration: Configuration) throws(StoreError) {
                url = try RedisURL(text)
                prefix = url.prefix ?? configuration.prefix
                timeout = configuration.timeout
                limit = configuration.limit
                replicas = configuration.replicas
                guard (1...40).contains(prefix.utf8.count), prefix.utf8.allSatisfy(Self.isAllowed) else {
                    throw Self.unusable(
                        "The prefix of a Redis store is of 1 to 40 ASCII letters, digits, hyphens, underscores and dots."
                    )
                }
                guard (.milliseconds(10) ... .seconds(60)).contains(timeout) else {
                    throw Self.unusable("The timeout of a Redis store is from 10 ms to 60 s.")
                }
                guard (1...1_000_000).contains(limit) else {
                    throw Self.unusable("A Redis store has 1 to 1,000,000 commands under way, not \(limit).")
                }
                guard (0...100).contains(replicas) else {
                    throw Self.unusable("A Redis store waits for 0 to 100 replicas, not \(replicas).")
                }
                var tls = configuration.tls
                tls.authorities = url.tls.authorities ?? tls.authorities
                tls.certificate = url.tls.certificate ?? tls.certificate
                tls.key = url.tls.key ?? tls.key
                self.tls = url.isEncrypted ? tls : nil
                // Whoever says whom to trust does not mean to send everything in the open.
                guard url.isEncrypted || tls == Configuration.TLS() else {
                    throw Self.unusable(
                        "Only connections to rediss:// are encrypted: an address with redis:// has no cacert, "
                            + "cert or key."
                    )
                }
                // What cannot be used shows at once, and not when somebody answers.
                if let tls = self.tls { _ = try TLSContext(tls) }
            }

            private static func isAllowed(_ byte: UInt8) -> Bool {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }

            private static func unusable(_ reason: String) -> StoreError {
                StoreError(.invalidConfiguration, reason)
            }
        }
    }
#endif
