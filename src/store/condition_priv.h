/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files about conditions share: the names that a condition may use, the condition cut into pieces, the sandbox.
 */
#ifndef CEPING_STORE_CONDITION_PRIV_H
#define CEPING_STORE_CONDITION_PRIV_H

#include "store_priv.h"

/* Names ---------------------------------------------------------------------------------------------------- */

enum term_kind {
    TERM_VARIABLE,
    TERM_ABOUT,     /* the unit that the response is about */
    TERM_INDEX,     /* _seconds, … */
    TERM_GROUP,
    TERM_RATER,
    TERM_CELL,      /* this.X: the same unit's variable */
    TERM_THIS_UNIT, /* this.unit */
};

struct term {
    enum term_kind kind;
    const char *name;                /* as written, lower case: "q1", "this.know" */
    const struct variable *variable; /* VARIABLE; CELL: one of them, for type and scale */
    int *cells;                      /* CELL: variable of each unit of `over`, or -1 */
    int index;                       /* ABOUT: which; INDEX: enum response_index */
    const struct unit_kind *units;   /* kind, where values are ids of units; else NULL */
};

struct vocabulary {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const struct unit_kind *over;
    struct map terms; /* by name */
    LIST_OF(const char *) words;
};

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const struct evaluation *evaluation, const struct instrument *instrument,
                     const struct unit_kind *over);
void vocabulary_release(struct vocabulary *vocabulary);
const struct term *vocabulary_term(const struct vocabulary *vocabulary, const char *name);
bool term_per_unit(const struct term *term);
/* Adds the hint that helps best with a name that is not known. */
void vocabulary_hint(const struct vocabulary *vocabulary, const char *wrong, struct diags *diags);

/* A condition ---------------------------------------------------------------------------------------------- */

enum piece_kind { PIECE_NAME, PIECE_WHY, PIECE_STRING, PIECE_NUMBER, PIECE_WORD, PIECE_SIGN };

struct piece {
    enum piece_kind kind;
    size_t at, len;          /* in the source */
    const char *text;        /* word in lower case, sign, number; content of a string */
    const struct term *term; /* NAME, WHY */
};

struct condition {
    struct arena *arena;
    const struct name *source;
    LIST_OF(struct piece) pieces;
    bool per_unit; /* speaks of `this.` */
};

/* Place of `len` bytes at `offset` of the condition in its file. */
struct pos condition_pos(const struct name *source, size_t offset, size_t len);
/* Cuts the text into pieces and resolves names. False with all problems told. */
bool condition_read(struct condition *condition, struct arena *arena, const struct vocabulary *vocabulary, const struct name *source, struct diags *diags);
/* Texts compared with codes, unknown units, numbers compared with texts. False with all problems told; some are only warnings. */
bool condition_compare(const struct condition *condition, struct diags *diags);

bool piece_is(const struct piece *piece, enum piece_kind kind, const char *text);
/* Functions that a condition may call, `why` not among them; NULL at the end. */
extern const char *const condition_functions[];

/* The columns that conditions use: names in the check, parameters in the evaluation. */
struct used {
    const struct term *term;
    bool why;
};

struct used_list {
    struct map by_name; /* value: index + 1 */
    LIST_OF(struct used) list;
};

void used_init(struct used_list *used);
void used_release(struct used_list *used);
void used_add(struct used_list *used, struct arena *arena, const struct condition *condition);
const char *used_name(struct arena *arena, const struct term *term, bool why);

/* Writes the condition as SQL. With `used` names become parameters ?1 …; else quoted names. `ret_offsets` (may be NULL) gets where each piece begins. */
void condition_write(const struct condition *condition, const struct used_list *used, struct strbuf *out, size_t *ret_offsets);

/* The sandbox ---------------------------------------------------------------------------------------------- */

struct sandbox {
    sqlite3 *db;
    int selects; /* of the statement that is being prepared */
    long steps;  /* progress of the row that is being evaluated */
};

void sandbox_open(struct sandbox *sandbox);
void sandbox_close(struct sandbox *sandbox);
void sandbox_lock(struct sandbox *sandbox); /* from here on: one SELECT, pure functions, nothing else */
sqlite3_stmt *sandbox_prepare(struct sandbox *sandbox, const char *sql); /* NULL: not permitted or not understood */
int sandbox_step(struct sandbox *sandbox, sqlite3_stmt *statement);
/* Reads and checks a condition completely. */
bool condition_check(struct condition *condition, struct arena *arena, const struct vocabulary *vocabulary, const struct name *source, struct diags *diags);

#endif
