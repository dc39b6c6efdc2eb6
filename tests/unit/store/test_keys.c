/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of keys.
 */
#include "check.h"

#include "../../../src/store/store_priv.h"

static void finds_what_was_put(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    struct keys keys;
    keys_init(&keys);
    assert_null(keys_find(&keys, "1", 1));
    char key[16];
    for (int i = 0; i < MANY; i++) {
        size_t len = (size_t)snprintf(key, sizeof key, "%d", i);
        struct known *known = keys_entry(&keys, key, len);
        assert_int_equal(known->newest, 0);
        known->newest = 1;
        known->row = i;
    }
    assert_int_equal(keys.count, MANY);
    for (int i = 0; i < MANY; i++) {
        size_t len = (size_t)snprintf(key, sizeof key, "%d", i);
        assert_int_equal(keys_entry(&keys, key, len)->row, i);
        assert_int_equal(keys_find(&keys, key, len)->row, i);
    }
    assert_int_equal(keys.count, MANY);
    assert_null(keys_find(&keys, "x", 1));
    assert_null(keys_find(&keys, "", 0));
    keys_release(&keys);
}

static void spans_are_searched(void **state)
{
    (void)state;
    struct span at[] = {{.first = 1, .last = 3}, {.first = 5, .last = 5}, {.first = 9, .last = 20}};
    span_list spans = {at, 3}, none = {NULL, 0};
    const char *want = ".111.1...111111111111.";
    for (int row = 1; row < 22; row++)
        assert_int_equal(living_has(&spans, row), want[row] == '1');
    assert_false(living_has(&none, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_was_put), cmocka_unit_test(spans_are_searched)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
