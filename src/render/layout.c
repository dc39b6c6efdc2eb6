/* SPDX-License-Identifier: GPL-3.0-or-later
 * Boxes onto pages: sets them where pages.c wants them, with page numbers, marks and footnotes.
 *
 * Page numbers of the contents do not change heights, so they are written once all pages are known.
 */
#include "pages_priv.h"

#include <math.h>

#define CJK_ASCENT 0.88
#define FOOTNOTE_SIZE 9.0
#define FOOTNOTE_LEADING 13.0
#define FOOTNOTE_GAP 10.0 /* above the first, with a short rule in it */
#define FOOTNOTE_RULE 120.0
#define NUMBER_BELOW (7 * 72 / 25.4) /* 7 mm from the type area to the dashes */
#define MARK_SIZE 10.5
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
    double width, height; /* of the type area of this page */
    double notes;     /* height of its footnotes */
    bool empty;
    LIST_OF(struct entry_place) entries;
    text_lines note_lines; /* of this page */
};

/* Pages ------------------------------------------------------------------------------------------------ */

static double area_left(const struct paginator *p)
{
    if (p->page->turned) /* the page's foot lies at the left of what is turned */
        return p->theme->page_height - p->theme->top - p->theme->height;
    bool odd = p->page->number % 2 == 1;
    return odd ? p->theme->left : p->theme->page_width - p->theme->left - p->theme->width;
}

static double area_top(const struct paginator *p)
{
    if (!p->page->turned)
        return p->theme->top;
    bool odd = p->page->number % 2 == 1;
    return odd ? p->theme->left : p->theme->page_width - p->theme->left - p->theme->width;
}

static void close_page(struct paginator *p);

static void open_page(struct paginator *p, bool turned)
{
    if (p->page)
        close_page(p);
    p->page = LIST_ADD(p->arena, &p->layout->pages);
    p->page->width = p->theme->page_width;
    p->page->height = p->theme->page_height;
    p->page->turned = turned;
    p->page->number = (int)p->layout->pages.count;
    p->width = turned ? p->theme->height : p->theme->width;
    p->height = turned ? p->theme->width : p->theme->height;
    p->y = p->notes = 0;
    p->empty = true;
    p->note_lines = (text_lines){0};
}

static struct placed *add_item(struct paginator *p, const struct placed *item, double x, double y)
{
    struct placed *copy = LIST_ADD(p->arena, &p->page->items);
    *copy = *item;
    copy->x += x;
    copy->y += y;
    return copy;
}

/* Page number outside, one character free: “— 1 —”. The mark above the type area and, for pages that are copied without their head, below. */
static void add_margins(struct paginator *p)
{
    const struct render_theme *theme = p->theme;
    bool odd = p->page->number % 2 == 1;
    double left = odd ? theme->left : theme->page_width - theme->left - theme->width;
    struct type_style style = flow_style(p->flow, FACE_LATIN, theme->page_number_size);
    struct doc_run run = {.text = arena_printf(p->arena, "— %d —", p->page->number)};
    struct text_line *line = ARENA_NEW(p->arena, struct text_line);
    typeset_line(p->flow->setter, &(doc_runs){&run, 1}, &style, line);
    double free = theme->pitch, foot = theme->top + theme->height + NUMBER_BELOW + 0.36 * style.size;
    struct placed *number = LIST_ADD(p->arena, &p->page->margins);
    *number = (struct placed){.kind = PLACED_TEXT, .line = line, .width = line->width, .y = foot};
    number->x = odd ? left + theme->width - free - line->width : left + free;

    if (!p->flow->doc->mark)
        return;
    style = flow_style(p->flow, FACE_HEI, MARK_SIZE);
    struct doc_run mark = {.text = p->flow->doc->mark};
    line = ARENA_NEW(p->arena, struct text_line);
    typeset_line(p->flow->setter, &(doc_runs){&mark, 1}, &style, line);
    for (int i = 0; i < 2; i++) {
        struct placed *item = LIST_ADD(p->arena, &p->page->margins);
        *item = (struct placed){.kind = PLACED_TEXT, .line = line, .width = line->width, .grey = 0.35};
        item->x = left + (theme->width - line->width) / 2;
        item->y = i == 0 ? theme->top - MARK_ABOVE : foot;
    }
}

static void close_page(struct paginator *p)
{
    if (p->note_lines.count > 0) {
        double x = area_left(p), y = area_top(p) + p->height - p->notes + FOOTNOTE_GAP;
        struct placed rule = {.kind = PLACED_RULE, .width = FOOTNOTE_RULE, .thickness = 0.5};
        add_item(p, &rule, x, y - FOOTNOTE_GAP / 2);
        for (size_t i = 0; i < p->note_lines.count; i++) {
            struct placed text = {.kind = PLACED_TEXT, .line = &p->note_lines.at[i], .width = p->note_lines.at[i].width};
            add_item(p, &text, x + p->note_lines.at[i].x, y + FOOTNOTE_SIZE * CJK_ASCENT);
            y += FOOTNOTE_LEADING;
        }
    }
    add_margins(p);
}

/* Footnotes -------------------------------------------------------------------------------------------- */

static void set_footnote(struct paginator *p, const char *text, int number, text_lines *out)
{
    struct type_style style = flow_style(p->flow, p->theme->note_face, FOOTNOTE_SIZE);
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

static void place_items(struct paginator *p, const struct box *box, double y)
{
    double left = area_left(p), top = area_top(p) + y;
    for (size_t i = 0; i < box->items.count; i++)
        add_item(p, &box->items.at[i], left, top);
    if (box->entry > 0 && box->items.count > 0) {
        size_t at = p->page->items.count - 1;
        while (at > 0 && p->page->items.at[at].kind != PLACED_TEXT)
            at--;
        *LIST_ADD(p->arena, &p->entries) = (struct entry_place){p->layout->pages.count - 1, at, left, p->page->items.at[at].y, box->entry};
    }
}

static void place_box(struct paginator *p, const struct box *box)
{
    if (p->empty && box->repeat) {
        for (size_t i = 0; i < box->repeat->count; i++) {
            place_items(p, &box->repeat->at[i], p->y);
            p->y += box->repeat->at[i].height;
        }
    }
    if (p->empty && box->items.count == 0) {
        remember(p, box, area_top(p));
        return;
    }
    double y = box_top(p->flow, box, p->y, p->empty);
    remember(p, box, area_top(p) + y);
    place_items(p, box, y);
    p->notes += box_notes_height(box, p->notes == 0);
    for (size_t i = 0; i < box->footnotes.count; i++)
        set_footnote(p, box->footnotes.at[i], box->first_footnote + (int)i, &p->note_lines);
    p->y = y + box->height;
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
            box->notes += (double)lines.count * FOOTNOTE_LEADING;
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
        end = box_top(p->flow, &boxes[i], end, false) + boxes[i].height;
    return (box_top(p->flow, &boxes[plan->ranges.at[k + 1].begin], end, false) - end) / 2;
}

static void place_page(struct paginator *p, const struct page_plan *plan)
{
    open_page(p, plan->turned);
    for (size_t k = 0; k < plan->ranges.count; k++) {
        p->y += space_above(p, plan, k);
        for (size_t i = plan->ranges.at[k].begin; i < plan->ranges.at[k].end; i++)
            place_box(p, &p->flow->boxes.at[i]);
    }
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
    struct doc_run run = {.text = arena_printf(p->arena, "%zu", bookmark->page + 1), .link = arena_printf(p->arena, "#@%d", entry->number)};
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
    flow.chinese = strncmp(doc->language, "zh", 2) == 0;
    flow_document(&flow);
    if (flow.failed)
        return NULL;
    struct paginator p = {.flow = &flow, .theme = theme, .arena = setter->arena};
    p.layout = ARENA_NEW(p.arena, struct layout);
    paginate(&p);
    for (size_t i = p.entries.count; i-- > 0;) /* from the last, so that places before stay what they are */
        finish_entry(&p, &p.entries.at[i]);
    return p.layout;
}

/* For tests -------------------------------------------------------------------------------------------- */

static void dump_items(const struct placed *items, size_t count, struct strbuf *out)
{
    static const char *const names[] = {[PLACED_TEXT] = "text", [PLACED_RULE] = "rule", [PLACED_AREA] = "area", [PLACED_SCENE] = "scene", [PLACED_LINK] = "link"};
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
