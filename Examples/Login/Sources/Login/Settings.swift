import SecureTokens
import Sessions

/// What can be set from outside, all of it through the environment.
struct Settings {
    /// `PORT`: where to listen on the loopback interface; 8080.
    let port: Int
    /// `ORIGIN`: the address as browsers see it; `http://localhost:PORT`. Behind a proxy that ends TLS, its https address.
    let origin: WebOrigin
    /// `DATABASE`: the SQLite file that holds the users, and the sessions if `STORE` does not; `login.sqlite`.
    let database: String
    /// `STORE`: where the sessions are kept; `sqlite:` and the database.
    let store: StoreChoice
    /// `KEYS`: the file that holds the server's key ring; beside the database, ending in `.key`.
    let keys: String
    /// `RENEW_SECONDS`, for trying things out: a session's ID is replaced that long after it was made; 3600. A minute of use
    /// is the least, however short this is.
    let renewal: Int
    /// `AHEAD_SECONDS`, for trying things out: by how much the sessions' clock is ahead of the real one; 0. Start the
    /// server with 1860, and everybody has been idle for over half an hour.
    let ahead: Int

    init(environment: [String: String]) throws(StartupError) {
        port = try Self.number("PORT", in: 1...65_535, environment) ?? 8080
        renewal = try Self.number("RENEW_SECONDS", in: 1...86_400, environment) ?? 3_600
        ahead = try Self.number("AHEAD_SECONDS", in: 0...100_000_000, environment) ?? 0
        database = environment["DATABASE"] ?? "login.sqlite"
        guard !database.isEmpty else { throw StartupError("DATABASE must name a file.") }
        store = try StoreChoice(environment["STORE"], database: database)
        let stem = database.hasSuffix(".sqlite") ? String(database.dropLast(".sqlite".count)) : database
        keys = environment["KEYS"] ?? stem + ".key"
        do {
            origin = try WebOrigin(environment["ORIGIN"] ?? "http://localhost:\(port)")
        } catch {
            throw StartupError("ORIGIN: \(error)")
        }
    }

    var policy: SessionPolicy {
        var policy = SessionPolicy()
        policy.renewalInterval = .seconds(renewal)
        // Or the back button shows a user's pages after the logout: Chromium keeps them whole, whatever Cache-Control says.
        policy.siteDataToClear = [.cache]
        return policy
    }

    var clock: WallClock {
        let milliseconds = Int64(ahead) * 1_000
        return ahead == 0 ? .system : WallClock { WallClock.system.milliseconds + milliseconds }
    }

    private static func number(
        _ name: String,
        in range: ClosedRange<Int>,
        _ environment: [String: String]
    ) throws(StartupError) -> Int? {
        guard let text = environment[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw StartupError(
                "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"."
            )
        }
        return number
    }
}
