#ifndef HARDTACK_ALLOCATIONS_H
#define HARDTACK_ALLOCATIONS_H

/// How many blocks of memory this thread has asked for so far.
unsigned long allocations(void);

#endif
