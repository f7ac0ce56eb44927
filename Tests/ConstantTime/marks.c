// Tells valgrind which memory holds secrets. A library of its own, so that the package needs no valgrind to build.
#include <stddef.h>
#include <valgrind/memcheck.h>

int hardtack_is_watched(void) {
    return RUNNING_ON_VALGRIND;
}

void hardtack_mark_secret(void *start, size_t length) {
    VALGRIND_MAKE_MEM_UNDEFINED(start, length);
}

void hardtack_mark_public(void *start, size_t length) {
    VALGRIND_MAKE_MEM_DEFINED(start, length);
}
