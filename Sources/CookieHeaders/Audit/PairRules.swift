// What the pair in front of the first semicolon can break.

extension LineAudit {
    mutating func judgeShape() {
        if scan.isFolded {
            add(
                .error,
                "SC-19",
                "UA-07",
                reason: "The line is folded over several lines; browsers drop it or read its first line alone.",
                remedy: "Write the whole field on one line."
            )
        } else {
            add(
                .error,
                "SC-19",
                reason: "Several cookies seem to be joined with commas; browsers read them as one.",
                remedy: "Send one Set-Cookie field for each cookie, and encode a value that holds commas."
            )
        }
    }

    mutating func judgePair() {
        if scan.hasControl {
            add(
                .error,
                "SC-01",
                "UA-07",
                reason: "The line holds a control character; browsers drop the cookie.",
                remedy: "Encode the value (base64url) and check what goes into the attributes."
            )
        }
        judgeName()
        judgeValue()
        if scan.name.count + scan.value.count > SetCookie.maximumPairBytes {
            add(
                .error,
                "SC-16",
                "UA-09",
                reason:
                    "Name and value are \(scan.name.count + scan.value.count) bytes; browsers drop what is over 4096.",
                remedy: "Keep the data on the server and set a cookie that points to it."
            )
        }
    }

    private mutating func judgeName() {
        guard !scan.name.isEmpty else {
            judgeMissingName()
            return
        }
        // A control character has been named already.
        let isBad = { (byte: UInt8) in !ByteSet.token.contains(byte) && !ByteSet.control.contains(byte) }
        if let byte = scan.name.first(where: isBad) {
            add(
                .error,
                "SC-01",
                reason:
                    "The name holds \(PrintableText.name(of: byte)), which no name may; servers disagree on what they read.",
                remedy: "Use letters, digits, '-' and '_' alone."
            )
        }
    }

    private mutating func judgeMissingName() {
        guard !scan.value.isEmpty else {
            add(
                .error,
                "SC-02",
                "UA-08",
                reason: "There is neither a name nor a value; browsers drop the cookie.",
                remedy: "Give it a name."
            )
            return
        }
        guard CookiePrefix.find(in: scan.value.span, anyCase: true) == nil else {
            add(
                .error,
                "SC-02",
                "UA-19",
                reason: "The cookie has no name and its value begins like a prefixed name; browsers drop it.",
                remedy: "Put the name in front of the '='."
            )
            return
        }
        add(
            .error,
            "SC-02",
            "UA-08",
            reason: "The cookie has no name; browsers send it back without '=', and servers disagree on what that is.",
            remedy: "Put a name in front of the '='."
        )
    }

    private mutating func judgeValue() {
        let isQuoted = scan.value.count >= 2 && scan.value.first == 0x22 && scan.value.last == 0x22
        let inner = isQuoted ? scan.value.dropFirst().dropLast() : scan.value[...]
        let isBad = { (byte: UInt8) in !ByteSet.cookieOctet.contains(byte) && !ByteSet.control.contains(byte) }
        if let byte = inner.first(where: isBad) {
            add(
                .error,
                "SC-01",
                "SC-04",
                reason:
                    "The value holds \(PrintableText.name(of: byte)), which no value may; servers and proxies misread it.",
                remedy: "Encode the value, best as base64url without padding."
            )
        } else if isQuoted {
            add(
                .notice,
                "SC-03",
                reason:
                    "The quotes are part of the value: browsers send them back, and only some servers take them off.",
                remedy: "Leave the quotes out, unless what reads the cookie expects them."
            )
        }
    }
}
