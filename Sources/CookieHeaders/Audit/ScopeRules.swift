// To which hosts and paths the cookie goes: Domain and Path.

extension LineAudit {
    mutating func judgeDomain() {
        guard let attribute = scan.last(.domain) else { return }
        let value = attribute.value ?? []
        guard value.allSatisfy({ $0 < 0x80 }) else {
            add(
                .error,
                "SC-10",
                "UA-12",
                reason: "The Domain is not ASCII; browsers drop the cookie.",
                remedy: "Write A-labels (xn--...), or leave Domain out for this host alone."
            )
            return
        }
        guard let domain = scan.domain else {
            add(
                .notice,
                "SC-10",
                "UA-11",
                reason: "The Domain is empty; browsers take the cookie for this host alone.",
                remedy: "Leave Domain out."
            )
            return
        }
        let shown = PrintableText.escape(domain.utf8)
        if value.first == UInt8(ascii: ".") {
            add(
                .notice,
                "SC-10",
                "UA-11",
                reason: "The Domain begins with a dot, which browsers pass over and RFC 6265 does not write.",
                remedy: "Leave the dot out."
            )
        }
        judge(domain: domain, shown: shown)
    }

    private mutating func judge(domain: String, shown: String) {
        guard let host = CookieHost(domain), host.name == domain, domain.utf8.last != UInt8(ascii: ".") else {
            add(
                .error,
                "SC-10",
                "UA-13",
                reason: "The Domain \(shown) is no host name; browsers drop the cookie.",
                remedy: "Write a host name without port, scheme or final dot, or leave Domain out for this host alone."
            )
            return
        }
        if let own = context.host, !own.matches(domain: domain) {
            add(
                .error,
                "SC-10",
                "UA-13",
                reason: "The Domain \(shown) is neither \(own.name) nor a parent of it; browsers drop the cookie.",
                remedy: "Leave Domain out for this host alone."
            )
        } else if host.isAddress {
            add(
                .error,
                "SC-10",
                "UA-13",
                reason: "The Domain is an IP address, which has no hosts below it.",
                remedy: "Leave Domain out."
            )
        } else if context.publicSuffixes.contains(domain) {
            judgePublicSuffix(shown, isOwn: context.host?.name == domain)
        } else {
            judgeSharing(shown)
        }
    }

    private mutating func judgePublicSuffix(_ shown: String, isOwn: Bool) {
        add(
            isOwn ? .notice : .error,
            "UA-14",
            reason: isOwn
                ? "The Domain \(shown) is a public suffix; browsers take the cookie for this host alone."
                : "The Domain \(shown) is a public suffix, under which anybody can register; browsers drop the cookie.",
            remedy: "Leave Domain out."
        )
    }

    private mutating func judgeSharing(_ shown: String) {
        guard !isDeletion, prefix?.requiresHost != true else { return }
        add(
            session.isSession ? .warning : .notice,
            "OS-07",
            reason: "Every host under \(shown) gets the cookie and can overwrite it.",
            remedy: "Leave Domain out, unless those hosts have to share it."
        )
    }

    mutating func judgePath() {
        guard let attribute = scan.last(.path) else {
            if !isDeletion, prefix?.requiresHost != true {
                add(
                    .notice,
                    "SC-11",
                    "UA-15",
                    reason: "Without a Path the cookie is for the folder of the page that sets it.",
                    remedy: "Write Path=/ if the whole site is meant."
                )
            }
            return
        }
        let value = attribute.value ?? []
        guard value.first == UInt8(ascii: "/") else {
            guard prefix?.requiresHost != true else { return }
            add(
                .error,
                "SC-11",
                "UA-15",
                reason: "The Path does not begin with '/'; browsers take the folder of the page that sets it.",
                remedy: "Write Path=/, or the whole path from '/'."
            )
            return
        }
        let isBad = { (byte: UInt8) in !ByteSet.attributeOctet.contains(byte) && !ByteSet.control.contains(byte) }
        if let byte = value.first(where: isBad) {
            add(
                .error,
                "SC-11",
                reason: "The Path holds \(PrintableText.name(of: byte)), which other software misreads.",
                remedy: "Percent-encode it, as the browser's address does."
            )
        } else if session.isSession, !isDeletion, value != [UInt8(ascii: "/")] {
            add(
                .notice,
                "SC-25",
                reason: "A Path keeps nobody out: a page of any other path on this host can get at the cookie.",
                remedy: "Give what must be kept apart a host of its own."
            )
        }
    }
}
