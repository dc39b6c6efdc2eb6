/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping explain EVAL TABLE UNIT: one score from the table down to the counts of each answer, against the mean, and what would have made it another one.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "score_studies.h"

/* Finding the row -------------------------------------------------------------------------------------------------------- */

static const struct table_result *find_table(struct cli *cli, const struct results *results, const char *id)
{
    const struct table_result *result = results_table(results, id);
    if (result)
        return result;
    size_t count = results->tables.count;
    auto_free const char **words = xcalloc(count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = results->tables.at[i].table->id;
    diags_error(&cli->diags, POS_NONE, _("unknown table '%s'"), id);
    diags_hint_words(&cli->diags, id, words, count);
    return NULL;
}

/* One unit of the table's kinds, by id, name, short name or alias. */
static const struct unit *find_unit(struct cli *cli, const struct table *table, const char *text)
{
    for (size_t k = 0; k < table->by_count; k++) {
        bool ambiguous = false;
        const struct unit *unit = evaluation_unit(cli->evaluation, table->by[k], text);
        unit = unit ? unit : unit_kind_recognise(table->by[k], text, &ambiguous);
        if (unit)
            return unit;
        if (ambiguous) {
            diags_error(&cli->diags, POS_NONE, _("'%s' means several units of kind '%s'"), text, table->by[k]->id);
            return NULL;
        }
    }
    const char *words[512];
    size_t count = 0;
    for (size_t k = 0; k < table->by_count; k++)
        for (size_t i = 0; i < table->by[k]->units.count && count < COUNT_OF(words); i++)
            words[count++] = table->by[k]->units.at[i].id;
    diags_error(&cli->diags, POS_NONE, _("table '%s' has no unit '%s'"), table->id, text);
    diags_hint_words(&cli->diags, text, words, count);
    return NULL;
}

/* UNIT is one unit, or several for a table of pairs: p01,zd or p01×zd. */
static const struct score_row *find_row(struct cli *cli, const struct table_result *result, const char *text)
{
    const struct unit *units[MODEL_BY_MAX] = {0};
    size_t count = 0;
    auto_free char *copy = xstrdup(text);
    const struct unit *whole = result->table->by_count == 1 ? find_unit(cli, result->table, text) : NULL;
    if (result->table->by_count == 1 && !whole)
        return NULL;
    if (whole)
        units[count++] = whole;
    for (char *part = copy; !whole && part && count < MODEL_BY_MAX;) {
        char *comma = strstr(part, ","), *times = strstr(part, "×");
        char *end = comma && (!times || comma < times) ? comma : times;
        char *next = end ? end + (end == comma ? 1 : strlen("×")) : NULL;
        if (end)
            *end = '\0';
        if (!(units[count++] = find_unit(cli, result->table, part)))
            return NULL;
        part = next;
    }
    const struct score_row *row = count == result->table->by_count ? results_row(result, units, count) : NULL;
    if (!row) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is no row of table '%s'"), text, result->table->id);
        if (result->table->by_count > 1)
            diags_hint(&cli->diags, _("a table of pairs wants %zu units with commas between them"), result->table->by_count);
    }
    return row;
}

/* Text --------------------------------------------------------------------------------------------------------------------- */

static const char *signed_number(struct text_table *table, double value, int decimals)
{
    const char *text = study_number(table, value, decimals);
    return value > 0 && *text != '0' ? arena_printf(table->arena, "+%s", text) : value > 0 && num_round(value, decimals) > 0 ? arena_printf(table->arena, "+%s", text) : text;
}

/* 座谈评估·工作推进: names below the root, for the same ones stand below several. */
static const char *path_of(struct arena *arena, const struct node *node)
{
    const char *name = node->name ? node->name : node->id;
    return node->parent && node->parent->parent ? arena_printf(arena, "%s·%s", path_of(arena, node->parent), name) : name;
}

static int raw_decimals(const struct explain_node *node)
{
    return node->node->figure ? node->node->figure->decimals : 2;
}

static const char *no_score(const struct explanation *explanation, const struct text_table *table)
{
    const struct score_row *row = &explanation->result->rows.at[explanation->row];
    auto_strbuf struct strbuf has, wants;
    strbuf_init(&has);
    strbuf_init(&wants);
    num_format(&has, 100 * row->coverage, 1);
    num_format(&wants, 100 * explanation->result->table->coverage, 1);
    switch (row->why) {
    case NO_SCORE_COVERAGE:
        return arena_printf(table->arena, _("%s %% of the weight has values, %s %% is wanted"), has.at, wants.at);
    case NO_SCORE_NOT_APPLICABLE:
        return _("it does not apply");
    default:
        return _("no data, or fewer answers than are wanted");
    }
}

static void print_head(const struct explanation *explanation)
{
    const struct table_result *result = explanation->result;
    const struct score_row *row = &result->rows.at[explanation->row];
    struct text_table table;
    text_table_init(&table, 2, (const bool[]){false, true});
    int decimals = result->table->decimals;
    printf("== %s  %s：%s\n", result->table->id, result->table->name ? result->table->name : "", study_units(table.arena, result->table, row->units));
    text_table_row(&table, (const char *const[]){_("score"), study_number(&table, row->score, decimals)});
    if (row->why != SCORED)
        text_table_row(&table, (const char *const[]){_("why there is no score"), no_score(explanation, &table)});
    bool slices = result->table->slice != NULL;
    if (!slices)
        text_table_row(&table, (const char *const[]){_("place"), study_place(&table, row->place)});
    if (!slices && row->place != row->natural_place && !isnan(row->natural_place))
        text_table_row(&table, (const char *const[]){_("natural place"), study_place(&table, row->natural_place)});
    if (slices)
        text_table_row(&table, (const char *const[]){_("place in its slice"), study_place(&table, row->slice_place)});
    text_table_row(&table, (const char *const[]){slices ? _("mean of its slice") : _("mean of the table"), study_number(&table, explanation->mean, decimals)});
    text_table_row(&table, (const char *const[]){_("against the mean"), signed_number(&table, explanation->printed_against, decimals)});
    text_table_print(&table, false, stdout);
    text_table_release(&table);
}

static const char *indented(struct arena *arena, const struct explain_node *node)
{
    return arena_printf(arena, "%*s%s", 2 * node->depth, "", node->node->name ? node->node->name : node->node->id);
}

static void print_tree(const struct explanation *explanation)
{
    int decimals = explanation->result->table->decimals;
    struct text_table table;
    text_table_init(&table, 9, (const bool[]){false, true, true, true, true, true, true, true, false});
    text_table_row(&table, (const char *const[]){_("indicator"), _("weight"), _("as it counts"), _("value"), _("score"), _("mean"), _("points"), _("against the mean"),
                                                 _("rests on")});
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        const char *on = !node->leaf ? "" : node->node->table ? arena_printf(table.arena, _("table %s"), node->node->table->id)
                         : node->node->figure ? arena_printf(table.arena, _("%s, n = %s"), node->node->figure->id, text_table_number(&table, node->base, 0)) : "";
        if (node->imputed)
            on = arena_printf(table.arena, _("%s; partly filled in"), on);
        text_table_row(&table, (const char *const[]){indented(table.arena, node), study_number(&table, node->weight, 2), study_number(&table, node->effective, 2),
                                                     node->leaf ? study_number(&table, node->raw, raw_decimals(node)) : "", study_number(&table, node->score, decimals),
                                                     study_number(&table, node->mean_score, decimals), study_number(&table, node->printed_points, decimals),
                                                     signed_number(&table, node->printed_against, decimals), on});
    }
    const struct {
        const char *name;
        double points;
    } others[] = {{_("bonus"), explanation->printed_bonus}, {_("deductions"), explanation->printed_deduction}, {_("cut at the maximum"), explanation->printed_cap}};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (others[i].points != 0)
            text_table_row(&table, (const char *const[]){others[i].name, "", "", "", "", "", "", signed_number(&table, others[i].points, decimals), ""});
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Counts of each answer behind a leaf, kinds of missing, what was dropped. */
static const char *counts_of(struct text_table *table, const struct explain_node *node)
{
    const char *text = "";
    const struct figure *figure = node->node->figure;
    bool marks = figure->variables.count > 0 && figure->variables.at[0]->type == VARIABLE_MARK; /* of a vote: those of other units are not this one's */
    for (size_t i = 0; node->scale && i < node->scale->options.count; i++)
        if (node->scale->options.at[i].missing == MISSING_NONE && !(marks && node->cell->counts[i] == 0))
            text = arena_printf(table->arena, "%s%s%s %s", text, *text ? "，" : "", node->scale->options.at[i].label, text_table_number(table, node->cell->counts[i], 0));
    for (size_t m = 1; m < MISSING_KINDS; m++)
        if (node->cell->missing[m] > 0)
            text = arena_printf(table->arena, "%s%s%s %s", text, *text ? "，" : "", _(missing_labels[m]), text_table_number(table, node->cell->missing[m], 0));
    if (node->cell->dropped)
        text = arena_printf(table->arena, _("%s%sleft out: %s"), text, *text ? "，" : "", node->cell->dropped);
    return text;
}

static void print_counts(const struct explanation *explanation)
{
    struct text_table table;
    text_table_init(&table, 4, (const bool[]){false, false, true, false});
    text_table_row(&table, (const char *const[]){_("indicator"), _("statistic"), _("base"), _("answers")});
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        if (!node->cell)
            continue;
        const struct figure *figure = node->node->figure;
        text_table_row(&table, (const char *const[]){path_of(table.arena, node->node), figure->definition ? figure->definition : statistic_formulas[figure->statistic],
                                                     text_table_number(&table, node->cell->base, 0), counts_of(&table, node)});
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

static const char *part_units(struct arena *arena, const struct explain_node *node, const struct explain_part *part)
{
    struct unit_kind *const *by = node->node->table ? node->node->table->by : node->node->figure->by;
    size_t count = node->node->table ? node->node->table->by_count : node->node->figure->by_count;
    const char *names = "";
    for (size_t k = 0; k < count; k++)
        if (part->units[k] != NO_UNIT)
            names = arena_printf(arena, *names ? "%s × %s" : "%s%s", names, by[k]->units.at[part->units[k]].short_name);
    return names;
}

static void print_node_parts(const struct explain_node *node)
{
    struct text_table table;
    text_table_init(&table, 4, (const bool[]){false, true, true, false});
    text_table_row(&table, (const char *const[]){path_of(table.arena, node->node), _("value"), _("share (%)"), _("remark")});
    for (size_t i = 0; i < node->parts.count; i++) {
        const struct explain_part *part = &node->parts.at[i];
        const char *remark = part->imputed ? _("filled in") : "";
        if (part->not_applicable)
            remark = arena_printf(table.arena, _("does not apply: %s"), part->not_applicable->reason ? part->not_applicable->reason : "");
        text_table_row(&table, (const char *const[]){part_units(table.arena, node, part), study_number(&table, part->value, 2), study_number(&table, part->share, 2), remark});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_needed(const struct explanation *explanation)
{
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, true, true, true, true});
    text_table_row(&table, (const char *const[]){_("indicator"), _("value"), _("needed"), _("change"), _("place")});
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        if (isnan(node->needed))
            continue;
        int decimals = raw_decimals(node);
        text_table_row(&table, (const char *const[]){path_of(table.arena, node->node), study_number(&table, node->raw, decimals), study_number(&table, node->needed, decimals),
                                                     signed_number(&table, node->needed - num_round(node->raw, decimals), decimals), study_place(&table, node->needed_place)});
    }
    printf(_("\nwhat it would take to gain a place, by one indicator alone:\n"));
    if (table.rows.count > 1)
        text_table_print(&table, true, stdout);
    else
        printf(_("no indicator can do it alone\n"));
    text_table_release(&table);
}

static void print_effects(const struct explanation *explanation)
{
    struct text_table table;
    text_table_init(&table, 8, (const bool[]){false, false, true, true, false, false, false, false});
    text_table_row(&table, (const char *const[]){_("what"), _("which"), _("score without it"), _("place without it"), _("reason"), _("authority"), _("who"), _("date")});
    size_t unseen = 0;
    for (size_t i = 0; i < explanation->effects.count; i++) {
        const struct explain_effect *effect = &explanation->effects.at[i];
        if (explanation_effect_unseen(explanation, effect)) {
            unseen++;
            continue;
        }
        const char *kind = effect->kind == EFFECT_NOT_APPLICABLE ? arena_printf(table.arena, _("%s (as zero)"), explain_effect_labels[effect->kind]) : explain_effect_labels[effect->kind];
        text_table_row(&table, (const char *const[]){kind, effect->what, study_number(&table, effect->score, explanation->result->table->decimals),
                                                     study_place(&table, effect->place), effect->reason, effect->authority, effect->who, effect->date});
    }
    if (table.rows.count > 1) {
        printf(_("\nwhat rules and people did, and the score and place without it:\n"));
        text_table_print(&table, true, stdout);
    }
    if (unseen > 0)
        printf("\n%s\n", arena_printf(table.arena, _("%zu other rules change neither the score as printed nor the place"), unseen));
    text_table_release(&table);
}

static void print_files(const struct explanation *explanation)
{
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    for (size_t i = 0; i < explanation->files.count; i++) {
        const char *text = explanation->files.at[i].text, *tab = strchr(text, '\t');
        const char *name = tab ? arena_strndup(table.arena, text, (size_t)(tab - text)) : text;
        text_table_row(&table, (const char *const[]){"", name, explanation->files.at[i].instrument->title});
    }
    if (table.rows.count > 0) {
        printf(_("\nfrom the files:\n"));
        text_table_print(&table, false, stdout);
    }
    text_table_release(&table);
}

static void print_explanation(const struct results *results, const struct explanation *explanation)
{
    if (results->evaluation->simulated)
        printf(_("simulated data, not results of a real evaluation\n"));
    print_head(explanation);
    print_tree(explanation);
    print_counts(explanation);
    for (size_t i = 0; i < explanation->nodes.count; i++)
        if (explanation->nodes.at[i].parts.count > 0)
            print_node_parts(&explanation->nodes.at[i]);
    if (explanation->result->rows.at[explanation->row].natural_place > 1)
        print_needed(explanation);
    print_effects(explanation);
    print_files(explanation);
}

/* ---------------------------------------------------------------------------------------------------------------------------- */

static bool explain(struct cli *cli, struct engine *engine, const struct results *results, struct arena *arena)
{
    cli->evaluation = results->evaluation;
    const struct table_result *table = find_table(cli, results, cli->arguments[1]);
    const struct score_row *row = table ? find_row(cli, table, cli->arguments[2]) : NULL;
    struct engine_effects *effects = row ? engine_effects(engine, results, arena, &cli->diags) : NULL;
    if (!effects)
        return false;
    const struct explanation *explanation = engine_explain(results, table, (size_t)(row - table->rows.at), effects, arena);
    if (cli_has(cli, "json"))
        json_print(json_explanation(results, explanation));
    else
        print_explanation(results, explanation);
    return true;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_results(engine, &cli->diags) : NULL;
    struct arena *arena = arena_new();
    bool done = results && explain(cli, engine, results, arena);
    int status = cli_finish(cli, done);
    arena_free(arena);
    results_free(results);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_explain = {
    .name = "explain",
    .arguments = "EVAL TABLE UNIT",
    .summary = N_("how one score came about, from the tree down to the counts"),
    .help = N_("Prints weight, value, score and points of each indicator, what raised or lowered the score against the mean of the table, the counts of each answer, what it "
               "would take to gain a place, what rules and people did to the score, and the files behind it. UNIT is an id or a name; a table of pairs wants both, p01,zd."),
    .least = 3,
    .most = 3,
    .options =
        {
            {"json", 0, NULL, N_("one JSON object on stdout, full precision")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
