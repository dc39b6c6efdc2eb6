/* SPDX-License-Identifier: GPL-3.0-or-later
 * Building scenes: adding items and breaking labels into lines.
 *
 * Labels of charts are names of projects and districts: Han text without spaces, now and then a Latin word. They break between any two Han
 * characters, except that closing punctuation does not begin a line and opening punctuation does not end one. UAX #14 would give the same for
 * such names at the price of a table; the body text of a report goes through it, labels need not.
 */
#include <math.h>

#include "ceping/base_text.h"
#include "scene.h"

/* Items ------------------------------------------------------------------------------------------------- */

static struct scene_item *add_item(struct scene *scene, enum scene_kind kind)
{
    struct scene_item *item = LIST_ADD(scene->arena, &scene->items);
    item->kind = kind;
    item->category = -1;
    item->series = -1;
    item->fill = SCENE_NONE;
    item->stroke = SCENE_NONE;
    item->face = FACE_SONG;
    return item;
}

struct scene_item *scene_line(struct scene *scene, double x, double y, double x2, double y2, double width, uint32_t stroke)
{
    struct scene_item *item = add_item(scene, SCENE_LINE);
    item->x = x;
    item->y = y;
    item->x2 = x2;
    item->y2 = y2;
    item->stroke_width = width;
    item->stroke = stroke;
    return item;
}

struct scene_item *scene_rect(struct scene *scene, double x, double y, double width, double height, uint32_t fill)
{
    struct scene_item *item = add_item(scene, SCENE_RECT);
    item->x = x;
    item->y = y;
    item->width = width;
    item->height = height;
    item->fill = fill;
    return item;
}

struct scene_item *scene_circle(struct scene *scene, double x, double y, double radius, uint32_t fill)
{
    struct scene_item *item = add_item(scene, SCENE_CIRCLE);
    item->x = x;
    item->y = y;
    item->radius = radius;
    item->fill = fill;
    return item;
}

struct scene_item *scene_text(struct scene *scene, double x, double y, enum scene_anchor anchor, double size, const char *text)
{
    struct scene_item *item = add_item(scene, SCENE_TEXT);
    item->part = SCENE_LABEL;
    item->x = x;
    item->y = y;
    item->anchor = anchor;
    item->size = size;
    item->text = text;
    item->fill = 0x000000;
    return item;
}

struct scene_item *scene_polygon(struct scene *scene, const struct scene_point *points, size_t count, uint32_t fill)
{
    struct scene_item *item = add_item(scene, SCENE_POLYGON);
    item->points = points;
    item->point_count = count;
    item->fill = fill;
    return item;
}

struct scene_item *scene_polyline(struct scene *scene, const struct scene_point *points, size_t count, double width, uint32_t stroke)
{
    struct scene_item *item = add_item(scene, SCENE_POLYLINE);
    item->points = points;
    item->point_count = count;
    item->stroke_width = width;
    item->stroke = stroke;
    return item;
}

/* Measuring without faces ------------------------------------------------------------------------------- */

/* Widths in em of Song and sans faces, the greater of the two: a label that is measured too wide has air around it, one measured too narrow runs into its
 * neighbour. */
static double latin_width(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return 0.57;
    if (c >= 'a' && c <= 'z')
        return strchr("fijlrt", (int)c) ? 0.5 : strchr("mw", (int)c) ? 0.9 : 0.6;
    if (c >= 'A' && c <= 'Z')
        return strchr("MW", (int)c) ? 0.95 : c == 'I' ? 0.5 : 0.7;
    if (c < 0x80 && strchr(" .,:;'|!-()[]/\"", (int)c))
        return 0.5; /* half an em in Song faces, whose Latin is as wide as half a Han character */
    return c == '%' ? 0.9 : 0.62;
}

static double default_measure(void *data, enum face_role role, double size, const char *text)
{
    (void)data;
    (void)role;
    double em = 0;
    const char *end = text + strlen(text);
    for (const char *at = text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        int columns = text_codepoint_width(c);
        em += columns == 2 ? 1 : columns == 1 ? latin_width(c) : 0;
    }
    return em * size;
}

const struct scene_metrics scene_default_metrics = {default_measure, NULL};

void scene_text_box(const struct scene_metrics *metrics, const struct scene_item *item, double *ret_left, double *ret_top,
                    double *ret_right, double *ret_bottom)
{
    double width = metrics->measure(metrics->data, item->face, item->size, item->text);
    double left = item->anchor == SCENE_START ? 0 : item->anchor == SCENE_MIDDLE ? -width / 2 : -width;
    /* The em box of a Han face: 0.86 above the baseline, 0.14 below. */
    double x[2] = {left, left + width}, y[2] = {-0.86 * item->size, 0.14 * item->size};
    double angle = item->rotation * acos(-1) / 180, cosine = cos(angle), sine = sin(angle);
    *ret_left = *ret_top = INFINITY;
    *ret_right = *ret_bottom = -INFINITY;
    for (int i = 0; i < 4; i++) {
        double px = item->x + x[i & 1] * cosine - y[i >> 1] * sine, py = item->y + x[i & 1] * sine + y[i >> 1] * cosine;
        *ret_left = fmin(*ret_left, px);
        *ret_right = fmax(*ret_right, px);
        *ret_top = fmin(*ret_top, py);
        *ret_bottom = fmax(*ret_bottom, py);
    }
}

/* Breaking into lines ------------------------------------------------------------------------------------ */

/* What breaking works on: the clean text, and for each character where it begins and whether a line may begin with it. */
struct letters {
    char *text;
    size_t *start; /* count + 1 of them */
    bool *may_begin;
    bool *space;
    size_t count;
};

static bool in_set(uint32_t c, const char *set)
{
    const char *end = set + strlen(set);
    while (set < end)
        if (utf8_next(&set, end) == c)
            return true;
    return false;
}

static bool closes(uint32_t c)
{
    return in_set(c, "，。、；：？！）》」』】〕”’…—·,.;:?!)]}%％");
}

static bool opens(uint32_t c)
{
    return in_set(c, "（《「『【〔“‘([{");
}

static bool is_blank(uint32_t c)
{
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x3000 || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

/* A label is cut to a few lines anyway: what lies beyond this many characters cannot be seen. */
#define MOST_LETTERS 400

static struct letters split_letters(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    size_t room = utf8_length(text, len);
    if (room > MOST_LETTERS)
        room = MOST_LETTERS;
    struct letters letters = {arena_alloc(arena, room * 4 + 1), ARENA_ARRAY(arena, size_t, room + 1), ARENA_ARRAY(arena, bool, room + 1),
                              ARENA_ARRAY(arena, bool, room + 1), 0};
    const char *end = text + len;
    size_t used = 0;
    uint32_t before = ' ';
    for (const char *at = text; at < end && letters.count < room;) {
        uint32_t c = utf8_next(&at, end);
        if (is_blank(c))
            c = ' ';
        if (c == ' ' && before == ' ')
            continue;
        size_t i = letters.count++;
        letters.start[i] = used;
        letters.space[i] = c == ' ';
        bool wide = text_codepoint_width(c) == 2 || text_codepoint_width(before) == 2;
        letters.may_begin[i] = before == ' ' || (wide && c != ' ' && !closes(c) && !opens(before));
        used += utf8_encode(c, letters.text + used);
        before = c;
    }
    while (letters.count > 0 && letters.space[letters.count - 1])
        used = letters.start[--letters.count];
    letters.start[letters.count] = used;
    return letters;
}

static const char *copy_letters(struct arena *arena, const struct letters *letters, size_t from, size_t to, const char *tail)
{
    while (to > from && letters->space[to - 1])
        to--;
    return arena_printf(arena, "%.*s%s", (int)(letters->start[to] - letters->start[from]), letters->text + letters->start[from], tail);
}

static double letters_width(const struct scene_metrics *metrics, enum face_role face, double size, struct letters *letters, size_t from,
                            size_t to)
{
    while (to > from && letters->space[to - 1])
        to--;
    char *stop = letters->text + letters->start[to], kept = *stop;
    *stop = '\0';
    double width = metrics->measure(metrics->data, face, size, letters->text + letters->start[from]);
    *stop = kept;
    return width;
}

/* The end of the line that begins at `from`: as far as `width` allows, then back to where the next line may begin. */
static size_t line_end(const struct scene_metrics *metrics, enum face_role face, double size, struct letters *letters, size_t from,
                       double width)
{
    size_t to = from + 1;
    while (to < letters->count && letters_width(metrics, face, size, letters, from, to + 1) <= width)
        to++;
    if (to == letters->count)
        return to;
    for (size_t back = to; back > from; back--)
        if (letters->may_begin[back])
            return back;
    return to;
}

/* Fills `ends` with the ends of at most `most` lines; returns how many, or 0 when the text does not fit into them. */
static size_t break_lines(const struct scene_metrics *metrics, enum face_role face, double size, struct letters *letters, double width,
                          size_t most, size_t *ends)
{
    size_t count = 0;
    for (size_t from = 0; from < letters->count; from = ends[count++]) {
        if (count == most)
            return 0;
        ends[count] = line_end(metrics, face, size, letters, from, width);
        if (letters_width(metrics, face, size, letters, from, ends[count]) > width + 1e-9)
            return 0;
    }
    return count;
}

static size_t words_cut(const struct letters *letters, const size_t *ends, size_t count)
{
    size_t cut = 0;
    for (size_t i = 0; i < count; i++)
        cut += ends[i] < letters->count && !letters->may_begin[ends[i]];
    return cut;
}

/* Lines of about equal length look better than a full one and an orphan: the narrowest width that needs no more lines and cuts no more words. */
static void balance_lines(const struct scene_metrics *metrics, enum face_role face, double size, struct letters *letters, double width,
                          size_t count, size_t *ends, size_t *spare)
{
    double low = width / (double)count * 0.9, high = width;
    size_t cut = words_cut(letters, ends, count);
    for (int step = 0; step < 6; step++) {
        double middle = (low + high) / 2;
        if (break_lines(metrics, face, size, letters, middle, count, spare) == count && words_cut(letters, spare, count) <= cut) {
            memcpy(ends, spare, count * sizeof *ends);
            high = middle;
        } else {
            low = middle;
        }
    }
}

static void cut_line(const struct scene_metrics *metrics, struct arena *arena, enum face_role face, double size, struct letters *letters,
                     size_t from, double width, struct scene_lines *lines)
{
    double dots = metrics->measure(metrics->data, face, size, "…");
    size_t to = letters->count;
    while (to > from + 1 && letters_width(metrics, face, size, letters, from, to) + dots > width)
        to--;
    lines->at[lines->count++] = to <= from ? "…" : copy_letters(arena, letters, from, to, to < letters->count ? "…" : "");
}

struct scene_lines scene_wrap(const struct scene_metrics *metrics, struct arena *arena, enum face_role face, double size, const char *text,
                              double width, size_t most)
{
    struct letters letters = split_letters(arena, text ? text : "");
    size_t *ends = ARENA_ARRAY(arena, size_t, most + 1), *spare = ARENA_ARRAY(arena, size_t, most + 1);
    struct scene_lines lines = {ARENA_ARRAY(arena, const char *, most + 1), 0, 0};
    size_t count = break_lines(metrics, face, size, &letters, width, most, ends);
    if (count > 1)
        balance_lines(metrics, face, size, &letters, width, count, ends, spare);
    size_t from = 0;
    for (size_t i = 0; i < count; from = ends[i++])
        lines.at[lines.count++] = copy_letters(arena, &letters, from, ends[i], "");
    if (count == 0 && letters.count > 0) {
        while (lines.count + 1 < most && from < letters.count) {
            size_t to = line_end(metrics, face, size, &letters, from, width);
            lines.at[lines.count++] = copy_letters(arena, &letters, from, to, "");
            from = to;
        }
        if (from < letters.count)
            cut_line(metrics, arena, face, size, &letters, from, width, &lines);
    }
    if (lines.count == 0)
        lines.at[lines.count++] = "";
    for (size_t i = 0; i < lines.count; i++)
        lines.width = fmax(lines.width, metrics->measure(metrics->data, face, size, lines.at[i]));
    return lines;
}
