#if Redis
    import Sessions

    /// Where the servers are and how to log in, as one line: `redis://user:password@host:port,host:port/database?prefix=p`,
    /// or `rediss://` and, besides, `cacert=FILE&cert=FILE&key=FILE`.
    ///
    /// Its text holds a password: no error and no description quotes any of it but host, port and the names of options.
    struct RedisURL: Sendable {
        /// What AUTH is given; without a name it is the user `default`.
        struct Credentials: Sendable {
            var user: String?
            var password: String
        }

        private(set) var addresses: [Address] = []
        private(set) var credentials: Credentials?
        private(set) var database = 0
        private(set) var isEncrypted = false
        private(set) var prefix: String?
        /// The files that it names.
        private(set) var tls = RedisStore.Configuration.TLS()

        init(_ text: String) throws(StoreError) {
            var rest = Array(text.utf8)[...]
            if let after = rest.dropping("redis://") {
                rest = after
            } else if let after = rest.dropping("rediss://") {
                isEncrypted = true
                rest = after
            } else {
                throw Self.unusable("it begins with redis:// or rediss://")
            }
            // A password may hold a stroke or a question mark, if somebody has not escaped it: what is before the last @ is
            // no host.
            let at = rest.lastIndex(of: UInt8(ascii: "@"))
            if let at { credentials = try Self.credentials(rest[..<at]) }
            rest = at.map { rest[($0 + 1)...] } ?? rest
            if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
                try read(options: rest[(mark + 1)...])
                rest = rest[..<mark]
            }
            if let stroke = rest.firstIndex(of: UInt8(ascii: "/")) {
                try read(database: rest[(stroke + 1)...])
                rest = rest[..<stroke]
            }
            for host in rest.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                addresses.append(try Self.address(host))
            }
        }

        private mutating func read(options: ArraySlice<UInt8>) throws(StoreError) {
            for option in options.split(separator: UInt8(ascii: "&")) {
                let parts = option.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = parts.first, parts.count == 2, !parts[1].isEmpty else {
                    throw Self.unusable("an option is NAME=VALUE")
                }
                let value = try Self.decode(parts[1])
                switch String(decoding: name, as: UTF8.self) {
                case "prefix": prefix = value
                case "cacert": tls.authorities = value
                case "cert": tls.certificate = value
                case "key": tls.key = value
                default: throw Self.unusable("its options are prefix=NAME, cacert=FILE, cert=FILE and key=FILE")
                }
            }
        }

        private mutating func read(database text: ArraySlice<UInt8>) throws(StoreError) {
            guard !text.isEmpty else { return }
            guard text.count <= 5, text.allSatisfy({ (48...57).contains($0) }),
                let number = Int(String(decoding: text, as: UTF8.self))
            else { throw Self.unusable("a number follows the stroke after the hosts, that of a database") }
            database = number
        }

        private static func credentials(_ text: ArraySlice<UInt8>) throws(StoreError) -> Credentials {
            let parts = text.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw unusable("before the @ stand name:password or :password")
            }
            let user = try decode(parts[0])
            return Credentials(user: user.isEmpty ? nil : user, password: try decode(parts[1]))
        }

        private static func address(_ text: ArraySlice<UInt8>) throws(StoreError) -> Address {
            var host = text
            var port = ArraySlice("6379".utf8)
            if let end = text.lastIndex(of: UInt8(ascii: "]")), text.first == UInt8(ascii: "[") {
                host = text[(text.startIndex + 1)..<end]
                let after = text[(end + 1)...]
                guard after.isEmpty || after.first == UInt8(ascii: ":") else {
                    throw unusable("a port follows a colon")
                }
                if !after.isEmpty { port = after.dropFirst() }
            } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
                host = text[..<colon]
                port = text[(colon + 1)...]
            }
            let isNamed = !host.isEmpty && host.allSatisfy { (33...126).contains($0) }
            guard isNamed, port.allSatisfy({ (48...57).contains($0) }),
                let number = Int32(String(decoding: port, as: UTF8.self)), (1...65_535).contains(number)
            else { throw unusable("each host is a name or an address, with or without :port") }
            return Address(host: String(decoding: host, as: UTF8.self), port: number)
        }

        private static func decode(_ text: ArraySlice<UInt8>) throws(StoreError) -> String {
            var bytes: [UInt8] = []
            var rest = text
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                let digits = rest.prefix(2)
                guard digits.count == 2, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                else { throw unusable("after a percent sign stand two hexadecimal digits") }
                bytes.append(value)
                rest = rest.dropFirst(2)
            }
            guard let decoded = String(validating: bytes, as: UTF8.self) else {
                throw unusable("what it escapes is UTF-8")
            }
            return decoded
        }

        private static func unusable(_ rule: String) -> StoreError {
            StoreError(.invalidConfiguration, "The address of a session store in Redis is not usable: \(rule).")
        }
    }

    extension ArraySlice<UInt8> {
        /// What comes after `start`, which may be written in capitals; `nil` if it does not begin so.
        fileprivate func dropping(_ start: String) -> Self? {
            guard String(decoding: prefix(start.utf8.count), as: UTF8.self).lowercased() == start else { return nil }
            return dropFirst(start.utf8.count)
        }
    }
#endif
