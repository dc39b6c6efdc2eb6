/* SPDX-License-Identifier: GPL-3.0-or-later
 * From questions to variables: one column of answers for each item, unit and (where several may be chosen) option.
 *
 * The order is that of the questionnaire: question, item, unit, option; it is the order of columns in the store and of letters in its
 * `_why`. The hash covers what gives an answer its meaning (ids, types, codes, labels, units), and nothing else: a corrected
 * title or a new screening rule leaves it as it is, an option removed does not.
 */
#include <ctype.h>
#include <stdio.h>

#include "ceping/base_sha256.h"
#include "ceping/model.h"

static enum variable_type type_of(const struct question *question)
{
    switch (question->type) {
    case QUESTION_SINGLE:
    case QUESTION_SCALE:
    case QUESTION_MATRIX:
        return VARIABLE_CODE;
    case QUESTION_MULTIPLE:
        return VARIABLE_MARK;
    case QUESTION_RANK:
    case QUESTION_NUMBER:
        return VARIABLE_NUMBER;
    case QUESTION_UNIT:
        return VARIABLE_UNIT;
    case QUESTION_TEXT:
    case QUESTION_DATE:
    default:
        return VARIABLE_TEXT;
    }
}

static bool one_column_an_option(const struct question *question)
{
    return question->type == QUESTION_MULTIPLE || question->type == QUESTION_RANK;
}

static const char *lower(char *text)
{
    for (char *c = text; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return text;
}

static struct variable *add(struct arena *arena, struct instrument *instrument, struct question *question, struct item *item, struct unit *unit,
                            struct option *option, const char *ending)
{
    const char *stem = item ? item->id : question->id;
    auto_strbuf struct strbuf id;
    strbuf_init(&id);
    strbuf_adds(&id, stem);
    if (unit)
        strbuf_addf(&id, "__%s", unit->id);
    if (option)
        strbuf_addf(&id, "__%d", option->code);
    strbuf_adds(&id, ending);

    struct variable *variable = LIST_ADD(arena, &instrument->variables);
    variable->id = lower(arena_strdup(arena, id.at));
    variable->type = *ending ? VARIABLE_TEXT : type_of(question);
    variable->question = question;
    variable->item = item;
    variable->unit = unit;
    variable->option = option;
    variable->index = (int)instrument->variables.count - 1;
    return variable;
}

/* Variables of one item for one unit: one, or one an option; and the text of an option "other". */
static void add_options(struct arena *arena, struct instrument *instrument, struct question *question, struct item *item, struct unit *unit)
{
    const struct scale *scale = question->scale;

    if (!one_column_an_option(question))
        add(arena, instrument, question, item, unit, NULL, "");
    for (size_t i = 0; scale && i < scale->options.count; i++) {
        if (one_column_an_option(question))
            add(arena, instrument, question, item, unit, &scale->options.at[i], "");
        if (scale->options.at[i].other)
            add(arena, instrument, question, item, unit, &scale->options.at[i], "_text");
    }
}

static void add_units(struct arena *arena, struct instrument *instrument, struct question *question, struct item *item)
{
    if (!question->over) {
        add_options(arena, instrument, question, item, NULL);
        return;
    }
    for (size_t i = 0; i < question->over->units.count; i++)
        add_options(arena, instrument, question, item, &question->over->units.at[i]);
}

static void hash_options(struct strbuf *text, const struct scale *scale)
{
    for (size_t i = 0; scale && i < scale->options.count; i++)
        strbuf_addf(text, "|%d=%s=%s", scale->options.at[i].code, scale->options.at[i].label ? scale->options.at[i].label : "",
                    missing_ids[scale->options.at[i].missing]);
}

static void hash(struct arena *arena, struct instrument *instrument)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%s\n", instrument->id);
    for (size_t i = 0; i < instrument->about.count; i++)
        strbuf_addf(&text, "about %s\n", instrument->about.at[i].kind ? instrument->about.at[i].kind->id : "");
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        strbuf_addf(&text, "%s %d", variable->id, (int)variable->type);
        if (variable->type == VARIABLE_CODE || variable->type == VARIABLE_MARK)
            hash_options(&text, variable->question->scale);
        strbuf_addc(&text, '\n');
    }

    char hex[SHA256_HEX];
    struct sha256 sha;
    sha256_init(&sha);
    sha256_add(&sha, text.at, text.len);
    sha256_hex(&sha, hex);
    instrument->hash = arena_strdup(arena, hex);
}

void instrument_make_variables(struct arena *arena, struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->questions.count; i++) {
        struct question *question = &instrument->questions.at[i];
        if (question->items.count == 0)
            add_units(arena, instrument, question, NULL);
        for (size_t k = 0; k < question->items.count; k++)
            add_units(arena, instrument, question, &question->items.at[k]);
    }
    hash(arena, instrument);
}
