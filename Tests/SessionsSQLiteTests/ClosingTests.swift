import Sessions
import SessionsSQLite
import StoreTesting
import Testing

@Suite("Closing a SQLite store")
struct ClosingTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("s.sqlite")
    }

    @Test("what is queued is answered, and what was acknowledged is on the disk")
    func drains() async throws {
        let store = try SQLiteStore(path: path)
        let acknowledged = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await store.create(sample(number), admission: nil, now: start)
                        return number
                    } catch {
                        #expect(error.code == .unavailable)
                        return nil
                    }
                }
                if number == 500 {
                    group.addTask {
                        await store.close(); return nil
                    }
                }
            }
            var numbers: [Int] = []
            for try await number in group { if let number { numbers.append(number) } }
            return numbers
        }
        await store.close()
        let reopened = try SQLiteStore(path: path)
        for number in acknowledged {
            #expect(try await reopened.load(sampleKey(number)) != nil)
        }
        #expect(try await reopened.count(now: start) == acknowledged.count)
    }

    @Test("after it every call throws unavailable")
    func closed() async throws {
        let store = try SQLiteStore(path: path)
        _ = try await store.create(sample(1), admission: nil, now: start)
        async let first: Void = store.close()
        async let second: Void = store.close()
        _ = await (first, second)
        await store.close()
        for call in everyCall(of: store) {
            let error = await #expect(throws: StoreError.self, "\(call.name)") { try await call.make() }
            #expect(error?.code == .unavailable, "\(call.name)")
        }
    }

    @Test("a store that is let go lets its file go")
    func released() async throws {
        for number in 0..<20 {
            let store = try SQLiteStore(path: path)
            _ = try await store.create(sample(number), admission: nil, now: start)
        }
        // The side files go with the last connection, which the writers' threads close in their own time.
        while folder.mode("s.sqlite-wal") != nil { try await Task.sleep(for: .milliseconds(1)) }
        let store = try SQLiteStore(path: path)
        #expect(try await store.count(now: start) == 20)
    }
}
