#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a value becomes bytes: one tag byte, then a compact form for the common types and JSON for all others.
///
/// JSONEncoder takes some ten times as long for a string. A wrong tag reads as absent and never traps (behaviour 37).
enum ValueCoding {
    private enum Tag {
        static let string: UInt8 = 1
        static let integer: UInt8 = 2
        static let boolean: UInt8 = 3
        static let double: UInt8 = 4
        static let bytes: UInt8 = 5
        static let date: UInt8 = 6
        static let json: UInt8 = 7
    }

    static func encode<Value: Codable>(_ value: Value) throws(SessionError) -> [UInt8] {
        if Value.self == String.self, let text = value as? String {
            return [Tag.string] + text.utf8
        }
        if Value.self == Int.self, let integer = value as? Int {
            return encode(Tag.integer, UInt64(bitPattern: Int64(integer)))
        }
        if Value.self == Bool.self, let flag = value as? Bool {
            return [Tag.boolean, flag ? 1 : 0]
        }
        if Value.self == Double.self, let number = value as? Double {
            return encode(Tag.double, number.bitPattern)
        }
        if Value.self == [UInt8].self, let bytes = value as? [UInt8] {
            return [Tag.bytes] + bytes
        }
        if Value.self == Date.self, let date = value as? Date {
            return encode(Tag.date, date.timeIntervalSince1970.bitPattern)
        }
        do {
            return [Tag.json] + (try JSONEncoder().encode(value))
        } catch {
            throw SessionError(.invalidValue, "A value of type \(Value.self) could not be encoded as JSON.")
        }
    }

    static func decode<Value: Codable>(_ bytes: [UInt8], as _: Value.Type) -> Value? {
        guard let tag = bytes.first else { return nil }
        let body = bytes.dropFirst()
        switch tag {
        case Tag.string where Value.self == String.self:
            return String(decoding: body, as: UTF8.self) as? Value
        case Tag.integer where Value.self == Int.self:
            return word(body).flatMap { Int(exactly: Int64(bitPattern: $0)) as? Value }
        case Tag.boolean where Value.self == Bool.self:
            return (body.first == 1) as? Value
        case Tag.double where Value.self == Double.self:
            return word(body).flatMap { Double(bitPattern: $0) as? Value }
        case Tag.bytes where Value.self == [UInt8].self:
            return Array(body) as? Value
        case Tag.date where Value.self == Date.self:
            return word(body).flatMap { Date(timeIntervalSince1970: Double(bitPattern: $0)) as? Value }
        case Tag.json:
            return try? JSONDecoder().decode(Value.self, from: Data(body))
        default:
            return nil
        }
    }

    private static func encode(_ tag: UInt8, _ word: UInt64) -> [UInt8] {
        var writer = ByteWriter(capacity: 9)
        writer.append(tag)
        writer.append(word)
        return writer.bytes
    }

    private static func word(_ body: ArraySlice<UInt8>) -> UInt64? {
        guard body.count == 8 else { return nil }
        return body.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
