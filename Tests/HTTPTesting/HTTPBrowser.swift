#if Hummingbird
    public import HTTPTypes

    /// A client with a cookie jar of the simplest kind: what these stories need of a browser.
    public struct HTTPBrowser: Sendable {
        /// The cookies by name.
        public var cookies: [String: String]
        private let client: HTTPClient

        /// Makes a browser.
        public init(_ client: HTTPClient, cookies: [String: String] = [:]) {
            self.client = client
            self.cookies = cookies
        }

        /// Sends a request with the cookies, and keeps or forgets what the answer says.
        @discardableResult
        public mutating func send(
            _ method: HTTPRequest.Method,
            _ path: String,
            body: String = ""
        ) async throws -> HTTPReply {
            let reply = try await client.send(method, path, fields: fields, body: body)
            apply(reply)
            return reply
        }

        /// The header fields that a request from here carries.
        public var fields: HTTPFields {
            guard !cookies.isEmpty else { return [:] }
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return [.cookie: pairs.joined(separator: "; ")]
        }

        /// Keeps or forgets what an answer says.
        public mutating func apply(_ reply: HTTPReply) {
            for line in reply[.setCookie] {
                let pair = line.prefix { $0 != ";" }
                guard let equals = pair.firstIndex(of: "=") else { continue }
                let value = String(pair[pair.index(after: equals)...])
                cookies[String(pair[..<equals])] = line.contains("Max-Age=0") ? nil : value
            }
        }
    }
#endif
