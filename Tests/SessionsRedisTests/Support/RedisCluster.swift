#if Redis
    import Foundation

    /// Three masters and three replicas on loopback.
    final class RedisCluster: Sendable {
        let servers: [RedisServer]
        private let isEncrypted: Bool

        /// - Parameters:
        ///   - patience: after how many seconds of silence it gives a master up.
        ///   - tls: what its servers show; without it they speak in the open.
        init(_ options: [String] = [], patience: Duration = .seconds(60), tls: TestAuthority.Issued? = nil) async throws
        {
            var servers: [RedisServer] = []
            for _ in 0..<6 { servers.append(try RedisServer(options, inCluster: patience, tls: tls)) }
            self.servers = servers
            isEncrypted = tls != nil
            let encryption = tls == nil ? [] : ["--tls", "--cacert", try TestAuthority.shared.get().certificate]
            _ = try ServerProcess.run(
                "redis-cli",
                ["--cluster", "create"] + servers.map { "127.0.0.1:\($0.port)" }
                    + ["--cluster-replicas", "1", "--cluster-yes"] + encryption
            )
            let isReady = try await eventually { try isWhole }
            guard isReady else { throw RawRedis.Failure(description: "the cluster does not come up") }
        }

        /// Whether all are there, and each master has a replica whose copy is whole and that is counted: only such a one may
        /// take its place, and makes a write that waits for it succeed.
        var isWhole: Bool {
            get throws {
                try servers.allSatisfy { server in
                    let raw = try server.raw()
                    let nodes = try raw.call("CLUSTER", "NODES")
                    let replication = try raw.call("INFO", "replication")
                    return try raw.call("CLUSTER", "INFO").contains("cluster_state:ok") && !nodes.contains("fail")
                        && nodes.split(separator: "\n").count { $0.contains("slave") } == 3
                        && (replication.contains("state=online") || replication.contains("master_link_status:up"))
                }
            }
        }

        /// Without the options.
        var url: String {
            (isEncrypted ? "rediss://" : "redis://")
                + servers.prefix(3).map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        }

        /// The server that is master of a slot, by what the others say.
        func master(of slot: Int, besides dead: RedisServer? = nil) throws -> RedisServer {
            for asked in servers where asked !== dead {
                for range in try ranges(asked) where range.slots.contains(slot) {
                    if let server = servers.first(where: { $0.port == range.port }) { return server }
                }
            }
            throw RawRedis.Failure(description: "slot \(slot) has no master")
        }

        var masters: [RedisServer] {
            get throws {
                let ports = Set(try ranges(servers[0]).map(\.port))
                return servers.filter { ports.contains($0.port) }
            }
        }

        private func ranges(_ asked: RedisServer) throws -> [(slots: ClosedRange<Int>, port: Int)] {
            // Of each line of CLUSTER NODES: address, flags and what it has.
            try asked.raw().call("CLUSTER", "NODES").split(separator: "\n").flatMap { line in
                let words = line.split(separator: " ")
                guard words.count > 8, words[2].contains("master"), !words[2].contains("fail"),
                    let port = words[1].split(separator: "@").first?.split(separator: ":").last.flatMap({ Int($0) })
                else { return [(slots: ClosedRange<Int>, port: Int)]() }
                return words[8...].compactMap { word in
                    let ends = word.split(separator: "-").compactMap { Int($0) }
                    guard let first = ends.first, let last = ends.last, !word.hasPrefix("[") else { return nil }
                    return (first...last, port)
                }
            }
        }

        /// One for all tests that do no harm to it.
        private static let task = Task { try await RedisCluster() }
        static var shared: RedisCluster { get async throws { try await task.value } }
    }
#endif
