#if PostgreSQL
    import Sessions
    import StoreSupport

    extension TableName {
        /// - Throws: `StoreError.Code.invalidConfiguration`.
        init(_ name: String) throws(StoreError) {
            try self.init(name, reserved: "pg_")
        }

        /// The table of what is locked: see ``Slot``.
        var slots: String { "\"\(name)_slots\"" }
    }
#endif
