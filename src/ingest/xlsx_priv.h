/* SPDX-License-Identifier: GPL-3.0-or-later
 * Parts of a workbook: XML out of a zip archive, with ceilings.
 */
#ifndef CEPING_XLSX_PRIV_H
#define CEPING_XLSX_PRIV_H

#include "ingest_priv.h"

#include <expat.h>
#include <zip.h>

/* One part being parsed in pieces. */
struct xml_part {
    struct reader *reader;
    const char *name;
    zip_file_t *file;
    XML_Parser parser;
    uint64_t fed, size; /* bytes of its text, and how many there are; 0: not known */
    uint64_t packed; /* bytes in the archive */
    int depth;
    bool done;
    void *data;
    void (*start)(struct xml_part *part, const char *element, const char **attributes); /* names without prefix */
    void (*end)(struct xml_part *part, const char *element);
    void (*text)(struct xml_part *part, const char *text, size_t len);
};

/* Opens part `name`; `data`, `start`, `end` and `text` are set already. False when it is not there (silent) or cannot be read (said). */
bool xml_part_open(struct xml_part *part, struct reader *reader, zip_t *zip, const char *name);
bool xml_part_feed(struct xml_part *part); /* parses one piece; false at the end and on failure */
void xml_part_close(struct xml_part *part);
bool xml_part_run(struct xml_part *part, struct reader *reader, zip_t *zip, const char *name); /* open, feed, close; absent is fine */

const char *xml_attribute(const char **attributes, const char *name); /* without regard to prefixes; NULL when absent */
const char *xml_local(const char *name);

/* What the parts besides the sheets say. */
struct xlsx_sheet {
    const char *name;
    const char *relation;
    const char *path; /* in the archive */
    bool hidden;
};

struct workbook {
    LIST_OF(struct xlsx_sheet) sheets;
    bool from_1904;
    LIST_OF(enum number_kind) styles; /* by index of cellXfs */
    struct strbuf strings;            /* shared strings, one after the other … */
    size_t *string_ends;              /* … ending here */
    size_t string_count, string_room;
};

bool workbook_read(struct workbook *workbook, struct reader *reader, zip_t *zip);
void workbook_release(struct workbook *workbook);
bool workbook_string(const struct workbook *workbook, size_t index, struct cell *ret_cell);

/* "A1", "BC12": columns from 0, rows from 1; false when it is none. Either may be absent ("A", "12"). */
bool parse_reference(const char *reference, size_t *ret_column, size_t *ret_row);
/* _x000D_ and the like, by which workbooks write what XML cannot. */
void unescape_cell(struct strbuf *text);

#endif
