/* SPDX-License-Identifier: GPL-3.0-or-later
 * Cards: one picture that stands alone, of a document of a few lines. A share card is what a link shows in a chat: WeChat cuts a square out of its
 * middle, so everything stands within that square. A press card is for a newspaper: title, figures with base and definition, a chart, the source.
 *
 * What a card says comes from a template, as everything else: the title, a line above it (subtitle), paragraphs, a list whose strong words
 * are the figures, a chart, notes.
 */
#include "ceping/base_text.h"
#include "scene.h"

#define RED 0x8C1C13u
#define WHITE 0xFFFFFFu
#define YELLOW 0xFFE08Au
#define BLACK 0x1D1D1Fu
#define SOFT 0x55585Eu
#define TINT 0xFBF3EEu

struct card {
    struct scene *scene;
    const struct doc *doc;
    struct arena *arena;
    double y; /* where the next line may begin */
};

static const char *text_of(struct card *card, const doc_runs *runs, unsigned wanted, bool strong)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < runs->count; i++) {
        const struct doc_run *run = &runs->at[i];
        if (run->text && (wanted == 0 || strong == ((run->flags & wanted) != 0)))
            strbuf_adds(&text, run->text);
        else if (run->flags & DOC_LINE_BREAK && text.len)
            strbuf_addc(&text, '\n');
        if (run->flags & DOC_LINE_BREAK && text.len && text.at[text.len - 1] != '\n' && (wanted == 0 || !strong))
            strbuf_addc(&text, '\n');
    }
    return arena_strdup(card->arena, text.at);
}

static const struct doc_block *find(const struct card *card, enum doc_kind kind, int level)
{
    for (size_t i = 0; i < card->doc->blocks.count; i++)
        if (card->doc->blocks.at[i].kind == kind && (!level || card->doc->blocks.at[i].level == level))
            return &card->doc->blocks.at[i];
    return NULL;
}

/* Lines of a text below each other; card->y moves on. */
static void put_lines(struct card *card, double x, double width, enum scene_anchor anchor, enum face_role face, double size, uint32_t colour, size_t most,
                      const char *text)
{
    while (text && *text) {
        size_t len = strcspn(text, "\n");
        struct scene_lines lines = scene_wrap(&scene_default_metrics, card->arena, face, size, arena_strndup(card->arena, text, len), width, most);
        for (size_t i = 0; i < lines.count && len; i++) {
            card->y += size * 1.4;
            struct scene_item *item = scene_text(card->scene, x, card->y - size * 0.35, anchor, size, lines.at[i]);
            item->face = face;
            item->fill = colour;
        }
        text += len + (text[len] == '\n');
    }
}

static struct scene *new_scene(struct card *card, double width, double height)
{
    card->scene = ARENA_NEW(card->arena, struct scene);
    card->scene->arena = card->arena;
    card->scene->width = width;
    card->scene->height = height;
    return card->scene;
}

/* Share ---------------------------------------------------------------------------------------------------------- */

enum { SHARE_WIDTH = 600, SHARE_HEIGHT = 315, SHARE_TEXT = 285 };

/* One line, smaller where it would be too wide, down to half. */
static void put_fitting(struct card *card, enum face_role face, double size, uint32_t colour, const char *text)
{
    double width = scene_default_metrics.measure(scene_default_metrics.data, face, size, text);
    if (width > SHARE_TEXT)
        size = width > 2 * SHARE_TEXT ? size / 2 : size * SHARE_TEXT / width;
    put_lines(card, SHARE_WIDTH / 2.0, SHARE_TEXT * 1.02, SCENE_MIDDLE, face, size, colour, 1, text);
}

static void share_card(struct card *card)
{
    const double middle = SHARE_WIDTH / 2.0;
    new_scene(card, SHARE_WIDTH, SHARE_HEIGHT);
    scene_rect(card->scene, 0, 0, SHARE_WIDTH, SHARE_HEIGHT, RED);
    const struct doc_block *title = find(card, DOC_TITLE, 1), *above = find(card, DOC_TITLE, 2), *text = find(card, DOC_PARAGRAPH, 0);
    card->y = 14;
    if (above)
        put_fitting(card, FACE_SONG_TITLE, 20, YELLOW, text_of(card, &above->runs, 0, false));
    if (title)
        put_fitting(card, FACE_SONG_TITLE, 38, WHITE, text_of(card, &title->runs, 0, false));
    scene_rect(card->scene, middle - SHARE_TEXT / 2.0, card->y + 6, SHARE_TEXT, 1, YELLOW);
    card->y += 16;
    if (text)
        put_lines(card, middle, SHARE_TEXT, SCENE_MIDDLE, FACE_HEI, 17, WHITE, 3, text_of(card, &text->runs, 0, false));
    card->y += 8;
    const struct doc_block *list = find(card, DOC_LIST, 0);
    for (size_t i = 0; list && i < list->children.count && i < 2; i++)
        put_fitting(card, FACE_HEI, 22, WHITE, text_of(card, &list->children.at[i].runs, 0, false));
    if (card->doc->mark) {
        card->y = 280;
        put_fitting(card, FACE_HEI, 17, YELLOW, card->doc->mark);
    }
}

/* Press ---------------------------------------------------------------------------------------------------------- */

enum { PRESS_WIDTH = 560, PRESS_MARGIN = 28 };

static void put_figure(struct card *card, const struct doc_block *item, double x, double width)
{
    const char *value = text_of(card, &item->runs, DOC_STRONG, true);
    put_lines(card, x, width, SCENE_START, FACE_HEI, 34, RED, 1, value);
    put_lines(card, x, width, SCENE_START, FACE_HEI, 12, SOFT, 8, text_of(card, &item->runs, DOC_STRONG, false));
}

static void put_figures(struct card *card, const struct doc_block *list)
{
    if (!list || !list->children.count)
        return;
    size_t count = list->children.count < 3 ? list->children.count : 3;
    double gap = 14, width = (PRESS_WIDTH - 2 * PRESS_MARGIN - gap * (double)(count - 1)) / (double)count, top = card->y + 10, bottom = top;
    size_t first = card->scene->items.count;
    for (size_t i = 0; i < count; i++) /* behind the text: their height is known later */
        scene_rect(card->scene, PRESS_MARGIN + (double)i * (width + gap), top, width, 0, TINT);
    for (size_t i = 0; i < count; i++) {
        card->y = top + 4;
        put_figure(card, &list->children.at[i], PRESS_MARGIN + (double)i * (width + gap) + 10, width - 20);
        bottom = card->y + 8 > bottom ? card->y + 8 : bottom;
    }
    for (size_t i = 0; i < count; i++)
        card->scene->items.at[first + i].height = bottom - top;
    card->y = bottom + 8;
}

static void put_chart(struct card *card, const struct doc_chart *chart)
{
    if (chart->caption)
        put_lines(card, PRESS_MARGIN, PRESS_WIDTH - 2 * PRESS_MARGIN, SCENE_START, FACE_HEI, 14, BLACK, 2, chart->caption);
    const struct scene *inner = chart_scene(chart, PRESS_WIDTH - 2 * PRESS_MARGIN, &scene_default_metrics, card->arena);
    double top = card->y + 8;
    for (size_t i = 0; i < inner->items.count; i++) {
        struct scene_item *item = LIST_ADD(card->arena, &card->scene->items);
        *item = inner->items.at[i];
        item->x += PRESS_MARGIN;
        item->x2 += PRESS_MARGIN;
        item->y += top;
        item->y2 += top;
        struct scene_point *points = item->point_count ? ARENA_ARRAY(card->arena, struct scene_point, item->point_count) : NULL;
        for (size_t p = 0; p < item->point_count; p++)
            points[p] = (struct scene_point){item->points[p].x + PRESS_MARGIN, item->points[p].y + top};
        item->points = points;
        if (item->kind == SCENE_TEXT)
            item->face = FACE_HEI; /* one face a card: it stands among faces of a newspaper */
    }
    card->y = top + inner->height + 8;
    if (chart->note)
        put_lines(card, PRESS_MARGIN, PRESS_WIDTH - 2 * PRESS_MARGIN, SCENE_START, FACE_HEI, 11, SOFT, 4, chart->note);
}

static void press_card(struct card *card)
{
    const double width = PRESS_WIDTH - 2 * PRESS_MARGIN;
    new_scene(card, PRESS_WIDTH, 0);
    scene_rect(card->scene, 0, 0, PRESS_WIDTH, 0, WHITE);
    scene_rect(card->scene, 0, 0, PRESS_WIDTH, 6, RED);
    card->y = 16;
    for (size_t i = 0; i < card->doc->blocks.count; i++) {
        const struct doc_block *block = &card->doc->blocks.at[i];
        const char *text = text_of(card, &block->runs, 0, false);
        if (block->kind == DOC_TITLE)
            put_lines(card, PRESS_MARGIN, width, SCENE_START, block->level <= 1 ? FACE_SONG_TITLE : FACE_HEI, block->level <= 1 ? 26 : 13, block->level <= 1 ? BLACK : SOFT, 2, text);
        else if (block->kind == DOC_LIST)
            put_figures(card, block);
        else if (block->kind == DOC_CHART)
            put_chart(card, block->chart);
        else if (block->kind == DOC_PARAGRAPH || block->kind == DOC_NOTE)
            put_lines(card, PRESS_MARGIN, width, SCENE_START, FACE_HEI, block->kind == DOC_NOTE ? 11 : 13, block->kind == DOC_NOTE ? SOFT : BLACK, 6, text);
    }
    if (card->doc->mark) {
        card->y += 4;
        put_lines(card, PRESS_MARGIN, width, SCENE_START, FACE_HEI, 14, RED, 2, card->doc->mark);
    }
    card->scene->height = card->scene->items.at[0].height = card->y + 18;
}

/* Both ----------------------------------------------------------------------------------------------------------- */

static struct scene *make(const struct doc *doc, enum render_card kind, struct arena *arena)
{
    struct card card = {.doc = doc, .arena = arena};
    if (kind == RENDER_CARD_SHARE)
        share_card(&card);
    else
        press_card(&card);
    return card.scene;
}

void render_card_svg(const struct doc *doc, enum render_card kind, struct strbuf *out)
{
    struct arena *arena = arena_new();
    scene_svg(make(doc, kind, arena), doc->title ? doc->title : "", NULL, "card", out);
    arena_free(arena);
}

bool render_card_png(const struct doc *doc, enum render_card kind, struct render_faces *faces, struct strbuf *out, struct diags *diags)
{
    struct arena *arena = arena_new();
    bool good = scene_png(make(doc, kind, arena), 2, faces, out);
    arena_free(arena);
    if (!good)
        diags_error(diags, POS_NONE, _("cannot write the picture of a card"));
    return good;
}
