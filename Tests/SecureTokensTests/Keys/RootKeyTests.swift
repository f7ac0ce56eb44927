import Glibc
import Testing
import Vectors

@testable import SecureTokens

@Suite struct RootKeyTests {
    // Bytes 0 to 31. The id is HKDF-SHA256(key, no salt, LP("hardtack.v1") | LP("kid")), the checksum the start of
    // SHA-256(LP("hardtack.key.v1") | key); both also computed with another implementation.
    static let text = "hardtack-key-v1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh875eae2ae"

    @Test("generated keys differ and come back from their text") func generate() throws {
        let first = try RootKey.generate()
        let second = try RootKey.generate()
        #expect(first.id != second.id)
        let text = try first.exposedText()
        #expect(text.utf8.count == 67)
        #expect(text.hasPrefix("hardtack-key-v1:"))
        #expect(try RootKey(text: text).exposedText() == text)
    }

    @Test("id and text form of a known key") func known() throws {
        #expect(try fixedKey().exposedText() == Self.text)
        #expect(try RootKey(text: Self.text).id == KeyID(rawValue: 0x4e16ac5b))
    }

    @Test("T9 only 32 bytes are a key", arguments: [0, 1, 16, 31, 33, 64])
    func lengths(count: Int) {
        let bytes = (0..<count).map { UInt8($0) }
        #expect(code { try RootKey(bytes.span) } == .length)
    }

    @Test("T9 equal bytes are no key", arguments: [0, 1, 0x41, 0xff] as [UInt8])
    func equalBytes(byte: UInt8) {
        #expect(code { try RootKey([UInt8](repeating: byte, count: 32).span) } == .allEqual)
        let hexadecimal = [UInt8](repeating: byte, count: 32).hexadecimal
        #expect(code { try RootKey(hexadecimal: hexadecimal) } == .allEqual)
    }

    @Test(
        "T9 B62 a passphrase is no key",
        arguments: ["", "correct horse battery staple", "hardtack-key-v1:", "changeme"]
    )
    func passphrases(text: String) {
        #expect(code { try RootKey(text: text) } == .malformed)
        #expect(code { try RootKey(hexadecimal: text) } == .malformed)
        #expect(code { try RootKey(base64URL: text) } == .malformed)
    }

    @Test("surrounding blanks and line ends are accepted, inner ones are not") func blanks() throws {
        let id = try fixedKey().id
        for text in [Self.text + "\n", Self.text + "\r\n", "  \t" + Self.text + " \n\n"] {
            #expect(try RootKey(text: text).id == id)
        }
        #expect(code { try RootKey(text: "hardtack-key-v1: " + Self.text.dropFirst(16)) } == .malformed)
    }

    @Test("every changed character of the text is an error") func slips() {
        let characters = Array(Self.text.utf8)
        for index in characters.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "b"), UInt8(ascii: "7"), UInt8(ascii: "!")]
            where byte != characters[index] {
                var changed = characters
                changed[index] = byte
                let found = code { try RootKey(text: changed.span) }
                #expect(found == .malformed || found == .checksum)
                if index >= 59 { #expect(found == .checksum) }
            }
        }
    }

    @Test("two exchanged characters are a wrong checksum") func exchanged() {
        var characters = Array(Self.text.utf8)
        characters.swapAt(20, 30)
        #expect(code { try RootKey(text: characters.span) } == .checksum)
    }

    @Test("hexadecimal and base64url forms") func otherForms() throws {
        let bytes = (0..<32).map { UInt8($0) }
        let id = try fixedKey().id
        #expect(try RootKey(hexadecimal: bytes.hexadecimal).id == id)
        #expect(try RootKey(hexadecimal: bytes.hexadecimal.uppercased()).id == id)
        #expect(try RootKey(base64URL: Base64URL.encode(bytes.span)).id == id)
        #expect(code { try RootKey(hexadecimal: bytes.hexadecimal + "0") } == .malformed)
        #expect(code { try RootKey(hexadecimal: "+1" + bytes.hexadecimal.dropFirst(2)) } == .malformed)
        #expect(code { try RootKey(base64URL: Base64URL.encode(bytes.span) + "=") } == .malformed)
    }

    @Test("from the environment") func environment() throws {
        let id = try fixedKey().id
        // In a child: others read the environment meanwhile.
        let outcomes = try ChildProcess.run {
            unsafe setenv("HARDTACK_TEST_KEY", Self.text, 1)
            unsafe setenv("HARDTACK_TEST_BAD_KEY", "secret", 1)
            return [
                (try? RootKey(environment: "HARDTACK_TEST_KEY"))?.id == id,
                code { try RootKey(environment: "HARDTACK_TEST_BAD_KEY") } == .malformed,
                code { try RootKey(environment: "HARDTACK_TEST_NO_KEY") } == .missing,
            ].map { $0 ? 1 : 0 }
        }
        #expect(outcomes == [1, 1, 1])
    }

    @Test("T20 prints, dumps, mirrors and errors show no key") func redacted() throws {
        let key = try fixedKey()
        var dump = ""
        Swift.dump(key, to: &dump)
        let ring = try KeyRing(primary: key)
        Swift.dump(ring, to: &dump)
        let shown = [
            dump, "\(key)", String(reflecting: key), String(describing: Mirror(reflecting: key).children.map(\.value)),
            "\(ring)", String(reflecting: ring), "\([key])",
        ]
        for text in shown {
            #expect(!text.contains("AAECAwQF"))
            #expect(!text.contains("0x"))
            #expect(!text.contains("[0, 1, 2"))
        }
        var changed = Self.text
        changed.removeLast()
        changed += "0"
        do {
            _ = try RootKey(text: changed)
            Issue.record("accepted")
        } catch {
            #expect(!error.description.contains("AAEC"))
        }
    }
}

/// The code of the key error that a closure throws.
func code<R>(_ body: () throws -> R) -> KeyError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        guard let error = error as? KeyError else {
            Issue.record(error)
            return nil
        }
        #expect(!error.description.isEmpty && !error.description.utf8.contains(0x0a))
        return error.code
    }
}
