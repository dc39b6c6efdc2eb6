/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pages in two languages. The evaluation speaks one at a time (evaluation_speak), as for reports; what the program itself says is looked up in the words of
 * documents (base_words.h). The numbers are made of the same results both times.
 */
#include "site_priv.h"

bool site_english(const struct site *site)
{
    return site->language == LANGUAGE_ENGLISH;
}

void site_speak(struct site *site, enum language language)
{
    site->language = language;
    engine_speak(site->engine, site->results, language);
    map_release(&site->links);
    map_init(&site->links);
    site_links_init(site);
}

const char *site_say(const struct site *site, const char *chinese)
{
    return words_in(language_tags[site->language], chinese);
}

/* "lead department" → "Lead departments": for the ways to lists of units. A name without English stays as it is. */
const char *site_many(struct site *site, const struct unit_kind *kind)
{
    const char *name = kind->name;
    size_t len = strlen(name);
    if (!site_english(site) || !len || (unsigned char)name[len - 1] >= 0x80)
        return name;
    bool s = name[len - 1] == 's', y = name[len - 1] == 'y';
    char *many = arena_printf(site->arena, "%.*s%s", (int)(len - y), name, y ? "ies" : s ? "" : "s");
    words_capitalise(many);
    return many;
}
