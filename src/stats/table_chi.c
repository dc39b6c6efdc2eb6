/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of two items: are rows and columns independent, and how far from it? p says whether, V says how much: with 10⁶ answers everything is
 * "significant" and V = 0.01 nothing. Against R's chisq.test.
 */
#include "ceping/stats_tables.h"
#include "tables_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

bool table_margins(const double *counts, size_t rows, size_t columns, struct table_margins *ret)
{
    *ret = (struct table_margins){.row = xcalloc(rows + 1, sizeof(double)), .column = xcalloc(columns + 1, sizeof(double))};
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            double count = counts[r * columns + c];
            if (!(count >= 0 && count < INFINITY))
                return false;
            ret->row[r] += count;
            ret->column[c] += count;
            ret->n += count;
        }
    for (size_t r = 0; r < rows; r++)
        ret->rows += ret->row[r] > 0;
    for (size_t c = 0; c < columns; c++)
        ret->columns += ret->column[c] > 0;
    return true;
}

void table_margins_release(struct table_margins *margins)
{
    free(margins->row);
    free(margins->column);
}

/* Goodman & Kruskal's λ: guessing the commonest column of each row, against the commonest of all. */
static double lambda_of(const double *counts, size_t rows, size_t columns, const struct table_margins *margins)
{
    double guessed = 0, best = 0;
    for (size_t r = 0; r < rows; r++) {
        double most = 0;
        for (size_t c = 0; c < columns; c++)
            most = fmax(most, counts[r * columns + c]);
        guessed += most;
    }
    for (size_t c = 0; c < columns; c++)
        best = fmax(best, margins->column[c]);
    return margins->n > best ? (guessed - best) / (margins->n - best) : NAN;
}

static void strengths(struct stats_crosstab *ret)
{
    double r = ret->rows, c = ret->columns, n = ret->n;
    ret->phi = sqrt(ret->chisq / n);
    ret->contingency = sqrt(ret->chisq / (ret->chisq + n));
    ret->cramers_v = fmin(1, sqrt(ret->chisq / (n * (fmin(r, c) - 1))));
    if (n > 1) {
        double excess = fmax(0, ret->chisq / n - (r - 1) * (c - 1) / (n - 1));
        double rows = r - (r - 1) * (r - 1) / (n - 1), columns = c - (c - 1) * (c - 1) / (n - 1);
        ret->cramers_v_corrected = fmin(rows, columns) > 1 ? sqrt(excess / (fmin(rows, columns) - 1)) : NAN;
    }
}

void stats_crosstab(const double *counts, size_t rows, size_t columns, double *ret_expected, double *ret_residuals, struct stats_crosstab *ret)
{
    *ret = (struct stats_crosstab){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    auto_margins struct table_margins margins;
    bool usable = table_margins(counts, rows, columns, &margins), defined = usable && margins.rows > 1 && margins.columns > 1;
    struct sum chisq = {0}, g2 = {0}, yates = {0};
    double least = INFINITY, below_five = 0;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            size_t at = r * columns + c;
            double expected = usable ? margins.row[r] * margins.column[c] / margins.n : NAN, distance = counts[at] - expected;
            bool there = expected > 0;
            if (ret_expected)
                ret_expected[at] = there ? expected : NAN;
            double rest = expected * (1 - margins.row[r] / margins.n) * (1 - margins.column[c] / margins.n);
            if (ret_residuals)
                ret_residuals[at] = there && defined ? distance / sqrt(rest) : NAN;
            if (!there)
                continue;
            sum_add(&chisq, distance * distance / expected);
            if (counts[at] > 0)
                sum_add(&g2, 2 * counts[at] * log(counts[at] / expected));
            double corrected = fmax(0, fabs(distance) - 0.5);
            sum_add(&yates, corrected * corrected / expected);
            least = fmin(least, expected);
            below_five += expected < 5;
        }
    if (!usable)
        return;
    ret->n = margins.n;
    ret->rows = margins.rows;
    ret->columns = margins.columns;
    if (!defined)
        return;
    ret->df = (ret->rows - 1) * (ret->columns - 1);
    ret->chisq = sum_value(&chisq);
    ret->p = tail_chisq(ret->chisq, ret->df);
    ret->g2 = fmax(0, sum_value(&g2));
    ret->g2_p = tail_chisq(ret->g2, ret->df);
    if (ret->df == 1) {
        ret->yates = sum_value(&yates);
        ret->yates_p = tail_chisq(ret->yates, 1);
    }
    strengths(ret);
    ret->lambda = lambda_of(counts, rows, columns, &margins);
    ret->least_expected = least;
    ret->expected_below_five = below_five;
}
