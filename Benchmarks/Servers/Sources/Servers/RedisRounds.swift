import Foundation
import Sessions
import SessionsRedis

/// Sixty-four clients of a Redis store against sixty-four of redis-benchmark, with the same commands on the same server.
enum RedisRounds {
    private struct Operation {
        let name: String
        /// To the session of that number; false if it was not as it should be.
        let request: @Sendable (RedisStore, Int) async throws -> Bool
    }

    private static let operations = [
        Operation(name: "load") { store, number in try await store.load(Samples.key(number)) != nil },
        Operation(name: "touch") { store, number in
            try await store.touch(
                Samples.key(number),
                lastSeen: Samples.later,
                idleDeadline: Samples.idleEnd,
                now: Samples.now
            )
        },
        Operation(name: "update") { store, number in
            try await store.update(
                Samples.key(number),
                expecting: Samples.version,
                to: Samples.changed(number),
                now: Samples.now
            ) == .updated
        },
    ]

    private static let sessions = 10_000
    /// Requests of a client in a round.
    private static let each = 100

    static func run(_ pace: Pace) async throws {
        let held = try HeldServers("redis")
        defer { held.end() }
        let port = held.places.joined()
        let monitor = try Monitor(port: port)
        let store = try await RedisStore("redis://127.0.0.1:\(port)")
        let scripts = try monitor.commands().filter { $0.name == "SCRIPT" }.compactMap(\.words.last)
        _ = try await perSecond(each: sessions / Pace.clients + 1) { client, index in
            _ = try await store.create(
                Samples.record(client + Pace.clients * index),
                admission: nil,
                now: Samples.now
            )
        }
        for operation in operations {
            let tool = try await RedisBenchmark(
                port: port,
                sessions: sessions,
                scripts,
                finding: { _ = try await store.load(Samples.key(0)) },
                sending: { guard try await operation.request(store, 0) else { throw wrong(operation) } }
            )
            var turns: [(theirs: Double, ours: Double)] = []
            // The first round warms up.
            for round in 0...pace.rounds {
                let ours = try await perSecond(each: each * pace.size) { _, _ in
                    guard try await operation.request(store, Int.random(in: 0..<sessions)) else {
                        throw wrong(operation)
                    }
                }
                let theirs = try tool.perSecond(Pace.clients * each * pace.size)
                if round > 0 { turns.append((theirs, ours)) }
            }
            try Line.throughput("redis, \(operation.name)", turns).print()
        }
        await store.close()
    }

    private static func wrong(_ operation: Operation) -> Failure {
        Failure(description: "\(operation.name) did not find what it should")
    }
}
