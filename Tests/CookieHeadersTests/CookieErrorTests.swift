import CookieHeaders
import Testing

@Suite struct CookieErrorTests {
    @Test("T20 no error holds the cookie's value", arguments: [" ", ";", ",", "\\", "\r\n", "\u{0}", "é", "\""])
    func valueIsNotShown(_ bad: String) throws {
        let secret = "verysecret\(bad)"
        for preset in Preset.allCases {
            do throws(CookieError) {
                _ = try preset.make("id", secret)
                Issue.record("\(bad.debugDescription) was accepted")
            } catch {
                #expect(error.code == .value)
                #expect(!error.description.contains("verysecret"))
                #expect(!String(reflecting: error).contains("verysecret"))
            }
        }
    }

    @Test("the description holds code and reason") func description() {
        let error = RequestCookies("a=b", limits: .init(maximumBytes: 1, maximumPairs: 1)).refusal
        #expect(error?.description == "limit: \(error?.reason ?? "")")
        #expect(error?.reason.contains("431") == true)
    }
}
