/// What a session's anti-forgery tokens are made from: 16 random bytes, sealed in the record, and a count.
///
/// The bytes are new with every login, step-up and rotation, so that every token from before is worth nothing (OC-04). A
/// timed renewal only counts on: what it leaves behind can still be computed, and is accepted for one period.
struct CSRFSeed: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let high, low: UInt64
    /// Timed renewals since the bytes were drawn.
    private let renewals: UInt32

    private init(high: UInt64, low: UInt64, renewals: UInt32) {
        self.high = high
        self.low = low
        self.renewals = renewals
    }

    static func generate() throws(SessionError) -> CSRFSeed {
        let bytes: InlineArray<16, UInt8> = try randomBytes()
        let word = { (start: Int) in (start..<start + 8).reduce(0 as UInt64) { $0 << 8 | UInt64(bytes[$1]) } }
        return CSRFSeed(high: word(0), low: word(8), renewals: 0)
    }

    /// After a timed renewal.
    var renewed: CSRFSeed { CSRFSeed(high: high, low: low, renewals: renewals &+ 1) }

    /// Before the last timed renewal; `nil` if there was none.
    var previous: CSRFSeed? {
        renewals == 0 ? nil : CSRFSeed(high: high, low: low, renewals: renewals - 1)
    }

    init?(from reader: inout ByteReader) {
        guard let high = reader.read(UInt64.self), let low = reader.read(UInt64.self),
            let renewals = reader.read(UInt32.self)
        else { return nil }
        self.init(high: high, low: low, renewals: renewals)
    }

    /// Bytes that a seed is written in.
    static let length = 20

    func write(to output: inout OutputSpan<UInt8>) {
        output.append(high)
        output.append(low)
        output.append(renewals)
    }

    /// Redacted.
    var description: String { "CSRFSeed(redacted)" }

    /// Hides the bytes from `dump` and from reflection.
    var customMirror: Mirror { Mirror(self, children: []) }
}
