/* SPDX-License-Identifier: GPL-3.0-or-later
 * A declared sample design laid over the responses, as analysis_plan.c makes it and analysis_design.c estimates from it.
 */
#ifndef CEPING_ANALYSIS_DESIGN_H
#define CEPING_ANALYSIS_DESIGN_H

#include "analysis_asked.h"

#include "ceping/stats_design.h"

struct survey_plan {
    const struct sample_design *design;
    struct stats_plan *plan;
    struct stats_design_info info;
    size_t n, left_out;
    size_t *row; /* of the dataset, one a row of the plan */
    const double *weight;
    const char *weight_words;
    bool calibrated;
    bool weights_only; /* no declared design: each response was drawn for itself */
};

/* False, and said in diags at the design, where it cannot be estimated from. */
bool survey_plan_make(struct analysis_work *work, const struct request *request, struct survey_plan *ret);
/* The same of weights without a design: one stratum, every response a cluster. False, and said as a warning, where no response has a weight. */
bool survey_plan_of_weights(struct analysis_work *work, const struct request *request, struct survey_plan *ret);
/* Of the design that the request names, else of its weights. */
bool survey_plan_of_request(struct analysis_work *work, const struct request *request, struct survey_plan *ret);
/* The value of every row of the plan; NaN where there is none. False, and said, for an item that is put for several units: a response is a row. */
bool survey_plan_values(struct analysis_work *work, const struct survey_plan *plan, const struct analysis_item *item, enum analysis_value kind, double *ret_y);
int *survey_plan_groups(struct analysis_work *work, const struct survey_plan *plan, const struct grouping *by);
/* Kinds of missing for the next block. */
void survey_plan_missing(struct analysis_work *work, const struct survey_plan *plan, const struct analysis_item *items, size_t count);
size_t survey_plan_without(const double *y, size_t n);
/* Method, checks and warnings that belong to the design; `method` says how the estimate was made. */
void survey_plan_describe(struct analysis_work *work, struct analysis_block *block, const struct survey_plan *plan, const char *method);

/* A block of the differences of all pairs of groups in means, or in rates of satisfaction. */
void design_differences(struct analysis_work *work, const struct request *request, const struct survey_plan *plan, const struct analysis_item *item, bool rates,
                        enum stats_adjust adjust);

#endif
