/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arenas, lists, text buffers, the map.
 */
#include "check.h"

#include "ceping/base.h"

#include <stdlib.h>

static void arena_memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t size = 1; size < 70000; size = size * 3 + 1) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size); /* nobody else's */
    }
    assert_ptr_not_equal(arena_alloc(arena, 0), arena_alloc(arena, 0));
    arena_free(arena);
    arena_free(NULL);
}

static void count_release(void *count)
{
    (*(int *)count)++;
}

static void arena_is_new_once_cleared(void **state)
{
    (void)state;
    static int released;
    struct arena *arena = arena_new();
    arena_clear(arena);
    for (size_t round = 0; round < 50; round++) {
        assert_int_equal(arena_used(arena), 0);
        size_t sum = 0;
        for (size_t i = 0; i < 200; i++) {
            size_t size = 1 + (i * 7919 + round * 104729) % (i % 50 == 49 ? 1000000 : 3000);
            unsigned char *memory = arena_alloc(arena, size);
            for (size_t k = 0; k < size; k++)
                if (memory[k] != 0)
                    fail_msg("byte %zu of %zu is not zero", k, size);
            memset(memory, 0xff, size);
            sum += size;
        }
        assert_true(arena_used(arena) >= sum && arena_used(arena) < sum + 200 * 64);
        arena_defer(arena, count_release, &released);
        arena_clear(arena);
        assert_int_equal(released, (int)round + 1);
    }
    arena_free(arena);
    assert_int_equal(released, 50);
}

static void arena_pieces_do_not_overlap(void **state)
{
    (void)state;
    enum { N = 3000 };
    struct arena *arena = arena_new();
    unsigned **pieces = ARENA_ARRAY(arena, unsigned *, N);
    for (unsigned i = 0; i < N; i++) {
        size_t count = i % 97 == 0 ? 5000 : i % 13 + 1; /* small ones between large ones */
        pieces[i] = ARENA_ARRAY(arena, unsigned, count);
        pieces[i][0] = i;
        pieces[i][count - 1] = i;
    }
    for (unsigned i = 0; i < N; i++)
        assert_int_equal(pieces[i][0], i);
    arena_free(arena);
}

static void arena_keeps_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_null(arena_strdup(arena, NULL));
    assert_string_equal(arena_strdup(arena, ""), "");
    assert_string_equal(arena_strndup(arena, "淄博市", 6), "淄博");
    assert_string_equal(arena_strndup(arena, "ab", 100), "ab");
    assert_string_equal(arena_printf(arena, "%s__%d", "q7", 12), "q7__12");
    char *large = arena_printf(arena, "%*d", 100000, 7);
    assert_int_equal(strlen(large), 100000);
    arena_free(arena);
}

static char released[8];

static void release_letter(void *data)
{
    strncat(released, data, 1);
}

static void arena_releases_in_reverse(void **state)
{
    (void)state;
    released[0] = '\0';
    struct arena *arena = arena_new();
    arena_defer(arena, release_letter, arena_strdup(arena, "a")); /* the data lies in the arena itself */
    arena_defer(arena, release_letter, "b");
    arena_defer(arena, release_letter, "c");
    arena_free(arena);
    assert_string_equal(released, "cba");
}

static jmp_buf out_of_memory;

static void jump(size_t wanted)
{
    (void)wanted;
    longjmp(out_of_memory, 1);
}

static void sizes_that_overflow_are_out_of_memory(void **state)
{
    (void)state;
    base_oom_function *before = base_on_out_of_memory(jump);
    struct arena *arena = arena_new();
    volatile int caught = 0;
    volatile size_t many = SIZE_MAX / 4;
    if (setjmp(out_of_memory) == 0)
        (void)ARENA_ARRAY(arena, double, many);
    else
        caught++;
    if (setjmp(out_of_memory) == 0)
        (void)arena_alloc(arena, SIZE_MAX);
    else
        caught++;
    assert_int_equal(caught, 2);
    arena_free(arena);
    assert_ptr_equal(base_on_out_of_memory(before), jump);
}

static void list_keeps_what_was_added(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    LIST_OF(struct {
        int number;
        const char *name;
    })
    list = {0};
    for (int i = 0; i < 1000; i++) {
        __typeof__(list.at) element = LIST_ADD(arena, &list);
        assert_int_equal(element->number, 0);
        assert_null(element->name);
        *element = (__typeof__(*element)){i, "x"};
        assert_int_equal(list.count, i + 1);
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.at[i].number, i);
    list.count = 5;
    assert_int_equal(LIST_ADD(arena, &list)->number, 0); /* zeroed again */
    assert_int_equal(list.at[4].number, 4);
    arena_free(arena);
}

static void strbuf_grows_and_is_always_terminated(void **state)
{
    (void)state;
    struct strbuf buf;
    strbuf_init(&buf);
    assert_string_equal(buf.at, "");
    strbuf_truncate(&buf, 0);
    strbuf_clear(&buf);
    strbuf_add(&buf, NULL, 0);
    strbuf_adds(&buf, "分");
    strbuf_addc(&buf, '=');
    strbuf_addf(&buf, "%d", 92);
    strbuf_add_codepoint(&buf, 0x20BB7);
    strbuf_pad(&buf, '.', 3);
    assert_string_equal(buf.at, "分=92𠮷...");
    assert_int_equal(buf.len, strlen(buf.at));
    strbuf_truncate(&buf, 3);
    assert_string_equal(buf.at, "分");
    for (int i = 0; i < 10000; i++)
        strbuf_addf(&buf, "%05d", i);
    assert_int_equal(buf.len, 50003);
    assert_string_equal(buf.at + buf.len - 5, "09999");
    char *text = strbuf_detach(&buf);
    assert_int_equal(strlen(text), 50003);
    free(text);
    assert_string_equal(buf.at, "");
    text = strbuf_detach(&buf); /* of an empty one: still something to free */
    assert_string_equal(text, "");
    free(text);
    strbuf_release(&buf);
    strbuf_release(&buf);
    strbuf_release(NULL);
}

static void strbuf_stops_at_its_limit(void **state)
{
    (void)state;
    auto_strbuf struct strbuf buf;
    strbuf_init(&buf);
    buf.limit = 5;
    strbuf_adds(&buf, "12345");
    assert_false(buf.overflow);
    strbuf_addc(&buf, '6');
    assert_true(buf.overflow);
    strbuf_truncate(&buf, 2);
    strbuf_addf(&buf, "%d", 3); /* would fit, and would leave a hole */
    assert_string_equal(buf.at, "12");
    strbuf_clear(&buf);
    strbuf_pad(&buf, 'x', 6);
    assert_string_equal(buf.at, "");
    assert_true(buf.overflow);
}

static void map_finds_what_was_put(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct arena *arena = arena_new();
    struct map map;
    map_init(&map);
    assert_null(map_get(&map, "x"));
    int *values = ARENA_ARRAY(arena, int, N);
    for (int i = 0; i < N; i++)
        assert_ptr_equal(map_put(&map, arena_printf(arena, "题%d", i), &values[i]), &values[i]);
    assert_int_equal(map.count, N);
    for (int i = 0; i < N; i++)
        assert_ptr_equal(map_get(&map, arena_printf(arena, "题%d", i)), &values[i]);
    assert_null(map_get(&map, "题20000"));
    assert_ptr_equal(map_put(&map, "题7", &values[8]), &values[7]); /* the first stays */
    assert_int_equal(map.count, N);
    assert_ptr_equal(map_get_n(&map, "题12345", strlen("题12")), &values[12]);
    assert_null(map_get(&map, ""));
    map_put(&map, "", values);
    assert_ptr_equal(map_get_n(&map, "anything", 0), values);
    map_release(&map);
    map_release(&map);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena_is_new_once_cleared),
        cmocka_unit_test(arena_pieces_do_not_overlap),
        cmocka_unit_test(arena_keeps_text),
        cmocka_unit_test(arena_releases_in_reverse),
        cmocka_unit_test(sizes_that_overflow_are_out_of_memory),
        cmocka_unit_test(list_keeps_what_was_added),
        cmocka_unit_test(strbuf_grows_and_is_always_terminated),
        cmocka_unit_test(strbuf_stops_at_its_limit),
        cmocka_unit_test(map_finds_what_was_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
