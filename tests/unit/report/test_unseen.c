/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names in sections that a report passes over: `template check` looks them up against what an item of the list would have; a report does not.
 */
#include "fixture.h"

/* Problems of the template when it is checked; "" when there are none. Caller frees. */
static char *checked(struct fixture *f, const char *text, bool check)
{
    struct report_checked seen = {.arena = arena_new()};
    map_init(&seen.seen);
    const char *folders[] = {f->folder, NULL};
    struct report_options options = {.checked = check ? &seen : NULL, .edition = EDITION_INTERNAL, .template_folders = folders};
    write_template(f, "district", text);
    doc_free(report_build(f->results, f->district, &f->evaluation->kinds.at[0].units.at[0], &options, &f->diags));
    struct strbuf out;
    strbuf_init(&out);
    diags_format_all(&f->diags, false, &out);
    diags_release(&f->diags);
    diags_init(&f->diags);
    map_release(&seen.seen);
    arena_free(seen.arena);
    return strbuf_detach(&out);
}

static void expect(struct fixture *f, const char *text, const char *wanted)
{
    char *said = checked(f, text, true);
    if (wanted)
        expect_in(said, wanted);
    else if (*said)
        expect_in(said, "nothing at all");
    free(said);
}

static void names_are_held_against_the_items_that_a_list_would_have(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->decisions.count = f->evaluation->statuses.count = f->evaluation->not_applicable.count = f->evaluation->earlier.count = 0;
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"{{#decisions}}{{object}}{{reason}}{{authority}}{{who}}{{date}}{{/decisions}}\n", NULL},
        {"甲\n\n{{#decisions}}\n{{raeson}}\n{{/decisions}}\n", "district.md:4:3: error: nothing is named 'raeson'"},
        {"{{#decisions}}{{raeson}}{{/decisions}}\n", "'reason'"}, /* the nearest */
        {"{{#statuses}}{{unit.name}}{{label}}{{/statuses}}\n", NULL},
        {"{{#statuses}}{{lable}}{{/statuses}}\n", "'lable'"},
        {"{{#not_applicable}}{{project.name}}{{district.name}}{{reason}}{{/not_applicable}}\n", NULL}, /* keys that follow from the evaluation */
        {"{{#not_applicable}}{{projekt.name}}{{/not_applicable}}\n", "'projekt'"},
        {"{{#unit.lead_of}}{{name}}{{short}}{{/unit.lead_of}}\n", "'unit' has no 'lead_of'"},
        {"{{#tables.districts.fixed}}{{unit.short}}{{evaluation.title}}{{loop.number}}{{.}}{{/tables.districts.fixed}}\n", NULL}, /* and what stands around */
        {"{{#tables.districts.fixed}}{{evaluation.titel}}{{/tables.districts.fixed}}\n", "'evaluation' has no 'titel'"},
        {"{{#tables.districts.fixed}}{{loop.numbr}}{{/tables.districts.fixed}}\n", "'numbr'"},
        {"{{#tables.districts.fixed}}{{> nowhere}}{{/tables.districts.fixed}}\n", "there is no template 'nowhere'"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(f, cases[i].text, cases[i].said);
    fixture_free(f);
}

static void sections_in_sections_are_looked_at_too(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->decisions.count = 0;
    expect(f, "{{#decisions.any}}\n{{#decisions}}{{nmae}}{{/decisions}}\n{{/decisions.any}}\n", "district.md:2:17: error: nothing is named 'nmae'");
    expect(f, "{{^kinds.any}}{{nmae}}{{/kinds.any}}\n", "'nmae'");
    expect(f, "{{#decisions}}{{#kinds}}{{nmae}}{{/kinds}}{{/decisions}}\n", "'nmae'");
    expect(f, "{{#decisions}}{{^who}}{{nmae}}{{/who}}{{/decisions}}\n", "'nmae'");
    write_template(f, "part", "{{nmae}}\n");
    expect(f, "{{#decisions}}\n{{> part}}\n{{/decisions}}\n", "part.md:1:3: error: nothing is named 'nmae'");
    fixture_free(f);
}

/* What a question mark guards may speak of what this evaluation does not have. */
static void guarded_sections_are_left_out(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    expect(f, "{{#figures.nowhere?}}{{figures.nowhere.value}}{{/figures.nowhere?}}\n", NULL);
    expect(f, "{{^kinds.district?}}{{kinds.county.name}}{{/kinds.district?}}\n", NULL);
    fixture_free(f);
}

static void a_report_is_made_all_the_same(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->decisions.count = 0;
    char *said = checked(f, "{{#decisions}}{{raeson}}{{/decisions}}\n", false);
    assert_string_equal(said, "");
    free(said);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_held_against_the_items_that_a_list_would_have),
        cmocka_unit_test(sections_in_sections_are_looked_at_too),
        cmocka_unit_test(guarded_sections_are_left_out),
        cmocka_unit_test(a_report_is_made_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
