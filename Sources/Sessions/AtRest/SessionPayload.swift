/// What is sealed inside a record: the values, and the authoritative copy of what the record's columns repeat.
///
/// ```
/// 01 | version 8 | family 16 | CSRF seed 20 | created 8 | absolute deadline 8 | renewal time 8 | idle timeout 8 |
/// assurance 1 | authenticated: present 1, time 8 | flags 1 | subject LP | client signals LP | values
/// ```
/// Flags: 1, there is a subject; 2, the session is remembered. Times are milliseconds, big-endian. The values are a
/// ``ValueTable`` to the end.
struct SessionPayload: Sendable, Equatable {
    static let format: UInt8 = 1

    var version: Int64
    var family: SessionFamily
    var csrf: CSRFSeed
    var subject: String?
    var created: Timestamp
    var authenticated: Timestamp?
    var assurance: AssuranceLevel
    var absoluteDeadline: Timestamp
    var renewAt: Timestamp
    var idleTimeout: Duration
    /// Whether its cookie outlives the browser's session.
    var isRemembered: Bool
    /// Of the request that began the session or proved last who the user is; `nil` if the policy does not ask for them.
    var signals: ClientSignals?
    var values: ValueTable

    /// Bytes before the subject.
    private static let fixedLength = 88
    private static let hasSubject: UInt8 = 1
    private static let isRemembered: UInt8 = 2

    func encoded() -> [UInt8] {
        let subjectText = subject ?? ""
        let signalBytes = signals?.encoded ?? []
        // With room for the lengths, and for the padding that the record puts behind it.
        let most = Self.fixedLength + 8 + RecordSealer.paddingBlock
        var writer = ByteWriter(capacity: most + subjectText.utf8.count + signalBytes.count + values.bytes.count)
        writer.append(count: Self.fixedLength) { output in
            output.append(Self.format)
            output.append(UInt64(bitPattern: version))
            family.write(to: &output)
            csrf.write(to: &output)
            output.append(created)
            output.append(absoluteDeadline)
            output.append(renewAt)
            output.append(UInt64(bitPattern: idleTimeout.wholeMilliseconds))
            output.append(assurance.rawValue)
            output.append(UInt8(authenticated == nil ? 0 : 1))
            output.append(authenticated ?? Timestamp(milliseconds: 0))
            output.append((subject == nil ? 0 : Self.hasSubject) | (isRemembered ? Self.isRemembered : 0))
        }
        writer.appendLengthPrefixed(subjectText)
        writer.appendLengthPrefixed(signalBytes.span)
        writer.append(values.bytes)
        return writer.bytes
    }

    /// `nil` if the bytes are of another format or do not add up.
    init?(encoded bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.read(UInt8.self) == Self.format,
            let version = reader.read(UInt64.self),
            let family = SessionFamily(from: &reader),
            let csrf = CSRFSeed(from: &reader),
            let created = reader.readTime(),
            let absoluteDeadline = reader.readTime(),
            let renewAt = reader.readTime(),
            let idleTimeout = reader.read(UInt64.self),
            let assurance = reader.read(UInt8.self),
            let isAuthenticated = reader.read(UInt8.self),
            let authenticated = reader.readTime(),
            let flags = reader.read(UInt8.self),
            let subject = reader.readText(),
            let signals = reader.readLengthPrefixed(),
            let values = ValueTable(bytes: reader.rest)
        else { return nil }
        self.version = Int64(bitPattern: version)
        self.family = family
        self.csrf = csrf
        self.subject = flags & Self.hasSubject != 0 ? subject : nil
        self.created = created
        self.authenticated = isAuthenticated == 1 ? authenticated : nil
        self.assurance = AssuranceLevel(rawValue: assurance)
        self.absoluteDeadline = absoluteDeadline
        self.renewAt = renewAt
        self.idleTimeout = .milliseconds(Int64(bitPattern: idleTimeout))
        self.isRemembered = flags & Self.isRemembered != 0
        self.signals = ClientSignals(encoded: signals)
        self.values = values
    }

    init(
        family: SessionFamily,
        csrf: CSRFSeed,
        subject: String?,
        created: Timestamp,
        authenticated: Timestamp?,
        assurance: AssuranceLevel,
        absoluteDeadline: Timestamp,
        renewAt: Timestamp,
        idleTimeout: Duration,
        isRemembered: Bool = false,
        signals: ClientSignals? = nil,
        values: ValueTable
    ) {
        self.version = 1
        self.family = family
        self.csrf = csrf
        self.subject = subject
        self.created = created
        self.authenticated = authenticated
        self.assurance = assurance
        self.absoluteDeadline = absoluteDeadline
        self.renewAt = renewAt
        self.idleTimeout = idleTimeout
        self.isRemembered = isRemembered
        self.signals = signals
        self.values = values
    }

    /// Whether the columns of a record say what is sealed in it, but for the subject. A row whose columns were edited is
    /// unreadable.
    func matches(_ record: SessionRecord) -> Bool {
        version == record.version && family == record.family && created == record.created
            && authenticated == record.authenticated && assurance == record.assurance
            && absoluteDeadline == record.absoluteDeadline && renewAt == record.renewAt
            && record.idleDeadline <= absoluteDeadline
    }
}
