/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules of Chinese typesetting (CLREQ at 7d51569, method §17) over 2,000 generated paragraphs, as one document: from the display list, where each
 * glyph's place is known, and from the PDF as poppler sees it (`pdftotext -bbox`), which knows nothing of how it was made.
 *
 * The generator makes what reports are made of – words, figures with units, quotations, titles in 《》, dashes – from a fixed seed, and no rows of
 * marks that nobody writes: a paragraph is a sequence of clauses, each closed by a stop.
 */
#include <unistd.h>

#include "ceping/base_text.h"
#include "render_help.h"

#include <math.h>

enum { PARAGRAPHS = 2000 };

static struct render_faces *faces;
static struct doc *document;
static struct arena *arena;
static struct typesetter setter;
static struct layout *layout;

/* The document ------------------------------------------------------------------------------------------ */

static uint32_t random_below(uint32_t *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % bound;
}

#define PICK(seed, list) ((list)[random_below((seed), COUNT_OF(list))])

static void add_clause(struct strbuf *text, uint32_t *seed)
{
    static const char *const words[] = {"评估", "改革", "经验", "推广", "满意度", "第三方", "区县", "牵头部门", "问卷", "创新", "全市", "群众", "的", "了", "和", "在", "按照", "工作机制", "推进"};
    static const char *const figures[] = {"94.24分", "97.25%", "2017年", "第3名", "885份", "￥300元", "-0.42", "12℃", "8个", "1126次", "第20名", "3.5％"};
    static const char *const western[] = {"WeChat", "DV", "GB/T 9704", "App", "e-mail", "ISO 20252"};
    static const char *const titles[] = {"《实施意见》", "“爱工惠”", "（试行）", "〔2017〕12号", "“两个‘一’”", "《办法（试行）》", "【附件】", "①", "10：30", "马克思·韦伯", "6月～8月"};
    size_t count = 2 + random_below(seed, 9);
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = random_below(seed, 20);
        strbuf_adds(text, kind < 13 ? PICK(seed, words) : kind < 16 ? PICK(seed, figures) : kind < 17 ? PICK(seed, western) : PICK(seed, titles));
    }
}

static void add_paragraph_text(struct strbuf *text, uint32_t *seed)
{
    static const char *const inner[] = {"，", "，", "，", "、", "；", "：", "——", "……"};
    static const char *const outer[] = {"。", "。", "。", "！", "？", "。”"};
    size_t clauses = 1 + random_below(seed, 12);
    for (size_t i = 0; i < clauses; i++) {
        add_clause(text, seed);
        strbuf_adds(text, i + 1 == clauses ? PICK(seed, outer) : PICK(seed, inner));
    }
}

static int lay_document(void **state)
{
    (void)state;
    faces = help_faces();
    document = doc_new("zh-CN");
    uint32_t seed = 9704;
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < PARAGRAPHS; i++) {
        strbuf_clear(&text);
        add_paragraph_text(&text, &seed);
        struct doc_block *block = help_block(document, DOC_PARAGRAPH, text.at);
        if (i % 50 == 7) { /* a heading now and then, for what keeps with what */
            block->kind = DOC_HEADING;
            block->level = 1 + i % 4;
            block->runs.at[0].text = "一、主要特点";
        }
    }
    strbuf_release(&text);
    arena = arena_new();
    setter = (struct typesetter){.arena = arena, .faces = faces};
    struct diags diags;
    diags_init(&diags);
    layout = layout_document(document, &render_theme_official, &setter, &diags);
    diags_release(&diags);
    assert_non_null(layout);
    return 0;
}

static int release_document(void **state)
{
    (void)state;
    doc_free(document);
    arena_free(arena);
    render_faces_free(faces);
    return 0;
}

/* Lines one by one -------------------------------------------------------------------------------------- */

struct seen {
    const struct layout_page *page;
    const struct placed *item;
    const struct text_line *line;
    size_t page_index, block, row; /* which block it belongs to, which of its lines it is */
    bool last;
    double left; /* of the type area */
};

typedef void look_at_line(const struct seen *seen, size_t *bad);

static double area_left(const struct layout_page *page)
{
    const struct render_theme *theme = &render_theme_official;
    return page->odd ? theme->left : theme->page_width - theme->left - theme->width;
}

static double top_of(const struct placed *item)
{
    return item->y - 0.88 * render_theme_official.body_size;
}

static void complain(const struct seen *seen, const char *what, size_t *bad)
{
    struct strbuf text;
    strbuf_init(&text);
    text_line_text(seen->line, &text);
    if (++*bad <= 5)
        print_error("page %d: %s: '%s' (%.2f wide at %.2f)\n", seen->page->number, what, text.at, seen->line->width, seen->item->x - seen->left);
    strbuf_release(&text);
}

/* A block ends where its characters do: lines are told apart by counting. */
static size_t solid_characters(const char *text)
{
    size_t count = 0;
    for (const char *end = text + strlen(text); text < end;)
        count += utf8_next(&text, end) != ' ';
    return count;
}

static size_t solid_glyphs(const struct text_line *line)
{
    size_t count = 0;
    for (size_t i = 0; i < line->glyphs.count; i++)
        count += line->glyphs.at[i].source != ' ';
    return count;
}

static size_t each_line(look_at_line *look)
{
    size_t block = 0, row = 0, bad = 0, left = solid_characters(document->blocks.at[0].runs.at[0].text);
    for (size_t p = 0; p < layout->pages.count; p++) {
        const struct layout_page *page = &layout->pages.at[p];
        for (size_t i = 0; i < page->items.count; i++) {
            if (page->items.at[i].kind != PLACED_TEXT)
                continue;
            struct seen seen = {page, &page->items.at[i], page->items.at[i].line, p, block, row++, false, area_left(page)};
            size_t glyphs = solid_glyphs(seen.line);
            assert_true(glyphs <= left);
            left -= glyphs;
            seen.last = left == 0;
            look(&seen, &bad);
            if (left == 0 && ++block < document->blocks.count) {
                left = solid_characters(document->blocks.at[block].runs.at[0].text);
                row = 0;
            }
        }
    }
    assert_int_equal(block, document->blocks.count); /* nothing is lost */
    return bad;
}

static bool is_heading(const struct seen *seen)
{
    return document->blocks.at[seen->block].kind == DOC_HEADING;
}

static enum text_class class_at(const struct seen *seen, size_t i)
{
    uint32_t code = seen->line->glyphs.at[i].code;
    return text_class_of(code, true);
}

/* Prohibitions ------------------------------------------------------------------------------------------ */

static void look_at_ends(const struct seen *seen, size_t *bad)
{
    size_t count = seen->line->glyphs.count;
    static const enum text_class never_first[] = {CLASS_CLOSE, CLASS_COMMA, CLASS_STOP, CLASS_MIDDLE, CLASS_DASH, CLASS_ELLIPSIS, CLASS_POSTFIX};
    for (size_t k = 0; k < COUNT_OF(never_first); k++)
        if (seen->row > 0 && class_at(seen, 0) == never_first[k])
            complain(seen, "begins with a mark that may not begin a line", bad);
    enum text_class last = class_at(seen, count - 1);
    if (!seen->last && (last == CLASS_OPEN || last == CLASS_PREFIX || last == CLASS_MIDDLE))
        complain(seen, "ends with a mark that may not end a line", bad);
}

static void prohibitions_are_kept(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_ends), 0);
}

/* —— and …… stand on one line, two em wide together (a share of a point for stretched lines: nothing goes between them). */
static void look_at_pairs(const struct seen *seen, size_t *bad)
{
    const struct text_line *line = seen->line;
    double em = render_theme_official.pitch;
    for (size_t i = 0; i < line->glyphs.count; i++) {
        enum text_class kind = class_at(seen, i);
        if (kind != CLASS_DASH && kind != CLASS_ELLIPSIS)
            continue;
        if (i + 1 == line->glyphs.count || line->glyphs.at[i + 1].code != line->glyphs.at[i].code) {
            complain(seen, "a sign of two is not whole", bad);
            continue;
        }
        if (fabs(line->glyphs.at[i + 1].x - line->glyphs.at[i].x - em) > 0.2 * em)
            complain(seen, "a sign of two is torn apart", bad);
        i++;
    }
}

static void dashes_and_ellipses_are_whole(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_pairs), 0);
}

/* Words, and figures with their units, stand on one line: a line neither ends nor begins within one. */
static void look_at_words(const struct seen *seen, size_t *bad)
{
    static uint32_t before;
    const struct text_line *line = seen->line;
    uint32_t first = line->glyphs.at[0].source;
    enum text_class a = text_class_of(before, true), b = text_class_of(first, true);
    bool within = (a == CLASS_LETTER && b == CLASS_LETTER) || (a == CLASS_DIGIT && (b == CLASS_DIGIT || first == '.' || first == '%'));
    bool counted = a == CLASS_DIGIT && (first == 0x5206 /* 分 */ || first == 0x4EFD /* 份 */ || first == 0x540D /* 名 */ || first == 0x5E74 /* 年 */);
    if (seen->row > 0 && (within || counted))
        complain(seen, "begins within a word or figure", bad);
    before = line->glyphs.at[line->glyphs.count - 1].source;
}

static void words_and_figures_are_whole(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_words), 0);
}

/* Widths ------------------------------------------------------------------------------------------------ */

/* Justified: each line but the last of a paragraph ends at the right edge, give or take nothing; none is wider. */
static void look_at_width(const struct seen *seen, size_t *bad)
{
    double right = seen->item->x - seen->left + seen->line->width, width = render_theme_official.width;
    if (right > width + 1e-6)
        complain(seen, "is wider than the line", bad);
    if (!seen->last && !is_heading(seen) && right < width - 1e-6)
        complain(seen, "is not justified", bad);
}

static void lines_are_justified(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_width), 0);
}

static double ink_right(const struct glyph *glyph)
{
    return glyph->x + faces_ink(faces, glyph->face, glyph->code).right * glyph->size;
}

/* A full-width mark at the end of a line is half as wide (GB/T 15834 §5.1.10): its ink, not its blank, stands at the edge. */
static void look_at_trim(const struct seen *seen, size_t *bad)
{
    const struct glyph *tail = &seen->line->glyphs.at[seen->line->glyphs.count - 1];
    enum text_class kind = class_at(seen, seen->line->glyphs.count - 1);
    bool mark = kind == CLASS_CLOSE || kind == CLASS_COMMA || kind == CLASS_STOP;
    double em = render_theme_official.pitch;
    if (mark && seen->line->width - ink_right(tail) > 0.5 * em)
        complain(seen, "ends with the blank half of a mark", bad);
    if (seen->row > 0 && class_at(seen, 0) == CLASS_OPEN) {
        const struct glyph *head = &seen->line->glyphs.at[0];
        if (head->x + faces_ink(faces, head->face, head->code).left * head->size > 0.3 * em)
            complain(seen, "begins with the blank half of a mark", bad);
    }
}

static void marks_at_the_edges_are_trimmed(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_trim), 0);
}

/* Where a closing mark meets another mark one blank half is gone; gaps between Han and figures are an eighth to half an em. */
static void look_at_gaps(const struct seen *seen, size_t *bad)
{
    const struct text_line *line = seen->line;
    double em = render_theme_official.pitch;
    for (size_t i = 0; i + 1 < line->glyphs.count; i++) {
        const struct glyph *a = &line->glyphs.at[i], *b = &line->glyphs.at[i + 1];
        enum text_class ka = class_at(seen, i), kb = class_at(seen, i + 1);
        double blank = b->x + faces_ink(faces, b->face, b->code).left * b->size - ink_right(a);
        bool closes = ka == CLASS_CLOSE || ka == CLASS_COMMA || ka == CLASS_STOP, follows = kb == CLASS_CLOSE || kb == CLASS_COMMA || kb == CLASS_STOP;
        if (closes && follows && blank > 0.75 * em)
            complain(seen, "two marks meet and stand apart", bad);
        bool meet = (ka == CLASS_HAN && (kb == CLASS_DIGIT || kb == CLASS_LETTER)) || ((ka == CLASS_DIGIT || ka == CLASS_LETTER) && kb == CLASS_HAN);
        double advance = faces_advance(faces, a->face, a->code) * (ka == CLASS_HAN ? em : a->size), gap = b->x - a->x - advance;
        if (meet && (gap < 0.125 * em || gap > 0.8 * em))
            complain(seen, "Chinese and Western stand too near or too far apart", bad);
        if (blank < -0.12 * em && ka != CLASS_DASH)
            complain(seen, "two characters overlap", bad);
    }
}

static void characters_keep_their_distance(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_gaps), 0);
}

/* Lonely characters and lines ----------------------------------------------------------------------------- */

/* 孤字不成行: the last line of a paragraph has two characters besides its mark. */
static void look_for_lonely(const struct seen *seen, size_t *bad)
{
    size_t solid = 0;
    for (size_t i = 0; i < seen->line->glyphs.count; i++) {
        enum text_class kind = class_at(seen, i);
        solid += kind != CLASS_CLOSE && kind != CLASS_COMMA && kind != CLASS_STOP && kind != CLASS_SPACE;
    }
    if (seen->last && seen->row > 0 && solid < 2)
        complain(seen, "a single character is the last line", bad);
}

static void no_character_stands_alone_on_a_line(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_for_lonely), 0);
}

/* 孤行不成页: no page begins with the last line of a paragraph or ends with the first of several, or with a heading. */
static void look_for_widows(const struct seen *seen, size_t *bad)
{
    static struct seen before;
    bool new_page = seen->page_index > 0 && before.page_index != seen->page_index;
    if (new_page && seen->row > 0 && seen->last)
        complain(seen, "the last line of a paragraph begins a page", bad);
    if (new_page && before.row == 0 && !before.last)
        complain(seen, "the first line of a paragraph is alone on the page before", bad);
    if (new_page && is_heading(&before))
        complain(seen, "a heading ends the page before", bad);
    before = *seen;
}

static void no_line_stands_alone_on_a_page(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_for_widows), 0);
}

static void look_at_grid(const struct seen *seen, size_t *bad)
{
    const struct render_theme *theme = &render_theme_official;
    double row = (top_of(seen->item) - theme->top) / theme->leading;
    if (fabs(row - round(row)) > 1e-6 || round(row) < 0 || round(row) > 21)
        complain(seen, "stands off the grid of 22 lines", bad);
}

static void lines_stand_on_the_grid(void **state)
{
    (void)state;
    assert_int_equal(each_line(look_at_grid), 0);
}

/* As poppler sees it --------------------------------------------------------------------------------------- */

struct word {
    double left, top, right, bottom;
};

static bool read_word(const char *line, struct word *ret_word)
{
    return sscanf(line, " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &ret_word->left, &ret_word->top, &ret_word->right, &ret_word->bottom) == 4;
}

static size_t check_words(const struct word *words, size_t count, int page)
{
    const struct render_theme *theme = &render_theme_official;
    double left = page % 2 == 1 ? theme->left : theme->page_width - theme->left - theme->width, foot = theme->top + theme->height;
    size_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        const struct word *a = &words[i];
        bool number = a->top > foot; /* of the page: the only thing below the type area */
        /* a box is as wide as the advances say: the blank half of a trimmed mark lies outside, half an em at most */
        if (a->left < left - theme->pitch / 2 - 0.5 || a->right > left + theme->width + theme->pitch / 2 + 0.5 || a->top < theme->top - 0.4 * theme->body_size || (number && a->top > foot + 40))
            bad++, print_error("page %d: a word at %.2f…%.2f, %.2f…%.2f lies outside the type area\n", page, a->left, a->right, a->top, a->bottom);
        for (size_t k = i + 1; k < count; k++) {
            const struct word *b = &words[k];
            double x = fmin(a->right, b->right) - fmax(a->left, b->left), y = fmin(a->bottom, b->bottom) - fmax(a->top, b->top);
            if (x > 1 && y > 4)
                bad++, print_error("page %d: words overlap at %.2f, %.2f\n", page, b->left, b->top);
        }
    }
    return bad;
}

static void poppler_sees_no_overlap_and_nothing_outside(void **state)
{
    (void)state;
    struct strbuf out;
    strbuf_init(&out);
    struct diags diags;
    diags_init(&diags);
    assert_true(render_pdf(document, &render_theme_official, faces, &out, &diags));
    assert_int_equal(diags.count, 0);
    diags_release(&diags);
    char path[CHECK_PATH], command[CHECK_PATH + 64], line[4096];
    check_file(path);
    assert_true(file_write(path, out.at, out.len, 0600));
    snprintf(command, sizeof command, "pdftotext -bbox '%s' -", path);
    FILE *said = popen(command, "r");
    assert_non_null(said);
    LIST_OF(struct word) words = {0};
    struct arena *scratch = arena_new();
    size_t bad = 0, lines = 0;
    int page = 0;
    while (fgets(line, sizeof line, said)) {
        struct word word;
        if (read_word(line, &word)) {
            *LIST_ADD(scratch, &words) = word;
            lines++;
        } else if (strstr(line, "<page ")) {
            words.count = 0;
            page++;
        } else if (strstr(line, "</page>")) {
            bad += check_words(words.at, words.count, page);
        }
    }
    assert_int_equal(pclose(said), 0);
    unlink(path);
    assert_int_equal(page, layout->pages.count);
    assert_true(lines > 5000);
    assert_int_equal(bad, 0);
    arena_free(scratch);
    strbuf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prohibitions_are_kept),
        cmocka_unit_test(dashes_and_ellipses_are_whole),
        cmocka_unit_test(words_and_figures_are_whole),
        cmocka_unit_test(lines_are_justified),
        cmocka_unit_test(marks_at_the_edges_are_trimmed),
        cmocka_unit_test(characters_keep_their_distance),
        cmocka_unit_test(no_character_stands_alone_on_a_line),
        cmocka_unit_test(no_line_stands_alone_on_a_page),
        cmocka_unit_test(lines_stand_on_the_grid),
        cmocka_unit_test(poppler_sees_no_overlap_and_nothing_outside),
    };
    return cmocka_run_group_tests(tests, lay_document, release_document);
}
