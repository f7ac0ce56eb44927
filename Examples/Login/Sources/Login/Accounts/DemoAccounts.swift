import SecureTokens

/// Two accounts to look around with. An application of your own has neither.
struct DemoAccounts: Sendable {
    let name = "demo"
    let password = "ships-biscuit"
    let adminName = "admin"
    /// Drawn when the account is made and shown once in the terminal; `nil` at every later start.
    let adminPassword: String?

    init(in users: Users) async throws {
        if try await users.find(name: name) == nil { _ = try await users.create(name: name, password: password) }
        adminPassword = try await Self.makeAdmin(adminName, in: users)
    }

    /// The password of the account, if this made it.
    private static func makeAdmin(_ name: String, in users: Users) async throws -> String? {
        guard try await users.find(name: name) == nil else { return nil }
        let password = try drawPassword()
        let user = try await users.create(name: name, password: password, isAdmin: true)
        return user == nil ? nil : password
    }

    /// 16 characters, 96 bits.
    private static func drawPassword() throws -> String {
        let bytes = try SecureRandom.bytes(count: 12)
        return Base64URL.encode(bytes.span)
    }

    /// For the login page.
    var values: [String: any Sendable] {
        ["demo": ["name": name, "password": password]]
    }
}
