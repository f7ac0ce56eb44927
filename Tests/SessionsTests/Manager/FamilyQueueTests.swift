import Synchronization
import Testing

@testable import Sessions

@Suite("The queue of a session's writers")
struct FamilyQueueTests {
    private final class Counts: Sendable {
        let values = Mutex((running: 0, most: 0, done: 0))
    }

    @Test("F7 one writer at a time has its turn, and all get it", arguments: [100, 20_000])
    func turns(writers: Int) async throws {
        let queue = FamilyQueue()
        let family = try SessionFamily.generate()
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
                group.addTask { @Sendable in
                    await queue.withTurn(in: family) {
                        counts.values.withLock { counts in
                            counts.running += 1
                            counts.most = max(counts.most, counts.running)
                        }
                        await Task.yield()
                        counts.values.withLock { counts in
                            counts.running -= 1
                            counts.done += 1
                        }
                    }
                }
            }
        }
        #expect(counts.values.withLock { $0.most } == 1)
        #expect(counts.values.withLock { $0.done } == writers)
        #expect(!queue.isContended(family))
    }

    @Test("A newcomer sees that writers of his session take turns, and not those of another")
    func contention() async throws {
        let queue = FamilyQueue()
        let (family, other) = (try SessionFamily.generate(), try SessionFamily.generate())
        #expect(!queue.isContended(family))
        await queue.withTurn(in: family) {
            #expect(queue.isContended(family))
            #expect(!queue.isContended(other))
            await queue.withTurn(in: other) { #expect(queue.isContended(other)) }
            #expect(!queue.isContended(other))
            #expect(queue.isContended(family))
        }
        #expect(!queue.isContended(family))
    }
}
