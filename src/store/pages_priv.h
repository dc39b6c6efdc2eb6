/* SPDX-License-Identifier: GPL-3.0-or-later
 * The records of a table, read from the pages of the database file in the order of their ids. See pages.c for why and when.
 */
#ifndef CEPING_STORE_PAGES_PRIV_H
#define CEPING_STORE_PAGES_PRIV_H

#include "store_priv.h"

enum {
    PAGES_DEPTH = 20, /* SQLite's own limit */
    PAGES_SLACK = 8,  /* bytes behind a record that may be looked at, whatever they are */
};

struct page_level {
    unsigned char *page;
    size_t cell, cells;
};

struct pages {
    struct store *store;
    struct sql_error *error;
    sqlite3_file *file;
    size_t page_size, usable;
    uint32_t page_count, root;
    struct page_level levels[PAGES_DEPTH]; /* interior pages from the root down to the leaf's parent */
    size_t depth;
    unsigned char *leaf; /* in `window` */
    size_t cell, cells;
    unsigned char *window; /* pages that lie beside each other in the file, read at once */
    uint32_t window_first, window_count, last_leaf;
    bool started;
    int64_t first, id;
    const unsigned char *payload;
    size_t size;
    unsigned char *long_payload, *overflow_page; /* a record that goes on in pages of its own */
    size_t long_room;
};

/* Is the database such that its pages may be read: in a read transaction, with a rollback journal, in UTF-8? Then `pages` stands before the first record. */
bool pages_open(struct pages *pages, struct store *store, uint32_t root, struct sql_error *error);
void pages_release(struct pages *pages);
void pages_seek(struct pages *pages, int64_t first);
/* The next record: `id`, `payload`, `size` until the call after. False: the file cannot be read or is damaged. */
bool pages_next(struct pages *pages, bool *ret_there);

/* A number of 1 to 9 bytes, big-endian with seven bits a byte; NULL when it would go beyond `end`. */
static inline const unsigned char *pages_varint(const unsigned char *at, const unsigned char *end, uint64_t *ret_number)
{
    if (at < end && *at < 0x80) {
        *ret_number = *at;
        return at + 1;
    }
    uint64_t number = 0;
    for (int i = 0; i < 9; i++, at++) {
        if (at >= end)
            return NULL;
        if (i == 8) {
            *ret_number = number << 8 | *at;
            return at + 1;
        }
        number = number << 7 | (*at & 0x7f);
        if (*at < 0x80) {
            *ret_number = number;
            return at + 1;
        }
    }
    return NULL;
}

#endif
