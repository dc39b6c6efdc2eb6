/* SPDX-License-Identifier: GPL-3.0-or-later
 * From results to results that the public may see.
 */
#include <assert.h>
#include <math.h>

#include "ceping/base_num.h"
#include "disclose_priv.h"

static bool anything_primary(const struct system *system)
{
    for (size_t g = 0; g < system->groups.count; g++)
        if (system->groups.at[g].primary)
            return true;
    return false;
}

/* In a large system, those of a reader who knows all but the neighbourhood: others bound it no closer. */
static void list_bounds(struct attack *attack, struct system *system, size_t g, bool *play, struct strbuf *out)
{
    const struct group *group = &system->groups.at[g];
    struct attack *small = NULL;
    if (group->atoms.count && attack_size(attack, group->atoms.at[0]) > PROGRAM_MAX) {
        near_groups(system, &g, 1, NEAR_STEPS - 2, NULL, play);
        small = attack_new(system, NULL, play, NULL);
    }
    for (size_t a = 0; a < group->atoms.count; a++) {
        double low, high;
        attack_bounds(small ? small : attack, group->atoms.at[a], &low, &high);
        strbuf_adds(out, a ? " " : "");
        num_format(out, low, 2);
        strbuf_adds(out, "…");
        num_format(out, high, 2);
    }
    attack_free(small);
}

static void list_hidden(struct system *system, struct strbuf *out)
{
    struct attack *attack = attack_new(system, NULL, NULL, NULL);
    bool *play = ARENA_ARRAY(system->arena, bool, system->groups.count + 1);
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        if (!group->hidden || !group->targets.count)
            continue;
        strbuf_addf(out, "%s\t%s\t", hidden_ids[group->hidden], group->label);
        if (group->people > 0)
            num_format(out, group->people, 0);
        strbuf_adds(out, "\t");
        list_bounds(attack, system, g, play, out);
        strbuf_adds(out, "\n");
    }
    attack_free(attack);
}

void disclose_results(struct results *results, struct strbuf *ret_list)
{
    if (results->disclosed)
        return;
    struct arena *arena = arena_new();
    struct system system = {.arena = arena, .results = results};
    answers_add(&system);
    parts_add(&system);
    collections_add(&system);
    answers_mark(&system);
    if (anything_primary(&system)) {
        scores_add(&system);
        scores_mark(&system);
        assert(system_is_true(&system));
        protect(&system);
    }
    if (ret_list)
        list_hidden(&system, ret_list);
    redact(&system);
    results->disclosed = true;
    arena_free(arena);
}
