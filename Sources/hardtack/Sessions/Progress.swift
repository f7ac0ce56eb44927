import Foundation

/// One line on standard error that says how far a command has come, from the first second on. Only on a terminal.
final class Progress {
    private let task: String
    private let began = ContinuousClock.now
    private var shown: ContinuousClock.Instant?
    private let isTerminal: Bool

    init(_ task: String) {
        self.task = task
        isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Shows `state`, ten times a second at most.
    func note(_ state: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard isTerminal, now - began >= .seconds(1), shown.map({ now - $0 >= .milliseconds(100) }) ?? true else {
            return
        }
        shown = now
        write("\r\u{1B}[K\(task): \(state())")
    }

    /// Takes the line away.
    func end() {
        if shown != nil { write("\r\u{1B}[K") }
        shown = nil
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Runs something that tells nothing of itself; `state` is asked while it lasts.
    static func during<Result: Sendable>(
        _ task: String,
        _ state: @escaping @Sendable () -> String,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let ticking = Task {
            let progress = Progress(task)
            while !Task.isCancelled {
                progress.note(state())
                try? await Task.sleep(for: .milliseconds(100))
            }
            progress.end()
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        ticking.cancel()
        await ticking.value
        return try result.get()
    }
}
