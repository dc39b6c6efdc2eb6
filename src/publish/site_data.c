/* SPDX-License-Identifier: GPL-3.0-or-later
 * Open data: each table once, written as CSV, as JSON and into the dictionary from the same rows.
 *
 * CSV opens in spreadsheets, and a spreadsheet runs a cell that begins like a formula. A text that begins with = + - @ or a control character gets an
 * apostrophe before it; numbers are written by the program and stay numbers. A value that `disclose` took out is "*" with its reason, and so are
 * its numerator and its base; what does not exist is empty. Neither is ever 0.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "site_priv.h"

struct data_column {
    const char *id;
    bool number;
    const char *meaning;
};

struct data_table {
    const char *name, *title;
    const struct data_column *columns;
    size_t column_count;
    LIST_OF(const char *) cells; /* row by row; NULL: empty */
};

static const char mark[] = "模拟数据，非真实评估结果";

/* Cells ---------------------------------------------------------------------------------------------------------- */

static void add(struct site *site, struct data_table *table, const char *text)
{
    *LIST_ADD(site->arena, &table->cells) = text;
}

static void add_number(struct site *site, struct data_table *table, double value, int decimals)
{
    if (isnan(value)) {
        add(site, table, num_is_hidden(value) ? "*" : NULL);
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    add(site, table, arena_strdup(site->arena, text.at));
}

static void add_count(struct site *site, struct data_table *table, double value)
{
    add_number(site, table, value, value == floor(value) ? 0 : 4);
}

static void add_unit(struct site *site, struct data_table *table, const struct unit *unit)
{
    add(site, table, unit ? unit->kind->id : NULL);
    add(site, table, unit ? unit->id : NULL);
    add(site, table, unit ? unit->name : NULL);
}

/* Tables ---------------------------------------------------------------------------------------------------------- */

static const struct data_column figure_columns[] = {
    {"figure", false, "指标的标识"},
    {"name", false, "指标名称"},
    {"statistic", false, "统计量"},
    {"kind", false, "对象类别的标识；空白为全部"},
    {"unit", false, "对象的标识；空白为全部"},
    {"unit_name", false, "对象名称"},
    {"value", true, "数值，按指标的小数位取舍；*为不公布"},
    {"measure", false, "计量单位"},
    {"numerator", true, "分子：比率为符合的回答数，均值为总和；加权的指标不列"},
    {"base", true, "基数：计入的回答数"},
    {"suppressed", false, "不公布的原因"},
    {"definition", false, "口径"},
};

static void add_figure_cell(struct site *site, struct data_table *table, const struct figure *figure, const struct figure_cell *cell, const struct unit *unit)
{
    bool hidden = site_hidden(site->evaluation, figure->instrument, figure_answers(figure, cell));
    add(site, table, figure->id);
    add(site, table, figure->name);
    add(site, table, statistic_ids[figure->statistic]);
    add_unit(site, table, unit);
    add_number(site, table, hidden ? num_hidden() : cell->value, figure->decimals);
    add(site, table, figure->unit);
    bool weighted = figure->weighting || figure->weight; /* weighted sums are no counts of answers */
    add_count(site, table, hidden ? num_hidden() : weighted ? (double)NAN : cell->numerator);
    add_count(site, table, hidden ? num_hidden() : weighted ? figure_answers(figure, cell) : cell->base);
    add(site, table, hidden ? hidden_words[cell->hidden ? cell->hidden : HIDDEN_BASE] : NULL);
    add(site, table, figure_definition_text(site->arena, figure));
}

static struct data_table figures_table(struct site *site)
{
    struct data_table table = {"figures", "指标数据", figure_columns, COUNT_OF(figure_columns), {0}};
    for (size_t i = 0; i < site->results->figures.count; i++) {
        const struct figure_result *result = &site->results->figures.at[i];
        const struct figure *figure = result->figure;
        if (!site_figure_shown(site->evaluation, figure))
            continue;
        add_figure_cell(site, &table, figure, &result->all, NULL);
        for (size_t c = 0; c < result->cells.count && figure->by_count == 1; c++)
            if (result->cells.at[c].units[0] != NO_UNIT)
                add_figure_cell(site, &table, figure, &result->cells.at[c], &figure->by[0]->units.at[result->cells.at[c].units[0]]);
    }
    return table;
}

static const struct data_column score_columns[] = {
    {"table", false, "得分表的标识"},
    {"table_name", false, "得分表名称"},
    {"kind", false, "对象类别的标识"},
    {"unit", false, "对象的标识"},
    {"unit_name", false, "对象名称"},
    {"score", true, "得分，按得分表的小数位取舍"},
    {"place", true, "名次"},
    {"natural_place", true, "按得分的名次，不计固定名次"},
    {"band", false, "等次"},
    {"suppressed", false, "不公布的原因"},
};

static const struct data_column facet_columns[] = {
    {"table", false, "得分表的标识"},
    {"kind", false, "对象类别的标识"},
    {"unit", false, "对象的标识"},
    {"unit_name", false, "对象名称"},
    {"facet", false, "分类：评估方式、维度等的标识"},
    {"facet_value", false, "类别"},
    {"score", true, "该类别的得分；*为不公布"},
    {"suppressed", false, "不公布的原因"},
};

static void add_score_row(struct site *site, struct data_table *table, const struct table_result *result, const struct score_row *row)
{
    add(site, table, result->table->id);
    add(site, table, result->table->name);
    add_unit(site, table, &result->table->by[0]->units.at[row->units[0]]);
    add_number(site, table, row->score, result->table->decimals);
    add_count(site, table, row->place);
    add_count(site, table, row->natural_place);
    add(site, table, row->band ? row->band->label : NULL);
    add(site, table, hidden_words[row->hidden]);
}

static void add_facet_rows(struct site *site, struct data_table *table, const struct table_result *result, const struct score_row *row)
{
    const struct rubric *rubric = &site->evaluation->rubric;
    for (size_t f = 0; f < rubric->facets.count; f++)
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++) {
            const struct facet_score *score = &row->facets[f][v];
            if (!(score->weight > 0))
                continue;
            add(site, table, result->table->id);
            add_unit(site, table, &result->table->by[0]->units.at[row->units[0]]);
            add(site, table, rubric->facets.at[f].id);
            add(site, table, rubric->facets.at[f].values.at[v]);
            add_number(site, table, score->weighted / score->weight, result->table->decimals);
            add(site, table, hidden_words[score->hidden]);
        }
}

static struct data_table scores_table(struct site *site, bool facets)
{
    struct data_table table = {"scores", "得分和名次", score_columns, COUNT_OF(score_columns), {0}};
    if (facets)
        table = (struct data_table){"facets", "分方式和分维度得分", facet_columns, COUNT_OF(facet_columns), {0}};
    for (size_t t = 0; t < site->results->tables.count; t++) {
        const struct table_result *result = &site->results->tables.at[t];
        for (size_t i = 0; i < result->rows.count; i++) {
            const struct score_row *row = &result->rows.at[result->by_place[i]];
            if (!site_place_shown(site->evaluation, result->table, i))
                continue;
            if (facets)
                add_facet_rows(site, &table, result, row);
            else
                add_score_row(site, &table, result, row);
        }
    }
    return table;
}

static const struct data_column collection_columns[] = {
    {"instrument", false, "问卷、量表或记录表的标识"},
    {"title", false, "名称"},
    {"kind", false, "对象类别的标识；空白为全部"},
    {"unit", false, "对象的标识；空白为全部"},
    {"unit_name", false, "对象名称"},
    {"issued", true, "发放数"},
    {"returned", true, "回收数"},
    {"not_eligible", true, "不属调查对象数，不计入废卷"},
    {"void", true, "作废数"},
    {"valid", true, "有效数"},
    {"return_rate", true, "回收率（%）：回收÷发放"},
    {"valid_rate", true, "有效率（%）：有效÷应计回收"},
    {"valid_return_rate", true, "有效回收率（%）：有效÷发放"},
};

static struct data_table collection_table(struct site *site)
{
    struct data_table table = {"collection", "收发情况", collection_columns, COUNT_OF(collection_columns), {0}};
    for (size_t i = 0; i < site->results->collections.count; i++) {
        const struct collection *collection = &site->results->collections.at[i];
        const double counts[] = {collection->issued, collection->returned, collection->not_eligible, collection->void_count, collection->valid};
        const double rates[] = {collection->return_rate, collection->valid_rate, collection->valid_return_rate};
        add(site, &table, collection->instrument->id);
        add(site, &table, collection->instrument->title);
        add_unit(site, &table, collection->unit);
        for (size_t c = 0; c < COUNT_OF(counts); c++)
            add_count(site, &table, counts[c]);
        for (size_t r = 0; r < COUNT_OF(rates); r++)
            add_number(site, &table, rates[r], 2);
    }
    return table;
}

static const struct data_column frequency_columns[] = {
    {"instrument", false, "问卷的标识"},
    {"question", false, "题目的标识"},
    {"item", false, "分项的标识；空白为题目本身"},
    {"title", false, "题目或分项的文字"},
    {"code", true, "选项代码"},
    {"option", false, "选项"},
    {"count", true, "选择该项的回答数"},
    {"asked", true, "被问及的有效回答数"},
    {"suppressed", false, "不公布的原因"},
};

static void add_frequency(struct site *site, struct data_table *table, const struct frequency *frequency)
{
    const struct question *question = frequency->question;
    const struct frequency_cell *cell = &frequency->cells.at[0];
    bool hidden = site_hidden(site->evaluation, frequency->instrument, cell->asked);
    for (size_t o = 0; o < question->scale->options.count; o++) {
        add(site, table, frequency->instrument->id);
        add(site, table, question->id);
        add(site, table, frequency->item ? frequency->item->id : NULL);
        add(site, table, frequency->item ? frequency->item->title : question->title);
        add_number(site, table, question->scale->options.at[o].code, 0);
        add(site, table, question->scale->options.at[o].label);
        add_count(site, table, hidden ? num_hidden() : cell->counts[o]);
        add_count(site, table, hidden ? num_hidden() : cell->asked);
        add(site, table, hidden ? hidden_words[cell->hidden ? cell->hidden : HIDDEN_BASE] : NULL);
    }
}

static struct data_table frequencies_table(struct site *site)
{
    struct data_table table = {"frequencies", "各题回答数", frequency_columns, COUNT_OF(frequency_columns), {0}};
    for (size_t i = 0; i < site->results->frequencies.count; i++) {
        const struct frequency *frequency = &site->results->frequencies.at[i];
        if (!frequency->by && frequency->instrument->kind == INSTRUMENT_QUESTIONNAIRE && frequency->question->scale && frequency->cells.count && frequency->cells.at[0].counts)
            add_frequency(site, &table, frequency);
    }
    return table;
}

/* CSV ------------------------------------------------------------------------------------------------------------- */

static void put_csv(struct strbuf *out, const char *text, bool number)
{
    if (!text)
        return;
    bool formula = !number && (strchr("=+-@", *text) ? *text != '\0' : (unsigned char)*text < 0x20 && *text);
    bool quoted = formula || strpbrk(text, ",\"\r\n") || *text == ' ';
    if (quoted)
        strbuf_addc(out, '"');
    if (formula)
        strbuf_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_addc(out, '"');
        strbuf_addc(out, *text);
    }
    if (quoted)
        strbuf_addc(out, '"');
}

static bool write_csv(struct site *site, const struct data_table *table)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    bool simulated = site->evaluation->simulated;
    strbuf_adds(&out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < table->column_count; c++)
        strbuf_addf(&out, "%s%s", c ? "," : "", table->columns[c].id);
    strbuf_adds(&out, simulated ? ",status\r\n" : "\r\n");
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t c = i % table->column_count;
        if (c)
            strbuf_addc(&out, ',');
        put_csv(&out, table->cells.at[i], table->columns[c].number);
        if (c + 1 == table->column_count)
            strbuf_addf(&out, "%s%s\r\n", simulated ? "," : "", simulated ? mark : "");
    }
    return site_write(site, arena_printf(site->arena, "data/%s.csv", table->name), &out);
}

/* JSON ------------------------------------------------------------------------------------------------------------- */

/* Also < and > and &, so that the text does no harm where a page takes it in. */
static void put_json_text(struct strbuf *out, const char *text)
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

static void put_json_cell(struct strbuf *out, const struct data_column *column, const char *text)
{
    if (text && column->number && strcmp(text, "*") != 0)
        strbuf_adds(out, text);
    else
        put_json_text(out, text);
}

static void put_json_table(struct strbuf *out, const struct data_table *table)
{
    strbuf_addf(out, ",\n\"%s\": [", table->name);
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t c = i % table->column_count;
        strbuf_addf(out, "%s\"%s\": ", c ? ", " : i ? ",\n{" : "\n{", table->columns[c].id);
        put_json_cell(out, &table->columns[c], table->cells.at[i]);
        if (c + 1 == table->column_count)
            strbuf_addc(out, '}');
    }
    strbuf_adds(out, "\n]");
}

static void put_json_field(struct strbuf *out, const char *name, const char *text)
{
    strbuf_addf(out, ",\n\"%s\": ", name);
    put_json_text(out, text);
}

static bool write_json(struct site *site, const struct data_table *tables, size_t count)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    const struct evaluation *evaluation = site->evaluation;
    strbuf_adds(&out, "{\n\"title\": ");
    put_json_text(&out, evaluation->title);
    strbuf_addf(&out, ",\n\"year\": %d", evaluation->year);
    put_json_field(&out, "evaluation", evaluation->id);
    put_json_field(&out, "report_date", evaluation->report_date);
    put_json_field(&out, "data_hash", site->results->data_hash);
    put_json_field(&out, "program", site->options->program);
    put_json_field(&out, "status", evaluation->simulated ? mark : NULL);
    for (size_t t = 0; t < count; t++)
        put_json_table(&out, &tables[t]);
    strbuf_adds(&out, "\n}\n");
    return site_write(site, "data/results.json", &out);
}

/* Dictionary and hashes --------------------------------------------------------------------------------------------- */

static const struct data_column dictionary_columns[] = {
    {"file", false, "文件"}, {"column", false, "列"}, {"type", false, "number为数，text为文字"}, {"meaning", false, "含义"},
};

static void add_meaning(struct site *site, struct data_table *dictionary, const char *file, const struct data_column *column)
{
    add(site, dictionary, file);
    add(site, dictionary, column->id);
    add(site, dictionary, column->number ? "number" : "text");
    add(site, dictionary, column->meaning);
}

static bool write_dictionary(struct site *site, const struct data_table *tables, size_t count)
{
    struct data_table dictionary = {"dictionary", "数据字典", dictionary_columns, COUNT_OF(dictionary_columns), {0}};
    static const struct data_column status = {"status", false, "数据的性质"};
    for (size_t t = 0; t < count; t++) {
        const char *file = arena_printf(site->arena, "%s.csv", tables[t].name);
        for (size_t c = 0; c < tables[t].column_count; c++)
            add_meaning(site, &dictionary, file, &tables[t].columns[c]);
        if (site->evaluation->simulated)
            add_meaning(site, &dictionary, file, &status);
    }
    return write_csv(site, &dictionary);
}

/* Paths are those from the folder of the list, so that `sha256sum -c` works there. */
static bool write_hashes(struct site *site)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < site->files.count; i++) {
        const char *path = site->files.at[i].path;
        bool data = !strncmp(path, "data/", 5);
        strbuf_addf(&out, "%s  %s%s\n", site->files.at[i].hash, data ? "" : "../", data ? path + 5 : path);
    }
    return site_write(site, "data/SHA256SUMS", &out);
}

bool site_data(struct site *site)
{
    const struct data_table tables[] = {figures_table(site), scores_table(site, false), scores_table(site, true), collection_table(site),
                                        frequencies_table(site)};
    bool good = true;
    for (size_t t = 0; t < COUNT_OF(tables) && good; t++)
        good = write_csv(site, &tables[t]);
    return good && write_json(site, tables, COUNT_OF(tables)) && write_dictionary(site, tables, COUNT_OF(tables)) && write_hashes(site);
}
