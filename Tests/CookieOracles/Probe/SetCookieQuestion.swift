import CookieHeaders

/// A Set-Cookie line, to be read as a user agent does.
struct SetCookieQuestion: Decodable {
    let line: HexBytes

    /// What it says, or the code of the error with which it is dropped.
    struct Answer: Encodable {
        var dropped: String?
        var name: HexBytes?
        var value: HexBytes?
        /// The names as they stand in the line.
        var attributes: [HexBytes]?
        var expires: Int64?
        var maxAge: Int64?
        var domain: String?
        var path: String?
        var secure: Bool?
        var httpOnly: Bool?
        var sameSite: String?
        var partitioned: Bool?
    }

    func answer() -> Answer {
        do throws(CookieError) {
            let cookie = try ParsedSetCookie(bytes: line.bytes.span)
            return Answer(
                name: HexBytes(cookie.nameBytes),
                value: HexBytes(cookie.valueBytes),
                attributes: cookie.attributes.map { HexBytes($0.name) },
                expires: cookie.expires?.secondsSinceEpoch,
                maxAge: cookie.maxAge,
                domain: cookie.domain,
                path: cookie.path,
                secure: cookie.secure,
                httpOnly: cookie.httpOnly,
                sameSite: cookie.sameSite?.rawValue,
                partitioned: cookie.partitioned
            )
        } catch {
            return Answer(dropped: error.code.rawValue)
        }
    }
}
