/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows as pages of a database in memory, from where SQLite takes them over.
 *
 * Through a virtual table (feed.c) SQLite asks for each of 42 values, checks and packs them: 2 µs a row, and nothing could make it less. But `INSERT INTO t SELECT * FROM s`
 * between two tables of the same shape copies records as they are, which is how VACUUM works. So the rows that gather are laid out as such a table: leaves and one page
 * above them, as the file format says (https://www.sqlite.org/fileformat2.html, section 1.6, the promise on which pages.c rests for reading), in the image of a
 * database that stays in memory; sqlite3_deserialize attaches it, and one statement inserts all of its rows. The truth is written by SQLite as ever, in its transaction, with its
 * journal; if the two tables were not of one shape, as in a file that somebody else changed, SQLite takes value by value with all checks by itself. Storing
 * 10⁶ rows takes less than half of the time so.
 *
 * What SQLite would have made of the rows one by one is the same to the byte. The image holds an empty index, for that of the table is only of rows that were changed: those go the other way,
 * and so do rows longer than a page. Whether all this works is tried when the first rows come (in a transaction sqlite3_deserialize may refuse, says its documentation;
 * 3.40 does not); where it does not, rows go through the virtual table.
 */
#include "feed_priv.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char schema[] = "ceping_stage";

enum {
    PAGE = 65536,              /* the largest there is: few rows are longer */
    LEAVES = 8,               /* a megabyte of rows at once: beyond it nothing is gained */
    ROOT = 2,                  /* pages 1 to 3: the schema, the root of the table, that of the index */
    FIRST_LEAF = 4,
    LEAF_HEAD = 8, ROOT_HEAD = 12, POINTER = 2,
    RECORD_MOST = PAGE - 35,   /* longer ones go on in other pages */
    IMAGE = (FIRST_LEAF - 1 + LEAVES) * PAGE,
};

struct stage {
    struct store *store;
    const struct feed_columns *columns;
    struct record record;
    char *insert;
    unsigned char *image;
    bool attached;
    size_t rows;               /* that have gathered */
    size_t leaves;             /* the last of them is being filled */
    size_t cells, content;     /* of it: how many, and where the lowest begins */
    size_t root_cells, root_content;
    int64_t last_id;
};

/* Pages ------------------------------------------------------------------------------------------------------- */

static void put_two(unsigned char *to, size_t value)
{
    to[0] = (unsigned char)(value >> 8); /* 65,536 is written as 0 */
    to[1] = (unsigned char)value;
}

static void put_four(unsigned char *to, size_t value)
{
    put_two(to, value >> 16);
    put_two(to + 2, value);
}

static unsigned char *page_at(const struct stage *stage, size_t number)
{
    return stage->image + (number - 1) * PAGE;
}

static size_t last_leaf(const struct stage *stage)
{
    return FIRST_LEAF + stage->leaves - 1;
}

static void begin_leaf(struct stage *stage)
{
    stage->leaves++;
    stage->cells = 0;
    stage->content = PAGE;
}

enum { KIND_AT = 0, FREE_AT = 1, CELLS_AT = 3, CONTENT_AT = 5, FRAGMENTS_AT = 7, LAST_CHILD_AT = 8, LEAF = 13, INTERIOR = 5 };

static void write_head(unsigned char *page, unsigned char kind, size_t cells, size_t content)
{
    page[KIND_AT] = kind;
    put_two(page + FREE_AT, 0);
    put_two(page + CELLS_AT, cells);
    put_two(page + CONTENT_AT, content);
    page[FRAGMENTS_AT] = 0;
}

/* The root points to each leaf with the highest id in it, to the last one without. */
static void end_leaf(struct stage *stage, bool is_last)
{
    write_head(page_at(stage, last_leaf(stage)), LEAF, stage->cells, stage->content);
    unsigned char *root = page_at(stage, ROOT);
    if (is_last) {
        write_head(root, INTERIOR, stage->root_cells, stage->root_content);
        put_four(root + LAST_CHILD_AT, last_leaf(stage));
        return;
    }
    unsigned char cell[4 + 9];
    put_four(cell, last_leaf(stage));
    size_t size = 4 + varint_write(cell + 4, (uint64_t)stage->last_id);
    stage->root_content -= size;
    memcpy(root + stage->root_content, cell, size);
    put_two(root + ROOT_HEAD + POINTER * stage->root_cells++, stage->root_content);
}

/* The image without rows. */
static void clear(struct stage *stage)
{
    stage->rows = stage->leaves = stage->root_cells = 0;
    stage->root_content = PAGE;
    begin_leaf(stage);
}

/* Taking over --------------------------------------------------------------------------------------------------- */

static int attach_image(struct stage *stage, size_t pages)
{
    enum { PAGES_AT = 28 };
    put_four(stage->image + PAGES_AT, pages);
    sqlite3_int64 size = (sqlite3_int64)(pages * PAGE);
    return sqlite3_deserialize(stage->store->db, schema, stage->image, size, size, SQLITE_DESERIALIZE_READONLY);
}

static bool insert(struct stage *stage)
{
    auto_stmt sqlite3_stmt *statement = sql_prepare(stage->store, stage->insert);
    return statement && sql_done(stage->store, statement);
}

bool stage_put(struct stage *stage, size_t *ret_count)
{
    if (ret_count)
        *ret_count = stage->rows;
    if (stage->rows == 0)
        return true;
    if (stage->leaves == 1) { /* which is the root */
        write_head(page_at(stage, FIRST_LEAF), LEAF, stage->cells, stage->content);
        memcpy(page_at(stage, ROOT), page_at(stage, FIRST_LEAF), PAGE);
    } else {
        end_leaf(stage, true);
    }
    size_t pages = stage->leaves == 1 ? FIRST_LEAF - 1 : last_leaf(stage);
    bool done = (attach_image(stage, pages) == SQLITE_OK || sql_failed(stage->store)) && insert(stage);
    clear(stage);
    return done;
}

enum stage_answer stage_add(struct stage *stage, const struct new_row *row)
{
    assert(row->version == 1 && "the index of the image is empty");
    struct record *record = &stage->record;
    if (!record_make(record, stage->columns, row))
        return STAGE_TOO_LONG;
    size_t len = record_size(record), size = varint_size(len) + varint_size((uint64_t)row->id) + len;
    if (LEAF_HEAD + POINTER * (stage->cells + 1) + size > stage->content) {
        if (stage->leaves == LEAVES) {
            if (!stage_put(stage, NULL))
                return STAGE_FAILED;
        } else {
            end_leaf(stage, false);
            begin_leaf(stage);
        }
    }
    stage->content -= size;
    unsigned char *page = page_at(stage, last_leaf(stage)), *cell = page + stage->content;
    put_two(page + LEAF_HEAD + POINTER * stage->cells++, stage->content);
    cell += varint_write(cell, len);
    cell += varint_write(cell, (uint64_t)row->id);
    record_write(record, cell);
    stage->last_id = row->id;
    stage->rows++;
    return STAGE_TAKEN;
}

/* Opening and closing ------------------------------------------------------------------------------------------- */

/* The first pages of the image are SQLite's own: a database with the table and nothing in it. */
static bool make_image(struct stage *stage, const struct version *version)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "PRAGMA page_size = %d;", PAGE);
    sqlite3 *db = NULL;
    unsigned char *empty = NULL;
    sqlite3_int64 size = 0;
    bool made = version_add_table(&sql, version) && sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_exec(db, sql.at, NULL, NULL, NULL) == SQLITE_OK &&
                (empty = sqlite3_serialize(db, "main", &size, 0)) && size == (FIRST_LEAF - 1) * PAGE;
    if (made) {
        stage->image = xcalloc(1, IMAGE);
        memcpy(stage->image, empty, (size_t)size);
    }
    sqlite3_free(empty);
    sqlite3_close(db);
    return made;
}

/* Attached twice, as it will be, and nothing inserted each time. That SQLite will not prepare it is no error, that the statement fails is one of the store. */
static bool works(struct stage *stage)
{
    sqlite3 *db = stage->store->db;
    stage->attached = sqlite3_exec(db, "ATTACH ':memory:' AS ceping_stage", NULL, NULL, NULL) == SQLITE_OK;
    for (int i = 0; stage->attached && i < 2; i++) {
        auto_stmt sqlite3_stmt *statement = NULL;
        if (attach_image(stage, FIRST_LEAF - 1) != SQLITE_OK || sqlite3_prepare_v2(db, stage->insert, -1, &statement, NULL) != SQLITE_OK || !sql_done(stage->store, statement))
            return false;
    }
    return stage->attached;
}

struct stage *stage_open(struct store *store, const struct version *version, const struct feed_columns *columns)
{
    struct stage *stage = xcalloc(1, sizeof *stage);
    *stage = (struct stage){.store = store, .columns = columns};
    record_init(&stage->record, columns->count, RECORD_MOST);
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "INSERT INTO main.");
    sql_add_name(&sql, version->table);
    strbuf_addf(&sql, " SELECT * FROM %s.", schema);
    sql_add_name(&sql, version->table);
    stage->insert = strbuf_detach(&sql);
    if (make_image(stage, version) && works(stage)) {
        clear(stage);
        return stage;
    }
    stage_close(stage);
    return NULL;
}

void stage_close(struct stage *stage)
{
    if (!stage)
        return;
    if (stage->attached)
        sqlite3_exec(stage->store->db, "DETACH ceping_stage", NULL, NULL, NULL);
    record_release(&stage->record);
    free(stage->insert);
    free(stage->image);
    free(stage);
}
