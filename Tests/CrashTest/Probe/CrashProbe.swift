import HTTPTypes
import SecureTokens
import Sessions
import SessionsSQLite

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The process that is killed: browsers that use one store all at once, and a line on standard output for each thing that
/// is asked of the store (before) and for each thing that it has acknowledged (after).
///
/// ```
/// CrashProbe load DATABASE KEYS SEED TIME HEAVY      state lines on standard input, then its end
/// CrashProbe count DATABASE KEYS TIMES               cookies on standard input, then its end
/// CrashProbe fill DATABASE KEYS BYTES
/// ```
/// Lines hold cookies: they are for the test that started this process, over a pipe.
@main
enum CrashProbe {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5 else { return usage() }
        let keys = try KeyRing(contentsOf: arguments[3])
        // Whoever has the lock on a slow disk takes it many times before another process gets it.
        var configuration = SQLiteStore.Configuration()
        configuration.busyTimeout = .seconds(600)
        let store = try SQLiteStore(path: arguments[2], configuration: configuration)
        switch (arguments[1], arguments.count) {
        case ("load", 7):
            guard let seed = UInt64(arguments[4]), let time = Int64(arguments[5]) else { return usage() }
            let load = try Load(store: store, keys: keys, seed: seed, time: time, isHeavy: arguments[6] == "heavy")
            try await load.run()
        case ("count", 5):
            guard let times = Int(arguments[4]) else { return usage() }
            try await Counting(store: store, keys: keys, times: times).run()
        case ("fill", 5):
            guard let bytes = UInt(arguments[4]) else { return usage() }
            try await Filling(store: store, keys: keys, bytes: bytes).run()
        default: usage()
        }
        await store.close()
    }

    private static func usage() {
        say("usage: see the top of CrashProbe.swift")
        exit(64)
    }
}

/// Writes a line at once, past every buffer of this process: what the kernel has got outlives it. A pipe takes up to
/// 4096 bytes as a whole.
func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    let count = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    // Nobody reads any more: the test is over.
    if count != bytes.count { exit(1) }
}

/// The lines of standard input.
func inputLines() -> [[String]] {
    var lines: [[String]] = []
    while let line = readLine() { lines.append(line.split(separator: " ").map(String.init)) }
    return lines
}

/// The session cookies that a browser holds.
struct Jar: Sendable {
    var cookies: [String: String] = [:]

    var fields: HTTPFields {
        if cookies.isEmpty { return [:] }
        return [.cookie: cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
    }

    /// `name=value`, at most one at a time; `-` without a cookie.
    var text: String {
        cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.first ?? "-"
    }

    init(_ text: String = "-") {
        guard let equals = text.firstIndex(of: "=") else { return }
        cookies[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }

    mutating func apply(_ response: HTTPFields) {
        for line in response[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            cookies[String(pair[..<equals])] = line.contains("Max-Age=0") ? nil : value
        }
    }
}

extension SessionKeys {
    var counter: SessionKey<Int> { "counter" }
    /// As long as a number derived from the counter says: a torn write would show.
    var ballast: SessionKey<String> { "ballast" }
}
