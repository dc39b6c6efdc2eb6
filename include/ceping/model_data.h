/* SPDX-License-Identifier: GPL-3.0-or-later
 * Responses: one at a time on their way into the store, all of an instrument as columns on their way out.
 */
#ifndef CEPING_MODEL_DATA_H
#define CEPING_MODEL_DATA_H

#include "ceping/base_sha256.h"
#include "ceping/model.h"

/* One response, as a reader hands it on ------------------------------------------------------------------------ */

struct answer {
    enum missing missing; /* MISSING_NONE when there is an answer */
    int code;             /* VARIABLE_CODE; VARIABLE_MARK: 0 or 1; VARIABLE_UNIT: index of the unit */
    double number;        /* VARIABLE_NUMBER */
    const char *text;     /* VARIABLE_TEXT; also what could not be read, with MISSING_UNREADABLE */
};

struct response {
    const char *key;        /* identifies the response among all of its instrument */
    size_t line;            /* row of the file, the header counted */
    struct answer *answers; /* one a variable of the instrument */
    int *about;             /* one an `about` of the instrument: unit index, or NO_UNIT */
    const char *rater;      /* id as declared, or as written; NULL */
    const char *submitted;  /* as ISO "2018-05-03 14:02:11"; NULL */
    double seconds;         /* NaN when not known */
    const char *entered_by; /* who typed it from paper; NULL. Not stored */
    const char *group;      /* batch-level or column-level group; NULL */
    const char *source;     /* where it came from (an IP address, a device), as keyed hash; NULL */
};

/* All responses of an instrument ----------------------------------------------------------------------------- */

enum response_status { RESPONSE_VALID, RESPONSE_VOID, RESPONSE_NOT_ELIGIBLE, RESPONSE_STATUSES };

struct column {
    const struct variable *variable;
    uint8_t *missing;   /* enum missing, one a row */
    int16_t *codes;     /* CODE, MARK, UNIT; else NULL. Meaningless where missing */
    double *numbers;    /* NUMBER; else NULL */
    const char **texts; /* TEXT; else NULL */
};

/* What analyse_indices() measures, and conditions name. */
enum response_index {
    INDEX_MISSING_SHARE,
    INDEX_SECONDS,
    INDEX_SECONDS_RATIO,
    INDEX_LONGSTRING,
    INDEX_IRV,
    INDEX_SECONDS_PER_ITEM,
    INDEX_UNREADABLE_SHARE,
    INDEX_EVEN_ODD,
    INDEX_MAHALANOBIS_P,
    INDEX_DUPLICATE,
    INDEX_SOURCE_HOUR,
    INDEX_SAME_SOURCE,
    INDEX_REPEAT,
    INDEX_BURST,
    INDEX_TOO_MANY,
    RESPONSE_INDICES
};

/* Sets of indices: bit i is index i. */
#define INDEX_BIT(index) (1u << (index))
#define INDICES_ALL (INDEX_BIT(RESPONSE_INDICES) - 1u)
/* Those that compare a response with the others: they need all of them at once. */
#define INDICES_AMONG_ALL                                                                                                                   \
    (INDEX_BIT(INDEX_MAHALANOBIS_P) | INDEX_BIT(INDEX_DUPLICATE) | INDEX_BIT(INDEX_SOURCE_HOUR) | INDEX_BIT(INDEX_SAME_SOURCE) | INDEX_BIT(INDEX_REPEAT) | INDEX_BIT(INDEX_BURST))

extern const char *const response_index_names[RESPONSE_INDICES]; /* "_missing_share", … */

/* What a person put right: an answer of one response, or the response withdrawn. The store keeps the first form. */
struct correction {
    const struct decision *decision; /* reason, authority, who, when */
    const struct instrument *instrument;
    const char *key;
    const struct variable *variable; /* NULL: the response is withdrawn */
    const char *before, *after;      /* answers in words; NULL where it is withdrawn */
};

typedef LIST_OF(struct correction) correction_list;

/* Living, not withdrawn responses, in order of batch and line. Rows count from 0. */
struct dataset {
    struct arena *arena;
    const struct instrument *instrument;
    size_t rows;
    struct column *columns;  /* one a variable */
    int16_t **about;         /* [about][row]: unit index or NO_UNIT */
    const char **keys;
    const char **raters;
    const char **submitted;
    const char **groups;
    const char **sources;    /* keyed hashes; NULL where no column says where a response came from */
    int64_t *ids;            /* row id in the store, for `explain` */
    int32_t *batches;        /* index into the list of batches */
    double *indices[RESPONSE_INDICES]; /* filled by screening, those that rules or figures name; else NULL */
    /* filled by screening; all valid before */
    uint8_t *status;         /* enum response_status */
    int16_t *rule;           /* screening rule that decided; −1 none */
    uint64_t *flags;         /* bit r: rule r applies to the row, whatever its action */
    correction_list corrections; /* applied to the answers above, in the order of decisions.csv */
};

/* A condition on the rows of a dataset, evaluated: mask[row · units + unit], `units` 1 unless it speaks of `this.`. */
struct mask {
    size_t units;
    uint8_t *at;
};

/* Room for `rows` rows, in `arena`: no answer given (MISSING_BLANK), about no unit, valid, no rule; of the indices the seconds alone, unknown. */
struct dataset *dataset_new(struct arena *arena, const struct instrument *instrument, size_t rows);
/* The same, but no answer is missing (MISSING_NONE) until it is said: for who fills in all of them, most of which are there. */
struct dataset *dataset_new_answered(struct arena *arena, const struct instrument *instrument, size_t rows);

/* Unit of `kind` that an answer belongs to: that of the variable if it runs over the kind, else what the response is about.
 * NO_UNIT when neither. The one rule by which all figures find their units. */
struct unit *variable_unit(const struct variable *variable); /* of its question over units, or of the option that it marks; NULL */
int dataset_unit(const struct dataset *dataset, size_t row, const struct variable *variable, const struct unit_kind *kind);

/* The answer in words: the label of an option, the name of a unit, "(blank)". In `arena` or older than it. */
const char *dataset_answer(const struct dataset *dataset, size_t row, const struct variable *variable, struct arena *arena);
void dataset_set(struct dataset *dataset, size_t row, const struct variable *variable, const struct answer *answer); /* texts are copied */
/* Takes out the rows for which `drop` is true. The others keep their order. */
void dataset_drop(struct dataset *dataset, const bool *drop);
/* Each row as often as `times` says, copies side by side, the order kept. */
void dataset_repeat(struct dataset *dataset, const uint32_t *times);

void dataset_dump(const struct dataset *dataset, struct strbuf *out);
void correction_dump(const struct correction *correction, struct strbuf *out); /* one line */

/* Decisions of people ---------------------------------------------------------------------------------------- */

/* What a word of decisions.csv makes of a response: valid, void or not_eligible, or in Chinese 有效, 作废 or 废卷, 不符合条件. False for any other word. */
bool decision_status(const char *word, enum response_status *ret_status);

enum decision_kind {
    DECISION_OTHER,    /* not about a response: kept for the reports */
    DECISION_UNKNOWN,  /* about a response, and no word that we know */
    DECISION_STATUS,   /* valid, void, not eligible */
    DECISION_WITHDRAW, /* the response is taken out */
    DECISION_CORRECT,  /* one of its answers is another */
};

struct decision_reading {
    const struct decision *decision;
    const struct instrument *instrument;
    const char *key; /* inside the decision's object, `key_len` bytes */
    size_t key_len;
    enum response_status status;     /* DECISION_STATUS */
    const struct variable *variable; /* DECISION_CORRECT: NULL when the object names none */
    const char *value;               /* DECISION_CORRECT: inside the decision */
};

/* What the decision is about and says. That its value is acceptable tells variable_read. */
enum decision_kind decision_read(const struct evaluation *evaluation, const struct decision *decision, struct decision_reading *ret_reading);

/* What the word alone says, whatever it is about: one of the last four kinds. `ret_value` of DECISION_CORRECT, inside `word`; else NULL. */
enum decision_kind decision_says(const char *word, enum response_status *ret_status, const char **ret_value);
/* The same for readers, in the language of a document (base_words.h): "更正为“满意”", "撤回", "作废"; what is not about a response as it stands. In `arena` or older than it. */
const char *decision_words(const struct evaluation *evaluation, const struct decision *decision, const char *language, struct arena *arena);

/* How two entries of paper copies compared, as `ceping compare-entries` writes it: object "entry:INSTRUMENT", decision "比对3960格，不一致15格". The instrument, or NULL where the decision is about
 * something else or says no two numbers. */
#define DECISION_ENTRIES "entry:"
#define DECISION_ENTRIES_FORM "比对%zu格，不一致%zu格"
const struct instrument *decision_entries(const struct evaluation *evaluation, const struct decision *decision, size_t *ret_cells, size_t *ret_differ);

/* An answer as people write it: label, alias or code; name of a unit; number; 0 or 1; text; "(blank)" and the other kinds of missing. Texts are borrowed. */
bool variable_read(const struct variable *variable, const char *text, struct answer *ret_answer);
/* Is the number, which was read somehow, one that the question takes: within min and max, a multiple of step; a whole place of a ranking? */
bool variable_takes(const struct variable *variable, double number);
/* Adds which answers a variable has, for a hint: "1 满意, 2 一般", "a number 0 … 100"; nothing for a text, which may be any. And the same with "(blank)", as variable_read accepts it. */
void variable_answers(const struct variable *variable, struct strbuf *out);
void variable_accepts(const struct variable *variable, struct strbuf *out);

#endif
