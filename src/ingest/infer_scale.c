/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scales by their wording. A set of options is a scale when all of them, don't-know aside, are words of one family; their order is that of the family, whatever
 * order they appear in. Words of which one counts as satisfied or aware are marked so; that is a proposal, and the YAML says so.
 */
#include "infer_priv.h"

#include <math.h>
#include <stdlib.h>

enum family { SATISFACTION, AGREEMENT, KNOWLEDGE, AWARENESS, FREQUENCY, QUALITY, GRADE, IMPORTANCE, FAMILIES };

static const struct {
    const char *name, *id;
} families[FAMILIES] = {
    [SATISFACTION] = {"满意度", "sat"}, [AGREEMENT] = {"同意程度", "agree"}, [KNOWLEDGE] = {"了解程度", "knowledge"}, [AWARENESS] = {"知晓情况", "aware"},
    [FREQUENCY] = {"频率", "often"},    [QUALITY] = {"好坏", "quality"},     [GRADE] = {"等次", "grade"},             [IMPORTANCE] = {"重要程度", "importance"},
};

static const struct {
    enum family family;
    const char *word;
    int place; /* 1 best */
    bool good; /* satisfied, or aware */
} words[] = {
    {SATISFACTION, "非常满意", 1, true}, {SATISFACTION, "很满意", 1, true}, {SATISFACTION, "十分满意", 1, true}, {SATISFACTION, "完全满意", 1, true}, {SATISFACTION, "满意", 2, true},
    {SATISFACTION, "比较满意", 3, true}, {SATISFACTION, "较满意", 3, true}, {SATISFACTION, "基本满意", 4, true}, {SATISFACTION, "一般", 5, false}, {SATISFACTION, "一般满意", 5, false},
    {SATISFACTION, "较不满意", 6, false}, {SATISFACTION, "不太满意", 6, false}, {SATISFACTION, "比较不满意", 6, false}, {SATISFACTION, "不满意", 7, false}, {SATISFACTION, "很不满意", 8, false},
    {SATISFACTION, "十分不满意", 8, false}, {SATISFACTION, "非常不满意", 9, false},
    {AGREEMENT, "非常同意", 1, false}, {AGREEMENT, "完全同意", 1, false}, {AGREEMENT, "同意", 2, false}, {AGREEMENT, "比较同意", 3, false}, {AGREEMENT, "基本同意", 3, false},
    {AGREEMENT, "一般", 4, false}, {AGREEMENT, "中立", 4, false}, {AGREEMENT, "不确定", 4, false}, {AGREEMENT, "不太同意", 5, false}, {AGREEMENT, "比较不同意", 5, false}, {AGREEMENT, "不同意", 6, false},
    {AGREEMENT, "很不同意", 7, false}, {AGREEMENT, "非常不同意", 8, false}, {AGREEMENT, "完全不同意", 8, false},
    {KNOWLEDGE, "非常了解", 1, true}, {KNOWLEDGE, "很了解", 1, true}, {KNOWLEDGE, "十分了解", 1, true}, {KNOWLEDGE, "了解", 2, true}, {KNOWLEDGE, "比较了解", 3, true}, {KNOWLEDGE, "基本了解", 4, true},
    {KNOWLEDGE, "一般", 5, false}, {KNOWLEDGE, "了解一些", 5, false}, {KNOWLEDGE, "听说过", 6, false}, {KNOWLEDGE, "不太了解", 7, false}, {KNOWLEDGE, "不了解", 8, false}, {KNOWLEDGE, "完全不了解", 9, false},
    {KNOWLEDGE, "没听说过", 9, false},
    {AWARENESS, "知道", 1, true}, {AWARENESS, "知道且参与过", 1, true}, {AWARENESS, "听说过", 2, false}, {AWARENESS, "不知道", 3, false}, {AWARENESS, "没听说过", 3, false},
    {FREQUENCY, "总是", 1, false}, {FREQUENCY, "经常", 2, false}, {FREQUENCY, "常常", 2, false}, {FREQUENCY, "有时", 3, false}, {FREQUENCY, "有时候", 3, false}, {FREQUENCY, "偶尔", 4, false},
    {FREQUENCY, "很少", 5, false}, {FREQUENCY, "从不", 6, false}, {FREQUENCY, "从来没有", 6, false}, {FREQUENCY, "没有", 6, false},
    {QUALITY, "非常好", 1, false}, {QUALITY, "很好", 2, false}, {QUALITY, "好", 3, false}, {QUALITY, "较好", 4, false}, {QUALITY, "比较好", 4, false}, {QUALITY, "一般", 5, false}, {QUALITY, "较差", 6, false},
    {QUALITY, "比较差", 6, false}, {QUALITY, "差", 7, false}, {QUALITY, "很差", 8, false}, {QUALITY, "非常差", 9, false},
    {GRADE, "优秀", 1, false}, {GRADE, "优", 1, false}, {GRADE, "良好", 2, false}, {GRADE, "良", 2, false}, {GRADE, "中", 3, false}, {GRADE, "中等", 3, false}, {GRADE, "合格", 4, false}, {GRADE, "及格", 4, false},
    {GRADE, "差", 5, false}, {GRADE, "不合格", 5, false}, {GRADE, "不及格", 5, false},
    {IMPORTANCE, "非常重要", 1, false}, {IMPORTANCE, "很重要", 2, false}, {IMPORTANCE, "重要", 3, false}, {IMPORTANCE, "比较重要", 4, false}, {IMPORTANCE, "一般", 5, false},
    {IMPORTANCE, "不太重要", 6, false}, {IMPORTANCE, "不重要", 7, false}, {IMPORTANCE, "很不重要", 8, false}, {IMPORTANCE, "非常不重要", 9, false},
};

static const struct {
    const char *word;
    enum missing missing;
} no_answers[] = {
    {"不清楚", MISSING_DONT_KNOW}, {"说不清", MISSING_DONT_KNOW}, {"说不清楚", MISSING_DONT_KNOW}, {"不好说", MISSING_DONT_KNOW}, {"说不准", MISSING_DONT_KNOW},
    {"不了解", MISSING_DONT_KNOW}, {"不知道", MISSING_DONT_KNOW}, {"不适用", MISSING_NOT_APPLICABLE}, {"不涉及", MISSING_NOT_APPLICABLE}, {"未接触", MISSING_NOT_APPLICABLE},
};

static int word_in(enum family family, const char *label)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].family == family && text_alike(words[i].word, label))
            return (int)i;
    return -1;
}

static enum missing no_answer(const char *label)
{
    for (size_t i = 0; i < COUNT_OF(no_answers); i++)
        if (text_alike(no_answers[i].word, label))
            return no_answers[i].missing;
    return MISSING_NONE;
}

/* How many options are words of the family; 0 when one is neither a word nor a don't-know. "一般" alone proves nothing. */
static size_t fits(enum family family, const struct scale *scale)
{
    size_t found = 0, own = 0;
    for (size_t i = 0; i < scale->options.count; i++) {
        const char *label = scale->options.at[i].label;
        int word = word_in(family, label);
        if (word < 0 && no_answer(label) == MISSING_NONE)
            return 0;
        found += word >= 0;
        own += word >= 0 && strcmp(label, "一般") != 0;
    }
    return found >= 2 && own ? found : 0;
}

static int rank(enum family family, const struct option *option)
{
    int word = word_in(family, option->label);
    return word < 0 ? 100 : words[word].place;
}

bool infer_wording(struct arena *arena, struct scale *scale, const char **ret_name, const char **ret_id)
{
    enum family best = FAMILIES;
    size_t most = 0;
    for (int f = 0; f < FAMILIES; f++) {
        size_t found = fits((enum family)f, scale);
        if (found > most) {
            most = found;
            best = (enum family)f;
        }
    }
    if (best == FAMILIES)
        return false;
    struct option *options = scale->options.at;
    for (size_t i = 1; i < scale->options.count; i++)
        for (size_t k = i; k > 0 && rank(best, &options[k]) < rank(best, &options[k - 1]); k--) {
            struct option swap = options[k];
            options[k] = options[k - 1];
            options[k - 1] = swap;
        }
    for (size_t i = 0; i < scale->options.count; i++) {
        int word = word_in(best, options[i].label);
        options[i].code = (int)i + 1;
        options[i].satisfied = best == SATISFACTION && word >= 0 && words[word].good;
        options[i].aware = (best == AWARENESS || best == KNOWLEDGE) && word >= 0 && words[word].good;
        options[i].missing = word < 0 ? no_answer(options[i].label) : MISSING_NONE;
    }
    *ret_name = families[best].name;
    *ret_id = arena_printf(arena, "%s%zu", families[best].id, most);
    return true;
}
