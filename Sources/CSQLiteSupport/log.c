// SQLite writes each frame in two calls, 24 bytes and a page: of a transaction of thirty jobs that is up to three hundred
// calls of the system. During a COMMIT they gather here, and go to the file in one call when the buffer is full and before
// the file is flushed, read or looked at otherwise. Nothing is promised earlier: with synchronous=FULL, SQLite flushes the
// log before it tells other connections of the frames, and a write that fails then is a flush that fails, and with it the
// COMMIT. What a COMMIT that failed has left here is dropped: once the lock is given up, its place in the log is another's.
//
// The rest of the system's interface stays SQLite's own: this copies its description and opens logs differently.

#include "CSQLiteSupport.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    // SQLite's own file writes no more than 131,071 bytes in a call, and takes more for a full disk.
    BUFFER = 65536
};

typedef struct {
    sqlite3_file base;
    // SQLite's own, behind this in the same block.
    sqlite3_file *file;
    // Made when frames first gather.
    unsigned char *buffer;
    int gathers;
    // Where in the file the buffer's bytes belong, and how many there are.
    sqlite3_int64 start;
    int count;
} log_file;

static int log_write_out(log_file *log) {
    int count = log->count;
    log->count = 0;
    return count == 0 ? SQLITE_OK : log->file->pMethods->xWrite(log->file, log->buffer, count, log->start);
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    log_file *log = (log_file *)file;
    if (log->count > 0 && (offset != log->start + log->count || count > BUFFER - log->count)) {
        int result = log_write_out(log);
        if (result != SQLITE_OK) return result;
    }
    if (!log->gathers || count > BUFFER) {
        return log->file->pMethods->xWrite(log->file, bytes, count, offset);
    }
    if (log->count == 0) log->start = offset;
    memcpy(log->buffer + log->count, bytes, (size_t)count);
    log->count += count;
    return SQLITE_OK;
}

static int log_sync(sqlite3_file *file, int flags) {
    log_file *log = (log_file *)file;
    int result = log_write_out(log);
    return result == SQLITE_OK ? log->file->pMethods->xSync(log->file, flags) : result;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    log_file *log = (log_file *)file;
    int result = log_write_out(log);
    return result == SQLITE_OK ? log->file->pMethods->xRead(log->file, bytes, count, offset) : result;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
    log_file *log = (log_file *)file;
    int result = log_write_out(log);
    return result == SQLITE_OK ? log->file->pMethods->xTruncate(log->file, size) : result;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
    log_file *log = (log_file *)file;
    int result = log_write_out(log);
    return result == SQLITE_OK ? log->file->pMethods->xFileSize(log->file, size) : result;
}

static int log_close(sqlite3_file *file) {
    log_file *log = (log_file *)file;
    free(log->buffer);
    return log->file->pMethods->xClose(log->file);
}

static int log_lock(sqlite3_file *file, int level) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xLock(log->file, level);
}

static int log_unlock(sqlite3_file *file, int level) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xUnlock(log->file, level);
}

static int log_reserved(sqlite3_file *file, int *is_reserved) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xCheckReservedLock(log->file, is_reserved);
}

static int log_control(sqlite3_file *file, int operation, void *argument) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xFileControl(log->file, operation, argument);
}

static int log_sector(sqlite3_file *file) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xSectorSize(log->file);
}

static int log_characteristics(sqlite3_file *file) {
    log_file *log = (log_file *)file;
    return log->file->pMethods->xDeviceCharacteristics(log->file);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_reserved,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_characteristics,
};

// SQLite's own.
static sqlite3_vfs *log_system;

static int log_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    if ((flags & SQLITE_OPEN_WAL) == 0) return log_system->xOpen(log_system, name, file, flags, given);
    log_file *log = (log_file *)file;
    memset(log, 0, sizeof *log);
    log->file = (sqlite3_file *)(log + 1);
    log->file->pMethods = NULL;
    int result = log_system->xOpen(log_system, name, log->file, flags, given);
    if (log->file->pMethods != NULL) log->base.pMethods = &log_methods;
    return result;
}

const char *hardtack_sqlite3_register_log(void) {
    static sqlite3_vfs vfs;
    log_system = sqlite3_vfs_find(NULL);
    // Of an interface of somebody else's a copy need not be good for anything.
    if (log_system == NULL || strncmp(log_system->zName, "unix", 4) != 0) return NULL;
    vfs = *log_system;
    vfs.zName = "hardtack";
    vfs.pNext = NULL;
    vfs.szOsFile += (int)sizeof(log_file);
    vfs.xOpen = log_open;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : NULL;
}

static sqlite3_file *file_of(sqlite3 *database, int kind) {
    sqlite3_file *file = NULL;
    int result = sqlite3_file_control(database, "main", kind, &file);
    return result == SQLITE_OK && file != NULL && file->pMethods != NULL ? file : NULL;
}

// Where a disk may spoil what lies beside a write, SQLite fills the last sector up, and does so behind its flush.
static int is_filled_up(sqlite3_file *file) {
    return (file->pMethods->xDeviceCharacteristics(file) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) == 0;
}

void hardtack_sqlite3_gather(sqlite3 *database) {
    sqlite3_file *file = file_of(database, SQLITE_FCNTL_JOURNAL_POINTER);
    sqlite3_file *main = file_of(database, SQLITE_FCNTL_FILE_POINTER);
    if (file == NULL || main == NULL || file->pMethods != &log_methods || is_filled_up(main)) return;
    log_file *log = (log_file *)file;
    if (log->buffer == NULL) log->buffer = malloc(BUFFER);
    log->gathers = log->buffer != NULL;
}

void hardtack_sqlite3_stop_gathering(sqlite3 *database) {
    sqlite3_file *file = file_of(database, SQLITE_FCNTL_JOURNAL_POINTER);
    if (file == NULL || file->pMethods != &log_methods) return;
    log_file *log = (log_file *)file;
    log->gathers = 0;
    log->count = 0;
}
