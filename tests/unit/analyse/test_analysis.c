/* SPDX-License-Identifier: GPL-3.0-or-later
 * Blocks of statistics: what they say of nothing, one answer, equal answers, few answers; which questions make groups; requests that are wrong. The numbers
 * themselves are checked against the samples in tests/scripts/analyze.
 */
#include "ceping/analyse_measures.h"

#include "build.h"

static const double scores[] = {100, 80, 60, 40, 20, NAN};

/* One scale question "overall" and a matrix of three items about units of one kind; answers are written by the test. */
static struct world survey(size_t rows, int units)
{
    struct world world = world_new();
    world.instrument->title = "form";
    *LIST_ADD(world.arena, &world.evaluation->instruments) = world.instrument;
    add_kinds(&world, (const char *const[]){"d"}, (const int[]){units}, 1);
    add_about(&world, &world.evaluation->kinds.at[0]);
    struct question *q = add_questions(&world, 3);
    struct scale *scale = new_scale(&world, 6, "ss...d", scores);
    q[0].id = "overall";
    q[0].title = q[0].short_title = "总体满意度";
    q[0].type = QUESTION_SCALE;
    q[0].scale = scale;
    q[1].type = QUESTION_MATRIX;
    q[1].scale = scale;
    for (int i = 0; i < 3; i++) {
        struct item *item = LIST_ADD(world.arena, &q[1].items);
        item->id = arena_printf(world.arena, "i%d", i + 1);
        item->title = item->short_title = item->id;
    }
    q[2].id = "sex";
    q[2].title = q[2].short_title = "性别";
    q[2].type = QUESTION_SINGLE;
    q[2].scale = new_scale(&world, 2, "..", NULL);
    make_dataset(&world, rows);
    return world;
}

static size_t analyse(struct world *world, struct diags *diags)
{
    diags_init(diags);
    analyse_statistics(world->evaluation, world->dataset, world->results, world->results->arena, &world->results->analyses, diags);
    return world->results->analyses.count;
}

static const struct analysis_block *find(const struct world *world, const char *id)
{
    const struct analysis_block *block = analysis_find(&world->results->analyses, id);
    if (!block)
        print_error("no block %s\n", id);
    assert_non_null(block);
    return block;
}

static double value(const struct analysis_block *block, const char *row, const char *column)
{
    for (size_t c = 0; c < block->columns.count; c++)
        for (size_t r = 0; r < block->rows.count; r++)
            if (strcmp(block->columns.at[c].key, column) == 0 && strcmp(block->rows.at[r].key, row) == 0)
                return block->rows.at[r].values[c];
    print_error("%s has no %s %s\n", block->id, row, column);
    fail();
    return NAN;
}

static bool says(const struct analysis_block *block, const char *text)
{
    bool found = block->sentence && strstr(block->sentence, text);
    for (size_t i = 0; i < block->warnings.count; i++)
        found = found || strstr(block->warnings.at[i], text);
    for (size_t i = 0; i < block->checks.count; i++)
        found = found || strstr(block->checks.at[i], text);
    return found;
}

static void finish(struct world *world, struct diags *diags)
{
    diags_release(diags);
    world_free(world);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void no_responses_make_no_blocks(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(0, 2);
    assert_int_equal(analyse(&world, &diags), 0);
    assert_int_equal(diags.errors, 0);
    finish(&world, &diags);
}

static void all_missing_gives_no_value_and_no_zero(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(5, 2);
    for (size_t row = 0; row < 5; row++)
        set_missing(&world, row, "overall", row < 3 ? MISSING_DONT_KNOW : MISSING_NOT_ASKED);
    analyse(&world, &diags);
    const struct analysis_block *block = find(&world, "form_overall_description");
    check_close(value(block, "overall", "n"), 0, 0);
    assert_true(isnan(value(block, "overall", "mean")) && isnan(value(block, "overall", "rate")) && isnan(value(block, "overall", "median")));
    check_close(value(block, "overall", "dont_know_share"), 100, 0);
    check_close(value(block, "overall", "dont_know"), 3, 0);
    check_close(value(block, "overall", "not_asked"), 2, 0);
    assert_null(analysis_find(&world.results->analyses, "form_q2_reliability"));
    finish(&world, &diags);
}

/* Where bars of a scale part, by what its options are: s satisfied, a aware, d do not know. */
static void sides_of_scales(void **state)
{
    (void)state;
    static const struct {
        const char *flags;
        double centre;
        bool backwards;
    } rows[] = {{"ss...", 2.5, false}, {"ss...d", 2.5, false}, {"ss..", 2, false}, {"aa.", 2, false}, {".....", 2.5, false}, {"..", 1, false},
                {"...ss", 2.5, true}, {".ss", 2, true},       {"s..d", 1.5, false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct diags diags;
        struct world world = survey(4, 2);
        struct question *matrix = &world.instrument->questions.at[1];
        matrix->scale = new_scale(&world, strlen(rows[i].flags), rows[i].flags, NULL);
        for (size_t row = 0; row < 3; row++)
            answer(&world, row, "i1", 1);
        set_missing(&world, 3, "i1", MISSING_DONT_KNOW);
        analyse(&world, &diags);
        const struct analysis_block *block = find(&world, "form_q2_frequencies");
        check_close(block->chart_centre, rows[i].centre, 0);
        assert_int_equal(block->chart_backwards, rows[i].backwards);
        assert_true(block->chart_apart > 0);
        check_close(value(block, "i1", "dont_know"), 1, 0);
        check_close(value(block, "i1", "option_1"), 100, 0);
        finish(&world, &diags);
    }
}

/* Two items that say the same go first by turns; one that says everything goes first always. */
static void the_first_driver_is_named_as_surely_as_it_is(void **state)
{
    (void)state;
    for (int clear = 0; clear < 2; clear++) {
        struct diags diags;
        struct world world = survey(120, 2);
        for (size_t row = 0; row < 120; row++) {
            int mood = 1 + (int)(row * 7 % 4), other = 1 + (int)(row * row % 3), last = 1 + (int)(row / 5 % 4);
            answer(&world, row, "overall", mood);
            answer(&world, row, "i1", clear || row % 3 ? mood : other);
            answer(&world, row, "i2", clear ? last : row % 3 != 1 ? mood : other);
            answer(&world, row, "i3", last);
        }
        analyse(&world, &diags);
        const struct analysis_block *block = find(&world, "form_overall_drivers");
        assert_true(says(block, clear ? "重抽样中有100%次居首" : "各题先后不能断定"));
        double first = value(block, "i1", "first") + value(block, "i2", "first") + value(block, "i3", "first");
        check_close(first, 100, 1e-12);
        assert_true(value(block, "i1", "share_low") <= value(block, "i1", "share") && value(block, "i1", "share") <= value(block, "i1", "share_high"));
        finish(&world, &diags);
    }
}

static void one_answer_has_a_mean_and_nothing_more(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(1, 2);
    answer(&world, 0, "overall", 1);
    world.dataset->about[0][0] = 0;
    analyse(&world, &diags);
    const struct analysis_block *block = find(&world, "form_overall_description");
    check_close(value(block, "overall", "mean"), 100, 0);
    assert_true(isnan(value(block, "overall", "sd")));
    assert_string_equal(block->rows.at[0].note, "样本过小，仅供参考");
    finish(&world, &diags);
}

/* 200 people, all very satisfied, in two units: nothing to test, and no block claims a difference. */
static void equal_answers_are_no_difference(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(200, 2);
    for (size_t row = 0; row < 200; row++) {
        world.dataset->about[0][row] = (int16_t)(row % 2);
        answer(&world, row, "overall", 1);
        answer(&world, row, "sex", 1 + (double)(row % 3 == 0));
        for (int i = 0; i < 3; i++)
            answer(&world, row, (const char *const[]){"i1", "i2", "i3"}[i], 1);
    }
    analyse(&world, &diags);
    const struct analysis_block *rates = find(&world, "form_overall_rate_by_d");
    check_close(value(rates, "d1", "rate"), 100, 0);
    check_close(value(rates, "d1", "high"), 100, 1e-12);
    assert_true(value(rates, "d1", "low") < 97);
    assert_true(says(rates, "卡方检验无法进行"));
    assert_false(says(rates, "差异显著"));
    assert_true(isnan(value(find(&world, "form_q2_reliability"), "alpha", "value")));
    assert_true(says(find(&world, "form_q2_reliability"), "无法计算"));
    assert_null(analysis_find(&world.results->analyses, "form_overall_drivers")); /* R² of nothing is no share */
    for (size_t i = 0; i < world.results->analyses.count; i++)
        assert_false(world.results->analyses.at[i].sentence && strstr(world.results->analyses.at[i].sentence, "差异显著"));
    finish(&world, &diags);
}

/* 60 of 100 against 40 of 100: z² = χ² = 8, p = 0.004678 (R: prop.test(c(60, 40), c(100, 100), correct = FALSE)). */
static void two_groups_agree_with_r(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(200, 2);
    for (size_t row = 0; row < 200; row++) {
        world.dataset->about[0][row] = (int16_t)(row / 100);
        answer(&world, row, "overall", row % 100 < (row < 100 ? 60 : 40) ? 2 : 4);
    }
    analyse(&world, &diags);
    const struct analysis_block *tests = find(&world, "form_overall_tests_d");
    check_close(value(tests, "chi_square", "statistic"), 8, 1e-12);
    check_close(value(tests, "chi_square", "p"), 0.004677734981047266, 1e-12);
    check_close(value(tests, "chi_square", "effect"), 0.2, 1e-12);
    const struct analysis_block *pairs = find(&world, "form_overall_rate_pairs_d");
    assert_int_equal(pairs->rows.count, 1);
    check_close(value(pairs, "d1:d2", "difference"), 20, 1e-12);
    check_close(value(pairs, "d1:d2", "p_holm"), 0.004677734981047266, 1e-12);
    assert_true(says(find(&world, "form_overall_rate_by_d"), "差异显著"));
    finish(&world, &diags);
}

/* A great sample finds what nobody would notice: 91 % against 90 % of 20,000 each. */
static void significant_and_tiny_is_called_tiny(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(40000, 2);
    for (size_t row = 0; row < 40000; row++) {
        world.dataset->about[0][row] = (int16_t)(row % 2);
        answer(&world, row, "overall", row / 2 % 100 < (row % 2 ? 91 : 90) ? 1 : 3);
    }
    analyse(&world, &diags);
    assert_true(says(find(&world, "form_overall_rate_by_d"), "差异显著但幅度很小"));
    finish(&world, &diags);
}

static void small_groups_are_marked_and_empty_ones_absent(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(60, 4);
    for (size_t row = 0; row < 60; row++) {
        world.dataset->about[0][row] = row < 29 ? 0 : row < 59 ? 1 : 2; /* 29, 30, 1, 0 */
        answer(&world, row, "overall", 1 + (double)(row % 5));
    }
    analyse(&world, &diags);
    const struct analysis_block *rates = find(&world, "form_overall_rate_by_d");
    assert_int_equal(rates->rows.count, 3);
    assert_string_equal(rates->rows.at[0].note, "样本过小，仅供参考");
    assert_null(rates->rows.at[1].note);
    assert_non_null(rates->rows.at[2].note);
    assert_true(says(rates, "2个组不足30份"));
    finish(&world, &diags);
}

/* A question that everybody must answer alike (an attention check) makes no groups; nor does one with satisfied codes. */
static void only_questions_that_part_people_make_groups(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(100, 1);
    for (size_t row = 0; row < 100; row++) {
        world.dataset->about[0][row] = 0;
        answer(&world, row, "overall", 1 + (double)(row % 5));
        answer(&world, row, "sex", 2);
    }
    analyse(&world, &diags);
    assert_null(analysis_find(&world.results->analyses, "form_overall_rate_by_sex"));
    assert_null(analysis_find(&world.results->analyses, "form_overall_rate_by_d"));
    finish(&world, &diags);
}

/* Void responses are in no block. */
static void void_responses_do_not_count(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(10, 1);
    for (size_t row = 0; row < 10; row++) {
        answer(&world, row, "overall", row < 4 ? 5 : 1);
        world.dataset->status[row] = row < 4 ? RESPONSE_VOID : RESPONSE_VALID;
    }
    analyse(&world, &diags);
    check_close(value(find(&world, "form_overall_description"), "overall", "rate"), 100, 0);
    check_close(value(find(&world, "form_overall_description"), "overall", "n"), 6, 0);
    finish(&world, &diags);
}

/* Requests ----------------------------------------------------------------------------------------------------------- */

static void ask(struct world *world, const char *measure, const char *item, const char *by)
{
    struct analysis *asked = LIST_ADD(world->arena, &world->evaluation->analyses);
    asked->measure = (struct name){measure, {"evaluation.yaml", 7, 3, 0}};
    LIST_ADD(world->arena, &asked->items)->text = item;
    asked->by_name.text = by;
}

static struct analysis *last_asked(struct world *world)
{
    return &world->evaluation->analyses.at[world->evaluation->analyses.count - 1];
}

static void wrong_requests_are_errors_at_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *measure, *item, *by, *text;
    } rows[] = {
        {"kruskal_walis", "form.overall", "d", "unknown measure 'kruskal_walis'"},
        {"kruskal_wallis", "form.overall", NULL, "compares groups"},
        {"cronbach_alpha", "form.overall", NULL, "at least 2 items"},
        {"satisfaction", "form.sex", "d", "does not suit"},
        {"satisfaction", "form.overall", "form.q2", "makes no groups"},
        {"frequencies", "form.absent", NULL, "no answers that can be counted"},
        {"raking", "form.overall", NULL, "needs 'weights'"},
        {"mean", "form.overall", "d", "measure 'mean' takes no 'by'"},
        {"bootstrap", "form.overall", NULL, "needs 'statistic'"},
        {"design_mean", "form.overall", NULL, "needs 'design'"},
        {"mantel_haenszel", "form.overall", "d", "needs 'strata'"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct diags diags;
        struct world world = survey(3, 1);
        ask(&world, rows[i].measure, rows[i].item, rows[i].by);
        analyse(&world, &diags);
        assert_true(diags.errors >= 1);
        if (!strstr(diags.at[0].text, rows[i].text))
            print_error("%s: %s\n", rows[i].measure, diags.at[0].text);
        assert_non_null(strstr(diags.at[0].text, rows[i].text));
        finish(&world, &diags);
    }
}

/* Weightings, a design, judgements, dispositions: one of each, for requests that need them. */
static void declare_everything(struct world *world)
{
    struct evaluation *evaluation = world->evaluation;
    const struct margin_side side = {.kind = &evaluation->kinds.at[0]};
    for (size_t i = 0; i < evaluation->kinds.at[0].units.count; i++) {
        struct population *population = LIST_ADD(world->arena, &evaluation->populations);
        population->unit = &evaluation->kinds.at[0].units.at[i];
        population->size = 1000 * (double)(i + 1);
    }
    for (int method = 0; method < WEIGHTING_METHODS; method++) {
        struct weighting *weighting = LIST_ADD(world->arena, &evaluation->weightings);
        *weighting = (struct weighting){.id = weighting_method_ids[method], .name = "weights", .instrument = world->instrument, .method = (enum weighting_method)method,
                                        .trim_low = NAN, .trim_high = NAN, .rounds = 100, .tolerance = 1e-9, .index = method};
        struct margin *margin = LIST_ADD(world->arena, &weighting->margins);
        margin->sides[0] = side;
        margin->side_count = 1;
    }
    struct sample_design *design = LIST_ADD(world->arena, &evaluation->designs);
    *design = (struct sample_design){.id = "drawn", .name = "drawn", .instrument = world->instrument, .strata_name = {.text = "d"}, .strata = side,
                                     .weighting = &evaluation->weightings.at[0], .finite = true};
    *LIST_ADD(world->arena, &evaluation->dispositions) = (struct dispositions){.id = "phone", .name = "phone", .source = "s", .complete = 10, .refusal = 5, .eligibility = NAN};
    for (int kind = 0; kind < JUDGEMENT_KINDS; kind++) {
        struct judgement *judgement = LIST_ADD(world->arena, &evaluation->judgements);
        *judgement = (struct judgement){.id = judgement_kind_ids[kind], .name = "judged", .kind = (enum judgement_kind)kind, .full_mark = NAN};
        struct judge *judge = LIST_ADD(world->arena, &judgement->experts);
        *judge = (struct judge){.id = "e", .name = "e", .weight = 1, .grounds = NAN, .familiarity = NAN};
        for (int c = 0; c < 2; c++) {
            *LIST_ADD(world->arena, &judgement->criteria) = (struct criterion){.id = c ? "b" : "a", .name = "c"};
            struct number_row *row = LIST_ADD(world->arena, kind == JUDGEMENT_AHP ? &judge->matrix : &judge->rounds);
            for (int k = 0; k < 2; k++)
                *LIST_ADD(world->arena, &row->at) = kind == JUDGEMENT_DELPHI ? 3 : c == k ? 1 : c ? 0.5 : 2;
        }
    }
}

static bool takes(const char *options, const char *option)
{
    const char *at = strstr(options, option);
    return at != NULL;
}

/* Asks for a measure with everything that it takes. */
static void ask_fully(struct world *world, const char *measure)
{
    static const struct {
        const char *measure, *of;
    } sources[] = {{"response_rates", "phone"}, {"ahp", "ahp"}, {"ahp_group", "ahp"}, {"delphi", "delphi"}};
    static const struct {
        const char *measure, *weights;
    } weightings[] = {{"raking", "rake"}, {"poststratification", "poststratify"}, {"linear_calibration", "calibrate"}};
    auto_strbuf struct strbuf options;
    strbuf_init(&options);
    analyse_measure_options(measure, &options);
    bool items = takes(options.at, "items");
    ask(world, measure, "form.q2", takes(options.at, "by") ? "d" : NULL);
    struct analysis *asked = last_asked(world);
    asked->items.count = items;
    asked->seed = takes(options.at, "seed") ? 1 : -1;
    asked->replicates = takes(options.at, "replicates") ? 100 : -1;
    asked->margin = takes(options.at, "margin") ? 5 : (double)NAN;
    asked->share = asked->population = asked->deff = asked->response_rate = NAN;
    asked->option_pos[OPTION_SEED].line = asked->seed >= 0;
    asked->option_pos[OPTION_MARGIN].line = !isnan(asked->margin);
    asked->strata.text = takes(options.at, "strata") ? "form.sex" : NULL;
    asked->weights.text = takes(options.at, "weights") ? "cells" : NULL;
    asked->design.text = takes(options.at, "design") ? "drawn" : NULL;
    asked->statistic.text = takes(options.at, "statistic") ? "mean" : NULL;
    asked->method.text = strcmp(measure, "standardise") == 0 ? "shift" : NULL;
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (strcmp(sources[i].measure, measure) == 0)
            asked->of.text = sources[i].of;
    for (size_t i = 0; i < COUNT_OF(weightings); i++)
        if (strcmp(weightings[i].measure, measure) == 0)
            asked->weights.text = weightings[i].weights;
}

/* Everything can be asked for, and survives an instrument without answers, one answer, and ordinary ones; what a measure refuses of these data is said. */
static void every_measure_survives_any_number_of_answers(void **state)
{
    (void)state;
    const struct stats_measure *list[512];
    size_t count = analyse_measures(list, COUNT_OF(list));
    for (size_t n = 0; n < 3; n++) {
        size_t rows = (const size_t[]){0, 1, 60}[n];
        struct diags diags;
        struct world world = survey(rows, 3);
        declare_everything(&world);
        for (size_t row = 0; row < rows; row++) {
            world.dataset->about[0][row] = (int16_t)(row % 3);
            answer(&world, row, "overall", 1 + (double)((row * 7 + row / 5) % 5));
            answer(&world, row, "sex", 1 + (double)(row % 2));
            answer(&world, row, "i1", 1 + (double)((row * 3) % 5));
            answer(&world, row, "i2", 1 + (double)((row * 3 + row / 7) % 5));
            if (row % 4)
                answer(&world, row, "i3", 1 + (double)((row * 5 + row / 9) % 5));
        }
        for (size_t i = 0; i < count; i++) {
            if (!strcmp(list[i]->name, "rank_set") || !strcmp(list[i]->name, "sensitivity"))
                continue; /* of replicates of score tables: `ceping score --uncertainty --robustness` computes them */
            if (!analyse_measure_on_surveys(list[i]->name))
                print_error("%s cannot be asked for\n", list[i]->name);
            assert_true(analyse_measure_on_surveys(list[i]->name));
            ask_fully(&world, list[i]->name);
        }
        analyse(&world, &diags);
        analyse_overall(world.evaluation, world.results, world.results->arena, &world.results->analyses, &diags);
        for (size_t i = 0; i < world.results->analyses.count; i++) {
            const struct analysis_block *block = &world.results->analyses.at[i];
            assert_non_null(analyse_measure_find(block->measure));
            assert_ptr_equal(analysis_find(&world.results->analyses, block->id), block); /* ids are unique */
            assert_non_null(block->method);
        }
        finish(&world, &diags);
    }
}

/* Answers from two of three units: no sentence claims that they stand for all. */
static void weights_without_answers_for_some_claim_nothing(void **state)
{
    (void)state;
    struct diags diags;
    struct world world = survey(60, 3);
    declare_everything(&world);
    for (size_t row = 0; row < 60; row++) {
        world.dataset->about[0][row] = (int16_t)(row % 2);
        answer(&world, row, "overall", 1 + (double)(row % 5));
    }
    analyse(&world, &diags);
    const struct analysis_block *block = find(&world, "form_weighting_cells");
    assert_true(says(block, "d3没有人作答，不能代表全体"));
    assert_false(says(block, "份答卷代表"));
    check_close(value(block, "margin_1_1", "mean_weight"), 1000 / 30.0, 1e-12);
    assert_true(isnan(value(block, "margin_1_3", "mean_weight")));
    finish(&world, &diags);
}

/* In the second stratum one cluster was met: nothing tells its variance, so nothing is printed unless a rule was chosen; then the block says which. */
static void a_lonely_stratum_needs_a_rule(void **state)
{
    (void)state;
    for (int rule = LONELY_FAIL; rule < LONELY_RULES; rule++) {
        struct diags diags;
        struct world world = survey(60, 2);
        declare_everything(&world);
        struct sample_design *design = &world.evaluation->designs.at[0];
        design->weighting = NULL;
        design->finite = false;
        design->clusters = instrument_variable(world.instrument, "sex");
        design->lonely = (enum lonely_rule)rule;
        for (size_t row = 0; row < 60; row++) {
            world.dataset->about[0][row] = (int16_t)(row % 2);
            answer(&world, row, "overall", 1 + (double)(row / 7 % 5));
            answer(&world, row, "sex", row % 4 == 0 ? 2 : 1); /* unit 1: both, unit 2: one */
        }
        ask(&world, "design_mean", "form.overall", NULL);
        last_asked(&world)->design.text = "drawn";
        analyse(&world, &diags);
        const struct analysis_block *block = analysis_find(&world.results->analyses, "asked_1_form_overall_design_mean");
        if (rule == LONELY_FAIL) {
            assert_null(block);
            assert_int_equal(diags.errors, 1);
            assert_non_null(strstr(diags.at[0].text, "a stratum has a single cluster"));
        } else {
            assert_non_null(block);
            assert_true(says(block, "1层只抽到一个初级单元"));
            assert_true(value(block, "all", "se") > 0);
            assert_int_equal(diags.errors, 0);
        }
        finish(&world, &diags);
    }
}

static void measures_are_unique_and_complete(void **state)
{
    (void)state;
    const struct stats_measure *list[512];
    size_t count = analyse_measures(list, COUNT_OF(list));
    assert_true(count > 60 && count <= COUNT_OF(list));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(list[i]->name, list[j]->name);
        assert_true(list[i]->title && list[i]->group && list[i]->needs && list[i]->formula && list[i]->function && list[i]->test);
        assert_ptr_equal(analyse_measure_find(list[i]->name), list[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_responses_make_no_blocks),
        cmocka_unit_test(all_missing_gives_no_value_and_no_zero),
        cmocka_unit_test(sides_of_scales),
        cmocka_unit_test(the_first_driver_is_named_as_surely_as_it_is),
        cmocka_unit_test(one_answer_has_a_mean_and_nothing_more),
        cmocka_unit_test(equal_answers_are_no_difference),
        cmocka_unit_test(two_groups_agree_with_r),
        cmocka_unit_test(significant_and_tiny_is_called_tiny),
        cmocka_unit_test(small_groups_are_marked_and_empty_ones_absent),
        cmocka_unit_test(only_questions_that_part_people_make_groups),
        cmocka_unit_test(void_responses_do_not_count),
        cmocka_unit_test(wrong_requests_are_errors_at_their_place),
        cmocka_unit_test(every_measure_survives_any_number_of_answers),
        cmocka_unit_test(weights_without_answers_for_some_claim_nothing),
        cmocka_unit_test(a_lonely_stratum_needs_a_rule),
        cmocka_unit_test(measures_are_unique_and_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
