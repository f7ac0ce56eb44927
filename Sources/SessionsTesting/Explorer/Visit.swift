import HTTPTypes
import Sessions

/// One request of a story, as the explorer has seen it so far.
struct Visit {
    enum Phase {
        case waiting
        case stopped(Stage.Stop)
        case running
        case done
    }

    /// What a request did to the store.
    enum Effect {
        case created(StoreKey)
        case updated(StoreKey)
        case rotated(from: StoreKey, to: StoreKey)
        case ended(SessionFamily, wasLive: Bool)
        case endedAll
    }

    let index: Int
    let sender: SessionExplorer.Sender
    /// What its handler does; becomes `read` when there is nothing to do it to.
    var action: SessionExplorer.Action
    var phase = Phase.waiting
    /// The IDs that it came with.
    var presented: [StoreKey] = []
    var began = Timestamp(milliseconds: 0)
    var committed = Timestamp(milliseconds: 0)
    /// `nil` until the handler has run.
    var reading: Stage.Reading?
    /// The live row that its begin loaded last.
    var loaded: SessionRecord?
    /// Whether it looked up an ID while that counted as superseded.
    var hasMetSuperseded = false
    /// IDs that counted as seen by the time of its commit.
    var confirmed: Set<StoreKey> = []
    var effects: [Effect] = []
    var finish: Stage.Finish?
    /// Whether there is no response on its way (any more).
    var isAnswered = false
    /// Everything that it has seen: with the action that determines what it does next.
    var history = Fingerprint()

    init(index: Int, _ request: SessionExplorer.Request) {
        self.index = index
        action = request.action
        sender = request.sender
    }

    var name: String { Visit.name(of: index) }

    static func name(of index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(clamping: index)))
    }

    /// The name of the value that its handler assigns.
    static func value(of index: Int) -> String { "written by \(name(of: index))" }

    var isDone: Bool { if case .done = phase { true } else { false } }
    var isUnderWay: Bool {
        switch phase {
        case .stopped, .running: true
        case .waiting, .done: false
        }
    }

    /// Whether it logs in somebody that the session does not belong to.
    var isNewLogin: Bool {
        action.isLogin && reading?.subject != action.subject
    }

    /// The family that it wrote to, if it did.
    var hasStored: Bool {
        effects.contains { effect in
            switch effect {
            case .created, .updated, .rotated: true
            case .ended, .endedAll: false
            }
        }
    }
}

extension SessionExplorer.Action {
    /// Who is logged in, or whose sessions end.
    var subject: String { self == .loginAsAnother ? "bob" : "alice" }
}

/// An invariant that does not hold.
struct Broken: Error {
    let rule: String

    init(_ rule: String) { self.rule = rule }
}
