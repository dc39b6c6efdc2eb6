/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong in a template is said with file, line, column and the nearest name; all of it at once.
 */
#include "fixture.h"

struct row {
    const char *name;
    const char *template_text;
    int line, col;
    const char *text; /* part of the message */
    const char *hint; /* part of the hint; NULL: not looked at */
};

static const struct row rows[] = {
    {"unknown name", "甲\n乙{{evalution.team}}", 2, 5, "nothing is named 'evalution'", "did you mean 'evaluation'"},
    {"unknown part", "{{evaluation.taem}}", 1, 3, "'evaluation' has no 'taem'", "did you mean 'team'"},
    {"unknown figure", "{{figures.satisfction.value}}", 1, 3, "'figures' has no 'satisfction'", "satisfaction"},
    {"number not given", "{{given.people}}", 1, 3, "'given' has no 'people'", "known: symposia"},
    {"unknown section", "{{#princples}}{{/princples}}", 1, 4, "nothing is named 'princples'", "principles"},
    {"unknown in a loop, once", "{{#principles}}{{x.y}}{{/principles}}", 1, 18, "nothing is named 'x'", NULL},
    {"loop outside a loop", "{{loop.number}}", 1, 3, "'loop' has no 'number'", NULL},
    {"a group printed", "甲{{evaluation}}", 1, 5, "'evaluation' is a group of names and cannot be printed", NULL},
    {"unclosed section", "甲\n{{#simulated}}乙\n", 2, 4, "section 'simulated' is not closed", "{{/simulated}}"},
    {"wrong closing", "{{#simulated}}\n{{/public}}\n{{/simulated}}", 2, 4, "'{{/public}}' does not close 'simulated', open since line 1", "{{/simulated}}"},
    {"inner forgotten", "{{#simulated}}{{#principles}}{{/simulated}}", 1, 33, "'{{/simulated}}' does not close 'principles'", NULL},
    {"closing misspelt", "{{#simulated}}甲{{/simulatd}}", 1, 20, "'{{/simulatd}}' does not close 'simulated'", NULL},
    {"closing nothing", "{{/public}}", 1, 4, "'{{/public}}' closes nothing", NULL},
    {"tag without end", "甲乙{{evaluation.team", 1, 5, "tag without end", "}}"},
    {"empty tag", "甲{{ }}", 1, 6, "empty tag", NULL},
    {"not a name", "{{a..b}}", 1, 3, "'a..b' is not a name", NULL},
    {"other delimiters", "{{=<% %>=}}", 1, 4, "other delimiters", NULL},
    {"unknown format", "{{evaluation.year | fixd:2}}", 1, 21, "unknown format 'fixd'", "did you mean 'fixed'"},
    {"format on the wrong kind", "{{evaluation.team | fixed:2}}", 1, 21, "format 'fixed' takes a number, but 'evaluation.team' is text", NULL},
    {"format on a list", "{{evaluation.year | join:、}}", 1, 21, "format 'join' takes a list", NULL},
    {"bad argument", "{{evaluation.year | fixed:x}}", 1, 21, "format 'fixed' needs a whole number", NULL},
    {"too many decimals", "{{evaluation.year | fixed:10}}", 1, 21, "format 'fixed' needs a whole number", NULL},
    {"argument too many", "{{evaluation.year | zh:2}}", 1, 21, "format 'zh' takes nothing", NULL},
    {"argument missing", "{{principles | join}}", 1, 16, "format 'join' needs a text", NULL},
    {"nothing after the bar", "{{evaluation.year | }}", 1, 21, "nothing after the bar", NULL},
    {"no whole number", "{{tables.districts.mean | zh}}", 1, 27, "is no whole number", NULL},
    {"no date", "{{evaluation.team | date_zh}}", 1, 21, "is no date", NULL},
    {"no template", "甲{{> absent}}", 1, 7, "there is no template 'absent'", NULL},
    {"a template elsewhere", "{{> ../x}}", 1, 5, "'../x' is no name of a template", NULL},
    {"recursion", "{{> overall}}", 1, 5, "template 'overall' includes itself: overall → overall", "a section runs over lists: {{#list}} … {{/list}}"},
    {"nothing at the left to join", "| a | b |\n|---|---|\n| < | 1 |\n", 3, 2, "these cells do not make a rectangle", "'<' joins a cell to the one at its left"},
    {"nothing above to join", "| ^ | b |\n|---|---|\n| 1 | 1 |\n", 1, 2, "these cells do not make a rectangle", NULL},
    {"joined to no rectangle", "| a | b |\n|---|---|\n| 甲 | < |\n| ^ | 1 |\n", 4, 6, "these cells do not make a rectangle", NULL},
    {"unknown block", "甲\n\n```tabel\ntable: districts\n```\n", 3, 1, "unknown block 'tabel'", "did you mean 'table'"},
    {"unknown table", "```table\ntable: distrcts\n```\n", 2, 8, "unknown table 'distrcts'", "did you mean 'districts'"},
    {"no table", "甲\n\n```table\nkind: ranking\n```\n", 3, 1, "the block names no table", NULL},
    {"unknown kind", "```table\nkind: rankin\n```\n", 2, 7, "unknown kind 'rankin'", "did you mean 'ranking'"},
    {"unknown key", "```table\ntable: districts\ncapton: 甲\n```\n", 3, 1, "unknown key 'capton'", "did you mean 'caption'"},
    {"unknown column", "```table\ntable: districts\ncolumns: [place, scor]\n```\n", 3, 18, "unknown column 'scor'", "did you mean 'score'"},
    {"key twice", "```table\ntable: districts\ntable: projects\n```\n", 3, 1, "'table' stands here twice", NULL},
    {"no line of a block", "```table\ntable districts\n```\n", 2, 1, "this is no line of a block", NULL},
    {"list without end", "```table\ntable: districts\ncolumns: [place, score\n```\n", 3, 10, "list without ']'", NULL},
    {"quote without end", "```table\ntable: districts\ncaption: \"甲\n```\n", 3, 10, "quote without end", NULL},
    {"after values and partials", "{{> inner}}\n\n```table\ntable: {{evaluation.id}}\n```\n", 4, 10, "unknown table 'small'", NULL},
    {"in a partial", "{{> broken}}", 1, 3, "nothing is named 'x'", NULL},
    {"pair table in a ranking", "```table\ntable: cells\n```\n", 1, 1, "runs over pairs", NULL},
    {"no pair table", "```table\nkind: matrix\ntable: districts\n```\n", 1, 1, "does not run over pairs", NULL},
    {"cells of no unit", "```table\nkind: cells\ntable: cells\n```\n", 1, 1, "this report is about none", NULL},
    {"unknown figure in a block", "```table\nkind: figures\nfigures: [satisfaction, visit]\n```\n", 3, 25, "unknown figure 'visit'", "visits"},
    {"unknown question", "```table\nkind: frequencies\nquestion: public.overal\n```\n", 3, 11, "unknown question 'public.overal'", "overall"},
    {"question without options", "```table\nkind: frequencies\nquestion: public.why\n```\n", 3, 11, "has no options", NULL},
    {"unknown facet", "```table\nkind: facets\ntable: districts\nfacet: methd\n```\n", 4, 8, "unknown facet 'methd'", "method"},
    {"funnel of nothing", "```chart\nkind: funnel\n```\n", 1, 1, "neither given figures nor an instrument", NULL},
    {"unknown given figure", "```chart\nkind: funnel\ngiven: [symposium]\n```\n", 3, 9, "unknown given figure 'symposium'", "symposia"},
    {"slope of pairs", "```chart\nkind: slope\ntable: cells\n```\n", 1, 1, "runs over pairs", NULL},
    {"unknown kind of chart", "```chart\nkind: pie\n```\n", 2, 7, "unknown kind 'pie'", "ranking"},
    {"block in a list", "- 甲\n\n  ```table\n  table: districts\n  ```\n", 3, 3, "cannot stand inside", NULL},
    {"html", "甲<b>乙</b>\n", 1, 3, "HTML is not known", NULL},
    {"picture that is not there", "甲\n\n![乙](files/x.png)\n", 3, 1, "there is no picture 'files/x.png'", "folder 'templates' or 'texts'"},
    {"picture elsewhere", "![甲](../../etc/x.png)\n", 1, 1, "lies outside the folder", "files/map.png"},
    {"picture that is none", "![甲](Makefile)\n", 1, 1, "is no picture that can be printed", "PNG and JPEG"},
    {"picture within a line", "见![甲](x.png)图\n", 1, 3, "paragraph of its own", NULL},
    {"reference to nowhere", "见[@lists]。\n\n表：甲 {#list}\n\n| a |\n|---|\n| 1 |\n", 1, 1, "nothing here has the id 'lists'", "list"},
    {"cover without title", "```cover\nlines: 甲\n```\n", 1, 1, "the cover has no title", NULL},
    {"cover behind text", "甲\n\n```cover\ntitle: 乙\n```\n", 3, 1, "stands before everything else", NULL},
    {"too deep a heading", "###### 甲\n", 1, 1, "at most five levels", NULL},
    {"attachment without title", "```attachment\nlabel: 附件\n```\n", 1, 1, "has no title", NULL},
    {"link to nowhere", "[甲](#nowhere)\n", 99, 3, "unsound document", NULL},
};

static void run_row(void **state)
{
    const struct row *row = *state;
    struct fixture *f = fixture_new();
    write_template(f, "inner", "内{{evaluation.team}}\n");
    write_template(f, "broken", "{{x}}\n");
    write_template(f, "overall", row->template_text);
    struct doc *doc = build_with(f, f->overall, NULL, EDITION_INTERNAL);
    struct strbuf out;
    strbuf_init(&out);
    diags_format_all(&f->diags, false, &out);
    if (doc || f->diags.errors == 0) {
        print_error("no error for %s\n%s", row->template_text, out.at);
        fail();
    }
    const struct diag *diag = &f->diags.at[0];
    bool good = strstr(diag->text, row->text) && diag->pos.line == row->line && diag->pos.col == row->col && f->diags.errors == 1 &&
                (!row->hint || (diag->hint && strstr(diag->hint, row->hint)));
    if (!good) {
        print_error("wanted %d:%d %s (%s), got %d:%d\n%s", row->line, row->col, row->text, row->hint ? row->hint : "", diag->pos.line, diag->pos.col, out.at);
        fail();
    }
    if (row->line < 99)
        assert_non_null(strstr(diag->pos.file, strstr(row->name, "in a partial") ? "broken.md" : "overall.md"));
    strbuf_release(&out);
    fixture_free(f);
}

static void all_problems_at_once(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    write_template(f, "overall", "{{a}}\n{{evaluation.b}}\n{{evaluation.year | c}}\n{{> d}}\n{{#e}}{{/e}}\n");
    assert_null(build_with(f, f->overall, NULL, EDITION_INTERNAL));
    assert_int_equal(f->diags.errors, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(f->diags.at[i].pos.line, (int)i + 1);
    fixture_free(f);
}

static void loops_end(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < 20; i++) /* 3 to the power of 20 */
        strbuf_adds(&text, "{{#principles}}");
    strbuf_adds(&text, "甲");
    for (int i = 0; i < 20; i++)
        strbuf_adds(&text, "{{/principles}}");
    write_template(f, "overall", text.at);
    assert_null(build_with(f, f->overall, NULL, EDITION_INTERNAL));
    assert_int_equal(f->diags.errors, 1);
    strbuf_release(&text);
    fixture_free(f);
}

static void a_missing_template_names_the_plan(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    assert_null(build_with(f, f->overall, NULL, EDITION_INTERNAL));
    assert_int_equal(f->diags.errors, 1);
    assert_string_equal(f->diags.at[0].pos.file, "evaluation.yaml");
    assert_int_equal(f->diags.at[0].pos.line, 99);
    fixture_free(f);
}

static void invalid_utf8_is_refused(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    write_template(f, "overall", "甲\xFF乙");
    assert_null(build_with(f, f->overall, NULL, EDITION_INTERNAL));
    expect_in(f->diags.at[0].text, "byte 4");
    fixture_free(f);
}

/* Every beginning of a template that has all of it: an error or a document, never a crash. */
static void cut_off_templates_are_survived(void **state)
{
    (void)state;
    static const char whole[] = "# {{evaluation.title}}\n\n{{#principles | head:2}}{{loop.number | zh}}{{.}}{{^loop.last}}、{{/loop.last}}{{/principles}}\n\n"
                                "| a |\n|---|\n{{#kinds.district.units}}\n| {{name | or:\"无\"}} |\n{{/kinds.district.units}}\n\n"
                                "```table\ntable: districts\ncolumns: [place, \"unit\"]\ncaption: {{evaluation.year}}年\n```\n\n{{{evaluation.team}}}{{> inner}}\n";
    struct fixture *f = fixture_new();
    write_template(f, "inner", "内");
    size_t made = 0;
    for (size_t len = 0; len < sizeof whole; len++) {
        char *text = strndup(whole, len);
        if (utf8_check(text, len) == len) {
            write_template(f, "overall", text);
            size_t errors = f->diags.errors;
            struct doc *doc = build_with(f, f->overall, NULL, EDITION_INTERNAL);
            assert_true(doc ? f->diags.errors == errors : f->diags.errors > errors);
            made += doc != NULL;
            doc_free(doc);
        }
        free(text);
    }
    assert_true(made > 20);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest more[] = {
        cmocka_unit_test(all_problems_at_once),
        cmocka_unit_test(loops_end),
        cmocka_unit_test(a_missing_template_names_the_plan),
        cmocka_unit_test(invalid_utf8_is_refused),
        cmocka_unit_test(cut_off_templates_are_survived),
    };
    struct CMUnitTest tests[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        tests[i] = (struct CMUnitTest){rows[i].name, run_row, NULL, NULL, (void *)&rows[i]};
    int failed = _cmocka_run_group_tests("errors", tests, COUNT_OF(rows), NULL, NULL);
    return failed + cmocka_run_group_tests(more, NULL, NULL);
}
