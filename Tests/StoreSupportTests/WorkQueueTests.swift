import StoreSupport
import Testing

@Suite("Work queue")
struct WorkQueueTests {
    @Test("what is to be alone is taken by itself, after all that came before it")
    func alone() {
        let queue = WorkQueue<Int>()
        for item in [1, 3, 100, 5, 100, 100] { #expect(add(item, to: queue)) }
        queue.close()
        var taken: [[Int]] = []
        for _ in 0..<5 { taken.append(take(from: queue)) }
        #expect(taken == [[1, 3], [100], [5], [100], [100]])
    }

    @Test("as many as are expected are not waited for any longer, nor more taken than the limit")
    func expected() {
        let queue = WorkQueue<Int>()
        for item in 1...7 { #expect(add(item, to: queue)) }
        #expect(takeMore(from: queue, limit: 4, expecting: 7) == [1, 2, 3, 4])
        #expect(takeMore(from: queue, expecting: 3) == [5, 6, 7])
    }

    @Test("more is none when what is in front is to be alone, and it stays there")
    func aloneInFront() {
        let queue = WorkQueue<Int>()
        for item in [100, 1] { #expect(add(item, to: queue)) }
        #expect(takeMore(from: queue, expecting: 1) == [])
        #expect(take(from: queue) == [100])
        #expect(takeMore(from: queue, expecting: 1) == [1])
    }

    @Test("a queue that is closed waits for nobody")
    func closed() {
        let queue = WorkQueue<Int>()
        #expect(queue.add(1))
        queue.close()
        #expect(!queue.add(2))
        #expect(takeMore(from: queue, expecting: 64) == [1])
        #expect(takeMore(from: queue, expecting: 64) == [])
        #expect(queue.take(upTo: 64) == nil)
    }

    @Test("patience ends, and what is there then is enough")
    func patience() {
        let queue = WorkQueue<Int>()
        #expect(takeMore(from: queue, expecting: 64, for: .microseconds(1)) == [])
        #expect(queue.add(1))
        #expect(takeMore(from: queue, expecting: 64, for: .microseconds(1)) == [1])
        #expect(queue.add(2))
        #expect(takeMore(from: queue, expecting: 64, for: .milliseconds(-1)) == [2])
    }

    private func add(_ item: Int, to queue: WorkQueue<Int>) -> Bool {
        queue.add(item, isAlone: item >= 100)
    }

    private func take(from queue: WorkQueue<Int>) -> [Int] {
        queue.take(upTo: 64) ?? []
    }

    private func takeMore(
        from queue: WorkQueue<Int>,
        limit: Int = 64,
        expecting expected: Int,
        for patience: Duration = .seconds(600)
    ) -> [Int] {
        queue.takeMore(upTo: limit, expecting: expected, for: patience)
    }
}
