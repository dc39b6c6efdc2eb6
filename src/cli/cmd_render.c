/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping render FILE.md -o FILE: a document without evaluation – a guide, a note, a letter – set as reports are.
 */
#include <errno.h>

#include "ceping/base_text.h"
#include "ceping/render.h"
#include "ceping/report.h"
#include "cli.h"

enum { DOCUMENT_MAX = 16 * 1024 * 1024 };

static bool draw(struct cli *cli, const struct doc *doc, struct strbuf *out)
{
    struct arena *arena = arena_new();
    const char *folders[] = {arena_printf(arena, "%s/themes", cli->share), NULL};
    const char *name = cli_value(cli, "theme");
    struct render_theme theme;
    struct render_faces *faces = render_theme_load(arena, name ? name : "plain", folders, POS_NONE, &theme, &cli->diags) ? cli_faces(cli) : NULL;
    bool done = faces && render_pdf(doc, &theme, faces, out, &cli->diags);
    render_faces_free(faces);
    arena_free(arena);
    return done;
}

static bool choose_language(struct cli *cli, enum language *ret_language)
{
    const char *language = cli_value(cli, "language");
    for (size_t i = 0; i < LANGUAGES; i++)
        if (!language || strcmp(language, language_ids[i]) == 0) {
            *ret_language = (enum language)i;
            return true;
        }
    diags_error(&cli->diags, POS_NONE, _("unknown language '%s'"), language);
    diags_hint_words(&cli->diags, language, language_ids, LANGUAGES);
    return false;
}

static bool render(struct cli *cli)
{
    const char *path = cli->arguments[0], *output = cli_value(cli, "output");
    enum language language;
    auto_strbuf struct strbuf text, bytes;
    strbuf_init(&text);
    strbuf_init(&bytes);
    if (!output) {
        diags_error(&cli->diags, POS_NONE, _("where to is not said"));
        diags_hint(&cli->diags, _("-o FILE.pdf"));
        return false;
    }
    if (!choose_language(cli, &language))
        return false;
    if (!file_read(path, DOCUMENT_MAX, &text)) {
        diags_error(&cli->diags, (struct pos){.file = path}, _("cannot read the file: %s"), strerror(errno));
        return false;
    }
    size_t bad = utf8_check(text.at, text.len);
    if (bad < text.len) {
        diags_error(&cli->diags, (struct pos){.file = path}, _("byte %zu is not valid UTF-8"), bad + 1);
        return false;
    }
    struct doc *doc = report_markdown(path, text.at, text.len, language, &cli->diags);
    if (!doc)
        return false;
    size_t len = strlen(output);
    bool as_text = len > 4 && strcmp(output + len - 4, ".txt") == 0, done = true;
    if (as_text)
        render_text(doc, 100, &bytes);
    else
        done = draw(cli, doc, &bytes);
    doc_free(doc);
    if (done && !file_write(output, bytes.at, bytes.len, 0644)) {
        diags_error(&cli->diags, (struct pos){.file = output}, _("cannot write: %s"), strerror(errno));
        done = false;
    }
    return done;
}

static int run(struct cli *cli)
{
    return cli_finish(cli, render(cli));
}

const struct cli_command cmd_render = {
    .name = "render",
    .arguments = "FILE.md",
    .summary = N_("a Markdown document without evaluation as PDF"),
    .help = N_("Pictures are PNG or JPEG files, named as seen from the document. A file that ends in .txt is written as text."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", 'o', "FILE", N_("where to")},
            {"theme", 0, "THEME", N_("plain (default), official, brief, or a path that ends in .yaml")},
            {"language", 0, "LANGUAGE", N_("zh (default) or en")},
            {"fixed-faces", 0, NULL, N_("only the faces that tests use, so that bytes do not differ by machine")},
        },
    .run = run,
};
