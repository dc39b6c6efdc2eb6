/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping form EVAL INSTRUMENT -o form.pdf: the paper questionnaire, and the sheet in which its copies are entered.
 */
#include <errno.h>
#include <stdlib.h>

#include "ceping/base_text.h"
#include "ceping/exchange_form.h"
#include "ceping/render.h"
#include "cli.h"

enum { COPIES_MAX = 5000 };

static bool count_option(struct cli *cli, const char *option, size_t *value)
{
    const char *text = cli_value(cli, option);
    char *end;
    if (!text)
        return true;
    long number = strtol(text, &end, 10);
    if (*text && !*end && number >= 1 && number <= COPIES_MAX) {
        *value = (size_t)number;
        return true;
    }
    diags_error(&cli->diags, POS_NONE, _("--%s '%s' is no number from %g to %g"), option, text, 1.0, (double)COPIES_MAX);
    return false;
}

static bool print_form(struct cli *cli, const struct evaluation *evaluation, const struct instrument *instrument, size_t copies, size_t first, const char *path)
{
    auto_strbuf struct strbuf folder, bytes;
    strbuf_init(&folder);
    strbuf_init(&bytes);
    const char *given = getenv("CEPING_FONTS");
    strbuf_addf(&folder, given ? "%s" : "%s/fonts", given ? given : cli->share);
    struct doc *doc = form_document(evaluation, instrument, copies, first, &cli->diags);
    size_t len = strlen(path);
    bool good = true;
    if (len > 4 && strcmp(path + len - 4, ".txt") == 0) {
        render_text(doc, 80, &bytes);
    } else {
        struct render_faces *faces = render_faces_open(folder.at, cli_has(cli, "fixed-faces"), &cli->diags);
        good = faces && render_pdf(doc, &render_theme_official, faces, &bytes, &cli->diags);
        render_faces_free(faces);
    }
    doc_free(doc);
    if (good && !file_write(path, bytes.at, bytes.len, 0644)) {
        diags_error(&cli->diags, (struct pos){.file = path}, _("cannot write: %s"), strerror(errno));
        good = false;
    }
    if (good)
        printf("%s\n", path);
    return good;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_CHECK);
    const char *path = cli_value(cli, "output"), *entry = cli_value(cli, "entry"), *id = cli->arguments[1];
    size_t copies = 1, first = 1;
    bool good = count_option(cli, "copies", &copies);
    good = count_option(cli, "first", &first) && good && engine;
    const struct instrument *instrument = engine ? evaluation_instrument(engine_evaluation(engine), id) : NULL;
    if (engine && !instrument) {
        diags_error(&cli->diags, POS_NONE, _("there is no instrument '%s'"), id);
        good = false;
    }
    if (!path && !entry) {
        diags_error(&cli->diags, POS_NONE, _("neither --output nor --entry says what to make"));
        good = false;
    }
    if (good && path)
        good = print_form(cli, engine_evaluation(engine), instrument, copies, first, path);
    if (good && entry) {
        good = entry_sheet_write(engine_evaluation(engine), instrument, copies, first, entry, &cli->diags);
        if (good)
            printf("%s\n", entry);
    }
    engine_close(engine);
    return cli_finish(cli, good);
}

const struct cli_command cmd_form = {
    .name = "form",
    .arguments = "EVAL INSTRUMENT",
    .summary = N_("the paper questionnaire, and the sheet to enter it"),
    .help = N_("Prints the questionnaire on A4: boxes before options, tables for matrices, lines for texts, conditions in words, the promise of confidentiality, and on each copy a serial "
               "number, also as a square code. --entry writes the data-entry sheet with drop-down lists and ranges, one row a copy; `load` reads it."),
    .least = 2,
    .most = 2,
    .options = {{"output", 'o', "FILE", N_("the form: .pdf, or .txt to look at")},
                {"copies", 'n', "N", N_("copies, each with its number; 1 unless given")},
                {"first", 0, "N", N_("number of the first copy; 1 unless given")},
                {"entry", 0, "FILE", N_("the data-entry sheet: .xlsx")},
                {"fixed-faces", 0, NULL, N_("only the faces that tests use, so that bytes do not differ by machine")}},
    .run = run,
};
