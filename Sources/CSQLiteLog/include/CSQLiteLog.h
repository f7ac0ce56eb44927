#ifndef HARDTACK_CSQLITELOG_H
#define HARDTACK_CSQLITELOG_H

// A write-ahead log of SQLite whose frames go to the file several at a time.

struct sqlite3;

// The name of the system's interface, for sqlite3_open_v2, with which a connection's log can gather; NULL if there is none:
// then SQLite's own will do. To be called once.
const char *hardtack_sqlite3_register_log(void);

// Has the log of a connection gather frames, or not; no effect where it cannot. Gives SQLite's result code.
//
// Only for transactions that are flushed: without, other connections would be told of frames that are not in the file.
int hardtack_sqlite3_gather(struct sqlite3 *database, int gathers);

#endif
