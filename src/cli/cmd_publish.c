/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping publish EVAL -o DIR: the public site and the open data.
 */
#include "ceping/disclose.h"
#include "ceping/publish.h"
#include "ceping/render.h"
#include "cli.h"

/* Which numbers are not shown, and why; for whoever looks before release. */
static void print_hidden(const struct results *results)
{
    static const char *const sentences[HIDDEN_REASONS] = {
        [HIDDEN_BASE] = N_("%zu numbers hidden: too few confidential answers\n"),
        [HIDDEN_DOMINANT] = N_("%zu numbers hidden: one answer makes most of them\n"),
        [HIDDEN_DERIVED] = N_("%zu numbers hidden: a hidden one could be worked out from them\n"),
    };
    for (size_t i = HIDDEN_BASE; i < HIDDEN_REASONS; i++)
        if (results->hidden[i])
            printf(_(sentences[i]), results->hidden[i]);
}

static bool publish(struct cli *cli, struct engine *engine)
{
    struct results *results = engine_results_for_studies(engine, &cli->diags);
    struct arena *arena = arena_new();
    publish_comments comments = {0};
    struct render_faces *faces = cli_fixed_faces(cli, arena);
    bool reports = cli_has(cli, "reports");
    bool done = results && faces && publish_prepare(engine, results, reports, cli_threads(), &cli->diags) &&
                publish_comments_read(engine, arena, &comments, &cli->diags);
    const char *folders[] = {arena_printf(arena, "%s/templates/site", cli->share), arena_printf(arena, "%s/templates", cli->share), NULL};
    int edition = 0;
    const struct publish_options options = {
        .template_folders = folders,
        .program = "ceping " CEPING_VERSION,
        .comments = &comments,
        .faces = faces,
        .reports = reports,
        .correction = cli_value(cli, "correction"),
        .revision = cli_value(cli, "revision"),
        .cause_en = cli_value(cli, "cause-en"),
        .date = cli_value(cli, "date"),
        .store = engine_store(engine),
        .ret_edition = &edition,
    };
    const char *folder = cli_value(cli, "output");
    done = done && publish_site(engine, results, &options, folder, &cli->diags);
    if (done) {
        print_hidden(results);
        printf(_("the site is in %s: open %s/index.html\n"), folder, folder);
        printf(_("%d, edition %d\n"), results->evaluation->year, edition);
        if (options.store)
            printf(_("internal archive: %s (holds all answers: keep it, and never put it on a web server)\n"),
                   publish_archive_path(arena, folder, results->evaluation->year, edition));
    }
    render_faces_free(faces);
    arena_free(arena);
    results_free(results);
    return done;
}

/* Looking before release ------------------------------------------------------------------------------------------ */

static bool list_hidden(struct cli *cli, struct engine *engine)
{
    struct results *results = engine_results(engine, &cli->diags);
    if (!results)
        return false;
    auto_strbuf struct strbuf list;
    strbuf_init(&list);
    disclose_results(results, &list);
    fputs(list.at, stdout);
    print_hidden(results);
    results_free(results);
    return true;
}

static bool list_comments(struct cli *cli, struct engine *engine)
{
    struct arena *arena = arena_new();
    publish_comments comments = {0};
    bool done = publish_comments_read(engine, arena, &comments, &cli->diags);
    for (size_t i = 0; done && i < comments.count; i++) {
        const struct publish_comment *comment = &comments.at[i];
        printf("comment:%s\t%s\t%s.%s\t%zu\n", comment->id, comment->approved ? _("approved") : _("not approved"), comment->instrument->id, comment->question->id,
               comment->masks);
        printf("  %s %s\n  %s %s\n", _("as written:"), comment->text, _("published:"), comment->masked);
    }
    arena_free(arena);
    return done;
}

static int run(struct cli *cli)
{
    bool list = cli_has(cli, "list-hidden") || cli_has(cli, "list-comments");
    if (!list && !cli_value(cli, "output")) {
        diags_error(&cli->diags, POS_NONE, _("no folder for the site"));
        diags_hint(&cli->diags, _("give one with -o DIR"));
        return cli_finish(cli, false);
    }
    struct engine *engine = cli_open(cli, ENGINE_READ);
    bool done = engine && (cli_has(cli, "list-hidden") ? list_hidden(cli, engine) : cli_has(cli, "list-comments") ? list_comments(cli, engine) : publish(cli, engine));
    int status = cli_finish(cli, done);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_publish = {
    .name = "publish",
    .arguments = "EVAL",
    .summary = N_("the public site and the open data"),
    .help = N_("Writes pages and data of the public edition into DIR/YEAR, beside those of other years, and an index of years. DIR must be new, empty or an "
               "earlier publication. It is written beside and switched at once; what stands there already stays whole until then. A publication is frozen: other "
               "results than those published there make a new edition, which needs --correction or --revision and keeps the earlier data. All inputs go into "
               "DIR-YEAR-vN.internal.zip beside DIR, readable for you alone. Numbers of few "
               "people whose answers are confidential are hidden, and so many others that no hidden one can be worked out; how many is printed. Comments are published "
               "only where decisions.csv approves them one by one. The two lists are for the team: they name what must not be published."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", 'o', "DIR", N_("where to")},
            {"list-hidden", 0, NULL, N_("list what is hidden, why, and how closely a reader can bound it; publish nothing")},
            {"list-comments", 0, NULL, N_("list the comments with their ids, as written and as published; publish nothing")},
            {"correction", 0, "CAUSE", N_("the results are other ones because a mistake is put right: what it was, for readers")},
            {"revision", 0, "CAUSE", N_("the results are other ones for another reason: which, for readers")},
            {"cause-en", 0, "CAUSE", N_("the same in English, for the English pages; without it they show the Chinese one")},
            {"date", 0, "DATE", N_("of this edition, year-month-day (default: the report date)")},
            {"reports", 0, NULL, N_("also the public edition of the reports, as PDF")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
