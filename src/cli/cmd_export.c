/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping export EVAL -o FILE: the answers for other programs, a file an instrument.
 */
#include "ceping/exchange.h"
#include "cli.h"

/* answers.csv, or answers-public.csv where there are several instruments. */
static const char *file_for(struct arena *arena, const char *path, const struct instrument *instrument, bool several)
{
    const char *dot = strrchr(path, '.');
    return several && dot ? arena_printf(arena, "%.*s-%s%s", (int)(dot - path), path, instrument->id, dot) : path;
}

static bool export_one(struct cli *cli, struct engine *engine, const struct instrument *instrument, const char *path)
{
    size_t rows = 0;
    if (!export_write(engine, instrument, path, cli_has(cli, "valid"), &rows, &cli->diags))
        return false;
    printf(_("%s: %zu responses to '%s'\n"), path, rows, instrument->id);
    return true;
}

static bool check_arguments(struct cli *cli, const struct evaluation *evaluation, const char *path, const char *only)
{
    bool good = true;
    if (!path) {
        diags_error(&cli->diags, POS_NONE, _("--output is missing"));
        diags_hint(&cli->diags, _("-o answers.csv, .xlsx, .json or .sav"));
        good = false;
    } else if (!export_format(path)) {
        diags_error(&cli->diags, (struct pos){.file = path}, _("the ending of the file names no format"));
        diags_hint(&cli->diags, _("known: csv, xlsx, json, sav"));
        good = false;
    }
    if (only && !evaluation_instrument(evaluation, only)) {
        diags_error(&cli->diags, POS_NONE, _("there is no instrument '%s'"), only);
        good = false;
    }
    return good;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    const struct evaluation *evaluation = engine ? engine_evaluation(engine) : NULL;
    const char *path = cli_value(cli, "output"), *only = cli_value(cli, "instrument");
    bool good = engine && check_arguments(cli, evaluation, path, only);
    struct arena *arena = arena_new();
    for (size_t i = 0; good && i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        if (!only || strcmp(only, instrument->id) == 0)
            good = export_one(cli, engine, instrument, file_for(arena, path, instrument, !only && evaluation->instruments.count > 1));
    }
    arena_free(arena);
    engine_close(engine);
    return cli_finish(cli, good);
}

const struct cli_command cmd_export = {
    .name = "export",
    .arguments = "EVAL",
    .summary = N_("the answers for other programs: CSV, XLSX, JSON, SPSS"),
    .help = N_("Writes the living answers as they were given, one row a response and one column a variable, with labels and every kind of missing. Loading such a file gives the same answers "
               "again. The format follows from the ending of FILE. Several instruments make several files: FILE-INSTRUMENT.csv. These are answers of people: not for publication."),
    .least = 1,
    .most = 1,
    .options = {{"output", 'o', "FILE", N_("where to: .csv, .xlsx, .json or .sav")},
                {"instrument", 'i', "INSTRUMENT", N_("this instrument only")},
                {"valid", 0, NULL, N_("only responses that screening left valid")},
                {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")}},
    .run = run,
};
