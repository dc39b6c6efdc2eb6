/* SPDX-License-Identifier: GPL-3.0-or-later
 * For the tests of hypotheses in this folder: tails of distributions that answer with NaN instead of an abort, and the root of a monotonic function.
 */
#ifndef CEPING_STATS_TAILS_PRIV_H
#define CEPING_STATS_TAILS_PRIV_H

#include "ceping/stats.h"

/* GSL aborts the program on a domain error unless its handler is taken off, which is global state: it is done once, whoever comes first. After
 * it the functions of GSL return a status or NaN, and callers look at it. Every function here calls it; call it before others of GSL that can fail. */
void stats_gsl_quiet(void);

/* Upper tail probabilities; NaN for NaN or a number of degrees of freedom that is not above 0. */
double tail_normal(double z);          /* P(Z ≥ z) */
double tail_normal_two(double z);      /* P(|Z| ≥ |z|) */
double tail_t_two(double t, double df);
double tail_chisq(double x, double df);
double tail_f(double f, double df1, double df2);

/* The value that the upper tail beyond it has the probability p (0 < p < 1). */
double quantile_normal(double p);
double quantile_t(double p, double df);
double quantile_f(double p, double df1, double df2);

/* Where the monotonic f is 0 between low and high, to the last digits (bisection joined with inverse interpolation: Brent 1973, chapter 4).
 * NaN where f has the same sign at both ends or is NaN there. */
typedef double root_function(double x, const void *data);
double find_root(root_function *f, const void *data, double low, double high);

#endif
