/* SPDX-License-Identifier: GPL-3.0-or-later
 * Part of the model: instruments, that is scales, questions, variables, screening rules and what their files look like.
 */
#ifndef CEPING_MODEL_INSTRUMENT_H
#define CEPING_MODEL_INSTRUMENT_H

#include "ceping/model_units.h"

/* Instruments ---------------------------------------------------------------------------------------------- */

/* Why there is no answer. Kept apart from loading to report; never zero. Letters as in the store's `_why`. */
enum missing {
    MISSING_NONE,
    MISSING_NOT_ASKED,      /* n: condition not met, or not in this version */
    MISSING_SKIPPED,        /* s: the platform says that logic jumped over it */
    MISSING_BLANK,          /* b */
    MISSING_DONT_KNOW,      /* d */
    MISSING_NOT_APPLICABLE, /* a */
    MISSING_UNREADABLE,     /* u: several marks, unknown code, out of range */
    MISSING_CANCELLED,      /* c: by a screening rule */
    MISSING_KINDS
};

extern const char *const missing_ids[MISSING_KINDS];    /* "none", "not_asked", "skipped", "blank", "dont_know", "not_applicable", "unreadable", "cancelled" */
extern const char *const missing_labels[MISSING_KINDS]; /* English source strings for _(); Chinese in the catalogue */
extern const char *const missing_words[MISSING_KINDS];  /* Chinese, for documents: words_in() */
extern const char missing_letters[MISSING_KINDS + 1];   /* ".nsbdauc" */

struct option_score {
    struct name vector; /* id of a score vector of the scale */
    double value;       /* NaN: not scored */
};

struct option {
    struct pos pos;
    int code; /* 1…; in the order of the questionnaire */
    const char *label, *label_en;
    LIST_OF(const char *) aliases;
    bool satisfied;       /* counts as satisfied */
    bool aware;           /* counts as aware (知道) */
    bool other;           /* "其他", with a text */
    bool exclusive;       /* "以上都没有" */
    enum missing missing; /* choosing it is no answer: don't know, not applicable */
    LIST_OF(struct option_score) scores;
    struct unit *unit;    /* which unit it stands for, in a multiple question about units; NULL */
};

struct scale {
    struct pos pos;
    const char *id;
    const char *name;
    LIST_OF(struct option) options;
    LIST_OF(const char *) vectors; /* names of the score vectors, first is the default */
};

enum question_type {
    QUESTION_SINGLE,
    QUESTION_MULTIPLE,
    QUESTION_SCALE,  /* one of a scale */
    QUESTION_MATRIX, /* items × one scale */
    QUESTION_RANK,   /* a place for each option */
    QUESTION_NUMBER,
    QUESTION_TEXT,
    QUESTION_DATE,
    QUESTION_UNIT, /* the answer is a unit of a kind: 您所在的区县 */
    QUESTION_TYPES
};

struct item {
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    const char *short_title, *short_en; /* = title where not given */
    bool reversed;
};

struct question {
    struct pos pos;
    const char *id;
    int number; /* printed number; 0 none */
    enum question_type type;
    const char *title, *title_en;
    const char *short_title, *short_en; /* for tables and charts; = title where not given */
    LIST_OF(const char *) aliases; /* other titles in exports */
    struct name scale_name;
    struct scale *scale; /* of single, multiple, scale, matrix, rank: options written in the question make a scale of its own */
    LIST_OF(struct option) options;
    LIST_OF(struct item) items; /* rows of a matrix or columns of a grid; empty: the question is its own item */
    struct name over_name;      /* asked for each unit of a kind */
    struct unit_kind *over;
    struct name kind_name; /* QUESTION_UNIT: of which kind */
    struct unit_kind *kind;
    bool required;
    struct name asked_if; /* condition; text NULL when always asked */
    double min, max;      /* numbers; NaN: open. Multiple: at most `max` options */
    double step;          /* numbers must be a multiple; 0: any */
    const char *unit, *unit_en; /* 分, 次 */
    const char *note, *note_en; /* printed on the form */
};

enum variable_type { VARIABLE_CODE, VARIABLE_NUMBER, VARIABLE_TEXT, VARIABLE_UNIT, VARIABLE_MARK, VARIABLE_TYPES };

/* One column of answers: an item, for one unit where the question runs over units, or one option of a multiple question.
 * Made from the questions by the linker, in the order of the questionnaire: question, item, unit, option. */
struct variable {
    const char *id; /* sat__p05, q6__3, tj__zd; lower case */
    enum variable_type type;
    struct question *question;
    struct item *item;     /* NULL: the question itself */
    struct unit *unit;     /* NULL unless `over` */
    struct option *option; /* multiple, rank: that option; else NULL */
    int index;             /* within the instrument */
};

enum about_source { ABOUT_QUESTION, ABOUT_COLUMN, ABOUT_RATER, ABOUT_SOURCES };

/* What a response is about: a unit of `kind`, answered in a question, in a column of the file, or the rater's own unit. */
struct about {
    struct pos pos;
    struct name kind_name;
    struct unit_kind *kind;
    struct name question_name;
    struct question *question;
    const char *column; /* header of the column */
};

struct issued {
    struct pos pos;
    struct name unit_name; /* NULL text: in all */
    struct unit *unit;
    double count;
};

enum screening_action { SCREEN_VOID, SCREEN_FLAG, SCREEN_CANCEL, SCREEN_NOT_ELIGIBLE, SCREEN_ACTIONS };

/* Rules of method §3. A built-in rule is a condition with declared thresholds: the linker writes `when` from them. */
enum screening_builtin { SCREEN_OWN, SCREEN_V01, SCREEN_V02, SCREEN_V03, SCREEN_V04, SCREEN_V05, SCREEN_V06, SCREEN_V07, SCREEN_V08, SCREEN_V09, SCREEN_V10, SCREEN_V11, SCREEN_BUILTINS };

struct screening_rule {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    struct name when; /* condition */
    enum screening_builtin builtin;
    double share, of_median, seconds, seconds_per_item, run, per_hour; /* thresholds of a built-in rule, where given: `when` is made of them */
    struct name item; /* V06: the trap */
    int code;         /* and the answer that it asks for */
    LIST_OF(struct name) with; /* applies only where one of these rules does too */
    enum screening_action action;
    LIST_OF(struct name) items; /* cancelled ones: items or questions; V02: those that must be answered */
    const char *reason, *reason_en;
};

enum column_role { COLUMN_ANSWER, COLUMN_IGNORE, COLUMN_KEY, COLUMN_SECONDS, COLUMN_SUBMITTED, COLUMN_RATER, COLUMN_UNIT, COLUMN_PERSONAL, COLUMN_SOURCE, COLUMN_OPERATOR, COLUMN_ROLES };

struct column_map {
    struct pos pos;
    const char *column; /* header as in the file */
    struct name to;     /* variable, question, "ignore", "key", "seconds", "submitted", "rater", "source", "personal", or a kind that is declared in `about` or `rows` */
};

enum instrument_kind { INSTRUMENT_QUESTIONNAIRE, INSTRUMENT_RATING, INSTRUMENT_RECORD, INSTRUMENT_KINDS };
enum confidential { CONFIDENTIAL_NONE, CONFIDENTIAL_RESPONDENTS, CONFIDENTIAL_RATERS, CONFIDENTIALS };

/* A question whose answers are compared among responses. */
struct compared_question {
    struct name name;
    const struct question *question;
};
typedef LIST_OF(struct compared_question) compared_questions;

/* What stands in the cells of closed questions in exports: words, numbers of options, or their scores. */
enum cell_content { CELLS_DETECTED, CELLS_TEXT, CELLS_CODE, CELLS_SCORE, CELL_CONTENTS };

struct instrument {
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    const char *short_title, *short_en;
    enum instrument_kind kind;
    const char *respondents, *respondents_en; /* who answers, in words */
    const char *collected_from, *collected_to; /* first and last day of the collection, ISO; NULL: not stated */
    enum confidential confidential;
    const char *platform; /* wanted platform, or NULL: recognised */
    const char *key;      /* header of the column that identifies a row; NULL: the platform's, else a hash of all cells */
    struct name panel_name;
    struct panel *panel;  /* raters */
    const char *rater_column;
    struct name duty_name; /* each rater of the panel must rate all units of this kind, or those that he `rates`; never his own */
    struct unit_kind *duty;
    struct name rows_name; /* a sheet is spread over several rows of a file, one for each unit of this kind (grids) */
    struct unit_kind *rows;
    const char *rows_column;
    enum cell_content cells;
    LIST_OF(struct about) about;
    LIST_OF(struct issued) issued;
    LIST_OF(struct scale) scales;
    LIST_OF(struct question) questions;
    struct name source_name, serial_name;    /* variables that tell where a response came from (device, address) and the number of its form */
    const struct variable *source, *serial; /* NULL where not known */
    struct name counts_name;                 /* variable that says for how many equal responses a row stands: answers grouped elsewhere */
    const struct variable *counts;           /* NULL: each row is one response */
    LIST_OF(struct screening_rule) screening;
    LIST_OF(struct name) repeat_names, burst_names; /* questions compared for the indices _repeat and _burst */
    compared_questions repeats, bursts;             /* linked */
    LIST_OF(struct column_map) columns;
    /* made by the linker */
    LIST_OF(struct variable) variables;
    const char *hash; /* SHA-256 over everything that gives answers a meaning: ids, types, codes, units */
    int index;
};

#endif
