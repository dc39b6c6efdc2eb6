/* SPDX-License-Identifier: GPL-3.0-or-later
 * Medians and trimmed means: statistics that need all values of a cell at once.
 *
 * A trimmed mean drops sheets, not answers: what one response says in a cell (five dimensions, say) becomes its mean first, and the lowest and highest
 * of these go (method §7). What was dropped is written down with rater and value; where answers are confidential, only how many sheets it was.
 */
#include "analyse_priv.h"
#include "ceping/stats.h"

#include <math.h>
#include <stdlib.h>

static int compare_gathered(const void *a, const void *b)
{
    const struct gathered *x = a, *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void figure_add_dropped(struct arena *arena, struct figure_cell *cell, const char *text)
{
    cell->dropped = cell->dropped ? arena_printf(arena, "%s、%s", cell->dropped, text) : arena_strdup(arena, text);
}

/* The rater by name where the panel knows it, else what the file says, else the key of the response. */
static const char *sheet_name(const struct dataset *dataset, size_t row)
{
    const char *id = dataset->raters ? dataset->raters[row] : NULL;
    const struct panel *panel = dataset->instrument->panel;
    for (size_t i = 0; id && panel && i < panel->raters.count; i++)
        if (!strcmp(panel->raters.at[i].id, id))
            return panel->raters.at[i].name ? panel->raters.at[i].name : id;
    if (id)
        return id;
    return dataset->keys && dataset->keys[row] ? dataset->keys[row] : "?";
}

static void finish_median(const struct gathered *at, size_t count, struct figure_cell *cell)
{
    double *x = xcalloc(count, sizeof *x), *w = xcalloc(count, sizeof *w);
    for (size_t i = 0; i < count; i++) {
        x[i] = at[i].x;
        w[i] = at[i].w;
    }
    cell->value = stats_median(x, w, count);
    free(x);
    free(w);
}

static void note_dropped(const struct figure_plan *plan, const double *x, const size_t *rows, const size_t *out, size_t dropped, struct arena *arena, struct figure_cell *cell)
{
    enum confidential confidential = plan->dataset->instrument->confidential;
    if (dropped > 0 && confidential != CONFIDENTIAL_NONE) {
        figure_add_dropped(arena, cell, arena_printf(arena, "最高和最低的%zu份（%s保密）", dropped, confidential == CONFIDENTIAL_RATERS ? "评分人" : "作答人"));
        return;
    }
    for (size_t i = 0; i < dropped; i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        strbuf_addf(&text, "%s（", sheet_name(plan->dataset, rows[out[i]]));
        num_format(&text, x[out[i]], plan->figure->decimals > 2 ? plan->figure->decimals : 2);
        strbuf_adds(&text, "）");
        figure_add_dropped(arena, cell, text.at);
    }
}

static void finish_trimmed(const struct figure_plan *plan, const struct gathered *at, size_t count, struct arena *arena, struct figure_cell *cell)
{
    const struct figure *figure = plan->figure;
    double *x = xcalloc(count, sizeof *x);
    size_t *rows = xcalloc(count, sizeof *rows);
    size_t sheets = 0;
    for (size_t i = 0; i < count;) {
        struct sum sum = {0};
        size_t first = i;
        while (i < count && at[i].row == at[first].row)
            sum_add(&sum, at[i++].x);
        x[sheets] = sum_value(&sum) / (double)(i - first);
        rows[sheets++] = at[first].row;
    }
    size_t trim = figure->trim > 0 ? (size_t)figure->trim : 0, dropped = 0;
    size_t *out = xcalloc(2 * trim + 1, sizeof *out);
    cell->value = stats_trimmed_mean(x, sheets, trim, figure->trim_from > 0 ? (size_t)figure->trim_from : 0, out, &dropped);
    cell->base = (double)(sheets - dropped);
    cell->numerator = cell->value * cell->base;
    note_dropped(plan, x, rows, out, dropped, arena, cell);
    free(x);
    free(rows);
    free(out);
}

void figure_finish_gathered(const struct figure_plan *plan, struct gathered_list *list, struct arena *arena, struct figure_result *result)
{
    if (list->count > 0)
        qsort(list->at, list->count, sizeof *list->at, compare_gathered);
    for (size_t i = 0; i < list->count;) {
        size_t first = i;
        while (i < list->count && list->at[i].cell == list->at[first].cell)
            i++;
        struct figure_cell *cell = list->at[first].cell < result->cells.count ? &result->cells.at[list->at[first].cell] : &result->all;
        if (plan->figure->statistic == STAT_MEDIAN)
            finish_median(list->at + first, i - first, cell);
        else
            finish_trimmed(plan, list->at + first, i - first, arena, cell);
    }
}
