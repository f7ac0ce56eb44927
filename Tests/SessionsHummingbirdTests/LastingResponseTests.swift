#if Hummingbird
    import Foundation
    import HTTPTesting
    import HTTPTypes
    import Hummingbird
    import Logging
    import SecureTokens
    import Sessions
    import SessionsHummingbird
    import SessionsSQLite
    import SessionsTesting
    import Synchronization
    import Testing

    @Suite("Responses of Hummingbird that go on after the commit")
    struct LastingResponseTests {
        private typealias Context = BasicSessionRequestContext

        private let events = Events()

        private final class Events: Sendable {
            private let kinds = Mutex<[SessionEvent.Kind]>([])
            func record(_ event: SessionEvent) { kinds.withLock { $0.append(event.kind) } }
            func contains(_ kind: SessionEvent.Kind) -> Bool { kinds.withLock { $0.contains(kind) } }
        }

        private func manager(_ store: any SessionStore = MemoryStore()) throws -> SessionManager {
            try SessionManager(
                store: store,
                keys: KeyRing(primary: .generate()),
                logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() },
                onEvent: events.record
            )
        }

        /// What a test puts in to be sent as events, and what it hears of them.
        private struct Feed: Sendable {
            let source = AsyncStream.makeStream(of: String.self)
            let written = AsyncStream.makeStream(of: Void.self)
            let released = AsyncStream.makeStream(of: Void.self)

            init() {
                let released = released.continuation
                source.continuation.onTermination = { _ in released.finish() }
            }

            func send(_ text: String) { source.continuation.yield(text) }

            /// Waits until something has been written to a client.
            func writing() async { for await _ in written.stream { return } }

            /// Waits until nobody reads any more.
            func release() async { for await _ in released.stream {} }
        }

        /// `/events` writes what `feed` yields, as server-sent events, while the session is there.
        private func router(_ manager: SessionManager, _ feed: Feed = Feed()) -> Router<Context> {
            let router = Router(context: Context.self)
            router.add(middleware: SessionMiddleware(manager))
            router.post("/login") { _, context in
                try context.session.login(subject: "alice")
                return "in"
            }
            router.get("/") { _, context in try context.session.username ?? "nobody" }
            router.get("/events") { _, context in
                let lease = try manager.lease(of: context.session, checkingEvery: .milliseconds(2))
                return Response(
                    status: .ok,
                    headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                    body: ResponseBody { writer in
                        for try await text in lease.bound(feed.source.stream) {
                            try await writer.write(ByteBuffer(string: "data: \(text)\n\n"))
                            feed.written.continuation.yield()
                        }
                        try await writer.finish(nil)
                    }
                )
            }
            return router
        }

        @Test("OS-21 server-sent events end when the session is revoked, and the feed is let go")
        func revoked() async throws {
            let manager = try manager()
            let feed = Feed()
            try await withServer(router(manager, feed)) { (client) async throws in
                var browser = HTTPBrowser(client)
                #expect(try await client.send(.get, "/events").status == 403, "a visitor has nothing to lease")
                try await browser.send(.post, "/login")
                let fields = browser.fields
                async let reply = client.send(.get, "/events", fields: fields)
                feed.send("one")
                await feed.writing()
                #expect(try await manager.revokeAll(of: "alice") == 1)
                // Nothing more comes from the feed: it is the lease that ends the response.
                #expect(try await reply.body == "data: one\n\n")
                await feed.release()
            }
        }

        @Test("F5 a store that cannot be asked ends the stream")
        func failingStore() async throws {
            let path = NSTemporaryDirectory() + "hardtack-\(UUID().uuidString).sqlite"
            defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
            let store = try SQLiteStore(path: path)
            let feed = Feed()
            try await withServer(router(try manager(store), feed)) { (client) async throws in
                var browser = HTTPBrowser(client)
                try await browser.send(.post, "/login")
                let fields = browser.fields
                async let reply = client.send(.get, "/events", fields: fields)
                feed.send("one")
                await feed.writing()
                await store.close()
                #expect(try await reply.body == "data: one\n\n")
                await feed.release()
            }
        }

        @Test("B54 what a body changes while it is written is not stored: verbs throw, a setter is reported")
        func lateWrites() async throws {
            let manager = try manager()
            let router = router(manager)
            router.get("/late") { _, context in
                let session = try context.session
                session.username = "in time"
                return Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        session.username = "late"
                        var outcome = "accepted"
                        do throws(SessionError) {
                            try session.logout()
                        } catch {
                            outcome = "\(error.code)"
                        }
                        try await writer.write(ByteBuffer(string: outcome))
                        try await writer.finish(nil)
                    }
                )
            }
            try await withServer(router) { [events] (client) async throws in
                var browser = HTTPBrowser(client)
                #expect(try await browser.send(.get, "/late").body == "alreadyCommitted")
                #expect(events.contains(.lateWrite))
                #expect(try await browser.send(.get, "/").body == "in time")
            }
        }

        @Test("A response that upgrades to a WebSocket is committed before it, and carries the cookie")
        func upgrade() async throws {
            let router = router(try manager())
            router.get("/socket") { _, context in
                try context.session.username = "before"
                return Response(status: .switchingProtocols, headers: [.upgrade: "websocket", .connection: "upgrade"])
            }
            try await withServer(router) { (client) async throws in
                var browser = HTTPBrowser(client)
                let fields: HTTPFields = [.upgrade: "websocket", .connection: "upgrade"]
                let reply = try await client.send(.get, "/socket", fields: fields)
                #expect(reply.status == 101)
                browser.apply(reply)
                #expect(try await browser.send(.get, "/").body == "before")
            }
        }
    }
#endif
