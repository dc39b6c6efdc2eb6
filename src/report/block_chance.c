/* SPDX-License-Identifier: GPL-3.0-or-later
 * How sure a place is, and what other rules would have given: tables and pictures that somebody understands who has never heard of a bootstrap.
 *
 *     ```table                       ```chart                     ```table               ```table
 *     kind: uncertainty              kind: places                 kind: robustness       kind: choices
 *     table: districts               table: districts             table: districts       table: districts
 *     ```                            ```                          ```                    ```
 *
 * Where nothing was computed, or all rests on single judges, a line says so.
 */
#include "report_priv.h"

static const char *short_of(const struct unit *unit)
{
    return unit ? unit->short_name ? unit->short_name : unit->name : "—";
}

static void say_note(struct block *block, const char *text)
{
    struct doc *doc = block->b->doc;
    struct doc_block *note = doc_add(doc, &doc->blocks, DOC_NOTE);
    add_plain(doc, &note->runs, 0, say(block->b, text));
}

static void headers(struct builder *b, struct doc_table *out, const char *const *words, size_t count)
{
    struct doc_row *row = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < count; i++) {
        doc_add_cell(b->doc, row, say(b, words[i]));
        out->columns.at[i].align = i == 0 ? DOC_ALIGN_LEFT : DOC_ALIGN_CENTRE;
    }
}

static struct doc_row *unit_row_of(struct block *block, struct doc_table *out, const struct table_result *table, size_t at)
{
    struct builder *b = block->b;
    const struct unit *unit = row_unit(table, &table->rows.at[at], 0);
    struct doc_row *line = doc_add_row(b->doc, &out->rows);
    line->strong = b->names.unit && unit == b->names.unit;
    doc_add_cell(b->doc, line, short_of(unit));
    return line;
}

/* Uncertainty ------------------------------------------------------------------------------------------------------------ */

static const char *percent(struct builder *b, double value)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, value == floor(value) ? 0 : 1);
    return arena_strdup(b->arena, text.at);
}

static void note_uncertainty(struct block *block, struct notes *notes, const struct table_result *table, const struct table_uncertainty *uncertainty)
{
    const struct uncertainty *all = &block->b->names.results->uncertainty;
    double one = 0, fixed = 0, unmoved = 0;
    notes_add(notes, "作答人和评分人重新抽取%zu次（种子%llu），置信度%s%%；“同时成立的范围”就全部%s一并而言。", all->replicates, (unsigned long long)all->seed,
              percent(block->b, 100 * all->level), table->table->by[0]->name);
    for (size_t i = 0; i < uncertainty->rows.count; i++) {
        one = fmax(one, uncertainty->rows.at[i].origins[VALUE_ONE_JUDGE]);
        fixed = fmax(fixed, uncertainty->rows.at[i].origins[VALUE_FIXED]);
        unmoved += isnan(uncertainty->rows.at[i].se) && uncertainty->rows.at[i].origins[VALUE_DRAWN] > 0;
    }
    if (unmoved > 0)
        notes_add(notes, "有得分而没有区间的，无论抽到谁得分都不变。");
    if (one >= 0.05)
        notes_add(notes, "至多%s%%的权重出自单一评委，误差有多大无从得知，未计入区间，实际的出入更大。", percent(block->b, num_round(one, 1)));
    if (fixed >= 0.05)
        notes_add(notes, "至多%s%%的权重出自计数的工作记录，不是抽样。", percent(block->b, num_round(fixed, 1)));
    notes_add(notes, uncertainty->grouped ? "“明显靠前”“明显靠后”指计入误差后仍在上半区或下半区。" : "计入误差后，没有%s明显靠前或者明显靠后。", table->table->by[0]->name);
    if (all->normal.count > 0)
        notes_add(notes, "作答人数很多的，按协方差抽取。");
}

static const char *why_no_interval(const struct builder *b, const struct table_result *table)
{
    const struct uncertainty *all = &b->names.results->uncertainty;
    double drawn = 0, rests = 0;
    for (size_t i = 0; all->computed && i < all->tables.at[table->table->index].rows.count; i++)
        for (size_t o = 0; o < VALUE_ORIGINS; o++) {
            double share = all->tables.at[table->table->index].rows.at[i].origins[o];
            rests += share;
            drawn += o == VALUE_DRAWN ? share : 0;
        }
    if (all->computed && rests == 0)
        return "没有得分，无从给出区间。";
    return drawn > 0 ? "无论抽到谁，得分都不变，无从给出区间。" : "得分全部出自单一评委或计数的工作记录，无法给出区间。";
}

void build_uncertainty_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    const struct table_uncertainty *uncertainty = table_uncertainty_of(b->names.results, table);
    bool grouped = uncertainty && uncertainty->grouped;
    struct doc_table *out = uncertainty ? block_new_table(block, grouped ? 7 : 6, "%s：得分和名次的不确定范围", table->table->name) : NULL;
    if (!out) {
        if (!uncertainty && block_end(block))
            say_note(block, why_no_interval(b, table));
        return;
    }
    const char *const words[] = {table->table->by[0]->name, "名次", "得分", "得分区间", "名次范围", "同时成立的范围", "分组"};
    headers(b, out, words, out->columns.count);
    for (size_t i = 0; i < count; i++) {
        const struct score_row *row = &table->rows.at[rows[i]];
        const struct row_uncertainty *at = &uncertainty->rows.at[rows[i]];
        struct doc_row *line = unit_row_of(block, out, table, rows[i]);
        cell_place(b, line, row->natural_place);
        cell_number(b, line, row->score, table->table->decimals);
        doc_add_cell(b->doc, line, range_text(b->arena, at->low, at->high, table->table->decimals));
        doc_add_cell(b->doc, line, range_text(b->arena, at->place_low, at->place_high, 0));
        doc_add_cell(b->doc, line, range_text(b->arena, at->joint_low, at->joint_high, 0));
        if (grouped)
            doc_add_cell(b->doc, line, say(b, chance_group_labels[at->group]));
    }
    struct notes notes;
    notes_init(&notes, block);
    note_uncertainty(block, &notes, table, uncertainty);
    notes_finish(block, &notes, &out->note);
}

/* Pictures --------------------------------------------------------------------------------------------------------------- */

struct picture {
    struct doc_chart *chart;
    double *values, *lower, *upper;
};

static struct picture begin_picture(struct block *block, const struct table_result *table, const size_t *rows, size_t count, struct doc_chart *chart)
{
    struct arena *arena = block->b->doc->arena;
    struct picture picture = {chart, ARENA_ARRAY(arena, double, count + 1), ARENA_ARRAY(arena, double, count + 1), ARENA_ARRAY(arena, double, count + 1)};
    block_name_rows(block, table, rows, count, chart);
    return picture;
}

static void end_picture(struct block *block, const struct picture *picture, const char *name)
{
    struct chart_series *series = doc_add_series(block->b->doc, picture->chart, say(block->b, name), picture->values);
    series->lower = picture->lower;
    series->upper = picture->upper;
    struct notes notes;
    notes_init(&notes, block);
    notes_finish(block, &notes, &picture->chart->note);
}

void build_intervals_chart(struct block *block)
{
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    const struct table_uncertainty *uncertainty = table_uncertainty_of(block->b->names.results, table);
    struct doc_chart *chart = block_new_chart(block, CHART_FOREST, "%s：得分及其区间", table->table->name);
    if (!chart)
        return;
    struct picture picture = begin_picture(block, table, rows, count, chart);
    for (size_t i = 0; i < count; i++) {
        picture.values[i] = num_round(table->rows.at[rows[i]].score, table->table->decimals);
        picture.lower[i] = uncertainty ? uncertainty->rows.at[rows[i]].low : (double)NAN;
        picture.upper[i] = uncertainty ? uncertainty->rows.at[rows[i]].high : (double)NAN;
    }
    chart->unit = say(block->b, "分");
    chart->decimals = table->table->decimals;
    chart->reference = table->mean;
    chart->reference_label = say(block->b, "平均");
    end_picture(block, &picture, "得分");
}

/* Places: over all other rules, or of chance alone where no other rules were tried. */
void build_places_chart(struct block *block)
{
    static const char *const words[] = {"rules", "chance"};
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    bool chance = block_word(block, "of", words, COUNT_OF(words), 0) == 1;
    const struct table_uncertainty *uncertainty = table_uncertainty_of(block->b->names.results, table);
    const struct table_robustness *robustness = table_robustness_of(block->b->names.results, table);
    struct doc_chart *chart = block_new_chart(block, CHART_FOREST, chance ? "%s：名次范围（重新抽取作答人和评分人）" : "%s：名次范围（改用其他规则）", table->table->name);
    if (!chart)
        return;
    struct picture picture = begin_picture(block, table, rows, count, chart);
    for (size_t i = 0; i < count; i++) {
        bool known = chance ? uncertainty != NULL : robustness != NULL;
        picture.values[i] = known ? table->rows.at[rows[i]].natural_place : (double)NAN;
        picture.lower[i] = !known ? (double)NAN : chance ? uncertainty->rows.at[rows[i]].place_low : robustness->rows.at[rows[i]].least;
        picture.upper[i] = !known ? (double)NAN : chance ? uncertainty->rows.at[rows[i]].place_high : robustness->rows.at[rows[i]].greatest;
    }
    chart->unit = say(block->b, "名");
    chart->lower_is_better = true;
    chart->axis_min = 1;
    chart->axis_max = table->rows.count > 1 ? (double)table->rows.count : 2;
    end_picture(block, &picture, "名次");
}

/* Robustness --------------------------------------------------------------------------------------------------------------- */

static size_t kinds_shown(const struct table_robustness *robustness, int *ret_kinds)
{
    size_t count = 0;
    for (int k = 0; k < ROBUSTNESS_KINDS; k++)
        for (size_t i = 0; i < robustness->rows.count; i++)
            if (!isnan(robustness->rows.at[i].kinds[k][0])) {
                ret_kinds[count++] = k;
                break;
            }
    return count;
}

static void note_robustness(struct block *block, struct notes *notes, const struct table_robustness *robustness)
{
    const struct robustness *all = &block->b->names.results->robustness;
    size_t still = 0;
    for (size_t i = 0; i < robustness->cases.count; i++)
        still += robustness->cases.at[i].changed == 0 && robustness->cases.at[i].lost == 0;
    notes_add(notes, "每格为逐一改用该类规则时名次的最好和最差；权重浮动指各级权重在±%s%%上下随机取%zu组，列出其中%s%%的范围。", percent(block->b, all->weights), all->runs,
              percent(block->b, 100 * all->level));
    notes_add(notes, "共试用%zu条其他规则，其中%zu条不改变任何名次。名次均按得分，不计固定名次。", robustness->cases.count, still);
}

void build_robustness_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    const struct table_robustness *robustness = table_robustness_of(b->names.results, table);
    int kinds[ROBUSTNESS_KINDS];
    size_t kind_count = robustness ? kinds_shown(robustness, kinds) : 0;
    struct doc_table *out = robustness ? block_new_table(block, 3 + kind_count, "%s：改用其他规则时的名次", table->table->name) : NULL;
    if (!out) {
        if (!robustness && block_end(block))
            say_note(block, "没有试用其他规则。");
        return;
    }
    const char *words[3 + ROBUSTNESS_KINDS] = {table->table->by[0]->name, "名次", "总范围"};
    for (size_t k = 0; k < kind_count; k++)
        words[3 + k] = robustness_kind_labels[kinds[k]]; /* translated with the others */
    headers(b, out, words, 3 + kind_count);
    for (size_t i = 0; i < count; i++) {
        const struct row_robustness *at = &robustness->rows.at[rows[i]];
        struct doc_row *line = unit_row_of(block, out, table, rows[i]);
        cell_place(b, line, table->rows.at[rows[i]].natural_place);
        doc_add_cell(b->doc, line, range_text(b->arena, at->least, at->greatest, 0));
        for (size_t k = 0; k < kind_count; k++)
            doc_add_cell(b->doc, line, range_text(b->arena, at->kinds[kinds[k]][0], at->kinds[kinds[k]][1], 0));
    }
    struct notes notes;
    notes_init(&notes, block);
    note_robustness(block, &notes, robustness);
    notes_finish(block, &notes, &out->note);
}

/* Estimates outside 0 to 100 are noise; NaN where nothing moved any place at all. */
static void share_cell(struct builder *b, struct doc_row *line, double estimate)
{
    cell_number(b, line, isnan(estimate) ? estimate : num_round(100 * fmin(fmax(estimate, 0), 1), 0), 0);
}

void build_choices_table(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    const struct table_robustness *robustness = table_robustness_of(b->names.results, table);
    struct doc_table *out = robustness ? block_new_table(block, 3, "%s：哪一种选择最能改变名次", table->table->name) : NULL;
    if (!out) {
        if (!robustness && block_end(block))
            say_note(block, "没有试用其他规则。");
        return;
    }
    const char *const words[] = {"选择", "单独作用（%）", "连同与其他选择的共同作用（%）"};
    headers(b, out, words, COUNT_OF(words));
    for (size_t i = 0; i < robustness->inputs.count; i++) {
        struct doc_row *line = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, line, say(b, robustness->inputs.at[i].label));
        share_cell(b, line, robustness->inputs.at[i].first);
        share_cell(b, line, robustness->inputs.at[i].total);
    }
    auto_strbuf struct strbuf moved;
    strbuf_init(&moved);
    num_format(&moved, robustness->moved, 2);
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "全部选择同时随机变动%zu次，名次平均变动%s位；表中为各项选择占其方差的份额（詹森估计），估计值低于0的记作0，高于100的记作100。", b->names.results->robustness.samples, moved.at);
    notes_finish(block, &notes, &out->note);
}
