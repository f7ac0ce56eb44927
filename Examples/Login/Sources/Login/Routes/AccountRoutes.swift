import Hummingbird
import Sessions
import SessionsHummingbird

/// Sign up, log in, log out.
struct AccountRoutes: Sendable {
    let users: Users
    let pages: Pages
    let demo: DemoAccounts

    /// How long a login is kept for those who ask for it.
    static let rememberedLifetime: Duration = .seconds(14 * 86_400)

    private struct Credentials: Decodable {
        let username: String
        let password: String
        /// The checkbox: there if it is ticked.
        let remember: String?
    }

    func add(to router: RouterGroup<LoginContext>) {
        router.get("/signup") { _, context in try pages.page("signup", for: context) }
        router.post("/signup", use: signup)
        router.get("/login") { _, context in try pages.page("login", for: context, demo.values) }
        router.post("/login", use: login)
        router.post("/logout", use: logout)
    }

    @Sendable private func signup(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context)
        if let problem = Rules.problem(withName: form.username) ?? Rules.problem(withPassword: form.password) {
            return try refuse("signup", form, problem, .unprocessableContent, context)
        }
        guard try await users.create(name: form.username, password: form.password) != nil else {
            return try refuse("signup", form, "That name is taken.", .unprocessableContent, context)
        }
        try context.session.flash = "Your account is ready. Log in with it."
        return .redirect(to: "/login")
    }

    @Sendable private func login(_ request: Request, _ context: LoginContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context)
        guard form.password.utf8.count <= PasswordHash.length.upperBound,
            let user = try await users.authenticate(name: form.username, password: form.password)
        else {
            return try refuse("login", form, "Name or password is wrong.", .unauthorized, context)
        }
        let session = try context.session
        // A new ID; the one before is dead. Nothing of the visitor's session, or of another user's, comes along.
        try session.login(subject: user.subject)
        try session.setDeviceLabel(DeviceName(userAgent: request.headers[.userAgent]).description)
        session.isRemembered = form.remember == nil ? nil : true
        if form.remember != nil { try session.remember(for: Self.rememberedLifetime) }
        return .redirect(to: "/")
    }

    @Sendable private func logout(_ request: Request, _ context: LoginContext) async throws -> Response {
        try context.session.logout()
        return .redirect(to: "/")
    }

    private func refuse(
        _ page: String,
        _ form: Credentials,
        _ problem: String,
        _ status: HTTPResponse.Status,
        _ context: LoginContext
    ) throws -> Response {
        var values: [String: any Sendable] = page == "login" ? demo.values : [:]
        values["username"] = form.username
        values["problem"] = problem
        values["remember"] = form.remember != nil
        return try pages.page(page, for: context, values, status: status)
    }
}
