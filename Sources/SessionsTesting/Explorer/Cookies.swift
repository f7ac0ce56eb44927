import HTTPTypes

/// The session cookies that a response sets and deletes.
///
/// Attributes are not looked at: that a browser takes the cookies is what `CookieJar` and the tests over HTTP show.
struct Cookies {
    static let identified = "__Host-id"
    static let guest = "__Host-guest"

    var set: [(name: String, value: String)] = []
    var deleted: [String] = []

    init(_ response: HTTPFields) {
        guard !response.isEmpty else { return }
        for line in response[values: .setCookie] {
            let pair = line.utf8.prefix { $0 != UInt8(ascii: ";") }
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(line[..<equals])
            if line.contains("Max-Age=0") {
                deleted.append(name)
            } else {
                set.append((name, String(decoding: pair[pair.index(after: equals)...], as: UTF8.self)))
            }
        }
    }
}

/// What a browser keeps of them: one value a name. The last response that arrives wins.
struct TwoCookieJar: Equatable {
    private(set) var values: [String: String] = [:]

    init(_ values: [String: String] = [:]) { self.values = values }

    mutating func apply(_ response: HTTPFields) {
        let cookies = Cookies(response)
        for name in cookies.deleted { values[name] = nil }
        for (name, value) in cookies.set { values[name] = value }
    }

    var fields: HTTPFields {
        guard !values.isEmpty else { return [:] }
        return [.cookie: values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
    }
}
