#ifndef HARDTACK_LIMITS_SQLITE_H
#define HARDTACK_LIMITS_SQLITE_H

// What C can do with SQLite when it keeps its statements and does no more than the store has to: the same schema,
// pragmas and library, one thread, no threads to wake, no sealing. A file is opened that the store has made.

typedef struct limit_sqlite limit_sqlite;

/// Opens the file with what the store's writer sets, and takes up to `keys` rows at random. NULL if that fails.
limit_sqlite *limit_sqlite_open(const char *path, int keys);
void limit_sqlite_close(limit_sqlite *limit);

/// Each of these goes on through the keys and gives 0 if SQLite failed.
///
/// `rounds` times: one row by its key, with all columns.
unsigned long limit_sqlite_select(limit_sqlite *limit, long rounds);
/// `rounds` times in batches: each row is read, then all are updated in one transaction.
unsigned long limit_sqlite_update(limit_sqlite *limit, long rounds, int batch);
/// `rounds` times in batches: new rows in one transaction.
unsigned long limit_sqlite_insert(limit_sqlite *limit, long rounds, int batch);
/// `rounds` times in batches: rows that the last insertions made are read, then all are deleted in one transaction.
unsigned long limit_sqlite_delete(limit_sqlite *limit, long rounds, int batch);

/// Takes the lock for writing and lets it go: how many nanoseconds it waited for whoever had it; negative if it failed.
long long limit_sqlite_lock_wait(limit_sqlite *limit);

/// Copies a database.
int limit_sqlite_copy(const char *path, const char *other);

/// Adds that many rows of the size of one that is there, in one transaction. Due at `deadline`, in milliseconds.
int limit_sqlite_fill(const char *path, long rows, long long deadline);

const char *limit_sqlite_version(void);

#endif
