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
    const char *group;      /* batch-level or column-level group; NULL */
};

/* All responses of an instrument ----------------------------------------------------------------------------- */

enum response_status { RESPONSE_VALID, RESPONSE_VOID, RESPONSE_NOT_ELIGIBLE, RESPONSE_STATUSES };

/* What a word of decisions.csv makes of a response: valid, void or not_eligible, or in Chinese 有效, 作废 or 废卷, 不符合条件. False for any other word. */
bool decision_status(const char *word, enum response_status *ret_status);

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
    RESPONSE_INDICES
};

/* Sets of indices: bit i is index i. */
#define INDEX_BIT(index) (1u << (index))
#define INDICES_ALL (INDEX_BIT(RESPONSE_INDICES) - 1u)
/* Those that compare a response with the others: they need all of them at once. */
#define INDICES_AMONG_ALL (INDEX_BIT(INDEX_MAHALANOBIS_P) | INDEX_BIT(INDEX_DUPLICATE) | INDEX_BIT(INDEX_SOURCE_HOUR))

extern const char *const response_index_names[RESPONSE_INDICES]; /* "_missing_share", … */

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
    int64_t *ids;            /* row id in the store, for `explain` */
    int32_t *batches;        /* index into the list of batches */
    double *indices[RESPONSE_INDICES]; /* filled by screening, those that rules or figures name; else NULL */
    /* filled by screening; all valid before */
    uint8_t *status;         /* enum response_status */
    int16_t *rule;           /* screening rule that decided; −1 none */
    uint64_t *flags;         /* bit r: rule r applies to the row, whatever its action */
};

/* A condition on the rows of a dataset, evaluated: mask[row · units + unit], `units` 1 unless it speaks of `this.`. */
struct mask {
    size_t units;
    uint8_t *at;
};

/* Unit of `kind` that an answer belongs to: that of the variable if it runs over the kind, else what the response is about.
 * NO_UNIT when neither. The one rule by which all figures find their units. */
int dataset_unit(const struct dataset *dataset, size_t row, const struct variable *variable, const struct unit_kind *kind);

void dataset_dump(const struct dataset *dataset, struct strbuf *out);

#endif
