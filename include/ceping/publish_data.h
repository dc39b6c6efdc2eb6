/* SPDX-License-Identifier: GPL-3.0-or-later
 * Open data as a value: tables of texts as they are published, and what stands around them. Made from results by `publish`, read back from a published
 * folder by `verify`; every file of `data/` follows from this value, so whoever has the tables can make the other files again and compare.
 *
 *     struct data_set *set = data_read(arena, "site/2017/data", &diags);
 *     const struct data_table *scores = data_table_named(set, "scores");
 *     const char *score = data_cell(scores, row, "score");
 *
 * A cell is NULL where there is no value and "*" where it is not published; neither is ever 0.
 */
#ifndef CEPING_PUBLISH_DATA_H
#define CEPING_PUBLISH_DATA_H

#include "ceping/base_diag.h"
#include "ceping/model_results.h"

#define DATA_HIDDEN "*"
#define DATA_MARK "模拟数据，非真实评估结果"

enum data_table_id { DATA_FIGURES, DATA_SCORES, DATA_FACETS, DATA_LEAVES, DATA_POLICIES, DATA_SUMMARIES, DATA_COLLECTION, DATA_FREQUENCIES, DATA_PAIRS, DATA_CHANGES, DATA_TABLES };

struct data_column {
    const char *id;
    bool number;
    bool key; /* the key columns of a row are unique in their table, taken together */
    const char *meaning;
};

struct data_form {
    const char *name, *title; /* of the file without ending; in words */
    const struct data_column *columns;
    size_t column_count;
};

extern const struct data_form data_forms[DATA_TABLES];
extern const struct data_column data_status_column; /* the last one, where data are simulated */

struct data_table {
    const struct data_form *form;
    LIST_OF(const char *) cells; /* row by row */
};

/* One publication of the same year: the first, a correction of a mistake, or a revision for another reason. */
struct data_edition {
    int number;         /* from 1 */
    const char *kind;   /* "first", "correction", "revision" */
    const char *date;   /* ISO; NULL where none is known */
    const char *cause;  /* NULL: the first */
    const char *cause_en; /* for pages in English; NULL: none is given */
    const char *extent; /* what is different from the edition before; NULL: the first */
};

/* What stands around the tables. Texts are NULL where nothing is known. */
struct data_about {
    const char *evaluation, *title, *subject, *commissioner, *evaluator, *team, *report_date;
    int year;
    bool simulated;
    struct publication publication;
    const char *program;
    const char *data_hash, *questionnaire_hash, *rubric_hash, *rows_hash, *texts_hash;
    LIST_OF(struct data_edition) editions; /* up to this one, oldest first */
};

struct data_set {
    struct arena *arena;
    struct data_about about;
    struct data_table tables[DATA_TABLES];
    const char *rules; /* rules.json as text */
};

/* Making and looking up ---------------------------------------------------------------------------------------- */

/* Everything but editions and changes, which need to know what was published before. Texts are borrowed from `results` and `arena`. */
struct data_set *data_of_results(struct arena *arena, const struct results *results, const char *program);

size_t data_rows(const struct data_table *table);
size_t data_column_at(const struct data_form *form, const char *id); /* form->column_count where there is none */
const char *data_cell(const struct data_table *table, size_t row, const char *column);
/* NaN where there is no number: absent, hidden, or no number at all. */
double data_number(const struct data_table *table, size_t row, const char *column);
/* The values of the key columns of a row, joined: "satisfaction/district/zd". */
const char *data_key(struct arena *arena, const struct data_table *table, size_t row);
/* Its names, for readers: "满意率　张店区". */
const char *data_row_name(struct arena *arena, const struct data_table *table, size_t row);
const struct data_edition *data_edition_now(const struct data_about *about);

/* Files ---------------------------------------------------------------------------------------------------------- */

enum data_file {
    DATA_FILE_CSV, /* one a table, and the dictionary */
    DATA_FILE_RESULTS,
    DATA_FILE_SCHEMA,
    DATA_FILE_WORKBOOK,
    DATA_FILE_CSVW,
    DATA_FILE_PACKAGE,
    DATA_FILE_README,
    DATA_FILE_RULES,
};

/* The files of `data/` in their order, with what they are in words; all but SHA256SUMS. */
struct data_file_row {
    const char *name;
    enum data_file kind;
    int table; /* DATA_FILE_CSV: enum data_table_id; −1: the dictionary */
    const char *meaning;
};
#define DATA_FILES 18
extern const struct data_file_row data_files[DATA_FILES];

/* The bytes of one file. False, with the reason in `diags`, where the workbook cannot be made. */
bool data_write_file(const struct data_set *set, const struct data_file_row *file, struct strbuf *out, struct diags *diags);
/* publication.json: what stands around the tables and the hash of each file in `names` (`hashes` beside them). */
void data_write_publication(const struct data_about *about, const char *const *names, const char *const *hashes, size_t count, struct strbuf *out);

struct data_hash {
    const char *name, *hash;
};
struct data_hashes {
    struct data_hash *at;
    size_t count;
};

/* Reads publication.json alone. False, with what is wrong in `diags`. */
bool data_read_publication(const char *path, struct arena *arena, struct data_about *ret_about, struct data_hashes *ret_hashes, struct diags *diags);

/* Reads tables, rules and publication.json of one edition: `folder` holds the files of `data/`, `publication` is the path of the other. What is
 * wrong with them goes to `diags`, all of it; NULL where they cannot be read at all. */
struct data_set *data_read(struct arena *arena, const char *folder, const char *publication, struct diags *diags);

/* Differences of values between two editions, row by row in the order of tables: rows of DATA_CHANGES with the number of the edition `to` belongs to. Only
 * columns that both know; a row that is absent has NULL. Texts are borrowed from both. */
void data_compare(const struct data_set *from, const struct data_set *to, int edition, struct arena *arena, struct data_table *changes);

#endif
