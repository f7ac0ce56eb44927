import Foundation
import GRDB
import NIOCore
import Sessions

/// Why the application cannot start: one line that says what to do.
struct StartupError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What running the server ended with.
    init(_ error: any Error, port: Int) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE?:
            self.init("Port \(port) is in use. Stop what uses it, or choose another one: PORT=8081 make run")
        case EACCES?:
            self.init("Port \(port) needs privileges. Choose one above 1023: PORT=8080 make run")
        default:
            self.init(explain(error))
        }
    }
}

/// An error as one line.
func explain(_ error: any Error) -> String {
    let text =
        switch error {
        case let error as StartupError: error.description
        case let error as StoreError: error.reason
        case let error as SessionError: error.reason
        case let error as DatabaseError: "The users cannot be read or written: \(error.message ?? "unknown error")."
        default: "\(error)"
        }
    return text.split(separator: "\n").joined(separator: " ")
}
