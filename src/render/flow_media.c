/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures and lines of code as boxes: what guides have and reports have not.
 */
#include "flow_priv.h"

#include <math.h>

#define CJK_ASCENT 0.88
#define FLOAT_SPACE 10.0
#define PIXEL (72.0 / 144) /* points: pictures of pages and screens are taken at 144 dots an inch */
#define CODE_LEADING 1.4
#define CODE_PAD 4.0
#define CODE_GROUND 0xF2F2F2

/* A hairline around it: a page shown on a page would have no edge. */
static void add_frame(struct flow *flow, struct box *box, double x, double width, double height)
{
    const double sides[4][4] = {{x, 0, width, 0}, {x, height, width, 0}, {x, 0, 0, height}, {x + width, 0, 0, height}};
    for (size_t i = 0; i < 4; i++) {
        struct placed *rule = box_item(flow, box, PLACED_RULE);
        *rule = (struct placed){.kind = PLACED_RULE, .x = sides[i][0], .y = sides[i][1], .width = sides[i][2], .height = sides[i][3], .thickness = 0.4, .grey = 0.6};
    }
}

/* A numbered figure like a chart; one without a caption has no number. */
void flow_image(struct flow *flow, const struct doc_block *block)
{
    const struct doc_image *image = block->image;
    if (!image)
        return;
    struct render_image *drawn = ARENA_NEW(flow->arena, struct render_image);
    *drawn = (struct render_image){image->bytes, image->len, image->width, image->height};
    double width = fmin(image->width * PIXEL, flow->theme->width), height = width * image->height / image->width;
    double most = flow->theme->height - 4 * flow->theme->leading; /* its caption finds room */
    if (height > most) {
        width *= most / height;
        height = most;
    }
    size_t first = flow->boxes.count;
    struct box *box = flow_box(flow, height + 4);
    box->before = FLOAT_SPACE;
    box->keep = image->caption != NULL;
    struct placed *item = box_item(flow, box, PLACED_IMAGE);
    item->x = (flow->theme->width - width) / 2;
    item->width = width;
    item->height = height;
    item->image = drawn;
    add_frame(flow, box, item->x, width, height);
    if (block->id)
        box->id = block->id;
    if (image->caption)
        flow_caption(flow, words_in(flow->doc->language, "图"), ++flow->charts, image->caption, 2, false);
    flow->boxes.at[flow->boxes.count - 1].height += FLOAT_SPACE;
    flow_join(flow, first);
}

bool flow_is_code(const struct doc_block *block)
{
    for (size_t i = 0; i < block->runs.count; i++)
        if (!(block->runs.at[i].flags & DOC_CODE))
            return false;
    return block->plain && block->runs.count > 0;
}

/* Blanks at the begin of a line stand for its place in the file: they are kept as spaces that are no break. */
static const char *keep_indent(struct flow *flow, const char *text)
{
    size_t blanks = strspn(text, " ");
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < blanks; i++)
        strbuf_adds(&out, "\xC2\xA0\xC2\xA0");
    strbuf_adds(&out, text + blanks);
    return arena_strdup(flow->arena, out.at);
}

static void flow_code_line(struct flow *flow, const struct type_style *style, const char *text, bool last)
{
    text_lines lines = {0};
    typeset_text(flow->setter, keep_indent(flow, text), style, &lines);
    double leading = style->size * CODE_LEADING;
    for (size_t i = 0; i < lines.count; i++) {
        struct box *box = flow_box(flow, leading);
        struct placed *ground = box_item(flow, box, PLACED_AREA);
        ground->width = flow->theme->width;
        ground->height = leading + 0.3; /* no white hair between lines */
        ground->colour = CODE_GROUND;
        box_add_line(flow, box, &lines.at[i], CODE_PAD, (leading - style->size) / 2 + style->size * CJK_ASCENT);
        if (last && i + 1 == lines.count)
            box->height += FLOAT_SPACE / 2;
    }
}

/* As typed: small, ragged, on a light ground; a long line goes on below, two characters in. */
void flow_code(struct flow *flow, const struct doc_block *block)
{
    struct type_style style = flow_style(flow, flow->theme->note_face, flow->theme->note_size);
    style.em = style.size;
    style.width = flow->theme->width - 2 * CODE_PAD;
    style.align = DOC_ALIGN_LEFT;
    style.indent_rest = 2 * style.em;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&block->runs, &text);
    size_t first = flow->boxes.count;
    for (char *line = text.at; line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        flow_code_line(flow, &style, line, !end);
        line = end ? end + 1 : NULL;
    }
    flow->boxes.at[first].before = FLOAT_SPACE / 2;
    size_t count = flow->boxes.count - first;
    for (size_t i = first; i + 1 < flow->boxes.count; i++) /* a short one stays whole; of a long one two lines stay together at its ends */
        flow->boxes.at[i].keep = count <= 12 || i == first || i + 2 == flow->boxes.count;
}
