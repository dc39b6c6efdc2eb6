/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the open data share.
 */
#ifndef CEPING_PUBLISH_DATA_PRIV_H
#define CEPING_PUBLISH_DATA_PRIV_H

#include <time.h>

#include "ceping/base_words.h"
#include "ceping/publish_data.h"

/* Cells, added one after the other. What `disclose` took out (num_hidden()) becomes DATA_HIDDEN, what does not exist stays empty. */
void data_add(struct data_set *set, struct data_table *table, const char *text);
void data_add_number(struct data_set *set, struct data_table *table, double value, int decimals);
/* A count, or a sum of points: at most nine decimals. */
void data_add_count(struct data_set *set, struct data_table *table, double value);
/* As many digits as lead back to the same double. */
void data_add_exact(struct data_set *set, struct data_table *table, double value);
void data_add_unit(struct data_set *set, struct data_table *table, const struct unit *unit);
/* Why it is hidden, in words; empty where it is shown. */
void data_add_reason(struct data_set *set, struct data_table *table, enum hidden hidden);

/* Its answers count by weights, which are not published. */
bool data_figure_weighted(const struct figure *figure);

/* Parts of data_of_results(). */
void data_make_figures(struct data_set *set, const struct results *results);
void data_make_collection(struct data_set *set, const struct results *results);
void data_make_frequencies(struct data_set *set, const struct results *results);
void data_make_pairs(struct data_set *set, const struct results *results); /* data_pairs.c */
void data_make_scores(struct data_set *set, const struct results *results);
void data_make_leaves(struct data_set *set, const struct results *results);
void data_make_policies(struct data_set *set, const struct results *results);
void data_make_rules(struct data_set *set, const struct results *results);

/* Writers. */
void data_write_csv(const struct data_form *form, const struct data_table *table, bool simulated, struct strbuf *out);
void data_write_dictionary(const struct data_set *set, struct strbuf *out);
void data_write_results(const struct data_set *set, struct strbuf *out);
void data_write_schema(const struct data_set *set, struct strbuf *out);
void data_write_csvw(const struct data_set *set, struct strbuf *out);
void data_write_package(const struct data_set *set, struct strbuf *out);
void data_write_readme(const struct data_set *set, struct strbuf *out);
bool data_write_workbook(const struct data_set *set, struct strbuf *out, struct diags *diags);


/* Cells of a CSV text, row by row: fields in quotes may hold commas, quotes and line ends. Calls `cell` for each and `row` at each end; false where a
 * quote is left open. */
struct csv_rows {
    LIST_OF(const char *) cells;
    LIST_OF(size_t) ends; /* cells up to the end of each row */
};
bool csv_rows_parse(struct arena *arena, const char *text, struct csv_rows *ret_rows);

/* Noon of a date, so that no time zone moves the day; noon of 1 January of the year where there is none (workbook.c). */
time_t workbook_time(const char *date, int year);

/* Members of publication.json that are texts, written and read by the same rows. */
struct about_text {
    const char *name;
    size_t offset;
    bool absent; /* without a text it is left out */
};
#define ABOUT_TEXTS 17
#define EDITION_TEXTS 5
extern const struct about_text about_texts[ABOUT_TEXTS];     /* of struct data_about */
extern const struct about_text edition_texts[EDITION_TEXTS]; /* of struct data_edition */
const char **about_member(void *object, const struct about_text *text);

/* How a citation reads, by GB/T 7714, with words of `language`; texts are those of `about`. */
void data_citation(const struct data_about *about, const char *language, struct strbuf *out);

#endif
