/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was answered: frequencies, figures with their bases, and charts of both.
 */
#include "report_priv.h"

static const char *short_of(const struct builder *b, const struct unit *unit)
{
    return unit ? unit->short_name ? unit->short_name : unit->name : say(b, "全部");
}

/* Rows of a table of frequencies: a question or item, for one unit or for all -------------------------------------------- */

struct counted {
    struct question_ref ref;
    const struct unit *unit; /* NULL: all */
    const struct frequency_cell *cell; /* NULL: nobody answered */
    const char *label;
};

struct counted_list {
    LIST_OF(struct counted) rows;
    const struct scale *scale;
    bool multiple;
    bool by_unit;
    const struct question *question; /* of the first row */
};

static const char *ref_label(const struct question_ref *ref)
{
    if (ref->item)
        return ref->item->short_title ? ref->item->short_title : ref->item->title;
    return ref->question->short_title ? ref->question->short_title : ref->question->title;
}

/* Its label as a caption: with the questionnaire where another one asks a question of that name (one by telephone and one on paper). */
static const char *ref_caption(const struct builder *b, const struct question_ref *ref)
{
    const struct results *results = b->names.results;
    const char *label = ref_label(ref);
    for (size_t i = 0; i < results->frequencies.count; i++) {
        const struct frequency *other = &results->frequencies.at[i];
        const struct question_ref asked = {other->instrument, other->question, other->item};
        if (other->instrument != ref->instrument && strcmp(ref_label(&asked), label) == 0)
            return arena_printf(b->arena, say(b, "%s（%s）"), label, ref->instrument->short_title ? ref->instrument->short_title : ref->instrument->title);
    }
    return label;
}

static void add_counted(struct block *block, struct counted_list *list, const struct question_ref *ref, const struct unit *unit, const char *label)
{
    struct counted *row = LIST_ADD(block->b->arena, &list->rows);
    *row = (struct counted){*ref, unit, frequency_of(&block->b->names, ref, unit), label};
}

/* `ref` over the units asked for: those of `by`, or the report's own and all. */
static void add_over_units(struct block *block, struct counted_list *list, const struct question_ref *ref, const struct unit_kind *by, bool several)
{
    const struct unit *own = block->b->names.unit;
    if (by) {
        list->by_unit = true;
        for (size_t i = 0; i < by->units.count; i++)
            add_counted(block, list, ref, &by->units.at[i], short_of(block->b, &by->units.at[i]));
        add_counted(block, list, ref, NULL, short_of(block->b, NULL));
        return;
    }
    bool split = own && results_frequency(block->b->names.results, ref->question, ref->item, own->kind);
    if (several) {
        add_counted(block, list, ref, split ? own : NULL, ref_label(ref));
        return;
    }
    if (split)
        add_counted(block, list, ref, own, short_of(block->b, own));
    add_counted(block, list, ref, NULL, short_of(block->b, NULL));
    list->by_unit = true;
}

static bool read_counted(struct block *block, struct counted_list *list)
{
    const struct block_entry *entry = block_entry(block, "questions");
    if (!entry)
        entry = block_entry(block, "question");
    const struct unit_kind *by = block_kind(block, "by");
    if (!entry || !entry->values.count) {
        block_fail(block, block->pos, _("the block names no question"));
        diags_hint(block->b->diags, _("question: instrument.question"));
        return false;
    }
    bool several = entry->values.count > 1;
    for (size_t i = 0; i < entry->values.count; i++) {
        struct question_ref ref;
        if (!block_question(block, &entry->values.at[i], &ref))
            continue;
        if (!list->question) {
            list->question = ref.question;
            list->scale = question_scale(ref.question);
            list->multiple = ref.question->type == QUESTION_MULTIPLE;
        }
        if (!question_scale(ref.question)) {
            block_fail(block, entry->values.at[i].pos, _("'%s' has no options"), entry->values.at[i].text);
            continue;
        }
        if (question_scale(ref.question) != list->scale) {
            block_fail(block, entry->values.at[i].pos, _("'%s' has other options than the questions before it"), entry->values.at[i].text);
            continue;
        }
        if (ref.question->items.count && !ref.item) { /* a matrix: each of its items */
            for (size_t k = 0; k < ref.question->items.count; k++) {
                struct question_ref item = {ref.instrument, ref.question, &ref.question->items.at[k]};
                add_over_units(block, list, &item, by, true);
            }
            continue;
        }
        add_over_units(block, list, &ref, by, several);
    }
    return !block->failed;
}

/* Options that are answers; "don't know" and the like go to a column of their own. */
static size_t answer_options(const struct scale *scale)
{
    size_t count = 0;
    for (size_t i = 0; i < scale->options.count; i++)
        count += scale->options.at[i].missing == MISSING_NONE;
    return count;
}

static double base_of(const struct counted_list *list, const struct frequency_cell *cell)
{
    return !cell ? NAN : list->multiple ? cell->asked : cell->answered;
}

static bool row_hidden(const struct builder *b, const struct counted *row)
{
    return row->cell && is_hidden(&b->names, row->ref.instrument, row->cell->asked);
}

static double share_of(const struct builder *b, const struct counted_list *list, const struct counted *row, size_t option)
{
    double base = base_of(list, row->cell);
    if (row_hidden(b, row))
        return num_hidden();
    if (!row->cell || !row->cell->counts || !(base > 0))
        return NAN;
    return 100 * row->cell->counts[option] / base;
}

/* Answers of other options that were no answers: "不了解" and so on. */
static bool any_no_answer(const struct counted_list *list)
{
    return answer_options(list->scale) < list->scale->options.count;
}

/* One question: options down, counts and shares of each unit across ---------------------------------------------------------- */

/* A title that ends with its mark asks for no other. */
static bool asks(const char *title)
{
    size_t len = strlen(title), wide = strlen("？");
    return len > 0 && (title[len - 1] == '?' || (len >= wide && !strcmp(title + len - wide, "？")));
}

static void frequencies_down(struct block *block, const struct counted_list *list)
{
    struct builder *b = block->b;
    size_t columns = 1 + 2 * list->rows.count;
    struct doc_table *out = block_new_table(block, columns, "%s", ref_caption(b, &list->rows.at[0].ref));
    if (!out)
        return;
    struct doc_row *top = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, top, say(b, "选项"))->rows = 2;
    for (size_t i = 0; i < list->rows.count; i++)
        doc_add_cell(b->doc, top, list->rows.at[i].label)->columns = 2;
    struct doc_row *below = doc_add_row(b->doc, &out->header);
    for (size_t i = 0; i < list->rows.count; i++) {
        doc_add_cell(b->doc, below, say(b, "回答数"));
        doc_add_cell(b->doc, below, say(b, "占比（%）"));
        out->columns.at[1 + 2 * i].align = DOC_ALIGN_RIGHT;
        out->columns.at[2 + 2 * i].align = DOC_ALIGN_DECIMAL;
    }
    for (size_t o = 0; o < list->scale->options.count; o++) {
        bool answer = list->scale->options.at[o].missing == MISSING_NONE;
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, row, list->scale->options.at[o].label);
        for (size_t i = 0; i < list->rows.count; i++) {
            const struct counted *at = &list->rows.at[i];
            double n = row_hidden(b, at) ? num_hidden() : at->cell && at->cell->counts ? at->cell->counts[o] : NAN;
            cell_number(b, row, n, 0);
            cell_number(b, row, answer ? share_of(b, list, at, o) : NAN, 1);
        }
    }
    struct doc_row *base = doc_add_row(b->doc, &out->rows);
    base->strong = true;
    doc_add_cell(b->doc, base, say(b, list->multiple ? "被问及的有效问卷" : "有效回答"));
    for (size_t i = 0; i < list->rows.count; i++) {
        cell_number(b, base, base_of(list, list->rows.at[i].cell), 0);
        double base_value = base_of(list, list->rows.at[i].cell);
        cell_number(b, base, row_hidden(b, &list->rows.at[i]) ? num_hidden() : list->multiple || !(base_value > 0) ? NAN : 100, 1);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "问题：%s", list->question->title);
    if (list->multiple)
        notes_add(&notes, "（可多选，占比以被问及的有效问卷为分母，合计可超过100%%）。");
    else
        notes_add(&notes, asks(list->question->title) ? "占比以有效回答为分母。" : "。占比以有效回答为分母。");
    if (any_no_answer(list))
        notes_add(&notes, "不计入分母的选项占比列为“—”。");
    notes_finish(block, &notes, &out->note);
}

/* Several questions or units down, shares of the options across ------------------------------------------------------------------ */

static void frequencies_across(struct block *block, const struct counted_list *list)
{
    struct builder *b = block->b;
    size_t options = answer_options(list->scale);
    struct doc_table *out = block_new_table(block, options + 2, "%s", list->question->short_title ? list->question->short_title : list->question->title);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, list->by_unit && list->rows.at[0].unit ? list->rows.at[0].unit->kind->name : say(b, "题项"));
    doc_add_cell(b->doc, header, say(b, "有效回答"));
    out->columns.at[1].align = DOC_ALIGN_RIGHT;
    size_t column = 2;
    for (size_t o = 0; o < list->scale->options.count; o++)
        if (list->scale->options.at[o].missing == MISSING_NONE) {
            doc_add_cell(b->doc, header, list->scale->options.at[o].label);
            out->columns.at[column++].align = DOC_ALIGN_DECIMAL;
        }
    for (size_t i = 0; i < list->rows.count; i++) {
        const struct counted *at = &list->rows.at[i];
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        row->strong = b->names.unit && at->unit == b->names.unit && list->by_unit;
        doc_add_cell(b->doc, row, at->label);
        cell_number(b, row, base_of(list, at->cell), 0);
        for (size_t o = 0; o < list->scale->options.count; o++)
            if (list->scale->options.at[o].missing == MISSING_NONE)
                cell_number(b, row, share_of(b, list, at, o), 1);
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "各选项为占比（%%），分母为%s。", say(b, list->multiple ? "被问及的有效问卷" : "有效回答"));
    if (!list->by_unit && b->names.unit && list->rows.at[0].unit)
        notes_add(&notes, "只含%s的回答。", short_of(b, b->names.unit));
    notes_finish(block, &notes, &out->note);
}

void build_frequencies_table(struct block *block)
{
    struct counted_list list = {0};
    if (!read_counted(block, &list) || !list.rows.count)
        return;
    if (list.rows.count <= 2 && list.by_unit)
        frequencies_down(block, &list);
    else
        frequencies_across(block, &list);
}

void build_stacked_chart(struct block *block)
{
    struct builder *b = block->b;
    struct counted_list list = {0};
    if (!read_counted(block, &list) || !list.rows.count)
        return;
    if (list.multiple) {
        block_fail(block, block->pos, _("a multiple choice cannot be stacked: its shares add up to more than 100"));
        return;
    }
    const struct question_ref question = {list.rows.at[0].ref.instrument, list.question, NULL};
    struct doc_chart *chart = block_new_chart(block, CHART_STACKED, "%s", ref_caption(b, &question));
    if (!chart)
        return;
    for (size_t i = 0; i < list.rows.count; i++) {
        doc_add_category(b->doc, chart, list.rows.at[i].label);
        if (b->names.unit && list.by_unit && list.rows.at[i].unit == b->names.unit)
            chart->highlight = (int)i;
    }
    double *values = ARENA_ARRAY(b->arena, double, list.rows.count + 1);
    for (size_t o = 0; o < list.scale->options.count; o++) {
        if (list.scale->options.at[o].missing != MISSING_NONE)
            continue;
        for (size_t i = 0; i < list.rows.count; i++) {
            const struct counted *at = &list.rows.at[i];
            values[i] = row_hidden(b, at) ? num_hidden() : at->cell && at->cell->counts ? at->cell->counts[o] : NAN;
        }
        doc_add_series(b->doc, chart, list.scale->options.at[o].label, values);
    }
    chart->unit = "%";
    chart->decimals = 1;
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "有效回答：");
    for (size_t i = 0; i < list.rows.count; i++) {
        auto_strbuf struct strbuf base;
        strbuf_init(&base);
        num_format(&base, base_of(&list, list.rows.at[i].cell), 0);
        notes_add(&notes, say(b, "%s%s为%s"), i ? say(b, "，") : "", list.rows.at[i].label, base.at);
    }
    notes_add(&notes, "。");
    notes_finish(block, &notes, &chart->note);
}

/* Figures --------------------------------------------------------------------------------------------------------------- */

static const char *cell_text(struct builder *b, const struct figure_result *result, const struct figure_cell *cell)
{
    struct strbuf text;
    strbuf_init(&text);
    bool hidden = cell && is_hidden(&b->names, result->figure->instrument, figure_answers(result->figure, cell));
    double value = hidden ? num_hidden() : cell ? cell->value : NAN;
    num_format(&text, value, result->figure->decimals);
    if (!isnan(value))
        add_unit(&b->names, result->figure->unit, &text);
    const char *copy = arena_strdup(b->arena, text.at);
    strbuf_release(&text);
    return copy;
}

static double shown_base(const struct builder *b, const struct figure_result *result, const struct figure_cell *cell)
{
    return !cell ? NAN : is_hidden(&b->names, result->figure->instrument, cell->base) ? num_hidden() : cell->base;
}

static const struct figure_cell *figure_cell_of(const struct builder *b, const struct figure_result *result, const struct unit *unit)
{
    return unit ? results_figure_cell(b->names.results, result->figure->id, &unit, 1) : &result->all;
}

static void add_value(struct builder *b, struct doc_row *row, const struct figure_result *result, const struct figure_cell *cell)
{
    cell_mark(b, doc_add_cell(b->doc, row, cell_text(b, result, cell)), source_of_figure(&b->names, result->figure, cell, "value"));
}

/* A figure with its base: two cells. */
static void add_figure(struct builder *b, struct doc_row *row, const struct figure_result *result, const struct figure_cell *cell)
{
    add_value(b, row, result, cell);
    double base = shown_base(b, result, cell);
    cell_mark(b, cell_number(b, row, base, 0), num_is_hidden(base) ? NULL : source_of_figure(&b->names, result->figure, cell, "base"));
}

/* Figures down: of the report's unit (where the figure knows it) and of all, each with its base. */
static void figures_down(struct block *block, const struct figure_result *const *figures, size_t count)
{
    struct builder *b = block->b;
    const struct unit *own = NULL;
    for (size_t i = 0; i < count; i++)
        if (b->names.unit && figure_cell_of(b, figures[i], b->names.unit))
            own = b->names.unit;
    bool definitions = block_yes(block, "definitions", true);
    struct doc_table *out = block_new_table(block, (own ? 5u : 3u) + definitions, "主要指标");
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, say(b, "指标"));
    if (own) {
        doc_add_cell(b->doc, header, short_of(b, own));
        doc_add_cell(b->doc, header, say(b, "基数"));
    }
    doc_add_cell(b->doc, header, say(b, own ? "全部" : "数值"));
    doc_add_cell(b->doc, header, say(b, "基数"));
    if (definitions)
        doc_add_cell(b->doc, header, say(b, "口径"));
    for (size_t c = 1; c < (own ? 5u : 3u); c++)
        out->columns.at[c].align = c % 2 ? DOC_ALIGN_DECIMAL : DOC_ALIGN_RIGHT;
    for (size_t i = 0; i < count; i++) {
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        doc_add_cell(b->doc, row, figures[i]->figure->name);
        if (own) {
            const struct figure_cell *cell = figure_cell_of(b, figures[i], own);
            add_figure(b, row, figures[i], cell);
        }
        add_figure(b, row, figures[i], &figures[i]->all);
        if (definitions)
            doc_add_cell(b->doc, row, figure_definition(&b->names, figures[i]->figure));
    }
    struct notes notes;
    notes_init(&notes, block);
    notes_finish(block, &notes, &out->note);
}

static bool same_kind(const struct figure_result *figure, const struct unit_kind *by)
{
    return figure->figure->by_count == 1 && figure->figure->by[0] == by;
}

/* A count of responses is its own base. */
static bool has_base(const struct figure_result *result)
{
    return result->figure->statistic != STAT_COUNT || result->figure->variables.count || result->figure->where.text;
}

/* Units down, figures across. */
static void figures_by_unit(struct block *block, const struct figure_result *const *figures, size_t count, const struct unit_kind *by)
{
    struct builder *b = block->b;
    size_t columns = 1;
    for (size_t i = 0; i < count; i++)
        columns += has_base(figures[i]) ? 2 : 1;
    struct doc_table *out = block_new_table(block, columns, "各%s主要指标", by->name);
    if (!out)
        return;
    struct doc_row *header = doc_add_row(b->doc, &out->header);
    doc_add_cell(b->doc, header, by->name);
    for (size_t i = 0, c = 1; i < count; i++) {
        doc_add_cell(b->doc, header, figures[i]->figure->name);
        out->columns.at[c++].align = DOC_ALIGN_DECIMAL;
        if (!has_base(figures[i]))
            continue;
        doc_add_cell(b->doc, header, say(b, "基数"));
        out->columns.at[c++].align = DOC_ALIGN_RIGHT;
    }
    struct notes notes;
    notes_init(&notes, block);
    for (size_t u = 0; u <= by->units.count; u++) {
        const struct unit *unit = u < by->units.count ? &by->units.at[u] : NULL;
        struct doc_row *row = doc_add_row(b->doc, &out->rows);
        row->strong = !unit || unit == b->names.unit;
        doc_add_cell(b->doc, row, short_of(b, unit));
        for (size_t i = 0; i < count; i++) {
            const struct figure_cell *cell = figure_cell_of(b, figures[i], unit);
            (has_base(figures[i]) ? add_figure : add_value)(b, row, figures[i], cell);
        }
    }
    for (size_t i = 0; i < count; i++)
        if (has_base(figures[i]))
            notes_add(&notes, "%s：%s。", figures[i]->figure->name, figure_definition(&b->names, figures[i]->figure));
    notes_finish(block, &notes, &out->note);
}

/* All figures by one kind; false where there is none. */
static bool figures_of_kind(struct block *block, const struct unit_kind *kind)
{
    const struct results *results = block->b->names.results;
    const struct figure_result **figures = ARENA_ARRAY(block->b->arena, const struct figure_result *, results->figures.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < results->figures.count; i++)
        if (same_kind(&results->figures.at[i], kind) && figure_shown(&block->b->names, results->figures.at[i].figure))
            figures[count++] = &results->figures.at[i];
    if (count)
        figures_down(block, figures, count);
    return count > 0;
}

void build_figures_table(struct block *block)
{
    struct builder *b = block->b;
    const struct block_entry *entry = block_entry(block, "figures");
    const struct unit_kind *by = block_kind(block, "by");
    if (!entry && !by && b->names.unit && figures_of_kind(block, b->names.unit->kind))
        return;
    if (!entry || !entry->values.count) {
        block_fail(block, block->pos, _("the block names no figures"));
        return;
    }
    const struct figure_result **figures = ARENA_ARRAY(b->arena, const struct figure_result *, entry->values.count);
    for (size_t i = 0; i < entry->values.count; i++) {
        figures[i] = block_figure(block, &entry->values.at[i]);
        if (figures[i] && by && !same_kind(figures[i], by))
            block_fail(block, entry->values.at[i].pos, _("figure '%s' is not by '%s'"), entry->values.at[i].text, by->id);
    }
    if (block->failed)
        return;
    if (by)
        figures_by_unit(block, figures, entry->values.count, by);
    else
        figures_down(block, figures, entry->values.count);
}

/* Units whose value is not published have no bar; more of them than anybody reads are counted only. */
static void note_left_out(struct builder *b, const struct figure_result *figure, struct notes *notes)
{
    enum { NAMED = 30 };
    size_t hidden = 0;
    for (size_t i = 0; i < figure->cells.count; i++)
        hidden += is_hidden(&b->names, figure->figure->instrument, figure->cells.at[i].base);
    if (hidden > NAMED)
        notes_add(notes, "不公布、图中未列：共%zu个", hidden);
    bool any = hidden > NAMED;
    for (size_t i = 0; i < figure->cells.count && hidden <= NAMED; i++) {
        const struct figure_cell *cell = &figure->cells.at[i];
        if (!is_hidden(&b->names, figure->figure->instrument, cell->base))
            continue;
        notes_add(notes, "%s%s", say(b, any ? "、" : "不公布、图中未列："), short_of(b, &figure->figure->by[0]->units.at[cell->units[0]]));
        any = true;
    }
    if (any)
        notes_add(notes, "（保密作答人数少于规定下限，或为防止由其他数据推算）。");
}

/* Where the report's own unit stands among them; SIZE_MAX: nowhere. */
static size_t own_cell(const struct builder *b, const struct figure_result *figure, const struct figure_cell *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (&figure->figure->by[0]->units.at[cells[i]->units[0]] == b->names.unit)
            return i;
    return SIZE_MAX;
}

/* Bars of one figure by its units, highest first. */
void build_figure_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct block_entry *entry = block_entry(block, "figure");
    if (!entry || !entry->values.count) {
        block_fail(block, block->pos, _("the block names no figure"));
        return;
    }
    const struct figure_result *figure = block_figure(block, &entry->values.at[0]);
    size_t top = (size_t)block_whole(block, "top", 1000000, 1, 1000000), count;
    if (figure && figure->figure->by_count != 1)
        block_fail(block, entry->values.at[0].pos, _("figure '%s' is not by one kind of units"), figure->figure->id);
    if (block->failed)
        return;
    const struct figure_cell **cells = figure_by_value(&b->names, figure, &count);
    count = count < top ? count : top;
    const size_t *near;
    size_t shown = block_near(block, count, own_cell(b, figure, cells, count), &near);
    struct doc_chart *chart = block_new_chart(block, CHART_BARS, "%s", figure->figure->name);
    if (!chart)
        return;
    double *values = ARENA_ARRAY(b->arena, double, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        values[i] = near[i] == BLOCK_GAP ? NAN : num_round(cells[near[i]]->value, figure->figure->decimals);
        if (near[i] == BLOCK_GAP) {
            doc_add_gap(b->doc, chart);
            continue;
        }
        const struct unit *unit = &figure->figure->by[0]->units.at[cells[near[i]]->units[0]];
        if (unit == b->names.unit)
            chart->highlight = (int)i;
        doc_add_category(b->doc, chart, short_of(b, unit));
    }
    doc_add_series(b->doc, chart, figure->figure->name, values);
    chart->unit = doc_text(b->doc, figure->figure->unit ? say(b, figure->figure->unit) : "");
    chart->decimals = figure->figure->decimals;
    chart->reference = is_hidden(&b->names, figure->figure->instrument, figure_answers(figure->figure, &figure->all)) ? num_hidden() : figure->all.value;
    chart->reference_label = say(b, "全部");
    struct notes notes;
    notes_init(&notes, block);
    notes_add(&notes, "%s。", figure_definition(&b->names, figure->figure));
    notes_add_near(block, &notes, near, shown, count);
    note_left_out(b, figure, &notes);
    notes_finish(block, &notes, &chart->note);
}
