/// What names and passwords have to be. Each returns what is wrong, for the user.
enum Rules {
    static func problem(withName name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 32 }
        return (1...64).contains(name.count) && isPlain ? nil : "A name has 1 to 64 characters and no spaces."
    }

    static func problem(withDisplayName name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 32 } && name.contains { !$0.isWhitespace }
        return name.count <= 64 && isPlain ? nil : "What we call you has 1 to 64 characters."
    }

    static func problem(withPassword password: String) -> String? {
        let (least, most) = (PasswordHash.length.lowerBound, PasswordHash.length.upperBound)
        if password.count < least { return "A password has at least \(least) characters." }
        return password.utf8.count <= most ? nil : "A password has at most \(most) bytes."
    }
}
