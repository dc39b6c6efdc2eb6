/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping score EVAL: figures, score tables with places, spread, and places under each policy for what does not apply.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "score_studies.h"

/* Figures ------------------------------------------------------------------------------------------------------ */

/* The base is people where responses are weighted; what stands behind it is said beside. */
static const char *base_of(struct text_table *table, const struct figure_result *result)
{
    const char *base = study_number(table, result->all.base, 0);
    if (!result->figure->weighting && !result->figure->weight)
        return base;
    return arena_printf(table->arena, _("%s (n %s, effective %s)"), base, study_number(table, result->all.responses, 0), study_number(table, result->all.effective_n, 1));
}

static void print_figures(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 6, (const bool[]){false, false, true, false, true, false});
    text_table_row(&table, (const char *const[]){_("figure"), _("name"), _("value"), _("unit"), _("base"), _("definition")});
    for (size_t i = 0; i < results->figures.count; i++) {
        const struct figure_result *result = &results->figures.at[i];
        const struct figure *figure = result->figure;
        text_table_row(&table, (const char *const[]){figure->id, figure->name, study_number(&table, result->all.value, figure->decimals), figure->unit,
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
        const char *farthest = study_number(&table, 100 * result->largest_difference, 4);
        if (result->worst && result->largest_difference > ROUNDING)
            farthest = arena_printf(table.arena, "%s (%s)", farthest, result->worst);
        text_table_row(&table, (const char *const[]){result->weighting->id, result->weighting->name, study_number(&table, result->valid, 0),
                                                     study_number(&table, result->usable ? result->n : 0, 0), study_number(&table, result->total, 0),
                                                     study_number(&table, result->effective_n, 1), study_number(&table, result->deff, 3),
                                                     result->iterations ? study_number(&table, (double)result->iterations, 0) : "",
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
        text_table_row(&table, (const char *const[]){study_place(&table, row->place), study_units(table.arena, scores, row->units),
                                                     study_number(&table, row->score, scores->decimals), study_place(&table, row->natural_place),
                                                     row->band ? row->band->label : "", study_number(&table, 100 * row->coverage, 0), remark(table.arena, row)});
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
        const char *first = slice->first < 0 ? "" : study_units(table.arena, scores, result->rows.at[slice->first].units);
        const char *last = slice->last < 0 ? "" : study_units(table.arena, scores, result->rows.at[slice->last].units);
        text_table_row(&table, (const char *const[]){unit->short_name, text_table_number(&table, (double)slice->count, 0),
                                                     study_number(&table, slice->mean, scores->decimals), study_number(&table, slice->max, scores->decimals),
                                                     study_number(&table, slice->min, scores->decimals), study_number(&table, slice->range, scores->decimals), first,
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
        cells[0] = study_units(table.arena, scores, result->rows.at[r].units);
        for (size_t p = 0; p < result->policies.count; p++)
            cells[p + 1] = arena_printf(table.arena, "%s (%s)", study_place(&table, result->policies.at[p].places[r]),
                                        study_number(&table, result->policies.at[p].scores[r], scores->decimals));
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

static void print_scores(const struct results *results)
{
    if (results->evaluation->simulated)
        printf(_("simulated data, not results of a real evaluation\n"));
    print_figures(results);
    print_weightings(results);
    for (size_t i = 0; i < results->tables.count; i++)
        print_table(&results->tables.at[i]);
    explain_policies(results);
}

static json_t *json_all(const struct results *results)
{
    json_t *object = json_results(results);
    if (results->uncertainty.computed)
        json_object_set_new(object, "uncertainty", json_uncertainty(results));
    if (results->robustness.computed)
        json_object_set_new(object, "robustness", json_robustness(results));
    return object;
}

static int run(struct cli *cli)
{
    size_t threads = 0;
    if (!cli_choose_threads(cli, SIZE_MAX, &threads))
        return cli_finish(cli, false);
    struct engine *engine = cli_open(cli, ENGINE_READ);
    bool studies = cli_has(cli, "uncertainty") || cli_has(cli, "robustness");
    struct results *results = !engine ? NULL : studies ? engine_results_for_studies(engine, &cli->diags) : engine_results(engine, &cli->diags);
    bool done = results != NULL;
    if (done && cli_has(cli, "uncertainty"))
        done = engine_uncertainty(engine, results, threads, &cli->diags);
    if (done && cli_has(cli, "robustness"))
        done = engine_robustness(engine, results, threads, &cli->diags);
    if (done && cli_has(cli, "json"))
        json_print(json_all(results));
    else if (done) {
        print_scores(results);
        cli_print_corrections(results);
        if (results->uncertainty.computed)
            print_uncertainty(results);
        if (results->robustness.computed)
            print_robustness(results);
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
            {"uncertainty", 'u', NULL, N_("intervals of scores and places, and which differences are more than chance")},
            {"robustness", 'r', NULL, N_("places under other weights, methods and rules, and which choice moves them most")},
            {"threads", 0, "N", N_("how many threads work on intervals and robustness (default: one a processor); all give the same bytes")},
            {"json", 0, NULL, N_("one JSON object on stdout, full precision")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
