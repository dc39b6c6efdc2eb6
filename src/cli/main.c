/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command: finds the command named, sets up messages and hands over.
 */
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"

static void out_of_memory(size_t wanted)
{
    fprintf(stderr, "ceping: out of memory (%zu bytes wanted)\n", wanted);
    _exit(EXIT_NOT_DONE);
}

/* `../share` as seen from the program, so that it finds its templates, faces and messages where it was installed, or in a build tree. */
static char *share_folder(void)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len < 0)
        return xstrdup("/usr/share");
    path[len] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
    }
    struct strbuf share;
    strbuf_init(&share);
    strbuf_addf(&share, "%s/share", path);
    return strbuf_detach(&share);
}

/* Messages and character types only: numbers and order never follow the locale. Debian does not make zh_CN.UTF-8 unless asked to; where
 * the locale that the user names is not there, its language is asked for within C.UTF-8. */
static void set_language(void)
{
    bool there = setlocale(LC_MESSAGES, "") && setlocale(LC_CTYPE, "");
    if (there)
        return;
    setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_CTYPE, "C.UTF-8");
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *wanted = NULL;
    for (size_t i = 0; i < COUNT_OF(names) && !(wanted && *wanted); i++)
        wanted = getenv(names[i]);
    if (!wanted || !*wanted || getenv("LANGUAGE"))
        return;
    auto_free char *language = xstrndup(wanted, strcspn(wanted, ".@"));
    setenv("LANGUAGE", language, 1);
}

static void set_up(struct cli *cli)
{
    auto_free char *share = share_folder();
    struct strbuf folder;
    strbuf_init(&folder);
    const char *given = getenv("CEPING_SHARE");
    if (given)
        strbuf_adds(&folder, given);
    else
        strbuf_addf(&folder, "%s/ceping", share);
    cli->share = strbuf_detach(&folder);

    strbuf_init(&folder);
    strbuf_addf(&folder, "%s/locale", share);
    cli->locale = strbuf_detach(&folder);

    set_language();
    bindtextdomain("ceping", cli->locale);
    bind_textdomain_codeset("ceping", "UTF-8");

    cli->terminal = isatty(STDERR_FILENO);
    cli->colour = cli->terminal && !getenv("NO_COLOR");
    diags_init(&cli->diags);
    base_on_out_of_memory(out_of_memory);
}

static void tear_down(struct cli *cli)
{
    diags_release(&cli->diags);
    free(cli->share);
    free(cli->locale);
}

static void usage(FILE *out)
{
    fprintf(out, _("usage: ceping COMMAND EVAL [ARGUMENT…] [OPTION…]\n\n"));
    fprintf(out, _("From a questionnaire to the published result: EVAL is the folder of an evaluation.\n\n"));
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    for (size_t i = 0; cli_commands[i]; i++)
        text_table_row(&table, (const char *const[]){"", cli_commands[i]->name, _(cli_commands[i]->summary)});
    text_table_print(&table, false, out);
    text_table_release(&table);
    fprintf(out, _("\n`ceping COMMAND --help` tells more. Exit: 0 done, 1 done with warnings, 2 not done.\n"));
}

static const struct cli_command *find(const char *name)
{
    for (size_t i = 0; cli_commands[i]; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            return cli_commands[i];
    return NULL;
}

static int unknown(struct cli *cli, const char *name)
{
    const char *names[64];
    size_t count = 0;
    while (cli_commands[count] && count < COUNT_OF(names)) {
        names[count] = cli_commands[count]->name;
        count++;
    }
    diags_error(&cli->diags, POS_NONE, _("unknown command '%s'"), name);
    diags_hint_words(&cli->diags, name, names, count);
    return cli_finish(cli, false);
}

static int run(struct cli *cli, int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return EXIT_NOT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("ceping %s\n", CEPING_VERSION);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        const struct cli_command *about = argc > 2 ? find(argv[2]) : NULL;
        if (about)
            cli_help(about, stdout);
        else
            usage(stdout);
        return EXIT_DONE;
    }
    cli->command = find(argv[1]);
    if (!cli->command)
        return unknown(cli, argv[1]);
    if (!cli_parse(cli, argc - 2, argv + 2))
        return EXIT_NOT_DONE;
    if (cli_has(cli, "help")) {
        cli_help(cli->command, stdout);
        return EXIT_DONE;
    }
    return cli->command->run(cli);
}

int main(int argc, char **argv)
{
    struct cli cli = {0};
    set_up(&cli);
    int status = run(&cli, argc, argv);
    tear_down(&cli);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, _("ceping: cannot write the output\n"));
        return EXIT_NOT_DONE;
    }
    return status;
}
