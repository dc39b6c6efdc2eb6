/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why this score, in the report of a unit: points that add up, what it would take to gain a place, what rules and people did.
 *
 *     ```table              ```table             ```table
 *     kind: explain         kind: needed         kind: effects
 *     ```                   ```                  ```
 *
 * The table is that of the report, or `table: NAME`. In the public edition no decision about single responses is shown.
 */
#include "report_priv.h"

static const struct explanation *explanation_here(struct block *block, const char **ret_unit)
{
    const struct names *names = &block->b->names;
    const struct block_entry *entry = block_entry(block, "table");
    const struct table_result *table = entry ? block_table(block, "table") : unit_table(names, names->unit);
    if (block->failed)
        return NULL;
    if (!names->unit || !table) {
        block_fail(block, block->pos, _("this block belongs into the report of a unit that a table scores"));
        return NULL;
    }
    *ret_unit = names->unit->short_name ? names->unit->short_name : names->unit->name;
    const struct explanation *explanation = explanation_of(names->results, table, unit_row(table, names->unit));
    if (!explanation && block_end(block)) {
        struct doc_block *note = doc_add(block->b->doc, &block->b->doc->blocks, DOC_NOTE);
        add_plain(block->b->doc, &note->runs, 0, say(block->b, "没有得分，无从解释。"));
    }
    return explanation;
}

static void headers(struct builder *b, struct doc_table *out, const char *const *words, size_t left)
{
    struct doc_row *row = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < out->columns.count; i++) {
        doc_add_cell(b->doc, row, say(b, words[i]));
        out->columns.at[i].align = i < left ? DOC_ALIGN_LEFT : DOC_ALIGN_DECIMAL;
    }
}

static void signed_cell(struct builder *b, struct doc_row *row, double value, int decimals)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (num_round(value, decimals) > 0)
        strbuf_addc(&text, '+');
    value_print_number(num_round(value, decimals), decimals, &text);
    doc_add_cell(b->doc, row, text.at);
}

/* 座谈评估·工作推进 */
static const char *path_of(struct builder *b, const struct node *node)
{
    const char *name = node->name ? node->name : node->id;
    return node->parent && node->parent->parent ? arena_printf(b->arena, say(b, "%s·%s"), path_of(b, node->parent), name) : name;
}

static void add_other(struct builder *b, struct doc_table *out, const char *name, double points, int decimals)
{
    if (points == 0)
        return;
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    doc_add_cell(b->doc, line, say(b, name));
    for (size_t i = 1; i + 1 < out->columns.count; i++)
        doc_add_cell(b->doc, line, "");
    signed_cell(b, line, points, decimals);
}

void build_explain_table(struct block *block)
{
    struct builder *b = block->b;
    const char *unit = "";
    const struct explanation *explanation = explanation_here(block, &unit);
    struct doc_table *out = explanation ? block_new_table(block, 7, "%s得分由来", unit) : NULL;
    if (!out)
        return;
    static const char *const words[] = {"指标", "权重（%）", "原值", "得分", "平均得分", "计入分数", "与平均之差"};
    headers(b, out, words, 1);
    int decimals = explanation->result->table->decimals;
    const struct score_row *row = &explanation->result->rows.at[explanation->row];
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        line->strong = !node->leaf;
        doc_add_cell(b->doc, line, arena_printf(b->arena, "%s%s", node->depth > 0 ? "　" : "", node->node->name ? node->node->name : node->node->id));
        cell_number(b, line, num_round(node->effective, 2), -1);
        if (node->leaf)
            cell_number(b, line, node->raw, node->node->figure ? node->node->figure->decimals : 2);
        else
            doc_add_cell(b->doc, line, "");
        cell_number(b, line, node->score, decimals);
        cell_number(b, line, node->mean_score, decimals);
        cell_number(b, line, num_round(node->printed_points, decimals), decimals);
        signed_cell(b, line, node->printed_against, decimals);
    }
    add_other(b, out, "加分", explanation->printed_bonus, decimals);
    add_other(b, out, "扣分", explanation->printed_deduction, decimals);
    add_other(b, out, "超过上限不计", explanation->printed_cap, decimals);
    struct doc_row *total = doc_add_row(b->doc, &out->rows);
    total->strong = true;
    doc_add_cell(b->doc, total, say(b, "合计"));
    cell_number(b, total, 100, -1);
    doc_add_cell(b->doc, total, "");
    cell_number(b, total, row->score, decimals);
    cell_number(b, total, explanation->mean, decimals);
    cell_number(b, total, row->base_score, decimals);
    signed_cell(b, total, explanation->printed_against, decimals);
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "权重为实际计入的权重；“与平均之差”各行相加等于得分与平均得分之差（按未取舍的得分计算），尾数按最大余数取舍。");
    notes_finish(block, &notes, &out->note);
}

void build_needed_table(struct block *block)
{
    struct builder *b = block->b;
    const char *unit = "";
    const struct explanation *explanation = explanation_here(block, &unit);
    struct doc_table *out = explanation ? block_new_table(block, 5, "%s：单项提高到多少可以前进名次", unit) : NULL;
    if (!out)
        return;
    static const char *const words[] = {"指标", "现值", "需达到", "变动", "届时名次"};
    headers(b, out, words, 1);
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        if (isnan(node->needed))
            continue;
        int decimals = node->node->figure ? node->node->figure->decimals : 2;
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, line, path_of(b, node->node));
        cell_number(b, line, node->raw, decimals);
        cell_number(b, line, node->needed, decimals);
        signed_cell(b, line, node->needed - num_round(node->raw, decimals), decimals);
        cell_place(b, line, node->needed_place);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, out->rows.count ? "只改变这一项、其他单位和其他各项都不变时；未列出的指标单靠自身不能前进名次。" : "没有一项指标单靠自身能前进名次。");
    notes_finish(block, &notes, &out->note);
}

/* "问卷评估：未满18周岁", "养老照护×东县": from what they name, for that speaks the language of the report. */
static const char *effect_name(struct builder *b, const struct explain_effect *effect)
{
    const char *units = NULL;
    for (size_t u = 0; effect->entry && u < effect->entry->unit_count; u++)
        units = units ? arena_printf(b->arena, "%s×%s", units, effect->entry->units[u]->short_name) : effect->entry->units[u]->short_name;
    if (units)
        return units;
    if (effect->decision)
        return arena_printf(b->arena, say(b, "%s：%s"), effect->decision->object, decision_words(b->names.evaluation, effect->decision, b->names.language, b->arena));
    const struct instrument *instrument = effect->instrument;
    const char *title = !instrument ? effect->what : instrument->short_title ? instrument->short_title : instrument->title;
    if (!effect->rule)
        return title ? title : "—";
    return arena_printf(b->arena, say(b, "%s：%s"), title, effect->rule->name ? effect->rule->name : effect->rule->id);
}

static void effect_row(struct builder *b, struct doc_table *out, const struct explain_effect *effect, int decimals)
{
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    doc_add_cell(b->doc, line, say(b, effect->kind == EFFECT_NOT_APPLICABLE ? "不适用（按零分）" : explain_effect_labels[effect->kind]));
    doc_add_cell(b->doc, line, effect_name(b, effect));
    auto_strbuf struct strbuf reason;
    strbuf_init(&reason);
    const char *why = effect->rule ? effect->rule->reason : effect->entry ? effect->entry->reason : effect->kind == EFFECT_OWN ? say(b, effect->reason) : effect->reason;
    const char *authority = effect->entry ? effect->entry->authority : effect->authority;
    strbuf_adds(&reason, why ? why : "—");
    if (authority)
        strbuf_addf(&reason, say(b, "（依据：%s）"), authority);
    if (effect->who && effect->date)
        strbuf_addf(&reason, say(b, "（%s，%s）"), effect->who, effect->date);
    else if (effect->who || effect->date)
        strbuf_addf(&reason, say(b, "（%s）"), effect->who ? effect->who : effect->date);
    doc_add_cell(b->doc, line, reason.at);
    cell_number(b, line, effect->score, decimals);
    cell_place(b, line, effect->place);
}

void build_effects_table(struct block *block)
{
    struct builder *b = block->b;
    const char *unit = "";
    const struct explanation *explanation = explanation_here(block, &unit);
    struct doc_table *out = explanation ? block_new_table(block, 5, "影响%s得分和名次的规则与裁定", unit) : NULL;
    if (!out)
        return;
    static const char *const words[] = {"类别", "内容", "理由和依据", "如无此项的得分", "如无此项的名次"};
    headers(b, out, words, 3);
    for (size_t i = 0; i < explanation->effects.count; i++)
        if (!explanation_effect_unseen(explanation, &explanation->effects.at[i]) && (explanation->effects.at[i].kind != EFFECT_DECISION || b->names.edition != EDITION_PUBLIC))
            effect_row(b, out, &explanation->effects.at[i], explanation->result->table->decimals);
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, out->rows.count ? "逐项假设没有该规则或裁定，重新计算得分和按得分的名次；印出的得分和名次都不变的规则不列。" : "没有规则或裁定改变得分和名次。");
    notes_finish(block, &notes, &out->note);
}
