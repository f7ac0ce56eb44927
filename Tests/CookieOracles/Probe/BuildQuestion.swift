import CookieHeaders

/// A cookie to build.
struct BuildQuestion: Decodable {
    let name: String
    let value: String
    let domain: String?
    let path: String?
    let expires: Int64?
    let maxAge: Int64?
    let secure: Bool
    let httpOnly: Bool
    let sameSite: String
    let partitioned: Bool

    /// Its line, and whether strict parsing reads it back as the same cookie; or the code of the refusal.
    struct Answer: Encodable {
        var line: HexBytes?
        var comesBack: Bool?
        var refused: String?
    }

    func answer() -> Answer {
        var attributes = SetCookie.Attributes(name: name, value: value)
        attributes.domain = domain
        attributes.path = path
        attributes.expires = expires.map { CookieDate(clamping: $0) }
        attributes.maxAge = maxAge
        attributes.secure = secure
        attributes.httpOnly = httpOnly
        attributes.partitioned = partitioned
        do throws(CookieError) {
            guard let mode = SameSite(rawValue: sameSite) else { return Answer(refused: "SameSite") }
            attributes.sameSite = mode
            let cookie = try SetCookie(attributes)
            let line = cookie.serialized
            return Answer(line: HexBytes(Array(line.utf8)), comesBack: try SetCookie(strictly: line) == cookie)
        } catch {
            return Answer(refused: error.code.rawValue)
        }
    }
}
