import Vectors

/// The suites, each a folder of Vectors/, and how a case of each is checked.
package enum Suite: String, CaseIterable, Sendable {
    case aes256 = "AES-256"
    case aes256CMAC = "AES-256-CMAC"
    case aes256GCM = "AES-256-GCM"
    case base64URL = "Base64URL"
    case hkdf = "HKDF-SHA256"
    case hmac = "HMAC-SHA256"
    case keys = "Keys"
    case sealedTokens = "SealedTokens"
    case sha256 = "SHA-256"
    case signedTokens = "SignedTokens"
    case xaes256GCM = "XAES-256-GCM"
    case xaes256GCMAccumulated = "XAES-256-GCM-accumulated"

    func outcome(of vector: VectorCase) throws(VectorError) -> Outcome {
        switch self {
        case .aes256: try Primitives.block(vector)
        case .aes256CMAC: try Primitives.cmac(vector)
        case .aes256GCM: try Primitives.gcm(vector)
        case .base64URL: try Primitives.base64URL(vector)
        case .hkdf: try Primitives.hkdf(vector)
        case .hmac: try Primitives.hmac(vector)
        case .keys: try Keys.check(vector)
        case .sealedTokens: try Tokens.sealed(vector)
        case .sha256: try Primitives.sha256(vector)
        case .signedTokens: try Tokens.signed(vector)
        case .xaes256GCM: try XAES.check(vector)
        case .xaes256GCMAccumulated: try XAES.accumulated(vector)
        }
    }
}
