import CookieHeaders
import Testing

/// The shapes of Set-Cookie lines that well-known software sends, by its documentation and by what it is seen to send. All
/// values are made up.
@Suite struct RealLinesTests {
    private static let lines: [(maker: String, line: String, expected: [String])] = [
        (
            "PHP", "PHPSESSID=q3o0j1k7c5v1l2m9t8r6s4u0pa; path=/",
            ["warning OS-06", "warning SC-12", "warning OS-06", "notice OS-01 OS-06"]
        ),
        (
            "Express, express-session",
            "connect.sid=s%3AAbCdEfGh0123456789AbCdEf.SiGnAtUrE%2Bx; Path=/; HttpOnly",
            ["warning OS-06", "warning SC-12", "notice OS-01 OS-06"]
        ),
        (
            "Tomcat", "JSESSIONID=0A1B2C3D4E5F60718293A4B5C6D7E8F9; Path=/shop; HttpOnly",
            ["warning OS-06", "warning SC-12", "notice SC-25", "notice OS-01 OS-06"]
        ),
        (
            "Spring Session", "SESSION=YmFkYzBmZmUtMDAwMC00MDAw; Path=/; Secure; HttpOnly; SameSite=Lax",
            ["notice OS-06"]
        ),
        (
            "Rails", "_shop_session=aGVsbG8%3D--d0c0ffee; path=/; HttpOnly; SameSite=Lax",
            ["warning OS-06", "notice OS-06"]
        ),
        (
            "GitHub, _gh_sess", "_gh_sess=aBcD%2F0123--eFgH--iJkL; path=/; secure; HttpOnly; SameSite=Lax",
            ["notice OS-06"]
        ),
        (
            "GitHub, logged_in",
            "logged_in=no; domain=.example.org; path=/; expires=Sun, 21 Nov 2027 00:00:00 GMT; secure; HttpOnly; "
                + "SameSite=Lax",
            ["notice SC-10 UA-11", "notice OS-07"]
        ),
        (
            "Django, sessionid",
            "sessionid=0123456789abcdefghijklmnopqrstuv; expires=Sat, 05 Dec 2026 00:00:00 GMT; HttpOnly; "
                + "Max-Age=1209600; Path=/; SameSite=Lax",
            ["warning OS-06", "notice OS-07", "notice OS-06"]
        ),
        (
            "Django, csrftoken",
            "csrftoken=0123456789abcdefABCDEF; expires=Sat, 20 Nov 2027 00:00:00 GMT; Max-Age=31449600; Path=/; "
                + "SameSite=Lax",
            ["warning OS-06"]
        ),
        (
            "Flask", "session=eyJfIjoxfQ.ZzAbCd.0123456789abcdef; HttpOnly; Path=/",
            ["warning OS-06", "warning SC-12", "notice OS-06"]
        ),
        (
            "Laravel, session",
            "laravel_session=eyJpdiI6IjAifQ%3D%3D; expires=Sat, 21-Nov-2026 02:00:00 GMT; Max-Age=7200; path=/; "
                + "httponly; samesite=lax",
            ["warning OS-06", "notice SC-07", "notice OS-07", "notice OS-01 OS-06"]
        ),
        (
            "Laravel, XSRF-TOKEN",
            "XSRF-TOKEN=eyJpdiI6IjAifQ%3D%3D; expires=Sat, 21-Nov-2026 02:00:00 GMT; Max-Age=7200; path=/; samesite=lax",
            ["warning OS-06", "notice SC-07"]
        ),
        (
            "ASP.NET", "ASP.NET_SessionId=abcdefghijklmnopqrstuvwx; path=/; HttpOnly; SameSite=Lax",
            ["warning OS-06", "notice OS-01 OS-06"]
        ),
        (
            "ASP.NET Core, identity",
            ".AspNetCore.Identity.Application=CfDJ8A0123456789; path=/; secure; samesite=lax; httponly",
            ["notice OS-01 OS-06"]
        ),
        (
            "ASP.NET Core, antiforgery",
            ".AspNetCore.Antiforgery.AbCdEf01234=CfDJ8A0123456789; path=/; samesite=strict; httponly",
            ["warning OS-06", "notice OS-01"]
        ),
        (
            "WordPress",
            "wordpress_logged_in_0123456789abcdef=ada%7C1795219200%7CaBcD; path=/; HttpOnly",
            ["warning OS-06", "warning SC-12", "notice OS-01 OS-06"]
        ),
        (
            "WordPress, test", "wordpress_test_cookie=WP%20Cookie%20check; path=/; secure; HttpOnly",
            ["warning SC-12"]
        ),
        (
            "Cloudflare",
            "__cf_bm=AbCd.0123-1795219200-1.0.1.1-xYz; path=/; expires=Sat, 21-Nov-26 00:30:00 GMT; "
                + "domain=.example.org; HttpOnly; Secure; SameSite=None",
            ["notice SC-07", "notice SC-10 UA-11", "notice OS-07"]
        ),
        (
            "Google, NID",
            "NID=511=AbCdEf_0123456789; expires=Sun, 23-May-2027 00:00:00 GMT; path=/; domain=.example.org; HttpOnly",
            ["warning OS-06", "warning SC-12", "notice SC-07", "notice SC-10 UA-11", "notice OS-07"]
        ),
        (
            "Google, __Secure-",
            "__Secure-ENID=22.SE=AbCdEf0123; expires=Wed, 22-Dec-2027 00:00:00 GMT; path=/; domain=.example.org; "
                + "Secure; HttpOnly; SameSite=lax",
            ["notice SC-07", "notice SC-10 UA-11", "notice OS-07"]
        ),
        (
            "Google Analytics on a server",
            "FPID=FPID2.2.AbCd%3D.1795219200; Max-Age=63072000; Domain=example.org; Path=/; Secure; HttpOnly",
            ["warning SC-12", "notice SC-17", "notice OS-07"]
        ),
        (
            "AWS load balancer, AWSALBCORS",
            "AWSALBCORS=AbCd0123+/EfGh; Expires=Sat, 28 Nov 2026 00:00:00 GMT; Path=/; SameSite=None; Secure",
            ["notice OS-06"]
        ),
        (
            "Auth.js",
            "__Secure-next-auth.session-token=eyJhbGciOiJkaXIifQ..AbCd; Path=/; "
                + "Expires=Mon, 21 Dec 2026 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax",
            ["notice OS-07", "notice OS-01"]
        ),
        (
            "Auth.js, CSRF",
            "__Host-next-auth.csrf-token=0123456789abcdef%7Cfedcba; Path=/; HttpOnly; Secure; SameSite=Lax", []
        ),
        (
            "Drupal",
            "SSESS0123456789abcdef=AbCd-Ef_01; expires=Mon, 14 Dec 2026 00:00:00 GMT; Max-Age=2000000; path=/; "
                + "domain=.example.org; secure; HttpOnly; SameSite=Lax",
            ["warning OS-07", "notice OS-07", "notice SC-10 UA-11", "notice OS-06"]
        ),
        (
            "Hummingbird", "SESSION_ID=AbCdEfGhIjKlMnOpQrStUvWxYz012345; Path=/; HttpOnly; SameSite=Lax",
            ["warning OS-06", "notice OS-06"]
        ),
        (
            "Vapor", "vapor-session=AbCdEfGhIjKlMnOp; Expires=Sat, 28 Nov 2026 00:00:00 GMT; Path=/; SameSite=Lax",
            ["warning OS-06", "warning OS-06", "notice OS-07", "notice OS-01 OS-06"]
        ),
        (
            "A language switch", "lang=en; path=/", ["warning OS-06", "warning SC-12", "notice OS-06"]
        ),
        (
            "Preferences as JSON", "prefs={\"theme\":\"dark\",\"size\":2}; Path=/; Secure; HttpOnly; SameSite=Lax",
            ["error SC-01 SC-04"]
        ),
    ]

    @Test("the findings on lines of well-known software", arguments: lines.indices)
    func judged(_ index: Int) {
        let (maker, line, expected) = Self.lines[index]
        let findings = CookieAudit.example.findings(forSetCookie: line)
        #expect(outline(findings) == expected, "\(maker)")
    }

    @Test("what is corrected has nothing unsafe left", arguments: lines.indices)
    func corrected(_ index: Int) {
        let (maker, line, expected) = Self.lines[index]
        guard expected.contains(where: { !$0.hasPrefix("notice") }) else { return }
        let correction = CookieAudit.example.findings(forSetCookie: line).first?.correction
        let after = correction.map { CookieAudit.example.findings(forSetCookie: $0.serialized) }
        #expect(after?.allSatisfy { $0.severity == .notice } == true, "\(maker)")
    }
}
