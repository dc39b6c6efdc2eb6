/* SPDX-License-Identifier: GPL-3.0-or-later
 * Problems as people read them: where, what, the line itself, and a caret under the thing.
 *
 * Text of strangers reaches the terminal here (names in a questionnaire, cells of a table). Controls and marks of
 * writing direction are left out, so that no file can move the cursor, change colours or show a line other than it is.
 */
#include "diag_priv.h"

#include "base_priv.h"
#include "ceping/base_text.h"

#include <stdlib.h>

/* A source line is cut to what a wide terminal shows, with the caret in its first half. */
enum { LINE_COLUMNS = 110, BEFORE_CARET = 50, DOTS_COLUMNS = 2 };
static const char dots[] = "…";

static const char reset[] = "\033[0m", bold[] = "\033[1m", green[] = "\033[1;32m";

static void add_style(struct strbuf *out, bool colour, const char *style)
{
    if (colour)
        strbuf_adds(out, style);
}

/* One character of a stranger's text, harmless: tabs and line ends as one space, other controls not at all. */
static void add_visible(struct strbuf *out, uint32_t c)
{
    if (c == '\t' || c == '\n')
        strbuf_addc(out, ' ');
    else if (!text_is_control(c))
        strbuf_add_codepoint(out, c);
}

static void add_text(struct strbuf *out, const char *text)
{
    for (const char *end = text + strlen(text); text < end;)
        add_visible(out, utf8_next(&text, end));
}

/* Source lines ------------------------------------------------------------------------------------------ */

/* The part of a line that is shown, in columns from 0. */
struct window {
    size_t start, end; /* columns of the line that fit */
    size_t caret;      /* column of the caret in what is printed */
    size_t caret_width;
};

static struct window choose_window(size_t line_width, const struct pos *pos)
{
    size_t caret = pos->col > 0 ? (size_t)pos->col - 1 : 0;
    if (caret > line_width)
        caret = line_width; /* an end of line that lacks something */
    struct window window = {.end = line_width, .caret = caret};
    if (line_width > LINE_COLUMNS) {
        window.start = caret > BEFORE_CARET ? caret - BEFORE_CARET : 0;
        if (window.start + LINE_COLUMNS > line_width)
            window.start = line_width - LINE_COLUMNS;
        window.end = window.start + LINE_COLUMNS;
    }
    size_t width = pos->width > 0 ? (size_t)pos->width : 1;
    size_t left = window.end > caret ? window.end - caret : 1;
    window.caret_width = width < left ? width : left;
    return window;
}

/* Prints the part of the line and moves `caret` to where its column came out. */
static void add_line(struct strbuf *out, const char *line, const char *end, struct window *window)
{
    size_t column = 0, printed_from = 0;
    bool begun = false, cut = false;
    if (window->start > 0)
        strbuf_adds(out, dots);
    while (line < end) {
        uint32_t c = utf8_next(&line, end);
        size_t width = (size_t)text_codepoint_width(c);
        if (column >= window->start && column + width <= window->end) {
            if (!begun)
                printed_from = column;
            begun = true;
            add_visible(out, c);
        } else if (column >= window->start) {
            cut = true;
            break;
        }
        column += width;
    }
    if (cut)
        strbuf_adds(out, dots);
    window->caret -= printed_from <= window->caret ? printed_from : window->caret;
    if (window->start > 0)
        window->caret += DOTS_COLUMNS;
}

static void add_gutter(struct strbuf *out, int number)
{
    auto_strbuf struct strbuf digits;
    strbuf_init(&digits);
    strbuf_addf(&digits, "%d", number);
    strbuf_pad(out, ' ', 2 + digits.len);
    strbuf_adds(out, " | ");
}

/* The line, the caret, the hint; false where the line is not known. */
static bool add_source_line(const struct diags *diags, const struct diag *diag, bool colour, struct strbuf *out)
{
    const struct diag_source *source = diag->pos.file ? diag_source_find(diags, diag->pos.file) : NULL;
    const char *line, *end;
    if (!source || !diag_source_line(source, diag->pos.line, &line, &end))
        return false;

    struct window window = choose_window(text_width_n(line, (size_t)(end - line)), &diag->pos);
    strbuf_addf(out, "  %d | ", diag->pos.line);
    add_line(out, line, end, &window);
    strbuf_addc(out, '\n');
    if (diag->pos.col <= 0 && !diag->hint)
        return true;

    add_gutter(out, diag->pos.line);
    if (diag->pos.col > 0) {
        strbuf_pad(out, ' ', window.caret);
        add_style(out, colour, green);
        strbuf_pad(out, '^', window.caret_width);
        add_style(out, colour, reset);
    }
    if (diag->hint) {
        if (diag->pos.col > 0)
            strbuf_addc(out, ' ');
        add_text(out, diag->hint);
    }
    strbuf_addc(out, '\n');
    return true;
}

/* Problems ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *colour;
} levels[] = {
    [DIAG_NOTE] = {N_("note"), "\033[1;36m"},
    [DIAG_WARNING] = {N_("warning"), "\033[1;35m"},
    [DIAG_ERROR] = {N_("error"), "\033[1;31m"},
};
_Static_assert(COUNT_OF(levels) == DIAG_LEVELS, "one row for each level");

static void add_place(struct strbuf *out, const struct pos *pos, bool colour)
{
    if (!pos->file && pos->line <= 0)
        return;
    add_style(out, colour, bold);
    if (pos->file) {
        add_text(out, pos->file);
        strbuf_addc(out, ':');
    }
    if (pos->line > 0)
        strbuf_addf(out, "%d:", pos->line);
    if (pos->line > 0 && pos->col > 0)
        strbuf_addf(out, "%d:", pos->col);
    add_style(out, colour, reset);
    strbuf_addc(out, ' ');
}

void diags_format(const struct diags *diags, size_t i, bool colour, struct strbuf *out)
{
    const struct diag *diag = &diags->at[i];
    add_place(out, &diag->pos, colour);
    add_style(out, colour, levels[diag->level].colour);
    strbuf_adds(out, _(levels[diag->level].name));
    strbuf_addc(out, ':');
    add_style(out, colour, reset);
    strbuf_addc(out, ' ');
    add_text(out, diag->text);
    strbuf_addc(out, '\n');

    if (!add_source_line(diags, diag, colour, out) && diag->hint) {
        strbuf_adds(out, "    ");
        add_text(out, diag->hint);
        strbuf_addc(out, '\n');
    }
}

/* A problem with the notes that follow it, which explain it and stay with it. */
struct group {
    const struct diag *head;
    size_t first, count;
};

static int compare_numbers(int a, int b)
{
    return (a > b) - (a < b);
}

static int compare_groups(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    const struct pos *p = &a->head->pos, *q = &b->head->pos;
    int order = strcmp(p->file ? p->file : "", q->file ? q->file : "");
    if (order == 0)
        order = compare_numbers(p->line, q->line);
    if (order == 0)
        order = compare_numbers(p->col, q->col);
    return order ? order : (a->first > b->first) - (a->first < b->first);
}

void diags_format_all(const struct diags *diags, bool colour, struct strbuf *out)
{
    auto_free struct group *groups = xcalloc(diags->count, sizeof *groups);
    size_t count = 0;
    for (size_t i = 0; i < diags->count; i++) {
        if (i == 0 || diags->at[i].level != DIAG_NOTE)
            groups[count++] = (struct group){.head = &diags->at[i], .first = i};
        groups[count - 1].count++;
    }
    qsort(groups, count, sizeof *groups, compare_groups);
    for (size_t g = 0; g < count; g++)
        for (size_t i = 0; i < groups[g].count; i++)
            diags_format(diags, groups[g].first + i, colour, out);
    if (diags->dropped) {
        strbuf_addf(out, _("%zu more problems are not shown"), diags->dropped);
        strbuf_addc(out, '\n');
    }
}
