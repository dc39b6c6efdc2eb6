/* SPDX-License-Identifier: GPL-3.0-or-later
 * A schema for readers: the outer one first, then those inside it in the order in which they are met, each once.
 *
 * A terminal gets the reader's language; the page in docs/ stays English in every locale, as a test compares it.
 */
#include "yaml_priv.h"

#include "ceping/base_num.h"
#include "ceping/base_text.h"

#include <math.h>

enum { SCHEMAS_MAX = 128 };

struct schema_list {
    const struct yaml_schema *at[SCHEMAS_MAX];
    size_t count;
};

static void collect(struct schema_list *list, const struct yaml_schema *schema)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i] == schema)
            return;
    }
    if (list->count < SCHEMAS_MAX)
        list->at[list->count++] = schema;
}

static struct schema_list collect_all(const struct yaml_schema *schema)
{
    struct schema_list list = {0};
    collect(&list, schema);
    for (size_t i = 0; i < list.count; i++) {
        for (const struct yaml_field *field = list.at[i]->fields; field->key; field++) {
            if (field->element)
                collect(&list, field->element);
        }
    }
    return list;
}

static const char *say(const char *text, bool markdown) __attribute__((format_arg(1)));
static const char *say(const char *text, bool markdown)
{
    return markdown ? text : _(text);
}

/* What may stand there ------------------------------------------------------------------------------------- */

static void add_words(struct strbuf *out, const struct yaml_field *field, bool markdown)
{
    for (size_t i = 0; i < field->word_count; i++)
        strbuf_addf(out, "%s%s", i ? say(N_(", "), markdown) : "", field->words[i]);
}

static void add_range(struct strbuf *out, const struct yaml_field *field, bool markdown)
{
    if (field->min == 0 && field->max == 0)
        return;
    auto_strbuf struct strbuf min, max;
    strbuf_init(&min);
    strbuf_init(&max);
    num_format_exact(&min, field->min);
    num_format_exact(&max, field->max);
    strbuf_addc(out, ' ');
    if (isinf(field->max))
        strbuf_addf(out, say(N_("from %s"), markdown), min.at);
    else if (isinf(field->min))
        strbuf_addf(out, say(N_("up to %s"), markdown), max.at);
    else
        strbuf_addf(out, "%s…%s", min.at, max.at);
}

static void add_one(struct strbuf *out, const struct yaml_field *field, enum yaml_type type, bool markdown)
{
    static const char *const names[YAML_TYPES] = {[YAML_TEXT] = N_("text"),     [YAML_ID] = N_("id"),           [YAML_WORD] = N_("word"),         [YAML_DATE] = N_("date"),
                                                  [YAML_NUMBER] = N_("number"), [YAML_INTEGER] = N_("whole number"), [YAML_YES_NO] = N_("yes or no")};
    switch (type) {
    case YAML_OBJECT:
        strbuf_adds(out, say(field->element->name, markdown));
        break;
    case YAML_ENUM:
    case YAML_EITHER:
        add_words(out, field, markdown);
        break;
    case YAML_CUSTOM:
        strbuf_adds(out, say(field->shape, markdown));
        break;
    case YAML_NUMBER:
    case YAML_INTEGER:
        strbuf_adds(out, say(names[type], markdown));
        add_range(out, field, markdown);
        break;
    default:
        strbuf_adds(out, names[type] ? say(names[type], markdown) : "");
        break;
    }
}

static void add_type(struct strbuf *out, const struct yaml_field *field, bool markdown)
{
    if (field->type != YAML_LIST) {
        add_one(out, field, field->type, markdown);
        return;
    }
    if (field->of == YAML_WORD) { /* a word alone can be a condition, those in lists are ids */
        strbuf_adds(out, say(N_("list of word"), markdown));
        return;
    }
    auto_strbuf struct strbuf one;
    strbuf_init(&one);
    add_one(&one, field, field->of, markdown);
    strbuf_addf(out, say(N_("list of %s"), markdown), one.at);
}

/* "required", or the value that stands for one not given; nothing where that is simply nothing. */
static void add_default(struct strbuf *out, const struct yaml_field *field, bool markdown)
{
    if (field->required) {
        strbuf_adds(out, say(N_("required"), markdown));
        return;
    }
    switch (field->type) {
    case YAML_NUMBER:
    case YAML_INTEGER:
        if (isfinite(field->fallback) && ((field->min == 0 && field->max == 0) || field->fallback >= field->min))
            num_format_exact(out, field->fallback);
        break;
    case YAML_YES_NO:
        strbuf_adds(out, field->fallback > 0 ? "true" : "false");
        break;
    case YAML_ENUM:
    case YAML_EITHER:
        if (field->fallback >= 0)
            strbuf_adds(out, field->words[(size_t)field->fallback]);
        break;
    default:
        strbuf_adds(out, field->fallback_text ? field->fallback_text : "");
        break;
    }
}

/* Two ways to write it ------------------------------------------------------------------------------------- */

/* In a table of Markdown a bar would end the cell. */
static void add_cell(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            strbuf_addc(out, '\\');
        strbuf_addc(out, *text);
    }
}

static void add_row_markdown(struct strbuf *out, const struct yaml_field *field, const char *type, const char *fallback)
{
    strbuf_addf(out, "| `%s` | ", field->key);
    if (field->element) {
        const char *name = field->element->name;
        strbuf_addf(out, "%s[%s](#", field->type == YAML_LIST ? "list of " : "", name);
        for (const char *at = name; *at; at++)
            strbuf_addc(out, *at == ' ' ? '-' : *at);
        strbuf_addc(out, ')');
    } else {
        add_cell(out, type);
    }
    strbuf_addf(out, " | %s | ", fallback);
    add_cell(out, field->help);
    strbuf_adds(out, " |\n");
}

static void add_row_text(struct strbuf *out, const struct yaml_field *field, const char *type, const char *fallback)
{
    strbuf_adds(out, "  ");
    text_pad(out, field->key, 16, false);
    strbuf_addf(out, " %s", type);
    if (*fallback)
        strbuf_addf(out, field->required ? _(" (%s)") : _(" (default %s)"), fallback);
    strbuf_adds(out, "\n                   ");
    strbuf_addf(out, "%s\n", _(field->help));
}

static void describe_one(const struct yaml_schema *schema, bool markdown, struct strbuf *out)
{
    if (markdown)
        strbuf_addf(out, "## %s\n\n%s.\n\n| key | what | default | meaning |\n|---|---|---|---|\n", schema->name, schema->help);
    else
        strbuf_addf(out, _("%s: %s\n"), _(schema->name), _(schema->help));
    auto_strbuf struct strbuf type, fallback;
    strbuf_init(&type);
    strbuf_init(&fallback);
    for (const struct yaml_field *field = schema->fields; field->key; field++) {
        strbuf_clear(&type);
        strbuf_clear(&fallback);
        add_type(&type, field, markdown);
        add_default(&fallback, field, markdown);
        if (markdown)
            add_row_markdown(out, field, type.at, fallback.at);
        else
            add_row_text(out, field, type.at, fallback.at);
    }
}

void yaml_describe(const struct yaml_schema *schema, bool markdown, struct strbuf *out)
{
    struct schema_list list = collect_all(schema);
    for (size_t i = 0; i < list.count; i++) {
        if (i)
            strbuf_addc(out, '\n');
        describe_one(list.at[i], markdown, out);
    }
}
