extension CookieJar {
    /// How many cookies a jar keeps (RFC 6265bis §6.1, UA-23).
    public struct Limits: Hashable, Sendable {
        /// Cookies with one domain; those of another partition are counted apart, so that a top-level site cannot learn
        /// what others hold by crowding it out.
        public let maximumPerDomain: Int
        /// Cookies in all.
        public let maximumTotal: Int

        /// Limits of one's own. Negative numbers count as 0, which keeps nothing.
        public init(maximumPerDomain: Int, maximumTotal: Int) {
            self.maximumPerDomain = max(maximumPerDomain, 0)
            self.maximumTotal = max(maximumTotal, 0)
        }

        /// 50 a domain and 3,000 in all: the least that the standard asks of a browser, so that a server which needs more
        /// is found out.
        public static var standard: Limits { Limits(maximumPerDomain: 50, maximumTotal: 3000) }
    }
}
