/* SPDX-License-Identifier: GPL-3.0-or-later
 * Conditions in words: X = 1, X <> 1, X in (1, 2), X not in (…), X is not null, options of multiple questions (q6__3 = 1), joined by "and". `this.X` speaks of the
 * same row. Anything else is left to the person who writes the form: half a condition in words would be worse than none.
 */
#include "form_words.h"

#include <ctype.h>
#include <stdlib.h>

#include "ceping/base_text.h"

struct words {
    const char *at;
    const struct instrument *instrument;
    struct arena *arena;
};

static void skip(struct words *words)
{
    while (isspace((unsigned char)*words->at))
        words->at++;
}

static bool word(struct words *words, const char *text)
{
    size_t len = strlen(text);
    skip(words);
    if (strncasecmp(words->at, text, len) != 0 || (isalpha((unsigned char)text[len - 1]) && (isalnum((unsigned char)words->at[len]) || words->at[len] == '_')))
        return false;
    words->at += len;
    return true;
}

static const char *name(struct words *words)
{
    skip(words);
    size_t len = strspn(words->at, "abcdefghijklmnopqrstuvwxyz0123456789_");
    const char *text = len && !isdigit((unsigned char)*words->at) ? arena_strndup(words->arena, words->at, len) : NULL;
    words->at += text ? len : 0;
    return text;
}

static const struct variable *variable_of(const struct words *words, const char *id)
{
    const struct variable *variable = instrument_variable(words->instrument, id);
    for (size_t i = 0; !variable && i < words->instrument->variables.count; i++) {
        const struct variable *each = &words->instrument->variables.at[i];
        const char *own = each->item ? each->item->id : each->question->id;
        if (strcmp(own, id) == 0)
            variable = each;
    }
    return variable;
}

static bool codes(struct words *words, const struct variable *variable, const char **ret_labels)
{
    bool list = word(words, "(");
    *ret_labels = "";
    do {
        skip(words);
        char *end;
        long code = strtol(words->at, &end, 10);
        const struct option *option = end != words->at && variable->question->scale ? scale_option(variable->question->scale, (int)code) : NULL;
        if (!option)
            return false;
        words->at = end;
        *ret_labels = arena_printf(words->arena, "%s%s“%s”", *ret_labels, **ret_labels ? "或" : "", option->label);
    } while (list && word(words, ","));
    return !list || word(words, ")");
}

static const char *part(struct words *words)
{
    bool row = word(words, "this.");
    const char *id = name(words);
    const struct variable *variable = id ? variable_of(words, id) : NULL;
    const char *labels;
    if (!variable || !variable->question->number)
        return NULL;
    const char *which = row ? arena_printf(words->arena, "第%d题同一行", variable->question->number) : arena_printf(words->arena, "第%d题", variable->question->number);
    if (word(words, "is not null"))
        return arena_printf(words->arena, "%s已填", which);
    if (variable->option && variable->type == VARIABLE_MARK && word(words, "=")) {
        skip(words);
        bool chosen = *words->at == '1';
        if (*words->at != '0' && *words->at != '1')
            return NULL;
        words->at++;
        return arena_printf(words->arena, "%s%s“%s”", which, chosen ? "选" : "未选", variable->option->label);
    }
    if (variable->type != VARIABLE_CODE)
        return NULL;
    bool not = word(words, "<>") || word(words, "!=") || word(words, "not in");
    if (!not && !word(words, "=") && !word(words, "in"))
        return NULL;
    return codes(words, variable, &labels) ? arena_printf(words->arena, "%s%s%s", which, not ? "选其他答案而不是" : "选", labels) : NULL;
}

const char *form_condition_words(const struct instrument *instrument, const struct question *question, struct arena *arena)
{
    struct words words = {question->asked_if.text, instrument, arena};
    const char *text = "";
    do {
        const char *one = part(&words);
        if (!one)
            return NULL;
        text = arena_printf(arena, "%s%s%s", text, *text ? "，并且" : "", one);
    } while (word(&words, "and"));
    skip(&words);
    return *words.at ? NULL : arena_printf(arena, "%s的填写", text);
}
