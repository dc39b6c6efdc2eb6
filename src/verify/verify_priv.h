/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of `verify` share.
 */
#ifndef CEPING_VERIFY_PRIV_H
#define CEPING_VERIFY_PRIV_H

#include <jansson.h>
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "ceping/verify.h"

struct verify {
    struct arena *arena;
    const char *folder; /* of the year; of the site, while its root is looked at */
    const struct verify_options *options;
    struct diags *diags;
    struct verify_year *year;
    struct data_set *set;
    struct data_hashes hashes; /* of publication.json */
    json_t *rules;
    struct map index[DATA_TABLES]; /* key of a row → its number + 1; made when first asked for */
    size_t *numbers[DATA_TABLES];
};

/* Reports. Texts are copied; `published` and `recomputed` may be NULL. */
void verify_differs(struct verify *v, enum verify_check check, const char *file, const char *row, const char *column, const char *published,
                    const char *recomputed);
void verify_left(struct verify *v, const char *reason, size_t count);
/* One more thing was compared; says so when it is not the same. */
bool verify_text(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, const char *recomputed);
/* The same for a number with decimals as printed: both texts are the same, or the value lies so near a tie that rounding may go either way. */
bool verify_number(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, double value, int decimals);
/* And for one with all its digits, to `tolerance`. */
bool verify_close(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, double value, double tolerance);

struct dirent;
int verify_by_bytes(const struct dirent **a, const struct dirent **b);
int verify_is_year(const struct dirent *entry); /* 2017 */
/* Is something published in this folder of a year? */
bool verify_published(struct arena *arena, const char *folder);
bool verify_hidden(const char *cell);
const struct data_table *verify_table(const struct verify *v, enum data_table_id id);

/* Parts. */
void verify_files(struct verify *v);
void verify_root(struct verify *v);
void verify_derived(struct verify *v);
void verify_editions(struct verify *v);
void verify_figures(struct verify *v);
void verify_counts(struct verify *v);
void verify_scores(struct verify *v);
void verify_pairs(struct verify *v);
void verify_pages(struct verify *v);
bool verify_archive(struct verify *v);

/* Rules as a model (verify_model.c) ---------------------------------------------------------------------------------- */

/* One score table of the rules with its published rows. */
struct verify_rubric {
    struct evaluation *evaluation; /* freed by the caller */
    struct results *results;
};

enum verify_from {
    FROM_RAW,   /* leaves take their raw values: do the transforms give the published scores? */
    FROM_SCORES /* leaves take their published scores: does the tree give the published result? */
};

/* A small evaluation of one published table: its units, tree and rules, and a figure for each leaf whose cells are the published values. Scored already.
 * NULL, with a difference told, when the rules cannot be read. */
bool verify_rebuild(struct verify *v, const json_t *rules, enum verify_from from, struct verify_rubric *ret_rubric);
void verify_rubric_release(struct verify_rubric *rubric);

/* Rows of a data table by its key columns. */
size_t verify_find(struct verify *v, enum data_table_id table, const char *key); /* SIZE_MAX: none */
const char *rule_text(const json_t *object, const char *name);
double rule_number(const json_t *object, const char *name, double fallback);
bool verify_whole(struct verify *v, const char *table); /* are all its units published? */

#endif
