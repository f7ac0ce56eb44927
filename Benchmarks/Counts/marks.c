// Tells callgrind where an operation begins and ends. A library of its own, so that the package needs no valgrind to build.
#include <valgrind/callgrind.h>

int counts_is_watched(void) { return RUNNING_ON_VALGRIND; }

void counts_begin(void) { CALLGRIND_ZERO_STATS; }

void counts_end(const char *name) { CALLGRIND_DUMP_STATS_AT(name); }
