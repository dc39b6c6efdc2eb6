/* SPDX-License-Identifier: GPL-3.0-or-later
 * Prose without names: in the public edition findings of some kinds say 有的区县 where they name a district.
 *
 * Names, short names and aliases of all units are looked for, the longest at each place first: “淄川文化云” is a project and stays when only districts are not
 * named, though it begins with one. Names in a row become one: 张店区、临淄区和高新区 → 有的区县. What a tag puts in is treated likewise.
 *
 * English says “a district”, without the article that may stand before the name.
 *
 * Names that are common words (高新 in 高新技术) are replaced all the same: a strange word is seen by whoever reads the draft, a name that slips through is not.
 */
#include "report_priv.h"

#include <strings.h>

struct found {
    const struct unit *unit;
    size_t len;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void try_name(struct found *best, const struct unit *unit, const char *name, const char *at)
{
    size_t len = name ? strlen(name) : 0;
    if (len && is_letter(name[len - 1]) && strncmp(name, at, len) == 0 && is_letter(at[len]))
        return; /* the beginning of another word */
    if (len > 3 && len > best->len && !strncmp(at, name, len)) /* a single character is in too many words */
        *best = (struct found){unit, len};
}

static struct found name_at(const struct evaluation *evaluation, const char *at)
{
    struct found best = {NULL, 0};
    for (size_t k = 0; k < evaluation->kinds.count; k++)
        for (size_t u = 0; u < evaluation->kinds.at[k].units.count; u++) {
            const struct unit *unit = &evaluation->kinds.at[k].units.at[u];
            try_name(&best, unit, unit->name, at);
            try_name(&best, unit, unit->short_name, at);
            for (size_t a = 0; a < unit->aliases.count; a++)
                try_name(&best, unit, unit->aliases.at[a], at);
        }
    return best;
}

static bool only_joints(const char *text)
{
    static const char *const joints[] = {"、", "，", ",", "和", "与", "及", "以", "跟", " ", "and ", "or "};
    while (*text) {
        size_t i = 0;
        while (i < COUNT_OF(joints) && strncmp(text, joints[i], strlen(joints[i])) != 0)
            i++;
        if (i == COUNT_OF(joints))
            return false;
        text += strlen(joints[i]);
    }
    return true;
}

struct prose {
    const char *language;
    struct strbuf out;
    const struct unit_kind *last; /* whose name was left out last … */
    size_t end;                   /* … and where that ended */
};

/* “the High-tech Zone” → “a district”. True where a sentence begins here. */
static bool drop_article(struct strbuf *out)
{
    if (out->len >= 4 && !strcasecmp(out->at + out->len - 4, "the ") && (out->len == 4 || !is_letter(out->at[out->len - 5])))
        strbuf_truncate(out, out->len - 4);
    size_t len = out->len;
    while (len && out->at[len - 1] == ' ')
        len--;
    return !len || strchr(".!?\n", out->at[len - 1]);
}

static void leave_out(struct prose *prose, const struct unit_kind *kind)
{
    bool begins = !words_chinese(prose->language) && drop_article(&prose->out);
    if (prose->last == kind && only_joints(prose->out.at + prose->end)) {
        strbuf_truncate(&prose->out, prose->end);
        return;
    }
    size_t start = prose->out.len;
    strbuf_addf(&prose->out, words_in(prose->language, "有的%s"), kind->name);
    if (begins)
        words_capitalise(prose->out.at + start);
    prose->last = kind;
    prose->end = prose->out.len;
}

/* After 张店区、临淄区等区县 the kind need not be said twice. */
static const char *skip_kind(const char *at, const struct unit_kind *kind)
{
    const char *after = !strncmp(at, "等", strlen("等")) ? at + strlen("等") : at;
    return after > at && !strncmp(after, kind->name, strlen(kind->name)) ? after + strlen(kind->name) : at;
}

const char *anonymise(const struct names *names, const char *text)
{
    if (!text)
        return NULL;
    struct prose prose = {.language = names->language};
    strbuf_init(&prose.out);
    while (*text) {
        const char *end = !strncmp(text, "{{", 2) ? strstr(text, "}}") : NULL;
        bool within = prose.out.len && is_letter(prose.out.at[prose.out.len - 1]) && is_letter(*text);
        struct found found = end || within ? (struct found){NULL, 0} : name_at(names->evaluation, text);
        size_t len = end ? (size_t)(end - text) + 2 : found.unit ? found.len : 1;
        if (found.unit && evaluation_kind_anonymous(names->evaluation, found.unit->kind)) {
            leave_out(&prose, found.unit->kind);
            text = skip_kind(text + len, found.unit->kind);
            continue;
        }
        strbuf_add(&prose.out, text, len);
        text += len;
    }
    const char *copy = arena_strdup(names->arena, prose.out.at);
    strbuf_release(&prose.out);
    return copy;
}
