/// A host in canonical form: lower-case ASCII, international labels as A-labels (RFC 6265bis §5.1.2).
public struct CookieHost: Hashable, Sendable, CustomStringConvertible {
    /// The name or address; an IPv6 address without its brackets. A dot at the end stays: it names another host.
    public let name: String
    /// Whether it is an IP address: only equality matches one, never a suffix (UA-13).
    public let isAddress: Bool

    /// Canonicalises a host name or an IP address, without a port.
    ///
    /// Letters become lower-case and labels that are not ASCII become A-labels (RFC 3492). That is all of IDNA there is
    /// here: a host from a URL parser has been mapped already, and one in unusual Unicode becomes a name that nobody
    /// serves. An address is taken as it is written, so `127.1` and `127.0.0.1` are two hosts.
    ///
    /// Nil for what is no host: an empty label, a label over 63 bytes, a name over 253, a space, a control or one of
    /// `"#%/:<>?@[\]^|`.
    public init?(_ host: String) {
        if let address = Self.bracketed(host) {
            name = address
            isAddress = true
            return
        }
        var labels = host.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: Self.isDot)
        // A dot at the end makes an empty label, which is the only one allowed.
        let isAbsolute = labels.count > 1 && labels.last?.isEmpty == true
        if isAbsolute { labels.removeLast() }
        var canonical: [String] = []
        for label in labels {
            guard let label = Punycode.label(String(Substring(label))), !label.isEmpty, label.utf8.count <= 63,
                label.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.forbidden.contains($0) })
            else { return nil }
            canonical.append(label)
        }
        let joined = canonical.joined(separator: ".")
        guard joined.utf8.count <= 253, let last = canonical.last else { return nil }
        name = isAbsolute ? joined + "." : joined
        isAddress = Self.isNumber(last)
    }

    /// Takes the host out of `host:port`.
    init?(authority: String) {
        let bytes = authority.utf8
        let end = bytes.last == UInt8(ascii: "]") ? nil : bytes.lastIndex(of: UInt8(ascii: ":"))
        self.init(end.map { String(authority[..<$0]) } ?? authority)
    }

    /// Whether it is this machine: `localhost` and what is under it, 127.0.0.0/8, `::1`.
    public var isLoopback: Bool {
        let name = withoutFinalDot
        return name == "localhost" || name.hasSuffix(".localhost") || name == "::1"
            || (isAddress && name.hasPrefix("127."))
    }

    /// Whether a cookie with a Domain goes to this host: both the same, or the host ends in a dot and the domain and is no
    /// IP address (§5.1.3, UA-13).
    public func matches(domain: String) -> Bool {
        let host = name.utf8
        let domain = domain.utf8
        guard host.count > domain.count else { return host.elementsEqual(domain) }
        guard !isAddress, !domain.isEmpty else { return false }
        let start = host.count - domain.count
        return host.dropFirst(start).elementsEqual(domain)
            && host.dropFirst(start - 1).first == UInt8(ascii: ".")
    }

    /// The domains that match this host: itself, then its parents unless it is an address.
    var domains: [String] {
        guard !isAddress else { return [name] }
        var domains = [name]
        var rest = name[...]
        while let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            rest = rest[rest.utf8.index(after: dot)...]
            if !rest.isEmpty { domains.append(String(rest)) }
        }
        return domains
    }

    /// As a list of public suffixes knows it.
    var withoutFinalDot: String {
        name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
    }

    /// The name.
    public var description: String { name }

    private static let forbidden = Set("\"#%/:<>?@[\\]^|".utf8)

    /// The full stops that IDNA takes for a dot (RFC 3490 §3.1).
    private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
    }

    /// A last label that is a number makes an IPv4 address of whatever stands before it (WHATWG URL), and taking too much
    /// for an address is the safe side.
    private static func isNumber(_ label: String) -> Bool {
        let digits = label.utf8
        if digits.allSatisfy(\.isASCIIDigit) { return true }
        return label.hasPrefix("0x") && digits.dropFirst(2).allSatisfy(isHex)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (0x61...0x66).contains(byte.asciiLowercased)
    }

    /// An IPv6 address with or without its brackets, in lower case.
    private static func bracketed(_ host: String) -> String? {
        var bytes = host.utf8.map(\.asciiLowercased)[...]
        if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { bytes = bytes.dropFirst().dropLast() }
        // Two colons at least, or `a:80` would be an address.
        guard bytes.count <= 45, bytes.count(where: { $0 == UInt8(ascii: ":") }) >= 2,
            bytes.allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
        else { return nil }
        let address = Array(bytes)
        return address.span.utf8String()
    }
}
