/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures, the cover, the square code and the mark of a draft: where they stand, and that other programs read them.
 */
#include <math.h>
#include <unistd.h>

#include "../../../src/render/qr.h"
#include "../../../src/render/scene.h"
#include "ceping/base_text.h"
#include "render_help.h"

static struct render_faces *faces;
static char path[CHECK_PATH];

static int open_all(void **state)
{
    (void)state;
    faces = help_faces();
    check_file(path);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    render_faces_free(faces);
    unlink(path);
    return 0;
}

static struct doc_block *add_picture(struct doc *doc, const char *file)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    assert_true(file_read(file, 1 << 20, &bytes));
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_IMAGE);
    block->image = doc_new_image(doc, bytes.at, bytes.len);
    assert_non_null(block->image);
    strbuf_release(&bytes);
    return block;
}

static bool draw(const struct doc *doc, struct strbuf *out, const char *wanted_error)
{
    struct diags diags;
    diags_init(&diags);
    bool good = render_pdf(doc, &render_theme_official, faces, out, &diags);
    for (size_t i = 0; i < diags.count && !wanted_error; i++)
        print_error("%s\n", diags.at[i].text);
    if (wanted_error)
        assert_true(diags.errors == 1 && strstr(diags.at[0].text, wanted_error));
    diags_release(&diags);
    assert_true(!good || file_write(path, out->at, out->len, 0600));
    return good;
}

static int ask(const char *command, struct strbuf *out)
{
    char line[256], buffer[4096];
    snprintf(line, sizeof line, command, path);
    strbuf_clear(out);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0)
        strbuf_add(out, buffer, got);
    return pclose(pipe);
}

static void pictures_of_every_kind_are_printed(void **state)
{
    (void)state;
    static const char *const files[] = {"map.png", "interlaced.png", "alpha.png", "photo.jpg", "cmyk.jpg"};
    struct doc *doc = doc_new("zh-CN");
    for (size_t i = 0; i < COUNT_OF(files); i++)
        add_picture(doc, arena_printf(doc->arena, "tests/data/pictures/%s", files[i]));
    add_picture(doc, "tests/data/pictures/map.png")->image->caption = "再一次";
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    assert_true(draw(doc, &out, NULL));
    assert_int_equal(ask("qpdf --check '%s' 2>&1", &said), 0);
    assert_null(strstr(said.at, "WARNING"));
    assert_int_equal(ask("pdfimages -list '%s' 2>&1", &said), 0);
    size_t rows = 0;
    for (const char *at = said.at; (at = strchr(at, '\n')); at++)
        rows++;
    assert_int_equal(rows, 2 + 6); /* two of head; the last one is the first once more */
    assert_non_null(strstr(said.at, "600   360  rgb"));
    assert_non_null(strstr(said.at, "160   120  rgb"));
    assert_int_equal(ask("pdftotext '%s' -", &said), 0);
    assert_non_null(strstr(said.at, "再一次"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void a_damaged_picture_is_an_error(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    add_picture(doc, "tests/data/pictures/cut.png")->image->caption = "坏图";
    struct strbuf out;
    strbuf_init(&out);
    assert_false(draw(doc, &out, "坏图"));
    assert_int_equal(out.len, 0);
    assert_null(doc_new_image(doc, "GIF89a", 6));
    assert_null(doc_new_image(doc, "", 0));
    assert_null(doc_new_image(doc, "\xFF\xD8\xFF\xE0", 4));
    strbuf_release(&out);
    doc_free(doc);
}

struct laid {
    struct arena *arena;
    struct typesetter setter;
    struct diags diags;
    struct layout *layout;
};

static struct laid lay_by(const struct doc *doc, const struct render_theme *theme)
{
    struct laid laid = {.arena = arena_new()};
    laid.setter = (struct typesetter){.arena = laid.arena, .faces = faces};
    diags_init(&laid.diags);
    laid.layout = layout_document(doc, theme, &laid.setter, &laid.diags);
    assert_non_null(laid.layout);
    return laid;
}

static struct laid lay(const struct doc *doc)
{
    return lay_by(doc, &render_theme_official);
}

static void release(struct laid *laid)
{
    diags_release(&laid->diags);
    arena_free(laid->arena);
}

static void a_tall_picture_fits_its_page(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_block *block = add_picture(doc, "tests/data/pictures/map.png");
    block->image->width = 900;
    block->image->height = 9000;
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 1);
    const struct placed *item = &laid.layout->pages.at[0].items.at[0];
    assert_int_equal(item->kind, PLACED_IMAGE);
    check_close(item->width / item->height, 0.1, 1e-9);
    assert_true(item->y + item->height < render_theme_official.top + render_theme_official.height);
    release(&laid);
    doc_free(doc);
}

/* The cover and its back have no number; page 1 is a right-hand page again, its number at its right. */
static void a_cover_takes_a_sheet(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    doc->data_hash = "0123456789abcdef";
    struct doc_block *cover = help_block(doc, DOC_COVER, "第三方评估报告");
    cover->label = "（2017年）";
    doc_add_run(doc, &doc_add(doc, &cover->children, DOC_PARAGRAPH)->runs, 0, "项目组");
    help_block(doc, DOC_CONTENTS, NULL)->level = 2;
    help_block(doc, DOC_HEADING, "一、甲");
    help_lines(doc, 60);
    struct laid laid = lay(doc);
    static const int numbers[] = {0, 0, 1, 2, 3};
    assert_true(laid.layout->pages.count >= COUNT_OF(numbers));
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        const struct layout_page *page = &laid.layout->pages.at[i];
        assert_int_equal(page->number, numbers[i]);
        assert_int_equal(page->odd, i % 2 == 0);
        assert_int_equal(page->margins.count, numbers[i] > 0);
        for (size_t k = 0; k < page->margins.count; k++)
            assert_true((page->margins.at[k].x > page->width / 2) == page->odd);
    }
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    assert_true(draw(doc, &out, NULL));
    assert_int_equal(ask("pdftotext -f 3 -l 3 -layout '%s' -", &said), 0);
    assert_non_null(strstr(said.at, "一、甲"));
    assert_non_null(strstr(said.at, ". 1\n")); /* in the contents */
    assert_non_null(strstr(said.at, "—1—"));
    assert_int_equal(ask("pdftotext -f 2 -l 2 '%s' -", &said), 0);
    assert_non_null(strstr(said.at, "0123456789abcdef"));
    assert_int_equal(ask("qpdf --qdf --object-streams=disable '%s' - | grep -a -A12 PageLabels", &said), 0);
    assert_non_null(strstr(said.at, "/S /r"));
    assert_non_null(strstr(said.at, "/S /D"));
    strbuf_release(&out);
    strbuf_release(&said);
    release(&laid);
    doc_free(doc);
}

static void a_draft_says_so_on_each_page_behind_its_text(void **state)
{
    (void)state;
    static const char *const words[] = {"草稿", "征求意见稿", "Draft for comments of the districts"}; /* the longer the smaller, none leaves the page */
    struct doc *doc = doc_new("zh-CN");
    help_lines(doc, 50);
    for (size_t w = 0; w < COUNT_OF(words); w++) {
        struct render_theme theme = render_theme_official;
        theme.draft = words[w];
        struct laid laid = lay_by(doc, &theme);
        assert_int_equal(laid.layout->pages.count, 3);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(laid.layout->pages.at[i].beneath.count, 1);
            const struct placed *mark = &laid.layout->pages.at[i].beneath.at[0];
            double angle = -mark->turn * acos(-1) / 180;
            assert_true(mark->grey > 0.8 && mark->grey < 1); /* seen, and read through */
            assert_true(mark->x > 0 && mark->x + mark->width * cos(angle) < laid.layout->pages.at[i].width);
            assert_true(mark->y < laid.layout->pages.at[i].height && mark->y - mark->width * sin(angle) > 0);
        }
        release(&laid);
    }
    doc_free(doc);
}

/* A sheet of its own before page 1; the theme's cover is not printed as well. */
static void a_cover_of_the_document_stands_for_that_of_the_theme(void **state)
{
    (void)state;
    for (size_t own = 0; own < 2; own++) {
        struct doc *doc = doc_new("zh-CN");
        if (own)
            help_block(doc, DOC_COVER, "第三方评估报告");
        help_block(doc, DOC_TITLE, "关于评估情况的报告")->level = 1;
        help_lines(doc, 10);
        struct render_theme theme = render_theme_official;
        theme.cover = true;
        struct laid laid = lay_by(doc, &theme);
        assert_int_equal(laid.layout->pages.count, 3);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(laid.layout->pages.at[i].number, i < 2 ? 0 : 1);
        release(&laid);
        doc_free(doc);
    }
}

/* In the head of the first page only, above the type area and beside the mark; pages stay what they are. */
static void the_first_page_leads_to_the_published_one(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    doc->mark = "模拟数据，非真实评估结果";
    doc->address = "https://example.org/zibo/2017/";
    help_lines(doc, 30);
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 2);
    const struct layout_page *first = &laid.layout->pages.at[0];
    const struct placed *code = NULL, *mark = NULL;
    for (size_t i = 0; i < first->margins.count; i++) {
        if (first->margins.at[i].kind == PLACED_SCENE)
            code = &first->margins.at[i];
        else if (first->margins.at[i].kind == PLACED_TEXT && first->margins.at[i].y < render_theme_official.top)
            mark = &first->margins.at[i];
    }
    assert_true(code && mark && code->y > 0 && code->y + code->height < render_theme_official.top && code->x > mark->x + mark->width);
    for (size_t i = 0; i < laid.layout->pages.at[1].margins.count; i++)
        assert_int_equal(laid.layout->pages.at[1].margins.at[i].kind, PLACED_TEXT);
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    assert_true(draw(doc, &out, NULL));
    assert_int_equal(ask("qpdf --qdf --object-streams=disable '%s' - | grep -a -c example.org", &said), 0);
    strbuf_release(&out);
    strbuf_release(&said);
    release(&laid);
    doc_free(doc);
}

static void a_code_is_read_by_a_scanner(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_null(qr_scene("", arena));
    const struct scene *scene = qr_scene("https://example.org/", arena);
    assert_non_null(scene);
    double dark = 0;
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        assert_true(item->x >= 4 && item->y >= 4 && item->x + item->width <= scene->width - 4 && item->y + 1 <= scene->height - 4);
        dark += item->width;
    }
    assert_true(dark > 0.3 * (scene->width - 8) * (scene->height - 8) && dark < 0.7 * (scene->width - 8) * (scene->height - 8));
    arena_free(arena);
    if (system("command -v zbarimg >/dev/null 2>&1") != 0)
        skip();
    struct doc *doc = doc_new("zh-CN");
    doc_add(doc, &doc->blocks, DOC_QR)->label = "https://example.org/zibo/2017/?a=1&b=2";
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    assert_true(draw(doc, &out, NULL));
    assert_int_equal(ask("f='%s'; pdftoppm -r 100 -png -singlefile \"$f\" \"$f\" && zbarimg -q --raw \"$f.png\"; s=$?; rm -f \"$f.png\"; exit $s", &said), 0);
    assert_non_null(strstr(said.at, "https://example.org/zibo/2017/?a=1&b=2"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_of_every_kind_are_printed),
        cmocka_unit_test(a_damaged_picture_is_an_error),
        cmocka_unit_test(a_tall_picture_fits_its_page),
        cmocka_unit_test(a_cover_takes_a_sheet),
        cmocka_unit_test(a_draft_says_so_on_each_page_behind_its_text),
        cmocka_unit_test(a_cover_of_the_document_stands_for_that_of_the_theme),
        cmocka_unit_test(the_first_page_leads_to_the_published_one),
        cmocka_unit_test(a_code_is_read_by_a_scanner),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
