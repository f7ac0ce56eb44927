//! Reading the cookies of a request.

import CookieHeaders
import HTTPTypes

let request: HTTPFields = [.cookie: "__Host-theme=dark; id=1; id=2; consent"]

// snippet.one
let cookies = RequestCookies(request)
let theme = cookies["__Host-theme"]  // "dark"; nil if there is none or more than one
// snippet.end
print(theme ?? "")

// snippet.duplicates
for candidate in cookies.values(named: "id").prefix(4) {
    print("verify", candidate.utf8.count, "bytes")  // go on only if exactly one authenticates
}
// snippet.end

// snippet.limit
if let refusal = cookies.refusal {
    print("431", refusal)  // too many bytes or pairs: nothing has been read
}
// snippet.end

// snippet.visit
var sizes: [Int] = []
cookies.forEachPair { name, value in  // no copy, no allocation
    sizes.append(name.count + value.count)
}
// snippet.end
print(sizes)
