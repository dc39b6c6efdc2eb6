/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which numbers are hidden. Random tables are attacked by a linear program of the test's own, built from what is left in the results.
 */
#include "build.h"

static void star(const struct figure_cell *cell, enum hidden why)
{
    assert_int_equal(cell->hidden, why);
    const double values[] = {cell->value, cell->numerator, cell->base, cell->responses, cell->min, cell->max, cell->counts[0], cell->counts[OPTIONS - 1], cell->missing[MISSING_BLANK]};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        assert_true(num_is_hidden(values[i]));
}

static void shown(const struct figure_cell *cell, double numerator, double base)
{
    assert_int_equal(cell->hidden, SHOWN);
    check_close(cell->numerator, numerator, 0);
    check_close(cell->base, base, 0);
}

/* One kind --------------------------------------------------------------------------------------------------------- */

static const double districts[] = {2, 1, 0, 40, 30, 10, 20, 15, 5, 60, 20, 10}; /* 3, 80, 40 and 90 answers */

static void a_small_unit_takes_the_smallest_other_with_it(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    struct figure_result *rate = add_figure(&w, "rate", 1, districts, NULL);
    disclose_results(w.results, NULL);
    star(&rate->cells.at[0], HIDDEN_BASE);
    shown(&rate->cells.at[1], 40, 80);
    star(&rate->cells.at[2], HIDDEN_DERIVED);
    shown(&rate->cells.at[3], 60, 90);
    shown(&rate->all, 122, 213);
    assert_int_equal(w.results->hidden[HIDDEN_BASE], 1);
    assert_int_equal(w.results->hidden[HIDDEN_DERIVED], 1);
    world_free(&w);
}

static void nothing_small_hides_nothing(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 3, 1);
    struct figure_result *rate = add_figure(&w, "rate", 1, districts + 3, NULL);
    struct strbuf list;
    strbuf_init(&list);
    disclose_results(w.results, &list);
    assert_string_equal(list.at, "");
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(rate->cells.at[i].hidden, SHOWN);
    assert_true(w.results->disclosed);
    strbuf_release(&list);
    world_free(&w);
}

static void what_is_given_in_office_is_not_hidden(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_NONE, 4, 1);
    struct figure_result *rate = add_figure(&w, "rate", 1, districts, NULL);
    disclose_results(w.results, NULL);
    shown(&rate->cells.at[0], 2, 3);
    world_free(&w);
}

static void raters_need_five(void **state)
{
    (void)state;
    static const double ratings[] = {3, 1, 0, 3, 2, 0, 9, 4, 0}; /* 4, 5 and 13 raters */
    struct world w = world_new(CONFIDENTIAL_RATERS, 3, 1);
    struct figure_result *rate = add_figure(&w, "rate", 1, ratings, NULL);
    disclose_results(w.results, NULL);
    star(&rate->cells.at[0], HIDDEN_BASE);
    star(&rate->cells.at[1], HIDDEN_DERIVED);
    shown(&rate->cells.at[2], 9, 13);
    world_free(&w);
}

static void people_count_not_answers(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 3, 1);
    struct figure_result *rate = add_figure(&w, "rate", 1, districts + 3, NULL);
    rate->cells.at[1].responses = 8; /* forty answers of eight people to five items */
    disclose_results(w.results, NULL);
    star(&rate->cells.at[1], HIDDEN_BASE);
    world_free(&w);
}

/* Figures over the same answers --------------------------------------------------------------------------------------- */

static void figures_of_the_same_answers_are_hidden_together(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    struct figure_result *first = add_figure(&w, "first", 1, districts, NULL), *second = add_figure(&w, "second", 1, districts, NULL);
    disclose_results(w.results, NULL);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(first->cells.at[i].hidden, second->cells.at[i].hidden);
    star(&second->cells.at[2], HIDDEN_DERIVED);
    world_free(&w);
}

static const double all_of[] = {122, 66, 25}, cadres[] = {118, 66, 24}, masses[] = {4, 0, 1};

static void a_part_of_nearly_all_tells_of_the_others(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    struct figure_result *all = add_figure(&w, "all", 0, all_of, NULL), *part = add_figure(&w, "part", 0, cadres, "respondent = 1");
    disclose_results(w.results, NULL);
    shown(&all->all, 122, 213);
    star(&part->all, HIDDEN_DERIVED);
    world_free(&w);
}

static void parts_that_make_up_the_whole_hide_each_other(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    struct figure_result *all = add_figure(&w, "all", 0, all_of, NULL), *one = add_figure(&w, "one", 0, cadres, "respondent = 1"),
                         *two = add_figure(&w, "two", 0, masses, "respondent = 2");
    disclose_results(w.results, NULL);
    shown(&all->all, 122, 213);
    star(&one->all, HIDDEN_DERIVED);
    star(&two->all, HIDDEN_BASE);
    world_free(&w);
}

static void the_edition_before_tells_of_the_new_answers(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    struct figure_result *all = add_figure(&w, "all", 0, all_of, NULL);
    struct figure *figure = &w.evaluation->figures.at[0];
    *LIST_ADD(w.arena, &w.evaluation->earlier) = (struct earlier){.figure = figure, .value = 57, .numerator = 118, .denominator = 208};
    disclose_results(w.results, NULL);
    shown(&all->all, 122, 213); /* another year's people: nothing follows */
    w.results->disclosed = false;
    *LIST_ADD(w.arena, &w.evaluation->disclosure.cumulative_figures) = figure;
    disclose_results(w.results, NULL);
    star(&all->all, HIDDEN_DERIVED);
    world_free(&w);
}

static void one_answer_that_is_most_of_a_sum(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    struct figure_result *sum = add_figure(&w, "sum", 0, all_of, NULL);
    w.evaluation->figures.at[0].statistic = STAT_SUM;
    sum->all.counts = NULL;
    sum->all.value = sum->all.numerator = 100;
    sum->all.min = 0;
    sum->all.max = 51;
    disclose_results(w.results, NULL);
    assert_int_equal(sum->all.hidden, HIDDEN_DOMINANT);
    assert_true(num_is_hidden(sum->all.value));
    world_free(&w);

    w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    sum = add_figure(&w, "sum", 0, all_of, NULL);
    w.evaluation->figures.at[0].statistic = STAT_SUM;
    sum->all.counts = NULL;
    sum->all.value = sum->all.numerator = 100;
    sum->all.min = 0;
    sum->all.max = 50;
    disclose_results(w.results, NULL);
    check_close(sum->all.value, 100, 0);
    assert_true(num_is_hidden(sum->all.max)); /* one person's answer */
    world_free(&w);
}

/* Figures leave "don't know" out of their base, frequencies do not: they are the same answers all the same. */
static void frequencies_and_figures_are_one(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    w.scale->options.at[2].missing = MISSING_DONT_KNOW;
    struct figure_result *rate = add_figure(&w, "rate", 0, districts, NULL);
    rate->all.base = rate->all.responses = 188; /* without 25 who do not know */
    struct frequency *frequency = LIST_ADD(w.results->arena, &w.results->frequencies);
    *frequency = (struct frequency){.instrument = w.instrument, .question = &w.instrument->questions.at[0], .by = &w.evaluation->kinds.at[0]};
    for (int i = 0; i < 4; i++) {
        struct frequency_cell *cell = LIST_ADD(w.results->arena, &frequency->cells);
        *cell = (struct frequency_cell){.unit = i, .counts = ARENA_ARRAY(w.arena, double, OPTIONS)};
        memcpy(cell->counts, districts + i * OPTIONS, OPTIONS * sizeof(double));
        cell->answered = cell->counts[0] + cell->counts[1];
        cell->asked = cell->answered + cell->counts[2];
    }
    disclose_results(w.results, NULL);
    assert_int_equal(rate->all.hidden, SHOWN);
    assert_int_equal(frequency->cells.at[0].hidden, HIDDEN_BASE);
    assert_int_equal(frequency->cells.at[2].hidden, HIDDEN_DERIVED);
    assert_true(num_is_hidden(frequency->cells.at[2].counts[1]) && num_is_hidden(frequency->cells.at[2].asked));
    check_close(frequency->cells.at[3].counts[0], 60, 0);
    world_free(&w);
}

/* One figure over two items, and one over each: few answered the first. */
static void a_sum_of_items_tells_of_the_items(void **state)
{
    (void)state;
    static const double both[] = {42, 31, 10}, first[] = {2, 1, 0}, second[] = {40, 30, 10};
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 1, 1);
    struct question *question = &w.instrument->questions.at[0];
    struct variable *variables = ARENA_ARRAY(w.arena, struct variable, 2);
    for (int v = 0; v < 2; v++)
        variables[v] = (struct variable){.id = "item", .type = VARIABLE_CODE, .question = question, .index = v};
    struct figure_result *sum = add_figure(&w, "sum", 0, both, NULL), *one = add_figure(&w, "one", 0, first, NULL), *two = add_figure(&w, "two", 0, second, NULL);
    struct figure *figures = w.evaluation->figures.at;
    figures[0].variables.at[0] = figures[1].variables.at[0] = &variables[0];
    *LIST_ADD(w.arena, &figures[0].variables) = figures[2].variables.at[0] = &variables[1];
    w.evaluation->figures.at[1].where.text = w.evaluation->figures.at[2].where.text = NULL;
    disclose_results(w.results, NULL);
    star(&one->all, HIDDEN_BASE);
    /* All three are numbers of everyone; who knows two knows the third. */
    assert_true(sum->all.hidden || two->all.hidden);
    world_free(&w);
}

/* Statistics ----------------------------------------------------------------------------------------------------------- */

static struct analysis_block *add_block(struct world *w, const char *id, const struct instrument *instrument, double base, double n)
{
    struct analysis_block *block = analysis_add(w->results->arena, &w->results->analyses, "mean", id, id);
    block->instrument = instrument;
    block->base = base;
    analysis_column(w->results->arena, block, "n", "n", ANALYSIS_COUNT, 0);
    analysis_row(w->results->arena, block, "row", "row")->values[0] = n;
    return block;
}

static void statistics_that_would_tell_stay_inside(void **state)
{
    (void)state;
    struct instrument other = {.id = "other", .title = "other", .confidential = CONFIDENTIAL_RESPONDENTS}, office = {.id = "office", .title = "office"};
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    add_figure(&w, "rate", 1, districts, NULL);
    add_block(&w, "of_hidden", w.instrument, 213, 213);
    add_block(&w, "of_few", &other, 8, 8);
    add_block(&w, "of_few_in_a_row", &other, 100, 9);
    add_block(&w, "of_many", &other, 100, 10);
    add_block(&w, "in_office", &office, 3, 1);
    disclose_results(w.results, NULL);
    static const bool inside[] = {true, true, true, false, false};
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        assert_int_equal(w.results->analyses.at[i].inside, inside[i]);
    world_free(&w);
}

/* Random tables -------------------------------------------------------------------------------------------------------- */

static void draw_table(double *counts, size_t pairs)
{
    for (size_t p = 0; p < pairs; p++) {
        bool small = draw(5) == 0;
        for (size_t o = 0; o < OPTIONS; o++)
            counts[p * OPTIONS + o] = draw(small ? 4 : 30);
    }
}

struct published { /* one cell as it was and as it is */
    int a, b;
    const struct figure_cell *now;
    double before[OPTIONS], base;
};

static size_t cells_of(const struct figure_result *result, unsigned by, struct published *ret_cells)
{
    for (size_t c = 0; c < result->cells.count; c++) {
        const struct figure_cell *cell = &result->cells.at[c];
        ret_cells[c] = (struct published){by & 1 ? cell->units[0] : -1, by == 3 ? cell->units[1] : by & 2 ? cell->units[0] : -1, cell, {0}, cell->base};
        memcpy(ret_cells[c].before, cell->counts, sizeof ret_cells[c].before);
    }
    return result->cells.count;
}

/* What is left, and how many answers there are everywhere. `wholes_only`: as if nothing but the total had been published. */
static struct reader read_all(size_t a, size_t b, const struct published *cells, size_t count, const struct published *all, bool wholes_only)
{
    struct reader r = reader_new(a, b);
    for (size_t c = 0; c < count; c++) {
        reader_knows(&r, cells[c].a, cells[c].b, -1, cells[c].base);
        for (int o = 0; o < OPTIONS && !wholes_only && !cells[c].now->hidden; o++)
            reader_knows(&r, cells[c].a, cells[c].b, o, cells[c].now->counts[o]);
    }
    for (int o = 0; o < OPTIONS && !all->now->hidden; o++)
        reader_knows(&r, -1, -1, o, all->now->counts[o]);
    return r;
}

static size_t hidden_cells, derived_cells, shown_cells;

/* Figures by pairs and by each kind. */
static size_t by_kinds(struct world *w, const double *counts, struct published *cells)
{
    static const unsigned kinds[] = {3, 1, 2};
    static const char *const ids[] = {"pairs", "by_a", "by_b"};
    size_t count = 0;
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        count += cells_of(add_figure(w, ids[k], kinds[k], counts, NULL), kinds[k], cells + count);
    return count;
}

/* The same counts told otherwise: b is not a kind of units but who answered, each with a condition of its own. */
static size_t by_conditions(struct world *w, const double *counts, size_t a, size_t b, struct published *cells)
{
    size_t count = cells_of(add_figure(w, "by_a", 1, counts, NULL), 1, cells);
    for (size_t j = 0; j < b; j++) {
        double part[PAIRS_MAX * OPTIONS] = {0};
        for (size_t i = 0; i < a; i++)
            memcpy(part + (i * b + j) * OPTIONS, counts + (i * b + j) * OPTIONS, OPTIONS * sizeof(double));
        struct figure_result *result = add_figure(w, arena_printf(w->arena, "part%zu", j), 1, part, arena_printf(w->arena, "who = %zu", j));
        size_t from = count;
        count += cells_of(result, 1, cells + count);
        for (size_t c = from; c < count; c++)
            cells[c].b = (int)j;
        cells[count] = (struct published){-1, (int)j, &result->all, {0}, result->all.base};
        memcpy(cells[count++].before, result->all.counts, sizeof cells->before);
    }
    return count;
}

static void attack_table(uint64_t number, bool conditions)
{
    draw_seed = number * UINT64_C(0x9E3779B97F4A7C15) + 1;
    size_t a = 2 + draw(3), b = 2 + draw(conditions ? 2 : 3);
    double counts[PAIRS_MAX * OPTIONS];
    draw_table(counts, a * b);
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, a, b);
    struct published cells[3 * PAIRS_MAX], all;
    size_t count = conditions ? by_conditions(&w, counts, a, b, cells) : by_kinds(&w, counts, cells);
    all = (struct published){-1, -1, &w.results->figures.at[0].all, {0}, w.results->figures.at[0].all.base};
    disclose_results(w.results, NULL);

    struct reader reader = read_all(a, b, cells, count, &all, false), bare = read_all(a, b, cells, count, &all, true);
    for (size_t c = 0; c < count; c++) {
        const struct published *cell = &cells[c];
        bool small = cell->base > 0 && cell->base < 10;
        if (small && cell->now->hidden != HIDDEN_BASE)
            fail_msg("table %d: a cell of %g people is shown", (int)number, cell->base);
        shown_cells += !cell->now->hidden;
        derived_cells += cell->now->hidden == HIDDEN_DERIVED;
        if (!cell->now->hidden)
            continue;
        hidden_cells++;
        double greatest = 0, possible = 0;
        for (size_t o = 0; o < OPTIONS; o++) {
            double width = reader_width(&reader, cell->a, cell->b, o), most = reader_width(&bare, cell->a, cell->b, o);
            greatest = fmax(greatest, width);
            possible = fmax(possible, most);
            if (small && width < 0.5 * fmin(cell->base, most) - 1e-3)
                fail_msg("table %d: a cell of %g people is known within %g, %g were possible", (int)number, cell->base, width, most);
        }
        if (possible > 1e-6 && greatest < 1e-3)
            fail_msg("table %d: a hidden cell of %g people can be worked out", (int)number, cell->base);
    }
    glp_delete_prob(reader.problem);
    glp_delete_prob(bare.problem);
    world_free(&w);
}

static void nobody_works_out_a_hidden_cell(void **state)
{
    (void)state;
    hidden_cells = derived_cells = shown_cells = 0;
    for (uint64_t number = 1; number <= 300; number++)
        attack_table(number, false);
    /* The test has seen something, and not all was hidden. */
    assert_true(hidden_cells > 500 && derived_cells > 100 && shown_cells > 1500);
}

/* A hundred towns by two: nearly all cells are small. Every seventh is attacked. */
static void hundreds_of_small_cells(void **state)
{
    (void)state;
    static struct published cells[3 * PAIRS_MAX];
    static double counts[PAIRS_MAX * OPTIONS];
    draw_seed = 20260;
    for (size_t p = 0; p < 200; p++)
        for (size_t o = 0; o < OPTIONS; o++)
            counts[p * OPTIONS + o] = draw(o == 0 ? 10 : 3);
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 100, 2);
    size_t count = by_kinds(&w, counts, cells), small = 0, hidden = 0;
    struct published all = {-1, -1, &w.results->figures.at[0].all, {0}, w.results->figures.at[0].all.base};
    disclose_results(w.results, NULL);
    struct reader reader = read_all(100, 2, cells, count, &all, false), bare = read_all(100, 2, cells, count, &all, true);
    for (size_t c = 0; c < count; c++) {
        const struct published *cell = &cells[c];
        hidden += cell->now->hidden != SHOWN;
        if (!(cell->base > 0 && cell->base < 10))
            continue;
        assert_int_equal(cell->now->hidden, HIDDEN_BASE);
        if (small++ % 7 != 0)
            continue;
        for (size_t o = 0; o < OPTIONS; o++) {
            double width = reader_width(&reader, cell->a, cell->b, o), most = reader_width(&bare, cell->a, cell->b, o);
            if (width < 0.5 * fmin(cell->base, most) - 1e-3)
                fail_msg("cell %zu of %g people is known within %g, %g were possible", c, cell->base, width, most);
        }
    }
    assert_true(small > 120);
    assert_true(hidden < 290); /* of 302: some are left to see */
    assert_int_equal(w.results->figures.at[0].all.hidden, SHOWN);
    glp_delete_prob(reader.problem);
    glp_delete_prob(bare.problem);
    world_free(&w);
}

static void conditions_are_parts_like_units(void **state)
{
    (void)state;
    hidden_cells = derived_cells = shown_cells = 0;
    for (uint64_t number = 1; number <= 300; number++)
        attack_table(number, true);
    assert_true(hidden_cells > 500 && derived_cells > 100 && shown_cells > 1500);
}

static void the_same_table_gives_the_same_choice(void **state)
{
    (void)state;
    double counts[PAIRS_MAX * OPTIONS];
    char chosen[2][256] = {{0}};
    for (int run = 0; run < 2; run++) {
        draw_seed = 77;
        draw_table(counts, 16);
        counts[0] = 2, counts[1] = 1, counts[2] = 0;
        struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 4);
        struct figure_result *pairs = add_figure(&w, "pairs", 3, counts, NULL);
        add_figure(&w, "by_a", 1, counts, NULL);
        add_figure(&w, "by_b", 2, counts, NULL);
        disclose_results(w.results, NULL);
        for (size_t c = 0; c < pairs->cells.count; c++)
            chosen[run][c] = (char)('0' + pairs->cells.at[c].hidden);
        world_free(&w);
    }
    assert_string_equal(chosen[0], chosen[1]);
    assert_non_null(strchr(chosen[0], '0' + HIDDEN_DERIVED));
}

static void a_second_call_changes_nothing(void **state)
{
    (void)state;
    struct world w = world_new(CONFIDENTIAL_RESPONDENTS, 4, 1);
    add_figure(&w, "rate", 1, districts, NULL);
    disclose_results(w.results, NULL);
    disclose_results(w.results, NULL);
    assert_int_equal(w.results->hidden[HIDDEN_BASE], 1);
    world_free(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_unit_takes_the_smallest_other_with_it),
        cmocka_unit_test(nothing_small_hides_nothing),
        cmocka_unit_test(what_is_given_in_office_is_not_hidden),
        cmocka_unit_test(raters_need_five),
        cmocka_unit_test(people_count_not_answers),
        cmocka_unit_test(figures_of_the_same_answers_are_hidden_together),
        cmocka_unit_test(a_part_of_nearly_all_tells_of_the_others),
        cmocka_unit_test(parts_that_make_up_the_whole_hide_each_other),
        cmocka_unit_test(the_edition_before_tells_of_the_new_answers),
        cmocka_unit_test(one_answer_that_is_most_of_a_sum),
        cmocka_unit_test(frequencies_and_figures_are_one),
        cmocka_unit_test(a_sum_of_items_tells_of_the_items),
        cmocka_unit_test(statistics_that_would_tell_stay_inside),
        cmocka_unit_test(nobody_works_out_a_hidden_cell),
        cmocka_unit_test(hundreds_of_small_cells),
        cmocka_unit_test(conditions_are_parts_like_units),
        cmocka_unit_test(the_same_table_gives_the_same_choice),
        cmocka_unit_test(a_second_call_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
