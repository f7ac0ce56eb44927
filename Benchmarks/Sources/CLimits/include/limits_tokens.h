#ifndef HARDTACK_LIMITS_TOKENS_H
#define HARDTACK_LIMITS_TOKENS_H

// What C can do with OpenSSL when it keeps everything that can be kept: the limits that the Swift side is measured
// against. Each function does its operation `rounds` times on a payload of 100 bytes, on one thread, and returns
// something that depends on every result. 0 means that OpenSSL failed.

unsigned long limit_random32(long rounds);
unsigned long limit_sign(long rounds);
unsigned long limit_verify(long rounds);
unsigned long limit_seal(long rounds);
unsigned long limit_open(long rounds);
unsigned long limit_open_fresh(long rounds);
unsigned long limit_base64url_encode(long rounds);
unsigned long limit_base64url_decode(long rounds);

/// The library that all of this is done with.
const char *limit_openssl_version(void);

#endif
