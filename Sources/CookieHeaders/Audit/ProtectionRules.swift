// Prefix, Secure, HttpOnly, SameSite, Partitioned, and the name that a session should have.

extension LineAudit {
    mutating func judgePrefix() {
        guard let prefix else { return }
        if CookiePrefix.find(in: scan.name.span, anyCase: false) != prefix {
            add(
                .error,
                "SC-13",
                "CK-03",
                reason: "The prefix is not in its exact case; browsers hold the cookie to it, servers do not find it.",
                remedy: "Write \(prefix.rawValue), exactly so."
            )
        }
        let lacking = lackings(of: prefix)
        guard !lacking.isEmpty else { return }
        let rules = [prefix.requiresHTTPOnly ? "SC-14" : "SC-13"] + (isDeletion ? ["SC-09"] : []) + ["UA-19"]
        findings.append(
            Finding(
                rules: rules,
                severity: .error,
                cookie: name,
                reason: "\(prefix.rawValue) asks for \(Self.list(lacking)); browsers drop the cookie.",
                remedy: isDeletion ? "A deletion needs it as well." : "Write what the prefix asks for."
            )
        )
    }

    private func lackings(of prefix: CookiePrefix) -> [String] {
        let line = scan
        var lacking: [String] = []
        if !line.secure { lacking.append("Secure") }
        if prefix.requiresHTTPOnly, !line.httpOnly { lacking.append("HttpOnly") }
        if prefix.requiresHost, line.path != "/" { lacking.append("Path=/") }
        if prefix.requiresHost, line.domain != nil { lacking.append("no Domain") }
        return lacking
    }

    /// "a", "a and b", "a, b and c".
    private static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    mutating func judgeProtection() {
        judgeSecure()
        judgeSameSite()
        if scan.partitioned, !scan.secure {
            add(
                .error,
                "SC-15",
                "UA-20",
                reason: "Partitioned asks for Secure; browsers drop the cookie.",
                remedy: "Add Secure."
            )
        }
        guard !isDeletion else { return }
        judgeHTTPOnly()
        judgeSessionName()
    }

    private mutating func judgeSecure() {
        if isPlainText {
            judgePlainText()
        } else if !scan.secure, prefix == nil, !isDeletion {
            add(
                .warning,
                "OS-06",
                reason:
                    "Without Secure the cookie also travels in plain text, where anyone on the way reads and replaces it.",
                remedy: "Add Secure."
            )
        }
    }

    private mutating func judgePlainText() {
        if scan.secure {
            add(
                isLocal ? .notice : .error,
                "UA-17",
                reason: isLocal
                    ? "A Secure cookie over plain HTTP: some browsers take it from this machine, others drop it."
                    : "Browsers drop a Secure cookie that comes over plain HTTP.",
                remedy: "Set it over HTTPS."
            )
        } else if !isDeletion, !isLocal, prefix == nil {
            add(
                .warning,
                "OS-05",
                "OS-06",
                reason: "The cookie is set over plain HTTP, where anyone on the way reads and replaces it.",
                remedy: "Redirect to HTTPS first, and set it there with Secure."
            )
        }
    }

    private mutating func judgeSameSite() {
        guard let attribute = scan.last(.sameSite) else {
            guard !isDeletion else { return }
            add(
                .warning,
                "SC-12",
                reason: "SameSite is missing, and browsers disagree on what that means.",
                remedy: "Write SameSite=Strict, or Lax if a link from another site has to find the user logged in."
            )
            return
        }
        let value = attribute.value ?? []
        guard let mode = SameSite(anyCase: value.span) else {
            add(
                .error,
                "SC-12",
                "UA-18",
                reason: "SameSite is neither Strict, Lax nor None, so it has no effect.",
                remedy: "Write SameSite=Strict or SameSite=Lax."
            )
            return
        }
        guard mode == .none else { return }
        if !scan.secure {
            add(
                .error,
                "SC-12",
                "UA-18",
                reason: "SameSite=None asks for Secure; browsers drop the cookie.",
                remedy: "Add Secure, or write SameSite=Lax."
            )
        }
        // In a jar for each top-level site, None is what Partitioned needs and no open door.
        if session.isSession, !isDeletion, !scan.partitioned {
            add(
                .warning,
                "OS-06",
                reason: "This looks like a session, and SameSite=None sends it with requests that other sites forge.",
                remedy:
                    "Write SameSite=Strict or Lax; if the page has to work in frames of other sites, add Partitioned."
            )
        }
    }

    private mutating func judgeHTTPOnly() {
        guard !scan.httpOnly, prefix?.requiresHTTPOnly != true, !session.isForgeryToken else { return }
        if session.isSession {
            add(
                .warning,
                "OS-06",
                reason:
                    "This looks like a session, and without HttpOnly any script in the page can read and send it off.",
                remedy: "Add HttpOnly."
            )
        } else {
            add(
                .notice,
                "OS-06",
                reason: "Without HttpOnly scripts in the page can read the cookie.",
                remedy: "Add HttpOnly, unless a script needs it."
            )
        }
    }

    private mutating func judgeSessionName() {
        let remedy = betterName.map { "Name it \($0), or anything as plain, where it is set and where it is read." }
        let lacksPrefix = session.isSession && prefix == nil && !(isLocal && isPlainText)
        if let product = session.product {
            let rules = ["OS-01"] + (lacksPrefix ? ["OS-06"] : [])
            let more = lacksPrefix ? ", and without a prefix a neighbouring host can set a cookie of the same name" : ""
            findings.append(
                Finding(
                    rules: rules,
                    severity: .notice,
                    cookie: name,
                    reason: "The name tells everybody that this is \(product)\(more).",
                    remedy: remedy ?? "Give it a plain name, where it is set and where it is read."
                )
            )
        } else if lacksPrefix {
            add(
                .notice,
                "OS-06",
                reason: "The name has no prefix, so that a neighbouring host can set a cookie of the same name.",
                remedy: remedy ?? "Give it the prefix __Host-."
            )
        }
    }
}
