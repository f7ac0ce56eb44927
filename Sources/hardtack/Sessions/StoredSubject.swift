import CookieHeaders
import Sessions

/// Whose a session is, as a store knows it: the namespace of the manager, a slash, and the application's name for the user.
struct StoredSubject: Hashable {
    /// `nil` if no manager of this kit can have written the name.
    let namespace: String?
    let subject: String

    init(_ storedName: String) {
        if let slash = storedName.firstIndex(of: "/") {
            namespace = String(storedName[..<slash])
            subject = String(storedName[storedName.index(after: slash)...])
        } else {
            namespace = nil
            subject = storedName
        }
    }

    /// Both parts, for people. A subject may hold anything, escape sequences too.
    func shown(limit: Int = 1_024) -> String {
        PrintableText.escape((namespace.map { "\($0)/" } ?? "").utf8, limit: 80)
            + PrintableText.escape(subject.utf8, limit: max(8, limit - (namespace?.utf8.count ?? -1) - 1))
    }
}
