/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping status EVAL: issued, returned, void, valid, by unit and by rule, each rate with its denominator, and what the rules change in the results; --batches lists what was loaded, --rejected the rows that
 * could not be read.
 */
#include <math.h>

#include "cli.h"
#include "status_rules.h"

static const char *count(struct text_table *table, double value)
{
    return study_number(table, value, 0);
}

static const char *rate(struct text_table *table, double value)
{
    return isnan(value) ? "—" : arena_printf(table->arena, "%s%%", text_table_number(table, value, 2));
}

static void print_collections(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 10, (const bool[]){false, false, true, true, true, true, true, true, true, true});
    text_table_row(&table, (const char *const[]){_("instrument"), _("unit"), _("issued"), _("returned"), _("not eligible"), _("void"), _("valid"),
                                                 _("return rate"), _("valid rate"), _("valid return rate")});
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        text_table_row(&table, (const char *const[]){
                                   collection->unit ? "" : collection->instrument->id, collection->unit ? collection->unit->short_name : _("(all)"),
                                   count(&table, collection->issued), count(&table, collection->returned), count(&table, collection->not_eligible),
                                   count(&table, collection->void_count), count(&table, collection->valid), rate(&table, collection->return_rate),
                                   rate(&table, collection->valid_rate), rate(&table, collection->valid_return_rate)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
    printf(_("return rate = returned / issued; valid rate = valid / (returned − not eligible); valid return rate = valid / issued\n"));
}

static void print_rules(const struct results *results)
{
    static const char *const actions[SCREEN_ACTIONS] = {N_("void"), N_("flag"), N_("cancel answers"), N_("not eligible")};
    struct text_table table;
    text_table_init(&table, 7, (const bool[]){false, false, false, false, true, true, true});
    text_table_row(&table,
                   (const char *const[]){_("instrument"), _("rule"), _("name"), _("action"), _("decided"), _("applies to"), _("answers cancelled")});
    size_t rules = 0;
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        if (collection->unit)
            continue;
        for (size_t r = 0; r < collection->rules.count; r++, rules++) {
            const struct rule_count *rule = &collection->rules.at[r];
            text_table_row(&table, (const char *const[]){collection->instrument->id, rule->rule->id, rule->rule->name, _(actions[rule->rule->action]),
                                                         count(&table, rule->decided), count(&table, rule->applies), count(&table, rule->cancelled)});
        }
    }
    if (rules) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

/* Where paper copies were entered twice: how good the data are. */
static void print_entries(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 7, (const bool[]){false, true, true, true, true, true, true});
    text_table_row(&table, (const char *const[]){_("entered twice"), _("cells"), _("differ"), _("rate"), _("interval of 95 per cent"), _("error rate of one entry"), _("left after deciding, at most")});
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct entry_check *check = &results->collections.at[i].entries;
        if (check->cells > 0)
            text_table_row(&table, (const char *const[]){results->collections.at[i].instrument->id, count(&table, check->cells), count(&table, check->differ), rate(&table, check->rate),
                                                         arena_printf(table.arena, "%s%%", study_range(&table, check->low, check->high, 2)),
                                                         arena_printf(table.arena, "%s%%", study_number(&table, check->error, 3)), arena_printf(table.arena, "%s%%", study_number(&table, check->left, 5))});
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

static void print_missing_sheets(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    text_table_row(&table, (const char *const[]){_("sheet not handed in"), _("rater"), _("unit")});
    for (size_t i = 0; i < results->missing_sheets.count; i++) {
        const struct missing_sheet *sheet = &results->missing_sheets.at[i];
        text_table_row(&table, (const char *const[]){sheet->instrument->id, sheet->rater->name ? sheet->rater->name : sheet->rater->id, sheet->unit->short_name});
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

static json_t *json_missing_sheets(const struct results *results)
{
    json_t *list = json_array();
    for (size_t i = 0; i < results->missing_sheets.count; i++) {
        const struct missing_sheet *sheet = &results->missing_sheets.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "instrument", json_string(sheet->instrument->id));
        json_object_set_new(object, "rater", json_string(sheet->rater->id));
        json_object_set_new(object, "unit", json_string(sheet->unit->id));
        json_array_append_new(list, object);
    }
    return list;
}

static bool print_batches(struct cli *cli, struct engine *engine)
{
    struct text_table table;
    text_table_init(&table, 11, (const bool[]){true, false, false, false, false, true, true, true, true, true, false});
    text_table_row(&table, (const char *const[]){_("batch"), _("when"), _("who"), _("instrument"), _("file"), _("rows"), _("new"), _("known"), _("changed"),
                                                 _("rejected"), _("withdrawn")});
    store_batches_list batches = {0};
    bool done = !engine_store(engine) || store_batches(engine_store(engine), table.arena, &batches, &cli->diags);
    for (size_t i = 0; i < batches.count; i++) {
        const struct store_batch *batch = &batches.at[i];
        text_table_row(&table, (const char *const[]){
                                   text_table_number(&table, (double)batch->id, 0), batch->when, batch->who, batch->instrument, batch->file,
                                   text_table_number(&table, (double)batch->rows, 0), text_table_number(&table, (double)batch->added, 0),
                                   text_table_number(&table, (double)batch->known, 0), text_table_number(&table, (double)batch->changed, 0),
                                   text_table_number(&table, (double)batch->rejected, 0), batch->withdrawn ? batch->withdrawn_reason : ""});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
    return done;
}

static bool print_rejected(struct cli *cli, struct engine *engine)
{
    struct text_table table;
    text_table_init(&table, 4, (const bool[]){true, true, false, false});
    text_table_row(&table, (const char *const[]){_("batch"), _("row"), _("why it is rejected"), _("what stands there")});
    store_rejected_list rejected = {0};
    bool done = !engine_store(engine) || store_rejected(engine_store(engine), table.arena, 0, &rejected, &cli->diags);
    for (size_t i = 0; i < rejected.count; i++) {
        auto_strbuf struct strbuf raw;
        strbuf_init(&raw);
        for (const char *at = rejected.at[i].raw ? rejected.at[i].raw : ""; *at; at++)
            if (*at == '\t') /* would break the columns */
                strbuf_adds(&raw, " | ");
            else
                strbuf_addc(&raw, *at);
        text_table_row(&table, (const char *const[]){text_table_number(&table, (double)rejected.at[i].batch, 0),
                                                     text_table_number(&table, (double)rejected.at[i].line, 0), rejected.at[i].reason, raw.at});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
    return done;
}

/* Each rule reads all responses once more: with very many of them nobody who only wants the counts should wait for it. */
static bool takes_long(const struct results *results)
{
    enum { READINGS_MAX = 3000000 }; /* about ten seconds */
    double readings = 0;
    for (size_t i = 0; i < results->collections.count; i++)
        if (!results->collections.at[i].unit)
            readings += results->collections.at[i].returned * (double)(results->collections.at[i].rules.count + 1);
    return readings > READINGS_MAX;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_collections(engine, &cli->diags) : NULL;
    bool done = results != NULL;
    screening_cases cases = {0};
    bool rules = cli_has(cli, "rules"), whole = !rules && !cli_has(cli, "json") && !cli_has(cli, "batches") && !cli_has(cli, "rejected");
    bool quick = done && whole && takes_long(results);
    if (done && (rules || (whole && !quick)))
        done = engine_sensitivity(engine, results, results->arena, &cases, &cli->diags);
    if (done && cli_has(cli, "json")) {
        json_t *object = json_object();
        json_object_set_new(object, "evaluation", json_string(results->evaluation->id));
        json_object_set_new(object, "collections", json_collections(results));
        json_object_set_new(object, "missing_sheets", json_missing_sheets(results));
        json_object_set_new(object, "corrections", json_corrections(results));
        if (rules)
            json_object_set_new(object, "sensitivity", json_sensitivity(&cases));
        json_print(object);
    } else if (done && rules) {
        print_rules_by_unit(results);
        print_sensitivity(&cases);
    } else if (done && cli_has(cli, "batches"))
        done = print_batches(cli, engine);
    else if (done && cli_has(cli, "rejected"))
        done = print_rejected(cli, engine);
    else if (done) {
        print_collections(results);
        print_rules(results);
        print_rules_across_units(results);
        print_sensitivity_in_short(&cases);
        if (quick)
            printf(_("\nwhat each rule changes in figures and places: 'ceping status EVAL --rules' (not here, for it reads the responses once more for each rule)\n"));
        print_entries(results);
        print_missing_sheets(results);
        cli_print_corrections(results);
    }
    int status = cli_finish(cli, done);
    results_free(results);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_status = {
    .name = "status",
    .arguments = "EVAL",
    .summary = N_("issued, returned, void, valid, by unit and by rule"),
    .least = 1,
    .most = 1,
    .options =
        {
            {"batches", 0, NULL, N_("list the files loaded instead")},
            {"rejected", 0, NULL, N_("list the rows that could not be read instead")},
            {"rules", 0, NULL, N_("each figure and table without each rule, and without all flagged responses, instead")},
            {"json", 0, NULL, N_("one JSON object on stdout")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
