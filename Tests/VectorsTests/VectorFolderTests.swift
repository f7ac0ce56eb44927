import Testing
import Vectors

@Suite struct VectorFolderTests {
    @Test("a folder or file that is not there is an error") func missing() {
        let none = VectorFolder(path: "/nowhere")
        #expect(throws: VectorError.self) { try none.files() }
        #expect(throws: VectorError.self) { try none.file("SHA-256/nist-cavp.txt") }
    }

    @Test("1,200 published cases at least, each counted once") func counts() throws {
        let files = try VectorFolder.installed().files()
        let published = files.filter { $0.origin == .published }
        #expect(published.reduce(0) { $0 + $1.cases.count } >= 1200)
        for (suite, files) in Dictionary(grouping: published, by: \.suite) {
            let figures = files.flatMap(\.cases).map(\.figures)
            #expect(Set(figures).count == figures.count, "a case of \(suite) comes twice")
        }
    }

    @Test("60 tokens at least that must be rejected, each for a named reason", arguments: ["Sealed", "Signed"])
    func refused(kind: String) throws {
        let file = try VectorFolder.installed().file("\(kind)Tokens/rejected.txt")
        let reasons = try file.cases.map { try $0.text("reason") }
        #expect(file.cases.count >= 60)
        #expect(file.cases.allSatisfy { !$0.succeeds })
        let needed: Set = [
            "length", "padding", "alphabet", "trailing-bits", "version", "kind", "key-id", "sub-key", "issued-ahead",
            "expired", "unlimited", "expiry-order", "header", "payload", "tag", "context", "construction", "foreign",
        ]
        #expect(needed.isSubset(of: reasons))
    }
}
