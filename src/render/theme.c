/* SPDX-License-Identifier: GPL-3.0-or-later
 * The layout of official documents, GB/T 9704-2012, in points: what themes/official.yaml says too, for those who draw without files.
 *
 * A4; 37 mm above and 28 mm at the binding side of a type area of 156 × 225 mm that holds 22 lines of 28 characters: 156 mm / 28 = 15.793 pt a
 * character, and with 22 characters and 21 gaps of 7/8 of one, 225 mm / 40.375 = 15.797 pt high, 29.619 pt from line to line. So 3号 is
 * 15.8 pt here; the 16 pt of word processors exceed the line by 2 mm.
 */
#include "render_priv.h"

#include <math.h>

#define MM (72 / 25.4)
#define BODY (225 * MM / 40.375)

const struct render_theme render_theme_official = {
    .name = "official",
    .page_width = 210 * MM,
    .page_height = 297 * MM,
    .top = 37 * MM,
    .left = 28 * MM,
    .width = 156 * MM,
    .height = 225 * MM,
    .both_sides = true,
    .columns = 1,
    .pitch = 156 * MM / 28,
    .leading = 225 * MM / 40.375 * 1.875,
    .body_size = BODY,
    .english_size = 12,
    .title_size = 22,
    .subtitle_size = BODY,
    .heading_size = {BODY, BODY, BODY, BODY},
    .table_size = 12,
    .caption_size = 12,
    .note_size = 10.5,
    .footnote_size = 9,
    .page_number_size = 14,
    .mark_size = 10.5,
    .first_indent = 2,
    .heading_indent = 2,
    .title_face = FACE_SONG_TITLE,
    .subtitle_face = FACE_KAI,
    .body_face = FACE_FANGSONG,
    .heading_face = {FACE_HEI, FACE_KAI, FACE_FANGSONG, FACE_FANGSONG},
    .table_face = FACE_FANGSONG,
    .table_header_face = FACE_HEI,
    .caption_face = FACE_HEI,
    .note_face = FACE_FANGSONG,
    .quote_face = FACE_KAI,
    .label_face = FACE_HEI,
    .number_face = FACE_LATIN,
    .number_dashes = true,
    .number_below = 7 * MM,
};

#define ENGLISH_LEADING 1.5
#define ENGLISH_TABLE 1.5 /* points that tables and captions are smaller than the body at least */
#define ENGLISH_NOTE 3.0
#define ENGLISH_TITLE 0.9
#define ENGLISH_HEADING 1.15 /* of the first level, else like the second */

/* A Han character fills its square, a Western letter half of its height: at the same size English looks a third larger, lines hold few words, and what
 * justifies them tears them apart. The page stays as it is, and its lines fill it. */
struct render_theme theme_in_english(const struct render_theme *theme)
{
    struct render_theme english = *theme;
    const double size = theme->english_size, scale = size / theme->body_size;
    if (!(size > 0) || size >= theme->body_size)
        return english;
    english.body_size = english.pitch = size;
    english.leading = theme->height / floor(theme->height / (ENGLISH_LEADING * size));
    english.title_size = theme->title_size * ENGLISH_TITLE;
    english.subtitle_size = theme->subtitle_size * scale;
    for (size_t i = 0; i < RENDER_HEADINGS; i++)
        english.heading_size[i] = theme->heading_size[i] * scale;
    english.heading_size[0] *= ENGLISH_HEADING;
    english.table_size = fmin(theme->table_size, size - ENGLISH_TABLE);
    english.caption_size = fmin(theme->caption_size, size - ENGLISH_TABLE);
    english.note_size = fmin(theme->note_size, size - ENGLISH_NOTE);
    english.footnote_size = fmin(theme->footnote_size, size - ENGLISH_NOTE);
    return english;
}
