/// An account.
struct User: Sendable {
    /// What a session's subject is: never given to anybody else, even if the name is.
    let id: Int64
    /// What the user logs in with.
    let name: String
    /// What the pages call him.
    let displayName: String
    /// Whether he may see the page for administrators.
    let isAdmin: Bool

    /// The account as the sessions know it.
    var subject: String { String(id) }
}
