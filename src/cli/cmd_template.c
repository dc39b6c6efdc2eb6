/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping template EVAL check|list|show: what a template may name, with present values.
 */
#include "report_batch.h"

static bool ignore(void *data, const struct report_plan *plan, const struct doc *doc, const char *name, struct diags *diags)
{
    (void)data, (void)plan, (void)doc, (void)name, (void)diags;
    return true;
}

static bool check(struct cli *cli, struct engine *engine, struct results *results)
{
    if (!report_batch_check(cli, engine, results, ignore, NULL) || cli->diags.errors)
        return false;
    printf(_("%zu reports can be built: no errors\n"), report_batch_count(cli, results));
    return true;
}

/* The reports that --only names, or all; of each the first unit, or the one named. */
typedef void plan_function(struct cli *cli, struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language, struct strbuf *out);

static bool each_plan(struct cli *cli, struct engine *engine, struct results *results, plan_function *show)
{
    const struct evaluation *evaluation = results->evaluation;
    const char *only = cli_value(cli, "only"), *colon = only ? strchr(only, ':') : NULL;
    size_t len = colon ? (size_t)(colon - only) : only ? strlen(only) : 0;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    bool found = false;
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        const struct report_plan *plan = &evaluation->reports.at[i];
        if (only && (strlen(plan->id) != len || strncmp(only, plan->id, len) != 0))
            continue;
        enum language language;
        if (!report_choose_language(cli, evaluation, plan, &language))
            return false;
        const struct unit *unit = !plan->each || !plan->each->units.count ? NULL : colon ? evaluation_unit(evaluation, plan->each, colon + 1) : &plan->each->units.at[0];
        if (colon && !unit)
            continue;
        engine_speak(engine, results, language);
        found = true;
        strbuf_addf(&text, "== %s%s%s (%s)\n", plan->id, unit ? ":" : "", unit ? unit->id : "", plan->template_file);
        show(cli, results, plan, unit, language, &text);
    }
    fputs(text.at, stdout);
    if (!found)
        diags_error(&cli->diags, POS_NONE, _("no report is called '%s'"), only ? only : "");
    return found && cli->diags.errors == 0;
}

/* Lines that hold the word given after `list`, all without one. */
static void list_names_of(struct cli *cli, struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language, struct strbuf *out)
{
    auto_strbuf struct strbuf names;
    strbuf_init(&names);
    report_names(results, plan, unit, language, &names);
    const char *wanted = cli->argument_count > 2 ? cli->arguments[2] : NULL;
    for (char *line = names.at, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        if (!wanted || strstr(line, wanted))
            strbuf_addf(out, "%s\n", line);
    }
}

static void show_expression(struct cli *cli, struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language, struct strbuf *out)
{
    if (report_show(results, plan, unit, language, cli->arguments[2], out, &cli->diags))
        strbuf_addc(out, '\n');
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct results *results = engine ? engine_results(engine, &cli->diags) : NULL;
    const char *verb = cli->argument_count > 1 ? cli->arguments[1] : "check";
    bool done = false;
    if (results && strcmp(verb, "check") == 0)
        done = check(cli, engine, results);
    else if (results && strcmp(verb, "list") == 0)
        done = each_plan(cli, engine, results, list_names_of);
    else if (results && strcmp(verb, "show") == 0 && cli->argument_count < 3)
        diags_error(&cli->diags, POS_NONE, _("'show' needs a name, such as tables.districts.mean"));
    else if (results && strcmp(verb, "show") == 0)
        done = each_plan(cli, engine, results, show_expression);
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
    .arguments = "EVAL [check | list [WORD] | show NAME]",
    .summary = N_("check templates; list the names that they may use, with present values"),
    .help = N_("check builds every report and tells all that is wrong, numbers typed by hand included. list prints the names that a template may use, with their present "
               "values, or those that hold a word. show prints what one name gives, through formats where wanted: show 'row.score | fixed:1'."),
    .least = 1,
    .most = 3,
    .options =
        {
            {"only", 0, "REPORT[:UNIT]", N_("only this report; list and show take its first unit, or this one")},
            {"language", 0, "LANGUAGE", N_("zh or en (default: as the report or the evaluation says)")},
            {"edition", 0, "EDITION", N_("internal (default) or public")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
