/* SPDX-License-Identifier: GPL-3.0-or-later
 * Collection rates and screening indices.
 */
#include "build.h"

static struct world collection_world(size_t rows)
{
    static const char *const kinds[] = {"d"};
    struct world world = world_new();
    add_kinds(&world, kinds, (int[]){2}, 1);
    add_about(&world, &world.evaluation->kinds.at[0]);
    struct question *q = add_questions(&world, 1);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, 5, ".....", NULL);
    make_dataset(&world, rows);
    return world;
}

/* 910 issued; 885 valid, 15 void, 6 not eligible of 906 returned. */
static void rates_with_their_denominators(void **state)
{
    (void)state;
    struct world world = collection_world(906);
    LIST_ADD(world.arena, &world.instrument->issued)->count = 910;
    LIST_ADD(world.arena, &world.instrument->screening)->id = "v01";
    struct screening_rule *cancel = LIST_ADD(world.arena, &world.instrument->screening);
    cancel->id = "v07";
    cancel->action = SCREEN_CANCEL;
    LIST_ADD(world.arena, &cancel->items)->text = "q1";
    for (size_t row = 885; row < 906; row++) {
        world.dataset->status[row] = row < 900 ? RESPONSE_VOID : RESPONSE_NOT_ELIGIBLE;
        world.dataset->rule[row] = 0;
        world.dataset->flags[row] = 1;
    }
    world.dataset->flags[3] = 3; /* both apply, neither decides */
    set_missing(&world, 3, "q1", MISSING_CANCELLED);
    for (size_t row = 0; row < 100; row++)
        world.dataset->about[0][row] = 1;
    analyse_collection(world.evaluation, world.dataset, 4, world.results);

    const struct collection *all = results_collection(world.results, world.instrument, NULL);
    check_close(all->returned, 906, 0);
    check_close(all->valid, 885, 0);
    check_close(all->void_count, 15, 0);
    check_close(all->not_eligible, 6, 0);
    check_close(all->return_rate, 99.56043956043956, 1e-13);
    check_close(all->valid_rate, 98.33333333333333, 1e-13); /* 885 of 900: those not eligible are in no denominator */
    check_close(all->valid_return_rate, 97.25274725274726, 1e-13);
    check_close(all->rejected, 4, 0);
    check_close(all->rules.at[0].decided, 21, 0);
    check_close(all->rules.at[0].applies, 22, 0);
    check_close(all->rules.at[1].applies, 1, 0);
    check_close(all->rules.at[1].cancelled, 1, 0);

    const struct collection *unit = results_collection(world.results, world.instrument, &world.evaluation->kinds.at[0].units.at[1]);
    check_close(unit->returned, 100, 0);
    check_close(unit->issued, NAN, 0);
    check_close(unit->return_rate, NAN, 0);
    check_close(unit->valid_rate, 100, 0);
    check_close(unit->rules.at[1].cancelled, 1, 0);
    unit = results_collection(world.results, world.instrument, &world.evaluation->kinds.at[0].units.at[0]);
    check_close(unit->returned, 0, 0);
    check_close(unit->valid_rate, NAN, 0);
    world_free(&world);
}

static void issued_by_unit_adds_up(void **state)
{
    (void)state;
    struct world world = collection_world(10);
    for (size_t i = 0; i < 2; i++) {
        analyse_collection(world.evaluation, world.dataset, 0, world.results);
        check_close(world.results->collections.at[world.results->collections.count - 3].issued, NAN, 0);
        struct issued *issued = LIST_ADD(world.arena, &world.instrument->issued);
        issued->unit = &world.evaluation->kinds.at[0].units.at[i];
        issued->count = 100 + (double)i;
    }
    analyse_collection(world.evaluation, world.dataset, 0, world.results);
    check_close(world.results->collections.at[world.results->collections.count - 3].issued, 201, 0);
    check_close(world.results->collections.at[world.results->collections.count - 1].issued, 101, 0);
    world_free(&world);
}

/* Indices ------------------------------------------------------------------------------------------------------------ */

static struct world index_world(void)
{
    struct world world = world_new();
    struct question *q = add_questions(&world, 5);
    q[0].type = QUESTION_MATRIX;
    q[0].scale = new_scale(&world, 5, ".....", NULL);
    q[0].items.at = ARENA_ARRAY(world.arena, struct item, 4);
    q[0].items.count = 4;
    for (size_t i = 0; i < 4; i++)
        q[0].items.at[i].id = (const char *[]){"a", "b", "c", "e"}[i];
    q[1].type = QUESTION_SCALE; /* another scale: another block */
    q[1].scale = new_scale(&world, 3, "...", NULL);
    q[2].type = QUESTION_MULTIPLE;
    q[2].scale = new_scale(&world, 3, "...", NULL);
    q[3].type = QUESTION_TEXT;
    q[4].type = QUESTION_NUMBER;
    make_dataset(&world, 3);
    return world;
}

static void indices_of_three_people(void **state)
{
    (void)state;
    struct world world = index_world();
    static const char *const items[] = {"a", "b", "c", "e"};
    /* the first ticks straight down */
    for (int i = 0; i < 4; i++)
        answer(&world, 0, items[i], 3);
    answer(&world, 0, "q2", 3);
    for (int i = 1; i <= 3; i++)
        answer(&world, 0, (const char *[]){"q3__1", "q3__2", "q3__3"}[i - 1], 0);
    answer(&world, 0, "q5", 7);
    /* the second: 1 – 1 2, don't know, not asked, the rest blank */
    answer(&world, 1, "a", 1);
    answer(&world, 1, "c", 1);
    answer(&world, 1, "e", 2);
    set_missing(&world, 1, "q2", MISSING_DONT_KNOW);
    set_missing(&world, 1, "q5", MISSING_NOT_ASKED);
    /* the third answers nothing */
    world.dataset->indices[INDEX_SECONDS] = ARENA_ARRAY(world.arena, double, 3);
    world.dataset->indices[INDEX_SECONDS][0] = 60;
    world.dataset->indices[INDEX_SECONDS][1] = 180;
    world.dataset->indices[INDEX_SECONDS][2] = NAN;
    for (int turn = 0; turn < 2; turn++) {
        analyse_indices(world.dataset, INDICES_ALL);
        double **index = world.dataset->indices;
        check_close(index[INDEX_MISSING_SHARE][0], 0, 0); /* the free text counts for nobody */
        check_close(index[INDEX_MISSING_SHARE][1], 2.0 / 6, 1e-15); /* b and q3 of a b c e q2 q3 */
        check_close(index[INDEX_MISSING_SHARE][2], 1, 0);
        check_close(index[INDEX_LONGSTRING][0], 4, 0); /* q2 has another scale and does not lengthen the run */
        check_close(index[INDEX_LONGSTRING][1], 2, 0); /* the blank between does not break it */
        check_close(index[INDEX_LONGSTRING][2], NAN, 0);
        check_close(index[INDEX_IRV][0], 0, 0);
        check_close(index[INDEX_IRV][1], sqrt(1.0 / 3), 1e-14); /* sd of 1, 1, 2 */
        check_close(index[INDEX_IRV][2], NAN, 0);
        check_close(index[INDEX_SECONDS_RATIO][0], 0.5, 1e-15);
        check_close(index[INDEX_SECONDS_RATIO][2], NAN, 0);
        check_close(index[INDEX_SECONDS_PER_ITEM][0], 60.0 / 7, 1e-15); /* a b c e q2 q3 q5: the text is not asked for */
        check_close(index[INDEX_UNREADABLE_SHARE][1], 0, 0);
        check_close(index[INDEX_EVEN_ODD][0], NAN, 0); /* two questions are too few */
        check_close(index[INDEX_DUPLICATE][0], NAN, 0); /* nothing tells where they came from */
        check_close(index[INDEX_SOURCE_HOUR][0], NAN, 0);
        set_missing(&world, 0, "q5", MISSING_CANCELLED); /* screening changes nothing that was measured before it */
    }
    world_free(&world);
}

/* Within an hour before or after; both ends of the hour count. Those without a time are compared with all of their source. */
static void same_source(void **state)
{
    (void)state;
    static const struct {
        const char *source, *submitted;
        double wanted;
    } rows[] = {
        {"a", "2018-05-03 23:30:00", 3}, {"a", "2018-05-04 00:30:00", 4}, {"b", "2018-05-03 23:31:00", 1},   {"a", "2018-05-04 01:30:01", 2},
        {"a", "2018-05-04 00:00:00", 4}, {NULL, "2018-05-04 00:00:00", NAN}, {"c", NULL, 2},                 {"c", "2018-05-01 08:00:00", 1},
        {"a", "2018-05-04 00:45:00", 4},
    };
    struct world world = index_world();
    make_dataset(&world, (int)COUNT_OF(rows));
    world.dataset->sources = ARENA_ARRAY(world.arena, const char *, COUNT_OF(rows));
    world.dataset->submitted = ARENA_ARRAY(world.arena, const char *, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        world.dataset->sources[i] = rows[i].source;
        world.dataset->submitted[i] = rows[i].submitted;
    }
    analyse_indices(world.dataset, INDICES_ALL);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_close(world.dataset->indices[INDEX_SAME_SOURCE][i], rows[i].wanted, 0);
    world_free(&world);
}

/* What row `row` of any number of rows says: codes, holes and seconds without a pattern. */
static void fill_row(struct dataset *dataset, size_t at, size_t row)
{
    uint64_t state = row * 0x9e3779b97f4a7c15u + 1;
    for (size_t v = 0; v < dataset->instrument->variables.count; v++) {
        struct column *column = &dataset->columns[v];
        state ^= state >> 29;
        state *= 0xbf58476d1ce4e5b9u;
        unsigned roll = (unsigned)(state >> 40) % 100;
        column->missing[at] = (uint8_t)(roll < 90 ? MISSING_NONE : roll < 94 ? MISSING_BLANK : roll < 96 ? MISSING_UNREADABLE : roll < 98 ? MISSING_NOT_ASKED : MISSING_DONT_KNOW);
        if (column->codes)
            column->codes[at] = (int16_t)(column->variable->type == VARIABLE_MARK ? state >> 20 & 1 : 1 + (state >> 20) % 3);
        if (column->numbers)
            column->numbers[at] = (double)(state >> 50);
    }
    dataset->indices[INDEX_SECONDS][at] = (double)(20 + row % 97);
}

/* Many rows are measured in parts, on several threads; each gets what it gets among few. */
static void indices_of_many(void **state)
{
    (void)state;
    enum { MANY = 130000, FEW = 700 };
    static const enum response_index by_row[] = {INDEX_MISSING_SHARE, INDEX_SECONDS_PER_ITEM, INDEX_UNREADABLE_SHARE, INDEX_LONGSTRING, INDEX_IRV, INDEX_EVEN_ODD, INDEX_TOO_MANY};
    struct world many = index_world();
    make_dataset(&many, MANY);
    for (size_t row = 0; row < MANY; row++)
        fill_row(many.dataset, row, row);
    analyse_indices(many.dataset, INDICES_ALL);
    check_close(many.dataset->indices[INDEX_SECONDS_RATIO][5] * 68, 25, 1e-12); /* the median of 20 … 116 */
    for (size_t first = 0; first + FEW <= MANY; first += 9 * FEW + 13) {
        struct world few = index_world();
        make_dataset(&few, FEW);
        for (size_t row = 0; row < FEW; row++)
            fill_row(few.dataset, row, first + row);
        analyse_indices(few.dataset, INDICES_ALL);
        for (size_t row = 0; row < FEW; row++)
            for (size_t i = 0; i < COUNT_OF(by_row); i++)
                check_close(many.dataset->indices[by_row[i]][first + row], few.dataset->indices[by_row[i]][row], 0);
        world_free(&few);
    }
    world_free(&many);
}

static void no_rows_no_seconds(void **state)
{
    (void)state;
    struct world world = index_world();
    world.dataset->rows = 0;
    analyse_indices(world.dataset, INDICES_ALL);
    analyse_frequencies(world.dataset, world.results);
    analyse_collection(world.evaluation, world.dataset, 0, world.results);
    check_close(world.results->collections.at[0].valid_rate, NAN, 0);
    struct figure figure = new_figure(&world, STAT_COUNT, "");
    check_close(compute(&world, &figure, NULL).all.value, NAN, 0); /* nothing loaded: not a zero */
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_with_their_denominators),
        cmocka_unit_test(issued_by_unit_adds_up),
        cmocka_unit_test(indices_of_three_people), cmocka_unit_test(same_source), cmocka_unit_test(indices_of_many),
        cmocka_unit_test(no_rows_no_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
