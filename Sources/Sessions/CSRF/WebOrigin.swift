/// Where a page comes from: scheme, host and port, and nothing else (RFC 6454 §4).
///
/// There is one spelling for each, that of the Origin header field: lower case, no path, no trailing slash, no user, the
/// port only where it is not the scheme's own. Two origins are the same if all three parts are, byte by byte; a name that
/// only begins or ends like another is another (OC-06).
public struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Such as `https`. Not `null`, which is no origin but the lack of one.
    public let scheme: String
    /// A name in ASCII (`xn--…` for others), an IPv4 address, or an IPv6 address in brackets, as a browser writes them.
    public let host: String
    /// 1 to 65535; 80 for http and 443 for https where none is written, `nil` for other schemes without one.
    public let port: UInt16?

    /// Reads an origin such as `https://example.com` or `http://localhost:8080`.
    /// - Throws: ``SessionError`` `.invalidPolicy` if the text is anything but scheme, host and port as a browser sends
    ///   them.
    public init(_ text: String) throws(SessionError) {
        guard let origin = WebOrigin(serialized: text.utf8[...]) else {
            throw SessionError(
                .invalidPolicy,
                "An origin is scheme, host and port in lower case, such as https://example.com: no path, no final slash."
            )
        }
        self = origin
    }

    /// The origin as a browser sends it, without the scheme's own port.
    public var description: String {
        guard let port, port != Self.defaultPort(of: scheme) else { return "\(scheme)://\(host)" }
        return "\(scheme)://\(host):\(port)"
    }

    /// Reads the value of an Origin header field; `nil` for `null` and for whatever else is no origin.
    init?(serialized text: Substring.UTF8View) {
        // A host has at most 255 bytes; scheme and port take a few more. Longer text costs nothing (T16).
        guard text.count <= 320, let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon]
        let rest = text[colon...]
        guard Self.isScheme(scheme), rest.starts(with: "://".utf8) else { return nil }
        let authority = rest.dropFirst(3)
        let host: Substring.UTF8View
        if authority.first == UInt8(ascii: "[") {
            guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = authority[...bracket]
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
        }
        guard Self.isHost(host) else { return nil }
        self.scheme = String(Substring(scheme))
        self.host = String(Substring(host))
        let suffix = authority[host.endIndex...]
        if suffix.isEmpty {
            port = Self.defaultPort(of: self.scheme)
        } else {
            guard suffix.first == UInt8(ascii: ":"), let port = Self.port(suffix.dropFirst()) else { return nil }
            self.port = port
        }
    }

    /// The origin of the page that a Referer header field names; `nil` if that is no address with a host.
    init?(ofReferer text: String) {
        let address = text.utf8[...]
        guard let colon = address.firstIndex(of: UInt8(ascii: ":")), address[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let end = address[colon...].dropFirst(3).firstIndex { byte in
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
        self.init(serialized: address[..<(end ?? address.endIndex)])
    }

    private static func defaultPort(of scheme: String) -> UInt16? {
        switch scheme {
        case "http": 80
        case "https": 443
        default: nil
        }
    }

    /// RFC 3986 §3.1, lower case only.
    private static func isScheme(_ bytes: Substring.UTF8View) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
    }

    private static func isHost(_ bytes: Substring.UTF8View) -> Bool {
        if bytes.first == UInt8(ascii: "[") {
            // Compared as it is written, which browsers do in one way only (RFC 5952).
            let address = bytes.dropFirst().dropLast()
            return (2...45).contains(address.count) && address.contains(UInt8(ascii: ":"))
                && address.allSatisfy { byte in
                    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                        || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                }
        }
        guard bytes.count <= 255 else { return false }
        // One dot at the end makes another name of it, for a browser too; anywhere else two dots are none.
        let name = bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes
        return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { byte in
                    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                }
        }
    }

    private static func port(_ digits: Substring.UTF8View) -> UInt16? {
        guard (1...5).contains(digits.count), digits.first != UInt8(ascii: "0"), digits.allSatisfy(isDigit) else {
            return nil
        }
        return UInt16(Substring(digits))
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
