import CookieHeaders
import Testing

/// Figures of publicsuffix.org's `test_psl.txt` (github.com/publicsuffix/list, CC0 1.0), with those rules of the list that
/// they touch: the registrable domain of a host, nil if it has none.
@Suite struct PublicSuffixSuiteTests {
    static let list = PublicSuffixList(
        """
        com\nbiz\nuk.com\nac\n*.mm\njp\nac.jp\nkyoto.jp\nide.kyoto.jp\n*.kobe.jp\n!city.kobe.jp\n*.ck\n!www.ck
        us\nak.us\nk12.ak.us\ncn\ncom.cn\n公司.cn\n中国
        """
    )

    @Test(
        "UA-14 publicsuffix.org: a host sets cookies for its registrable domain and for nothing above",
        arguments: [
            ("COM", nil), ("example.COM", "example.com"), ("WwW.example.COM", "example.com"), ("example", nil),
            ("example.example", "example.example"), ("b.example.example", "example.example"),
            ("a.b.example.example", "example.example"), ("biz", nil), ("domain.biz", "domain.biz"),
            ("b.domain.biz", "domain.biz"), ("a.b.domain.biz", "domain.biz"), ("com", nil),
            ("example.com", "example.com"), ("b.example.com", "example.com"), ("a.b.example.com", "example.com"),
            ("uk.com", nil), ("example.uk.com", "example.uk.com"), ("b.example.uk.com", "example.uk.com"),
            ("a.b.example.uk.com", "example.uk.com"), ("test.ac", "test.ac"), ("mm", nil), ("c.mm", nil),
            ("b.c.mm", "b.c.mm"), ("a.b.c.mm", "b.c.mm"), ("jp", nil), ("test.jp", "test.jp"),
            ("www.test.jp", "test.jp"), ("ac.jp", nil), ("test.ac.jp", "test.ac.jp"), ("www.test.ac.jp", "test.ac.jp"),
            ("kyoto.jp", nil), ("test.kyoto.jp", "test.kyoto.jp"), ("ide.kyoto.jp", nil),
            ("b.ide.kyoto.jp", "b.ide.kyoto.jp"), ("a.b.ide.kyoto.jp", "b.ide.kyoto.jp"), ("c.kobe.jp", nil),
            ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"), ("city.kobe.jp", "city.kobe.jp"),
            ("www.city.kobe.jp", "city.kobe.jp"), ("ck", nil), ("test.ck", nil), ("b.test.ck", "b.test.ck"),
            ("a.b.test.ck", "b.test.ck"), ("www.ck", "www.ck"), ("www.www.ck", "www.ck"), ("us", nil),
            ("test.us", "test.us"), ("www.test.us", "test.us"), ("ak.us", nil), ("test.ak.us", "test.ak.us"),
            ("www.test.ak.us", "test.ak.us"), ("k12.ak.us", nil), ("test.k12.ak.us", "test.k12.ak.us"),
            ("www.test.k12.ak.us", "test.k12.ak.us"), ("食狮.com.cn", "xn--85x722f.com.cn"),
            ("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"), ("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
            ("shishi.公司.cn", "shishi.xn--55qx5d.cn"), ("公司.cn", nil), ("食狮.中国", "xn--85x722f.xn--fiqs8s"),
            ("www.食狮.中国", "xn--85x722f.xn--fiqs8s"), ("shishi.中国", "shishi.xn--fiqs8s"), ("中国", nil),
            ("xn--85x722f.com.cn", "xn--85x722f.com.cn"), ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
            ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
            ("shishi.xn--55qx5d.cn", "shishi.xn--55qx5d.cn"), ("xn--55qx5d.cn", nil),
            ("xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
            ("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
            ("shishi.xn--fiqs8s", "shishi.xn--fiqs8s"), ("xn--fiqs8s", nil),
        ] as [(String, String?)]
    )
    func registrable(_ name: String, _ registrable: String?) throws {
        let host = try #require(CookieHost(name))
        let request = CookieJar.Request(host: host, isSecure: true)
        var rest = host.name[...]
        var accepted: [String] = []
        while true {
            var jar = CookieJar(publicSuffixes: Self.list)
            let outcome = jar.store(try ParsedSetCookie("a=b; Domain=\(rest)"), from: request, at: start)
            if outcome == .stored, jar.storedCookies.first?.isHostOnly == false { accepted.append(String(rest)) }
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        #expect(accepted.last == registrable)
    }
}
