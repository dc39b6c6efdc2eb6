/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables by pairs (project × district): the cells of one unit, the whole matrix, the spread within each project.
 */
#include "report_priv.h"

static const char *short_of(const struct unit *unit)
{
    return unit ? unit->short_name ? unit->short_name : unit->name : "—";
}

static const struct table_result *pair_table(struct block *block)
{
    const struct table_result *table = block_table(block, "table");
    if (!table || table->table->by_count == 2)
        return table;
    block_fail(block, block->pos, _("table '%s' does not run over pairs"), table->table->id);
    return NULL;
}

/* The position in `by` of the report's unit; −1: the table does not run over its kind. */
static int own_kind_at(const struct table_result *table, const struct unit *unit)
{
    for (size_t i = 0; unit && i < table->table->by_count; i++)
        if (table->table->by[i] == unit->kind)
            return (int)i;
    return -1;
}

static const struct slice *slice_of(const struct table_result *table, size_t kind_at, int unit)
{
    for (size_t i = 0; i < table->slices.count; i++)
        if (table->slices.at[i].kind_at == (int)kind_at && table->slices.at[i].unit == unit)
            return &table->slices.at[i];
    return NULL;
}

static const struct not_applicable *absent_entry(const struct builder *b, const struct table_result *table, const struct score_row *row)
{
    struct unit *units[MODEL_BY_MAX] = {NULL};
    for (size_t i = 0; i < table->table->by_count; i++)
        units[i] = (struct unit *)row_unit(table, row, i);
    return evaluation_not_applicable(b->names.evaluation, units, table->table->by_count);
}

/* Cells of one unit ------------------------------------------------------------------------------------------------ */

struct cells_block {
    const struct table_result *table;
    size_t other; /* position in `by` of the units that the rows show */
    bool both;    /* the table does not run over the report's kind: both units are shown */
    bool nodes;   /* columns for the leaves of the tree */
    bool mean;    /* a column for the mean: not where it is the same in each row */
};

static size_t leaf_count(const struct table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->nodes.count; i++)
        count += table->nodes.at[i]->children.count == 0;
    return count;
}

static void add_cells_header(struct block *block, const struct cells_block *c, struct doc_table *out)
{
    struct doc *doc = block->b->doc;
    const struct table *table = c->table->table;
    struct doc_row *header = doc_add_row(doc, &out->header);
    size_t column = 0;
    doc_add_cell(doc, header, table->by[c->other]->name);
    out->columns.at[column++].align = DOC_ALIGN_LEFT;
    if (c->both) {
        doc_add_cell(doc, header, table->by[1 - c->other]->name);
        out->columns.at[column++].align = DOC_ALIGN_CENTRE;
    }
    for (size_t i = 0; c->nodes && i < table->nodes.count; i++)
        if (table->nodes.at[i]->children.count == 0) {
            doc_add_cell(doc, header, table->nodes.at[i]->name);
            out->columns.at[column++].align = DOC_ALIGN_DECIMAL;
        }
    static const char *const rest[] = {"得分", "平均得分", "与平均之差", "位次"};
    for (size_t i = 0; i < COUNT_OF(rest); i++) {
        if (i == 1 && !c->mean)
            continue;
        doc_add_cell(doc, header, say(block->b, rest[i]));
        out->columns.at[column++].align = i == 3 ? DOC_ALIGN_CENTRE : DOC_ALIGN_DECIMAL;
    }
}

/* The mean that a cell stands against: of the slice that the table ranks within, else of the unit shown. */
static size_t slice_kind_at(const struct cells_block *c)
{
    for (size_t i = 0; i < c->table->table->by_count; i++)
        if (c->table->table->slice && c->table->table->by[i] == c->table->table->slice)
            return i;
    return c->other;
}

static void add_cells_row(struct block *block, const struct cells_block *c, struct doc_table *out, const struct score_row *row)
{
    struct builder *b = block->b;
    const struct table *table = c->table->table;
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    doc_add_cell(b->doc, line, short_of(row_unit(c->table, row, c->other)));
    if (c->both)
        doc_add_cell(b->doc, line, short_of(row_unit(c->table, row, 1 - c->other)));
    for (size_t i = 0; c->nodes && i < table->nodes.count; i++)
        if (table->nodes.at[i]->children.count == 0)
            cell_number(b, line, row->nodes ? row->nodes[i].score : NAN, table->decimals);
    size_t at = slice_kind_at(c);
    const struct slice *slice = slice_of(c->table, at, row->units[at]);
    double mean = slice ? slice->mean : NAN;
    cell_number(b, line, row->score, table->decimals);
    if (c->mean)
        cell_number(b, line, mean, table->decimals);
    cell_number(b, line, row->score - mean, table->decimals);
    cell_place(b, line, row->slice_place);
}

static void note_cells(struct block *block, const struct cells_block *c, struct notes *notes)
{
    const struct table *table = c->table->table;
    const struct unit_kind *within = table->by[slice_kind_at(c)];
    const struct unit *about = block->b->names.unit;
    notes_add(notes, "平均得分为同一%s各%s得分的平均", within->name, table->by[1 - slice_kind_at(c)]->name);
    if (!c->mean) {
        const struct slice *slice = slice_of(c->table, slice_kind_at(c), about->index);
        auto_strbuf struct strbuf mean;
        strbuf_init(&mean);
        num_format(&mean, slice ? slice->mean : NAN, table->decimals);
        notes_add(notes, "，为%s分", mean.at);
    }
    notes_add(notes, table->slice ? "；位次为其中的名次，差值按未取舍的得分计算。" : "；差值按未取舍的得分计算。");
    bool any = false, missing = false;
    for (size_t i = 0; i < c->table->rows.count; i++) {
        const struct score_row *row = &c->table->rows.at[i];
        missing = missing || (row_concerns(c->table, row, about) && (row->why == NO_SCORE_NO_DATA || row->why == NO_SCORE_COVERAGE));
        const struct not_applicable *entry = row_concerns(c->table, row, block->b->names.unit) ? absent_entry(block->b, c->table, row) : NULL;
        if (!entry)
            continue;
        notes_add(notes, "%s%s%s%s%s", say(block->b, any ? "；" : "“—”表示不适用："), short_of(row_unit(c->table, row, c->other)), c->both ? say(block->b, "，") : "",
                  c->both ? short_of(row_unit(c->table, row, 1 - c->other)) : "", entry->reason ? say(block->b, "，") : "");
        notes_add(notes, "%s", entry->reason ? entry->reason : "");
        any = true;
    }
    if (missing)
        notes_add(notes, any ? "；其余“—”表示无数据" : "“—”表示无数据");
    if (any || missing)
        notes_add(notes, "。");
}

void build_cells_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = pair_table(block);
    if (!table)
        return;
    if (!b->names.unit) {
        block_fail(block, block->pos, _("cells are those of a unit; this report is about none"));
        diags_hint(b->diags, _("'kind: matrix' shows all of them"));
        return;
    }
    int own = own_kind_at(table, b->names.unit);
    struct cells_block c = {table, own == 0, own < 0, block_yes(block, "nodes", false), true};
    c.mean = own < 0 || slice_kind_at(&c) != (size_t)own;
    size_t columns = 4 + c.mean + c.both + (c.nodes ? leaf_count(table->table) : 0);
    struct doc_table *out = block_new_table(block, columns, "%s：%s", short_of(b->names.unit), table->table->name);
    if (!out)
        return;
    add_cells_header(block, &c, out);
    for (size_t i = 0; i < table->rows.count; i++)
        if (row_concerns(table, &table->rows.at[i], b->names.unit))
            add_cells_row(block, &c, out, &table->rows.at[i]);
    struct notes notes;
    notes_init(&notes, block);
    note_cells(block, &c, &notes);
    notes_finish(block, &notes, &out->note);
}

/* The matrix --------------------------------------------------------------------------------------------------------- */

/* Units of the first kind that concern the report's unit, all when there is none. */
static bool in_matrix(const struct table_result *table, size_t by, const struct unit *unit, const struct unit *about)
{
    if (!about || about->kind == table->table->by[1 - by])
        return true;
    return unit == about || about->kind == table->table->by[by] ? unit == about : units_refer(unit, about);
}

/* Rows stand in order of their units, so that a matrix of 1,000 × 1,000 is not searched from the beginning a million times. */
static const struct score_row *matrix_row(const struct table_result *table, int first, int second)
{
    size_t low = 0, high = table->rows.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const int *units = table->rows.at[middle].units;
        if (units[0] == first && units[1] == second)
            return &table->rows.at[middle];
        if (units[0] < first || (units[0] == first && units[1] < second))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The kind that stands down the page: the table's first, but of many across the page would be too narrow. */
static size_t matrix_down(const struct table_result *table)
{
    enum { ACROSS_MAX = 20 };
    size_t first = table->table->by[0]->units.count, second = table->table->by[1]->units.count;
    return second > ACROSS_MAX && first < second ? 1 : 0;
}

/* The row of one unit down the page and one across. */
static const struct score_row *matrix_cell(const struct table_result *table, size_t down, int unit, int other)
{
    return down == 0 ? matrix_row(table, unit, other) : matrix_row(table, other, unit);
}

static void score_bounds(const struct table_result *table, double *ret_min, double *ret_max)
{
    *ret_min = INFINITY;
    *ret_max = -INFINITY;
    for (size_t i = 0; i < table->rows.count; i++) {
        double score = table->rows.at[i].score;
        if (!isnan(score)) {
            *ret_min = fmin(*ret_min, score);
            *ret_max = fmax(*ret_max, score);
        }
    }
}

/* `min` = `max`: no shades. */
static void add_matrix_row(struct block *block, const struct table_result *table, struct doc_table *out, const struct unit *unit, double min, double max)
{
    struct builder *b = block->b;
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    doc_add_cell(b->doc, line, short_of(unit));
    size_t down = matrix_down(table);
    const struct unit_kind *across = table->table->by[1 - down];
    for (size_t k = 0; k < across->units.count; k++) {
        const struct score_row *row = matrix_cell(table, down, unit->index, (int)k);
        double score = row ? row->score : NAN;
        struct doc_cell *cell = cell_number(b, line, score, table->table->decimals);
        if (!isnan(score) && max > min)
            cell->shade = 0.1 + 0.6 * (score - min) / (max - min); /* dark grey under black figures stays readable to 0.7 */
        cell->strong = b->names.unit == &across->units.at[k];
    }
    const struct slice *slice = slice_of(table, down, unit->index);
    cell_number(b, line, slice ? slice->mean : NAN, table->table->decimals);
}

static bool any_without_score(const struct builder *b, const struct table_result *table, enum no_score why)
{
    for (size_t i = 0; i < table->rows.count; i++)
        if (table->rows.at[i].why == why && (!b->names.unit || row_concerns(table, &table->rows.at[i], b->names.unit)))
            return true;
    return false;
}

/* What “—” stands for among the cells shown: what does not apply and what nobody stated are two things. */
static void note_gaps(const struct builder *b, struct notes *notes, const struct table_result *table, const char *rest)
{
    bool absent = any_without_score(b, table, NO_SCORE_NOT_APPLICABLE), few = any_without_score(b, table, NO_SCORE_COVERAGE);
    bool missing = few || any_without_score(b, table, NO_SCORE_NO_DATA);
    if (absent || missing)
        notes_add(notes, "“—”表示%s%s%s%s%s。", absent ? say(b, "不适用") : "", absent && missing ? say(b, "或") : "",
                  missing ? say(b, "无数据") : "", few ? say(b, "（含数据覆盖不足）") : "", rest);
}

void build_matrix_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = pair_table(block);
    if (!table)
        return;
    size_t at = matrix_down(table);
    const struct unit_kind *down = table->table->by[at], *across = table->table->by[1 - at];
    bool shades = block_yes(block, "shade", false);
    struct doc_table *out = block_new_table(block, across->units.count + 2, "%s", table->table->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, down->name);
    for (size_t k = 0; k < across->units.count; k++) {
        doc_add_cell(b->doc, header, short_of(&across->units.at[k]));
        out->columns.at[k + 1].align = DOC_ALIGN_DECIMAL;
    }
    doc_add_cell(b->doc, header, say(b, "平均"));
    out->columns.at[across->units.count + 1].align = DOC_ALIGN_DECIMAL;
    double min = 0, max = 0;
    if (shades)
        score_bounds(table, &min, &max);
    for (size_t i = 0; i < down->units.count; i++)
        if (in_matrix(table, at, &down->units.at[i], b->names.unit))
            add_matrix_row(block, table, out, &down->units.at[i], min, max);
    struct notes notes;
    notes_init(&notes, block);
    note_gaps(b, &notes, table, say(b, "，不计入平均"));
    notes_finish(block, &notes, &out->note);
}

void build_heat_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = pair_table(block);
    if (!table)
        return;
    size_t at = matrix_down(table);
    const struct unit_kind *down = table->table->by[at], *across = table->table->by[1 - at];
    struct doc_chart *chart = block_new_chart(block, CHART_HEAT, "%s", table->table->name);
    if (!chart)
        return;
    int *rows = ARENA_ARRAY(b->arena, int, down->units.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < down->units.count; i++) {
        if (!in_matrix(table, at, &down->units.at[i], b->names.unit))
            continue;
        if (b->names.unit == &down->units.at[i])
            chart->highlight = (int)count;
        rows[count++] = (int)i;
        doc_add_category(b->doc, chart, short_of(&down->units.at[i]));
    }
    double *values = ARENA_ARRAY(b->arena, double, count + 1);
    for (size_t k = 0; k < across->units.count; k++) {
        for (size_t i = 0; i < count; i++) {
            const struct score_row *row = matrix_cell(table, at, rows[i], (int)k);
            values[i] = row ? num_round(row->score, table->table->decimals) : NAN;
        }
        doc_add_series(b->doc, chart, short_of(&across->units.at[k]), values);
    }
    chart->unit = say(b, "分");
    chart->decimals = 1; /* two decimals in 180 cells cannot be read; the table has them */
    struct notes notes;
    notes_init(&notes, block);
    note_gaps(b, &notes, table, "");
    notes_finish(block, &notes, &chart->note);
}

/* Spread ---------------------------------------------------------------------------------------------------------------- */

/* Slices by the kind that the table ranks within, widest first. */
static size_t slices_by_range(struct block *block, const struct table_result *table, const struct slice ***ret_slices)
{
    size_t kind_at = 0, count = 0;
    for (size_t i = 0; i < table->table->by_count; i++)
        if (table->table->slice && table->table->by[i] == table->table->slice)
            kind_at = i;
    const struct slice **slices = ARENA_ARRAY(block->b->arena, const struct slice *, table->slices.count + 1);
    for (size_t i = 0; i < table->slices.count; i++) {
        const struct slice *slice = &table->slices.at[i];
        if (slice->kind_at != (int)kind_at || isnan(slice->range))
            continue;
        size_t k = count++;
        for (; k > 0 && slices[k - 1]->range < slice->range; k--)
            slices[k] = slices[k - 1];
        slices[k] = slice;
    }
    *ret_slices = slices;
    size_t top = (size_t)block_whole(block, "top", 1000000, 1, 1000000);
    return count < top ? count : top;
}

static const struct unit *slice_unit(const struct table_result *table, const struct slice *slice)
{
    return &table->table->by[slice->kind_at]->units.at[slice->unit];
}

static const char *row_short(const struct table_result *table, const struct slice *slice, int row)
{
    return row < 0 ? "—" : short_of(row_unit(table, &table->rows.at[row], (size_t)(1 - slice->kind_at)));
}

void build_slices_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = pair_table(block);
    if (!table)
        return;
    const struct slice **slices;
    size_t count = slices_by_range(block, table, &slices);
    struct doc_table *out = block_new_table(block, 7, "%s：最高与最低之差", table->table->name);
    if (!out)
        return;
    size_t at = count ? (size_t)slices[0]->kind_at : 0;
    const char *const headers[] = {table->table->by[at]->name, say(b, "平均"), say(b, "最高"), say(b, "得分最高者"), say(b, "最低"), say(b, "得分最低者"), say(b, "差距")};
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        doc_add_cell(b->doc, header, headers[i]);
        out->columns.at[i].align = i == 0 ? DOC_ALIGN_LEFT : i == 3 || i == 5 ? DOC_ALIGN_CENTRE : DOC_ALIGN_DECIMAL;
    }
    int decimals = table->table->decimals;
    for (size_t i = 0; i < count; i++) {
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        row->strong = b->names.unit && slice_unit(table, slices[i]) == b->names.unit;
        doc_add_cell(b->doc, row, short_of(slice_unit(table, slices[i])));
        cell_number(b, row, slices[i]->mean, decimals);
        cell_number(b, row, slices[i]->max, decimals);
        doc_add_cell(b->doc, row, row_short(table, slices[i], slices[i]->first));
        cell_number(b, row, slices[i]->min, decimals);
        doc_add_cell(b->doc, row, row_short(table, slices[i], slices[i]->last));
        cell_number(b, row, slices[i]->range, decimals);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "差距为最高得分与最低得分之差，按差距由大到小排列。");
    notes_finish(block, &notes, &out->note);
}

void build_slices_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = pair_table(block);
    if (!table)
        return;
    const struct slice **slices;
    size_t count = slices_by_range(block, table, &slices);
    struct doc_chart *chart = block_new_chart(block, CHART_BARS, "%s：最高与最低之差", table->table->name);
    if (!chart)
        return;
    double *values = ARENA_ARRAY(b->arena, double, count + 1);
    for (size_t i = 0; i < count; i++) {
        doc_add_category(b->doc, chart, short_of(slice_unit(table, slices[i])));
        values[i] = num_round(slices[i]->range, table->table->decimals);
        if (slice_unit(table, slices[i]) == b->names.unit)
            chart->highlight = (int)i;
    }
    doc_add_series(b->doc, chart, say(b, "差距"), values);
    chart->unit = say(b, "分");
    chart->decimals = table->table->decimals;
    chart->axis_min = 0;
    struct notes notes;
    notes_init(&notes, block);
    notes_finish(block, &notes, &chart->note);
}

/* What does not apply ------------------------------------------------------------------------------------------------------ */

static void add_absent_units(struct builder *b, struct doc_row *row, const struct not_applicable *entry, size_t columns)
{
    for (size_t k = 0; k < columns; k++)
        doc_add_cell(b->doc, row, k < entry->unit_count && entry->units[k] ? entry->units[k]->name : "—");
}

/* A column for each kind that the first entry names, in its order. */
void build_not_applicable_table(struct block *block)
{
    struct builder *b = block->b;
    struct value list = not_applicable_value(&b->names, b->names.unit);
    const struct not_applicable *first = list.count ? list.items[0].self : NULL;
    size_t kinds = first ? first->unit_count : 1;
    struct doc_table *out = block_new_table(block, kinds + 2, "不适用的组合");
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    for (size_t k = 0; k < kinds; k++)
        doc_add_cell(b->doc, header, first && first->units[k] ? first->units[k]->kind->name : say(b, "不适用"));
    doc_add_cell(b->doc, header, say(b, "原因"));
    doc_add_cell(b->doc, header, say(b, "依据"));
    for (size_t i = 0; i < list.count; i++) {
        const struct not_applicable *entry = list.items[i].self;
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        add_absent_units(b, row, entry, kinds);
        doc_add_cell(b->doc, row, entry->reason ? entry->reason : "—");
        cell_authority(b, row, entry->authority, entry->date);
    }
    struct notes notes;
    notes_init(&notes, block);
    if (!list.count)
        notes_add(&notes, "各项均适用。");
    notes_finish(block, &notes, &out->note);
}
