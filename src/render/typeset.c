/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines of a paragraph.
 *
 * CLREQ prescribes for a line that does not come out even: first pull in (take blank from marks, so that a forbidden mark still fits), then
 * push out (let the line end earlier and widen its gaps). A greedy program decides this line by line and cannot see that the paragraph will
 * end with a single character on a line of its own. Here all breaks of a paragraph are chosen together (Knuth & Plass, "Breaking paragraphs
 * into lines", 1981): each line has a cost, squeezing the least, widening more, a lonely last character most, and the cheapest sum wins.
 * With a handful of characters a line there are some 30 candidates for each end, so this costs no more than a few additions a character.
 *
 * Lines that are not justified (titles, headings, cells) take the same road with another cost: as few lines as possible, then as even as possible.
 */
#include "typeset_priv.h"

#include <math.h>
#include <stdlib.h>

#define EVEN 1e-6               /* points that do not count */
#define COST_SQUEEZE 0.3        /* of a line squeezed to the last, so that the mark at its end finds room */
#define COST_SQUEEZE_IDLE 4.0   /* where no mark asks for it */
#define LOOSE 0.06              /* em of widening a gap that costs 1 */
#define COST_LOOSE_MOST 400.0
#define COST_LONELY 30.0        /* a last line of one character and its mark */
#define LONELY 2.05             /* em: shorter last lines are lonely */
#define LONELY_BALANCED 1.05    /* in cells of four or five characters two are not */
#define COST_LINE 1000.0        /* of each line where lines shall be few */
#define COST_TOO_WIDE 1e6       /* a unit that fits nowhere */
#define WIDEST_GAP 0.5          /* em: looser lines are left ragged */

struct breaker {
    const struct cell *cells;
    const struct type_style *style;
    double *width;   /* [i]: of cells and gaps before i */
    double *squeeze; /* [i]: likewise */
    int *gaps;       /* [i]: gaps that stretch before i */
    int *solid;      /* [i]: characters before i that are neither marks nor blank */
    double *cost;    /* [j]: of the best way to end a line before j */
    size_t *from;    /* [j]: where that line begins */
};

struct span {
    size_t begin, end; /* end: without trailing spaces */
    double natural, squeeze, measure;
    int gaps, solid;
    bool first; /* of the paragraph */
};

static bool justified(const struct type_style *style)
{
    return style->align == DOC_ALIGN_DEFAULT && !style->balanced;
}

static bool blank(const struct cell *cell)
{
    return cell->kind == CLASS_SPACE || !cell->drawn;
}

static bool closing_mark(enum text_class kind)
{
    return kind == CLASS_CLOSE || kind == CLASS_COMMA || kind == CLASS_STOP;
}

/* The line of cells [begin, end): what it measures once its ends are trimmed. */
static struct span span_of(const struct breaker *b, size_t begin, size_t end)
{
    struct span span = {.begin = begin, .first = begin == 0};
    while (end > begin && blank(&b->cells[end - 1]))
        end--;
    span.end = end;
    span.measure = b->style->width - b->style->indent_right - (span.first ? b->style->indent_first : b->style->indent_rest);
    if (end == begin)
        return span;
    const struct cell *head = &b->cells[begin], *tail = &b->cells[end - 1];
    span.natural = b->width[end] - b->width[begin] - tail->gap - tail->trail;
    span.squeeze = b->squeeze[end] - b->squeeze[begin] - tail->gap_squeeze - (tail->trail > 0 ? tail->squeeze : 0);
    span.gaps = b->gaps[end - 1] - b->gaps[begin];
    span.solid = b->solid[end] - b->solid[begin];
    if (!span.first && head->lead > 0) {
        span.natural -= head->lead;
        span.squeeze -= head->squeeze;
    }
    span.squeeze = fmax(span.squeeze, 0);
    return span;
}

static double lonely_cost(const struct span *span, const struct type_style *style, bool last)
{
    double least = style->balanced ? LONELY_BALANCED : LONELY;
    bool lonely = span->natural < least * style->em || (!style->balanced && span->solid < 2); /* its marks do not keep it company */
    return last && !span->first && lonely ? COST_LONELY : 0;
}

static bool ends_with_mark(const struct breaker *b, const struct span *span)
{
    return closing_mark(b->cells[span->end - 1].kind);
}

/* Infinite where the line does not fit at all. */
static double line_cost(const struct breaker *b, const struct span *span, bool last)
{
    double room = span->measure - span->natural, cost = lonely_cost(span, b->style, last);
    if (room < -EVEN) {
        if (-room > span->squeeze + EVEN)
            return INFINITY;
        double share = -room / span->squeeze;
        cost += (ends_with_mark(b, span) ? COST_SQUEEZE : COST_SQUEEZE_IDLE) * share * share;
        room = 0;
    }
    if (!justified(b->style)) {
        double slack = room / b->style->em;
        return cost + COST_LINE + (last && !b->style->balanced ? 0 : 0.1 * slack * slack);
    }
    if (last)
        return cost;
    if (span->gaps == 0)
        return cost + (room > EVEN ? COST_LOOSE_MOST : 0);
    double loose = room / span->gaps / b->style->em / LOOSE;
    return cost + fmin(loose * loose, COST_LOOSE_MOST);
}

/* A unit wider than the measure (a long address, a row of closing marks) may break anywhere. */
static void allow_emergency_breaks(struct cell *cells, size_t count, const struct type_style *style)
{
    double measure = style->width - style->indent_right - fmax(style->indent_first, style->indent_rest);
    size_t begin = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && !cells[i].allowed)
            continue;
        double width = 0;
        size_t end = i; /* the space behind a word may hang over */
        while (end > begin && blank(&cells[end - 1]))
            end--;
        for (size_t k = begin; k < end; k++)
            width += cells[k].width;
        width -= end > begin ? cells[end - 1].trail : 0; /* as in widest_unit: a closing mark loses its blank there */
        for (size_t k = begin + 1; k < i && width > measure; k++)
            cells[k].allowed = cells[k].kind != CLASS_COMBINING;
        begin = i;
    }
}

/* Fills cost and from for every place in (begin, end] where a line may end; forced breaks bound the search. */
static void find_breaks(struct breaker *b, size_t begin, size_t end)
{
    b->cost[begin] = 0;
    for (size_t j = begin + 1; j <= end; j++) {
        b->cost[j] = INFINITY;
        if (j < end && !b->cells[j].allowed)
            continue;
        bool unit = true; /* nothing between i and j where a line may break */
        for (size_t i = j; i-- > begin;) {
            if (i > begin && !b->cells[i].allowed)
                continue;
            struct span span = span_of(b, i, j);
            double cost = line_cost(b, &span, j == end);
            if (isinf(cost) && unit)
                cost = COST_TOO_WIDE;
            if (j < end)
                cost += b->cells[j].sense;
            if (b->cost[i] + cost < b->cost[j]) {
                b->cost[j] = b->cost[i] + cost;
                b->from[j] = i;
            }
            if (!unit && span.natural - span.squeeze > span.measure + 2 * b->style->em)
                break;
            unit = false;
        }
    }
}

/* Placing ---------------------------------------------------------------------------------------------- */

static void add_link(struct arena *arena, struct text_line *line, const char *target, double x, double width)
{
    struct line_link *last = line->links.count > 0 ? &line->links.at[line->links.count - 1] : NULL;
    if (last && last->target == target) {
        last->width = x + width - last->x;
        return;
    }
    *LIST_ADD(arena, &line->links) = (struct line_link){x, width, target};
}

/* `stretch` points go to each gap; `share` of all that can be squeezed is. */
static void place_cells(struct typesetter *setter, const struct cell *cells, const struct span *span, const doc_runs *runs, double stretch,
                        double share, struct text_line *line)
{
    double x = 0;
    line->glyphs.at = ARENA_ARRAY(setter->arena, struct glyph, span->end - span->begin + 1);
    for (size_t i = span->begin; i < span->end; i++) {
        const struct cell *cell = &cells[i];
        bool head = i == span->begin && !span->first, tail = i + 1 == span->end;
        double before = head ? cell->lead : cell->lead > 0 ? cell->squeeze * share : 0;
        double after = tail ? cell->trail : cell->trail > 0 ? cell->squeeze * share : 0;
        double width = cell->width - before - after;
        if (cell->drawn)
            line->glyphs.at[line->glyphs.count++] = (struct glyph){cell->code, cell->face, cell->size, cell->rise, x + cell->shift - before, cell->source};
        if (runs->at[cell->run].link)
            add_link(setter->arena, line, runs->at[cell->run].link, x, width);
        if (cell->footnote)
            *LIST_ADD(setter->arena, &line->footnotes) = cell->footnote;
        x += width;
        if (!tail)
            x += cell->gap - cell->gap_squeeze * share + (cell->stretch ? stretch : 0);
    }
    line->width = x;
}

static void place_line(struct typesetter *setter, const struct breaker *b, const struct span *span, const doc_runs *runs, bool last, text_lines *out)
{
    struct text_line *line = LIST_ADD(setter->arena, out);
    line->colour = b->style->colour;
    double room = span->measure - span->natural, stretch = 0, share = 0;
    if (room < -EVEN && span->squeeze > 0)
        share = fmin(-room / span->squeeze, 1);
    else if (justified(b->style) && !last && span->gaps > 0 && room / span->gaps < WIDEST_GAP * b->style->em)
        stretch = room / span->gaps;
    place_cells(setter, b->cells, span, runs, stretch, share, line);

    line->x = span->first ? b->style->indent_first : b->style->indent_rest;
    if (b->style->align == DOC_ALIGN_CENTRE)
        line->x += (span->measure - line->width) / 2;
    else if (b->style->align == DOC_ALIGN_RIGHT || b->style->align == DOC_ALIGN_DECIMAL)
        line->x += span->measure - line->width;
}

static void place_part(struct typesetter *setter, struct breaker *b, size_t begin, size_t end, const doc_runs *runs, text_lines *out)
{
    find_breaks(b, begin, end);
    size_t count = 0;
    for (size_t j = end; j > begin; j = b->from[j])
        count++;
    size_t *ends = xcalloc(count + 1, sizeof *ends);
    size_t k = count;
    for (size_t j = end; j > begin; j = b->from[j])
        ends[--k] = j;
    for (k = 0; k < count; k++) {
        struct span span = span_of(b, k == 0 ? begin : ends[k - 1], ends[k]);
        place_line(setter, b, &span, runs, k + 1 == count, out);
    }
    free(ends);
}

static void breaker_init(struct breaker *b, const cell_list *cells, const struct type_style *style, struct arena *scratch)
{
    size_t count = cells->count;
    *b = (struct breaker){.cells = cells->at, .style = style};
    b->width = ARENA_ARRAY(scratch, double, count + 1);
    b->squeeze = ARENA_ARRAY(scratch, double, count + 1);
    b->gaps = ARENA_ARRAY(scratch, int, count + 1);
    b->solid = ARENA_ARRAY(scratch, int, count + 1);
    b->cost = ARENA_ARRAY(scratch, double, count + 1);
    b->from = ARENA_ARRAY(scratch, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        b->width[i + 1] = b->width[i] + cells->at[i].width + cells->at[i].gap;
        b->squeeze[i + 1] = b->squeeze[i] + cells->at[i].squeeze + cells->at[i].gap_squeeze;
        b->gaps[i + 1] = b->gaps[i] + cells->at[i].stretch;
        b->solid[i + 1] = b->solid[i] + !(blank(&cells->at[i]) || closing_mark(cells->at[i].kind));
    }
}

void typeset(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, text_lines *out)
{
    struct arena *scratch = arena_new();
    cell_list cells;
    cells_of_runs(setter, runs, style, scratch, &cells);
    if (cells.count == 0) {
        LIST_ADD(setter->arena, out)->x = style->indent_first;
        arena_free(scratch);
        return;
    }
    allow_emergency_breaks(cells.at, cells.count, style);
    struct breaker breaker;
    breaker_init(&breaker, &cells, style, scratch);
    size_t begin = 0;
    for (size_t i = 1; i <= cells.count; i++) {
        if (i < cells.count && !cells.at[i].forced)
            continue;
        place_part(setter, &breaker, begin, i, runs, out);
        begin = i;
    }
    arena_free(scratch);
}

void typeset_text(struct typesetter *setter, const char *text, const struct type_style *style, text_lines *out)
{
    struct doc_run run = {.text = text};
    doc_runs runs = {&run, 1};
    typeset(setter, &runs, style, out);
}

void typeset_line(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, struct text_line *ret_line)
{
    struct arena *scratch = arena_new();
    cell_list cells;
    cells_of_runs(setter, runs, style, scratch, &cells);
    struct span span = {.end = cells.count, .first = true};
    *ret_line = (struct text_line){.colour = style->colour};
    if (cells.count > 0)
        place_cells(setter, cells.at, &span, runs, 0, 0, ret_line);
    arena_free(scratch);
}

static double widest_unit(const cell_list *cells)
{
    double widest = 0, width = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->at[i];
        if (cell->allowed)
            width = 0;
        width += cell->width;
        if (!blank(cell))
            widest = fmax(widest, width - cell->trail);
        width += cell->gap;
    }
    return widest;
}

double typeset_extent(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, double *ret_unit)
{
    struct arena *scratch = arena_new();
    struct typesetter own = {.arena = scratch, .faces = setter->faces, .footnotes = setter->footnotes};
    cell_list cells;
    cells_of_runs(&own, runs, style, scratch, &cells);
    *ret_unit = widest_unit(&cells);
    double widest = 0;
    for (size_t begin = 0, end; begin < cells.count; begin = end) {
        for (end = begin + 1; end < cells.count && !cells.at[end].forced; end++)
            ;
        struct span span = {.begin = begin, .end = end, .first = begin == 0};
        while (span.end > begin && blank(&cells.at[span.end - 1]))
            span.end--;
        struct text_line line = {.width = 0};
        place_cells(&own, cells.at, &span, runs, 0, 0, &line);
        widest = fmax(widest, line.width);
    }
    arena_free(scratch);
    return widest;
}

void text_line_text(const struct text_line *line, struct strbuf *out)
{
    for (size_t i = 0; i < line->glyphs.count; i++)
        strbuf_add_codepoint(out, line->glyphs.at[i].source);
}
