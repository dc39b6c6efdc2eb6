/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping template EVAL check|list|show: what a template may name, with present values.
 */
#include "report_batch.h"

static bool ignore(void *data, const struct doc *doc, const char *name, struct diags *diags)
{
    (void)data, (void)doc, (void)name, (void)diags;
    return true;
}

static bool check(struct cli *cli, const struct results *results)
{
    if (!report_batch(cli, results, 1, ignore, NULL) || cli->diags.errors)
        return false;
    printf(_("%zu reports can be built: no errors\n"), report_batch_count(cli, results));
    return true;
}

static bool list(struct cli *cli, const struct results *results)
{
    const struct evaluation *evaluation = results->evaluation;
    const char *only = cli_value(cli, "only");
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    bool found = false;
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        const struct report_plan *plan = &evaluation->reports.at[i];
        if (only && strcmp(only, plan->id) != 0)
            continue;
        found = true;
        strbuf_addf(&text, "== %s (%s)\n", plan->id, plan->template_file);
        report_names(results, plan, plan->each && plan->each->units.count ? &plan->each->units.at[0] : NULL, &text);
    }
    fputs(text.at, stdout);
    if (!found)
        diags_error(&cli->diags, POS_NONE, _("no report is called '%s'"), only ? only : "");
    return found;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_results(engine, &cli->diags) : NULL;
    const char *verb = cli->argument_count > 1 ? cli->arguments[1] : "check";
    bool done = false;
    if (results && !engine_analyse(engine, results, &cli->diags)) {
        results_free(results);
        results = NULL;
    }
    if (results && strcmp(verb, "check") == 0)
        done = check(cli, results);
    else if (results && (strcmp(verb, "list") == 0 || strcmp(verb, "show") == 0))
        done = list(cli, results);
    else if (results) {
        diags_error(&cli->diags, POS_NONE, _("unknown verb '%s'"), verb);
        diags_hint(&cli->diags, _("known: check, list, show"));
    }
    int status = cli_finish(cli, done);
    results_free(results);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_template = {
    .name = "template",
    .arguments = "EVAL [check|list|show]",
    .summary = N_("check templates; list the names that they may use, with present values"),
    .least = 1,
    .most = 2,
    .options =
        {
            {"only", 0, "REPORT", N_("only this report")},
            {"edition", 0, "EDITION", N_("internal (default) or public")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
