#ifndef HARDTACK_CSQLITE_SHIM_H
#define HARDTACK_CSQLITE_SHIM_H

#include <sqlite3.h>

// sqlite3_config is variadic, which Swift cannot call.
//
// Counting what the library's memory takes is done under one lock for all connections of the process: two threads that
// read at once wait for each other there. Refused, and without effect, once the library is in use.
static inline void hardtack_sqlite3_stop_counting_memory(void) {
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// sqlite3_db_config is variadic too.
//
// A session database needs no trigger, no view and no double-quoted string; switched off, a file that somebody has
// tampered with cannot make them run. Defensive mode refuses SQL that could damage the file.
static inline int hardtack_sqlite3_harden(sqlite3 *db) {
    int result = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    if (result == SQLITE_OK) result = sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
    return result;
}

// Flushes the database file to the disk. Through SQLite's own handle: to close any other one of that file would drop the
// locks that this process has on it.
static inline int hardtack_sqlite3_flush(sqlite3 *db) {
    sqlite3_file *file = (sqlite3_file *)0;
    int result = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK) return result;
    return file && file->pMethods ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : SQLITE_MISUSE;
}

// The two below take a destructor that is an integer cast to a function pointer, which Swift does not import. SQLite
// copies the bytes. `bytes` may be null if `count` is 0: then the value is empty, not NULL.
static inline int hardtack_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

static inline int hardtack_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
    return sqlite3_bind_text(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

#endif
