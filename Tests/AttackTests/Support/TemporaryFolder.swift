#if Hummingbird
    import Foundation
    import Logging

    /// A folder that is gone when the test is.
    final class TemporaryFolder: Sendable {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "hardtack-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        /// Everything in every file of the folder.
        func contents() throws -> [(name: String, bytes: Data)] {
            try FileManager.default.contentsOfDirectory(atPath: path).map { name in
                (name, try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
            }
        }
    }

    let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
#endif
