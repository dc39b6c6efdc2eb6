/* SPDX-License-Identifier: GPL-3.0-or-later
 * How a collection went: issued, returned = valid + void + not eligible, and three rates, each with its own denominator (method §2):
 *
 *     return rate         returned / issued
 *     valid rate          valid / (returned − not eligible)
 *     valid return rate   valid / issued
 *
 * in all, then for each unit of each kind that responses are about. Where the number issued is stated for units only, the sum over
 * them is the number in all once every unit of that kind has one.
 */
#include "analyse_priv.h"

#include "ceping/stats.h"

#include <math.h>
#include <string.h>

#define DAY_LENGTH 10 /* of 2018-05-03 */

static double rate(double count, double base)
{
    return base > 0 ? 100 * count / base : NAN;
}

static double issued_to(const struct instrument *instrument, const struct unit *unit)
{
    double count = NAN;
    for (size_t i = 0; i < instrument->issued.count; i++) {
        const struct issued *issued = &instrument->issued.at[i];
        if (issued->unit == unit)
            count = isnan(count) ? issued->count : count + issued->count;
    }
    return count;
}

static double issued_in_all(const struct instrument *instrument)
{
    double count = issued_to(instrument, NULL);
    for (size_t i = 0; isnan(count) && i < instrument->issued.count; i++) {
        const struct unit *unit = instrument->issued.at[i].unit;
        if (!unit || !unit->kind)
            continue;
        struct sum sum = {0};
        for (size_t j = 0; j < unit->kind->units.count; j++)
            sum_add(&sum, issued_to(instrument, &unit->kind->units.at[j]));
        count = sum_value(&sum); /* NaN when one of them has none */
    }
    return count;
}

/* Is this the item or the question that a rule cancels? */
static bool names_variable(const struct screening_rule *rule, const struct variable *variable)
{
    for (size_t i = 0; i < rule->items.count; i++) {
        const char *name = rule->items.at[i].text;
        if (!name)
            continue;
        const char *dot = strrchr(name, '.');
        name = dot ? dot + 1 : name;
        if (!strcmp(name, variable->id) || !strcmp(name, variable->question->id) || (variable->item && !strcmp(name, variable->item->id)))
            return true;
    }
    return false;
}

static double cancelled_in(const struct dataset *dataset, size_t row, const struct screening_rule *rule)
{
    double count = 0;
    for (size_t i = 0; i < dataset->instrument->variables.count; i++)
        count += dataset->columns[i].missing[row] == MISSING_CANCELLED && names_variable(rule, dataset->columns[i].variable);
    return count;
}

/* "2018-05-03 14:02:11" begins with a day. */
static bool begins_with_day(const char *text)
{
    static const char form[] = "0000-00-00";
    size_t i = 0;
    for (; text && form[i] && text[i]; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return text && !form[i];
}

static void add_day(const char *submitted, struct collection *collection, struct arena *arena)
{
    if (!begins_with_day(submitted))
        return;
    collection->dated++;
    if (!collection->first_day || strncmp(submitted, collection->first_day, DAY_LENGTH) < 0)
        collection->first_day = arena_strndup(arena, submitted, DAY_LENGTH);
    if (!collection->last_day || strncmp(submitted, collection->last_day, DAY_LENGTH) > 0)
        collection->last_day = arena_strndup(arena, submitted, DAY_LENGTH);
}

static void add_row(const struct dataset *dataset, size_t row, struct collection *collection)
{
    enum response_status status = dataset->status ? (enum response_status)dataset->status[row] : RESPONSE_VALID;
    collection->returned++;
    collection->valid += status == RESPONSE_VALID;
    collection->void_count += status == RESPONSE_VOID;
    collection->not_eligible += status == RESPONSE_NOT_ELIGIBLE;
    for (size_t i = 0; i < collection->rules.count; i++) {
        struct rule_count *count = &collection->rules.at[i];
        count->decided += dataset->rule && dataset->rule[row] == (int)i;
        if (!dataset->flags || i >= 64 || !(dataset->flags[row] >> i & 1))
            continue;
        count->applies++;
        if (count->rule->action == SCREEN_CANCEL)
            count->cancelled += cancelled_in(dataset, row, count->rule);
    }
}

static void begin(struct collection *collection, const struct instrument *instrument, const struct unit *unit, double issued, double rejected,
                  struct arena *arena)
{
    *collection = (struct collection){.instrument = instrument, .unit = unit, .issued = issued, .rejected = rejected};
    for (size_t i = 0; i < instrument->screening.count; i++)
        LIST_ADD(arena, &collection->rules)->rule = &instrument->screening.at[i];
}

/* From what decisions.csv says of two entries of the same copies; several lots of copies add up. */
static void check_entries(const struct evaluation *evaluation, struct collection *collection)
{
    struct entry_check *check = &collection->entries;
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        size_t cells, differ;
        if (decision_entries(evaluation, &evaluation->decisions.at[i], &cells, &differ) != collection->instrument)
            continue;
        check->cells += (double)cells;
        check->differ += (double)differ;
    }
    struct interval interval = stats_wilson(check->differ, check->cells, 0.95);
    double error = stats_double_entry(stats_share(check->differ, check->cells)), high = stats_double_entry(interval.high);
    check->rate = rate(check->differ, check->cells);
    check->low = 100 * interval.low;
    check->high = 100 * interval.high;
    check->error = 100 * error;
    check->left = 100 * error * error;
    check->left_high = 100 * high * high;
}

static void finish(struct collection *collection)
{
    collection->return_rate = rate(collection->returned, collection->issued);
    collection->valid_rate = rate(collection->valid, collection->returned - collection->not_eligible);
    collection->valid_return_rate = rate(collection->valid, collection->issued);
}

static void add_units(const struct dataset *dataset, size_t about, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    const struct unit_kind *kind = instrument->about.at[about].kind;
    size_t first = results->collections.count;
    for (size_t i = 0; i < kind->units.count; i++) {
        const struct unit *unit = &kind->units.at[i];
        begin(LIST_ADD(results->arena, &results->collections), instrument, unit, issued_to(instrument, unit), NAN, results->arena);
    }
    for (size_t row = 0; row < dataset->rows; row++) {
        int unit = dataset->about[about][row];
        if (unit >= 0)
            add_row(dataset, row, &results->collections.at[first + (size_t)unit]);
    }
    for (size_t i = 0; i < kind->units.count; i++)
        finish(&results->collections.at[first + i]);
}

/* Sheets that the panel still owes -------------------------------------------------------------------------------------- */

static bool must_rate(const struct rater *rater, const struct unit *unit)
{
    bool listed = false, named = false;
    for (size_t i = 0; i < rater->rates.count; i++) {
        listed = listed || (rater->rates.at[i] && rater->rates.at[i]->kind == unit->kind);
        named = named || rater->rates.at[i] == unit;
    }
    return unit != rater->own && (!listed || named);
}

/* Has he said anything of the unit, in an answer about it or on a sheet about it? Void sheets have been handed in too. */
static bool has_rated(const struct dataset *dataset, const struct rater *rater, const struct unit *unit)
{
    for (size_t row = 0; row < dataset->rows; row++) {
        if (!dataset->raters || !dataset->raters[row] || strcmp(dataset->raters[row], rater->id) != 0)
            continue;
        for (size_t v = 0; v < dataset->instrument->variables.count; v++) {
            const struct column *column = &dataset->columns[v];
            if (column->missing[row] == MISSING_NONE && dataset_unit(dataset, row, column->variable, unit->kind) == unit->index)
                return true;
        }
    }
    return false;
}

static void list_missing_sheets(const struct evaluation *evaluation, const struct dataset *dataset, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t r = 0; instrument->duty && instrument->panel && r < instrument->panel->raters.count; r++)
        for (size_t u = 0; u < instrument->duty->units.count; u++) {
            const struct rater *rater = &instrument->panel->raters.at[r];
            struct unit *unit = &instrument->duty->units.at[u];
            if (!must_rate(rater, unit) || evaluation_not_applicable(evaluation, &unit, 1) || has_rated(dataset, rater, unit))
                continue;
            *LIST_ADD(results->arena, &results->missing_sheets) = (struct missing_sheet){instrument, rater, unit};
        }
}

void analyse_collection(const struct evaluation *evaluation, const struct dataset *dataset, double rejected, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    list_missing_sheets(evaluation, dataset, results);
    struct collection *all = LIST_ADD(results->arena, &results->collections);
    begin(all, instrument, NULL, issued_in_all(instrument), rejected, results->arena);
    for (size_t row = 0; row < dataset->rows; row++)
        add_row(dataset, row, all);
    for (size_t row = 0; dataset->submitted && row < dataset->rows; row++)
        if (!dataset->status || dataset->status[row] == RESPONSE_VALID)
            add_day(dataset->submitted[row], all, results->arena);
    finish(all);
    check_entries(evaluation, all);
    for (size_t i = 0; i < instrument->about.count; i++) {
        bool repeated = !instrument->about.at[i].kind;
        for (size_t j = 0; j < i; j++)
            repeated = repeated || instrument->about.at[j].kind == instrument->about.at[i].kind;
        if (!repeated)
            add_units(dataset, i, results);
    }
}
