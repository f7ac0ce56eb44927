import Sessions
import StoreSupport

extension TableName {
    /// - Throws: `StoreError.Code.invalidConfiguration`.
    init(_ name: String) throws(StoreError) {
        try self.init(name, reserved: "sqlite_")
    }
}
