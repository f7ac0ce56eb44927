/// The attributes that the standards define, with the name that a strict line writes.
enum AttributeName: String, CaseIterable {
    case expires = "Expires"
    case maxAge = "Max-Age"
    case domain = "Domain"
    case path = "Path"
    case secure = "Secure"
    case httpOnly = "HttpOnly"
    case sameSite = "SameSite"
    case partitioned = "Partitioned"

    /// Finds a name in any ASCII case (UA-10).
    init?(_ bytes: Span<UInt8>) {
        for candidate in AttributeName.allCases where bytes.equalsIgnoringCase(candidate.rawValue) {
            self = candidate
            return
        }
        return nil
    }
}
