/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping check EVAL: read everything, report every problem.
 */
#include "cli.h"

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_CHECK);
    bool good = engine && cli->diags.errors == 0;

    if (cli_has(cli, "json")) {
        json_t *object = json_object();
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
    .options = {{"json", 0, NULL, N_("one JSON object on stdout")}},
    .run = run,
};
