import SecureTokens

/// A fixed key: figures made with it can be compared between runs.
func fixedKey(_ seed: UInt8 = 0) throws -> RootKey {
    // Not in one expression: the compiler breaks on a span of a temporary in a throwing initialiser.
    let bytes = (0..<32).map { UInt8($0) &+ seed }
    return try RootKey(bytes.span)
}

/// A clock that stands still.
func clock(at seconds: Int64) -> WallClock {
    WallClock { seconds * 1000 }
}

extension InlineArray<32, UInt8> {
    var array: [UInt8] { indices.map { self[$0] } }
}

extension TokenSealer {
    func seal(_ payload: [UInt8], for lifetime: TokenLifetime = .lasting(.seconds(60))) throws -> String {
        try seal(payload.span, for: lifetime)
    }
}

extension TokenSigner {
    func sign(_ payload: [UInt8], for lifetime: TokenLifetime = .lasting(.seconds(60))) throws -> String {
        try sign(payload.span, for: lifetime)
    }
}
