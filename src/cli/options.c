/* SPDX-License-Identifier: GPL-3.0-or-later
 * Options from each command's table: long ones, letters, values; help from the same table.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"

static const struct cli_option help_option = {"help", 'h', NULL, N_("show this help")};

static const struct cli_option *option_at(const struct cli_command *command, size_t i)
{
    if (i < CLI_OPTIONS_MAX && command->options[i].name)
        return &command->options[i];
    size_t count = 0;
    while (count < CLI_OPTIONS_MAX && command->options[count].name)
        count++;
    return i == count ? &help_option : NULL;
}

static const struct cli_option *find(const struct cli_command *command, const char *name, size_t len, char letter)
{
    const struct cli_option *option;
    for (size_t i = 0; (option = option_at(command, i)); i++) {
        if (letter ? option->letter == letter : strlen(option->name) == len && strncmp(option->name, name, len) == 0)
            return option;
    }
    return NULL;
}

static bool wrong(const struct cli *cli, const char *format, const char *subject)
{
    fprintf(stderr, "ceping %s: ", cli->command->name);
    fprintf(stderr, format, subject); /* one of the sentences below */
    fprintf(stderr, _("\nsee 'ceping %s --help'\n"), cli->command->name);
    return false;
}

static bool store_value(struct cli *cli, const char *name, const char *value)
{
    if (cli->value_count == CLI_VALUES_MAX)
        return wrong(cli, _("too many options at '%s'"), name);
    cli->values[cli->value_count].name = name;
    cli->values[cli->value_count++].value = value;
    return true;
}

/* Handles argv[*at], which begins with '-'. */
static bool parse_option(struct cli *cli, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    const char *equals = is_long ? strchr(word, '=') : NULL;
    size_t len = equals ? (size_t)(equals - word - 2) : strlen(word) - 2;
    const struct cli_option *option = is_long ? find(cli->command, word + 2, len, 0) : find(cli->command, NULL, 0, word[1]);

    if (!option)
        return wrong(cli, _("unknown option '%s'"), word);
    if (!option->argument) {
        if (equals || (!is_long && word[2]))
            return wrong(cli, _("option '%s' takes no value"), word);
        return store_value(cli, option->name, "");
    }
    if (equals)
        return store_value(cli, option->name, equals + 1);
    if (!is_long && word[2])
        return store_value(cli, option->name, word + 2);
    if (*at + 1 >= argc)
        return wrong(cli, _("option '%s' wants a value"), word);
    return store_value(cli, option->name, argv[++*at]);
}

bool cli_parse(struct cli *cli, int argc, char **argv)
{
    int kept = 0;
    bool only_arguments = false;
    for (int i = 0; i < argc; i++) {
        if (!only_arguments && strcmp(argv[i], "--") == 0)
            only_arguments = true;
        else if (!only_arguments && argv[i][0] == '-' && argv[i][1]) {
            if (!parse_option(cli, argc, argv, &i))
                return false;
        } else
            argv[kept++] = argv[i];
    }
    cli->arguments = argv;
    cli->argument_count = kept;
    if (cli_has(cli, "help"))
        return true;
    if (kept < cli->command->least)
        return wrong(cli, _("arguments are missing: %s"), cli->command->arguments);
    if (cli->command->most >= 0 && kept > cli->command->most)
        return wrong(cli, _("unexpected argument '%s'"), argv[cli->command->most]);
    return true;
}

const char *cli_value(const struct cli *cli, const char *option)
{
    for (size_t i = cli->value_count; i-- > 0;)
        if (strcmp(cli->values[i].name, option) == 0)
            return cli->values[i].value;
    return NULL;
}

bool cli_has(const struct cli *cli, const char *option)
{
    return cli_value(cli, option) != NULL;
}

void cli_help(const struct cli_command *command, FILE *out)
{
    const char *space = *command->arguments ? " " : "";
    fprintf(out, _("usage: ceping %s%s%s [OPTION…]\n\n%s\n"), command->name, space, command->arguments, _(command->summary));
    if (command->help)
        fprintf(out, "\n%s\n", _(command->help));
    fputc('\n', out);

    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, false, false});
    const struct cli_option *option;
    for (size_t i = 0; (option = option_at(command, i)); i++) {
        const char *letter = option->letter ? arena_printf(table.arena, "-%c, ", option->letter) : "    ";
        const char *name = option->argument ? arena_printf(table.arena, "%s--%s %s", letter, option->name, option->argument)
                                            : arena_printf(table.arena, "%s--%s", letter, option->name);
        text_table_row(&table, (const char *const[]){"", name, _(option->help)});
    }
    text_table_print(&table, false, out);
    text_table_release(&table);
}

struct engine *cli_open(struct cli *cli, enum engine_mode mode)
{
    const char *database = cli_value(cli, "db");
    if (!database)
        database = getenv("CEPING_DB");
    return engine_open(cli->arguments[0], database, mode, &cli->diags);
}

int cli_finish(struct cli *cli, bool done)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    diags_format_all(&cli->diags, cli->colour, &text);
    cli_progress(cli, NULL);
    fputs(text.at, stderr);
    bool failed = !done || cli->diags.errors;
    bool warned = cli->diags.warnings > 0;
    diags_release(&cli->diags);
    diags_init(&cli->diags);
    return failed ? EXIT_NOT_DONE : warned ? EXIT_WARNINGS : EXIT_DONE;
}

void cli_progress(const struct cli *cli, const char *text)
{
    if (!cli->terminal)
        return;
    fputs("\r\033[K", stderr);
    if (text)
        fputs(text, stderr);
    fflush(stderr);
}

bool cli_same_file(const char *a, const char *b)
{
    struct stat one, two;
    return stat(a, &one) == 0 && stat(b, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

void cli_now(char out[20])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    struct tm parts;
    if (epoch) {
        time_t then = (time_t)strtoll(epoch, NULL, 10);
        gmtime_r(&then, &parts);
    } else {
        time_t now = time(NULL);
        localtime_r(&now, &parts);
    }
    strftime(out, 20, "%Y-%m-%d %H:%M:%S", &parts);
}

/* Encodings --------------------------------------------------------------------------------------------------- */

/* GB18030 holds all that GBK and GB2312 do, and those are the names that most people know. */
static enum encoding encoding_called(const char *name)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } others[] = {{"GBK", ENCODING_GB18030}, {"GB2312", ENCODING_GB18030}, {"CP936", ENCODING_GB18030}, {"ANSI", ENCODING_GB18030}, {"UTF8", ENCODING_UTF8}};
    for (size_t i = 1; i < ENCODINGS; i++)
        if (strcasecmp(name, encoding_name((enum encoding)i)) == 0)
            return (enum encoding)i;
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcasecmp(name, others[i].name) == 0)
            return others[i].encoding;
    return ENCODING_UNKNOWN;
}

bool cli_encoding(struct cli *cli, enum encoding *ret_encoding)
{
    const char *name = cli_value(cli, "encoding");
    enum encoding encoding = name ? encoding_called(name) : ENCODING_UNKNOWN;
    if (name && encoding == ENCODING_UNKNOWN) {
        diags_error(&cli->diags, POS_NONE, _("unknown encoding '%s'"), name);
        diags_hint(&cli->diags, _("known: UTF-8, GB18030, UTF-16LE, UTF-16BE"));
        return false;
    }
    *ret_encoding = encoding;
    return true;
}
