import CLimits
import CookieHeaders
import HTTPTypes

/// Cookie headers read, Set-Cookie lines written.
enum Cookies {
    private static let header = String(cString: limit_cookie_header())

    static func operations() throws -> [Operation] {
        let header = header
        let fields: HTTPFields = [.userAgent: "bench", .accept: "*/*", .cookie: header]
        let (name, value) = ("__Host-id", "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF")
        let cookie = try SetCookie.host(name, value)
        return [
            Operation(
                id: "cookie.visit",
                name: "cookie header, visit all",
                promise: .ratio(2.0),
                c: limit_cookie_parse
            ) { rounds in
                for _ in 0..<rounds { visit(RequestCookies(header)) }
            },
            Operation(
                id: "cookie.visit",
                name: "cookie fields, visit all",
                promise: .ratio(2.0),
                c: limit_cookie_parse
            ) { rounds in
                for _ in 0..<rounds { visit(RequestCookies(fields)) }
            },
            Operation(
                id: "cookie.parse",
                name: "cookie header, one by name",
                promise: .ratio(1.5),
                c: limit_cookie_parse
            ) { rounds in
                for _ in 0..<rounds { keep(RequestCookies(header)["__Host-id"]) }
            },
            Operation(
                id: "cookie.parse",
                name: "cookie fields, one by name",
                promise: .ratio(1.5),
                c: limit_cookie_parse
            ) { rounds in
                for _ in 0..<rounds { keep(RequestCookies(fields)["__Host-id"]) }
            },
            Operation(
                id: "set-cookie.kept",
                name: "set-cookie, serialise",
                promise: .ratio(4.0),
                c: limit_set_cookie
            ) { rounds in
                for _ in 0..<rounds { keep(cookie.serialized) }
            },
            // As peers do it: from name and value.
            Operation(
                id: "set-cookie",
                name: "set-cookie, make and serialise",
                c: limit_set_cookie,
                exceptions: ["Go net/http": checked, "Node cookie": checked, "Rust cookie": checked]
            ) { rounds in
                for _ in 0..<rounds { keep(try SetCookie.host(name, value).serialized) }
            },
        ]
    }

    private static let checked = "ours holds name, value and every attribute against each other's rules first"

    private static func visit(_ cookies: RequestCookies) {
        var sum = 0
        cookies.forEachPair { name, value in sum &+= name.count &* 31 &+ value.count &+ Int(name[0]) }
        keep(sum)
    }

    // MARK: Hostile input

    /// T16: a megabyte of each pattern against an ordinary header, per byte, by each way to read one. The limits of
    /// RequestCookies are lifted: as they are, a megabyte is refused unread.
    static func hostile(rounds: Int) -> [Figure] {
        let lifted = RequestCookies.Limits(maximumBytes: .max, maximumPairs: .max)
        let ordinary = Array(header.utf8)
        return ["a=;", "\\\"", ";", " ", "a=b;", "=", "__Host-id"].flatMap { pattern -> [Figure] in
            let text = Array(String(repeating: pattern, count: 1_048_576 / pattern.utf8.count).utf8)
            func perByte(_ bytes: [UInt8], _ body: (RequestCookies) -> Void) -> Double {
                let rounds = max(1, 2_000_000 / bytes.count)
                let elapsed = threadNanoseconds {
                    for _ in 0..<rounds { body(RequestCookies(bytes: bytes, limits: lifted)) }
                }
                return elapsed / Double(rounds * bytes.count)
            }
            func line(_ way: String, _ limit: Double?, _ body: (RequestCookies) -> Void) -> Figure {
                _ = perByte(text, body)
                let rounds = (0..<rounds).map { _ in (perByte(ordinary, body), perByte(text, body)) }
                let ratio = median(rounds.map { $0.1 / $0.0 })
                return Figure(
                    operation: "1 MB of \(pattern), \(way), a byte (ordinary)",
                    limit: median(rounds.map { $0.0 }),
                    ours: median(rounds.map { $0.1 }),
                    ratio: ratio,
                    promise: limit.map { Figure.Promise(ratio, atMost: $0) }
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
    static func allocationCounts() -> [Figure] {
        let header = header
        let fields: HTTPFields = [.userAgent: "bench", .accept: "*/*", .cookie: header]
        func line(_ name: String, _ limit: Double, _ body: () -> Void) -> Figure {
            body()
            let before = allocations()
            for _ in 0..<100 { body() }
            let count = Double(allocations() - before) / 100
            return Figure(operation: name, unit: .blocks, ours: count, promise: Figure.Promise(count, atMost: limit))
        }
        return [
            line("allocations, header visited", 0) { visit(RequestCookies(header)) },
            line("allocations, fields visited", 0) { visit(RequestCookies(fields)) },
            line("allocations, name not there", 0) { keep(RequestCookies(fields)["absent"]) },
            line("allocations, one value taken", 1) { keep(RequestCookies(fields)["__Host-id"]) },
        ]
    }
}
