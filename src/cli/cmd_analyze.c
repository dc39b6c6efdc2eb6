/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping analyze EVAL: the statistics of all instruments, block by block, as tables, JSON or a workbook; --list is the table of measures.
 */
#include <math.h>

#include "ceping/analyse_measures.h"
#include "ceping/base_num.h"
#include "ceping/publish.h"
#include "cli.h"

#define MEASURES_MAX 512

/* Tables ------------------------------------------------------------------------------------------------------- */

static void print_rows(const struct analysis_block *block)
{
    bool notes = false;
    for (size_t i = 0; i < block->rows.count; i++)
        notes = notes || block->rows.at[i].note;
    size_t columns = 1 + block->columns.count + notes;
    bool *right = xcalloc(columns, sizeof *right);
    const char **cells = xcalloc(columns, sizeof *cells);
    struct text_table table;

    cells[0] = "";
    for (size_t c = 0; c < block->columns.count; c++) {
        right[c + 1] = true;
        cells[c + 1] = block->columns.at[c].title;
    }
    if (notes)
        cells[columns - 1] = "备注";
    text_table_init(&table, columns, right);
    text_table_row(&table, cells);
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct analysis_row *row = &block->rows.at[i];
        cells[0] = row->label;
        for (size_t c = 0; c < block->columns.count; c++) {
            auto_strbuf struct strbuf text;
            strbuf_init(&text);
            analysis_format(&block->columns.at[c], row->values[c], &text);
            cells[c + 1] = arena_strdup(table.arena, text.at);
        }
        if (notes)
            cells[columns - 1] = row->note;
        text_table_row(&table, cells);
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
    base_free_pointer(&right);
    base_free_pointer(&cells);
}

static void print_count(const char *label, double value)
{
    if (isnan(value))
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, value == floor(value) ? 0 : 2);
    printf("%s%s", label, text.at);
}

static void print_block(const struct analysis_block *block)
{
    printf("\n== %s  %s\n", block->id, block->title);
    if (block->method)
        printf("方法：%s\n", block->method);
    print_count("基数：", block->base);
    print_count("；缺失：", block->missing);
    if (block->missing_text && !isnan(block->base))
        printf("（各题项：%s）", block->missing_text);
    if (!isnan(block->base))
        printf("\n");
    if (block->rows.count > 0)
        print_rows(block);
    if (block->sentence)
        printf("说明：%s\n", block->sentence);
    for (size_t i = 0; i < block->checks.count; i++)
        printf("检验：%s\n", block->checks.at[i]);
    for (size_t i = 0; i < block->warnings.count; i++)
        printf("注意：%s\n", block->warnings.at[i]);
}

static bool is_wanted(const struct analysis_block *block, const char *only)
{
    return !only || strcmp(block->measure, only) == 0;
}

/* The table of measures ------------------------------------------------------------------------------------------- */

static void print_measures(void)
{
    const struct stats_measure *list[MEASURES_MAX];
    size_t count = analyse_measures(list, MEASURES_MAX);
    struct text_table table;
    text_table_init(&table, 6, (const bool[]){false, false, false, true, false, false});
    text_table_row(&table, (const char *const[]){_("measure"), _("name"), _("group"), _("least n"), _("for analyses"), _("needs")});
    for (size_t i = 0; i < count; i++)
        text_table_row(&table, (const char *const[]){list[i]->name, list[i]->title, _(list[i]->group), text_table_number(&table, list[i]->least_n, 0),
                                                     analyse_measure_on_surveys(list[i]->name) ? _("yes") : _("no"), _(list[i]->needs)});
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static int list_measures(const struct cli *cli)
{
    if (!cli_has(cli, "markdown")) {
        print_measures();
        return EXIT_DONE;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    analyse_measures_markdown(&text);
    fputs(text.at, stdout);
    return EXIT_DONE;
}

static bool is_measure(struct cli *cli, const char *only)
{
    if (!only || analyse_measure_find(only))
        return true;
    const struct stats_measure *list[MEASURES_MAX];
    const char *names[MEASURES_MAX];
    size_t count = analyse_measures(list, MEASURES_MAX);
    count = count < MEASURES_MAX ? count : MEASURES_MAX;
    for (size_t i = 0; i < count; i++)
        names[i] = list[i]->name;
    diags_error(&cli->diags, POS_NONE, _("unknown measure '%s'"), only);
    diags_hint_words(&cli->diags, only, names, count);
    return false;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static bool show(struct cli *cli, const struct results *results)
{
    const char *only = cli_value(cli, "only"), *path = cli_value(cli, "output");
    if (path && !publish_workbook(results, only, path, &cli->diags))
        return false;
    if (cli_has(cli, "json")) {
        json_print(json_analyses(results, only));
        return true;
    }
    if (results->evaluation->simulated)
        printf(_("simulated data, not results of a real evaluation\n"));
    for (size_t i = 0; !path && i < results->analyses.count; i++)
        if (is_wanted(&results->analyses.at[i], only))
            print_block(&results->analyses.at[i]);
    if (path)
        printf(_("%s: written\n"), path);
    return true;
}

static int run(struct cli *cli)
{
    if (cli_has(cli, "list"))
        return list_measures(cli);
    if (cli->argument_count == 0) {
        diags_error(&cli->diags, POS_NONE, _("arguments are missing: %s"), "EVAL");
        return cli_finish(cli, false);
    }
    if (!is_measure(cli, cli_value(cli, "only")))
        return cli_finish(cli, false);
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_results(engine, &cli->diags) : NULL;
    bool done = results && engine_analyse(engine, results, &cli->diags) && show(cli, results);
    int status = cli_finish(cli, done);
    results_free(results);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_analyze = {
    .name = "analyze",
    .arguments = "[EVAL]",
    .summary = N_("statistics with intervals, tests and their sentences"),
    .help = N_("Prints the default set for each instrument (description, satisfaction by unit and group, reliability of scales, drivers of overall "
               "satisfaction, agreement of raters, precision) and what 'analyses:' of the evaluation asks for."),
    .least = 0,
    .most = 1,
    .options =
        {
            {"output", 'o', "FILE", N_("write a workbook (XLSX), one sheet a block")},
            {"only", 0, "MEASURE", N_("only blocks of this measure")},
            {"json", 0, NULL, N_("one JSON object on stdout, full precision")},
            {"list", 0, NULL, N_("the table of measures, without an evaluation")},
            {"markdown", 0, NULL, N_("with --list: as the reference page in docs/")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
