#if Redis
    import CLibSSL
    import Sessions

    /// Why there is no encrypted connection, as far as somebody can do something about it.
    enum TLSFailure: Equatable {
        /// The certificate of the server: valid, but not for this host; past its time or before it; not to be trusted, for
        /// a reason in OpenSSL's words.
        case otherHost
        case outOfDate
        case untrusted(String)
        /// The server wants a certificate of the client, or another one.
        case clientRefused
        /// What it speaks is no TLS, or only an older one, or nothing that this system allows.
        case noTLS
        case noCommonVersion
        /// It has not finished in time.
        case silence
        case broken

        /// When it happens: a server tells what it thinks of the client's certificate after the hand is shaken (RFC 8446 §4.4.2.4).
        enum Moment {
            case shaking, talking
        }

        /// - Parameters:
        ///   - error: the oldest in OpenSSL's queue, 0 if there is none.
        ///   - verification: what it says about the server's certificate.
        init(_ error: UInt, verification: Int, _ moment: Moment) {
            switch Int32(truncatingIfNeeded: verification) {
            case X509_V_OK: break
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
                self = .otherHost
                return
            case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
                self = .outOfDate
                return
            default:
                self = unsafe .untrusted(String(cString: X509_verify_cert_error_string(verification)))
                return
            }
            switch ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0 {
            case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, SSL_R_SSLV3_ALERT_BAD_CERTIFICATE,
                SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE, SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED,
                SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
                SSL_R_TLSV1_ALERT_UNKNOWN_CA, SSL_R_TLSV1_ALERT_ACCESS_DENIED:
                self = .clientRefused
            case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION,
                SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY, SSL_R_UNSUPPORTED_PROTOCOL:
                self = .noCommonVersion
            case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_PACKET_LENGTH_TOO_LONG:
                self = moment == .shaking ? .noTLS : .broken
            default: self = .broken
            }
        }

        func error(at address: Address) -> StoreError {
            let server = "Redis at \(address)"
            return switch self {
            case .otherHost:
                StoreError(
                    .invalidConfiguration,
                    "The certificate of \(server) is for another host: it needs \(address.host) as a subject alternative name, or "
                        + "the server is to be called by the name that is there."
                )
            case .outOfDate:
                StoreError(
                    .invalidConfiguration,
                    "The certificate of \(server), or of its authority, has expired or is not valid yet: renew it, and see that "
                        + "both clocks are right."
                )
            case .untrusted(let reason):
                StoreError(
                    .invalidConfiguration,
                    "The certificate of \(server) comes from nobody who is trusted (\(reason)): name the file of its authority "
                        + "(cacert)."
                )
            case .clientRefused:
                StoreError(
                    .invalidConfiguration,
                    "\(server) refuses the certificate of this client, or asks for one and none is given (cert and key)."
                )
            case .noTLS:
                StoreError(
                    .invalidConfiguration,
                    "\(server) does not speak TLS there: name its TLS port, or begin the address with redis://."
                )
            case .noCommonVersion:
                StoreError(
                    .invalidConfiguration,
                    "\(server) and this client agree on no version (TLS 1.2 at least) or cipher of TLS, or it asks for a "
                        + "certificate of the client (cert and key)."
                )
            case .silence:
                StoreError(
                    .unavailable,
                    "\(server) has not finished the handshake of TLS in time. Where the port is a plain one, it never will."
                )
            case .broken:
                StoreError(.unavailable, "The encrypted connection to \(server) broke.")
            }
        }
    }
#endif
