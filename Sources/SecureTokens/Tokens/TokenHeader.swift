/// The 13 bytes that lead every token: version 1 | key id 4 | issued 4 | expires 4, big-endian.
struct TokenHeader: Equatable {
    static let length = 13
    /// How far another machine's clock may be ahead.
    static let maximumSkew: Int64 = 60

    /// The only versions; each reader accepts its own and no other.
    enum Version: UInt8 { case sealed = 1, signed = 2 }

    var version: Version
    var key: KeyID
    /// Seconds since 1970.
    var issued: UInt32
    /// Seconds since 1970; 0 for no end.
    var expires: UInt32

    /// A header for a token made at `now`, in seconds since 1970.
    init(_ version: Version, key: KeyID, lifetime: TokenLifetime, now: Int64) throws(TokenError) {
        guard let issued = UInt32(exactly: now) else { throw .invalid(.clock) }
        self.version = version
        self.key = key
        self.issued = issued
        expires = try lifetime.expiry(issued: issued)
    }

    /// Reads the first bytes of a token, nil if it is too short or of another version. Nothing in it is authentic yet.
    init?(_ version: Version, from token: Span<UInt8>) {
        guard token.count >= Self.length, token[0] == version.rawValue else { return nil }
        self.version = version
        key = KeyID(rawValue: Self.read(token, 1))
        issued = Self.read(token, 5)
        expires = Self.read(token, 9)
    }

    /// Writes the 13 bytes at an offset.
    func write(to output: inout MutableSpan<UInt8>, at offset: Int) {
        output[offset] = version.rawValue
        Self.write(key.rawValue, &output, offset + 1)
        Self.write(issued, &output, offset + 5)
        Self.write(expires, &output, offset + 9)
    }

    /// Checks the times of an authentic token.
    func check(now: Int64, allowingUnlimited: Bool) throws(TokenError) {
        guard now >= Int64(issued) - Self.maximumSkew else { throw .rejected }
        guard expires != 0 else {
            guard allowingUnlimited else { throw .rejected }
            return
        }
        guard expires > issued else { throw .rejected }
        guard now < Int64(expires) else { throw .expired }
    }

    private static func read(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 {
        UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }

    private static func write(_ value: UInt32, _ bytes: inout MutableSpan<UInt8>, _ offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index)) }
    }
}
