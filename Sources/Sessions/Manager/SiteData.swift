/// What a browser is told to delete when a user logs out: Clear-Site-Data.
public enum SiteData: String, Sendable, CaseIterable {
    /// What the browser keeps of this origin's responses, pages for the back button among it.
    case cache
    /// All cookies of the whole registrable domain, sibling hosts included, and those that the same response sets (HT-07).
    case cookies
    /// Everything that scripts of this origin have stored.
    case storage
}
