import CookieHeaders
import Testing

@Suite struct PublicSuffixListTests {
    static let list = PublicSuffixList(
        """
        // ===BEGIN ICANN DOMAINS===

        com
        co.uk\t// British
        uk rest of the line
        *.ck
        !www.ck
        *.kobe.jp
        !city.kobe.jp
        \r
        公司.cn
        *
        *.x.*
        !
        // ===BEGIN PRIVATE DOMAINS===
        github.io
        """
    )

    @Test(
        "UA-14 the rules of the list",
        arguments: [
            ("com", true), ("example.com", false), ("co.uk", true), ("a.co.uk", false), ("uk", true), ("ac.uk", false),
            ("ck", true), ("a.ck", true), ("b.a.ck", false), ("www.ck", false), ("a.www.ck", false),
            ("xn--55qx5d.cn", true), ("github.io", true), ("me.github.io", false), ("unlisted", true),
            ("a.unlisted", false), ("", false), ("rest", true), ("kobe.jp", true), ("city.kobe.jp", false),
            ("c.kobe.jp", true), ("b.c.kobe.jp", false),
        ]
    )
    func rules(_ domain: String, _ expected: Bool) {
        #expect(Self.list.contains(domain) == expected)
    }

    @Test("UA-14 lines that are no rules are passed over")
    func count() {
        #expect(Self.list.count == 9)
        #expect(PublicSuffixList.topLevelOnly.count == 0)
        #expect(PublicSuffixList("a\r\nb.a\r\n").contains("b.a"))
    }
}
