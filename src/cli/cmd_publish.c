/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping publish EVAL -o DIR: the public site and the open data.
 */
#include "ceping/publish.h"
#include "cli.h"

static bool publish(struct cli *cli, struct engine *engine)
{
    struct results *results = engine_results(engine, &cli->diags);
    if (!results)
        return false;
    struct arena *arena = arena_new();
    const char *folders[] = {arena_printf(arena, "%s/templates/site", cli->share), arena_printf(arena, "%s/templates", cli->share), NULL};
    int edition = 0;
    const struct publish_options options = {
        .template_folders = folders,
        .program = "ceping " CEPING_VERSION,
        .correction = cli_value(cli, "correction"),
        .revision = cli_value(cli, "revision"),
        .date = cli_value(cli, "date"),
        .store = engine_store(engine),
        .ret_edition = &edition,
    };
    const char *folder = cli_value(cli, "output");
    bool done = publish_site(results, &options, folder, &cli->diags);
    if (done) {
        printf(_("the site is in %s: open %s/index.html\n"), folder, folder);
        printf(_("%d, edition %d\n"), results->evaluation->year, edition);
        if (options.store)
            printf(_("internal archive: %s (holds all answers: keep it, and never put it on a web server)\n"),
                   publish_archive_path(arena, folder, results->evaluation->year, edition));
    }
    arena_free(arena);
    results_free(results);
    return done;
}

static int run(struct cli *cli)
{
    if (!cli_value(cli, "output")) {
        diags_error(&cli->diags, POS_NONE, _("no folder for the site"));
        diags_hint(&cli->diags, _("give one with -o DIR"));
        return cli_finish(cli, false);
    }
    struct engine *engine = cli_open(cli, ENGINE_READ);
    bool done = engine && publish(cli, engine);
    int status = cli_finish(cli, done);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_publish = {
    .name = "publish",
    .arguments = "EVAL",
    .summary = N_("the public site and the open data"),
    .help = N_("Writes pages and data of the public edition into DIR/YEAR, beside those of other years, and an index of years. DIR must be new, empty or an "
               "earlier publication. It is written beside and switched at once; what stands there already stays whole until then. A publication is frozen: other results than those published there make a new edition, which needs "
               "--correction or --revision and keeps the earlier data. All inputs go into DIR-YEAR-vN.internal.zip beside DIR, readable for you alone. Figures of fewer "
               "confidential answers than the minimum base are hidden; whether a hidden one can be worked out from others is not checked yet: look "
               "before you release small numbers."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", 'o', "DIR", N_("where to")},
            {"correction", 0, "CAUSE", N_("the results are other ones because a mistake is put right: what it was, for readers")},
            {"revision", 0, "CAUSE", N_("the results are other ones for another reason: which, for readers")},
            {"date", 0, "DATE", N_("of this edition, year-month-day (default: the report date)")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
