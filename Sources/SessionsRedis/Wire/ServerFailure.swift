#if Redis
    import Sessions

    /// An error that a server answers with, by its first word. With each of these nothing was done.
    enum ServerFailure: Equatable {
        /// Another server of the cluster has the slot, for good or, while it is being moved, for this one key.
        case moved(slot: Int, to: Address)
        case ask(Address)
        /// It has forgotten the script, or never had it.
        case noScript
        /// It will pass: loading its data, electing a master, moving the slot, another script.
        case passing(String)
        case full
        case readOnly
        /// The name or the password is wrong, or what the user may do is too little.
        case notAuthenticated
        case notPermitted
        case other(String)

        init(_ text: String) {
            let words = text.split(separator: " ", maxSplits: 3)
            switch words.first {
            case "MOVED" where words.count >= 3:
                guard let slot = Int(words[1]), (0..<HashSlot.count).contains(slot), let to = Address(words[2]) else {
                    self = .other("MOVED")
                    return
                }
                self = .moved(slot: slot, to: to)
            case "ASK" where words.count >= 3:
                self = Address(words[2]).map { .ask($0) } ?? .other("ASK")
            case "NOSCRIPT": self = .noScript
            case "LOADING", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "BUSY", "NOREPLICAS":
                self = .passing(words.first.map(String.init) ?? "")
            case "OOM": self = .full
            case "READONLY": self = .readOnly
            case "NOAUTH", "WRONGPASS": self = .notAuthenticated
            case "NOPERM": self = .notPermitted
            case "ERR":
                // Old servers, and those without a password, say it in words.
                let speaksOfPasswords = text.contains("AUTH") || text.contains("invalid password")
                self = speaksOfPasswords ? .notAuthenticated : .other("ERR")
            default:
                // Nothing but capital letters is a kind; anything else might quote what was sent.
                let kind = words.first.map(String.init) ?? ""
                self = .other(kind.utf8.allSatisfy { (65...90).contains($0) } ? kind : "ERR")
            }
        }

        func error(at address: Address) -> StoreError {
            switch self {
            case .full:
                StoreError(.full, "Redis at \(address) has no memory left (maxmemory). Nothing was written.")
            case .readOnly:
                StoreError(.readOnly, "Redis at \(address) has become a replica and takes no writes.")
            case .notAuthenticated:
                StoreError(
                    .invalidConfiguration,
                    "Redis at \(address) does not accept this user name and password, or asks for one and none is given."
                )
            case .notPermitted:
                StoreError(
                    .invalidConfiguration,
                    "The user may not do at Redis \(address) what the session store needs: its documentation has the ACL."
                )
            case .passing(let kind):
                StoreError(.unavailable, "Redis at \(address) cannot serve sessions at the moment (\(kind)).")
            case .moved, .ask, .noScript:
                StoreError(.unavailable, "The Redis Cluster does not settle: \(address) sends this request elsewhere.")
            case .other("WRONGTYPE"):
                StoreError(.corrupt, "A key of the session store in Redis at \(address) holds something else.")
            case .other("MISCONF"):
                StoreError(.unavailable, "Redis at \(address) fails to save its data and takes no writes (MISCONF).")
            case .other(let kind):
                StoreError(.unavailable, "Redis at \(address) refused a command of the session store (\(kind)).")
            }
        }
    }

    extension Address {
        /// `host:port` as a cluster writes it: the last colon counts, IPv6 without brackets.
        init?(_ text: some StringProtocol) {
            guard let colon = text.lastIndex(of: ":"), let port = Int32(text[text.index(after: colon)...]),
                (1...65_535).contains(port)
            else { return nil }
            // A cluster may leave the host out: it is then the one that was asked.
            self.init(host: String(text[..<colon]), port: port)
        }
    }
#endif
