/* SPDX-License-Identifier: GPL-3.0-or-later
 * A document in English: every text of it goes through the words of the site (site_words.c). Numbers, order and shape stay as they are.
 */
#include "site_priv.h"

/* What the evaluation gives in English ------------------------------------------------------------------------ */

static void add_units(struct words *words, const struct unit_kind *kind)
{
    words_name(words, kind->name, kind->name_en);
    for (size_t u = 0; u < kind->units.count; u++) {
        const struct unit *unit = &kind->units.at[u];
        words_name(words, unit->name, unit->name_en);
        words_name(words, unit->short_name, unit->short_en ? unit->short_en : unit->name_en);
    }
}

static void add_evaluation(struct words *words, const struct evaluation *evaluation)
{
    words_name(words, evaluation->title, evaluation->title_en);
    words_name(words, evaluation->subject, evaluation->subject_en);
    words_name(words, evaluation->commissioner, evaluation->commissioner_en);
    words_name(words, evaluation->evaluator, evaluation->evaluator_en);
    words_name(words, evaluation->team, evaluation->team_en);
    for (size_t k = 0; k < evaluation->kinds.count; k++)
        add_units(words, &evaluation->kinds.at[k]);
    for (size_t i = 0; i < evaluation->figures.count; i++) {
        words_name(words, evaluation->figures.at[i].name, evaluation->figures.at[i].name_en);
        words_name(words, evaluation->figures.at[i].definition, evaluation->figures.at[i].definition_en);
    }
    for (size_t t = 0; t < evaluation->rubric.tables.count; t++)
        words_name(words, evaluation->rubric.tables.at[t].name, evaluation->rubric.tables.at[t].name_en);
    for (size_t i = 0; i < evaluation->english.count; i++) /* english.yaml; what a text says beside itself goes before */
        words_name(words, evaluation->english.at[i].chinese, evaluation->english.at[i].english);
}

struct words *site_words(struct site *site)
{
    struct words *words = words_new(site->arena);
    add_evaluation(words, site->evaluation);
    /* The evaluation's own phrases come first: the first that fits is taken. */
    auto_strbuf struct strbuf own, common, path;
    strbuf_init(&own);
    strbuf_init(&common);
    strbuf_init(&path);
    strbuf_addf(&path, "%s/templates/en_words.txt", site->evaluation->folder);
    if (file_read(path.at, 1 << 20, &own))
        words_read(words, own.at, path.at, site->diags);
    if (site_read_common(site, "en_words.txt", &common))
        words_read(words, common.at, "en_words.txt", site->diags);
    return words;
}

/* The document -------------------------------------------------------------------------------------------------- */

struct speaker {
    struct words *words;
    struct doc *doc;
};

static void change(struct speaker *s, const char **text)
{
    if (*text)
        *text = doc_text(s->doc, words_say(s->words, *text));
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

/* A full-width sign brings its own space; between runs, English needs one behind ":" and before "(". */
static void change_run(struct speaker *s, struct doc_run *run, bool first, bool last)
{
    bool opens = !first && run->text && strncmp(run->text, "（", strlen("（")) == 0, closes = !last && run->text && ends_with(run->text, "：");
    change(s, &run->text);
    change(s, &run->footnote);
    if (opens || closes)
        run->text = arena_printf(s->doc->arena, "%s%s%s", opens ? " " : "", run->text, closes ? " " : "");
}

static void change_runs(struct speaker *s, doc_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        change_run(s, &runs->at[i], i == 0, i + 1 == runs->count);
}

static void change_rows(struct speaker *s, struct doc_row *rows, size_t count)
{
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < rows[r].cells.count; c++)
            change_runs(s, &rows[r].cells.at[c].runs);
}

/* "method" in a sentence is "Method" at the head of a column. */
static void capital(struct speaker *s, const char **text)
{
    if (*text && **text >= 'a' && **text <= 'z')
        *text = arena_printf(s->doc->arena, "%c%s", **text - 32, *text + 1);
}

static void change_table(struct speaker *s, struct doc_table *table)
{
    change(s, &table->caption);
    change(s, &table->note);
    change_rows(s, table->header.at, table->header.count);
    for (size_t r = 0; r < table->header.count; r++)
        for (size_t c = 0; c < table->header.at[r].cells.count; c++)
            if (table->header.at[r].cells.at[c].runs.count)
                capital(s, &table->header.at[r].cells.at[c].runs.at[0].text);
    change_rows(s, table->rows.at, table->rows.count);
}

static void change_chart(struct speaker *s, struct doc_chart *chart)
{
    chart->language = "en";
    change(s, &chart->caption);
    change(s, &chart->note);
    change(s, &chart->alt);
    change(s, &chart->unit);
    change(s, &chart->reference_label);
    for (size_t i = 0; i < chart->categories.count; i++)
        change(s, &chart->categories.at[i]);
    for (size_t i = 0; i < chart->series.count; i++)
        change(s, &chart->series.at[i].name);
}

static void change_blocks(struct speaker *s, struct doc_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        change_runs(s, &blocks[i].runs);
        change(s, &blocks[i].label);
        if (blocks[i].table)
            change_table(s, blocks[i].table);
        if (blocks[i].chart)
            change_chart(s, blocks[i].chart);
        change_blocks(s, (struct doc_block *)blocks[i].children.at, blocks[i].children.count);
    }
}

void site_in_english(struct site *site, struct doc *doc)
{
    struct speaker s = {site->words, doc};
    doc->language = "en";
    change(&s, &doc->title);
    if (doc->mark)
        doc->mark = site_simulated_english;
    change_blocks(&s, doc->blocks.at, doc->blocks.count);
}

/* "Lead department" → "Lead departments": for the ways to lists of units. */
const char *site_many(struct site *site, const struct unit_kind *kind)
{
    const char *name = site_say(site, kind->name);
    size_t len = strlen(name);
    if (!site->words || name == kind->name || !len || (unsigned char)name[len - 1] >= 0x80 || name[len - 1] == 's')
        return name;
    if (name[len - 1] == 'y')
        return arena_printf(site->arena, "%.*sies", (int)len - 1, name);
    return arena_printf(site->arena, "%ss", name);
}

const char *site_say(struct site *site, const char *chinese)
{
    return words_say(site->words, chinese);
}
