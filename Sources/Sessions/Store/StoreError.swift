/// Why a store could not do what it was asked. The request then fails with 503; it never goes on without its session.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What a caller may want to branch on.
    public enum Code: Sendable, Equatable {
        /// The engine cannot be reached, or has been closed.
        case unavailable
        /// Another process held the lock for longer than the time allowed. Trying again may help.
        case busy
        /// No room is left. Nothing was written.
        case full
        /// The file or the server does not allow writing.
        case readOnly
        /// What is stored is damaged, or is no store.
        case corrupt
        /// The store was written by a newer version of this kit. Upgrade; nothing was changed.
        case newerSchema
        /// A path, a table name or another setting is not usable.
        case invalidConfiguration
    }

    /// What to branch on.
    public let code: Code
    /// For people: what happened and what to do. Holds no ID, no value and no subject.
    public let reason: String

    /// Makes an error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
