import Foundation
import Sessions

/// A time as people say it, and exactly beside it.
struct TimeInWords {
    private let time: Timestamp
    private let now: Timestamp

    init(_ time: Timestamp, now: Timestamp) {
        self.time = time
        self.now = now
    }

    /// For a page: `words`, and `exact` for the attribute of a `time` element.
    var values: [String: String] {
        let date = Date(timeIntervalSince1970: Double(time.milliseconds / 1_000))
        return ["words": words, "exact": date.formatted(.iso8601)]
    }

    private var words: String {
        let seconds = (now - time).components.seconds
        switch seconds {
        case ..<60: return "just now"
        case ..<3_600: return Self.ago(seconds / 60, "a minute", "minutes")
        case ..<86_400: return Self.ago(seconds / 3_600, "an hour", "hours")
        default: return Self.ago(seconds / 86_400, "a day", "days")
        }
    }

    private static func ago(_ count: Int64, _ one: String, _ many: String) -> String {
        count == 1 ? "\(one) ago" : "\(count) \(many) ago"
    }
}
