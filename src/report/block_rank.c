/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables and charts of one score table by its units: the ranking, weights, fixed places, policies.
 */
#include "report_priv.h"

static const char *short_of(const struct unit *unit)
{
    return unit ? unit->short_name ? unit->short_name : unit->name : "—";
}

/* Columns of a ranking ------------------------------------------------------------------------------------------ */

enum column_kind {
    RANK_PLACE, RANK_UNIT, RANK_SHORT, RANK_SCORE, RANK_BAND, RANK_NATURAL_PLACE, RANK_BASE_SCORE, RANK_BONUS,
    RANK_DEDUCTION, RANK_DIFFERENCE, RANK_COVERAGE, RANK_STATUS, RANK_WORDS,
    RANK_ATTRIBUTE, RANK_FACET, RANK_NODE
};

static const char *const column_words[RANK_WORDS] = {
    [RANK_PLACE] = "place",           [RANK_UNIT] = "unit",           [RANK_SHORT] = "short", [RANK_SCORE] = "score",
    [RANK_BAND] = "band",             [RANK_NATURAL_PLACE] = "natural_place", [RANK_BASE_SCORE] = "base_score",
    [RANK_BONUS] = "bonus",           [RANK_DEDUCTION] = "deduction", [RANK_DIFFERENCE] = "difference",
    [RANK_COVERAGE] = "coverage",     [RANK_STATUS] = "status",
};

static const char *const column_headers[RANK_WORDS] = {
    [RANK_PLACE] = "名次",        [RANK_UNIT] = NULL,        [RANK_SHORT] = NULL,           [RANK_SCORE] = "得分",
    [RANK_BAND] = "等次",         [RANK_NATURAL_PLACE] = "按得分的名次", [RANK_BASE_SCORE] = "基础得分",
    [RANK_BONUS] = "加分",        [RANK_DEDUCTION] = "扣分", [RANK_DIFFERENCE] = "与平均之差",
    [RANK_COVERAGE] = "数据覆盖（%）", [RANK_STATUS] = "状态",
};

struct rank_column {
    enum column_kind kind;
    const struct attribute *attribute;
    size_t facet, value, node;
    const char *header;
};

typedef LIST_OF(struct rank_column) rank_columns;

static bool add_word_column(struct block *block, rank_columns *columns, const struct table_result *table, const char *word)
{
    for (int i = 0; i < RANK_WORDS; i++)
        if (!strcmp(column_words[i], word)) {
            struct rank_column *column = LIST_ADD(block->b->arena, columns);
            column->kind = (enum column_kind)i;
            column->header = column_headers[i] ? say(block->b, column_headers[i]) : table->table->by[0]->name;
            return true;
        }
    return false;
}

static bool add_attribute_column(struct block *block, rank_columns *columns, const struct table_result *table, const char *word)
{
    const struct unit_kind *kind = table->table->by[0];
    for (size_t i = 0; i < kind->attributes.count; i++)
        if (!strcmp(kind->attributes.at[i].id, word)) {
            struct rank_column *column = LIST_ADD(block->b->arena, columns);
            *column = (struct rank_column){.kind = RANK_ATTRIBUTE, .attribute = &kind->attributes.at[i], .header = kind->attributes.at[i].name};
            return true;
        }
    return false;
}

/* A facet gives a column for each of its values that the table has leaves for. */
static bool add_facet_columns(struct block *block, rank_columns *columns, const struct table_result *table, const char *word)
{
    const struct rubric *rubric = &block->b->names.evaluation->rubric;
    for (size_t f = 0; f < rubric->facets.count; f++) {
        if (strcmp(rubric->facets.at[f].id, word))
            continue;
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++)
            if (table_facet_weight(table->table, f, v) > 0) {
                struct rank_column *column = LIST_ADD(block->b->arena, columns);
                *column = (struct rank_column){.kind = RANK_FACET, .facet = f, .value = v, .header = rubric->facets.at[f].values.at[v]};
            }
        return true;
    }
    return false;
}

static bool add_node_column(struct block *block, rank_columns *columns, const struct table_result *table, const char *word)
{
    for (size_t i = 0; i < table->table->nodes.count; i++)
        if (!strcmp(table->table->nodes.at[i]->id, word)) {
            struct rank_column *column = LIST_ADD(block->b->arena, columns);
            *column = (struct rank_column){.kind = RANK_NODE, .node = i, .header = table->table->nodes.at[i]->name};
            return true;
        }
    return false;
}

static void read_columns(struct block *block, const struct table_result *table, rank_columns *columns)
{
    const struct block_entry *entry = block_entry(block, "columns");
    for (size_t i = 0; entry && i < entry->values.count; i++) {
        const char *word = entry->values.at[i].text;
        if (add_word_column(block, columns, table, word) || add_attribute_column(block, columns, table, word) ||
            add_facet_columns(block, columns, table, word) || add_node_column(block, columns, table, word))
            continue;
        block_fail(block, entry->values.at[i].pos, _("unknown column '%s'"), word);
        LIST_OF(const char *) words = {0};
        for (size_t k = 0; k < RANK_WORDS; k++)
            *LIST_ADD(block->b->arena, &words) = column_words[k];
        for (size_t k = 0; k < table->table->nodes.count; k++)
            *LIST_ADD(block->b->arena, &words) = table->table->nodes.at[k]->id;
        diags_hint_words(block->b->diags, word, words.at, words.count);
    }
    if (entry)
        return;
    add_word_column(block, columns, table, "place");
    add_word_column(block, columns, table, "unit");
    add_word_column(block, columns, table, "score");
    if (table->table->bands.count)
        add_word_column(block, columns, table, "band");
}

static enum doc_align align_of(enum column_kind kind)
{
    switch (kind) {
    case RANK_UNIT:
    case RANK_ATTRIBUTE: return DOC_ALIGN_LEFT;
    case RANK_PLACE:
    case RANK_NATURAL_PLACE:
    case RANK_SHORT:
    case RANK_BAND:
    case RANK_STATUS: return DOC_ALIGN_CENTRE;
    default: return DOC_ALIGN_DECIMAL;
    }
}

static void add_attribute_cell(struct builder *b, struct doc_row *row, const struct unit *unit, const struct attribute *attribute)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    struct value value = unit_value(unit), own;
    if (value_get(&b->names, &value, attribute->id, strlen(attribute->id), &own))
        value_print(&b->names, &own, &text);
    doc_add_cell(b->doc, row, text.len ? text.at : "—");
}

static void add_cell(struct builder *b, struct doc_row *out, const struct rank_column *column, const struct table_result *table,
                     const struct score_row *row)
{
    const struct unit *unit = row_unit(table, row, 0);
    int decimals = table->table->decimals;
    switch (column->kind) {
    case RANK_PLACE: cell_mark(b, cell_place(b, out, row->place), source_of_row(&b->names, table, row, "place")); break;
    case RANK_UNIT: doc_add_cell(b->doc, out, unit ? unit->name : "—"); break;
    case RANK_SHORT: doc_add_cell(b->doc, out, short_of(unit)); break;
    case RANK_SCORE: cell_mark(b, cell_number(b, out, row->score, decimals), source_of_row(&b->names, table, row, "score")); break;
    case RANK_BAND: cell_mark(b, doc_add_cell(b->doc, out, row->band ? row->band->label : "—"), source_of_row(&b->names, table, row, "band")); break;
    case RANK_NATURAL_PLACE: cell_place(b, out, row->natural_place); break;
    case RANK_BASE_SCORE: cell_number(b, out, row->base_score, decimals); break;
    case RANK_BONUS: cell_number(b, out, row->bonus, decimals); break;
    case RANK_DEDUCTION: cell_number(b, out, row->deduction, decimals); break;
    case RANK_DIFFERENCE: cell_number(b, out, row->score - table->mean, decimals); break;
    case RANK_COVERAGE: cell_number(b, out, row->coverage * 100, 1); break;
    case RANK_STATUS: {
        const struct unit_status *status = unit ? evaluation_status(b->names.evaluation, unit) : NULL;
        doc_add_cell(b->doc, out, status ? status->label ? status->label : status->status : "—");
        break;
    }
    case RANK_ATTRIBUTE: add_attribute_cell(b, out, unit, column->attribute); break;
    case RANK_FACET:
        cell_mark(b, cell_number(b, out, row_facet(row, column->facet, column->value), decimals), source_of_facet(&b->names, table, row, column->facet, column->value));
        break;
    default: cell_number(b, out, row->nodes ? row->nodes[column->node].score : NAN, decimals); break;
    }
}

/* The ranking ------------------------------------------------------------------------------------------------------ */

bool block_one_kind(struct block *block, const struct table_result *table)
{
    if (!table)
        return false;
    if (table->table->by_count == 1)
        return true;
    block_fail(block, block->pos, _("table '%s' runs over pairs; this block takes one by a single kind"), table->table->id);
    return false;
}

/* In the public edition only kinds that the evaluation names are ranked in full; of others the first few. */
static size_t public_top(const struct block *block, const struct table_result *table)
{
    const struct names *names = &block->b->names;
    if (names->edition != EDITION_PUBLIC || evaluation_ranked_publicly(names->evaluation, table->table->by[0]))
        return SIZE_MAX;
    return (size_t)names->evaluation->disclosure.top;
}

size_t block_rows_to_show(struct block *block, const struct table_result *table, const size_t **ret_rows)
{
    static const char *const orders[] = {"place", "official"};
    bool official = block_word(block, "order", orders, COUNT_OF(orders), 0) == 1;
    size_t top = (size_t)block_whole(block, "top", 1000000, 1, 1000000), count = 0, shown = public_top(block, table);
    top = top < shown ? top : shown;
    size_t *rows = ARENA_ARRAY(block->b->arena, size_t, table->rows.count + 1);
    for (size_t i = 0; i < table->rows.count; i++) {
        size_t at = official ? i : (size_t)table->by_place[i];
        bool own = row_unit(table, &table->rows.at[at], 0) == block->b->names.unit && block->b->names.unit;
        double place = table->rows.at[at].place;
        bool in_top = official && shown < SIZE_MAX ? place <= (double)shown : i < top;
        if (in_top || own)
            rows[count++] = at;
    }
    *ret_rows = rows;
    return count;
}

void build_ranking_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    rank_columns columns = {0};
    read_columns(block, table, &columns);
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    struct doc_table *out = block_new_table(block, columns.count, "%s", table->table->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t c = 0; c < columns.count; c++) {
        out->columns.at[c].align = align_of(columns.at[c].kind);
        doc_add_cell(b->doc, header, columns.at[c].header);
    }
    for (size_t i = 0; i < count; i++) {
        const struct score_row *row = &table->rows.at[rows[i]];
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        line->strong = b->names.unit && row_unit(table, row, 0) == b->names.unit;
        for (size_t c = 0; c < columns.count; c++)
            add_cell(b, line, &columns.at[c], table, row);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add_table(b, &notes, table);
    if (public_top(block, table) < table->rows.count)
        notes_add(&notes, "公开版只列前%zu名。", public_top(block, table));
    notes_finish(block, &notes, &out->note);
}

void block_name_rows(struct block *block, const struct table_result *table, const size_t *rows, size_t count, struct doc_chart *chart)
{
    for (size_t i = 0; i < count; i++) {
        const struct unit *unit = row_unit(table, &table->rows.at[rows[i]], 0);
        if (unit && unit == block->b->names.unit)
            chart->highlight = (int)chart->categories.count;
        doc_add_category(block->b->doc, chart, short_of(unit));
    }
}

void build_ranking_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const size_t *rows, *near;
    size_t count = block_rows_to_show(block, table, &rows), own = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (b->names.unit && row_unit(table, &table->rows.at[rows[i]], 0) == b->names.unit)
            own = i;
    size_t shown = block_near(block, count, own, &near);
    struct doc_chart *chart = block_new_chart(block, CHART_BARS, "%s", table->table->name);
    if (!chart)
        return;
    double *values = ARENA_ARRAY(b->arena, double, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        values[i] = near[i] == BLOCK_GAP ? NAN : num_round(table->rows.at[rows[near[i]]].score, table->table->decimals);
        if (near[i] == BLOCK_GAP)
            doc_add_gap(b->doc, chart);
        else
            block_name_rows(block, table, &rows[near[i]], 1, chart);
    }
    doc_add_series(b->doc, chart, say(b, "得分"), values);
    chart->unit = say(b, "分");
    chart->decimals = table->table->decimals;
    chart->reference = table->mean;
    chart->reference_label = say(b, "平均");
    struct notes notes;
    notes_init(&notes, block);
    notes_add_near(block, &notes, near, shown, count);
    notes_finish(block, &notes, &chart->note);
}

/* Weights ----------------------------------------------------------------------------------------------------------- */

/* How much each value of a facet (each method) weighs in each table. */
void build_weights_table(struct block *block)
{
    struct builder *b = block->b;
    int facet = block_facet(block, "facet");
    const struct block_entry *entry = block_entry(block, "tables");
    LIST_OF(const struct table_result *) tables = {0};
    for (size_t i = 0; entry && i < entry->values.count; i++) {
        const struct table_result *table = results_table(b->names.results, entry->values.at[i].text);
        if (table)
            *LIST_ADD(b->arena, &tables) = table;
        else
            block_fail(block, entry->values.at[i].pos, _("unknown table '%s'"), entry->values.at[i].text);
    }
    for (size_t i = 0; !entry && i < b->names.results->tables.count; i++)
        *LIST_ADD(b->arena, &tables) = &b->names.results->tables.at[i];
    if (facet < 0) {
        if (!block->failed)
            block_fail(block, block->pos, _("the block names no facet"));
        return;
    }
    const struct facet *marks = &b->names.evaluation->rubric.facets.at[facet];
    struct doc_table *out = block_new_table(block, tables.count + 1, "各%s的权重（%%）", marks->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, marks->name);
    for (size_t t = 0; t < tables.count; t++) {
        out->columns.at[t + 1].align = DOC_ALIGN_DECIMAL;
        auto_strbuf struct strbuf kinds;
        strbuf_init(&kinds);
        for (size_t k = 0; k < tables.at[t]->table->by_count; k++)
            strbuf_addf(&kinds, "%s%s", k ? "×" : "", tables.at[t]->table->by[k]->name);
        doc_add_cell(b->doc, header, arena_printf(b->arena, say(b, "%s得分"), kinds.at));
    }
    bool unused = false;
    for (size_t v = 0; v < marks->values.count; v++) {
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, row, marks->values.at[v]);
        for (size_t t = 0; t < tables.count; t++) {
            double weight = table_facet_weight(tables.at[t]->table, (size_t)facet, v);
            cell_number(b, row, weight > 0 ? weight : NAN, -1);
            unused |= !(weight > 0);
        }
    }
    struct notes notes;
    notes_init(&notes, block);
    if (unused)
        notes_add(&notes, "“—”表示该表没有采用。");
    notes_add(&notes, "一项得分若取自另一张得分表，其内部构成见该表。");
    notes_finish(block, &notes, &out->note);
}

/* Fixed places, units without score -------------------------------------------------------------------------------------- */

void build_fixed_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    struct doc_table *out = block_new_table(block, 5, "固定名次及原因");
    if (!out)
        return;
    static const char *const headers[] = {NULL, "固定名次", "按得分的名次", "原因", "依据"};
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        doc_add_cell(b->doc, header, headers[i] ? say(b, headers[i]) : table->table->by[0]->name);
    out->columns.at[1].align = out->columns.at[2].align = DOC_ALIGN_CENTRE;
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[table->by_place[i]];
        const struct unit *unit = row_unit(table, row, 0);
        if (!row->fixed || !row_shown(&b->names, table, row))
            continue;
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, line, unit ? unit->name : "—");
        cell_place(b, line, row->fixed->place);
        cell_place(b, line, row->natural_place);
        doc_add_cell(b->doc, line, row->fixed->reason ? row->fixed->reason : "—");
        cell_authority(b, line, row->fixed->authority, row->fixed->date);
    }
    struct notes notes;
    notes_init(&notes, block);
    if (!out->rows.count)
        notes_add(&notes, "没有固定名次。");
    notes_finish(block, &notes, &out->note);
}

void build_missing_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    struct doc_table *out = block_new_table(block, 3, "未得分的%s", table->table->by[0]->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, table->table->by[0]->name);
    doc_add_cell(b->doc, header, say(b, "原因"));
    doc_add_cell(b->doc, header, say(b, "数据覆盖（%）"));
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[i];
        const struct unit *unit = row_unit(table, row, 0);
        if (row->why == SCORED || !row_shown(&b->names, table, row))
            continue;
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, line, unit ? unit->name : "—");
        doc_add_cell(b->doc, line, say(b, no_score_words[row->why]));
        cell_number(b, line, row->coverage * 100, 1);
    }
    struct notes notes;
    notes_init(&notes, block);
    if (!out->rows.count)
        notes_add(&notes, "各%s均有得分。", table->table->by[0]->name);
    notes_finish(block, &notes, &out->note);
}

/* Policies ----------------------------------------------------------------------------------------------------------------- */

static void note_policies(const struct builder *b, struct notes *notes, const struct table_result *table, bool moved)
{
    notes_add(notes, "本报告采用“%s”。", say(b, policy_labels[table->table->not_applicable]));
    for (size_t p = 0; p < table->policies.count; p++) {
        const struct policy_result *policy = &table->policies.at[p];
        if (policy->policy != table->table->not_applicable && policy->same_as_default)
            notes_add(notes, "“%s”与本报告采用的办法得分完全相同。", say(b, policy_labels[policy->policy]));
    }
    if (moved)
        notes_add(notes, "加粗的，名次与本报告不同。");
}

/* Score and place of each unit under each policy for what does not apply; units that move stand in bold. */
void build_policies_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    size_t count = table->policies.count;
    struct doc_table *out = block_new_table(block, 1 + 2 * count, "%s：不适用项不同处理办法下的得分和名次", table->table->name);
    if (!out)
        return;
    struct doc_row *top = doc_add_row(b->doc, &out->header), *below = NULL;
    doc_add_cell(b->doc, top, table->table->by[0]->name)->rows = count ? 2 : 1;
    for (size_t p = 0; p < count; p++)
        doc_add_cell(b->doc, top, say(b, policy_labels[table->policies.at[p].policy]))->columns = 2;
    if (count)
        below = doc_add_row(b->doc, &out->header);
    for (size_t p = 0; p < count; p++) {
        doc_add_cell(b->doc, below, say(b, "得分"));
        doc_add_cell(b->doc, below, say(b, "名次"));
        out->columns.at[1 + 2 * p].align = DOC_ALIGN_DECIMAL;
        out->columns.at[2 + 2 * p].align = DOC_ALIGN_CENTRE;
    }
    bool any_moved = false;
    for (size_t i = 0; i < table->rows.count; i++) {
        if (!row_shown(&b->names, table, &table->rows.at[i]))
            continue;
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, row, short_of(row_unit(table, &table->rows.at[i], 0)));
        for (size_t p = 0; p < count; p++) {
            const struct policy_result *policy = &table->policies.at[p];
            bool moved = policy->places[i] != table->rows.at[i].place && !isnan(policy->places[i]);
            const struct score_row *own = &table->rows.at[i];
            any_moved |= moved;
            cell_mark(b, cell_number(b, row, policy->scores[i], table->table->decimals), source_of_policy(&b->names, table, own, policy->policy, "score"))->strong = moved;
            cell_mark(b, cell_place(b, row, policy->places[i]), source_of_policy(&b->names, table, own, policy->policy, "place"))->strong = moved;
        }
    }
    struct notes notes;
    notes_init(&notes, block);
    if (count)
        note_policies(b, &notes, table, any_moved);
    else
        notes_add(&notes, "没有不适用或缺失的项，各种办法结果相同。");
    notes_finish(block, &notes, &out->note);
}
