#if Redis
    import Sessions

    /// Reads the bytes of a row one field after another; `nil` where there are too few.
    struct RowReader {
        private let bytes: [UInt8]
        private var place = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { place == bytes.count }

        mutating func take(_ count: Int) -> [UInt8]? {
            guard count >= 0, bytes.count - place >= count else { return nil }
            defer { place += count }
            return Array(bytes[place..<(place + count)])
        }

        mutating func byte() -> UInt8? {
            guard place < bytes.count else { return nil }
            defer { place += 1 }
            return bytes[place]
        }

        mutating func word() -> UInt32? {
            guard bytes.count - place >= 4 else { return nil }
            defer { place += 4 }
            return bytes[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }

        mutating func integer() -> Int64? {
            guard bytes.count - place >= 8 else { return nil }
            defer { place += 8 }
            return Int64(bitPattern: bytes[place..<(place + 8)].reduce(0) { $0 << 8 | UInt64($1) })
        }

        mutating func time() -> Timestamp? {
            integer().map { Timestamp(milliseconds: $0) }
        }

        /// The outer `nil` says that there are too few bytes, the inner one that there is no time.
        mutating func optionalTime() -> Timestamp?? {
            guard let flag = byte(), let time = time(), flag <= 1 else { return nil }
            return .some(flag == 1 ? time : nil)
        }

        /// The outer `nil` says that there are too few bytes, the inner one that the field holds nothing.
        mutating func counted() -> [UInt8]?? {
            guard let count = word() else { return nil }
            if count == .max { return .some(nil) }
            guard let value = take(Int(count)) else { return nil }
            return .some(value)
        }
    }
#endif
