// The log's index lies in memory that all processes share. Its header tells what has been committed: how far the log goes
// and a checksum over all of it. SQLite compares it with its own copy whenever a read begins, to see whether what it has in
// its cache is still so. Here is the same look, without the locks that a read takes besides.
//
// What the header holds, and that it is there twice, is part of SQLite's file format (The WAL-Index Header). Who commits
// writes the second copy, then the first; who reads goes the other way, and has seen a state when both are the same.

#include "CSQLiteSupport.h"

#include <sqlite3.h>
#include <stddef.h>

enum {
    // The index comes in pieces of that size; the header is at the start of the first.
    PIECE = 32768,
    WORDS = sizeof(hardtack_log_state) / sizeof(unsigned long long),
    // Chosen at random for each log; 0 in the header of an index that is not set up yet, and of one that was set up anew for a log
    // without a frame: that one is the same each time, whatever has been copied into the file in between.
    SALTS = 4
};

const void *hardtack_sqlite3_log_index(sqlite3 *database) {
    sqlite3_file *file = NULL;
    int result = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK || file == NULL || file->pMethods == NULL) return NULL;
    if (file->pMethods->iVersion < 2 || file->pMethods->xShmMap == NULL) return NULL;
    void volatile *index = NULL;
    if (file->pMethods->xShmMap(file, 0, PIECE, 0, &index) != SQLITE_OK) return NULL;
    return (const void *)index;
}

int hardtack_sqlite3_read_log_state(const void *index, hardtack_log_state *state) {
    const unsigned long long *first = index, *second = first + WORDS;
    unsigned long long difference = 0;
    for (int i = 0; i < WORDS; i++) state->words[i] = __atomic_load_n(first + i, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    for (int i = 0; i < WORDS; i++) difference |= state->words[i] ^ __atomic_load_n(second + i, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return difference == 0 && state->words[SALTS] != 0;
}
