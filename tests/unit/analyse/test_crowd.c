/* SPDX-License-Identifier: GPL-3.0-or-later
 * Responses compared with each other: who answers again, and what comes in bursts.
 */
#include "build.h"

enum { DEVICE, CHOICE, ROWS = 7 };

static const struct {
    const char *submitted, *device; /* NULL: missing */
    int choice;
    double repeat, burst;
} rows[ROWS] = {
    {"2021-07-01 10:00:59", "a", 1, 1, 4},   /* the second of device a by time, though first in the file */
    {"2021-07-01 10:00:01", "a", 1, 0, 4},
    {"2021-07-01 10:00:30", "b", 1, 0, 4},
    {"2021-07-01 10:00:30", "b", 2, 1, 1},   /* the same second: order of the file. Another choice is no burst */
    {"2021-07-01 10:01:00", "c", 1, 0, 1},   /* the next minute */
    {NULL, "a", 1, 2, NAN},                  /* without a time last, and in no burst */
    {"2021-07-01 10:00:10", NULL, 1, NAN, 4}, /* no device, nothing to compare; bursts compare choices only */
};

static struct world world_of_rows(void)
{
    struct world world = world_new();
    struct question *questions = add_questions(&world, 2);
    questions[DEVICE].type = QUESTION_TEXT;
    questions[CHOICE].type = QUESTION_SINGLE;
    questions[CHOICE].scale = new_scale(&world, 2, "  ", NULL);
    make_dataset(&world, ROWS);
    world.dataset->submitted = ARENA_ARRAY(world.arena, const char *, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        bool there = rows[i].device;
        world.dataset->submitted[i] = rows[i].submitted;
        world.dataset->columns[DEVICE].texts[i] = rows[i].device;
        world.dataset->columns[DEVICE].missing[i] = there ? MISSING_NONE : MISSING_BLANK;
        world.dataset->columns[CHOICE].codes[i] = (int16_t)rows[i].choice;
        world.dataset->columns[CHOICE].missing[i] = MISSING_NONE;
    }
    return world;
}

static void repeats_and_bursts(void **state)
{
    (void)state;
    struct world world = world_of_rows();
    LIST_ADD(world.arena, &world.instrument->repeats)->question = &world.instrument->questions.at[DEVICE];
    LIST_ADD(world.arena, &world.instrument->bursts)->question = &world.instrument->questions.at[CHOICE];
    analyse_indices(world.dataset, INDICES_ALL);
    for (size_t i = 0; i < ROWS; i++) {
        check_close(world.dataset->indices[INDEX_REPEAT][i], rows[i].repeat, 0);
        check_close(world.dataset->indices[INDEX_BURST][i], rows[i].burst, 0);
    }
    world_free(&world);
}

/* Three options of which one may be marked; a mark that is missing is none, and a question without a limit takes any number. */
static void more_marks_than_allowed(void **state)
{
    (void)state;
    enum { OPTIONS = 3 };
    static const struct {
        int marks[OPTIONS]; /* −1: missing */
        double many;
    } cases[] = {{{0, 0, 0}, 0}, {{1, 0, 0}, 0}, {{1, 1, 0}, 1}, {{1, 1, 1}, 1}, {{1, -1, -1}, 0}, {{-1, -1, -1}, 0}};
    struct world world = world_new();
    struct question *q = add_questions(&world, 2);
    q[0].type = q[1].type = QUESTION_MULTIPLE;
    q[0].scale = q[1].scale = new_scale(&world, OPTIONS, "   ", NULL);
    q[0].max = 1;
    q[1].max = NAN;
    make_dataset(&world, COUNT_OF(cases));
    for (size_t row = 0; row < COUNT_OF(cases); row++)
        for (size_t v = 0; v < 2 * OPTIONS; v++) {
            int mark = v < OPTIONS ? cases[row].marks[v] : 1;
            world.dataset->columns[v].codes[row] = (int16_t)(mark > 0);
            world.dataset->columns[v].missing[row] = mark < 0 ? MISSING_BLANK : MISSING_NONE;
        }
    analyse_indices(world.dataset, INDEX_BIT(INDEX_TOO_MANY));
    for (size_t row = 0; row < COUNT_OF(cases); row++)
        check_close(world.dataset->indices[INDEX_TOO_MANY][row], cases[row].many, 0);
    world_free(&world);
}

static void nothing_is_compared_unasked(void **state)
{
    (void)state;
    struct world world = world_of_rows();
    analyse_indices(world.dataset, INDICES_ALL);
    for (size_t i = 0; i < ROWS; i++)
        assert_true(isnan(world.dataset->indices[INDEX_REPEAT][i]) && isnan(world.dataset->indices[INDEX_BURST][i]));
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_and_bursts),
        cmocka_unit_test(nothing_is_compared_unasked),
        cmocka_unit_test(more_marks_than_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
