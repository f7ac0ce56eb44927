#if PostgreSQL
    import CPostgreSQL
    import Sessions

    /// What libpq is told to find the server, and what must never be said of it.
    @safe struct ConnectionString: Sendable, CustomStringConvertible, CustomReflectable {
        let text: String
        private let secrets: [String]

        /// - Throws: `StoreError.Code.invalidConfiguration` for what libpq does not understand. It says which part that is
        ///   by quoting it, which may be a password: the error does not repeat it.
        init(_ text: String) throws(StoreError) {
            guard !text.utf8.contains(0), let options = unsafe PQconninfoParse(text, nil) else {
                throw StoreError(
                    .invalidConfiguration,
                    "libpq does not understand the connection string. In a URI every character of a user's name and "
                        + "password but letters, digits and -._~ is written as % and two hexadecimal digits."
                )
            }
            defer { unsafe PQconninfoFree(options) }
            var secrets: [String] = []
            var names: [String] = []
            var ports = ""
            var option = unsafe options
            while let keyword = unsafe option.pointee.keyword {
                if let value = unsafe option.pointee.val {
                    let (keyword, value) = unsafe (String(cString: keyword), String(cString: value))
                    if keyword.contains("password"), !value.isEmpty { secrets.append(value) }
                    if keyword == "host" || keyword == "dbname" { names.append(value) }
                    if keyword == "port" { ports = value }
                }
                unsafe option += 1
            }
            // A / or @ in a password that is not escaped makes a part of it a port, a host or a database, which libpq would
            // name in its message.
            let isPort = ports.unicodeScalars.allSatisfy { "0123456789,".unicodeScalars.contains($0) }
            guard isPort, !names.contains(where: { $0.contains("@") }) else {
                throw StoreError(
                    .invalidConfiguration,
                    "The connection string names a host, port or database that is none. In a URI a / in a password is "
                        + "written %2F, and an @ %40."
                )
            }
            self.text = text
            self.secrets = secrets
        }

        /// What libpq says of a connection that it could not make, without a password and on one line.
        func redacted(_ message: String) -> String {
            var words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for secret in secrets { words = words.replacing(secret, with: "***") }
            return words
        }

        var description: String { "ConnectionString(redacted)" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }
#endif
