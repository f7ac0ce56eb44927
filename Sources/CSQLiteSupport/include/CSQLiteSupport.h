#ifndef HARDTACK_CSQLITESUPPORT_H
#define HARDTACK_CSQLITESUPPORT_H

// What the SQLite store has that is C by nature: an interface to the system for SQLite, and memory that processes share.

struct sqlite3;

// log.c: a write-ahead log whose frames go to the file several at a time.

// The name of the system's interface, for sqlite3_open_v2, with which a connection's log can gather; NULL if there is none:
// then SQLite's own will do. To be called once.
const char *hardtack_sqlite3_register_log(void);

// Has the frames of a COMMIT gather in the connection's log, where it can. To be called before a COMMIT that is flushed: without
// a flush, other connections would be told of frames that are not in the file.
void hardtack_sqlite3_gather(struct sqlite3 *database);

// To be called after it, whatever became of it. What has not gone to the file belongs to nothing that was committed.
void hardtack_sqlite3_stop_gathering(struct sqlite3 *database);

// index.c: what the index of the log tells of what was committed.

// What has been committed to a database, by whichever process: 48 bytes that change with every transaction and with nothing
// else that changes what is stored.
typedef struct {
    unsigned long long words[6];
} hardtack_log_state;

// Where the connection finds the state, for as long as it is open; NULL if there is none. The connection must have read.
const void *hardtack_sqlite3_log_index(struct sqlite3 *database);

// False while somebody is changing it, and before the first transaction of a log.
int hardtack_sqlite3_read_log_state(const void *index, hardtack_log_state *state);

// turns.c: how the writing thread gets the processor.

// Has the calling thread get the processor sooner, for less time at once. Without effect where the system does not know that,
// or where its calls are filtered.
void hardtack_take_short_turns(void);

#endif
