/* SPDX-License-Identifier: GPL-3.0-or-later
 * `analyses:` of an evaluation: what a request has been read to be, and the functions that answer requests only.
 */
#ifndef CEPING_ANALYSIS_ASKED_H
#define CEPING_ANALYSIS_ASKED_H

#include "ceping/analyse_measures.h"

#include "analysis_priv.h"

enum wants { WANTS_ANY, WANTS_NUMBERS, WANTS_CODED, WANTS_SATISFIED, WANTS_MULTIPLE, WANTS_NOTHING };

struct request {
    const char *measure;
    const struct analysis *asked;
    const struct analysis_item *items;
    size_t count;
    const struct grouping *by, *strata;     /* NULL: none */
    const struct weighting *weighting;      /* one of them, or neither */
    const struct variable *weight;
    const struct sample_design *design;     /* NULL */
};

struct handler {
    const char *measure;
    void (*run)(struct analysis_work *work, const struct request *request);
    size_t least, most; /* items; most 0: any number */
    enum wants wants;
    unsigned takes, needs; /* bits of enum analysis_option */
    const char *const *methods; /* words of `method`, closed by NULL; the first is the default */
    bool (*check)(struct analysis_work *work, const struct request *request); /* further errors; NULL */
};

const struct handler *handler_find(const char *name); /* NULL */
/* Names of the measures that compare groups and take weights; returns how many were written. */
size_t handlers_with_weights(const char **ret_names, size_t room);
bool option_given(const struct analysis *asked, enum analysis_option option);
/* Index of the word of `method`, the first where it was not given. */
size_t request_method(const struct request *request);

/* Rows and weights --------------------------------------------------------------------------------------------------- */

/* The weight of each row of the dataset that the request asks for: NaN where a response has none. In words for the method of a block. */
const double *request_weights(struct analysis_work *work, const struct request *request, const char **ret_words);

/* A block of tests at full precision beside one of values: rows with value, df, p, low, high (NaN where it has none). Base, missing and method of `of`. */
struct analysis_block *tests_beside(struct analysis_work *work, const struct analysis_block *of, const char *stem);
void test_line(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const double values[5]);

/* Blocks of requests -------------------------------------------------------------------------------------------------- */

#define RUN(name) void name(struct analysis_work *work, const struct request *request)
RUN(run_weighted_description);
RUN(run_weighted_shares);
RUN(run_area_mean);
RUN(run_weighting);
RUN(run_design);
RUN(run_design_ratio);
RUN(run_design_differences);
RUN(run_design_crosstab);
RUN(run_design_anova);
RUN(run_weighted_rates);
RUN(run_resampling);
RUN(run_exact);
RUN(run_trend);
RUN(run_strata);
RUN(run_kappa);
RUN(run_fleiss);
RUN(run_krippendorff);
RUN(run_icc);
RUN(run_standardise);
RUN(run_margins);
RUN(run_sample_size);
RUN(run_return_rates);
RUN(run_response_rates);
RUN(run_ahp);
RUN(run_delphi);
RUN(run_data_weights);
#undef RUN

/* A response is a row of a design: items that run over units must be named by the cell. */
bool check_cells(struct analysis_work *work, const struct request *request);
bool check_resampling(struct analysis_work *work, const struct request *request);
bool check_dispositions(struct analysis_work *work, const struct request *request);
bool check_judgement(struct analysis_work *work, const struct request *request);
bool check_objects(struct analysis_work *work, const struct request *request);

#endif
