/* SPDX-License-Identifier: GPL-3.0-or-later
 * Characters and the room each takes: the part of Chinese typesetting that happens before lines are broken (CLREQ §3.1.6).
 *
 * A full-width mark is half ink and half blank. Which half and how much is read from the outline itself, since faces differ (the
 * brackets of Micro Hei stand nearly in the middle); only blank is ever taken away. Where two marks meet, one blank half goes at once
 * ("）。" takes one and a half em); the other blanks may go when a line is a little too long. WenKai draws “ ” for Western text, a third
 * of an em wide: in Chinese they are set in the half of a full-width cell where they belong. Two em dashes are pushed together where a
 * face leaves blank at their ends, since —— is one sign.
 */
#include "ceping/base_text.h"
#include "typeset_priv.h"

#include <math.h>
#include <stdio.h>

#define HALF 0.5
#define INK_MARGIN 0.03        /* em that stay between a mark and what is pulled up to it */
#define BRACKET_MARGIN 0.1     /* em between a bracket and what it holds, where a face draws brackets in the middle of their square */
#define BRACKET_LONGEST 5      /* characters of a text in brackets that is not broken in a header */
#define LATIN_GAP 0.25         /* em between Chinese and Western */
#define LATIN_GAP_SQUEEZE 0.10 /* em of it that may go */
#define STOP_SQUEEZE 0.25      /* em: the stop of a sentence keeps some of its pause */

static enum face_role role_of_run(const struct type_style *style, unsigned flags)
{
    bool heavy = style->face == FACE_HEI || style->face == FACE_SONG_TITLE;
    if (flags & DOC_CODE)
        return FACE_LATIN;
    if (((flags & DOC_STRONG) || style->strong) && !heavy)
        return FACE_HEI;
    if (flags & DOC_EMPHASIS)
        return FACE_KAI;
    return style->face;
}

/* Western letters beside 仿宋, 宋 and 楷 come from the Western face; 黑体 and 小标宋 bring heavier ones of their own. */
static enum face_role western_role(enum face_role role)
{
    return role == FACE_HEI || role == FACE_SONG_TITLE ? role : FACE_LATIN;
}

static void note_missing(struct typesetter *setter, uint32_t code)
{
    for (size_t i = 0; i < setter->missing.count; i++)
        if (setter->missing.at[i] == code)
            return;
    *LIST_ADD(setter->arena, &setter->missing) = code;
}

static void choose_face(struct typesetter *setter, struct cell *cell, enum face_role role)
{
    if (!cell->wide)
        role = western_role(role);
    bool quote = cell->code == 0xB7 || (cell->code >= 0x2018 && cell->code <= 0x201D);
    if (quote && !cell->wide && faces_find_narrow(setter->faces, role, cell->code, &cell->face))
        return;
    if (faces_find(setter->faces, role, cell->code, &cell->face) || !cell->drawn)
        return;
    note_missing(setter, cell->source);
    cell->code = MISSING_SIGN;
    cell->kind = CLASS_HAN;
    cell->wide = true;
    if (!faces_find(setter->faces, role, cell->code, &cell->face)) {
        cell->code = '?';
        faces_find(setter->faces, role, cell->code, &cell->face);
    }
}

static bool in_number(enum text_class kind)
{
    return kind == CLASS_LETTER || kind == CLASS_DIGIT || kind == CLASS_POSTFIX;
}

/* A hyphen before a number is a minus unless it joins it to what stands before: 2018-07-06, A-1, 5%-8%. */
static void draw_minus(struct typesetter *setter, cell_list *cells, size_t i, enum face_role role)
{
    struct cell *cell = &cells->at[i];
    unsigned face = 0;
    if (cell->code != '-' || cell->wide || i + 1 >= cells->count || cells->at[i + 1].kind != CLASS_DIGIT)
        return;
    if (i > 0 && (in_number(cells->at[i - 1].kind) || cells->at[i - 1].code == ')' || cells->at[i - 1].code == '-'))
        return;
    static const uint32_t signs[] = {MINUS_SIGN, EN_DASH};
    for (size_t k = 0; k < COUNT_OF(signs) && cell->code == '-'; k++)
        if (faces_find(setter->faces, western_role(role), signs[k], &face) && face == cell->face)
            cell->code = signs[k];
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void measure_wide(struct cell *cell, double advance, struct face_ink ink, double em)
{
    double room = 1, shift = 0;
    if (cell->kind == CLASS_MIDDLE && (cell->code == 0xB7 || cell->code == 0x30FB)) {
        room = HALF; /* half an em by nature */
        shift = HALF / 2 - (ink.left + ink.right) / 2;
    } else if (cell->kind == CLASS_HAN || cell->kind == CLASS_PREFIX || cell->kind == CLASS_POSTFIX) {
        room = advance;
    } else if (advance < 0.75) {
        shift = cell->kind == CLASS_OPEN ? 1 - advance : cell->kind == CLASS_CLOSE ? 0 : (1 - advance) / 2;
    } else if (cell->kind == CLASS_OPEN) {
        shift = fmax(1 - BRACKET_MARGIN - ink.right, 0);
    } else if (cell->kind == CLASS_CLOSE) {
        shift = fmin(BRACKET_MARGIN - ink.left, 0);
    }
    if (cell->kind == CLASS_OPEN)
        cell->lead = em * clamp(shift + ink.left - INK_MARGIN, 0, HALF);
    if (cell->kind == CLASS_CLOSE || cell->kind == CLASS_COMMA || cell->kind == CLASS_STOP)
        cell->trail = em * clamp(room - shift - ink.right - INK_MARGIN, 0, HALF);
    cell->squeeze = cell->lead + cell->trail;
    if (cell->kind == CLASS_STOP)
        cell->squeeze = clamp(cell->squeeze, 0, em * STOP_SQUEEZE);
    cell->width = room * em;
    cell->shift = shift * em;
}

static void measure_cell(struct typesetter *setter, struct cell *cell, const struct type_style *style)
{
    if (!cell->drawn)
        return;
    double em = cell->size * style->em / style->size;
    double advance = faces_advance(setter->faces, cell->face, cell->code);
    bool mark = cell->kind != CLASS_HAN && cell->kind != CLASS_PREFIX && cell->kind != CLASS_POSTFIX; /* of the others the ink says nothing */
    if (cell->wide)
        measure_wide(cell, advance, mark ? faces_ink(setter->faces, cell->face, cell->code) : (struct face_ink){.left = 0}, em);
    else if (cell->kind != CLASS_COMBINING)
        cell->width = advance * cell->size;
}

/* Reading runs ----------------------------------------------------------------------------------------- */

static bool dropped(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || code == 0x7F || code == 0xAD || code == 0xFEFF || code == 0x200E || code == 0x200F;
}

/* There is room for it: see room_for(). */
static struct cell *add_cell(cell_list *cells, uint32_t code, unsigned run, double size)
{
    struct cell *cell = &cells->at[cells->count++];
    cell->code = cell->source = code;
    cell->run = run;
    cell->size = size;
    cell->drawn = code != 0x200B && code != 0x2060;
    return cell;
}

enum { MARK_ROOM = 24 }; /* of the mark of a footnote */

/* No more cells than bytes, a mark of a footnote and a place for an empty line. */
static size_t room_for(const doc_runs *runs)
{
    size_t room = 1;
    for (size_t r = 0; r < runs->count; r++)
        room += (runs->at[r].flags & DOC_LINE_BREAK ? 0 : strlen(runs->at[r].text)) + (runs->at[r].footnote ? 2 * MARK_ROOM : 0) + 1;
    return room;
}

static void add_footnote_mark(struct typesetter *setter, cell_list *cells, const struct doc_run *run, unsigned index, double size)
{
    char mark[MARK_ROOM];
    int len = snprintf(mark, sizeof mark, "[%d]", ++setter->footnotes);
    for (int i = 0; i < len; i++) {
        add_cell(cells, 0x2060, index, size);
        struct cell *cell = add_cell(cells, (unsigned char)mark[i], index, size * 0.6);
        cell->rise = size * 0.36;
        if (i == len - 1)
            cell->footnote = run->footnote;
    }
}

static void read_run(struct typesetter *setter, cell_list *cells, const struct doc_run *run, unsigned index, const struct type_style *style)
{
    double size = run->flags & DOC_SMALL ? style->size * 0.85 : style->size;
    const char *at = run->text, *end = at + strlen(at);
    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        if (dropped(code))
            continue;
        if (code == '\t' || code == '\n' || code == 0x2028 || code == 0x2029)
            code = ' ';
        if (code == ' ' && cells->count > 0 && cells->at[cells->count - 1].code == ' ')
            continue;
        add_cell(cells, code, index, size);
    }
    if (run->footnote)
        add_footnote_mark(setter, cells, run, index, size);
}

static bool opens(uint32_t code)
{
    return code == '(' || code == 0xFF08;
}

/* "(百分点)" is one word. */
static void keep_brackets(const uint32_t *codes, size_t count, bool *allowed)
{
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1;
        while (opens(codes[i]) && end < count && end <= i + BRACKET_LONGEST && codes[end] != ')' && codes[end] != 0xFF09)
            end++;
        if (opens(codes[i]) && end < count && end <= i + BRACKET_LONGEST)
            for (size_t k = i + 1; k <= end; k++)
                allowed[k] = false;
    }
}

/* Kinds depend on neighbours, so all characters are read first. */
static void classify(cell_list *cells, const struct type_style *style, struct arena *scratch)
{
    uint32_t *codes = ARENA_ARRAY(scratch, uint32_t, cells->count + 1);
    enum text_class *kinds = ARENA_ARRAY(scratch, enum text_class, cells->count + 1);
    bool *allowed = ARENA_ARRAY(scratch, bool, cells->count + 1);
    for (size_t i = 0; i < cells->count; i++)
        codes[i] = cells->at[i].code;
    for (size_t i = 0; i < cells->count; i++) {
        bool wide = linebreak_wide(codes, cells->count, i, style->chinese);
        kinds[i] = cells->at[i].kind = text_class_of(codes[i], wide);
        cells->at[i].wide = text_class_wide(kinds[i], codes[i]) && (wide || codes[i] >= 0x2E80);
    }
    linebreak_mark(codes, kinds, cells->count, allowed);
    if (style->whole_brackets)
        keep_brackets(codes, cells->count, allowed);
    for (size_t i = 0; i < cells->count; i++)
        cells->at[i].allowed = allowed[i] || cells->at[i].forced;
    for (size_t i = 0; i < cells->count && style->balanced; i++)
        cells->at[i].sense = allowed[i] ? linebreak_sense(codes, kinds, cells->count, i) : 0;
}

/* Neighbours ------------------------------------------------------------------------------------------- */

static bool closing(enum text_class kind)
{
    return kind == CLASS_CLOSE || kind == CLASS_COMMA || kind == CLASS_STOP;
}

static void drop_blank(struct cell *cell, double *blank, bool before)
{
    cell->width -= *blank;
    if (before)
        cell->shift -= *blank;
    cell->squeeze = clamp(cell->squeeze - *blank, 0, cell->squeeze);
    *blank = 0;
}

static bool takes_gap(const struct cell *cell)
{
    switch (cell->kind) {
    case CLASS_LETTER: case CLASS_DIGIT:
        return true;
    case CLASS_POSTFIX: case CLASS_PREFIX:
        return !cell->wide;
    case CLASS_SIGN:
        return cell->code == '+' || cell->code != cell->source || cell->code == '=' || cell->code == '#' || cell->code == '@' || cell->code == '&';
    default:
        return false;
    }
}

static bool one_sign(const struct cell *a, const struct cell *b)
{
    return a->kind == b->kind && (a->kind == CLASS_DASH || a->kind == CLASS_ELLIPSIS);
}

static void space_pair(struct typesetter *setter, struct cell *a, struct cell *b, double em_ratio)
{
    double em = (a->size < b->size ? a->size : b->size) * em_ratio;
    if (a->wide && b->wide && a->kind == CLASS_DASH && b->kind == CLASS_DASH) {
        a->shift += (1 - faces_ink(setter->faces, a->face, a->code).right) * em;
        b->shift -= faces_ink(setter->faces, b->face, b->code).left * em;
    }
    if (closing(a->kind) && a->wide && b->wide && (closing(b->kind) || b->kind == CLASS_OPEN))
        drop_blank(a, &a->trail, false);
    else if (a->kind == CLASS_OPEN && b->kind == CLASS_OPEN && a->wide && b->wide)
        drop_blank(b, &b->lead, true);

    bool meet = (a->kind == CLASS_HAN && takes_gap(b)) || (takes_gap(a) && b->kind == CLASS_HAN);
    if (meet && a->rise == b->rise) {
        a->gap = LATIN_GAP * em;
        a->gap_squeeze = LATIN_GAP_SQUEEZE * em;
    }
    a->stretch = meet || a->kind == CLASS_SPACE || (a->wide && b->wide && !one_sign(a, b));
}

void cells_of_runs(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, struct arena *scratch, cell_list *ret_cells)
{
    cell_list cells = {.at = ARENA_ARRAY(scratch, struct cell, room_for(runs))};
    bool forced = false;
    for (size_t r = 0; r < runs->count; r++) {
        if (runs->at[r].flags & DOC_LINE_BREAK) {
            if (forced) /* an empty line */
                add_cell(&cells, 0x200B, (unsigned)r, style->size)->forced = true;
            forced = true;
            continue;
        }
        size_t before = cells.count;
        read_run(setter, &cells, &runs->at[r], (unsigned)r, style);
        if (forced && cells.count > before) {
            cells.at[before].forced = true;
            forced = false;
        }
    }
    classify(&cells, style, scratch);
    for (size_t i = 0; i < cells.count; i++) {
        enum face_role role = role_of_run(style, runs->at[cells.at[i].run].flags);
        choose_face(setter, &cells.at[i], role);
        draw_minus(setter, &cells, i, role);
        measure_cell(setter, &cells.at[i], style);
    }
    for (size_t i = 0; i + 1 < cells.count; i++)
        space_pair(setter, &cells.at[i], &cells.at[i + 1], style->em / style->size);
    *ret_cells = cells;
}

double render_measure(struct render_faces *faces, enum face_role role, double size, const char *text)
{
    struct arena *scratch = arena_new();
    struct typesetter setter = {.arena = scratch, .faces = faces};
    struct type_style style = {.face = role, .size = size, .em = size, .chinese = true};
    struct doc_run run = {.text = text};
    doc_runs runs = {&run, 1};
    cell_list cells;
    cells_of_runs(&setter, &runs, &style, scratch, &cells);
    double width = 0;
    for (size_t i = 0; i < cells.count; i++)
        width += cells.at[i].width + cells.at[i].gap;
    arena_free(scratch);
    return width;
}
