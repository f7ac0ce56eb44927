/// What the standards ask for. Each preset can be changed further: its properties are those of any policy.
extension SessionPolicy {
    /// An application of low value: 30 minutes idle, 8 hours in all, a new ID every hour. The default.
    ///
    /// OWASP Session Management Cheat Sheet, "Session Expiration": 15 to 30 minutes idle, 4 to 8 hours in all.
    public static var owaspLowValue: SessionPolicy { SessionPolicy() }

    /// An application of high value (banking, administration): 5 minutes idle, 4 hours in all, a new ID every 15 minutes,
    /// and no session outlives the browser.
    ///
    /// OWASP Session Management Cheat Sheet, "Session Expiration": 2 to 5 minutes idle, 4 to 8 hours in all.
    public static var owaspHighValue: SessionPolicy {
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(5 * 60)
        policy.absoluteTimeout = .seconds(4 * 60 * 60)
        policy.renewalInterval = .seconds(15 * 60)
        policy.maximumRememberedLifetime = nil
        return policy
    }

    /// Authentication assurance level 1: 30 days in all, whether used or not (NIST SP 800-63B-4 §2.1.3, NI-07). Idle time is
    /// not bounded by the standard; here it is the same 30 days.
    public static var nistAAL1: SessionPolicy {
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(30 * 86_400)
        policy.absoluteTimeout = .seconds(30 * 86_400)
        return policy
    }

    /// Authentication assurance level 2: 1 hour idle, 24 hours in all (NIST SP 800-63B-4 §2.2.3, NI-07).
    public static var nistAAL2: SessionPolicy {
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(60 * 60)
        policy.absoluteTimeout = .seconds(86_400)
        policy.maximumRememberedLifetime = nil
        return policy
    }

    /// Authentication assurance level 3: 15 minutes idle, 12 hours in all (NIST SP 800-63B-4 §2.3.3, NI-07).
    public static var nistAAL3: SessionPolicy {
        var policy = SessionPolicy()
        policy.idleTimeout = .seconds(15 * 60)
        policy.absoluteTimeout = .seconds(12 * 60 * 60)
        policy.renewalInterval = .seconds(30 * 60)
        policy.maximumRememberedLifetime = nil
        return policy
    }
}
