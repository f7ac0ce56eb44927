//! A client that keeps cookies as a browser does.

import CookieHeaders
import HTTPTypes

let now: Int64 = 1_790_000_000

// snippet.jar
var jar = CookieJar(publicSuffixes: .topLevelOnly)
let response: HTTPFields = [.setCookie: "__Host-id=4Qm0; Path=/; Secure; HttpOnly; SameSite=Strict"]

if let host = CookieHost("shop.example") {
    let login = CookieJar.Request(host: host, path: "/login", isSecure: true)
    for outcome in jar.store(response, from: login, at: now) {
        print(outcome)  // stored, or the rule by which a browser refuses it
    }
    let basket = CookieJar.Request(host: host, path: "/basket", isSecure: true)
    print(jar.cookieField(for: basket, at: now + 60)?.value ?? "no cookie")
}
// snippet.end
