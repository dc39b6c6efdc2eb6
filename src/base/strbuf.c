/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text under construction.
 *
 * An empty buffer that has never grown points at one shared NUL with `room` 0, so that a strbuf is never NULL and costs
 * nothing until it is used. That byte is never written.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <stdio.h>
#include <stdlib.h>

static const char empty[1] = "";

void strbuf_init(struct strbuf *buf)
{
    *buf = (struct strbuf){.at = (char *)empty};
}

void strbuf_release(struct strbuf *buf)
{
    if (!buf)
        return;
    if (buf->room)
        free(buf->at);
    strbuf_init(buf);
}

void strbuf_clear(struct strbuf *buf)
{
    strbuf_truncate(buf, 0);
    buf->overflow = false;
}

char *strbuf_detach(struct strbuf *buf)
{
    char *text = buf->room ? buf->at : xstrdup("");
    size_t limit = buf->limit;
    strbuf_init(buf);
    buf->limit = limit;
    return text;
}

/* Makes room for `more` bytes and the end. False where the limit forbids it; from then on nothing is added, so that
 * what is there is always a beginning of what was meant and never has a hole. */
static bool make_room(struct strbuf *buf, size_t more)
{
    if (buf->overflow)
        return false;
    size_t need = base_add(buf->len, more);
    if (buf->limit && need > buf->limit) {
        buf->overflow = true;
        return false;
    }
    need = base_add(need, 1);
    if (need <= buf->room)
        return true;

    size_t room = buf->room ? buf->room : 64;
    while (room < need)
        room = base_add(room, room / 2 + 1);
    buf->at = xrealloc(buf->room ? buf->at : NULL, room);
    buf->room = room;
    return true;
}

void strbuf_add(struct strbuf *buf, const char *bytes, size_t len)
{
    if (len == 0 || !make_room(buf, len))
        return;
    memcpy(buf->at + buf->len, bytes, len);
    buf->len += len;
    buf->at[buf->len] = '\0';
}

void strbuf_adds(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void strbuf_addc(struct strbuf *buf, char c)
{
    strbuf_add(buf, &c, 1);
}

void strbuf_add_codepoint(struct strbuf *buf, uint32_t codepoint)
{
    char bytes[4];
    strbuf_add(buf, bytes, utf8_encode(codepoint, bytes));
}

void strbuf_addf(struct strbuf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(buf, format, args);
    va_end(args);
}

void strbuf_vaddf(struct strbuf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0 && make_room(buf, (size_t)len)) {
        vsnprintf(buf->at + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void strbuf_pad(struct strbuf *buf, char c, size_t count)
{
    if (count == 0 || !make_room(buf, count))
        return;
    memset(buf->at + buf->len, c, count);
    buf->len += count;
    buf->at[buf->len] = '\0';
}

void strbuf_truncate(struct strbuf *buf, size_t len)
{
    if (len >= buf->len)
        return;
    buf->len = len;
    buf->at[len] = '\0';
}
