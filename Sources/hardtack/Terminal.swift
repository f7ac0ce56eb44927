import Foundation

/// What is printed for people: colours, where there is a terminal that wants them, and lines of 80 columns.
struct Terminal {
    static let width = 80

    let hasColours: Bool

    /// Standard output: colours on a terminal, unless NO_COLOR is set (https://no-color.org) or TERM is `dumb`.
    static var standard: Terminal {
        let environment = ProcessInfo.processInfo.environment
        let isWanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        return Terminal(hasColours: isWanted && isatty(STDOUT_FILENO) == 1)
    }

    /// Codes of ECMA-48 §8.3.117.
    enum Style: Int {
        case bold = 1
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    func paint(_ text: String, _ style: Style) -> String {
        hasColours ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Text in lines of at most 80 columns, all but the first behind an indent; a longer word has a line of its own.
    static func wrap(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// Text in which nothing can drive a terminal: controls, formats such as U+202E, and what has no meaning are escaped.
    /// For what is echoed of arguments; what comes from input is escaped as bytes.
    static func tame(_ text: String) -> String {
        var tamed = ""
        for scalar in text.unicodeScalars {
            if isWild(scalar) {
                tamed += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                tamed.unicodeScalars.append(scalar)
            }
        }
        return tamed
    }

    /// JSON in which nothing can drive a terminal, with the same meaning: outside of strings it holds ASCII only.
    static func tameJSON(_ text: String) -> String {
        var tamed = ""
        for scalar in text.unicodeScalars {
            if scalar != "\n", isWild(scalar) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    tamed += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                tamed.unicodeScalars.append(scalar)
            }
        }
        return tamed
    }

    private static func isWild(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}
