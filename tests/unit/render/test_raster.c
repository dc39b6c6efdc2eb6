/* SPDX-License-Identifier: GPL-3.0-or-later
 * Outlines to pixels: areas are known from geometry. And cards: what stands on them, as SVG and as a PNG that another library reads back.
 */
#include "render_help.h"

#include <png.h>

#include "../../../src/render/raster.h"

enum { SIZE = 64 };

static double total(const struct raster *raster)
{
    double sum = 0;
    for (size_t i = 0; i < (size_t)SIZE * SIZE; i++)
        sum += 1 - raster->pixels[3 * i] / 255.0;
    return sum;
}

static void polygon(struct raster *raster, const double *xy, size_t corners)
{
    for (size_t i = 0; i < corners; i++) {
        size_t next = (i + 1) % corners;
        raster_line(raster, xy[2 * i], xy[2 * i + 1], xy[2 * next], xy[2 * next + 1]);
    }
}

/* Shoelace. */
static double area(const double *xy, size_t corners)
{
    double sum = 0;
    for (size_t i = 0; i < corners; i++) {
        size_t next = (i + 1) % corners;
        sum += xy[2 * i] * xy[2 * next + 1] - xy[2 * next] * xy[2 * i + 1];
    }
    return fabs(sum) / 2;
}

static void covered_area_is_that_of_geometry(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t corners;
        double xy[10];
    } rows[] = {
        {"whole pixels", 4, {3, 3, 13, 3, 13, 9, 3, 9}},
        {"parts of pixels", 4, {3.25, 3.5, 13.75, 3.5, 13.75, 9.125, 3.25, 9.125}},
        {"within one pixel", 4, {5.2, 5.3, 5.8, 5.3, 5.8, 5.9, 5.2, 5.9}},
        {"steep", 3, {10, 2, 12.5, 60, 9.7, 55}},
        {"flat", 3, {1.5, 30, 62.25, 31.5, 3, 33.75}},
        {"anticlockwise", 3, {3, 33.75, 62.25, 31.5, 1.5, 30}},
        {"five corners", 5, {32, 4.4, 60.1, 25.7, 50, 60, 14.2, 59.5, 3.3, 25}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct raster *raster = raster_new(SIZE, SIZE, 0xFFFFFF);
        polygon(raster, rows[i].xy, rows[i].corners);
        raster_fill(raster, 0x000000);
        double want = area(rows[i].xy, rows[i].corners), got = total(raster);
        if (fabs(got - want) > 0.002 * want + 0.1)
            fail_msg("%s: expected %.3f, got %.3f", rows[i].name, want, got);
        raster_free(raster);
    }
}

static void a_pixel_half_covered_is_half_inked(void **state)
{
    (void)state;
    struct raster *raster = raster_new(SIZE, SIZE, 0xFFFFFF);
    polygon(raster, (const double[]){4, 4, 6.5, 4, 6.5, 5, 4, 5}, 4);
    raster_fill(raster, 0x000000);
    const unsigned char *row = raster->pixels + 3 * 4 * SIZE;
    assert_int_equal(row[3 * 3], 255);
    assert_int_equal(row[3 * 4], 0);
    assert_int_equal(row[3 * 5], 0);
    assert_in_range(row[3 * 6], 126, 129);
    assert_int_equal(row[3 * 7], 255);
    raster_free(raster);
}

static void a_hole_runs_the_other_way(void **state)
{
    (void)state;
    struct raster *raster = raster_new(SIZE, SIZE, 0xFFFFFF);
    polygon(raster, (const double[]){4, 4, 24, 4, 24, 24, 4, 24}, 4);
    polygon(raster, (const double[]){10, 10, 10, 18, 18, 18, 18, 10}, 4);
    raster_fill(raster, 0x000000);
    check_close(total(raster), 400 - 64, 1e-6);
    polygon(raster, (const double[]){30, 30, 40, 30, 40, 40, 30, 40}, 4);
    polygon(raster, (const double[]){35, 30, 45, 30, 45, 40, 35, 40}, 4); /* the same way: covered once */
    raster_fill(raster, 0x000000);
    check_close(total(raster), 400 - 64 + 150, 1e-6);
    raster_free(raster);
}

static void what_lies_outside_is_cut_off(void **state)
{
    (void)state;
    struct raster *raster = raster_new(SIZE, SIZE, 0xFFFFFF);
    polygon(raster, (const double[]){-50, -50, 10, -50, 10, 10, -50, 10}, 4);
    polygon(raster, (const double[]){60, 50, 900, 50, 900, 900, 60, 900}, 4);
    polygon(raster, (const double[]){100, 5, 120, 5, 120, 9, 100, 9}, 4);
    raster_line(raster, NAN, 3, 4, INFINITY);
    raster_fill(raster, 0x000000);
    check_close(total(raster), 10 * 10 + 4 * 14, 1e-6);
    raster_free(raster);
}

/* Cards ---------------------------------------------------------------------------------------------------- */

static struct doc *card_doc(const char *name)
{
    struct doc *doc = doc_new("zh-CN");
    doc->title = "满意率";
    doc->mark = "模拟数据，非真实评估结果";
    help_block(doc, DOC_TITLE, "满意率")->level = 1;
    help_block(doc, DOC_TITLE, "2017年")->level = 2;
    help_block(doc, DOC_PARAGRAPH, "全市推广推介情况");
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    doc_add_run(doc, &item->runs, DOC_STRONG, "91%");
    doc_add_run(doc, &item->runs, DOC_LINE_BREAK, "");
    doc_add_run(doc, &item->runs, 0, "群众满意率（805／885份）");
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_CHART);
    block->chart = doc_new_chart(doc, CHART_BARS);
    block->chart->caption = "各区县";
    block->chart->unit = "%";
    block->chart->decimals = 1;
    doc_add_category(doc, block->chart, name);
    doc_add_category(doc, block->chart, "临淄");
    doc_add_series(doc, block->chart, "满意率", (const double[]){94.5, 95.3});
    help_block(doc, DOC_NOTE, "资料来源：评估组");
    return doc;
}

static void a_card_says_what_its_document_says(void **state)
{
    (void)state;
    struct doc *doc = card_doc("<b>张店");
    auto_strbuf struct strbuf svg;
    strbuf_init(&svg);
    render_card_svg(doc, RENDER_CARD_PRESS, &svg);
    static const char *const wanted[] = {"91%", "群众满意率", "各区县", "&lt;b&gt;张店", "95.3%", "资料来源", "模拟数据，非真实评估结果"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!strstr(svg.at, wanted[i]))
            fail_msg("the card lacks '%s'", wanted[i]);
    assert_null(strstr(svg.at, "<b>"));
    strbuf_clear(&svg);
    render_card_svg(doc, RENDER_CARD_SHARE, &svg);
    assert_non_null(strstr(svg.at, "模拟数据，非真实评估结果"));
    assert_non_null(strstr(svg.at, "全市推广推介情况"));
    doc_free(doc);
}

/* WeChat cuts a square out of the middle. */
static void text_of_a_share_card_stands_in_the_square_of_its_middle(void **state)
{
    (void)state;
    struct doc *doc = card_doc("张店");
    struct render_faces *faces = help_faces();
    struct diags diags;
    diags_init(&diags);
    auto_strbuf struct strbuf png;
    strbuf_init(&png);
    assert_true(render_card_png(doc, RENDER_CARD_SHARE, faces, &png, &diags));
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, png.at, png.len));
    image.format = PNG_FORMAT_RGB;
    assert_int_equal(image.width, 1200);
    assert_int_equal(image.height, 630);
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    size_t inside = 0, outside = 0;
    for (size_t y = 0; y < 630; y++)
        for (size_t x = 0; x < 1200; x++) {
            bool ink = memcmp(pixels + 3 * (y * 1200 + x), pixels, 3) != 0;
            inside += ink && x >= 285 && x < 915;
            outside += ink && (x < 285 || x >= 915);
        }
    assert_true(inside > 5000);
    assert_int_equal(outside, 0);
    free(pixels);

    auto_strbuf struct strbuf again;
    strbuf_init(&again);
    assert_true(render_card_png(doc, RENDER_CARD_SHARE, faces, &again, &diags));
    assert_int_equal(png.len, again.len);
    assert_memory_equal(png.at, again.at, png.len);
    diags_release(&diags);
    render_faces_free(faces);
    doc_free(doc);
}

static void an_empty_document_makes_a_card(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    auto_strbuf struct strbuf svg;
    strbuf_init(&svg);
    render_card_svg(doc, RENDER_CARD_SHARE, &svg);
    render_card_svg(doc, RENDER_CARD_PRESS, &svg);
    assert_non_null(strstr(svg.at, "</svg>"));
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covered_area_is_that_of_geometry), cmocka_unit_test(a_pixel_half_covered_is_half_inked), cmocka_unit_test(a_hole_runs_the_other_way),
        cmocka_unit_test(what_lies_outside_is_cut_off), cmocka_unit_test(a_card_says_what_its_document_says),
        cmocka_unit_test(text_of_a_share_card_stands_in_the_square_of_its_middle), cmocka_unit_test(an_empty_document_makes_a_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
