/* SPDX-License-Identifier: GPL-3.0-or-later
 * 不可比: why scores of two years cannot be compared. A reason names the indicator and what it was and is, in the words of reports.
 */
#include <math.h>

#include "compare_priv.h"

#define REASONS_MAX 10

struct reasoning {
    compare_reasons *to;
    struct arena *arena;
    size_t more; /* beyond REASONS_MAX */
};

__attribute__((format(printf, 2, 3))) static void add(struct reasoning *reasoning, const char *format, ...)
{
    if (reasoning->to->count >= REASONS_MAX) {
        reasoning->more++;
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&text, format, args);
    va_end(args);
    *LIST_ADD(reasoning->arena, reasoning->to) = arena_strdup(reasoning->arena, text.at);
}

static const char *number(struct reasoning *reasoning, double value)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, num_round(value, 6));
    return arena_strdup(reasoning->arena, text.at);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b)) || (isfinite(a) && isfinite(b) && fabs(a - b) <= 1e-9 * fmax(1, fabs(a)));
}

/* Figures ---------------------------------------------------------------------------------------------------------------- */

static const struct scale *scale_of(const struct figure *figure)
{
    const struct scale *scale = NULL;
    for (size_t i = 0; i < figure->variables.count && !scale; i++)
        scale = figure->variables.at[i]->question->scale;
    return scale;
}

/* What an option does for the figure: its label, whether it counts, its score. */
static bool same_option(const struct figure *figure, const struct figure *other, const struct scale *scale, const struct scale *other_scale, size_t i)
{
    const struct option *a = &scale->options.at[i], *b = &other_scale->options.at[i];
    bool scored = figure->statistic == STAT_SCORE;
    return a->code == b->code && same_text(a->label, b->label) && a->satisfied == b->satisfied && a->aware == b->aware && a->missing == b->missing &&
           (!scored || same_number(option_score(scale, a, figure->vector), option_score(other_scale, b, other->vector)));
}

static void compare_options(const struct figure *before, const struct figure *now, struct reasoning *reasoning)
{
    const struct scale *a = scale_of(before), *b = scale_of(now);
    if (!a && !b)
        return;
    bool same = a && b && a->options.count == b->options.count;
    for (size_t i = 0; same && i < a->options.count; i++)
        same = same_option(before, now, a, b, i);
    if (!same)
        add(reasoning, "%s：选项或其赋分改变", now->name);
}

static bool same_codes(const struct figure *before, const struct figure *now)
{
    bool same = before->codes.count == now->codes.count;
    for (size_t i = 0; same && i < now->codes.count; i++)
        same = before->codes.at[i] == now->codes.at[i];
    return same;
}

static bool same_items(const struct figure *before, const struct figure *now)
{
    bool same = before->item_names.count == now->item_names.count && before->first_variables == now->first_variables;
    for (size_t i = 0; same && i < now->item_names.count; i++)
        same = same_text(before->item_names.at[i].text, now->item_names.at[i].text);
    return same;
}

static void compare_figures(const struct figure *before, const struct figure *now, struct reasoning *reasoning)
{
    if (before->statistic != now->statistic)
        add(reasoning, "%s：算法由“%s”改为“%s”", now->name, statistic_formulas[before->statistic], statistic_formulas[now->statistic]);
    if (before->base != now->base)
        add(reasoning, "%s：基数口径改变", now->name);
    if (!same_items(before, now))
        add(reasoning, "%s：所用题目改变", now->name);
    if (!same_text(before->where.text, now->where.text) || !same_text(before->is.text, now->is.text) || !same_codes(before, now))
        add(reasoning, "%s：计入条件改变", now->name);
    if (before->statistic == STAT_TRIMMED_MEAN && now->statistic == STAT_TRIMMED_MEAN && (before->trim != now->trim || before->trim_from != now->trim_from))
        add(reasoning, "%s：去掉最高最低分的规则改变", now->name);
    if (before->percent != now->percent || !same_text(before->weights.text, now->weights.text))
        add(reasoning, "%s：计算单位或加权改变", now->name);
    if (before->count_own != now->count_own || !same_text(before->own_attribute, now->own_attribute))
        add(reasoning, "%s：本单位评分是否计入改变", now->name);
    compare_options(before, now, reasoning);
}

void reasons_of_figure(const struct figure *before, const struct figure *now, compare_reasons *reasons, struct arena *arena)
{
    struct reasoning reasoning = {.to = reasons, .arena = arena};
    compare_figures(before, now, &reasoning);
}

/* Trees ------------------------------------------------------------------------------------------------------------------- */

static bool same_transform(const struct transform *a, const struct transform *b)
{
    bool same = a->kind == b->kind && same_number(a->from, b->from) && same_number(a->to, b->to) && same_number(a->low, b->low) &&
                same_number(a->high, b->high) && same_number(a->start, b->start) && same_number(a->each, b->each) && a->steps.count == b->steps.count;
    for (size_t i = 0; same && i < a->steps.count; i++)
        same = same_number(a->steps.at[i].from, b->steps.at[i].from) && same_number(a->steps.at[i].score, b->steps.at[i].score);
    return same;
}

static const struct node *child_of(const struct node *parent, const char *id)
{
    for (size_t i = 0; i < parent->children.count; i++)
        if (same_text(parent->children.at[i].id, id))
            return &parent->children.at[i];
    return NULL;
}

static const char *name_of(const struct node *node)
{
    return node->name ? node->name : node->id;
}

static double share_of(const struct node *node)
{
    double sum = 0;
    for (size_t i = 0; node->parent && i < node->parent->children.count; i++)
        sum += node->parent->children.at[i].weight;
    return sum > 0 ? 100 * node->weight / sum : node->weight;
}

static void compare_tables(const struct table *before, const struct table *now, struct reasoning *reasoning);

static void compare_nodes(const struct node *before, const struct node *now, struct reasoning *reasoning)
{
    for (size_t i = 0; i < before->children.count; i++)
        if (!child_of(now, before->children.at[i].id))
            add(reasoning, "取消指标“%s”", name_of(&before->children.at[i]));
    for (size_t i = 0; i < now->children.count; i++) {
        const struct node *node = &now->children.at[i], *other = child_of(before, node->id);
        if (!other) {
            add(reasoning, "新增指标“%s”", name_of(node));
            continue;
        }
        if (!same_number(share_of(other), share_of(node)))
            add(reasoning, "“%s”的权重由%s改为%s", name_of(node), number(reasoning, share_of(other)), number(reasoning, share_of(node)));
        if (!same_transform(&other->transform, &node->transform))
            add(reasoning, "“%s”的计分方法改变", name_of(node));
        if (!other->figure != !node->figure || !other->table != !node->table || !same_text(other->via, node->via) || other->aggregate != node->aggregate ||
            (node->table && other->table && !same_text(node->table->id, other->table->id)) ||
            (node->figure && other->figure && !same_text(node->figure->id, other->figure->id)))
            add(reasoning, "“%s”改用其他数据", name_of(node));
        else if (node->figure)
            compare_figures(other->figure, node->figure, reasoning);
        else if (node->table)
            compare_tables(other->table, node->table, reasoning);
        if (!same_number(other->min_base, node->min_base) || other->missing_set != node->missing_set || other->missing != node->missing)
            add(reasoning, "“%s”的缺项处理改变", name_of(node));
        compare_nodes(other, node, reasoning);
    }
}

static bool same_adjustment(const struct adjustment *a, const struct adjustment *b)
{
    return same_text(a->id, b->id) && same_number(a->points, b->points) && same_number(a->cap, b->cap) && !a->unit == !b->unit;
}

/* Points given to single units differ from year to year; the rules by which they are given may not. */
static void compare_adjustments(const char *what, const void *before_list, const void *now_list, double before_cap, double now_cap, struct reasoning *reasoning)
{
    const LIST_OF(struct adjustment) *before = before_list, *now = now_list;
    bool same = same_number(before_cap, now_cap);
    for (size_t i = 0; i < now->count; i++) {
        bool found = now->at[i].unit != NULL;
        for (size_t j = 0; j < before->count && !found; j++)
            found = same_adjustment(&before->at[j], &now->at[i]);
        same = same && found;
    }
    for (size_t j = 0; j < before->count; j++) {
        bool found = before->at[j].unit != NULL;
        for (size_t i = 0; i < now->count && !found; i++)
            found = same_adjustment(&before->at[j], &now->at[i]);
        same = same && found;
    }
    if (!same)
        add(reasoning, "%s规则改变", what);
}

static void compare_tables(const struct table *before, const struct table *now, struct reasoning *reasoning)
{
    if (before->by_count != now->by_count)
        add(reasoning, "“%s”的评分对象改变", now->name ? now->name : now->id);
    if (before->not_applicable != now->not_applicable || before->missing != now->missing || !same_number(before->coverage, now->coverage))
        add(reasoning, "“%s”的缺项处理改变", now->name ? now->name : now->id);
    compare_adjustments("加分", &before->bonus, &now->bonus, before->bonus_cap, now->bonus_cap, reasoning);
    compare_adjustments("扣分", &before->deductions, &now->deductions, before->deduction_cap, now->deduction_cap, reasoning);
    if (!same_number(before->score_max, now->score_max))
        add(reasoning, "得分上限改变");
    compare_nodes(&before->root, &now->root, reasoning);
}

void reasons_of_formula(struct compare_table *table, struct arena *arena)
{
    struct reasoning reasoning = {.to = &table->formula, .arena = arena};
    if (!table->before) {
        add(&reasoning, "上次评估没有该得分表");
        return;
    }
    compare_tables(table->before->table, table->now->table, &reasoning);
    if (reasoning.more > 0)
        *LIST_ADD(arena, &table->formula) = arena_printf(arena, "另有%zu处改变", reasoning.more);
}

/* Sets ----------------------------------------------------------------------------------------------------------------------- */

void reasons_of_set(struct compare_table *table, struct arena *arena)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct compare_row *row = &table->rows.at[i];
        if (!row->before)
            *LIST_ADD(arena, &table->set) = arena_printf(arena, "新增%s", row->now->short_name);
        else if (!row->now)
            *LIST_ADD(arena, &table->set) = arena_printf(arena, "不再有%s", row->before->short_name);
    }
}
