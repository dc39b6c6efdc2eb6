/* SPDX-License-Identifier: GPL-3.0-or-later
 * Forms of the open data: each column is described once, here, and from this row come the header of the CSV file, the dictionary, the JSON schema, the
 * CSVW metadata, the sheet of the workbook, and what `verify` takes for the key of a row.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "data_priv.h"

const struct data_column data_status_column = {"status", false, false, "数据的性质"};

static const struct data_column figure_columns[] = {
    {"figure", false, true, "指标的标识"},
    {"name", false, false, "指标名称"},
    {"statistic", false, false, "统计量"},
    {"kind", false, true, "对象类别的标识；空白为全部"},
    {"unit", false, true, "对象的标识；空白为全部"},
    {"unit_name", false, false, "对象名称"},
    {"value", true, false, "数值，按指标的小数位取舍；*为不公布"},
    {"measure", false, false, "计量单位"},
    {"numerator", true, false, "分子：比率为符合的回答数，均值为总和；加权的指标不列"},
    {"base", true, false, "基数：计入的回答数"},
    {"suppressed", false, false, "不公布的原因"},
    {"definition", false, false, "口径"},
};

static const struct data_column score_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"table_name", false, false, "得分表名称"},
    {"kind", false, true, "对象类别的标识"},
    {"unit", false, true, "对象的标识"},
    {"unit_name", false, false, "对象名称"},
    {"score", true, false, "得分，按得分表的小数位取舍"},
    {"place", true, false, "名次"},
    {"natural_place", true, false, "按得分的名次，不计固定名次"},
    {"band", false, false, "等次"},
    {"no_score", false, false, "没有得分的原因：no_data为没有数据，coverage为数据覆盖不足，not_applicable为不适用"},
    {"coverage", true, false, "有数据的权重占全部权重的份额，0至1"},
    {"bonus", true, false, "加分"},
    {"deduction", true, false, "扣分"},
    {"suppressed", false, false, "不公布的原因"},
    {"score_low", true, false, "得分区间的下限，计入作答和评分的偶然误差；置信度见rules.json"},
    {"score_high", true, false, "得分区间的上限"},
    {"place_low", true, false, "名次范围的首位，只看这一个对象时"},
    {"place_high", true, false, "名次范围的末位，只看这一个对象时"},
    {"joint_low", true, false, "名次范围的首位，所有对象同时成立"},
    {"joint_high", true, false, "名次范围的末位，所有对象同时成立"},
};

static const struct data_column facet_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"kind", false, true, "对象类别的标识"},
    {"unit", false, true, "对象的标识"},
    {"unit_name", false, false, "对象名称"},
    {"facet", false, true, "分类：评估方式、维度等的标识"},
    {"facet_value", false, true, "类别"},
    {"score", true, false, "该类别的得分"},
    {"weight", true, false, "该类别的有效权重合计（%）"},
    {"passed_score", true, false, "其中由另一得分表传入部分的得分"},
    {"passed_weight", true, false, "其中由另一得分表传入部分的有效权重（%）"},
    {"suppressed", false, false, "不公布的原因"},
};

static const struct data_column leaf_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"kind", false, true, "对象类别的标识"},
    {"unit", false, true, "对象的标识"},
    {"unit_name", false, false, "对象名称"},
    {"node", false, true, "末级指标的标识，见rules.json"},
    {"node_name", false, false, "末级指标名称"},
    {"raw", true, false, "原始值：指标的数值，或所依据的得分表汇总的得分，未取舍"},
    {"score", true, false, "换算为0至100的得分，未取舍"},
    {"weight", true, false, "规定的权重（占全表，%）"},
    {"effective_weight", true, false, "对该对象实际起作用的权重（占全表，%）"},
    {"base", true, false, "基数：依据的回答数"},
    {"imputed", true, false, "1为按规则补入，0为实有"},
    {"suppressed", false, false, "不公布的原因"},
};

static const struct data_column policy_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"kind", false, true, "对象类别的标识"},
    {"unit", false, true, "对象的标识"},
    {"unit_name", false, false, "对象名称"},
    {"policy", false, true, "对不适用和缺失的处理办法"},
    {"policy_name", false, false, "处理办法的名称"},
    {"declared", true, false, "1为计分所用的办法，0为供对照的办法"},
    {"score", true, false, "该办法下的得分"},
    {"place", true, false, "该办法下的名次"},
};

static const struct data_column summary_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"table_name", false, false, "得分表名称"},
    {"kind", false, false, "对象类别的标识；多类以×相连"},
    {"units", true, false, "对象数"},
    {"scored", true, false, "有得分的对象数"},
    {"published", true, false, "公布得分和名次的对象数"},
    {"mean", true, false, "平均分，由未取舍的得分计算；只在全部公布时给出"},
    {"min", true, false, "最低分"},
    {"max", true, false, "最高分"},
    {"range", true, false, "极差"},
    {"median", true, false, "中位数"},
    {"sd", true, false, "标准差（n−1）"},
};

static const struct data_column collection_columns[] = {
    {"instrument", false, true, "问卷、量表或记录表的标识"},
    {"title", false, false, "名称"},
    {"kind", false, true, "对象类别的标识；空白为全部"},
    {"unit", false, true, "对象的标识；空白为全部"},
    {"unit_name", false, false, "对象名称"},
    {"issued", true, false, "发放数"},
    {"returned", true, false, "回收数"},
    {"not_eligible", true, false, "不属调查对象数，不计入废卷"},
    {"void", true, false, "作废数"},
    {"valid", true, false, "有效数"},
    {"return_rate", true, false, "回收率（%）：回收÷发放"},
    {"valid_rate", true, false, "有效率（%）：有效÷应计回收"},
    {"valid_return_rate", true, false, "有效回收率（%）：有效÷发放"},
    {"suppressed", false, false, "不公布的原因"},
};

static const struct data_column frequency_columns[] = {
    {"instrument", false, true, "问卷的标识"},
    {"question", false, true, "题目的标识"},
    {"item", false, true, "分项的标识；空白为题目本身"},
    {"title", false, false, "题目或分项的文字"},
    {"code", true, true, "选项代码"},
    {"option", false, false, "选项"},
    {"count", true, false, "选择该项的回答数"},
    {"asked", true, false, "被问及的有效回答数"},
    {"suppressed", false, false, "不公布的原因"},
    {"answer", true, false, "1为有效回答，0为“不清楚”“不适用”之类"},
    {"satisfied", true, false, "1为计入满意"},
    {"aware", true, false, "1为计入知晓"},
    {"points", true, false, "赋分"},
};

static const struct data_column pair_columns[] = {
    {"table", false, true, "得分表的标识"},
    {"table_name", false, false, "得分表名称"},
    {"kind", false, true, "第一类对象的类别标识"},
    {"unit", false, true, "第一类对象的标识"},
    {"unit_name", false, false, "第一类对象的名称"},
    {"kind2", false, true, "第二类对象的类别标识"},
    {"unit2", false, true, "第二类对象的标识"},
    {"unit2_name", false, false, "第二类对象的名称"},
    {"slice", false, false, "在哪一类对象的每一个之内排名，如每月"},
    {"score", true, false, "得分，按得分表的小数位取舍"},
    {"place", true, false, "在该对象（如该月）之内的名次"},
    {"movement", true, false, "比上一次上升的位数，负数为下降"},
    {"no_score", false, false, "没有得分的原因：no_data为没有数据，coverage为数据覆盖不足，not_applicable为不适用"},
    {"coverage", true, false, "有数据的权重占全部权重的份额，0至1"},
    {"bonus", true, false, "加分"},
    {"deduction", true, false, "扣分"},
};

static const struct data_column change_columns[] = {
    {"edition", true, true, "从哪一版起"},
    {"file", false, true, "文件"},
    {"row", false, true, "行：各关键列的值，以/相连"},
    {"row_name", false, false, "行的名称"},
    {"column", false, true, "列"},
    {"before", false, false, "原值；空白为原来没有"},
    {"after", false, false, "现值；空白为现在没有"},
};

#define FORM(name_, title_, columns_) {name_, title_, columns_, COUNT_OF(columns_)}

const struct data_form data_forms[DATA_TABLES] = {
    [DATA_FIGURES] = FORM("figures", "指标数据", figure_columns),
    [DATA_SCORES] = FORM("scores", "得分和名次", score_columns),
    [DATA_FACETS] = FORM("facets", "分方式和分维度得分", facet_columns),
    [DATA_LEAVES] = FORM("leaves", "末级指标得分和权重", leaf_columns),
    [DATA_POLICIES] = FORM("policies", "不同处理办法下的得分和名次", policy_columns),
    [DATA_SUMMARIES] = FORM("summaries", "得分表概况", summary_columns),
    [DATA_COLLECTION] = FORM("collection", "收发情况", collection_columns),
    [DATA_FREQUENCIES] = FORM("frequencies", "各题回答数", frequency_columns),
    [DATA_PAIRS] = FORM("pairs", "各期得分和名次", pair_columns),
    [DATA_CHANGES] = FORM("changes", "各版之间的变动", change_columns),
};

/* Cells ---------------------------------------------------------------------------------------------------------- */

void data_add(struct data_set *set, struct data_table *table, const char *text)
{
    *LIST_ADD(set->arena, &table->cells) = text && *text ? text : NULL;
}

void data_add_number(struct data_set *set, struct data_table *table, double value, int decimals)
{
    if (!isfinite(value)) {
        data_add(set, table, num_is_hidden(value) ? DATA_HIDDEN : NULL);
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    data_add(set, table, arena_strdup(set->arena, text.at));
}

void data_add_exact(struct data_set *set, struct data_table *table, double value)
{
    if (!isfinite(value)) {
        data_add(set, table, num_is_hidden(value) ? DATA_HIDDEN : NULL);
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, value);
    data_add(set, table, arena_strdup(set->arena, text.at));
}

void data_add_count(struct data_set *set, struct data_table *table, double value)
{
    data_add_exact(set, table, num_round(value, 9)); /* sums of fractions carry noise beyond */
}

void data_add_unit(struct data_set *set, struct data_table *table, const struct unit *unit)
{
    data_add(set, table, unit ? unit->kind->id : NULL);
    data_add(set, table, unit ? unit->id : NULL);
    data_add(set, table, unit ? unit->name : NULL);
}

void data_add_reason(struct data_set *set, struct data_table *table, enum hidden hidden)
{
    data_add(set, table, hidden_words[hidden]);
}

/* Looking up ------------------------------------------------------------------------------------------------------- */

size_t data_rows(const struct data_table *table)
{
    return table->cells.count / table->form->column_count;
}

size_t data_column_at(const struct data_form *form, const char *id)
{
    size_t c = 0;
    while (c < form->column_count && strcmp(form->columns[c].id, id) != 0)
        c++;
    return c;
}

const char *data_cell(const struct data_table *table, size_t row, const char *column)
{
    size_t c = data_column_at(table->form, column);
    return c < table->form->column_count ? table->cells.at[row * table->form->column_count + c] : NULL;
}

double data_number(const struct data_table *table, size_t row, const char *column)
{
    const char *text = data_cell(table, row, column);
    char *end;
    double value = text ? strtod(text, &end) : (double)NAN;
    return text && *text && !*end && isfinite(value) ? value : (double)NAN;
}

const char *data_key(struct arena *arena, const struct data_table *table, size_t row)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t c = 0; c < table->form->column_count; c++)
        if (table->form->columns[c].key) {
            const char *cell = table->cells.at[row * table->form->column_count + c];
            strbuf_addf(&text, "%s%s", text.len ? "/" : "", cell ? cell : "");
        }
    while (text.len && text.at[text.len - 1] == '/') /* the whole, of what could be by unit */
        strbuf_truncate(&text, text.len - 1);
    return arena_strdup(arena, text.at);
}

const struct data_edition *data_edition_now(const struct data_about *about)
{
    return about->editions.count ? &about->editions.at[about->editions.count - 1] : NULL;
}

/* From results -------------------------------------------------------------------------------------------------------- */

struct data_set *data_of_results(struct arena *arena, const struct results *results, const char *program)
{
    const struct evaluation *evaluation = results->evaluation;
    struct data_set *set = ARENA_NEW(arena, struct data_set);
    set->arena = arena;
    set->about = (struct data_about){
        .evaluation = evaluation->id,
        .title = evaluation->title,
        .subject = evaluation->subject,
        .commissioner = evaluation->commissioner,
        .evaluator = evaluation->evaluator,
        .team = evaluation->team,
        .report_date = evaluation->report_date,
        .year = evaluation->year,
        .simulated = evaluation->simulated,
        .publication = evaluation->publication,
        .program = program,
        .data_hash = results->data_hash,
        .questionnaire_hash = results->questionnaire_hash,
        .rubric_hash = results->rubric_hash,
        .rows_hash = results->rows_hash,
        .texts_hash = results->texts_hash,
    };
    for (size_t t = 0; t < DATA_TABLES; t++)
        set->tables[t].form = &data_forms[t];
    data_make_figures(set, results);
    data_make_scores(set, results);
    data_make_pairs(set, results);
    data_make_leaves(set, results);
    data_make_policies(set, results);
    data_make_collection(set, results);
    data_make_frequencies(set, results);
    data_make_rules(set, results);
    return set;
}

/* Comparing ------------------------------------------------------------------------------------------------------------ */

const char *data_row_name(struct arena *arena, const struct data_table *table, size_t row)
{
    static const char *const columns[] = {"table_name", "name", "title", "unit_name", "unit2_name", "node_name", "facet_value", "policy_name", "option"};
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        const char *cell = data_cell(table, row, columns[i]);
        if (cell)
            strbuf_addf(&text, "%s%s", text.len ? "　" : "", cell);
    }
    return arena_strdup(arena, text.at);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

struct comparison {
    struct data_set set; /* for the arena only */
    struct data_table *changes;
    const struct data_table *from, *to;
    int edition;
};

static void add_change(struct comparison *c, const char *key, const char *name, const char *column, const char *before, const char *after)
{
    if (same_text(before, after))
        return;
    data_add_count(&c->set, c->changes, c->edition);
    data_add(&c->set, c->changes, arena_printf(c->set.arena, "%s.csv", c->to->form->name));
    data_add(&c->set, c->changes, key);
    data_add(&c->set, c->changes, name);
    data_add(&c->set, c->changes, column);
    data_add(&c->set, c->changes, before);
    data_add(&c->set, c->changes, after);
}

/* Names are no values: they change with a better spelling, and the row is the same. A definition is one: it says what the number means. */
static bool is_value(const struct data_column *column)
{
    static const char *const names[] = {"name", "table_name", "unit_name", "unit2_name", "node_name", "policy_name", "title", "option"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!strcmp(column->id, names[i]))
            return false;
    return !column->key;
}

static void compare_rows(struct comparison *c, size_t from, size_t to, const char *key)
{
    const struct data_table *named = to == SIZE_MAX ? c->from : c->to;
    const char *name = data_row_name(c->set.arena, named, to == SIZE_MAX ? from : to);
    for (size_t i = 0; i < c->to->form->column_count; i++) {
        const struct data_column *column = &c->to->form->columns[i];
        if (is_value(column))
            add_change(c, key, name, column->id, from == SIZE_MAX ? NULL : data_cell(c->from, from, column->id),
                       to == SIZE_MAX ? NULL : data_cell(c->to, to, column->id));
    }
}

static void compare_tables(struct comparison *c)
{
    struct map known, kept;
    map_init(&known);
    map_init(&kept);
    size_t count = data_rows(c->from);
    size_t *rows = ARENA_ARRAY(c->set.arena, size_t, count + 1);
    for (size_t r = 0; r < count; r++) {
        rows[r] = r;
        map_put(&known, data_key(c->set.arena, c->from, r), &rows[r]);
    }
    for (size_t r = 0; r < data_rows(c->to); r++) {
        const char *key = data_key(c->set.arena, c->to, r);
        const size_t *old = map_get(&known, key);
        map_put(&kept, key, c);
        compare_rows(c, old ? *old : SIZE_MAX, r, key);
    }
    for (size_t r = 0; r < count; r++) {
        const char *key = data_key(c->set.arena, c->from, r);
        if (!map_get(&kept, key))
            compare_rows(c, r, SIZE_MAX, key);
    }
    map_release(&known);
    map_release(&kept);
}

void data_compare(const struct data_set *from, const struct data_set *to, int edition, struct arena *arena, struct data_table *changes)
{
    changes->form = &data_forms[DATA_CHANGES];
    for (size_t t = 0; t < DATA_CHANGES; t++) {
        struct comparison c = {{.arena = arena}, changes, &from->tables[t], &to->tables[t], edition};
        compare_tables(&c);
    }
}
