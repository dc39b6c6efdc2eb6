/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a row of decisions.csv says, for readers of documents: "更正为“满意”" and not correct=满意.
 *
 * The file is Chinese, or what a person typed; the evaluation may speak English by now, and then labels and names stand in the other member. Both are looked at,
 * and what neither knows is shown as it was typed.
 */
#include <stdio.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "ceping/base_words.h"
#include "ceping/model_data.h"

const char *const missing_words[MISSING_KINDS] = {
    [MISSING_NONE] = "有效",       [MISSING_NOT_ASKED] = "未问及",      [MISSING_SKIPPED] = "跳答",       [MISSING_BLANK] = "漏答",
    [MISSING_DONT_KNOW] = "不了解", [MISSING_NOT_APPLICABLE] = "不适用", [MISSING_UNREADABLE] = "无法辨认", [MISSING_CANCELLED] = "按规则取消",
};

static bool is_name(const char *name, const char *text)
{
    return name && text_alike(name, text);
}

static const char *label_of(const struct scale *scale, const char *text)
{
    for (size_t i = 0; scale && i < scale->options.count; i++)
        if (is_name(scale->options.at[i].label_en, text))
            return scale->options.at[i].label;
    return text;
}

static const char *name_of(const struct unit_kind *kind, const char *text)
{
    for (size_t i = 0; i < kind->units.count; i++)
        if (is_name(kind->units.at[i].name_en, text) || is_name(kind->units.at[i].short_en, text))
            return kind->units.at[i].name;
    return text;
}

/* The answer that shall hold, as this evaluation says it now. */
static const char *answer_words(const struct variable *variable, const char *text, const char *language, struct arena *arena)
{
    struct answer answer;
    if (!variable_read(variable, text, &answer))
        return variable->type == VARIABLE_CODE ? label_of(variable->question->scale, text) : variable->type == VARIABLE_UNIT ? name_of(variable->question->kind, text) : text;
    switch (variable->type) {
    case VARIABLE_CODE: {
        const struct option *option = scale_option(variable->question->scale, answer.code);
        return option && option->label ? option->label : text;
    }
    case VARIABLE_UNIT:
        return variable->question->kind->units.at[answer.code].name;
    case VARIABLE_MARK:
        return words_in(language, answer.code ? "选中" : "未选");
    case VARIABLE_NUMBER: {
        auto_strbuf struct strbuf number;
        strbuf_init(&number);
        num_format_exact(&number, answer.number);
        return arena_strdup(arena, number.at);
    }
    default:
        return text;
    }
}

/* "(blank)" and its kin: no option that stands for a kind of missing, which has a label. */
static enum missing missing_of(const struct variable *variable, const char *text)
{
    struct answer answer;
    bool option = variable->type == VARIABLE_CODE && *text && *text != '(' && strncmp(text, "（", strlen("（")) != 0;
    return !option && variable_read(variable, text, &answer) ? answer.missing : MISSING_NONE;
}

static const char *correction_words(const struct decision_reading *reading, const char *language, struct arena *arena)
{
    enum missing missing = reading->variable ? missing_of(reading->variable, reading->value) : MISSING_NONE;
    if (missing != MISSING_NONE)
        return arena_printf(arena, words_in(language, "更正为无作答（%s）"), words_in(language, missing_words[missing]));
    const char *answer = reading->variable ? answer_words(reading->variable, reading->value, language, arena) : reading->value;
    return arena_printf(arena, words_in(language, "更正为“%s”"), answer);
}

const char *decision_words(const struct evaluation *evaluation, const struct decision *decision, const char *language, struct arena *arena)
{
    static const char *const status[RESPONSE_STATUSES] = {[RESPONSE_VALID] = "有效", [RESPONSE_VOID] = "作废", [RESPONSE_NOT_ELIGIBLE] = "不属调查对象"};
    struct decision_reading reading;
    size_t cells, differ;
    switch (decision_read(evaluation, decision, &reading)) {
    case DECISION_CORRECT:
        return correction_words(&reading, language, arena);
    case DECISION_WITHDRAW:
        return words_in(language, "撤回");
    case DECISION_STATUS:
        return words_in(language, status[reading.status]);
    default:
        if (decision_entries(evaluation, decision, &cells, &differ))
            return arena_printf(arena, words_in(language, DECISION_ENTRIES_FORM), cells, differ);
        return decision->decision;
    }
}
