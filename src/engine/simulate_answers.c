/* SPDX-License-Identifier: GPL-3.0-or-later
 * What one person answers. Behind each answer stands one number, how good the thing seems: scales cut it into their levels, numbers stretch it over
 * their range. Sums and products only, so that the answers are the same on any machine.
 */
#include "simulate_priv.h"

#include <math.h>

/* Levels ------------------------------------------------------------------------------------------------------- */

static double unit_effect(const struct simulation *simulation, const struct unit *unit)
{
    return unit ? 0.35 * effect(simulation, unit->kind->id, unit->id) : 0;
}

/* How good it seems to this person; about 0.3 on the mean, standard deviation about 1. */
static double seems(const struct simulation *simulation, struct person *person, const struct variable *variable, const int *about)
{
    const struct instrument *instrument = simulation->instrument;
    const char *item = variable->item ? variable->item->id : variable->question->id;
    double z = 0.3 + 0.2 * effect(simulation, instrument->id, item) + 0.5 * person->leniency + unit_effect(simulation, variable->unit);
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (about[i] != NO_UNIT)
            z += unit_effect(simulation, &instrument->about.at[i].kind->units.at[about[i]]);
    return z + 0.6 * normal(&person->state);
}

/* The options that are answers, best first: by their scores where there are any, else by their order. */
static size_t levels(const struct scale *scale, const struct option **ret_options, size_t room, bool *ret_ordered)
{
    size_t count = 0;
    *ret_ordered = false;
    for (size_t i = 0; i < scale->options.count && count < room; i++) {
        const struct option *option = &scale->options.at[i];
        if (option->missing != MISSING_NONE)
            continue;
        *ret_ordered = *ret_ordered || option->satisfied || option->aware || option->scores.count;
        ret_options[count++] = option;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && option_score(scale, ret_options[k], NULL) > option_score(scale, ret_options[k - 1], NULL); k--) {
            const struct option *swap = ret_options[k];
            ret_options[k] = ret_options[k - 1];
            ret_options[k - 1] = swap;
        }
    return count;
}

static const struct option *missing_option(const struct scale *scale)
{
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].missing != MISSING_NONE)
            return &scale->options.at[i];
    return NULL;
}

enum { LEVELS_MAX = 128 };

static int level_of(struct person *person, double z, size_t count, bool reversed)
{
    double x = (0.9 - 0.9 * z) * (double)count / 5;
    int level = person->straight ? person->straight_level : person->careless ? (int)below(&person->state, count) : (int)floor(x);
    level = level < 0 ? 0 : level >= (int)count ? (int)count - 1 : level;
    return reversed && !person->straight ? (int)count - 1 - level : level;
}

/* Answers to questions without an order: some options are more usual than others. */
static int usual_option(const struct simulation *simulation, struct person *person, const struct question *question, size_t count)
{
    double weights[LEVELS_MAX], total = 0;
    uint64_t state = salted(simulation->options->seed, simulation->instrument->id, question->id);
    for (size_t i = 0; i < count; i++)
        total += weights[i] = 0.3 + uniform(&state);
    double at = uniform(&person->state) * total;
    for (size_t i = 0; i + 1 < count; i++)
        if ((at -= weights[i]) < 0)
            return (int)i;
    return (int)count - 1;
}

/* Cells ---------------------------------------------------------------------------------------------------------- */

static void set_code(struct dataset *dataset, size_t variable, size_t row, int code)
{
    set_missing(dataset, variable, row, MISSING_NONE);
    dataset->columns[variable].codes[row] = (int16_t)code;
}

static void answer_scale(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, const int *about)
{
    const struct variable *variable = &simulation->instrument->variables.at[v];
    const struct scale *scale = variable->question->scale;
    const struct option *options[LEVELS_MAX], *unknown = missing_option(scale);
    bool ordered;
    size_t count = levels(scale, options, LEVELS_MAX, &ordered);
    if (unknown && (count == 0 || uniform(&person->state) < 0.04)) {
        set_missing(dataset, v, row, unknown->missing);
        return;
    }
    if (count == 0)
        return;
    ordered = ordered || variable->question->type == QUESTION_SCALE || variable->question->type == QUESTION_MATRIX;
    int level = ordered ? level_of(person, seems(simulation, person, variable, about), count, variable->item && variable->item->reversed)
                        : usual_option(simulation, person, variable->question, count);
    set_code(dataset, v, row, options[level]->code);
}

static double rounded(double value, double step)
{
    return floor(value / step + 0.5) * step;
}

static void answer_number(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, const int *about)
{
    const struct question *question = simulation->instrument->variables.at[v].question;
    double low = isnan(question->min) ? 0 : question->min, high = isnan(question->max) ? low + 25 : question->max, range = high - low;
    double z = seems(simulation, person, &simulation->instrument->variables.at[v], about);
    double share = simulation->instrument->kind == INSTRUMENT_RATING ? 0.9 + 0.04 * z : 0.5 + 0.15 * z;
    double step = question->step > 0 ? question->step : range >= 10 && simulation->instrument->kind != INSTRUMENT_RATING ? 1 : range >= 10 ? 0.5 : range / 10;
    double value = rounded(low + range * fmin(1, fmax(0, person->careless && !person->straight ? uniform(&person->state) : share)), step > 0 ? step : 1);
    set_missing(dataset, v, row, MISSING_NONE);
    dataset->columns[v].numbers[row] = fmin(high, fmax(low, value));
}

static void answer_text(struct dataset *dataset, struct person *person, size_t v, size_t row)
{
    static const char *const texts[] = {"办事方便多了", "希望多宣传，让更多人知道", "窗口服务态度好", "流程还可以再简化", "“网上办”很好用，老年人还不太会用", "没有意见", "建议多听听基层的想法"};
    if (dataset->columns[v].variable->question->type == QUESTION_DATE) {
        set_missing(dataset, v, row, MISSING_NONE);
        dataset->columns[v].texts[row] = arena_printf(dataset->arena, "2020-05-%02zu", 1 + below(&person->state, 28));
    } else if (uniform(&person->state) < 0.3) {
        set_missing(dataset, v, row, MISSING_NONE);
        dataset->columns[v].texts[row] = texts[below(&person->state, COUNT_OF(texts))];
    }
}

/* Options of a multiple question, from variable `first` on: each has its chance; an exclusive one stands alone. */
static void answer_marks(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row)
{
    const struct variable *variables = &simulation->instrument->variables.at[first];
    uint64_t state = salted(simulation->options->seed, simulation->instrument->id, variables[0].question->id);
    size_t alone = count, chosen = 0, marks = 0;
    for (size_t i = 0; i < count; i++)
        if (variables[i].type == VARIABLE_MARK && variables[i].option->exclusive && uniform(&person->state) < 0.05)
            alone = i;
    for (size_t i = 0; i < count; i++) {
        if (variables[i].type != VARIABLE_MARK)
            continue;
        double chance = 0.1 + 0.5 * uniform(&state);
        bool drawn = uniform(&person->state) < chance;
        bool mark = alone < count ? i == alone : drawn && !variables[i].option->exclusive;
        set_code(dataset, first + i, row, mark);
        chosen += mark;
        marks++;
    }
    for (size_t i = 0, at = below(&person->state, marks ? marks : 1), seen = 0; chosen == 0 && i < count; i++)
        if (variables[i].type == VARIABLE_MARK && seen++ == at)
            set_code(dataset, first + i, row, 1);
}

static void answer_ranking(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row)
{
    size_t places[LEVELS_MAX], options = 0;
    for (size_t i = 0; i < count && options < LEVELS_MAX; i++)
        if (simulation->instrument->variables.at[first + i].type == VARIABLE_NUMBER)
            places[options++] = first + i;
    for (size_t i = options; i > 1; i--) {
        size_t with = below(&person->state, i), swap = places[i - 1];
        places[i - 1] = places[with];
        places[with] = swap;
    }
    for (size_t i = 0; i < options; i++) {
        set_missing(dataset, places[i], row, MISSING_NONE);
        dataset->columns[places[i]].numbers[row] = (double)(i + 1);
    }
}

static bool applies(const struct simulation *simulation, const struct variable *variable, const int *about)
{
    const struct instrument *instrument = simulation->instrument;
    struct unit *units[MODEL_BY_MAX + 1];
    size_t count = 0;
    if (variable->unit)
        units[count++] = variable->unit;
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (about[i] != NO_UNIT)
            units[count++] = &instrument->about.at[i].kind->units.at[about[i]];
    return count < 2 || !evaluation_not_applicable(simulation->evaluation, units, count);
}

int simulate_issued_unit(const struct instrument *instrument, struct person *person, const struct unit_kind *kind)
{
    double total = 0, at = uniform(&person->state);
    for (size_t i = 0; i < instrument->issued.count; i++)
        total += instrument->issued.at[i].unit && instrument->issued.at[i].unit->kind == kind ? instrument->issued.at[i].count : 0;
    if (!(total > 0))
        return (int)(at * (double)kind->units.count);
    at *= total;
    for (size_t i = 0; i < instrument->issued.count; i++) {
        const struct issued *issued = &instrument->issued.at[i];
        if (issued->unit && issued->unit->kind == kind && (at -= issued->count) < 0)
            return issued->unit->index;
    }
    return 0;
}

static void answer_unit(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, int *about)
{
    const struct instrument *instrument = simulation->instrument;
    const struct question *question = instrument->variables.at[v].question;
    if (!question->kind || question->kind->units.count == 0)
        return;
    int unit = simulate_issued_unit(instrument, person, question->kind);
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (instrument->about.at[i].question == question)
            about[i] = unit;
    set_code(dataset, v, row, unit);
}

void simulate_answer(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row, int *about)
{
    const struct variable *variable = &simulation->instrument->variables.at[first];
    bool left = uniform(&person->state) < (variable->question->required || simulation->instrument->kind == INSTRUMENT_RECORD ? 0.002 : 0.02);
    if (!applies(simulation, variable, about) || (left && variable->type != VARIABLE_UNIT))
        return;
    switch (variable->type) {
    case VARIABLE_CODE:
        answer_scale(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_MARK:
        answer_marks(simulation, dataset, person, first, count, row);
        break;
    case VARIABLE_NUMBER:
        if (variable->option)
            answer_ranking(simulation, dataset, person, first, count, row);
        else
            answer_number(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_UNIT:
        answer_unit(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_TEXT:
    default:
        answer_text(dataset, person, first, row);
    }
}
