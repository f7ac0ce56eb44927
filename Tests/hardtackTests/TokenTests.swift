import Foundation
import SecureTokens
import Testing

@Suite struct TokenTests {
    private static let verbs = [("seal", "open"), ("sign", "verify")]

    private func withKeys(_ body: ([String]) throws -> Void) throws {
        try withFolder { folder in
            try write(KeysTests.first + "\n", folder + "/keys")
            try body(["--keys", folder + "/keys", "--purpose", "invite", "--name", "link"])
        }
    }

    @Test("what goes in comes out, to the byte", arguments: verbs.indices) func roundTrip(index: Int) throws {
        let (make, read) = Self.verbs[index]
        try withKeys { options in
            for payload in [[], [0], [0x0a], Array("ada\n".utf8), [UInt8](repeating: 0xff, count: 3000)] as [[UInt8]] {
                let made = try Tool.run(["token", make, "--for", "60"] + options, input: payload)
                #expect(made.status == 0 && made.error.isEmpty)
                #expect(made.text.wholeMatch(of: /[A-Za-z0-9_-]+\n/) != nil)
                let opened = try Tool.run(["token", read] + options, input: made.output)
                #expect(opened.status == 0 && opened.error.isEmpty && opened.output == payload)
            }
        }
    }

    @Test("a token that does not belong is status 65, with nothing of it", arguments: verbs.indices)
    func rejected(index: Int) throws {
        let (make, read) = Self.verbs[index]
        let (otherMake, _) = Self.verbs[1 - index]
        try withKeys { options in
            let secret = Array("the secret payload".utf8)
            let token = try Tool.run(["token", make, "--for", "60"] + options, input: secret).output
            let unlimited = try Tool.run(["token", make, "--unlimited"] + options, input: secret).output
            let other = try Tool.run(["token", otherMake, "--for", "60"] + options, input: secret).output
            var flipped = token
            flipped[30] = flipped[30] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let rows: [([String], [UInt8])] = [
                ([], flipped), ([], other), ([], []), ([], Array("rubbish".utf8)), ([], unlimited),
                (["--audience", "shop"], token),
            ]
            for (more, input) in rows {
                let result = try Tool.run(["token", read] + options + more, input: input)
                result.expectFailure(65, mentioning: "rejected")
                #expect(!result.error.contains("secret"))
            }
            let allowed = try Tool.run(["token", read, "--unlimited"] + options, input: unlimited)
            #expect(allowed.status == 0 && allowed.output == secret)
        }
    }

    @Test("an expired token is status 65 and says so") func expired() throws {
        try withKeys { options in
            guard let file = options.dropFirst().first else { return }
            let context = try TokenContext(purpose: "invite", name: "link")
            let yesterday = WallClock { WallClock.system.milliseconds - 86_400_000 }
            let signer = TokenSigner(keys: try KeyRing(contentsOf: file), context: context, clock: yesterday)
            let token = try signer.sign([1].span, for: .lasting(.seconds(60)))
            try Tool.run(["token", "verify"] + options, input: Array(token.utf8)).expectFailure(
                65,
                mentioning: "time is over"
            )
        }
    }

    @Test("too long a value is status 65") func tooLong() throws {
        try withKeys { options in
            let large = [UInt8](repeating: 1, count: 4000)
            try Tool.run(["token", "seal", "--for", "60"] + options, input: large).expectFailure(
                65,
                mentioning: "too long"
            )
        }
    }

    @Test("wrong usage is status 64", arguments: verbs.indices) func usage(index: Int) throws {
        let (make, read) = Self.verbs[index]
        try withKeys { options in
            for arguments in [
                ["token", make] + options, ["token", make, "--for", "0"] + options,
                ["token", make, "--for", "-1"] + options,
                ["token", make, "--for", "60", "--unlimited"] + options,
                ["token", make, "--for", "4294967296"] + options,
                ["token", make, "--for", "60"] + options.dropLast(2), ["token", read, "--purpose", "p"],
                ["token", read, "x"],
                ["token", read] + options.dropLast() + [""],
            ] {
                try Tool.run(arguments).expectFailure(64, mentioning: "--")
            }
        }
    }
}
