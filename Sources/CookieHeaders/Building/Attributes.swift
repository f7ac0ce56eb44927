extension SetCookie {
    /// Name, value and attributes of a cookie: plain and mutable, valid only once a ``SetCookie`` holds them.
    ///
    /// The defaults are the safest that every application can begin with; each can be changed by name.
    public struct Attributes: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        /// The cookie name: a token, with its prefix (SC-01, SC-13).
        public var name: String
        /// The cookie value: cookie octets, or those in double quotes, which belong to the value (SC-01, SC-03).
        public var value: String
        /// Host names that get the cookie besides this one: ASCII A-labels, no leading dot (SC-10). Nil, the default,
        /// means this host alone: a Domain shares the cookie with every sibling host.
        public var domain: String?
        /// The path prefix: starts with `/` (SC-11). `/` by default, because a path is no boundary of trust (SC-25) and
        /// an absent one depends on the URL of the response. Nil leaves it out.
        public var path: String? = "/"
        /// When the cookie ends, for agents without Max-Age. Unless it lies before 2026 it needs ``maxAge`` beside it,
        /// so that the lifetime is bounded whatever the clocks say (SC-17). Nil by default: the browser's session.
        public var expires: CookieDate?
        /// The lifetime in seconds, at most 34,560,000; it beats ``expires`` (SC-17, UA-06). 0, which deletes, needs a
        /// past ``expires`` beside it (SC-08). Nil by default: the browser's session.
        public var maxAge: Int64?
        /// Over TLS alone. True by default.
        public var secure = true
        /// Out of reach of scripts. True by default.
        public var httpOnly = true
        /// Always written (SC-12). Strict by default.
        public var sameSite = SameSite.strict
        /// One jar for each top-level site (CHIPS); needs ``secure`` (SC-15). False by default.
        public var partitioned = false
        /// Attributes that no RFC defines, at most 8. None by default.
        public var extensions: [CookieExtension] = []

        /// A host-only Secure, HttpOnly, SameSite=Strict cookie with `Path=/` that ends with the browser's session.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Says what it is and no more: the value belongs in no log, and the name is not validated yet.
        public var description: String { "SetCookie.Attributes (redacted)" }

        /// Shows nothing to `dump` and debuggers' default printing, which would show the value.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
}
