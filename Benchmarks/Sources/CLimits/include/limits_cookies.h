#ifndef HARDTACK_LIMITS_COOKIES_H
#define HARDTACK_LIMITS_COOKIES_H

#include <stddef.h>

// What C can do with cookie headers when it trusts nothing and copies nothing that it need not.

/// Splits a Cookie header of 8 cookies and 600 bytes in one pass over a table of byte classes, with a check of every
/// byte, and visits each name and value. Returns something that depends on every bound; 0 if the header is bad.
unsigned long limit_cookie_parse(long rounds);

/// Checks name and value of a cookie in one pass and writes its Set-Cookie line with Path, Secure, HttpOnly and SameSite
/// into a block of memory of its own, as a String is. Returns something that depends on its length; 0 if a byte may not be in it.
unsigned long limit_set_cookie(long rounds);

/// The header that is parsed.
const char *limit_cookie_header(void);

#endif
