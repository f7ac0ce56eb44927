public import HTTPTypes

/// The cookies of a request: a view over its Cookie fields that copies nothing until a value is asked for.
///
/// Several fields count as one, joined with `; ` (CK-01). Pieces are split at `;`, trimmed of SP and HTAB alone and split
/// at their first `=`: no quotes, no percent-decoding, no commas, bytes and not Unicode (CK-02, T11, T13). Names are
/// compared byte for byte (CK-03). A piece with a control character is skipped and the rest kept (CK-05).
///
/// A name in a request proves nothing, whatever its prefix (CK-06): verify the value.
///
/// **Over a limit** the view is empty and ``refusal`` says why: the header is never read in part. A server answers 431, or
/// goes on as if there were no cookies.
public struct RequestCookies: Sendable, CustomStringConvertible, CustomReflectable {
    private let source: CookieSource
    private let excess: CookieSource.Excess?

    /// Whether a limit was exceeded, and which; nil for a view of the whole header.
    public var refusal: CookieError? {
        switch excess {
        case nil: nil
        case .bytes: CookieError(.limit, "the Cookie fields hold too many bytes: answer 431 or ignore the cookies")
        case .pairs: CookieError(.limit, "the Cookie fields hold too many pairs: answer 431 or ignore the cookies")
        }
    }

    /// A view over the Cookie fields of a request.
    public init(_ fields: HTTPFields, limits: Limits = .standard) {
        self.init(CookieSource(fields), limits)
    }

    /// A view over the value of one Cookie field.
    public init(_ header: String, limits: Limits = .standard) {
        self.init(.string(header), limits)
    }

    /// A view over the values of several Cookie fields.
    public init(_ headers: [String], limits: Limits = .standard) {
        self.init(.strings(headers), limits)
    }

    /// A view over the bytes of one Cookie field's value.
    public init(bytes: [UInt8], limits: Limits = .standard) {
        self.init(.bytes(bytes), limits)
    }

    private init(_ source: CookieSource, _ limits: Limits) {
        excess = source.excess(over: limits)
        self.source = excess == nil ? source : .none
    }

    /// The value of the cookie with this name: nil if there is none, if there is more than one (CK-04), or if the value is
    /// not UTF-8. A nameless pair has no name to be found by, not even the empty one.
    public subscript(name: String) -> String? {
        var result: String?
        var count = 0
        find(name) { value in
            count += 1
            if count == 1 { result = value.utf8String() }
        }
        return count == 1 ? result : nil
    }

    /// All values with this name, in the order of the header, without those that are not UTF-8.
    ///
    /// The order means nothing (CK-04). For a secured name try each, at most 4, and go on only if exactly one
    /// authenticates (T14).
    public func values(named name: String) -> [String] {
        var values: [String] = []
        find(name) { value in
            if let text = value.utf8String() { values.append(text) }
        }
        return values
    }

    /// How many pairs have this name, whatever their values hold.
    public func count(named name: String) -> Int {
        var count = 0
        find(name) { _ in count += 1 }
        return count
    }

    /// How many pairs there are: names and values belong in no log.
    public var description: String {
        var count = 0
        forEachPair { _, _ in count += 1 }
        return refusal.map { "cookies refused: \($0)" } ?? "cookies: \(count) pairs"
    }
    /// Shows nothing to `dump`, which would show the values.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Every pair in the order of the header, duplicates and nameless ones included, copied.
    public var pairs: [CookiePair] {
        var pairs: [CookiePair] = []
        forEachPair { name, value in
            pairs.append(CookiePair(nameBytes: name.array(), valueBytes: value.array()))
        }
        return pairs
    }

    /// Visits every pair in the order of the header without copying anything: the way for code that counts nanoseconds.
    ///
    /// - Parameter body: Gets the name, empty for a nameless pair, and the value; both live as long as the call.
    @inlinable
    public func forEachPair<E: Error>(_ body: (Span<UInt8>, Span<UInt8>) throws(E) -> Void) throws(E) {
        var failure: E?
        visit { name, value in
            do throws(E) {
                try body(name, value)
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
    }

    /// Visits pairs until the body returns false. Not generic, because only the shell above is inlined in other modules:
    /// generic code that is not costs a look-up of types for each field.
    @usableFromInline
    func visit(_ body: (Span<UInt8>, Span<UInt8>) -> Bool) {
        var goesOn = true
        source.withEach { bytes in
            var scanner = PairScanner()
            while goesOn, let piece = scanner.nextNonEmpty(bytes) {
                guard !piece.hasControl else { continue }
                goesOn = body(bytes.extracting(piece.name), bytes.extracting(piece.value))
            }
        }
    }

    @inline(__always)
    private func find(_ name: String, _ body: (Span<UInt8>) -> Void) {
        withBytes(of: name) { wanted in
            source.withEach { bytes in
                var scanner = PairScanner()
                while scanner.advance(to: bytes.nextPiece(beginningWith: wanted, from: scanner.position)),
                    let piece = scanner.next(bytes)
                {
                    guard !piece.hasControl, bytes.extracting(piece.name).equals(wanted) else { continue }
                    body(bytes.extracting(piece.value))
                }
            }
        }
    }
}
