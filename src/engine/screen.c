/* SPDX-License-Identifier: GPL-3.0-or-later
 * Screening: which responses count.
 *
 * A function of data and rules, computed anew at each run: changing a rule and running again gives the same as having had the rule from the
 * beginning, and nothing is ever deleted. A rule that finds a response not eligible goes before one that voids it; of several the
 * first in the file is named; all rules that apply are kept beside it as flags. What a person decided (decisions.csv, object "instrument/key") comes last and
 * overrules.
 */
#include "ceping/analyse.h"
#include "engine_priv.h"

/* The kind whose unit `this.` means in a rule: that of the items it cancels, else the only kind that questions run over. */
static struct unit_kind *rule_over(const struct instrument *instrument, const struct screening_rule *rule)
{
    struct unit_kind *over = NULL;
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        for (size_t k = 0; question->over && k < rule->items.count; k++)
            if (strcmp(rule->items.at[k].text, question->id) == 0)
                return question->over;
        if (question->over && !over)
            over = question->over;
    }
    return over;
}

static uint8_t mask_at(const struct mask *mask, size_t row, const struct unit *unit)
{
    if (mask->units == 1)
        return mask->at[row];
    if (unit && (size_t)unit->index < mask->units)
        return mask->at[row * mask->units + (size_t)unit->index];
    return 0;
}

static bool mask_any(const struct mask *mask, size_t row)
{
    for (size_t i = 0; i < mask->units; i++)
        if (mask->at[row * mask->units + i])
            return true;
    return false;
}

/* Conditions for asking ------------------------------------------------------------------------------------- */

static void mark_not_asked(struct dataset *dataset, const struct question *question, const struct mask *mask)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t v = 0; v < instrument->variables.count; v++) {
        if (instrument->variables.at[v].question != question)
            continue;
        struct column *column = &dataset->columns[v];
        for (size_t row = 0; row < dataset->rows; row++)
            if (column->missing[row] == MISSING_BLANK && !mask_at(mask, row, column->variable->unit))
                column->missing[row] = MISSING_NOT_ASKED;
    }
}

/* Conditions are about answers as they were given, so they hold whatever is off: those of an instrument are evaluated once, where somebody keeps them. */
static const struct mask *evaluate(const struct evaluation *evaluation, struct dataset *dataset, const struct name *conditions, struct unit_kind *const *over, size_t count,
                                   const struct mask **kept, struct arena *arena, struct diags *diags)
{
    if (kept && *kept)
        return *kept;
    struct mask *masks = ARENA_ARRAY(arena, struct mask, count);
    if (!store_evaluate(evaluation, dataset, conditions, over, count, arena, masks, diags))
        return NULL;
    if (kept)
        *kept = masks;
    return masks;
}

static bool apply_conditions(const struct evaluation *evaluation, struct dataset *dataset, struct screen_masks *kept, struct diags *diags)
{
    const struct instrument *instrument = dataset->instrument;
    size_t count = 0;
    struct name *conditions = ARENA_ARRAY(dataset->arena, struct name, instrument->questions.count);
    struct unit_kind **over = ARENA_ARRAY(dataset->arena, struct unit_kind *, instrument->questions.count);
    const struct question **questions = ARENA_ARRAY(dataset->arena, const struct question *, instrument->questions.count);
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (!question->asked_if.text)
            continue;
        conditions[count] = question->asked_if;
        over[count] = question->over;
        questions[count++] = question;
    }
    if (count == 0)
        return true;

    const struct mask *masks = evaluate(evaluation, dataset, conditions, over, count, kept ? &kept->asked : NULL, kept ? kept->arena : dataset->arena, diags);
    for (size_t i = 0; i < count && masks; i++)
        mark_not_asked(dataset, questions[i], &masks[i]);
    return masks != NULL;
}

/* Rules ------------------------------------------------------------------------------------------------------ */

static bool names_variable(const struct screening_rule *rule, const struct variable *variable)
{
    for (size_t i = 0; i < rule->items.count; i++) {
        const char *name = rule->items.at[i].text;
        if (strcmp(name, variable->id) == 0 || strcmp(name, variable->question->id) == 0 || (variable->item && strcmp(name, variable->item->id) == 0))
            return true;
    }
    return false;
}

static double cancel(struct dataset *dataset, const struct screening_rule *rule, const struct mask *mask)
{
    double cancelled = 0;
    for (size_t v = 0; v < dataset->instrument->variables.count; v++) {
        struct column *column = &dataset->columns[v];
        if (!names_variable(rule, column->variable))
            continue;
        for (size_t row = 0; row < dataset->rows; row++) {
            if (column->missing[row] != MISSING_NONE || !mask_at(mask, row, column->variable->unit))
                continue;
            column->missing[row] = MISSING_CANCELLED;
            cancelled++;
        }
    }
    return cancelled;
}

/* Who does not belong to those asked is not eligible, however badly he answered: a void form counts against the valid rate, his does not. So what becomes of
 * a response does not depend on the order of rules, only who of two that agree is named. */
static bool overrules(enum screening_action action, enum response_status status)
{
    if (action == SCREEN_NOT_ELIGIBLE)
        return status != RESPONSE_NOT_ELIGIBLE;
    return action == SCREEN_VOID && status == RESPONSE_VALID;
}

static void decide(struct dataset *dataset, int rule_index, const struct screening_rule *rule, const struct mask *mask)
{
    for (size_t row = 0; row < dataset->rows; row++) {
        if (!mask_any(mask, row))
            continue;
        if (rule_index < 64)
            dataset->flags[row] |= UINT64_C(1) << rule_index;
        if (!overrules(rule->action, (enum response_status)dataset->status[row]))
            continue;
        dataset->status[row] = rule->action == SCREEN_VOID ? RESPONSE_VOID : RESPONSE_NOT_ELIGIBLE;
        dataset->rule[row] = (int16_t)rule_index;
    }
}

static bool apply_rules(const struct evaluation *evaluation, struct dataset *dataset, const struct screen_off *off, struct screen_masks *kept, double *cancelled,
                        struct diags *diags)
{
    const struct instrument *instrument = dataset->instrument;
    size_t count = instrument->screening.count;
    if (count == 0)
        return true;

    struct name *conditions = ARENA_ARRAY(dataset->arena, struct name, count);
    struct unit_kind **over = ARENA_ARRAY(dataset->arena, struct unit_kind *, count);
    for (size_t i = 0; i < count; i++) {
        conditions[i] = instrument->screening.at[i].when;
        over[i] = rule_over(instrument, &instrument->screening.at[i]);
    }
    /* All conditions see the answers as they were given: the order of rules decides who is named, not what is true. */
    const struct mask *masks = evaluate(evaluation, dataset, conditions, over, count, kept ? &kept->rules : NULL, kept ? kept->arena : dataset->arena, diags);
    for (size_t i = 0; i < count && masks; i++) {
        if (&instrument->screening.at[i] == off->rule)
            continue;
        struct screening_rule rule = instrument->screening.at[i];
        if (off->flagged_out && rule.action == SCREEN_FLAG)
            rule.action = SCREEN_VOID;
        decide(dataset, (int)i, &rule, &masks[i]);
        if (instrument->screening.at[i].action == SCREEN_CANCEL)
            cancelled[i] = cancel(dataset, &instrument->screening.at[i], &masks[i]);
    }
    return masks != NULL;
}

/* Decisions of people ---------------------------------------------------------------------------------------- */

static void apply_decisions(const struct evaluation *evaluation, struct dataset *dataset, const struct screen_off *off, struct diags *diags)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *decision = &evaluation->decisions.at[i];
        size_t len = strlen(instrument->id);
        if (decision == off->decision || !decision->object || strncmp(decision->object, instrument->id, len) != 0 || decision->object[len] != '/')
            continue;
        enum response_status status;
        if (!decision_status(decision->decision, &status))
            continue; /* refused where the file is read */
        bool found = false;
        for (size_t row = 0; row < dataset->rows; row++) {
            bool meant = strcmp(dataset->keys[row], decision->object + len + 1) == 0;
            if (found && !meant)
                break; /* a row that stands for several responses has its copies side by side */
            if (!meant)
                continue;
            found = true;
            dataset->status[row] = (uint8_t)status;
            dataset->rule[row] = -1;
        }
        if (!found)
            diags_warning(diags, decision->pos, _("decision about '%s', which is not among the responses"), decision->object);
    }
}

/* Indices -------------------------------------------------------------------------------------------------------- */

static unsigned named_in(const struct name *condition)
{
    unsigned named = 0;
    for (int i = 0; condition->text && i < RESPONSE_INDICES; i++)
        named |= strcasestr(condition->text, response_index_names[i]) ? INDEX_BIT(i) : 0;
    return named;
}

unsigned engine_indices_named(const struct evaluation *evaluation, const struct instrument *instrument)
{
    unsigned named = 0;
    for (size_t i = 0; i < instrument->screening.count; i++)
        named |= named_in(&instrument->screening.at[i].when);
    for (size_t i = 0; i < evaluation->figures.count; i++)
        if (evaluation->figures.at[i].instrument == instrument)
            named |= named_in(&evaluation->figures.at[i].where) | named_in(&evaluation->figures.at[i].is);
    return named;
}

bool engine_screen(const struct evaluation *evaluation, struct dataset *dataset, const struct screen_off *off, struct screen_masks *kept, double *ret_cancelled,
                   struct diags *diags)
{
    if (!apply_conditions(evaluation, dataset, kept, diags))
        return false;
    analyse_indices(dataset, engine_indices_named(evaluation, dataset->instrument));
    if (!apply_rules(evaluation, dataset, off, kept, ret_cancelled, diags))
        return false;
    apply_decisions(evaluation, dataset, off, diags);
    return true;
}
