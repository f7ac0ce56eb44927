import Foundation

/// A folder of suites.
package struct VectorFolder: Sendable {
    private let path: String

    /// A folder by its path.
    package init(path: String) {
        self.path = path
    }

    /// The folder that comes with this package: beside the executable, or in the sources it was built from.
    ///
    /// Not by `Bundle.module`, which ends the process where it finds nothing.
    package static func installed(source: String = #filePath) throws(VectorError) -> VectorFolder {
        let name = "hardtack_Vectors.resources"
        let sources = URL(fileURLWithPath: source).deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [Bundle.main.bundleURL.appendingPathComponent(name), sources]
        for candidate in candidates where FileManager.default.fileExists(atPath: candidate.path + "/SHA-256") {
            return VectorFolder(path: candidate.path)
        }
        throw VectorError(.missing, name, "not beside the executable; copy it there, or name a folder with --vectors")
    }

    /// All files, by path.
    package func files() throws(VectorError) -> [VectorFile] {
        var files: [VectorFile] = []
        for suite in try contents("") where isFolder(suite) {
            for file in try contents(suite) where file.hasSuffix(".txt") {
                files.append(try self.file("\(suite)/\(file)"))
            }
        }
        guard !files.isEmpty else { throw VectorError(.missing, path, "no suite in this folder") }
        return files
    }

    /// One file, `SUITE/file.txt`.
    package func file(_ name: String) throws(VectorError) -> VectorFile {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else {
            throw VectorError(.missing, name, "cannot be read")
        }
        return try VectorFile(path: name, bytes: Array(data))
    }

    private func contents(_ folder: String) throws(VectorError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
        } catch {
            throw VectorError(.missing, folder.isEmpty ? path : folder, "no folder that can be read")
        }
    }

    private func isFolder(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
