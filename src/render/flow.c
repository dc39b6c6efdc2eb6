/* SPDX-License-Identifier: GPL-3.0-or-later
 * Blocks of a document become boxes, one below the other, by the rules of official documents (GB/T 9704-2012, method §16). Text of the body
 * stands on the grid, one line a box; captions, tables and notes do not, and the body finds its grid again below them.
 */
#include "flow_priv.h"

#include "text_priv.h"

#include <math.h>

#define CJK_ASCENT 0.88 /* of the em square of Chinese faces, above the baseline */
#define NOTE_LEADING 1.45
#define TITLE_LEADING 1.6
#define FLOAT_SPACE 10.0 /* points above and below what is not on the grid */

/* Boxes ------------------------------------------------------------------------------------------------ */

struct box *flow_box(struct flow *flow, double height)
{
    struct box *box = LIST_ADD(flow->arena, &flow->boxes);
    box->height = box->depth = height;
    return box;
}

struct placed *box_item(struct flow *flow, struct box *box, enum placed_kind kind)
{
    struct placed *item = LIST_ADD(flow->arena, &box->items);
    item->kind = kind;
    return item;
}

void box_add_line(struct flow *flow, struct box *box, const struct text_line *line, double x, double baseline)
{
    struct placed *item = box_item(flow, box, PLACED_TEXT);
    item->x = x + line->x;
    item->y = baseline;
    item->width = line->width;
    item->line = line;
    double size = line->glyphs.count > 0 ? line->glyphs.at[0].size : 0;
    for (size_t i = 0; i < line->links.count; i++) {
        struct placed *link = box_item(flow, box, PLACED_LINK);
        link->x = x + line->x + line->links.at[i].x;
        link->y = baseline - size * CJK_ASCENT;
        link->width = line->links.at[i].width;
        link->height = size * 1.1;
        link->target = line->links.at[i].target;
    }
    for (size_t i = 0; i < line->footnotes.count; i++)
        *LIST_ADD(flow->arena, &box->footnotes) = line->footnotes.at[i];
}

struct type_style flow_style(const struct flow *flow, enum face_role face, double size)
{
    struct type_style style = {.face = face, .size = size, .em = size, .width = flow->theme->width, .chinese = flow->chinese, .colour = flow->theme->text_colour};
    if (size == flow->theme->body_size)
        style.em = flow->theme->pitch;
    return style;
}

/* Text on the grid ------------------------------------------------------------------------------------- */

static struct box *grid_box(struct flow *flow)
{
    struct box *box = flow_box(flow, flow->theme->leading);
    box->depth = flow->theme->body_size;
    box->grid = true;
    return box;
}

/* Larger type stands lower in its line, so that its head does not leave the type area. */
static double grid_baseline(const struct flow *flow, double size)
{
    return fmax(size, flow->theme->body_size) * CJK_ASCENT;
}

/* No single line of a paragraph at the foot or the head of a page. */
static void keep_paragraph(struct flow *flow, size_t first)
{
    size_t count = flow->boxes.count - first;
    if (count < 2)
        return;
    flow->boxes.at[first].keep = true;
    flow->boxes.at[flow->boxes.count - 2].keep = true;
}

static size_t flow_lines(struct flow *flow, const doc_runs *runs, const struct type_style *style)
{
    text_lines lines = {0};
    typeset(flow->setter, runs, style, &lines);
    size_t first = flow->boxes.count;
    for (size_t i = 0; i < lines.count; i++) {
        struct box *box = grid_box(flow);
        box->depth = fmax(box->depth, style->size);
        box_add_line(flow, box, &lines.at[i], 0, grid_baseline(flow, style->size));
    }
    keep_paragraph(flow, first);
    return first;
}

/* Titles have lines of their own distance; what follows finds the grid again. */
static size_t flow_title_lines(struct flow *flow, const doc_runs *runs, const struct type_style *style)
{
    text_lines lines = {0};
    typeset(flow->setter, runs, style, &lines);
    size_t first = flow->boxes.count;
    for (size_t i = 0; i < lines.count; i++) {
        struct box *box = flow_box(flow, style->size * (i + 1 < lines.count ? TITLE_LEADING : 1.05));
        box->grid = i == 0;
        box->keep = true;
        box_add_line(flow, box, &lines.at[i], 0, grid_baseline(flow, style->size));
    }
    return first;
}

static void flow_blank(struct flow *flow, int lines)
{
    for (int i = 0; i < lines; i++)
        grid_box(flow);
}

static void mark_box(struct flow *flow, size_t index, const struct doc_block *block)
{
    if (block->id)
        flow->boxes.at[index].id = block->id;
}

static const char *runs_copy(struct flow *flow, const char *before, const doc_runs *runs)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, before);
    doc_runs_text(runs, &text);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\n')
            text.at[i] = ' ';
    return arena_strndup(flow->arena, text.at, text.len);
}

static void set_bookmark(struct flow *flow, size_t index, const char *title, int level)
{
    flow->boxes.at[index].bookmark = title;
    flow->boxes.at[index].bookmark_level = level;
}

static struct doc_run text_run(const char *text)
{
    return (struct doc_run){.text = text};
}

/* Blocks ----------------------------------------------------------------------------------------------- */

struct surroundings {
    double indent; /* from the left, of all lines */
    double indent_right;
    enum face_role face;
};

static void flow_blocks(struct flow *flow, const doc_blocks *blocks, const struct surroundings *around);

static void flow_title(struct flow *flow, const struct doc_block *block)
{
    bool small = block->level > 1;
    struct type_style style = flow_style(flow, small ? flow->theme->subtitle_face : flow->theme->title_face, small ? flow->theme->subtitle_size : flow->theme->title_size);
    style.align = flow->theme->title_left ? DOC_ALIGN_LEFT : DOC_ALIGN_CENTRE;
    style.colour = small ? flow->theme->text_colour : flow->theme->title_colour;
    style.balanced = true;
    style.indent_first = style.indent_rest = style.indent_right = flow->theme->title_left ? 0 : style.em;
    size_t first = small ? flow_lines(flow, &block->runs, &style) : flow_title_lines(flow, &block->runs, &style);
    for (size_t i = first; i < flow->boxes.count; i++)
        flow->boxes.at[i].keep = true;
    if (small)
        flow->boxes.at[first].before = flow->theme->leading * 0.4; /* the next line of the grid but one, below a title */
    mark_box(flow, first, block);
}

static void flow_heading(struct flow *flow, const struct doc_block *block)
{
    int level = block->level < 1 ? 1 : block->level > 4 ? 4 : block->level;
    struct type_style style = flow_style(flow, flow->theme->heading_face[level - 1], flow->theme->heading_size[level - 1]);
    style.indent_first = flow->chinese ? flow->theme->heading_indent * style.em : 0;
    style.colour = flow->theme->heading_colour;
    style.align = DOC_ALIGN_LEFT;
    style.strong = !flow->chinese && level > 1;
    size_t first = flow_lines(flow, &block->runs, &style);
    for (size_t i = first; i < flow->boxes.count; i++)
        flow->boxes.at[i].keep = true;
    flow->boxes.at[first].before = flow->theme->heading_space * flow->theme->leading;
    mark_box(flow, first, block);
    set_bookmark(flow, first, runs_copy(flow, "", &block->runs), level);
}

static void flow_paragraph(struct flow *flow, const struct doc_block *block, const struct surroundings *around, const char *label)
{
    struct type_style style = flow_style(flow, around->face, flow->theme->body_size);
    bool aligned = block->align == DOC_ALIGN_CENTRE || block->align == DOC_ALIGN_RIGHT;
    double first_indent = block->plain || aligned ? 0 : (label ? 2 : flow->chinese ? flow->theme->first_indent : flow->theme->first_indent * 0.75) * style.em;
    style.indent_first = around->indent + first_indent;
    style.indent_rest = around->indent;
    style.indent_right = around->indent_right;
    style.align = block->align == DOC_ALIGN_DECIMAL ? DOC_ALIGN_DEFAULT : block->align;

    size_t first;
    if (label) {
        doc_runs runs = {0};
        *LIST_ADD(flow->arena, &runs) = text_run(arena_printf(flow->arena, "%s ", label));
        for (size_t i = 0; i < block->runs.count; i++)
            *LIST_ADD(flow->arena, &runs) = block->runs.at[i];
        first = flow_lines(flow, &runs, &style);
    } else {
        first = flow_lines(flow, &block->runs, &style);
    }
    mark_box(flow, first, block);
    if (block->keep_next) {
        struct box *last = &flow->boxes.at[flow->boxes.count - 1];
        last->keep = true;
        last->lead = !doc_runs_lead(&block->runs); /* "…如下：" has what it announces below it, on the same page */
    }
    if (block->in_place)
        flow->boxes.at[first].barrier = flow->boxes.at[flow->boxes.count - 1].keep = true;
}

static void flow_item(struct flow *flow, const struct doc_block *block, const struct surroundings *around)
{
    flow_paragraph(flow, block, around, block->label && *block->label ? block->label : "·");
    struct surroundings inner = *around;
    inner.indent += 2 * flow->theme->pitch;
    flow_blocks(flow, (const doc_blocks *)&block->children, &inner);
}

static void flow_quote(struct flow *flow, const struct doc_block *block, const struct surroundings *around)
{
    struct surroundings inner = *around;
    inner.indent += 2 * flow->theme->pitch;
    inner.indent_right += 2 * flow->theme->pitch;
    inner.face = flow->theme->quote_face;
    if (block->runs.count > 0)
        flow_paragraph(flow, block, &inner, NULL);
    flow_blocks(flow, (const doc_blocks *)&block->children, &inner);
}

/* Small text ------------------------------------------------------------------------------------------- */

void flow_small_text(struct flow *flow, const doc_runs *runs, const struct type_style *style, double leading, double before, bool keep)
{
    text_lines lines = {0};
    typeset(flow->setter, runs, style, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        struct box *box = flow_box(flow, leading);
        box->depth = style->size * 1.05;
        box->before = i == 0 ? before : 0;
        box->keep = keep || i + 1 < lines.count;
        box_add_line(flow, box, &lines.at[i], 0, style->size * CJK_ASCENT);
    }
}

void flow_caption(struct flow *flow, const char *word, int number, const char *caption, double before, bool keep)
{
    struct type_style style = flow_style(flow, flow->theme->caption_face, flow->theme->caption_size);
    style.colour = flow->theme->caption_colour;
    style.align = DOC_ALIGN_CENTRE;
    style.balanced = true;
    style.indent_first = style.indent_rest = style.indent_right = 2 * style.em;
    struct doc_run run = text_run(arena_printf(flow->arena, flow->chinese ? "%s%d　%s" : "%s %d. %s", word, number, caption ? caption : ""));
    doc_runs runs = {&run, 1};
    flow_small_text(flow, &runs, &style, flow->theme->caption_size * NOTE_LEADING, before, keep);
}

void flow_note(struct flow *flow, const char *note)
{
    if (!note)
        return;
    flow->boxes.at[flow->boxes.count - 1].keep = true;
    struct type_style style = flow_style(flow, flow->theme->note_face, flow->theme->note_size);
    struct doc_run run = text_run(note);
    doc_runs runs = {&run, 1};
    flow_small_text(flow, &runs, &style, style.size * NOTE_LEADING, 5, false);
}

/* A note below a table or chart goes where that goes. */
static void flow_note_block(struct flow *flow, const struct doc_block *block)
{
    struct box *above = flow->boxes.count > 0 ? &flow->boxes.at[flow->boxes.count - 1] : NULL;
    int part = above && !above->turned ? above->part : 0;
    if (part > 0)
        above->keep = true;
    struct type_style style = flow_style(flow, flow->theme->note_face, flow->theme->note_size);
    size_t first = flow->boxes.count;
    flow_small_text(flow, &block->runs, &style, style.size * NOTE_LEADING, 4, false);
    for (size_t i = first; i < flow->boxes.count; i++)
        flow->boxes.at[i].part = part;
    mark_box(flow, first, block);
}

void flow_join(struct flow *flow, size_t first)
{
    flow->parts++;
    for (size_t i = first; i < flow->boxes.count; i++)
        flow->boxes.at[i].part = flow->parts;
}

/* Attachments, signature ------------------------------------------------------------------------------- */

static void flow_attachment(struct flow *flow, const struct doc_block *block)
{
    const char *label = block->label ? block->label : flow->chinese ? "附件" : "Attachment";
    struct type_style style = flow_style(flow, flow->theme->label_face, flow->theme->body_size);
    struct doc_run run = text_run(label);
    doc_runs runs = {&run, 1};
    size_t first = flow_lines(flow, &runs, &style);
    flow->boxes.at[first].page_before = true;
    mark_box(flow, first, block);
    set_bookmark(flow, first, runs_copy(flow, arena_printf(flow->arena, "%s　", label), &block->runs), 1);
    flow_blank(flow, 1);

    struct type_style title = flow_style(flow, flow->theme->title_face, flow->theme->title_size);
    title.align = DOC_ALIGN_CENTRE;
    title.colour = flow->theme->title_colour;
    title.balanced = true;
    title.indent_first = title.indent_rest = title.indent_right = title.em;
    flow_title_lines(flow, &block->runs, &title);
    flow_blank(flow, 1);
    for (size_t i = first; i < flow->boxes.count; i++)
        flow->boxes.at[i].keep = true;
    flow_blocks(flow, (const doc_blocks *)&block->children, &(struct surroundings){.face = flow->theme->body_face});
}

/* "附件：1. 名称", a line free above; a name of two lines is aligned with its first character. */
static void flow_attachment_list(struct flow *flow, const struct doc_block *block)
{
    const char *word = flow->chinese ? "附件：" : "Attachments: ";
    double size = flow->theme->body_size, em = flow->theme->pitch;
    double number_at = 2 * em + (flow->chinese ? 3 * em : render_measure(flow->setter->faces, flow->theme->body_face, size, word));
    if (flow->boxes.count > 0) /* a page that is signed has some of the text on it */
        flow->boxes.at[flow->boxes.count - 1].keep = true;
    flow_blank(flow, 1);
    flow->boxes.at[flow->boxes.count - 1].keep = flow->boxes.at[flow->boxes.count - 1].barrier = true;
    for (size_t i = 0; i < block->children.count; i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        attachment_note_text(block, i, &text);
        size_t digits = attachment_number(text.at);
        const char *number = arena_strndup(flow->arena, text.at, digits);
        double name_at = number_at + (digits > 0 ? render_measure(flow->setter->faces, flow->theme->body_face, size, number) : 0);

        struct type_style style = flow_style(flow, flow->theme->body_face, size);
        style.indent_first = style.indent_rest = name_at;
        struct doc_run run = text_run(arena_strdup(flow->arena, text.at + digits));
        run.link = block->children.at[i].runs.count > 0 ? block->children.at[i].runs.at[0].link : NULL;
        doc_runs runs = {&run, 1};
        size_t first = flow_lines(flow, &runs, &style);
        struct doc_run lead_run = text_run(i == 0 ? word : "");
        struct doc_run number_run = text_run(number);
        struct text_line *lead = ARENA_NEW(flow->arena, struct text_line), *numeral = ARENA_NEW(flow->arena, struct text_line);
        typeset_line(flow->setter, &(doc_runs){&lead_run, 1}, &style, lead);
        typeset_line(flow->setter, &(doc_runs){&number_run, 1}, &style, numeral);
        struct box *box = &flow->boxes.at[first];
        if (i == 0)
            box_add_line(flow, box, lead, 2 * em, grid_baseline(flow, size));
        if (digits > 0)
            box_add_line(flow, box, numeral, number_at, grid_baseline(flow, size));
        flow->boxes.at[flow->boxes.count - 1].keep = i + 1 < block->children.count;
    }
}

/* Names and date centred on one another; the date 4 characters free at the right, wider names 2. A name wider than that leaves is set in lines of
 * like length. */
static void flow_signature(struct flow *flow, const struct doc_block *block)
{
    if (block->children.count == 0)
        return;
    double em = flow->theme->pitch, widest = 0;
    struct type_style style = flow_style(flow, flow->theme->body_face, flow->theme->body_size);
    style.width = flow->theme->width - 4 * em;
    style.align = DOC_ALIGN_LEFT;
    style.balanced = true;
    text_lines all = {0};
    for (size_t i = 0; i < block->children.count; i++)
        typeset(flow->setter, &block->children.at[i].runs, &style, &all);
    const struct text_line *lines = all.at;
    size_t count = all.count;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, lines[i].width);
    double date = lines[count - 1].width;
    double centre = flow->theme->width - 4 * em - date / 2;
    if (centre + widest / 2 > flow->theme->width - 2 * em)
        centre = flow->theme->width - 2 * em - widest / 2;
    flow_blank(flow, 2);
    for (size_t i = 0; i < count; i++) {
        struct box *box = grid_box(flow);
        box->keep = i + 1 < count;
        box_add_line(flow, box, &lines[i], fmax(centre - lines[i].width / 2, 0), grid_baseline(flow, style.size));
    }
    for (size_t i = flow->boxes.count - count - 2; i + count < flow->boxes.count; i++)
        flow->boxes.at[i].keep = flow->boxes.at[i].barrier = true;
    if (flow->boxes.count > count + 2) /* never alone on a page: what it signs stands above it */
        flow->boxes.at[flow->boxes.count - count - 3].keep = true;
}

/* Contents --------------------------------------------------------------------------------------------- */

static void flow_entry(struct flow *flow, const char *title, int level, int number)
{
    struct type_style style = flow_style(flow, flow->theme->body_face, flow->theme->body_size);
    style.indent_first = (level - 1) * style.em;
    style.indent_rest = (level + 1) * style.em;
    style.indent_right = 3 * style.em;
    style.align = DOC_ALIGN_LEFT;
    struct doc_run run = text_run(title);
    run.link = arena_printf(flow->arena, "#@%d", number);
    flow_lines(flow, &(doc_runs){&run, 1}, &style);
    flow->boxes.at[flow->boxes.count - 1].entry = number;
}

/* Numbers bookmarks in the order in which flow_blocks will make them. */
static void flow_entries(struct flow *flow, const doc_blocks *blocks, int deepest, int *number)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        if (block->kind == DOC_HEADING || block->kind == DOC_ATTACHMENT)
            ++*number;
        if (block->kind == DOC_HEADING && block->level <= deepest)
            flow_entry(flow, runs_copy(flow, "", &block->runs), block->level < 1 ? 1 : block->level, *number);
        if (block->kind == DOC_ATTACHMENT)
            flow_entry(flow, runs_copy(flow, arena_printf(flow->arena, "%s　", block->label ? block->label : flow->chinese ? "附件" : "Attachment"), &block->runs), 1, *number);
        flow_entries(flow, (const doc_blocks *)&block->children, deepest, number);
    }
}

static void flow_contents(struct flow *flow, const struct doc_block *block)
{
    struct doc_run run = text_run(flow->chinese ? "目　录" : "Contents");
    doc_runs runs = {&run, 1};
    struct type_style style = flow_style(flow, flow->theme->label_face, flow->theme->body_size);
    style.align = DOC_ALIGN_CENTRE;
    size_t first = flow_lines(flow, block->runs.count > 0 ? &block->runs : &runs, &style);
    flow->boxes.at[first].keep = true;
    mark_box(flow, first, block);
    int number = 0;
    flow_entries(flow, &flow->doc->blocks, block->level < 1 ? 4 : block->level, &number);
}

static void flow_rule(struct flow *flow)
{
    struct box *box = flow_box(flow, FLOAT_SPACE);
    box->before = FLOAT_SPACE;
    struct placed *rule = box_item(flow, box, PLACED_RULE);
    rule->width = flow->theme->width;
    rule->thickness = 0.5;
    rule->colour = flow->theme->rule_colour;
}

static void flow_block(struct flow *flow, const struct doc_block *block, const struct surroundings *around)
{
    switch (block->kind) {
    case DOC_TITLE:
        flow_title(flow, block);
        break;
    case DOC_HEADING:
        flow_heading(flow, block);
        break;
    case DOC_PARAGRAPH:
        if (flow_is_code(block)) {
            flow_code(flow, block);
            break;
        }
        flow_paragraph(flow, block, around, NULL);
        flow_blocks(flow, (const doc_blocks *)&block->children, around);
        break;
    case DOC_LIST:
        flow_blocks(flow, (const doc_blocks *)&block->children, around);
        break;
    case DOC_ITEM:
        flow_item(flow, block, around);
        break;
    case DOC_QUOTE:
        flow_quote(flow, block, around);
        break;
    case DOC_TABLE:
        if (block->table)
            flow_table(flow, block->table, block->id);
        break;
    case DOC_CHART:
        flow_chart(flow, block);
        break;
    case DOC_NOTE:
        flow_note_block(flow, block);
        break;
    case DOC_ATTACHMENT:
        flow_attachment(flow, block);
        break;
    case DOC_ATTACHMENTS:
        flow_attachment_list(flow, block);
        break;
    case DOC_SIGNATURE:
        flow_signature(flow, block);
        break;
    case DOC_CONTENTS:
        flow_contents(flow, block);
        break;
    case DOC_PAGE_BREAK:
        flow_box(flow, 0)->page_before = true;
        flow->boxes.at[flow->boxes.count - 1].keep = true;
        break;
    case DOC_RULE:
        flow_rule(flow);
        break;
    case DOC_IMAGE:
        flow_image(flow, block);
        break;
    case DOC_COVER:
        flow_cover(flow, block);
        break;
    case DOC_QR:
        flow_qr(flow, block);
        break;
    case DOC_KINDS:
        break;
    }
}

static void flow_blocks(struct flow *flow, const doc_blocks *blocks, const struct surroundings *around)
{
    for (size_t i = 0; i < blocks->count; i++) {
        flow_block(flow, &blocks->at[i], around);
        bool title_ends = blocks->at[i].kind == DOC_TITLE && i + 1 < blocks->count && blocks->at[i + 1].kind != DOC_TITLE;
        if (title_ends) {
            flow_blank(flow, 1);
            flow->boxes.at[flow->boxes.count - 1].keep = true;
        }
    }
}

/* Titles at the beginning ------------------------------------------------------------------------------ */

size_t flow_titles(struct flow *flow)
{
    size_t count = 0;
    for (; count < flow->doc->blocks.count && flow->doc->blocks.at[count].kind == DOC_TITLE; count++)
        flow_title(flow, &flow->doc->blocks.at[count]);
    if (count == 0)
        return 0;
    struct box *below = flow_box(flow, flow->theme->leading * 0.6);
    if (flow->theme->title_rule) {
        struct placed *rule = box_item(flow, below, PLACED_RULE);
        *rule = (struct placed){.kind = PLACED_RULE, .y = below->height * 0.3, .width = flow->theme->width, .thickness = 1.6, .colour = flow->theme->title_colour};
    }
    return count;
}

static void lower(struct box *box, double by)
{
    box->height += by;
    box->depth += by;
    for (size_t i = 0; i < box->items.count; i++)
        box->items.at[i].y += by;
}

/* The date at the foot of a cover, as a letter has it. */
static void flow_cover_date(struct flow *flow, double by)
{
    auto_strbuf struct strbuf date;
    strbuf_init(&date);
    if (!words_date(flow->doc->language, flow->doc->date, &date))
        return;
    struct type_style style = flow_style(flow, flow->theme->body_face, flow->theme->body_size);
    style.align = DOC_ALIGN_CENTRE;
    struct doc_run run = text_run(arena_strdup(flow->arena, date.at));
    size_t first = flow_lines(flow, &(doc_runs){&run, 1}, &style);
    lower(&flow->boxes.at[first], by);
}

/* Title, team and date on a page of their own: the title a quarter down, the date near the foot. */
static void flow_title_page(struct flow *flow)
{
    const double height = flow->theme->height;
    flow->skip = flow_titles(flow);
    if (flow->skip == 0)
        return;
    lower(&flow->boxes.at[0], height * 0.25);
    double used = 0;
    for (size_t i = 0; i < flow->boxes.count; i++)
        used += flow->boxes.at[i].before + flow->boxes.at[i].height;
    flow_cover_date(flow, fmax(height * 0.85 - used, 0));
    for (size_t i = 0; i < flow->boxes.count; i++)
        flow->boxes.at[i].keep = i + 1 < flow->boxes.count;
    for (size_t i = 0; i < flow->boxes.count; i++)
        flow->boxes.at[i].front = true;
    flow->cover = flow->boxes.count;
}

/* A document that brings a cover of its own wants no second one. */
static bool has_cover(const struct doc *doc)
{
    return doc->blocks.count > 0 && doc->blocks.at[0].kind == DOC_COVER;
}

void flow_document(struct flow *flow)
{
    if (flow->theme->cover && !has_cover(flow->doc))
        flow_title_page(flow);
    doc_blocks rest = {flow->doc->blocks.at + flow->skip, flow->doc->blocks.count - flow->skip};
    flow_blocks(flow, &rest, &(struct surroundings){.face = flow->theme->body_face});
    if (flow->cover > 0 && flow->cover < flow->boxes.count)
        flow->boxes.at[flow->cover].page_before = true;
}
