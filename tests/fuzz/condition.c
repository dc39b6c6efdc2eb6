/* SPDX-License-Identifier: GPL-3.0-or-later
 * Conditions: what the check lets through is evaluated over a few rows, and must not fail there.
 */
#include "fuzz.h"

#include "../unit/store/fixture.h"

static struct dataset *rows(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f", .hash = "h"};
    struct store_counts counts;
    if (!store || !store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags))
        abort();
    for (int i = 0; i < 3; i++) {
        struct row row;
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        store_add(store, row_make(&row, key, 1 + i));
    }
    if (!store_commit(store, NULL, &counts, &diags))
        abort();
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    store_close(store);
    diags_release(&diags);
    return dataset;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct fixture fixture;
    static struct dataset *dataset;
    if (!dataset) {
        fixture_open(&fixture);
        dataset = rows(&fixture);
        unlink(fixture.path);
        rmdir(arena_printf(fixture.arena, "%s/data", fixture.folder));
        rmdir(fixture.folder);
    }
    /* as YAML hands it on: valid UTF-8 without NUL; the first byte says whether it stands in a question over units */
    if (len < 1 || utf8_check((const char *)bytes + 1, len - 1) != len - 1)
        return 0;
    struct unit_kind *over = bytes[0] & 1 ? &fixture.evaluation->kinds.at[1] : NULL;
    char *text = xstrndup((const char *)bytes + 1, len - 1);
    struct name name = {.text = text, .pos = {.file = "x.yaml", .line = 1, .col = 1, .width = 1}};
    struct diags diags;
    diags_init(&diags);
    bool good = store_check_condition(NULL, fixture.evaluation, fixture.instrument, over, &name, &diags);
    if (good != (diags.errors == 0))
        abort();
    if (good) {
        struct arena *arena = arena_new();
        struct mask mask;
        store_evaluate(fixture.evaluation, dataset, &name, &over, 1, arena, &mask, &diags);
        arena_free(arena);
    }
    diags_release(&diags);
    free(text);
    return 0;
}
