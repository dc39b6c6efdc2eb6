/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong with a document. Reports are made by templates that people edit: a table with a cell too few or a link to a
 * heading that was renamed should be told in words, before a renderer draws something crooked.
 */
#include "ceping/doc.h"

#include <stdlib.h>

struct check {
    struct strbuf *out;
    struct map ids;
    size_t problems;
};

static void problem(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void problem(struct check *check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(check->out, format, args);
    va_end(args);
    strbuf_addc(check->out, '\n');
    check->problems++;
}

static const char *caption_or(const char *caption)
{
    return caption ? caption : _("without caption");
}

/* Links ------------------------------------------------------------------------------------------------ */

static void collect_ids(struct check *check, const doc_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        struct doc_block *block = &blocks->at[i];
        if (block->id && map_put(&check->ids, block->id, block) != block)
            problem(check, _("the id '%s' stands twice"), block->id);
        collect_ids(check, (const doc_blocks *)&block->children);
    }
}

static void check_runs(struct check *check, const doc_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const char *link = runs->at[i].link;
        if (link && link[0] == '#' && !map_get(&check->ids, link + 1))
            problem(check, _("the link '%s' leads nowhere"), link);
    }
}

/* Tables ----------------------------------------------------------------------------------------------- */

/* Rows that begin below a cell of several rows have fewer cells: `open[c]` counts the rows that column c is still taken. */
static void check_rows(struct check *check, const struct doc_table *table, const struct doc_row *rows, size_t count, const char *part)
{
    size_t columns = table->columns.count;
    int *open = xcalloc(columns + 1, sizeof *open);
    for (size_t r = 0; r < count; r++) {
        size_t column = 0, wanted = 0;
        for (size_t c = 0; c < rows[r].cells.count; c++) {
            const struct doc_cell *cell = &rows[r].cells.at[c];
            check_runs(check, &cell->runs);
            while (column < columns && open[column] > 0)
                column++;
            int width = cell->columns < 1 ? 1 : cell->columns, height = cell->rows < 1 ? 1 : cell->rows;
            if ((size_t)height > count - r)
                problem(check, _("table '%s': a cell of row %zu of the %s reaches below the last row"), caption_or(table->caption), r + 1, part);
            for (int k = 0; k < width; k++, column++) {
                if (column >= columns) {
                    wanted++;
                    continue;
                }
                if (open[column] > 0)
                    problem(check, _("table '%s': cells overlap in row %zu of the %s"), caption_or(table->caption), r + 1, part);
                open[column] = height;
            }
        }
        size_t filled = wanted;
        for (size_t c = 0; c < columns; c++)
            filled += open[c] > 0;
        if (filled != columns)
            problem(check, _("table '%s': row %zu of the %s fills %zu of %zu columns"), caption_or(table->caption), r + 1, part, filled, columns);
        for (size_t c = 0; c < columns; c++)
            open[c] -= open[c] > 0;
    }
    free(open);
}

static void check_table(struct check *check, const struct doc_table *table)
{
    if (!table) {
        problem(check, _("a table block has no table"));
        return;
    }
    if (table->columns.count == 0)
        problem(check, _("table '%s' has no columns"), caption_or(table->caption));
    check_rows(check, table, table->header.at, table->header.count, _("header"));
    check_rows(check, table, table->rows.at, table->rows.count, _("body"));
}

/* Charts ----------------------------------------------------------------------------------------------- */

static void check_chart(struct check *check, const struct doc_chart *chart)
{
    if (!chart) {
        problem(check, _("a chart block has no chart"));
        return;
    }
    const char *caption = caption_or(chart->caption);
    if (chart->categories.count == 0)
        problem(check, _("chart '%s' has no categories"), caption);
    if (chart->series.count == 0)
        problem(check, _("chart '%s' has no series"), caption);
    for (size_t i = 0; i < chart->series.count; i++) {
        const struct chart_series *series = &chart->series.at[i];
        if (!series->values)
            problem(check, _("chart '%s': series '%s' has no values"), caption, series->name);
        if (!series->lower != !series->upper)
            problem(check, _("chart '%s': series '%s' has one end of its intervals only"), caption, series->name);
    }
    if (chart->highlight >= 0 && (size_t)chart->highlight >= chart->categories.count)
        problem(check, _("chart '%s' highlights category %d of %zu"), caption, chart->highlight + 1, chart->categories.count);
    if (chart->kind == CHART_QUADRANT && chart->series.count < 2)
        problem(check, _("chart '%s' needs two series, for x and y"), caption);
    if (chart->kind == CHART_BOX && chart->series.count < 5)
        problem(check, _("chart '%s' needs five series: minimum, quartiles, maximum"), caption);
}

/* Blocks ----------------------------------------------------------------------------------------------- */

static void check_blocks(struct check *check, const doc_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        check_runs(check, &block->runs);
        if (block->kind == DOC_TABLE)
            check_table(check, block->table);
        else if (block->kind == DOC_CHART)
            check_chart(check, block->chart);
        else if (block->kind == DOC_HEADING && (block->level < 1 || block->level > 4))
            problem(check, _("a heading has level %d: 1 to 4 are known"), block->level);
        check_blocks(check, (const doc_blocks *)&block->children);
    }
}

bool doc_check(const struct doc *doc, struct strbuf *out)
{
    struct check check = {.out = out};
    map_init(&check.ids);
    collect_ids(&check, &doc->blocks);
    check_blocks(&check, &doc->blocks);
    map_release(&check.ids);
    return check.problems == 0;
}
