/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping schema [FORMAT]: the YAML formats, from the tables that read them.
 */
#include "ceping/render.h"
#include "ceping/survey.h"
#include "cli.h"

static int run(struct cli *cli)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    bool markdown = cli_has(cli, "markdown");
    if (cli->argument_count == 0) {
        for (size_t i = 0; survey_formats[i]; i++)
            printf("%s\n", survey_formats[i]);
        puts("theme");
        return EXIT_DONE;
    }
    if (strcmp(cli->arguments[0], "theme") == 0) {
        render_theme_schema(markdown, &text);
    } else if (!survey_schema(cli->arguments[0], markdown, &text)) {
        const char *words[CLI_VALUES_MAX] = {"theme"};
        size_t count = 1;
        for (size_t i = 0; survey_formats[i] && count < COUNT_OF(words); i++)
            words[count++] = survey_formats[i];
        diags_error(&cli->diags, POS_NONE, _("unknown format '%s'"), cli->arguments[0]);
        diags_hint_words(&cli->diags, cli->arguments[0], words, count);
        return cli_finish(cli, false);
    }
    fputs(text.at, stdout);
    return EXIT_DONE;
}

const struct cli_command cmd_schema = {
    .name = "schema",
    .arguments = "[FORMAT]",
    .summary = N_("the YAML formats: their keys, types and meaning"),
    .least = 0,
    .most = 1,
    .options = {{"markdown", 0, NULL, N_("as the reference page in docs/")}},
    .run = run,
};
