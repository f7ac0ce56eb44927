import CookieHeaders

/// Every way to a cookie from a name and a value.
enum Preset: CaseIterable {
    case host, secure, insecureForDevelopment

    func make(_ name: String, _ value: String) throws(CookieError) -> SetCookie {
        switch self {
        case .host: try .host(name, value)
        case .secure: try .secure(name, value)
        case .insecureForDevelopment: try .insecureForDevelopment(name, value)
        }
    }
}
