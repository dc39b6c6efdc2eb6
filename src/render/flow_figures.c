/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures, the cover with its back, and the code that leads to the published page, as boxes.
 */
#include "flow_priv.h"

#include "qr.h"
#include "scene.h"

#include <math.h>

#define CJK_ASCENT 0.88
#define FLOAT_SPACE 10.0
#define PIXELS 150.0         /* an inch: how large a picture would like to be; beyond that it shrinks to the type area */
#define QR_SIDE (28 * 72 / 25.4) /* 28 mm: a telephone reads it at arm's length */
#define COVER_TITLE_AT 0.24  /* of the height of the type area */
#define COVER_FOOT_AT 0.86
#define COVER_LEADING 1.7
#define COVER_TITLE 26.0     /* 1号: 17 characters a line */

/* Pictures ------------------------------------------------------------------------------------------------- */

void flow_image(struct flow *flow, const struct doc_block *block)
{
    const struct doc_image *image = block->image;
    if (!image)
        return;
    double width = fmin(image->width * 72 / PIXELS, flow->theme->width);
    double most = flow->theme->height - 4 * flow->theme->leading; /* caption and note find room on its page */
    double height = width * image->height / image->width;
    width *= fmin(1, most / height);
    height = fmin(height, most);
    size_t first = flow->boxes.count;
    struct box *box = flow_box(flow, height + 2);
    box->before = FLOAT_SPACE;
    box->keep = true;
    box->id = block->id;
    struct placed *item = box_item(flow, box, PLACED_IMAGE);
    item->x = (flow->theme->width - width) / 2;
    item->width = width;
    item->height = height;
    item->image = image;
    flow_caption(flow, flow->chinese ? "图" : "Figure", ++flow->charts, image->caption, 2, false);
    flow_note(flow, image->note);
    flow->boxes.at[flow->boxes.count - 1].height += FLOAT_SPACE;
    flow_join(flow, first);
}

/* Code ----------------------------------------------------------------------------------------------------- */

static struct placed *add_code(struct flow *flow, struct box *box, const char *address, double x, double y)
{
    struct scene *scene = qr_scene(address, flow->arena);
    if (!scene) {
        diags_error(flow->diags, POS_NONE, _("the address '%.60s' is too long for a square code"), address);
        flow->failed = true;
        return NULL;
    }
    struct placed *item = box_item(flow, box, PLACED_SCENE);
    item->x = x;
    item->y = y;
    item->width = item->height = QR_SIDE;
    item->scene = scene;
    item->texts = flow_scene_texts(flow, scene);
    struct placed *link = box_item(flow, box, PLACED_LINK);
    *link = (struct placed){.kind = PLACED_LINK, .x = x, .y = y, .width = QR_SIDE, .height = QR_SIDE, .target = address};
    return item;
}

/* Words and the address under it: who has no telephone at hand can type it. */
void flow_qr(struct flow *flow, const struct doc_block *block)
{
    if (!block->label)
        return;
    size_t first = flow->boxes.count;
    struct box *box = flow_box(flow, QR_SIDE + 2);
    box->before = FLOAT_SPACE;
    box->keep = true;
    box->id = block->id;
    if (!add_code(flow, box, block->label, (flow->theme->width - QR_SIDE) / 2, 0))
        return;
    struct type_style style = flow_style(flow, flow->theme->note_face, flow->theme->note_size);
    style.align = DOC_ALIGN_CENTRE;
    struct doc_run words = {.text = flow->chinese ? "扫码查看公布的结果" : "The published results"};
    flow_small_text(flow, block->runs.count > 0 ? &block->runs : &(doc_runs){&words, 1}, &style, style.size * 1.45, 2, true);
    struct doc_run address = {.text = block->label, .link = block->label};
    flow_small_text(flow, &(doc_runs){&address, 1}, &style, style.size * 1.45, 0, false);
    flow->boxes.at[flow->boxes.count - 1].height += FLOAT_SPACE;
    flow_join(flow, first);
}

/* Cover ---------------------------------------------------------------------------------------------------- */

static struct box *cover_box(struct flow *flow)
{
    struct box *box = flow_box(flow, flow->theme->height);
    box->front = true;
    box->page_before = true;
    box->barrier = true;
    return box;
}

/* Lines centred one below the other, the first with its head at `y`; where the next would begin. */
static double add_lines(struct flow *flow, struct box *box, const doc_runs *runs, enum face_role face, double size, double y)
{
    struct type_style style = flow_style(flow, face, size);
    style.align = DOC_ALIGN_CENTRE;
    style.balanced = true;
    text_lines lines = {0};
    typeset(flow->setter, runs, &style, &lines);
    for (size_t i = 0; i < lines.count; i++, y += size * COVER_LEADING)
        box_add_line(flow, box, &lines.at[i], 0, y + size * CJK_ASCENT);
    return y;
}

/* The title where the eye falls first, who and when at the foot. */
static void cover_front(struct flow *flow, const struct doc_block *block)
{
    const struct render_theme *theme = flow->theme;
    struct box *box = cover_box(flow);
    box->bookmark = NULL;
    double y = add_lines(flow, box, &block->runs, theme->title_face, COVER_TITLE, theme->height * COVER_TITLE_AT);
    if (block->label) {
        struct doc_run run = {.text = block->label};
        add_lines(flow, box, &(doc_runs){&run, 1}, FACE_KAI, theme->body_size * 1.15, y + theme->leading);
    }
    double lines = (double)block->children.count * theme->leading;
    for (size_t i = 0; i < block->children.count; i++)
        add_lines(flow, box, &block->children.at[i].runs, theme->body_face, theme->body_size, theme->height * COVER_FOOT_AT - lines + (double)i * theme->leading);
}

/* The back: by what data the report was made, so that a copy can be told from another. */
static void cover_back(struct flow *flow)
{
    struct box *box = cover_box(flow);
    if (!flow->doc->data_hash)
        return;
    const struct render_theme *theme = flow->theme;
    struct type_style style = flow_style(flow, theme->note_face, theme->note_size);
    struct doc_run run = {.text = arena_printf(flow->arena, flow->chinese ? "数据校验值（SHA-256）：%s" : "Hash of the data (SHA-256): %s", flow->doc->data_hash)};
    text_lines lines = {0};
    typeset(flow->setter, &(doc_runs){&run, 1}, &style, &lines);
    double leading = style.size * 1.45, y = theme->height - (double)lines.count * leading;
    for (size_t i = 0; i < lines.count; i++, y += leading)
        box_add_line(flow, box, &lines.at[i], 0, y + style.size * CJK_ASCENT);
}

void flow_cover(struct flow *flow, const struct doc_block *block)
{
    cover_front(flow, block);
    cover_back(flow);
    struct box *next = flow_box(flow, 0);
    next->page_before = next->keep = true;
}
