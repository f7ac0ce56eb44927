import ArgumentParser
import Foundation
import SecureTokens

/// `hardtack token`
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make or open a token by hand, for debugging. The value comes from standard input.",
        discussion: """
            A token is good only for the purpose, name and audience that it was made for.

            EXAMPLES
              printf %s ada | hardtack token seal --keys server.key --purpose invite \\
                --name link --for 3600 > token
              hardtack token open --keys server.key --purpose invite --name link < token
              printf %s ada | hardtack token sign --keys server.key --purpose invite \\
                --name link --unlimited
            """,
        subcommands: [Seal.self, Open.self, Sign.self, Verify.self]
    )

    /// What every token command takes.
    struct Options: ParsableArguments {
        @Option(help: ArgumentHelp("The key file.", valueName: "file"))
        var keys: String

        @Option(help: "What the token is for.")
        var purpose: String

        @Option(help: "Where it is carried, such as a cookie's name.")
        var name: String

        @Option(help: "Who is to accept it.")
        var audience = ""

        func ring() throws -> KeyRing {
            try withKeyErrors { () throws(KeyError) in try KeyRing(contentsOf: keys) }
        }

        func context() throws -> TokenContext {
            do {
                return try TokenContext(purpose: purpose, name: name, audience: audience)
            } catch {
                throw ValidationError("--purpose and --name must not be empty.")
            }
        }

        /// A token from standard input, a line end apart.
        func token() throws -> String {
            String(decoding: try Input.standard(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// How long a token that is made is good.
    struct Lifetime: ParsableArguments {
        @Option(name: .customLong("for"), help: ArgumentHelp("How long it is good.", valueName: "seconds"))
        var seconds: UInt32?

        @Flag(help: "Make a token without an end.")
        var unlimited = false

        func validate() throws {
            guard unlimited != (seconds != nil), seconds != 0 else {
                throw ValidationError("Give either --for SECONDS, at least 1, or --unlimited.")
            }
        }

        var lifetime: TokenLifetime {
            seconds.map { .lasting(.seconds(Int64($0))) } ?? .unlimited
        }
    }

    struct Seal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Encrypt a value into a token.",
            discussion: """
                EXAMPLE
                  printf %s ada | hardtack token seal --keys server.key --purpose invite \\
                    --name link --for 3600
                """
        )
        @OptionGroup var options: Options
        @OptionGroup var lifetime: Lifetime

        func run() throws {
            let sealer = TokenSealer(keys: try options.ring(), context: try options.context())
            let payload = try Input.standard()
            print(
                try withTokenErrors { () throws(TokenError) in
                    try sealer.seal(payload.span, for: lifetime.lifetime)
                }
            )
        }
    }

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decrypt a token that `seal` made and print its value.",
            discussion: """
                EXAMPLE
                  hardtack token open --keys server.key --purpose invite --name link < token
                """
        )
        @OptionGroup var options: Options
        @Flag(help: "Accept a token without an end.")
        var unlimited = false

        func run() throws {
            let sealer = TokenSealer(keys: try options.ring(), context: try options.context())
            let token = try options.token()
            write(
                try withTokenErrors { () throws(TokenError) in
                    try sealer.open(token, allowingUnlimited: unlimited)
                }
            )
        }
    }

    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign a value into a token. Whoever holds the token can read the value.",
            discussion: """
                EXAMPLE
                  printf %s ada | hardtack token sign --keys server.key --purpose invite \\
                    --name link --for 3600
                """
        )
        @OptionGroup var options: Options
        @OptionGroup var lifetime: Lifetime

        func run() throws {
            let signer = TokenSigner(keys: try options.ring(), context: try options.context())
            let payload = try Input.standard()
            print(
                try withTokenErrors { () throws(TokenError) in
                    try signer.sign(payload.span, for: lifetime.lifetime)
                }
            )
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a token that `sign` made and print its value.",
            discussion: """
                EXAMPLE
                  hardtack token verify --keys server.key --purpose invite --name link < token
                """
        )
        @OptionGroup var options: Options
        @Flag(help: "Accept a token without an end.")
        var unlimited = false

        func run() throws {
            let signer = TokenSigner(keys: try options.ring(), context: try options.context())
            let token = try options.token()
            write(
                try withTokenErrors { () throws(TokenError) in
                    try signer.verify(token, allowingUnlimited: unlimited)
                }
            )
        }
    }
}

/// The payload as it is, without a line end of ours.
private func write(_ payload: [UInt8]) {
    FileHandle.standardOutput.write(Data(payload))
}

private func withTokenErrors<Result>(_ body: () throws(TokenError) -> Result) throws(Failure) -> Result {
    do {
        return try body()
    } catch {
        switch error {
        case .rejected:
            throw Failure(
                .badData,
                "The token was rejected: it was changed or cut, or made with another key, purpose, name or audience."
            )
        case .expired:
            throw Failure(.badData, "The token is authentic, but its time is over.")
        case .invalid:
            throw Failure(.badData, "\(error).")
        case .unavailable:
            throw Failure(.failed, "\(error).")
        }
    }
}
