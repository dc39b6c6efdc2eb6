/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping publish EVAL -o DIR: the public site and the open data.
 */
#include <stdlib.h>

#include "ceping/publish.h"
#include "ceping/render.h"
#include "cli.h"

/* Always the fixed set: the pictures are part of what is published, and must be the same from any machine. */
static struct render_faces *open_faces(struct cli *cli, struct arena *arena)
{
    const char *given = getenv("CEPING_FONTS");
    return render_faces_open(given ? given : arena_printf(arena, "%s/fonts", cli->share), true, &cli->diags);
}

static bool publish(struct cli *cli, struct engine *engine)
{
    struct results *results = engine_results(engine, &cli->diags);
    if (!results)
        return false;
    struct arena *arena = arena_new();
    struct render_faces *faces = open_faces(cli, arena);
    bool reports = cli_has(cli, "reports");
    bool done = faces && (!reports || engine_analyse(engine, results, &cli->diags));
    const char *folders[] = {arena_printf(arena, "%s/templates/site", cli->share), arena_printf(arena, "%s/templates", cli->share), NULL};
    const struct publish_options options = {folders, "ceping " CEPING_VERSION, faces, reports};
    const char *folder = cli_value(cli, "output");
    done = done && publish_site(results, &options, folder, &cli->diags);
    if (done)
        printf(_("the site is in %s: open %s/index.html\n"), folder, folder);
    render_faces_free(faces);
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
               "earlier publication. It is written beside and switched at once; what stands there already stays whole until then. Figures of fewer "
               "confidential answers than the minimum base are hidden; whether a hidden one can be worked out from others is not checked yet: look "
               "before you release small numbers."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", 'o', "DIR", N_("where to")},
            {"reports", 0, NULL, N_("also the public edition of the reports, as PDF")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
