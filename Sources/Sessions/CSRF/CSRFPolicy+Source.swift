import HTTPTypes

/// Where a request comes from, by its header fields alone.
extension CSRFPolicy {
    /// What a request is to be checked for.
    enum Scope: Equatable {
        /// It asks for nothing to be changed.
        case nothing
        /// Its source: a WebSocket, for which a browser lets no page set a header field or a form.
        case source
        /// Its source, and its token where the policy requires one.
        case sourceAndToken
    }

    /// Methods are compared as they are: `get` is none that this server knows, and so one that may change something.
    static func scope(of method: HTTPRequest.Method, _ fields: HTTPFields) -> Scope {
        switch method {
        case .get, .head, .options, .trace:
            // HTTP/1.1: RFC 6455 §4.1. Whatever names it is meant, however it is listed.
            let upgrades = fields[values: .upgrade].contains { $0.lowercasedASCII.contains("websocket") }
            return upgrades ? .source : .nothing
        case .connect:
            // HTTP/2 and 3: RFC 8441 §4. To a server that is no proxy it can be nothing else.
            return .source
        default:
            return .sourceAndToken
        }
    }

    /// Why a request's source is not to be believed; `nil` if it is.
    /// - Parameter scope: what else the request is checked for. Any site's page can have the origin `null`, so that it is
    ///   never enough where no token follows.
    func refusal(ofSource fields: HTTPFields, _ scope: Scope) -> CSRFRefusal.Code? {
        let sites = fields[values: siteField]
        let origins = fields[values: .origin]
        guard sites.count <= 1, origins.count <= 1 else { return .ambiguousHeader }
        let trustsNull = scope == .sourceAndToken && trusted.contains(.opaqueOrigin)
        switch sites.first {
        case "same-origin": return nil
        case "same-site": return isTrusted(origins.first, trustsNull) ? nil : .sameSite
        case "cross-site": return isTrusted(origins.first, trustsNull) ? nil : .crossSite
        case "none": return trusted.contains(.userInitiated) ? nil : .userInitiated
        // A value of tomorrow's browsers says nothing today (OC-07).
        default: return refusal(ofOrigin: origins.first, trustsNull, fields)
        }
    }

    /// For requests without Fetch Metadata (OC-05, OC-06).
    private func refusal(
        ofOrigin origin: String?,
        _ trustsNull: Bool,
        _ fields: HTTPFields
    ) -> CSRFRefusal.Code? {
        if let origin {
            if origin == "null" { return trustsNull ? nil : .opaqueOrigin }
            guard let origin = WebOrigin(serialized: origin.utf8[...]) else { return .foreignOrigin }
            return origins.contains(origin) || trusted.contains(.origin(origin)) ? nil : .foreignOrigin
        }
        let referers = fields[values: .referer]
        guard let referer = referers.first else { return .unknownSource }
        guard referers.count == 1 else { return .ambiguousHeader }
        guard let origin = WebOrigin(ofReferer: referer) else { return .foreignReferer }
        return origins.contains(origin) || trusted.contains(.origin(origin)) ? nil : .foreignReferer
    }

    /// Whether a request that comes from another origin, by its browser's word, comes from one that is listed.
    private func isTrusted(_ origin: String?, _ trustsNull: Bool) -> Bool {
        guard let origin else { return false }
        if origin == "null" { return trustsNull }
        return WebOrigin(serialized: origin.utf8[...]).map { trusted.contains(.origin($0)) } ?? false
    }
}
