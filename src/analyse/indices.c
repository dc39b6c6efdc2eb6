/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices by which screening rules judge a response (method §3). They describe how it was filled in, before any rule acts:
 *
 *     _missing_share   blank and unreadable ones among the answers that were asked for. "Don't know" is an answer. The marks of a multiple question and
 *                      the places of a ranking are one answer; texts count only where they are required
 *     _seconds         as the platform gives it; NaN where it does not
 *     _seconds_ratio   to the median of all responses of the instrument, not of the batch: how often a file was exported must not matter
 *     _longstring      longest run of equal answers within a block of scale or matrix items that share a scale; unanswered items neither count nor
 *                      break a run. NaN without such items answered
 *     _seconds_per_item  to the number of answers that were asked for
 *     _unreadable_share  unreadable ones among the answers that were asked for (several marks where one was wanted, a number out of range)
 *     _even_odd        consistency of even and odd items of the same question (stats_careless.h); reversed items are turned round
 *     _mahalanobis_p   how unusual the scale answers are together: upper tail of the squared Mahalanobis distance
 *     _duplicate, _source_hour  see indices_source.c
 *     _irv             sd (n − 1) of the codes over all scale and matrix items: 0 for a straight line (Dunn et al. 2018). NaN below two answers
 *     _same_source     responses from the same source (keyed hash of an address) sent within an hour before or after this one, which counts too; of all
 *                      times when this one's is not known. NaN without a source
 *     _too_many    multiple questions (cells of a unit one by one) in which more options are marked than their `max` allows
 *     _repeat, _burst  compare responses with each other: crowd.c
 *
 * Cancelled answers count as given: computing the indices again after screening gives the same.
 */
#include "analyse_priv.h"
#include "ceping/base_parallel.h"
#include "ceping/stats.h"
#include "ceping/stats_careless.h"

#include <assert.h>
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

struct asked {
    unsigned asked, absent, unreadable;
};

enum { SAID_ASKED = 1, SAID_GIVEN = 2, SAID_UNREADABLE = 4 };

static void say_of_missing(uint8_t says[MISSING_KINDS])
{
    for (int i = 0; i < MISSING_KINDS; i++) {
        enum missing missing = (enum missing)i;
        bool given = missing != MISSING_BLANK && missing != MISSING_UNREADABLE;
        says[i] = !missing_was_asked(missing) ? 0 : (uint8_t)(SAID_ASKED | (given ? SAID_GIVEN : 0) | (missing == MISSING_UNREADABLE ? SAID_UNREADABLE : 0));
    }
}

enum { ASKED_ROWS = 1024 }; /* at once, so that one column after the other is read and the counts stay near */

/* Where some of eight rows (fewer at the end) lack an answer to one of the columns, which are one answer together. */
static void correct_asked(const struct column *columns, size_t count, size_t row, size_t rows, const uint8_t says[MISSING_KINDS], struct asked *total)
{
    for (size_t end = row + rows; row < end; row++, total++) {
        unsigned said = 0;
        for (size_t i = 0; i < count; i++)
            said |= counts_as_asked(columns[i].variable) ? says[columns[i].missing[row]] : 0;
        total->asked -= !(said & SAID_ASKED);
        total->absent += (said & (SAID_ASKED | SAID_GIVEN)) == SAID_ASKED;
        total->unreadable += (said & SAID_UNREADABLE) != 0;
    }
}

/* Of `count` rows from `first` on. Nearly all answers are there: all count as asked for, and where eight of them are not nothing at once, each is looked at. */
static void count_asked(const struct dataset *dataset, size_t first, size_t count, const uint8_t says[MISSING_KINDS], struct asked total[ASKED_ROWS])
{
    enum { EIGHT = sizeof(uint64_t) };
    static_assert(MISSING_NONE == 0, "eight answers that are there are a word of 0");
    size_t columns = dataset->instrument->variables.count;
    unsigned answers = 0;
    memset(total, 0, count * sizeof *total);
    for (size_t i = 0, next; i < columns; i = next) {
        const struct column *column = &dataset->columns[i];
        bool counts = counts_as_asked(column->variable);
        for (next = i + 1; next < columns && same_answer(column->variable, dataset->columns[next].variable); next++)
            counts |= counts_as_asked(dataset->columns[next].variable);
        if (!counts)
            continue;
        answers++;
        for (size_t row = 0; row < count; row += EIGHT) {
            size_t rows = count - row < EIGHT ? count - row : EIGHT;
            uint64_t missing = rows < EIGHT;
            for (size_t k = i; k < next && !missing; k++)
                memcpy(&missing, dataset->columns[k].missing + first + row, EIGHT);
            if (missing)
                correct_asked(column, next - i, first + row, rows, says, total + row);
        }
    }
    for (size_t row = 0; row < count; row++)
        total[row].asked += answers;
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
            sent[count++] = (struct sent){dataset->sources[row], submitted_seconds(dataset->submitted[row], false), row};
    if (count)
        qsort(sent, count, sizeof *sent, compare_sent);
    for (size_t i = 0, n; i < count; i += n) {
        for (n = 1; i + n < count && strcmp(sent[i].source, sent[i + n].source) == 0; n++)
            ;
        count_source(sent + i, n, same);
    }
    free(sent);
}

/* Sets of indices that look at one response at a time: those of the rows from `begin` to before `end` ------------------- */

static void measure_asked(struct dataset *dataset, size_t begin, size_t end)
{
    uint8_t says[MISSING_KINDS];
    struct asked asked[ASKED_ROWS];
    say_of_missing(says);
    for (size_t first = begin; first < end; first += ASKED_ROWS) {
        size_t count = end - first < ASKED_ROWS ? end - first : ASKED_ROWS;
        count_asked(dataset, first, count, says, asked);
        for (size_t i = 0; i < count; i++) {
            double base = asked[i].asked > 0 ? (double)asked[i].asked : NAN;
            dataset->indices[INDEX_MISSING_SHARE][first + i] = (double)asked[i].absent / base;
            dataset->indices[INDEX_UNREADABLE_SHARE][first + i] = (double)asked[i].unreadable / base;
            dataset->indices[INDEX_SECONDS_PER_ITEM][first + i] = dataset->indices[INDEX_SECONDS][first + i] / base;
        }
    }
}

static void measure_speed(struct dataset *dataset)
{
    const double *seconds = dataset->indices[INDEX_SECONDS];
    double median = median_seconds(dataset, seconds);
    for (size_t row = 0; row < dataset->rows; row++)
        dataset->indices[INDEX_SECONDS_RATIO][row] = median > 0 ? seconds[row] / median : NAN;
}

static void measure_lines(struct dataset *dataset, size_t begin, size_t end)
{
    double *x = xcalloc(dataset->instrument->variables.count, sizeof *x);
    for (size_t row = begin; row < end; row++) {
        double run;
        size_t n = scale_answers(dataset, row, x, &run);
        if (dataset->indices[INDEX_LONGSTRING])
            dataset->indices[INDEX_LONGSTRING][row] = run;
        if (dataset->indices[INDEX_IRV])
            dataset->indices[INDEX_IRV][row] = stats_sd(x, NULL, n);
    }
    free(x);
}

/* The answer as a number that grows with agreement like those beside it: codes of reversed items are turned round. */
static double turned(const struct column *column, size_t row)
{
    enum missing missing = (enum missing)column->missing[row];
    if (missing != MISSING_NONE && missing != MISSING_CANCELLED)
        return NAN;
    const struct scale *scale = column->variable->question->scale;
    if (!column->variable->item || !column->variable->item->reversed || !scale || scale->options.count == 0)
        return column->codes[row];
    int first = 0, last = 0; /* of the options that are answers */
    for (size_t i = 0; i < scale->options.count; i++) {
        if (scale->options.at[i].missing != MISSING_NONE)
            continue;
        first = first ? first : scale->options.at[i].code;
        last = scale->options.at[i].code;
    }
    return first + last - column->codes[row];
}

static void measure_even_odd(struct dataset *dataset, size_t begin, size_t end)
{
    size_t count = dataset->instrument->variables.count;
    double *x = xcalloc(count + 1, sizeof *x);
    size_t *lengths = xcalloc(count + 1, sizeof *lengths);
    for (size_t row = begin; row < end; row++) {
        size_t n = 0, groups = 0;
        const struct question *question = NULL;
        for (size_t i = 0; i < count; i++) {
            const struct column *column = &dataset->columns[i];
            if (!is_scale_item(column->variable))
                continue;
            if (column->variable->question != question)
                lengths[groups++] = 0;
            question = column->variable->question;
            lengths[groups - 1]++;
            x[n++] = turned(column, row);
        }
        dataset->indices[INDEX_EVEN_ODD][row] = stats_even_odd(x, lengths, groups);
    }
    free(x);
    free(lengths);
}

static void measure_distance(struct dataset *dataset)
{
    size_t count = dataset->instrument->variables.count, items = 0;
    for (size_t i = 0; i < count; i++)
        items += is_scale_item(dataset->columns[i].variable);
    double *x = xcalloc(dataset->rows * items + 1, sizeof *x), *squared = xcalloc(dataset->rows + 1, sizeof *squared);
    for (size_t row = 0; row < dataset->rows; row++)
        for (size_t i = 0, at = row * items; i < count; i++)
            if (is_scale_item(dataset->columns[i].variable))
                x[at++] = turned(&dataset->columns[i], row);
    stats_mahalanobis(x, dataset->rows, items, squared, dataset->indices[INDEX_MAHALANOBIS_P]);
    free(x);
    free(squared);
}

/* ---------------------------------------------------------------------------------------------------------------- */

/* The marks of a question stand side by side. */
static void measure_marks(struct dataset *dataset, size_t begin, size_t end)
{
    double *many = dataset->indices[INDEX_TOO_MANY];
    size_t count = dataset->instrument->variables.count;
    for (size_t row = begin; row < end; row++)
        many[row] = 0;
    for (size_t first = 0, next; first < count; first = next) {
        const struct variable *variable = dataset->columns[first].variable;
        for (next = first + 1; next < count && same_answer(variable, dataset->columns[next].variable);)
            next++;
        if (variable->question->type != QUESTION_MULTIPLE || isnan(variable->question->max))
            continue;
        for (size_t row = begin; row < end; row++) {
            double marks = 0;
            for (size_t i = first; i < next; i++)
                marks += dataset->columns[i].variable->type == VARIABLE_MARK && dataset->columns[i].missing[row] == MISSING_NONE && dataset->columns[i].codes[row] == 1;
            many[row] += marks > variable->question->max;
        }
    }
}

static void measure_same_source(struct dataset *dataset)
{
    same_source(dataset, dataset->indices[INDEX_SAME_SOURCE]);
}

/* What compares responses with each other takes longest and stands first. */
static const struct pass {
    unsigned measures;
    void (*compare)(struct dataset *dataset); /* all rows, or … */
    void (*measure)(struct dataset *dataset, size_t begin, size_t end);
} passes[] = {
    {INDEX_BIT(INDEX_DUPLICATE), indices_duplicate, NULL},
    {INDEX_BIT(INDEX_SOURCE_HOUR), indices_source_hour, NULL},
    {INDEX_BIT(INDEX_SAME_SOURCE), measure_same_source, NULL},
    {INDEX_BIT(INDEX_REPEAT) | INDEX_BIT(INDEX_BURST), crowd_indices, NULL},
    {INDEX_BIT(INDEX_MAHALANOBIS_P), measure_distance, NULL},
    {INDEX_BIT(INDEX_SECONDS_RATIO), measure_speed, NULL},
    {INDEX_BIT(INDEX_LONGSTRING) | INDEX_BIT(INDEX_IRV), NULL, measure_lines},
    {INDEX_BIT(INDEX_EVEN_ODD), NULL, measure_even_odd},
    {INDEX_BIT(INDEX_TOO_MANY), NULL, measure_marks},
    {INDEX_BIT(INDEX_MISSING_SHARE) | INDEX_BIT(INDEX_UNREADABLE_SHARE) | INDEX_BIT(INDEX_SECONDS_PER_ITEM), NULL, measure_asked},
};

enum { JOB_ROWS = 50000 };

/* A pass over all rows, or over some of them. */
struct job {
    const struct pass *pass;
    size_t begin, end;
};

struct jobs {
    struct dataset *dataset;
    struct job *at;
};

static void run_job(void *data, size_t index)
{
    const struct jobs *jobs = data;
    const struct job *job = &jobs->at[index];
    if (job->pass->compare)
        job->pass->compare(jobs->dataset);
    else
        job->pass->measure(jobs->dataset, job->begin, job->end);
}

/* Each pass writes indices of its own, and reads none but the seconds: they can be measured side by side. */
static void run_passes(struct dataset *dataset, unsigned which)
{
    size_t parts = dataset->rows / JOB_ROWS + 1, count = 0;
    struct jobs jobs = {.dataset = dataset, .at = xcalloc(parts * COUNT_OF(passes), sizeof *jobs.at)};
    for (size_t i = 0; i < COUNT_OF(passes); i++) {
        if (!(which & passes[i].measures))
            continue;
        for (size_t part = 0; part < (passes[i].compare ? 1 : parts); part++)
            jobs.at[count++] = (struct job){&passes[i], part * dataset->rows / parts, (part + 1) * dataset->rows / parts};
    }
    if (parts > 1)
        parallel_run(count, run_job, &jobs);
    else
        for (size_t i = 0; i < count; i++)
            run_job(&jobs, i);
    free(jobs.at);
}

void analyse_indices(struct dataset *dataset, unsigned which)
{
    which |= INDEX_BIT(INDEX_SECONDS);
    for (size_t i = 0; i < COUNT_OF(passes); i++) /* what is measured together is there together */
        if (which & passes[i].measures)
            which |= passes[i].measures;
    for (int i = 0; i < RESPONSE_INDICES; i++) {
        if (dataset->indices[i] || !(which & INDEX_BIT(i)))
            continue;
        dataset->indices[i] = ARENA_ARRAY(dataset->arena, double, dataset->rows);
        for (size_t row = 0; row < dataset->rows; row++)
            dataset->indices[i][row] = NAN;
    }
    run_passes(dataset, which);
}
