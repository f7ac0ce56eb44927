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

extension Session {
    /// The message that waits for the user, if there is one; it waits no more when this page is committed.
    ///
    /// Two tabs that are opened at once both show it. With `take` one of them would be told that there is a conflict: right for
    /// what must happen once, too much for a greeting.
    func nextMessage() -> String? {
        guard let message = self.flash, !message.isEmpty else { return nil }
        modify(\.flash, default: "") { if $0 == message { $0 = "" } }
        return message
    }
}
