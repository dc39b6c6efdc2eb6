/* SPDX-License-Identifier: GPL-3.0-or-later
 * Formats: what stands after a bar in a tag.
 *
 * A number without a value passes through every format and prints as "—": no percent sign, no 第…名, no sign is put around it. Only
 * `or:text` replaces it. Rates are percentages throughout (91, not 0.91), so `percent` adds a sign and multiplies nothing.
 */
#include "report_priv.h"

struct formatting {
    const struct names *names;
    const struct format_call *call;
    const char *name; /* of the value, as written */
    struct value *value;
    struct diags *diags;
    struct strbuf out;
};

enum takes { TAKES_NUMBER, TAKES_TEXT, TAKES_LIST, TAKES_ANY };
enum argument { ARGUMENT_NONE, ARGUMENT_DECIMALS, ARGUMENT_COUNT, ARGUMENT_STEP, ARGUMENT_TEXT, ARGUMENT_OPTIONAL };

struct format {
    const char *name;
    enum takes takes;
    enum argument argument;
    bool (*apply)(struct formatting *f, long argument); /* false with a problem already reported */
};

static void set_text(struct formatting *f)
{
    *f->value = value_text(arena_strdup(f->names->arena, f->out.at));
}

/* Numbers ------------------------------------------------------------------------------------------------ */

static bool apply_fixed(struct formatting *f, long decimals)
{
    f->value->decimals = (int)decimals;
    return true;
}

static bool apply_percent(struct formatting *f, long decimals)
{
    num_format(&f->out, f->value->number, (int)decimals);
    strbuf_addc(&f->out, '%');
    set_text(f);
    return true;
}

static bool apply_points(struct formatting *f, long decimals)
{
    num_format(&f->out, f->value->number, (int)decimals);
    strbuf_adds(&f->out, word(f->names, "个百分点"));
    set_text(f);
    return true;
}

static bool apply_abs(struct formatting *f, long argument)
{
    (void)argument;
    f->value->number = fabs(f->value->number);
    return true;
}

static bool apply_signed(struct formatting *f, long decimals)
{
    double rounded = num_round(f->value->number, (int)decimals);
    if (rounded > 0)
        strbuf_addc(&f->out, '+');
    num_format(&f->out, rounded, (int)decimals);
    set_text(f);
    return true;
}

static bool is_chinese_cardinal(double number)
{
    return number >= 0 && number <= 99999999 && number == nearbyint(number);
}

static bool apply_zh(struct formatting *f, long argument)
{
    (void)argument;
    if (!is_chinese_cardinal(f->value->number)) {
        diags_error(f->diags, f->call->pos, _("'%s' is no whole number from 0 to 99,999,999"), f->name);
        return false;
    }
    num_format_chinese(&f->out, (long)f->value->number);
    set_text(f);
    return true;
}

/* Before a measure word two is 两: 两个项目, 保留两位小数. */
static bool apply_zh_count(struct formatting *f, long argument)
{
    if (f->value->number != 2)
        return apply_zh(f, argument);
    strbuf_adds(&f->out, "两");
    set_text(f);
    return true;
}

static bool apply_place(struct formatting *f, long argument)
{
    (void)argument;
    auto_strbuf struct strbuf place;
    strbuf_init(&place);
    value_print_number(f->value->number, -1, &place);
    strbuf_addf(&f->out, word(f->names, "第%s名"), place.at);
    set_text(f);
    return true;
}

static bool apply_unit(struct formatting *f, long argument)
{
    (void)argument;
    value_print_number(f->value->number, f->value->decimals, &f->out);
    add_unit(f->names, f->value->unit, &f->out);
    set_text(f);
    return true;
}

static bool apply_approx(struct formatting *f, long argument)
{
    (void)argument;
    static const char *const words[] = {"exact", "over", "near", "about", "around"};
    static_assert(COUNT_OF(words) == EXACTNESSES + 1, "one word for each exactness, and one more");
    enum exactness exactness = f->value->exactness;
    if (f->call->argument) {
        size_t i = 0;
        while (i < COUNT_OF(words) && strcmp(words[i], f->call->argument))
            i++;
        if (i == COUNT_OF(words)) {
            diags_error(f->diags, f->call->pos, _("'%s' is no exactness"), f->call->argument);
            diags_hint_words(f->diags, f->call->argument, words, COUNT_OF(words));
            return false;
        }
        exactness = (enum exactness)i;
    }
    add_inexact(f->names, f->value, exactness, &f->out);
    set_text(f);
    return true;
}

/* 34 → 30余, 38 → 近40, 1966 → 近2000: the nearest round number, and on which side of it the value lies. An argument says what is round. */
static bool apply_roughly(struct formatting *f, long argument)
{
    double value = f->value->number, step = argument > 0 ? (double)argument : pow(10, floor(log10(fmax(fabs(value), 1))));
    double rounded = nearbyint(value / step) * step;
    if (fabs(value - floor(value / step) * step) * 2 == step)
        rounded = value - step / 2; /* halfway is more than the lower */
    struct value round = value_number(rounded, -1, f->value->unit);
    bool same = num_round(rounded, 6) == num_round(value, 6);
    add_inexact(f->names, &round, same ? EXACT : rounded < value ? OVER : NEAR, &f->out);
    set_text(f);
    return true;
}

/* Digits in groups of three: from five digits on in Chinese (GB/T 15835-2011, 5.1), from four in English. */
static bool apply_group(struct formatting *f, long argument)
{
    (void)argument;
    auto_strbuf struct strbuf number;
    strbuf_init(&number);
    value_print_number(f->value->number, f->value->decimals, &number);
    group_digits(number.at, words_chinese(f->names->language) ? 5 : 4, &f->out);
    set_text(f);
    return true;
}

static const char *const english_ordinals[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};
static const char *const english_cardinals[] = {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

/* first, second, … tenth, 11th; 第一, 第十二. A place that is no whole number has no such word and stays a number. */
static bool apply_ordinal(struct formatting *f, long argument)
{
    (void)argument;
    double number = f->value->number;
    if (!is_chinese_cardinal(number) || number < 1) {
        value_print_number(number, -1, &f->out);
    } else if (words_chinese(f->names->language)) {
        strbuf_adds(&f->out, "第");
        num_format_chinese(&f->out, (long)number);
    } else if (number <= COUNT_OF(english_ordinals)) {
        strbuf_adds(&f->out, english_ordinals[(size_t)number - 1]);
    } else {
        long n = (long)number, last = n % 10;
        bool teens = n % 100 >= 11 && n % 100 <= 13;
        strbuf_addf(&f->out, "%ld%s", n, teens || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd");
    }
    set_text(f);
    return true;
}

/* one … ten, then digits; in Chinese as before a measure word: 两, 三, 十二. */
static bool apply_words(struct formatting *f, long argument)
{
    if (words_chinese(f->names->language))
        return apply_zh_count(f, argument);
    double number = f->value->number;
    if (number >= 0 && number < (double)COUNT_OF(english_cardinals) && number == nearbyint(number))
        strbuf_adds(&f->out, english_cardinals[(size_t)number]);
    else
        value_print_number(number, -1, &f->out);
    set_text(f);
    return true;
}

/* `count:county/counties`: 1 county, 9 counties; one form does where both are alike. */
static bool apply_count(struct formatting *f, long argument)
{
    (void)argument;
    const char *slash = strchr(f->call->argument, '/');
    size_t one = slash ? (size_t)(slash - f->call->argument) : strlen(f->call->argument);
    value_print_number(f->value->number, f->value->decimals, &f->out);
    if (!words_chinese(f->names->language))
        strbuf_addc(&f->out, ' ');
    if (f->value->number == 1 || !slash)
        strbuf_add(&f->out, f->call->argument, one);
    else
        strbuf_adds(&f->out, slash + 1);
    set_text(f);
    return true;
}

/* Text -------------------------------------------------------------------------------------------------- */

/* In quotes, and those within it single: “创新构建‘淄川文化云’平台”. */
static bool apply_quoted(struct formatting *f, long argument)
{
    (void)argument;
    static const char *const quotes[][2] = {{"“", "‘"}, {"”", "’"}};
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!value_print(f->names, f->value, &text)) {
        diags_error(f->diags, f->call->pos, _("'%s' cannot be printed as it is"), f->name);
        return false;
    }
    strbuf_adds(&f->out, "“");
    for (const char *at = text.at; *at;) {
        size_t i = 0;
        while (i < COUNT_OF(quotes) && strncmp(at, quotes[i][0], 3))
            i++;
        if (i < COUNT_OF(quotes)) {
            strbuf_adds(&f->out, quotes[i][1]);
            at += 3;
        } else {
            strbuf_addc(&f->out, *at++);
        }
    }
    strbuf_adds(&f->out, "”");
    set_text(f);
    return true;
}

static int digits(const char *at, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

static bool apply_date(struct formatting *f, const char *language)
{
    if (!words_date(language, f->value->text, &f->out)) {
        diags_error(f->diags, f->call->pos, _("'%s' is no date: '%s'"), f->name, f->value->text);
        diags_hint(f->diags, _("a date such as 2018-07-06"));
        return false;
    }
    set_text(f);
    return true;
}

static bool apply_date_zh(struct formatting *f, long argument)
{
    (void)argument;
    return apply_date(f, NULL);
}

static bool apply_date_words(struct formatting *f, long argument)
{
    (void)argument;
    return apply_date(f, f->names->language);
}

/* The first letter large, where the text begins with a small one of the Latin alphabet. */
static bool apply_capital(struct formatting *f, long argument)
{
    (void)argument;
    if (!value_print(f->names, f->value, &f->out)) {
        diags_error(f->diags, f->call->pos, _("'%s' cannot be printed as it is"), f->name);
        return false;
    }
    words_capitalise(f->out.at);
    set_text(f);
    return true;
}

/* Lists -------------------------------------------------------------------------------------------------- */

static bool join(struct formatting *f, const char *separator, const char *last)
{
    size_t count = value_length(f->names, f->value);
    for (size_t i = 0; i < count; i++) {
        struct value item = value_at(f->names, f->value, i);
        if (i > 0)
            strbuf_adds(&f->out, i + 1 == count ? last : separator);
        if (!value_print(f->names, &item, &f->out)) {
            diags_error(f->diags, f->call->pos, _("items of '%s' cannot be printed as they are"), f->name);
            diags_hint(f->diags, _("name a part of each in a section: {{#%s}}…{{/%s}}"), f->name, f->name);
            return false;
        }
    }
    if (count == 0)
        *f->value = value_none();
    else
        set_text(f);
    return true;
}

static bool apply_join(struct formatting *f, long argument)
{
    (void)argument;
    return join(f, f->call->argument, f->call->argument);
}

static bool apply_zh_list(struct formatting *f, long argument)
{
    (void)argument;
    return join(f, word(f->names, "、"), word(f->names, "和"));
}

static struct value slice_of(struct formatting *f, size_t from, size_t to)
{
    struct value_items items = {0};
    for (size_t i = from; i < to; i++)
        value_add(f->names, &items, value_at(f->names, f->value, i));
    return value_of_items(&items, value_item_class(f->value));
}

static bool apply_head(struct formatting *f, long count)
{
    size_t length = value_length(f->names, f->value);
    *f->value = slice_of(f, 0, (size_t)count < length ? (size_t)count : length);
    return true;
}

static bool apply_tail(struct formatting *f, long count)
{
    size_t length = value_length(f->names, f->value);
    *f->value = slice_of(f, (size_t)count < length ? length - (size_t)count : 0, length);
    return true;
}

static bool apply_reverse(struct formatting *f, long argument)
{
    (void)argument;
    struct value_items items = {0};
    for (size_t i = value_length(f->names, f->value); i-- > 0;)
        value_add(f->names, &items, value_at(f->names, f->value, i));
    *f->value = value_of_items(&items, value_item_class(f->value));
    return true;
}

/* Anything ------------------------------------------------------------------------------------------------ */

static bool short_of(struct formatting *f, const struct value *item, struct value *ret_value)
{
    struct value unit = *item;
    if (value_get(f->names, item, "short", 5, ret_value))
        return true;
    return value_get(f->names, item, "unit", 4, &unit) && value_get(f->names, &unit, "short", 5, ret_value);
}

/* The short name of a unit (or of what has a unit), or of each in a list. */
static bool apply_short(struct formatting *f, long argument)
{
    (void)argument;
    struct value_items items = {0};
    bool list = value_is_list(f->value), good = true;
    size_t count = list ? value_length(f->names, f->value) : 1;
    for (size_t i = 0; i < count && good; i++) {
        struct value item = list ? value_at(f->names, f->value, i) : *f->value, name;
        good = short_of(f, &item, &name);
        if (good)
            value_add(f->names, &items, name);
    }
    if (!good) {
        diags_error(f->diags, f->call->pos, _("'%s' has no short name"), f->name);
        return false;
    }
    *f->value = list ? value_of_items(&items, NULL) : items.at[0];
    return true;
}

static bool apply_or(struct formatting *f, long argument)
{
    (void)argument;
    if (!value_is_true(f->names, f->value))
        *f->value = value_text(f->call->argument);
    return true;
}

/* The table ------------------------------------------------------------------------------------------------ */

static const struct format formats[] = {
    {"fixed", TAKES_NUMBER, ARGUMENT_DECIMALS, apply_fixed},
    {"percent", TAKES_NUMBER, ARGUMENT_DECIMALS, apply_percent},
    {"points", TAKES_NUMBER, ARGUMENT_DECIMALS, apply_points},
    {"signed", TAKES_NUMBER, ARGUMENT_DECIMALS, apply_signed},
    {"abs", TAKES_NUMBER, ARGUMENT_NONE, apply_abs},
    {"zh", TAKES_NUMBER, ARGUMENT_NONE, apply_zh},
    {"zh_count", TAKES_NUMBER, ARGUMENT_NONE, apply_zh_count},
    {"place", TAKES_NUMBER, ARGUMENT_NONE, apply_place},
    {"unit", TAKES_NUMBER, ARGUMENT_NONE, apply_unit},
    {"approx", TAKES_NUMBER, ARGUMENT_OPTIONAL, apply_approx},
    {"roughly", TAKES_NUMBER, ARGUMENT_STEP, apply_roughly},
    {"group", TAKES_NUMBER, ARGUMENT_NONE, apply_group},
    {"ordinal", TAKES_NUMBER, ARGUMENT_NONE, apply_ordinal},
    {"words", TAKES_NUMBER, ARGUMENT_NONE, apply_words},
    {"count", TAKES_NUMBER, ARGUMENT_TEXT, apply_count},
    {"date", TAKES_TEXT, ARGUMENT_NONE, apply_date_words},
    {"date_zh", TAKES_TEXT, ARGUMENT_NONE, apply_date_zh},
    {"join", TAKES_LIST, ARGUMENT_TEXT, apply_join},
    {"list", TAKES_LIST, ARGUMENT_NONE, apply_zh_list},
    {"zh_list", TAKES_LIST, ARGUMENT_NONE, apply_zh_list},
    {"head", TAKES_LIST, ARGUMENT_COUNT, apply_head},
    {"tail", TAKES_LIST, ARGUMENT_COUNT, apply_tail},
    {"reverse", TAKES_LIST, ARGUMENT_NONE, apply_reverse},
    {"short", TAKES_ANY, ARGUMENT_NONE, apply_short},
    {"capital", TAKES_ANY, ARGUMENT_NONE, apply_capital},
    {"quoted", TAKES_ANY, ARGUMENT_NONE, apply_quoted},
    {"or", TAKES_ANY, ARGUMENT_TEXT, apply_or},
};

static const struct format *find_format(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (!strcmp(formats[i].name, name))
            return &formats[i];
    return NULL;
}

static bool check_argument(const struct format *format, const struct format_call *call, struct diags *diags, long *ret_argument)
{
    const char *text = call->argument;
    *ret_argument = 2; /* decimals where none are given */
    if (format->argument == ARGUMENT_NONE && text) {
        diags_error(diags, call->pos, _("format '%s' takes nothing after a colon"), call->name);
        return false;
    }
    if (format->argument == ARGUMENT_TEXT && !text) {
        diags_error(diags, call->pos, _("format '%s' needs a text after a colon"), call->name);
        return false;
    }
    if (format->argument != ARGUMENT_DECIMALS && format->argument != ARGUMENT_COUNT && format->argument != ARGUMENT_STEP)
        return true;
    if (format->argument == ARGUMENT_STEP && !text) {
        *ret_argument = 0;
        return true;
    }
    if (!text && format->argument == ARGUMENT_DECIMALS)
        return true;
    size_t len = text ? strlen(text) : 0;
    int number = len >= 1 && len <= 6 ? digits(text, len) : -1;
    if (number < 0 || (format->argument == ARGUMENT_DECIMALS && number > 9)) {
        diags_error(diags, call->pos, _("format '%s' needs a whole number after a colon"), call->name);
        diags_hint(diags, format->argument == ARGUMENT_DECIMALS ? _("decimals from 0 to 9, such as %s:2") : _("a count, such as %s:10"), call->name);
        return false;
    }
    *ret_argument = number;
    return true;
}

static bool takes(const struct format *format, const struct value *value)
{
    switch (format->takes) {
    case TAKES_NUMBER: return value->kind == VALUE_NUMBER;
    case TAKES_TEXT: return value->kind == VALUE_TEXT;
    case TAKES_LIST: return value_is_list(value);
    default: return true;
    }
}

bool format_apply(const struct names *names, const struct format_call *call, const char *name, struct value *value, struct diags *diags)
{
    static const char *const wanted[] = {N_("a number"), N_("text"), N_("a list"), ""};
    const struct format *format = find_format(call->name);
    if (!format) {
        const char *words[COUNT_OF(formats)];
        for (size_t i = 0; i < COUNT_OF(formats); i++)
            words[i] = formats[i].name;
        diags_error(diags, call->pos, _("unknown format '%s'"), call->name);
        diags_hint_words(diags, call->name, words, COUNT_OF(words));
        return false;
    }
    long argument;
    if (!check_argument(format, call, diags, &argument))
        return false;
    if (value->kind == VALUE_OBJECT && format->takes == TAKES_NUMBER) { /* a figure stands for its value */
        struct value number;
        if (value_get(names, value, "value", 5, &number) && number.kind == VALUE_NUMBER)
            *value = number;
    }
    bool none = value->kind == VALUE_NONE || (value->kind == VALUE_NUMBER && isnan(value->number));
    if (none && format->apply != apply_or)
        return true;
    if (!takes(format, value)) {
        diags_error(diags, call->pos, _("format '%s' takes %s, but '%s' is %s"), call->name, _(wanted[format->takes]), name, value_kind_word(value));
        return false;
    }
    struct formatting f = {names, call, name, value, diags, {0}};
    strbuf_init(&f.out);
    const char *source = value->source; /* written otherwise, it is the same number */
    bool good = format->apply(&f, argument);
    value->source = source;
    strbuf_release(&f.out);
    return good;
}
