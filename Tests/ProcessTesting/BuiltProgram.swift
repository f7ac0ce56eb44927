import Foundation

/// A program of this package, built beside the tests that depend on it.
public enum BuiltProgram {
    /// Where it is.
    public static func path(_ name: String) -> String {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let folder = bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return folder.appending(component: name).path(percentEncoded: false)
    }
}
