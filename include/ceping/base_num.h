/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers: sums that do not drift and the one function that rounds for readers.
 */
#ifndef CEPING_BASE_NUM_H
#define CEPING_BASE_NUM_H

#include <math.h>

#include "ceping/base.h"

/* Neumaier's compensated sum (ZAMM 54, 1974): error independent of the number of terms. Begin with {0}. Here and not in num.c, because studies that compute the tables
 * thousands of times add a hundred million numbers: as calls they were a seventh of all that a batch of reports takes. */
struct sum {
    double total;
    double compensation;
};

static inline void sum_add(struct sum *sum, double value)
{
    double total = sum->total + value;
    if (fabs(sum->total) >= fabs(value))
        sum->compensation += (sum->total - total) + value;
    else
        sum->compensation += (value - total) + sum->total;
    sum->total = total;
}

/* After an overflow or an infinite term the compensation is NaN and means nothing. */
static inline double sum_value(const struct sum *sum)
{
    return isfinite(sum->total) ? sum->total + sum->compensation : sum->total;
}

/* How a lone 5 behind the last digit is rounded: up, as schools teach it, or to the even digit, as GB/T 8170-2008 §3.2 has it ("四舍六入五成双": 1.050 is 1.0, 0.35 is 0.4). */
enum rounding { ROUND_HALF_UP, ROUND_GBT8170, ROUNDINGS };
extern const char *const rounding_ids[ROUNDINGS]; /* "half_up", "gbt8170" */

/* The rule for all that is rounded from now on; half up before. It is one for the whole process, as a locale is, so that no figure of an evaluation can be rounded by another rule
 * than the rest; engine_open sets that of the evaluation. Not while other threads compute. */
void num_round_by(enum rounding rule);

/* By that rule, half up (away from zero) where none was set, on the decimal of 12 significant digits of the value: 91.125 at two decimals is 91.13, also where the nearest
 * double lies below. Used for every printed figure, and for ties, places and bands that are decided on printed values. NaN stays NaN. */
double num_round(double value, int decimals);

/* The same as text: "94.24", "-0.50", "0" never "-0"; NaN gives "—", a hidden number "*". `decimals` 0…9. */
void num_format(struct strbuf *out, double value, int decimals);
/* A number that is there and is not shown: a NaN that prints as "*". What is computed with it is hidden too, as a NaN goes through arithmetic with the
 * bits that it carries; so no writer can show by oversight what was taken out of the results. */
double num_hidden(void);
bool num_is_hidden(double value);

/* As many digits as needed (at most 17) to read the same double back; for JSON and tests. NaN and infinities give "null". */
void num_format_exact(struct strbuf *out, double value);

/* 六, 十二, 二十, 一百零三, 二〇一七 is not among them: cardinal numbers, 0…99,999,999. */
void num_format_chinese(struct strbuf *out, long value);

#endif
