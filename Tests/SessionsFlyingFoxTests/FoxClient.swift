#if FlyingFox
    import FlyingSocks
    import Foundation

    /// A client over a plain socket that keeps cookies in the simplest way: one request a connection, nothing behind one's
    /// back.
    struct FoxClient: Sendable {
        let port: UInt16
        var cookies: [String: String] = [:]

        init(port: UInt16) {
            self.port = port
        }

        struct Reply: Sendable {
            let status: Int
            let head: [String]
            let body: String

            /// All values of a field.
            func lines(_ name: String) -> [String] {
                head.filter { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map {
                    String($0.dropFirst(name.count + 2))
                }
            }
        }

        private struct NoReply: Error {}

        @discardableResult
        mutating func send(
            _ method: String,
            _ path: String,
            _ fields: [String] = [],
            body: String = ""
        ) async throws -> Reply {
            var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + fields
            lines.append("Content-Length: \(body.utf8.count)")
            if !cookies.isEmpty {
                lines.append("Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
            }
            let reply = try await exchange(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            for line in reply.lines("Set-Cookie") {
                let pair = line.prefix { $0 != ";" }
                guard let equals = pair.firstIndex(of: "=") else { continue }
                let value = String(pair[pair.index(after: equals)...])
                cookies[String(pair[..<equals])] = line.contains("Max-Age=0") ? nil : value
            }
            return reply
        }

        private func exchange(_ request: String) async throws -> Reply {
            let socket = try await AsyncSocket.connected(
                to: try .inet(ip4: "127.0.0.1", port: port),
                pool: .client,
                // The five seconds that are the default are short on a machine that runs all other tests at the same time.
                timeout: 120
            )
            defer { try? socket.close() }
            try await socket.write(Data(request.utf8))
            var received = Data()
            // The server closes the connection after the answer: the request asks it to.
            while let byte = try? await socket.read() { received.append(byte) }
            let text = String(decoding: received, as: UTF8.self)
            guard let gap = text.range(of: "\r\n\r\n") else { throw NoReply() }
            let head = text[..<gap.lowerBound].components(separatedBy: "\r\n")
            guard let code = head.first?.split(separator: " ").dropFirst().first, let status = Int(code) else {
                throw NoReply()
            }
            return Reply(status: status, head: Array(head.dropFirst()), body: String(text[gap.upperBound...]))
        }
    }
#endif
