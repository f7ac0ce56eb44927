#if Redis
    /// Which of the 16,384 slots of a Redis Cluster a key belongs to (Redis Cluster specification, "Key distribution
    /// model" and "Hash tags"): CRC16 of the key, or of what stands between its first `{` and the `}` after that.
    enum HashSlot {
        static let count = 16_384

        static func of(_ key: [UInt8]) -> Int {
            Int(crc16(hashTag(of: key))) % count
        }

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
