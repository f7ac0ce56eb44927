extension RequestCookies {
    /// How large the Cookie fields of a request may be: judged before anything is parsed or allocated (CK-08, T16).
    public struct Limits: Hashable, Sendable {
        /// Bytes of all Cookie fields, with the two that join each to the next.
        public var maximumBytes: Int
        /// Pieces between semicolons, empty ones included.
        public var maximumPairs: Int

        /// Limits of one's own. Negative numbers count as 0.
        public init(maximumBytes: Int, maximumPairs: Int) {
            self.maximumBytes = maximumBytes
            self.maximumPairs = maximumPairs
        }

        /// 16,384 bytes and 256 pairs: twice the header that servers commonly take (SC-20), so that a server's own limit
        /// is met first, and more pairs than a browser keeps for one domain.
        public static var standard: Limits { Limits(maximumBytes: 16_384, maximumPairs: 256) }
    }
}
