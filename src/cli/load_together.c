/* SPDX-License-Identifier: GPL-3.0-or-later
 * The same survey exported twice, as option texts and as option numbers: each proves the other. Only the text export has what was written beside "other", so
 * it is the one that is stored, once the other has said the same.
 */
#include "ceping/exchange_entries.h"
#include "cli.h"

static bool is_other_text(const struct entries_difference *difference)
{
    return difference->variable && difference->variable->type == VARIABLE_TEXT && difference->variable->option;
}

static bool is_text_mode(const char *platform)
{
    return platform && strstr(platform, "(text)");
}

/* Every difference but texts of "other" is an error; the first few are told. */
static bool agree(struct cli *cli, const struct entries *entries, const char *const *files)
{
    enum { TOLD = 5 };
    size_t different = 0;
    for (size_t i = 0; i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        if (is_other_text(difference))
            continue;
        if (different++ < TOLD)
            diags_error(&cli->diags, (struct pos){.file = files[1]}, _("'%s' of response '%s' is '%s' here and '%s' in '%s'"), difference->field, difference->key, difference->text_b,
                        difference->text_a, files[0]);
    }
    if (entries->only[0] || entries->only[1])
        diags_error(&cli->diags, (struct pos){.file = files[1]}, _("responses in one of the two files only: %zu"), entries->only[0] + entries->only[1]);
    if (different > TOLD)
        diags_error(&cli->diags, (struct pos){.file = files[1]}, _("answers that differ: %zu; nothing was stored"), different);
    return different == 0 && entries->only[0] + entries->only[1] == 0;
}

bool load_together(struct cli *cli, const struct evaluation *evaluation, const char *const *files, const char **ret_text)
{
    struct entries *entries = entries_compare(evaluation, files[0], files[1], &cli->diags);
    bool good = entries && agree(cli, entries, files);
    bool first = good && is_text_mode(entries->platforms[0]), second = good && is_text_mode(entries->platforms[1]);
    if (good && first == second) {
        diags_error(&cli->diags, (struct pos){.file = files[0]}, _("of two files given together one must hold texts and one numbers"));
        good = false;
    }
    if (good) {
        *ret_text = first ? files[0] : files[1];
        printf(_("both exports say the same: %zu responses, %zu answers; stored is '%s', which has the texts\n"), entries->both, entries->all.cells, *ret_text);
    }
    entries_free(entries);
    return good;
}
