import SecureTokens
import Sessions
import SessionsTesting
import Testing

@Suite("Device labels")
struct DeviceLabelTests {
    @Test("OS-21 a listing shows the label, which follows the session through writes, renewals and step-ups")
    func listed() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.setDeviceLabel("Firefox on Linux")
        }
        func labels() async throws -> [String?] { try await harness.manager.sessions(of: "ada").map(\.deviceLabel) }
        #expect(try await labels() == ["Firefox on Linux"])
        try await harness.request(&browser) { $0.username = "test" }
        #expect(try await labels() == ["Firefox on Linux"])
        harness.clock.advance(by: .seconds(20 * 60))
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(20 * 60))
        try await harness.request(&browser)
        harness.clock.advance(by: .seconds(20 * 60))
        try await harness.request(&browser)
        #expect(harness.takeEvents().contains(.renewed))
        #expect(try await labels() == ["Firefox on Linux"])
        try await harness.request(&browser) { try $0.elevate(to: .aal2) }
        #expect(try await labels() == ["Firefox on Linux"])
        try await harness.request(&browser) { try $0.setDeviceLabel("Kitchen \u{1F373}") }
        #expect(try await labels() == ["Kitchen \u{1F373}"])
        try await harness.request(&browser) { try $0.setDeviceLabel(nil) }
        #expect(try await labels() == [nil])
    }

    @Test("R2 another user's login does not take the label along")
    func otherSubject() async throws {
        let harness = try Harness()
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "ada")
            try session.setDeviceLabel("Firefox on Linux")
        }
        try await harness.request(&browser) { try $0.login(subject: "bob") }
        #expect(try await harness.manager.sessions(of: "bob").map(\.deviceLabel) == [nil])
    }

    @Test("OS-03 T2 the store sees no label, and one of another session is not shown")
    func sealed() async throws {
        let harness = try Harness()
        var families: [SessionRecord] = []
        for label in ["Firefox on Linux", "Safari on iPhone"] {
            var browser = Browser()
            try await harness.request(&browser) { session in
                try session.login(subject: "ada")
                try session.setDeviceLabel(label)
            }
        }
        families = try await harness.records(of: "ada")
        for record in families {
            let sealed = try #require(record.label)
            #expect(!String(decoding: sealed, as: UTF8.self).contains("Firefox"))
        }
        var first = families[0]
        first.label = families[1].label
        first.version += 1
        let outcome = try await harness.store.update(
            first.key,
            expecting: first.version - 1,
            to: first,
            now: harness.clock.now
        )
        #expect(outcome == .updated)
        let labels = try await harness.manager.sessions(of: "ada").map(\.deviceLabel)
        #expect(labels.contains(nil) && labels.contains { $0 != nil })
    }

    @Test("A label that is too long is refused")
    func tooLong() async throws {
        let session = try await Harness().begin(Browser())
        let error = #expect(throws: SessionError.self) {
            try session.setDeviceLabel(String(repeating: "x", count: 256))
        }
        #expect(error?.code == .invalidValue)
        try session.setDeviceLabel(String(repeating: "x", count: 255))
    }
}
