/* SPDX-License-Identifier: GPL-3.0-or-later
 * Values that templates see: small, copied, made when asked for.
 *
 * The tree of names over an evaluation with 1,000 units has millions of leaves; a report looks at a few hundred. An object therefore
 * is a pointer into model or results and a class that knows how to make its children. What a class declares serves lookup, the list
 * of nearest names under an error, and `ceping template list` alike.
 *
 * Truth: a number is true when there is one. Zero is a number: `{{#score}}…{{/score}}` must not treat 0 as missing. Whether a list has items
 * is asked by its `any`, which does not run over them.
 */
#include "report_priv.h"

struct value value_none(void)
{
    return (struct value){.kind = VALUE_NONE, .number = NAN};
}

struct value value_bool(bool truth)
{
    return (struct value){.kind = VALUE_BOOL, .truth = truth, .number = NAN};
}

struct value value_number(double number, int decimals, const char *unit)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number, .decimals = decimals, .unit = unit};
}

struct value value_count(double number)
{
    return value_number(number, -1, NULL);
}

struct value value_text(const char *text)
{
    if (!text || !*text)
        return value_none();
    return (struct value){.kind = VALUE_TEXT, .text = text, .number = NAN};
}

struct value value_object(const struct value_class *class, const void *self, const void *of)
{
    return (struct value){.kind = VALUE_OBJECT, .class = class, .self = self, .of = of, .number = NAN};
}

struct value value_list(const struct value *items, size_t count)
{
    return (struct value){.kind = VALUE_LIST, .items = items, .count = count, .number = NAN};
}

void value_add(const struct names *names, struct value_items *items, struct value value)
{
    *LIST_ADD(names->arena, items) = value;
}

struct value value_of_items(const struct value_items *items, const struct value_class *class)
{
    struct value list = value_list(items->at, items->count);
    list.class = class;
    return list;
}

/* Lists ------------------------------------------------------------------------------------------------ */

bool value_is_list(const struct value *value)
{
    return value->kind == VALUE_LIST || (value->kind == VALUE_OBJECT && value->class->iterates);
}

size_t value_length(const struct names *names, const struct value *value)
{
    if (value->kind == VALUE_LIST)
        return value->count;
    if (!value_is_list(value))
        return 0;
    size_t count = 0;
    while (value->class->key(names, value, count))
        count++;
    return count;
}

struct value value_at(const struct names *names, const struct value *value, size_t i)
{
    return value->kind == VALUE_LIST ? value->items[i] : value->class->child(names, value, i);
}

const struct value_class *value_item_class(const struct value *list)
{
    return list->kind == VALUE_OBJECT ? list->class->item : list->kind == VALUE_LIST ? list->class : NULL;
}

bool value_is_true(const struct names *names, const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL: return value->truth;
    case VALUE_NUMBER: return !isnan(value->number);
    case VALUE_TEXT: return value->text && *value->text;
    case VALUE_LIST: return value->count > 0;
    case VALUE_OBJECT: return !value->class->iterates || value->class->key(names, value, 0);
    default: return false;
    }
}

/* Children ----------------------------------------------------------------------------------------------- */

static bool same_key(const char *key, const char *wanted, size_t len)
{
    return strlen(key) == len && !memcmp(key, wanted, len);
}

static bool get_from_object(const struct names *names, const struct value *value, const char *key, size_t len, struct value *ret_value)
{
    const struct value_class *class = value->class;
    for (const struct value_field *field = class->fields; field && field->name; field++)
        if (same_key(field->name, key, len)) {
            *ret_value = field->get(names, value);
            return true;
        }
    if (!class->key)
        return false;
    const char *at;
    for (size_t i = 0; (at = class->key(names, value, i)); i++)
        if (same_key(at, key, len)) {
            *ret_value = class->child(names, value, i);
            return true;
        }
    return false;
}

bool value_get(const struct names *names, const struct value *value, const char *key, size_t len, struct value *ret_value)
{
    if (value->kind == VALUE_NONE) { /* a known name without a value: neither have its parts one */
        *ret_value = value_none();
        return true;
    }
    if (value->kind == VALUE_OBJECT && get_from_object(names, value, key, len, ret_value))
        return true;
    if (value_is_list(value) && same_key("count", key, len)) {
        *ret_value = value_count((double)value_length(names, value));
        return true;
    }
    if (value_is_list(value) && same_key("any", key, len)) {
        *ret_value = value_bool(value_is_true(names, value));
        return true;
    }
    return false;
}

bool value_class_has(const struct names *names, const struct value_class *class, const char *key, size_t len)
{
    for (const struct value_field *field = class->fields; field && field->name; field++)
        if (same_key(field->name, key, len))
            return true;
    if (class->iterates && (same_key("count", key, len) || same_key("any", key, len)))
        return true;
    const char *at;
    for (size_t i = 0; class->any_key && (at = class->any_key(names, NULL, i)); i++)
        if (same_key(at, key, len))
            return true;
    return class->key && !class->any_key;
}

const char *value_key(const struct names *names, const struct value *value, size_t i)
{
    if (value->kind != VALUE_OBJECT)
        return value->kind != VALUE_LIST || i > 1 ? NULL : i == 0 ? "count" : "any";
    for (const struct value_field *field = value->class->fields; field && field->name; field++, i--)
        if (i == 0)
            return field->name;
    return value->class->key ? value->class->key(names, value, i) : NULL;
}

/* Printing ----------------------------------------------------------------------------------------------- */

void value_print_number(double number, int decimals, struct strbuf *out)
{
    if (decimals < 0) { /* counts: whole, or with the places that they have */
        double rounded = num_round(number, 2);
        decimals = isnan(rounded) || rounded == nearbyint(rounded) ? 0 : num_round(rounded, 1) == rounded ? 1 : 2;
    }
    num_format(out, number, decimals);
}

bool value_print(const struct names *names, const struct value *value, struct strbuf *out)
{
    switch (value->kind) {
    case VALUE_BOOL:
        strbuf_adds(out, word(names, value->truth ? "是" : "否"));
        return true;
    case VALUE_NUMBER:
        value_print_number(value->number, value->decimals, out);
        return true;
    case VALUE_TEXT:
        strbuf_adds(out, value->text);
        return true;
    case VALUE_LIST:
        for (size_t i = 0; i < value->count; i++) {
            if (i > 0)
                strbuf_adds(out, word(names, "、"));
            if (!value_print(names, &value->items[i], out))
                return false;
        }
        if (value->count == 0)
            strbuf_adds(out, "—");
        return true;
    case VALUE_OBJECT:
        if (!value->class->print)
            return false;
        value->class->print(names, value, out);
        return true;
    default:
        strbuf_adds(out, "—");
        return true;
    }
}

/* "分" after a number, " points"; % stands close to it in every language. */
void add_unit(const struct names *names, const char *unit, struct strbuf *out)
{
    if (!unit || !*unit)
        return;
    const char *said = word(names, unit);
    if (!words_chinese(names->language) && *said && *said != '%')
        strbuf_addc(out, ' ');
    strbuf_adds(out, said);
}

void group_digits(const char *number, size_t least, struct strbuf *out)
{
    if (*number == '-')
        strbuf_addc(out, *number++);
    size_t whole = strspn(number, "0123456789");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && whole >= least && (whole - i) % 3 == 0)
            strbuf_addc(out, ',');
        strbuf_addc(out, number[i]);
    }
    strbuf_adds(out, number + whole);
}

/* 30余场, 近30场, 20%左右, 约20%; over 30 times, nearly 30 times, about 20%. `exactness` beyond the last: 约. */
void add_inexact(const struct names *names, const struct value *number, enum exactness exactness, struct strbuf *out)
{
    static const char *const formats[EXACTNESSES + 1] = {"%s%s", "%s余%s", "近%s%s", "%s%s左右", "约%s%s"};
    auto_strbuf struct strbuf plain, digits, unit;
    strbuf_init(&plain);
    strbuf_init(&digits);
    strbuf_init(&unit);
    value_print_number(number->number, number->decimals, &plain);
    if (words_chinese(names->language))
        strbuf_adds(&digits, plain.at);
    else
        group_digits(plain.at, 4, &digits);
    add_unit(names, number->unit, &unit);
    strbuf_addf(out, word(names, formats[exactness]), digits.at, unit.at);
}

const char *value_kind_word(const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL: return _("yes or no");
    case VALUE_NUMBER: return _("a number");
    case VALUE_TEXT: return _("text");
    case VALUE_LIST: return _("a list");
    case VALUE_OBJECT: return value->class->iterates ? _("a list") : _("a group of names");
    default: return _("nothing");
    }
}
