/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping compare EVAL_OLD EVAL_NEW: year on year, with what may not be compared and why.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/score_compare.h"
#include "score_studies.h"

/* Text --------------------------------------------------------------------------------------------------------------------- */

static const char *direction(double change)
{
    return isnan(change) ? "" : change > 0 ? "↑" : change < 0 ? "↓" : "=";
}

static const char *with_direction(struct text_table *table, double change, int decimals)
{
    double rounded = num_round(change, decimals);
    if (isnan(change))
        return "—";
    return rounded == 0 ? "=" : arena_printf(table->arena, "%s%s", direction(rounded), text_table_number(table, fabs(rounded), decimals));
}

static const char *chance_words(enum compare_chance chance)
{
    static const char *const words[COMPARE_CHANCES] = {"", N_("within chance"), N_("more than chance")};
    return *words[chance] ? _(words[chance]) : "";
}

static void print_reasons(const char *title, const compare_reasons *reasons)
{
    if (reasons->count == 0)
        return;
    printf("%s", title);
    for (size_t i = 0; i < reasons->count; i++)
        printf("%s%s", i ? "；" : "", reasons->at[i]);
    printf("\n");
}

static void print_rows(const struct compare_table *at)
{
    int decimals = at->now->table->decimals;
    bool sets = at->set.count > 0;
    struct text_table table;
    text_table_init(&table, 9, (const bool[]){false, true, true, true, true, true, true, true, false});
    text_table_row(&table, (const char *const[]){_("unit"), _("score then"), _("score now"), _("change"), _("place then"), _("place now"),
                                                 sets ? _("among common units") : "", _("moved"), _("chance")});
    for (size_t i = 0; i < at->rows.count; i++) {
        const struct compare_row *row = &at->rows.at[i];
        const char *common = "";
        if (sets && !isnan(row->common_now))
            common = arena_printf(table.arena, "%s → %s", study_place(&table, row->common_before), study_place(&table, row->common_now));
        text_table_row(&table, (const char *const[]){(row->now ? row->now : row->before)->short_name, study_number(&table, row->score_before, decimals),
                                                     study_number(&table, row->score_now, decimals), with_direction(&table, row->change, decimals),
                                                     study_place(&table, row->place_before), study_place(&table, row->place_now), common,
                                                     with_direction(&table, row->moved, row->moved == floor(row->moved) ? 0 : 1), chance_words(row->chance)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_figures(const struct comparison *comparison)
{
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, true, true, true, false});
    text_table_row(&table, (const char *const[]){_("figure"), _("then"), _("now"), _("change"), _("cannot be compared")});
    for (size_t i = 0; i < comparison->figures.count; i++) {
        const struct compare_figure *at = &comparison->figures.at[i];
        int decimals = at->now->figure->decimals;
        text_table_row(&table, (const char *const[]){at->now->figure->name, study_number(&table, at->before->all.value, decimals),
                                                     study_number(&table, at->now->all.value, decimals), with_direction(&table, at->change, decimals),
                                                     at->reasons.count > 0 ? at->reasons.at[0] : ""});
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

static void print_comparison(const struct comparison *comparison)
{
    const struct evaluation *before = comparison->before->evaluation, *now = comparison->now->evaluation;
    if (before->simulated || now->simulated)
        printf(_("simulated data, not results of a real evaluation\n"));
    printf(_("%s (%d) and %s (%d)\n"), before->id, before->year, now->id, now->year);
    for (size_t i = 0; i < comparison->tables.count; i++) {
        const struct compare_table *at = &comparison->tables.at[i];
        printf("\n== %s  %s\n", at->now->table->id, at->now->table->name ? at->now->table->name : "");
        print_reasons(_("scores and places cannot be compared (不可比): "), &at->formula);
        if (!at->before)
            continue;
        print_reasons(_("the units are not the same, places are compared among those that both have: "), &at->set);
        print_rows(at);
    }
    print_figures(comparison);
}

/* JSON --------------------------------------------------------------------------------------------------------------------- */

static json_t *texts(const compare_reasons *reasons)
{
    json_t *list = json_array();
    for (size_t i = 0; i < reasons->count; i++)
        json_array_append_new(list, json_text(reasons->at[i]));
    return list;
}

static json_t *row_object(const struct compare_row *row)
{
    json_t *object = json_object();
    json_object_set_new(object, "before", json_text(row->before ? row->before->id : NULL));
    json_object_set_new(object, "now", json_text(row->now ? row->now->id : NULL));
    json_object_set_new(object, "name", json_text((row->now ? row->now : row->before)->name));
    const struct {
        const char *key;
        double value;
    } numbers[] = {
        {"score_before", row->score_before}, {"score_now", row->score_now}, {"change", row->change}, {"se", row->se}, {"place_before", row->place_before},
        {"place_now", row->place_now}, {"common_before", row->common_before}, {"common_now", row->common_now}, {"moved", row->moved},
    };
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        json_object_set_new(object, numbers[i].key, json_number(numbers[i].value));
    json_object_set_new(object, "chance", json_string(compare_chance_ids[row->chance]));
    return object;
}

static json_t *json_comparison(const struct comparison *comparison)
{
    json_t *object = json_object(), *tables = json_object(), *figures = json_object();
    json_object_set_new(object, "before", json_string(comparison->before->evaluation->id));
    json_object_set_new(object, "now", json_string(comparison->now->evaluation->id));
    json_object_set_new(object, "simulated", json_boolean(comparison->before->evaluation->simulated || comparison->now->evaluation->simulated));
    json_object_set_new(object, "level", json_number(comparison->level));
    for (size_t i = 0; i < comparison->tables.count; i++) {
        const struct compare_table *at = &comparison->tables.at[i];
        json_t *table = json_object(), *rows = json_array();
        json_object_set_new(table, "not_comparable", texts(&at->formula));
        json_object_set_new(table, "set", texts(&at->set));
        json_object_set_new(table, "common", json_integer((json_int_t)at->common));
        json_object_set_new(table, "critical", json_number(at->critical));
        for (size_t r = 0; r < at->rows.count; r++)
            json_array_append_new(rows, row_object(&at->rows.at[r]));
        json_object_set_new(table, "rows", rows);
        json_object_set_new(tables, at->now->table->id, table);
    }
    for (size_t i = 0; i < comparison->figures.count; i++) {
        const struct compare_figure *at = &comparison->figures.at[i];
        json_t *figure = json_object();
        json_object_set_new(figure, "before", json_number(at->before->all.value));
        json_object_set_new(figure, "now", json_number(at->now->all.value));
        json_object_set_new(figure, "change", json_number(at->change));
        json_object_set_new(figure, "not_comparable", texts(&at->reasons));
        json_object_set_new(figures, at->now->figure->id, figure);
    }
    json_object_set_new(object, "tables", tables);
    json_object_set_new(object, "figures", figures);
    return object;
}

/* ---------------------------------------------------------------------------------------------------------------------------- */

struct side {
    struct engine *engine;
    struct results *results;
};

/* Results with uncertainty: a change without it could not be told from chance. */
static bool open_side(struct cli *cli, const char *folder, const char *database, struct side *side)
{
    side->engine = engine_open(folder, database, ENGINE_READ, &cli->diags);
    side->results = side->engine ? engine_results_for_studies(side->engine, &cli->diags) : NULL;
    return side->results && engine_uncertainty(side->engine, side->results, cli_threads(), &cli->diags);
}

/* Places hang on rounded scores: those of two rules are not the same thing. */
static bool round_alike(struct cli *cli, const struct side *before, const struct side *now)
{
    const struct evaluation *a = engine_evaluation(before->engine), *b = engine_evaluation(now->engine);
    if (a->rounding == b->rounding)
        return true;
    diags_error(&cli->diags, b->pos, _("'%s' is rounded by %s and '%s' by %s: places are not comparable"), a->id, rounding_ids[a->rounding], b->id, rounding_ids[b->rounding]);
    diags_hint(&cli->diags, _("compare with a copy of one of them in which 'rounding' is that of the other"));
    return false;
}

static void close_side(struct side *side)
{
    results_free(side->results);
    engine_close(side->engine);
}

static int run(struct cli *cli)
{
    struct side before = {0}, now = {0};
    struct arena *arena = arena_new();
    bool done = open_side(cli, cli->arguments[0], cli_value(cli, "db-old"), &before) & open_side(cli, cli->arguments[1], cli_value(cli, "db"), &now);
    done = done && round_alike(cli, &before, &now);
    if (done) {
        const struct comparison *comparison = score_compare(before.results, now.results, arena);
        if (cli_has(cli, "json"))
            json_print(json_comparison(comparison));
        else
            print_comparison(comparison);
    }
    int status = cli_finish(cli, done);
    arena_free(arena);
    close_side(&before);
    close_side(&now);
    return status;
}

const struct cli_command cmd_compare = {
    .name = "compare",
    .arguments = "EVAL_OLD EVAL_NEW",
    .summary = N_("year on year: scores and places, and what cannot be compared"),
    .help = N_("Matches tables and figures by id and units by name. Scores are not compared where weights, transforms, definitions or options differ; places are compared "
               "among the units that both have; changes that are more than chance are marked."),
    .least = 2,
    .most = 2,
    .options =
        {
            {"json", 0, NULL, N_("one JSON object on stdout, full precision")},
            {"db-old", 0, "FILE", N_("the database of EVAL_OLD (default: EVAL_OLD/data/ID.db)")},
            {"db", 0, "FILE", N_("the database of EVAL_NEW (default: EVAL_NEW/data/ID.db)")},
        },
    .run = run,
};
