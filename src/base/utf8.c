/* SPDX-License-Identifier: GPL-3.0-or-later
 * UTF-8, strictly after table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing past U+10FFFF.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

/* Bytes of the valid sequence that begins at `at`, with its code point; 0 where there is none. */
static size_t decode(const unsigned char *at, size_t len, uint32_t *ret_codepoint)
{
    if (len == 0)
        return 0;
    unsigned first = at[0];
    if (first < 0x80) {
        *ret_codepoint = first;
        return 1;
    }
    if (first < 0xC2 || first > 0xF4)
        return 0;

    /* The second byte alone decides on overlong forms, surrogates and what lies past the end. */
    unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (len < size || at[1] < low || at[1] > high)
        return 0;
    uint32_t codepoint = first & (0xFFu >> (size + 1));
    codepoint = codepoint << 6 | (at[1] & 0x3F);
    for (size_t i = 2; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        codepoint = codepoint << 6 | (at[i] & 0x3F);
    }
    *ret_codepoint = codepoint;
    return size;
}

uint32_t utf8_next(const char **text, const char *end)
{
    uint32_t codepoint = 0xFFFD;
    size_t size = decode((const unsigned char *)*text, (size_t)(end - *text), &codepoint);
    if (*text < end)
        *text += size ? size : 1;
    return size ? codepoint : 0xFFFD;
}

size_t utf8_encode(uint32_t codepoint, char out[4])
{
    if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        codepoint = 0xFFFD;
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    if (codepoint < 0x800) {
        out[0] = (char)(0xC0 | codepoint >> 6);
        out[1] = (char)(0x80 | (codepoint & 0x3F));
        return 2;
    }
    if (codepoint < 0x10000) {
        out[0] = (char)(0xE0 | codepoint >> 12);
        out[1] = (char)(0x80 | (codepoint >> 6 & 0x3F));
        out[2] = (char)(0x80 | (codepoint & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | codepoint >> 18);
    out[1] = (char)(0x80 | (codepoint >> 12 & 0x3F));
    out[2] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    out[3] = (char)(0x80 | (codepoint & 0x3F));
    return 4;
}

size_t utf8_length(const char *text, size_t len)
{
    size_t count = 0;
    for (const char *end = text + len; text < end; count++)
        utf8_next(&text, end);
    return count;
}

/* Three bytes whose first settles nothing about the second: most Chinese characters. */
static bool is_plain_three(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    return first > 0xE0 && first < 0xF0 && first != 0xED && (text[1] & 0xC0) == 0x80 && (text[2] & 0xC0) == 0x80;
}

/* Eight bytes of ASCII without NUL? */
static bool is_ascii_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return ((word | ((word - 0x0101010101010101u) & ~word)) & 0x8080808080808080u) == 0;
}

size_t utf8_check(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        if (len - at >= 8 && is_ascii_word(text + at)) {
            at += 8;
            continue;
        }
        if (len - at >= 3 && is_plain_three(text + at)) {
            at += 3;
            continue;
        }
        uint32_t codepoint = 0;
        size_t size = decode((const unsigned char *)text + at, len - at, &codepoint);
        if (size == 0 || codepoint == 0)
            return at;
        at += size;
    }
    return len;
}
