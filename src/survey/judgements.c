/* SPDX-License-Identifier: GPL-3.0-or-later
 * Judgements of experts: matrices are square, reciprocal and complete, rounds rate every criterion.
 *
 * Who writes 0.33 for a third writes 0.33 × 3 = 0.99: up to 2 % off is rounding and taken as written, more is a contradiction.
 */
#include "survey_sampling.h"

#include "ceping/base_num.h"

#include <math.h>

#define RECIPROCAL_TOLERANCE 0.02

static void wrong_cell(struct loader *loader, const struct number_row *row, const struct judgement *judgement, size_t r, size_t c, const char *problem)
{
    diags_error(loader->diags, row->pos, _("judgement of '%s' against '%s': %s"), judgement->criteria.at[r].id, judgement->criteria.at[c].id, problem);
}

static bool check_shape(struct loader *loader, const struct judgement *judgement, const struct judge *judge)
{
    size_t n = judgement->criteria.count;
    bool good = judge->matrix.count == n;
    if (!good && judge->matrix.count > 0)
        diags_error(loader->diags, judge->matrix.at[0].pos, _("matrix of '%s' has %zu rows for %zu criteria"), judge->id, judge->matrix.count, n);
    for (size_t r = 0; r < judge->matrix.count; r++) {
        if (judge->matrix.at[r].at.count == n)
            continue;
        diags_error(loader->diags, judge->matrix.at[r].pos, _("row %zu of the matrix of '%s' has %zu numbers for %zu criteria"), r + 1, judge->id,
                    judge->matrix.at[r].at.count, n);
        good = false;
    }
    return good;
}

/* Above the diagonal everything must be there; below, what is there must be the reciprocal. */
static void link_matrix(struct loader *loader, const struct judgement *judgement, struct judge *judge)
{
    if (!check_shape(loader, judgement, judge))
        return;
    size_t n = judgement->criteria.count;
    for (size_t r = 0; r < n; r++) {
        const struct number_row *row = &judge->matrix.at[r];
        if (isnan(row->at.at[r]))
            row->at.at[r] = 1;
        if (row->at.at[r] != 1)
            wrong_cell(loader, row, judgement, r, r, _("a criterion outweighs itself 1 time"));
        for (size_t c = r + 1; c < n; c++) {
            double above = row->at.at[c], *below = &judge->matrix.at[c].at.at[r];
            if (isnan(above) || above <= 0) {
                wrong_cell(loader, row, judgement, r, c, isnan(above) ? _("is missing") : _("must be above 0"));
                continue;
            }
            if (isnan(*below))
                *below = 1 / above;
            else if (fabs(above * *below - 1) > RECIPROCAL_TOLERANCE)
                wrong_cell(loader, &judge->matrix.at[c], judgement, c, r, _("is not the reciprocal of what stands above the diagonal"));
        }
    }
}

static void link_rounds(struct loader *loader, const struct judgement *judgement, const struct judge *judge)
{
    for (size_t r = 0; r < judge->rounds.count; r++) {
        const struct number_row *row = &judge->rounds.at[r];
        if (row->at.count != judgement->criteria.count)
            diags_error(loader->diags, row->pos, _("round %zu of '%s' has %zu ratings for %zu criteria"), r + 1, judge->id, row->at.count,
                        judgement->criteria.count);
        for (size_t c = 0; c < row->at.count && !isnan(judgement->full_mark); c++) {
            if (row->at.at[c] <= judgement->full_mark || isnan(row->at.at[c]))
                continue;
            diags_error(loader->diags, row->pos, _("round %zu of '%s': a rating is above the full mark"), r + 1, judge->id);
            break;
        }
    }
}

static void link_judge(struct loader *loader, const struct judgement *judgement, struct judge *judge)
{
    bool ahp = judgement->kind == JUDGEMENT_AHP;
    judge->name = judge->name ? judge->name : judge->id;
    const number_rows *wanted = ahp ? &judge->matrix : &judge->rounds, *other = ahp ? &judge->rounds : &judge->matrix;
    const char *key = ahp ? "matrix" : "rounds";
    if (wanted->count == 0 && !loader_wrong(loader, wanted)) {
        diags_error(loader->diags, judge->pos, _("expert '%s' lacks key '%s'"), judge->id, key);
        diags_hint(loader->diags, ahp ? _("rows of comparisons, as in [[1, 3], [~, 1]]") : _("a row of ratings for each round, as in [[5, 4, 3]]"));
    }
    if (other->count > 0)
        diags_error(loader->diags, other->at[0].pos, _("key '%s' does not belong to judgements of kind %s"), ahp ? "rounds" : "matrix",
                    judgement_kind_ids[judgement->kind]);
    if (loader_wrong(loader, wanted))
        return;
    if (ahp)
        link_matrix(loader, judgement, judge);
    else
        link_rounds(loader, judgement, judge);
}

static void link_judgement(struct loader *loader, struct judgement *judgement)
{
    struct scope criteria, experts;
    scope_init(&criteria, _("criterion"));
    scope_init(&experts, _("expert"));
    for (size_t i = 0; i < judgement->criteria.count; i++)
        scope_add(loader, &criteria, &judgement->criteria.at[i].id, &judgement->criteria.at[i].pos);
    for (size_t i = 0; i < judgement->experts.count; i++)
        scope_add(loader, &experts, &judgement->experts.at[i].id, &judgement->experts.at[i].pos);
    scope_release(&criteria);
    scope_release(&experts);
    if (judgement->criteria.count < 2 && !loader_wrong(loader, &judgement->criteria))
        diags_error(loader->diags, judgement->pos, _("judgement '%s' has fewer than two criteria"), judgement->id);
    if (judgement->experts.count == 0 && !loader_wrong(loader, &judgement->experts))
        diags_error(loader->diags, judgement->pos, _("judgement '%s' has no experts"), judgement->id);
    double weights = 0;
    for (size_t i = 0; i < judgement->experts.count && !loader_wrong(loader, &judgement->kind); i++) {
        link_judge(loader, judgement, &judgement->experts.at[i]);
        weights += judgement->experts.at[i].weight;
    }
    if (judgement->experts.count > 0 && weights <= 0 && !loader_wrong(loader, &judgement->kind))
        diags_error(loader->diags, judgement->pos, _("the weights of the experts of '%s' add up to 0"), judgement->id);
}

void link_judgements(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("judgement"));
    for (size_t i = 0; i < evaluation->judgements.count; i++) {
        scope_add(loader, &scope, &evaluation->judgements.at[i].id, &evaluation->judgements.at[i].pos);
        link_judgement(loader, &evaluation->judgements.at[i]);
    }
    scope_release(&scope);
}
