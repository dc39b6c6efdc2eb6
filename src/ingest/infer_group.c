/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which columns belong to one question. A header is cut into what names the question and what names its part (row, option): 第6题(运动), 6、您喜欢—运动 and then
 * 6、阅读, 评价[推进], q/a. A cut counts only where neighbours have the same beginning; a bracket at the end of one title is no part.
 */
#include "infer_priv.h"

#include <stdlib.h>

/* "6、标题", "6.标题", "第6题", "Q6 标题": the number; where the rest begins. */
static int number_of(const char *header, const char **ret_rest)
{
    const char *at = header;
    bool wrapped = strncmp(at, "第", strlen("第")) == 0;
    at += wrapped ? strlen("第") : *at == 'Q' || *at == 'q';
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 4)
        return 0;
    int number = atoi(at);
    at += digits;
    static const char *const marks[] = {"、", "．", ".", "：", ":"};
    if (wrapped) {
        if (strncmp(at, "题", strlen("题")) != 0)
            return 0;
        *ret_rest = at + strlen("题");
        return number;
    }
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0) {
            *ret_rest = at + strlen(marks[i]);
            return number;
        }
    return 0;
}

static bool is_close(const char *end, const char *text, const char *close)
{
    size_t len = strlen(close);
    return (size_t)(end - text) >= len && memcmp(end - len, close, len) == 0;
}

/* The part in brackets at the end, by the bracket that matches the last. */
static bool in_brackets(struct infer *infer, struct infer_column *column, const char *text)
{
    static const char *const pairs[][2] = {{"[", "]"}, {"(", ")"}, {"（", "）"}};
    const char *end = text + strlen(text);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const char *open = pairs[i][0], *close = pairs[i][1];
        if (!is_close(end, text, close))
            continue;
        int depth = 0;
        for (const char *at = end - strlen(close); at >= text; at--) {
            depth += strncmp(at, close, strlen(close)) == 0;
            depth -= strncmp(at, open, strlen(open)) == 0;
            if (depth > 0)
                continue;
            const char *inside = at + strlen(open);
            column->stem = text_trim_copy(infer->arena, text, (size_t)(at - text));
            column->part = text_trim_copy(infer->arena, inside, (size_t)(end - strlen(close) - inside));
            return true;
        }
    }
    return false;
}

static bool at_mark(struct infer *infer, struct infer_column *column, const char *text, const char *mark, bool last)
{
    const char *found = strstr(text, mark);
    for (const char *next = found; last && next; next = strstr(next + 1, mark))
        found = next;
    if (!found || found == text || !found[strlen(mark)])
        return false;
    column->stem = text_trim_copy(infer->arena, text, (size_t)(found - text));
    column->part = text_trim_copy(infer->arena, found + strlen(mark), strlen(found + strlen(mark)));
    return true;
}

static void cut(struct infer *infer, struct infer_column *column)
{
    const char *rest = column->header;
    column->number = number_of(column->header, &rest);
    if (column->number && strncmp(column->header, "第", strlen("第")) == 0 && (*rest == '(' || strncmp(rest, "（", 3) == 0)) {
        in_brackets(infer, column, rest);
        column->stem = arena_printf(infer->arena, "第%d题", column->number);
        return;
    }
    static const char *const marks[] = {"—", "――", "·", ":", "："};
    column->stem = column->header;
    if (infer->platform->group_mark && at_mark(infer, column, column->header, "/", true) /* both that have groups cut options off so */)
        return;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (at_mark(infer, column, rest, marks[i], false)) {
            column->stem = arena_printf(infer->arena, "%.*s%s", (int)(rest - column->header), column->header, column->stem);
            return;
        }
    if (in_brackets(infer, column, rest))
        column->stem = arena_printf(infer->arena, "%.*s%s", (int)(rest - column->header), column->header, column->stem);
}

static void uncut(struct infer_column *column)
{
    column->stem = column->header;
    column->part = NULL;
}

/* 6、您喜欢—运动 is followed by 6、阅读: the same number, and no title of its own. */
static void join_numbered(struct infer *infer)
{
    for (size_t i = 0; i + 1 < infer->count; i++) {
        const struct infer_column *before = &infer->columns[i];
        struct infer_column *column = &infer->columns[i + 1];
        if (before->skip || column->skip || !before->number || before->number != column->number || !before->part || strcmp(before->stem, column->stem) == 0)
            continue;
        const char *rest = column->header;
        number_of(column->header, &rest);
        column->stem = before->stem;
        column->part = text_trim_copy(infer->arena, rest, strlen(rest));
    }
}

static bool same_stem(const struct infer_column *a, const struct infer_column *b)
{
    return !a->skip && !b->skip && a->part && b->part && strcmp(a->stem, b->stem) == 0;
}

/* Does a column before have what is left of the mark as its whole header? channel, then channel/tv: the parts of a question that also stands joined. */
static bool has_whole(const struct infer *infer, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (!infer->columns[i].skip && strcmp(infer->columns[i].header, infer->columns[at].stem) == 0)
            return true;
    return false;
}

void infer_group(struct infer *infer)
{
    for (size_t i = 0; i < infer->count; i++)
        if (!infer->columns[i].skip && !infer->columns[i].part)
            cut(infer, &infer->columns[i]);
    join_numbered(infer);
    for (size_t i = 0; i < infer->count; i++) {
        struct infer_column *column = &infer->columns[i];
        if (column->skip || !column->part)
            continue;
        bool neighbours = (i > 0 && same_stem(column, &infer->columns[i - 1])) || (i + 1 < infer->count && same_stem(column, &infer->columns[i + 1]));
        bool group_path = infer->platform->group_mark != NULL;
        if (group_path && !has_whole(infer, i)) {
            /* The path of a group of questions, or the options of a question of which only they stand there. */
            bool marks = neighbours && column->texts.count <= 2 && column->answers > 0;
            for (size_t k = 0; k < column->texts.count; k++)
                marks = marks && (strcmp(column->texts.at[k].text, "0") == 0 || strcmp(column->texts.at[k].text, "1") == 0);
            if (!marks)
                uncut(column);
        } else if (!neighbours && !group_path) {
            uncut(column);
        }
    }
}
