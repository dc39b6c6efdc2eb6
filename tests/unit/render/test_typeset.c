/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ceping/base_text.h"
#include "layout_help.h"

static struct type_style body_style(struct arena *arena, struct typesetter *setter)
{
    *setter = (struct typesetter){.arena = arena, .faces = faces};
    const struct render_theme *theme = &render_theme_official;
    struct type_style style = {.face = theme->body_face, .size = theme->body_size, .em = theme->pitch, .width = theme->width, .chinese = true};
    style.indent_first = 2 * style.em;
    return style;
}

static void line_text(const struct text_line *line, struct strbuf *out)
{
    strbuf_clear(out);
    text_line_text(line, out);
}

static void expect_line(const struct text_line *line, const char *want)
{
    struct strbuf text;
    strbuf_init(&text);
    line_text(line, &text);
    assert_string_equal(text.at, want);
    strbuf_release(&text);
}

static void the_grid_has_28_characters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < 26 + 28 + 3; i++)
        strbuf_adds(&text, "评");
    text_lines lines = {0};
    typeset_text(&setter, text.at, &style, &lines);
    assert_int_equal(lines.count, 3);
    assert_int_equal(lines.at[0].glyphs.count, 26);
    assert_int_equal(lines.at[1].glyphs.count, 28);
    check_close(lines.at[0].x, 2 * style.em, 1e-9);
    check_close(lines.at[1].width, style.width, 1e-6);
    check_close(lines.at[1].glyphs.at[27].x, 27 * style.em, 1e-6);
    strbuf_release(&text);
    arena_free(arena);
}

static void a_forbidden_mark_is_pulled_in(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    style.indent_first = 0;
    style.width = 10 * style.em;
    text_lines lines = {0};
    typeset_text(&setter, "评估，评估评估评估，评估评估评估评估", &style, &lines);
    expect_line(&lines.at[0], "评估，评估评估评估，");
    lines = (text_lines){0};
    /* the comma is the eleventh character: half of it is trimmed at the line's end, the other half comes out of the one before */
    typeset_text(&setter, "评估，评估评估评估评，估评估评估评估", &style, &lines);
    expect_line(&lines.at[0], "评估，评估评估评估评，");
    assert_true(lines.at[0].width <= style.width + 1e-6);
    arena_free(arena);
}

static void without_blank_to_take_the_last_character_moves_on(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    style.indent_first = 0;
    style.width = 10 * style.em;
    text_lines lines = {0};
    typeset_text(&setter, "评估评估评估评估评估，评估评估评估", &style, &lines);
    expect_line(&lines.at[0], "评估评估评估评估评");
    check_close(lines.at[0].width, style.width, 1e-6);
    arena_free(arena);
}

static void no_lonely_character_ends_a_paragraph(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    for (int count = 27; count < 120; count++) {
        struct strbuf text;
        strbuf_init(&text);
        for (int i = 0; i < count; i++)
            strbuf_adds(&text, "评");
        strbuf_adds(&text, "。");
        text_lines lines = {0};
        typeset_text(&setter, text.at, &style, &lines);
        assert_true(lines.count < 2 || lines.at[lines.count - 1].glyphs.count >= 3);
        strbuf_release(&text);
    }
    arena_free(arena);
}

static void meeting_marks_close_up(void **state)
{
    (void)state;
    /* CLREQ: two marks that meet take one and a half em */
    double em = 100, plain = render_measure(faces, FACE_FANGSONG, em, "评估");
    check_close(render_measure(faces, FACE_FANGSONG, em, "评）。"), plain + em / 2, 0.02);
    check_close(render_measure(faces, FACE_FANGSONG, em, "评）估"), plain + em, 0.02);
    check_close(render_measure(faces, FACE_FANGSONG, em, "评·估"), plain + em / 2, 0.02);
    check_close(render_measure(faces, FACE_FANGSONG, em, "评8估"), plain + em / 2 + em / 2, 0.02); /* a quarter em on both sides */
}

static void quotes_are_wide_in_every_face(void **state)
{
    (void)state;
    static const enum face_role roles[] = {FACE_SONG_TITLE, FACE_FANGSONG, FACE_HEI, FACE_KAI, FACE_SONG};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        check_close(render_measure(faces, roles[i], 10, "“评”……——"), 70, 1e-6);
}

static void western_quotes_are_narrow(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    style.chinese = false;
    struct doc_run run = {.text = "“a”"};
    struct text_line line;
    typeset_line(&setter, &(doc_runs){&run, 1}, &style, &line);
    assert_true(line.width < 1.6 * style.size);
    arena_free(arena);
}

static void dashes_touch(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    static const enum face_role roles[] = {FACE_FANGSONG, FACE_HEI, FACE_KAI};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        style.face = roles[i];
        struct doc_run run = {.text = "评——估"};
        struct text_line line;
        typeset_line(&setter, &(doc_runs){&run, 1}, &style, &line);
        const struct glyph *a = &line.glyphs.at[1], *b = &line.glyphs.at[2];
        double end = a->x + faces_ink(faces, a->face, a->code).right * style.em, begin = b->x + faces_ink(faces, b->face, b->code).left * style.em;
        assert_true(begin <= end + 0.05);
    }
    arena_free(arena);
}

static void a_missing_character_is_recorded_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    text_lines lines = {0};
    typeset_text(&setter, "评\xF0\x92\x80\x80估\xF0\x92\x80\x80", &style, &lines); /* U+12000, cuneiform A */
    assert_int_equal(setter.missing.count, 1);
    assert_int_equal(setter.missing.at[0], 0x12000);
    assert_int_equal(lines.at[0].glyphs.count, 4);
    assert_int_equal(lines.at[0].glyphs.at[1].code, MISSING_SIGN);
    arena_free(arena);
}

static void awkward_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "\n", "。", "（（（（（（（（（（（（（（（（（（（（", "））））））））））））））））））））", "\xE2\x80\x8B", "a\xCC\x81",
                                        "——————————————————————————", "1234567890123456789012345678901234567890", "\xEF\xBB\xBF\xEF\xBF\xBD\x01"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct arena *arena = arena_new();
        struct typesetter setter;
        struct type_style style = body_style(arena, &setter);
        for (double width = 17; width < 300; width += 37) {
            style.width = width;
            style.indent_first = 0;
            text_lines lines = {0};
            typeset_text(&setter, texts[i], &style, &lines);
            assert_true(lines.count >= 1);
            for (size_t k = 0; k < lines.count; k++)
                if (lines.at[k].glyphs.count > 1 && lines.at[k].width > width + 1e-6) {
                    print_error("text %zu, measure %.1f: a line of %zu glyphs is %.2f wide\n", i, width, lines.at[k].glyphs.count, lines.at[k].width);
                    fail();
                }
        }
        arena_free(arena);
    }
}

static void forced_breaks(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    struct doc_run runs[] = {{.text = "评估"}, {.flags = DOC_LINE_BREAK, .text = ""}, {.text = "报告"}};
    text_lines lines = {0};
    typeset(&setter, &(doc_runs){runs, 3}, &style, &lines);
    assert_int_equal(lines.count, 2);
    expect_line(&lines.at[0], "评估");
    expect_line(&lines.at[1], "报告");
    arena_free(arena);
}

/* Two thousand paragraphs of a fixed generator: prohibitions kept, nothing over the width, nothing lost. */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *const pieces[] = {"评", "估", "改", "革", "经", "验", "推", "广", "淄", "博", "，", "。", "、", "；", "：", "“", "”", "（", "）", "《", "》",
                                     "——", "……", "94.24分", "97.25%", "2017年", "WeChat", "DV", "·", "！", "？", " ", "第3名", "￥300元", "〔2017〕"};

static void check_line(const struct text_line *line, const struct type_style *style, bool first, bool last, const char *text)
{
    double room = style->width - (first ? style->indent_first : 0);
    struct strbuf set;
    strbuf_init(&set);
    line_text(line, &set);
    bool bad = line->width > room + 1e-6;
    uint32_t begin = line->glyphs.count > 0 ? line->glyphs.at[0].code : 0, end = line->glyphs.count > 0 ? line->glyphs.at[line->glyphs.count - 1].code : 0;
    bool row_of_marks = line->glyphs.count < 4; /* such a line may be one that nothing could save */
    if (!first && !row_of_marks && (text_class_of(begin, true) == CLASS_CLOSE || text_class_of(begin, true) == CLASS_COMMA || text_class_of(begin, true) == CLASS_STOP))
        bad = true;
    if (!last && text_class_of(end, true) == CLASS_OPEN)
        bad = true;
    if (bad) {
        print_error("bad line '%s' (%.2f of %.2f) of '%s'\n", set.at, line->width, room, text);
        fail();
    }
    strbuf_release(&set);
}

static void generated_paragraphs(void **state)
{
    (void)state;
    uint32_t seed = 20171;
    for (int n = 0; n < 2000; n++) {
        struct arena *arena = arena_new();
        struct typesetter setter;
        struct type_style style = body_style(arena, &setter);
        struct strbuf text, all, want;
        strbuf_init(&text);
        strbuf_init(&all);
        strbuf_init(&want);
        size_t length = 20 + next_random(&seed) % 150;
        for (size_t i = 0; i < length; i++) {
            bool han = next_random(&seed) % 10 < 7;
            strbuf_adds(&text, pieces[han ? next_random(&seed) % 10 : next_random(&seed) % COUNT_OF(pieces)]);
        }
        text_lines lines = {0};
        typeset_text(&setter, text.at, &style, &lines);
        for (size_t i = 0; i < lines.count; i++) {
            check_line(&lines.at[i], &style, i == 0, i + 1 == lines.count, text.at);
            text_line_text(&lines.at[i], &all);
        }
        for (size_t i = 0; i < all.len; i++) /* spaces at line ends may go */
            if (all.at[i] != ' ')
                strbuf_addc(&want, all.at[i]);
        strbuf_clear(&all);
        for (size_t i = 0; i < text.len; i++)
            if (text.at[i] != ' ')
                strbuf_addc(&all, text.at[i]);
        assert_string_equal(want.at, all.at);
        strbuf_release(&text);
        strbuf_release(&all);
        strbuf_release(&want);
        arena_free(arena);
    }
}

/* Drawn as a minus only before a number that it does not join to something; text and copies keep the hyphen. */
static void headers_break_by_sense(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct typesetter setter;
    struct type_style style = body_style(arena, &setter);
    style.indent_first = 0;
    style.balanced = true;
    style.align = DOC_ALIGN_CENTRE;
    for (double width = 3.1; width < 5; width += 0.3) {
        style.width = width * style.em;
        text_lines lines = {0};
        typeset_text(&setter, "与平均之差", &style, &lines);
        assert_int_equal(lines.count, 2);
        expect_line(&lines.at[0], "与平均");
    }
    arena_free(arena);
}

static void a_hyphen_before_a_number_is_a_minus(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool minus;
    } cases[] = {{"-0.42", true},      {"（-0.81分）", true}, {"低于平均-1.10分", true}, {" -3", true}, {"2018-07-06", false}, {"A-1", false},
                 {"5%-8%", false}, {"--1", false},           {"-", false},                   {"-a", false}, {"(3)-2", false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *arena = arena_new();
        struct typesetter setter;
        struct type_style style = body_style(arena, &setter);
        text_lines lines = {0};
        typeset_text(&setter, cases[i].text, &style, &lines);
        bool minus = false;
        for (size_t k = 0; k < lines.at[0].glyphs.count; k++) {
            const struct glyph *glyph = &lines.at[0].glyphs.at[k];
            minus |= glyph->source == '-' && glyph->code != '-';
        }
        if (minus != cases[i].minus)
            print_error("'%s'\n", cases[i].text);
        assert_int_equal(minus, cases[i].minus);
        expect_line(&lines.at[0], cases[i].text);
        assert_int_equal(setter.missing.count, 0);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grid_has_28_characters),
        cmocka_unit_test(a_forbidden_mark_is_pulled_in),
        cmocka_unit_test(without_blank_to_take_the_last_character_moves_on),
        cmocka_unit_test(no_lonely_character_ends_a_paragraph),
        cmocka_unit_test(meeting_marks_close_up),
        cmocka_unit_test(quotes_are_wide_in_every_face),
        cmocka_unit_test(western_quotes_are_narrow),
        cmocka_unit_test(dashes_touch),
        cmocka_unit_test(a_missing_character_is_recorded_once),
        cmocka_unit_test(awkward_texts),
        cmocka_unit_test(forced_breaks),
        cmocka_unit_test(generated_paragraphs),
        cmocka_unit_test(headers_break_by_sense),
        cmocka_unit_test(a_hyphen_before_a_number_is_a_minus),
    };
    return cmocka_run_group_tests(tests, open_faces, close_faces);
}
