public import HTTPTypes

/// Proxies of your own between browsers and the server, which write down on whose behalf they ask.
///
/// Anybody can send `X-Forwarded-For`. A proxy appends the address that it was asked from and leaves what came before, so
/// that only the last entries, one for each proxy, are the proxies' own words; the first of these is the client's address.
/// What stands before them is the client's to choose and is not read.
///
/// It holds only if nobody reaches the server but through these proxies.
public struct TrustedProxies: Sendable {
    /// Bytes of the longest address: an IPv6 one that ends in an IPv4 one.
    private static let maximumLength = 45

    private let count: Int
    private let field: HTTPField.Name?

    /// Names them.
    /// - Parameters:
    ///   - count: how many there are in a row. With 0 nothing is believed.
    ///   - field: where they write; `X-Forwarded-For` unless it is said. `X-Real-IP`, which a proxy replaces, has a count
    ///     of 1.
    public init(count: Int, field: HTTPField.Name? = nil) {
        self.count = count
        self.field = field ?? HTTPField.Name("X-Forwarded-For")
    }

    /// The address that the outermost proxy was asked from, without its port; for ``SessionManager/begin(_:from:)``.
    /// - Returns: `nil` if there are fewer entries than proxies, which is a request that did not come through all of them,
    ///   or if the entry is no address.
    public func clientAddress(in request: HTTPFields) -> String? {
        guard let field else { return nil }
        var left = count
        for value in request[values: field].reversed() {
            for entry in value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                left -= 1
                if left == 0 { return Self.address(entry) }
            }
            if left < 0 { return nil }
        }
        return nil
    }

    /// `192.0.2.1`, `192.0.2.1:8080`, `2001:db8::1`, `[2001:db8::1]:8080`; nothing else, `unknown` least of all.
    private static func address(_ entry: Substring) -> String? {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let start = entry.drop(while: isBlank)
        let text = start.prefix(upTo: start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex)
        let bare: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            bare = text[..<end].dropFirst()
        } else if text.contains("."), let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            bare = text[..<colon]
        } else {
            bare = text
        }
        guard bare.utf8.count <= maximumLength, bare.utf8.contains(where: { $0 == colon || $0 == dot }),
            bare.utf8.allSatisfy(isOfAnAddress)
        else { return nil }
        return bare.lowercased()
    }

    private static let dot = UInt8(ascii: ".")
    private static let colon = UInt8(ascii: ":")

    private static func isOfAnAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), dot, colon:
            true
        default: false
        }
    }
}
