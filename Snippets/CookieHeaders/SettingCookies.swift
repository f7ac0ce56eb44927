//! Setting, changing and removing cookies.

import CookieHeaders
import HTTPTypes

var response = HTTPFields()

// snippet.set
let theme = try SetCookie.host("theme", "dark")
response.setCookie(theme)
// Set-Cookie: __Host-theme=dark; Path=/; Secure; HttpOnly; SameSite=Strict
// snippet.end

// snippet.change
let forAYear = try theme.with { $0.sameSite = .lax }
    .lasting(seconds: 365 * 86_400, from: CookieDate(clamping: 1_790_000_000))
response.setCookie(forAYear)  // in place of the one above: a response has one Set-Cookie a name
// snippet.end

// snippet.encode
let basket = Array(#"{"items": [7, 7, 12]}"#.utf8)
response.setCookie(try SetCookie.host("basket", CookieValue.encode(basket)))
// snippet.end

// snippet.refuse
do {
    _ = try SetCookie.host("note", "a; Domain=example.com")
} catch {
    print(error)  // for people: the rule that does not hold; callers branch on error.code
}
// snippet.end

// snippet.remove
response.setCookie(theme.deletion())  // with the Path and the attributes that its prefix demands
// snippet.end
print(response[values: .setCookie].joined(separator: "\n"))
