//! A token for one purpose, made and opened.

import SecureTokens

func confirm() throws {
    // snippet.seal
    let keys = try KeyRing.loadOrCreate("server.key")
    let sealer = TokenSealer(keys: keys, context: try TokenContext(purpose: "email-confirmation", name: "link"))
    let token = try sealer.seal(Array("ada@example.org".utf8).span, for: .lasting(.seconds(3_600)))
    let address = try sealer.open(token)
    // snippet.end
    print(address.count)
}
