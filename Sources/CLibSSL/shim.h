#ifndef HARDTACK_CLIBSSL_SHIM_H
#define HARDTACK_CLIBSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdint.h>

// OpenSSL's own would ask for the passphrase of a key on the terminal.
static inline int hardtack_no_passphrase(char *_Nullable buffer, int size, int writing, void *_Nullable context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

// What every connection has in common, or NULL. Most of these are macros, which do not import.
static inline SSL_CTX *_Nullable hardtack_tls_context(void) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (context == NULL) return NULL;
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) {
        SSL_CTX_free(context);
        return NULL;
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // One call of the system for a record rather than two, and for several small ones.
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_passwd_cb(context, hardtack_no_passphrase);
    return context;
}

// Says to the server by which name it is called (RFC 6066 §3).
static inline int hardtack_tls_name(SSL *_Nonnull session, const char *_Nonnull name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

#endif
