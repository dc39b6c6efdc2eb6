/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping merge A.db B.db…: databases of several computers into one; -o leaves the first as it is.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "cli.h"

/* A text of an answer as it fits a table. Two long ones that begin alike are shown from shortly before they part. */
static const char *cut(struct text_table *table, const char *text, const char *other)
{
    enum { WIDTH = 40, ALIKE = 12 };
    size_t len = strlen(text), alike = 0;
    while (alike < len && text[alike] == other[alike])
        alike++;
    const char *begin = text, *end = text + len;
    if (text_width_n(text, alike) > WIDTH - ALIKE)
        while (begin < end && text_width_n(begin, (size_t)(text + alike - begin)) > ALIKE)
            utf8_next(&begin, end);
    const char *at = begin;
    while (at < end && text_width_n(begin, (size_t)(at - begin)) < WIDTH)
        utf8_next(&at, end);
    return arena_printf(table->arena, "%s%.*s%s", begin > text ? "…" : "", (int)(at - begin), begin, at < end ? "…" : "");
}

static void print_answers(struct text_table *table, const struct store_conflict *conflict, const char **cells)
{
    enum { WHAT = 4, HERE, THERE };
    for (size_t i = 0; i < conflict->answers.count; i++) {
        const struct store_other_answer *answer = &conflict->answers.at[i];
        cells[WHAT] = answer->what;
        cells[HERE] = cut(table, answer->here, answer->there);
        cells[THERE] = cut(table, answer->there, answer->here);
        text_table_row(table, cells);
        memset(cells, 0, WHAT * sizeof *cells); /* the response is named once */
    }
    cells[HERE] = cells[THERE] = NULL;
    cells[WHAT] = conflict->answers.count == 0 ? _("the questionnaires differ") : conflict->more ? arena_printf(table->arena, _("and %zu more"), conflict->more) : NULL;
    if (cells[WHAT])
        text_table_row(table, cells);
}

static void print_conflicts(const struct store_merged *merged)
{
    enum { COLUMNS = 7 };
    if (merged->conflicts.count == 0)
        return;
    struct text_table table;
    text_table_init(&table, COLUMNS, (const bool[COLUMNS]){false, false, true, true, false, false, false});
    text_table_row(&table, (const char *const[COLUMNS]){_("instrument"), _("response"), _("batch of the first"), _("batch of the second"), _("answers that differ"), _("in the first"),
                                                        _("in the second")});
    for (size_t i = 0; i < merged->conflicts.count; i++) {
        const struct store_conflict *conflict = &merged->conflicts.at[i];
        print_answers(&table, conflict, (const char *[COLUMNS]){conflict->instrument, conflict->key, text_table_number(&table, (double)conflict->batch, 0),
                                                                text_table_number(&table, (double)conflict->other_batch, 0)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static bool merge_one(struct cli *cli, struct store *store, const char *path, enum store_prefer prefer, const char *who, const char *when)
{
    struct store *other = store_open(path, STORE_READ, &cli->diags);
    struct arena *arena = arena_new();
    struct store_merged merged = {0};
    bool done = other && store_merge(store, other, prefer, who, when, arena, &merged, &cli->diags);
    print_conflicts(&merged);
    if (done && !merged.merged && !merged.withdrawn)
        printf(_("%s: all of its %zu batches are here already; nothing was changed\n"), path, merged.same);
    else if (done)
        printf(_("%s: %zu batches merged, %zu there already; rows: %zu new + %zu known + %zu changed + %zu rejected; %zu conflicts\n"), path, merged.merged, merged.same,
               merged.added, merged.known, merged.changed, merged.rejected, merged.conflicts.count);
    arena_free(arena);
    store_close(other);
    return done;
}

static bool read_preference(struct cli *cli, enum store_prefer *ret_prefer)
{
    static const char *const words[] = {"first", "second"};
    const char *word = cli_value(cli, "prefer");
    *ret_prefer = PREFER_NEITHER;
    if (!word)
        return true;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(word, words[i]) == 0) {
            *ret_prefer = i == 0 ? PREFER_FIRST : PREFER_SECOND;
            return true;
        }
    diags_error(&cli->diags, POS_NONE, _("unknown preference '%s'"), word);
    diags_hint_words(&cli->diags, word, words, COUNT_OF(words));
    return false;
}

/* Opening for writing would make a database of what is missing or empty: all of them are opened for reading first. */
static bool all_are_there(struct cli *cli)
{
    bool there = true;
    for (int i = 0; i < cli->argument_count; i++) {
        struct store *store = store_open(cli->arguments[i], STORE_READ, &cli->diags);
        there = there && store;
        store_close(store);
    }
    return there;
}

/* By whatever name: a database that is merged with itself would wait for its own lock. */
static bool all_are_others(struct cli *cli)
{
    bool others = true;
    for (int i = 1; i < cli->argument_count; i++)
        for (int before = 0; before < i; before++) {
            if (!cli_same_file(cli->arguments[i], cli->arguments[before]))
                continue;
            diags_error(&cli->diags, (struct pos){.file = cli->arguments[i]}, _("this is the same file as '%s': a database is not merged with itself"), cli->arguments[before]);
            diags_hint(&cli->diags, _("name the database that comes from the other computer"));
            others = false;
            break;
        }
    return others;
}

/* A copy beside the output, which gets its name when all is merged. NULL: said. */
static char *begin_output(struct cli *cli, const char *output)
{
    if (access(output, F_OK) == 0) {
        diags_error(&cli->diags, (struct pos){.file = output}, _("'%s' is there already"), output);
        diags_hint(&cli->diags, _("choose another name with -o, or move it away"));
        return NULL;
    }
    struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s.merging", output);
    unlink(path.at); /* of a run that was broken off */
    struct store *first = store_open(cli->arguments[0], STORE_READ, &cli->diags);
    bool copied = first && store_copy(first, path.at, &cli->diags);
    store_close(first);
    if (copied)
        return strbuf_detach(&path);
    strbuf_release(&path);
    return NULL;
}

static bool end_output(struct cli *cli, const char *path, const char *output, bool done)
{
    if (done && rename(path, output) == 0)
        return true;
    if (done)
        diags_error(&cli->diags, (struct pos){.file = output}, _("cannot write the file: %s"), strerror(errno));
    unlink(path);
    return false;
}

static int run(struct cli *cli)
{
    const char *output = cli_value(cli, "output"), *who = cli_value(cli, "who") ? cli_value(cli, "who") : getenv("USER") ? getenv("USER") : "";
    char when[20];
    enum store_prefer prefer;
    cli_now(when);
    bool done = read_preference(cli, &prefer);
    done = all_are_there(cli) && done;
    done = all_are_others(cli) && done;
    auto_free char *path = !done ? NULL : output ? begin_output(cli, output) : xstrdup(cli->arguments[0]);
    struct store *store = path ? store_open(path, STORE_WRITE, &cli->diags) : NULL;
    done = store != NULL;
    for (int i = 1; done && i < cli->argument_count; i++)
        done = merge_one(cli, store, cli->arguments[i], prefer, who, when);
    store_close(store);
    if (output && path)
        done = end_output(cli, path, output, done);
    return cli_finish(cli, done);
}

const struct cli_command cmd_merge = {
    .name = "merge",
    .arguments = "A.db B.db…",
    .summary = N_("databases of several computers into one"),
    .help = N_("Files that both have count once; the others come over as if they had been loaded here. A response that two files, each known to one computer only, give with "
               "other answers is a conflict: it is listed, and nothing is merged until --prefer says which holds."),
    .least = 2,
    .most = -1,
    .options =
        {
            {"output", 'o', "C.db", N_("write a new database (default: into the first)")},
            {"prefer", 0, "WHICH", N_("first or second: whose answers hold where both differ")},
            {"who", 0, "NAME", N_("who merges (default: $USER)")},
        },
    .run = run,
};
