@testable import Sessions

/// What an authentic payload holds is still read with care: a format that does not add up is no session, and what was read is
/// written as it was.
func fuzzPayload(_ bytes: [UInt8]) {
    if let payload = SessionPayload(encoded: bytes) {
        let written = payload.encoded()
        guard let again = SessionPayload(encoded: written) else {
            fatalError("a payload that is not read as it was written")
        }
        precondition(again.encoded() == written, "a payload that changes with each writing")
        precondition(
            again.version == payload.version && again.values == payload.values,
            "a payload that reads as another"
        )
    }
    if let values = ValueTable(bytes: bytes) {
        for name in values.names {
            guard let value = values[name] else { continue }
            _ = ValueCoding.decode(value, as: String.self)
            _ = ValueCoding.decode(value, as: Int.self)
            _ = ValueCoding.decode(value, as: [String: [Double]].self)
        }
        _ = values.replacing([("name", [1, 2, 3])])
    }
    _ = ClientSignals(encoded: bytes)
    _ = ValueCoding.decode(bytes, as: Bool.self)
    _ = ValueCoding.decode(bytes, as: [UInt8].self)
}
