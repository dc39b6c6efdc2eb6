/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping template EVAL check|list|show: what a template may name, with present values.
 */
#include "report_batch.h"

static bool ignore(void *data, const struct report_plan *plan, const struct doc *doc, const char *name)
{
    (void)data, (void)plan, (void)doc, (void)name;
    return true;
}

static bool check(struct cli *cli, struct engine *engine, struct results *results)
{
    if (!report_batch(cli, engine, results, ignore, NULL) || cli->diags.errors)
        return false;
    printf(_("%zu reports can be built: no errors\n"), report_batch_count(cli, results));
    return true;
}

static bool list(struct cli *cli, struct engine *engine, struct results *results)
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
        enum language language;
        if (!report_choose_language(cli, evaluation, plan, &language))
            return false;
        engine_speak(engine, results, language);
        found = true;
        strbuf_addf(&text, "== %s (%s)\n", plan->id, plan->template_file);
        report_names(results, plan, plan->each && plan->each->units.count ? &plan->each->units.at[0] : NULL, language, &text);
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
    if (results && strcmp(verb, "check") == 0)
        done = check(cli, engine, results);
    else if (results && (strcmp(verb, "list") == 0 || strcmp(verb, "show") == 0))
        done = list(cli, engine, results);
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
            {"language", 0, "LANGUAGE", N_("zh or en (default: as the report or the evaluation says)")},
            {"edition", 0, "EDITION", N_("internal (default) or public")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
