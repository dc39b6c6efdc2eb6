/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices by which screening rules judge a response (method §3). They describe how it was filled in, before any rule acts:
 *
 *     _missing_share   blank and unreadable ones among the answers that were asked for. "Don't know" is an answer. The marks of a multiple question and
 *                      the places of a ranking are one answer; texts count only where they are required
 *     _seconds         as the platform gives it; NaN where it does not
 *     _seconds_ratio   to the median of all responses of the instrument, not of the batch: how often a file was exported must not matter
 *     _longstring      longest run of equal answers within a block of scale or matrix items that share a scale; unanswered items neither count nor
 *                      break a run. NaN without such items answered
 *     _irv             sd (n − 1) of the codes over all scale and matrix items: 0 for a straight line (Dunn et al. 2018). NaN below two answers
 *     _same_source     responses from the same source (keyed hash of an address) sent within an hour before or after this one, which counts too; of all
 *                      times when this one's is not known. NaN without a source
 *     _repeat, _burst  compare responses with each other: crowd.c
 *
 * Cancelled answers count as given: computing the indices again after screening gives the same.
 */
#include "analyse_priv.h"
#include "ceping/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_scale_item(const struct variable *variable)
{
    return variable->type == VARIABLE_CODE && (variable->question->type == QUESTION_SCALE || variable->question->type == QUESTION_MATRIX);
}

static bool counts_as_asked(const struct variable *variable)
{
    if (variable->type != VARIABLE_TEXT)
        return true;
    return variable->question->type == QUESTION_DATE || (variable->question->type == QUESTION_TEXT && variable->question->required);
}

static bool same_answer(const struct variable *a, const struct variable *b)
{
    bool several = a->question->type == QUESTION_MULTIPLE || a->question->type == QUESTION_RANK;
    return several && a->question == b->question && a->item == b->item && a->unit == b->unit;
}

static double missing_share(const struct dataset *dataset, size_t row)
{
    size_t asked = 0, absent = 0, count = dataset->instrument->variables.count;
    for (size_t i = 0; i < count;) {
        const struct variable *first = dataset->columns[i].variable;
        bool any_asked = false, any_given = false;
        do {
            const struct column *column = &dataset->columns[i];
            enum missing missing = (enum missing)column->missing[row];
            if (counts_as_asked(column->variable)) {
                any_asked = any_asked || missing_was_asked(missing);
                any_given = any_given || (missing_was_asked(missing) && missing != MISSING_BLANK && missing != MISSING_UNREADABLE);
            }
            i++;
        } while (i < count && same_answer(first, dataset->columns[i].variable));
        asked += any_asked;
        absent += any_asked && !any_given;
    }
    return asked > 0 ? (double)absent / (double)asked : NAN;
}

/* Answers of the scale items of one row, block by block; `ret_run` the longest run. */
static size_t scale_answers(const struct dataset *dataset, size_t row, double *x, double *ret_run)
{
    size_t n = 0, block = 0, longest = 0;
    const struct scale *scale = NULL;
    for (size_t i = 0; i < dataset->instrument->variables.count; i++) {
        const struct column *column = &dataset->columns[i];
        bool item = is_scale_item(column->variable);
        if (!item || column->variable->question->scale != scale) {
            size_t run = stats_longest_run(x + block, n - block);
            longest = run > longest ? run : longest;
            block = n;
            scale = item ? column->variable->question->scale : NULL;
        }
        if (item && column->missing[row] == MISSING_NONE)
            x[n++] = column->codes[row];
    }
    size_t run = stats_longest_run(x + block, n - block);
    longest = run > longest ? run : longest;
    *ret_run = n > 0 ? (double)longest : NAN;
    return n;
}

static double median_seconds(const struct dataset *dataset, const double *seconds)
{
    double *known = xcalloc(dataset->rows, sizeof *known);
    size_t n = 0;
    for (size_t row = 0; row < dataset->rows; row++)
        if (!isnan(seconds[row]))
            known[n++] = seconds[row];
    double median = stats_median(known, NULL, n);
    free(known);
    return median;
}

/* Sources ---------------------------------------------------------------------------------------------------- */

struct sent {
    const char *source;
    double time; /* seconds; NaN where not known */
    size_t row;
};

/* Seconds since some day, from "2018-05-03 14:02:11" or with less behind the day; days by the civil calendar (Hinnant's days_from_civil). */
static double seconds_of(const char *submitted)
{
    int year, month, day, hour = 0, minute = 0, second = 0;
    if (!submitted || sscanf(submitted, "%d-%d-%d%*1[ T]%d:%d:%d", &year, &month, &day, &hour, &minute, &second) < 3)
        return NAN;
    long y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return (double)days * 86400 + hour * 3600 + minute * 60 + second;
}

static int compare_sent(const void *a, const void *b)
{
    const struct sent *left = a, *right = b;
    int order = strcmp(left->source, right->source);
    if (order)
        return order;
    if (isnan(left->time) || isnan(right->time))
        return isnan(left->time) - isnan(right->time); /* those without a time behind the others */
    return (left->time > right->time) - (left->time < right->time);
}

/* Of one source, in order of time. */
static void count_source(const struct sent *sent, size_t count, double *same)
{
    enum { HOUR = 3600 };
    size_t first = 0, end = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(sent[i].time)) {
            same[sent[i].row] = (double)count;
            continue;
        }
        while (sent[i].time - sent[first].time > HOUR)
            first++;
        while (end < count && sent[end].time - sent[i].time <= HOUR)
            end++;
        same[sent[i].row] = (double)(end - first);
    }
}

static void same_source(const struct dataset *dataset, double *same)
{
    if (!dataset->sources)
        return;
    struct sent *sent = xcalloc(dataset->rows, sizeof *sent);
    size_t count = 0;
    for (size_t row = 0; row < dataset->rows; row++)
        if (dataset->sources[row])
            sent[count++] = (struct sent){dataset->sources[row], seconds_of(dataset->submitted[row]), row};
    if (count)
        qsort(sent, count, sizeof *sent, compare_sent);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && strcmp(sent[i].source, sent[i + n].source) == 0; n++)
            ;
        count_source(sent + i, n, same);
    }
    free(sent);
}

/* All of them ------------------------------------------------------------------------------------------------- */

void analyse_indices(struct dataset *dataset)
{
    for (int i = 0; i < RESPONSE_INDICES; i++) {
        if (dataset->indices[i])
            continue;
        dataset->indices[i] = ARENA_ARRAY(dataset->arena, double, dataset->rows);
        for (size_t row = 0; row < dataset->rows; row++)
            dataset->indices[i][row] = NAN;
    }
    const double *seconds = dataset->indices[INDEX_SECONDS];
    double median = median_seconds(dataset, seconds);
    double *x = xcalloc(dataset->instrument->variables.count, sizeof *x);
    for (size_t row = 0; row < dataset->rows; row++) {
        dataset->indices[INDEX_MISSING_SHARE][row] = missing_share(dataset, row);
        dataset->indices[INDEX_SECONDS_RATIO][row] = median > 0 ? seconds[row] / median : NAN;
        size_t n = scale_answers(dataset, row, x, &dataset->indices[INDEX_LONGSTRING][row]);
        dataset->indices[INDEX_IRV][row] = stats_sd(x, NULL, n);
    }
    free(x);
    same_source(dataset, dataset->indices[INDEX_SAME_SOURCE]);
    crowd_indices(dataset);
}
