import Foundation
import Sessions

/// Times as people say them, and as machines read them.
enum Moment {
    /// Now, by this machine's clock: that of the servers, if they run here.
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    /// "3 minutes ago", "in 7 hours", "now".
    static func relative(_ time: Timestamp, to now: Timestamp) -> String {
        let distance = time - now
        if distance >= .seconds(1) { return "in \(span(distance))" }
        if distance <= .seconds(-1) { return "\(span(.zero - distance)) ago" }
        return "now"
    }

    /// "3 minutes": whole units of the largest one that fits, rounded down.
    static func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        for (unit, length) in [("day", 86_400), ("hour", 3_600), ("minute", 60)] as [(String, Int64)]
        where seconds >= length {
            return count(Int(seconds / length), unit)
        }
        return count(Int(seconds), "second")
    }

    /// ISO 8601 in UTC. What lies outside the years 1 to 9999, as only a damaged row does, is cut there.
    static func absolute(_ time: Timestamp) -> String {
        let milliseconds = min(max(time.milliseconds, -62_135_596_800_000), 253_402_300_799_000)
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return date.formatted(.iso8601)
    }
}

/// "1 session", "2 sessions".
func count(_ number: Int, _ thing: String) -> String {
    "\(grouped(number)) \(thing)\(number == 1 ? "" : "s")"
}

/// 1234567 as "1,234,567", whatever the locale.
func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
        if index > 0, index.isMultiple(of: 3) { text.append(",") }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
}

/// "512 bytes", "1.5 KB": powers of 1024.
func bytes(_ number: Int) -> String {
    if number < 1_024 { return count(number, "byte") }
    var tenths = Double(number) / 1_024
    for unit in ["KB", "MB", "GB"] {
        if tenths < 1_000 { return String(format: tenths < 10 ? "%.1f \(unit)" : "%.0f \(unit)", tenths) }
        tenths /= 1_024
    }
    return String(format: "%.1f TB", tenths)
}
