#include "limits_cookies.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// 600 bytes.
static const char header[] =
    "_ga=GA1.1.1843216729.1732000000; theme=dark; locale=en-GB; "
    "consent=eyJhbmFseXRpY3MiOnRydWUsImFkcyI6ZmFsc2UsInZlcnNpb24iOjN9; "
    "__Host-id=4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF; "
    "__Secure-track=AAAAAQEBAgICAwMDBAQEBQUFBgYGBwcHCAgICQkJCgoKCwsLDAwMDQ0NDg4ODw8PEBAQEREREhISExMTFBQUFRUVFhYWFxcX"
    "GBgYGRkZGhoaGxsbHBwcHR0dHh4eHx8fICAgISEhIiIiIyMjJCQkJSUlJiYmJycnKCgoKSkpKioqKysrLCwsLS0tLi4uLy8vMDAwMTEx; "
    "basket=b1.9f8e7d6c5b4a39281706f5e4d3c2b1a0.9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928; "
    "__Host-csrf=oM3p8tWz0KcQyR7uE2vXnL5sJ9bHfGdA4iTtYyUuIiOoPp1o2i3u4y5t6r7e8w9q0aAsSdDfFgGhHjJkKlLzZxXcCvVbBnNmM0";

const char *limit_cookie_header(void) { return header; }

enum { OTHER, EQUALS, SEMICOLON, BLANK, CONTROL };
static uint8_t classes[256];

static void prepare_classes(void) {
    if (classes['='] == EQUALS) return;
    for (int i = 0; i < 0x20; i++) classes[i] = CONTROL;
    classes[0x7F] = CONTROL;
    classes['\t'] = classes[' '] = BLANK;
    classes['='] = EQUALS;
    classes[';'] = SEMICOLON;
}

// One pass: names and values without the blanks around them, every byte looked up once.
static unsigned long parse(const uint8_t *bytes, size_t count) {
    unsigned long sum = 0;
    size_t i = 0;
    while (i < count) {
        while (i < count && classes[bytes[i]] == BLANK) i++;
        size_t name = i, end = i;
        uint8_t class = OTHER;
        for (; i < count; i++) {
            class = classes[bytes[i]];
            if (class == OTHER) end = i + 1;
            else if (class != BLANK) break;
        }
        if (i < count && class == CONTROL) return 0;
        size_t name_count = end - name;
        size_t value = i, value_end = i;
        if (i < count && class == EQUALS) {
            i++;
            while (i < count && classes[bytes[i]] == BLANK) i++;
            value = value_end = i;
            for (; i < count; i++) {
                class = classes[bytes[i]];
                if (class == OTHER || class == EQUALS) value_end = i + 1;
                else if (class != BLANK) break;
            }
            if (i < count && class == CONTROL) return 0;
        }
        i++;
        sum += name_count * 31 + (value_end - value) + bytes[name];
    }
    return sum;
}

unsigned long limit_cookie_parse(long rounds) {
    prepare_classes();
    unsigned long sum = 1;
    for (long i = 0; i < rounds; i++) {
        const char *text = header;
        __asm__ volatile("" : "+r"(text) : : "memory");
        unsigned long visited = parse((const uint8_t *)text, sizeof header - 1);
        if (visited == 0) return 0;
        sum += visited;
    }
    return sum;
}

static uint8_t octets[256];

static void prepare_octets(void) {
    for (int i = 0x21; i < 0x7F; i++) octets[i] = i != '"' && i != ',' && i != ';' && i != '\\';
}

// Copies what may stand in a name or value; 0 if something may not.
static int copy_checked(char **out, const char *text, size_t count) {
    uint8_t all = 1;
    for (size_t i = 0; i < count; i++) {
        all &= octets[(uint8_t)text[i]];
        (*out)[i] = text[i];
    }
    *out += count;
    return all;
}

unsigned long limit_set_cookie(long rounds) {
    static const char attributes[] = "; Path=/; Secure; HttpOnly; SameSite=Strict";
    unsigned long sum = 1;
    const char *name = "__Host-id";
    const char *value = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF";
    size_t name_count = strlen(name), value_count = strlen(value);
    prepare_octets();
    for (long i = 0; i < rounds; i++) {
        // Nothing is to be known of them when this is compiled: a server knows it only then.
        __asm__ volatile("" : "+r"(name), "+r"(value), "+r"(name_count), "+r"(value_count));
        char *line = malloc(name_count + 1 + value_count + sizeof attributes);
        if (line == NULL) return 0;
        char *out = line;
        int good = copy_checked(&out, name, name_count);
        *out++ = '=';
        good &= copy_checked(&out, value, value_count);
        memcpy(out, attributes, sizeof attributes);
        out += sizeof attributes - 1;
        __asm__ volatile("" : : "r"(line) : "memory");
        sum += (unsigned long)(out - line);
        free(line);
        if (!good) return 0;
    }
    return sum;
}
