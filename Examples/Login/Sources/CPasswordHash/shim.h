#ifndef LOGIN_CPASSWORDHASH_SHIM_H
#define LOGIN_CPASSWORDHASH_SHIM_H

#include <openssl/evp.h>

#endif
