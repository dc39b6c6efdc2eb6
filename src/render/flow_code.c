/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines of code as boxes: what guides have and reports have not.
 */
#include "flow_priv.h"

#define CJK_ASCENT 0.88
#define FLOAT_SPACE 10.0
#define CODE_LEADING 1.4
#define CODE_PAD 4.0
#define CODE_GROUND 0xF2F2F2

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
