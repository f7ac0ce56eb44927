import HTTPTypes
import Sessions
import SessionsTesting
import Testing

@Suite("Sessions that outlive the browser's, and those that end early")
struct RememberingTests {
    private static let month: Duration = .seconds(30 * 86_400)

    private func lifetime(_ response: HTTPFields) throws -> String? {
        let line = try #require(response[values: .setCookie].first { !$0.contains("Max-Age=0") })
        return line.split(separator: ";").first { $0.hasPrefix(" Max-Age=") }.map { String($0.dropFirst(9)) }
    }

    @Test("B44 B45 OS-07 a cookie ends with the browser, unless the session is remembered")
    func cookieLifetime() async throws {
        let harness = try Harness()
        var browser = Browser()
        let plain = try await harness.request(&browser) { try $0.login(subject: "ada") }
        #expect(try lifetime(plain) == nil)
        #expect(!plain[values: .setCookie].joined().contains("Expires=Fri"))
        let remembered = try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: Self.month)
        }
        #expect(try lifetime(remembered) == "2592000")
        #expect(remembered[values: .setCookie].joined().contains("Expires=Sun, 14 Feb 2027 08:00:00 GMT"))
        // Logging in again without it makes the cookie one of the browser's session again.
        let again = try await harness.request(&browser) { try $0.login(subject: "ada") }
        #expect(try lifetime(again) == nil)
    }

    @Test("B45 B47 a remembered session lives on through weeks of rest and renewals, to its end and no longer")
    func longLife() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: Self.month)
            session.username = "test"
        }
        for day in 1...29 {
            harness.clock.advance(by: .seconds(86_400))
            let response = try await harness.request(&browser) { #expect($0.username == "test", "day \(day)") }
            // Every second day's request renews the ID; its cookie ends when the first one would have.
            if response.contains(.setCookie) { #expect(try lifetime(response) == "\((30 - day) * 86_400)") }
        }
        #expect(harness.takeEvents().count { $0 == .renewed } == 15)
        harness.clock.advance(by: .seconds(86_400))
        try await harness.request(&browser) { #expect($0.username == nil) }
    }

    @Test("B47 an idle time of its own ends a remembered session that is not used")
    func idle() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: Self.month, idle: .seconds(7 * 86_400))
        }
        for _ in 0..<3 {
            harness.clock.advance(by: .seconds(6 * 86_400))
            try await harness.request(&browser) { #expect($0.subject == "ada") }
        }
        harness.clock.advance(by: .seconds(7 * 86_400))
        try await harness.request(&browser) { #expect($0.subject == nil) }
    }

    @Test("OS-13 R3 a session is never lengthened without a proof of who the user is")
    func needsAuthentication() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { try $0.login(subject: "ada") }
        try await harness.request(&browser) { session in
            let error = #expect(throws: SessionError.self) { try session.remember(for: Self.month) }
            #expect(error?.code == .authenticationRequired)
            try session.elevate(to: .aal2)
            try session.remember(for: Self.month)
        }
        harness.clock.advance(by: .seconds(20 * 86_400))
        try await harness.request(&browser) { #expect($0.subject == "ada") }
    }

    @Test("R3 a step-up does not cut a remembered session short")
    func stepUp() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: Self.month)
        }
        let response = try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        #expect(try lifetime(response) == "2592000")
        harness.clock.advance(by: .seconds(29 * 86_400))
        try await harness.request(&browser) { #expect($0.subject == "ada") }
    }

    @Test(
        "B45 forgetting gives the browser a cookie of its session, under a new ID, with the usual deadlines"
    )
    func forgetting() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.remember(for: Self.month)
        }
        let before = browser
        let response = try await harness.request(&browser) { try $0.forget() }
        #expect(try lifetime(response) == nil)
        #expect(browser.id != before.id)
        #expect(try await harness.begin(before).subject == nil)
        harness.clock.advance(by: .seconds(31 * 60))
        try await harness.request(&browser) { #expect($0.subject == nil) }
    }

    @Test("B43 R3 a visitor's session is remembered from its beginning only")
    func visitor() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { session in
            session.cart = ["tea"]
            try session.remember(for: .seconds(7 * 86_400))
        }
        #expect(try lifetime(response) == "604800")
        try await harness.request(&browser) { session in
            let error = #expect(throws: SessionError.self) { try session.remember(for: Self.month) }
            #expect(error?.code == .authenticationRequired)
        }
    }

    @Test("B48 remembering alone stores nothing")
    func nothingToRemember() async throws {
        let harness = try Harness()
        var browser = Browser()
        let response = try await harness.request(&browser) { try $0.remember(for: Self.month) }
        #expect(response.isEmpty)
        #expect(try await harness.liveCount() == 0)
    }

    @Test(
        "A lifetime that the policy does not allow is refused with its bound",
        arguments: [-1, 0, 31 * 86_400] as [Int]
    )
    func bounds(_ seconds: Int) async throws {
        let session = try await Harness().begin(Browser())
        try session.login(subject: "ada")
        let error = #expect(throws: SessionError.self) { try session.remember(for: .seconds(seconds)) }
        #expect(error?.code == .invalidPolicy)
        #expect(error?.reason.contains("2592000") == true)
        #expect(throws: SessionError.self) { try session.remember(for: Self.month, idle: .seconds(31 * 86_400)) }
        let strict = try await Harness(policy: .owaspHighValue).begin(Browser())
        try strict.login(subject: "ada")
        #expect(throws: SessionError.self) { try strict.remember(for: .seconds(60)) }
    }

    @Test("B13 B43 a session can be ended earlier, never later, and at once")
    func shortened() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.limitLifetime(to: .seconds(600))
        }
        try await harness.request(&browser) { try $0.limitLifetime(to: .seconds(86_400)) }
        harness.clock.advance(by: .seconds(599))
        try await harness.request(&browser) { #expect($0.subject == "ada") }
        harness.clock.advance(by: .seconds(1))
        try await harness.request(&browser) { #expect($0.subject == nil) }

        try await harness.request(&browser) { $0.username = "test" }
        let response = try await harness.request(&browser) { try $0.limitLifetime(to: .zero) }
        #expect(setCookies(response).deleted == [Browser.guest])
        #expect(try await harness.liveCount() == 0)
    }
}
