import SecureTokens
import Vectors

/// Root keys: their text form, their ids and what is derived from them.
enum Keys {
    private static let uses: [(field: String, use: KeyUse)] = [
        ("seal-01", .seal), ("sign-02", .sign), ("session", .session), ("label", .label), ("at-rest", .atRest),
        ("csrf", .csrf),
    ]

    static func check(_ vector: VectorCase) throws(VectorError) -> Outcome {
        guard try vector.flag("form", "text", "bytes") else {
            let bytes = try vector.bytes("key")
            return try Outcome.of { _ in _ = try RootKey(bytes.span) }
        }
        let text = try vector.unescaped("text")
        return try Outcome.of { comparison in
            let key = try RootKey(text: text.span)
            guard vector.succeeds else { return }
            comparison.check("text", try Array(key.exposedText().utf8) == text)
            try comparison.check("key", of: vector, key.secret.withBytes { bytes in bytes.indices.map { bytes[$0] } })
            comparison.check("key-id", "\(key.id)" == (try vector.text("key-id")))
            let ring = try KeyRing(primary: key)
            for (field, use) in uses {
                let subkey = ring.subkey(use, of: key.id)?.withBytes { bytes in bytes.indices.map { bytes[$0] } }
                try comparison.check(field, of: vector, subkey ?? [])
            }
        }
    }
}
