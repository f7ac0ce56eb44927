import CLimits
import CookieHeaders
import HTTPTypes

/// Cookie headers read, Set-Cookie lines written.
enum Cookies {
    private static let header = String(cString: limit_cookie_header())

    static func comparisons() throws -> [Comparison] {
        let header = header
        let fields: HTTPFields = [.userAgent: "bench", .accept: "*/*", .cookie: header]
        let cookie = try SetCookie.host("id", "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF")
        return [
            Comparison("cookie header, visit all", limit: 2.0, c: limit_cookie_parse) { rounds in
                for _ in 0..<rounds { visit(RequestCookies(header)) }
            },
            Comparison("cookie fields, visit all", limit: 2.0, c: limit_cookie_parse) { rounds in
                for _ in 0..<rounds { visit(RequestCookies(fields)) }
            },
            Comparison("cookie header, one by name", limit: 1.5, c: limit_cookie_parse) { rounds in
                for _ in 0..<rounds { keep(RequestCookies(header)["__Host-id"]) }
            },
            Comparison("cookie fields, one by name", limit: 1.5, c: limit_cookie_parse) { rounds in
                for _ in 0..<rounds { keep(RequestCookies(fields)["__Host-id"]) }
            },
            Comparison("set-cookie, serialise", limit: 4.0, c: limit_set_cookie) { rounds in
                for _ in 0..<rounds { keep(cookie.serialized) }
            },
        ]
    }

    private static func visit(_ cookies: RequestCookies) {
        var sum = 0
        cookies.forEachPair { name, value in sum &+= name.count &* 31 &+ value.count &+ Int(name[0]) }
        keep(sum)
    }

    // MARK: Hostile input

    /// T16: a megabyte of each pattern against an ordinary header, per byte, by each way to read one. The limits of
    /// RequestCookies are lifted: as they are, a megabyte is refused unread.
    static func hostile() -> [String] {
        let lifted = RequestCookies.Limits(maximumBytes: .max, maximumPairs: .max)
        let ordinary = Array(header.utf8)
        return ["a=;", "\\\"", ";", " ", "a=b;", "=", "__Host-id"].flatMap { pattern -> [String] in
            let text = Array(String(repeating: pattern, count: 1_048_576 / pattern.utf8.count).utf8)
            func perByte(_ bytes: [UInt8], _ body: (RequestCookies) -> Void) -> Double {
                let rounds = max(1, 2_000_000 / bytes.count)
                let elapsed = threadNanoseconds {
                    for _ in 0..<rounds { body(RequestCookies(bytes: bytes, limits: lifted)) }
                }
                return elapsed / Double(rounds * bytes.count)
            }
            func line(_ way: String, _ limit: Double?, _ body: (RequestCookies) -> Void) -> String {
                _ = perByte(text, body)
                let rounds = (0..<11).map { _ in (perByte(ordinary, body), perByte(text, body)) }
                let ratio = median(rounds.map { $0.1 / $0.0 })
                return row(
                    "1 MB of \(pattern), \(way)",
                    median(rounds.map { $0.0 }).formatted(decimals: 2),
                    median(rounds.map { $0.1 }).formatted(decimals: 2),
                    ratio.formatted(decimals: 2),
                    verdict(ratio, limit)
                )
            }
            return [
                line("begun", 2.0) { keep($0.refusal == nil) },
                line("by name", 2.0) { keep($0["__Host-id"]) },
                line("visited", nil) { cookies in
                    var sum = 0
                    cookies.forEachPair { name, value in sum &+= name.count &+ value.count }
                    keep(sum)
                },
            ]
        }
    }

    // MARK: Allocations

    /// How many blocks of memory reading a header takes before a value is asked for, and with one.
    static func allocationCounts() -> [String] {
        let header = header
        let fields: HTTPFields = [.userAgent: "bench", .accept: "*/*", .cookie: header]
        func line(_ name: String, _ limit: Double, _ body: () -> Void) -> String {
            body()
            let before = allocations()
            for _ in 0..<100 { body() }
            let count = Double(allocations() - before) / 100
            return row(name, "", count.formatted(decimals: 0), "", verdict(count, limit))
        }
        return [
            line("allocations, header visited", 0) { visit(RequestCookies(header)) },
            line("allocations, fields visited", 0) { visit(RequestCookies(fields)) },
            line("allocations, name not there", 0) { keep(RequestCookies(fields)["absent"]) },
            line("allocations, one value taken", 1) { keep(RequestCookies(fields)["__Host-id"]) },
        ]
    }
}
