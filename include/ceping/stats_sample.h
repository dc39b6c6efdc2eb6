/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sample size, margin of error, and the rates that say what became of the sample.
 *
 *     struct stats_sample_size size = stats_sample_size(&(struct stats_sample_plan){.share = 0.5, .margin = 0.05, .level = 0.95});
 *     size.completes = 385
 *
 * Proportions and margins are shares (0.05), never percentages. What is not defined is NaN.
 */
#ifndef CEPING_STATS_SAMPLE_H
#define CEPING_STATS_SAMPLE_H

#include "ceping/stats.h"

/* Sample size ------------------------------------------------------------------------------------------------ */

struct stats_sample_plan {
    double share;         /* expected proportion, 0 < p < 1; 0.5 is the worst case */
    double margin;        /* half the width of the interval, 0 < e < 1 */
    double level;         /* of the interval */
    double population;    /* people; 0 or INFINITY: without finite population correction */
    double deff;          /* design effect of clusters and weights; 0: 1 */
    double response_rate; /* share of those asked that answer, ≤ 1; 0: 1 */
};

/* n₀ = z²p(1 − p)/e²; n = n₀·N/(n₀ + N − 1); then × deff (at most N), ÷ response rate. Cochran, Sampling Techniques (1977), 4.4.
 * The normal approximation: for p near 0 or 1 with n·p below about 10 take the width of a Wilson interval instead. */
struct stats_sample_size {
    double simple;     /* n₀ */
    double finite;     /* n */
    double effective;  /* n × deff, at most the population */
    double completes;  /* the same, rounded up to whole people */
    double asked;      /* effective ÷ response rate, rounded up; may exceed the population: then the margin cannot be had */
};

struct stats_sample_size stats_sample_size(const struct stats_sample_plan *plan);

/* Margin that n answers achieve: z·√(deff·p(1 − p)/n·(N − n)/(N − 1)). population and deff as above. 0 for a census (n = N). NaN for n ≤ 0, n > N
 * or p outside 0…1. It is the half width of the textbook interval, for planning and tables of districts; the interval of a result is Wilson's. */
double stats_margin_achieved(double n, double share, double level, double population, double deff);

/* Rates of questionnaires ------------------------------------------------------------------------------------- */

/* The three rates of Chinese practice. The void are `returned − valid`. NaN where a denominator is 0; all NaN unless issued ≥ returned ≥ valid ≥ 0. */
struct stats_return_rates {
    double returned;         /* 回收率: returned / issued */
    double valid;            /* 有效率: valid / returned */
    double valid_of_issued;  /* 有效回收率: valid / issued */
    double voided;           /* 废卷率: (returned − valid) / returned */
};

struct stats_return_rates stats_return_rates(double issued, double returned, double valid);

/* AAPOR, Standard Definitions, 10th edition (2023). All counts ≥ 0 and finite, else all rates are NaN. */
struct stats_dispositions {
    double complete;        /* I */
    double partial;         /* P */
    double refusal;         /* R: refusal and break-off */
    double non_contact;     /* NC */
    double other;           /* O */
    double unknown_household; /* UH: unknown whether there is a household */
    double unknown_other;     /* UO: unknown, other */
    double not_eligible;    /* NE */
};

/* e is the share of the unknown that is taken for eligible. `eligibility` NaN estimates it from the known cases (method CASRO):
 * (I + P + R + NC + O) / (I + P + R + NC + O + NE); without known cases it is NaN and so are the rates that use it, unless there are no unknown. 1 is conservative. */
struct stats_response_rates {
    double e;
    double rr[6];   /* RR1 … RR6: complete (odd) or complete and partial (even) over all eligible; 3, 4 with e, 5, 6 without the unknown */
    double coop[4]; /* COOP1 … COOP4: of those contacted; 3, 4 without the unable (other) */
    double ref[3];  /* REF1 … REF3 */
    double con[3];  /* CON1 … CON3 */
};

struct stats_response_rates stats_response_rates(const struct stats_dispositions *dispositions, double eligibility);

#endif
