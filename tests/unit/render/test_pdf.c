/* SPDX-License-Identifier: GPL-3.0-or-later
 * The PDF as other programs see it: qpdf and poppler, which had no part in making it.
 */
#include <pthread.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "render_help.h"

static struct render_faces *faces;
static char folder[CHECK_PATH];
static char path[CHECK_PATH + 16];

static int open_all(void **state)
{
    (void)state;
    faces = help_faces();
    check_folder(folder);
    snprintf(path, sizeof path, "%s/test.pdf", folder);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    render_faces_free(faces);
    unlink(path);
    rmdir(folder);
    return 0;
}

static void render(const struct doc *doc, struct strbuf *out, size_t want_warnings)
{
    struct diags diags;
    diags_init(&diags);
    bool good = render_pdf(doc, &render_theme_official, faces, out, &diags);
    for (size_t i = 0; i < diags.count && (!good || diags.warnings != want_warnings); i++)
        print_error("%s\n", diags.at[i].text);
    assert_true(good);
    assert_int_equal(diags.warnings, want_warnings);
    diags_release(&diags);
    assert_true(file_write(path, out->at, out->len, 0600));
}

/* What a program prints about the file; its exit status. */
static int ask(const char *command, struct strbuf *out)
{
    char line[256];
    snprintf(line, sizeof line, command, path);
    strbuf_clear(out);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    char buffer[4096];
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0)
        strbuf_add(out, buffer, got);
    return pclose(pipe);
}

static void without_blanks(const struct strbuf *text, struct strbuf *out)
{
    strbuf_clear(out);
    for (size_t i = 0; i < text->len; i++)
        if (text->at[i] != ' ' && text->at[i] != '\n' && text->at[i] != '\f')
            strbuf_addc(out, text->at[i]);
}

static const char sample[] = "受市委全面深化改革领导小组办公室委托，市委党校组成第三方评估项目组，对淄博市二〇一七年20项创新改革经验推广工作进行了评估（见附件）。"
                             "“问题导向”、“群众满意”……成为共同遵循——这是根本保证；有效率为97.25%，平均得分达到94.24分，《意见》〔2017〕12号·WeChat①～③。";

static struct doc *small_document(void)
{
    struct doc *doc = doc_new("zh-CN");
    doc->title = "淄博市2017年第三方评估报告𠮷";
    doc->author = "项目组";
    doc->subject = "评估";
    doc->keywords = "改革，评估";
    help_block(doc, DOC_TITLE, "第三方评估报告");
    help_block(doc, DOC_HEADING, "一、主要特点")->id = "a";
    struct doc_block *second = help_block(doc, DOC_HEADING, "（一）制度");
    second->level = 2;
    struct doc_block *block = help_block(doc, DOC_PARAGRAPH, sample);
    doc_add_run(doc, &block->runs, DOC_STRONG, "重点")->link = "#a";
    doc_add_run(doc, &block->runs, DOC_EMPHASIS, "引文")->link = "https://example.org/";
    return doc;
}

static void it_is_a_sound_file(void **state)
{
    (void)state;
    struct doc *doc = small_document();
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    assert_int_equal(ask("qpdf --check '%s' 2>&1", &said), 0);
    assert_null(strstr(said.at, "WARNING"));
    assert_int_equal(ask("pdftotext '%s' - 2>&1 >/dev/null", &said), 0);
    assert_string_equal(said.at, ""); /* poppler has no complaint */
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void its_text_is_the_source(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_block(doc, DOC_PARAGRAPH, sample);
    struct strbuf out, said, text, want;
    strbuf_init(&out);
    strbuf_init(&said);
    strbuf_init(&text);
    strbuf_init(&want);
    render(doc, &out, 0);
    assert_int_equal(ask("pdftotext '%s' - 2>/dev/null", &said), 0);
    without_blanks(&said, &text);
    strbuf_adds(&want, sample);
    strbuf_adds(&want, "—1—");
    assert_string_equal(text.at, want.at);
    /* no space is seen where Chinese meets Western */
    assert_non_null(strstr(said.at, "97.25%，"));
    assert_non_null(strstr(said.at, "94.24分"));
    assert_non_null(strstr(said.at, "〔2017〕12号"));
    assert_null(strstr(said.at, "20 项"));
    strbuf_release(&out);
    strbuf_release(&said);
    strbuf_release(&text);
    strbuf_release(&want);
    doc_free(doc);
}

static void a_minus_is_found_as_a_hyphen(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_block(doc, DOC_PARAGRAPH, "低于平均得分（-0.81分），见2018-07-06和−2.5。");
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    assert_int_equal(ask("pdftotext '%s' - 2>/dev/null", &said), 0);
    assert_non_null(strstr(said.at, "-0.81"));
    assert_non_null(strstr(said.at, "2018-07-06"));
    assert_non_null(strstr(said.at, "−2.5")); /* one that the author wrote stays what it is */
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

/* MuPDF guesses spaces from the widths of glyphs, not of codes; asked where it is installed. */
static void mupdf_sees_the_same_text(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_block(doc, DOC_PARAGRAPH, "“问题”共20项（DV），占97.25%。");
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    int status = ask("command -v mutool >/dev/null && mutool draw -q -F txt '%s' 2>/dev/null", &said);
    if (status == 0)
        assert_non_null(strstr(said.at, "“问题”共20项（DV），占97.25%。"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
    if (status != 0)
        skip();
}

static void faces_are_embedded_and_cut(void **state)
{
    (void)state;
    struct doc *doc = small_document();
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    assert_int_equal(ask("pdffonts '%s' 2>&1", &said), 0);
    size_t fonts = 0;
    strtok(said.at, "\n");
    strtok(NULL, "\n");
    for (char *line = strtok(NULL, "\n"); line; line = strtok(NULL, "\n")) {
        if (!strstr(line, "yes yes yes")) { /* embedded, subset, with a map to Unicode */
            print_error("%s\n", line);
            fail();
        }
        fonts++;
    }
    assert_true(fonts >= 3);
    assert_true(out.len < 80000);
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    (void)state;
    struct doc *doc = small_document();
    struct strbuf first, second;
    strbuf_init(&first);
    strbuf_init(&second);
    render(doc, &first, 0);
    struct render_faces *again = help_faces();
    struct diags diags;
    diags_init(&diags);
    assert_true(render_pdf(doc, &render_theme_official, again, &second, &diags));
    diags_release(&diags);
    render_faces_free(again);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.at, second.at, first.len);
    strbuf_release(&first);
    strbuf_release(&second);
    doc_free(doc);
}

static void metadata_and_bookmarks(void **state)
{
    (void)state;
    struct doc *doc = small_document();
    doc->date = "2018-01-05";
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    assert_int_equal(ask("TZ=UTC pdfinfo '%s' 2>&1", &said), 0);
    assert_non_null(strstr(said.at, "淄博市2017年第三方评估报告𠮷"));
    assert_non_null(strstr(said.at, "项目组"));
    assert_non_null(strstr(said.at, "2018"));
    assert_non_null(strstr(said.at, "A4"));
    assert_int_equal(ask("qpdf --qdf --object-streams=disable '%s' - | strings", &said), 0);
    assert_non_null(strstr(said.at, "/Lang (zh-CN)"));
    assert_non_null(strstr(said.at, "/Outlines"));
    assert_non_null(strstr(said.at, "/PageLabels"));
    assert_non_null(strstr(said.at, "(https://example.org/)"));
    assert_non_null(strstr(said.at, "/Dest"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void no_clock_gets_in(void **state)
{
    (void)state;
    struct doc *doc = small_document();
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    ask("pdfinfo '%s' 2>&1", &said);
    assert_null(strstr(said.at, "CreationDate"));
    assert_null(strstr(said.at, "ModDate"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void the_mark_stands_on_every_page(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    doc->mark = "模拟数据，非真实评估结果";
    help_lines(doc, 50);
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    for (int page = 1; page <= 3; page++) {
        char command[80];
        snprintf(command, sizeof command, "pdftotext -f %d -l %d '%%s' - 2>&1", page, page);
        ask(command, &said);
        assert_non_null(strstr(said.at, doc->mark));
    }
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void a_missing_character_is_told_by_name(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_block(doc, DOC_PARAGRAPH, "评估\xF0\x92\x80\x80报告\xF0\x92\x80\x80");
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    struct diags diags;
    diags_init(&diags);
    assert_true(render_pdf(doc, &render_theme_official, faces, &out, &diags));
    assert_int_equal(diags.warnings, 1);
    assert_non_null(strstr(diags.at[0].text, "U+12000 CUNEIFORM SIGN A"));
    diags_release(&diags);
    assert_true(file_write(path, out.at, out.len, 0600));
    ask("pdftotext '%s' - 2>&1", &said);
    assert_non_null(strstr(said.at, "评估〓报告〓"));
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void rare_characters_are_drawn_and_copied(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_block(doc, DOC_PARAGRAPH, "朱𬤊、王㛃、䶮、𠮷"); /* names outside GB 2312 */
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    struct diags diags;
    diags_init(&diags);
    assert_true(render_pdf(doc, &render_theme_official, faces, &out, &diags));
    for (size_t i = 0; i < diags.count; i++)
        print_message("%s\n", diags.at[i].text);
    assert_true(file_write(path, out.at, out.len, 0600));
    ask("pdftotext '%s' - 2>&1", &said);
    if (diags.warnings == 0)
        assert_non_null(strstr(said.at, "朱𬤊、王㛃、䶮、𠮷"));
    assert_non_null(strstr(said.at, "㛃、䶮"));
    diags_release(&diags);
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void an_empty_document_is_a_page(void **state)
{
    (void)state;
    struct doc *doc = doc_new("en");
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    assert_int_equal(ask("qpdf --check '%s' 2>&1", &said), 0);
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void what_cannot_be_made_leaves_nothing(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = doc_new_table(doc, 2);
    table->caption = "过宽";
    struct doc_row *row = doc_add_row(doc, &table->rows);
    char digits[201] = {0}; /* numbers do not break, and no column is left that could stand elsewhere */
    memset(digits, '7', sizeof digits - 1);
    for (int i = 0; i < 2; i++)
        doc_add_cell(doc, row, digits);
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "before");
    struct diags diags;
    diags_init(&diags);
    assert_false(render_pdf(doc, &render_theme_official, faces, &out, &diags));
    assert_int_equal(diags.errors, 1);
    assert_string_equal(out.at, "before");
    diags_release(&diags);
    strbuf_release(&out);
    doc_free(doc);
}

static void charts_are_drawn(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    chart->caption = "区县得分";
    chart->decimals = 2;
    doc_add_category(doc, chart, "桓台县");
    doc_add_category(doc, chart, "张店区");
    doc_add_series(doc, chart, "得分", (const double[]){94.24, 92.56});
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
    struct strbuf out, said;
    strbuf_init(&out);
    strbuf_init(&said);
    render(doc, &out, 0);
    ask("pdftotext '%s' - 2>&1", &said);
    assert_non_null(strstr(said.at, "桓台县"));
    assert_non_null(strstr(said.at, "94.24"));
    assert_non_null(strstr(said.at, "图1"));
    assert_int_equal(ask("qpdf --check '%s' 2>&1", &said), 0);
    strbuf_release(&out);
    strbuf_release(&said);
    doc_free(doc);
}

static void every_role_is_served(void **state)
{
    (void)state;
    /* with the fixed chain and its packages there, all roles are served */
    for (int role = 0; role < FACE_ROLES; role++) {
        assert_non_null(render_faces_file(faces, (enum face_role)role));
        assert_non_null(face_role_names[role]);
    }
}

static void *render_one(void *data)
{
    struct strbuf *out = data;
    struct diags diags;
    diags_init(&diags);
    struct doc *doc = small_document();
    bool good = render_pdf(doc, &render_theme_official, faces, out, &diags);
    doc_free(doc);
    diags_release(&diags);
    return good ? data : NULL;
}

static void threads_share_faces(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct strbuf out[THREADS];
    for (int i = 0; i < THREADS; i++) {
        strbuf_init(&out[i]);
        assert_int_equal(pthread_create(&threads[i], NULL, render_one, &out[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *done = NULL;
        pthread_join(threads[i], &done);
        assert_non_null(done);
        assert_int_equal(out[i].len, out[0].len);
        assert_memory_equal(out[i].at, out[0].at, out[0].len);
    }
    for (int i = 0; i < THREADS; i++)
        strbuf_release(&out[i]);
}

/* The faces of the machine serve as well, whichever they are. */
/* Converted faces serve where they are; without them a stand-in does, and doctor is told what would be better. */
static void a_stand_in_is_told(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    struct render_faces *bare = render_faces_open("/nonexistent", true, &diags);
    assert_non_null(bare);
    assert_int_equal(diags.count, 0);
    for (size_t role = 0; role < FACE_ROLES; role++)
        assert_null(render_faces_better(faces, (enum face_role)role));
    assert_non_null(strstr(render_faces_better(bare, FACE_SONG_TITLE), "make fonts"));
    assert_non_null(strstr(render_faces_better(bare, FACE_FANGSONG), "make fonts"));
    assert_null(render_faces_better(bare, FACE_HEI));
    struct strbuf name;
    strbuf_init(&name);
    render_faces_family(bare, FACE_HEI, &name);
    assert_string_equal(name.at, "WenQuanYi Micro Hei");
    assert_true(render_faces_rare(bare) && render_faces_count(bare) >= 3);
    strbuf_release(&name);
    render_faces_free(bare);
    diags_release(&diags);
}

static void installed_faces(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    struct render_faces *installed = render_faces_open(NULL, false, &diags);
    assert_non_null(installed);
    assert_true(faces_count(installed) >= faces_count(faces) - 2);
    struct doc *doc = small_document();
    struct strbuf out;
    strbuf_init(&out);
    assert_true(render_pdf(doc, &render_theme_official, installed, &out, &diags));
    assert_int_equal(diags.errors, 0);
    strbuf_release(&out);
    diags_release(&diags);
    render_faces_free(installed);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_a_sound_file),
        cmocka_unit_test(its_text_is_the_source),
        cmocka_unit_test(a_minus_is_found_as_a_hyphen),
        cmocka_unit_test(mupdf_sees_the_same_text),
        cmocka_unit_test(faces_are_embedded_and_cut),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(metadata_and_bookmarks),
        cmocka_unit_test(no_clock_gets_in),
        cmocka_unit_test(the_mark_stands_on_every_page),
        cmocka_unit_test(a_missing_character_is_told_by_name),
        cmocka_unit_test(rare_characters_are_drawn_and_copied),
        cmocka_unit_test(an_empty_document_is_a_page),
        cmocka_unit_test(what_cannot_be_made_leaves_nothing),
        cmocka_unit_test(charts_are_drawn),
        cmocka_unit_test(every_role_is_served),
        cmocka_unit_test(threads_share_faces),
        cmocka_unit_test(a_stand_in_is_told),
        cmocka_unit_test(installed_faces),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
