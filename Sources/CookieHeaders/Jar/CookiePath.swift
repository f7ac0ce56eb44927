/// Paths as cookies see them: bytes, with nothing decoded and nothing normalised (RFC 6265bis §5.1.4).
enum CookiePath {
    /// A request's path without query and fragment, `/` for anything that does not begin with it.
    static func requestPath(_ target: String) -> String {
        guard target.utf8.first == UInt8(ascii: "/") else { return "/" }
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        return String(Substring(path))
    }

    /// Everything before the last `/`; `/` if that is nothing (UA-15).
    static func defaultPath(_ requestPath: String) -> String {
        guard requestPath.utf8.first == UInt8(ascii: "/"),
            let last = requestPath.utf8.lastIndex(of: UInt8(ascii: "/")), last != requestPath.startIndex
        else { return "/" }
        return String(requestPath[..<last])
    }

    /// Whether a cookie with a path goes to a request's path: at `/` boundaries only, so `/foo` never matches `/foobar`
    /// (UA-16).
    static func matches(_ requestPath: String, cookiePath: String) -> Bool {
        let request = requestPath.utf8
        let cookie = cookiePath.utf8
        guard request.starts(with: cookie) else { return false }
        return request.count == cookie.count || cookie.last == UInt8(ascii: "/")
            || request.dropFirst(cookie.count).first == UInt8(ascii: "/")
    }
}
