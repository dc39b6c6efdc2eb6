/* SPDX-License-Identifier: GPL-3.0-or-later
 * All names with their present values, one a line: `ceping template EVAL list`.
 *
 * The tree has cycles (a unit's row names its unit) and a few shapes that come again everywhere: a unit, a row, a figure. The parts of each shape are
 * listed where it stands first; where it comes again a line says whose parts it has. Else a listing of a city has seventy thousand lines.
 * Lists show their length and the names of their first item under `[]`.
 */
#include "report_priv.h"

enum { DEPTH_MAX = 5, KEYS_MAX = 400, TEXT_MAX = 60, CLASSES_MAX = 256 };

struct listing {
    const struct names *names;
    struct strbuf *out;
    size_t depth;
    struct {
        const struct value_class *class;
        const char *path;
    } shown[CLASSES_MAX]; /* shapes whose parts stand above, and where */
    size_t count;
};

static void list_value(struct listing *l, const char *name, const struct value *value);

static void add_line(struct listing *l, const char *name, const char *text)
{
    strbuf_adds(l->out, name);
    strbuf_adds(l->out, "\t");
    const char *at = text, *end = text + strlen(text);
    for (size_t i = 0; at < end && i < TEXT_MAX; i++) {
        uint32_t codepoint = utf8_next(&at, end);
        strbuf_add_codepoint(l->out, codepoint < 0x20 ? ' ' : codepoint);
    }
    strbuf_adds(l->out, at < end ? "…\n" : "\n");
}

static const char *shown_at(const struct listing *l, const struct value_class *class)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->shown[i].class == class)
            return l->shown[i].path;
    return NULL;
}

static void list_children(struct listing *l, const char *name, const struct value *value)
{
    const char *first = value->class ? shown_at(l, value->class) : NULL;
    if (l->depth >= DEPTH_MAX || first || l->count == CLASSES_MAX)
        return;
    l->depth++;
    if (value->class) {
        l->shown[l->count].class = value->class;
        l->shown[l->count++].path = arena_strdup(l->names->arena, name);
    }
    const char *key;
    for (size_t i = 0; i < KEYS_MAX && (key = value_key(l->names, value, i)); i++) {
        struct value child;
        if (!value_get(l->names, value, key, strlen(key), &child))
            continue;
        auto_free char *path = NULL;
        struct strbuf buf;
        strbuf_init(&buf);
        strbuf_addf(&buf, "%s%s%s", name, *name ? "." : "", key);
        path = strbuf_detach(&buf);
        list_value(l, path, &child);
    }
    l->depth--;
}

/* "→ unit": its parts stand above, under that name. */
static void add_more(const struct listing *l, const struct value *value, struct strbuf *text)
{
    const char *first = value && value->kind == VALUE_OBJECT ? shown_at(l, value->class) : NULL;
    if (first)
        strbuf_addf(text, "%s→ %s", text->len ? " " : "", first);
}

static void list_value(struct listing *l, const char *name, const struct value *value)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (value->kind == VALUE_LIST) {
        strbuf_addf(&text, "[%zu] ", value->count);
        struct value some = value_list(value->items, value->count < 4 ? value->count : 4);
        if (!value_print(l->names, &some, &text))
            strbuf_adds(&text, "…");
        bool objects = value->count && value->items[0].kind == VALUE_OBJECT;
        add_more(l, objects ? &value->items[0] : NULL, &text);
        add_line(l, name, text.at);
        if (objects) {
            auto_strbuf struct strbuf path;
            strbuf_init(&path);
            strbuf_addf(&path, "%s[]", name);
            list_children(l, path.at, &value->items[0]);
        }
        return;
    }
    bool printed = value_print(l->names, value, &text);
    size_t len = text.len;
    add_more(l, value, &text);
    if (printed || text.len > len)
        add_line(l, name, text.at);
    if (value->kind == VALUE_OBJECT)
        list_children(l, name, value);
}

void list_names(const struct names *names, struct strbuf *out)
{
    struct listing l = {.names = names, .out = out};
    struct value root = names_root();
    list_children(&l, "", &root);
}
