extension CookieJar {
    /// What became of a cookie that a server set.
    public enum Outcome: Hashable, Sendable {
        /// It is new in the jar.
        case stored
        /// It took the place of one with the same identity and kept that one's creation time (UA-20).
        case replaced
        /// It had expired on arrival: none of its identity is in the jar now, and none may have been before (UA-05).
        case deleted
        /// It changed nothing.
        case refused(Refusal)
        /// The line is none that a browser reads (UA-07, UA-08, UA-09, UA-12), or its Path is not UTF-8 (UA-16).
        case unreadable(CookieError)
    }
}
