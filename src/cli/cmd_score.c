/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping score EVAL: figures, score tables with places, spread, and places under each policy for what does not apply.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "cli.h"

static const char *number(struct text_table *table, double value, int decimals)
{
    return isnan(value) ? "—" : text_table_number(table, value, decimals);
}

static const char *place(struct text_table *table, double value)
{
    return number(table, value, value == floor(value) ? 0 : 1);
}

static const char *unit_names(struct arena *arena, const struct table *table, const struct score_row *row)
{
    const char *names = "";
    for (size_t k = 0; k < table->by_count; k++) {
        const char *name = table->by[k]->units.at[row->units[k]].short_name;
        names = k ? arena_printf(arena, "%s × %s", names, name) : name;
    }
    return names;
}

/* Figures ------------------------------------------------------------------------------------------------------ */

/* The base is people where responses are weighted; what stands behind it is said beside. */
static const char *base_of(struct text_table *table, const struct figure_result *result)
{
    const char *base = number(table, result->all.base, 0);
    if (!result->figure->weighting && !result->figure->weight)
        return base;
    return arena_printf(table->arena, _("%s (n %s, effective %s)"), base, number(table, result->all.responses, 0), number(table, result->all.effective_n, 1));
}

static void print_figures(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 6, (const bool[]){false, false, true, false, true, false});
    text_table_row(&table, (const char *const[]){_("figure"), _("name"), _("value"), _("unit"), _("base"), _("definition")});
    for (size_t i = 0; i < results->figures.count; i++) {
        const struct figure_result *result = &results->figures.at[i];
        const struct figure *figure = result->figure;
        text_table_row(&table, (const char *const[]){figure->id, figure->name, number(&table, result->all.value, figure->decimals), figure->unit,
                                                     base_of(&table, result),
                                                     figure_definition_text(table.arena, figure)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Weightings --------------------------------------------------------------------------------------------------- */

#define ROUNDING 5e-7 /* what prints as 0.0000 % lies nowhere */

/* What the weights did that figures rest on. */
static void print_weightings(const struct results *results)
{
    if (results->weightings.count == 0)
        return;
    struct text_table table;
    text_table_init(&table, 9, (const bool[]){false, false, true, true, true, true, true, true, false});
    text_table_row(&table, (const char *const[]){_("weighting"), _("name"), _("valid"), _("weighted"), _("people"), _("effective n"), _("design effect"),
                                                 _("rounds"), _("farthest from its population (%)")});
    for (size_t i = 0; i < results->weightings.count; i++) {
        const struct weighting_result *result = &results->weightings.at[i];
        const char *farthest = number(&table, 100 * result->largest_difference, 4);
        if (result->worst && result->largest_difference > ROUNDING)
            farthest = arena_printf(table.arena, "%s (%s)", farthest, result->worst);
        text_table_row(&table, (const char *const[]){result->weighting->id, result->weighting->name, number(&table, result->valid, 0),
                                                     number(&table, result->usable ? result->n : 0, 0), number(&table, result->total, 0),
                                                     number(&table, result->effective_n, 1), number(&table, result->deff, 3),
                                                     result->iterations ? number(&table, (double)result->iterations, 0) : "",
                                                     result->usable ? farthest : _("not usable")});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Tables ------------------------------------------------------------------------------------------------------- */

static const char *remark(struct arena *arena, const struct score_row *row)
{
    static const char *const why[NO_SCORES] = {"", N_("no data"), N_("too little of the weight covered"), N_("not applicable")};
    if (row->why != SCORED)
        return _(why[row->why]);
    if (row->fixed)
        return arena_printf(arena, _("fixed place: %s"), row->fixed->reason ? row->fixed->reason : "");
    return row->tied ? _("tied") : "";
}

static void print_ranking(const struct table_result *result)
{
    const struct table *scores = result->table;
    struct text_table table;
    text_table_init(&table, 7, (const bool[]){true, false, true, true, false, true, false});
    text_table_row(&table, (const char *const[]){_("place"), _("unit"), _("score"), _("natural place"), _("band"), _("coverage"), _("remark")});
    for (size_t i = 0; i < result->rows.count; i++) {
        const struct score_row *row = &result->rows.at[result->by_place[i]];
        text_table_row(&table, (const char *const[]){place(&table, row->place), unit_names(table.arena, scores, row),
                                                     number(&table, row->score, scores->decimals), place(&table, row->natural_place),
                                                     row->band ? row->band->label : "", number(&table, 100 * row->coverage, 0), remark(table.arena, row)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_slices(const struct table_result *result)
{
    if (result->slices.count == 0)
        return;
    const struct table *scores = result->table;
    struct text_table table;
    text_table_init(&table, 8, (const bool[]){false, true, true, true, true, true, false, false});
    text_table_row(&table, (const char *const[]){_("within"), _("count"), _("mean"), _("max"), _("min"), _("range"), _("first"), _("last")});
    for (size_t i = 0; i < result->slices.count; i++) {
        const struct slice *slice = &result->slices.at[i];
        const struct unit *unit = &scores->by[slice->kind_at]->units.at[slice->unit];
        const char *first = slice->first < 0 ? "" : unit_names(table.arena, scores, &result->rows.at[slice->first]);
        const char *last = slice->last < 0 ? "" : unit_names(table.arena, scores, &result->rows.at[slice->last]);
        text_table_row(&table, (const char *const[]){unit->short_name, text_table_number(&table, (double)slice->count, 0),
                                                     number(&table, slice->mean, scores->decimals), number(&table, slice->max, scores->decimals),
                                                     number(&table, slice->min, scores->decimals), number(&table, slice->range, scores->decimals), first,
                                                     last});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Among pairs every row stands for itself, and no policy moves it. */
static bool has_policies(const struct table_result *result)
{
    return result->policies.count > 0 && result->table->by_count == 1;
}

/* The heads of the tables above are the words that rubric.yaml takes: what they do stands once below all of them. */
static void explain_policies(const struct results *results)
{
    const struct table_result *first = NULL;
    for (size_t i = 0; i < results->tables.count && !first; i++)
        if (has_policies(&results->tables.at[i]))
            first = &results->tables.at[i];
    if (!first)
        return;
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    for (size_t p = 0; p < first->policies.count; p++) {
        enum policy policy = first->policies.at[p].policy;
        text_table_row(&table, (const char *const[]){"", policy_ids[policy], policy_labels[policy]});
    }
    printf(_("\npolicies for what does not apply:\n"));
    text_table_print(&table, false, stdout);
    text_table_release(&table);
}

static void print_policies(const struct table_result *result)
{
    if (!has_policies(result))
        return;
    const struct table *scores = result->table;
    size_t columns = 1 + result->policies.count;
    struct text_table table;
    bool *right = xcalloc(columns, sizeof *right);
    const char **cells = xcalloc(columns, sizeof *cells);
    for (size_t i = 1; i < columns; i++)
        right[i] = true;
    text_table_init(&table, columns, right);

    cells[0] = _("place under");
    for (size_t p = 0; p < result->policies.count; p++)
        cells[p + 1] = result->policies.at[p].same_as_default ? arena_printf(table.arena, "%s*", policy_ids[result->policies.at[p].policy])
                                                              : policy_ids[result->policies.at[p].policy];
    text_table_row(&table, cells);
    for (size_t i = 0; i < result->rows.count; i++) {
        size_t r = (size_t)result->by_place[i];
        cells[0] = unit_names(table.arena, scores, &result->rows.at[r]);
        for (size_t p = 0; p < result->policies.count; p++)
            cells[p + 1] = arena_printf(table.arena, "%s (%s)", place(&table, result->policies.at[p].places[r]),
                                        number(&table, result->policies.at[p].scores[r], scores->decimals));
        text_table_row(&table, cells);
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    printf(_("* same as the table's own policy\n"));
    text_table_release(&table);
    base_free_pointer(&right);
    base_free_pointer(&cells);
}

static void print_table(const struct table_result *result)
{
    const struct table *scores = result->table;
    auto_strbuf struct strbuf mean, of_printed;
    strbuf_init(&mean);
    strbuf_init(&of_printed);
    num_format(&mean, result->mean, scores->decimals);
    num_format(&of_printed, result->printed_mean_of_printed, scores->decimals);

    printf("\n== %s  %s\n", scores->id, scores->name ? scores->name : "");
    if (scores->by_count == 1)
        print_ranking(result);
    print_slices(result);
    print_policies(result);
    printf(_("mean of %zu: %s\n"), result->scored, mean.at);
    if (strcmp(mean.at, of_printed.at) != 0)
        printf(_("the mean of the printed scores is %s: means are computed from unrounded scores\n"), of_printed.at);
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_results(engine, &cli->diags) : NULL;
    bool done = results != NULL;
    if (done && cli_has(cli, "json"))
        json_print(json_results(results));
    else if (done) {
        if (results->evaluation->simulated)
            printf(_("simulated data, not results of a real evaluation\n"));
        print_figures(results);
        print_weightings(results);
        for (size_t i = 0; i < results->tables.count; i++)
            print_table(&results->tables.at[i]);
        explain_policies(results);
    }
    int status = cli_finish(cli, done);
    results_free(results);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_score = {
    .name = "score",
    .arguments = "EVAL",
    .summary = N_("figures, score tables, places, spread"),
    .least = 1,
    .most = 1,
    .options =
        {
            {"json", 0, NULL, N_("one JSON object on stdout, full precision")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
