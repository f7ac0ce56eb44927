/// What a cookie's name tells: whether it is a session's, and which software made it.
///
/// A guess by words that are in use. It decides how severe a finding is, never whether a line is legal.
struct SessionName {
    /// Whether the cookie identifies or authenticates somebody: a session, a login, a bearer token.
    let isSession: Bool
    /// Whether it is a token against forged requests, which scripts often have to read.
    let isForgeryToken: Bool
    /// The software that the name gives away (OS-01).
    let product: String?

    init(_ bytes: [UInt8]) {
        let prefix = CookiePrefix.find(in: bytes.span, anyCase: true)
        let rest = bytes.dropFirst(prefix?.rawValue.utf8.count ?? 0)
        let name = String(decoding: rest.map(\.asciiLowercased), as: UTF8.self)
        product = Self.fingerprints.first { name.hasPrefix($0.start) && (!$0.isWhole || name == $0.start) }?.product
        let words = name.utf8.split { !$0.isASCIIDigit && !(0x61...0x7A).contains($0) }.map { String(Substring($0)) }
        isForgeryToken = name.contains("csrf") || name.contains("xsrf") || name.contains("antiforgery")
        // `id` is what OWASP suggests, and with `guest` what this package's own sessions are called.
        let isPlain = name == "id" || (prefix != nil && name == "guest")
        isSession = !isForgeryToken && (product != nil || isPlain || words.contains(where: Self.isTelling))
    }

    private static func isTelling(_ word: String) -> Bool {
        whole.contains(word) || beginnings.contains { word.hasPrefix($0) } || endings.contains { word.hasSuffix($0) }
    }

    /// The second is Drupal's over TLS.
    private static let beginnings = ["sess", "ssess"]

    private static let endings = ["sess", "session", "sessid", "sessionid", "sid"]

    private static let whole: Set<String> = [
        "accesstoken", "auth", "authtoken", "bearer", "idtoken", "identity", "jwt", "login", "refreshtoken", "remember",
        "rememberme", "sso", "ticket", "token",
    ]

    /// The names under which software sets its session or login cookie unless told otherwise, in lower case; all of them
    /// stand in its documentation.
    private static let fingerprints: [(start: String, isWhole: Bool, product: String)] = [
        ("phpsessid", true, "PHP"),
        ("jsessionid", true, "a Java servlet container"),
        ("connect.sid", true, "Express"),
        ("koa.sess", false, "Koa"),
        ("asp.net_sessionid", true, "ASP.NET"),
        (".aspxauth", true, "ASP.NET"),
        (".aspnetcore.session", true, "ASP.NET Core"),
        (".aspnetcore.identity.", false, "ASP.NET Core"),
        (".aspnetcore.cookies", false, "ASP.NET Core"),
        (".aspnetcore.antiforgery.", false, "ASP.NET Core"),
        ("aspsessionid", false, "classic ASP"),
        ("cfid", true, "ColdFusion"),
        ("cftoken", true, "ColdFusion"),
        ("laravel_session", true, "Laravel"),
        ("ci_session", true, "CodeIgniter"),
        ("cakephp", true, "CakePHP"),
        ("rack.session", true, "Rack"),
        ("play_session", true, "Play"),
        ("wordpress_logged_in_", false, "WordPress"),
        ("wordpress_sec_", false, "WordPress"),
        ("fe_typo_user", true, "TYPO3"),
        ("be_typo_user", true, "TYPO3"),
        ("next-auth.session-token", false, "Auth.js"),
        ("authjs.session-token", false, "Auth.js"),
        ("vapor-session", true, "Vapor"),
        ("beaker.session.id", true, "Beaker"),
    ]
}
