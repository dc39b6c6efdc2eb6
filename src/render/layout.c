/* SPDX-License-Identifier: GPL-3.0-or-later
 * Boxes onto pages: sets them where pages.c wants them, with page numbers, marks and footnotes.
 *
 * Page numbers of the contents do not change heights, so they are written once all pages are known.
 */
#include "pages_priv.h"

#include <math.h>

#define CJK_ASCENT 0.88
#define FOOTNOTE_LEADING (13.0 / 9) /* of its size */
#define FOOTNOTE_GAP 10.0 /* above the first, with a short rule in it */
#define FOOTNOTE_RULE 120.0
#define CODE_SIDE (22 * 72 / 25.4) /* 22 mm, in the head of the first page */
#define CODE_LEAST (13.5 * 72 / 25.4)
#define CODE_ABOVE (6 * 72 / 25.4) /* free above the text, and to the edge of the paper */
#define DRAFT_SIZE 110.0
#define MARK_ABOVE 34.0 /* points between the mark's baseline and the type area */

struct entry_place {
    size_t page, item; /* its last line */
    double x, y;
    int number;
};

struct paginator {
    struct flow *flow;
    const struct render_theme *theme;
    struct arena *arena;
    struct layout *layout;
    struct layout_page *page;
    double y;         /* next free place in the type area */
    double width, height; /* of the type area of this page; of a column, where there are several */
    double full_width;    /* of all columns */
    double head;          /* from the top of the page to the type area, the band of a title included in that */
    int column;           /* from 0 */
    bool cover, blank;    /* this page is one, or its back */
    const box_list *band; /* boxes of the title above the columns; NULL */
    double notes;     /* height of its footnotes */
    bool empty;
    int front; /* pages without number so far */
    LIST_OF(struct entry_place) entries;
    text_lines note_lines; /* of this page */
};

/* Pages ------------------------------------------------------------------------------------------------ */

/* Of the type area, from the left edge of the page: mirrored on even pages where both sides are printed. */
static double margin_left(const struct paginator *p)
{
    bool mirrored = p->theme->both_sides && !p->page->odd;
    return mirrored ? p->theme->page_width - p->theme->left - p->full_width : p->theme->left;
}

static double area_left(const struct paginator *p)
{
    if (p->page->turned) /* the page's foot lies at the left of what is turned */
        return p->theme->page_height - p->theme->top - p->theme->height;
    return margin_left(p) + p->column * (p->theme->width + p->theme->column_gap);
}

static double area_top(const struct paginator *p)
{
    return p->page->turned ? margin_left(p) : p->theme->top;
}

static void close_page(struct paginator *p);
static void close_column(struct paginator *p);
static void add_band(struct paginator *p);

static void open_page(struct paginator *p, bool turned, bool front)
{
    int column = p->page && !turned && !p->page->turned && !p->cover && !p->blank ? (p->column + 1) % p->theme->columns : 0;
    if (column > 0)
        close_column(p); /* footnotes know their column and height still */
    else if (p->page)
        close_page(p);
    p->column = column;
    p->y = p->notes = 0;
    p->empty = true;
    if (column > 0)
        return;
    p->cover = p->blank = false;
    p->page = LIST_ADD(p->arena, &p->layout->pages);
    p->page->width = p->theme->page_width;
    p->page->height = p->theme->page_height;
    p->page->turned = turned;
    p->page->odd = p->layout->pages.count % 2 == 1;
    p->front += front;
    p->page->number = front ? 0 : (int)p->layout->pages.count - p->front;
    p->width = turned ? p->theme->height : p->theme->width;
    p->height = turned ? p->theme->width : p->theme->height;
    add_band(p);
}

static struct placed *add_item(struct paginator *p, const struct placed *item, double x, double y)
{
    struct placed *copy = LIST_ADD(p->arena, &p->page->items);
    *copy = *item;
    copy->x += x;
    copy->y += y;
    return copy;
}

static struct text_line *margin_line(struct paginator *p, enum face_role face, double size, const char *text)
{
    struct type_style style = flow_style(p->flow, face, size);
    struct doc_run run = {.text = text};
    struct text_line *line = ARENA_NEW(p->arena, struct text_line);
    typeset_line(p->flow->setter, &(doc_runs){&run, 1}, &style, line);
    return line;
}

static struct placed *margin_text(struct paginator *p, const struct text_line *line, double x, double y)
{
    struct placed *item = LIST_ADD(p->arena, &p->page->margins);
    *item = (struct placed){.kind = PLACED_TEXT, .line = line, .width = line->width, .x = x, .y = y};
    return item;
}

/* Page number outside, one character free: “— 1 —”. */
static void add_number(struct paginator *p, double left, double foot)
{
    const struct render_theme *theme = p->theme;
    if (theme->number_place == NUMBER_NONE || p->page->number == 0)
        return;
    const char *text = arena_printf(p->arena, theme->number_dashes ? "— %d —" : "%d", p->page->number);
    const struct text_line *line = margin_line(p, theme->number_face, theme->page_number_size, text);
    double free = theme->number_dashes ? theme->pitch : 0, right = left + p->full_width - free - line->width;
    bool at_left = theme->number_place == NUMBER_OUTSIDE && theme->both_sides && !p->page->odd;
    double x = theme->number_place == NUMBER_CENTRE ? left + (p->full_width - line->width) / 2 : at_left ? left + free : right;
    margin_text(p, line, x, foot);
}

/* Large and light across the page, so that no draft is taken for the report; a long word smaller, so that it stays on the page. Laid down first: the text
 * stands over it. */
static void add_draft(struct paginator *p)
{
    const double turn = 35, angle = turn * acos(-1) / 180, room = 0.85 * p->page->width / cos(angle);
    double size = DRAFT_SIZE;
    const struct text_line *line = margin_line(p, p->theme->label_face, size, p->theme->draft);
    if (line->width > room) {
        size *= room / line->width;
        line = margin_line(p, p->theme->label_face, size, p->theme->draft);
    }
    double x = p->page->width / 2 - line->width / 2 * cos(angle), y = p->page->height / 2 + line->width / 2 * sin(angle) + size / 3;
    struct placed *mark = LIST_ADD(p->arena, &p->page->beneath);
    *mark = (struct placed){.kind = PLACED_TEXT, .line = line, .width = line->width, .x = x, .y = y, .turn = -turn, .grey = 0.88};
}

/* Height of its box; the width follows. At the head of a page it ends where the title of an official letter would begin. */
static void add_logo(struct paginator *p, double left)
{
    const struct render_theme *theme = p->theme;
    if (!theme->logo.bytes || theme->logo_on_cover != p->cover || p->blank)
        return;
    struct placed *logo = LIST_ADD(p->arena, &p->page->margins);
    *logo = (struct placed){.kind = PLACED_IMAGE, .image = &theme->logo, .height = theme->logo_height};
    logo->width = theme->logo_height * theme->logo.width / theme->logo.height;
    logo->x = p->cover ? left + (p->full_width - logo->width) / 2 : left;
    logo->y = p->cover ? p->head : (p->head - theme->logo_height) / 2;
}

/* Where the published results are, in the head of the first page, clear of its mark and of its title. A head that is low has a smaller code, and where
 * a telephone could not read that, none: a template can set one with a block. */
static void add_code(struct paginator *p, double left)
{
    const char *address = p->flow->doc->address;
    double side = fmin(CODE_SIDE, p->theme->top - 2 * CODE_ABOVE);
    if (address && p->layout->pages.count == 1 && side >= CODE_LEAST)
        flow_add_code(p->flow, &p->page->margins, address, left + p->full_width - side, p->theme->top - CODE_ABOVE - side, side);
}

/* What stands outside the type area: page number, logo, code, draft; the mark above it and, for pages that are copied without their head, below. */
static void add_margins(struct paginator *p)
{
    const struct render_theme *theme = p->theme;
    double left = margin_left(p), foot = theme->top + theme->height + theme->number_below + 0.36 * theme->page_number_size;
    add_number(p, left, foot);
    add_logo(p, left);
    add_code(p, left);
    if (theme->draft)
        add_draft(p);
    if (!p->flow->doc->mark)
        return;
    const struct text_line *line = margin_line(p, theme->label_face, theme->mark_size, p->flow->doc->mark);
    for (int i = 0; i < 2; i++) {
        double below = theme->number_place == NUMBER_CENTRE ? foot + 1.6 * theme->mark_size : foot; /* beside the number, or under it */
        double y = i == 0 ? fmax(p->head - MARK_ABOVE, theme->mark_size * 1.3) : below;
        margin_text(p, line, left + (p->full_width - line->width) / 2, y)->grey = 0.35;
    }
}

/* Footnotes at the foot of the column. */
static void close_column(struct paginator *p)
{
    if (p->note_lines.count > 0) {
        double x = area_left(p), y = area_top(p) + p->height - p->notes + FOOTNOTE_GAP;
        struct placed rule = {.kind = PLACED_RULE, .width = FOOTNOTE_RULE, .thickness = 0.5};
        add_item(p, &rule, x, y - FOOTNOTE_GAP / 2);
        for (size_t i = 0; i < p->note_lines.count; i++) {
            struct placed text = {.kind = PLACED_TEXT, .line = &p->note_lines.at[i], .width = p->note_lines.at[i].width};
            add_item(p, &text, x + p->note_lines.at[i].x, y + p->theme->footnote_size * CJK_ASCENT);
            y += p->theme->footnote_size * FOOTNOTE_LEADING;
        }
    }
    p->note_lines = (text_lines){0};
}

static void close_page(struct paginator *p)
{
    close_column(p);
    add_margins(p);
}

/* Footnotes -------------------------------------------------------------------------------------------- */

static void set_footnote(struct paginator *p, const char *text, int number, text_lines *out)
{
    struct type_style style = flow_style(p->flow, p->theme->note_face, p->theme->footnote_size);
    style.width = p->width;
    style.indent_rest = 2 * style.em;
    typeset_text(p->flow->setter, arena_printf(p->arena, "[%d] %s", number, text), &style, out);
}

double box_notes_height(const struct box *box, bool first)
{
    return box->footnotes.count > 0 ? box->notes + (first ? FOOTNOTE_GAP : 0) : 0;
}

/* Placing ---------------------------------------------------------------------------------------------- */

static void remember(struct paginator *p, const struct box *box, double y)
{
    size_t page = p->layout->pages.count - 1;
    if (box->bookmark) {
        *LIST_ADD(p->arena, &p->layout->bookmarks) = (struct layout_bookmark){box->bookmark, box->bookmark_level, page, y};
        const char *id = arena_printf(p->arena, "@%zu", p->layout->bookmarks.count);
        *LIST_ADD(p->arena, &p->layout->targets) = (struct layout_target){id, page, y};
    }
    if (box->id)
        *LIST_ADD(p->arena, &p->layout->targets) = (struct layout_target){box->id, page, y};
}

/* A picture that has to give way keeps its shape, and its middle. */
static void shrink_item(struct placed *item, double scale)
{
    item->x += item->width * (1 - scale) / 2;
    item->width *= scale;
    item->height *= scale;
}

static void place_items(struct paginator *p, const struct box *box, double y, double shrink)
{
    double left = area_left(p), top = area_top(p) + y;
    for (size_t i = 0; i < box->items.count; i++) {
        struct placed *item = add_item(p, &box->items.at[i], left, top);
        if (shrink > 0 && item->kind == PLACED_SCENE)
            shrink_item(item, 1 - shrink * box->shrinks / item->height);
    }
    if (box->entry > 0 && box->items.count > 0) {
        size_t at = p->page->items.count - 1;
        while (at > 0 && p->page->items.at[at].kind != PLACED_TEXT)
            at--;
        *LIST_ADD(p->arena, &p->entries) = (struct entry_place){p->layout->pages.count - 1, at, left, p->page->items.at[at].y, box->entry};
    }
}

static void place_box(struct paginator *p, const struct box *box, double shrink)
{
    if (p->empty && box->repeat) {
        for (size_t i = 0; i < box->repeat->count; i++) {
            place_items(p, &box->repeat->at[i], p->y, 0);
            p->y += box->repeat->at[i].height;
        }
    }
    if (p->empty && box->items.count == 0) {
        remember(p, box, area_top(p));
        return;
    }
    double y = box_top(p->flow, box, p->y, p->empty);
    remember(p, box, area_top(p) + y);
    place_items(p, box, y, shrink);
    p->notes += box_notes_height(box, p->notes == 0);
    for (size_t i = 0; i < box->footnotes.count; i++)
        set_footnote(p, box->footnotes.at[i], box->first_footnote + (int)i, &p->note_lines);
    p->y = y + box->height - shrink * box->shrinks;
    p->empty = false;
}

/* All that pages need to know of footnotes before there are pages; numbers follow the text, wherever a table ends up. */
static void measure_footnotes(struct paginator *p)
{
    for (size_t i = 0, number = 0; i < p->flow->boxes.count; i++) {
        struct box *box = &p->flow->boxes.at[i];
        box->first_footnote = (int)number + 1;
        for (size_t k = 0; k < box->footnotes.count; k++) {
            text_lines lines = {0};
            set_footnote(p, box->footnotes.at[k], (int)++number, &lines);
            box->notes += (double)lines.count * p->theme->footnote_size * FOOTNOTE_LEADING;
        }
    }
}

/* Text below a table or chart finds the grid again; what that leaves blank is halved, above and below. */
static double space_above(const struct paginator *p, const struct page_plan *plan, size_t k)
{
    const struct box *boxes = p->flow->boxes.at;
    if (p->empty || k + 1 == plan->ranges.count || boxes[plan->ranges.at[k].begin].part == 0 || !boxes[plan->ranges.at[k + 1].begin].grid)
        return 0;
    double end = p->y;
    for (size_t i = plan->ranges.at[k].begin; i < plan->ranges.at[k].end; i++)
        end = box_top(p->flow, &boxes[i], end, false) + boxes[i].height - plan->ranges.at[k].shrink * boxes[i].shrinks;
    const struct box *next = &boxes[plan->ranges.at[k + 1].begin];
    return fmax(box_top(p->flow, next, end, false) - end - next->before, 0) / 2; /* what it wants free above it is no blank */
}

static void place_page(struct paginator *p, const struct page_plan *plan)
{
    open_page(p, plan->turned, plan->ranges.count > 0 && p->flow->boxes.at[plan->ranges.at[0].begin].front);
    p->cover = p->page->number == 0 && p->layout->pages.count == 1;
    p->blank = p->page->number == 0 && !p->cover;
    for (size_t k = 0; k < plan->ranges.count; k++) {
        p->y += space_above(p, plan, k);
        for (size_t i = plan->ranges.at[k].begin; i < plan->ranges.at[k].end; i++)
            place_box(p, &p->flow->boxes.at[i], plan->ranges.at[k].shrink);
    }
    if (p->cover && p->flow->cover > 0 && p->theme->both_sides) { /* the text begins on a right-hand page */
        open_page(p, false, true);
        p->blank = true;
    }
}

/* The title across all columns, at the head of each page. */
static void add_band(struct paginator *p)
{
    double y = p->head;
    for (size_t i = 0; p->band && i < p->band->count; i++) {
        const struct box *box = &p->band->at[i];
        y += box->before;
        for (size_t k = 0; k < box->items.count; k++)
            add_item(p, &box->items.at[k], margin_left(p), y);
        y += box->height;
    }
}

/* Titles at the beginning of a document in columns are set across them and leave the columns what is below. */
static const box_list *make_band(struct flow *flow, const struct render_theme *theme, struct render_theme *area)
{
    struct flow *band = ARENA_NEW(flow->arena, struct flow);
    *band = *flow;
    band->theme = theme;
    flow->skip = flow_titles(band);
    double height = 0;
    for (size_t i = 0; i < band->boxes.count; i++)
        height += band->boxes.at[i].before + band->boxes.at[i].height;
    area->top += height;
    area->height -= height;
    return &band->boxes;
}

static void paginate(struct paginator *p)
{
    p->width = p->theme->width;
    measure_footnotes(p);
    page_plans plans = {0};
    plan_pages(p->flow, &plans);
    for (size_t i = 0; i < plans.count; i++)
        place_page(p, &plans.at[i]);
    close_page(p);
}

/* Contents --------------------------------------------------------------------------------------------- */

/* In reading order, for those who copy text or have it read to them. */
static void insert_item(struct paginator *p, struct layout_page *page, size_t at, const struct placed *item)
{
    LIST_ADD(p->arena, &page->items);
    memmove(page->items.at + at + 1, page->items.at + at, (page->items.count - 1 - at) * sizeof *item);
    page->items.at[at] = *item;
}

/* Dots and the page number behind a line of the contents. */
static void finish_entry(struct paginator *p, const struct entry_place *entry)
{
    if ((size_t)entry->number > p->layout->bookmarks.count)
        return;
    const struct layout_bookmark *bookmark = &p->layout->bookmarks.at[entry->number - 1];
    struct layout_page *page = &p->layout->pages.at[entry->page];
    struct type_style style = flow_style(p->flow, p->theme->body_face, p->theme->body_size);
    struct doc_run run = {.text = arena_printf(p->arena, "%d", p->layout->pages.at[bookmark->page].number), .link = arena_printf(p->arena, "#@%d", entry->number)};
    struct text_line *number = ARENA_NEW(p->arena, struct text_line), *dots = ARENA_NEW(p->arena, struct text_line);
    typeset_line(p->flow->setter, &(doc_runs){&run, 1}, &style, number);

    double right = entry->x + p->theme->width, from = page->items.at[entry->item].x + page->items.at[entry->item].width + style.em / 2;
    double to = right - number->width - style.em / 4, step = style.em / 2;
    size_t count = to > from ? (size_t)((to - from) / step) : 0;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_pad(&text, '.', count);
    struct doc_run dot_run = {.text = arena_strndup(p->arena, text.at, text.len)};
    typeset_line(p->flow->setter, &(doc_runs){&dot_run, 1}, &style, dots);
    for (size_t i = 0; i < dots->glyphs.count; i++)
        dots->glyphs.at[i].x = (double)i * step;
    dots->width = (double)count * step;
    struct placed leader = {.kind = PLACED_TEXT, .line = dots, .x = to - dots->width, .y = entry->y, .width = dots->width};
    struct placed numeral = {.kind = PLACED_TEXT, .line = number, .x = right - number->width, .y = entry->y, .width = number->width};
    insert_item(p, page, entry->item + 1, &numeral);
    insert_item(p, page, entry->item + 1, &leader);
}

struct layout *layout_document(const struct doc *doc, const struct render_theme *theme, struct typesetter *setter, struct diags *diags)
{
    struct flow flow = {.doc = doc, .theme = theme, .setter = setter, .diags = diags, .arena = setter->arena};
    flow.chinese = words_chinese(doc->language);
    struct render_theme *english = ARENA_NEW(setter->arena, struct render_theme);
    if (!flow.chinese) {
        *english = theme_in_english(theme);
        flow.theme = theme = english;
    }
    struct render_theme *area = ARENA_NEW(setter->arena, struct render_theme); /* of a column below the title, where there are columns */
    *area = *theme;
    struct paginator p = {.flow = &flow, .theme = area, .arena = setter->arena, .full_width = theme->width, .head = theme->top};
    if (theme->columns > 1) {
        area->width = (theme->width - theme->column_gap * (theme->columns - 1)) / theme->columns;
        p.band = make_band(&flow, theme, area);
    }
    flow.theme = area;
    flow.whole = theme;
    flow_document(&flow);
    if (flow.failed)
        return NULL;
    p.layout = ARENA_NEW(p.arena, struct layout);
    paginate(&p);
    if (flow.failed)
        return NULL;
    for (size_t i = p.entries.count; i-- > 0;) /* from the last, so that places before stay what they are */
        finish_entry(&p, &p.entries.at[i]);
    return p.layout;
}

/* For tests -------------------------------------------------------------------------------------------- */

static void dump_items(const struct placed *items, size_t count, struct strbuf *out)
{
    static const char *const names[] = {[PLACED_TEXT] = "text",   [PLACED_RULE] = "rule", [PLACED_AREA] = "area",
                                        [PLACED_SCENE] = "scene", [PLACED_LINK] = "link", [PLACED_IMAGE] = "image"};
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(out, "%s %.2f %.2f %.2f", names[items[i].kind], items[i].x, items[i].y, items[i].width);
        if (items[i].kind == PLACED_TEXT) {
            strbuf_addc(out, ' ');
            text_line_text(items[i].line, out);
        }
        strbuf_addc(out, '\n');
    }
}

void layout_dump(const struct layout *layout, struct strbuf *out)
{
    for (size_t i = 0; i < layout->pages.count; i++) {
        strbuf_addf(out, "page %d%s\n", layout->pages.at[i].number, layout->pages.at[i].turned ? " turned" : "");
        dump_items(layout->pages.at[i].items.at, layout->pages.at[i].items.count, out);
        dump_items(layout->pages.at[i].margins.at, layout->pages.at[i].margins.count, out);
    }
}
