/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping simulate EVAL -o DIR: believable responses to every instrument, a file each, for rehearsals, tests and benchmarks.
 */
#include <errno.h>
#include <stdlib.h>

#include "ceping/base_text.h"
#include "ceping/engine_simulate.h"
#include "cli.h"

static bool write_piece(void *data, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, data) == len;
}

static bool simulate_one(struct cli *cli, const struct evaluation *evaluation, const struct instrument *instrument, const struct simulate_options *options,
                         const char *folder)
{
    auto_strbuf struct strbuf path, beside;
    strbuf_init(&path);
    strbuf_init(&beside);
    strbuf_addf(&path, "%s/%s-simulated.csv", folder, instrument->id);
    strbuf_addf(&beside, "%s.new", path.at);
    FILE *file = fopen(beside.at, "wb");
    if (!file) {
        diags_error(&cli->diags, (struct pos){.file = path.at}, _("cannot write: %s"), strerror(errno));
        return false;
    }
    bool good = simulate_instrument(evaluation, instrument, options, write_piece, file, &cli->diags);
    good = fclose(file) == 0 && good && rename(beside.at, path.at) == 0;
    if (good)
        printf("%s\n", path.at);
    else
        remove(beside.at);
    if (!good && cli->diags.errors == 0)
        diags_error(&cli->diags, (struct pos){.file = path.at}, _("cannot write: %s"), strerror(errno));
    return good;
}

static bool number_option(struct cli *cli, const char *option, double least, double most, double *value)
{
    const char *text = cli_value(cli, option);
    char *end;
    if (!text)
        return true;
    double number = strtod(text, &end);
    if (*text && *end == '\0' && number >= least && number <= most) {
        *value = number;
        return true;
    }
    diags_error(&cli->diags, POS_NONE, _("--%s '%s' is no number from %g to %g"), option, text, least, most);
    return false;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_CHECK);
    double count = 0, seed = 20180706, careless = 3;
    bool read = number_option(cli, "count", 1, 1e8, &count);
    read = number_option(cli, "seed", 0, 9007199254740991.0, &seed) && read;
    read = number_option(cli, "careless", 0, 100, &careless) && read;
    if (!engine || !read) {
        engine_close(engine);
        return cli_finish(cli, false);
    }
    const struct evaluation *evaluation = engine_evaluation(engine);
    const char *folder = cli_value(cli, "output"), *as = cli_value(cli, "as");
    struct simulate_options options = {.seed = (uint64_t)seed, .count = (size_t)count, .careless = careless / 100};
    if (!evaluation->simulated) {
        diags_warning(&cli->diags, evaluation->pos, _("the evaluation does not say 'simulated: true'; what is made of these files would look real"));
        diags_hint(&cli->diags, _("rehearse in a copy of the evaluation that says so"));
    }
    bool good = file_make_folders(folder ? folder : "."), any = false;
    if (!good)
        diags_error(&cli->diags, (struct pos){.file = folder}, _("cannot make the folder: %s"), strerror(errno));
    for (size_t i = 0; good && i < evaluation->instruments.count; i++)
        if (!as || strcmp(as, evaluation->instruments.at[i]->id) == 0) {
            any = true;
            good = simulate_one(cli, evaluation, evaluation->instruments.at[i], &options, folder ? folder : ".");
        }
    if (good && !any)
        diags_error(&cli->diags, POS_NONE, _("there is no instrument '%s'"), as ? as : "");
    engine_close(engine);
    return cli_finish(cli, good && any);
}

const struct cli_command cmd_simulate = {
    .name = "simulate",
    .arguments = "EVAL",
    .summary = N_("believable responses for rehearsals, tests and benchmarks"),
    .help = N_("Writes INSTRUMENT-simulated.csv for each instrument: answers follow the questionnaire (conditions, exclusive options, ranges, what does not apply), with effects "
               "of what is judged and of who judges, some answers left blank and some people careless. Questionnaires get --count responses, else as many as were issued; "
               "panels fill in every sheet, records have one row an object. The same seed gives the same bytes."),
    .least = 1,
    .most = 1,
    .options = {{"output", 'o', "DIR", N_("where the files go; this folder unless given")},
                {"count", 'n', "N", N_("responses to each questionnaire")},
                {"seed", 0, "S", N_("another seed, another set of answers; 20180706 unless given")},
                {"careless", 0, "PERCENT", N_("people who tick one column or anything; 3 unless given")},
                {"as", 0, "INSTRUMENT", N_("this instrument only")}},
    .run = run,
};
