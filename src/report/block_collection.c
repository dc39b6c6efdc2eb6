/* SPDX-License-Identifier: GPL-3.0-or-later
 * How the data came about: issued and returned, screening, earlier years, decisions.
 */
#include "report_priv.h"

static void add_header(struct builder *b, struct doc_table *out, const char *const *headers, size_t count)
{
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < count; i++)
        doc_add_cell(b->doc, header, say(b, headers[i]));
}

static void add_text(struct builder *b, struct doc_row *row, const char *text)
{
    doc_add_cell(b->doc, row, text && *text ? text : "—");
}

/* Issued and returned --------------------------------------------------------------------------------------------- */

static const char *const collection_headers[] = {NULL, "发放", "回收", "不属调查对象", "作废", "有效", "回收率（%）", "有效率（%）", "有效回收率（%）"};

static void add_collection(struct builder *b, struct doc_table *out, const char *label, const struct collection *collection, bool strong)
{
    struct doc_row *row = doc_add_row(b->doc, &out->rows);
    row->strong = strong;
    doc_add_cell(b->doc, row, label);
    const double counts[] = {collection->issued, collection->returned, collection->not_eligible, collection->void_count, collection->valid};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        cell_number(b, row, counts[i], 0);
    const double rates[] = {collection->return_rate, collection->valid_rate, collection->valid_return_rate};
    for (size_t i = 0; i < COUNT_OF(rates); i++)
        cell_number(b, row, rates[i], 2);
}

static struct doc_table *new_collection_table(struct block *block, const char *first, const char *caption)
{
    struct doc_table *out = block_new_table(block, COUNT_OF(collection_headers), "%s", caption);
    if (!out)
        return NULL;
    const char *headers[COUNT_OF(collection_headers)];
    memcpy(headers, collection_headers, sizeof headers);
    headers[0] = first;
    add_header(block->b, out, headers, COUNT_OF(headers));
    for (size_t i = 1; i < COUNT_OF(headers); i++)
        out->columns.at[i].align = i < 6 ? DOC_ALIGN_RIGHT : DOC_ALIGN_DECIMAL;
    return out;
}

/* All instruments, or one instrument by unit. */
void build_collection_table(struct block *block)
{
    struct builder *b = block->b;
    const struct instrument *only = block_instrument(block, "instrument");
    const struct unit_kind *by = block_kind(block, "by");
    if (block->failed)
        return;
    const char *title = only ? only->title : say(b, "问卷和量表收发情况");
    struct doc_table *out = new_collection_table(block, by ? by->name : say(b, "调查工具"), title);
    if (!out)
        return;
    for (size_t i = 0; i < b->names.results->collections.count; i++) {
        const struct collection *at = &b->names.results->collections.at[i];
        if (only && at->instrument != only)
            continue;
        if (by ? at->unit && at->unit->kind == by : !at->unit)
            add_collection(b, out, at->unit ? at->unit->name : at->instrument->short_title ? at->instrument->short_title : at->instrument->title, at, at->unit && at->unit == b->names.unit);
    }
    const struct collection *all = only ? results_collection(b->names.results, only, NULL) : NULL;
    if (by && all)
        add_collection(b, out, say(b, "合计"), all, true);
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "回收率＝回收÷发放；有效率＝有效÷（回收－不属调查对象）；有效回收率＝有效÷发放。未载明发放数的，有关比率列为“—”。");
    notes_finish(block, &notes, &out->note);
}

/* Screening: how many each rule decided. */
void build_rules_table(struct block *block)
{
    struct builder *b = block->b;
    const struct instrument *instrument = block_instrument(block, "instrument");
    if (!instrument) {
        if (!block->failed)
            block_fail(block, block->pos, _("the block names no instrument"));
        return;
    }
    struct doc_table *out = block_new_table(block, 5, "%s：废卷判定", instrument->title);
    if (!out)
        return;
    static const char *const headers[] = {"规则", "处理", "据以判定（份）", "符合（份）", "取消作答（处）"};
    add_header(b, out, headers, COUNT_OF(headers));
    for (size_t i = 2; i < COUNT_OF(headers); i++)
        out->columns.at[i].align = DOC_ALIGN_RIGHT;
    const struct collection *all = results_collection(b->names.results, instrument, NULL);
    for (size_t i = 0; all && i < all->rules.count; i++) {
        const struct rule_count *rule = &all->rules.at[i];
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        add_text(b, row, rule->rule->name ? rule->rule->name : rule->rule->id);
        add_text(b, row, say(b, screening_words[rule->rule->action]));
        enum screening_action action = rule->rule->action;
        cell_number(b, row, action == SCREEN_VOID || action == SCREEN_NOT_ELIGIBLE ? rule->decided : NAN, 0);
        cell_number(b, row, rule->applies, 0);
        cell_number(b, row, action == SCREEN_CANCEL ? rule->cancelled : NAN, 0);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "一份问卷可符合几条规则，由其中第一条判定；“符合”栏不论由哪条判定。");
    notes_finish(block, &notes, &out->note);
}

/* Earlier years ------------------------------------------------------------------------------------------------------- */

static void add_earlier(struct builder *b, struct doc_table *out, const struct value *entry)
{
    static const char *const keys[] = {"label", "year", NULL, NULL, "definition", "sentence"};
    struct doc_row *row = doc_add_row(b->doc, &out->rows);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        struct value value = i == 2 ? *entry : value_none();
        if (i == 3)
            value_get(&b->names, entry, "now", 3, &value);
        else if (keys[i])
            value_get(&b->names, entry, keys[i], strlen(keys[i]), &value);
        value_print(&b->names, &value, &text);
        doc_add_cell(b->doc, row, text.at);
    }
}

void build_earlier_table(struct block *block)
{
    struct builder *b = block->b;
    struct doc_table *out = block_new_table(block, 6, "与以往年度比较");
    if (!out)
        return;
    static const char *const headers[] = {"指标", "年度", "当年数值", "本次数值", "当年口径", "比较"};
    add_header(b, out, headers, COUNT_OF(headers));
    out->columns.at[1].align = DOC_ALIGN_CENTRE;
    out->columns.at[2].align = out->columns.at[3].align = DOC_ALIGN_DECIMAL;
    struct value figures = earlier_value(), years;
    const char *key;
    for (size_t i = 0; (key = value_key(&b->names, &figures, i)); i++)
        if (value_get(&b->names, &figures, key, strlen(key), &years))
            for (size_t k = 0; k < value_length(&b->names, &years); k++) {
                struct value entry = value_at(&b->names, &years, k);
                add_earlier(b, out, &entry);
            }
    struct notes notes;
    notes_init(&notes, block);
    notes_finish(block, &notes, &out->note);
}

/* Decisions ------------------------------------------------------------------------------------------------------------ */

/* What `compare-entries` wrote into decisions.csv is the program's; what people wrote comes back as it is. */
static const char *in_words(struct builder *b, const char *text)
{
    return text ? words_in(b->names.language, text) : NULL;
}

void build_decisions_table(struct block *block)
{
    struct builder *b = block->b;
    struct doc_table *out = block_new_table(block, 6, "人工裁定记录");
    if (!out)
        return;
    static const char *const headers[] = {"对象", "裁定", "原因", "依据", "裁定人", "日期"};
    add_header(b, out, headers, COUNT_OF(headers));
    for (size_t i = 0; i < b->names.evaluation->decisions.count; i++) {
        const struct decision *decision = &b->names.evaluation->decisions.at[i];
        if (!decision_shown(&b->names, decision))
            continue;
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        const char *const texts[] = {decision->object, decision_words(b->names.evaluation, decision, b->names.language, b->arena), in_words(b, decision->reason), in_words(b, decision->authority),
                                     b->names.edition == EDITION_PUBLIC ? NULL : decision->who, decision->date};
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            add_text(b, row, texts[k]);
        row->cells.at[0].runs.at[0].flags |= DOC_CODE;
    }
    struct notes notes;
    notes_init(&notes, block);
    if (!out->rows.count)
        notes_add(&notes, "没有人工裁定。");
    notes_finish(block, &notes, &out->note);
}
