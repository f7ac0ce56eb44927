import HTTPTypes
import SessionsTesting
import Testing

@testable import Sessions

/// The rules R1 to R12 of the design, each with the schedule that breaks it when it is left out.
@Suite("Rotation and ending")
struct RotationTests {
    // MARK: Login

    @Test(
        "R2 R10 T5 OS-10 NI-01 login starts a new family, sets the second cookie, expires the first, and the old ID is dead"
    )
    func login() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.cart = ["biscuit"]
            session.username = "planted"
        }
        let before = browser
        let guestFamily = try await harness.begin(before).family
        let response = try await harness.request(&browser) { session in
            try session.login(subject: "alice", keeping: [\.cart])
            #expect(session.cart == ["biscuit"])
            #expect(session.username == nil)
            session.visits = 1
        }
        #expect(setCookies(response).set == [Browser.identified])
        #expect(setCookies(response).deleted == [Browser.guest])
        let after = try await harness.begin(browser)
        #expect(after.subject == "alice")
        #expect(after.cart == ["biscuit"])
        #expect(after.username == nil)
        #expect(after.visits == 1)
        #expect(after.family != guestFamily)
        #expect(try await harness.begin(before).keys.isEmpty)
        #expect(try await harness.liveCount() == 1)
    }

    @Test("R2 what the request wrote before its login is the visitor's: it survives by name only")
    func writtenBeforeLogin() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.cart = ["rum"]
            session.username = "before"
            try session.login(subject: "alice", keeping: [\.cart])
        }
        let session = try await harness.begin(browser)
        #expect(session.cart == ["rum"])
        #expect(session.username == nil)
    }

    @Test("R2 R3 logging in again as the same subject keeps family and values, changes the ID, resets the deadlines")
    func loginAgain() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "alice")
            session.visits = 7
        }
        let before = browser
        let family = try await harness.begin(browser).family
        for _ in 0..<17 {
            harness.clock.advance(by: .seconds(25 * 60))
            try await harness.request(&browser)
        }
        try await harness.request(&browser) { try $0.login(subject: "alice", assurance: .aal2) }
        #expect(browser.id != before.id)
        for _ in 0..<17 {
            harness.clock.advance(by: .seconds(25 * 60))
            try await harness.request(&browser)
        }
        let session = try await harness.begin(browser)
        #expect(session.subject == "alice")
        #expect(session.visits == 7)
        #expect(session.family == family)
        #expect(session.assurance == .aal2)
    }

    @Test("R2 a second login of the same subject in one request keeps what was written since the first")
    func loginTwiceInOneRequest() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            session.cart = ["rum"]
            try session.login(subject: "alice", keeping: [\.cart])
            session.visits = 1
            try session.login(subject: "alice", assurance: .aal2)
            #expect(session.visits == 1)
        }
        let session = try await harness.begin(browser)
        #expect(session.visits == 1)
        #expect(session.cart == ["rum"])
        #expect(session.assurance == .aal2)
    }

    @Test("R2 a login keeps what is named by a key, and refuses any other path")
    func keepingNoKey() async throws {
        let harness = try Harness()
        let session = try await harness.begin(Browser())
        #expect(throws: SessionError.self) { try session.login(subject: "alice", keeping: [\.cart.name]) }
        #expect(session.subject == nil)
    }

    @Test("R2 a conflict over a value that a login leaves behind does not stop it")
    func loginOverConflict() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.visits = 1 }
        let slow = try await harness.begin(browser)
        slow.visits = (slow.visits ?? 0) + 1
        slow.cart = ["rum"]
        try slow.login(subject: "alice", keeping: [\.cart])
        try await harness.request(&browser) { $0.visits = 5 }
        browser.apply(try await harness.commit(slow))
        let session = try await harness.begin(browser)
        #expect(session.subject == "alice")
        #expect(session.cart == ["rum"])
        #expect(session.visits == nil)
    }

    @Test("R2 another subject's login carries nothing over, whatever it asks to keep")
    func switchSubject() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "alice")
            session.cart = ["alice's"]
        }
        let before = browser
        try await harness.request(&browser) { try $0.login(subject: "bob", keeping: [\.cart]) }
        let session = try await harness.begin(browser)
        #expect(session.subject == "bob")
        #expect(session.cart == nil)
        #expect(try await harness.begin(before).subject == nil)
        #expect(try await harness.manager.sessions(of: "alice").isEmpty)
    }

    @Test("R2 a login whose session has vanished starts afresh and carries nothing")
    func loginOverLogout() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.cart = ["old"] }
        let slow = try await harness.begin(browser)
        try slow.login(subject: "alice", keeping: [\.cart])
        try await harness.request(&browser) { try $0.logout() }
        browser.apply(try await harness.commit(slow))
        let session = try await harness.begin(browser)
        #expect(session.subject == "alice")
        #expect(session.cart == nil)
    }

    @Test("R3 B18 B19 a change of privilege without authentication rotates and leaves the deadlines")
    func rotateKeepsDeadlines() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "alice")
            session.visits = 3
        }
        let before = browser
        let deadline = try await harness.records(of: "alice").first?.absoluteDeadline
        harness.clock.advance(by: .seconds(60))
        try await harness.request(&browser) { try $0.rotate() }
        #expect(browser.id != before.id)
        #expect(try await harness.values(browser).visits == 3)
        #expect(try await harness.begin(before).subject == nil)
        let after = try await harness.records(of: "alice").first?.absoluteDeadline
        #expect(after == deadline)
    }

    @Test("B21 rotating before the first write does nothing")
    func rotateNothing() async throws {
        let harness = try Harness()
        var browser = Browser()
        #expect(try await harness.request(&browser) { try $0.rotate() }.isEmpty)
        #expect(try await harness.liveCount() == 0)
    }

    @Test("A step-up keeps family and values, and needs somebody who is logged in")
    func elevate() async throws {
        let harness = try Harness()
        var browser = Browser()
        await #expect(throws: SessionError.self) {
            try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        }
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        harness.clock.advance(by: .seconds(600))
        #expect(try await !harness.begin(browser).isRecentlyAuthenticated(within: .seconds(300)))
        let before = browser
        try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        let session = try await harness.begin(browser)
        #expect(session.assurance == .aal2)
        #expect(session.isRecentlyAuthenticated(within: .seconds(300)))
        #expect(browser.id != before.id)
        #expect(try await harness.begin(before).subject == nil)
    }

    // MARK: Superseded IDs

    @Test("R4 a request with the ID before a login reads as a visitor, may not write, and gets no cookie")
    func superseded() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "guest" }
        var old = browser
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        _ = harness.takeEvents()

        #expect(try await harness.values(old).username == nil)
        #expect(harness.takeEvents() == [.supersededID])
        await #expect(throws: SessionError.ended) {
            try await harness.request(&old) { $0.username = "late" }
        }
        #expect(try await harness.request(&old).isEmpty)

        harness.clock.advance(by: .seconds(10))
        _ = harness.takeEvents()
        #expect(try await harness.values(old).username == nil)
        #expect(harness.takeEvents() == [.unknownID])
    }

    @Test("R4 T5 a request that was under way at the login can store nothing")
    func inFlightAtLogin() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { $0.username = "guest" }
        let slow = try await harness.begin(browser)
        slow.username = "slow"
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        await #expect(throws: SessionError.ended) { try await harness.commit(slow) }
        #expect(try await harness.values(browser).username == nil)
    }

    // MARK: Ending

    @Test("B14 B15 OS-15 NI-02 logout deletes the record and its own cookie")
    func logout() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let before = browser
        let response = try await harness.request(&browser) { session in
            try session.logout()
            #expect(session.subject == nil)
        }
        #expect(
            response[values: .setCookie] == [
                "__Host-id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"
            ]
        )
        #expect(response[.cacheControl] == "no-store")
        #expect(try await harness.liveCount() == 0)
        #expect(try await harness.begin(before).subject == nil)
    }

    @Test("R5 T6 B25 B52 a slow request that saves after a logout brings nothing back")
    func resurrection() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let stolen = browser
        let slow = try await harness.begin(browser)
        slow.username = "back"
        try await harness.request(&browser) { try $0.logout() }
        await #expect(throws: SessionError.ended) { try await harness.commit(slow) }
        #expect(try await harness.begin(stolen).subject == nil)
        #expect(try await harness.liveCount() == 0)
    }

    @Test("R1 a logout that began before a renewal ends what came of it")
    func logoutOverRenewal() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        harness.clock.advance(by: .seconds(29 * 60))
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(29 * 60))
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(5 * 60))
        let leaving = try await harness.begin(browser)
        try leaving.logout()
        let before = browser
        try await harness.request(&browser)
        #expect(browser.id != before.id)
        let response = try await harness.commit(leaving)
        #expect(setCookies(response).deleted == [Browser.identified])
        #expect(try await harness.begin(browser).subject == nil)
        #expect(try await harness.begin(before).subject == nil)
        #expect(try await harness.liveCount() == 0)
    }

    @Test("R12 a second logout finds nothing and deletes no cookie")
    func logoutTwice() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        let second = try await harness.begin(browser)
        try second.logout()
        try await harness.request(&browser) { try $0.logout() }
        #expect(try await harness.commit(second).isEmpty)
    }

    @Test("B69 after a logout verbs throw and setters are reported, and the logout still happens")
    func useAfterLogout() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        _ = harness.takeEvents()
        try await harness.request(&browser) { session in
            try session.logout()
            session.username = "ghost"
            #expect(session.username == nil)
            #expect(throws: SessionError.self) { try session.rotate() }
        }
        #expect(harness.takeEvents() == [.lateWrite, .destroyed])
        #expect(try await harness.liveCount() == 0)
        #expect(browser.id == nil)
    }

    @Test("Revocation ends a session at its next request, and refuses a login that was under way")
    func revocation() async throws {
        let harness = try Harness()
        var phone = Browser()
        var laptop = Browser()
        try await harness.request(&phone) { try $0.login(subject: "alice") }
        try await harness.request(&laptop) { try $0.login(subject: "alice") }
        let mine = try #require(try await harness.begin(laptop).family)
        let underWay = try await harness.begin(Browser())
        try underWay.login(subject: "alice")
        harness.clock.advance(by: .seconds(1))

        #expect(try await harness.manager.revokeAll(of: "alice", except: mine) == 1)
        #expect(try await harness.begin(phone).subject == nil)
        #expect(try await harness.begin(laptop).subject == "alice")
        await #expect(throws: SessionError.self) { try await harness.commit(underWay) }

        harness.clock.advance(by: .seconds(1))
        try await harness.request(&phone) { try $0.login(subject: "alice") }
        #expect(try await harness.begin(phone).subject == "alice")
        #expect(try await !harness.manager.revoke(mine, of: "bob"))
        #expect(try await harness.manager.revoke(mine, of: "alice"))
        #expect(try await harness.begin(laptop).subject == nil)
    }

    @Test("OS-21 a limit of sessions refuses the next login or ends the oldest")
    func limit() async throws {
        for (limit, refused) in [(SubjectLimit.refuse(over: 2), true), (.endOldest(over: 2), false)] {
            var policy = SessionPolicy()
            policy.subjectLimit = limit
            let harness = try Harness(policy: policy)
            var browsers = [Browser(), Browser(), Browser()]
            for index in 0..<2 {
                try await harness.request(&browsers[index]) { try $0.login(subject: "alice") }
                harness.clock.advance(by: .seconds(1))
            }
            do {
                try await harness.request(&browsers[2]) { try $0.login(subject: "alice") }
                #expect(!refused)
                #expect(try await harness.begin(browsers[0]).subject == nil)
            } catch let error as SessionError {
                #expect(refused && error.code == .limitReached)
                #expect(try await harness.begin(browsers[0]).subject == "alice")
            }
            #expect(try await harness.manager.sessions(of: "alice").count == 2)
        }
    }

    // MARK: Timed renewal

    /// A browser whose ID is due for renewal.
    private func due(_ harness: Harness) async throws -> Browser {
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "alice")
            session.visits = 1
        }
        for _ in 0..<2 {
            harness.clock.advance(by: .seconds(25 * 60))
            try await harness.request(&browser)
        }
        harness.clock.advance(by: .seconds(10 * 60))
        return browser
    }

    @Test("R7 OS-14 the old ID forwards until ten seconds after the new one was seen; a lost response logs nobody out")
    func renewal() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        let response = try await harness.request(&browser)
        #expect(setCookies(response).set == [Browser.identified])
        #expect(browser.id != old.id)

        // The response was lost: the browser still has the old ID, a quarter of an hour later.
        harness.clock.advance(by: .seconds(15 * 60))
        var lost = old
        let again = try await harness.request(&lost) { $0.modify(\.visits, default: 0) { $0 += 1 } }
        #expect(setCookies(again).set == [Browser.identified])
        #expect(lost.id == browser.id)

        // Now the new ID arrives; the old one works for ten more seconds, but is given no cookie.
        #expect(try await harness.values(browser).visits == 2)
        harness.clock.advance(by: .seconds(9))
        var late = old
        #expect(try await harness.request(&late).isEmpty)
        #expect(try await harness.values(old).visits == 2)
        harness.clock.advance(by: .seconds(1))
        #expect(try await harness.values(old).visits == nil)
    }

    @Test("R7 F6 a clock that was set back does not let an old ID forward for longer")
    func overlapAndClock() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(-2))
        #expect(try await harness.begin(old).subject == "alice")
        harness.clock.advance(by: .seconds(-60))
        #expect(try await harness.begin(old).subject == nil)
        #expect(try await harness.begin(browser).subject == "alice")
    }

    @Test("R9 an old ID is late within a minute of its end, and a replay after that")
    func replay() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        try await harness.request(&browser)
        _ = harness.takeEvents()
        harness.clock.advance(by: .seconds(59))
        #expect(try await harness.begin(old).subject == nil)
        #expect(harness.takeEvents() == [.lateID])
        harness.clock.advance(by: .seconds(1))
        #expect(try await harness.begin(old).subject == nil)
        #expect(harness.takeEvents() == [.replayedID])
        #expect(try await harness.begin(browser).subject == "alice")
    }

    @Test("R6 a write that began before a renewal follows to the successor, even after the overlap")
    func writeOverRenewal() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let slow = try await harness.begin(browser)
        slow.username = "slow"
        slow.modify(\.visits, default: 0) { $0 += 1 }
        try await harness.request(&browser) { $0.modify(\.visits, default: 0) { $0 += 10 } }
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(30))
        let response = try await harness.commit(slow)
        #expect(response.isEmpty)
        let seen = try await harness.values(browser)
        #expect(seen.username == "slow")
        #expect(seen.visits == 12)
    }

    @Test("B23 SC-22 two requests that renew at once end in one live successor")
    func concurrentRenewal() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let first = try await harness.begin(browser)
        let second = try await harness.begin(browser)
        let responses = [try await harness.commit(first), try await harness.commit(second)]
        #expect(responses.filter { !setCookies($0).set.isEmpty }.count == 1)
        for response in responses { browser.apply(response) }
        #expect(try await harness.begin(browser).subject == "alice")
        #expect(try await harness.liveCount() == 1)
    }

    @Test("R8 a forwarded request does not renew, and a successor is renewed only once it was seen")
    func oneLink() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        for _ in 0..<4 {
            harness.clock.advance(by: .seconds(25 * 60))
            var lost = old
            try await harness.request(&lost)
            #expect(lost.id == browser.id, "the link leads to the one successor")
        }
        let fresh = browser
        try await harness.request(&browser)
        #expect(browser.id == fresh.id, "the first presentation closes the old ID, whose responses may be on their way")
        harness.clock.advance(by: .seconds(60))
        try await harness.request(&browser)
        #expect(browser.id != fresh.id, "the renewal is overdue")
        #expect(try await harness.begin(browser).subject == "alice")
    }

    @Test("R7 a forwarded response that is overtaken by the next, overdue renewal logs nobody out")
    func reorderedOverdueRenewal() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        browser = old
        for _ in 0..<3 {
            harness.clock.advance(by: .seconds(25 * 60))
            var lost = old
            try await harness.request(&lost)
        }
        // The first response arrives, the second, sent at the same time, is held up.
        var late = browser
        let lateResponse = try await harness.request(&late)
        try await harness.request(&browser)
        try await harness.request(&browser)
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(20))
        browser.apply(lateResponse)
        #expect(try await harness.begin(browser).subject == "alice")
    }

    @Test("A request that only reads writes nothing when another has renewed the ID before it")
    func readOnlyLosesRenewal() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        let browser = try await due(harness)
        let reading = try await harness.begin(browser)
        var other = browser
        try await harness.request(&other)
        let before = store.count(of: .update)
        #expect(try await harness.commit(reading).isEmpty)
        #expect(store.count(of: .update) == before)
    }

    @Test("A write that is stored does not fail for a cookie that could be given to the next request as well")
    func storedThoughLinkUnknown() async throws {
        let store = HookedStore()
        let harness = try Harness(store: store)
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        let forwarded = try await harness.begin(old)
        forwarded.modify(\.visits, default: 0) { $0 += 1 }
        store.fail(.load)
        #expect(try await harness.commit(forwarded).isEmpty)
        #expect(store.count(of: .update) > 0)
    }

    @Test("R4 a login supersedes the tombstones of a renewal too")
    func loginOverRenewal() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let old = browser
        try await harness.request(&browser)
        try await harness.request(&browser) { try $0.login(subject: "alice") }
        _ = harness.takeEvents()
        #expect(try await harness.begin(old).subject == nil)
        #expect(harness.takeEvents() == [.supersededID])
    }

    @Test("B9 a renewal does not extend the absolute deadline")
    func renewalKeepsDeadline() async throws {
        let harness = try Harness()
        var browser = try await due(harness)
        let before = try await harness.records(of: "alice").first
        try await harness.request(&browser)
        let after = try await harness.records(of: "alice").first
        #expect(after?.key != before?.key)
        #expect(after?.absoluteDeadline == before?.absoluteDeadline)
        #expect(after?.created == before?.created)
        #expect(after?.family == before?.family)
    }
}
