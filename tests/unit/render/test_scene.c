/* SPDX-License-Identifier: GPL-3.0-or-later
 * Labels break where they may, boxes enclose, SVG is well-formed whatever the names are.
 */
#include "check.h"

#include <stdlib.h>

#include "../../../src/render/scene.h"
#include "ceping/doc.h"

static struct scene_lines wrap(struct arena *arena, const char *text, double width, size_t most)
{
    return scene_wrap(&scene_default_metrics, arena, FACE_SONG, 10, text, width, most);
}

static void check_lines(const char *text, double width, size_t most, const char *want)
{
    struct arena *arena = arena_new();
    struct scene_lines lines = wrap(arena, text, width, most);
    auto_strbuf struct strbuf got;
    strbuf_init(&got);
    for (size_t i = 0; i < lines.count; i++)
        strbuf_addf(&got, "%s%s", i > 0 ? "|" : "", lines.at[i]);
    assert_string_equal(got.at, want);
    arena_free(arena);
}

static void labels_break_between_han_characters_evenly(void **state)
{
    (void)state;
    check_lines("张店区", 100, 2, "张店区");
    check_lines("中小学教师管理体制改革", 60, 2, "中小学教师管|理体制改革");
    check_lines("综合行政执法", 41, 2, "综合行|政执法");
}

static void labels_keep_punctuation_and_words_together(void **state)
{
    (void)state;
    check_lines("落实情况，群众满意", 45, 3, "落实情|况，群|众满意");
    check_lines("推进（试点）工作", 31, 3, "推进|（试|点）…");
    check_lines("one two three", 40, 3, "one|two|three");
    check_lines("department rating", 60, 2, "department|rating");
}

static void labels_that_do_not_fit_end_in_dots(void **state)
{
    (void)state;
    check_lines("一二三四五六七八九十", 40, 2, "一二三四|五六七…");
    check_lines("一二三四五六七八九十", 40, 1, "一二三…");
    check_lines("extraordinarily", 30, 1, "ext…");
}

static void labels_survive_nothing_and_noise(void **state)
{
    (void)state;
    check_lines("", 40, 2, "");
    check_lines("  \t\n ", 40, 2, "");
    check_lines(NULL, 40, 2, "");
    check_lines("高\n新\t区", 60, 1, "高 新 区");
    check_lines("　高新区　", 60, 1, "高新区");
    check_lines("高新区", 1, 1, "高…");
}

static void no_line_is_wider_than_allowed(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *name = "生态环境损害赔偿制度改革试点与“自然资源资产（离任）审计”2025 round two《办法》";
    for (double width = 25; width < 500; width += 13)
        for (size_t most = 1; most < 5; most++) {
            struct scene_lines lines = wrap(arena, name, width, most);
            assert_true(lines.count >= 1 && lines.count <= most);
            assert_true(lines.width <= width + 1e-9);
        }
    arena_free(arena);
}

static void a_turned_text_has_a_turned_box(void **state)
{
    (void)state;
    struct scene_item item = {.kind = SCENE_TEXT, .x = 50, .y = 90, .anchor = SCENE_START, .size = 10, .text = "四个汉字", .rotation = -90};
    double left, top, right, bottom;
    scene_text_box(&scene_default_metrics, &item, &left, &top, &right, &bottom);
    check_close(left, 41.4, 1e-9);
    check_close(right, 51.4, 1e-9);
    check_close(top, 50, 1e-9);
    check_close(bottom, 90, 1e-9);
}

/* Python's parser is expat. */
static void check_well_formed(const char *svg)
{
    FILE *parser = popen("python3 -c 'import sys, xml.etree.ElementTree as e; e.fromstring(sys.stdin.buffer.read())'", "w");
    assert_non_null(parser);
    fputs(svg, parser);
    assert_int_equal(pclose(parser), 0);
}

static void svg_escapes_every_text(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    static const char *const names[] = {"<script>alert(1)</script>", "\"'&amp;]]>", "\x01\x1b[2J", "\xff\xfe broken", "<!--"};
    for (int kind = 0; kind < CHART_KINDS; kind++) {
        struct doc_chart *chart = doc_new_chart(doc, (enum chart_kind)kind);
        chart->axis_min = chart->axis_max = NAN;
        chart->reference = 2;
        chart->reference_label = "<b>&";
        chart->caption = "<title>";
        chart->alt = "</svg>&\x02";
        chart->unit = "<i>";
        chart->highlight = 0;
        for (size_t i = 0; i < COUNT_OF(names); i++)
            doc_add_category(doc, chart, names[i]);
        const double values[] = {1, 2, 3, 4, 5};
        for (size_t i = 0; i < COUNT_OF(names); i++)
            doc_add_series(doc, chart, names[i], values);
        auto_strbuf struct strbuf svg;
        strbuf_init(&svg);
        render_chart_svg(chart, 442, "c\"><x", &svg);
        assert_null(strstr(svg.at, "<script"));
        assert_null(strstr(svg.at, "<b>"));
        assert_null(strstr(svg.at, "<i>"));
        assert_null(strstr(svg.at, "<x"));
        assert_null(strchr(svg.at, '\x1b'));
        assert_non_null(strstr(svg.at, "role=\"img\""));
        assert_non_null(strstr(svg.at, "<title id=\"c---x-title\">&lt;title&gt;</title>"));
        assert_non_null(strstr(svg.at, "&lt;/svg&gt;"));
        assert_null(strstr(svg.at, "—\"")); /* no number is missing in an attribute */
        check_well_formed(svg.at);
    }
    doc_free(doc);
}

static void svg_has_a_name_without_caption(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    auto_strbuf struct strbuf svg;
    strbuf_init(&svg);
    render_chart_svg(chart, 442, "a", &svg);
    assert_non_null(strstr(svg.at, "<title id=\"a-title\">图</title>"));
    assert_non_null(strstr(svg.at, "无数据"));
    check_well_formed(svg.at);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_break_between_han_characters_evenly),
        cmocka_unit_test(labels_keep_punctuation_and_words_together),
        cmocka_unit_test(labels_that_do_not_fit_end_in_dots),
        cmocka_unit_test(labels_survive_nothing_and_noise),
        cmocka_unit_test(no_line_is_wider_than_allowed),
        cmocka_unit_test(a_turned_text_has_a_turned_box),
        cmocka_unit_test(svg_escapes_every_text),
        cmocka_unit_test(svg_has_a_name_without_caption),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
