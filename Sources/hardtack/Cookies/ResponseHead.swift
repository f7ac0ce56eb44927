import CookieHeaders
import Foundation

/// What the head of a response says about cookies, and what it came from.
struct ResponseHead {
    /// The status line as it stood, escaped; nil for lines without a head.
    var status: String?
    /// Where it came from, if that is known.
    var url: URL?
    var setCookies: [[UInt8]] = []
    /// Nil without a head: then nobody knows.
    var cacheControl: [String]?
    var date: CookieDate?
    var location: URL?

    /// Whether the next head answers the request to ``location``.
    var isRedirect: Bool {
        let code = status?.split(separator: " ").dropFirst().first
        return code?.count == 3 && code?.first == "3" && location != nil
    }

    /// Scheme and host of the URL. What follows them may be a secret: a redirect often carries a code or a token.
    var origin: String? {
        guard let scheme = url?.scheme, let host = url?.host(percentEncoded: true) else { return nil }
        return PrintableText.escape("\(scheme)://\(host)".utf8, limit: 512)
    }

    /// Takes a field in: those that the audit asks for, in any case.
    mutating func take(_ field: HeaderField) {
        switch field.name {
        case "set-cookie": setCookies.append(field.value)
        case "cache-control": cacheControl?.append(String(decoding: field.value, as: UTF8.self))
        case "date": date = CookieDate(parsing: field.value.span)
        case "location": location = root(of: String(decoding: field.value, as: UTF8.self))
        default: break
        }
    }

    /// Where a redirect leads to, as far as it matters here: to which host. Relative paths would add up from one head to the
    /// next, and a megabyte of them takes minutes to resolve (T16).
    private func root(of location: String) -> URL? {
        URL(string: location, relativeTo: url).flatMap { URL(string: "/", relativeTo: $0)?.absoluteURL }
    }

    /// - Parameter now: The time, unless the head says when it was written.
    func report(now: CookieDate) -> CookieAudit.Report {
        let audit = CookieAudit(
            scheme: url?.scheme.flatMap { CookieAudit.Scheme(rawValue: $0.lowercased()) },
            host: url?.host(percentEncoded: false).flatMap { CookieHost($0) },
            now: date ?? now
        )
        return audit.report(forSetCookies: setCookies, cacheControl: cacheControl)
    }
}

/// One line `name: value` of a head, the value trimmed of spaces and tabs and otherwise as it came.
struct HeaderField {
    /// In lower case.
    let name: String
    let value: [UInt8]

    init?(_ line: some Collection<UInt8>) {
        let bytes = Array(line)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            bytes[..<colon].allSatisfy({ ByteClass.isToken($0) })
        else { return nil }
        name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        value = ByteClass.trim(bytes[(colon + 1)...])
    }
}

enum ByteClass {
    /// RFC 9110 §5.6.2 `tchar`.
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func trim(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return Array(bytes)
    }

    /// Lines between LF, each without one CR at its end; any other CR stays, for a finding.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    }
}
