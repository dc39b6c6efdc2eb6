/* SPDX-License-Identifier: GPL-3.0-or-later
 * What other rules of collecting would have given: values without each rater and with each screening rule off, for score to compute the tables of.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/analyse_draws.h"
#include "ceping/score_study.h"
#include "study_priv.h"

struct alternatives {
    LIST_OF(struct score_alternative) at;
    const double *values, *bases; /* as they are */
    size_t value_count;
    struct arena *arena;
};

static struct score_alternative *add(struct alternatives *to, enum robustness_kind kind, const char *label, double **ret_values, double **ret_bases)
{
    *ret_values = ARENA_ARRAY(to->arena, double, to->value_count + 1);
    *ret_bases = ARENA_ARRAY(to->arena, double, to->value_count + 1);
    memcpy(*ret_values, to->values, to->value_count * sizeof **ret_values);
    memcpy(*ret_bases, to->bases, to->value_count * sizeof **ret_bases);
    struct score_alternative *alternative = LIST_ADD(to->arena, &to->at);
    *alternative = (struct score_alternative){.kind = kind, .label = label, .values = *ret_values, .bases = *ret_bases};
    return alternative;
}

/* Raters ----------------------------------------------------------------------------------------------------------- */

static bool is_confidential(const struct evaluation *evaluation, size_t instrument)
{
    return evaluation->instruments.at[instrument]->confidential == CONFIDENTIAL_RATERS;
}

static int by_values(const void *left, const void *right, void *context)
{
    const struct score_alternative *a = left, *b = right;
    for (size_t i = 0; i < *(const size_t *)context; i++) {
        bool none[] = {isnan(a->values[i]), isnan(b->values[i])};
        if (none[0] != none[1])
            return none[0] ? -1 : 1;
        if (!none[0] && a->values[i] != b->values[i])
            return a->values[i] < b->values[i] ? -1 : 1;
    }
    return 0;
}

/* Confidential raters have a number instead of their name, and not that of their place in the panel, which anybody can look up: they are numbered by
 * what leaving them out does. */
static void number_confidential(struct alternatives *to, size_t first)
{
    if (to->at.count > first + 1)
        qsort_r(to->at.at + first, to->at.count - first, sizeof *to->at.at, by_values, &to->value_count);
    for (size_t i = first; i < to->at.count; i++)
        to->at.at[i].label = arena_printf(to->arena, "去掉评分人%02zu的评分", i - first + 1);
}

/* A rater of several panels' sheets is left out of all of them. */
static void add_raters(struct alternatives *to, const struct evaluation *evaluation, const struct study_draws *draws)
{
    LIST_OF(const void *) done = {0};
    for (size_t i = 0; i < draws->count; i++) {
        const struct draw_rater *raters;
        size_t count = analyse_draws_raters(draws->draws[i], &raters), first = to->at.count;
        for (size_t r = 0; r < count; r++) {
            bool again = false;
            for (size_t d = 0; d < done.count; d++)
                again = again || done.at[d] == raters[r].who;
            if (again)
                continue;
            *LIST_ADD(to->arena, &done) = raters[r].who;
            double *values, *bases;
            add(to, ROBUST_WITHOUT_RATER, arena_printf(to->arena, "去掉%s的评分", raters[r].name), &values, &bases);
            for (size_t k = 0; k < draws->count; k++)
                analyse_draws_without(draws->draws[k], draws->rooms[k], raters[r].who, values);
        }
        if (is_confidential(evaluation, i))
            number_confidential(to, first);
    }
}

/* Screening rules ------------------------------------------------------------------------------------------------------ */

static bool add_rules(struct alternatives *to, struct engine *engine, const struct results *results, struct diags *diags)
{
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++) {
        const struct instrument *instrument = engine->evaluation->instruments.at[i];
        for (size_t r = 0; r < instrument->screening.count; r++) {
            const struct screening_rule *rule = &instrument->screening.at[r];
            if (rule->action == SCREEN_FLAG)
                continue; /* changes nothing */
            double *values, *bases;
            add(to, ROBUST_WITHOUT_RULE, arena_printf(to->arena, "停用“%s”", rule->name ? rule->name : rule->id), &values, &bases);
            if (!study_values_without(engine, results, instrument, &(struct screen_off){.rule = rule}, values, bases, diags))
                return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------------------------------- */

static bool any_drawn(const struct study_draws *draws)
{
    for (size_t i = 0; i < draws->value_count; i++)
        if (draws->origins[i] == VALUE_DRAWN)
            return true;
    return false;
}

bool engine_robustness(struct engine *engine, struct results *results, size_t threads, struct diags *diags)
{
    const struct uncertainty_settings *set = &engine->evaluation->uncertainty;
    struct arena *arena = arena_new();
    struct study_draws draws;
    threads = threads < 1 ? 1 : threads > SCORE_THREADS_MAX ? SCORE_THREADS_MAX : threads;
    bool made = study_draws_make(engine, results, threads, arena, &draws, diags);
    struct alternatives alternatives = {.arena = arena};
    if (made) {
        double *values = ARENA_ARRAY(arena, double, draws.value_count + 1), *bases = ARENA_ARRAY(arena, double, draws.value_count + 1);
        score_values(results, values, bases);
        alternatives.values = values;
        alternatives.bases = bases;
        alternatives.value_count = draws.value_count;
        add_raters(&alternatives, engine->evaluation, &draws);
        made = add_rules(&alternatives, engine, results, diags);
    }
    if (made) {
        const struct score_robustness_study study = {
            .seed = (uint64_t)set->seed,
            .runs = (size_t)set->runs,
            .samples = (size_t)set->samples,
            .spread = set->weights / 100,
            .level = set->level,
            .threads = threads,
            .alternatives = alternatives.at.at,
            .alternative_count = alternatives.at.count,
            .replicates = (size_t)set->replicates,
            .draw = any_drawn(&draws) ? study_draw : NULL,
            .context = &draws,
        };
        score_robustness(engine->evaluation, results, &study);
    }
    arena_free(arena);
    return made;
}
