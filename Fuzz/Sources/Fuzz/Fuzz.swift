import CookieHeaders
import Foundation
import SecureTokens

/// What libFuzzer calls with each of its inputs; `FUZZ_TARGET` names what is fed.
///
/// A target fails by trapping: a property that does not hold stops the process, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "cookie": fuzzCookie,
    "set-cookie": fuzzSetCookie,
    "jar": fuzzJar,
    "jar-model": fuzzJarModel,
    "audit": fuzzAudit,
    "date": fuzzDate,
    "base64url": fuzzBase64URL,
    "token": fuzzToken,
    "token-edit": fuzzTokenEdit,
    "key": fuzzKey,
    "key-file": fuzzKeyFile,
    "session": fuzzSession,
    "record": fuzzRecord,
    "payload": fuzzPayload,
    "csrf": fuzzCSRF,
    "csrf-model": fuzzCSRFModel,
]

private let target: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = targets[name] else {
        fatalError("FUZZ_TARGET must be one of \(targets.keys.sorted().joined(separator: ", "))")
    }
    return target
}()

/// A Cookie header: the pairs are those of the plain model, and look-ups by name agree with them.
private func fuzzCookie(_ bytes: [UInt8]) {
    let cookies = RequestCookies(bytes: bytes)
    let pairs = cookies.pairs.map { PlainPair(name: $0.nameBytes, value: $0.valueBytes) }
    guard cookies.refusal == nil else {
        precondition(pairs.isEmpty, "a header over the limits that is read in part")
        return
    }
    precondition(pairs == plainPairs(bytes), "other pairs than the plain ones")
    for name in Set(pairs.map(\.name)) {
        guard let text = String(validating: name, as: UTF8.self), !text.isEmpty else { continue }
        let values = pairs.filter { $0.name == name }.map(\.value)
        precondition(cookies.count(named: text) == values.count, "a look-up that finds another number")
        let texts = values.compactMap { String(validating: $0, as: UTF8.self) }
        precondition(cookies.values(named: text).elementsEqual(texts) { $0.utf8.elementsEqual($1.utf8) })
        precondition(
            (cookies[text] != nil) == (values.count == 1 && texts.count == 1),
            "T14: one of several is believed"
        )
    }
}

/// A Set-Cookie line: what the strict parser accepts is built again to the byte, and the lenient one accepts it too.
private func fuzzSetCookie(_ bytes: [UInt8]) {
    let lenient = try? ParsedSetCookie(bytes: bytes.span)
    guard let line = String(validating: bytes, as: UTF8.self), let cookie = try? SetCookie(strictly: line) else {
        return
    }
    precondition(cookie.serialized.utf8.elementsEqual(line.utf8), "a strict line that is not built again as it was")
    guard let lenient else { fatalError("a strict line that the lenient parser refuses") }
    let strict = cookie.attributes
    precondition(lenient.name == strict.name && lenient.value == strict.value, "a browser reads another pair")
    precondition(
        lenient.domain == strict.domain?.lowercased() && lenient.path == strict.path,
        "a browser reads another scope"
    )
    precondition(
        lenient.maxAge == strict.maxAge && lenient.expires == strict.expires,
        "a browser reads another lifetime"
    )
    precondition(lenient.secure == strict.secure && lenient.httpOnly == strict.httpOnly, "a browser protects otherwise")
    precondition(lenient.sameSite == strict.sameSite && lenient.partitioned == strict.partitioned)
    precondition(!cookie.serialized.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "a control character in a header")
}

/// A date: the same as the plain model's, and what is written is read as the same time.
private func fuzzDate(_ bytes: [UInt8]) {
    let read = CookieDate(parsing: bytes.span)
    precondition(read?.secondsSinceEpoch == plainDate(bytes), "another date than the plain one")
    guard let date = read else { return }
    precondition(CookieDate(parsing: date.imfFixdate) == date, "a date that is not read as it was written")
}

/// base64url: there is one text for some bytes.
private func fuzzBase64URL(_ bytes: [UInt8]) {
    let text = Base64URL.encode(bytes.span)
    precondition(Base64URL.decode(text) == bytes, "bytes that do not come back")
    precondition(Base64URL.decode(bytes.span) == plainBase64URL(bytes), "not what the definition says")
    if let decoded = Base64URL.decode(bytes.span) {
        precondition(Base64URL.encode(decoded.span).utf8.elementsEqual(bytes), "a text that is not canonical")
    }
}

let keys: KeyRing = {
    guard let key = try? RootKey.generate(), let ring = try? KeyRing(primary: key) else { fatalError("no key") }
    return ring
}()

/// Tokens: nothing that was not made here is accepted.
private func fuzzToken(_ bytes: [UInt8]) {
    guard let context = try? TokenContext(purpose: "fuzz", name: "token", audience: "") else {
        fatalError("no context")
    }
    let sealer = TokenSealer(keys: keys, context: context)
    let signer = TokenSigner(keys: keys, context: context)
    precondition((try? sealer.open(bytes.span, allowingUnlimited: true)) == nil, "a forged token was opened")
    precondition((try? signer.verify(bytes.span, allowingUnlimited: true)) == nil, "a forged token was verified")
    // As the bytes behind the text, too, so that the fuzzer need not learn base64url.
    let text = Base64URL.encode(bytes.span)
    precondition((try? sealer.open(text, allowingUnlimited: true)) == nil, "a forged token was opened")
    precondition((try? signer.verify(text, allowingUnlimited: true)) == nil, "a forged token was verified")
}

/// A key's text form: what is read is written again.
private func fuzzKey(_ bytes: [UInt8]) {
    guard let key = try? RootKey(text: bytes.span), let text = try? key.exposedText() else { return }
    precondition((try? RootKey(text: text))?.id == key.id, "a key that does not come back")
}

private let genuine: (sealed: [UInt8], signed: [UInt8], context: TokenContext) = {
    guard let context = try? TokenContext(purpose: "fuzz", name: "token", audience: "a"),
        let sealed = try? TokenSealer(keys: keys, context: context).seal(Array("payload".utf8).span, for: .unlimited),
        let signed = try? TokenSigner(keys: keys, context: context).sign(Array("payload".utf8).span, for: .unlimited),
        let sealedBytes = Base64URL.decode(sealed), let signedBytes = Base64URL.decode(signed)
    else { fatalError("no token") }
    return (sealedBytes, signedBytes, context)
}()

/// A genuine token with the fuzzer's changes (which byte, which bits), cut or lengthened: rejected, unless nothing changed.
private func fuzzTokenEdit(_ bytes: [UInt8]) {
    var choices = ByteChooser(bytes)
    let length = Int(choices.byte())
    for (isSealed, token) in [(true, genuine.sealed), (false, genuine.signed)] {
        var edits = choices
        var edited = token
        if length < 8 { edited.removeLast(length) } else if length < 16 { edited += bytes.prefix(length - 8) }
        while !edits.isAtEnd, !edited.isEmpty {
            let place = Int(edits.byte()) % edited.count
            edited[place] ^= edits.byte()
        }
        let text = Base64URL.encode(edited.span)
        let opened: [UInt8]?
        if isSealed {
            opened = try? TokenSealer(keys: keys, context: genuine.context).open(text, allowingUnlimited: true)
        } else {
            opened = try? TokenSigner(keys: keys, context: genuine.context).verify(text, allowingUnlimited: true)
        }
        precondition((opened != nil) == (edited == token), "a token that was changed and is good, or the reverse")
    }
}

private let keyFile: (descriptor: Int32, path: String) = {
    let path =
        FileManager.default.temporaryDirectory.path + "/hardtack-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { fatalError("no file") }
    atexit { unlink(keyFile.path) }
    return (descriptor, path)
}()

/// A file of keys: what is read is found again, and no error repeats a line of the file, but for the prefix that all keys have.
private func fuzzKeyFile(_ bytes: [UInt8]) {
    guard ftruncate(keyFile.descriptor, 0) == 0, pwrite(keyFile.descriptor, bytes, bytes.count, 0) == bytes.count else {
        fatalError("the file cannot be written")
    }
    do {
        let ring = try KeyRing(contentsOf: keyFile.path)
        precondition(!ring.ids.isEmpty && Set(ring.ids.map(\.rawValue)).count == ring.ids.count, "a ring without order")
    } catch {
        let text = "\(error)"
        for line in bytes.split(separator: 0x0A) where line.count >= 24 && line.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            precondition(!text.contains(String(decoding: line, as: UTF8.self)), "an error that shows the file")
        }
    }
}
