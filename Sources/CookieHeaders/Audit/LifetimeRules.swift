// Expires and Max-Age.

extension LineAudit {
    mutating func judgeLifetime() {
        judgeExpires()
        judgeMaxAge()
        if isDeletion {
            judgeDeletion()
        } else {
            judgeDuration()
        }
    }

    private mutating func judgeExpires() {
        guard let value = scan.last(.expires)?.value, !value.isEmpty else {
            if scan.last(.expires) != nil { addDeadDate() }
            return
        }
        guard let date = CookieDate(parsing: value.span) else {
            addDeadDate()
            return
        }
        if !date.imfFixdate.utf8.elementsEqual(value) {
            add(
                .notice,
                "SC-07",
                reason: "Expires is not in the one form of RFC 9110 (\(date.imfFixdate)); browsers can still read it.",
                remedy: "Write it in that form, in English and GMT."
            )
        }
    }

    private mutating func addDeadDate() {
        add(
            .error,
            "SC-07",
            "UA-04",
            reason: "Expires is no date that a browser can read, so it has no effect.",
            remedy: "Write it as Sun, 06 Nov 1994 08:49:37 GMT is written, and Max-Age beside it."
        )
    }

    private mutating func judgeMaxAge() {
        guard let attribute = scan.last(.maxAge) else { return }
        let value = attribute.value ?? []
        let isNegative = value.first == UInt8(ascii: "-")
        guard value.count > (isNegative ? 1 : 0), value.dropFirst(isNegative ? 1 : 0).allSatisfy(\.isASCIIDigit) else {
            add(
                .error,
                "SC-08",
                "UA-05",
                reason: "Max-Age is not made of digits alone, so it has no effect.",
                remedy: "Write whole seconds, without sign, point or unit."
            )
            return
        }
        let hasPastDate = scan.expires.map(isPast) == true
        if isNegative, !hasPastDate {
            add(
                .error,
                "SC-08",
                reason: "Max-Age is negative: a browser removes the cookie at once.",
                remedy:
                    "Leave Max-Age out for a cookie that ends with the browser; write 0 beside a past Expires to delete."
            )
        } else if !value.contains(where: { $0 != UInt8(ascii: "0") }), !hasPastDate {
            add(
                .warning,
                "SC-08",
                reason: "Max-Age=0 is illegal in RFC 6265, and software that follows it keeps the cookie.",
                remedy: "Write a past Expires beside it."
            )
        } else if let maxAge = scan.maxAge, maxAge > 0, hasPastDate {
            add(
                .error,
                "UA-06",
                reason: "Expires is past, but Max-Age wins and keeps the cookie.",
                remedy: "Make both say the same; Max-Age=0 deletes."
            )
        }
    }

    private mutating func judgeDeletion() {
        if scan.path == nil {
            add(
                .warning,
                "SC-09",
                "UA-15",
                reason: "The deletion has no Path: a browser takes the folder of the page, and may miss the cookie.",
                remedy: "Repeat the Path and the Domain that the cookie was set with."
            )
        }
    }

    private mutating func judgeDuration() {
        if lifetime.map({ $0 > SetCookie.maximumLifetime }) == true {
            add(
                .notice,
                "SC-17",
                reason: "The cookie is to last longer than 400 days; browsers cut it to that.",
                remedy: "Ask for 34560000 seconds at most, and renew it while it is in use."
            )
        }
        if session.isSession, scan.maxAge != nil || scan.expires != nil {
            add(
                .notice,
                "OS-07",
                reason: "This looks like a session, and it stays on the disk when the browser ends.",
                remedy: "Leave Expires and Max-Age out unless the user asked to be remembered."
            )
        }
    }

    /// In seconds: what Max-Age says, otherwise what is left until Expires (UA-06); nil for the browser's session, or
    /// without a clock.
    private var lifetime: Int64? {
        if let maxAge = scan.maxAge { return maxAge }
        guard let expires = scan.expires, let now = context.now else { return nil }
        return expires.secondsSinceEpoch - now.secondsSinceEpoch
    }
}
