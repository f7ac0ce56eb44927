import CookieHeaders
import HTTPTypes
import Testing

@Suite struct HTTPFieldsCookiesTests {
    @Test("SC-19 HT-08 each cookie has a Set-Cookie field of its own, never indexed")
    func ownField() throws {
        var fields: HTTPFields = [.contentType: "text/html"]
        let first = try SetCookie.host("a", "1")
        let second = try SetCookie.host("b", "2").lasting(seconds: 60, from: .epoch)
        fields.setCookie(first)
        fields.setCookie(second)
        #expect(fields[values: .setCookie] == [first.serialized, second.serialized])
        #expect(fields[fields: .setCookie].allSatisfy { $0.indexingStrategy == .disallow })
        #expect(fields[.contentType] == "text/html")
        #expect(fields.count == 3)
    }

    @Test("SC-06 a cookie replaces every earlier one of its name, even with another Path or Domain")
    func replacement() throws {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .setCookie, value: "id=0; Path=/x"))
        fields.append(HTTPField(name: .setCookie, value: "ID=0"))
        fields.append(HTTPField(name: .setCookie, value: " id = 0; Domain=example.com"))
        fields.append(HTTPField(name: .setCookie, value: "id2=0"))
        fields.append(HTTPField(name: .setCookie, value: "id"))
        fields.append(HTTPField(name: .cookie, value: "id=0"))
        fields.setCookie(try SetCookie.insecureForDevelopment("id", "1").with { $0.path = "/y" })
        #expect(
            fields[values: .setCookie] == ["ID=0", "id2=0", "id", "id=1; Path=/y; HttpOnly; SameSite=Strict"]
        )
        #expect(fields[values: .cookie] == ["id=0"])
    }

    @Test("SC-06 a later deletion takes the place of the cookie")
    func deletion() throws {
        var fields = HTTPFields()
        let cookie = try SetCookie.host("id", "1")
        fields.setCookie(cookie)
        fields.setCookie(cookie.deletion())
        #expect(fields[values: .setCookie] == [cookie.deletion().serialized])
        fields.removeSetCookie(named: "id")
        #expect(fields.contains(.setCookie))
        fields.removeSetCookie(named: "__Host-id")
        #expect(!fields.contains(.setCookie))
    }

    @Test("SC-21 cookies do not depend on the response's status")
    func anyResponse() throws {
        for status in [200, 302, 404, 500] {
            var response = HTTPResponse(status: .init(code: status))
            response.headerFields.setCookie(try SetCookie.host("id", "1"))
            #expect(response.headerFields.parsedSetCookies.map(\.name) == ["__Host-id"])
        }
    }

    @Test("TR-7 a field carries exactly the bytes of the cookie")
    func exactBytes() throws {
        let cookie = try SetCookie.host("id", "\"!#$%&'()*+-./:<=>?@[]^_`{|}~\"")
        #expect(HTTPField(setCookie: cookie).value == cookie.serialized)
    }

    @Test("SC-19 fields are read one by one, without those that a browser drops")
    func reading() {
        var fields = HTTPFields()
        for line in [
            "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "", "b=2, c=3", "=", "d=4; Domain=b\u{FC}cher.example",
        ] {
            fields.append(HTTPField(name: .setCookie, value: line))
        }
        #expect(fields.parsedSetCookies.map(\.name) == ["a", "b"])
        #expect(fields.parsedSetCookies.map(\.value) == ["1", "2, c=3"])
    }
}
