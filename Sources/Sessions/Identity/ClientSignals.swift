public import HTTPTypes

/// What a request tells about the program and the network it came from. Nothing in it is proof of anything: a thief can
/// send the same, and an honest browser changes it with every update and every train (OS-20).
public struct ClientSignals: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Bytes of each that are kept.
    static let maximumLength = 512

    /// The address, as the server or its proxy wrote it; `nil` if ``SessionManager/begin(_:from:)`` was given none.
    public let address: String?
    /// The User-Agent field.
    public let userAgent: String?
    /// The Accept-Language field.
    public let acceptLanguage: String?

    /// The signals of a request. Each is cut to 512 bytes; an empty one counts as absent.
    /// - Parameters:
    ///   - request: the header fields.
    ///   - address: where the request came from.
    public init(_ request: HTTPFields, address: String? = nil) {
        self.init(
            address: Self.kept(address),
            userAgent: Self.kept(request[.userAgent]),
            acceptLanguage: Self.kept(request[.acceptLanguage])
        )
    }

    private init(address: String?, userAgent: String?, acceptLanguage: String?) {
        self.address = address
        self.userAgent = userAgent
        self.acceptLanguage = acceptLanguage
    }

    private static func kept(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard text.utf8.count > maximumLength else { return text }
        return String(decoding: text.utf8.prefix(maximumLength), as: UTF8.self)
    }

    /// LP(address) | LP(user agent) | LP(accept language); an absent one is empty.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 256)
        for text in [address, userAgent, acceptLanguage] { writer.appendLengthPrefixed(text ?? "") }
        return writer.bytes
    }

    init?(encoded bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        var texts: [String?] = []
        for _ in 0..<3 {
            guard let text = reader.readText() else { return nil }
            texts.append(text.isEmpty ? nil : text)
        }
        self.init(address: texts[0], userAgent: texts[1], acceptLanguage: texts[2])
    }

    /// Says what it is and no more: addresses are personal data.
    public var description: String { "ClientSignals (redacted)" }
    /// Shows nothing to `dump`.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
