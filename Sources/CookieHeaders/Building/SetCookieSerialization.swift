extension SetCookie {
    /// What stands for the value in a description.
    private static var redaction: StaticString { "<redacted>" }

    func line(redacted: Bool) -> String {
        unsafe ByteWriter.string(capacity: capacity) { writer in
            unsafe write(to: &writer, redacted: redacted)
        }
    }

    /// More than the longest line that these attributes make: the fixed texts take 132 bytes at most, the date, the digits
    /// of Max-Age and what stands for a redacted value included.
    private var capacity: Int {
        var capacity = 192 + attributes.name.utf8.count + attributes.value.utf8.count
        capacity += (attributes.domain?.utf8.count ?? 0) + (attributes.path?.utf8.count ?? 0)
        for attribute in attributes.extensions {
            capacity += 3 + attribute.name.utf8.count + (attribute.value?.utf8.count ?? 0)
        }
        return capacity
    }

    private func write(to writer: inout ByteWriter, redacted: Bool) {
        unsafe writer.write(attributes.name)
        unsafe writer.write(UInt8(ascii: "="))
        if redacted {
            unsafe writer.write(literal: Self.redaction)
        } else {
            unsafe writer.write(attributes.value)
        }
        var order = order
        var nextExtension = 0
        while let kind = order.next() {
            switch kind {
            case .expires:
                guard let expires = attributes.expires else { continue }
                unsafe writer.write(literal: "; Expires=")
                unsafe expires.write(to: &writer)
            case .maxAge:
                guard let maxAge = attributes.maxAge else { continue }
                unsafe writer.write(literal: "; Max-Age=")
                unsafe writer.write(String(maxAge))
            case .domain:
                guard let domain = attributes.domain else { continue }
                unsafe writer.write(literal: "; Domain=")
                unsafe writer.write(domain)
            case .path:
                guard let path = attributes.path else { continue }
                unsafe writer.write(literal: "; Path=")
                unsafe writer.write(path)
            case .secure:
                guard attributes.secure else { continue }
                unsafe writer.write(literal: "; Secure")
            case .httpOnly:
                guard attributes.httpOnly else { continue }
                unsafe writer.write(literal: "; HttpOnly")
            case .sameSite:
                switch attributes.sameSite {
                case .strict: unsafe writer.write(literal: "; SameSite=Strict")
                case .lax: unsafe writer.write(literal: "; SameSite=Lax")
                case .none: unsafe writer.write(literal: "; SameSite=None")
                }
            case .partitioned:
                guard attributes.partitioned else { continue }
                unsafe writer.write(literal: "; Partitioned")
            case .extension:
                guard nextExtension < attributes.extensions.count else { return }
                let attribute = attributes.extensions[nextExtension]
                nextExtension += 1
                unsafe writer.write(literal: "; ")
                unsafe writer.write(attribute.name)
                guard let value = attribute.value else { continue }
                unsafe writer.write(UInt8(ascii: "="))
                unsafe writer.write(value)
            }
        }
    }
}
