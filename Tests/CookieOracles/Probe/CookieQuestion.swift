import CookieHeaders

/// A Cookie header.
struct CookieQuestion: Decodable {
    let header: HexBytes

    /// Its pairs, each a name and a value, or the code of the refusal.
    struct Answer: Encodable {
        var pairs: [[HexBytes]]?
        var refused: String?
    }

    func answer() -> Answer {
        let cookies = RequestCookies(bytes: header.bytes)
        if let refusal = cookies.refusal { return Answer(refused: refusal.code.rawValue) }
        return Answer(pairs: cookies.pairs.map { [HexBytes($0.nameBytes), HexBytes($0.valueBytes)] })
    }
}
