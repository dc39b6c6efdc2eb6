/* SPDX-License-Identifier: GPL-3.0-or-later
 * Themes: the three that come with the program, what a file may say, and what each key does to the pages.
 */
#include "render_help.h"

#include "ceping/base_text.h"

#include <math.h>
#include <unistd.h>

static const char *const folders[] = {"themes", NULL};

static bool load(struct arena *arena, const char *name, struct render_theme *theme, struct diags *diags)
{
    return render_theme_load(arena, name, folders, POS_NONE, theme, diags);
}

/* Field by field, so that a difference is named; the struct has holes. */
static void test_official_is_the_standard(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct render_theme read;
    assert_true(load(arena, "official", &read, &diags));
    const struct render_theme *want = &render_theme_official;
    assert_string_equal(read.name, want->name);
    const double got[] = {read.page_width, read.page_height, read.top, read.left, read.width, read.height, read.pitch, read.leading, read.body_size, read.title_size,
                          read.subtitle_size, read.heading_size[0], read.heading_size[3], read.table_size, read.caption_size, read.note_size, read.footnote_size,
                          read.page_number_size, read.mark_size, read.first_indent, read.heading_indent, read.heading_space, read.number_below};
    const double wanted[] = {want->page_width, want->page_height, want->top, want->left, want->width, want->height, want->pitch, want->leading, want->body_size, want->title_size,
                             want->subtitle_size, want->heading_size[0], want->heading_size[3], want->table_size, want->caption_size, want->note_size, want->footnote_size,
                             want->page_number_size, want->mark_size, want->first_indent, want->heading_indent, want->heading_space, want->number_below};
    for (size_t i = 0; i < COUNT_OF(got); i++)
        if (got[i] != wanted[i]) /* to the last bit: the same pages */
            fail_msg("number %zu: %.17g instead of %.17g", i, got[i], wanted[i]);
    assert_memory_equal(read.heading_face, want->heading_face, sizeof read.heading_face);
    const int faces[] = {read.title_face, read.subtitle_face, read.body_face, read.table_face, read.table_header_face, read.caption_face, read.note_face, read.quote_face, read.label_face, read.number_face};
    const int want_faces[] = {want->title_face, want->subtitle_face, want->body_face, want->table_face, want->table_header_face, want->caption_face, want->note_face, want->quote_face, want->label_face, want->number_face};
    assert_memory_equal(faces, want_faces, sizeof faces);
    assert_true(read.both_sides && read.number_dashes && !read.cover && read.columns == 1 && read.number_place == NUMBER_OUTSIDE);
    diags_release(&diags);
    arena_free(arena);
}

static void test_all_load(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct render_theme theme;
    assert_true(load(arena, "plain", &theme, &diags));
    assert_true(theme.cover && theme.title_colour == 0x1F4E79 && theme.table_header_fill == 0xE3ECF5);
    check_close(theme.page_height, 297 * 72 / 25.4, 1e-9);
    assert_true(load(arena, "brief", &theme, &diags));
    assert_true(theme.page_width > theme.page_height && theme.columns == 2);
    assert_int_equal(diags.count, 0);
    diags_release(&diags);
    arena_free(arena);
}

/* Writes `text` as a theme of its own, loads it, and gives the messages. */
static char *messages_of(const char *text, struct render_theme *theme, bool *ret_good)
{
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    char path[CHECK_PATH + 8];
    check_path(path);
    int file = mkstemps(strcat(path, ".yaml"), 5);
    assert_true(file >= 0);
    close(file);
    assert_true(file_write(path, text, strlen(text), 0644));
    *ret_good = render_theme_load(arena, path, NULL, POS_NONE, theme, &diags);
    unlink(path);
    struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < diags.count; i++)
        strbuf_addf(&out, "%d: %s\n", diags.at[i].pos.line, diags.at[i].text);
    diags_release(&diags);
    arena_free(arena);
    return strbuf_detach(&out);
}

static void test_wrong_files(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"name: x\npage: {topp: 3}\n", "2: unknown key 'topp'"},
        {"name: x\ncolours: {title: blue}\n", "2: 'title' must be a colour, not 'blue'"},
        {"name: x\ncolours: {title: '#12345G'}\n", "2: 'title' must be a colour"},
        {"name: x\nfaces: {body: times}\n", "2: 'body' cannot be 'times'"},
        {"name: x\nfaces: {headings: [hei, black]}\n", "2: 'headings' cannot be 'black'"},
        {"name: x\npage: {text_width: 200}\n", "the text is wider than the page: 25 mm from the edge and 200 mm of text on 210 mm"},
        {"name: x\npage: {text_width: 160, columns: 4, column_gap: 20}\n", "a column holds fewer than ten characters"},
        {"name: x\nlogo: {file: nowhere.png}\n", "2: cannot read the logo"},
        {"name: x\nsizes: {headings: [900]}\n", "2: 'headings' must be from 4 to 200 points"},
        {"page: {top: 20}\n", "1: theme lacks key 'name'"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct render_theme theme;
        bool good;
        char *messages = messages_of(cases[i].text, &theme, &good);
        if (good || !strstr(messages, cases[i].message))
            fail_msg("case %zu: wanted '%s', got '%s'", i, cases[i].message, messages);
        free(messages);
    }
}

static void test_unknown_name(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct render_theme theme;
    assert_false(load(arena, "blue", &theme, &diags));
    assert_non_null(strstr(diags.at[0].text, "there is no theme 'blue'"));
    assert_false(load(arena, "../themes/plain", &theme, &diags)); /* a name leads nowhere else */
    diags_release(&diags);
    arena_free(arena);
}

/* What a theme does to pages ------------------------------------------------------------------------------- */

static struct doc *long_document(void)
{
    struct doc *doc = doc_new("zh-CN");
    doc->date = "2018-07-06";
    doc_add_run(doc, &doc_add(doc, &doc->blocks, DOC_TITLE)->runs, 0, "关于评估情况的报告");
    for (size_t i = 0; i < 40; i++)
        doc_add_run(doc, &doc_add(doc, &doc->blocks, DOC_PARAGRAPH)->runs, 0,
                    "各项工作的评估以问卷、量表和记录为据，逐项核对，逐份判定，凡未能读入的均列出原因，凡不适用的均不计分，所有数字均可追溯到答卷。");
    return doc;
}

struct drawn {
    struct render_faces *faces;
    struct arena *arena;
    struct layout *layout;
    struct diags diags;
};

static struct drawn draw(const struct doc *doc, const struct render_theme *theme)
{
    struct drawn drawn = {.arena = arena_new()};
    diags_init(&drawn.diags);
    drawn.faces = help_faces();
    struct typesetter setter = {.arena = drawn.arena, .faces = drawn.faces};
    drawn.layout = layout_document(doc, theme, &setter, &drawn.diags);
    assert_non_null(drawn.layout);
    return drawn;
}

static void drawn_release(struct drawn *drawn)
{
    render_faces_free(drawn->faces);
    diags_release(&drawn->diags);
    arena_free(drawn->arena);
}

static double leftmost(const struct layout_page *page)
{
    double least = INFINITY;
    for (size_t i = 0; i < page->items.count; i++)
        least = fmin(least, page->items.at[i].x);
    return least;
}

static double rightmost(const struct layout_page *page)
{
    double most = 0;
    for (size_t i = 0; i < page->items.count; i++)
        most = fmax(most, page->items.at[i].x + page->items.at[i].width);
    return most;
}

static void test_cover_and_sides(void **state)
{
    (void)state;
    struct doc *doc = long_document();
    struct render_theme theme = render_theme_official;
    theme.cover = true;
    struct drawn drawn = draw(doc, &theme);
    const struct layout_page *pages = drawn.layout->pages.at;
    assert_true(drawn.layout->pages.count >= 4);
    assert_int_equal(pages[0].margins.count, 0); /* no number on the cover … */
    assert_int_equal(pages[1].items.count, 0);   /* … whose back is blank … */
    assert_int_equal(pages[1].margins.count, 0);
    assert_int_equal(pages[2].number, 1); /* … and the text begins on a right-hand page, the first that counts */
    check_close(leftmost(&pages[2]), theme.left, 0.5);
    check_close(leftmost(&pages[3]), theme.page_width - theme.left - theme.width, 0.5);
    assert_true(pages[2].margins.at[0].x > theme.page_width / 2 && pages[3].margins.at[0].x < theme.page_width / 2);
    drawn_release(&drawn);

    theme.both_sides = false;
    drawn = draw(doc, &theme);
    pages = drawn.layout->pages.at;
    assert_true(pages[1].items.count > 0);
    check_close(leftmost(&pages[1]), theme.left, 0.5);
    check_close(leftmost(&pages[2]), theme.left, 0.5);
    drawn_release(&drawn);
    doc_free(doc);
}

static void test_columns(void **state)
{
    (void)state;
    struct doc *doc = long_document();
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct render_theme theme;
    assert_true(load(arena, "brief", &theme, &diags));
    struct drawn drawn = draw(doc, &theme);
    const struct layout_page *page = &drawn.layout->pages.at[0];
    double column = (theme.width - theme.column_gap) / 2, second = theme.left + column + theme.column_gap;
    size_t left = 0, right = 0;
    for (size_t i = 0; i < page->items.count; i++) {
        const struct placed *item = &page->items.at[i];
        if (item->kind != PLACED_TEXT || item->y < theme.top + 60)
            continue;
        bool in_left = item->x >= theme.left - 0.01 && item->x + item->width <= theme.left + column + 0.5;
        bool in_right = item->x >= second - 0.01 && item->x + item->width <= second + column + 0.5;
        assert_true(in_left || in_right);
        left += in_left;
        right += in_right;
    }
    assert_true(left > 10 && right > 10);
    assert_true(rightmost(page) <= theme.left + theme.width + 0.5);
    drawn_release(&drawn);
    diags_release(&diags);
    arena_free(arena);
    doc_free(doc);
}

static void test_draft_and_numbers(void **state)
{
    (void)state;
    struct doc *doc = long_document();
    struct render_theme theme = render_theme_official;
    theme.draft = "草稿";
    theme.number_place = NUMBER_NONE;
    struct drawn drawn = draw(doc, &theme);
    for (size_t i = 0; i < drawn.layout->pages.count; i++) {
        assert_int_equal(drawn.layout->pages.at[i].beneath.count, 1);
        assert_int_equal(drawn.layout->pages.at[i].margins.count, 0);
    }
    drawn_release(&drawn);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_official_is_the_standard), cmocka_unit_test(test_all_load),        cmocka_unit_test(test_wrong_files), cmocka_unit_test(test_unknown_name),
        cmocka_unit_test(test_cover_and_sides),          cmocka_unit_test(test_columns), cmocka_unit_test(test_draft_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
