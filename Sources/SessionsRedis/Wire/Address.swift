#if Redis
    /// Where a server listens.
    struct Address: Hashable, Sendable, CustomStringConvertible {
        /// A name or an IP address, without brackets.
        var host: String
        var port: Int32

        var description: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }
#endif
