/* SPDX-License-Identifier: GPL-3.0-or-later
 * What every table and chart gets once it is made, whichever kind it is: why numbers are not shown, capitals where English wants them, and a sentence in
 * the place of one that would be empty.
 */
#include "report_priv.h"

/* Numbers that are not shown --------------------------------------------------------------------------------- */

/* Does it show a number that was taken out? */
static bool table_hides(const struct doc_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 0; c < table->rows.at[r].cells.count; c++) {
            auto_strbuf struct strbuf text;
            strbuf_init(&text);
            doc_runs_text(&table->rows.at[r].cells.at[c].runs, &text);
            if (!strcmp(text.at, "*"))
                return true;
        }
    return false;
}

static bool chart_hides(const struct doc_chart *chart)
{
    for (size_t s = 0; s < chart->series.count; s++)
        for (size_t i = 0; i < chart->categories.count; i++)
            if (num_is_hidden(chart->series.at[s].values[i]))
                return true;
    return false;
}

static const char *with_note(struct block *block, const char *note, const char *sentence)
{
    bool space = note && !words_chinese(block->b->names.language);
    return arena_printf(block->b->doc->arena, "%s%s%s", note ? note : say(block->b, "注："), space ? " " : "", say(block->b, sentence));
}

/* A star, or a bar that is not there, says why. */
static void note_hidden(struct block *block, struct doc_block *at)
{
    if (block->b->names.edition != EDITION_PUBLIC)
        return;
    if (at->table && table_hides(at->table))
        at->table->note = with_note(block, at->table->note, "“*”表示不公布：保密作答人数少于规定下限，或为防止由其他数据推算。");
    if (at->chart && chart_hides(at->chart))
        at->chart->note = with_note(block, at->chart->note, "有的数值不公布（保密作答人数少于规定下限，或为防止由其他数据推算），图中未画。");
}

void block_say_inside(struct block *block)
{
    struct doc *doc = block->b->doc;
    const char *sentence = say(block->b, "公开版不列这部分内容。");
    const struct doc_block *last = doc->blocks.count ? &doc->blocks.at[doc->blocks.count - 1] : NULL;
    if (last && last->kind == DOC_NOTE && last->runs.count == 1 && !strcmp(last->runs.at[0].text, sentence))
        return; /* a table and its chart: said once */
    struct doc_block *note = doc_add(doc, &doc->blocks, DOC_NOTE);
    add_plain(doc, &note->runs, 0, sentence);
}

/* Capitals ---------------------------------------------------------------------------------------------------- */

static const char *capital(struct doc *doc, const char *text)
{
    size_t indent = 0;
    while (text && !strncmp(text + indent, "　", strlen("　")))
        indent += strlen("　");
    if (!text || text[indent] < 'a' || text[indent] > 'z')
        return text;
    char *copy = arena_strdup(doc->arena, text);
    words_capitalise(copy + indent);
    return copy;
}

static void capital_cell(struct doc *doc, struct doc_cell *cell)
{
    if (cell->runs.count && !(cell->runs.at[0].flags & DOC_CODE)) /* an id is itself in any place */
        cell->runs.at[0].text = capital(doc, cell->runs.at[0].text);
}

/* Names of kinds, methods and answers are small in sentences and large at the head of a column or a row. */
static void capital_heads(struct doc *doc, struct doc_table *table)
{
    for (size_t r = 0; r < table->header.count; r++)
        for (size_t c = 0; c < table->header.at[r].cells.count; c++)
            capital_cell(doc, &table->header.at[r].cells.at[c]);
    for (size_t r = 0; r < table->rows.count; r++)
        if (table->rows.at[r].cells.count)
            capital_cell(doc, &table->rows.at[r].cells.at[0]);
}

static void capital_labels(struct doc *doc, struct doc_chart *chart)
{
    for (size_t i = 0; i < chart->categories.count; i++)
        chart->categories.at[i] = capital(doc, chart->categories.at[i]);
    for (size_t s = 0; s < chart->series.count; s++)
        chart->series.at[s].name = capital(doc, chart->series.at[s].name);
}

/* Nothing to show ---------------------------------------------------------------------------------------------- */

static bool has_values(const struct doc_chart *chart)
{
    for (size_t s = 0; s < chart->series.count; s++)
        for (size_t i = 0; i < chart->categories.count; i++)
            if (!isnan(chart->series.at[s].values[i]))
                return true;
    return false;
}

/* Without its “注：”: the note of a table without rows says why there are none. */
static const char *bare_note(const struct block *block, const char *note)
{
    const char *mark = say(block->b, "注：");
    return strncmp(note, mark, strlen(mark)) ? note : note + strlen(mark);
}

/* A chart of nothing, or a table of a header alone, becomes a line that says so. One that is referred to stays what it is. */
static void replace_empty(struct block *block, struct doc_block *at)
{
    struct doc *doc = block->b->doc;
    const char *sentence = NULL;
    if (at->chart && !has_values(at->chart))
        sentence = arena_printf(doc->arena, say(block->b, "“%s”没有可供绘图的数据。"), at->chart->caption);
    else if (at->table && !at->table->rows.count && at->table->note && !at->id)
        sentence = bare_note(block, at->table->note);
    if (!sentence)
        return;
    add_plain(doc, &at->runs, 0, sentence);
    at->kind = DOC_NOTE;
    at->chart = NULL;
    at->table = NULL;
}

void block_finish(struct block *block, struct doc_block *at)
{
    note_hidden(block, at);
    replace_empty(block, at);
    if (words_chinese(block->b->names.language))
        return;
    if (at->table)
        capital_heads(block->b->doc, at->table);
    if (at->chart)
        capital_labels(block->b->doc, at->chart);
}
