/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which conditions are accepted, and what is told about the others. The first table holds the 51 expressions tried before the design was written, 40 of them
 * hostile or wrong.
 */
#include "fixture.h"

struct check_case {
    const char *text;
    const char *told; /* NULL: accepted without a word; else a fragment of a message or hint */
};

static const struct check_case tried[] = {
    {"q1>3", NULL},
    {"q1 between 2 and 4 and q2 is not null", NULL},
    {"load_extension('x')", "function 'load_extension' is not permitted"},
    {"random()>0", "function 'random' is not permitted"},
    {"(select count(*) from r)>0", "'select' has no place"},
    {"exists(select 1 from sqlite_master)", "'select' has no place"},
    {"1); drop table r; --", "';' has no place"},
    {"1; delete from r", "';' has no place"},
    {"q1 in (with recursive x(n) as (select 1 union all select n+1 from x) select n from x)", "'with' has no place"},
    {"randomblob(1000000000) is null", "function 'randomblob'"},
    {"zeroblob(1000000000)>0", "function 'zeroblob'"},
    {"printf('%999999999d',1)>''", "function 'printf'"},
    {"date('now')>'2020'", "function 'date'"},
    {"current_timestamp>'2'", "'current_timestamp' has no place"},
    {"sqlite_version()>'3'", "function 'sqlite_version'"},
    {"q1 match 'x'", "'match' has no place"},
    {"q1 regexp 'x'", "'regexp' has no place"},
    {"note like '%a%'", NULL},
    {"note glob '*[[[*'", "'glob' has no place"},
    {"nosuch>3", "'nosuch' is not known in instrument 'public'"},
    {"q1 > ", "ends too early"},
    {"'abc' like replace(hex(zeroblob(10000)),'00','%')", "function 'replace'"},
    {"(q1,q2)=(1,2)", NULL},
    {"q1=3 /* x", "a comment begins"},
    {"count(*)>1", "function 'count'"},
    {"row_number() over ()>1", "function 'row_number'"},
    {"q1 in r", "'r' is not known"},
    {"q1 collate foo = 1", "no such collation sequence: foo"},
    {"\"nosuchcol\">1", "names without quotes"},
    {"q1 == 'abc'", "never equals the text 'abc'"},
    {"rowid>5", "'rowid' is not known"},
    {"r.q1>2", "names are written without a table"},
    {"main.r.q1>2", "names are written without a table"},
    {"? > 1", "'?' has no place"},
    {"cast(q1 as text)||note > 'x'", NULL},
    {"raise(abort,'x')", "function 'raise'"},
    {"1 union select 1", "'union' has no place"},
    {"1 from r where (select 1)", "'from' has no place"},
    {"q1>3 limit 1", "'limit' has no place"},
    {"q1 > 3 order by 1", "'order' has no place"},
    {"q1>3 group by q1", "'group' has no place"},
    {"likelihood(q1>3,0.5)", "function 'likelihood'"},
    {"(((((((((((((q1)))))))))))))>1", NULL},
    {"ｑ1>3", "half-width letters: q1"},
    {"q1 IS TRUE", NULL},
    {"q1>=4 AND NOT q2<3", NULL},
    {"q1->>'$.a'", "not understood from '>>'"},
    {"json_each(note)", "function 'json_each'"},
    {"abs(q1) = 1 and coalesce(q2, 0) = 0", NULL},
    {"iif(q1 = 1, 1, 0) + length(note) > 2", NULL},
    {"pragma_table_info('r')", "function 'pragma_table_info'"},
};

static const struct check_case more[] = {
    {"", "empty"},
    {"   \n", "empty"},
    {"-- only a comment", "empty"},
    {"1 = 1", NULL},
    {"q1 = 1 -- a comment\n and q2 = 2", NULL},
    {"q1 = 1 /* a comment */ and q2 = 2", NULL},
    {"q1 = 1\n  and q2 = 2\n", NULL},
    {"Q1 = 1 AND Hobby__1 = 0", NULL},
    {"q1) > (2", "')' closes nothing"},
    {"(q1 > 2", "'(' is not closed"},
    {"q1, q2", "',' has no place here"},
    {"(q1, q2)", "row value misused"},
    {"()", "not understood"},
    {"q1 q2", "not understood from 'q2'"},
    {"q1 = 1 ~", "not understood from '~'"},
    {":q1 = 1", "':' has no place"},
    {"@q1", "'@' has no place"},
    {"$q1", "'$' has no place"},
    {"q1 = 3abc", "'3abc' is no number"},
    {"q1 = 1.2.3", "is no number"},
    {"q1 = 0x10", "'0x10' is no number"},
    {"x'41' = note", "'x' is not known"},
    {"note = 'abc", "does not end"},
    {"q1 = 1 && q2 = 2", "'and', 'or', 'not'"},
    {"min(q1) > 2", "at least two values"},
    {"min(q1, q2) > 2", NULL},
    {"max((q1), abs(q2)) > 2", NULL},
    {"min(q1, q2) over () > 2", "function 'over' is not permitted"},
    {"total_changes() > 0", "function 'total_changes'"},
    {"case q1 when 1 then 1 else 0 end", NULL},
    {"round(age / 10.0) > 4 and note is not null", NULL},
    {"age % 2 = 1", NULL},
    {"abs()", "wrong number of arguments"},
    {"note like 'a' escape 'bc'", "ESCAPE expression must be a single character"},
    {"abs(-9223372036854775807 - 1) > 0", "integer overflow"},
    {"note like '%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%'", "pattern too complex"},
    /* names */
    {"district = 'zd'", NULL},
    {"project = 'p1' and _group = '群众' and _rater is not null", NULL},
    {"_missing_share > 0.3334 or _seconds < 60 or _seconds_ratio < 0.3 or _longstring > 9 or _irv < 0.2", NULL},
    {"q11 = 1", "did you mean 'q1'"},
    {"sat = 1", "such as 'sat__p1'"},
    {"hobby = 1", "such as 'hobby__1'"},
    {"district = 张店区", "'zd'"},
    {"q1 = 1 且 q2 = 2", "as in SQL: and"},
    {"this.know = 1", "not asked for each unit"},
    {"_id > 3", "'_id' is not known"},
    {"why.q1 = 'x'", "names are written without a table"},
    {"_row.q1 = 1", "names are written without a table"},
    /* full-width marks */
    {"q1＝1", "half-width sign: ="},
    {"（q1 = 1)", "half-width sign: ("},
    {"q1＞3", "half-width sign: >"},
    {"q1 in (1，2)", "half-width sign: ,"},
    {"q1≥3", "half-width sign: >="},
    {"note = “好”", "straight single quotes"},
    {"note = ‘好’", "write '好'"},
    {"q1　=　1", NULL}, /* ideographic space */
    {"note = '（“＝”）'", NULL},
    {"note = 'it''s -- no /* comment'", NULL},
    {"note = \"好\"", "straight single quotes"},
    /* codes, units, texts */
    {"q1 = '满意'", "write the code: 1 = 非常满意, 2 = 满意"},
    {"'满意' = q1", "never equals the text '满意'"},
    {"q1 in (1, '满意')", "never equals the text '满意'"},
    {"q1 not in ('满意')", "never equals the text '满意'"},
    {"(q1) = ('满意')", "never equals the text '满意'"},
    {"q1 between '满意' and 3", "never equals the text '满意'"},
    {"q1 like '%满意'", "never equals the text"},
    {"q1 is not '满意'", "never equals the text '满意'"},
    {"case q1 when '满意' then 1 end", "never equals the text '满意'"},
    {"q1 || '' = '满意'", NULL}, /* computed: left alone */
    {"q3 = 6", "why(q3) = 'dont_know'"},
    {"q1 < 9", NULL},
    {"hobby__1 = '是'", "1 for chosen"},
    {"age = '40'", "without quotes"},
    {"_seconds < '60'", "without quotes"},
    {"note = 5", "write '5' in single quotes"},
    {"_group = 5", "is a text"},
    {"district = 'zz'", "'zz' is no id of a district"},
    {"district = '张店区'", "write 'zd', the id of 张店区"},
    {"district in ('zd', 'zc')", NULL},
    {"district in ('zd', 'cz')", "did you mean"},
    {"district = 1", "not as a number"},
    {"project <> 'p9'", "'p9' is no id of a project"},
    {"district like 'z%'", NULL},
    /* why */
    {"why(q1) = 'skipped'", NULL},
    {"why ( q1 ) in ('blank', 'dont_know') or why(q2) is null", NULL},
    {"why(q1) = 'skiped'", "did you mean 'skipped'"},
    {"why(q1) = 'none'", "write 'is null'"},
    {"why(q1 + 1) = 'blank'", "takes the name of one item"},
    {"why(project) = 'blank'", "takes the name of one item"},
    {"why() = 'blank'", "takes the name of one item"},
    {"why(nosuch) = 'blank'", "'nosuch' is not known"},
};

/* Accepted with a warning. */
static const struct check_case doubtful[] = {
    {"q1 = 9", "no option with code 9"},
    {"q1 in (1, 2.5)", "no option with code 2.5"},
    {"hobby__1 = 1 or q2 <> 0", "no option with code 0"},
};

static const struct check_case inside[] = {
    {"this.know in (1, 2)", NULL},
    {"this.know = 3 and this.sat is not null", NULL},
    {"this.unit = 'p1' and THIS . know = 1", NULL},
    {"this.unit = 'zd'", "'zd' is no id of a project"},
    {"this.know = '知道'", "1 = 知道"},
    {"why(this.sat) = 'skipped' and know__p1 = 1 and q1 > 2", NULL},
    {"this.q1 = 1", "no such question is asked for each project"},
    {"this.knw = 1", "did you mean 'this.know'"},
    {"this = 1", "needs a name behind it"},
    {"know = 1", "write 'this.know'"},
};

static void run(const struct check_case *cases, size_t count, bool over, bool accepted)
{
    struct fixture fixture;
    fixture_open(&fixture);
    size_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        struct diags diags;
        diags_init(&diags);
        struct name name = {.text = cases[i].text, .pos = {.file = "x.yaml", .line = 3, .col = 9, .width = 1}};
        bool good = store_check_condition(NULL, fixture.evaluation, fixture.instrument, over ? &fixture.evaluation->kinds.at[1] : NULL, &name, &diags);
        struct strbuf text;
        strbuf_init(&text);
        diags_format_all(&diags, false, &text);
        bool wanted = !cases[i].told || accepted;
        if (good != wanted || good != (diags.errors == 0) || (cases[i].told ? !strstr(text.at, cases[i].told) : diags.count != 0)) {
            print_error("%s\n  expected: %s\n  got: %s\n", cases[i].text, cases[i].told ? cases[i].told : "accepted", text.at);
            bad++;
        }
        strbuf_release(&text);
        diags_release(&diags);
    }
    fixture_close(&fixture);
    assert_int_equal(bad, 0);
}

static void tried_before(void **state)
{
    (void)state;
    assert_int_equal(COUNT_OF(tried), 51);
    run(tried, COUNT_OF(tried), false, false);
}

static void all_others(void **state)
{
    (void)state;
    run(more, COUNT_OF(more), false, false);
    run(doubtful, COUNT_OF(doubtful), false, true);
}

static void inside_a_question_over_units(void **state)
{
    (void)state;
    run(inside, COUNT_OF(inside), true, false);
}

static void check_place(struct name name, int line, int col, int width)
{
    struct fixture fixture;
    fixture_open(&fixture);
    struct diags diags;
    diags_init(&diags);
    assert_false(store_check_condition(NULL, fixture.evaluation, fixture.instrument, NULL, &name, &diags));
    assert_int_equal(diags.at[0].pos.line, line);
    assert_int_equal(diags.at[0].pos.col, col);
    assert_int_equal(diags.at[0].pos.width, width);
    diags_release(&diags);
    fixture_close(&fixture);
}

/* Chinese characters are two columns wide. */
static void places(void **state)
{
    (void)state;
    check_place((struct name){"note = '满意' and nosuch = 1", {"x", 5, 11, 27}}, 5, 11 + 18, 6);   /* plain scalar */
    check_place((struct name){"nosuch = 1", {"x", 5, 11, 12}}, 5, 12, 6);                           /* quoted scalar */
    check_place((struct name){"q1 = 1\nand nosuch = 1", {"x", 5, 11, 1}}, 5, 11, 1);                /* a block: its start */
    check_place((struct name){"nosuch = 1\n", {"x", 5, 11, 1}}, 5, 11, 6);
    check_place((struct name){"q1 = 1 q2", {"x", 5, 11, 9}}, 5, 11 + 7, 2);                         /* found by SQLite */
    check_place((struct name){"q1 >", {"x", 5, 11, 4}}, 5, 11, 4);
}

/* All problems of a condition at once. */
static void several_problems(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_open(&fixture);
    struct diags diags;
    diags_init(&diags);
    struct name name = {"nosuch＝1 and random() > 2 and other > 3 and q1 = '满意'", {"x", 1, 1, 1}};
    assert_false(store_check_condition(NULL, fixture.evaluation, fixture.instrument, NULL, &name, &diags));
    assert_int_equal(diags.errors, 5);
    diags_release(&diags);
    fixture_close(&fixture);
}

/* Long and deep ones end quickly and are refused. */
static void excess(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_open(&fixture);
    struct strbuf text;
    strbuf_init(&text);
    static const struct {
        const char *part;
        size_t times;
    } cases[] = {{"(", 5000}, {"q1 + ", 3000}, {"not ", 2000}, {"- ", 4000}, {"case when q1 then ", 500}, {"/*", 4000}, {"'", 3001}, {"abs(", 2000}, {"（", 3000}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        strbuf_clear(&text);
        for (size_t k = 0; k < cases[i].times; k++)
            strbuf_adds(&text, cases[i].part);
        strbuf_adds(&text, "q1");
        struct diags diags;
        diags_init(&diags);
        struct name name = {text.at, {"x", 1, 1, 1}};
        assert_false(store_check_condition(NULL, fixture.evaluation, fixture.instrument, NULL, &name, &diags));
        assert_true(diags.errors > 0);
        diags_release(&diags);
    }
    strbuf_release(&text);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tried_before), cmocka_unit_test(all_others), cmocka_unit_test(inside_a_question_over_units),
        cmocka_unit_test(places),       cmocka_unit_test(several_problems), cmocka_unit_test(excess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
