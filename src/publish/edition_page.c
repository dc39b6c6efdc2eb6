/* SPDX-License-Identifier: GPL-3.0-or-later
 * The page of corrections and revisions: each edition with kind, date, cause, extent, and the figures before and after, from the same rows as changes.csv.
 */
#include "data_priv.h"
#include "site_priv.h"

enum { ROWS_SHOWN = 300 };

/* Values that a reader knows from the pages; the rest stands in changes.csv. */
static const struct {
    const char *file, *column, *words;
} shown[] = {
    {"figures.csv", "value", "数值"},           {"figures.csv", "base", "基数"},
    {"scores.csv", "score", "得分"},            {"scores.csv", "place", "名次"},
    {"scores.csv", "band", "等次"},             {"facets.csv", "score", "得分"},
    {"summaries.csv", "mean", "平均分"},        {"collection.csv", "returned", "回收数"},
    {"collection.csv", "valid", "有效数"},      {"collection.csv", "valid_rate", "有效率（%）"},
    {"collection.csv", "issued", "发放数"},
};

static const char *words_for(const char *file, const char *column)
{
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        if (!strcmp(shown[i].file, file) && !strcmp(shown[i].column, column))
            return shown[i].words;
    return NULL;
}

static struct doc_block *add_text(struct doc *doc, void *blocks, enum doc_kind kind, const char *text)
{
    struct doc_block *block = doc_add(doc, blocks, kind);
    block->plain = true;
    doc_add_run(doc, &block->runs, 0, text);
    return block;
}

static void add_item(struct doc *doc, struct doc_block *list, const char *label, const char *text)
{
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    item->label = "•";
    doc_add_run(doc, &item->runs, DOC_STRONG, label);
    doc_add_run(doc, &item->runs, 0, text);
}

static void begin_table(struct doc *doc, struct doc_table *table, int edition)
{
    static const char *const titles[] = {"改动处", "改动内容", "改前", "改后"};
    table->caption = arena_printf(doc->arena, words_in(doc->language, "第%d版与前一版的比较"), edition);
    struct doc_row *head = doc_add_row(doc, &table->header);
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        doc_add_cell(doc, head, words_in(doc->language, titles[i]));
        table->columns.at[i].align = i < 2 ? DOC_ALIGN_LEFT : DOC_ALIGN_RIGHT;
    }
}

/* The table of the data that a change is about. */
static const struct data_table *table_of(const struct data_set *set, const char *file)
{
    for (size_t t = 0; t < DATA_CHANGES; t++)
        if (!strncmp(file, data_forms[t].name, strlen(data_forms[t].name)) && !strcmp(file + strlen(data_forms[t].name), ".csv"))
            return &set->tables[t];
    return NULL;
}

/* The data hold names in Chinese. In English a row that there still is has the name that it has in results; one that has gone keeps its own. */
static const char *name_of(struct site *site, const struct data_set *spoken, size_t r)
{
    const struct data_table *changes = &site->data->tables[DATA_CHANGES];
    const struct data_table *table = spoken ? table_of(spoken, data_cell(changes, r, "file")) : NULL;
    const char *key = data_cell(changes, r, "row"), *name = data_cell(changes, r, "row_name");
    for (size_t i = 0; table && key && i < data_rows(table); i++)
        if (!strcmp(data_key(site->arena, table, i), key))
            name = data_row_name(site->arena, table, i);
    return name && *name ? name : site_say(site, "全部");
}

/* A grade, before or after: the evaluation knows its labels in both languages. */
static const char *value_of(struct site *site, const char *cell)
{
    const struct rubric *rubric = &site->evaluation->rubric;
    for (size_t t = 0; site_english(site) && cell && t < rubric->tables.count; t++)
        for (size_t i = 0; i < rubric->tables.at[t].bands.count; i++)
            if (rubric->tables.at[t].bands.at[i].label_en && !strcmp(rubric->tables.at[t].bands.at[i].label_en, cell))
                return rubric->tables.at[t].bands.at[i].label;
    return cell ? cell : "—";
}

static void add_changes(struct site *site, struct doc *doc, const struct data_set *spoken, int edition)
{
    const struct data_table *changes = &site->data->tables[DATA_CHANGES];
    size_t rows = 0, left = 0;
    struct doc_table *table = NULL;
    for (size_t r = 0; r < data_rows(changes); r++) {
        if ((int)data_number(changes, r, "edition") != edition)
            continue;
        const char *words = words_for(data_cell(changes, r, "file"), data_cell(changes, r, "column"));
        if (!words || rows == ROWS_SHOWN) {
            left++;
            continue;
        }
        if (!table) {
            struct doc_block *block = doc_add(doc, &doc->blocks, DOC_TABLE);
            table = block->table = doc_new_table(doc, 4);
            begin_table(doc, table, edition);
        }
        struct doc_row *row = doc_add_row(doc, &table->rows);
        doc_add_cell(doc, row, name_of(site, spoken, r));
        doc_add_cell(doc, row, site_say(site, words));
        doc_add_cell(doc, row, value_of(site, data_cell(changes, r, "before")));
        doc_add_cell(doc, row, value_of(site, data_cell(changes, r, "after")));
        rows++;
    }
    if (!left)
        return;
    struct doc_block *note = add_text(doc, &doc->blocks, DOC_PARAGRAPH, arena_printf(doc->arena, site_say(site, "另有%zu处变动，见"), left));
    doc_add_run(doc, &note->runs, 0, "changes.csv")->link = site_file_address(site, doc, "data/", "changes.csv");
    doc_add_run(doc, &note->runs, 0, site_say(site, "。"));
}

/* Extents are kept in Chinese, in the words of edition.c: parts of the sentence are said one by one. What is no such part stays. */
static void say_part(struct site *site, const char *part, size_t len, struct strbuf *out)
{
    static const char rows[] = "行", because[] = "有改动的依据：";
    size_t digits = 0, end = len >= strlen(rows) ? len - strlen(rows) : 0;
    if (len > strlen(because) && !strncmp(part, because, strlen(because))) {
        strbuf_adds(out, site_say(site, because));
        say_part(site, part + strlen(because), len - strlen(because), out);
        return;
    }
    if (end > 0 && !strncmp(part + end, rows, strlen(rows)))
        while (digits < end && part[end - digits - 1] >= '0' && part[end - digits - 1] <= '9')
            digits++;
    const char *name = site_say(site, arena_strndup(site->arena, part, digits ? end - digits : len));
    if (digits)
        strbuf_addf(out, site_say(site, "%s%s行"), name, arena_strndup(site->arena, part + end - digits, digits));
    else
        strbuf_adds(out, name);
}

static const char *extent_in(struct site *site, const char *extent)
{
    static const char *const marks[] = {"、", "；"};
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (const char *at = extent; *at;) {
        const char *end = at + strlen(at), *mark = NULL;
        for (size_t i = 0; i < COUNT_OF(marks); i++) {
            const char *next = strstr(at, marks[i]);
            if (next && next < end) {
                end = next;
                mark = marks[i];
            }
        }
        say_part(site, at, (size_t)(end - at), &out);
        strbuf_adds(&out, mark ? site_say(site, mark) : "");
        at = end + (mark ? strlen(mark) : 0);
    }
    return arena_strdup(site->arena, out.at);
}

static void add_edition(struct site *site, struct doc *doc, const struct data_set *spoken, const struct data_edition *edition)
{
    bool now = edition == data_edition_now(&site->data->about);
    const char *kind = !strcmp(edition->kind, "correction") ? "更正" : !strcmp(edition->kind, "revision") ? "修订" : "首次发布";
    add_text(doc, &doc->blocks, DOC_HEADING, arena_printf(doc->arena, site_say(site, "第%d版：%s"), edition->number, site_say(site, kind)))->level = 1;
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    add_item(doc, list, site_say(site, "日期："), edition->date ? edition->date : "—");
    if (edition->cause)
        add_item(doc, list, site_say(site, "原因："), site_english(site) && edition->cause_en ? edition->cause_en : edition->cause);
    if (edition->extent)
        add_item(doc, list, site_say(site, "范围："), site_english(site) ? extent_in(site, edition->extent) : edition->extent);
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    item->label = "•";
    doc_add_run(doc, &item->runs, DOC_STRONG, site_say(site, "数据："));
    const char *folder = now ? "" : arena_printf(doc->arena, "editions/%d/", edition->number);
    doc_add_run(doc, &item->runs, 0, site_say(site, now ? "本版数据" : "该版数据"))->link =
        now ? "downloads.html" : site_file_address(site, doc, folder, "data/data.xlsx");
    doc_add_run(doc, &item->runs, 0, site_say(site, now ? "（现行）" : "（Excel工作簿，同一文件夹中有CSV）"));
    if (edition->number > 1)
        add_changes(site, doc, spoken, edition->number);
}

struct doc *edition_page(struct site *site)
{
    const struct data_about *about = &site->data->about;
    struct doc *doc = site_doc(site, site_say(site, "更正和修订"));
    add_text(doc, &doc->blocks, DOC_PARAGRAPH,
             site_say(site, about->editions.count > 1 ? "结果公布后不再悄悄改动。每次改动都作为新的一版列在下面，写明原因和范围，改动前的数据照旧可以下载。"
                                                      : "结果公布后不再悄悄改动。以后如有更正或修订，将作为新的一版列在本页，写明原因和范围，改动前的数据照旧可以下载。目前没有更正或修订。"));
    const struct data_set *spoken = site_english(site) && about->editions.count > 1 ? data_of_results(site->arena, site->results, site->options->program) : NULL;
    for (size_t i = about->editions.count; i-- > 0;)
        add_edition(site, doc, spoken, &about->editions.at[i]);
    return doc;
}
