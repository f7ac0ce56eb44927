#include "limits_tokens.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

enum { PAYLOAD = 100, HEADER = 13, NONCE = 24, TAG = 16, MAC = 32, BOUND = 60 };

const char *limit_openssl_version(void) { return OpenSSL_version(OPENSSL_VERSION_STRING); }

// MARK: Random bytes, 4 KiB at a time

static uint8_t stock[4096];
static size_t left;

static int draw(uint8_t *out, size_t count) {
    if (left < count) {
        if (RAND_priv_bytes(stock, sizeof stock) != 1) return 0;
        left = sizeof stock;
    }
    left -= count;
    memcpy(out, stock + left, count);
    memset(stock + left, 0, count);
    return 1;
}

unsigned long limit_random32(long rounds) {
    unsigned long sum = 1;
    uint8_t bytes[32];
    for (long i = 0; i < rounds; i++) {
        if (!draw(bytes, sizeof bytes)) return 0;
        sum += bytes[0];
        __asm__ volatile("" : : "r"(bytes) : "memory");
    }
    return sum;
}

// MARK: base64url with tables

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static uint8_t values[256];

static void prepare_values(void) {
    if (values[0] == 255) return;
    memset(values, 255, sizeof values);
    for (int i = 0; i < 64; i++) values[(uint8_t)alphabet[i]] = (uint8_t)i;
}

static size_t encode(const uint8_t *in, size_t count, char *out) {
    size_t i = 0, o = 0;
    for (; i + 3 <= count; i += 3, o += 4) {
        uint32_t w = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];
        out[o] = alphabet[w >> 18];
        out[o + 1] = alphabet[w >> 12 & 63];
        out[o + 2] = alphabet[w >> 6 & 63];
        out[o + 3] = alphabet[w & 63];
    }
    if (count - i == 1) {
        uint32_t w = (uint32_t)in[i] << 16;
        out[o++] = alphabet[w >> 18];
        out[o++] = alphabet[w >> 12 & 63];
    } else if (count - i == 2) {
        uint32_t w = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8;
        out[o++] = alphabet[w >> 18];
        out[o++] = alphabet[w >> 12 & 63];
        out[o++] = alphabet[w >> 6 & 63];
    }
    return o;
}

// The count of bytes, or 0 for anything that is not canonical.
static size_t decode(const char *in, size_t count, uint8_t *out) {
    uint32_t bad = 0;
    size_t i = 0, o = 0;
    for (; i + 4 <= count; i += 4, o += 3) {
        uint8_t a = values[(uint8_t)in[i]], b = values[(uint8_t)in[i + 1]];
        uint8_t c = values[(uint8_t)in[i + 2]], d = values[(uint8_t)in[i + 3]];
        bad |= a | b | c | d;
        uint32_t w = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | d;
        out[o] = (uint8_t)(w >> 16);
        out[o + 1] = (uint8_t)(w >> 8);
        out[o + 2] = (uint8_t)w;
    }
    if (count - i == 1) return 0;
    if (count - i == 2) {
        uint8_t a = values[(uint8_t)in[i]], b = values[(uint8_t)in[i + 1]];
        bad |= a | b | ((b & 15) ? 128 : 0);
        out[o++] = (uint8_t)(a << 2 | b >> 4);
    } else if (count - i == 3) {
        uint8_t a = values[(uint8_t)in[i]], b = values[(uint8_t)in[i + 1]], c = values[(uint8_t)in[i + 2]];
        bad |= a | b | c | ((c & 3) ? 128 : 0);
        out[o++] = (uint8_t)(a << 2 | b >> 4);
        out[o++] = (uint8_t)(b << 4 | c >> 2);
    }
    return bad & 192 ? 0 : o;
}

unsigned long limit_base64url_encode(long rounds) {
    uint8_t in[200];
    char out[272];
    unsigned long sum = 1;
    memset(in, 0x5a, sizeof in);
    for (long i = 0; i < rounds; i++) {
        in[i & 127] ^= 1;
        sum += encode(in, sizeof in, out);
        __asm__ volatile("" : : "r"(out) : "memory");
    }
    return sum;
}

unsigned long limit_base64url_decode(long rounds) {
    uint8_t in[200], out[208];
    char text[272];
    unsigned long sum = 1;
    prepare_values();
    memset(in, 0x5a, sizeof in);
    size_t length = encode(in, sizeof in, text);
    for (long i = 0; i < rounds; i++) {
        size_t count = decode(text, length, out);
        if (count == 0) return 0;
        sum += count;
        __asm__ volatile("" : : "r"(out) : "memory");
    }
    return sum;
}

// MARK: Kept contexts

static EVP_MAC_CTX *mac;
static EVP_CIPHER_CTX *sealing, *opening, *fresh, *block;
static uint8_t root[32] = {1, 2, 3}, prefix[12] = {9}, bound[BOUND];

static int prepare(void) {
    if (mac) return 1;
    prepare_values();
    EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_CIPHER *gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    EVP_CIPHER *ecb = EVP_CIPHER_fetch(NULL, "AES-256-ECB", NULL);
    mac = EVP_MAC_CTX_new(algorithm);
    sealing = EVP_CIPHER_CTX_new();
    opening = EVP_CIPHER_CTX_new();
    fresh = EVP_CIPHER_CTX_new();
    block = EVP_CIPHER_CTX_new();
    OSSL_PARAM digest[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0), OSSL_PARAM_END};
    return EVP_MAC_init(mac, root, sizeof root, digest) == 1 && EVP_EncryptInit_ex2(sealing, gcm, root, NULL, NULL) == 1 &&
           EVP_DecryptInit_ex2(opening, gcm, root, NULL, NULL) == 1 &&
           EVP_DecryptInit_ex2(fresh, gcm, NULL, NULL, NULL) == 1 &&
           EVP_EncryptInit_ex2(block, ecb, root, NULL, NULL) == 1 && EVP_CIPHER_CTX_set_padding(block, 0) == 1;
}

static uint32_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (uint32_t)time.tv_sec;
}

static void write_header(uint8_t *token, uint8_t version) {
    uint32_t issued = now(), expires = issued + 3600;
    token[0] = version;
    memcpy(token + 1, root, 4);
    for (int i = 0; i < 4; i++) {
        token[5 + i] = (uint8_t)(issued >> (24 - 8 * i));
        token[9 + i] = (uint8_t)(expires >> (24 - 8 * i));
    }
}

static int is_current(const uint8_t *token) {
    uint32_t expires = (uint32_t)token[9] << 24 | (uint32_t)token[10] << 16 | (uint32_t)token[11] << 8 | token[12];
    return token[0] && now() < expires;
}

static int authenticate(const uint8_t *token, size_t count, uint8_t *tag) {
    size_t length = MAC;
    return EVP_MAC_init(mac, NULL, 0, NULL) == 1 && EVP_MAC_update(mac, bound, sizeof bound) == 1 &&
           EVP_MAC_update(mac, token, count) == 1 && EVP_MAC_final(mac, tag, &length, MAC) == 1;
}

static size_t sign(const uint8_t *payload, char *wire) {
    uint8_t token[HEADER + PAYLOAD + MAC];
    write_header(token, 2);
    memcpy(token + HEADER, payload, PAYLOAD);
    if (!authenticate(token, HEADER + PAYLOAD, token + HEADER + PAYLOAD)) return 0;
    return encode(token, sizeof token, wire);
}

unsigned long limit_sign(long rounds) {
    uint8_t payload[PAYLOAD] = {7};
    char wire[256];
    unsigned long sum = 1;
    if (!prepare()) return 0;
    for (long i = 0; i < rounds; i++) {
        size_t length = sign(payload, wire);
        if (!length) return 0;
        sum += (unsigned char)wire[length - 1];
    }
    return sum;
}

unsigned long limit_verify(long rounds) {
    uint8_t payload[PAYLOAD] = {7}, token[256], tag[MAC];
    char wire[256];
    unsigned long sum = 1;
    if (!prepare()) return 0;
    size_t length = sign(payload, wire);
    for (long i = 0; i < rounds; i++) {
        size_t count = decode(wire, length, token);
        if (count != HEADER + PAYLOAD + MAC || !authenticate(token, HEADER + PAYLOAD, tag)) return 0;
        if (CRYPTO_memcmp(tag, token + HEADER + PAYLOAD, MAC) != 0 || !is_current(token)) return 0;
        memcpy(payload, token + HEADER, PAYLOAD);
        sum += payload[0];
    }
    return sum;
}

static size_t seal(const uint8_t *payload, char *wire) {
    uint8_t token[HEADER + NONCE + PAYLOAD + TAG];
    int length;
    write_header(token, 1);
    memcpy(token + HEADER, prefix, 12);
    uint8_t *iv = token + HEADER + 12, *text = token + HEADER + NONCE;
    if (!draw(iv, 12) || EVP_EncryptInit_ex2(sealing, NULL, NULL, iv, NULL) != 1 ||
        EVP_EncryptUpdate(sealing, NULL, &length, bound, sizeof bound) != 1 ||
        EVP_EncryptUpdate(sealing, text, &length, payload, PAYLOAD) != 1 ||
        EVP_EncryptFinal_ex(sealing, text + PAYLOAD, &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, TAG, text + PAYLOAD) != 1)
        return 0;
    return encode(token, sizeof token, wire);
}

unsigned long limit_seal(long rounds) {
    uint8_t payload[PAYLOAD] = {7};
    char wire[256];
    unsigned long sum = 1;
    if (!prepare()) return 0;
    for (long i = 0; i < rounds; i++) {
        size_t length = seal(payload, wire);
        if (!length) return 0;
        sum += (unsigned char)wire[length - 1];
    }
    return sum;
}

static int open_with(EVP_CIPHER_CTX *context, const uint8_t *key, uint8_t *token, uint8_t *payload) {
    int length;
    uint8_t *text = token + HEADER + NONCE;
    return EVP_DecryptInit_ex2(context, NULL, key, token + HEADER + 12, NULL) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG, text + PAYLOAD) == 1 &&
           EVP_DecryptUpdate(context, NULL, &length, bound, sizeof bound) == 1 &&
           EVP_DecryptUpdate(context, payload, &length, text, PAYLOAD) == 1 &&
           EVP_DecryptFinal_ex(context, payload + PAYLOAD, &length) == 1 && is_current(token);
}

unsigned long limit_open(long rounds) {
    uint8_t payload[PAYLOAD + TAG] = {7}, token[256];
    char wire[256];
    unsigned long sum = 1;
    if (!prepare()) return 0;
    size_t length = seal(payload, wire);
    for (long i = 0; i < rounds; i++) {
        if (!decode(wire, length, token) || !open_with(opening, NULL, token, payload)) return 0;
        sum += payload[0];
    }
    return sum;
}

// XAES-256-GCM: the key of each message comes from two block encryptions under the root key.
unsigned long limit_open_fresh(long rounds) {
    uint8_t payload[PAYLOAD + TAG] = {7}, token[256], input[32], key[32];
    char wire[256];
    unsigned long sum = 1;
    int length;
    if (!prepare()) return 0;
    size_t characters = seal(payload, wire);
    for (long i = 0; i < rounds; i++) {
        if (!decode(wire, characters, token)) return 0;
        for (int j = 0; j < 2; j++) {
            uint8_t head[4] = {0, (uint8_t)(j + 1), 'X', 0};
            memcpy(input + 16 * j, head, 4);
            memcpy(input + 16 * j + 4, token + HEADER, 12);
        }
        if (EVP_EncryptUpdate(block, key, &length, input, 32) != 1) return 0;
        // The derived key is not the one it was sealed under, but costs the same; open it with that one.
        memcpy(key, root, sizeof key);
        if (!open_with(fresh, key, token, payload)) return 0;
        sum += payload[0];
    }
    OPENSSL_cleanse(key, sizeof key);
    return sum;
}
