/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bytes before libyaml sees them: what is no text is refused with its place, and places are turned into lines and columns.
 *
 * libyaml counts characters from 0; people and carets count columns from 1, a Chinese character as two. The conversion happens here and
 * nowhere else. Files can be one line of 16 MB (YAML is a superset of JSON), so the last place is kept and counting goes on from it.
 */
#include "yaml_priv.h"

#include "ceping/base_text.h"

#include <limits.h>

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* What libyaml reads: printable characters, tab and line ends. */
static bool is_allowed(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return c < 0x7F || c == 0x85 || (c >= 0xA0 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF);
}

static void find_lines(struct yaml_text *text, struct arena *arena)
{
    *LIST_ADD(arena, &text->lines) = 0;
    const char *end = text->at + text->len;
    for (const char *at = text->at; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (!is_line_end(c))
            continue;
        if (c == '\r' && at < end && *at == '\n')
            at++;
        *LIST_ADD(arena, &text->lines) = (size_t)(at - text->at);
    }
}

const char *yaml_text_line(const struct yaml_text *text, size_t line, size_t *ret_len)
{
    *ret_len = 0;
    if (line >= text->lines.count)
        return "";
    const char *start = text->at + text->lines.at[line];
    const char *end = line + 1 < text->lines.count ? text->at + text->lines.at[line + 1] : text->at + text->len;
    const char *at = start;
    while (at < end) {
        const char *after = at;
        if (is_line_end(utf8_next(&after, end)))
            break;
        at = after;
    }
    *ret_len = (size_t)(at - start);
    return start;
}

struct pos yaml_text_pos(struct yaml_text *text, size_t line, size_t column, long end_column)
{
    struct pos pos = {.file = text->file, .line = (int)line + text->first_line, .col = 1};
    if (line >= text->lines.count)
        return pos;
    struct yaml_cursor *cursor = &text->cursor;
    if (cursor->line != line || cursor->column > column)
        *cursor = (struct yaml_cursor){.line = line, .offset = text->lines.at[line]};

    const char *end = text->at + text->len;
    const char *at = text->at + cursor->offset;
    for (; cursor->column < column && at < end; cursor->column++)
        cursor->width += text_codepoint_width(utf8_next(&at, end));
    cursor->offset = (size_t)(at - text->at);
    pos.col = cursor->width + 1;

    size_t here = cursor->column;
    for (int limit = 200; at < end && limit > 0; limit--) { /* longer carets are cut where they are shown */
        if (end_column >= 0 && here++ >= (size_t)end_column)
            break;
        uint32_t c = utf8_next(&at, end);
        if (is_line_end(c))
            break;
        pos.width += text_codepoint_width(c);
    }
    if (pos.width == 0)
        pos.width = 1;
    return pos;
}

/* The place of a byte. */
static struct pos pos_of_offset(struct yaml_text *text, size_t offset)
{
    size_t low = 0, high = text->lines.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (text->lines.at[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    size_t column = utf8_length(text->at + text->lines.at[low], offset - text->lines.at[low]);
    struct pos pos = yaml_text_pos(text, low, column, (long)column + 1);
    return pos;
}

static bool check_encoding(const struct yaml_text *text, struct diags *diags)
{
    size_t beginning = text->len < 4096 ? text->len : 4096;
    enum encoding encoding = encoding_detect(text->at, beginning, beginning < text->len);
    if (encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE)
        return true;
    diags_error(diags, (struct pos){.file = text->file}, _("file is encoded as %s"), _(encoding_name(encoding)));
    diags_hint(diags, _("save it as UTF-8"));
    return false;
}

/* Invalid UTF-8 and NUL: libyaml stops there, so the first one is all there is to say. */
static bool check_utf8(struct yaml_text *text, struct diags *diags)
{
    size_t bad = utf8_check(text->at, text->len);
    if (bad == text->len)
        return true;
    if (text->at[bad] == '\0') {
        diags_error(diags, pos_of_offset(text, bad), _("a NUL byte stands in the file"));
        return false;
    }
    diags_error(diags, pos_of_offset(text, bad), _("byte 0x%02X is not valid UTF-8"), (unsigned)(unsigned char)text->at[bad]);
    if (encoding_detect(text->at, text->len, false) == ENCODING_GB18030)
        diags_hint(diags, _("the file seems to be GB18030: save it as UTF-8"));
    return false;
}

static bool check_characters(struct yaml_text *text, struct diags *diags)
{
    const char *end = text->at + text->len;
    for (const char *at = text->at; at < end;) {
        const char *start = at;
        uint32_t c = utf8_next(&at, end);
        if (is_allowed(c))
            continue;
        diags_error(diags, pos_of_offset(text, (size_t)(start - text->at)), _("control character U+%04X stands in the file"), (unsigned)c);
        diags_hint(diags, _("delete it"));
        return false;
    }
    return true;
}

bool yaml_text_open(struct yaml_text *text, struct arena *arena, const struct yaml_input *input, struct diags *diags)
{
    static const char bom[] = "\xEF\xBB\xBF";
    *text = (struct yaml_text){.file = input->file, .at = input->text, .len = input->len, .first_line = input->first_line > 0 ? input->first_line : 1};
    if (!check_encoding(text, diags))
        return false;
    if (text->len >= 3 && memcmp(text->at, bom, 3) == 0) {
        text->at += 3;
        text->len -= 3;
    }
    if (text->len > INT_MAX) {
        diags_error(diags, (struct pos){.file = text->file}, _("file is too large"));
        return false;
    }
    find_lines(text, arena);
    if (text->first_line == 1)
        diags_add_source(diags, text->file, text->at, text->len);
    return check_utf8(text, diags) && check_characters(text, diags);
}

/* Chinese keyboards --------------------------------------------------------------------------------------- */

/* Looks for `key：` at the beginning of a line, where `key:` and a space were meant, and for `key:value` without the space. */
static bool report_colon(struct diags *diags, struct yaml_text *text, size_t number)
{
    size_t len;
    const char *line = yaml_text_line(text, number, &len);
    size_t at = 0;
    while (at < len && (line[at] == ' ' || line[at] == '-' || line[at] == '{'))
        at++;
    size_t key = at;
    while (at < len && ((line[at] >= 'a' && line[at] <= 'z') || (line[at] >= 'A' && line[at] <= 'Z') || (line[at] >= '0' && line[at] <= '9') || line[at] == '_'))
        at++;
    if (at == key || at - key > 40 || (line[key] >= '0' && line[key] <= '9')) /* 12:30 is a time */
        return false;
    int key_len = (int)(at - key);
    bool wide = len - at >= 3 && memcmp(line + at, "：", 3) == 0;
    if (!wide && !(len - at >= 2 && line[at] == ':' && line[at + 1] != ' ' && line[at + 1] != '/'))
        return false;
    struct pos pos = yaml_text_pos(text, number, at, (long)at + 1); /* all before it is ASCII */
    if (wide)
        diags_error(diags, pos, _("full-width colon after '%.*s'"), key_len, line + key);
    else
        diags_error(diags, pos, _("no space after '%.*s:'"), key_len, line + key);
    diags_hint(diags, _("write '%.*s: '"), key_len, line + key);
    return true;
}

bool yaml_report_colon(struct diags *diags, struct yaml_text *text, size_t from, size_t to)
{
    for (size_t line = to + 1; line-- > from && to - line < 20;) {
        if (report_colon(diags, text, line))
            return true;
    }
    return false;
}

bool yaml_hint_full_width(struct diags *diags, const struct yaml_text *text, size_t line_number)
{
    static const struct {
        const char *wide;
        size_t len;
        const char *narrow;
    } marks[] = {{"：", 3, ":"}, {"，", 3, ","}, {"｛", 3, "{"}, {"｝", 3, "}"}, {"［", 3, "["}, {"］", 3, "]"}};
    size_t len;
    const char *line = yaml_text_line(text, line_number, &len);
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (!memmem(line, len, marks[i].wide, marks[i].len))
            continue;
        diags_hint(diags, _("full-width '%s' in this line: write '%s' and a space, or put the text in quotes"), marks[i].wide, marks[i].narrow);
        return true;
    }
    return false;
}
