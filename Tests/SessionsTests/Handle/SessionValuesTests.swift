import HTTPTypes
import Sessions
import SessionsTesting
import Synchronization
import Testing

@Suite("Values of a session")
struct SessionValuesTests {
    private struct Cart: Codable, Sendable, Equatable {
        var items: [String: Int]
    }

    @Test("B36 get, set, take, remove, contains, keys")
    func verbs() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.username = "test"
            session.visits = 1
            session.flash = "hello"
            #expect(session.keys == ["username", "visits", "flash"])
        }
        try await harness.request(&browser) { session in
            #expect(session.take(\.flash) == "hello")
            #expect(session.take(\.flash) == nil)
            #expect(session.contains(\.username))
            session.remove(\.username)
            #expect(!session.contains(\.username))
            #expect(session.keys == ["visits"])
        }
        #expect(try await harness.begin(browser).keys == ["visits"])
    }

    @Test("B29 writing one key keeps the others, an emptied value too")
    func others() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.username = ""
            session.cart = []
            session.visits = .min
        }
        try await harness.request(&browser) { $0.flash = "x" }
        let session = try await harness.begin(browser)
        #expect(session.username == "")
        #expect(session.cart == [])
        #expect(session.visits == .min)
        #expect(session.flash == "x")
    }

    @Test("B37 a value of another type reads as absent")
    func wrongType() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0[SessionKey<Int>("username")] = 3 }
        let session = try await harness.begin(browser)
        #expect(session.username == nil)
        #expect(session[SessionKey<Cart>("username")] == nil)
        #expect(session.contains(\.username))
    }

    @Test("T18 JSON values are plain data")
    func json() async throws {
        let harness = try Harness()
        var browser = Browser()
        let key = SessionKey<Cart>("cart")
        let cart = Cart(items: ["__proto__": 1, "constructor": 2])
        try await harness.request(&browser) { $0[key] = cart }
        #expect(try await harness.begin(browser)[key] == cart)
    }

    @Test("A value that cannot be encoded, a name that is too long and too much data are refused by the commit")
    func refused() async throws {
        let faults: [@Sendable (Session) -> Void] = [
            { $0[SessionKey<[Double]>("nan")] = [.nan] },
            { $0[SessionKey<Int>(String(repeating: "k", count: 256))] = 1 },
            { $0[SessionKey<Int>("")] = 1 },
            { $0.username = String(repeating: "x", count: 65 * 1024) },
        ]
        for fault in faults {
            let harness = try Harness()
            let session = try await harness.begin(Browser())
            fault(session)
            do {
                try await harness.commit(session)
                Issue.record("the commit went through")
            } catch let error as SessionError {
                #expect(error.code == .invalidValue)
            }
            #expect(try await harness.liveCount() == 0)
        }
    }

    @Test("B39 taking what is not there writes nothing")
    func takeNothing() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { session in
            _ = session.take(\.flash)
            session.remove(\.username)
        }
        #expect(response.isEmpty)
        #expect(try await harness.liveCount() == 0)
    }

    // MARK: Concurrency

    @Test("B28 two requests that write different keys both succeed")
    func merge() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 1 }
        let first = try await harness.begin(browser)
        let second = try await harness.begin(browser)
        first.username = "first"
        second.flash = "second"
        second.modify(\.visits, default: 0) { $0 += 1 }
        try await harness.commit(first)
        try await harness.commit(second)
        let session = try await harness.begin(browser)
        #expect(session.username == "first")
        #expect(session.flash == "second")
        #expect(session.visits == 2)
    }

    @Test("An assignment to a key that was read throws a conflict if the key changed meanwhile, and stores nothing")
    func readThenAssign() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 1 }
        let first = try await harness.begin(browser)
        let second = try await harness.begin(browser)
        first.visits = (first.visits ?? 0) + 1
        second.visits = (second.visits ?? 0) + 1
        second.flash = "not stored either"
        try await harness.commit(first)
        do {
            try await harness.commit(second)
            Issue.record("an update was lost")
        } catch let error as SessionError {
            #expect(error.code == .conflict)
        }
        let session = try await harness.begin(browser)
        #expect(session.visits == 2)
        #expect(session.flash == nil)
    }

    @Test("An assignment of what a modification returned throws a conflict if the value changed meanwhile")
    func modifyThenAssign() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 1 }
        let slow = try await harness.begin(browser)
        slow.visits = slow.modify(\.visits, default: 0) { $0 += 1 } + 1
        try await harness.request(&browser) { $0.modify(\.visits, default: 0) { $0 += 10 } }
        do {
            try await harness.commit(slow)
            Issue.record("an update was lost")
        } catch let error as SessionError {
            #expect(error.code == .conflict)
        }
        #expect(try await harness.values(browser).visits == 11)
    }

    @Test("A modification may look at the session and change other values")
    func reentrantModify() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.username = "test"
            session.modify(\.cart, default: []) { cart in
                cart.append(session.username ?? "-")
                session.flash = "added"
            }
        }
        let session = try await harness.begin(browser)
        #expect(session.cart == ["test"])
        #expect(session.flash == "added")
    }

    @Test("A modification that modifies its own value from within is refused by the commit, and does not hang")
    func recursiveModify() async throws {
        let harness = try Harness()
        let session = try await harness.begin(Browser())
        session.modify(\.visits, default: 0) { _ in
            session.modify(\.visits, default: 0) { $0 += 1 }
        }
        await #expect(throws: SessionError.self) { try await harness.commit(session) }
    }

    @Test("A value taken by two requests at once is given to one of them")
    func takeTwice() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.flash = "once" }
        let first = try await harness.begin(browser)
        let second = try await harness.begin(browser)
        #expect(first.take(\.flash) == "once")
        #expect(second.take(\.flash) == "once")
        try await harness.commit(first)
        await #expect(throws: SessionError.self) { try await harness.commit(second) }
    }

    @Test("F7 ten thousand concurrent requests on one session lose no update")
    func manyWriters() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 0 }
        let shared = browser
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<10_000 {
                group.addTask {
                    let session = try await harness.begin(shared)
                    if index.isMultiple(of: 2) {
                        session.modify(\.visits, default: 0) { $0 += 1 }
                    } else {
                        session[SessionKey<Int>("key\(index % 7)")] = index
                    }
                    try await harness.commit(session)
                }
            }
            try await group.waitForAll()
        }
        let session = try await harness.begin(shared)
        #expect(session.visits == 5_000)
        #expect(session.keys.count == 8)
    }

    @Test("T20 B41 neither the session nor its error shows a value or an ID")
    func redacted() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "hunter2" }
        let session = try await harness.begin(browser)
        let id = try #require(browser.guest)
        var dumped = ""
        dump(session, to: &dumped)
        for text in ["\(session)", dumped, String(reflecting: session)] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains(id))
            #expect(!text.contains("- \(UInt8(ascii: "h"))\n"), "not byte by byte either")
        }
    }
}
