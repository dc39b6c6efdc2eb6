/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the commands share: their table, options, output.
 */
#ifndef CEPING_CLI_H
#define CEPING_CLI_H

#include <stdio.h>

#include <jansson.h>

#include "ceping/base_diag.h"
#include "ceping/engine.h"

enum { EXIT_DONE = 0, EXIT_WARNINGS = 1, EXIT_NOT_DONE = 2 };

/* Commands ------------------------------------------------------------------------------------------------- */

struct cli_option {
    const char *name;     /* without -- */
    char letter;          /* 0: none */
    const char *argument; /* NULL: a switch */
    const char *help;
};

#define CLI_OPTIONS_MAX 16
#define CLI_VALUES_MAX 64

struct cli;
struct render_faces;

struct cli_command {
    const char *name;
    const char *arguments; /* EVAL FILE… */
    const char *summary;   /* one line */
    const char *help;      /* a paragraph; NULL */
    int least, most;       /* arguments; most −1: any number */
    struct cli_option options[CLI_OPTIONS_MAX];
    int (*run)(struct cli *cli);
};

extern const struct cli_command *const cli_commands[]; /* NULL at the end */

/* One invocation. */
struct cli {
    const struct cli_command *command;
    char *const *arguments;
    int argument_count;
    struct {
        const char *name;
        const char *value;
    } values[CLI_VALUES_MAX];
    size_t value_count;
    struct diags diags;
    bool colour;   /* stderr is a terminal that wants it */
    bool terminal; /* stderr is a terminal: show progress */
    char *share;   /* folder with templates/ and fonts/ */
    char *locale;
    const struct evaluation *evaluation; /* once it is open; for commands that look units up */
};

/* Parses `argv` after the command's name. False when it is wrong; said on stderr. */
bool cli_parse(struct cli *cli, int argc, char **argv);
bool cli_has(const struct cli *cli, const char *option);
const char *cli_value(const struct cli *cli, const char *option); /* the last given; NULL */
void cli_help(const struct cli_command *command, FILE *out);

/* Opens the evaluation named by the first argument, with --db or $CEPING_DB. NULL: problems are in cli->diags. */
struct engine *cli_open(struct cli *cli, enum engine_mode mode);

/* Opens the faces that serve each role. NULL, with what to install, where one is missing; the caller frees with render_faces_free(). */
struct render_faces *cli_faces(struct cli *cli);

/* Prints all problems on stderr and clears them; the exit code for `done` work with these problems. */
int cli_finish(struct cli *cli, bool done);

/* The fixed set of faces, for what must have the same bytes on any machine. NULL, with the reason in the diags; freed by the caller. */
struct render_faces *cli_fixed_faces(struct cli *cli, struct arena *arena);

/* How many threads a study may use: the processors there are. Results are the same on any number. */
size_t cli_threads(void);
/* Those that --threads asks for; without it one a processor, `most` at most. */
bool cli_choose_threads(struct cli *cli, size_t most, size_t *ret_threads);

/* Progress on a terminal: one line that is written over; NULL ends it. */
void cli_progress(const struct cli *cli, const char *text);
/* "answers.csv: 350,000 rows, 35 %, 52,000 a second, 12 s left", as far as it can be told after these seconds; `share` NaN: not known. */
void progress_text(struct strbuf *out, const char *what, size_t rows, double share, double seconds);

/* What --encoding says; ENCODING_UNKNOWN without it. False, said in cli->diags, where it names none. */
bool cli_encoding(struct cli *cli, enum encoding *ret_encoding);
/* "2026-03-05 14:02:11" of now, or of SOURCE_DATE_EPOCH. */
void cli_now(char out[20]);
/* Do both paths lead to one file, by whatever name or link? */
bool cli_same_file(const char *a, const char *b);

/* Two exports of the same survey, as texts and as numbers: do they agree? Which of the two to store, in *ret_text. */
bool load_together(struct cli *cli, const struct evaluation *evaluation, const char *const *files, const char **ret_text);

/* Tables for a terminal, aligned by display width ------------------------------------------------------------- */

struct text_table {
    struct arena *arena;
    size_t columns;
    const bool *right; /* one a column: numbers stand right */
    LIST_OF(const char **) rows;
};

void text_table_init(struct text_table *table, size_t columns, const bool *right);
void text_table_release(struct text_table *table);
/* Adds a row of `columns` texts, copied; NULL is empty. */
void text_table_row(struct text_table *table, const char *const *cells);
/* Prints with two spaces between columns; the first row is the header, underlined when `header`. */
void text_table_print(const struct text_table *table, bool header, FILE *out);
/* A number for a cell, in the table's arena. */
const char *text_table_number(struct text_table *table, double value, int decimals);

/* The table of what people put right; nothing when nobody did. */
void cli_print_corrections(const struct results *results);

/* JSON ------------------------------------------------------------------------------------------------------- */

json_t *json_number(double value); /* null for NaN */
json_t *json_units(struct unit_kind *const *by, size_t by_count, const int *units); /* {kind: unit} */
json_t *json_text(const char *text); /* null for NULL */
void json_print(json_t *object);     /* on stdout, and frees it */

json_t *json_results(const struct results *results);          /* `score --json` */
json_t *json_collections(const struct results *results);      /* `status --json` */
json_t *json_corrections(const struct results *results);      /* both of them */
json_t *json_diags(const struct diags *diags);                /* problems */
json_t *json_analyses(const struct results *results, const char *measure); /* `analyze --json`; of one measure, or NULL */

#endif
