/* SPDX-License-Identifier: GPL-3.0-or-later
 * Collecting problems.
 *
 * A file that is wrong throughout must not fill the memory: past a ceiling problems are counted and not kept. An error
 * is worth more than what is no error, so it then takes the place of the latest warning or note: whoever is stopped
 * always reads why.
 */
#include "diag_priv.h"

#include "base_priv.h"
#include "ceping/base_text.h"

#include <stdlib.h>

enum { CEILING = 1000, HINT_WORDS = 12 };

void diags_init(struct diags *diags)
{
    *diags = (struct diags){0};
}

static void diag_release(struct diag *diag)
{
    free(diag->text);
    free(diag->hint);
}

void diags_release(struct diags *diags)
{
    if (!diags)
        return;
    for (size_t i = 0; i < diags->count; i++)
        diag_release(&diags->at[i]);
    free(diags->at);
    for (struct diag_source *source = diags->sources, *next; source; source = next) {
        next = source->next;
        free(source->file);
        free(source->text);
        free(source->lines);
        free(source);
    }
    diags_init(diags);
}

/* Files ------------------------------------------------------------------------------------------------- */

struct diag_source *diag_source_find(const struct diags *diags, const char *file)
{
    struct diag_source *source = diags->sources;
    while (source && strcmp(source->file, file) != 0)
        source = source->next;
    return source;
}

static struct diag_source *source_of(struct diags *diags, const char *file)
{
    struct diag_source *source = diag_source_find(diags, file);
    if (!source) {
        source = xcalloc(1, sizeof *source);
        source->file = xstrdup(file);
        source->next = diags->sources;
        diags->sources = source;
    }
    return source;
}

/* Line ends as YAML counts them: CR, LF, CR LF, and the three of Unicode. */
static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Found once, as a file with many problems is asked for many lines. */
static void index_lines(struct diag_source *source)
{
    size_t room = 64;
    source->lines = xrealloc(source->lines, room * sizeof *source->lines);
    source->lines[0] = 0;
    source->line_count = 1;
    for (const char *at = source->text, *end = at + source->len; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (!is_line_end(c))
            continue;
        if (c == '\r' && at < end && *at == '\n')
            at++;
        if (source->line_count == room) {
            room *= 2;
            source->lines = xrealloc(source->lines, base_multiply(room, sizeof *source->lines));
        }
        source->lines[source->line_count++] = (size_t)(at - source->text);
    }
}

bool diag_source_line(const struct diag_source *source, int number, const char **ret_line, const char **ret_end)
{
    if (!source->text || number < 1 || (size_t)number > source->line_count)
        return false;
    const char *line = source->text + source->lines[number - 1], *end = source->text + source->len;
    const char *stop = line;
    for (const char *next = line; next < end && !is_line_end(utf8_next(&next, end));)
        stop = next;
    *ret_line = line;
    *ret_end = stop;
    return true;
}

void diags_add_source(struct diags *diags, const char *file, const char *text, size_t len)
{
    struct diag_source *source = source_of(diags, file);
    char *copy = xmalloc(base_add(len, 1));
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    free(source->text); /* read again: the newer text is the one that is shown */
    source->text = copy;
    source->len = len;
    index_lines(source);
}

/* Adding ------------------------------------------------------------------------------------------------ */

/* Makes room for one more at the ceiling; false where the new problem must go. */
static bool displace(struct diags *diags, enum diag_level level)
{
    if (level != DIAG_ERROR || diags->errors > CEILING)
        return false;
    for (size_t i = diags->count; i-- > 0;) {
        if (diags->at[i].level == DIAG_ERROR)
            continue;
        diag_release(&diags->at[i]);
        memmove(&diags->at[i], &diags->at[i + 1], (diags->count - i - 1) * sizeof *diags->at);
        diags->count--;
        return true;
    }
    return false;
}

static void add(struct diags *diags, enum diag_level level, struct pos pos, const char *format, va_list args)
{
    diags->errors += level == DIAG_ERROR;
    diags->warnings += level == DIAG_WARNING;
    diags->last_dropped = false;
    if (diags->count == CEILING) {
        diags->dropped++;
        if (!displace(diags, level)) {
            diags->last_dropped = true;
            return;
        }
    }
    if (diags->count == diags->room) {
        diags->room = diags->room ? diags->room * 2 : 16;
        diags->at = xrealloc(diags->at, base_multiply(diags->room, sizeof *diags->at));
    }
    if (pos.file)
        pos.file = source_of(diags, pos.file)->file;
    struct strbuf text;
    strbuf_init(&text);
    strbuf_vaddf(&text, format, args);
    diags->at[diags->count++] = (struct diag){.level = level, .pos = pos, .text = strbuf_detach(&text)};
}

void diags_error(struct diags *diags, struct pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, DIAG_ERROR, pos, format, args);
    va_end(args);
}

void diags_warning(struct diags *diags, struct pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, DIAG_WARNING, pos, format, args);
    va_end(args);
}

void diags_note(struct diags *diags, struct pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, DIAG_NOTE, pos, format, args);
    va_end(args);
}

void diags_hint(struct diags *diags, const char *format, ...)
{
    if (diags->count == 0 || diags->last_dropped)
        return;
    struct diag *last = &diags->at[diags->count - 1];
    struct strbuf hint;
    strbuf_init(&hint);
    if (last->hint) {
        strbuf_adds(&hint, last->hint);
        strbuf_adds(&hint, _("; "));
    }
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&hint, format, args);
    va_end(args);
    free(last->hint);
    last->hint = strbuf_detach(&hint);
}

/* The word that was probably meant: a third of its letters may be wrong, but not all. NULL where none is near. */
static const char *nearest(const char *wrong, const char *const *words, size_t count)
{
    auto_free char *wrong_key = text_key(wrong);
    size_t letters = utf8_length(wrong, strlen(wrong));
    size_t limit = letters / 3 > 1 ? letters / 3 : 1;
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        auto_free char *key = text_key(words[i]);
        size_t distance = *key && strcmp(key, wrong_key) == 0 ? 0 : text_distance(wrong, words[i], limit);
        if (distance > limit || (distance > 0 && distance >= letters))
            continue;
        if (distance == 0)
            return words[i];
        best = words[i];
        limit = distance - 1; /* from here on only nearer ones: the first of equals stays */
    }
    return best;
}

void diags_hint_words(struct diags *diags, const char *wrong, const char *const *words, size_t count)
{
    if (count == 0)
        return;
    const char *near = wrong ? nearest(wrong, words, count) : NULL;
    if (near) {
        diags_hint(diags, _("did you mean '%s'"), near);
        return;
    }
    auto_strbuf struct strbuf list;
    strbuf_init(&list);
    for (size_t i = 0; i < count && i < HINT_WORDS; i++) {
        if (i)
            strbuf_adds(&list, _(", "));
        strbuf_adds(&list, words[i]);
    }
    if (count > HINT_WORDS)
        strbuf_adds(&list, _(", …"));
    diags_hint(diags, _("known: %s"), list.at);
}

/* Several into one --------------------------------------------------------------------------------------- */

static void append_sources(struct diags *diags, const struct diag_source *source)
{
    if (!source)
        return;
    append_sources(diags, source->next); /* the list has the latest first */
    if (source->text)
        diags_add_source(diags, source->file, source->text, source->len);
}

void diags_append(struct diags *diags, const struct diags *from)
{
    append_sources(diags, from->sources);
    for (size_t i = 0; i < from->count; i++) {
        const struct diag *at = &from->at[i];
        if (at->level == DIAG_ERROR)
            diags_error(diags, at->pos, "%s", at->text);
        else if (at->level == DIAG_WARNING)
            diags_warning(diags, at->pos, "%s", at->text);
        else
            diags_note(diags, at->pos, "%s", at->text);
        if (at->hint)
            diags_hint(diags, "%s", at->hint);
    }
}
