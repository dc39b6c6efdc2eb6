/* SPDX-License-Identifier: GPL-3.0-or-later
 * Transforms: what each type needs, and that nothing leaves 0 to 100.
 */
#include "survey_rubric.h"

#include <math.h>

enum { LINEAR = 1, STEPS = 2, DEDUCT = 4 };

static void needs(struct loader *loader, const struct node *node, bool given, const char *key)
{
    if (given)
        return;
    diags_error(loader->diags, loader_pos(loader, &node->transform.kind, node->pos), _("the transform of '%s' lacks key '%s'"), node->id, key);
}

static void refuse(struct loader *loader, const struct node *node, const void *member, const char *key, bool allowed)
{
    if (!allowed && loader_given(loader, member))
        diags_error(loader->diags, loader_pos(loader, member, node->pos), _("the transform of '%s' does not take '%s'"), node->id, key);
}

static void check_steps(struct loader *loader, const struct node *node)
{
    const struct transform *transform = &node->transform;
    struct pos pos = loader_pos(loader, &transform->steps, node->pos);
    for (size_t i = 0; i < transform->steps.count; i++) {
        const struct step *step = &transform->steps.at[i];
        if (step->score < 0 || step->score > 100)
            diags_error(loader->diags, pos, _("a step of '%s' leaves 0 to 100"), node->id);
        if (i > 0 && step->from >= step[-1].from) {
            diags_error(loader->diags, pos, _("steps of '%s' do not descend"), node->id);
            diags_hint(loader->diags, _("highest first: [[10, 100], [5, 90], [0, 80]]"));
        }
    }
}

/* What a figure can be where that is known: its least and greatest value. */
static void figure_range(const struct figure *figure, double *ret_low, double *ret_high, bool *ret_known)
{
    *ret_low = 0;
    *ret_high = 100;
    *ret_known = true;
    switch (figure->statistic) {
    case STAT_COUNT:
    case STAT_SUM:
        *ret_high = INFINITY;
        return;
    case STAT_MEAN:
    case STAT_TRIMMED_MEAN:
    case STAT_MEDIAN:
    case STAT_MIN:
    case STAT_MAX:
    case STAT_RANGE:
        for (size_t i = 0; i < figure->variables.count; i++) {
            const struct question *question = figure->variables.at[i]->question;
            if (question->type != QUESTION_NUMBER) /* reported at the figure */
                continue;
            if (isnan(question->min) || isnan(question->max)) {
                *ret_known = false;
                return;
            }
            *ret_low = fmin(*ret_low, figure->statistic == STAT_RANGE ? 0 : question->min);
            *ret_high = fmax(*ret_high, figure->statistic == STAT_RANGE ? question->max - question->min : question->max);
        }
        return;
    case STAT_SCORE:
        for (size_t i = 0; i < figure->variables.count; i++) {
            const struct scale *scale = figure->variables.at[i]->question->scale;
            for (size_t o = 0; scale && o < scale->options.count; o++) {
                double score = option_score(scale, &scale->options.at[o], figure->vector);
                *ret_low = isnan(score) ? *ret_low : fmin(*ret_low, score);
                *ret_high = isnan(score) ? *ret_high : fmax(*ret_high, score);
            }
        }
        return;
    default: /* shares; a ratio can be anything, but is mostly a share too */
        return;
    }
}

/* A leaf without transform takes its figure as a score. */
static void check_untransformed(struct loader *loader, const struct node *node)
{
    const struct figure *figure = node->figure;
    if (!figure || loader_wrong(loader, &figure->statistic) || loader_wrong(loader, &figure->item_names) || loader_wrong(loader, &node->transform.kind))
        return;
    double low, high;
    bool known;
    figure_range(figure, &low, &high, &known);
    if (!known) {
        diags_warning(loader->diags, node->figure_name.pos, _("figure '%s' may leave 0 to 100"), figure->id);
        diags_hint(loader->diags, _("give its question min and max, or the leaf a transform"));
    } else if (low < 0 || high > 100) {
        diags_error(loader->diags, node->figure_name.pos, _("figure '%s' (%s) is no score from 0 to 100"), figure->id, statistic_ids[figure->statistic]);
        diags_hint(loader->diags, _("give the leaf a transform, such as {type: share_of_greatest}"));
    }
}

void check_transform(struct loader *loader, struct node *node)
{
    struct transform *transform = &node->transform;
    enum transform_kind kind = transform->kind;
    bool linear = kind == TRANSFORM_LINEAR, deduct = kind == TRANSFORM_DEDUCT;
    bool scaled = linear || kind == TRANSFORM_MIN_MAX || kind == TRANSFORM_SHARE_OF_GREATEST || kind == TRANSFORM_Z || kind == TRANSFORM_PLACE;
    refuse(loader, node, &transform->from, "from", linear || kind == TRANSFORM_MIN_MAX);
    refuse(loader, node, &transform->to, "to", linear || kind == TRANSFORM_MIN_MAX);
    refuse(loader, node, &transform->low, "low", scaled || deduct);
    refuse(loader, node, &transform->high, "high", scaled);
    refuse(loader, node, &transform->start, "start", deduct);
    refuse(loader, node, &transform->each, "each", deduct);
    refuse(loader, node, &transform->steps, "steps", kind == TRANSFORM_STEPS);
    struct pos pos = loader_pos(loader, &transform->kind, node->pos);
    switch (kind) {
    case TRANSFORM_LINEAR:
        needs(loader, node, !isnan(transform->from), "from");
        needs(loader, node, !isnan(transform->to), "to");
        if (transform->from == transform->to)
            diags_error(loader->diags, pos, _("'from' and 'to' of '%s' are equal"), node->id);
        break;
    case TRANSFORM_STEPS:
        needs(loader, node, transform->steps.count > 0, "steps");
        check_steps(loader, node);
        break;
    case TRANSFORM_DEDUCT:
        needs(loader, node, !isnan(transform->each), "each");
        if (transform->low > transform->start)
            diags_error(loader->diags, pos, _("'low' of '%s' is above its 'start'"), node->id);
        break;
    case TRANSFORM_NONE:
        check_untransformed(loader, node);
        break;
    default:
        break;
    }
    if (transform->low >= transform->high) {
        diags_error(loader->diags, pos, _("'low' of '%s' is not below its 'high'"), node->id);
        diags_hint(loader->diags, _("where less is better, exchange 'from' and 'to'"));
    }
}
