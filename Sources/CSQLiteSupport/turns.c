// After each flush the writing thread wants the processor that requests are busy on, for a moment, while all of them wait for
// its answers. To Linux (from 6.12) a thread can say that it takes short turns: then it gets them sooner, and no more time
// than any other. Needs no right, and an older system takes no notice.

#include "CSQLiteSupport.h"

#if defined(__linux__)

#include <sys/syscall.h>
#include <unistd.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

// sched_setattr(2); the C library of Debian 12 does not know it.
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

enum {
    // The shortest there is. In nanoseconds.
    TURN = 100000,
    // Threads that this one starts have turns as all others do.
    RESET_ON_FORK = 1
};

// A filter of system calls may end a process for one that it does not know.
static int is_filtered(void) {
    FILE *status = fopen("/proc/thread-self/status", "re");
    if (status == NULL) return 1;
    char line[128];
    int mode = -1;
    while (mode < 0 && fgets(line, sizeof line, status) != NULL) sscanf(line, "Seccomp: %d", &mode);
    fclose(status);
    return mode != 0;
}

void hardtack_take_short_turns(void) {
    struct attributes own;
    memset(&own, 0, sizeof own);
    if (is_filtered() || syscall(SYS_sched_getattr, 0, &own, sizeof own, 0) != 0) return;
    // Somebody who has chosen another policy knows better.
    if (own.policy != 0) return;
    own.size = sizeof own;
    own.flags |= RESET_ON_FORK;
    own.runtime = TURN;
    (void)syscall(SYS_sched_setattr, 0, &own, 0);
}

#else

void hardtack_take_short_turns(void) {}

#endif
