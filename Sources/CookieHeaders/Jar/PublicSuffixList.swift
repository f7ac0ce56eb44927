/// The domains under which anybody can register, so that none of them may hold a cookie (RFC 6265bis §5.7, step 9; UA-14).
public struct PublicSuffixList: Sendable {
    private var rules: Set<String> = []
    /// Parents of a `*` rule: all their children are suffixes, except for those in ``exceptions``.
    private var wildcards: Set<String> = []
    private var exceptions: Set<String> = []
    /// What an exception leaves of its rule: with `!city.kobe.jp`, `kobe.jp` is the suffix of `city.kobe.jp`.
    private var exceptionParents: Set<String> = []

    /// Reads the text of `public_suffix_list.dat` (publicsuffix.org): a rule a line up to the first white space, comments
    /// after `//`, `*.` before a rule for all children of a domain, `!` for an exception.
    ///
    /// Both parts of the list count, ICANN's and the private one, as in browsers. A line that is no rule is passed over.
    public init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let word = line.split(separator: " ", maxSplits: 1).first?.split(separator: "\t").first,
                !word.hasPrefix("//")
            else { continue }
            if word.hasPrefix("!") {
                Self.insert(word.dropFirst(), into: &exceptions)
                if let dot = word.firstIndex(of: ".") {
                    Self.insert(word[word.index(after: dot)...], into: &exceptionParents)
                }
            } else if word.hasPrefix("*.") {
                Self.insert(word.dropFirst(2), into: &wildcards)
            } else {
                Self.insert(word, into: &rules)
            }
        }
    }

    /// Names of one label alone: `com`, but not `co.uk`. Enough for tests of one's own hosts; a client of the open web needs
    /// the full list.
    public static var topLevelOnly: PublicSuffixList { PublicSuffixList("") }

    /// How many rules there are.
    public var count: Int { rules.count + wildcards.count + exceptions.count }

    /// Whether a domain, in A-labels and lower case, is a public suffix.
    ///
    /// A single label always is: that is the list's own rule for what it does not mention. So is what an exception leaves
    /// of its rule: `kobe.jp` with `!city.kobe.jp`.
    public func contains(_ domain: String) -> Bool {
        guard !exceptions.contains(domain) else { return false }
        guard let dot = domain.utf8.firstIndex(of: UInt8(ascii: ".")) else { return !domain.isEmpty }
        return rules.contains(domain) || exceptionParents.contains(domain)
            || wildcards.contains(String(domain[domain.utf8.index(after: dot)...]))
    }

    /// Rules are in U-labels, hosts in A-labels.
    private static func insert(_ rule: Substring, into set: inout Set<String>) {
        guard let host = CookieHost(String(rule)), !rule.contains("*") else { return }
        set.insert(host.withoutFinalDot)
    }
}
