/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ledger and those before it. An earlier ledger is read with the same checks, but its findings are of another evaluation and are not looked up; from it
 * comes what is carried: its own items that were not closed, and what it carried and did not close.
 */
#include "survey_priv.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { LEDGERS_MAX = 20 }; /* more years than any team looks back; and the end of a file that names itself */

/* `file` as it is reached from the folder of the file that names it. */
static const char *beside(const struct loader *loader, const char *from, const char *file)
{
    const char *slash = strrchr(from, '/');
    return slash ? arena_printf(loader->arena, "%.*s/%s", (int)(slash - from), from, file) : file;
}

static bool read_ledger(struct loader *loader, const char *path, struct ledger *ledger)
{
    struct yaml_reader reader = {.arena = loader->arena, .diags = loader->diags, .places = &loader->places};
    yaml_read_file(&reader, path, path, &survey_ledger_schema, ledger);
    return ledger->pos.line > 0;
}

static bool read_earlier(struct loader *loader, struct ledger *ledger, const char *path, int depth)
{
    const char *file = ledger->earlier_file;
    if (!file)
        return true;
    struct pos pos = loader_pos(loader, &ledger->earlier_file, ledger->pos);
    if (*file == '/') {
        diags_error(loader->diags, pos, _("'earlier' is a path from the folder of this file, not from the root"));
        diags_hint(loader->diags, _("such as ../zibo-2016/ledger.yaml, so that the folders can be moved together"));
        return false;
    }
    struct stat status;
    const char *earlier = beside(loader, path, file);
    if (stat(earlier, &status) != 0) {
        diags_error(loader->diags, pos, _("there is no earlier ledger at '%s'"), earlier);
        return false;
    }
    if (depth == LEDGERS_MAX) {
        diags_error(loader->diags, pos, _("more than %d ledgers one after the other"), LEDGERS_MAX);
        diags_hint(loader->diags, _("does one of them name itself?"));
        return false;
    }
    ledger->earlier = ARENA_NEW(loader->arena, struct ledger);
    return read_ledger(loader, earlier, ledger->earlier) && read_earlier(loader, ledger->earlier, earlier, depth + 1);
}

bool ledger_read(struct loader *loader)
{
    const char *path = loader_path(loader, "ledger.yaml");
    struct stat status;
    if (stat(path, &status) != 0)
        return true;
    struct ledger *ledger = &loader->evaluation->ledger;
    return read_ledger(loader, path, ledger) && read_earlier(loader, ledger, path, 1);
}

/* Linking ------------------------------------------------------------------------------------------------------ */

static struct ledger_carried *carried_by_id(struct ledger *ledger, const char *id)
{
    for (size_t i = 0; id && i < ledger->carried.count; i++)
        if (ledger->carried.at[i].item->id && strcasecmp(ledger->carried.at[i].item->id, id) == 0)
            return &ledger->carried.at[i];
    return NULL;
}

static void carry(struct loader *loader, struct ledger *ledger)
{
    const struct ledger *earlier = ledger->earlier;
    for (size_t i = 0; i < earlier->carried.count; i++) {
        const struct ledger_carried *item = &earlier->carried.at[i];
        if (item->state != LEDGER_CLOSED)
            *LIST_ADD(loader->arena, &ledger->carried) = (struct ledger_carried){.item = item->item, .year = item->year, .before = item->state, .state = item->state};
    }
    for (size_t i = 0; i < earlier->items.count; i++) {
        const struct ledger_item *item = &earlier->items.at[i];
        if (item->state != LEDGER_CLOSED)
            *LIST_ADD(loader->arena, &ledger->carried) = (struct ledger_carried){.item = item, .year = earlier->year, .before = item->state, .state = item->state};
    }
}

static void follow(struct loader *loader, struct ledger *ledger, const struct ledger_follow *follow)
{
    struct ledger_carried *carried = carried_by_id(ledger, follow->item_name.text);
    if (carried && carried->follow) {
        diags_error(loader->diags, follow->item_name.pos, _("item '%s' is followed twice"), follow->item_name.text);
        diags_hint(loader->diags, _("first in line %d"), carried->follow->pos.line);
    } else if (carried) {
        carried->follow = follow;
        carried->state = follow->state;
    } else if (follow->item_name.text) {
        struct words words = {0};
        for (size_t i = 0; i < ledger->carried.count; i++)
            words_add(&words, ledger->carried.at[i].item->id);
        diags_error(loader->diags, follow->item_name.pos, _("the earlier ledger has no unclosed item '%s'"), follow->item_name.text);
        if (words.count == 0)
            diags_hint(loader->diags, ledger->earlier ? _("it has closed all of them") : _("this ledger names no earlier one: earlier: …"));
        diags_hint_words(loader->diags, follow->item_name.text, words.at, words.count);
        words_release(&words);
    }
}

static void link_one(struct loader *loader, struct ledger *ledger, bool own)
{
    struct scope scope;
    if (ledger->earlier) {
        link_one(loader, ledger->earlier, false);
        carry(loader, ledger);
        if (ledger->earlier->year >= ledger->year && ledger->year > 0 && ledger->earlier->year > 0)
            diags_error(loader->diags, loader_pos(loader, &ledger->earlier_file, ledger->pos), _("the earlier ledger is of %d, which is not before %d"), ledger->earlier->year,
                        ledger->year);
    }
    for (size_t i = 0; i < ledger->followed.count; i++)
        follow(loader, ledger, &ledger->followed.at[i]);
    for (size_t i = 0; own && i < ledger->carried.count; i++) {
        if (ledger->carried.at[i].follow)
            continue;
        diags_warning(loader->diags, loader_pos(loader, &ledger->earlier_file, ledger->pos), _("nothing is said of item '%s' of %d, which was not closed"), ledger->carried.at[i].item->id,
                      ledger->carried.at[i].year);
        diags_hint(loader->diags, _("say how it stands: followed: [{item: %s, state: …}]"), ledger->carried.at[i].item->id);
    }
    scope_init(&scope, _("ledger item"));
    for (size_t i = 0; i < ledger->items.count; i++) {
        struct ledger_item *item = &ledger->items.at[i];
        scope_add(loader, &scope, &item->id, &item->pos);
        if (carried_by_id(ledger, item->id)) {
            diags_error(loader->diags, item->pos, _("'%s' is an item that the earlier ledger did not close"), item->id);
            diags_hint(loader->diags, _("say under 'followed' how it stands, or give the new item another id"));
        }
        for (size_t k = 0; own && k < item->findings.count; k++)
            check_finding(loader, &item->findings.at[k]);
    }
    scope_release(&scope);
}

void link_ledger(struct loader *loader)
{
    struct ledger *ledger = &loader->evaluation->ledger;
    if (ledger->pos.line == 0)
        return;
    if (ledger->year > 0 && loader->evaluation->year > 0 && ledger->year != loader->evaluation->year)
        diags_error(loader->diags, loader_pos(loader, &ledger->year, ledger->pos), _("the ledger is of %d, the evaluation of %d"), ledger->year, loader->evaluation->year);
    link_one(loader, ledger, true);
}
