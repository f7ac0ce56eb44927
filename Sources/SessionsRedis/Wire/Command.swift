#if Redis
    /// One command as it goes over the wire, ready to be sent to whichever server has its slot.
    struct Command: Sendable {
        /// In the protocol's own form: an array of byte strings.
        let bytes: [UInt8]
        /// The hash slot of its keys. Without meaning on a single server.
        let slot: Int
        /// Whether it may change something: then it is not sent again when no answer came.
        let isWrite: Bool
        /// Which script it calls, for a server that has not got it.
        let script: Script?

        /// A plain command that reads or writes one key.
        init(_ name: String, key: [UInt8], _ arguments: [[UInt8]] = [], isWrite: Bool = false) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(48 + key.count + arguments.reduce(0) { $0 + $1.count + 8 })
            bytes.begin(count: 2 + arguments.count)
            bytes.add(Array(name.utf8))
            bytes.add(key)
            for argument in arguments { bytes.add(argument) }
            self.bytes = bytes
            slot = HashSlot.of(key)
            self.isWrite = isWrite
            script = nil
        }

        /// A call of a script whose keys share a slot.
        init(_ script: Script, hash: [UInt8], keys: [[UInt8]], _ arguments: [[UInt8]]) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(128 + keys.count * 40 + arguments.reduce(0) { $0 + $1.count + 8 })
            bytes.begin(count: 3 + keys.count + arguments.count)
            bytes.add(Array("EVALSHA".utf8))
            bytes.add(hash)
            bytes.add(decimal: keys.count)
            for key in keys { bytes.add(key) }
            for argument in arguments { bytes.add(argument) }
            self.bytes = bytes
            slot = keys.first.map(HashSlot.of) ?? 0
            isWrite = script.isWrite
            self.script = script
        }

        /// The form of a command that is not about a key.
        static func bytes(_ words: [String]) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.begin(count: words.count)
            for word in words { bytes.add(Array(word.utf8)) }
            return bytes
        }

        static let asking = bytes(["ASKING"])
        static let clusterSlots = bytes(["CLUSTER", "SLOTS"])
    }

    extension [UInt8] {
        /// A number as an argument.
        init(decimal number: some BinaryInteger) {
            self = Array(String(number).utf8)
        }

        fileprivate mutating func begin(count: Int) {
            append(UInt8(ascii: "*"))
            self += [UInt8](decimal: count)
            endLine()
        }

        fileprivate mutating func add(_ word: [UInt8]) {
            append(UInt8(ascii: "$"))
            self += [UInt8](decimal: word.count)
            endLine()
            self += word
            endLine()
        }

        fileprivate mutating func add(decimal number: Int) {
            add([UInt8](decimal: number))
        }

        private mutating func endLine() {
            append(UInt8(ascii: "\r"))
            append(UInt8(ascii: "\n"))
        }
    }
#endif
