/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole files. Writing never leaves half a file where a reader might look: the bytes go beside it, reach the disk, and
 * take its name.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* close() that keeps errno, for leaving after a failure. */
static void close_quietly(int fd)
{
    int error = errno;
    close(fd);
    errno = error;
}

static bool read_all(int fd, size_t limit, struct strbuf *out)
{
    enum { PART = 64 * 1024 };
    auto_free char *part = xmalloc(PART);
    size_t total = 0;
    for (;;) {
        ssize_t got = read(fd, part, PART);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        total += (size_t)got;
        strbuf_add(out, part, (size_t)got);
        if (total > limit || out->overflow) {
            errno = EFBIG;
            return false;
        }
    }
}

bool file_read(const char *path, size_t limit, struct strbuf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return false;
    struct stat status;
    if (fstat(fd, &status) < 0) {
        close_quietly(fd);
        return false;
    }
    if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > limit) {
        close(fd);
        errno = EFBIG;
        return false;
    }
    size_t before = out->len;
    bool ok = read_all(fd, limit, out);
    close_quietly(fd);
    if (!ok)
        strbuf_truncate(out, before);
    return ok;
}

bool file_put(int fd, const void *bytes, size_t len)
{
    for (const char *from = bytes; len > 0;) {
        ssize_t put = write(fd, from, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        from += put;
        len -= (size_t)put;
    }
    return true;
}

/* Devices and pipes (/dev/stdout) are written to; putting a file in their place is not what anyone means. */
static bool write_into(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return false;
    bool ok = file_put(fd, bytes, len);
    close_quietly(fd);
    return ok;
}

/* The name has reached the disk when its folder has. Not every file system can do that: no failure of ours. */
static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    auto_free char *folder = !slash          ? xstrdup(".")
                             : slash == path ? xstrdup("/")
                                             : xstrndup(path, (size_t)(slash - path));
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

/* What mkstemp() and mkdtemp() put their letters over. */
#define LETTERS ".XXXXXX"

void file_temporary(const char *prefix, struct strbuf *out)
{
    const char *folder = getenv("TMPDIR");
    strbuf_addf(out, "%s/%s" LETTERS, folder && *folder ? folder : P_tmpdir, prefix);
}

int file_unnamed(void)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    file_temporary("ceping", &path);
    int fd = mkostemp(path.at, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.at);
    return fd;
}

static bool write_beside(const char *path, const char *bytes, size_t len, unsigned mode)
{
    auto_strbuf struct strbuf beside;
    strbuf_init(&beside);
    strbuf_adds(&beside, path);
    strbuf_adds(&beside, LETTERS);
    int fd = mkostemp(beside.at, O_CLOEXEC);
    if (fd < 0)
        return false;

    bool ok = file_put(fd, bytes, len) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    if (!ok)
        close_quietly(fd);
    else
        ok = close(fd) == 0;
    ok = ok && rename(beside.at, path) == 0;
    if (!ok) {
        int error = errno;
        unlink(beside.at);
        errno = error;
        return false;
    }
    sync_folder_of(path);
    return true;
}

bool file_write(const char *path, const char *bytes, size_t len, unsigned mode)
{
    struct stat status;
    if (stat(path, &status) < 0)
        return write_beside(path, bytes, len, mode);
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(status.st_mode))
        return write_into(path, bytes, len);
    /* A symbolic link stays one; what it points to is replaced. */
    auto_free char *real = realpath(path, NULL);
    return write_beside(real ? real : path, bytes, len, mode);
}

bool file_write_unseen(const char *path, const char *bytes, size_t len, unsigned mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    if (fd < 0)
        return false;
    bool ok = file_put(fd, bytes, len) && fchmod(fd, (mode_t)mode) == 0;
    if (ok)
        return close(fd) == 0;
    close_quietly(fd);
    return false;
}

bool file_sync_all(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = syncfs(fd) == 0;
    close_quietly(fd);
    return ok;
}

static bool make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return true;
    int error = errno;
    struct stat status;
    if (stat(path, &status) == 0) {
        errno = ENOTDIR;
        return S_ISDIR(status.st_mode);
    }
    errno = error;
    return false;
}

bool file_make_folders(const char *path)
{
    if (!*path) {
        errno = ENOENT;
        return false;
    }
    auto_free char *partial = xstrdup(path);
    for (char *slash = partial + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (!make_folder(partial))
            return false;
        *slash = '/';
    }
    return make_folder(partial);
}

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static uint32_t big_endian(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

/* Signature, then the header chunk, which comes first (ISO/IEC 15948). */
bool png_size(const char *bytes, size_t len, uint32_t *ret_width, uint32_t *ret_height)
{
    if (len < 24 || memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) != 0 || memcmp(bytes + 12, "IHDR", 4) != 0)
        return false;
    uint32_t width = big_endian(bytes + 16), height = big_endian(bytes + 20);
    if (width == 0 || height == 0 || width > 100000 || height > 100000)
        return false;
    *ret_width = width;
    *ret_height = height;
    return true;
}
