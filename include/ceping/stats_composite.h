/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights of composite scores: proposals with their evidence, never applied unasked. AHP from comparisons of pairs, Delphi indices of an expert round, entropy and
 * CRITIC from the data, TOPSIS as another way to rank. What is not defined is NaN; bad input (NaN, infinite, not positive where it must be) makes every result NaN.
 *
 *     double weights[5];
 *     struct stats_ahp ahp;
 *     stats_ahp(matrix, 5, weights, NULL, &ahp);
 *     if (ahp.cr >= 0.10) …the judgement of ahp.worst_row against ahp.worst_column fits least
 */
#ifndef CEPING_STATS_COMPOSITE_H
#define CEPING_STATS_COMPOSITE_H

#include "ceping/stats.h"

/* AHP (层次分析法) -------------------------------------------------------------------------------------------------- */

/* Saaty, The Analytic Hierarchy Process (1980): matrix[row·n + column] says how many times row outweighs column. */
struct stats_ahp {
    double lambda_max;       /* principal eigenvalue; n for a consistent matrix */
    double ci;               /* (λ − n)/(n − 1); 0 for n = 1 */
    double ri;               /* of random matrices: Saaty's 0 0 .58 .90 1.12 1.24 1.32 1.41 1.45 1.49 1.51 for n = 1…11; beyond, the line of Alonso & Lamata (2006) */
    double cr;               /* CI/RI; accepted below 0.10; 0 for n ≤ 2 */
    double reciprocal_error; /* greatest |a_ij·a_ji − 1|; a matrix of judgements should have (nearly) 0 */
    size_t worst_row, worst_column; /* the pair whose judgement is farthest from the ratio of weights, row < column */
    double worst_ratio;      /* a_ij / (w_i/w_j): above 1, the judgement is too high. 1 for n < 2 */
};

/* Weights add up to 1: the principal eigenvector, and (unless NULL) the geometric means of rows. Every entry must be positive; n = 0: NaN. */
void stats_ahp(const double *matrix, size_t n, double *ret_weights, double *ret_geometric, struct stats_ahp *ret);

/* One matrix for several experts: the geometric mean of their judgements (the only mean that keeps a_ij = 1/a_ji: Aczél & Saaty 1983). matrices[(expert·n + row)·n + column];
 * NaN is a judgement not given and is left out; nobody's: NaN. `expert_weights` ≥ 0 or NULL. */
void stats_ahp_group(const double *matrices, const double *expert_weights, size_t experts, size_t n, double *ret_matrix);

/* The other way: the geometric mean of the experts' weights[expert·n + item], adding up to 1. NaN is left out as above; a weight that is not above 0: NaN. */
void stats_ahp_priorities(const double *weights, const double *expert_weights, size_t experts, size_t n, double *ret_weights);

/* Delphi (德尔菲法) --------------------------------------------------------------------------------------------------- */

/* One item, rated by n experts with frequencies w. Agreement of all on all items is Kendall's W (stats_raters.h). */
struct stats_delphi {
    double n, mean, sd; /* sd with n − 1 */
    double cv;          /* 变异系数: sd/mean; accepted up to 0.25. NaN for a mean of 0 or n < 2 */
    double full;        /* 满分频率: share that reaches the full mark */
    double low, high;   /* 界值: mean ± sd */
};

void stats_delphi(const double *x, const double *w, size_t n, double full_mark, struct stats_delphi *ret);

/* 权威系数 Cr = (Ca + Cs)/2 from the grounds of judgement and the familiarity, each 0…1; accepted from 0.70. NaN outside. */
double stats_delphi_authority(double grounds, double familiarity);

/* Weights from the data -------------------------------------------------------------------------------------------------- */

/* x[object·criteria + criterion]; direction[criterion] < 0 where less is better (NULL: more is better everywhere). All of them scale each criterion to 0…1 by its least and
 * greatest value. A criterion that is the same for all objects tells nothing and gets 0; where all do, or for fewer than two objects, weights are NaN. */

/* Entropy weights (熵权法; Shannon 1948): e = −Σp ln p / ln m with p = r/Σr, w ∝ 1 − e. `ret_entropy` or NULL. */
void stats_entropy_weights(const double *x, const double *direction, size_t objects, size_t criteria, double *ret_weights, double *ret_entropy);

/* CRITIC (Diakoulaki, Mavrotas & Papayannakis, Computers & OR 22, 1995): w ∝ sd·Σ(1 − r) over the other criteria. */
void stats_critic_weights(const double *x, const double *direction, size_t objects, size_t criteria, double *ret_weights);

/* TOPSIS (Hwang & Yoon 1981): closeness 0…1 to the best of all criteria, after dividing each by its length. Weights ≥ 0 need not add up to 1. NaN where best and worst
 * are the same. */
void stats_topsis(const double *x, const double *direction, const double *weights, size_t objects, size_t criteria, double *ret_closeness);

#endif
