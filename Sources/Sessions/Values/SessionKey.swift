/// The name of a value in a session, with the type that it has.
///
/// Declare one per value, once, and every handler can use it as a member of ``Session``:
///
/// ```swift
/// extension SessionKeys {
///     var username: SessionKey<String> { "username" }
/// }
///
/// session.username = "test"
/// ```
///
/// `String`, `Int`, `Bool`, `Double`, `Date` and `[UInt8]` are stored in a compact form, every other `Codable` as JSON.
/// A value stored under another type reads as absent.
@frozen
public struct SessionKey<Value: Codable & Sendable>: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name under which the value is stored: 1 to 255 bytes of UTF-8.
    public let name: String

    /// Makes a key.
    @inlinable
    public init(_ name: String) {
        self.name = name
    }

    /// Makes a key.
    @inlinable
    public init(stringLiteral name: String) {
        self.name = name
    }
}

/// Where applications declare their keys; see ``SessionKey``.
public struct SessionKeys: Sendable {
    /// Used by ``Session`` to resolve a member name.
    @inlinable
    public init() {}
}

/// A key whatever its type, for lists of keys such as that of ``Session/login(subject:assurance:keeping:)``.
public protocol AnySessionKey: Sendable {
    /// The name under which the value is stored.
    var name: String { get }
}

extension SessionKey: AnySessionKey {}
