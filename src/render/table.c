/* SPDX-License-Identifier: GPL-3.0-or-later
 * A table as boxes: caption, header rows, rows, note.
 *
 * Open at both sides as tables of official reports are: a strong rule above and below, a finer one under the header, hairlines between rows
 * that guide the eye along a line of numbers; header cells over several columns have a rule under them. Shades stay light enough
 * for black type on a copy of a copy. A table too wide first gives up size, then, where it may, is turned; what fits neither way is cut into several by columns.
 * Where a table goes on, on the next page or as the next table, its caption stands above it again and says so.
 */
#include "table_priv.h"

#include <math.h>

#define SMALLEST 8.5      /* points: 6号 and a little; below that officials reach for a glass */
#define STEP 0.5
#define SMALLER_COSTS 1.1 /* a step down must take so much off the height of a table */
#define RULE_STRONG 1.2
#define RULE_HEADER 0.6
#define RULE_HAIR 0.3
#define HAIR_GREY 0.45
#define SHADE_STRONGEST 0.38 /* of black, under text */
#define SHADE_ROW 0.08       /* under a row that stands out */
#define ASCENT 0.88
#define SPACE_AFTER 8.0

/* Items ------------------------------------------------------------------------------------------------ */

static void add_rule(struct grid *grid, struct box *box, double x, double y, double width, double thickness, double grey)
{
    struct placed *rule = box_item(grid->flow, box, PLACED_RULE);
    rule->x = x;
    rule->y = y;
    rule->width = width;
    rule->thickness = thickness;
    rule->grey = grey;
    rule->colour = grey > 0 ? 0 : grid->flow->theme->rule_colour;
}

static void add_upright_rule(struct grid *grid, struct box *box, double x, double height)
{
    struct placed *rule = box_item(grid->flow, box, PLACED_RULE);
    *rule = (struct placed){.kind = PLACED_RULE, .x = x, .height = height, .thickness = RULE_HAIR, .grey = HAIR_GREY};
}

static struct placed *add_area(struct grid *grid, struct box *box, const struct grid_cell *cell, double height, double shade)
{
    struct placed *area = box_item(grid->flow, box, PLACED_AREA);
    area->x = grid_x(grid, cell->column);
    area->width = grid_x(grid, cell->column + cell->columns) - area->x;
    area->height = height;
    area->grey = 1 - shade;
    return area;
}

static double cell_height(const struct grid *grid, const struct grid_cell *cell, size_t row)
{
    double height = 0;
    for (size_t k = 0; k < cell->rows && row + k < grid->rows.count; k++)
        height += grid->rows.at[row + k].height;
    return height;
}

static void add_cell_text(struct grid *grid, struct box *box, const struct grid_cell *cell, double height)
{
    double text = (double)cell->lines.count * grid->leading, x = grid_x(grid, cell->column) + CELL_PAD_X;
    double y = (height - text) / 2 + (grid->leading - grid->size) / 2 + grid->size * ASCENT;
    for (size_t i = 0; i < cell->lines.count; i++, y += grid->leading)
        box_add_line(grid->flow, box, &cell->lines.at[i], x, y);
}

static bool last_of_part(const struct grid *grid, size_t row)
{
    return row + 1 == grid->rows.count || grid->rows.at[row + 1].header != grid->rows.at[row].header;
}

/* One line under the cells of a row, not one a cell. */
static bool lengthen_rule(struct box *box, double x, double y, double width)
{
    for (size_t i = box->items.count; i-- > 0;) {
        struct placed *item = &box->items.at[i];
        if (item->kind != PLACED_RULE)
            continue;
        if (item->thickness != RULE_HAIR || fabs(item->y - y) > 0.01 || fabs(item->x + item->width - x) > 0.01)
            return false;
        item->width += width;
        return true;
    }
    return false;
}

/* The line under a cell, drawn by its first row: hair, but finer than that nowhere: where a header spans columns it is cut at both ends. */
static void add_cell_rule(struct grid *grid, struct box *box, const struct grid_cell *cell, size_t row, double height)
{
    if (last_of_part(grid, row + cell->rows - 1) || grid->rows.at[row + cell->rows - 1].sliced)
        return;
    double x = grid_x(grid, cell->column), width = grid_x(grid, cell->column + cell->columns) - x;
    if (cell->header && cell->columns > 1)
        add_rule(grid, box, x + CELL_PAD_X, height, width - 2 * CELL_PAD_X, RULE_HEADER, 0);
    else if (grid->flow->theme->table_lines != TABLE_LINES_BARE && !lengthen_rule(box, x, height, width))
        add_rule(grid, box, x, height, width, RULE_HAIR, HAIR_GREY);
}

static void fill_row(struct grid *grid, struct box *box, size_t index)
{
    const struct grid_row *row = &grid->rows.at[index];
    for (size_t c = 0; c < row->cells.count; c++) {
        const struct grid_cell *cell = &row->cells.at[c];
        double shade = cell->source->shade > 0 ? fmin(cell->source->shade, 1) * SHADE_STRONGEST : row->strong ? SHADE_ROW : 0;
        if (shade > 0)
            add_area(grid, box, cell, cell_height(grid, cell, index), shade);
        else if (cell->header && grid->flow->theme->table_header_fill)
            add_area(grid, box, cell, cell_height(grid, cell, index), 0)->colour = grid->flow->theme->table_header_fill;
    }
    for (size_t c = 0; c < row->cells.count; c++) {
        const struct grid_cell *cell = &row->cells.at[c];
        double height = cell_height(grid, cell, index);
        add_cell_rule(grid, box, cell, index, height);
        add_cell_text(grid, box, cell, height);
        if (grid->flow->theme->table_lines == TABLE_LINES_GRID) {
            add_upright_rule(grid, box, grid_x(grid, cell->column), height);
            if (cell->column + cell->columns == grid->columns)
                add_upright_rule(grid, box, grid->width, height);
        }
    }
    if (index == 0)
        add_rule(grid, box, 0, 0, grid->width, RULE_STRONG, 0);
    if (last_of_part(grid, index)) {
        bool last = index + 1 == grid->rows.count;
        add_rule(grid, box, 0, row->height, grid->width, last ? RULE_STRONG : RULE_HEADER, 0);
    }
}

/* Caption ---------------------------------------------------------------------------------------------- */

struct caption {
    int number;
    const char *text; /* NULL: no caption, no number */
};

static void turn_boxes(struct flow *flow, size_t first, size_t end, double shift)
{
    for (size_t i = first; i < end; i++) {
        flow->boxes.at[i].turned = true;
        for (size_t k = 0; k < flow->boxes.at[i].items.count; k++)
            flow->boxes.at[i].items.at[k].x += shift;
    }
}

static void add_caption(struct flow *flow, const struct caption *caption, bool continued, bool turned)
{
    size_t first = flow->boxes.count;
    const char *text = continued ? arena_printf(flow->arena, flow->chinese ? "%s（续）" : "%s (continued)", caption->text) : caption->text;
    flow_caption(flow, flow->chinese ? "表" : "Table", caption->number, text, 6, true);
    if (turned)
        turn_boxes(flow, first, flow->boxes.count, (flow->theme->height - flow->theme->width) / 2);
}

/* Boxes ------------------------------------------------------------------------------------------------ */

static bool spans_on(const struct grid *grid, size_t row)
{
    for (size_t back = 0; back <= row; back++) {
        const struct grid_row *above = &grid->rows.at[row - back];
        for (size_t c = 0; c < above->cells.count; c++)
            if (above->cells.at[c].rows > back + 1)
                return true;
        if (back > 64) /* no cell of a report spans more */
            break;
    }
    return false;
}

/* The caption as it stands above rows on a further page. Without it where a row would then be higher than the page. */
static void repeat_caption(struct grid *grid, const struct caption *caption, bool turned, box_list *header)
{
    struct flow *flow = grid->flow;
    size_t first = flow->boxes.count;
    add_caption(flow, caption, true, turned);
    double page = turned ? flow->theme->width : flow->theme->height, above = 0, highest = 0;
    for (size_t i = first; i < flow->boxes.count; i++)
        above += flow->boxes.at[i].height;
    for (size_t r = 0; r < grid->rows.count; r++) {
        above += grid->rows.at[r].header ? grid->rows.at[r].height : 0;
        highest = grid->rows.at[r].header ? highest : fmax(highest, grid->rows.at[r].height);
    }
    for (size_t i = first; i < flow->boxes.count && above + highest <= page; i++)
        *LIST_ADD(flow->arena, header) = flow->boxes.at[i];
    flow->boxes.count = first;
}

static void add_rows(struct grid *grid, const struct caption *caption, bool turned)
{
    struct flow *flow = grid->flow;
    box_list *header = ARENA_NEW(flow->arena, box_list);
    if (caption->text && grid->rows.count > 0 && grid->rows.at[0].header)
        repeat_caption(grid, caption, turned, header);
    size_t rows = grid->rows.count, body = 0;
    while (body < rows && grid->rows.at[body].header)
        body++;
    for (size_t r = 0; r < rows; r++) {
        struct box *box = flow_box(flow, grid->rows.at[r].height);
        box->turned = turned;
        fill_row(grid, box, r);
        if (grid->rows.at[r].header) {
            box->keep = true;
            *LIST_ADD(flow->arena, header) = *box;
            continue;
        }
        box->repeat = header;
        bool group = r + 1 < rows && grid->rows.at[r].group != 0 && grid->rows.at[r].group == grid->rows.at[r + 1].group;
        box->row = true;
        box->group = group;
        box->keep = r + 1 < rows && spans_on(grid, r);
    }
    /* a page that begins with rows has the strong rule of the table's head above its header, which brings it; without header it gets one */
    if (header->count == 0)
        for (size_t i = flow->boxes.count - rows; i < flow->boxes.count; i++)
            flow->boxes.at[i].repeat = NULL;
}

/* The greatest size at which the table is no wider than `width`; or one less, down to that of notes, where names that stood on two lines and more then
 * find room on one and the table gets much lower: what a smaller size itself takes off its height is no gain. */
static bool fit_in(struct grid *grid, double width)
{
    double size = grid->flow->theme->table_size;
    while (!grid_fit(grid, size, width))
        if ((size -= STEP) < SMALLEST - 0.01)
            return false;
    double best = size, least = grid_height(grid), dearer = 1;
    for (double smaller = size - STEP; smaller >= grid->flow->theme->note_size - 0.01; smaller -= STEP) {
        dearer *= SMALLER_COSTS;
        if (grid_lowest(grid, smaller) * dearer >= least) /* with each row on one line */
            break;
        grid_fit(grid, smaller, width);
        if (grid_height(grid) * dearer < least) {
            best = smaller;
            least = grid_height(grid) * dearer;
        }
    }
    return grid->size == best || grid_fit(grid, best, width); /* measuring costs as much as setting: not twice */
}

static bool fit_upright(struct grid *grid)
{
    return fit_in(grid, grid->flow->theme->width);
}

static bool fit_turned(struct grid *grid)
{
    return fit_in(grid, grid->flow->theme->height);
}

/* Upright at a size that still reads well is better than turned; turned at a good size better than upright at the smallest. */
static bool choose_size(struct grid *grid, bool *ret_turned)
{
    *ret_turned = false;
    bool upright = fit_upright(grid);
    if (upright && (!grid->table->landscape || grid->size >= grid->flow->theme->note_size - 0.01))
        return true;
    double upright_size = grid->size;
    if (grid->table->landscape && fit_turned(grid) && (!upright || grid->size > upright_size)) {
        *ret_turned = true;
        return true;
    }
    return upright && fit_upright(grid);
}

/* A row may be cut only where no cell spans others; what is then still higher than a page would leave it at the foot. */
static bool fits_page(struct flow *flow, const struct grid *grid, double page)
{
    double head = 0;
    for (size_t r = 0; r < grid->rows.count; r++) {
        head += grid->rows.at[r].header ? grid->rows.at[r].height : 0;
        double height = grid->rows.at[r].header ? head : head + grid->rows.at[r].height;
        if (height <= page)
            continue;
        diags_error(flow->diags, POS_NONE, _("table '%s': row %zu is higher than a page"), grid->table->caption ? grid->table->caption : "", r + 1);
        diags_hint(flow->diags, _("shorten its texts, or do without cells over several rows"));
        return false;
    }
    return true;
}

/* One table, or a part of one. */
static void add_grid(struct grid *grid, const struct caption *caption, bool continued, bool turned, const char *note)
{
    struct flow *flow = grid->flow;
    size_t first = flow->boxes.count;
    if (caption->text)
        add_caption(flow, caption, continued, turned);
    add_rows(grid, caption, turned);
    if (!caption->text)
        flow->boxes.at[first].before = 6;
    size_t below = flow->boxes.count;
    flow_note(flow, note);
    if (turned)
        turn_boxes(flow, below, flow->boxes.count, 0);
    flow->boxes.at[flow->boxes.count - 1].height += SPACE_AFTER;
    flow_join(flow, first);
}

/* All parts in one size, and turned all or none. */
static bool fit_parts(struct grid *parts, size_t count, bool *ret_turned)
{
    double size = parts[0].flow->theme->table_size;
    *ret_turned = false;
    for (size_t i = 0; i < count; i++) {
        bool turned;
        if (!choose_size(&parts[i], &turned))
            return false;
        *ret_turned |= turned;
        size = fmin(size, parts[i].size);
    }
    double width = *ret_turned ? parts[0].flow->theme->height : parts[0].flow->theme->width;
    for (size_t i = 0; i < count; i++)
        if (!grid_fit(&parts[i], size, width))
            return false;
    return true;
}

/* The fewest parts that fit; one where the table does. 0 where not even a single column fits beside the first. */
static size_t fit_grids(struct grid *whole, struct grid **ret_grids, bool *ret_turned)
{
    *ret_grids = whole;
    if (choose_size(whole, ret_turned))
        return 1;
    for (size_t count = 2; count < whole->columns; count++) {
        size_t made = grid_cut(whole, count, ret_grids);
        if (fit_parts(*ret_grids, made, ret_turned))
            return made;
    }
    return 0;
}

void flow_table(struct flow *flow, const struct doc_table *table, const char *id)
{
    struct grid whole = {.flow = flow, .table = table, .arena = flow->arena}, *grids;
    struct caption caption = {table->caption ? ++flow->tables : flow->tables, table->caption}; /* one without a name has no number either */
    if (table->columns.count == 0)
        return;
    grid_read(&whole);
    bool turned = false;
    size_t count = fit_grids(&whole, &grids, &turned), first = flow->boxes.count;
    if (count == 0) {
        diags_error(flow->diags, POS_NONE, _("table %d '%s' is wider than the page with its %zu columns"), caption.number, table->caption ? table->caption : "",
                    table->columns.count);
        diags_hint(flow->diags, table->landscape ? _("leave out columns or shorten their texts") : _("leave out columns, shorten their texts or allow a landscape page"));
    }
    flow->failed |= count == 0;
    double page = turned ? flow->theme->width : flow->theme->height;
    for (size_t i = 0; i < count; i++) {
        grid_set(&grids[i], page - (double)(2 + 2 * table->header.count) * 1.5 * grids[i].leading); /* caption and header stand above a slice */
        if (!fits_page(flow, &grids[i], page)) {
            flow->failed = true;
            return;
        }
        add_grid(&grids[i], &caption, i > 0, turned, i + 1 == count ? table->note : NULL);
    }
    if (id && count > 0)
        flow->boxes.at[first].id = id;
}
