/* SPDX-License-Identifier: GPL-3.0-or-later
 * One value by the type of its field. What YAML 1.1 would guess (octal numbers, `no`, sexagesimal) is never guessed here.
 */
#include "yaml_priv.h"

#include "ceping/base_num.h"
#include "ceping/base_text.h"

#include <limits.h>
#include <math.h>
#include <strings.h>

static const char *const kind_names[] = {
    [YAML_NODE_SCALAR] = N_("a single value"),
    [YAML_NODE_LIST] = N_("a list"),
    [YAML_NODE_MAP] = N_("a map of keys"),
};

const char *yaml_kind_name(enum yaml_node_kind kind)
{
    return _(kind_names[kind]);
}

static const char *const type_names[] = {
    [YAML_TEXT] = N_("a text"),
    [YAML_ID] = N_("an id"),
    [YAML_WORD] = N_("a word"),
    [YAML_DATE] = N_("a date"),
    [YAML_INTEGER] = N_("a whole number"),
    [YAML_NUMBER] = N_("a number"),
    [YAML_YES_NO] = N_("yes or no"),
    [YAML_ENUM] = N_("one of its words"),
    [YAML_EITHER] = N_("one of two words"),
    [YAML_OBJECT] = N_("a map of keys"),
    [YAML_LIST] = N_("a list"),
    [YAML_CUSTOM] = N_("a value"),
};
_Static_assert(COUNT_OF(type_names) == YAML_TYPES, "one name for each type");

const char *yaml_type_name(enum yaml_type type)
{
    return _(type_names[type]);
}

void yaml_wrong_kind(struct yaml_reader *reader, const struct yaml_node *node, const char *key, const char *wanted)
{
    diags_error(reader->diags, node->pos, _("'%s' must be %s, not %s"), key, wanted, yaml_kind_name(node->kind));
}

/* Ids ------------------------------------------------------------------------------------------------------ */

const char *yaml_id_problem(const char *id)
{
    if (*id == '\0')
        return _("it is empty");
    if (*id < 'a' || *id > 'z')
        return _("it must begin with a small letter a-z");
    for (const char *at = id; *at; at++) {
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_'))
            return _("only a-z, 0-9 and _ are allowed");
        if (at[0] == '_' && at[1] == '_')
            return _("two underscores in a row are kept for cells");
    }
    if (strlen(id) > 40)
        return _("at most 40 characters are allowed");
    return NULL;
}

static bool read_id(struct yaml_reader *reader, const struct yaml_node *node, const char **ret_id)
{
    *ret_id = arena_strdup(reader->arena, node->text); /* also a wrong one, so that what refers to it is not reported too */
    const char *problem = yaml_id_problem(node->text);
    if (!problem)
        return true;
    diags_error(reader->diags, node->pos, _("'%s' is no id"), node->text);
    diags_hint(reader->diags, "%s", problem);
    return false;
}

/* Texts ---------------------------------------------------------------------------------------------------- */

bool yaml_read_text_value(struct yaml_reader *reader, const struct yaml_node *node, const char *key, const char **ret_text)
{
    if (node->kind != YAML_NODE_SCALAR) {
        yaml_wrong_kind(reader, node, key, yaml_type_name(YAML_TEXT));
        return false;
    }
    char *text = text_trim_copy(reader->arena, node->text, node->len);
    if (*text == '\0') {
        diags_error(reader->diags, node->pos, _("'%s' has no text"), key);
        return false;
    }
    *ret_text = text;
    return true;
}

static bool read_date(struct yaml_reader *reader, const struct yaml_node *node, const char *key, const char **ret_date)
{
    if (!text_is_date(node->text)) {
        diags_error(reader->diags, node->pos, _("'%s' is no date for '%s'"), node->text, key);
        diags_hint(reader->diags, _("write year-month-day, such as 2018-07-06"));
        return false;
    }
    *ret_date = arena_strdup(reader->arena, node->text);
    return true;
}

/* Numbers -------------------------------------------------------------------------------------------------- */

/* [+-]digits[.digits][e[+-]digits], without leading zeros that YAML 1.1 would take as octal. */
static bool is_number(const char *at)
{
    at += *at == '+' || *at == '-';
    size_t whole = strspn(at, "0123456789");
    if (whole == 0 || (whole > 1 && at[0] == '0'))
        return false;
    at += whole;
    if (*at == '.') {
        size_t part = strspn(at + 1, "0123456789");
        if (part == 0)
            return false;
        at += part + 1;
    }
    if (*at == 'e' || *at == 'E') {
        at += at[1] == '+' || at[1] == '-' ? 2 : 1;
        size_t part = strspn(at, "0123456789");
        if (part == 0)
            return false;
        at += part;
    }
    return *at == '\0';
}

/* What was probably meant: full-width digits, thousands separators, a unit, leading zeros, a comma for the point. */
static void hint_number(struct yaml_reader *reader, const struct yaml_node *node)
{
    const char *text = node->text;
    size_t zeros = strspn(text, "0");
    double value;
    if (zeros > 0 && is_number(text + zeros))
        diags_hint(reader->diags, _("write it without leading zeros: %s"), text + zeros);
    else if (text_number(text, node->len, false, &value)) {
        auto_strbuf struct strbuf plain;
        strbuf_init(&plain);
        num_format_exact(&plain, value);
        diags_hint(reader->diags, _("write it as %s"), plain.at);
    }
}

bool yaml_read_number(struct yaml_reader *reader, const struct yaml_node *node, const char *key, double *ret_value)
{
    if (node->kind != YAML_NODE_SCALAR) {
        yaml_wrong_kind(reader, node, key, yaml_type_name(YAML_NUMBER));
        return false;
    }
    if (!is_number(node->text) || !text_number(node->text, node->len, false, ret_value)) {
        diags_error(reader->diags, node->pos, _("'%s' must be a number, not '%s'"), key, node->text);
        hint_number(reader, node);
        return false;
    }
    return true;
}

static bool in_range(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, double value)
{
    if ((field->min == 0 && field->max == 0) || (value >= field->min && value <= field->max))
        return true;
    diags_error(reader->diags, node->pos, _("'%s' is out of range: %s"), field->key, node->text);
    auto_strbuf struct strbuf min, max;
    strbuf_init(&min);
    strbuf_init(&max);
    num_format_exact(&min, field->min);
    num_format_exact(&max, field->max);
    if (isinf(field->max))
        diags_hint(reader->diags, _("at least %s"), min.at);
    else if (isinf(field->min))
        diags_hint(reader->diags, _("at most %s"), max.at);
    else
        diags_hint(reader->diags, _("between %s and %s"), min.at, max.at);
    return false;
}

static bool read_integer(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, int *ret_value)
{
    double value;
    if (!yaml_read_number(reader, node, field->key, &value))
        return false;
    if (value != trunc(value) || fabs(value) > INT_MAX) {
        diags_error(reader->diags, node->pos, _("'%s' must be a whole number, not '%s'"), field->key, node->text);
        return false;
    }
    if (!in_range(reader, node, field, value))
        return false;
    *ret_value = (int)value;
    return true;
}

/* Words ---------------------------------------------------------------------------------------------------- */

static bool read_yes_no(struct yaml_reader *reader, const struct yaml_node *node, const char *key, bool *ret_value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true}, {"yes", true}, {"on", true}, {"是", true}, {"false", false}, {"no", false}, {"off", false}, {"否", false}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcasecmp(node->text, words[i].word) == 0) {
            *ret_value = words[i].value;
            return true;
        }
    }
    diags_error(reader->diags, node->pos, _("'%s' must be yes or no, not '%s'"), key, node->text);
    diags_hint(reader->diags, _("write true or false"));
    return false;
}

static bool read_enum(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, int *ret_value)
{
    for (size_t i = 0; i < field->word_count; i++) {
        if (strcmp(node->text, field->words[i]) == 0) {
            *ret_value = (int)i;
            return true;
        }
    }
    diags_error(reader->diags, node->pos, _("'%s' cannot be '%s'"), field->key, node->text);
    diags_hint_words(reader->diags, node->text, field->words, field->word_count);
    return false;
}

bool yaml_fill_scalar(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, enum yaml_type type, void *member)
{
    const char *key = field->key;
    if (node->kind != YAML_NODE_SCALAR) {
        yaml_wrong_kind(reader, node, key, yaml_type_name(type));
        return false;
    }
    switch (type) {
    case YAML_TEXT:
        return yaml_read_text_value(reader, node, key, (const char **)member);
    case YAML_ID:
        return read_id(reader, node, (const char **)member);
    case YAML_DATE:
        return read_date(reader, node, key, (const char **)member);
    case YAML_WORD: {
        struct name *name = member;
        name->pos = node->pos;
        return yaml_read_text_value(reader, node, key, &name->text);
    }
    case YAML_NUMBER: {
        double value;
        if (!yaml_read_number(reader, node, key, &value) || !in_range(reader, node, field, value))
            return false;
        *(double *)member = value;
        return true;
    }
    case YAML_INTEGER:
        return read_integer(reader, node, field, (int *)member);
    case YAML_YES_NO:
        return read_yes_no(reader, node, key, (bool *)member);
    case YAML_ENUM:
    case YAML_EITHER: {
        int value;
        if (!read_enum(reader, node, field, &value))
            return false;
        if (type == YAML_EITHER)
            *(bool *)member = value > 0;
        else
            memcpy(member, &value, sizeof value);
        return true;
    }
    default:
        break;
    }
    return false;
}
