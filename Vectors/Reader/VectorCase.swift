/// One case of a file: named values, and what must come of them.
package struct VectorCase: Sendable {
    /// Unique in its file.
    package let name: String
    /// The file, from the folder of all suites.
    package let path: String
    /// Where the case begins.
    package let line: Int
    /// `success`, or the name of a failure.
    package let expectation: String

    private let fields: [VectorField]

    init(path: String, _ fields: [VectorField]) throws(VectorError) {
        guard let first = fields.first, let last = fields.last else {
            throw VectorError(.malformed, path, "an empty case")
        }
        guard first.name == "case", !first.value.isEmpty else {
            throw VectorError(.malformed, path, line: first.line, "a case begins with its name, `case: …`")
        }
        guard last.name == "expect", !last.value.isEmpty else {
            throw VectorError(.malformed, path, line: last.line, "a case ends with `expect: …`")
        }
        self.path = path
        self.fields = fields
        name = first.value
        line = first.line
        expectation = last.value
    }

    /// Whether the case must succeed.
    package var succeeds: Bool { expectation == "success" }

    /// The figures, without the name: equal for two cases that test the same.
    package var figures: [String] {
        fields.dropFirst().map { "\($0.name): \($0.value)" }
    }

    /// A value as it stands.
    package func text(_ name: String) throws(VectorError) -> String {
        try field(name).value
    }

    /// The bytes of a value in hexadecimal.
    package func bytes(_ name: String) throws(VectorError) -> [UInt8] {
        let field = try field(name)
        guard let bytes = [UInt8](hexadecimal: field.value) else { throw wrong(field, "lower-case hexadecimal") }
        return bytes
    }

    /// The bytes of a value in which `\xHH` stands for one byte.
    package func unescaped(_ name: String) throws(VectorError) -> [UInt8] {
        let field = try field(name)
        var output: [UInt8] = []
        var rest = Array(field.value.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                output.append(byte)
                continue
            }
            guard rest.popFirst() == UInt8(ascii: "x"), rest.count >= 2,
                let escaped = [UInt8](hexadecimal: String(decoding: rest.prefix(2), as: UTF8.self))
            else { throw wrong(field, "text with \\xHH") }
            output += escaped
            rest = rest.dropFirst(2)
        }
        return output
    }

    /// A value with `\xHH` that is UTF-8.
    package func string(_ name: String) throws(VectorError) -> String {
        let bytes = try unescaped(name)
        guard let string = String(validating: bytes, as: UTF8.self) else { throw wrong(try field(name), "UTF-8") }
        return string
    }

    /// A decimal number.
    package func integer(_ name: String) throws(VectorError) -> Int {
        let field = try field(name)
        guard let value = Int(field.value), String(value) == field.value else { throw wrong(field, "a number") }
        return value
    }

    /// One of a few words.
    package func flag(_ name: String, _ yes: String, _ no: String) throws(VectorError) -> Bool {
        let field = try field(name)
        guard field.value == yes || field.value == no else { throw wrong(field, "\(yes) or \(no)") }
        return field.value == yes
    }

    private func field(_ name: String) throws(VectorError) -> VectorField {
        guard let field = fields.first(where: { $0.name == name }) else {
            throw VectorError(.field, path, line: line, "the case has no \(name)")
        }
        return field
    }

    private func wrong(_ field: VectorField, _ wanted: String) -> VectorError {
        VectorError(.field, path, line: field.line, "\(field.name) is not \(wanted)")
    }
}

extension [UInt8] {
    /// The bytes of lower-case hexadecimal digits, nil for anything else.
    package init?(hexadecimal text: String) {
        func value(_ digit: UInt8) -> UInt8? {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        let digits = Array<UInt8>(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self = bytes
    }
}

extension Collection<UInt8> {
    /// Lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
