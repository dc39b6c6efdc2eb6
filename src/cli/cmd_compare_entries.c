/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping compare-entries EVAL A B: two entries of the same paper copies; what differs, who decided, the file that follows.
 */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "ceping/exchange_entries.h"
#include "ceping/stats.h"
#include "cli.h"

enum { COLUMNS = 7 };

static void add_rate(struct text_table *table, const char *kind, const struct entries_rate *rate, bool wrong)
{
    struct interval interval = stats_wilson((double)rate->differ, (double)rate->cells, 0.95);
    const char *cells[COLUMNS] = {kind, rate->name, text_table_number(table, (double)rate->cells, 0), text_table_number(table, (double)rate->differ, 0),
                                  arena_printf(table->arena, "%s%%", text_table_number(table, 100 * (double)rate->differ / (double)rate->cells, 2)),
                                  arena_printf(table->arena, "%s–%s%%", text_table_number(table, 100 * interval.low, 2), text_table_number(table, 100 * interval.high, 2)),
                                  wrong ? text_table_number(table, (double)rate->wrong, 0) : ""};
    text_table_row(table, cells);
}

static void print_rates(const struct entries *entries)
{
    struct text_table table;
    text_table_init(&table, COLUMNS, (const bool[COLUMNS]){false, false, true, true, true, true, true});
    text_table_row(&table, (const char *[COLUMNS]){_("by"), _("name"), _("cells"), _("differ"), _("rate"), _("interval of 95 per cent"), entries->decided ? _("wrong") : ""});
    for (size_t i = 0; i < entries->fields.count; i++)
        if (entries->fields.at[i].differ)
            add_rate(&table, _("field"), &entries->fields.at[i], false);
    for (size_t i = 0; i < entries->people.count; i++)
        add_rate(&table, _("who entered"), &entries->people.at[i], entries->decided > 0);
    struct entries_rate all = entries->all;
    all.name = "";
    add_rate(&table, _("all"), &all, entries->decided > 0);
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_errors(const struct entries *entries)
{
    struct text_table numbers;
    text_table_init(&numbers, 1, (const bool[]){false});
    double rate = (double)entries->all.differ / (double)entries->all.cells;
    struct interval interval = stats_wilson((double)entries->all.differ, (double)entries->all.cells, 0.95);
    double one = stats_double_entry(rate), high = stats_double_entry(interval.high);
    printf(_("error rate of one entry: %s%%; left after all differences are decided: at most %s%% of cells (upper end of the 95%% interval %s%%)\n"), text_table_number(&numbers, 100 * one, 3),
           text_table_number(&numbers, 100 * one * one, 5), text_table_number(&numbers, 100 * high * high, 5));
    text_table_release(&numbers);
}

static bool act(struct cli *cli, struct entries *entries)
{
    const char *list = cli_value(cli, "list"), *decided = cli_value(cli, "decided"), *output = cli_value(cli, "output");
    if (decided && !entries_read_list(entries, decided, &cli->diags))
        return false;
    printf(_("%s: %zu copies in both files, %zu only in A, %zu only in B\n"), entries->instrument->id, entries->both, entries->only[0], entries->only[1]);
    if (entries->only[0] || entries->only[1])
        diags_warning(&cli->diags, POS_NONE, _("copies that were entered once only: %zu"), entries->only[0] + entries->only[1]);
    if (entries->alone)
        diags_warning(&cli->diags, POS_NONE, _("copies entered both times by the same person: %zu; the error rate of two people does not follow from them"), entries->alone);
    print_rates(entries);
    print_errors(entries);
    printf(_("differences: %zu, decided: %zu\n"), entries->differences.count, entries->decided);
    if (list && !entries_write_list(entries, list, &cli->diags))
        return false;
    if (output && !entries_write(entries, output, &cli->diags))
        return false;
    size_t added = 0;
    char now[32];
    cli_now(now);
    now[10] = '\0'; /* the day */
    const char *who = cli_value(cli, "who") ? cli_value(cli, "who") : getenv("USER") ? getenv("USER") : "";
    if (output && !entries_record(entries, who, now, &added, &cli->diags))
        return false;
    if (added)
        printf(_("%s/decisions.csv: %zu decisions added\n"), cli->arguments[0], added);
    return true;
}

/* Entries are hours of work, a filled list too: neither is written over. */
static bool check_paths(struct cli *cli)
{
    const char *list = cli_value(cli, "list"), *outputs[] = {list, cli_value(cli, "output")}, *inputs[] = {cli->arguments[1], cli->arguments[2], cli_value(cli, "decided")};
    size_t errors = cli->diags.errors;
    for (size_t o = 0; o < COUNT_OF(outputs); o++)
        for (size_t i = 0; outputs[o] && i < COUNT_OF(inputs); i++)
            if (inputs[i] && cli_same_file(outputs[o], inputs[i])) {
                diags_error(&cli->diags, (struct pos){.file = outputs[o]}, _("this file is read; it is not written over"));
                diags_hint(&cli->diags, _("name another file for what comes out"));
                break;
            }
    if (cli_same_file(inputs[0], inputs[1])) {
        diags_error(&cli->diags, (struct pos){.file = inputs[1]}, _("both entries are the same file"));
        diags_hint(&cli->diags, _("give the files of two people who entered the same copies"));
    }
    if (list && cli->diags.errors == errors && access(list, F_OK) == 0) {
        diags_error(&cli->diags, (struct pos){.file = list}, _("there is a file already, perhaps a list filled in"));
        diags_hint(&cli->diags, _("give it back with --decided, or name another file for the list"));
    }
    return cli->diags.errors == errors;
}

static int run(struct cli *cli)
{
    if (!check_paths(cli))
        return cli_finish(cli, false);
    struct engine *engine = cli_open(cli, ENGINE_CHECK);
    struct entries *entries = engine ? entries_compare(engine_evaluation(engine), cli->arguments[1], cli->arguments[2], &cli->diags) : NULL;
    bool good = entries && act(cli, entries);
    entries_free(entries);
    engine_close(engine);
    return cli_finish(cli, good);
}

const struct cli_command cmd_compare_entries = {
    .name = "compare-entries",
    .arguments = "EVAL A B",
    .summary = N_("two entries of the same paper copies: differences, decisions, the file to load"),
    .help = N_("Compares cell by cell by serial number and shows how often the entries differ, by field and by who entered, with intervals. --list writes the differences for a person to decide "
               "from the paper; --decided takes that list back; -o then writes the file to load, and each decision becomes a row of decisions.csv."),
    .least = 3,
    .most = 3,
    .options = {{"list", 'l', "FILE", N_("write the differences: .csv")},
                {"decided", 0, "FILE", N_("the same list, filled in")},
                {"who", 0, "NAME", N_("who compares, where there is nothing to decide (default: $USER)")},
                {"output", 'o', "FILE", N_("the file that follows, to load: .csv, .xlsx, .json or .sav")}},
    .run = run,
};
