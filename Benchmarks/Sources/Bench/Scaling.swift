import CLimits
import Foundation

/// Two threads against one: whether they get into each other's way.
///
/// The machine's own limit is measured beside it, with a loop that shares nothing: two processors of a shared machine
/// may be less than twice one.
enum Scaling {
    static func run(
        _ name: String,
        limit: Double,
        _ work: @escaping @Sendable (_ thread: Int) async -> Void
    ) -> Figure {
        var pairs: [(machine: Double, ours: Double)] = []
        for _ in 0..<7 { pairs.append((speedUp(control), speedUp(work))) }
        let machine = median(pairs.map(\.machine))
        let ours = median(pairs.map(\.ours))
        // Of two processors that are to be had as a whole.
        let ratio = median(pairs.map { $0.ours / $0.machine })
        return Figure(
            operation: name + " (C)",
            unit: .times,
            limit: machine,
            ours: ours,
            ratio: ratio,
            promise: Figure.Promise(2 * ratio, atLeast: limit)
        )
    }

    static func tokens() throws -> Figure {
        let (sealer, payload, anHour) = (try Tokens.sealer(), Tokens.payload, Tokens.anHour)
        return run("seal and open, two threads to one", limit: 1.7) { _ in
            for _ in 0..<100_000 {
                guard let token = try? sealer.seal(payload.span, for: anHour) else { continue }
                keep(try? sealer.open(token))
            }
        }
    }

    /// In C, whose work the compiler cannot leave out because nobody asks for its result.
    @Sendable private static func control(_: Int) async {
        precondition(limit_cookie_parse(400_000) != 0)
    }

    private static func speedUp(_ work: @escaping @Sendable (Int) async -> Void) -> Double {
        let one = wallNanoseconds { inThreads(1, work) }
        return 2 * one / wallNanoseconds { inThreads(2, work) }
    }

    /// The work never waits, so that a task is done with on the thread that it is begun on.
    static func inThreads(_ count: Int, _ work: @escaping @Sendable (Int) async -> Void) {
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            Thread.detachNewThread {
                Task.immediate {
                    await work(number)
                    group.leave()
                }
            }
        }
        group.wait()
    }
}
