extension Session {
    /// A value by the member name of its key; `nil` removes it.
    ///
    /// Reading then assigning (`session.visits = (session.visits ?? 0) + 1`) loses no other request's write: the commit
    /// throws ``SessionError/Code/conflict`` if the value changed in between. ``modify(_:default:_:)`` succeeds instead.
    @inlinable
    public subscript<Value>(dynamicMember key: KeyPath<SessionKeys, SessionKey<Value>>) -> Value? {
        get { self[SessionKeys()[keyPath: key]] }
        set { self[SessionKeys()[keyPath: key]] = newValue }
    }

    /// A value by its key; `nil` removes it. Absent if it was stored under another type.
    public subscript<Value>(key: SessionKey<Value>) -> Value? {
        get {
            read(key.name).flatMap { ValueCoding.decode($0, as: Value.self) }
        }
        set {
            let encoded = Result { () throws(SessionError) in try newValue.map(encode) }
            changeValue(key.name) { (patch, base) throws(SessionError) in
                patch.assign(try encoded.get(), to: key.name, base: base)
            }
        }
    }

    /// Changes a value in place, whatever other requests do to it meanwhile: if the session has moved on when this one is
    /// stored, `change` is run again on the value that is there by then. It may therefore run more than once, and should
    /// do nothing but change the value.
    /// - Returns: the value as this request sees it.
    @discardableResult
    public func modify<Value>(
        _ key: KeyPath<SessionKeys, SessionKey<Value>>,
        default value: Value,
        _ change: @escaping @Sendable (inout Value) -> Void
    ) -> Value {
        let name = SessionKeys()[keyPath: key].name
        let encoded = modifyValue(name) { (bytes) throws(SessionError) in
            var current = bytes.flatMap { ValueCoding.decode($0, as: Value.self) } ?? value
            change(&current)
            return try ValueCoding.encode(current)
        }
        return encoded.flatMap { ValueCoding.decode($0, as: Value.self) } ?? value
    }

    /// Reads a value and removes it, for messages that are shown once. If two requests take the same value, one commit
    /// succeeds and the other throws ``SessionError/Code/conflict``.
    public func take<Value>(_ key: KeyPath<SessionKeys, SessionKey<Value>>) -> Value? {
        guard isOffered("take") else { return nil }
        let key = SessionKeys()[keyPath: key]
        guard let value = self[key] else { return nil }
        self[key] = nil
        return value
    }

    /// Removes a value.
    public func remove<Value>(_ key: KeyPath<SessionKeys, SessionKey<Value>>) {
        self[SessionKeys()[keyPath: key]] = nil
    }

    /// Whether there is a value of that name, of whatever type.
    public func contains<Value>(_ key: KeyPath<SessionKeys, SessionKey<Value>>) -> Bool {
        read(SessionKeys()[keyPath: key].name) != nil
    }

    /// The names of all values.
    public var keys: [String] { names() }

    private func encode<Value: Codable>(_ value: Value) throws(SessionError) -> [UInt8] {
        try ValueCoding.encode(value)
    }
}
