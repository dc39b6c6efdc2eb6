/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping dump EVAL --stage …: any stage as text, for people and tests.
 */
#include "cli.h"
#include "report_batch.h"

static bool dump_model(struct cli *cli, struct engine *engine, struct strbuf *out)
{
    (void)cli;
    evaluation_dump(engine_evaluation(engine), out);
    return true;
}

static bool dump_dataset(struct cli *cli, struct engine *engine, struct strbuf *out)
{
    const struct evaluation *evaluation = engine_evaluation(engine);
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        struct dataset *dataset = engine_dataset_as_stored(engine, evaluation->instruments.at[i], &cli->diags);
        if (!dataset)
            return false;
        dataset_dump(dataset, out);
        arena_free(dataset->arena);
    }
    return true;
}

static bool dump_results(struct cli *cli, struct engine *engine, struct strbuf *out)
{
    struct results *results = engine_results(engine, &cli->diags);
    if (!results)
        return false;
    results_dump(results, out);
    results_free(results);
    return true;
}

static bool dump_documents(struct cli *cli, struct engine *engine, struct strbuf *out)
{
    struct results *results = engine_results(engine, &cli->diags);
    if (!results || !report_batch_disclose(cli, results)) {
        results_free(results);
        return false;
    }
    bool done = report_batch_dump(cli, engine, results, out);
    results_free(results);
    return done;
}

static const struct stage {
    const char *name;
    enum engine_mode mode;
    bool (*dump)(struct cli *cli, struct engine *engine, struct strbuf *out);
} stages[] = {
    {"model", ENGINE_CHECK, dump_model},
    {"dataset", ENGINE_READ, dump_dataset},
    {"results", ENGINE_READ, dump_results},
    {"doc", ENGINE_READ, dump_documents},
};

static const struct stage *find_stage(struct cli *cli)
{
    const char *name = cli_value(cli, "stage");
    const char *names[COUNT_OF(stages)];
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        names[i] = stages[i].name;
        if (name && strcmp(name, stages[i].name) == 0)
            return &stages[i];
    }
    diags_error(&cli->diags, POS_NONE, _("unknown stage '%s'"), name ? name : "");
    diags_hint_words(&cli->diags, name ? name : "", names, COUNT_OF(stages));
    return NULL;
}

static int run(struct cli *cli)
{
    const struct stage *stage = find_stage(cli);
    struct engine *engine = stage ? cli_open(cli, stage->mode) : NULL;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    bool done = engine && stage->dump(cli, engine, &text);
    fputs(text.at, stdout);
    engine_close(engine);
    return cli_finish(cli, done);
}

const struct cli_command cmd_dump = {
    .name = "dump",
    .arguments = "EVAL",
    .summary = N_("any stage as text: model, dataset, results, doc"),
    .least = 1,
    .most = 1,
    .options =
        {
            {"stage", 's', "STAGE", N_("model, dataset, results or doc")},
            {"only", 0, "KIND[:UNIT]", N_("doc: only these reports")},
            {"language", 0, "LANGUAGE", N_("doc: zh or en")},
            {"edition", 0, "EDITION", N_("doc: internal (default) or public")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
