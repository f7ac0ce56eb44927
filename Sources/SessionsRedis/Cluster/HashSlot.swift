#if Redis
    /// Which of the 16,384 slots of a Redis Cluster a key belongs to (Redis Cluster specification, "Key distribution
    /// model" and "Hash tags"): CRC16 of the key, or of what stands between its first `{` and the `}` after that.
    enum HashSlot {
        static let count = 16_384

        static func of(_ key: [UInt8]) -> Int {
            Int(crc16(hashTag(of: key))) % count
        }

        /// A name for each slot that lies in it: the lowest number whose digits do.
        static let names: [[UInt8]] = {
            var names = Array(repeating: [UInt8](), count: count)
            var missing = count
            var number = 0
            while missing > 0 {
                let name = Array("\(number)".utf8)
                let slot = of(name)
                if names[slot].isEmpty {
                    names[slot] = name
                    missing -= 1
                }
                number += 1
            }
            return names
        }()

        private static func hashTag(of key: [UInt8]) -> ArraySlice<UInt8> {
            guard let open = key.firstIndex(of: UInt8(ascii: "{")),
                let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")),
                close > open + 1
            else { return key[...] }
            return key[(open + 1)..<close]
        }

        /// CRC-16/XMODEM: polynomial 0x1021, begins with 0, nothing reflected.
        static func crc16(_ bytes: some Sequence<UInt8>) -> UInt16 {
            var crc: UInt16 = 0
            for byte in bytes { crc = crc << 8 ^ table[Int(UInt8(crc >> 8) ^ byte)] }
            return crc
        }

        private static let table: [UInt16] = (0..<256).map { byte in
            (0..<8).reduce(UInt16(byte) << 8) { crc, _ in crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
        }
    }
#endif
