#if Hummingbird
    public import HTTPTypes
    import NIOCore
    import NIOHTTP1
    import NIOPosix

    /// What a server answered.
    public struct HTTPReply: Sendable {
        /// The status code.
        public let status: Int
        /// Every field as it came, none joined.
        public let fields: HTTPFields
        /// The body as text.
        public let body: String

        /// All values of a field.
        public subscript(name: HTTPField.Name) -> [String] { fields[values: name] }
    }

    /// Sends one request a connection, follows nothing, keeps nothing.
    public struct HTTPClient: Sendable {
        /// The port on the loopback interface.
        public let port: Int

        /// Makes a client.
        public init(port: Int) {
            self.port = port
        }

        /// Sends a request and waits for the whole answer.
        public func send(
            _ method: HTTPRequest.Method,
            _ path: String,
            fields: HTTPFields = [:],
            body: String = ""
        ) async throws -> HTTPReply {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                            wrappingChannelSynchronously: channel
                        )
                    }
                }
            var headers = HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
            headers.add(name: "Host", value: "localhost:\(port)")
            headers.add(name: "Content-Length", value: "\(body.utf8.count)")
            headers.add(name: "Connection", value: "close")
            let head = HTTPRequestHead(
                version: .http1_1,
                method: HTTPMethod(rawValue: method.rawValue),
                uri: path,
                headers: headers
            )
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(.head(head))
                try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body))))
                try await outbound.write(.end(nil))
                var status = 0
                var received = HTTPFields()
                var text = ByteBuffer()
                for try await part in inbound {
                    switch part {
                    case .head(let head):
                        status = Int(head.status.code)
                        for (name, value) in head.headers {
                            HTTPField.Name(name).map { received.append(HTTPField(name: $0, value: value)) }
                        }
                    case .body(var chunk):
                        text.writeBuffer(&chunk)
                    case .end:
                        return HTTPReply(status: status, fields: received, body: String(buffer: text))
                    }
                }
                throw ConnectionClosed()
            }
        }
    }

    /// The server closed the connection before its answer was whole.
    public struct ConnectionClosed: Error {}
#endif
