/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stands behind many items: adequacy of a correlation matrix, components, factors, rotations.
 *
 * `r` is a correlation matrix of `items` × `items`, rows one after another (stats_correlation_matrix); loadings stand item after item:
 * loadings[i·factors + f]. A matrix that is not finite gives NaN throughout; a singular one (an item that others determine) NaN where an
 * inverse is needed: KMO, Bartlett, ML; principal components need none.
 */
#ifndef CEPING_STATS_STRUCTURE_H
#define CEPING_STATS_STRUCTURE_H

#include "ceping/stats.h"

/* Kaiser–Meyer–Olkin: Σr² / (Σr² + Σ partial²) over the pairs (Kaiser & Rice, Educ. Psychol. Meas. 34, 1974); ≥ 0.6 is usable, < 0.5 is not.
 * `ret_items`: the same for the pairs of each item (MSA); or NULL. */
double stats_kmo(const double *r, size_t items, double *ret_items);

struct stats_bartlett {
    double chisq, df, p;
    double determinant;
};

/* Sphericity: −(n − 1 − (2k + 5)/6) ln|R|, df k(k − 1)/2 (Bartlett, Brit. J. Psychol. Stat. 3, 1950). */
struct stats_bartlett stats_bartlett(const double *r, size_t items, double n);

struct stats_factors {
    size_t items, factors;
    double *loadings;     /* pattern, where the factors correlate */
    double *communality;  /* per item; unchanged by rotation */
    double *squares;      /* per factor: Σ of squared loadings (with correlated factors: diagonal of ΦΛᵀΛ) */
    double *explained;    /* squares / items */
    double *eigenvalues;  /* of r, greatest first: all `items` of them */
    double *correlations; /* of the factors; NULL while they are orthogonal */
    double chisq, df, p;  /* fit of ML factors (Bartlett's correction); NaN elsewhere and where df ≤ 0 */
    bool converged;
    bool heywood; /* an item's own variance reached its lower bound: the model does not fit, or too many factors are asked for */
};

/* Parallel analysis (Horn, Psychometrika 30, 1965): the `level` quantile (type 7) of each eigenvalue of the correlation matrix of `n` rows of unrelated normal
 * items. Eigenvalues of real data above it are more than chance. NaN where items < 2, n ≤ items or not finite, no replicates, level outside 0…1. */
void stats_parallel_analysis(double n, size_t items, size_t replicates, double level, uint64_t seed, double *ret_eigenvalues);

/* Everything below lives in `arena`. Factors come in order of `squares`, each with a sum of loadings that is not negative. NULL where r is
 * not finite, there are no factors asked for or more than items, or the method has no answer (singular matrix for ML). */
struct stats_factors *stats_principal_components(struct arena *arena, const double *r, size_t items, size_t factors);
/* Principal-axis factors: communalities begin with squared multiple correlations and are iterated to 10⁻¹⁰. */
struct stats_factors *stats_principal_axis(struct arena *arena, const double *r, size_t items, size_t factors);
/* Maximum likelihood (Jöreskog, Psychometrika 32, 1967) by Newton's method on the logarithms of the items' own variances, which
 * stay at or above 0.005, as in R's factanal. `n` for the test of fit. */
struct stats_factors *stats_maximum_likelihood(struct arena *arena, const double *r, size_t items, size_t factors, double n);

/* New factors from `from`: varimax with Kaiser's normalisation (Psychometrika 23, 1958), plane by plane until no angle is above 10⁻¹². */
struct stats_factors *stats_varimax(struct arena *arena, const struct stats_factors *from);
/* Promax (Hendrickson & White, Brit. J. Stat. Psychol. 17, 1964): varimax, then least squares towards loadings·|loadings|^(power − 1); power 4 is usual. */
struct stats_factors *stats_promax(struct arena *arena, const struct stats_factors *from, double power);

#endif
