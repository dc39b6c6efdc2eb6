/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sums that do not drift, and rounding for readers.
 *
 * Readers round on paper: 91.125 is 91.13. The nearest double of 0.285 lies a hair below it, of 2.675 too, and sums
 * that should be 91.125 come out as 91.12499999999999: rounding the binary value gives 91.12 and a complaint. A score
 * never has more than 12 digits that mean anything, so the value is first written with 12 significant digits, which
 * restores the decimal that was meant, and this decimal is then rounded half up, away from zero, digit by digit.
 * GB/T 8170 differs in one case only: where nothing but zeros follows the 5, the last digit becomes the even one.
 * Nothing is rounded twice in a way that a reader could see: whatever differs from the tie by more than 10⁻¹² of the
 * value is decided by its own digits.
 *
 * Where the wanted place lies beyond 12 digits (a sum of money in 分), the shortest decimal that reads back as the same
 * double is taken.
 */
#include "base_priv.h"

#include "ceping/base_num.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

const char *const rounding_ids[ROUNDINGS] = {[ROUND_HALF_UP] = "half_up", [ROUND_GBT8170] = "gbt8170"};

static _Atomic(enum rounding) rounding; /* the header says why it is one for all */

void num_round_by(enum rounding rule)
{
    atomic_store(&rounding, rule);
}

/* A decimal: 0.d₀d₁d₂… × 10^point. */
struct decimal {
    char digits[24];
    int count;
    int point;
};

/* `count` significant digits of a finite, non-negative value. Only digits are taken: the point is the locale's. */
static struct decimal decimal_of(double value, int count)
{
    struct decimal decimal = {0};
    char text[48];
    snprintf(text, sizeof text, "%.*e", count - 1, value);
    const char *at = text;
    for (; *at != 'e'; at++)
        if (isdigit((unsigned char)*at))
            decimal.digits[decimal.count++] = *at;
    decimal.point = (int)strtol(at + 1, NULL, 10) + 1;
    return decimal;
}

static struct decimal shortest_decimal_of(double value)
{
    for (int count = 15; count < 17; count++) {
        char text[48];
        double back = 0;
        snprintf(text, sizeof text, "%.*e", count - 1, value);
        if (sscanf(text, "%lf", &back) == 1 && back == value)
            return decimal_of(value, count);
    }
    return decimal_of(value, 17);
}

/* Is a 5 at `keep` all that is cut off, and the digit before it even? */
static bool stays_even(const struct decimal *decimal, int keep)
{
    for (int i = keep + 1; i < decimal->count; i++)
        if (decimal->digits[i] != '0')
            return false;
    return decimal->digits[keep] == '5' && (keep == 0 || (decimal->digits[keep - 1] - '0') % 2 == 0);
}

/* Cuts after `keep` digits. */
static void decimal_round(struct decimal *decimal, int keep)
{
    if (keep >= decimal->count)
        return;
    bool up = keep >= 0 && decimal->digits[keep] >= '5' && !(atomic_load(&rounding) == ROUND_GBT8170 && stays_even(decimal, keep));
    decimal->count = keep > 0 ? keep : 0;
    if (!up)
        return;
    int i = decimal->count - 1;
    for (; i >= 0 && decimal->digits[i] == '9'; i--)
        decimal->digits[i] = '0';
    if (i >= 0) {
        decimal->digits[i]++;
    } else {
        /* All nines, or no digit at all: one more place in front. */
        memmove(decimal->digits + 1, decimal->digits, (size_t)decimal->count);
        decimal->digits[0] = '1';
        decimal->count++;
        decimal->point++;
    }
}

/* Digit at the place of 10^place. */
static char digit_at(const struct decimal *decimal, int place)
{
    int i = decimal->point - 1 - place;
    return i >= 0 && i < decimal->count ? decimal->digits[i] : '0';
}

/* The finite value with `decimals` digits after the point. */
static void add_rounded(struct strbuf *out, double value, int decimals)
{
    decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    struct decimal decimal = decimal_of(fabs(value), 12);
    if (decimal.point + decimals >= 12)
        decimal = shortest_decimal_of(fabs(value));
    decimal_round(&decimal, decimal.point + decimals);

    bool zero = true;
    for (int i = 0; i < decimal.count; i++)
        zero = zero && decimal.digits[i] == '0';
    if (value < 0 && !zero)
        strbuf_addc(out, '-');
    for (int place = decimal.point > 0 ? decimal.point - 1 : 0; place >= 0; place--)
        strbuf_addc(out, digit_at(&decimal, place));
    if (decimals > 0)
        strbuf_addc(out, '.');
    for (int place = -1; place >= -decimals; place--)
        strbuf_addc(out, digit_at(&decimal, place));
}

/* Most values lie far from a tie, and then the digits need not be written: below 10⁸ steps the twelve digits leave four behind the step, so what they could move is less
 * than the distance asked for here, and a whole number over a power of ten is the nearest double to its decimal. */
static bool round_quickly(double value, int decimals, double *ret)
{
    static const double powers[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (decimals < 0 || decimals > 9)
        return false;
    double scaled = fabs(value) * powers[decimals], whole = floor(scaled), rest = scaled - whole;
    if (scaled > 1e8 || fabs(rest - 0.5) < 1e-2)
        return false;
    *ret = copysign((rest > 0.5 ? whole + 1 : whole) / powers[decimals], value) + 0.0;
    return true;
}

double num_round(double value, int decimals)
{
    double quick;
    if (!isfinite(value))
        return value;
    if (round_quickly(value, decimals, &quick))
        return quick;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    add_rounded(&text, value, decimals);
    return base_strtod(text.at, NULL);
}

/* Quiet NaNs have 51 bits to carry; R marks its missing values in the same way. */
#define HIDDEN_BITS UINT64_C(0x7FF8000000000D15)
#define HIDDEN_MASK UINT64_C(0x7FFFFFFFFFFFFFFF) /* the sign says nothing: −x is hidden too */

double num_hidden(void)
{
    const uint64_t bits = HIDDEN_BITS;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool num_is_hidden(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits & HIDDEN_MASK) == HIDDEN_BITS;
}

void num_format(struct strbuf *out, double value, int decimals)
{
    if (num_is_hidden(value))
        strbuf_adds(out, "*");
    else if (isnan(value))
        strbuf_adds(out, "—");
    else if (isinf(value))
        strbuf_adds(out, value < 0 ? "-∞" : "∞");
    else
        add_rounded(out, value, decimals);
}

void num_format_exact(struct strbuf *out, double value)
{
    if (!isfinite(value)) {
        strbuf_adds(out, "null");
        return;
    }
    if (value == 0)
        value = 0; /* "-0" says nothing that a reader of JSON could use */
    char text[48];
    for (int count = 15; count <= 17; count++) {
        double back = 0;
        snprintf(text, sizeof text, "%.*g", count, value);
        if (sscanf(text, "%lf", &back) == 1 && back == value)
            break;
    }
    /* Whatever the locale puts for the decimal point becomes one. */
    bool point = false;
    for (const char *at = text; *at; at++) {
        if (isdigit((unsigned char)*at) || strchr("+-e", *at))
            strbuf_addc(out, *at);
        else if (!point)
            strbuf_addc(out, '.'), point = true;
    }
}
