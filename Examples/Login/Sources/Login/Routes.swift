import Hummingbird
import Sessions
import SessionsHummingbird

/// What the application does: sign up, log in, count visits, log out.
struct Routes: Sendable {
    typealias Context = BasicSessionRequestContext

    let users: Users
    let pages: Pages
    let demo: Demo?

    /// An account to look around with.
    struct Demo: Sendable {
        let name: String
        let password: String
    }

    private struct Credentials: Decodable {
        let username: String
        let password: String
    }

    func add(to router: Router<Context>) {
        router.get("/", use: home)
        router.get("/signup") { _, context in try await signupPage(context) }
        router.post("/signup", use: signup)
        router.get("/login") { _, context in try await loginPage(context) }
        router.post("/login", use: login)
        router.post("/logout", use: logout)
        router.get("/style.css") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=3600"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: Pages.stylesheet))
            )
        }
    }

    @Sendable private func home(_ request: Request, _ context: Context) async throws -> Response {
        let session = try context.session
        guard session.subject != nil, let username = session.username else {
            return pages.page("welcome", message(session))
        }
        let visits = session.modify(\.visits, default: 0) { $0 += 1 }
        return pages.page(
            "home",
            message(session).merging(
                ["username": username, "visits": visits, "unit": visits == 1 ? "visit" : "visits"]
            ) { $1 }
        )
    }

    private func signupPage(_ context: Context) async throws -> Response {
        pages.page("signup", message(try context.session))
    }

    @Sendable private func signup(_ request: Request, _ context: Context) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context)
        let name = form.username
        guard (1...64).contains(name.count),
            name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value >= 32 })
        else {
            return problem("signup", name, "A name has 1 to 64 characters and no spaces.")
        }
        guard form.password.count >= PasswordHash.length.lowerBound,
            form.password.utf8.count <= PasswordHash.length.upperBound
        else {
            return problem("signup", name, "A password has at least \(PasswordHash.length.lowerBound) characters.")
        }
        guard try await users.create(name: name, password: form.password) != nil else {
            return problem("signup", name, "That name is taken.")
        }
        try context.session.flash = "Your account is ready. Log in with it."
        return .redirect(to: "/login")
    }

    private func loginPage(_ context: Context) async throws -> Response {
        pages.page("login", message(try context.session).merging(demoValues) { $1 })
    }

    @Sendable private func login(_ request: Request, _ context: Context) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Credentials.self, from: request, context: context)
        guard form.password.utf8.count <= PasswordHash.length.upperBound,
            let user = try await users.authenticate(name: form.username, password: form.password)
        else {
            return problem("login", form.username, "Name or password is wrong.")
        }
        let session = try context.session
        try session.login(subject: String(user.id))
        session.username = user.name
        return .redirect(to: "/")
    }

    @Sendable private func logout(_ request: Request, _ context: Context) async throws -> Response {
        try context.session.logout()
        return .redirect(to: "/")
    }

    private func problem(_ page: String, _ username: String, _ text: String) -> Response {
        pages.page(
            page,
            ["username": username, "problem": text].merging(page == "login" ? demoValues : [:]) { $1 },
            status: page == "login" ? .unauthorized : .unprocessableContent
        )
    }

    private var demoValues: [String: any Sendable] {
        demo.map { ["demo": ["name": $0.name, "password": $0.password]] } ?? [:]
    }

    private func message(_ session: Session) -> [String: any Sendable] {
        session.take(\.flash).map { ["message": $0] } ?? [:]
    }
}
