/* SPDX-License-Identifier: GPL-3.0-or-later
 * A sheet of answers before it becomes a file: columns and, for each row, values. Writers know a format and nothing of surveys.
 */
#ifndef CEPING_EXCHANGE_PRIV_H
#define CEPING_EXCHANGE_PRIV_H

#include "ceping/exchange.h"
#include "ceping/ingest_exact.h"

enum sheet_part { SHEET_KEY, SHEET_SUBMITTED, SHEET_SECONDS, SHEET_RATER, SHEET_ABOUT, SHEET_ANSWER, SHEET_STATUS, SHEET_RULE, SHEET_NOTE, SHEET_PARTS };

struct sheet_column {
    enum sheet_part part;
    const char *name;  /* ASCII */
    const char *title; /* for people */
    size_t index;      /* of the about; */
    const struct variable *variable; /* of an answer */
};

struct sheet {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const struct dataset *raw, *screened; /* the same rows */
    LIST_OF(struct sheet_column) columns;
    LIST_OF(size_t) rows; /* of the dataset */
};

enum value_kind { VALUE_MISSING, VALUE_NUMBER, VALUE_TEXT };

struct value {
    enum value_kind kind;
    enum missing missing;
    double number;
    const char *text; /* of texts; of codes and units as well, beside their number */
};

struct value sheet_value(const struct sheet *sheet, size_t row, const struct sheet_column *column);
/* What stands in a cell: the mark of a missing value, a quoted text. NULL where the value is a number without words. `formula`: texts that a spreadsheet program
 * would compute are quoted too. */
const char *sheet_text(const struct sheet *sheet, const struct sheet_column *column, const struct value *value, bool formula, struct arena *arena);
/* Title of a variable: number, question, item, unit, option. */
const char *variable_title(const struct variable *variable, struct arena *arena);
/* Options as they are printed in a code book: "1 非常满意；2 满意". */
const char *variable_options(const struct variable *variable, struct arena *arena);

typedef bool sheet_writer(const struct sheet *sheet, const char *path, struct diags *diags);

bool write_csv(const struct sheet *sheet, const char *path, struct diags *diags);
bool write_json(const struct sheet *sheet, const char *path, struct diags *diags);
bool write_xlsx(const struct sheet *sheet, const char *path, struct diags *diags);
bool write_sav(const struct sheet *sheet, const char *path, struct diags *diags);

/* Writes a dataset made elsewhere (status and rule filled), in the format of the ending. */
bool export_dataset(const struct evaluation *evaluation, const struct dataset *dataset, const char *path, struct diags *diags);
/* Says that `path` cannot be written, and why; false. */
bool cannot_write(const char *path, const char *why, struct diags *diags);
/* Seconds since 1970 of noon of the report date in local time, so that files with a date inside do not depend on the clock. */
int64_t report_noon(const struct evaluation *evaluation);

#endif
