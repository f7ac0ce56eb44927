#ifndef HARDTACK_CSQLITELOG_H
#define HARDTACK_CSQLITELOG_H

// A write-ahead log of SQLite whose frames go to the file several at a time.

struct sqlite3;

// The name of the system's interface, for sqlite3_open_v2, with which a connection's log can gather; NULL if there is none:
// then SQLite's own will do. To be called once.
const char *hardtack_sqlite3_register_log(void);

// Has the frames of a COMMIT gather in the connection's log, where it can. To be called before a COMMIT that is flushed: without
// a flush, other connections would be told of frames that are not in the file.
void hardtack_sqlite3_gather(struct sqlite3 *database);

// To be called after it, whatever became of it. What has not gone to the file belongs to nothing that was committed.
void hardtack_sqlite3_stop_gathering(struct sqlite3 *database);

#endif
