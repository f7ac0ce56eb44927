import Synchronization

/// The keys of a deployment: one to make tokens with, any number to accept.
///
/// To change keys without breaking a token: add the new key as accepted everywhere, then make it the primary, and remove
/// the old one when the longest lifetime has passed. A token names its key by id; no other key is tried.
public struct KeyRing: Sendable {
    /// More than any rollout needs; each key costs seven derivations at the start.
    static let maximumCount = 64

    let storage: Storage

    /// A ring from keys.
    ///
    /// - Throws: `KeyError` with code `duplicate` if two keys have one id, `tooLarge`, `cryptography`.
    public init(primary: RootKey, accepted: [RootKey] = []) throws(KeyError) {
        storage = try Storage([primary] + accepted)
    }

    /// The key that new tokens are made with.
    public var primaryID: KeyID { storage.primary.id }

    /// All keys, the primary first.
    public var ids: [KeyID] { storage.keys.map(\.id) }

    /// Whether a token of that key can be opened.
    public func contains(_ id: KeyID) -> Bool {
        storage.key(id) != nil
    }

    /// A sub-key, 32 bytes, nil for an unknown id.
    package func subkey(_ use: KeyUse, of id: KeyID) -> SecretBytes? {
        storage.key(id)?.subkeys[use]
    }

    /// The key that tokens of a use are sealed with, nil for an unknown id.
    package func sealingKey(_ use: TokenUse, of id: KeyID) -> XAESKey? {
        storage.key(id)?.sealingKey(use)
    }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    /// The ids, never the keys.
    public var description: String { "KeyRing(\(ids))" }

    /// Shows nothing but the ids to reflection.
    public var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }
}

extension KeyRing {
    /// A key with all that is derived from it.
    ///
    /// A class: every token passes one on, and copies of a struct of many references would cost more than its cipher.
    final class Key: Sendable {
        let id: KeyID
        let root: RootKey
        /// 32 bytes for each use.
        let subkeys: [KeyUse: SecretBytes]
        // For tokens; not in a dictionary, because every token needs one of them.
        private let seal, sessionSeal, labelSeal: XAESKey
        private let sign, sessionSign, labelSign: SecretBytes

        init(_ root: RootKey) throws(TokenError) {
            self.root = root
            id = root.id
            func derive(_ use: KeyUse) throws(TokenError) -> SecretBytes {
                var derived = try root.derive(use)
                defer { wipe(&derived) }
                return try SecretBytes(derived.span)
            }
            let (session, label, sealing) = (try derive(.session), try derive(.label), try derive(.seal))
            sign = try derive(.sign)
            subkeys = [
                .seal: sealing, .sign: sign, .session: session, .label: label,
                .atRest: try derive(.atRest), .csrf: try derive(.csrf),
            ]
            seal = try Self.sealing(sealing)
            sessionSeal = try Self.sealing(session)
            labelSeal = try Self.sealing(label)
            sessionSign = try Self.signing(session)
            labelSign = try Self.signing(label)
        }

        func sealingKey(_ use: TokenUse) -> XAESKey {
            switch use {
            case .application: seal
            case .session: sessionSeal
            case .label: labelSeal
            }
        }

        func signingKey(_ use: TokenUse) -> SecretBytes {
            switch use {
            case .application: sign
            case .session: sessionSign
            case .label: labelSign
            }
        }

        private static func sealing(_ subkey: SecretBytes) throws(TokenError) -> XAESKey {
            try subkey.withBytes { (subkey) throws(TokenError) in try XAESKey(subkey) }
        }

        /// A use that seals and signs has one sub-key, which must not serve two algorithms: HMAC gets one derived from
        /// it once more, with the info of `sign.02`.
        private static func signing(_ subkey: SecretBytes) throws(TokenError) -> SecretBytes {
            let info = KeyUse.sign.info
            var derived = try subkey.withBytes { (subkey) throws(TokenError) in
                try HKDFSHA256.derive(subkey, salt: Span(), info: info.span)
            }
            defer { wipe(&derived) }
            return try SecretBytes(derived.span)
        }
    }

    /// Shared by all copies of a ring. When the last one goes, threads drop the contexts they kept for its keys.
    final class Storage: Sendable {
        let keys: [Key]
        let primary: Key
        private let ids: [KeyID]

        init(_ roots: [RootKey]) throws(KeyError) {
            guard roots.count <= KeyRing.maximumCount else {
                throw KeyError(.tooLarge, "a ring of \(roots.count) keys; \(KeyRing.maximumCount) are the most")
            }
            var keys: [Key] = []
            for root in roots {
                guard !keys.contains(where: { $0.id == root.id }) else {
                    throw KeyError(.duplicate, "key \(root.id) is in the ring twice, or shares its id; remove one")
                }
                do {
                    keys.append(try Key(root))
                } catch {
                    throw KeyError(error)
                }
            }
            self.keys = keys
            primary = keys[0]
            ids = keys.map(\.id)
        }

        deinit {
            ThreadState.keyReleases.add(1, ordering: .acquiringAndReleasing)
        }

        func key(_ id: KeyID) -> Key? {
            guard id != primary.id else { return primary }
            return ids.firstIndex(of: id).map { keys[$0] }
        }
    }
}
