/* SPDX-License-Identifier: GPL-3.0-or-later
 * Building blocks, and the words in them. The Chinese texts are data of the report's language, not messages of the program.
 *
 * A sentence never claims more than its numbers: "not significant" is said of the test and does not become "the same"; what is significant and
 * tiny is called tiny; where a group has fewer than 30 answers, that stands beside it.
 */
#include "analysis_priv.h"
#include "ceping/base_words.h"

#include <stdio.h>

static const char *print(struct arena *arena, const char *format, va_list args)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_vaddf(&text, format, args);
    return arena_strdup(arena, text.at);
}

/* In the language that the evaluation speaks. */
const char *words_spoken(const struct analysis_work *work, const char *chinese)
{
    return words_in(language_tags[work->evaluation->spoken], chinese);
}

/* A title is "what it is of：what it is": the second is a fixed word. */
static const char *say_title(struct analysis_work *work, const char *title)
{
    static const char colon[] = "：";
    const char *at = NULL;
    for (const char *next = title; (next = strstr(next, colon)); next += strlen(colon))
        at = next;
    const char *word = at ? at + strlen(colon) : title, *said = words_spoken(work, word);
    if (!at)
        return said;
    return said == word ? title : arena_printf(work->scratch, "%.*s: %s", (int)(at - title), title, said);
}

/* Sheets of five instruments all hold a question 评分: their blocks say which. */
static const char *full_title(struct analysis_work *work, const char *title)
{
    const struct instrument *instrument = work->instrument;
    const char *name = instrument ? instrument->short_title : NULL;
    if (!name || instrument->kind == INSTRUMENT_QUESTIONNAIRE || strncmp(title, name, strlen(name)) == 0)
        return title;
    return arena_printf(work->scratch, "%s·%s", name, title);
}

static const char *words_missing(struct analysis_work *work)
{
    static const char *const kinds[MISSING_KINDS] = {
        [MISSING_NOT_ASKED] = "未问及", [MISSING_SKIPPED] = "跳答",     [MISSING_BLANK] = "空白",         [MISSING_DONT_KNOW] = "不了解",
        [MISSING_NOT_APPLICABLE] = "不适用", [MISSING_UNREADABLE] = "无法辨认", [MISSING_CANCELLED] = "按规则取消",
    };
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t kind = MISSING_NONE + 1; kind < MISSING_KINDS; kind++)
        if (work->missing[kind] > 0)
            strbuf_addf(&text, words_spoken(work, "%s%s%.0f"), text.len ? words_spoken(work, "、") : "", words_spoken(work, kinds[kind]), work->missing[kind]);
    return text.len ? arena_strdup(work->arena, text.at) : NULL;
}

struct analysis_block *block_new(struct analysis_work *work, const char *measure, const char *title, const char *stem, ...)
{
    va_list args;
    va_start(args, stem);
    const char *ending = print(work->scratch, stem, args);
    va_end(args);
    const char *id = work->instrument ? arena_printf(work->scratch, "%s_%s", work->instrument->id, ending) : ending;
    if (work->asked)
        id = arena_printf(work->scratch, "asked_%zu_%s", work->asked_index + 1, id);
    const char *unique = id;
    for (int n = 2; analysis_find(work->blocks, unique); n++)
        unique = arena_printf(work->scratch, "%s_%d", id, n);
    struct analysis_block *block = analysis_add(work->arena, work->blocks, measure, unique, full_title(work, say_title(work, title)));
    block->instrument = work->instrument;
    block->asked = work->asked != NULL;
    block->missing_known = work->missing_known;
    memcpy(block->missing_kinds, work->missing, sizeof block->missing_kinds);
    block->missing_kinds[MISSING_NONE] = 0;
    block->missing_text = work->missing_known ? words_missing(work) : NULL;
    if (work->asked)
        block->pos = work->asked->pos;
    return block;
}

void block_column(struct analysis_work *work, struct analysis_block *block, const char *key, const char *title, enum analysis_format format, int decimals)
{
    analysis_column(work->arena, block, key, words_spoken(work, title), format, decimals);
}

struct analysis_row *block_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label)
{
    return analysis_row(work->arena, block, key, words_spoken(work, label));
}

void block_method(struct analysis_work *work, struct analysis_block *block, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    block->method = print(work->arena, words_spoken(work, format), args);
    va_end(args);
}

void block_check(struct analysis_work *work, struct analysis_block *block, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *LIST_ADD(work->arena, &block->checks) = print(work->arena, words_spoken(work, format), args);
    va_end(args);
}

void block_warning(struct analysis_work *work, struct analysis_block *block, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *LIST_ADD(work->arena, &block->warnings) = print(work->arena, words_spoken(work, format), args);
    va_end(args);
}

void block_sentence(struct analysis_work *work, struct analysis_block *block, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    block->sentence = print(work->arena, words_spoken(work, format), args);
    va_end(args);
}

const char *words_number(struct analysis_work *work, double value, int decimals)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    return arena_strdup(work->scratch, text.at);
}

const char *words_p(struct analysis_work *work, double p)
{
    if (isnan(p))
        return words_spoken(work, "P值无法计算");
    return p < 0.001 ? "P<0.001" : arena_printf(work->scratch, words_spoken(work, "P＝%s"), words_number(work, p, 3));
}

const char *words_p_beside(struct analysis_work *work, double p)
{
    return isnan(p) ? "" : arena_printf(work->scratch, words_spoken(work, "（%s）"), words_p(work, p));
}

const char *words_difference(const struct analysis_work *work, double p, double effect, double least)
{
    if (isnan(p))
        return words_spoken(work, "数据不足或没有差别，未能检验");
    if (p >= ANALYSIS_ALPHA)
        return words_spoken(work, "差异不显著，不能据此区分高低");
    return words_spoken(work, !isnan(effect) && fabs(effect) < least ? "差异显著但幅度很小" : "差异显著");
}

const char *words_small(const struct analysis_work *work, double n)
{
    return n < ANALYSIS_SMALL ? words_spoken(work, "；样本过小，仅供参考") : "";
}

const char *words_small_rows(const struct analysis_work *work, const struct analysis_block *block)
{
    const char *small = words_spoken(work, SMALL_SAMPLE);
    size_t marked = 0;
    for (size_t i = 0; i < block->rows.count; i++)
        marked += block->rows.at[i].note && strcmp(block->rows.at[i].note, small) == 0;
    if (marked == 0)
        return "";
    return words_spoken(work, marked == block->rows.count ? "；样本过小，仅供参考" : "；有的组样本过小，仅供参考");
}

const char *words_doubt(const struct analysis_work *work, bool lower, bool higher)
{
    if (!lower && !higher)
        return "";
    return words_spoken(work, lower && higher ? "，但在误差范围内可能更低或更高" : lower ? "，但在误差范围内可能更低" : "，但在误差范围内可能更高");
}

const char *words_relation(const struct analysis_work *work, double p, double v)
{
    return words_spoken(work, isnan(p) ? "数据不足或没有差别，未能检验关系" : p >= ANALYSIS_ALPHA ? "关系不显著" : v < ANALYSIS_SMALL_V ? "关系显著但很弱" : "关系显著");
}

const char *words_join(struct analysis_work *work, const char *const *words, size_t count)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&text, "%s%s", i ? words_spoken(work, "、") : "", words[i]);
    return arena_strdup(work->scratch, text.at);
}

const char *words_cases(const struct analysis_work *work, const struct analysis_item *item)
{
    return words_spoken(work, item->question->over ? "份·对象" : "份");
}
