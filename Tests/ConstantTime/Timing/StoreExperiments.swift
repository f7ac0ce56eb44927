import Foundation
import HTTPTypes
import Logging
import SecureTokens
import Sessions
import SessionsSQLite

/// Requests with IDs that are no session: one bit beside a session's, and drawn at random. If the two can be told apart, an
/// ID can be guessed in parts. That a session takes longer than none is no secret: its response says so.
struct StoreExperiments {
    private static let sessions = 2_000

    private let name: String
    private let manager: SessionManager
    private let present: [HTTPFields]
    private let folder: TemporaryFolder?

    static func inMemory() async throws -> StoreExperiments {
        try await StoreExperiments("memory", MemoryStore(), nil)
    }

    static func inFile() async throws -> StoreExperiments {
        let folder = try TemporaryFolder()
        return try await StoreExperiments("SQLite", try SQLiteStore(path: folder.path + "/sessions.sqlite"), folder)
    }

    private init(_ name: String, _ store: any SessionStore, _ folder: TemporaryFolder?) async throws {
        self.name = name
        self.folder = folder
        let logger = Logger(label: "timing") { _ in SwiftLogNoOpLogHandler() }
        manager = try SessionManager(store: store, keys: KeyRing(primary: .generate()), logger: logger)
        var present: [HTTPFields] = []
        for number in 0..<Self.sessions {
            let session = try await manager.begin(HTTPFields())
            try session.login(subject: "user-\(number)")
            var response = HTTPFields()
            try await manager.commit(session, to: &response)
            guard let line = response[values: .setCookie].first(where: { $0.hasPrefix("__Host-id=") }) else { continue }
            present.append([.cookie: String(line.prefix { $0 != ";" })])
        }
        self.present = present
    }

    /// The same cookie with one bit of its ID changed.
    private static func beside(_ fields: HTTPFields, bit: Int) -> HTTPFields {
        let value = (fields[.cookie] ?? "").dropFirst("__Host-id=".count)
        var bytes = Base64URL.decode(String(value)) ?? []
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return [.cookie: "__Host-id=" + Base64URL.encode(bytes.span)]
    }

    /// As many that are nobody's.
    private func elsewhere() throws -> [HTTPFields] {
        var fields: [HTTPFields] = []
        for _ in present {
            let id = try SecureRandom.bytes(count: 32)
            fields.append([.cookie: "__Host-id=" + Base64URL.encode(id.span)])
        }
        return fields
    }

    /// What a server does with each request.
    private func experiment(_ what: String, _ first: [HTTPFields], _ second: [HTTPFields]) -> AsyncExperiment<
        HTTPFields
    > {
        let manager = manager
        return AsyncExperiment(name: "\(name): \(what)", first: first, second: second) { fields in
            do {
                let session = try await manager.begin(fields)
                keep(session.subject != nil)
            } catch {
                keep(false)
            }
        }
    }

    func nearMiss() throws -> AsyncExperiment<HTTPFields> {
        // Made in turn, so that neither class lies together.
        var (beside, anywhere): ([HTTPFields], [HTTPFields]) = ([], [])
        for fields in present {
            beside.append(Self.beside(fields, bit: 255))
            let id = try SecureRandom.bytes(count: 32)
            anywhere.append([.cookie: "__Host-id=" + Base64URL.encode(id.span)])
        }
        return experiment("ID one bit beside a session's / anywhere", beside, anywhere)
    }

    func presence() throws -> AsyncExperiment<HTTPFields> {
        experiment("ID absent / present", try elsewhere(), present)
    }
}

/// Removed with the last experiment that uses it.
private final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("timing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
