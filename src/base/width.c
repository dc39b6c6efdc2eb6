/* SPDX-License-Identifier: GPL-3.0-or-later
 * Display width in the columns of a terminal, after UAX #11.
 *
 * "Ambiguous" characters are wide in Chinese fonts and narrow in Western ones. Punctuation of Chinese text is counted
 * wide, as Chinese fonts draw it; all else that is ambiguous stays narrow, above all the lines that tables are drawn
 * with.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <uniwidth.h>

static bool is_chinese_punctuation(uint32_t codepoint)
{
    switch (codepoint) {
    case 0x00B7: /* · */
    case 0x00D7: /* × */
    case 0x2014: /* — */
    case 0x2015: /* ― */
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x2025: /* ‥ */
    case 0x2026: /* … */
    case 0x203B: /* ※ */
        return true;
    default:
        return false;
    }
}

bool text_is_space(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r');
    if (codepoint >= 0x2000 && codepoint <= 0x200D) /* spaces of all sizes, zero-width space, non-joiner, joiner */
        return true;
    switch (codepoint) {
    case 0x0085: /* next line */
    case 0x00A0: /* no-break space, common in text copied from web pages */
    case 0x1680:
    case 0x180E:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x2060: /* word joiner */
    case 0x3000: /* ideographic space */
    case 0xFEFF: /* byte order mark */
        return true;
    default:
        return false;
    }
}

bool text_is_control(uint32_t codepoint)
{
    return codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == 0x061C || codepoint == 0x200E ||
           codepoint == 0x200F || (codepoint >= 0x2028 && codepoint <= 0x202E) ||
           (codepoint >= 0x2066 && codepoint <= 0x2069) || codepoint == 0xFEFF;
}

int text_codepoint_width(uint32_t codepoint)
{
    if (codepoint >= 0x20 && codepoint < 0x7F)
        return 1;
    if (codepoint == '\t')
        return 1;
    if (text_is_control(codepoint))
        return 0;
    if (is_chinese_punctuation(codepoint))
        return 2;
    int width = uc_width(codepoint, "UTF-8");
    return width < 0 ? 0 : width;
}

size_t text_width_n(const char *text, size_t len)
{
    size_t width = 0;
    for (const char *end = text + len; text < end;)
        width += (size_t)text_codepoint_width(utf8_next(&text, end));
    return width;
}

size_t text_width(const char *text)
{
    return text_width_n(text, strlen(text));
}

void text_pad(struct strbuf *out, const char *text, size_t width, bool right)
{
    size_t own = text_width(text);
    size_t spaces = own < width ? width - own : 0;
    if (right)
        strbuf_pad(out, ' ', spaces);
    strbuf_adds(out, text);
    if (!right)
        strbuf_pad(out, ' ', spaces);
}
