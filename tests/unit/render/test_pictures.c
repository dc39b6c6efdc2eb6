/* SPDX-License-Identifier: GPL-3.0-or-later
 * Key pages as pictures: each is drawn by poppler at 24 dots an inch and compared with one that was looked at (tests/data/pages). What geometry
 * cannot see shows here: a face that lost its outlines, a shade that became black, an axis drawn over its numbers.
 *
 * Another version of poppler smooths otherwise, so a page may differ a little everywhere, and no square of 8 × 8 dots may differ much. ACCEPT=1 writes
 * the pictures anew; look at them before they are committed.
 */
#include <math.h>
#include <png.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "render_help.h"

#define DOTS "24"
#define MOST_RMS 6.0     /* grey levels, over the page */
#define MOST_SQUARE 40.0 /* of the mean of a square */

static struct render_faces *faces;
static char folder[CHECK_PATH];

static int open_all(void **state)
{
    (void)state;
    faces = help_faces();
    check_folder(folder);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    render_faces_free(faces);
    rmdir(folder);
    return 0;
}

/* Pages ---------------------------------------------------------------------------------------------------- */

static const char prose[] = "受市委全面深化改革领导小组办公室委托，市委党校组成第三方评估项目组，对20项创新改革经验推广推介情况进行了评估。有效率为97.25%，平均得分达到94.24分；"
                            "“问题导向”、“群众满意”成为共同遵循——这是根本保证。";

static void text_page(struct doc *doc)
{
    help_block(doc, DOC_TITLE, "关于全市创新改革经验推广推介情况的第三方评估报告");
    help_block(doc, DOC_TITLE, "市委党校第三方评估项目组")->level = 2;
    help_block(doc, DOC_HEADING, "一、主要特点");
    help_block(doc, DOC_HEADING, "（一）以制度立规矩")->level = 2;
    struct doc_block *text = help_block(doc, DOC_PARAGRAPH, prose);
    doc_add_run(doc, &text->runs, DOC_STRONG, "重点突出")->footnote = "脚注的文字，说明依据。";
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (int i = 0; i < 3; i++) {
        struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
        item->label = arena_printf(doc->arena, "%d.", i + 1);
        doc_add_run(doc, &item->runs, 0, "有序的一项内容");
    }
    help_block(doc, DOC_QUOTE, "引文用楷体，左右各缩进两个字。");
    struct doc_block *signature = doc_add(doc, &doc->blocks, DOC_SIGNATURE);
    doc_add_run(doc, &doc_add(doc, &signature->children, DOC_PARAGRAPH)->runs, 0, "市委党校项目组");
    doc_add_run(doc, &doc_add(doc, &signature->children, DOC_PARAGRAPH)->runs, 0, "2018年7月6日");
}

static void add_rows(struct doc *doc, struct doc_table *table, size_t columns, int rows)
{
    static const char *const names[] = {"张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县", "高新区"};
    for (int r = 0; r < rows; r++) {
        struct doc_row *row = doc_add_row(doc, &table->rows);
        doc_add_cell(doc, row, names[r % 9]);
        for (size_t c = 1; c < columns; c++) {
            struct doc_cell *cell = doc_add_cell(doc, row, arena_printf(doc->arena, "%d.%02d", (int)(99 - c - (size_t)r), r * 7 % 100));
            cell->shade = columns > 3 ? 0 : 0.1 * r;
        }
        row->strong = r == 3;
    }
}

static struct doc_table *add_table(struct doc *doc, size_t columns, int rows)
{
    struct doc_table *table = doc_new_table(doc, columns);
    table->caption = "各区县得分";
    table->note = "注：平均得分92.56分，按未取舍的得分计算。";
    struct doc_row *header = doc_add_row(doc, &table->header);
    for (size_t c = 0; c < columns; c++)
        doc_add_cell(doc, header, c ? arena_printf(doc->arena, "第%zu项得分", c) : "区县");
    add_rows(doc, table, columns, rows);
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

static void table_page(struct doc *doc)
{
    struct doc_table *table = add_table(doc, 5, 9);
    struct doc_row *over = ARENA_NEW(doc->arena, struct doc_row);
    doc_add_cell(doc, over, "区县")->rows = 2;
    doc_add_cell(doc, over, "问卷评估")->columns = 2;
    doc_add_cell(doc, over, "座谈评估")->columns = 2;
    struct doc_row under = *table->header.at;
    under.cells.at++;
    under.cells.count--;
    table->header.count = 0;
    *doc_add_row(doc, &table->header) = *over;
    *doc_add_row(doc, &table->header) = under;
    add_table(doc, 3, 9);
}

static void turned_page(struct doc *doc)
{
    add_table(doc, 17, 12)->landscape = true;
}

static void chart_page(struct doc *doc)
{
    static const char *const names[] = {"张店区", "淄川区", "博山区", "周村区", "文昌湖旅游度假区"};
    for (int kind = 0; kind < 3; kind++) {
        static const enum chart_kind kinds[] = {CHART_BARS, CHART_PROFILE, CHART_LINE};
        struct doc_chart *chart = doc_new_chart(doc, kinds[kind]);
        double values[2][5], low[5], high[5];
        for (int i = 0; i < 5; i++) {
            doc_add_category(doc, chart, names[i]);
            values[0][i] = 94.5 - 2.3 * i;
            values[1][i] = 92 - (i % 2);
            low[i] = values[0][i] - 1.5;
            high[i] = values[0][i] + 1;
        }
        struct chart_series *series = doc_add_series(doc, chart, "得分", values[0]);
        if (kind == 0) {
            double *ends = ARENA_ARRAY(doc->arena, double, 10);
            memcpy(ends, low, sizeof low);
            memcpy(ends + 5, high, sizeof high);
            series->lower = ends;
            series->upper = ends + 5;
            chart->reference = 90;
            chart->reference_label = "平均";
        } else {
            doc_add_series(doc, chart, "平均", values[1]);
        }
        chart->caption = "各区县得分";
        chart->unit = "分";
        chart->decimals = 2;
        chart->highlight = 1;
        doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
    }
}

static void cover_page(struct doc *doc)
{
    doc->mark = "模拟数据，非真实评估结果";
    struct doc_block *cover = help_block(doc, DOC_COVER, "关于全市创新改革经验推广推介情况的第三方评估报告");
    cover->label = "（征求意见稿）";
    doc_add_run(doc, &doc_add(doc, &cover->children, DOC_PARAGRAPH)->runs, 0, "市委党校第三方评估项目组");
    doc_add_run(doc, &doc_add(doc, &cover->children, DOC_PARAGRAPH)->runs, 0, "2018年7月");
    help_block(doc, DOC_PARAGRAPH, prose);
}

/* Comparing ------------------------------------------------------------------------------------------------ */

struct picture {
    unsigned width, height;
    unsigned char *grey;
};

static struct picture read_png(const char *path)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&png, path))
        return (struct picture){0};
    png.format = PNG_FORMAT_GRAY;
    struct picture picture = {png.width, png.height, malloc(PNG_IMAGE_SIZE(png))};
    assert_true(png_image_finish_read(&png, NULL, picture.grey, 0, NULL));
    return picture;
}

static double worst_square(const struct picture *a, const struct picture *b)
{
    enum { SIDE = 8 };
    double worst = 0;
    for (unsigned y = 0; y + SIDE <= a->height; y += SIDE / 2)
        for (unsigned x = 0; x + SIDE <= a->width; x += SIDE / 2) {
            double sum = 0;
            for (unsigned i = 0; i < SIDE * SIDE; i++) {
                size_t at = (size_t)(y + i / SIDE) * a->width + x + i % SIDE;
                sum += (double)a->grey[at] - b->grey[at];
            }
            worst = fmax(worst, fabs(sum) / (SIDE * SIDE));
        }
    return worst;
}

static double rms(const struct picture *a, const struct picture *b)
{
    double sum = 0;
    size_t count = (size_t)a->width * a->height;
    for (size_t i = 0; i < count; i++)
        sum += pow((double)a->grey[i] - b->grey[i], 2);
    return sqrt(sum / (double)count);
}

static void compare_page(const char *name, const char *draft, void (*make)(struct doc *doc))
{
    struct doc *doc = doc_new("zh-CN");
    make(doc);
    struct diags diags;
    diags_init(&diags);
    struct strbuf out;
    strbuf_init(&out);
    struct render_theme theme = render_theme_official;
    theme.draft = draft;
    assert_true(render_pdf(doc, &theme, faces, &out, &diags));
    char pdf[CHECK_PATH + 32], png[CHECK_PATH + 32], wanted[96], command[3 * CHECK_PATH];
    snprintf(pdf, sizeof pdf, "%s/page.pdf", folder);
    snprintf(png, sizeof png, "%s/page.png", folder);
    snprintf(wanted, sizeof wanted, "tests/data/pages/%s.png", name);
    assert_true(file_write(pdf, out.at, out.len, 0600));
    snprintf(command, sizeof command, "pdftoppm -r " DOTS " -gray -png -singlefile '%s' '%s/page'", pdf, folder);
    assert_int_equal(system(command), 0);
    struct picture got = read_png(png);
    assert_non_null(got.grey);
    if (getenv("ACCEPT")) {
        png_image image = {.version = PNG_IMAGE_VERSION, .width = got.width, .height = got.height, .format = PNG_FORMAT_GRAY};
        assert_true(png_image_write_to_file(&image, wanted, 0, got.grey, 0, NULL));
    }
    struct picture want = read_png(wanted);
    assert_non_null(want.grey);
    assert_int_equal(got.width, want.width);
    assert_int_equal(got.height, want.height);
    double square = worst_square(&got, &want), all = rms(&got, &want);
    if (square > MOST_SQUARE || all > MOST_RMS) {
        print_error("%s: %.1f over the page, %.1f in the worst square\n", name, all, square);
        fail();
    }
    free(got.grey);
    free(want.grey);
    unlink(pdf);
    unlink(png);
    strbuf_release(&out);
    diags_release(&diags);
    doc_free(doc);
}

static void pages_look_as_they_did(void **state)
{
    (void)state;
    compare_page("text", NULL, text_page);
    compare_page("tables", NULL, table_page);
    compare_page("turned", NULL, turned_page);
    compare_page("charts", NULL, chart_page);
    compare_page("cover", "征求意见稿", cover_page);
}

/* The measure sees what it is for: another page, a page without its faces, a shade too dark. */
static void the_measure_sees_differences(void **state)
{
    (void)state;
    struct picture text = read_png("tests/data/pages/text.png"), tables = read_png("tests/data/pages/tables.png");
    assert_true(text.grey && tables.grey && text.width == tables.width && text.height == tables.height);
    assert_true(rms(&text, &tables) > MOST_RMS && worst_square(&text, &tables) > MOST_SQUARE);
    struct picture changed = {text.width, text.height, malloc((size_t)text.width * text.height)};
    memcpy(changed.grey, text.grey, (size_t)text.width * text.height);
    for (unsigned y = 100; y < 112; y++)
        memset(changed.grey + (size_t)y * text.width + 60, 60, 12);
    assert_true(worst_square(&text, &changed) > MOST_SQUARE);
    free(text.grey);
    free(tables.grey);
    free(changed.grey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_look_as_they_did),
        cmocka_unit_test(the_measure_sees_differences),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
