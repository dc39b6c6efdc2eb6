/* SPDX-License-Identifier: GPL-3.0-or-later
 * A scene as an SVG element. Every text goes through one function that escapes it; numbers are written by num_format, so no locale reaches
 * them.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "scene.h"

/* The reader's machine chooses; the first names are those of Chinese office computers, then those of phones and Debian. */
static const char *const families[FACE_ROLES] = {
    [FACE_SONG_TITLE] = "FZXiaoBiaoSong-B05S,STZhongsong,SimSun,serif",
    [FACE_FANGSONG] = "FangSong,STFangsong,FangSong_GB2312,serif",
    [FACE_HEI] = "SimHei,'Heiti SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif",
    [FACE_KAI] = "KaiTi,STKaiti,KaiTi_GB2312,serif",
    [FACE_SONG] = "SimSun,'Songti SC','Noto Serif CJK SC','AR PL UMing CN',serif",
    [FACE_LATIN] = "'Times New Roman',Times,serif",
};

static const char *const part_names[] = {[SCENE_FRAME] = "frame", [SCENE_DATA] = "data", [SCENE_VALUE] = "value", [SCENE_LABEL] = "label",
                                         [SCENE_KEY] = "key"};

/* XML knows no way to write most control characters, nor U+FFFE and U+FFFF: they become U+FFFD, as invalid bytes do. */
static void put_escaped(struct strbuf *out, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        switch (c) {
        case '<': strbuf_adds(out, "&lt;"); break;
        case '>': strbuf_adds(out, "&gt;"); break;
        case '&': strbuf_adds(out, "&amp;"); break;
        case '"': strbuf_adds(out, "&quot;"); break;
        case '\'': strbuf_adds(out, "&#39;"); break;
        case '\t':
        case '\n':
        case '\r': strbuf_addc(out, ' '); break;
        default: strbuf_add_codepoint(out, c < 0x20 || c == 0x7F || (c & 0xFFFE) == 0xFFFE ? 0xFFFD : c);
        }
    }
}

/* Two decimals are a hundredth of a point; zeros at the end say nothing. */
static void put_number(struct strbuf *out, double value)
{
    size_t start = out->len;
    num_format(out, value, 2);
    if (!memchr(out->at + start, '.', out->len - start))
        return;
    size_t len = out->len;
    while (out->at[len - 1] == '0')
        len--;
    if (out->at[len - 1] == '.')
        len--;
    strbuf_truncate(out, len);
}

static void put_attribute(struct strbuf *out, const char *name, double value)
{
    strbuf_addf(out, " %s=\"", name);
    put_number(out, value);
    strbuf_addc(out, '"');
}

static void put_colour(struct strbuf *out, const char *name, uint32_t colour)
{
    if (colour == SCENE_NONE)
        strbuf_addf(out, " %s=\"none\"", name);
    else
        strbuf_addf(out, " %s=\"#%06x\"", name, (unsigned)(colour & 0xFFFFFF));
}

static void put_stroke(struct strbuf *out, const struct scene_item *item)
{
    if (item->stroke == SCENE_NONE)
        return;
    put_colour(out, "stroke", item->stroke);
    put_attribute(out, "stroke-width", item->stroke_width);
    if (item->dash > 0) {
        strbuf_adds(out, " stroke-dasharray=\"");
        put_number(out, item->dash);
        strbuf_addc(out, ' ');
        put_number(out, item->gap > 0 ? item->gap : item->dash);
        strbuf_addc(out, '"');
    }
}

/* What the item stands for, so that a page can style it and a script can find it. */
static void put_part(struct strbuf *out, const struct scene_item *item)
{
    if (item->part == SCENE_FRAME)
        return;
    strbuf_addf(out, " class=\"%s\"", part_names[item->part]);
    if (item->category >= 0)
        strbuf_addf(out, " data-category=\"%d\"", item->category);
    if (item->series >= 0)
        strbuf_addf(out, " data-series=\"%d\"", item->series);
}

static void put_points(struct strbuf *out, const struct scene_item *item)
{
    strbuf_adds(out, " points=\"");
    for (size_t i = 0; i < item->point_count; i++) {
        if (i > 0)
            strbuf_addc(out, ' ');
        put_number(out, item->points[i].x);
        strbuf_addc(out, ',');
        put_number(out, item->points[i].y);
    }
    strbuf_addc(out, '"');
}

static void put_text(struct strbuf *out, const struct scene_item *item)
{
    static const char *const anchors[] = {[SCENE_START] = "start", [SCENE_MIDDLE] = "middle", [SCENE_END] = "end"};
    strbuf_adds(out, "<text");
    put_attribute(out, "x", item->x);
    put_attribute(out, "y", item->y);
    if (item->anchor != SCENE_START)
        strbuf_addf(out, " text-anchor=\"%s\"", anchors[item->anchor]);
    strbuf_addf(out, " font-family=\"%s\"", families[item->face]);
    put_attribute(out, "font-size", item->size);
    put_colour(out, "fill", item->fill);
    if (item->rotation != 0) {
        strbuf_adds(out, " transform=\"rotate(");
        put_number(out, item->rotation);
        strbuf_addc(out, ' ');
        put_number(out, item->x);
        strbuf_addc(out, ' ');
        put_number(out, item->y);
        strbuf_adds(out, ")\"");
    }
    put_part(out, item);
    strbuf_addc(out, '>');
    put_escaped(out, item->text);
    strbuf_adds(out, "</text>\n");
}

static void put_shape(struct strbuf *out, const struct scene_item *item)
{
    static const char *const names[SCENE_KINDS] = {"line", "rect", "polygon", "polyline", "circle", "text"};
    strbuf_addf(out, "<%s", names[item->kind]);
    switch (item->kind) {
    case SCENE_LINE:
        put_attribute(out, "x1", item->x);
        put_attribute(out, "y1", item->y);
        put_attribute(out, "x2", item->x2);
        put_attribute(out, "y2", item->y2);
        break;
    case SCENE_RECT:
        put_attribute(out, "x", item->x);
        put_attribute(out, "y", item->y);
        put_attribute(out, "width", item->width);
        put_attribute(out, "height", item->height);
        break;
    case SCENE_CIRCLE:
        put_attribute(out, "cx", item->x);
        put_attribute(out, "cy", item->y);
        put_attribute(out, "r", item->radius);
        break;
    default: put_points(out, item);
    }
    if (item->kind != SCENE_LINE)
        put_colour(out, "fill", item->kind == SCENE_POLYLINE ? SCENE_NONE : item->fill);
    put_stroke(out, item);
    put_part(out, item);
    strbuf_adds(out, "/>\n");
}

/* Ids are names: whatever else stands in the prefix becomes a hyphen. */
static void put_id(struct strbuf *out, const char *prefix, const char *id)
{
    for (const char *at = prefix ? prefix : "chart"; *at; at++) {
        bool fine = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == '_';
        strbuf_addc(out, fine ? *at : '-');
    }
    strbuf_adds(out, id);
}

static void put_described(struct strbuf *out, const char *element, const char *prefix, const char *id, const char *text)
{
    strbuf_addf(out, "<%s id=\"", element);
    put_id(out, prefix, id);
    strbuf_adds(out, "\">");
    put_escaped(out, text);
    strbuf_addf(out, "</%s>\n", element);
}

void scene_svg(const struct scene *scene, const char *title, const char *description, const char *id_prefix, struct strbuf *out)
{
    strbuf_adds(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    put_number(out, scene->width);
    strbuf_addc(out, ' ');
    put_number(out, scene->height);
    strbuf_addc(out, '"');
    put_attribute(out, "width", scene->width);
    put_attribute(out, "height", scene->height);
    strbuf_adds(out, " role=\"img\"");
    if (title) {
        strbuf_adds(out, " aria-labelledby=\"");
        put_id(out, id_prefix, "-title");
        strbuf_addc(out, '"');
    }
    if (description) {
        strbuf_adds(out, " aria-describedby=\"");
        put_id(out, id_prefix, "-desc");
        strbuf_addc(out, '"');
    }
    strbuf_adds(out, ">\n");
    if (title)
        put_described(out, "title", id_prefix, "-title", title);
    if (description)
        put_described(out, "desc", id_prefix, "-desc", description);
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        if (item->kind == SCENE_TEXT)
            put_text(out, item);
        else
            put_shape(out, item);
    }
    strbuf_adds(out, "</svg>\n");
}
