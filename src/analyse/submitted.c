/* SPDX-License-Identifier: GPL-3.0-or-later
 * When a response was submitted, as a number of seconds: rules ask which of two was the earlier one and how many came within an hour, of each of a million.
 */
#include "analyse_priv.h"

#include <math.h>

/* A number of at most `most` digits; false where none stands there. */
static bool read_digits(const char **at, int most, int *ret_number)
{
    const char *begin = *at;
    *ret_number = 0;
    while (*at - begin < most && **at >= '0' && **at <= '9')
        *ret_number = *ret_number * 10 + (*(*at)++ - '0');
    return *at > begin;
}

static bool read_after(const char **at, char mark, int most, int *ret_number)
{
    if (**at != mark)
        return false;
    ++*at;
    return read_digits(at, most, ret_number);
}

double submitted_seconds(const char *submitted, bool needs_time)
{
    int year, month, day, hour = 0, minute = 0, second = 0;
    const char *at = submitted;
    if (!at || !read_digits(&at, 4, &year) || !read_after(&at, '-', 2, &month) || !read_after(&at, '-', 2, &day))
        return NAN;
    bool timed = (*at == ' ' || *at == 'T') && (at++, read_digits(&at, 2, &hour)) && read_after(&at, ':', 2, &minute);
    if (!timed && needs_time)
        return NAN;
    if (timed)
        read_after(&at, ':', 2, &second);
    /* Years begin in March, so that leap days come last (Hinnant's days_from_civil). */
    long y = year - (month <= 2), days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day;
    return (double)days * 86400 + hour * 3600 + minute * 60 + second;
}
