/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping load EVAL FILE…: response files into the store, one batch a file; --dry-run shows where each column would go; --withdraw takes a batch out.
 */
#include <stdlib.h>
#include <time.h>

#include "cli.h"

static const char *const column_states[COLUMN_STATES] = {
    [COLUMN_MAPPED] = N_("answer"), [COLUMN_META] = N_("about the response"), [COLUMN_IGNORED] = N_("ignored"), [COLUMN_UNKNOWN] = N_("UNKNOWN"),
    [COLUMN_DROPPED] = N_("dropped: personal"),
};

/* Where a column goes is an id, or one of these. */
static const char *target_name(const char *target)
{
    static const char *const words[] = {N_("ignored"), N_("key"), N_("seconds"), N_("submitted"), N_("rater"), N_("personal"), N_("source")};
    for (size_t i = 0; target && i < COUNT_OF(words); i++)
        if (strcmp(words[i], target) == 0)
            return _(target);
    return target;
}

static void print_mapping(const struct ingest_report *report)
{
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    text_table_row(&table, (const char *const[]){_("column"), _("taken as"), _("goes to")});
    for (size_t i = 0; i < report->columns.count; i++) {
        const struct ingest_column *column = &report->columns.at[i];
        text_table_row(&table, (const char *const[]){column->header, _(column_states[column->state]),
                                                     column->state == COLUMN_MAPPED ? column->target : target_name(column->target)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Columns that take the same, "南镇, 西镇, 北镇 and 4 more"; NULL where an entry before the `first` speaks of them. */
static const char *columns_taking(const struct ingest_report *report, size_t first, struct arena *arena)
{
    enum { NAMED = 3 };
    const char *accepted = report->unknown.at[first].accepted, *names = NULL;
    size_t count = 0;
    for (size_t i = 0; i < report->unknown.count; i++) {
        const struct ingest_unknown *unknown = &report->unknown.at[i];
        if (strcmp(unknown->accepted, accepted) != 0)
            continue;
        if (i < first)
            return NULL;
        bool again = false;
        for (size_t k = first; k < i && !again; k++)
            again = report->unknown.at[k].header == unknown->header;
        if (!again && count++ < NAMED)
            names = names ? arena_printf(arena, "%s%s%s", names, _(", "), unknown->header) : unknown->header;
    }
    return count > NAMED ? arena_printf(arena, _("%s and %zu more"), names, count - NAMED) : names;
}

/* Beside the table of what was not read. */
static void print_accepted(const struct ingest_report *report)
{
    struct text_table table;
    text_table_init(&table, 2, (const bool[]){false, false});
    text_table_row(&table, (const char *const[]){_("column"), _("what is read there")});
    for (size_t i = 0; i < report->unknown.count; i++) {
        const char *columns = *report->unknown.at[i].accepted ? columns_taking(report, i, table.arena) : NULL;
        if (columns)
            text_table_row(&table, (const char *const[]){columns, report->unknown.at[i].accepted});
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

static void print_unknown(const struct ingest_report *report)
{
    if (report->unknown.count == 0)
        return;
    printf("\n");
    struct text_table table;
    text_table_init(&table, 4, (const bool[]){false, false, true, true});
    text_table_row(&table, (const char *const[]){_("column"), _("text that is no answer"), _("times"), _("first row")});
    for (size_t i = 0; i < report->unknown.count; i++) {
        const struct ingest_unknown *unknown = &report->unknown.at[i];
        text_table_row(&table, (const char *const[]){unknown->header, unknown->text, text_table_number(&table, (double)unknown->count, 0),
                                                     text_table_number(&table, (double)unknown->first_line, 0)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
    print_accepted(report);
}

static void print_rejections(const struct ingest_report *report)
{
    if (report->rejections.count == 0)
        return;
    printf("\n");
    struct text_table table;
    text_table_init(&table, 2, (const bool[]){true, false});
    text_table_row(&table, (const char *const[]){_("row"), _("why it is rejected")});
    for (size_t i = 0; i < report->rejections.count; i++)
        text_table_row(&table, (const char *const[]){text_table_number(&table, (double)report->rejections.at[i].line, 0), report->rejections.at[i].reason});
    if (report->rejected > report->rejections.count)
        text_table_row(&table, (const char *const[]){"…", ""});
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* What became of columns about people: said at each loading, as it must be answered for. */
static void print_columns_where(const struct ingest_report *report, enum column_state state, const char *target, const char *head)
{
    auto_strbuf struct strbuf list;
    strbuf_init(&list);
    for (size_t i = 0; i < report->columns.count; i++) {
        const struct ingest_column *column = &report->columns.at[i];
        if (column->state == state && column->target && strcmp(column->target, target) == 0)
            strbuf_addf(&list, "%s%s", list.len ? _(", ") : "", column->header);
    }
    if (list.len) {
        strbuf_addc(&list, '\n');
        printf("%s%s", head, list.at);
    }
}

static void print_personal(const struct ingest_report *report)
{
    print_columns_where(report, COLUMN_DROPPED, "personal", _("dropped as personal: "));
    print_columns_where(report, COLUMN_META, "source", _("kept as keyed hash: "));
}

static void print_absent(const struct ingest_report *report)
{
    if (report->absent.count == 0)
        return;
    auto_strbuf struct strbuf list;
    strbuf_init(&list);
    for (size_t i = 0; i < report->absent.count; i++)
        strbuf_addf(&list, "%s%s", i ? _(", ") : "", report->absent.at[i]->id);
    printf(_("\nwithout a column in this file: %s\n"), list.at);
}

/* A name, with how its answers are written where it knows several ways: "问卷星 (text)". */
static void print_platform(const char *platform)
{
    static const char *const modes[] = {N_(" (text)"), N_(" (code)"), N_(" (score)")};
    size_t len = strlen(platform);
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        size_t end = strlen(modes[i]);
        if (len <= end || strcmp(platform + len - end, modes[i]) != 0)
            continue;
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        strbuf_add(&text, platform, len - end);
        strbuf_adds(&text, _(modes[i]));
        printf(_(", platform %s"), text.at);
        return;
    }
    printf(_(", platform %s"), _(platform));
}

static void print_how_read(const struct ingest_report *report)
{
    printf(_("%s: read as %s"), report->path, report->format ? report->format : "?");
    if (report->encoding)
        printf(_(", %s"), _(report->encoding));
    if (report->sheet)
        printf(_(", sheet '%s'"), report->sheet);
    if (report->platform)
        print_platform(report->platform);
    if (report->instrument)
        printf(_(", instrument %s"), report->instrument->id);
    printf("\n");
}

static json_t *json_load(const struct ingest_report *report, const struct store_counts *counts, bool dry_run)
{
    json_t *object = json_object(), *columns = json_array(), *unknown = json_array(), *rejections = json_array();
    json_object_set_new(object, "file", json_text(report->path));
    json_object_set_new(object, "dry_run", json_boolean(dry_run));
    json_object_set_new(object, "sha256", json_text(report->hash));
    json_object_set_new(object, "format", json_text(report->format));
    json_object_set_new(object, "encoding", json_text(report->encoding));
    json_object_set_new(object, "platform", json_text(report->platform));
    json_object_set_new(object, "instrument", json_text(report->instrument ? report->instrument->id : NULL));
    json_object_set_new(object, "rows_in", json_integer((json_int_t)report->rows_in));
    json_object_set_new(object, "responses", json_integer((json_int_t)report->responses));
    json_object_set_new(object, "batch", json_integer((json_int_t)counts->batch));
    json_object_set_new(object, "new", json_integer((json_int_t)counts->added));
    json_object_set_new(object, "known", json_integer((json_int_t)counts->known));
    json_object_set_new(object, "changed", json_integer((json_int_t)counts->changed));
    json_object_set_new(object, "rejected", json_integer((json_int_t)report->rejected));
    for (size_t i = 0; i < report->columns.count; i++) {
        static const char *const states[COLUMN_STATES] = {"mapped", "meta", "ignored", "unknown", "dropped"};
        json_t *column = json_object();
        json_object_set_new(column, "header", json_text(report->columns.at[i].header));
        json_object_set_new(column, "state", json_string(states[report->columns.at[i].state]));
        json_object_set_new(column, "target", json_text(report->columns.at[i].target));
        json_array_append_new(columns, column);
    }
    for (size_t i = 0; i < report->unknown.count; i++) {
        json_t *text = json_object();
        json_object_set_new(text, "header", json_text(report->unknown.at[i].header));
        json_object_set_new(text, "text", json_text(report->unknown.at[i].text));
        json_object_set_new(text, "count", json_integer((json_int_t)report->unknown.at[i].count));
        json_object_set_new(text, "first_row", json_integer((json_int_t)report->unknown.at[i].first_line));
        json_object_set_new(text, "accepted", json_text(report->unknown.at[i].accepted));
        json_array_append_new(unknown, text);
    }
    json_object_set_new(object, "columns", columns);
    for (size_t i = 0; i < report->rejections.count; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "row", json_integer((json_int_t)report->rejections.at[i].line));
        json_object_set_new(row, "reason", json_text(report->rejections.at[i].reason));
        json_array_append_new(rejections, row);
    }
    json_object_set_new(object, "unknown", unknown);
    json_object_set_new(object, "rejections", rejections);
    return object;
}

struct task {
    struct ingest_options options;
    const char *who;
    char when[20];
    bool dry_run;
    json_t *json; /* list of files, or NULL */
    bool imperfect; /* rejected rows, unknown texts or columns */
};

/* A line for a person who waits: at once, then a few times a second. */
struct watch {
    const struct cli *cli;
    const char *path;
    double begun, shown;
};

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void show_progress(void *data, size_t rows, double share)
{
    enum { A_SECOND = 5 };
    struct watch *watch = data;
    double now = seconds_now();
    if (now - watch->shown < 1.0 / A_SECOND)
        return;
    watch->shown = now;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    progress_text(&text, watch->path, rows, share, now - watch->begun);
    cli_progress(watch->cli, text.at);
}

static bool load_file(struct cli *cli, struct engine *engine, const char *path, struct task *task)
{
    struct ingest_report report = {0};
    struct store_counts counts;
    cli_progress(cli, path);
    struct watch watch = {.cli = cli, .path = path, .begun = seconds_now()};
    struct ingest_options options = task->options;
    if (cli->terminal) {
        options.progress = show_progress;
        options.progress_data = &watch;
    }
    bool done = engine_load(engine, path, &options, task->dry_run, task->who, task->when, &report, &counts, &cli->diags);
    cli_progress(cli, NULL);

    bool unknown_column = false;
    for (size_t i = 0; i < report.columns.count; i++)
        unknown_column = unknown_column || report.columns.at[i].state == COLUMN_UNKNOWN;
    task->imperfect = task->imperfect || report.rejected || report.unknown.count || unknown_column;

    if (task->json && report.path)
        json_array_append_new(task->json, json_load(&report, &counts, task->dry_run));
    else if (report.instrument) {
        print_how_read(&report);
        print_personal(&report);
        if (task->dry_run || unknown_column)
            print_mapping(&report);
        print_unknown(&report);
        print_rejections(&report);
        if (task->dry_run || unknown_column)
            print_absent(&report);
        if (task->dry_run)
            printf(_("%zu rows in the file, %zu responses, %zu rejected; nothing stored (--dry-run)\n"), report.rows_in, report.responses, report.rejected);
        else if (done)
            printf(_("batch %lld: %zu rows = %zu new + %zu known + %zu changed + %zu rejected\n"), (long long)counts.batch, counts.rows, counts.added,
                   counts.known, counts.changed, counts.rejected);
    }
    ingest_report_release(&report);
    return done;
}

static bool settle_cells(struct cli *cli, struct task *task)
{
    static const char *const words[] = {"text", "code", "score"};
    static const enum cell_content cells[] = {CELLS_TEXT, CELLS_CODE, CELLS_SCORE};
    const char *word = cli_value(cli, "cells");
    for (size_t i = 0; word && i < COUNT_OF(words); i++)
        if (strcmp(word, words[i]) == 0)
            task->options.cells = cells[i];
    if (!word || task->options.cells != CELLS_DETECTED)
        return true;
    diags_error(&cli->diags, POS_NONE, _("unknown kind of cells '%s'"), word);
    diags_hint_words(&cli->diags, word, words, COUNT_OF(words));
    return false;
}

static bool settle_options(struct cli *cli, struct engine *engine, struct task *task)
{
    const struct evaluation *evaluation = engine_evaluation(engine);
    const char *as = cli_value(cli, "as");
    if (as) {
        task->options.instrument = evaluation_instrument(evaluation, as);
        if (!task->options.instrument) {
            const char *names[64];
            size_t count = 0;
            for (size_t i = 0; i < evaluation->instruments.count && count < COUNT_OF(names); i++)
                names[count++] = evaluation->instruments.at[i]->id;
            diags_error(&cli->diags, POS_NONE, _("unknown instrument '%s'"), as);
            diags_hint_words(&cli->diags, as, names, count);
            return false;
        }
    }
    if (!cli_encoding(cli, &task->options.encoding))
        return false;
    task->options.sheet = cli_value(cli, "sheet");
    return settle_cells(cli, task);
}

static bool withdraw(struct cli *cli, struct engine *engine, struct task *task)
{
    const char *batch = cli_value(cli, "withdraw"), *reason = cli_value(cli, "reason");
    char *end;
    long long id = strtoll(batch, &end, 10);
    if (*end || id <= 0) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is not the number of a batch"), batch);
        diags_hint(&cli->diags, _("'ceping status EVAL --batches' lists them"));
        return false;
    }
    if (!reason || !*reason) {
        diags_error(&cli->diags, POS_NONE, _("a batch is withdrawn only with --reason"));
        return false;
    }
    if (!store_withdraw(engine_store(engine), id, reason, task->who, task->when, &cli->diags))
        return false;
    printf(_("batch %lld withdrawn: its rows stay in the database, marked, and count no more\n"), id);
    return true;
}

static bool load_pair(struct cli *cli, struct engine *engine, struct task *task, const char **ret_text)
{
    if (cli->argument_count != 3) {
        diags_error(&cli->diags, POS_NONE, _("--together takes two files: the export as texts and the export as numbers"));
        return false;
    }
    const char *const files[] = {cli->arguments[1], cli->arguments[2]};
    return load_together(cli, engine_evaluation(engine), files, ret_text) && load_file(cli, engine, *ret_text, task);
}

static int run(struct cli *cli)
{
    struct task task = {.dry_run = cli_has(cli, "dry-run"), .json = cli_has(cli, "json") ? json_array() : NULL};
    task.who = cli_value(cli, "who") ? cli_value(cli, "who") : getenv("USER") ? getenv("USER") : "";
    cli_now(task.when);

    struct engine *engine = cli_open(cli, task.dry_run ? ENGINE_CHECK : ENGINE_WRITE);
    bool done = engine && settle_options(cli, engine, &task);
    if (done && cli_has(cli, "withdraw"))
        done = withdraw(cli, engine, &task);
    else if (done && cli->argument_count < 2) {
        diags_error(&cli->diags, POS_NONE, _("no file to load"));
        done = false;
    }
    const char *together = NULL;
    /* One file that fails does not keep the next from being loaded: each is a batch of its own. */
    if (done && cli_has(cli, "together"))
        done = load_pair(cli, engine, &task, &together);
    bool all = done;
    for (int i = 1; done && !together && i < cli->argument_count; i++) {
        size_t errors = cli->diags.errors;
        all = load_file(cli, engine, cli->arguments[i], &task) && cli->diags.errors == errors && all;
    }
    size_t decisions = 0; /* the history tells those that were written by hand, too */
    if (done && !task.dry_run)
        all = engine_record_decisions(engine, task.who, task.when, &decisions, &cli->diags) && all;
    if (task.json) {
        json_t *object = json_object();
        json_object_set_new(object, "files", task.json);
        json_object_set_new(object, "problems", json_diags(&cli->diags));
        json_print(object);
    }
    engine_close(engine);
    int status = cli_finish(cli, all);
    return status == EXIT_DONE && task.imperfect ? EXIT_WARNINGS : status;
}

const struct cli_command cmd_load = {
    .name = "load",
    .arguments = "EVAL FILE…",
    .summary = N_("load response files; each is stored whole or not at all"),
    .help = N_("A later, longer export of the same survey adds only what is new and keeps changed rows beside the old ones. The same file is not "
               "loaded twice. CSV (UTF-8, GB18030, UTF-16), XLSX, XLS, SPSS (.sav) and JSON are read; instrument, platform and encoding are recognised and told."),
    .least = 1,
    .most = -1,
    .options =
        {
            {"as", 0, "INSTRUMENT", N_("the instrument that the files answer (default: recognised by the header)")},
            {"dry-run", 'n', NULL, N_("show where each column goes; store nothing")},
            {"encoding", 0, "NAME", N_("UTF-8, GB18030, UTF-16LE or UTF-16BE (default: detected)")},
            {"cells", 0, "KIND", N_("what closed questions hold: text, code (numbers of options) or score (default: detected)")},
            {"sheet", 0, "NAME", N_("sheet of a workbook (default: the first that holds anything)")},
            {"together", 0, NULL, N_("two exports of one survey, as texts and as numbers: stored once they agree")},
            {"withdraw", 0, "BATCH", N_("take this batch out; its rows stay, marked")},
            {"reason", 0, "TEXT", N_("why it is withdrawn")},
            {"who", 0, "NAME", N_("who loads (default: $USER)")},
            {"json", 0, NULL, N_("one JSON object on stdout")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
