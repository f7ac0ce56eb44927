extension SessionExplorer {
    /// What is explored as a whole: a start, and requests that may overlap in every way.
    public struct Scenario: Sendable, Hashable, CustomStringConvertible {
        /// What the browser and the store hold at first.
        public var start: Start
        /// At least one request. They are called A, B, C and so on.
        public var requests: [Request]
        /// How far the clock may move at once, at most ``ticks`` times, at any point after the first request began.
        public var strides: [Duration]
        /// How many times.
        public var ticks: Int

        /// Makes a scenario.
        public init(_ start: Start, _ requests: [Request], strides: [Duration] = [], ticks: Int = 1) {
            self.start = start
            self.requests = requests
            self.strides = strides
            self.ticks = strides.isEmpty ? 0 : ticks
        }

        /// One line.
        public var description: String {
            let clock =
                ticks == 0 ? "" : ", clock \(strides.map { "\($0.components.seconds) s" }.joined(separator: " or "))"
            return "\(start): \(requests.map(\.description).joined(separator: " | "))\(clock)"
        }
    }

    /// What there is before the first request.
    public enum Start: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case noCookie
        /// A visitor's session with a value.
        case guest
        /// A session of alice's.
        case loggedIn
        /// The same, with an ID that the next request renews.
        case renewalDue
        /// It was renewed and the response was lost; the new ID is due by now as well.
        case renewalOverdue
    }

    /// One request of a story.
    public struct Request: Sendable, Hashable, CustomStringConvertible {
        /// What its handler does.
        public var action: Action
        /// Who sends it.
        public var sender: Sender

        /// Makes a request.
        public init(_ action: Action, by sender: Sender = .browser) {
            self.action = action
            self.sender = sender
        }

        /// What and by whom.
        public var description: String { sender == .browser ? action.rawValue : "thief's \(action.rawValue)" }
    }

    /// Who sends a request.
    public enum Sender: Sendable, Hashable {
        /// The browser, with the cookies that it holds when the request begins.
        case browser
        /// Somebody with a copy of the cookies that the browser held at the start, or of the ID before a renewal whose
        /// response was lost. Responses to him never reach the browser.
        case thief
    }

    /// What the handler of a request does.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// Reads every value.
        case read
        /// Assigns a value of its own.
        case write
        /// Adds one to a number that all requests share.
        case modify
        /// Logs alice in.
        case login
        /// Logs bob in.
        case loginAsAnother
        /// A step-up; reads if nobody is logged in.
        case elevate
        /// Asks for a new ID; reads if there is no session.
        case rotate
        /// Logs out.
        case logout
        /// Ends alice's session of the start from another device; there are no cookies and no response.
        case revoke
        /// Ends all of alice's sessions from another device.
        case revokeAll

        /// Whether it changes neither privileges nor the life of a session.
        var isQuiet: Bool { self == .read || self == .write || self == .modify }
        var isFromElsewhere: Bool { self == .revoke || self == .revokeAll }
        var isLogin: Bool { self == .login || self == .loginAsAnother }
    }
}

extension SessionExplorer.Scenario {
    /// Every request alone and every two, from every start, while the clock stands still.
    public static let pairs: [Self] = SessionExplorer.Start.allCases.flatMap { pairs(from: $0) }

    /// Those of ``pairs`` from one start. From all but an empty one also with a thief's request in place of the second.
    public static func pairs(from start: SessionExplorer.Start) -> [Self] {
        let actions = SessionExplorer.Action.allCases
        let alone = actions.map { Self(start, [.init($0)]) }
        let together = actions.enumerated().flatMap { index, first in
            actions[index...].map { Self(start, [.init(first), .init($0)]) }
        }
        let stolen =
            start == .noCookie
            ? []
            : actions.flatMap { own in
                [SessionExplorer.Action.read, .write].map { Self(start, [.init(own), .init($0, by: .thief)]) }
            }
        return alone + together + stolen
    }

    /// Two requests with one tick of the clock anywhere: past the overlap of a rotation, past the end of what is late,
    /// past the idle timeout.
    public static func clocked(from start: SessionExplorer.Start) -> [Self] {
        pairs(from: start).filter { $0.requests.count == 2 }.map { scenario in
            var scenario = scenario
            scenario.strides = [.seconds(11), .seconds(61), .seconds(30 * 60)]
            scenario.ticks = 1
            return scenario
        }
    }

    /// Every three requests, one of which may be a thief's: for long runs.
    public static func triples(from start: SessionExplorer.Start) -> [Self] {
        let actions = SessionExplorer.Action.allCases
        var all: [Self] = []
        for (index, first) in actions.enumerated() {
            for second in actions[index...] {
                let third = actions.dropFirst(actions.firstIndex(of: second) ?? 0).map { SessionExplorer.Request($0) }
                let thief = [SessionExplorer.Action.read, .write].map { SessionExplorer.Request($0, by: .thief) }
                for request in third + (start == .noCookie ? [] : thief) {
                    all.append(Self(start, [.init(first), .init(second), request]))
                }
            }
        }
        return all
    }
}
