/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fisher's exact test of an r × c table: the share of tables with the same margins that are not more probable than the one seen.
 *
 * A table's probability is a constant times exp(L), L = −Σ ln a_ij!. The columns are filled one after another. What matters of a partly filled table is what is
 * left of the rows (in any order) and the L so far; partial tables that agree in both are one node with a number of ways (after Mehta & Patel's
 * network, JASA 78, 1983). For the rest of a node three things are known: its total probability in closed form, and the greatest and least L that can be
 * added (found once per rest and kept). Where even the greatest leaves the table improbable enough, the total is added without going further; where even the
 * least does not, the node is dropped. So only the undecided middle is expanded. Everything is in logarithms.
 *
 * The work still grows fast with n and the number of cells: past a given number of steps random tables of the same margins answer instead, and
 * the result says so. Checked by enumeration in rational arithmetic and R's fisher.test.
 */
#include "ceping/stats_tables.h"
#include "tables_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <gsl/gsl_rng.h>
#include <math.h>

#define N_MAX 1e7
#define NODES_MAX 2000000 /* some 200 MB */

/* Tables of the same probability must not part by rounding: as R's 10⁻⁷. */
#define SAME 1e-7

struct node {
    double past; /* L of the columns filled so far */
    double ways;
    int *rest; /* what is left of the rows, ascending */
};

struct bounds {
    double least, most; /* L of the columns still to fill */
};

typedef LIST_OF(struct node *) nodes;

struct network {
    size_t rows, columns;
    int *column;       /* totals, ascending */
    double *log_fact;
    double observed;   /* L of the table seen */
    double work, work_max;
    struct arena *arena; /* of bounds */
    struct map bounds;
    struct sum p;      /* relative to all tables */
    double log_all;
};

/* A node's key: rest and, where `past` counts, L to 10⁻⁸. */
static char *write_number(char *at, uint64_t number)
{
    for (; number >= 64; number >>= 6)
        *at++ = (char)(1 + (number & 63));
    *at++ = (char)(65 + (number & 63)); /* bytes above 64 end a number; none is 0 */
    return at;
}

static size_t write_key(char *out, const struct network *net, size_t stage, const int *rest, const double *past)
{
    char *at = write_number(out, stage);
    for (size_t r = 0; r < net->rows; r++)
        at = write_number(at, (uint64_t)rest[r]);
    if (past)
        at = write_number(at, (uint64_t)llround(-*past * 1e8));
    *at = 0;
    return (size_t)(at - out);
}

static void sort_small(int *at, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && at[j] < at[j - 1]; j--) {
            int other = at[j];
            at[j] = at[j - 1];
            at[j - 1] = other;
        }
}

/* Fills one column in every possible way: fill[r] ≤ rest[r], Σ fill = total. Begin with first_filling; false at the end. */
static void fill_from(const int *rest, size_t from, size_t rows, int total, int *fill)
{
    for (size_t r = from; r < rows; r++) {
        fill[r] = rest[r] < total ? rest[r] : total;
        total -= fill[r];
    }
}

static bool next_filling(const int *rest, size_t rows, int *fill)
{
    /* The last row before `r` that can give one to those behind it, which are then refilled from the front. */
    int behind = 0, room = 0;
    for (size_t r = rows; r-- > 0;) {
        if (fill[r] > 0 && room > 0) {
            fill[r]--;
            fill_from(rest, r + 1, rows, behind + 1, fill);
            return true;
        }
        behind += fill[r];
        room += rest[r] - fill[r];
    }
    return false;
}

static double filled(const struct network *net, const int *fill)
{
    double sum = 0;
    for (size_t r = 0; r < net->rows; r++)
        sum -= net->log_fact[fill[r]];
    return sum;
}

/* What is left after a filling, ascending. */
static void subtract(const struct network *net, const int *rest, const int *fill, int *ret)
{
    for (size_t r = 0; r < net->rows; r++)
        ret[r] = rest[r] - fill[r];
    sort_small(ret, net->rows);
}

/* Least and greatest L of the columns from `stage` on; the last column has no choice. */
static struct bounds bounds_of(struct network *net, size_t stage, const int *rest)
{
    if (stage + 1 == net->columns) {
        double only = filled(net, rest);
        return (struct bounds){only, only};
    }
    char key[16 + 10 * 64];
    size_t length = write_key(key, net, stage, rest, NULL);
    struct bounds *known = map_get_n(&net->bounds, key, length);
    if (known)
        return *known;
    struct bounds found = {INFINITY, -INFINITY};
    int fill[64], left[64];
    fill_from(rest, 0, net->rows, net->column[stage], fill);
    do {
        if (++net->work > net->work_max)
            return found;
        subtract(net, rest, fill, left);
        struct bounds behind = bounds_of(net, stage + 1, left);
        double here = filled(net, fill);
        found.least = fmin(found.least, here + behind.least);
        found.most = fmax(found.most, here + behind.most);
    } while (next_filling(rest, net->rows, fill));
    known = ARENA_NEW(net->arena, struct bounds);
    *known = found;
    map_put(&net->bounds, arena_strndup(net->arena, key, length), known);
    return found;
}

/* ln of the total of exp(L) over all ways to fill the columns from `stage` on. */
static double log_total(const struct network *net, size_t stage, const int *rest)
{
    int n = 0;
    double sum = filled(net, rest);
    for (size_t r = 0; r < net->rows; r++)
        n += rest[r];
    for (size_t c = stage; c < net->columns; c++)
        sum -= net->log_fact[net->column[c]];
    return sum + net->log_fact[n];
}

/* One column: nodes of the next stage from those of this one. */
static void expand(struct network *net, size_t stage, const nodes *now, struct arena *arena, nodes *ret_next)
{
    struct map known;
    map_init(&known);
    char key[32 + 10 * 64];
    int fill[64], left[64];
    for (size_t i = 0; i < now->count && net->work <= net->work_max; i++) {
        const struct node *node = now->at[i];
        fill_from(node->rest, 0, net->rows, net->column[stage], fill);
        do {
            net->work++;
            double past = node->past + filled(net, fill);
            subtract(net, node->rest, fill, left);
            struct bounds bounds = bounds_of(net, stage + 1, left);
            if (net->work > net->work_max)
                break;
            if (past + bounds.most <= net->observed + SAME) {
                sum_add(&net->p, node->ways * exp(past + log_total(net, stage + 1, left) - net->log_all));
                continue;
            }
            if (past + bounds.least > net->observed + SAME)
                continue;
            size_t length = write_key(key, net, stage, left, &past);
            struct node *same = map_get_n(&known, key, length);
            if (same) {
                same->ways += node->ways;
                continue;
            }
            if (ret_next->count == NODES_MAX) {
                net->work_max = -1; /* too many to keep */
                break;
            }
            same = ARENA_NEW(arena, struct node);
            *same = (struct node){past, node->ways, ARENA_ARRAY(arena, int, net->rows)};
            memcpy(same->rest, left, net->rows * sizeof *left);
            *LIST_ADD(arena, ret_next) = same;
            map_put(&known, arena_strndup(arena, key, length), same);
        } while (next_filling(node->rest, net->rows, fill));
    }
    map_release(&known);
}

/* False where it would take more than the work allowed. */
static bool exact(struct network *net, int *row)
{
    sort_small(row, net->rows);
    sort_small(net->column, net->columns);
    net->arena = arena_new();
    map_init(&net->bounds);
    net->log_all = log_total(net, 0, row);
    struct arena *arena = arena_new();
    nodes now = {0};
    struct node first = {0, 1, row};
    *LIST_ADD(arena, &now) = &first;
    for (size_t stage = 0; stage + 1 < net->columns && now.count > 0 && net->work <= net->work_max; stage++) {
        struct arena *behind = arena_new();
        nodes next = {0};
        expand(net, stage, &now, behind, &next);
        arena_free(arena);
        arena = behind;
        now = next;
    }
    arena_free(arena);
    map_release(&net->bounds);
    arena_free(net->arena);
    return net->work <= net->work_max;
}

/* Random tables ----------------------------------------------------------------------------------------------- */

/* A hypergeometric number: of `column` taken from `row` + others (`n` in all), how many come from the row? Inverse of the distribution, from the mode outwards. */
static int random_cell(const double *log_fact, gsl_rng *rng, int row, int column, int n)
{
    int low = row + column > n ? row + column - n : 0, high = row < column ? row : column;
    if (low == high)
        return low;
    int up = (int)(((double)row + 1) * ((double)column + 1) / ((double)n + 2));
    up = up < low ? low : up > high ? high : up;
    double p_up = exp(log_fact[row] - log_fact[up] - log_fact[row - up] + log_fact[n - row] - log_fact[column - up] -
                      log_fact[n - row - column + up] - log_fact[n] + log_fact[column] + log_fact[n - column]);
    int down = up;
    double p_down = p_up, u = gsl_rng_uniform(rng) - p_up;
    while (u >= 0) {
        bool moved = false;
        if (up < high) {
            p_up *= (double)(row - up) * (column - up) / ((double)(up + 1) * (n - row - column + up + 1));
            up++;
            u -= p_up;
            moved = true;
            if (u < 0)
                return up;
        }
        if (down > low) {
            p_down *= (double)down * (n - row - column + down) / ((double)(row - down + 1) * (column - down + 1));
            down--;
            u -= p_down;
            moved = true;
            if (u < 0)
                return down;
        }
        if (!moved) /* rounding left a rest of 10⁻¹⁵ */
            return up;
    }
    return up;
}

static double random_table(const struct network *net, gsl_rng *rng, const int *row, int *left)
{
    double sum = 0;
    int n = 0;
    for (size_t r = 0; r < net->rows; r++)
        n += left[r] = row[r];
    for (size_t c = 0; c < net->columns; c++) {
        int column = net->column[c], others = n;
        for (size_t r = 0; r < net->rows; r++) {
            int cell = random_cell(net->log_fact, rng, left[r], column, others);
            others -= left[r];
            left[r] -= cell;
            column -= cell;
            sum -= net->log_fact[cell];
        }
        n -= net->column[c];
    }
    return sum;
}

static void by_chance(const struct network *net, const int *row, size_t replicates, uint64_t seed, struct stats_fisher *ret)
{
    if (replicates == 0)
        return;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng)
        return;
    gsl_rng_set(rng, (unsigned long)seed);
    auto_free int *left = xcalloc(net->rows, sizeof *left);
    size_t as_rare = 0;
    for (size_t i = 0; i < replicates; i++)
        as_rare += random_table(net, rng, row, left) <= net->observed + SAME;
    gsl_rng_free(rng);
    ret->replicates = replicates;
    ret->p = (1 + (double)as_rare) / (1 + (double)replicates);
    ret->p_error = sqrt(ret->p * (1 - ret->p) / (double)replicates);
}

static double *log_factorials(int n)
{
    double *table = xcalloc((size_t)n + 1, sizeof *table);
    struct sum sum = {0};
    for (int i = 2; i <= n; i++) {
        sum_add(&sum, log(i));
        table[i] = sum_value(&sum);
    }
    return table;
}

/* Margins that are not 0, as whole numbers; the shorter side becomes the rows. */
static void set_up(struct network *net, const double *counts, size_t rows, size_t columns, const struct table_margins *margins, int **ret_row)
{
    bool turn = margins->rows > margins->columns;
    int *row = xcalloc(rows + 1, sizeof *row), *column = xcalloc(columns + 1, sizeof *column);
    size_t r = 0, c = 0;
    for (size_t i = 0; i < rows; i++)
        if (margins->row[i] > 0)
            row[r++] = (int)margins->row[i];
    for (size_t i = 0; i < columns; i++)
        if (margins->column[i] > 0)
            column[c++] = (int)margins->column[i];
    for (size_t i = 0; i < rows * columns; i++)
        net->observed -= net->log_fact[(int)counts[i]];
    net->rows = turn ? c : r;
    net->columns = turn ? r : c;
    net->column = turn ? row : column;
    *ret_row = turn ? column : row;
}

void stats_fisher(const double *counts, size_t rows, size_t columns, double work, size_t replicates, uint64_t seed, struct stats_fisher *ret)
{
    *ret = (struct stats_fisher){.p = NAN};
    auto_margins struct table_margins margins;
    if (!table_margins(counts, rows, columns, &margins) || !(margins.n > 0 && margins.n <= N_MAX))
        return;
    for (size_t i = 0; i < rows * columns; i++)
        if (counts[i] != floor(counts[i]))
            return;
    if (margins.rows < 2 || margins.columns < 2) {
        *ret = (struct stats_fisher){.p = 1, .exact = true};
        return;
    }
    struct network net = {.work_max = work};
    auto_free double *log_fact = net.log_fact = log_factorials((int)margins.n);
    int *row;
    set_up(&net, counts, rows, columns, &margins, &row);
    /* Larger tables are never enumerated: rows have room in the arrays above, columns on the stack. */
    if (work > 0 && net.rows <= 60 && net.columns <= 500 && exact(&net, row))
        *ret = (struct stats_fisher){.p = fmin(1, sum_value(&net.p)), .exact = true, .work = net.work};
    else
        by_chance(&net, row, replicates, seed, ret), ret->work = fmin(net.work, work);
    free(row);
    free(net.column);
}
