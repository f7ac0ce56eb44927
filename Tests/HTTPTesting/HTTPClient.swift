#if Hummingbird
    public import HTTPTypes
    import NIOCore
    import NIOHTTP1
    import NIOHTTP2
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
        private let version: HTTPTestVersion

        /// Makes a client.
        public init(port: Int, version: HTTPTestVersion = .http1) {
            self.port = port
            self.version = version
        }

        /// Sends a request and waits for the whole answer.
        public func send(
            _ method: HTTPRequest.Method,
            _ path: String,
            fields: HTTPFields = [:],
            body: String = ""
        ) async throws -> HTTPReply {
            var headers = HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
            headers.add(name: "Host", value: "localhost:\(port)")
            headers.add(name: "Content-Length", value: "\(body.utf8.count)")
            if version == .http1 { headers.add(name: "Connection", value: "close") }
            let head = HTTPRequestHead(
                version: .http1_1,
                method: HTTPMethod(rawValue: method.rawValue),
                uri: path,
                headers: headers
            )
            switch version {
            case .http1: return try await connect(sending: head, body)
            case .http2: return try await connectWithHTTP2(sending: head, body)
            }
        }

        private func connect(sending head: HTTPRequestHead, _ body: String) async throws -> HTTPReply {
            let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Exchange(wrappingChannelSynchronously: channel)
                }
            }
            return try await reply(on: channel, to: head, body)
        }

        /// Without TLS, which both ends have to know beforehand (RFC 9113 §3.3). Several fields of one name are sent as such:
        /// a Cookie in crumbs is a request with several of them (§8.2.3).
        private func connectWithHTTP2(sending head: HTTPRequestHead, _ body: String) async throws -> HTTPReply {
            let (connection, streams) = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let streams = try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
                        mode: .client,
                        streamInitializer: { $0.eventLoop.makeSucceededVoidFuture() }
                    )
                    return (channel, streams)
                }
            }
            let stream = try await streams.openStream { channel in
                channel.eventLoop.makeCompletedFuture {
                    let codec = HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .http)
                    try channel.pipeline.syncOperations.addHandler(codec)
                    return try Exchange(wrappingChannelSynchronously: channel)
                }
            }
            let reply = try await reply(on: stream, to: head, body)
            try await connection.close()
            return reply
        }

        private typealias Exchange = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

        private var bootstrap: ClientBootstrap { ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton) }

        private func reply(on channel: Exchange, to head: HTTPRequestHead, _ body: String) async throws -> HTTPReply {
            try await channel.executeThenClose { inbound, outbound in
                // In one: a server that does not wait for the body may have answered and closed before a second write.
                try await outbound.write(contentsOf: [
                    .head(head), .body(.byteBuffer(ByteBuffer(string: body))), .end(nil),
                ])
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

    /// What a test's server and client speak.
    public enum HTTPTestVersion: Sendable {
        /// HTTP/1.1.
        case http1
        /// HTTP/2 without TLS.
        case http2
    }

    /// The server closed the connection before its answer was whole.
    public struct ConnectionClosed: Error {}
#endif
