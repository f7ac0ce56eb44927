// The C programs, counted as the Swift side is: what is recorded is the ratio, which the processor's features and the
// library's version change less than the counts.
#include "limits_cookies.h"
#include "limits_sqlite.h"
#include "limits_tokens.h"

#include <stdio.h>
#include <valgrind/callgrind.h>

static limit_sqlite *database;

static unsigned long sqlite_read(long rounds) { return limit_sqlite_select(database, rounds); }

static const struct {
    const char *name;
    unsigned long (*run)(long);
} operations[] = {
    {"sign", limit_sign},       {"verify", limit_verify},
    {"seal", limit_seal},       {"open", limit_open},
    {"encode", limit_base64url_encode}, {"decode", limit_base64url_decode},
    {"parse", limit_cookie_parse},      {"set-cookie", limit_set_cookie},
    {"sqlite-read", sqlite_read},
};

int main(int count, char **arguments) {
    if (count != 3) {
        fputs("usage: limits ROUNDS DATABASE, under callgrind\n", stderr);
        return 64;
    }
    long rounds;
    if (sscanf(arguments[1], "%ld", &rounds) != 1) return 64;
    database = limit_sqlite_open(arguments[2], 500);
    if (database == NULL) return 1;
    for (unsigned i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (operations[i].run(rounds) == 0) return 1;
        CALLGRIND_ZERO_STATS;
        unsigned long result = operations[i].run(rounds);
        CALLGRIND_DUMP_STATS_AT(operations[i].name);
        if (result == 0) return 1;
    }
    limit_sqlite_close(database);
    return 0;
}
