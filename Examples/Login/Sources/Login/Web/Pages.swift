import Foundation
import Hummingbird
import Mustache
import Sessions
import SessionsHummingbird

/// The pages: templates in one layout, a style sheet and a picture, from the folder Resources. Mustache escapes whatever
/// comes from a user.
struct Pages: Sendable {
    private let library: MustacheLibrary
    /// `style.css`.
    let stylesheet: ByteBuffer
    /// `icon.svg`.
    let icon: ByteBuffer

    init() async throws {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources")
        library = try await MustacheLibrary(directory: folder.path)
        stylesheet = ByteBuffer(bytes: try Data(contentsOf: folder.appendingPathComponent("style.css")))
        icon = ByteBuffer(bytes: try Data(contentsOf: folder.appendingPathComponent("icon.svg")))
    }

    /// A page. No cache may keep it: it shows what is somebody's own, and the back button after a logout must not.
    func page(_ name: String, _ values: [String: any Sendable] = [:], status: HTTPResponse.Status = .ok) -> Response {
        let html = library.render(values, withTemplate: name) ?? ""
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    /// A page with forms in it: the token that each of them sends back, the message that waits for the user, and for a
    /// member the menu.
    func page(
        _ name: String,
        for context: LoginContext,
        _ values: [String: any Sendable] = [:],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let session = try context.session
        var values = values
        values["csrf"] = try session.csrfToken
        values["message"] = session.nextMessage()
        values["at"] = [name: true]
        if let user = context.user {
            values["member"] = ["name": user.displayName, "isAdmin": user.isAdmin] as [String: any Sendable]
        }
        return page(name, values, status: status)
    }
}
