/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows below the responses: sums, means and remarks (合计, 平均分, 注：…, 制表人：…). Read as responses they would count as returned, and their numbers as answers. The first cell with
 * anything in it tells; a word that is an answer to the question of its column is one.
 */
#include "ingest_priv.h"

#include <stdlib.h>

enum { WORD_MAX = 200 /* bytes: a remark, not a text */ };

enum summary summary_of(const char *key)
{
    static const char *const sums[] = {"合计", "总计", "小计", "共计", "累计", "平均", "平均值", "平均数", "平均分", "均值", "总和", "总数", "求和", "最高", "最高分", "最大值", "最低", "最低分",
                                       "最小值", "标准差", "中位数", "计数", "total", "totals", "grandtotal", "subtotal", "sum", "average", "mean"};
    static const char *const remarks[] = {"注", "备注", "说明", "制表", "制表人", "填表人", "填报人", "审核人", "录入人", "汇总人", "填表日期", "制表日期"};
    size_t word = strcspn(key, ":(0123456789");
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        if (strlen(sums[i]) == word && strncmp(sums[i], key, word) == 0)
            return SUMMARY_SUMS;
    for (size_t i = 0; i < COUNT_OF(remarks); i++)
        if (key[word] == ':' && strlen(remarks[i]) == word && strncmp(remarks[i], key, word) == 0)
            return SUMMARY_REMARK;
    return SUMMARY_NONE;
}

enum summary summary_cell(const struct cell *cells, size_t count, size_t *ret_at)
{
    size_t at = 0;
    while (at < count && cells[at].len == 0)
        at++;
    *ret_at = at;
    if (at == count || cells[at].len > WORD_MAX || (cells[at].at[0] >= '0' && cells[at].at[0] <= '9'))
        return SUMMARY_NONE;
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, cells[at].at, cells[at].len);
    return key.len ? summary_of(key.at) : SUMMARY_NONE;
}

bool row_is_summary(const struct ingest *ingest, const struct row *row)
{
    size_t at, count = row->count < ingest->plan.count ? row->count : ingest->plan.count;
    enum summary summary = ingest->plan.platform->exact ? SUMMARY_NONE : summary_cell(row->at, count, &at);
    if (summary == SUMMARY_NONE)
        return false;
    const struct column_plan *column = &ingest->plan.columns[at];
    bool answer = column->state == COLUMN_MAPPED;
    if (answer && column->options && option_by_text(column->options, row->at[at].at, row->at[at].len))
        return false;
    if (answer && ingest->instrument->variables.at[column->target.first].type == VARIABLE_TEXT)
        return false;
    for (size_t i = at + 1; summary == SUMMARY_REMARK && i < count; i++) /* beside a remark there are no answers */
        if (ingest->plan.columns[i].state == COLUMN_MAPPED && row->at[i].len > 0)
            return false;
    return true;
}
