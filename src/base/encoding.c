/* SPDX-License-Identifier: GPL-3.0-or-later
 * Encodings of the files that reach us: Excel in China writes GB18030 without saying so, 问卷星 UTF-8 with a byte order
 * mark, others UTF-16.
 *
 * Telling them apart goes from what cannot be mistaken to what can: a byte order mark; zero bytes, which only UTF-16
 * has; UTF-8, which text in another encoding hardly ever is by chance; GB18030, which much is by chance, so that its
 * characters must also look like Chinese. What fits none is UNKNOWN, and the reader of the file asks for the encoding
 * instead of guessing.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <errno.h>
#include <iconv.h>

static const struct {
    const char *name; /* for people */
    const char *iconv;
} encodings[] = {
    [ENCODING_UNKNOWN] = {N_("unknown"), NULL},         [ENCODING_UTF8] = {"UTF-8", NULL},
    [ENCODING_UTF8_BOM] = {N_("UTF-8 with BOM"), NULL}, [ENCODING_GB18030] = {"GB18030", "GB18030"},
    [ENCODING_UTF16LE] = {"UTF-16LE", "UTF-16LE"},  [ENCODING_UTF16BE] = {"UTF-16BE", "UTF-16BE"},
};
_Static_assert(COUNT_OF(encodings) == ENCODINGS, "one row for each encoding");

const char *encoding_name(enum encoding encoding)
{
    return encodings[encoding < ENCODINGS ? encoding : ENCODING_UNKNOWN].name;
}

/* Telling ----------------------------------------------------------------------------------------------- */

static bool begins(const char *bytes, size_t len, const char *mark, size_t mark_len)
{
    return len >= mark_len && memcmp(bytes, mark, mark_len) == 0;
}

static enum encoding by_mark(const char *bytes, size_t len)
{
    if (begins(bytes, len, "\xEF\xBB\xBF", 3))
        return ENCODING_UTF8_BOM;
    if (begins(bytes, len, "\x84\x31\x95\x33", 4))
        return ENCODING_GB18030;
    if (begins(bytes, len, "\xFF\xFE\0\0", 4))
        return ENCODING_UNKNOWN; /* UTF-32 */
    if (begins(bytes, len, "\xFF\xFE", 2))
        return ENCODING_UTF16LE;
    if (begins(bytes, len, "\xFE\xFF", 2))
        return ENCODING_UTF16BE;
    return ENCODING_UNKNOWN;
}

static unsigned unit_at(const unsigned char *at, bool big)
{
    return big ? (unsigned)at[0] << 8 | at[1] : (unsigned)at[1] << 8 | at[0];
}

/* How much the bytes look like UTF-16 text: by the number of characters of the kinds that Chinese tables consist of,
 * then by those that are ASCII, since ASCII read the wrong way round is Chinese. 0 where it is not valid, or where
 * fewer than 7 in 10 are of those kinds. */
static size_t utf16_score(const unsigned char *bytes, size_t len, bool big, bool more)
{
    if (len % 2 && !more)
        return 0;
    size_t units = len / 2, usual = 0, ascii = 0;
    for (size_t i = 0; i < units; i++) {
        unsigned unit = unit_at(bytes + 2 * i, big);
        bool high = unit >= 0xD800 && unit < 0xDC00, low = unit >= 0xDC00 && unit < 0xE000;
        if (high && i + 1 < units) {
            unsigned next = unit_at(bytes + 2 * ++i, big);
            if (next < 0xDC00 || next >= 0xE000)
                return 0;
        } else if (unit == 0 || low || (high && !more)) {
            return 0;
        }
        bool is_ascii = (unit >= 0x20 && unit < 0x7F) || unit == '\t' || unit == '\n' || unit == '\r';
        ascii += is_ascii;
        usual += is_ascii || (unit >= 0x4E00 && unit < 0xA000) || (unit >= 0x3000 && unit < 0x3100) ||
                 (unit >= 0xFF00 && unit < 0xFFF0) || (unit >= 0x2010 && unit < 0x2030);
    }
    return usual * 10 < units * 7 ? 0 : usual * (units + 1) + ascii;
}

static enum encoding by_zero_bytes(const char *bytes, size_t len, bool more)
{
    size_t little = utf16_score((const unsigned char *)bytes, len, false, more);
    size_t big = utf16_score((const unsigned char *)bytes, len, true, more);
    if (little == big)
        return ENCODING_UNKNOWN;
    return little > big ? ENCODING_UTF16LE : ENCODING_UTF16BE;
}

static bool is_utf8(const char *bytes, size_t len, bool more)
{
    size_t good = utf8_check(bytes, len);
    if (good == len)
        return true;
    if (!more || len - good > 3)
        return false;
    /* Cut off: what is left begins a character, and would be one with the right bytes after it. */
    unsigned char tail[4] = {0};
    size_t left = len - good;
    memcpy(tail, bytes + good, left);
    size_t size = tail[0] >= 0xF0 ? 4 : tail[0] >= 0xE0 ? 3 : 2;
    if (tail[0] < 0xC2 || left >= size)
        return false;
    memset(tail + left, 0x80, size - left); /* the least that can follow, then the most */
    if (utf8_check((const char *)tail, size) == size)
        return true;
    memset(tail + left, 0xBF, size - left);
    return utf8_check((const char *)tail, size) == size;
}

/* Bytes of the GB18030 character at `at`: 0 where there is none, `len` + 1 where it is cut off. */
static size_t gb18030_size(const unsigned char *at, size_t len)
{
    if (at[0] < 0x80)
        return at[0] ? 1 : 0;
    if (at[0] == 0x80 || at[0] == 0xFF)
        return 0;
    if (len < 2)
        return len + 1;
    if (at[1] >= 0x40 && at[1] != 0x7F && at[1] != 0xFF)
        return 2;
    if (at[1] < 0x30 || at[1] > 0x39 || (len > 2 && (at[2] < 0x81 || at[2] == 0xFF)) ||
        (len > 3 && (at[3] < 0x30 || at[3] > 0x39)))
        return 0;
    return len < 4 ? len + 1 : 4;
}

static bool is_gb18030(const char *bytes, size_t len, bool more)
{
    size_t wide = 0, odd = 0;
    for (size_t at = 0; at < len;) {
        const unsigned char *here = (const unsigned char *)bytes + at;
        size_t size = gb18030_size(here, len - at);
        if (size == 0 || (size > len - at && !more))
            return false;
        wide += size > 1;
        /* The Chinese of every day has its second byte above 0xA0. Letters there mean a Western text with accents. */
        odd += size == 2 && len - at >= 2 && here[1] < 0x80;
        at += size;
    }
    return odd * 2 <= wide;
}

enum encoding encoding_detect(const char *bytes, size_t len, bool more)
{
    enum encoding marked = by_mark(bytes, len);
    if (marked != ENCODING_UNKNOWN)
        return marked;
    if (len && memchr(bytes, 0, len))
        return by_zero_bytes(bytes, len, more);
    if (is_utf8(bytes, len, more))
        return ENCODING_UTF8;
    return is_gb18030(bytes, len, more) ? ENCODING_GB18030 : ENCODING_UNKNOWN;
}

/* Converting -------------------------------------------------------------------------------------------- */

/* Where iconv stopped, or `len`. */
static size_t convert(const char *from, const char *bytes, size_t len, struct strbuf *out)
{
    iconv_t converter = iconv_open("UTF-8", from);
    if (converter == (iconv_t)-1)
        return 0;
    char *in = (char *)bytes; /* iconv takes it without const and leaves it alone */
    size_t left = len;
    while (left > 0 && !out->overflow) {
        char part[4096];
        char *to = part;
        size_t room = sizeof part;
        size_t result = iconv(converter, &in, &left, &to, &room);
        int error = errno;
        strbuf_add(out, part, (size_t)(to - part));
        if (result == (size_t)-1 && error != E2BIG)
            break;
    }
    iconv_close(converter);
    return len - left;
}

/* Offset of the first NUL character, or `len`: valid in every encoding and never part of a text. */
static size_t find_nul(enum encoding encoding, const char *bytes, size_t len)
{
    bool wide = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    if (!wide) {
        const char *nul = len ? memchr(bytes, 0, len) : NULL;
        return nul ? (size_t)(nul - bytes) : len;
    }
    for (size_t at = 0; at + 1 < len; at += 2)
        if (!bytes[at] && !bytes[at + 1])
            return at;
    return len;
}

bool encoding_to_utf8(enum encoding encoding, const char *bytes, size_t len, struct strbuf *out, size_t *ret_bad_offset)
{
    size_t before = out->len, good = 0;
    bool known = encoding > ENCODING_UNKNOWN && encoding < ENCODINGS;
    const char *from = known ? encodings[encoding].iconv : NULL;
    if (from) {
        size_t nul = find_nul(encoding, bytes, len);
        good = convert(from, bytes, nul, out);
    } else if (known) {
        good = len ? utf8_check(bytes, len) : 0;
        strbuf_add(out, bytes, good);
    }
    if (good < len || !known || out->overflow) {
        strbuf_truncate(out, before);
        if (ret_bad_offset)
            *ret_bad_offset = good;
        return false;
    }
    /* The mark says how to read the text and is not part of it. */
    static const char mark[] = "\xEF\xBB\xBF";
    if (begins(out->at + before, out->len - before, mark, 3)) {
        memmove(out->at + before, out->at + before + 3, out->len - before - 3 + 1);
        out->len -= 3;
    }
    return true;
}
