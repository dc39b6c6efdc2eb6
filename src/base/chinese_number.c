/* SPDX-License-Identifier: GPL-3.0-or-later
 * Cardinal numbers in Chinese: 十二, 一百零三, 一百一十, 一万零二十. Groups of four digits; one 零 for any run of zeros
 * inside; 一十 is 十 only at the very beginning.
 */
#include "base_priv.h"

#include "ceping/base_num.h"

static const char *const numerals[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* 1…9999. `zero`: a 零 is due before the next numeral, as a place above was empty. */
static void add_group(struct strbuf *out, long group, bool first, bool zero)
{
    static const struct {
        long value;
        const char *name;
    } places[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};

    for (size_t i = 0; i < COUNT_OF(places); i++) {
        long digit = group / places[i].value % 10;
        if (digit == 0) {
            zero = zero || !first;
            continue;
        }
        if (zero)
            strbuf_adds(out, numerals[0]);
        if (!(first && digit == 1 && places[i].value == 10))
            strbuf_adds(out, numerals[digit]);
        strbuf_adds(out, places[i].name);
        first = zero = false;
    }
}

void num_format_chinese(struct strbuf *out, long value)
{
    if (value < 0 || value > 99999999) {
        strbuf_addf(out, "%ld", value); /* nothing that a report counts; digits are always right */
        return;
    }
    if (value == 0) {
        strbuf_adds(out, numerals[0]);
        return;
    }
    long high = value / 10000, low = value % 10000;
    if (high) {
        add_group(out, high, true, false);
        strbuf_adds(out, "万");
    }
    if (low)
        add_group(out, low, high == 0, false);
}
