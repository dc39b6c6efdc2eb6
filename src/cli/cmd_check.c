/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping check EVAL: read everything, report every problem.
 */
#include "ceping/base_num.h"
#include "cli.h"

static const char *const comparison_ids[COMPARISONS] = {
    [COMPARE_SAME] = "same",
    [COMPARE_OPTION_ADDED] = "option_added",
    [COMPARE_NEW] = "new",
    [COMPARE_GONE] = "gone",
    [COMPARE_OPTION_GONE] = "option_gone",
    [COMPARE_OPTION_OTHER] = "option_other",
    [COMPARE_TYPE] = "type",
};

static const char *const comparison_words[COMPARISONS] = {
    [COMPARE_SAME] = N_("the same: comparable"),
    [COMPARE_OPTION_ADDED] = N_("option added: comparable"),
    [COMPARE_NEW] = N_("not asked then"),
    [COMPARE_GONE] = N_("not asked any more: kept, not read"),
    [COMPARE_OPTION_GONE] = N_("option gone: left out"),
    [COMPARE_OPTION_OTHER] = N_("option has another meaning: left out"),
    [COMPARE_TYPE] = N_("type changed: left out"),
};

static void print_comparison(const struct instrument *instrument, const struct store_comparison *comparison)
{
    printf(_("\n%s: version %d, %zu rows: %zu answers of today mean the same, %zu are left out\n"), instrument->id, comparison->version, comparison->rows, comparison->same,
           comparison->lost);
    if (comparison->differences.count == 0)
        return;
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    text_table_row(&table, (const char *const[]){_("answer"), _("earlier answers"), _("then → now")});
    for (size_t i = 0; i < comparison->differences.count; i++) {
        const struct store_difference *difference = &comparison->differences.at[i];
        text_table_row(&table, (const char *const[]){difference->variable, _(comparison_words[difference->what]), difference->detail});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void add_comparison(json_t *list, const struct instrument *instrument, const struct store_comparison *comparison)
{
    json_t *object = json_object(), *differences = json_array();
    for (size_t i = 0; i < comparison->differences.count; i++) {
        json_t *difference = json_object();
        json_object_set_new(difference, "variable", json_text(comparison->differences.at[i].variable));
        json_object_set_new(difference, "what", json_string(comparison_ids[comparison->differences.at[i].what]));
        json_object_set_new(difference, "detail", json_text(comparison->differences.at[i].detail));
        json_array_append_new(differences, difference);
    }
    json_object_set_new(object, "instrument", json_string(instrument->id));
    json_object_set_new(object, "version", json_integer(comparison->version));
    json_object_set_new(object, "rows", json_integer((json_int_t)comparison->rows));
    json_object_set_new(object, "same", json_integer((json_int_t)comparison->same));
    json_object_set_new(object, "left_out", json_integer((json_int_t)comparison->lost));
    json_object_set_new(object, "differences", differences);
    json_array_append_new(list, object);
}

static json_t *json_outside(const struct instrument *instrument, const struct engine_outside *outside, const char *accepted)
{
    json_t *object = json_object();
    json_object_set_new(object, "instrument", json_string(instrument->id));
    json_object_set_new(object, "variable", json_string(outside->variable->id));
    json_object_set_new(object, "count", json_integer((json_int_t)outside->count));
    json_object_set_new(object, "first_response", json_text(outside->key));
    json_object_set_new(object, "value", json_real(outside->number));
    json_object_set_new(object, "accepted", json_text(accepted));
    return object;
}

/* Answers that the range of today does not take. Into `list`, or printed where it is NULL. */
static bool outside_range(struct cli *cli, struct engine *engine, const struct instrument *instrument, struct arena *arena, json_t *list)
{
    engine_outside_list outside;
    bool done = engine_find_outside(engine, instrument, arena, &outside, &cli->diags);
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, true, false, true, false});
    text_table_row(&table, (const char *const[]){_("answer"), _("outside"), _("first response"), _("says"), _("taken now")});
    for (size_t i = 0; i < outside.count; i++) {
        auto_strbuf struct strbuf accepted, number;
        strbuf_init(&accepted);
        strbuf_init(&number);
        variable_answers(outside.at[i].variable, &accepted);
        num_format_exact(&number, outside.at[i].number);
        if (list)
            json_array_append_new(list, json_outside(instrument, &outside.at[i], accepted.at));
        text_table_row(&table, (const char *const[]){outside.at[i].variable->id, text_table_number(&table, (double)outside.at[i].count, 0), outside.at[i].key, number.at, accepted.at});
    }
    if (!list && outside.count) {
        printf(_("\n%s: loaded answers outside of what is taken now; they count as unreadable\n"), instrument->id);
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
    return done;
}

/* Each instrument against the versions under which data came. Into the lists, or printed where they are NULL. */
static bool against_data(struct cli *cli, struct engine *engine, json_t *list, json_t *outside)
{
    const struct evaluation *evaluation = engine_evaluation(engine);
    struct arena *arena = arena_new();
    bool done = true;
    for (size_t i = 0; done && engine_store(engine) && i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        store_comparison_list comparisons = {0};
        done = store_compare(engine_store(engine), arena, instrument, &comparisons, &cli->diags);
        for (size_t k = 0; k < comparisons.count; k++) {
            const struct store_comparison *comparison = &comparisons.at[k];
            if (comparison->lost) {
                diags_warning(&cli->diags, instrument->pos, _("%zu answers to '%s' loaded under version %d of the questionnaire are left out: their meaning changed"), comparison->lost,
                              instrument->id, comparison->version);
                diags_hint(&cli->diags, _("where only the wording changed, write the earlier wording as an alias of the option"));
            }
            if (list)
                add_comparison(list, instrument, comparison);
            else
                print_comparison(instrument, comparison);
        }
        done = done && outside_range(cli, engine, instrument, arena, outside);
    }
    arena_free(arena);
    return done;
}

static int run(struct cli *cli)
{
    bool against = cli_has(cli, "against-data");
    struct engine *engine = cli_open(cli, against ? ENGINE_READ : ENGINE_CHECK);
    bool good = engine && cli->diags.errors == 0;
    json_t *comparisons = against && cli_has(cli, "json") ? json_array() : NULL;

    if (cli_has(cli, "json")) {
        json_t *object = json_object();
        if (comparisons) {
            json_t *outside = json_array();
            good = good && against_data(cli, engine, comparisons, outside);
            json_object_set_new(object, "questionnaires", comparisons);
            json_object_set_new(object, "outside", outside);
        }
        json_object_set_new(object, "ok", json_boolean(good));
        json_object_set_new(object, "problems", json_diags(&cli->diags));
        json_print(object);
    } else if (good) {
        const struct evaluation *evaluation = engine_evaluation(engine);
        size_t units = 0;
        for (size_t i = 0; i < evaluation->kinds.count; i++)
            units += evaluation->kinds.at[i].units.count;
        printf(_("%s: %zu unit kinds, %zu units, %zu instruments, %zu figures, %zu score tables, %zu reports: no errors\n"), evaluation->id,
               evaluation->kinds.count, units, evaluation->instruments.count, evaluation->figures.count, evaluation->rubric.tables.count,
               evaluation->reports.count);
        good = !against || against_data(cli, engine, NULL, NULL);
    }
    engine_close(engine);
    return cli_finish(cli, good);
}

const struct cli_command cmd_check = {
    .name = "check",
    .arguments = "EVAL",
    .summary = N_("read everything, report every problem"),
    .least = 1,
    .most = 1,
    .options =
        {
            {"against-data", 0, NULL, N_("which loaded answers stay comparable where a questionnaire has changed since")},
            {"json", 0, NULL, N_("one JSON object on stdout")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
