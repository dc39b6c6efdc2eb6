/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping correct EVAL [OBJECT VALUE]: a correction into decisions.csv and into the history; without an object, what was written into decisions.csv by hand goes
 * into the history.
 */
#include <stdlib.h>

#include "ceping/survey.h"
#include "cli.h"

/* Is the response there? Its answers as they came in are what is corrected. */
static bool is_loaded(struct cli *cli, struct engine *engine, const struct decision *decision)
{
    struct decision_reading reading;
    decision_read(engine_evaluation(engine), decision, &reading);
    struct dataset *dataset = engine_store(engine) ? store_fetch(engine_store(engine), engine_evaluation(engine), reading.instrument, &cli->diags) : NULL;
    bool found = false;
    for (size_t row = 0; dataset && row < dataset->rows && !found; row++)
        found = strlen(dataset->keys[row]) == reading.key_len && memcmp(dataset->keys[row], reading.key, reading.key_len) == 0;
    if (!found) {
        diags_error(&cli->diags, POS_NONE, _("there is no response '%.*s' of instrument '%s'"), (int)reading.key_len, reading.key, reading.instrument->id);
        diags_hint(&cli->diags, _("'ceping dump EVAL --stage dataset' lists their keys"));
    }
    if (dataset)
        arena_free(dataset->arena);
    return found;
}

static bool fill(struct cli *cli, struct arena *arena, struct decision *ret_decision)
{
    static const char *const needed[] = {"reason", "who"};
    bool withdraw = cli_has(cli, "withdraw");
    char now[20];
    cli_now(now);
    *ret_decision = (struct decision){.object = cli->arguments[1], .reason = cli_value(cli, "reason"), .authority = cli_value(cli, "authority"), .who = cli_value(cli, "who"),
                                      .date = cli_value(cli, "date") ? cli_value(cli, "date") : arena_printf(arena, "%.10s", now)};
    bool good = true;
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const char *value = cli_value(cli, needed[i]);
        if (value && *value)
            continue;
        diags_error(&cli->diags, POS_NONE, _("a correction needs --%s"), needed[i]);
        good = false;
    }
    if (withdraw == (cli->argument_count == 3)) {
        diags_error(&cli->diags, POS_NONE, _("either a value, or --withdraw"));
        diags_hint(&cli->diags, _("ceping correct EVAL public/12/q5 满意 --reason … --who …; ceping correct EVAL public/12 --withdraw --reason … --who …"));
        return false;
    }
    if (!ret_decision->authority)
        ret_decision->authority = "";
    ret_decision->decision = withdraw ? "withdraw" : arena_printf(arena, "correct=%s", cli->arguments[2]);
    return good;
}

/* Checked before a byte is written. */
static bool add(struct cli *cli, struct engine *engine, const struct decision *decision)
{
    const struct evaluation *evaluation = engine_evaluation(engine);
    struct decision_reading reading;
    if (decision_read(evaluation, decision, &reading) == DECISION_OTHER) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is no response"), decision->object);
        diags_hint(&cli->diags, _("a response is written INSTRUMENT/KEY, such as %s/12"), evaluation->instruments.count ? evaluation->instruments.at[0]->id : "public");
        return false;
    }
    return survey_check_decision(evaluation, decision, &cli->diags) && is_loaded(cli, engine, decision) && survey_add_decision(evaluation, decision, &cli->diags);
}

/* The evaluation is read anew, so that the history tells what stands in the file. */
static bool record(struct cli *cli)
{
    char now[20];
    cli_now(now);
    const char *who = cli_value(cli, "who") ? cli_value(cli, "who") : getenv("USER") ? getenv("USER") : "";
    struct engine *engine = cli_open(cli, ENGINE_WRITE);
    size_t count = 0;
    bool done = engine && engine_record_decisions(engine, who, now, &count, &cli->diags);
    if (done)
        printf(_("decisions written into the history: %zu\n"), count);
    engine_close(engine);
    return done;
}

static int run(struct cli *cli)
{
    struct arena *arena = arena_new();
    bool done = true;
    if (cli->argument_count > 1) {
        struct decision decision;
        struct engine *engine = fill(cli, arena, &decision) ? cli_open(cli, ENGINE_READ) : NULL;
        done = engine && add(cli, engine, &decision);
        engine_close(engine);
    }
    done = done && record(cli);
    arena_free(arena);
    return cli_finish(cli, done);
}

const struct cli_command cmd_correct = {
    .name = "correct",
    .arguments = "EVAL [INSTRUMENT/KEY[/ITEM] [VALUE]]",
    .summary = N_("put an answer right, or take a response out; its first form stays"),
    .help = N_("Adds a row to decisions.csv and an entry to the history. What came in stays in the database; the correction is applied whenever it is read, and is printed "
               "with reason, authority, who and date. Without a response, rows written into decisions.csv by hand go into the history."),
    .least = 1,
    .most = 3,
    .options =
        {
            {"withdraw", 0, NULL, N_("the response is taken out")},
            {"reason", 0, "TEXT", N_("why")},
            {"authority", 0, "TEXT", N_("on whose word or which paper")},
            {"who", 0, "NAME", N_("who decided")},
            {"date", 0, "DATE", N_("when it was decided (default: today)")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
