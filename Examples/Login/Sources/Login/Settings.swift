/// What can be set from outside, all of it through the environment.
struct Settings {
    /// `PORT`: where to listen on the loopback interface; 8080.
    var port = 8080
    /// `DATABASE`: the SQLite file that holds users and sessions; `login.sqlite`.
    var database = "login.sqlite"
    /// `KEYS`: the file that holds the server's key ring; beside the database, ending in `.key`.
    var keys: String

    init(environment: [String: String]) throws(StartupError) {
        if let text = environment["PORT"] {
            guard let port = Int(text), (0...65_535).contains(port) else {
                throw StartupError("PORT must be a number from 0 to 65535, not \"\(text)\".")
            }
            self.port = port
        }
        if let path = environment["DATABASE"] {
            guard !path.isEmpty else { throw StartupError("DATABASE must name a file.") }
            database = path
        }
        let stem = database.hasSuffix(".sqlite") ? String(database.dropLast(".sqlite".count)) : database
        keys = environment["KEYS"] ?? stem + ".key"
    }
}
