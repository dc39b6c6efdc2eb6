/* SPDX-License-Identifier: GPL-3.0-or-later
 * Options of a question from the texts that occur: one option a text, several joined in one cell, and the scale that they are by their wording.
 */
#include "infer_priv.h"

#include <math.h>
#include <stdlib.h>

bool infer_is_other(const char *text)
{
    return strstr(text, "其他") || strstr(text, "其它") || strcasestr(text, "other") != NULL;
}

struct option *infer_add_option(struct infer *infer, struct scale *scale, const char *label)
{
    for (size_t i = 0; i < scale->options.count; i++) {
        auto_free char *a = text_key(scale->options.at[i].label), *b = text_key(label);
        if (strcmp(a, b) == 0)
            return &scale->options.at[i];
    }
    struct option *option = LIST_ADD(infer->arena, &scale->options);
    *option = (struct option){.code = (int)scale->options.count, .label = label};
    return option;
}

const char *infer_label(const struct infer *infer, const char *text, bool *ret_specified)
{
    const struct platform *platform = infer->platform;
    *ret_specified = false;
    if (platform->letters)
        text += option_letter(text, strlen(text));
    if (platform->other_answer && text_alike(text, platform->other_answer))
        return "其他";
    const char *open = platform->specify_open ? strstr(text, platform->specify_open) : NULL;
    for (size_t i = 0; !open && i < 2; i++) {
        const char *colon = strstr(text, i ? ":" : "：");
        auto_free char *before = colon ? xstrndup(text, (size_t)(colon - text)) : NULL;
        if (before && infer_is_other(before) && utf8_length(before, strlen(before)) <= 12)
            open = colon;
    }
    if (!open || open == text)
        return text;
    *ret_specified = true;
    return text_trim_copy(infer->arena, text, (size_t)(open - text));
}

void infer_add_label(struct infer *infer, struct scale *scale, const char *text)
{
    bool specified;
    const char *label = infer_label(infer, text, &specified);
    struct option *option = infer_add_option(infer, scale, label);
    bool other = infer->platform->other_answer && infer_is_other(label) && text_alike(text, infer->platform->other_answer);
    option->other = option->other || specified || other || strstr(label, "请注明") || strstr(label, "请填写");
}

/* Ranges (18岁以下, 18—29岁, 60岁及以上) stand in the order of their first number; the few that have none, behind them. */
static void sort_ranges(struct scale *scale)
{
    double at[INFER_OPTIONS_MAX + 1];
    size_t with = 0;
    if (scale->options.count > INFER_OPTIONS_MAX)
        return;
    for (size_t i = 0; i < scale->options.count; i++) {
        const char *label = scale->options.at[i].label, *digit = strpbrk(label, "0123456789");
        bool ranged = digit && (size_t)(digit - label) <= 12;
        with += ranged;
        at[i] = !ranged ? INFINITY : strtod(digit, NULL) + (strstr(label, "以上") ? 0.5 : strstr(label, "以下") || strstr(label, "以内") || strstr(label, "不足") ? -0.5 : 0);
    }
    for (size_t i = 1; with * 3 >= scale->options.count * 2 && i < scale->options.count; i++)
        for (size_t k = i; k > 0 && at[k] < at[k - 1]; k--) {
            struct option swap = scale->options.at[k];
            scale->options.at[k] = scale->options.at[k - 1];
            scale->options.at[k - 1] = swap;
            double place = at[k];
            at[k] = at[k - 1];
            at[k - 1] = place;
        }
}

size_t infer_shared_labels(const struct scale *a, const struct scale *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->options.count; i++)
        for (size_t k = 0; k < b->options.count; k++)
            shared += strcmp(a->options.at[i].label, b->options.at[k].label) == 0;
    return shared;
}

void infer_give_scale(struct infer *infer, struct infer_question *made, struct scale *scale, bool ordered)
{
    const char *name, *id;
    made->question->scale = scale;
    if (!infer_wording(infer->arena, scale, &name, &id)) {
        if (ordered)
            return;
        sort_ranges(scale);
        for (size_t i = 0; i < scale->options.count; i++)
            scale->options.at[i].code = (int)i + 1;
        infer_guess(infer, made, "选项按首次出现的次序（有数字的按数字）排列，没有人选的选项不在其中");
        return;
    }
    made->shared_scale = true;
    if (made->question->type == QUESTION_SINGLE)
        made->question->type = QUESTION_SCALE;
    for (size_t i = 0; i < infer->scales.count; i++) {
        struct scale *known = infer->scales.at[i];
        if (strcmp(known->name, name) != 0 || infer_shared_labels(known, scale) < 2)
            continue;
        for (size_t k = 0; k < scale->options.count; k++)
            infer_add_option(infer, known, scale->options.at[k].label);
        infer_wording(infer->arena, known, &name, &id);
        made->question->scale = known;
        return;
    }
    scale->name = name;
    scale->id = id;
    for (size_t i = 0; i < infer->scales.count; i++)
        if (strcmp(infer->scales.at[i]->id, scale->id) == 0)
            scale->id = arena_printf(infer->arena, "%s_%zu", id, infer->scales.count + 1);
    *LIST_ADD(infer->arena, &infer->scales) = scale;
}

/* Several options in one cell ------------------------------------------------------------------------------------------ */

typedef LIST_OF(const char *) pieces;

static void cut_cell(struct infer *infer, const char *text, const char *separator, pieces *list)
{
    size_t len = strlen(separator);
    list->count = 0;
    while (*text) {
        const char *end = strstr(text, separator);
        const char *open = infer->platform->specify_open ? strstr(text, infer->platform->specify_open) : NULL;
        if (open && end && open < end) { /* what is written beside an option may hold anything */
            const char *close = strstr(open, infer->platform->specify_close);
            end = close ? strstr(close, separator) : NULL;
        }
        size_t piece = end ? (size_t)(end - text) : strlen(text);
        const char *trimmed = text_trim_copy(infer->arena, text, piece);
        if (*trimmed)
            *LIST_ADD(infer->arena, list) = trimmed;
        text += piece + (end ? len : 0);
    }
}

/* Options that hold the separator themselves show by their pieces: one never stands without the other after it. */
static bool always_together(struct infer *infer, const struct infer_column *column, const char *separator, const char *a, const char *b, size_t *ret_times)
{
    *ret_times = 0;
    for (size_t i = 0; i < column->texts.count; i++) {
        pieces list = {0};
        cut_cell(infer, column->texts.at[i].text, separator, &list);
        for (size_t k = 0; k < list.count; k++) {
            bool is_a = strcmp(list.at[k], a) == 0, is_b = strcmp(list.at[k], b) == 0;
            if (is_a && (k + 1 == list.count || strcmp(list.at[k + 1], b) != 0))
                return false;
            if (is_b && (k == 0 || strcmp(list.at[k - 1], a) != 0))
                return false;
            *ret_times += is_a;
        }
    }
    return *ret_times > 0;
}

static void join_pieces(struct infer *infer, const struct infer_column *column, const char *separator, struct scale *scale)
{
    for (size_t i = 0; i + 1 < scale->options.count; i++) {
        size_t times;
        const char *a = scale->options.at[i].label, *b = scale->options.at[i + 1].label;
        if (!always_together(infer, column, separator, a, b, &times))
            continue;
        scale->options.at[i].label = arena_printf(infer->arena, "%s%s%s", a, separator, b);
        scale->options.at[i].other = scale->options.at[i].other || scale->options.at[i + 1].other;
        memmove(&scale->options.at[i + 1], &scale->options.at[i + 2], (scale->options.count - i - 2) * sizeof *scale->options.at);
        scale->options.count--;
    }
    for (size_t i = 0; i < scale->options.count; i++)
        scale->options.at[i].code = (int)i + 1;
}

bool infer_is_decisive(const char *separator)
{
    return strcmp(separator, "┋") == 0 || strcmp(separator, "→") == 0;
}

struct scale *infer_joined_options(struct infer *infer, const struct infer_column *column, const char *separator)
{
    struct scale *scale = ARENA_NEW(infer->arena, struct scale);
    size_t several = 0;
    for (size_t i = 0; i < column->texts.count; i++) {
        pieces list = {0};
        cut_cell(infer, column->texts.at[i].text, separator, &list);
        several += list.count > 1;
        for (size_t k = 0; k < list.count && scale->options.count <= INFER_OPTIONS_MAX; k++)
            infer_add_label(infer, scale, list.at[k]);
    }
    bool decisive = infer_is_decisive(separator) && several > 0;
    if (several == 0 || scale->options.count > INFER_OPTIONS_MAX || (!decisive && (several < 2 || column->texts.count <= scale->options.count)))
        return NULL;
    for (size_t i = 0; !decisive && i < scale->options.count; i++)
        if (utf8_length(scale->options.at[i].label, strlen(scale->options.at[i].label)) > INFER_LABEL_MAX / 2)
            return NULL;
    if (!decisive)
        join_pieces(infer, column, separator, scale);
    return scale;
}
