/* SPDX-License-Identifier: GPL-3.0-or-later
 * Judgements of experts about weights, as written in the evaluation: comparisons of pairs (AHP) and rounds of ratings (Delphi).
 */
#ifndef CEPING_MODEL_JUDGEMENTS_H
#define CEPING_MODEL_JUDGEMENTS_H

#include "ceping/base.h"
#include "ceping/base_diag.h"

struct evaluation;

struct criterion {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
};

struct number_row {
    struct pos pos;
    LIST_OF(double) at; /* NaN where nothing was written (~) */
};

typedef LIST_OF(struct number_row) number_rows;

struct judge {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    double weight;               /* among the experts; 1 */
    double grounds, familiarity; /* 判断依据 Ca, 熟悉程度 Cs, 0…1; NaN: not stated */
    number_rows matrix;          /* AHP: [row][column], how many times row outweighs column; below the diagonal filled in from above */
    number_rows rounds;          /* Delphi: [round][criterion] */
};

enum judgement_kind { JUDGEMENT_AHP, JUDGEMENT_DELPHI, JUDGEMENT_KINDS };

extern const char *const judgement_kind_ids[JUDGEMENT_KINDS]; /* "ahp", "delphi" */

struct judgement {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    enum judgement_kind kind;
    double full_mark; /* Delphi; NaN: the highest rating given */
    LIST_OF(struct criterion) criteria;
    LIST_OF(struct judge) experts;
};

const struct judgement *evaluation_judgement(const struct evaluation *evaluation, const char *id);

#endif
