import ArgumentParser
import SecureTokens

/// `hardtack keygen`
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a root key.",
        discussion: """
            Without --out the key is printed; with it, it goes into a new file that only you can read. A file that exists
            is never overwritten.

            EXAMPLES
              hardtack keygen --out server.key
              hardtack keygen | ssh server 'umask 077; cat > server.key'
            """
    )

    @Option(name: [.short, .long], help: ArgumentHelp("The file to make.", valueName: "file"))
    var out: String?

    func run() throws {
        let key = try withKeyErrors { () throws(KeyError) in try RootKey.generate() }
        guard let out else {
            print(try withKeyErrors { () throws(KeyError) in try key.exposedText() })
            return
        }
        try withKeyErrors { () throws(KeyError) in try key.write(toNewFile: out) }
        print("Wrote key \(key.id) to \(out). Keep a copy where only you can read it.")
    }
}
