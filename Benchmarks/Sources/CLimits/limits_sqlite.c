#define _POSIX_C_SOURCE 199309L

#include "limits_sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HASH = 32, ENDED = 4096 };

struct limit_sqlite {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *select, *update, *insert, *delete;
    unsigned char (*keys)[HASH];
    int count, next;
    // Of the last insertions, for deleting.
    unsigned char (*made)[HASH];
    long made_count;
    unsigned char payload[1024];
    int payload_bytes;
};

#define COLUMNS                                                                                                        \
    "tag, hash, version, family, subject, created, last_seen, idle_deadline, absolute_deadline, renew_at, "           \
    "authenticated, assurance, key_id, payload, label, state, successor, closed_at, confirmed_at"

const char *limit_sqlite_version(void) { return sqlite3_libversion(); }

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **statement) {
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
}

static int run(sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

// Opened as the store opens it.
static sqlite3 *connect(const char *path) {
    sqlite3 *db;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) return NULL;
    const char *pragmas = "PRAGMA mmap_size = 67108864; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                          "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;"
                          "PRAGMA wal_autocheckpoint = 10000;";
    if (sqlite3_exec(db, pragmas, NULL, NULL, NULL) == SQLITE_OK) return db;
    sqlite3_close(db);
    return NULL;
}

limit_sqlite *limit_sqlite_open(const char *path, int keys) {
    limit_sqlite *limit = calloc(1, sizeof *limit);
    if (limit == NULL) return NULL;
    limit->keys = calloc(keys, HASH);
    limit->made = calloc(ENDED, HASH);
    limit->db = connect(path);
    sqlite3_stmt *pick;
    if (limit->keys == NULL || limit->made == NULL || limit->db == NULL
        || prepare(limit->db, "SELECT hash, payload FROM sessions ORDER BY random() LIMIT ?1", &pick) != SQLITE_OK)
        return NULL;
    sqlite3_bind_int(pick, 1, keys);
    while (sqlite3_step(pick) == SQLITE_ROW) {
        memcpy(limit->keys[limit->count++], sqlite3_column_blob(pick, 0), HASH);
        limit->payload_bytes = sqlite3_column_bytes(pick, 1);
        if (limit->payload_bytes > (int)sizeof limit->payload) return NULL;
        memcpy(limit->payload, sqlite3_column_blob(pick, 1), limit->payload_bytes);
    }
    sqlite3_finalize(pick);
    int bad = prepare(limit->db, "BEGIN IMMEDIATE", &limit->begin) | prepare(limit->db, "COMMIT", &limit->commit)
        | prepare(limit->db, "SELECT " COLUMNS " FROM sessions WHERE hash = ?1", &limit->select)
        | prepare(limit->db,
                  "UPDATE sessions SET payload = ?2, version = version + 1, last_seen = last_seen + 1, "
                  "idle_deadline = idle_deadline + 1 WHERE hash = ?1",
                  &limit->update)
        | prepare(limit->db,
                  "INSERT INTO sessions (hash, tag, version, family, subject, created, last_seen, idle_deadline, "
                  "absolute_deadline, renew_at, authenticated, assurance, key_id, payload, state, confirmed_at, "
                  "check_at) VALUES (?1, 1, 1, randomblob(16), 'hardtack/user-' || abs(random() % 1000000), "
                  "1700000000000, 1700000000000, 1800000000000, 1800000000000, 1700000000000, 1700000000000, 1, "
                  "4000000000, ?2, 0, 1700000000000, 1800000000000) ON CONFLICT (hash) DO NOTHING",
                  &limit->insert)
        | prepare(limit->db, "DELETE FROM sessions WHERE hash = ?1", &limit->delete);
    return bad ? NULL : limit;
}

void limit_sqlite_close(limit_sqlite *limit) {
    sqlite3_finalize(limit->begin);
    sqlite3_finalize(limit->commit);
    sqlite3_finalize(limit->select);
    sqlite3_finalize(limit->update);
    sqlite3_finalize(limit->insert);
    sqlite3_finalize(limit->delete);
    sqlite3_close(limit->db);
    free(limit->keys);
    free(limit->made);
    free(limit);
}

// Reads all columns as the store does: copies of what is no number.
static unsigned long read_row(limit_sqlite *limit, const unsigned char *key) {
    sqlite3_stmt *select = limit->select;
    sqlite3_bind_blob(select, 1, key, HASH, SQLITE_STATIC);
    if (sqlite3_step(select) != SQLITE_ROW) return 0;
    unsigned long sum = 1;
    for (int column = 0; column < sqlite3_column_count(select); column++) {
        switch (sqlite3_column_type(select, column)) {
        case SQLITE_INTEGER: sum += sqlite3_column_int64(select, column); break;
        case SQLITE_TEXT:
        case SQLITE_BLOB: {
            const void *bytes = sqlite3_column_blob(select, column);
            int count = sqlite3_column_bytes(select, column);
            void *copy = malloc(count);
            if (copy == NULL) return 0;
            memcpy(copy, bytes, count);
            __asm__ volatile("" : : "r"(copy) : "memory");
            sum += count;
            free(copy);
        }
        }
    }
    sqlite3_reset(select);
    return sum | 1;
}

static const unsigned char *next_key(limit_sqlite *limit) {
    limit->next = (limit->next + 1) % limit->count;
    return limit->keys[limit->next];
}

unsigned long limit_sqlite_select(limit_sqlite *limit, long rounds) {
    unsigned long sum = 1;
    for (long i = 0; i < rounds; i++) {
        unsigned long row = read_row(limit, next_key(limit));
        if (row == 0) return 0;
        sum += row;
    }
    return sum;
}

static int in_batches(limit_sqlite *limit, long rounds, int batch, int (*one)(limit_sqlite *, long)) {
    for (long done = 0; done < rounds; done += batch) {
        if (run(limit->begin) != SQLITE_OK) return 0;
        for (int i = 0; i < batch; i++)
            if (!one(limit, done + i)) return 0;
        if (run(limit->commit) != SQLITE_OK) return 0;
    }
    return 1;
}

static int update_one(limit_sqlite *limit, long number) {
    (void)number;
    sqlite3_bind_blob(limit->update, 1, next_key(limit), HASH, SQLITE_STATIC);
    limit->payload[limit->payload_bytes / 2]++;
    sqlite3_bind_blob(limit->update, 2, limit->payload, limit->payload_bytes, SQLITE_STATIC);
    return run(limit->update) == SQLITE_OK;
}

unsigned long limit_sqlite_update(limit_sqlite *limit, long rounds, int batch) {
    for (long done = 0; done < rounds; done += batch) {
        int first = limit->next;
        if (limit_sqlite_select(limit, batch) == 0) return 0;
        limit->next = first;
        if (!in_batches(limit, batch, batch, update_one)) return 0;
    }
    return 1;
}

static int insert_one(limit_sqlite *limit, long number) {
    unsigned char *key = limit->made[number % ENDED];
    sqlite3_randomness(HASH, key);
    sqlite3_bind_blob(limit->insert, 1, key, HASH, SQLITE_STATIC);
    sqlite3_bind_blob(limit->insert, 2, limit->payload, limit->payload_bytes, SQLITE_STATIC);
    return run(limit->insert) == SQLITE_OK;
}

unsigned long limit_sqlite_insert(limit_sqlite *limit, long rounds, int batch) {
    limit->made_count = rounds;
    return rounds <= ENDED && in_batches(limit, rounds, batch, insert_one);
}

static int delete_one(limit_sqlite *limit, long number) {
    sqlite3_bind_blob(limit->delete, 1, limit->made[number], HASH, SQLITE_STATIC);
    return run(limit->delete) == SQLITE_OK;
}

unsigned long limit_sqlite_delete(limit_sqlite *limit, long rounds, int batch) {
    if (rounds > limit->made_count) return 0;
    for (long i = 0; i < rounds; i++)
        if (read_row(limit, limit->made[i]) == 0) return 0;
    return in_batches(limit, rounds, batch, delete_one);
}

// SQLite's own handler sleeps for longer and longer, and would measure that.
static int try_again(void *unused, int times) {
    (void)unused;
    struct timespec pause = {0, 100000};
    nanosleep(&pause, NULL);
    return times < 100000;
}

long long limit_sqlite_lock_wait(limit_sqlite *limit) {
    struct timespec from, to;
    sqlite3_busy_handler(limit->db, try_again, NULL);
    clock_gettime(CLOCK_MONOTONIC, &from);
    if (run(limit->begin) != SQLITE_OK) return -1;
    clock_gettime(CLOCK_MONOTONIC, &to);
    if (sqlite3_exec(limit->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK) return -1;
    return (to.tv_sec - from.tv_sec) * 1000000000LL + to.tv_nsec - from.tv_nsec;
}

int limit_sqlite_copy(const char *path, const char *other) {
    sqlite3 *from = connect(path), *to;
    if (from == NULL || sqlite3_open_v2(other, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return 0;
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int bad = backup == NULL || sqlite3_backup_step(backup, -1) != SQLITE_DONE;
    sqlite3_backup_finish(backup);
    sqlite3_close(from);
    sqlite3_exec(to, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    sqlite3_close(to);
    return !bad;
}

int limit_sqlite_fill(const char *path, long rows, long long deadline) {
    sqlite3 *db = connect(path);
    if (db == NULL) return 0;
    sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA secure_delete = OFF", NULL, NULL,
                 NULL);
    sqlite3_stmt *fill;
    const char *sql =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
        "INSERT INTO sessions (hash, tag, version, family, subject, created, last_seen, idle_deadline, "
        "absolute_deadline, renew_at, authenticated, assurance, key_id, payload, state, confirmed_at, check_at) "
        "SELECT randomblob(32), abs(random() % 4000000000), 1, randomblob(16), 'hardtack/user-' || abs(random() % "
        "1000000), 1700000000000, 1700000000000, ?2 + i % 1000, ?2 + 1000, 1700000000000, 1700000000000, 1, 4000000000, "
        "randomblob((SELECT max(length(payload)) FROM (SELECT payload FROM sessions LIMIT 1))), 0, 1700000000000, "
        "?2 + i % 1000 FROM n";
    int bad = prepare(db, sql, &fill);
    if (!bad) {
        sqlite3_bind_int64(fill, 1, rows);
        sqlite3_bind_int64(fill, 2, deadline);
        bad = run(fill);
        sqlite3_finalize(fill);
    }
    if (!bad) sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_close(db);
    return !bad;
}
