/* SPDX-License-Identifier: GPL-3.0-or-later
 * Frequencies by question, item and unit.
 */
#include "build.h"

static const char *const kinds[] = {"d", "p"};

static const struct frequency *find(const struct world *world, size_t question, size_t item, const struct unit_kind *by)
{
    const struct question *q = &world->instrument->questions.at[question];
    const struct frequency *found = results_frequency(world->results, q, q->items.count > 0 ? &q->items.at[item] : NULL, by);
    assert_non_null(found);
    return found;
}

/* bfi A1: 922 818 402 337 223 82, 16 missing; R gives mean 2.41343…, sd 1.40774. */
static void scale_question_agrees_with_r(void **state)
{
    (void)state;
    static const int counts[] = {922, 818, 402, 337, 223, 82};
    struct world world = world_new();
    struct question *q = add_questions(&world, 1);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, 6, "......", NULL);
    make_dataset(&world, 2802);
    size_t row = 0;
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < counts[i]; j++)
            answer(&world, row++, "q1", i + 1);
    world.dataset->status[2800] = RESPONSE_VOID;
    set_missing(&world, 2801, "q1", MISSING_NOT_ASKED);
    analyse_frequencies(world.dataset, world.results);
    assert_int_equal(world.results->frequencies.count, 1);
    const struct frequency_cell *cell = &find(&world, 0, 0, NULL)->cells.at[0];
    for (int i = 0; i < 6; i++)
        check_close(cell->counts[i], counts[i], 0);
    check_close(cell->answered, 2784, 0);
    check_close(cell->asked, 2800, 0);
    check_close(cell->missing[MISSING_BLANK], 16, 0);
    check_close(cell->missing[MISSING_NOT_ASKED], 1, 0);
    check_close(cell->missing[MISSING_NONE], 0, 0);
    check_close(cell->mean, 2.413433908045977, 1e-13);
    check_close(cell->sd, 1.407737150521484, 1e-12);
    check_close(cell->max, 6, 0);
    world_free(&world);
}

static void over_units_and_about_units(void **state)
{
    (void)state;
    struct world world = world_new();
    add_kinds(&world, kinds, (int[]){2, 3}, 2);
    add_about(&world, &world.evaluation->kinds.at[0]);
    struct question *q = add_questions(&world, 2);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, 3, "s.d", NULL);
    q[0].over = &world.evaluation->kinds.at[1];
    q[1].type = QUESTION_NUMBER;
    make_dataset(&world, 3);
    for (size_t row = 0; row < 3; row++)
        world.dataset->about[0][row] = row < 2 ? (int16_t)row : NO_UNIT;
    answer(&world, 0, "q1__p1", 1);
    answer(&world, 0, "q1__p2", 2);
    answer(&world, 1, "q1__p2", 2);
    set_missing(&world, 1, "q1__p3", MISSING_DONT_KNOW);
    answer(&world, 2, "q1__p3", 1);
    answer(&world, 0, "q2", 10);
    answer(&world, 2, "q2", 20);
    analyse_frequencies(world.dataset, world.results);
    assert_int_equal(world.results->frequencies.count, 5); /* q1: in all, by p, by d; q2: in all, by d */

    const struct frequency *all = find(&world, 0, 0, NULL), *by_p = find(&world, 0, 0, &world.evaluation->kinds.at[1]),
                           *by_d = find(&world, 0, 0, &world.evaluation->kinds.at[0]);
    check_close(all->cells.at[0].answered, 4, 0);
    check_close(all->cells.at[0].counts[2], 1, 0);
    check_close(all->cells.at[0].asked, 9, 0);
    assert_int_equal(by_p->cells.count, 3);
    check_close(by_p->cells.at[1].counts[1], 2, 0);
    check_close(by_p->cells.at[2].missing[MISSING_DONT_KNOW], 1, 0);
    assert_int_equal(by_d->cells.count, 2);
    check_close(by_d->cells.at[0].answered, 2, 0);
    check_close(by_d->cells.at[1].answered, 1, 0);
    const struct frequency *numbers = find(&world, 1, 0, NULL);
    check_close(numbers->cells.at[0].mean, 15, 1e-14);
    check_close(numbers->cells.at[0].sd, sqrt(50), 1e-14);
    assert_null(numbers->cells.at[0].counts);
    check_close(find(&world, 1, 0, &world.evaluation->kinds.at[0])->cells.at[1].mean, NAN, 0);
    world_free(&world);
}

static void multiple_rank_and_matrix(void **state)
{
    (void)state;
    struct world world = world_new();
    struct question *q = add_questions(&world, 4);
    q[0].type = QUESTION_MULTIPLE;
    q[0].scale = new_scale(&world, 3, "...", NULL);
    q[0].scale->options.at[2].other = true;
    q[1].type = QUESTION_RANK;
    q[1].scale = new_scale(&world, 2, "..", NULL);
    q[2].type = QUESTION_MATRIX;
    q[2].scale = new_scale(&world, 2, "..", NULL);
    q[2].items.at = ARENA_ARRAY(world.arena, struct item, 2);
    q[2].items.count = 2;
    q[2].items.at[0].id = "tj";
    q[2].items.at[1].id = "zr";
    q[3].type = QUESTION_TEXT;
    make_dataset(&world, 3);
    for (size_t row = 0; row < 2; row++)
        for (int i = 0; i < 3; i++)
            answer(&world, row, (const char *[]){"q1__1", "q1__2", "q1__3"}[i], i <= (int)row);
    answer(&world, 0, "q2__1", 2);
    answer(&world, 0, "q2__2", 1);
    answer(&world, 1, "zr", 2);
    analyse_frequencies(world.dataset, world.results);
    assert_int_equal(world.results->frequencies.count, 4);
    const struct frequency_cell *multiple = &find(&world, 0, 0, NULL)->cells.at[0], *rank = &find(&world, 1, 0, NULL)->cells.at[0];
    check_close(multiple->counts[0], 2, 0);
    check_close(multiple->counts[1], 1, 0);
    check_close(multiple->counts[2], 0, 0);
    check_close(multiple->asked, 3, 0);
    check_close(multiple->answered, 2, 0);
    check_close(rank->counts[1], 1, 0); /* put first once */
    check_close(rank->counts[0], 0, 0);
    check_close(find(&world, 2, 0, NULL)->cells.at[0].answered, 0, 0);
    check_close(find(&world, 2, 1, NULL)->cells.at[0].mean, 2, 0);
    world_free(&world);
}

/* One random answer or gap, told by row and variable. */
static void random_answer(struct world *world, size_t row, size_t variable, unsigned *seed)
{
    struct column *column = &world->dataset->columns[variable];
    *seed = *seed * 1103515245 + 12345;
    column->codes[row] = (int16_t)(1 + (*seed >> 16) % 4);
    column->missing[row] = (uint8_t)((*seed >> 20) % 3 == 0 ? 1 + (*seed >> 23) % (MISSING_KINDS - 1) : MISSING_NONE);
}

/* Counted answer by answer. */
static void check_plain(const struct world *world, const struct frequency *frequency)
{
    const struct dataset *dataset = world->dataset;
    for (size_t c = 0; c < frequency->cells.count; c++) {
        const struct frequency_cell *cell = &frequency->cells.at[c];
        double counts[4] = {0}, missing[MISSING_KINDS] = {0};
        for (size_t v = 0; v < world->instrument->variables.count; v++)
            for (size_t row = 0; row < dataset->rows; row++) {
                const struct column *column = &dataset->columns[v];
                if (column->variable->question != frequency->question || dataset->status[row] != RESPONSE_VALID ||
                    (frequency->by && dataset_unit(dataset, row, column->variable, frequency->by) != (int)c))
                    continue;
                if (column->missing[row] != MISSING_NONE)
                    missing[column->missing[row]]++;
                else if (column->codes[row] == 4)
                    missing[MISSING_DONT_KNOW]++;
                else
                    counts[column->codes[row] - 1]++;
            }
        for (int i = 0; i < 3; i++)
            check_close(cell->counts[i], counts[i], 0);
        for (int i = 1; i < MISSING_KINDS; i++)
            check_close(cell->missing[i], missing[i], 0);
        check_close(cell->answered, counts[0] + counts[1] + counts[2], 0);
    }
}

/* All tables are sums of one count over district × group, or counts of their own where there would be too many cells. */
static void check_random(const int *units)
{
    struct world world = world_new();
    add_kinds(&world, (const char *[]){"d", "p", "g"}, units, 3);
    add_about(&world, &world.evaluation->kinds.at[0]);
    add_about(&world, &world.evaluation->kinds.at[2]);
    struct question *q = add_questions(&world, 3);
    for (size_t i = 0; i < 3; i++) {
        q[i].type = QUESTION_SCALE;
        q[i].scale = new_scale(&world, 4, "s..d", NULL);
    }
    q[1].over = &world.evaluation->kinds.at[1];
    q[2].over = &world.evaluation->kinds.at[0]; /* overrides what the response is about */
    make_dataset(&world, 9000);
    unsigned seed = 20180706;
    for (size_t row = 0; row < world.dataset->rows; row++) {
        world.dataset->about[0][row] = (int16_t)((int)(row % (size_t)(units[0] + 1)) - 1); /* −1: not known */
        world.dataset->about[1][row] = (int16_t)((int)(row / 7 % (size_t)(units[2] + 1)) - 1);
        world.dataset->status[row] = row % 13 == 0 ? RESPONSE_VOID : RESPONSE_VALID;
        for (size_t v = 0; v < world.instrument->variables.count; v++)
            random_answer(&world, row, v, &seed);
    }
    analyse_frequencies(world.dataset, world.results);
    assert_int_equal(world.results->frequencies.count, 3 + 4 + 3);
    for (size_t i = 0; i < world.results->frequencies.count; i++)
        check_plain(&world, &world.results->frequencies.at[i]);
    world_free(&world);
}

static void tables_of_one_count(void **state)
{
    (void)state;
    check_random((int[]){3, 4, 5});
}

static void tables_of_their_own(void **state)
{
    (void)state;
    check_random((int[]){40, 2, 30});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scale_question_agrees_with_r),
        cmocka_unit_test(over_units_and_about_units),
        cmocka_unit_test(multiple_rank_and_matrix),
        cmocka_unit_test(tables_of_one_count),
        cmocka_unit_test(tables_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
