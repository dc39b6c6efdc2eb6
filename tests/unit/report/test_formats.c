/* SPDX-License-Identifier: GPL-3.0-or-later
 * Formats that follow the language of the document: each row is a tag and what it gives in Chinese and in English.
 */
#include "fixture.h"

struct row {
    const char *name;
    const char *tag;
    const char *chinese, *english;
};

static const struct row rows[] = {
    {"nearly", "figures.visits.value | roughly", "近200次", "nearly 200 times"},
    {"over", "collections.public.issued | roughly", "900余份", "over 900 responses"},
    {"round", "given.symposia.value | roughly", "30场", "30 场"},
    {"of tens", "figures.visits.value | roughly:10", "180余次", "over 180 times"},
    {"halfway is over", "figures.visits.value | roughly:122", "122余次", "over 122 times"},
    {"given, over", "given.symposia", "30余场", "over 30 场"},
    {"around", "figures.visits.value | approx:around", "约183次", "around 183 times"},
    {"about", "figures.visits.value | approx:about", "183次左右", "about 183 times"},
    {"near", "figures.visits.value | approx:near", "近183次", "nearly 183 times"},
    {"place", "tables.districts.zc.place | place", "第1名", "place 1"},
    {"ordinal", "tables.districts.zc.place | ordinal", "第一", "first"},
    {"ordinal of a large number", "figures.visits.value | ordinal", "第一百八十三", "183rd"},
    {"ordinal of eleven", "collections.public.issued | abs | ordinal", "第九百一十", "910th"},
    {"words", "tables.districts.number | words", "三", "three"},
    {"words of many", "figures.visits.value | words", "一百八十三", "183"},
    {"count of several", "tables.districts.number | count:district/districts", "3districts", "3 districts"},
    {"points", "tables.districts.zc.difference | points:1", "6.0个百分点", "6.0 percentage points"},
    {"group below the least", "collections.public.valid | group", "885", "885"},
    {"group of four digits", "evaluation.year | group", "2017", "2,017"},
    {"list", "principles | list", "实效、问题和公正", "实效, 问题 and 公正"},
    {"a list printed", "principles", "实效、问题、公正", "实效, 问题, 公正"},
    {"date", "evaluation.report_date | date", "2018年7月6日", "6 July 2018"},
    {"Chinese date", "evaluation.report_date | date_zh", "2018年7月6日", "2018年7月6日"},
    {"capital", "evaluation.id | capital", "Small", "Small"},
    {"standing of the first", "tables.districts.zc.standing", "位列第一", "ranks first"},
    {"standing of the last", "tables.districts.last.standing", "居末位", "ranks last"},
    {"yes", "simulated", "是", "yes"},
    {"policy", "tables.districts.policy", "剔除并按其余权重折算", "left out, the other weights are scaled up"},
    {"nothing", "tables.projects.p2.score | ordinal", "—", "—"},
};

static void run_row(void **state)
{
    const struct row *row = *state;
    struct fixture *f = fixture_new();
    const char *const wanted[LANGUAGES] = {row->chinese, row->english};
    for (int language = 0; language < LANGUAGES; language++) {
        auto_strbuf struct strbuf out;
        strbuf_init(&out);
        if (!report_show(f->results, f->overall, NULL, (enum language)language, row->tag, &out, &f->diags)) {
            diags_format_all(&f->diags, false, &out);
            fail_msg("%s: %s", row->tag, out.at);
        }
        assert_string_equal(out.at, wanted[language]);
    }
    fixture_free(f);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        tests[i] = (struct CMUnitTest){rows[i].name, run_row, NULL, NULL, (void *)&rows[i]};
    return _cmocka_run_group_tests("formats", tests, COUNT_OF(rows), NULL, NULL);
}
