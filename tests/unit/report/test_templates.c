/* SPDX-License-Identifier: GPL-3.0-or-later
 * The templates that come with the program, on a small evaluation: they build, and their sentences hold its numbers.
 */
#include "fixture.h"

static char *build_shared(struct fixture *f, const struct report_plan *plan, const struct unit *unit)
{
    const char *folders[] = {"templates", NULL};
    struct report_options options = {EDITION_INTERNAL, folders};
    struct doc *doc = report_build(f->results, plan, unit, &options, &f->diags);
    struct strbuf out;
    strbuf_init(&out);
    diags_format_all(&f->diags, false, &out);
    if (!doc || f->diags.count) {
        print_error("%s\n", out.at);
        fail();
    }
    strbuf_clear(&out);
    doc_dump(doc, &out);
    doc_free(doc);
    if (getenv("SHOW"))
        print_message("%s\n", out.at);
    return strbuf_detach(&out);
}

static void overall_report(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    char *got = build_shared(f, f->overall, NULL);
    expect_in(got, "第三方评估报告");
    expect_in(got, "3个项目平均得分达到96.00分，");
    expect_in(got, "3个区县平均得分达到90.00分");
    expect_in(got, "发放调查问卷910份，回收有效问卷885份，有效回收率97.25%");
    expect_in(got, "召开座谈会30余场");
    expect_in(got, "附件1");
    expect_in(got, "attachments");
    expect_in(got, "2018年7月6日");
    expect_in(got, "（一）制度*先行*");
    expect_in(got, "共考察183次");
    expect_in(got, "模拟数据，非真实评估结果");
    expect_not_in(got, "{{");
    expect_not_in(got, "\xEF\xB7\x90");
    free(got);
    fixture_free(f);
}

static void a_report_for_each_unit(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    const struct report_plan *plans[] = {f->district, f->project, f->department};
    for (size_t p = 0; p < 3; p++)
        for (size_t u = 0; u < plans[p]->each->units.count; u++) {
            char *got = build_shared(f, plans[p], &plans[p]->each->units.at[u]);
            expect_in(got, plans[p]->each->units.at[u].name);
            expect_not_in(got, "{{");
            expect_not_in(got, "nan");
            free(got);
        }
    char *got = build_shared(f, f->district, &f->district->each->units.at[1]);
    expect_in(got, "该区县综合得分96.00分，在3个区县中列第1名");
    expect_in(got, "高出平均得分6.00分");
    expect_in(got, "高于平均得分的有部门评估（+6.00分）、问卷评估（+6.00分）");
    free(got);
    got = build_shared(f, f->project, &f->project->each->units.at[1]);
    expect_in(got, "本次没有综合得分（无数据）");
    free(got);
    got = build_shared(f, f->project, &f->project->each->units.at[2]);
    expect_in(got, "名次按规定固定为第3名，原因：未持续推广（依据：评估方案）；按得分应为第1名");
    free(got);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(overall_report), cmocka_unit_test(a_report_for_each_unit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
