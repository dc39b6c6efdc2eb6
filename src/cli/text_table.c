/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables for a terminal: columns aligned by display width, where a Chinese character is two. Names and answers come from strangers' files:
 * controls and marks of writing direction are left out, as in messages.
 */
#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "cli.h"

void text_table_init(struct text_table *table, size_t columns, const bool *right)
{
    *table = (struct text_table){.arena = arena_new(), .columns = columns};
    bool *copy = ARENA_ARRAY(table->arena, bool, columns);
    memcpy(copy, right, columns * sizeof *copy);
    table->right = copy;
}

void text_table_release(struct text_table *table)
{
    arena_free(table->arena);
}

static const char *without_controls(struct arena *arena, const char *text)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t c = utf8_next(&text, end);
        if (c == '\t' || c == '\n')
            strbuf_addc(&out, ' ');
        else if (!text_is_control(c))
            strbuf_add_codepoint(&out, c);
    }
    return arena_strdup(arena, out.at);
}

void text_table_row(struct text_table *table, const char *const *cells)
{
    const char **row = ARENA_ARRAY(table->arena, const char *, table->columns);
    for (size_t i = 0; i < table->columns; i++)
        row[i] = cells[i] ? without_controls(table->arena, cells[i]) : "";
    *LIST_ADD(table->arena, &table->rows) = row;
}

const char *text_table_number(struct text_table *table, double value, int decimals)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    return arena_strdup(table->arena, text.at);
}

static void print_row(const struct text_table *table, const char *const *row, const size_t *widths, struct strbuf *line)
{
    strbuf_clear(line);
    for (size_t i = 0; i < table->columns; i++) {
        if (i)
            strbuf_adds(line, "  ");
        text_pad(line, row[i], widths[i], table->right[i]);
    }
    while (line->len && line->at[line->len - 1] == ' ')
        strbuf_truncate(line, line->len - 1);
}

void text_table_print(const struct text_table *table, bool header, FILE *out)
{
    size_t *widths = ARENA_ARRAY(table->arena, size_t, table->columns);
    size_t total = 0;
    for (size_t i = 0; i < table->columns; i++) {
        for (size_t r = 0; r < table->rows.count; r++) {
            size_t width = text_width(table->rows.at[r][i]);
            widths[i] = width > widths[i] ? width : widths[i];
        }
        total += widths[i] + (i ? 2 : 0);
    }

    auto_strbuf struct strbuf line;
    strbuf_init(&line);
    for (size_t r = 0; r < table->rows.count; r++) {
        print_row(table, table->rows.at[r], widths, &line);
        fprintf(out, "%s\n", line.at);
        if (r == 0 && header) {
            strbuf_clear(&line);
            strbuf_pad(&line, '-', total);
            fprintf(out, "%s\n", line.at);
        }
    }
}
