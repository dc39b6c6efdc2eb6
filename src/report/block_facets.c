/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scores by method and by dimension: of one unit against the mean of all, or of all units.
 */
#include "report_priv.h"

struct facet_block {
    const struct table_result *table;
    size_t facet;
    const struct facet *marks;
    const struct score_row *row; /* of the report's unit, NULL for all */
    const struct unit *unit;
};

static bool read_facet_block(struct block *block, struct facet_block *f)
{
    f->table = block_table(block, "table");
    int facet = block_facet(block, "facet");
    if (facet < 0 && !block->failed)
        block_fail(block, block->pos, _("the block names no facet"));
    if (!f->table || facet < 0)
        return false;
    f->facet = (size_t)facet;
    f->marks = &block->b->names.evaluation->rubric.facets.at[facet];
    f->row = unit_row(f->table, block->b->names.unit);
    f->unit = f->row ? block->b->names.unit : NULL;
    return true;
}

/* Place of a row by one value of the facet among all rows that have it; equal printed scores share it. */
static double facet_place(const struct facet_block *f, const struct score_row *row, size_t value)
{
    int decimals = f->table->table->decimals;
    double own = num_round(row_facet(row, f->facet, value), decimals), place = 1;
    if (isnan(own))
        return NAN;
    for (size_t i = 0; i < f->table->rows.count; i++)
        place += num_round(row_facet(&f->table->rows.at[i], f->facet, value), decimals) > own;
    return place;
}

static bool used(const struct facet_block *f, size_t value)
{
    return table_facet_weight(f->table->table, f->facet, value) > 0;
}

/* One unit: a row for each value, against the mean. */
static void facets_of_unit(struct block *block, const struct facet_block *f)
{
    struct builder *b = block->b;
    struct doc_table *out = block_new_table(block, 6, "%s各%s得分", f->unit->short_name ? f->unit->short_name : f->unit->name, f->marks->name);
    if (!out)
        return;
    const char *const headers[] = {f->marks->name, say(b, "权重（%）"), say(b, "得分"), say(b, "平均得分"), say(b, "与平均之差"), say(b, "位次")};
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        doc_add_cell(b->doc, header, headers[i]);
        out->columns.at[i].align = i == 0 ? DOC_ALIGN_LEFT : i == 5 ? DOC_ALIGN_CENTRE : DOC_ALIGN_DECIMAL;
    }
    int decimals = f->table->table->decimals;
    double weights = 0;
    for (size_t v = 0; v < f->marks->values.count; v++) {
        if (!used(f, v))
            continue;
        double score = row_facet(f->row, f->facet, v), mean = table_facet_mean(f->table, f->facet, v);
        double weight = table_facet_weight(f->table->table, f->facet, v);
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, row, f->marks->values.at[v]);
        cell_number(b, row, weight, -1);
        cell_mark(b, cell_number(b, row, score, decimals), source_of_facet(&b->names, f->table, f->row, f->facet, v));
        cell_number(b, row, mean, decimals);
        cell_number(b, row, score - mean, decimals);
        cell_place(b, row, facet_place(f, f->row, v));
        weights += weight;
    }
    struct doc_row *total = doc_add_row(b->doc, &out->rows);
    total->strong = true;
    doc_add_cell(b->doc, total, say(b, "综合得分"));
    cell_number(b, total, 100, -1);
    cell_mark(b, cell_number(b, total, f->row->score, decimals), source_of_row(&b->names, f->table, f->row, "score"));
    cell_number(b, total, f->table->mean, decimals);
    cell_number(b, total, f->row->score - f->table->mean, decimals);
    cell_mark(b, cell_place(b, total, f->row->place), source_of_row(&b->names, f->table, f->row, "place"));
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "平均得分为%zu个%s的平均；位次为该项得分在其中的名次，同分并列；差值按未取舍的得分计算。", f->table->scored, f->table->table->by[0]->name);
    if (num_round(weights, 6) < 100)
        notes_add(&notes, "其余权重的指标未归入任何一个%s。", f->marks->name);
    if (f->row->not_applicable > 0)
        notes_add(&notes, "有%.0f项不适用，对不适用项%s。", f->row->not_applicable, say(b, policy_labels[f->table->table->not_applicable]));
    notes_finish(block, &notes, &out->note);
}

static void add_mean_row(struct block *block, const struct facet_block *f, struct doc_table *out)
{
    struct builder *b = block->b;
    int decimals = f->table->table->decimals;
    struct doc_row *row = doc_add_row(b->doc, &out->rows);
    row->strong = true;
    doc_add_cell(b->doc, row, say(b, "平均"));
    for (size_t v = 0; v < f->marks->values.count; v++)
        if (used(f, v))
            cell_number(b, row, table_facet_mean(f->table, f->facet, v), decimals);
    cell_number(b, row, f->table->mean, decimals);
}

/* All units: a row each in order of places, a column for each value. */
static void facets_of_all(struct block *block, const struct facet_block *f)
{
    struct builder *b = block->b;
    size_t columns = 2;
    for (size_t v = 0; v < f->marks->values.count; v++)
        columns += used(f, v);
    struct doc_table *out = block_new_table(block, columns, "%s各%s得分", f->table->table->by[0]->name, f->marks->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, f->table->table->by[0]->name);
    for (size_t v = 0; v < f->marks->values.count; v++)
        if (used(f, v))
            doc_add_cell(b->doc, header, f->marks->values.at[v]);
    doc_add_cell(b->doc, header, say(b, "综合得分"));
    for (size_t c = 1; c < columns; c++)
        out->columns.at[c].align = DOC_ALIGN_DECIMAL;
    size_t shown = 0;
    for (size_t i = 0; i < f->table->rows.count; i++) {
        const struct score_row *row = &f->table->rows.at[f->table->by_place[i]];
        const struct unit *unit = row_unit(f->table, row, 0);
        if (!row_shown(&b->names, f->table, row))
            continue;
        shown++;
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        line->strong = unit && unit == b->names.unit;
        doc_add_cell(b->doc, line, unit ? unit->short_name ? unit->short_name : unit->name : "—");
        for (size_t v = 0; v < f->marks->values.count; v++)
            if (used(f, v))
                cell_mark(b, cell_number(b, line, row_facet(row, f->facet, v), f->table->table->decimals), source_of_facet(&b->names, f->table, row, f->facet, v));
        cell_mark(b, cell_number(b, line, row->score, f->table->table->decimals), source_of_row(&b->names, f->table, row, "score"));
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "按综合名次排列；各列为该%s下各指标按权重加权的平均。", f->marks->name);
    if (shown == f->table->rows.count)
        add_mean_row(block, f, out);
    else
        notes_add(&notes, "公开版只列前%zu名。", (size_t)b->names.evaluation->disclosure.top);
    notes_finish(block, &notes, &out->note);
}

void build_facets_table(struct block *block)
{
    struct facet_block f;
    if (!read_facet_block(block, &f))
        return;
    bool all = block_yes(block, "all", false); /* all units, also in a report about one */
    if (f.unit && !all)
        facets_of_unit(block, &f);
    else if (f.table->table->by_count == 1)
        facets_of_all(block, &f);
    else
        block_fail(block, block->pos, _("table '%s' runs over pairs; this block takes one by a single kind"), f.table->table->id);
}

/* Dots by value of the facet: the unit against the mean; without a unit first, mean and last. */
void build_profile_chart(struct block *block)
{
    struct builder *b = block->b;
    struct facet_block f;
    if (!read_facet_block(block, &f))
        return;
    const char *name = !f.unit ? "" : f.unit->short_name ? f.unit->short_name : f.unit->name;
    static const char *const shapes[] = {"dots", "radar"};
    bool radar = block_word(block, "shape", shapes, COUNT_OF(shapes), 0) == 1;
    struct doc_chart *chart = block_new_chart(block, radar ? CHART_RADAR : CHART_PROFILE, "%s各%s得分%s", name, f.marks->name, f.unit ? say(b, "与平均得分") : "");
    if (!chart)
        return;
    size_t count = 0;
    double *own = ARENA_ARRAY(b->arena, double, f.marks->values.count + 1), *mean = ARENA_ARRAY(b->arena, double, f.marks->values.count + 1);
    for (size_t v = 0; v < f.marks->values.count; v++) {
        if (!used(&f, v))
            continue;
        doc_add_category(b->doc, chart, f.marks->values.at[v]);
        own[count] = f.row ? num_round(row_facet(f.row, f.facet, v), f.table->table->decimals) : NAN;
        mean[count++] = num_round(table_facet_mean(f.table, f.facet, v), f.table->table->decimals);
    }
    if (f.unit)
        doc_add_series(b->doc, chart, f.unit->short_name ? f.unit->short_name : f.unit->name, own);
    doc_add_series(b->doc, chart, say(b, "平均"), mean);
    chart->unit = say(b, "分");
    chart->decimals = f.table->table->decimals;
    struct notes notes;
    notes_init(&notes, block);
    notes_finish(block, &notes, &chart->note);
}
