import CookieHeaders
import Foundation

/// The response heads in what a person has at hand: the output of `curl -sI`, `-i` or `-v`, several heads after redirects,
/// or Set-Cookie lines alone.
struct ResponseHeads {
    /// In their order; what a redirect leads to has its URL.
    private(set) var heads: [ResponseHead] = []
    private var isInHead = false
    /// Whether the line before was a Set-Cookie field, which a blank at the start of the next would fold.
    private var canFold = false

    /// - Parameter url: What the first head came from.
    init(_ bytes: [UInt8], url: URL?) {
        let lines = ByteClass.lines(bytes).map(Self.withoutMark)
        let hasHeads = lines.contains(where: Self.isStatus)
        if !hasHeads { heads = [ResponseHead(url: url)] }
        for line in lines {
            if hasHeads {
                takeFromHead(line, url)
            } else {
                takeLoose(line)
            }
        }
        guard !hasHeads, heads.allSatisfy(\.setCookies.isEmpty) else { return }
        heads[0].setCookies = lines.filter(Self.isBare).map { ByteClass.trim($0) }
    }

    /// The lines given as arguments, as one response: with or without the field's name.
    init(arguments: [String], url: URL?) {
        var head = ResponseHead(url: url)
        for argument in arguments {
            if let field = HeaderField(argument.utf8), field.name == "set-cookie" {
                head.take(field)
            } else {
                head.setCookies.append(Array(argument.utf8))
            }
        }
        heads = [head]
    }

    private mutating func takeFromHead(_ line: ArraySlice<UInt8>, _ url: URL?) {
        if Self.isStatus(line) {
            let last = heads.last
            let next = last?.isRedirect == true ? last?.location : last?.url ?? url
            heads.append(ResponseHead(status: Self.status(line), url: next, cacheControl: []))
            isInHead = true
            canFold = false
        } else if isInHead, line.isEmpty {
            // What follows is a body, or the next head.
            isInHead = false
        } else if isInHead {
            take(line)
        }
    }

    /// A line outside a head: an indent is none of HTTP.
    private mutating func takeLoose(_ line: ArraySlice<UInt8>) {
        let trimmed = line.drop(while: ByteClass.isBlank)
        take(HeaderField(trimmed) == nil ? line : trimmed)
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        let last = heads.count - 1
        if let first = line.first, ByteClass.isBlank(first) {
            // Kept with its line end, which the audit reports.
            guard canFold, let cookie = heads[last].setCookies.indices.last else { return }
            heads[last].setCookies[cookie] += [0x0D, 0x0A] + line
        } else if let field = HeaderField(line) {
            heads[last].take(field)
            canFold = field.name == "set-cookie"
        } else {
            canFold = false
        }
    }

    private static func isStatus(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "HTTP/".utf8) && line.contains(0x20)
    }

    private static func status(_ line: ArraySlice<UInt8>) -> String {
        PrintableText.escape(ByteClass.trim(line))
    }

    /// Without the mark that `curl -v` puts in front of what it received.
    private static func withoutMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.starts(with: "< ".utf8) ? line.dropFirst(2) : line.elementsEqual("<".utf8) ? line.dropFirst() : line
    }

    /// A cookie without the field's name in front: `name=`, with a name that is one.
    private static func isBare(_ line: ArraySlice<UInt8>) -> Bool {
        let trimmed = line.drop(while: ByteClass.isBlank)
        let name = trimmed.prefix(while: ByteClass.isToken)
        return !name.isEmpty && trimmed.dropFirst(name.count).first == UInt8(ascii: "=")
    }
}
