import ArgumentParser
import Sessions

extension SessionsCommand {
    /// `hardtack sessions purge`
    struct Purge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete what has expired, and give the room back.",
            discussion: """
                A server does so by itself once a minute or so. An expired session is over
                whether it has been purged or not.

                EXAMPLE
                  hardtack sessions purge sessions.sqlite
                """
        )

        @OptionGroup var options: Options

        func validate() throws {
            try options.requireNothingFollowing()
        }

        func run() async throws {
            let purged = try await options.withStore { opened in
                let progress = Progress("Purging")
                defer { progress.end() }
                let step = 5_000
                var purged = 0
                while true {
                    let count = try await opened.store.deleteExpired(limit: step, now: Moment.now)
                    purged += count
                    progress.note("\(grouped(purged)) rows")
                    if count < step { return purged }
                }
            }
            try options.show(["purged": purged]) { "Purged \(count(purged, "row"))." }
        }
    }
}
