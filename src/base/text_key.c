/* SPDX-License-Identifier: GPL-3.0-or-later
 * The form in which names, titles and option labels are compared.
 *
 * The same title reaches us typed by several people and copied from web pages: with quotes of one kind, another or
 * none, with full-width digits, with spaces in the middle, with a stray backslash before a quote. Comparing keys makes
 * these one name. What a key drops never carries the difference between two names; what does (digits, plus and minus
 * signs, 《》) stays.
 *
 * NFKC comes from libunistring. Most Chinese text needs none of it, and there is much of it (each label of each
 * response), so that the plain ranges take a short way to the same result.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

static bool is_quote(uint32_t c)
{
    switch (c) {
    case '"':
    case '\'':
    case '`':
    case '\\':   /* left over by crawlers */
    case 0x00B4: /* ´ */
    case 0x00AB: /* « */
    case 0x00BB: /* » */
    case 0x2039: /* ‹ */
    case 0x203A: /* › */
    case 0x300C: /* 「 */
    case 0x300D: /* 」 */
    case 0x300E: /* 『 */
    case 0x300F: /* 』 */
    case 0x301D: /* 〝 */
    case 0x301E: /* 〞 */
    case 0x301F: /* 〟 */
    case 0xFF02: /* ＂ */
    case 0xFF07: /* ＇ */
    case 0xFF3C: /* ＼ */
    case 0xFF40: /* ｀ */
        return true;
    default:
        return (c >= 0x2018 && c <= 0x201F) || (c >= 0x2032 && c <= 0x2037); /* ‘’‚‛“”„‟, primes */
    }
}

static bool is_dropped(uint32_t c)
{
    return text_is_space(c) || text_is_control(c) || is_quote(c) || c == 0x00AD /* soft hyphen */ ||
           (c >= 0xFE00 && c <= 0xFE0F) /* variation selectors */;
}

/* One character for all of a kind. */
static uint32_t unify(uint32_t c)
{
    switch (c) {
    case 0x00B7: /* · */
    case 0x2022: /* • */
    case 0x2027: /* ‧ */
    case 0x30FB: /* ・ */
        return 0x00B7;
    case 0x2043: /* ⁃ */
    case 0x2212: /* − */
    case 0x2500: /* ─ */
    case 0x2E3A: /* ⸺ */
    case 0x2E3B: /* ⸻ */
        return '-';
    case '[':
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */
        return '(';
    case ']':
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case 0x3017: /* 〗 */
        return ')';
    case 0x3002: /* 。 */
        return '.';
    case 0x301C: /* 〜 */
        return '~';
    default:
        return c >= 0x2010 && c <= 0x2015 ? '-' : c; /* hyphen … horizontal bar */
    }
}

/* Characters for which NFKC and case folding are a shift or nothing at all. */
static bool is_plain(uint32_t c)
{
    return c < 0x80 || c == 0x00B7 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c <= 0x3002) ||
           (c >= 0x3008 && c <= 0x3011) || c == 0x2014 || (c >= 0x2018 && c <= 0x201D) || (c >= 0xFF01 && c <= 0xFF5E);
}

static uint32_t fold_plain(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* Drops and unifies in place; returns the new length. The Chinese dash is typed as two of U+2014 and counts as one
 * dash. */
static size_t reduce(uint32_t *text, size_t len)
{
    size_t kept = 0;
    bool half_dash = false;
    for (size_t i = 0; i < len; i++) {
        uint32_t c = text[i];
        bool second_half = c == 0x2014 && half_dash;
        half_dash = c == 0x2014 && !second_half;
        if (!second_half && !is_dropped(c))
            text[kept++] = unify(c);
    }
    return kept;
}

/* NFKC and case folding of the whole; frees `text` and returns another. */
static uint32_t *normalize(uint32_t *text, size_t *len)
{
    uint32_t *folded = u32_casefold(text, *len, NULL, UNINORM_NFKC, NULL, len);
    if (!folded)
        base_out_of_memory(*len * sizeof *text);
    free(text);
    return folded;
}

/* What ASCII becomes by the rules above, 0 where it is dropped. */
static char ascii_key(unsigned char c)
{
    if (c <= ' ' || c == 0x7F || c == '"' || c == '\'' || c == '`' || c == '\\')
        return 0;
    if (c == '[' || c == ']')
        return c == '[' ? '(' : ')';
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Codes, numbers, ids, times: most cells of most files. False, with nothing added, at the first character that is not ASCII. */
static bool add_ascii(struct strbuf *out, const char *text, size_t len)
{
    size_t before = out->len;
    char part[64];
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            strbuf_truncate(out, before);
            return false;
        }
        part[count] = ascii_key(c);
        count += part[count] != 0;
        if (count == sizeof part) {
            strbuf_add(out, part, count);
            count = 0;
        }
    }
    strbuf_add(out, part, count);
    return true;
}

void text_key_add(struct strbuf *out, const char *text, size_t len)
{
    if (add_ascii(out, text, len))
        return;
    uint32_t *points = xmalloc(base_multiply(len, sizeof *points));
    size_t count = 0;
    bool plain = true;
    for (const char *at = text, *end = text + len; at < end;) {
        uint32_t c = utf8_next(&at, end);
        plain = plain && is_plain(c);
        points[count++] = fold_plain(c);
    }
    count = reduce(points, count);

    /* What is dropped may have stood between a letter and its accent, so that the rest combines anew; a key must be its
     * own key. Each turn shortens the text or is the last. */
    for (bool again = !plain; again;) {
        points = normalize(points, &count);
        size_t before = count;
        count = reduce(points, count);
        again = count < before;
    }
    for (size_t i = 0; i < count; i++)
        strbuf_add_codepoint(out, points[i]);
    free(points);
}

char *text_key(const char *text)
{
    struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, text, strlen(text));
    return strbuf_detach(&key);
}

bool text_alike(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    auto_free char *key_a = text_key(a), *key_b = text_key(b);
    return strcmp(key_a, key_b) == 0;
}

char *text_trim_copy(struct arena *arena, const char *text, size_t len)
{
    const char *first = text, *end = text + len, *last = text;
    bool inside = false;
    for (const char *at = text; at < end;) {
        const char *next = at;
        if (!text_is_space(utf8_next(&next, end))) {
            if (!inside)
                first = at;
            inside = true;
            last = next;
        }
        at = next;
    }
    return arena_strndup(arena, first, inside ? (size_t)(last - first) : 0);
}
