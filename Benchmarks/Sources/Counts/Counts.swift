import CookieHeaders
import Dispatch
import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

/// The hot operations, for callgrind to count: `Benchmarks/Counts/run`.
///
/// Usage: `Counts LIBRARY ROUNDS DATABASE HEADER`. The main function is synchronous: valgrind 3.19 does not get along with a
/// main thread that is given away to the dispatcher.
@main
struct Counts {
    private let marks: Marks
    private let rounds: Int

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let rounds = Int(arguments[2]), let marks = Marks(library: arguments[1]) else {
            print("usage: Counts LIBRARY ROUNDS DATABASE HEADER, under callgrind")
            exit(64)
        }
        let counts = Counts(marks: marks, rounds: rounds)
        try counts.tokens()
        try counts.cookies(header: arguments[4])
        try counts.sessions(database: arguments[3])
        // Nobody is waited for: what is counted is counted.
        exit(0)
    }

    /// Once to warm up, then counted.
    private func count(_ name: String, _ body: (Int) throws -> Void) rethrows {
        for round in 0..<rounds { try body(round) }
        marks.begin()
        for round in 0..<rounds { try body(round) }
        marks.end(name)
    }

    /// An asynchronous body, on this thread for as long as it does not wait.
    private func count(_ name: String, _ body: @escaping @Sendable (Int) async throws -> Void) throws {
        let rounds = rounds
        let all: @Sendable () async throws -> Void = { for round in 0..<rounds { try await body(round) } }
        try wait(all)
        marks.begin()
        try wait(all)
        marks.end(name)
    }

    // MARK: Operations

    private func tokens() throws {
        let context = try TokenContext(purpose: "benchmark", name: "__Host-token", audience: "example.org")
        let keys = try KeyRing(primary: .generate())
        let signer = TokenSigner(keys: keys, context: context)
        let sealer = TokenSealer(keys: keys, context: context)
        let payload = [UInt8](repeating: 0x5A, count: 100)
        let text = [UInt8](repeating: 0x5A, count: 200)
        let anHour = TokenLifetime.lasting(.seconds(3_600))
        let signed = try signer.sign(payload.span, for: anHour)
        let sealed = try sealer.seal(payload.span, for: anHour)
        let encoded = Base64URL.encode(text.span)
        try count("sign") { _ in keep(try signer.sign(payload.span, for: anHour)) }
        try count("verify") { _ in keep(try signer.verify(signed)) }
        try count("seal") { _ in keep(try sealer.seal(payload.span, for: anHour)) }
        try count("open") { _ in keep(try sealer.open(sealed)) }
        count("encode") { _ in keep(Base64URL.encode(text.span)) }
        count("decode") { _ in keep(Base64URL.decode(encoded)) }
    }

    private func cookies(header: String) throws {
        let fields: HTTPFields = [.userAgent: "bench", .accept: "*/*", .cookie: header]
        let cookie = try SetCookie.host("id", "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF")
        count("parse") { _ in keep(RequestCookies(fields)["__Host-id"]) }
        count("set-cookie") { _ in keep(cookie.serialized) }
    }

    private func sessions(database: String) throws {
        let memory = try Requests(MemoryStore())
        let visitor: HTTPFields = [.userAgent: "bench", .accept: "*/*"]
        try count("session-none") { _ in try await memory.serve(visitor) { _ in } }
        let inMemory = try users(64, of: memory)
        try count("session-read") { round in try await memory.serve(inMemory[round % inMemory.count], Requests.read) }
        try count("session-write") { round in
            try await memory.serve(inMemory[round % inMemory.count]) { $0.visits = ($0.visits ?? 0) + 1 }
        }
        let visitors = try Requests(MemoryStore())
        try count("session-login") { round in
            try await visitors.serve(visitor) { try $0.login(subject: "user-\(round)") }
        }
        let file = try Requests(try SQLiteStore(path: database))
        let inFile = try users(1_000, of: file)
        try count("sqlite-read") { round in try await file.serve(inFile[round % inFile.count], Requests.read) }
    }

    private func users(_ count: Int, of requests: Requests) throws -> [HTTPFields] {
        let made = Box<[HTTPFields]>([])
        try wait {
            made.value = try await withThrowingTaskGroup(of: HTTPFields.self) { group in
                for number in 0..<count { group.addTask { try await requests.logIn(number) } }
                var all: [HTTPFields] = []
                for try await one in group { all.append(one) }
                return all
            }
        }
        return made.value
    }
}

/// Where an operation begins and ends, for callgrind.
struct Marks {
    private let library: UnsafeMutableRawPointer

    /// `nil` if nobody counts.
    init?(library path: String) {
        guard let library = dlopen(path, RTLD_NOW), let watched = dlsym(library, "counts_is_watched"),
            unsafeBitCast(watched, to: (@convention(c) () -> Int32).self)() != 0
        else { return nil }
        self.library = library
    }

    func begin() {
        guard let begin = dlsym(library, "counts_begin") else { return }
        unsafeBitCast(begin, to: (@convention(c) () -> Void).self)()
    }

    func end(_ name: String) {
        guard let end = dlsym(library, "counts_end") else { return }
        unsafeBitCast(end, to: (@convention(c) (UnsafePointer<CChar>) -> Void).self)(name)
    }
}

/// Requests to one store.
struct Requests: Sendable {
    private let manager: SessionManager

    struct WrongValue: Error {}

    init(_ store: any SessionStore) throws {
        manager = try SessionManager(
            store: store,
            keys: try KeyRing(primary: .generate()),
            logger: Logger(label: "counts") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func serve(_ request: HTTPFields, _ handle: @Sendable (Session) throws -> Void) async throws {
        let session = try await manager.begin(request)
        try handle(session)
        var response: HTTPFields = [.contentType: "text/html"]
        try await manager.commit(session, to: &response)
        keep(response)
    }

    @Sendable static func read(_ session: Session) throws {
        if session.theme != "dark" { throw WrongValue() }
    }

    func logIn(_ number: Int) async throws -> HTTPFields {
        let session = try await manager.begin([:])
        try session.login(subject: "user-\(number)")
        session.theme = "dark"
        session.visits = 1
        var response = HTTPFields()
        try await manager.commit(session, to: &response)
        let line = response[values: .setCookie].first { $0.hasPrefix("__Host-id=") } ?? ""
        return [.userAgent: "bench", .accept: "*/*", .cookie: String(line.prefix { $0 != ";" })]
    }
}

extension SessionKeys {
    var theme: SessionKey<String> { "theme" }
    var visits: SessionKey<Int> { "visits" }
}

/// Written by one task, read when it is done.
final class Box<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// Runs on this thread until the first wait; what throws, throws here.
private func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
    let semaphore = DispatchSemaphore(value: 0)
    let failure = Box<(any Error)?>(nil)
    Task.immediate {
        do { try await body() } catch { failure.value = error }
        semaphore.signal()
    }
    semaphore.wait()
    if let error = failure.value { throw error }
}

@inline(never)
private func keep<Value>(_ value: Value) {}
