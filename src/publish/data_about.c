/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stands around the tables: dictionary, CSVW metadata (W3C, Metadata Vocabulary for Tabular Data, 2015), a data package (Frictionless), a README,
 * and the citation. Licence, address and contact are the evaluation's; what it does not state, no file states for it.
 */
#include "data_priv.h"
#include "json_text.h"

const struct data_file_row data_files[DATA_FILES] = {
    {"figures.csv", DATA_FILE_CSV, DATA_FIGURES, "指标数据：数值、分子、基数和口径"},
    {"scores.csv", DATA_FILE_CSV, DATA_SCORES, "得分和名次（公开的部分）"},
    {"facets.csv", DATA_FILE_CSV, DATA_FACETS, "分方式和分维度得分（公开的部分）"},
    {"leaves.csv", DATA_FILE_CSV, DATA_LEAVES, "末级指标的原始值、得分、权重和基数（公开的部分）"},
    {"policies.csv", DATA_FILE_CSV, DATA_POLICIES, "对不适用和缺失的不同处理办法下的得分和名次（公开的部分）"},
    {"summaries.csv", DATA_FILE_CSV, DATA_SUMMARIES, "各得分表的对象数、平均分等"},
    {"collection.csv", DATA_FILE_CSV, DATA_COLLECTION, "问卷、量表和记录的收发情况"},
    {"frequencies.csv", DATA_FILE_CSV, DATA_FREQUENCIES, "各题选项的回答数"},
    {"pairs.csv", DATA_FILE_CSV, DATA_PAIRS, "按两类对象的得分和名次，如各月（公开的部分）"},
    {"changes.csv", DATA_FILE_CSV, DATA_CHANGES, "更正和修订前后的数值"},
    {"dictionary.csv", DATA_FILE_CSV, -1, "数据字典：每个文件每一列的含义"},
    {"data.xlsx", DATA_FILE_WORKBOOK, 0, "以上各表的Excel工作簿"},
    {"results.json", DATA_FILE_RESULTS, 0, "以上数据的JSON格式"},
    {"results.schema.json", DATA_FILE_SCHEMA, 0, "results.json的JSON Schema"},
    {"rules.json", DATA_FILE_RULES, 0, "打分规则：指标树、权重、换算、并列和等次规则"},
    {"csv-metadata.json", DATA_FILE_CSVW, 0, "CSV文件的W3C表格元数据（CSVW）"},
    {"datapackage.json", DATA_FILE_PACKAGE, 0, "数据包说明：文件清单、许可和引用（Frictionless Data Package）"},
    {"README.txt", DATA_FILE_README, 0, "说明：怎样使用和核对"},
};

/* Dictionary ------------------------------------------------------------------------------------------------------ */

static const struct data_column dictionary_columns[] = {
    {"file", false, true, "文件"},
    {"column", false, true, "列；空白为文件整体"},
    {"type", false, false, "number为数，text为文字，file为文件"},
    {"meaning", false, false, "含义"},
};
static const struct data_form dictionary_form = {"dictionary", "数据字典", dictionary_columns, COUNT_OF(dictionary_columns)};

static void add_line(struct data_set *lines, const char *file, const char *column, const char *type, const char *meaning)
{
    struct data_table *table = &lines->tables[0];
    data_add(lines, table, file);
    data_add(lines, table, column);
    data_add(lines, table, type);
    data_add(lines, table, meaning);
}

static void add_columns(struct data_set *lines, const char *file, const struct data_form *form, bool simulated)
{
    for (size_t c = 0; c < form->column_count; c++)
        add_line(lines, file, form->columns[c].id, form->columns[c].number ? "number" : "text", form->columns[c].meaning);
    if (simulated)
        add_line(lines, file, data_status_column.id, "text", data_status_column.meaning);
}

void data_write_dictionary(const struct data_set *set, struct strbuf *out)
{
    struct arena *arena = arena_new();
    struct data_set lines = {.arena = arena, .tables = {{.form = &dictionary_form}}};
    for (size_t i = 0; i < DATA_FILES; i++) {
        const struct data_file_row *file = &data_files[i];
        add_line(&lines, file->name, NULL, "file", file->meaning);
        if (file->kind == DATA_FILE_CSV)
            add_columns(&lines, file->name, file->table < 0 ? &dictionary_form : &data_forms[file->table], set->about.simulated);
    }
    add_line(&lines, "SHA256SUMS", NULL, "file", "本年度全部文件的校验码（SHA-256）");
    data_write_csv(&dictionary_form, &lines.tables[0], set->about.simulated, out);
    arena_free(arena);
}

/* Citation -------------------------------------------------------------------------------------------------------- */

void data_citation(const struct data_about *about, const char *language, struct strbuf *out)
{
    const char *who = about->team ? about->team : about->evaluator;
    const struct data_edition *edition = data_edition_now(about);
    if (who)
        strbuf_addf(out, words_in(language, "%s."), who);
    strbuf_addf(out, words_in(language, "%s：公开数据"), about->title);
    if (edition && edition->number > 1)
        strbuf_addf(out, words_in(language, "（第%d版）"), edition->number);
    strbuf_adds(out, "[DB/OL].");
    if (edition && edition->date)
        strbuf_addf(out, words_in(language, "%s."), edition->date);
    if (about->publication.address)
        strbuf_addf(out, words_in(language, "%s."), about->publication.address);
    if (about->simulated)
        strbuf_addf(out, words_in(language, "（%s）"), words_in(language, DATA_MARK));
}

/* CSVW -------------------------------------------------------------------------------------------------------------- */

static void put_csvw_columns(struct json_out *json, const struct data_form *form, bool simulated)
{
    json_out_begin(json, "columns", '[');
    for (size_t c = 0; c < form->column_count + simulated; c++) {
        const struct data_column *column = c < form->column_count ? &form->columns[c] : &data_status_column;
        json_out_begin_flat(json, NULL, '{');
        json_out_text(json, "name", column->id);
        json_out_text(json, "titles", column->id);
        json_out_text(json, "dc:description", column->meaning);
        json_out_text(json, "datatype", column->number ? "number" : "string");
        json_out_raw(json, "null", "[\"\", \"*\"]");
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_csvw_table(struct json_out *json, const char *file, const char *title, const struct data_form *form, bool simulated)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "url", file);
    json_out_text(json, "dc:title", title);
    json_out_begin(json, "tableSchema", '{');
    put_csvw_columns(json, form, simulated);
    json_out_begin_flat(json, "primaryKey", '[');
    for (size_t c = 0; c < form->column_count; c++)
        if (form->columns[c].key)
            json_out_text(json, NULL, form->columns[c].id);
    json_out_end(json, ']');
    json_out_end(json, '}');
    json_out_end(json, '}');
}

void data_write_csvw(const struct data_set *set, struct strbuf *out)
{
    const struct data_about *about = &set->about;
    const struct data_edition *edition = data_edition_now(about);
    struct json_out json = {.out = out};
    json_out_begin(&json, NULL, '{');
    json_out_raw(&json, "@context", "[\"http://www.w3.org/ns/csvw\", {\"@language\": \"zh\"}]");
    json_out_text(&json, "dc:title", about->title);
    if (about->team || about->evaluator)
        json_out_text(&json, "dc:creator", about->team ? about->team : about->evaluator);
    if (edition->date)
        json_out_text(&json, "dc:date", edition->date);
    if (about->publication.licence_address)
        json_out_text(&json, "dc:license", about->publication.licence_address);
    if (about->simulated)
        json_out_text(&json, "dc:description", DATA_MARK);
    json_out_raw(&json, "dialect", "{\"encoding\": \"utf-8\", \"delimiter\": \",\", \"quoteChar\": \"\\\"\", \"doubleQuote\": true, \"header\": true}");
    json_out_begin(&json, "tables", '[');
    for (size_t i = 0; i < DATA_FILES; i++)
        if (data_files[i].kind == DATA_FILE_CSV) {
            const struct data_form *form = data_files[i].table < 0 ? &dictionary_form : &data_forms[data_files[i].table];
            put_csvw_table(&json, data_files[i].name, form->title, form, about->simulated);
        }
    json_out_end(&json, ']');
    json_out_end(&json, '}');
}

/* Data package -------------------------------------------------------------------------------------------------------- */

static void put_licence(struct json_out *json, const struct publication *publication)
{
    if (!publication->licence)
        return;
    json_out_begin(json, "licenses", '[');
    json_out_begin_flat(json, NULL, '{');
    json_out_text(json, "title", publication->licence);
    if (publication->licence_address)
        json_out_text(json, "path", publication->licence_address);
    json_out_end(json, '}');
    json_out_end(json, ']');
}

static void put_resource(struct json_out *json, const struct data_file_row *file, bool simulated)
{
    const struct data_form *form = file->table < 0 ? &dictionary_form : &data_forms[file->table];
    json_out_begin(json, NULL, '{');
    json_out_text(json, "name", form->name);
    json_out_text(json, "path", file->name);
    json_out_text(json, "title", form->title);
    json_out_text(json, "description", file->meaning);
    json_out_text(json, "format", "csv");
    json_out_text(json, "mediatype", "text/csv");
    json_out_text(json, "encoding", "utf-8");
    json_out_begin(json, "schema", '{');
    json_out_begin(json, "fields", '[');
    for (size_t c = 0; c < form->column_count + simulated; c++) {
        const struct data_column *column = c < form->column_count ? &form->columns[c] : &data_status_column;
        json_out_begin_flat(json, NULL, '{');
        json_out_text(json, "name", column->id);
        json_out_text(json, "type", column->number ? "number" : "string");
        json_out_text(json, "description", column->meaning);
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
    json_out_raw(json, "missingValues", "[\"\", \"*\"]");
    json_out_end(json, '}');
    json_out_end(json, '}');
}

void data_write_package(const struct data_set *set, struct strbuf *out)
{
    const struct data_about *about = &set->about;
    auto_strbuf struct strbuf citation;
    strbuf_init(&citation);
    data_citation(about, NULL, &citation);
    struct json_out json = {.out = out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "profile", "tabular-data-package");
    json_out_text(&json, "name", about->evaluation);
    json_out_text(&json, "title", about->title);
    if (about->simulated)
        json_out_text(&json, "description", DATA_MARK);
    if (about->publication.address)
        json_out_text(&json, "homepage", about->publication.address);
    json_out_text(&json, "version", arena_printf(set->arena, "%d", data_edition_now(about)->number));
    put_licence(&json, &about->publication);
    json_out_text(&json, "citation", citation.at);
    json_out_begin(&json, "resources", '[');
    for (size_t i = 0; i < DATA_FILES; i++)
        if (data_files[i].kind == DATA_FILE_CSV)
            put_resource(&json, &data_files[i], about->simulated);
    json_out_end(&json, ']');
    json_out_end(&json, '}');
}

/* README ---------------------------------------------------------------------------------------------------------------- */

static void put_line(struct strbuf *out, const char *label, const char *text)
{
    if (text)
        strbuf_addf(out, "%s：%s\r\n", label, text);
}

static void put_editions(struct strbuf *out, const struct data_about *about)
{
    for (size_t i = 0; i < about->editions.count; i++) {
        const struct data_edition *edition = &about->editions.at[i];
        const char *kind = !strcmp(edition->kind, "correction") ? "更正" : !strcmp(edition->kind, "revision") ? "修订" : "首次发布";
        strbuf_addf(out, "  第%d版　%s%s%s", edition->number, kind, edition->date ? "　" : "", edition->date ? edition->date : "");
        if (edition->cause)
            strbuf_addf(out, "　原因：%s", edition->cause);
        if (edition->extent)
            strbuf_addf(out, "　范围：%s", edition->extent);
        strbuf_adds(out, "\r\n");
    }
}

void data_write_readme(const struct data_set *set, struct strbuf *out)
{
    const struct data_about *about = &set->about;
    const struct publication *publication = &about->publication;
    auto_strbuf struct strbuf citation;
    strbuf_init(&citation);
    data_citation(about, NULL, &citation);
    strbuf_addf(out, "\xEF\xBB\xBF%s：公开数据\r\n", about->title);
    if (about->simulated)
        strbuf_adds(out, DATA_MARK "\r\n");
    strbuf_adds(out, "\r\n");
    put_line(out, "委托", about->commissioner);
    put_line(out, "评估", about->team ? about->team : about->evaluator);
    put_line(out, "程序", about->program);
    put_line(out, "网址", publication->address);
    put_line(out, "联系", publication->contact);
    put_line(out, "许可", publication->licence ? publication->licence : "评估文件没有写明；再利用前请向发布单位询问");
    put_line(out, "许可全文", publication->licence_address);
    put_line(out, "引用", citation.at);
    strbuf_adds(out, "\r\n版次\r\n");
    put_editions(out, about);
    strbuf_adds(out, "\r\n文件\r\n");
    for (size_t i = 0; i < DATA_FILES; i++)
        strbuf_addf(out, "  %s　%s\r\n", data_files[i].name, data_files[i].meaning);
    strbuf_adds(out, "  SHA256SUMS　本年度全部文件的校验码\r\n");
    strbuf_adds(out, "\r\n读法\r\n"
                     "  CSV文件为带BOM的UTF-8编码，可直接用电子表格打开。“*”表示不公布，空白表示没有数值，两者都不是零。\r\n"
                     "  以=、+、-、@或'开头的文字前加了一个'，以免电子表格当作公式；读入时请去掉。\r\n"
                     "\r\n核对\r\n"
                     "  在本文件夹中运行“sha256sum -c SHA256SUMS”可核对全部文件；运行“ceping verify”并指出网站文件夹，可由本文件夹的数据重新算出得分、名次、平均分和比率，并与页面逐一对照。\r\n");
}
