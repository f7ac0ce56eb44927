import ArgumentParser
import Foundation
import Sessions

extension SessionsCommand {
    /// `hardtack sessions revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End one session, all of a user, or all there are. Servers see it at once.",
            discussion: """
                With --subject, or --all, logins of these users that are under way are
                refused too. It asks first; where there is no terminal, --yes is needed.

                EXAMPLES
                  hardtack sessions revoke sessions.sqlite 3f0c2a9b41d7
                  hardtack sessions revoke sessions.sqlite --subject ada --yes
                  hardtack sessions revoke sessions.sqlite --all
                """
        )

        @OptionGroup var options: Options
        @Argument(help: "The session's handle, or its first digits.")
        var session: String?
        @OptionGroup var subject: SubjectOptions
        @Flag(help: "End every session of every user and visitor.")
        var all = false
        @Flag(help: "Do not ask.")
        var yes = false

        func validate() throws {
            let targets = [try prefix != nil, subject.subject != nil, all].count { $0 }
            guard targets == 1 else {
                throw ValidationError("Give a session, --subject SUBJECT or --all.")
            }
        }

        private var prefix: FamilyPrefix? {
            get throws { try options.following(session).map(FamilyPrefix.init) }
        }

        func run() async throws {
            let prefix = try prefix
            // Before anything is looked at.
            guard yes || Question.canBeAsked else {
                throw Failure(.failed, "Nothing was ended: there is no terminal to ask at. Give --yes to go ahead.")
            }
            let ended = try await options.withStore { opened in
                if let prefix { return try await end(prefix, in: opened) }
                if let subject = subject.storedName { return try await end(subject, in: opened) }
                return try await endAll(in: opened)
            }
            try options.show(["ended": ended]) {
                ended == 0 ? "There was no live session\(subject.shown)." : "Ended \(count(ended, "session"))."
            }
        }

        private func end(_ prefix: FamilyPrefix, in opened: OpenedStore) async throws -> Int {
            let rows = try await prefix.rows(in: opened)
            guard let record = rows.first(where: { $0.isLive(at: Moment.now) }) ?? rows.first else { return 0 }
            let whose = record.subject.map { "of \(StoredSubject($0).shown(limit: 48))" } ?? "of a visitor"
            let seen = Moment.relative(record.lastSeen, to: Moment.now)
            try confirm("End the session \(record.family)\n\(whose), last seen \(seen)?")
            return try await opened.store.deleteFamily(record.family, now: Moment.now) ? 1 : 0
        }

        /// Also of a user without sessions: a login of his that is under way is refused.
        private func end(_ subject: String, in opened: OpenedStore) async throws -> Int {
            let live = try await opened.store.list(subject: subject, now: Moment.now).count
            try confirm("End \(count(live, "session")) of \(StoredSubject(subject).shown(limit: 48))?")
            return try await opened.store.deleteAll(subject: subject, except: nil, now: Moment.now)
        }

        private func endAll(in opened: OpenedStore) async throws -> Int {
            let live = try await opened.store.count(now: Moment.now)
            try confirm("End all \(count(live, "session")), of every user and visitor?")
            var ended = 0
            var subjects: Set<String> = []
            try await opened.forEachPage("Ending") { page in
                for record in page.records {
                    if let subject = record.subject {
                        guard subjects.insert(subject).inserted else { continue }
                        ended += try await opened.store.deleteAll(subject: subject, except: nil, now: Moment.now)
                    } else if try await opened.store.deleteFamily(record.family, now: Moment.now) {
                        ended += 1
                    }
                }
            }
            return ended
        }

        private func confirm(_ question: String) throws {
            guard yes || Question.ask(question) else { throw Failure(.failed, "Nothing was ended.") }
        }
    }
}

/// A question at the terminal.
enum Question {
    /// Whether somebody can read it and answer.
    static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Only "y" and "yes" are one.
    static func ask(_ question: String) -> Bool {
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        return answer == "y" || answer == "yes"
    }
}
