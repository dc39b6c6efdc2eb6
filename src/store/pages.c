/* SPDX-License-Identifier: GPL-3.0-or-later
 * The records of a table, read from the pages of the database file.
 *
 * Scoring reads every answer that there is. Through SQL each of them passes the virtual machine and three calls, 10⁶ responses of 37 columns in 0.7 s, and
 * the data hash wants them a second time. The layout of the file is a public promise of SQLite's (https://www.sqlite.org/fileformat2.html, sections 1.6 and
 * 2.1, fixed since 2004 and meant to be read until 2050), and a record of small numbers is decoded in a tenth of that. The alternative, a cache of a byte an
 * answer beside the truth, would have to be written, kept in step and distrusted; here nothing is kept, and each run reads the truth.
 *
 * What is read is what SQLite would read: the transaction that is open holds the shared lock, so that nobody can write, and a journal that somebody left was
 * rolled back when the lock was taken. Bytes come through SQLite's own file and VFS, under a mutex, so that a second thread may read beside the
 * connection. With a write-ahead log, another encoding or unsaved changes pages are not the whole truth: then SQL is used (rows.c).
 * Nothing in a page is trusted: each offset is checked against the page, and ids must rise.
 */
#include "pages_priv.h"

#include <assert.h>
#include <stdlib.h>

enum {
    WINDOW = 32,          /* pages read at once where they follow each other: 128 KiB */
    HEADER = 100,         /* of the file */
    LEAF = 13, INTERIOR = 5, /* kinds of pages of a table */
};

/* Reading -------------------------------------------------------------------------------------------------- */

static bool failed(struct pages *pages, int code)
{
    if (pages->error->code == SQLITE_OK) {
        pages->error->code = code;
        pages->error->text = xstrdup(sqlite3_errstr(code));
    }
    return false;
}

static bool damaged(struct pages *pages)
{
    return failed(pages, SQLITE_CORRUPT);
}

static sqlite3_file *file_of(struct store *store)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file && file->pMethods ? file : NULL;
}

static int read_bytes(struct pages *pages, void *to, size_t len, sqlite3_int64 at)
{
    sqlite3_file *file = pages->file;
    pthread_mutex_lock(&pages->store->reading);
    int code = file->pMethods->xRead(file, to, (int)len, at);
    pthread_mutex_unlock(&pages->store->reading);
    return code;
}

static bool read_pages(struct pages *pages, unsigned char *to, uint32_t first, uint32_t count)
{
    if (first < 1 || first > pages->page_count || count > pages->page_count - first + 1)
        return damaged(pages);
    int code = read_bytes(pages, to, count * pages->page_size, (sqlite3_int64)(first - 1) * (sqlite3_int64)pages->page_size);
    if (code == SQLITE_OK)
        return true;
    int system = 0;
    if (pages->file->pMethods->xFileControl(pages->file, SQLITE_FCNTL_LAST_ERRNO, &system) == SQLITE_OK)
        pages->error->system = system;
    return failed(pages, code);
}

static unsigned two(const unsigned char *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static uint32_t four(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

bool pages_open(struct pages *pages, struct store *store, uint32_t root, struct sql_error *error)
{
    *pages = (struct pages){.store = store, .error = error, .root = root, .file = file_of(store)};
    unsigned char header[HEADER];
    sqlite3_int64 size;
    if (!pages->file || sqlite3_txn_state(store->db, "main") != SQLITE_TXN_READ || pages->file->pMethods->xFileSize(pages->file, &size) != SQLITE_OK ||
        size < HEADER || read_bytes(pages, header, sizeof header, 0) != SQLITE_OK)
        return false;
    enum { PAGE_SIZE_AT = 16, READ_VERSION_AT = 19, RESERVED_AT = 20, ENCODING_AT = 56, ROLLBACK = 1, UTF8 = 1 };
    pages->page_size = two(header + PAGE_SIZE_AT) == 1 ? 65536 : two(header + PAGE_SIZE_AT);
    pages->usable = pages->page_size - header[RESERVED_AT];
    if (pages->page_size < 512 || (pages->page_size & (pages->page_size - 1)) || pages->usable < 480 || header[READ_VERSION_AT] != ROLLBACK ||
        four(header + ENCODING_AT) != UTF8)
        return false;
    pages->page_count = (uint32_t)(size / (sqlite3_int64)pages->page_size);
    pages->window = xmalloc(WINDOW * pages->page_size + PAGES_SLACK);
    return true;
}

void pages_release(struct pages *pages)
{
    for (size_t i = 0; i < PAGES_DEPTH; i++)
        free(pages->levels[i].page);
    free(pages->window);
    free(pages->long_payload);
    free(pages->overflow_page);
    *pages = (struct pages){0};
}

void pages_seek(struct pages *pages, int64_t first)
{
    pages->started = false;
    pages->first = first;
}

/* Leaves that were written one after the other mostly lie so: then many are read at once. */
static bool load_leaf(struct pages *pages, uint32_t number)
{
    if (number - pages->window_first >= pages->window_count) {
        bool follows = pages->last_leaf && number > pages->last_leaf && number - pages->last_leaf <= 2;
        uint32_t count = follows ? WINDOW : 1;
        if (number >= 1 && number <= pages->page_count && count > pages->page_count - number + 1)
            count = pages->page_count - number + 1;
        pages->window_count = 0;
        if (!read_pages(pages, pages->window, number, count))
            return false;
        pages->window_first = number;
        pages->window_count = count;
    }
    pages->last_leaf = number;
    pages->leaf = pages->window + (number - pages->window_first) * pages->page_size;
    return true;
}

/* Cells ------------------------------------------------------------------------------------------------------ */

/* Where the cell begins; NULL when that is not inside the page. `header`: 8 bytes in a leaf, 12 above. */
static const unsigned char *cell_at(const struct pages *pages, const unsigned char *page, size_t cell, size_t header)
{
    size_t at = header + 2 * cell;
    if (at + 2 > pages->usable)
        return NULL;
    size_t begin = two(page + at);
    return begin >= header && begin < pages->usable ? page + begin : NULL;
}

static bool read_id(const struct pages *pages, const unsigned char *page, const unsigned char *at, int64_t *ret_id)
{
    uint64_t id;
    if (!at || !pages_varint(at, page + pages->usable, &id))
        return false;
    *ret_id = (int64_t)id;
    return true;
}

static bool id_above(const struct pages *pages, const unsigned char *page, size_t cell, int64_t *ret_id)
{
    const unsigned char *at = cell_at(pages, page, cell, 12);
    return at && at + 4 < page + pages->usable && read_id(pages, page, at + 4, ret_id);
}

static bool id_in_leaf(const struct pages *pages, size_t cell, int64_t *ret_id)
{
    uint64_t size;
    const unsigned char *at = cell_at(pages, pages->leaf, cell, 8);
    at = at ? pages_varint(at, pages->leaf + pages->usable, &size) : NULL;
    return read_id(pages, pages->leaf, at, ret_id);
}

/* How much of a record stands in the leaf; the rest is in overflow pages (section 1.6 of the description of the format). */
static size_t local_size(const struct pages *pages, uint64_t size)
{
    size_t most = pages->usable - 35;
    if (size <= most)
        return (size_t)size;
    size_t least = (pages->usable - 12) * 32 / 255 - 23;
    size_t local = least + (size_t)((size - least) % (pages->usable - 4));
    return local <= most ? local : least;
}

static bool read_overflow(struct pages *pages, const unsigned char *local, size_t local_len, size_t size)
{
    if (size > (uint64_t)pages->page_count * pages->page_size)
        return damaged(pages);
    if (!pages->overflow_page)
        pages->overflow_page = xmalloc(pages->page_size);
    if (pages->long_room < size) {
        pages->long_room = size;
        pages->long_payload = xrealloc(pages->long_payload, size + PAGES_SLACK);
    }
    memcpy(pages->long_payload, local, local_len);
    uint32_t next = four(local + local_len);
    for (size_t at = local_len; at < size;) {
        size_t part = size - at < pages->usable - 4 ? size - at : pages->usable - 4;
        if (!read_pages(pages, pages->overflow_page, next, 1))
            return false;
        memcpy(pages->long_payload + at, pages->overflow_page + 4, part);
        next = four(pages->overflow_page);
        at += part;
    }
    pages->payload = pages->long_payload;
    return true;
}

static bool read_cell(struct pages *pages)
{
    const unsigned char *end = pages->leaf + pages->usable, *at = cell_at(pages, pages->leaf, pages->cell, 8);
    uint64_t size, id;
    at = at ? pages_varint(at, end, &size) : NULL;
    at = at ? pages_varint(at, end, &id) : NULL;
    if (!at || (pages->started && (int64_t)id <= pages->id))
        return damaged(pages);
    size_t local = local_size(pages, size), more = local < size ? 4 : 0;
    if ((size_t)(end - at) < local + more)
        return damaged(pages);
    pages->id = (int64_t)id;
    pages->payload = at;
    pages->size = (size_t)size;
    return more == 0 || read_overflow(pages, at, local, (size_t)size);
}

/* The tree --------------------------------------------------------------------------------------------------- */

/* The child before the cell; behind the last one the rightmost. */
static bool child_of(struct pages *pages, const struct page_level *level, uint32_t *ret_child)
{
    const unsigned char *at = level->cell < level->cells ? cell_at(pages, level->page, level->cell, 12) : level->page + 8;
    if (!at || at + 4 > level->page + pages->usable)
        return damaged(pages);
    *ret_child = four(at);
    return true;
}

/* The first cell whose id is not below `first`: children hold ids up to that of their cell. */
static bool find_above(struct pages *pages, struct page_level *level, int64_t first)
{
    size_t low = 0, high = level->cells;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t id;
        if (!id_above(pages, level->page, middle, &id))
            return damaged(pages);
        if (id < first)
            low = middle + 1;
        else
            high = middle;
    }
    level->cell = low;
    return true;
}

static bool find_in_leaf(struct pages *pages, int64_t first)
{
    int64_t id;
    for (pages->cell = 0; pages->cell < pages->cells; pages->cell++) {
        if (!id_in_leaf(pages, pages->cell, &id))
            return damaged(pages);
        if (id >= first)
            break;
    }
    return true;
}

/* From the page down to the leaf that holds `first` or what comes behind it. */
static bool descend(struct pages *pages, uint32_t number, int64_t first)
{
    for (;;) {
        if (!load_leaf(pages, number))
            return false;
        if (pages->leaf[0] == LEAF) {
            pages->cells = two(pages->leaf + 3);
            return find_in_leaf(pages, first);
        }
        if (pages->leaf[0] != INTERIOR || pages->depth == PAGES_DEPTH)
            return damaged(pages);
        struct page_level *level = &pages->levels[pages->depth++];
        if (!level->page)
            level->page = xmalloc(pages->page_size);
        memcpy(level->page, pages->leaf, pages->page_size);
        level->cells = two(level->page + 3);
        if (!find_above(pages, level, first) || !child_of(pages, level, &number))
            return false;
    }
}

/* The next leaf; none behind the last one. */
static bool step_leaf(struct pages *pages, bool *ret_there)
{
    while (pages->depth > 0) {
        struct page_level *level = &pages->levels[pages->depth - 1];
        if (level->cell++ >= level->cells) {
            pages->depth--;
            continue;
        }
        uint32_t child;
        *ret_there = true;
        return child_of(pages, level, &child) && descend(pages, child, INT64_MIN) && (pages->cells > 0 || damaged(pages));
    }
    *ret_there = false;
    return true;
}

bool pages_next(struct pages *pages, bool *ret_there)
{
    bool there = true;
    if (!pages->started) {
        pages->depth = 0;
        if (!descend(pages, pages->root, pages->first))
            return false;
    } else {
        pages->cell++;
    }
    if (pages->cell >= pages->cells && !step_leaf(pages, &there))
        return false;
    if (there && !read_cell(pages))
        return false;
    pages->started = true;
    *ret_there = there;
    return true;
}
