/* SPDX-License-Identifier: GPL-3.0-or-later
 * What scores tell of hidden leaves. Random evaluations are attacked by a linear program of the test's own, built from what is left in the results.
 */
#include "build.h"

static const double districts[] = {2, 1, 0, 40, 30, 10, 20, 15, 5, 60, 20, 10}; /* 3, 80, 40 and 90 answers */

static struct figure *add_sheet(struct world *w, const char *id, struct instrument *office, const double *values)
{
    struct figure_result *result = add_figure(w, id, 1, districts, NULL);
    struct figure *figure = (struct figure *)result->figure;
    figure->instrument = office;
    figure->statistic = STAT_MEAN;
    figure->variables.count = 0;
    result->all.counts = NULL;
    result->all.value = 80;
    for (size_t i = 0; i < result->cells.count; i++) {
        result->cells.at[i].counts = NULL;
        result->cells.at[i].value = values[i];
        result->cells.at[i].base = 10;
        result->cells.at[i].numerator = 10 * values[i];
    }
    return figure;
}

/* A table of the first figures, a facet each, with places by score. */
static struct table_result *add_table(struct world *w, const double *weights, int count)
{
    struct table *table = LIST_ADD(w->arena, &w->evaluation->rubric.tables);
    *table = (struct table){.id = "t", .name = "t", .by_count = 1, .decimals = 2, .ranked = true};
    table->by[0] = &w->evaluation->kinds.at[0];
    struct facet *facet = LIST_ADD(w->arena, &w->evaluation->rubric.facets);
    facet->id = facet->name = "method";
    for (int n = 0; n < count; n++) {
        struct node *node = LIST_ADD(w->arena, &table->root.children);
        node->id = node->name = w->evaluation->figures.at[n].id;
        node->figure = &w->evaluation->figures.at[n];
        node->index = n;
        *LIST_ADD(w->arena, &node->facets) = (struct facet_mark){.value_index = n};
        *LIST_ADD(w->arena, &facet->values) = node->id;
    }
    for (int n = 0; n < count; n++)
        *LIST_ADD(w->arena, &table->nodes) = &table->root.children.at[n];
    struct table_result *result = LIST_ADD(w->results->arena, &w->results->tables);
    result->table = table;
    for (int i = 0; i < 4; i++) {
        struct score_row *row = LIST_ADD(w->results->arena, &result->rows);
        row->units[0] = i;
        row->nodes = ARENA_ARRAY(w->arena, struct node_score, count);
        row->facets = ARENA_ARRAY(w->arena, struct facet_score *, 1);
        row->facets[0] = ARENA_ARRAY(w->arena, struct facet_score, count);
        for (int n = 0; n < count; n++) {
            double value = w->results->figures.at[n].cells.at[i].value;
            row->nodes[n] = (struct node_score){.raw = value, .score = value, .weight = weights[n], .effective_weight = weights[n], .base = 10};
            row->facets[0][n] = (struct facet_score){weights[n] * value, weights[n], SHOWN};
            row->base_score += weights[n] * value / 100;
        }
        row->score = row->printed = row->base_score;
    }
    result->by_place = ARENA_ARRAY(w->results->arena, int, result->rows.count);
    for (int i = 0; i < 4; i++) {
        int place = 0;
        for (int k = 0; k < 4; k++)
            place += result->rows.at[k].score > result->rows.at[i].score;
        result->by_place[place] = i;
        result->rows.at[i].place = result->rows.at[i].natural_place = place + 1;
    }
    return result;
}

/* Three leaves, half a score the survey: whoever knows the score and two leaves knows the third. */
static void scores_do_not_tell_of_hidden_leaves(void **state)
{
    (void)state;
    static const double weights[] = {50, 30, 20}, visits[] = {80, 82, 84, 86}, talks[] = {70, 75, 72, 78};
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    struct instrument office = {.id = "office", .title = "office"};
    add_figure(&w, "rate", 1, districts, NULL);
    add_sheet(&w, "visits", &office, visits);
    add_sheet(&w, "talks", &office, talks);
    struct table_result *result = add_table(&w, weights, 3);
    disclose_results(w.results, NULL);
    assert_int_equal(result->rows.at[0].nodes[0].hidden, HIDDEN_BASE);
    assert_int_equal(result->rows.at[0].facets[0][0].hidden, HIDDEN_BASE);
    for (int i = 0; i < 4; i++) {
        const struct score_row *row = &result->rows.at[i];
        assert_false(num_is_hidden(row->score)); /* the ranking stays */
        int leaves = 0;
        for (int n = 0; n < 3; n++) {
            leaves += row->nodes[n].hidden != SHOWN;
            assert_int_equal(row->nodes[n].hidden != SHOWN, num_is_hidden(row->nodes[n].score));
            /* A leaf is a figure and a facet: all of them or none. */
            assert_int_equal(row->nodes[n].hidden != SHOWN, w.results->figures.at[n].cells.at[i].hidden != SHOWN);
            assert_int_equal(row->nodes[n].hidden != SHOWN, num_is_hidden(row->facets[0][n].weighted));
        }
        if (leaves == 1)
            fail_msg("row %d: one leaf is hidden (%d %d %d), the score tells it", i, row->nodes[0].hidden, row->nodes[1].hidden, row->nodes[2].hidden);
    }
    assert_true(result->rows.at[2].nodes[0].hidden); /* the neighbour that protects the small district */
    world_free(&w);
}

/* Districts of four people, and one of three. The scores give Σ rate once the mean of the visits is known, and all answers together give Σ people · rate: the difference is the
 * rate of the district of three. So the mean of the visits is given up, and not a score. */
static void a_whole_that_tells_a_count_is_given_up(void **state)
{
    (void)state;
    static const double weights[] = {60, 40}, visits[] = {50, 55, 45, 60}, counts[] = {2, 2, 0, 1, 2, 1, 0, 2, 2, 2, 1, 0};
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    struct instrument office = {.id = "office", .title = "office"};
    struct figure_result *rate = add_figure(&w, "rate", 1, counts, NULL);
    add_sheet(&w, "visits", &office, visits);
    struct figure_result *visit = &w.results->figures.at[1];
    visit->all.numerator = 10 * (50 + 55 + 45 + 60);
    visit->all.base = 40;
    visit->all.value = visit->all.numerator / visit->all.base;
    struct table_result *result = add_table(&w, weights, 2);
    double rates = 0;
    for (int i = 0; i < 4; i++)
        rates += (100 * result->rows.at[i].score - 40 * visits[i]) / 60; /* Σ of the visits alone is enough */
    check_close(4 * rates - 100 * rate->all.numerator, rate->cells.at[3].value, 1e-9);
    disclose_results(w.results, NULL);
    assert_int_equal(rate->all.hidden, SHOWN);
    assert_int_equal(visit->all.hidden, HIDDEN_DERIVED);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rate->cells.at[i].hidden, HIDDEN_BASE);
        assert_false(num_is_hidden(result->rows.at[i].score));
    }
    world_free(&w);
}

/* Its place would tell it: it stands between two others. */
static void a_score_of_few_people_has_no_place(void **state)
{
    (void)state;
    static const double weights[] = {100}, counts[] = {3, 0, 0, 40, 30, 10, 20, 15, 6, 60, 20, 10};
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    add_figure(&w, "rate", 1, counts, NULL);
    struct table_result *result = add_table(&w, weights, 1);
    assert_int_not_equal(result->by_place[3], 0);
    disclose_results(w.results, NULL);
    const struct score_row *row = &result->rows.at[0];
    assert_int_equal(row->hidden, HIDDEN_BASE);
    assert_true(num_is_hidden(row->score) && num_is_hidden(row->place) && num_is_hidden(row->natural_place));
    assert_int_equal(result->by_place[3], 0);
    assert_true(num_is_hidden(result->mean));
    assert_false(num_is_hidden(result->rows.at[result->by_place[0]].place));
    world_free(&w);
}

/* Random evaluations ------------------------------------------------------------------------------------------------------ */

enum { UNITS = 4, SHEETS = 10 };

struct case_of {
    double weights[2], visits[UNITS], counts[UNITS * OPTIONS], people[UNITS], score[UNITS];
    const struct figure_result *rate, *visit;
    const struct table_result *table;
};

static void know(glp_prob *problem, const int *index, const double *factor, int count, double low, double high)
{
    int row = glp_add_rows(problem, 1);
    glp_set_mat_row(problem, row, count, index, factor);
    glp_set_row_bnds(problem, row, high > low ? GLP_DB : GLP_FX, low, high);
}

static void know_one(glp_prob *problem, int column, double value)
{
    const int index[] = {0, column};
    const double factor[] = {0, 1};
    know(problem, index, factor, 1, value, value);
}

/* Columns: counts by unit and option, then the mean of the sheets of each unit. `scores_only`: as if nothing else had been published. */
static glp_prob *attack_case(const struct case_of *c, bool scores_only)
{
    glp_term_out(GLP_OFF);
    glp_prob *problem = glp_create_prob();
    glp_add_cols(problem, UNITS * OPTIONS + UNITS);
    for (int column = 1; column <= UNITS * OPTIONS + UNITS; column++)
        glp_set_col_bnds(problem, column, GLP_DB, 0, column > UNITS * OPTIONS ? 100 : 1000);
    for (int i = 0; i < UNITS; i++) {
        int first = i * OPTIONS + 1, sheets = UNITS * OPTIONS + 1 + i;
        const int options[] = {0, first, first + 1, first + 2}, parts[] = {0, first, sheets};
        const double ones[] = {0, 1, 1, 1}, factors[] = {0, c->weights[0] / c->people[i], c->weights[1] / 100};
        know(problem, options, ones, OPTIONS, c->people[i], c->people[i]);
        if (!num_is_hidden(c->table->rows.at[i].score))
            know(problem, parts, factors, 2, c->score[i] - 0.005, c->score[i] + 0.005);
        for (int o = 0; o < OPTIONS && !scores_only && !c->rate->cells.at[i].hidden; o++)
            know_one(problem, first + o, c->counts[i * OPTIONS + o]);
        if (!scores_only && !c->visit->cells.at[i].hidden)
            know_one(problem, sheets, c->visits[i]);
    }
    for (int o = 0; o < OPTIONS && !scores_only && !c->rate->all.hidden; o++) {
        const int index[] = {0, 1 + o, 4 + o, 7 + o, 10 + o};
        const double ones[] = {0, 1, 1, 1, 1};
        know(problem, index, ones, UNITS, c->rate->all.counts[o], c->rate->all.counts[o]);
    }
    if (!scores_only && !c->visit->all.hidden) {
        const int index[] = {0, UNITS * OPTIONS + 1, UNITS * OPTIONS + 2, UNITS * OPTIONS + 3, UNITS * OPTIONS + 4};
        const double sheets[] = {0, SHEETS, SHEETS, SHEETS, SHEETS};
        know(problem, index, sheets, UNITS, c->visit->all.numerator, c->visit->all.numerator);
    }
    return problem;
}

static double width_of(glp_prob *problem, int column)
{
    double ends[2];
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    glp_set_obj_coef(problem, column, 1);
    for (int end = 0; end < 2; end++) {
        glp_set_obj_dir(problem, end ? GLP_MAX : GLP_MIN);
        assert_int_equal(glp_simplex(problem, &control), 0);
        assert_int_equal(glp_get_status(problem), GLP_OPT);
        ends[end] = glp_get_obj_val(problem);
    }
    glp_set_obj_coef(problem, column, 0);
    return ends[1] - ends[0];
}

static struct world draw_case(struct case_of *c, struct instrument *office)
{
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, UNITS, 1);
    c->weights[0] = 10 * (2 + draw(7));
    c->weights[1] = 100 - c->weights[0];
    double sum = 0;
    for (int i = 0; i < UNITS; i++) {
        c->people[i] = 0;
        unsigned most = draw(3) ? 4 : 30;
        for (int o = 0; o < OPTIONS; o++)
            c->people[i] += c->counts[i * OPTIONS + o] = draw(most) + (o == 0);
        c->visits[i] = 30 + draw(71);
        sum += SHEETS * c->visits[i];
    }
    c->rate = add_figure(&w, "rate", 1, c->counts, NULL);
    add_sheet(&w, "visits", office, c->visits);
    struct figure_result *visit = &w.results->figures.at[1];
    visit->all.numerator = sum;
    visit->all.base = UNITS * SHEETS;
    visit->all.value = sum / visit->all.base;
    c->visit = visit;
    c->table = add_table(&w, c->weights, 2);
    for (int i = 0; i < UNITS; i++)
        c->score[i] = c->table->rows.at[i].score;
    return w;
}

/* What could be told by the scores alone is told; beyond that nobody knows a hidden count to the person. An option that nobody anywhere chose is no secret. */
static void nobody_works_out_a_count_from_scores(void **state)
{
    (void)state;
    size_t hidden = 0, wholes = 0;
    for (uint64_t number = 1; number <= 300; number++) {
        draw_seed = number * UINT64_C(0x9E3779B97F4A7C15);
        struct case_of c;
        struct instrument office = {.id = "office", .title = "office"};
        struct world w = draw_case(&c, &office);
        double all[OPTIONS];
        memcpy(all, c.rate->all.counts, sizeof all);
        disclose_results(w.results, NULL);
        glp_prob *reader = attack_case(&c, false), *least = attack_case(&c, true);
        wholes += c.visit->all.hidden != SHOWN || c.rate->all.hidden != SHOWN;
        for (int i = 0; i < UNITS; i++)
            for (int o = 0; o < OPTIONS && c.rate->cells.at[i].hidden == HIDDEN_BASE; o++) {
                int column = i * OPTIONS + o + 1;
                double width = width_of(reader, column);
                hidden++;
                if (all[o] >= 1 && width < 1 - 1e-6 && width_of(least, column) >= 1)
                    fail_msg("case %d, unit %d, option %d: known to %g", (int)number, i, o, width);
            }
        glp_delete_prob(reader);
        glp_delete_prob(least);
        world_free(&w);
    }
    assert_true(hidden > 500 && wholes > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_do_not_tell_of_hidden_leaves),
        cmocka_unit_test(a_whole_that_tells_a_count_is_given_up),
        cmocka_unit_test(a_score_of_few_people_has_no_place),
        cmocka_unit_test(nobody_works_out_a_count_from_scores),
    };
    return cmocka_run_group_tests_name("disclose/scores", tests, NULL, NULL);
}
