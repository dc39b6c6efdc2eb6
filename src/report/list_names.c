/* SPDX-License-Identifier: GPL-3.0-or-later
 * All names with their present values, one a line: `ceping template EVAL list`.
 *
 * The tree has cycles (a unit's row names its unit), so a listing stops where a class comes back or after a few steps; lists show their length
 * and the names of their first item under `[]`.
 */
#include "report_priv.h"

enum { DEPTH_MAX = 5, KEYS_MAX = 400, TEXT_MAX = 60 };

struct listing {
    const struct names *names;
    struct strbuf *out;
    const struct value_class *path[DEPTH_MAX + 1];
    size_t depth;
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

static bool seen(const struct listing *l, const struct value_class *class)
{
    for (size_t i = 0; i < l->depth; i++)
        if (l->path[i] == class)
            return true;
    return false;
}

static void list_children(struct listing *l, const char *name, const struct value *value)
{
    if (l->depth >= DEPTH_MAX || (value->class && seen(l, value->class)))
        return;
    l->path[l->depth++] = value->class;
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

static void list_value(struct listing *l, const char *name, const struct value *value)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (value->kind == VALUE_LIST) {
        strbuf_addf(&text, "[%zu] ", value->count);
        struct value some = value_list(value->items, value->count < 4 ? value->count : 4);
        if (!value_print(l->names, &some, &text))
            strbuf_adds(&text, "…");
        add_line(l, name, text.at);
        if (value->count && value->items[0].kind == VALUE_OBJECT) {
            auto_strbuf struct strbuf path;
            strbuf_init(&path);
            strbuf_addf(&path, "%s[]", name);
            list_children(l, path.at, &value->items[0]);
        }
        return;
    }
    if (value_print(l->names, value, &text))
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
