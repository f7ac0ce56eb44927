import HTTPTypes

/// Where a view reads: whatever the caller holds already, kept by reference.
enum CookieSource: Sendable {
    case none
    case field(HTTPField)
    /// All fields of the request, for one with several Cookie fields: a list of them would have to be allocated.
    case fields(HTTPFields)
    case string(String)
    case strings([String])
    case bytes([UInt8])

    init(_ fields: HTTPFields) {
        guard let first = fields.firstIndex(where: { $0.name == .cookie }) else {
            self = .none
            return
        }
        let rest = fields[(first + 1)...]
        self = rest.contains { $0.name == .cookie } ? .fields(fields) : .field(fields[first])
    }

    /// Lends each field's bytes in turn.
    @inline(__always)
    func withEach(_ body: (Span<UInt8>) -> Void) {
        switch self {
        case .none: break
        case .field(let field): withBytes(of: field, body)
        case .fields(let fields):
            for field in fields where field.name == .cookie { withBytes(of: field, body) }
        case .string(let string): withBytes(of: string, body)
        case .strings(let strings):
            for string in strings { withBytes(of: string, body) }
        case .bytes(let bytes): body(bytes.span)
        }
    }

    /// Which limit is exceeded.
    enum Excess { case bytes, pairs }

    /// Measures all fields, with two bytes for each `; ` that joins them, before anything is made of them (CK-08). What is
    /// over the limit of bytes is not read.
    func excess(over limits: RequestCookies.Limits) -> Excess? {
        var bytesLeft = max(0, limits.maximumBytes)
        var pairsLeft = max(0, limits.maximumPairs)
        var excess: Excess?
        var joint = 0
        withEach { bytes in
            guard excess == nil else { return }
            // Both are compared before they are subtracted, so that nothing can overflow.
            guard bytes.count + joint <= bytesLeft else {
                excess = .bytes
                return
            }
            bytesLeft -= bytes.count + joint
            joint = 2
            let pairs = bytes.semicolonCount() + 1
            guard pairs <= pairsLeft else {
                excess = .pairs
                return
            }
            pairsLeft -= pairs
        }
        return excess
    }
}
