import Foundation
import Sessions
import Synchronization

/// A folder that goes when nobody refers to it any more.
final class TemporaryFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(component: "hardtack-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(component: name).path(percentEncoded: false)
    }

    func contents(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    /// How many bytes a file has.
    func size(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }

    /// The permission bits of a file; `nil` if there is none.
    func mode(_ name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }
}

final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    /// The last number that was given; 0 before the first.
    var last: Int { value.load(ordering: .relaxed) }

    @discardableResult
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}
