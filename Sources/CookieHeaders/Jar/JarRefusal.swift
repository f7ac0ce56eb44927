extension CookieJar {
    /// Why a jar refused a cookie.
    public enum Refusal: Error, CaseIterable, Hashable, Sendable, CustomStringConvertible {
        /// The Domain is neither the host nor a parent of it, or the host is an IP address (UA-13).
        case domainMismatch
        /// The Domain is a public suffix and not the host itself, or it is a parent of the host's public suffix (UA-14).
        case publicSuffix
        /// Secure, but received over plain text (UA-17).
        case secureOverPlainText
        /// Not Secure, received over plain text, and it would shadow a Secure cookie (UA-17).
        case secureOverlay
        /// Not `SameSite=None`, and received by a request from another site that was no top-level navigation (UA-18).
        case crossSite
        /// `SameSite=None` without Secure (UA-18).
        case noneWithoutSecure
        /// The name's prefix asks for attributes that the cookie lacks (UA-19).
        case prefix
        /// Nameless, with a value that begins with a prefix: a server would read it as a name (UA-19).
        case namelessPrefix
        /// HttpOnly, or in place of an HttpOnly cookie, by a non-HTTP API (UA-21).
        case httpOnly
        /// Partitioned without Secure (UA-20).
        case partitionedWithoutSecure
        /// Of all that could go to keep the limits, it was the first (UA-23).
        case crowdedOut

        /// The id of the rule, as the documentation of this package lists it.
        public var id: String {
            switch self {
            case .domainMismatch: "UA-13"
            case .publicSuffix: "UA-14"
            case .secureOverPlainText, .secureOverlay: "UA-17"
            case .crossSite, .noneWithoutSecure: "UA-18"
            case .prefix, .namelessPrefix: "UA-19"
            case .partitionedWithoutSecure: "UA-20"
            case .httpOnly: "UA-21"
            case .crowdedOut: "UA-23"
            }
        }

        /// What was wrong, in one sentence.
        public var reason: String {
            switch self {
            case .domainMismatch: "the Domain is neither the host nor a parent domain of it"
            case .publicSuffix: "the Domain is or contains a public suffix, under which anybody can register"
            case .secureOverPlainText: "a Secure cookie cannot be set over plain text"
            case .secureOverlay: "over plain text no cookie can shadow a Secure one of the same name"
            case .crossSite: "a request from another site that is no navigation can only set SameSite=None cookies"
            case .noneWithoutSecure: "SameSite=None needs Secure"
            case .prefix: "the name's prefix asks for attributes that the cookie lacks"
            case .namelessPrefix: "the cookie has no name and its value begins with a prefix"
            case .partitionedWithoutSecure: "Partitioned needs Secure"
            case .httpOnly: "a non-HTTP API can neither set nor replace an HttpOnly cookie"
            case .crowdedOut: "the jar is full and this cookie is the first to go"
            }
        }

        /// The id and the reason: safe for logs.
        public var description: String { "\(id): \(reason)" }
    }
}
