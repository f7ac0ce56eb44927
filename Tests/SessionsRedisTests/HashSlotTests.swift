#if Redis
    import Testing

    @testable import SessionsRedis

    @Suite("Hash slots")
    struct HashSlotTests {
        /// Redis Cluster specification, "Appendix A: CRC16 reference implementation in ANSI C".
        @Test("CRC16 of 123456789 is 31C3, as the Redis Cluster specification says")
        func vector() {
            #expect(HashSlot.crc16(Array("123456789".utf8)) == 0x31C3)
            #expect(HashSlot.of(Array("123456789".utf8)) == 0x31C3 % 16_384)
        }

        /// The examples of "Hash tags" there.
        @Test("of a key with braces only what stands in the first pair counts, unless it is empty")
        func hashTags() {
            func slot(_ key: String) -> Int { HashSlot.of(Array(key.utf8)) }
            #expect(slot("{user1000}.following") == slot("{user1000}.followers"))
            #expect(slot("{user1000}.following") == slot("user1000"))
            #expect(slot("foo{}{bar}") == Int(HashSlot.crc16(Array("foo{}{bar}".utf8))) % 16_384)
            #expect(slot("foo{{bar}}zap") == slot("{bar"))
            #expect(slot("foo{bar}{zap}") == slot("bar"))
        }

        @Test("a server counts them the same way for random keys")
        func againstServer() async throws {
            let raw = try await RedisCluster.shared.servers[0].raw()
            var random = SystemRandomNumberGenerator()
            for _ in 0..<500 {
                let key = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    // Many braces, so that there are tags.
                    [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8.random(in: 0...255, using: &random)].randomElement()
                        ?? 0
                }
                let answer = try raw.call([Array("CLUSTER".utf8), Array("KEYSLOT".utf8), key])
                #expect(answer == "\(HashSlot.of(key))", "\(key)")
            }
        }

        @Test("shards lie evenly among the slots, and tags evenly among shards")
        func shards() {
            let names = KeyNames(prefix: "p")
            let slots = (0..<KeyNames.shards).map { HashSlot.of(names.schedule($0)) }
            #expect(slots == (0..<1_024).map { $0 * 16 })
            #expect(Set((0..<2_048).map { names.schedule(of: $0) }).count == 1_024)
        }

        @Test("a session and its schedule lie in one slot, and so do the two keys of a subject, whatever he is called")
        func together() {
            let names = KeyNames(prefix: "p")
            for tag: UInt32 in [0, 1, .max, 0x8000_0000, 0xDEAD_BEEF] {
                #expect(HashSlot.of(names.session(tag)) == HashSlot.of(names.schedule(of: tag)))
            }
            for subject in ["", "ann", "}", "{", "a}b{c}", "{}"] {
                let bytes = Array(subject.utf8)
                #expect(HashSlot.of(names.subject(bytes)) == HashSlot.of(names.notBefore(bytes)))
            }
        }
    }
#endif
