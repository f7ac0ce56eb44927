import SecureTokens
import SessionsTesting
import Testing

@testable import Sessions

@Suite("Records at rest")
struct RecordSealerTests {
    /// A session of alice's with one value, and its row.
    private func stored(_ harness: Harness) async throws -> (browser: Browser, record: SessionRecord) {
        var browser = Browser()
        try await harness.request(&browser) { session in
            try session.login(subject: "alice")
            session.username = "a value that nobody may read"
        }
        let record = try #require(try await harness.records(of: "alice").first)
        return (browser, record)
    }

    @Test("OS-03 B66 the payload shows nothing and its length tells little")
    func opaque() async throws {
        let harness = try Harness()
        let (_, record) = try await stored(harness)
        #expect(!String(decoding: record.payload, as: UTF8.self).contains("value"))
        #expect((record.payload.count - 29).isMultiple(of: 64))
    }

    @Test("F4 B33 a payload with any bit flipped, cut or empty reads as no session, with one event, and is not deleted")
    func damaged() async throws {
        let harness = try Harness()
        let (browser, record) = try await stored(harness)
        var damaged: [[UInt8]] = [[], Array(record.payload.dropLast()), Array(record.payload.prefix(28))]
        for index in record.payload.indices {
            var payload = record.payload
            payload[index] ^= 1 << UInt8(index % 8)
            damaged.append(payload)
        }
        for payload in damaged {
            var row = record
            row.payload = payload
            let outcome = try await harness.store.update(
                record.key,
                expecting: record.version,
                to: row,
                now: harness.clock.now
            )
            #expect(outcome == .updated)
            _ = harness.takeEvents()
            #expect(try await harness.begin(browser).subject == nil)
            #expect(harness.takeEvents() == [.unreadableRecord])
        }
        #expect(try await harness.liveCount() == 1)
    }

    @Test("A row whose columns were edited is unreadable")
    func editedColumns() async throws {
        let edits: [@Sendable (inout SessionRecord) -> Void] = [
            { $0.subject = "hardtack/mallory" }, { $0.subject = nil }, { $0.assurance = .aal3 },
            { $0.absoluteDeadline = $0.absoluteDeadline + .seconds(1) }, { $0.authenticated = nil },
            { $0.renewAt = $0.renewAt + .seconds(1) }, { $0.created = $0.created + .seconds(1) },
            { $0.version += 1 }, { $0.idleDeadline = $0.absoluteDeadline + .seconds(1) },
            { $0.family = SessionFamily(high: 1, low: 2) },
        ]
        for edit in edits {
            let harness = try Harness()
            let (browser, record) = try await stored(harness)
            var row = record
            edit(&row)
            _ = try await harness.store.deleteFamily(record.family, now: harness.clock.now)
            _ = try await harness.store.create(row, admission: nil, now: harness.clock.now)
            #expect(try await harness.begin(browser).subject == nil)
            #expect(harness.takeEvents().last == .unreadableRecord)
        }
    }

    @Test("A payload cannot be moved to another session's row")
    func transplant() async throws {
        let harness = try Harness()
        let (browser, record) = try await stored(harness)
        var mallory = Browser()
        try await harness.request(&mallory) { try $0.login(subject: "mallory") }
        var other = try #require(try await harness.records(of: "mallory").first)
        _ = try await harness.store.deleteFamily(other.family, now: harness.clock.now)
        let key = other.key
        other = record
        other.key = key
        _ = try await harness.store.create(other, admission: nil, now: harness.clock.now)
        #expect(try await harness.begin(mallory).subject == nil)
        #expect(try await harness.begin(browser).subject == "alice")
    }

    @Test(
        "F8 a session sealed under a retired key opens while the key is in the ring, and its next write uses the primary"
    )
    func keyRotation() async throws {
        let store = MemoryStore()
        let (old, new) = (try RootKey.generate(), try RootKey.generate())
        let before = try Harness(store: store, keys: KeyRing(primary: old))
        let (browser, record) = try await stored(before)
        #expect(record.keyID == old.id.rawValue)

        let during = try Harness(store: store, keys: KeyRing(primary: new, accepted: [old]))
        var user = browser
        try await during.request(&user) { $0.visits = 1 }
        #expect(try await during.records(of: "alice").first?.keyID == new.id.rawValue)

        let halfDeployed = try Harness(store: store, keys: KeyRing(primary: old))
        #expect(try await halfDeployed.begin(browser).subject == nil)
        #expect(halfDeployed.takeEvents() == [.unknownKey])

        let after = try Harness(store: store, keys: KeyRing(primary: new))
        #expect(try await after.begin(browser).subject == "alice")
        #expect(try await after.values(browser).visits == 1)
    }

    @Test("T2 two managers with different namespaces share a store, and the ID of one is nothing to the other")
    func namespaces() async throws {
        let store = MemoryStore()
        let keys = try KeyRing(primary: .generate())
        var policy = SessionPolicy()
        policy.namespace = "admins"
        let visitors = try Harness(store: store, keys: keys)
        let admins = try Harness(store: store, keys: keys, policy: policy)
        var browser = Browser()
        try await visitors.request(&browser) { try $0.login(subject: "alice") }
        #expect(try await admins.begin(browser).subject == nil)
        #expect(try await admins.manager.sessions(of: "alice").isEmpty)
        #expect(try await admins.manager.revokeAll(of: "alice") == 0)
        #expect(try await visitors.begin(browser).subject == "alice")
        policy.namespace = "admins/alice"
        #expect(throws: SessionError.self) { try Harness(policy: policy) }
    }

    @Test(
        "NG-02 no two writes of a session share a nonce, of one version neither: what was set back is not sealed alike again"
    )
    func nonces() throws {
        let sealer = RecordSealer(namespace: "hardtack", keys: try KeyRing(primary: .generate()))
        let id = try SessionID.generate()
        let key = try sealer.storeKey(of: id)
        let payload = SessionPayload(
            family: SessionFamily(high: 1, low: 2),
            csrf: try .generate(),
            subject: nil,
            created: Timestamp(milliseconds: 1),
            authenticated: nil,
            assurance: .none,
            absoluteDeadline: Timestamp(milliseconds: 3),
            renewAt: Timestamp(milliseconds: 4),
            idleTimeout: .seconds(5),
            values: .empty
        )
        var nonces: Set<[UInt8]> = []
        for _ in 0..<1_000 { nonces.insert(Array(try sealer.seal(payload, id: id, key: key)[1..<13])) }
        #expect(nonces.count == 1_000)
        // Nor with a successor, which is sealed under another key but by the same hand.
        let successor = try sealer.sealSuccessor(.generate(), of: id, key: key)
        #expect(!nonces.contains(Array(successor[5..<17])))
    }

    @Test("Known answer: the at-rest format as the design states it")
    func format() throws {
        let keys = try KeyRing(primary: RootKey([UInt8](0..<32).span))
        let sealer = RecordSealer(namespace: "hardtack", keys: keys)
        let id = try #require(SessionID(cookieValue: String(repeating: "A", count: 43)))
        let key = try sealer.storeKey(of: id)
        var hashed: [UInt8] = [0, 0, 0, 8] + Array("hardtack".utf8) + [UInt8](repeating: 0, count: 32)
        #expect(StoreKey(tag: 0, hash: try SHA256.hash(hashed.span)) == key)

        let payload = SessionPayload(
            family: SessionFamily(high: 1, low: 2),
            csrf: try .generate(),
            subject: "alice",
            created: Timestamp(milliseconds: 1),
            authenticated: Timestamp(milliseconds: 2),
            assurance: .aal1,
            absoluteDeadline: Timestamp(milliseconds: 3),
            renewAt: Timestamp(milliseconds: 4),
            idleTimeout: .seconds(5),
            values: .empty
        )
        let sealed = try sealer.seal(payload, id: id, key: key)
        let salt = try #require(keys.subkey(.atRest, of: keys.primaryID))
        let secret = [UInt8](repeating: 0, count: 32)
        let recordKey = try HKDFSHA256.derive(secret.span, salt: salt, info: Array("hardtack".utf8).span)
        hashed = [0, 0, 0, 8] + Array("hardtack".utf8) + [0, 0, 0, 32]
        for index in 0..<32 { hashed.append(key.hash[index]) }
        hashed += [0, 0, 0, 0, 0, 0, 0, 1]
        for shift in [24, 16, 8, 0] {
            hashed.append(UInt8(truncatingIfNeeded: keys.primaryID.rawValue >> UInt32(shift)))
        }
        let opened = try AES256GCM.open(
            sealed.span.extracting(13..<sealed.count),
            key: recordKey.span,
            nonce: sealed.span.extracting(1..<13),
            associatedData: hashed.span
        )
        #expect(sealed[0] == 1)
        #expect(opened.count == 128)
        #expect(Array(opened.prefix(payload.encoded().count)) == payload.encoded())
        #expect(opened[payload.encoded().count] == 0x80)
    }
}
