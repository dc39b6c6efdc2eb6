/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places within slices of a table of pairs, as of the months of a year: of one month, of one district through the months, and of all as a matrix of places.
 */
#include "report_priv.h"

#include <stdlib.h>

struct pairs {
    const struct table_result *table;
    size_t slice, ranked; /* positions in `by`: the kind within whose units is ranked, and the kind that is ranked */
    bool moves;           /* slices follow each other */
};

static const char *short_of(const struct unit *unit)
{
    return unit->short_name ? unit->short_name : unit->name;
}

static bool read_pairs(struct block *block, struct pairs *ret)
{
    const struct table_result *table = block_table(block, "table");
    if (!table)
        return false;
    const struct names *names = &block->b->names;
    if (table->table->by_count != 2 || !table->table->slice) {
        block_fail(block, block->pos, _("table '%s' does not rank pairs within one of their kinds"), table->table->id);
        return false;
    }
    if (names->edition == EDITION_PUBLIC && !evaluation_pairs_public(names->evaluation, table->table)) {
        block_fail(block, block->pos, _("pairs of table '%s' are not published"), table->table->id);
        diags_hint(block->b->diags, _("disclosure: {pairs: [%s]} in evaluation.yaml publishes them"), table->table->id);
        return false;
    }
    size_t slice = table->table->by[1] == table->table->slice;
    *ret = (struct pairs){.table = table, .slice = slice, .ranked = 1 - slice, .moves = table->table->streak > 0};
    return true;
}

static const struct score_row *row_of(const struct pairs *p, const struct unit *ranked, const struct unit *slice)
{
    const struct unit *units[MODEL_BY_MAX] = {NULL};
    units[p->ranked] = ranked;
    units[p->slice] = slice;
    return results_row(p->table, units, 2);
}

static bool any_in_slice(const struct pairs *p, int slice)
{
    for (size_t i = 0; i < p->table->rows.count; i++)
        if (p->table->rows.at[i].units[p->slice] == slice && !isnan(p->table->rows.at[i].score))
            return true;
    return false;
}

static void add_place(struct builder *b, const struct pairs *p, struct doc_row *line, const struct score_row *row)
{
    cell_mark(b, cell_place(b, line, row ? row->slice_place : NAN), row ? source_of_pair(&b->names, p->table, row, "place") : NULL);
}

static void add_movement(struct builder *b, struct doc_row *line, double movement)
{
    const char *text = isnan(movement)  ? "—"
                       : movement > 0 ? arena_printf(b->arena, say(b, "升%.0f位"), movement)
                       : movement < 0 ? arena_printf(b->arena, say(b, "降%.0f位"), -movement)
                                      : say(b, "持平");
    doc_add_cell(b->doc, line, text);
}

/* One slice by place, or one unit slice by slice. */
static void add_line(struct block *block, const struct pairs *p, struct doc_table *out, const struct score_row *row, bool of_slice)
{
    struct builder *b = block->b;
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    const struct unit *named = row_unit(p->table, row, of_slice ? p->ranked : p->slice);
    if (of_slice)
        add_place(b, p, line, row);
    doc_add_cell(b->doc, line, of_slice ? named->name : short_of(named));
    if (!of_slice)
        add_place(b, p, line, row);
    cell_mark(b, cell_number(b, line, row->score, p->table->table->decimals), source_of_pair(&b->names, p->table, row, "score"));
    if (p->moves)
        add_movement(b, line, row->movement);
}

static void pair_headers(struct block *block, const struct pairs *p, struct doc_table *out, bool of_slice)
{
    struct builder *b = block->b;
    const char *place = say(b, "名次"), *named = p->table->table->by[of_slice ? p->ranked : p->slice]->name;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, of_slice ? place : named);
    doc_add_cell(b->doc, header, of_slice ? named : place);
    doc_add_cell(b->doc, header, say(b, "得分"));
    out->columns.at[of_slice ? 0 : 1].align = DOC_ALIGN_CENTRE;
    out->columns.at[2].align = DOC_ALIGN_DECIMAL;
    if (!p->moves)
        return;
    doc_add_cell(b->doc, header, say(b, "较上一次"));
    out->columns.at[3].align = DOC_ALIGN_CENTRE;
}

static int by_slice_place(const void *a, const void *b)
{
    const struct score_row *x = *(const struct score_row *const *)a, *y = *(const struct score_row *const *)b;
    if (isnan(x->slice_place) != isnan(y->slice_place))
        return isnan(x->slice_place) ? 1 : -1;
    if (x->slice_place != y->slice_place && !isnan(x->slice_place))
        return x->slice_place < y->slice_place ? -1 : 1;
    return x < y ? -1 : x > y; /* equal ones in their official order */
}

static void pairs_of_unit(struct block *block, const struct pairs *p, const struct unit *unit)
{
    struct builder *b = block->b;
    bool of_slice = unit->kind == p->table->table->by[p->slice];
    const struct score_row **rows = ARENA_ARRAY(b->arena, const struct score_row *, p->table->rows.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < p->table->rows.count; i++) {
        const struct score_row *row = &p->table->rows.at[i];
        if (row_unit(p->table, row, of_slice ? p->slice : p->ranked) == unit && any_in_slice(p, row->units[p->slice]))
            rows[count++] = row;
    }
    if (of_slice && count)
        qsort(rows, count, sizeof *rows, by_slice_place);
    struct doc_table *out = block_new_table(block, p->moves ? 4 : 3, "%s：%s", p->table->table->name, short_of(unit));
    if (!out)
        return;
    pair_headers(block, p, out, of_slice);
    for (size_t i = 0; i < count; i++)
        add_line(block, p, out, rows[i], of_slice);
    struct notes notes;
    notes_init(&notes, block);
    if (!count)
        notes_add(&notes, "没有打分。");
    notes_finish(block, &notes, &out->note);
}

/* Units down, slices across. */
static void pairs_of_all(struct block *block, const struct pairs *p)
{
    struct builder *b = block->b;
    const struct unit_kind *ranked = p->table->table->by[p->ranked], *slices = p->table->table->slice;
    size_t columns = 1, *shown = ARENA_ARRAY(b->arena, size_t, slices->units.count + 1);
    for (size_t s = 0; s < slices->units.count; s++)
        if (any_in_slice(p, (int)s))
            shown[columns++ - 1] = s;
    struct doc_table *out = block_new_table(block, columns, "%s：各%s名次", p->table->table->name, slices->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, ranked->name);
    for (size_t c = 1; c < columns; c++) {
        doc_add_cell(b->doc, header, short_of(&slices->units.at[shown[c - 1]]));
        out->columns.at[c].align = DOC_ALIGN_CENTRE;
    }
    for (size_t u = 0; u < ranked->units.count; u++) {
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, line, short_of(&ranked->units.at[u]));
        for (size_t c = 1; c < columns; c++)
            add_place(b, p, line, row_of(p, &ranked->units.at[u], &slices->units.at[shown[c - 1]]));
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "“—”为没有打分。");
    notes_finish(block, &notes, &out->note);
}

void build_pairs_table(struct block *block)
{
    struct pairs pairs;
    if (!read_pairs(block, &pairs))
        return;
    const struct unit *unit = block->b->names.unit;
    const struct table *table = pairs.table->table;
    if (unit && (unit->kind == table->by[0] || unit->kind == table->by[1]))
        pairs_of_unit(block, &pairs, unit);
    else
        pairs_of_all(block, &pairs);
}
