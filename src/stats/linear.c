/* SPDX-License-Identifier: GPL-3.0-or-later
 * Least squares by orthogonal triangularisation (Householder; Golub & Van Loan, Matrix Computations, §5.2 and §12.5), never by normal equations,
 * which square the condition number: Longley's data would keep 7 digits of 14, the polynomials of Wampler and Filippelli none.
 *
 * Rows go into a block of fixed size that is folded into the triangle when full, so a million rows need the memory of 256 and come out the same
 * wherever they were read from. Reflections run in long double: on machines where that has 64 bits of mantissa the result is exact to the last
 * digits of a double for every problem a survey can pose, and no second pass of refinement is needed; where it is plain double the digits are those of R.
 */
#include "linear_priv.h"

#include "tails_priv.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

#define BLOCK_ROWS 256

/* A column whose part that the others do not explain is below this share of its length counts as a combination of them: data are doubles, good
 * to 10⁻¹⁶. The tenth power in Filippelli's polynomial has 5·10⁻⁸ left. */
#define NOTHING_LEFT 1e-13L

struct qr *qr_new(struct arena *arena, size_t columns)
{
    struct qr *qr = ARENA_NEW(arena, struct qr);
    qr->columns = columns;
    qr->r = ARENA_ARRAY(arena, long double, (columns + 1) * (columns + 1));
    qr->block = ARENA_ARRAY(arena, long double, (columns + 1) * BLOCK_ROWS);
    qr->length = ARENA_ARRAY(arena, long double, columns + 1);
    return qr;
}

void qr_clear(struct qr *qr)
{
    size_t all = qr->columns + 1;
    qr->rows = 0;
    for (size_t i = 0; i < all * all; i++)
        qr->r[i] = 0;
    for (size_t i = 0; i < all; i++)
        qr->length[i] = 0;
}

/* Reflects column j of the block into the triangle and carries the columns behind along. */
static void reflect(struct qr *qr, size_t j)
{
    size_t all = qr->columns + 1;
    long double *column = qr->block + j * BLOCK_ROWS, *corner = &qr->r[j * all + j], below = 0;
    for (size_t i = 0; i < qr->rows; i++)
        below += column[i] * column[i];
    if (below == 0)
        return;
    long double length = sqrtl(*corner * *corner + below);
    long double head = *corner > 0 ? -below / (*corner + length) : *corner - length; /* corner − length without cancellation */
    long double scale = 2 / (head * head + below);
    for (size_t c = j + 1; c < all; c++) {
        long double *other = qr->block + c * BLOCK_ROWS, *top = &qr->r[j * all + c], dot = head * *top;
        for (size_t i = 0; i < qr->rows; i++)
            dot += column[i] * other[i];
        dot *= scale;
        *top -= dot * head;
        for (size_t i = 0; i < qr->rows; i++)
            other[i] -= dot * column[i];
    }
    *corner = length;
}

static void fold(struct qr *qr)
{
    for (size_t j = 0; j <= qr->columns; j++)
        reflect(qr, j);
    qr->rows = 0;
}

void qr_add(struct qr *qr, const double *x, double y, double weight)
{
    if (weight <= 0)
        return;
    long double root = weight == 1 ? 1 : sqrtl((long double)weight);
    for (size_t j = 0; j <= qr->columns; j++) {
        long double value = root * (j < qr->columns ? x[j] : y);
        qr->block[j * BLOCK_ROWS + qr->rows] = value;
        qr->length[j] += value * value;
    }
    if (++qr->rows == BLOCK_ROWS)
        fold(qr);
}

bool qr_solve(struct qr *qr, long double *ret_coef, size_t *ret_column)
{
    fold(qr);
    size_t k = qr->columns, all = k + 1;
    for (size_t j = 0; j < k; j++)
        if (!(fabsl(qr->r[j * all + j]) > NOTHING_LEFT * sqrtl(qr->length[j])) || !(qr->length[j] < INFINITY)) {
            if (ret_column)
                *ret_column = j;
            return false;
        }
    for (size_t j = k; j-- > 0;) {
        long double value = qr->r[j * all + k];
        for (size_t c = j + 1; c < k; c++)
            value -= qr->r[j * all + c] * ret_coef[c];
        ret_coef[j] = value / qr->r[j * all + j];
    }
    for (size_t j = 0; j < k; j++)
        if (!isfinite(ret_coef[j])) {
            if (ret_column)
                *ret_column = k;
            return false;
        }
    return true;
}

long double qr_residual(const struct qr *qr)
{
    long double last = qr->r[(qr->columns + 1) * (qr->columns + 1) - 1];
    return last * last;
}

/* Rᵀz = x by substitution: then |z|² = xᵀ(RᵀR)⁻¹x; and Ru = z. */
long double qr_leverage(const struct qr *qr, const double *x, long double *ret_influence)
{
    size_t k = qr->columns, all = k + 1;
    long double sum = 0;
    for (size_t j = 0; j < k; j++) {
        long double value = x[j];
        for (size_t i = 0; i < j; i++)
            value -= qr->r[i * all + j] * ret_influence[i];
        ret_influence[j] = value / qr->r[j * all + j];
        sum += ret_influence[j] * ret_influence[j];
    }
    for (size_t j = k; j-- > 0;) {
        for (size_t c = j + 1; c < k; c++)
            ret_influence[j] -= qr->r[j * all + c] * ret_influence[c];
        ret_influence[j] /= qr->r[j * all + j];
    }
    return sum;
}

void qr_inverse(const struct qr *qr, long double *ret_inverse)
{
    size_t k = qr->columns, all = k + 1;
    /* R⁻¹ into the upper triangle, then R⁻¹R⁻ᵀ over it, from the top left on: element (i, j) needs only what stands right of it. */
    for (size_t j = 0; j < k; j++) {
        ret_inverse[j * k + j] = 1 / qr->r[j * all + j];
        for (size_t i = j; i-- > 0;) {
            long double value = 0;
            for (size_t c = i + 1; c <= j; c++)
                value += qr->r[i * all + c] * ret_inverse[c * k + j];
            ret_inverse[i * k + j] = -value / qr->r[i * all + i];
        }
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = i; j < k; j++) {
            long double value = 0;
            for (size_t c = j; c < k; c++)
                value += ret_inverse[i * k + c] * ret_inverse[j * k + c];
            ret_inverse[i * k + j] = value;
        }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            ret_inverse[i * k + j] = ret_inverse[j * k + i];
}

/* Lower factor in place, its pivots watched. */
static bool factor(double *matrix, size_t k, double *ret_log_determinant)
{
    if (k == 0)
        return false;
    auto_free double *diagonal = xcalloc(k, sizeof *diagonal);
    bool good = true;
    for (size_t i = 0; i < k * k; i++)
        good = good && isfinite(matrix[i]);
    for (size_t i = 0; i < k; i++)
        diagonal[i] = matrix[i * k + i];
    gsl_matrix_view view = gsl_matrix_view_array(matrix, k, k);
    stats_gsl_quiet();
    good = good && gsl_linalg_cholesky_decomp1(&view.matrix) == 0;
    double log_determinant = 0;
    for (size_t i = 0; good && i < k; i++) {
        double pivot = matrix[i * k + i];
        good = pivot * pivot > 1e-13 * diagonal[i];
        log_determinant += 2 * log(pivot);
    }
    if (good && ret_log_determinant)
        *ret_log_determinant = log_determinant;
    return good;
}

bool spd_invert(double *matrix, size_t k, double *ret_log_determinant)
{
    if (!factor(matrix, k, ret_log_determinant))
        return false;
    gsl_matrix_view view = gsl_matrix_view_array(matrix, k, k);
    return gsl_linalg_cholesky_invert(&view.matrix) == 0;
}

bool spd_solve(double *matrix, size_t k, double *b)
{
    if (!factor(matrix, k, NULL))
        return false;
    gsl_matrix_view view = gsl_matrix_view_array(matrix, k, k);
    gsl_vector_view right = gsl_vector_view_array(b, k);
    return gsl_linalg_cholesky_svx(&view.matrix, &right.vector) == 0;
}

bool symmetric_eigen(const double *matrix, size_t k, double *ret_values, double *ret_vectors)
{
    if (k == 0)
        return false;
    for (size_t i = 0; i < k * k; i++)
        if (!isfinite(matrix[i]))
            return false;
    stats_gsl_quiet();
    auto_free double *copy = xcalloc(k * k, sizeof *copy);
    gsl_eigen_symmv_workspace *room = gsl_eigen_symmv_alloc(k);
    bool good = room;
    if (good) {
        memcpy(copy, matrix, k * k * sizeof *copy);
        gsl_matrix_view from = gsl_matrix_view_array(copy, k, k), vectors = gsl_matrix_view_array(ret_vectors, k, k);
        gsl_vector_view values = gsl_vector_view_array(ret_values, k);
        good = gsl_eigen_symmv(&from.matrix, &values.vector, &vectors.matrix, room) == 0 &&
               gsl_eigen_symmv_sort(&values.vector, &vectors.matrix, GSL_EIGEN_SORT_VAL_DESC) == 0;
    }
    if (room)
        gsl_eigen_symmv_free(room);
    return good;
}

