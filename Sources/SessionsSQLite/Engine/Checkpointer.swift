import StoreSupport
import Synchronization

/// Copies the write-ahead log into the database once it has grown, and sees that it is started anew.
///
/// Copying 10,000 pages and flushing them takes a tenth of a second. Done by the writer between two transactions, every
/// request that came meanwhile would wait for it; so another thread copies while the writer goes on. But the log is
/// started anew only at a moment when all of it has been copied, which under load never comes by itself: the writer
/// copies the last few frames, those that came during the copying.
final class Checkpointer: Sendable {
    /// Frames in the log after which it is copied: 40 MB with pages of 4 KiB.
    static let frames = 10_000
    /// What is left for the writer at most, a few milliseconds' work. More is copied in the background once again.
    static let tail = 500
    /// At 400 MB the writer waits for the copying, so that the log cannot grow for ever.
    static let mostFrames = 100_000
    /// How long the writer waits for readers to leave the log, in milliseconds.
    static let patience: Int32 = 5

    private enum State {
        /// Begins when the log has that many frames.
        case idle(until: Int)
        case copying
        /// That many frames have been copied; `nil` if it did not work.
        case copied(Int?)
    }

    private let state = Mutex(State.idle(until: Checkpointer.frames))
    /// Locked while copying.
    private let connection: Mutex<Connection?>

    init(_ connection: sending Connection) {
        self.connection = Mutex(connection)
    }

    /// Whether the log is being copied: time for those to pause who can.
    var isCopying: Bool {
        if case .copying = state.withLock({ $0 }) { true } else { false }
    }

    /// Called by the writer after each transaction.
    func tend(_ writer: Connection) {
        let frames = writer.walFrames
        // Only this thread leaves the states idle and copied.
        switch state.withLock({ $0 }) {
        case .idle(let limit):
            if frames >= limit {
                copy()
            } else if frames < Self.frames, limit != Self.frames {
                become(.idle(until: Self.frames))
            }
        case .copying:
            if frames >= Self.mostFrames { connection.withLock { _ in } }
        case .copied(let copied?) where frames - copied <= Self.tail:
            writer.checkpointAndRestart(patience: Self.patience)
            // Not again at once if some reader kept the log from being started anew.
            become(.idle(until: frames + Self.frames / 10))
        case .copied(.some):
            copy()
        case .copied(nil):
            become(.idle(until: frames + Self.frames / 10))
        }
    }

    /// Waits for a copying under way and closes the connection.
    func close() {
        connection.withLock { $0 = nil }
    }

    private func copy() {
        become(.copying)
        do {
            try WorkerThread.start { [self] in
                let copied = connection.withLock { $0?.checkpoint() }
                become(.copied(copied))
            }
        } catch {
            // No thread is to be had just now; the log goes on growing meanwhile.
            become(.copied(nil))
        }
    }

    private func become(_ next: State) {
        state.withLock { $0 = next }
    }
}
