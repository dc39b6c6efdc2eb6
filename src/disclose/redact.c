/* SPDX-License-Identifier: GPL-3.0-or-later
 * Taking out what is hidden, and what would tell of it: means over units, scores under other policies, single answers, statistics of the same people.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "ceping/disclose.h"
#include "disclose_priv.h"

static void fill(double *at, size_t count)
{
    for (size_t i = 0; at && i < count; i++)
        at[i] = num_hidden();
}

static void redact_figure(struct figure_cell *cell, size_t options, enum hidden why)
{
    cell->hidden = why;
    cell->value = cell->numerator = cell->base = cell->responses = cell->effective_n = cell->min = cell->max = num_hidden();
    fill(cell->missing, MISSING_KINDS);
    fill(cell->counts, options);
    cell->dropped = NULL;
}

static void redact_frequency(struct frequency_cell *cell, size_t options, enum hidden why)
{
    cell->hidden = why;
    cell->answered = cell->asked = cell->mean = cell->sd = cell->min = cell->max = num_hidden();
    fill(cell->missing, MISSING_KINDS);
    fill(cell->counts, options);
}

/* How many were issued is the plan, and public. */
static void redact_collection(struct collection *at, enum hidden why)
{
    at->hidden = why;
    at->first_day = at->last_day = NULL;
    at->dated = num_hidden();
    at->returned = at->valid = at->void_count = at->not_eligible = at->return_rate = at->valid_rate = at->valid_return_rate = at->rejected = num_hidden();
    for (size_t i = 0; i < at->rules.count; i++)
        at->rules.at[i].decided = at->rules.at[i].applies = at->rules.at[i].cancelled = num_hidden();
}

static void redact_target(const struct target *target, enum hidden why)
{
    struct node_score *node = target->at;
    struct facet_score *facet = target->at;
    struct score_row *row = target->at;
    switch (target->kind) {
    case TARGET_FIGURE: redact_figure(target->at, target->options, why); break;
    case TARGET_FREQUENCY: redact_frequency(target->at, target->options, why); break;
    case TARGET_COLLECTION: redact_collection(target->at, why); break;
    case TARGET_NODE:
        node->hidden = why;
        node->raw = node->score = node->base = num_hidden();
        break;
    case TARGET_FACET:
        facet->hidden = why;
        facet->weighted = num_hidden();
        break;
    case TARGET_SCORE:
        row->hidden = why;
        row->base_score = row->score = row->printed = num_hidden();
        break;
    }
}

/* Least and greatest of numbers are the answers of two people. */
static void redact_extremes(struct results *results)
{
    for (size_t i = 0; i < results->figures.count; i++) {
        struct figure_result *result = &results->figures.at[i];
        if (evaluation_least_people(results->evaluation, result->figure->instrument) <= 0)
            continue;
        for (size_t c = 0; c <= result->cells.count; c++) {
            struct figure_cell *cell = c ? &result->cells.at[c - 1] : &result->all;
            if (!cell->counts)
                cell->min = cell->max = num_hidden();
            cell->dropped = NULL;
        }
    }
    for (size_t i = 0; i < results->frequencies.count; i++) {
        struct frequency *frequency = &results->frequencies.at[i];
        if (evaluation_least_people(results->evaluation, frequency->instrument) > 0 && !frequency->question->scale)
            for (size_t c = 0; c < frequency->cells.count; c++)
                frequency->cells.at[c].min = frequency->cells.at[c].max = num_hidden();
    }
}

/* Sides of a weighting are counts of people too, also of groups that no figure is by. */
static void redact_weightings(struct results *results)
{
    for (size_t i = 0; i < results->weightings.count; i++) {
        struct weighting_result *result = &results->weightings.at[i];
        double least = evaluation_least_people(results->evaluation, result->weighting->instrument);
        for (size_t m = 0; m < result->margins.count; m++)
            for (size_t c = 0; c < result->margins.at[m].cells.count; c++) {
                struct weighting_cell *cell = &result->margins.at[m].cells.at[c];
                if (cell->sample > 0 && cell->sample < least)
                    cell->sample = cell->weighted = num_hidden();
            }
    }
}

static bool row_rests_on_hidden(const struct table *table, const struct score_row *row)
{
    for (size_t n = 0; row->nodes && n < table->nodes.count; n++)
        if (row->nodes[n].hidden)
            return true;
    return row->hidden != SHOWN;
}

/* A place lies between two scores that are shown, so it tells a score that nobody may know: the row stands behind the others, without one. Where only other numbers
 * would tell the score (HIDDEN_DERIVED), the place stays. */
static bool place_tells(const struct score_row *row)
{
    return row->hidden == HIDDEN_BASE || row->hidden == HIDDEN_DOMINANT;
}

static void redact_places(struct table_result *table)
{
    size_t behind = 0, count = table->rows.count;
    int *rows = xcalloc(count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        if (!place_tells(&table->rows.at[table->by_place[i]]))
            rows[behind++] = table->by_place[i];
    for (size_t i = 0; i < count; i++) {
        struct score_row *row = &table->rows.at[i];
        if (!place_tells(row))
            continue;
        rows[behind++] = (int)i;
        row->place = row->natural_place = row->slice_place = row->movement = num_hidden();
        row->band = NULL;
        row->tied = false;
        row->first_streak = row->last_streak = 0;
        for (size_t p = 0; p < table->policies.count; p++)
            table->policies.at[p].places[i] = num_hidden();
    }
    memcpy(table->by_place, rows, count * sizeof *rows);
    free(rows);
}

static void redact_tables(struct results *results)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        struct table_result *table = &results->tables.at[t];
        bool score = false;
        if (table->by_place)
            redact_places(table);
        for (size_t i = 0; i < table->rows.count; i++) {
            const struct score_row *row = &table->rows.at[i];
            score = score || row->hidden;
            if (row_rests_on_hidden(table->table, row))
                for (size_t p = 0; p < table->policies.count; p++)
                    table->policies.at[p].scores[i] = num_hidden();
        }
        if (score)
            table->mean = table->min = table->max = table->range = table->median = table->sd = table->printed_mean_of_printed = num_hidden();
    }
}

/* How sure a score is tells where it lies. Other rules name raters and leaves, and so do explanations: they stay inside. */
static void close_studies(struct results *results)
{
    for (size_t t = 0; t < results->uncertainty.tables.count && t < results->tables.count; t++) {
        const struct table_result *table = &results->tables.at[t];
        for (size_t i = 0; i < results->uncertainty.tables.at[t].rows.count; i++) {
            struct row_uncertainty *row = &results->uncertainty.tables.at[t].rows.at[i];
            if (row_rests_on_hidden(table->table, &table->rows.at[i]))
                row->se = row->low = row->high = num_hidden();
            if (place_tells(&table->rows.at[i]))
                row->place = row->place_low = row->place_high = row->joint_low = row->joint_high = row->median_place = num_hidden();
        }
    }
    results->robustness.computed = false;
    results->explanations.count = 0;
}

static bool cell_is_hidden(const struct results *results, const struct instrument *instrument)
{
    for (size_t i = 0; i < results->figures.count; i++) {
        const struct figure_result *result = &results->figures.at[i];
        bool hidden = result->figure->instrument == instrument && result->all.hidden;
        for (size_t c = 0; c < result->cells.count && result->figure->instrument == instrument; c++)
            hidden = hidden || result->cells.at[c].hidden;
        if (hidden)
            return true;
    }
    for (size_t i = 0; i < results->frequencies.count; i++)
        for (size_t c = 0; results->frequencies.at[i].instrument == instrument && c < results->frequencies.at[i].cells.count; c++)
            if (results->frequencies.at[i].cells.at[c].hidden)
                return true;
    return false;
}

/* A statistic by groups may hold the hidden number or its neighbour. Those of an instrument with something hidden stay inside, and those that themselves rest on few. */
void disclose_analyses(struct results *results)
{
    for (size_t i = 0; i < results->analyses.count; i++) {
        struct analysis_block *block = &results->analyses.at[i];
        double least = evaluation_least_people(results->evaluation, block->instrument);
        bool few = block->base < least;
        for (size_t c = 0; c < block->columns.count; c++)
            for (size_t r = 0; !strcmp(block->columns.at[c].key, "n") && r < block->rows.count; r++)
                few = few || (block->rows.at[r].values[c] > 0 && block->rows.at[r].values[c] < least);
        block->inside = block->inside || (least > 0 && (few || (block->instrument && cell_is_hidden(results, block->instrument))));
    }
}

void redact(struct system *system)
{
    struct results *results = system->results;
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        for (size_t t = 0; group->hidden && t < group->targets.count; t++) {
            redact_target(&group->targets.at[t], group->hidden);
            results->hidden[group->hidden]++;
        }
    }
    redact_extremes(results);
    redact_weightings(results);
    redact_tables(results);
    close_studies(results);
    disclose_analyses(results);
}
