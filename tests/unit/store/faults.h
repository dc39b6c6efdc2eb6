/* SPDX-License-Identifier: GPL-3.0-or-later
 * A file system for SQLite that fails: it hands every call on to the real one, counts those that can fail, and lets call number `fail_at` fail with `code`. With
 * `stuck` all later ones of the same kind fail too, as on a disk that is gone; else it was a hiccup.
 */
#ifndef CEPING_TESTS_STORE_FAULTS_H
#define CEPING_TESTS_STORE_FAULTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum fault_call { FAULT_OPEN, FAULT_DELETE, FAULT_READ, FAULT_WRITE, FAULT_TRUNCATE, FAULT_SYNC, FAULT_SIZE, FAULT_LOCK, FAULT_CALLS };

static struct {
    sqlite3_vfs *real;
    long calls, fail_at; /* 0: none */
    bool stuck, full;    /* full: writes fail for want of space */
    bool hit;
    enum fault_call kind; /* of the call that failed */
} faults;

struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static const int fault_codes[FAULT_CALLS] = {
    [FAULT_OPEN] = SQLITE_CANTOPEN,           [FAULT_DELETE] = SQLITE_IOERR_DELETE, [FAULT_READ] = SQLITE_IOERR_READ,   [FAULT_WRITE] = SQLITE_IOERR_WRITE,
    [FAULT_TRUNCATE] = SQLITE_IOERR_TRUNCATE, [FAULT_SYNC] = SQLITE_IOERR_FSYNC,    [FAULT_SIZE] = SQLITE_IOERR_FSTAT,  [FAULT_LOCK] = SQLITE_IOERR_LOCK,
};

/* SQLITE_OK, or the code with which this call shall fail. */
static int fault(enum fault_call kind)
{
    if (!faults.fail_at)
        return SQLITE_OK;
    faults.calls++;
    bool again = faults.hit && faults.stuck && kind == faults.kind;
    if (faults.calls != faults.fail_at && !again)
        return SQLITE_OK;
    if (!faults.hit)
        faults.kind = kind;
    faults.hit = true;
    return faults.full && kind == FAULT_WRITE ? SQLITE_FULL : fault_codes[kind];
}

#define REAL(file) (((struct faulty_file *)(file))->real)
#define HAND_ON(kind, call) \
    do { \
        int code_ = fault(kind); \
        return code_ != SQLITE_OK ? code_ : (call); \
    } while (0)

static int faulty_close(sqlite3_file *file)
{
    int code = REAL(file)->pMethods ? REAL(file)->pMethods->xClose(REAL(file)) : SQLITE_OK;
    free(REAL(file));
    return code;
}

static int faulty_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at) { HAND_ON(FAULT_READ, REAL(file)->pMethods->xRead(REAL(file), bytes, len, at)); }
static int faulty_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at) { HAND_ON(FAULT_WRITE, REAL(file)->pMethods->xWrite(REAL(file), bytes, len, at)); }
static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) { HAND_ON(FAULT_TRUNCATE, REAL(file)->pMethods->xTruncate(REAL(file), size)); }
static int faulty_sync(sqlite3_file *file, int flags) { HAND_ON(FAULT_SYNC, REAL(file)->pMethods->xSync(REAL(file), flags)); }
static int faulty_size(sqlite3_file *file, sqlite3_int64 *size) { HAND_ON(FAULT_SIZE, REAL(file)->pMethods->xFileSize(REAL(file), size)); }
static int faulty_lock(sqlite3_file *file, int level) { HAND_ON(FAULT_LOCK, REAL(file)->pMethods->xLock(REAL(file), level)); }
static int faulty_unlock(sqlite3_file *file, int level) { return REAL(file)->pMethods->xUnlock(REAL(file), level); }
static int faulty_reserved(sqlite3_file *file, int *held) { return REAL(file)->pMethods->xCheckReservedLock(REAL(file), held); }
static int faulty_control(sqlite3_file *file, int what, void *data) { return REAL(file)->pMethods->xFileControl(REAL(file), what, data); }
static int faulty_sector(sqlite3_file *file) { return REAL(file)->pMethods->xSectorSize(REAL(file)); }
static int faulty_device(sqlite3_file *file) { return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file)); }

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 1,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_reserved,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector,
    .xDeviceCharacteristics = faulty_device,
};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
    (void)vfs;
    struct faulty_file *faulty = (struct faulty_file *)file;
    faulty->base.pMethods = NULL;
    int code = fault(FAULT_OPEN);
    if (code != SQLITE_OK)
        return code;
    faulty->real = calloc(1, (size_t)faults.real->szOsFile);
    code = faults.real->xOpen(faults.real, name, faulty->real, flags, ret_flags);
    if (code == SQLITE_OK)
        faulty->base.pMethods = &faulty_methods;
    else
        free(faulty->real);
    return code;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    HAND_ON(FAULT_DELETE, faults.real->xDelete(faults.real, name, sync));
}

static int faulty_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret)
{
    (void)vfs;
    return faults.real->xAccess(faults.real, name, flags, ret);
}

static int faulty_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    return faults.real->xFullPathname(faults.real, name, room, out);
}

static inline void faults_install(void)
{
    static sqlite3_vfs vfs;
    if (faults.real)
        return;
    faults.real = sqlite3_vfs_find(NULL);
    vfs = *faults.real;
    vfs.iVersion = 1;
    vfs.zName = "faulty";
    vfs.szOsFile = sizeof(struct faulty_file);
    vfs.xOpen = faulty_open;
    vfs.xDelete = faulty_delete;
    vfs.xAccess = faulty_access;
    vfs.xFullPathname = faulty_path;
    sqlite3_vfs_register(&vfs, 1);
}

static inline void faults_begin(long fail_at, bool stuck, bool full)
{
    faults.calls = 0;
    faults.fail_at = fail_at;
    faults.stuck = stuck;
    faults.full = full;
    faults.hit = false;
}

static inline void faults_end(void)
{
    faults.fail_at = 0;
}

#endif
