import Sessions

/// What this application keeps in its sessions.
extension SessionKeys {
    /// How many times the user has seen the front page since the login.
    var visits: SessionKey<Int> { "visits" }
    /// A message for the next page, shown once.
    var flash: SessionKey<String> { "flash" }
    /// Whether the login was to be remembered, for the page that explains the cookie.
    var isRemembered: SessionKey<Bool> { "remembered" }
}
