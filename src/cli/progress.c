/* SPDX-License-Identifier: GPL-3.0-or-later
 * How far reading a file has come, for a person at a terminal.
 */
#include "cli.h"

#include <math.h>

enum { SETTLED = 1 }; /* seconds after which rate and rest are worth telling */

/* 1234567 as 1,234,567. */
static void add_grouped(struct strbuf *out, size_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", number);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            strbuf_addc(out, ',');
        strbuf_addc(out, digits[i]);
    }
}

/* Two digits tell enough: a rate that trembles is not read. */
static size_t two_digits(double number)
{
    double unit = number >= 100 ? pow(10, floor(log10(number)) - 1) : 1;
    return (size_t)(round(number / unit) * unit);
}

void progress_text(struct strbuf *out, const char *what, size_t rows, double share, double seconds)
{
    auto_strbuf struct strbuf count, rate;
    strbuf_init(&count);
    strbuf_init(&rate);
    add_grouped(&count, rows);
    strbuf_addf(out, _("%s: %s rows"), what, count.at);
    if (share >= 0)
        strbuf_addf(out, ", %d %%", (int)floor(share * 100));
    if (seconds < SETTLED)
        return;
    add_grouped(&rate, two_digits((double)rows / seconds));
    strbuf_addf(out, _(", %s a second"), rate.at);
    if (share > 0)
        strbuf_addf(out, _(", %d s left"), (int)ceil(seconds / share - seconds));
}
