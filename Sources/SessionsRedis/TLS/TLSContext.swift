#if Redis
    import CLibSSL
    import Sessions

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Whom a connection trusts and what it shows of itself, read from the files.
    @safe final class TLSContext {
        private let context: OpaquePointer

        /// - Throws: `StoreError.Code.invalidConfiguration` for a file that cannot be used. Quotes none of its bytes, nor its
        ///   path: that might be a key in the wrong place.
        init(_ settings: RedisStore.Configuration.TLS) throws(StoreError) {
            guard let context = unsafe hardtack_tls_context() else {
                throw StoreError(.unavailable, "OpenSSL makes no context for TLS to Redis.")
            }
            unsafe self.context = context
            try trust(settings.authorities)
            guard settings.certificate != nil || settings.key != nil else { return }
            guard let certificate = settings.certificate, let key = settings.key else {
                throw Self.unusable("a client's certificate (cert) and its key (key) go together")
            }
            try show(certificate, with: key)
        }

        deinit {
            unsafe SSL_CTX_free(context)
        }

        /// The state of one connection; `nil` if no memory is left.
        @unsafe func makeSession() -> OpaquePointer? {
            unsafe SSL_new(context)
        }

        private func trust(_ authorities: String?) throws(StoreError) {
            guard let authorities else {
                guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
                    throw Self.unusable("the system has no authorities to trust: name a file of them (cacert)")
                }
                return
            }
            try Self.requireReadable(authorities, "cacert")
            ERR_clear_error()
            guard unsafe SSL_CTX_load_verify_locations(context, authorities, nil) == 1 else {
                throw Self.unusable("the file of authorities (cacert) has no certificate in PEM")
            }
        }

        private func show(_ certificate: String, with key: String) throws(StoreError) {
            try Self.requireReadable(certificate, "cert")
            try Self.requireReadable(key, "key")
            guard unsafe SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
                throw Self.unusable(
                    "the client's certificate (cert) is none in PEM, or its key is too weak for this system"
                )
            }
            ERR_clear_error()
            guard unsafe SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 else {
                let error = ERR_peek_error()
                guard ERR_GET_LIB(error) == ERR_LIB_X509, ERR_GET_REASON(error) == X509_R_KEY_VALUES_MISMATCH else {
                    throw Self.unusable("the client's key (key) is none in PEM, or is protected by a passphrase")
                }
                throw Self.unusable("the client's key (key) is not that of its certificate (cert)")
            }
        }

        private static func requireReadable(_ path: String, _ name: String) throws(StoreError) {
            guard unsafe access(path, R_OK) == 0 else {
                throw unusable("the file that \(name) names is not there, or may not be read by this user")
            }
        }

        private static func unusable(_ reason: String) -> StoreError {
            StoreError(.invalidConfiguration, "TLS to Redis is not usable as configured: \(reason).")
        }
    }
#endif
