/* SPDX-License-Identifier: GPL-3.0-or-later
 * The compound file that an XLS file is: a small file system of sectors, chained by a table ([MS-CFB]).
 *
 * Every offset is checked and every chain is bounded by the number of sectors, so that a damaged or malicious file is refused and never
 * followed outside its bytes. A chain that ends before the stream does means a file that was cut off: refused, not read in part.
 */
#include "xls_priv.h"

#include <stdlib.h>

enum { HEADER = 512, ENTRY = 128, DIFAT_IN_HEADER = 109 };
#define END_OF_CHAIN 0xFFFFFFFEu

struct compound {
    const struct strbuf *file;
    size_t sector; /* bytes */
    size_t sectors;
    uint32_t *next; /* of each sector */
};

static const char *sector_at(const struct compound *compound, uint32_t number)
{
    /* The header takes one sector's place. */
    return number < compound->sectors ? compound->file->at + ((size_t)number + 1) * compound->sector : NULL;
}

/* The table itself lies in sectors listed in the header and in a chain of further lists. */
static bool read_table(struct compound *compound)
{
    const char *header = compound->file->at;
    size_t per_sector = compound->sector / 4, filled = 0, lists = 0;
    compound->next = xmalloc((compound->sectors + 1) * sizeof *compound->next);
    for (size_t i = 0; i <= compound->sectors; i++)
        compound->next[i] = END_OF_CHAIN;
    const char *list = header + 76;
    size_t in_list = DIFAT_IN_HEADER;
    uint32_t further = le32(header + 68);
    for (;;) {
        for (size_t i = 0; i < in_list && filled < compound->sectors; i++) {
            uint32_t number = le32(list + 4 * i);
            if (number >= END_OF_CHAIN - 3)
                continue;
            const char *part = sector_at(compound, number);
            if (!part)
                return false;
            for (size_t k = 0; k < per_sector && filled < compound->sectors; k++)
                compound->next[filled++] = le32(part + 4 * k);
        }
        if (further >= END_OF_CHAIN - 3 || filled >= compound->sectors)
            return true;
        list = sector_at(compound, further);
        if (!list || ++lists > compound->sectors)
            return false;
        in_list = per_sector - 1;
        further = le32(list + 4 * in_list);
    }
}

/* Adds the sectors from `start` on, at most `limit` bytes. */
static bool read_chain(const struct compound *compound, uint32_t start, size_t limit, struct strbuf *out)
{
    size_t steps = 0;
    for (uint32_t number = start; number < END_OF_CHAIN - 3 && out->len < limit; number = compound->next[number]) {
        const char *part = sector_at(compound, number);
        if (!part || ++steps > compound->sectors)
            return false;
        strbuf_add(out, part, compound->sector);
    }
    return true;
}

/* Small streams lie in a stream of their own, cut into sectors of 64 bytes. */
static bool read_small(const struct compound *compound, const char *root, uint32_t start, size_t size, struct strbuf *out)
{
    const char *header = compound->file->at;
    struct strbuf table, small;
    strbuf_init(&table);
    strbuf_init(&small);
    size_t sector = (size_t)1 << le16(header + 32), steps = 0;
    bool sound = root && sector == 64 && read_chain(compound, le32(header + 60), SIZE_MAX, &table) && read_chain(compound, le32(root + 116), SIZE_MAX, &small);
    for (uint32_t number = start; sound && number < END_OF_CHAIN - 3 && out->len < size;) {
        sound = ((size_t)number + 1) * sector <= small.len && ((size_t)number + 1) * 4 <= table.len && ++steps <= table.len;
        if (!sound)
            break;
        strbuf_add(out, small.at + (size_t)number * sector, sector);
        number = le32(table.at + (size_t)number * 4);
    }
    strbuf_release(&table);
    strbuf_release(&small);
    return sound;
}

static bool is_named(const char *entry, const char *name)
{
    size_t len = strlen(name);
    if (le16(entry + 64) != 2 * (len + 1) || entry[66] != 2)
        return false;
    for (size_t i = 0; i < len; i++)
        if (le16(entry + 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

static enum compound_result read_stream(const struct compound *compound, const struct strbuf *entries, struct strbuf *ret_stream)
{
    const char *root = NULL, *book = NULL;
    bool encrypted = false;
    for (size_t at = 0; at + ENTRY <= entries->len; at += ENTRY) {
        const char *entry = entries->at + at;
        if (entry[66] == 5 && !root)
            root = entry;
        if (is_named(entry, "Workbook") || (!book && is_named(entry, "Book")))
            book = entry;
        encrypted = encrypted || is_named(entry, "EncryptedPackage");
    }
    if (!book)
        return encrypted ? COMPOUND_ENCRYPTED : COMPOUND_NO_WORKBOOK;
    uint32_t start = le32(book + 116);
    size_t size = le32(book + 120), cutoff = le32(compound->file->at + 56);
    bool read = size > compound->file->len ? false : size < cutoff ? read_small(compound, root, start, size, ret_stream) : read_chain(compound, start, size, ret_stream);
    if (!read || ret_stream->len < size)
        return COMPOUND_DAMAGED;
    strbuf_truncate(ret_stream, size);
    return COMPOUND_OK;
}

enum compound_result compound_workbook(const struct strbuf *file, struct strbuf *ret_stream)
{
    if (file->len < HEADER)
        return COMPOUND_DAMAGED;
    unsigned shift = le16(file->at + 30);
    if (shift != 9 && shift != 12)
        return COMPOUND_DAMAGED;
    struct compound compound = {.file = file, .sector = (size_t)1 << shift};
    compound.sectors = file->len / compound.sector;
    compound.sectors -= compound.sectors > 0; /* whole ones after the header */
    struct strbuf entries;
    strbuf_init(&entries);
    enum compound_result result = COMPOUND_DAMAGED;
    if (read_table(&compound) && read_chain(&compound, le32(file->at + 48), SIZE_MAX, &entries))
        result = read_stream(&compound, &entries, ret_stream);
    strbuf_release(&entries);
    free(compound.next);
    return result;
}
