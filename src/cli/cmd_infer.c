/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping infer FILE -o instrument.yaml: an instrument from an export.
 */
#include <errno.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "ceping/ingest_infer.h"
#include "cli.h"

static bool is_id(const char *id)
{
    return id[0] >= 'a' && id[0] <= 'z' && strlen(id) <= 40 && !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

static bool infer(struct cli *cli, const struct infer_options *options)
{
    auto_strbuf struct strbuf yaml;
    strbuf_init(&yaml);
    struct infer_counts counts = {0};
    const char *path = cli_value(cli, "output");
    if (path && access(path, F_OK) == 0) { /* somebody may have worked on it */
        diags_error(&cli->diags, (struct pos){.file = path}, _("'%s' is there already"), path);
        diags_hint(&cli->diags, _("give another name, or remove it first"));
        return false;
    }
    if (!ingest_infer(cli->arguments[0], options, &yaml, &counts, &cli->diags))
        return false;
    if (!path) {
        fputs(yaml.at, stdout);
        return true;
    }
    if (!file_write(path, yaml.at, yaml.len, 0644)) {
        diags_error(&cli->diags, (struct pos){.file = path}, _("cannot write: %s"), strerror(errno));
        return false;
    }
    printf(_("%s: %zu questions from %zu columns, platform %s; %zu guesses to look at\n"), path, counts.questions, counts.columns, _(counts.platform), counts.guesses);
    return true;
}

static int run(struct cli *cli)
{
    struct infer_options options = {.id = cli_value(cli, "id"), .file = {.sheet = cli_value(cli, "sheet")}};
    const char *folder = cli_value(cli, "eval");
    struct engine *engine = folder ? engine_open(folder, NULL, ENGINE_CHECK, &cli->diags) : NULL;
    bool good = !folder || engine;
    if (options.id && !is_id(options.id)) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is no id"), options.id);
        diags_hint(&cli->diags, _("a small letter first, then small letters, digits and _, at most 40"));
        good = false;
    }
    good = cli_encoding(cli, &options.file.encoding) && good;
    options.evaluation = engine ? engine_evaluation(engine) : NULL;
    good = good && infer(cli, &options);
    engine_close(engine);
    return cli_finish(cli, good);
}

const struct cli_command cmd_infer = {
    .name = "infer",
    .arguments = "FILE",
    .summary = N_("an instrument from an export"),
    .help = N_("Writes a questionnaire in YAML from a response file: questions, types, options in order, scales known by their wording. Guesses are said in comments. The file that it was made "
               "from loads with it. With --eval the names of its units are recognised."),
    .least = 1,
    .most = 1,
    .options = {{"output", 'o', "FILE", N_("where to: EVAL/instruments/NAME.yaml; the terminal unless given")},
                {"eval", 'e', "EVAL", N_("the evaluation whose units may be answers")},
                {"id", 0, "ID", N_("of the instrument; survey unless given")},
                {"encoding", 0, "NAME", N_("UTF-8, GB18030, UTF-16LE or UTF-16BE (default: detected)")},
                {"sheet", 0, "NAME", N_("sheet of a workbook")}},
    .run = run,
};
