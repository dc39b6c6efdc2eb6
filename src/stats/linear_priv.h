/* SPDX-License-Identifier: GPL-3.0-or-later
 * Linear algebra that the measures of association and structure share: least squares by rows, and GSL's matrix functions behind a status.
 */
#ifndef CEPING_STATS_LINEAR_PRIV_H
#define CEPING_STATS_LINEAR_PRIV_H

#include "ceping/base.h"

/* Least squares, row after row:
 *
 *     struct qr *qr = qr_new(arena, 3);
 *     for each row: qr_add(qr, x, y, weight);
 *     if (qr_solve(qr, coef, NULL)) …
 */
struct qr {
    size_t columns;   /* of X; the right-hand side is one more */
    size_t rows;      /* that wait in the block */
    long double *r;   /* triangle, (columns + 1)², rows one after another */
    long double *block;
    long double *length; /* Σ of squares of each column, to tell small from nothing */
};

struct qr *qr_new(struct arena *arena, size_t columns);
void qr_clear(struct qr *qr); /* empty it and use it again */
/* √weight · (x, y) joins; rows of weight 0 do not. */
void qr_add(struct qr *qr, const double *x, double y, double weight);
/* Coefficients; false where a column is a combination of those before it (`ret_column` says which one, where not NULL) or anything is not
 * finite. Call it, or qr_finish, before the others. */
bool qr_solve(struct qr *qr, long double *ret_coef, size_t *ret_column);
long double qr_residual(const struct qr *qr); /* Σ of squared residuals */
/* (XᵀX)⁻¹, columns². */
void qr_inverse(const struct qr *qr, long double *ret_inverse);
/* xᵀ(XᵀX)⁻¹x: the leverage of a row of weight 1; `ret_influence` gets (XᵀX)⁻¹x. */
long double qr_leverage(const struct qr *qr, const double *x, long double *ret_influence);

/* Symmetric matrices of k × k, rows one after another. */

/* In place; false where it is not positive definite (a pivot below 10⁻¹³ of its diagonal element) or not finite. */
bool spd_invert(double *matrix, size_t k, double *ret_log_determinant);
/* Solves matrix · x = b in place of b; `matrix` is overwritten. False as above. */
bool spd_solve(double *matrix, size_t k, double *b);
/* Eigenvalues, greatest first; vector m stands in column m. */
bool symmetric_eigen(const double *matrix, size_t k, double *ret_values, double *ret_vectors);

/* Where w (NULL stands for 1 each) is usable as frequencies, and each x finite where its frequency is above 0. */
bool rows_usable(const double *x, const double *w, size_t n, size_t columns);

static inline double frequency_at(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

#endif
