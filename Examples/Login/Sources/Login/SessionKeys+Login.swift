import Sessions

/// What this application keeps in its sessions.
extension SessionKeys {
    /// The name to greet the user by.
    var username: SessionKey<String> { "username" }
    /// How many times the user has seen the front page since the login.
    var visits: SessionKey<Int> { "visits" }
    /// A message for the next page, shown once.
    var flash: SessionKey<String> { "flash" }
}
