/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers as people type them into cells. Strict: the whole cell is a number, or it is none; nothing is read from its
 * beginning only.
 *
 *     space* sign? (digits | digits in groups of three) ('.' digits)? ('e' sign? digits)? space* unit? space*
 *
 * Full-width forms stand for their ASCII counterparts. Hexadecimal, "nan" and "inf", which strtod would read, are no
 * numbers here.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

double base_strtod(const char *text, char **ret_end)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc: the built-in one, costs nothing */
    double value = strtod_l(text, ret_end, c_locale);
    freelocale(c_locale);
    return value;
}

static bool is_unit(uint32_t c)
{
    switch (c) {
    case 0x5206: /* 分 */
    case 0x6B21: /* 次 */
    case 0x4EFD: /* 份 */
    case 0x4E2A: /* 个 */
    case 0x9879: /* 项 */
    case 0x79D2: /* 秒 */
    case '%':
        return true;
    default:
        return false;
    }
}

/* Splits the cell into an ASCII number (spaces at its ends dropped) and a unit; false where a character belongs to
 * neither. */
static bool split(const char *text, size_t len, struct strbuf *number, uint32_t *ret_unit)
{
    uint32_t unit = 0;
    bool ended = false; /* a space after the number, or the unit */
    for (const char *end = text + len; text < end;) {
        uint32_t c = utf8_next(&text, end);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        else if (c == 0x2212) /* − */
            c = '-';
        if (text_is_space(c)) {
            ended = ended || number->len > 0;
        } else if (is_unit(c)) {
            if (unit || number->len == 0)
                return false;
            unit = c;
            ended = true;
        } else if (ended || c >= 0x80 || c == 0) {
            return false;
        } else {
            strbuf_addc(number, (char)c);
        }
    }
    *ret_unit = unit;
    return number->len > 0;
}

static size_t digits(const char *at)
{
    return strspn(at, "0123456789");
}

/* Moves *at over "12" or "1,234,567" and adds the digits to `plain`. */
static bool whole_part(const char **at, struct strbuf *plain)
{
    size_t count = digits(*at);
    strbuf_add(plain, *at, count);
    *at += count;
    if (**at != ',')
        return true;
    if (count < 1 || count > 3)
        return false;
    while (**at == ',') {
        if (digits(*at + 1) != 3)
            return false;
        strbuf_add(plain, *at + 1, 3);
        *at += 4;
    }
    return true;
}

/* The number without its thousands separators, in the form that strtod reads. */
static bool check_number(const char *at, struct strbuf *plain)
{
    if (*at == '+' || *at == '-')
        strbuf_addc(plain, *at++);
    size_t sign = plain->len;
    if (!whole_part(&at, plain))
        return false;
    size_t mantissa = plain->len - sign;
    if (*at == '.') {
        size_t count = digits(at + 1);
        strbuf_add(plain, at, count + 1);
        mantissa += count;
        at += count + 1;
    }
    if (mantissa == 0)
        return false;
    if (*at == 'e' || *at == 'E') {
        size_t skip = at[1] == '+' || at[1] == '-' ? 2 : 1;
        size_t count = digits(at + skip);
        if (count == 0)
            return false;
        strbuf_add(plain, at, skip + count);
        at += skip + count;
    }
    return *at == '\0';
}

/* A few digits and nothing else: most numbers. */
static bool whole_number(const char *text, size_t len, double *ret_value)
{
    long long value = 0;
    if (len == 0 || len > 15) /* whole numbers of 15 digits are doubles */
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = (double)value;
    return true;
}

bool text_number(const char *text, size_t len, bool percent, double *ret_value)
{
    if (whole_number(text, len, ret_value))
        return true;
    auto_strbuf struct strbuf number, plain;
    strbuf_init(&number);
    strbuf_init(&plain);
    uint32_t unit;
    if (!split(text, len, &number, &unit) || !check_number(number.at, &plain))
        return false;
    double value = base_strtod(plain.at, NULL);
    if (!isfinite(value))
        return false;
    if (unit == '%' && percent)
        value /= 100;
    *ret_value = value + 0.0; /* "-0" is 0 */
    return true;
}

static bool two_digits(const char *at, int low, int high, int *ret_value)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *ret_value = (at[0] - '0') * 10 + at[1] - '0';
    return *ret_value >= low && *ret_value <= high;
}

bool text_is_date(const char *text)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int century, year, month, day;
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !two_digits(text, 0, 99, &century) || !two_digits(text + 2, 0, 99, &year) ||
        !two_digits(text + 5, 1, 12, &month) || !two_digits(text + 8, 1, 31, &day) || day > days[month - 1])
        return false;
    year += century * 100;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day <= (leap ? 29 : 28);
}
