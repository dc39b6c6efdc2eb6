/* SPDX-License-Identifier: GPL-3.0-or-later
 * How responses came about and whom they stand for: populations, weightings, sample designs, what became of those who were asked.
 *
 * A population is a number of people (or of clusters) somewhere: in a unit, among those who answered an item in one way, in a group of respondents,
 * or where these meet. A weighting makes the responses of an instrument add up to populations; a design says how they were drawn. Figures and
 * analyses use both by id.
 */
#ifndef CEPING_MODEL_SAMPLING_H
#define CEPING_MODEL_SAMPLING_H

#include "ceping/base.h"
#include "ceping/base_diag.h"

struct evaluation;
struct instrument;
struct question;
struct unit;
struct unit_kind;
struct variable;

enum population_counts { COUNTS_PEOPLE, COUNTS_CLUSTERS, POPULATION_COUNTS };

struct population {
    struct pos pos;
    struct name unit_name;
    struct unit *unit;
    const char *group, *group_en; /* of respondents, as responses carry it (group of the rater) */
    LIST_OF(struct name) items; /* instrument.question … */
    LIST_OF(int) codes;         /* … answered so; as many as items */
    LIST_OF(struct question *) questions; /* linked */
    enum population_counts counts;
    double size;
    const char *source, *source_en;
};

#define MARGIN_SIDES_MAX 3

/* One side of a margin: exactly one of the three. */
struct margin_side {
    const struct unit_kind *kind;    /* the unit that a response is about, or that a unit question names */
    const struct question *question; /* its answer; with `kind` where it asks for a unit */
    bool group;                      /* the group of the respondent */
};

struct margin {
    struct pos pos;
    LIST_OF(struct name) by;
    struct margin_side sides[MARGIN_SIDES_MAX]; /* linked */
    size_t side_count;
};

/* For calibration: the total of a number item in the population. */
struct weighting_total {
    struct pos pos;
    struct name item;
    struct variable *variable;
    double total;
    const char *source, *source_en;
};

enum weighting_method { WEIGHTING_CELLS, WEIGHTING_POSTSTRATIFY, WEIGHTING_RAKE, WEIGHTING_CALIBRATE, WEIGHTING_METHODS };

extern const char *const weighting_method_ids[WEIGHTING_METHODS];    /* "cells", "poststratify", "rake", "calibrate" */
extern const char *const weighting_method_labels[WEIGHTING_METHODS]; /* Chinese */

struct weighting {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    struct name instrument_name;
    struct instrument *instrument;
    enum weighting_method method;
    LIST_OF(struct margin) margins;
    LIST_OF(struct weighting_total) totals;
    struct name base_name; /* a number item: what the design gives (1/π); text NULL: 1 each */
    struct variable *base;
    double trim_low, trim_high; /* in multiples of the mean weight; NaN: not cut */
    int rounds;                 /* of raking at most */
    double tolerance;           /* relative, of raking */
    int index;
};

/* What a stratum with one sampled cluster does; in the order of enum stats_lonely (stats_design.h). */
enum lonely_rule { LONELY_FAIL, LONELY_CERTAINTY, LONELY_ADJUST, LONELY_AVERAGE, LONELY_RULES };

extern const char *const lonely_rule_ids[LONELY_RULES]; /* "fail", "certainty", "adjust", "average" */

struct sample_design {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    struct name instrument_name;
    struct instrument *instrument;
    struct name strata_name; /* a kind or an item; text NULL: one stratum */
    struct margin_side strata;
    struct name clusters_name; /* an item; text NULL: every response one */
    struct variable *clusters;
    struct name weights_name;
    const struct weighting *weighting; /* one of them, or neither */
    const struct variable *weight;
    bool finite; /* finite population correction from populations: of clusters where there are clusters, else of people */
    enum lonely_rule lonely;
    int index;
};

/* What became of everyone who was to be asked: AAPOR, Standard Definitions. */
struct dispositions {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    double complete, partial, refusal, non_contact, other, unknown_household, unknown_other, not_eligible;
    double eligibility; /* share of the unknown that is eligible; NaN: estimated from the known */
    const char *source, *source_en;
};

const struct weighting *evaluation_weighting(const struct evaluation *evaluation, const char *id);
const struct sample_design *evaluation_design(const struct evaluation *evaluation, const char *id);
const struct dispositions *evaluation_dispositions(const struct evaluation *evaluation, const char *id);

/* Categories of a side: units, options (those that are answers and those that are not), groups named by populations. */
size_t margin_side_categories(const struct evaluation *evaluation, const struct margin_side *side);
/* As printed: short name of the unit, label of the option, name of the group. */
const char *margin_side_label(const struct evaluation *evaluation, const struct margin_side *side, size_t category);
/* Is the category one that people can be in? Options that are no answer (don't know) are not. */
bool margin_side_is_answer(const struct margin_side *side, size_t category);
/* Name of the group, where the side is of groups; NULL beyond. */
const char *evaluation_group(const struct evaluation *evaluation, size_t category);

/* What the populations state of one cell: the entry that names just these categories, else the sum of the entries of the first finer division that is
 * stated (men and women of a county make the county). NaN where nothing is stated. */
double evaluation_population(const struct evaluation *evaluation, enum population_counts counts, const struct margin_side *sides, const size_t *categories,
                             size_t count);

#endif
