/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing JSON.
 */
#include "json_text.h"

#include "ceping/base_num.h"
#include "ceping/base_text.h"

void json_put_text(struct strbuf *out, const char *text)
{
    if (!text) {
        strbuf_adds(out, "null");
        return;
    }
    strbuf_addc(out, '"');
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        if (c == '"' || c == '\\')
            strbuf_addf(out, "\\%c", (char)c);
        else if (c < 0x20 || c == 0x7F || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029)
            strbuf_addf(out, "\\u%04x", (unsigned)c);
        else
            strbuf_add_codepoint(out, c);
    }
    strbuf_addc(out, '"');
}

static void new_line(struct json_out *json)
{
    if (json->flat)
        return;
    strbuf_addc(json->out, '\n');
    strbuf_pad(json->out, ' ', (size_t)(2 * json->depth));
}

static void begin_member(struct json_out *json, const char *name)
{
    if (json->inner)
        strbuf_adds(json->out, json->flat ? ", " : ",");
    if (json->depth > 0)
        new_line(json);
    json->inner = true;
    if (name) {
        json_put_text(json->out, name);
        strbuf_adds(json->out, ": ");
    }
}

void json_out_begin(struct json_out *json, const char *name, char bracket)
{
    begin_member(json, name);
    strbuf_addc(json->out, bracket);
    json->depth++;
    json->inner = false;
    if (json->flat)
        json->flat++;
}

void json_out_begin_flat(struct json_out *json, const char *name, char bracket)
{
    json_out_begin(json, name, bracket);
    if (!json->flat)
        json->flat = 1;
}

void json_out_end(struct json_out *json, char bracket)
{
    bool flat = json->flat > 0;
    json->depth--;
    if (json->inner && !flat)
        new_line(json);
    if (flat)
        json->flat--;
    strbuf_addc(json->out, bracket);
    json->inner = true;
    if (json->depth == 0)
        strbuf_addc(json->out, '\n');
}

void json_out_raw(struct json_out *json, const char *name, const char *text)
{
    begin_member(json, name);
    strbuf_adds(json->out, text);
}

void json_out_text(struct json_out *json, const char *name, const char *text)
{
    begin_member(json, name);
    json_put_text(json->out, text);
}

void json_out_number(struct json_out *json, const char *name, double value)
{
    begin_member(json, name);
    num_format_exact(json->out, value);
}

void json_out_bool(struct json_out *json, const char *name, bool truth)
{
    json_out_raw(json, name, truth ? "true" : "false");
}
