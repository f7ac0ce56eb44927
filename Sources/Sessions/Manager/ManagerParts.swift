import SecureTokens

/// What a manager is made of, behind one reference.
///
/// Every request copies its manager, into the handle and into the commit. Copied one by one, the parts are some thirty
/// references, each counted up and down in memory that all threads write to then.
final class ManagerParts: Sendable {
    let store: any SessionStore
    let policy: SessionPolicy
    let clock: WallClock
    let sealer: RecordSealer
    let events: Instruments
    let cookies: SessionCookies
    let labels: DeviceLabels
    let csrfTokens: CSRFTokens
    let writers = FamilyQueue()
    /// Of a manager whose sessions are kept by their cookies alone.
    let carried: CarriedSessions?

    init(
        store: any SessionStore,
        keys: KeyRing,
        policy: SessionPolicy,
        events: Instruments,
        isCookieOnly: Bool
    ) throws(SessionError) {
        try policy.validate()
        let clock = events.clock
        self.store = store
        self.policy = policy
        self.clock = clock
        self.events = events
        sealer = RecordSealer(namespace: policy.namespace, keys: keys)
        cookies = try SessionCookies(policy: policy, keys: keys, clock: clock, isCookieOnly: isCookieOnly)
        labels = DeviceLabels(namespace: policy.namespace, keys: keys, clock: clock)
        csrfTokens = CSRFTokens(namespace: policy.namespace, keys: keys)
        carried =
            if isCookieOnly {
                CarriedSessions(
                    cookies: try CarriedCookies(
                        namespace: policy.namespace,
                        cookies: cookies,
                        keys: keys,
                        clock: clock
                    ),
                    revocations: Revocations(store: store, sealer: sealer, namespace: policy.namespace)
                )
            } else {
                nil
            }
    }
}

extension SessionManager {
    var store: any SessionStore { parts.store }
    var policy: SessionPolicy { parts.policy }
    var clock: WallClock { parts.clock }
    var sealer: RecordSealer { parts.sealer }
    var events: Instruments { parts.events }
    var cookies: SessionCookies { parts.cookies }
    var labels: DeviceLabels { parts.labels }
    var csrfTokens: CSRFTokens { parts.csrfTokens }
    var writers: FamilyQueue { parts.writers }
    var carried: CarriedSessions? { parts.carried }
}
