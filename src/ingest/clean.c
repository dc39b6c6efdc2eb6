/* SPDX-License-Identifier: GPL-3.0-or-later
 * A cell without what has no business in it: white space at its ends, NUL, code points that are no characters, the apostrophe by which Excel says "this is text".
 */
#include "ingest_priv.h"

/* U+FDD0 and U+FDD1 (EF B7 90, EF B7 91) mark values in templates; they and NUL have no business in data. */
static size_t bad_at(const char *at, size_t len, size_t from)
{
    for (size_t i = from; i < len; i++) {
        if (at[i] == '\0')
            return i;
        if ((unsigned char)at[i] == 0xEF && i + 2 < len && (unsigned char)at[i + 1] == 0xB7 && ((unsigned char)at[i + 2] & 0xFE) == 0x90)
            return i;
    }
    return len;
}

/* Is what begins here surely no white space? ASCII, Chinese characters, and the marks of U+3001 … U+303F and U+FF00 … U+FF7F. */
static bool is_ink(const char *at)
{
    unsigned char first = (unsigned char)at[0];
    if (first < 0x80)
        return first > ' ' && first < 0x7F;
    if (first == 0xE3)
        return (unsigned char)at[1] == 0x80 && (unsigned char)at[2] > 0x80;
    if (first == 0xEF)
        return (unsigned char)at[1] == 0xBC || (unsigned char)at[1] == 0xBD;
    return first >= 0xE4 && first <= 0xE9;
}

static bool is_trimmed(struct cell cell)
{
    size_t last = cell.len - 1;
    while (last > 0 && last + 3 > cell.len && ((unsigned char)cell.at[last] & 0xC0) == 0x80)
        last--;
    return is_ink(cell.at) && is_ink(cell.at + last);
}

struct cell cell_clean(struct cell cell, struct arena *arena, bool *ret_replaced)
{
    bool suspect = memchr(cell.at, 0xEF, cell.len) || memchr(cell.at, 0, cell.len); /* the only bytes with which what is replaced begins */
    size_t bad = suspect ? bad_at(cell.at, cell.len, 0) : cell.len;
    *ret_replaced = suspect && (bad < cell.len || memmem(cell.at, cell.len, "\xEF\xBF\xBD", 3));
    if (bad < cell.len) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        for (size_t from = 0; from < cell.len; bad = bad_at(cell.at, cell.len, from)) {
            strbuf_add(&text, cell.at + from, bad - from);
            if (bad == cell.len)
                break;
            strbuf_add_codepoint(&text, 0xFFFD);
            from = bad + (cell.at[bad] ? 3 : 1);
        }
        cell = (struct cell){arena_strndup(arena, text.at, text.len), text.len};
    }
    /* Excel's way to say "this is text" survives in some exports: '001, '=1+1. */
    if (cell.len > 1 && cell.at[0] == '\'' && strchr("=+-@0123456789", cell.at[1]))
        cell = (struct cell){cell.at + 1, cell.len - 1};
    if (cell.len == 0)
        return (struct cell){"", 0};
    if (is_trimmed(cell))
        return cell;
    const char *trimmed = text_trim_copy(arena, cell.at, cell.len);
    return (struct cell){trimmed, strlen(trimmed)};
}
