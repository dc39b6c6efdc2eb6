/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices of where responses came from (method §3, V08 and V11). The instrument names what tells it: `source` (a question: a device, a station), a column kept as keyed hash
 * (`columns: to: source`, for addresses), `serial` (the number printed on the form). A question that is named goes before the hash.
 *
 *     _duplicate   1 where an earlier response has the same serial, or the same source and the same answers about the same; 0 where none has; NaN where
 *                  neither serial nor source is known
 *     _source_hour       the most responses of the same source within any hour around this one, itself among them; NaN where source or time is not known
 *
 * Earlier is who was submitted earlier, at the same time whose key comes first: not the order in which files were loaded. Without a source equal answers are
 * no duplicates: in a short questionnaire whole offices rightly answer alike.
 */
#include "analyse_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600 };

static bool is_there(const struct column *column, size_t row)
{
    return column->missing[row] == MISSING_NONE || column->missing[row] == MISSING_CANCELLED;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_cells(const struct column *column, size_t a, size_t b)
{
    bool has_a = is_there(column, a), has_b = is_there(column, b);
    if (!has_a || !has_b)
        return has_a != has_b ? has_a - has_b : column->missing[a] - column->missing[b];
    if (column->texts)
        return strcmp(column->texts[a], column->texts[b]);
    if (column->numbers)
        return compare_numbers(column->numbers[a], column->numbers[b]);
    return column->codes[a] - column->codes[b];
}

static int compare_texts(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : !a - !b; /* unknown comes last */
}

static int compare_earlier(const struct dataset *dataset, size_t a, size_t b)
{
    int order = compare_texts(dataset->submitted[a], dataset->submitted[b]);
    return order ? order : compare_texts(dataset->keys[a], dataset->keys[b]);
}

static const struct column *column_of(const struct dataset *dataset, const struct variable *variable)
{
    return variable ? &dataset->columns[variable->index] : NULL;
}

/* Where a response came from is an answer, or the keyed hash of a column. */
static bool has_source(const struct dataset *dataset, size_t row)
{
    const struct column *column = column_of(dataset, dataset->instrument->source);
    return column ? is_there(column, row) : dataset->sources && dataset->sources[row];
}

static int compare_sources(const struct dataset *dataset, size_t a, size_t b)
{
    const struct column *column = column_of(dataset, dataset->instrument->source);
    return column ? compare_cells(column, a, b) : compare_texts(dataset->sources[a], dataset->sources[b]);
}

/* All that it says: what it is about, where it came from, and every answer but its serial. */
static int compare_answers(const struct dataset *dataset, size_t a, size_t b)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; i < instrument->about.count; i++)
        if (dataset->about[i][a] != dataset->about[i][b])
            return dataset->about[i][a] - dataset->about[i][b];
    int order = compare_sources(dataset, a, b);
    order = !order && dataset->raters ? compare_texts(dataset->raters[a], dataset->raters[b]) : order;
    for (size_t i = 0; !order && i < instrument->variables.count; i++)
        if (&instrument->variables.at[i] != instrument->serial)
            order = compare_cells(&dataset->columns[i], a, b);
    return order;
}

static bool has_serial(const struct dataset *dataset, size_t row)
{
    const struct column *column = column_of(dataset, dataset->instrument->serial);
    return column && is_there(column, row);
}

static int compare_serials(const struct dataset *dataset, size_t a, size_t b)
{
    return compare_cells(column_of(dataset, dataset->instrument->serial), a, b);
}

/* Rows in order ----------------------------------------------------------------------------------------------------- */

typedef int compare_rows(const struct dataset *dataset, size_t a, size_t b);
typedef bool is_known(const struct dataset *dataset, size_t row);

struct ordering {
    const struct dataset *dataset;
    compare_rows *same;
};

static int compare_in_order(const void *a, const void *b, void *data)
{
    const struct ordering *ordering = data;
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    int order = ordering->same(ordering->dataset, first, second);
    order = order ? order : compare_earlier(ordering->dataset, first, second);
    return order ? order : (first > second) - (first < second);
}

/* Rows of which it is known, equal ones side by side, among them the earlier first. */
static size_t *rows_by(const struct dataset *dataset, is_known *known, compare_rows *same, size_t *ret_count)
{
    size_t *rows = xcalloc(dataset->rows + 1, sizeof *rows);
    *ret_count = 0;
    for (size_t row = 0; row < dataset->rows; row++)
        if (known(dataset, row))
            rows[(*ret_count)++] = row;
    qsort_r(rows, *ret_count, sizeof *rows, compare_in_order, &(struct ordering){dataset, same});
    return rows;
}

/* Duplicates ----------------------------------------------------------------------------------------------------------- */

static void mark_repeated(struct dataset *dataset, is_known *known, compare_rows *same)
{
    size_t count;
    size_t *rows = rows_by(dataset, known, same, &count);
    double *index = dataset->indices[INDEX_DUPLICATE];
    for (size_t i = 0; i < count; i++) {
        bool repeated = i > 0 && same(dataset, rows[i - 1], rows[i]) == 0;
        index[rows[i]] = repeated || index[rows[i]] > 0;
    }
    free(rows);
}

void indices_duplicate(struct dataset *dataset)
{
    for (size_t row = 0; row < dataset->rows; row++)
        dataset->indices[INDEX_DUPLICATE][row] = NAN;
    mark_repeated(dataset, has_serial, compare_serials);
    mark_repeated(dataset, has_source, compare_answers);
}

/* Bursts --------------------------------------------------------------------------------------------------------------- */

/* Seconds since a fixed day, for differences only. Days from the civil calendar: years begin in March, so that leap days come last. */
static double seconds_of(const char *submitted)
{
    int year, month, day, hour = 0, minute = 0, second = 0;
    if (!submitted || sscanf(submitted, "%4d-%2d-%2d%*1[ T]%2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) < 5)
        return NAN;
    long y = year - (month <= 2), m = (month + 9) % 12;
    long days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
    return (double)days * 86400 + hour * HOUR + minute * 60 + second;
}

/* `from` … `to`: rows of one source, the earlier first. Windows of an hour begin at each of them; each row gets the fullest that it lies in: `deque` holds windows that
 * still reach the row, each fuller than those after it. */
static void count_bursts(const size_t *rows, const double *times, size_t count, size_t *full, size_t *deque, double *index)
{
    size_t end = 0, head = 0, tail = 0;
    for (size_t i = 0; i < count; i++) {
        while (end < count && times[end] < times[i] + HOUR)
            end++;
        full[i] = end - i;
        while (tail > head && full[deque[tail - 1]] <= full[i])
            tail--;
        deque[tail++] = i;
        while (times[deque[head]] + HOUR <= times[i])
            head++;
        index[rows[i]] = (double)full[deque[head]];
    }
}

void indices_source_hour(struct dataset *dataset)
{
    if (!dataset->instrument->source && !dataset->sources)
        return;
    size_t count, timed = 0;
    size_t *rows = rows_by(dataset, has_source, compare_sources, &count);
    double *times = xcalloc(count + 1, sizeof *times);
    size_t *full = xcalloc(count + 1, sizeof *full), *deque = xcalloc(count + 1, sizeof *deque);
    for (size_t i = 0; i < count; i++) {
        double time = seconds_of(dataset->submitted[rows[i]]);
        times[timed] = time;
        rows[timed] = rows[i];
        timed += !isnan(time);
    }
    for (size_t first = 0, next; first < timed; first = next) {
        for (next = first + 1; next < timed && compare_sources(dataset, rows[first], rows[next]) == 0;)
            next++;
        count_bursts(rows + first, times + first, next - first, full, deque, dataset->indices[INDEX_SOURCE_HOUR]);
    }
    free(rows);
    free(times);
    free(full);
    free(deque);
}
