/* SPDX-License-Identifier: GPL-3.0-or-later
 * A small evaluation with results, made by hand: three districts, three projects, two departments. Numbers are chosen so that means are
 * easy to check: districts 96, 90, 84.005 (mean 90.00166…), cells 90 + 2·district + project.
 */
#ifndef CEPING_TESTS_REPORT_FIXTURE_H
#define CEPING_TESTS_REPORT_FIXTURE_H

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "ceping/report.h"
#include "check.h"

#include <stdlib.h>
#include <unistd.h>

struct fixture {
    struct evaluation *evaluation;
    struct results *results;
    struct report_plan *overall, *district, *project, *department;
    char folder[CHECK_PATH];
    struct diags diags;
};

static inline struct unit *fixture_unit(struct arena *arena, struct unit_kind *kind, const char *id, const char *name, const char *short_name)
{
    struct unit *unit = LIST_ADD(arena, &kind->units);
    unit->id = id;
    unit->name = name;
    unit->short_name = short_name;
    unit->kind = kind;
    unit->index = (int)kind->units.count - 1;
    return unit;
}

static inline struct unit_kind *add_kind(struct evaluation *evaluation, int index, const char *id, const char *name, const char *counter)
{
    struct unit_kind *kind = &evaluation->kinds.at[index];
    kind->id = id;
    kind->name = name;
    kind->counter = counter;
    kind->index = index;
    return kind;
}

static inline void lead(struct arena *arena, struct unit *project, struct unit *department)
{
    struct attribute_value *value = LIST_ADD(arena, &project->attributes);
    value->key = "lead";
    LIST_ADD(arena, &value->values)->text = department->id;
    *LIST_ADD(arena, &value->units) = department;
}

static inline void add_units(struct evaluation *evaluation)
{
    struct arena *arena = evaluation->arena;
    for (int i = 0; i < 3; i++)
        LIST_ADD(arena, &evaluation->kinds);
    struct unit_kind *district = add_kind(evaluation, 0, "district", "区县", "个");
    struct unit_kind *project = add_kind(evaluation, 1, "project", "项目", "项");
    struct unit_kind *department = add_kind(evaluation, 2, "department", "部门", "个");
    fixture_unit(arena, district, "zd", "张店区", "张店");
    fixture_unit(arena, district, "zc", "淄川区", "淄川");
    fixture_unit(arena, district, "gx", "高新区", "高新");
    fixture_unit(arena, project, "p1", "项目一", "一");
    fixture_unit(arena, project, "p2", "项目|二*", "二");
    fixture_unit(arena, project, "p3", "项目三", "三");
    fixture_unit(arena, department, "b1", "甲局", "甲");
    fixture_unit(arena, department, "b2", "乙局", "乙");
    struct attribute *attribute = LIST_ADD(arena, &project->attributes);
    attribute->id = "lead";
    attribute->name = "牵头部门";
    attribute->type = ATTRIBUTE_UNIT;
    attribute->refers_kind = department;
    lead(arena, &project->units.at[0], &department->units.at[0]);
    lead(arena, &project->units.at[1], &department->units.at[0]);
    lead(arena, &project->units.at[2], &department->units.at[1]);
    struct not_applicable *absent = LIST_ADD(arena, &evaluation->not_applicable);
    absent->units[0] = &project->units.at[2];
    absent->units[1] = &district->units.at[2];
    absent->unit_count = 2;
    absent->reason = "高新区不设人大";
    struct unit_status *status = LIST_ADD(arena, &evaluation->statuses);
    status->unit = &project->units.at[2];
    status->status = "discontinued";
    status->label = "未持续推广";
    status->reason = "全市统一建设";
}

static inline struct node *add_node(struct arena *arena, struct table *table, const char *id, const char *name, double weight, int method)
{
    struct node *node = LIST_ADD(arena, &table->root.children);
    node->id = id;
    node->name = name;
    node->weight = weight;
    struct facet_mark *mark = LIST_ADD(arena, &node->facets);
    mark->facet = "method";
    mark->facet_index = 0;
    mark->value_index = method;
    return node;
}

/* Once all nodes of the table are there, so that they stay put. */
static inline void index_nodes(struct arena *arena, struct table *table)
{
    for (size_t i = 0; i < table->root.children.count; i++) {
        struct node *node = &table->root.children.at[i];
        node->parent = &table->root;
        node->index = (int)i;
        *LIST_ADD(arena, &table->nodes) = node;
    }
}

static inline void add_rubric(struct evaluation *evaluation)
{
    struct arena *arena = evaluation->arena;
    struct facet *method = LIST_ADD(arena, &evaluation->rubric.facets);
    method->id = "method";
    method->name = "评估方式";
    static const char *const methods[] = {"部门评估", "问卷评估", "现场评估"};
    for (size_t i = 0; i < 3; i++)
        *LIST_ADD(arena, &method->values) = methods[i];
    static const struct {
        const char *id, *name;
        int by[2];
        size_t count;
    } tables[] = {{"cells", "项目与区县得分", {1, 0}, 2}, {"districts", "区县综合得分", {0, 0}, 1}, {"projects", "项目得分", {1, 0}, 1},
                  {"departments", "部门得分", {2, 0}, 1}};
    for (size_t i = 0; i < 4; i++) {
        struct table *table = LIST_ADD(arena, &evaluation->rubric.tables);
        table->id = tables[i].id;
        table->name = tables[i].name;
        table->by_count = tables[i].count;
        table->decimals = 2;
        table->ranked = true;
        table->index = (int)i;
        table->bonus_cap = table->deduction_cap = table->score_max = INFINITY;
        for (size_t k = 0; k < tables[i].count; k++)
            table->by[k] = &evaluation->kinds.at[tables[i].by[k]];
    }
    evaluation->rubric.tables.at[0].slice = &evaluation->kinds.at[1];
    for (size_t i = 0; i < 4; i++) {
        struct table *table = &evaluation->rubric.tables.at[i];
        add_node(arena, table, "dept", "部门评估", 60, 0);
        add_node(arena, table, "public", "问卷评估", 40, 1);
        index_nodes(arena, table);
    }
    struct fixed_place *fixed = LIST_ADD(arena, &evaluation->rubric.tables.at[2].fixed_places);
    fixed->unit = &evaluation->kinds.at[1].units.at[2];
    fixed->place = 3;
    fixed->reason = "未持续推广";
    fixed->authority = "评估方案";
}

static inline void add_instrument(struct evaluation *evaluation)
{
    struct arena *arena = evaluation->arena;
    struct instrument *instrument = ARENA_NEW(arena, struct instrument);
    *LIST_ADD(arena, &evaluation->instruments) = instrument;
    instrument->id = "public";
    instrument->title = "干部群众调查问卷";
    instrument->short_title = "问卷评估";
    instrument->confidential = CONFIDENTIAL_RESPONDENTS;
    struct scale *scale = LIST_ADD(arena, &instrument->scales);
    scale->id = "sat3";
    static const char *const labels[] = {"满意", "一般", "不满意", "不了解"};
    for (int i = 0; i < 4; i++) {
        struct option *option = LIST_ADD(arena, &scale->options);
        option->code = i + 1;
        option->label = labels[i];
        option->satisfied = i == 0;
        option->missing = i == 3 ? MISSING_DONT_KNOW : MISSING_NONE;
    }
    struct screening_rule *rule = LIST_ADD(arena, &instrument->screening);
    rule->id = "v01";
    rule->name = "漏答超过三分之一";
    rule->action = SCREEN_VOID;
    struct question *question = LIST_ADD(arena, &instrument->questions);
    question->id = "overall";
    question->title = "您对推广推介工作总体是否满意";
    question->short_title = "总体满意情况";
    question->type = QUESTION_SCALE;
    question->scale = scale;
    question = LIST_ADD(arena, &instrument->questions);
    *question = (struct question){.id = "opinion", .title = "您对下列方面是否满意", .short_title = "分项满意情况", .type = QUESTION_MATRIX, .scale = scale};
    static const char *const aspects[][2] = {{"tj", "工作推进"}, {"xg", "实际效果"}};
    for (size_t i = 0; i < 2; i++) {
        struct item *item = LIST_ADD(arena, &question->items);
        item->id = aspects[i][0];
        item->title = item->short_title = aspects[i][1];
    }
    static const char *const asked[] = {"know", "sat"};
    for (size_t i = 0; i < 2; i++) {
        question = LIST_ADD(arena, &instrument->questions);
        *question = (struct question){.id = asked[i], .title = asked[i], .short_title = asked[i], .type = QUESTION_SCALE, .scale = scale};
    }
    question = LIST_ADD(arena, &instrument->questions);
    question->id = "why";
    question->title = "原因";
    question->type = QUESTION_TEXT;
}

static inline void add_figures(struct evaluation *evaluation)
{
    struct arena *arena = evaluation->arena;
    struct figure *figure = LIST_ADD(arena, &evaluation->figures);
    *figure = (struct figure){.id = "satisfaction", .name = "群众满意率", .instrument = evaluation->instruments.at[0], .statistic = STAT_SATISFIED,
                              .decimals = 1, .unit = "%", .definition = "回答满意者占有效回答的比例", .by_count = 1, .index = 0};
    figure->by[0] = &evaluation->kinds.at[0];
    figure = LIST_ADD(arena, &evaluation->figures);
    *figure = (struct figure){.id = "visits", .name = "实地考察", .statistic = STAT_SUM, .decimals = 0, .unit = "次", .index = 1};
    struct given *given = LIST_ADD(arena, &evaluation->given);
    *given = (struct given){.id = "symposia", .name = "座谈会", .value = 30, .unit = "场", .exactness = OVER, .source = "项目组记录"};
    struct earlier *earlier = LIST_ADD(arena, &evaluation->earlier);
    *earlier = (struct earlier){.figure = &evaluation->figures.at[0], .year = 2016, .value = 91.9, .numerator = 1917, .denominator = 2086,
                                .place = NAN, .statistic = STAT_TOP1, .statistic_known = true, .definition = "非常满意／有效问卷"};
    earlier = LIST_ADD(arena, &evaluation->earlier);
    *earlier = (struct earlier){.figure = &evaluation->figures.at[0], .year = 2015, .value = 88.5, .numerator = NAN, .denominator = NAN,
                                .place = NAN, .statistic = STAT_SATISFIED, .statistic_known = true};
    struct finding *finding = LIST_ADD(arena, &evaluation->findings);
    *finding = (struct finding){.id = "f1", .kind = "practice", .title = "制度*先行*", .text = "共考察{{figures.visits}}，**成效**明显。",
                                .pos = {"evaluation.yaml", 9, 5, 0}};
}

static inline struct report_plan *add_plan(struct evaluation *evaluation, const char *id, int each, const char *table)
{
    struct report_plan *plan = LIST_ADD(evaluation->arena, &evaluation->reports);
    plan->id = id;
    plan->name = id;
    plan->template_file = arena_printf(evaluation->arena, "%s.md", id);
    plan->each = each < 0 ? NULL : &evaluation->kinds.at[each];
    plan->table = table;
    plan->pos = (struct pos){"evaluation.yaml", 99, 3, 0};
    return plan;
}

/* Results ------------------------------------------------------------------------------------------------------ */

static inline struct score_row *add_row(struct results *results, struct table_result *table, int first, int second, double score)
{
    struct score_row *row = LIST_ADD(results->arena, &table->rows);
    for (int i = 0; i < MODEL_BY_MAX; i++)
        row->units[i] = NO_UNIT;
    row->units[0] = first;
    row->units[1] = second;
    row->base_score = row->score = score;
    row->printed = num_round(score, 2);
    row->natural_place = row->place = row->slice_place = NAN;
    row->coverage = 1;
    row->why = isnan(score) ? NO_SCORE_NO_DATA : SCORED;
    row->nodes = ARENA_ARRAY(results->arena, struct node_score, 2);
    row->facets = ARENA_ARRAY(results->arena, struct facet_score *, 1);
    row->facets[0] = ARENA_ARRAY(results->arena, struct facet_score, 3);
    for (int i = 0; i < 2; i++) { /* department 2 above, public 3 below: 60·2 = 40·3 */
        double node = score + (i ? -3 : 2);
        row->nodes[i] = (struct node_score){.raw = node, .score = node, .weight = i ? 40 : 60, .effective_weight = i ? 40 : 60, .base = 5};
        if (!isnan(score))
            row->facets[0][i] = (struct facet_score){.weighted = node * (i ? 40 : 60), .weight = i ? 40 : 60};
    }
    return row;
}

/* Mean and bounds of the scored rows; places by score, highest first (no ties here). */
static inline void finish_table(struct results *results, struct table_result *table)
{
    double sum = 0, printed = 0;
    table->min = INFINITY;
    table->max = -INFINITY;
    table->by_place = ARENA_ARRAY(results->arena, int, table->rows.count + 1);
    for (size_t i = 0; i < table->rows.count; i++) {
        struct score_row *row = &table->rows.at[i];
        table->by_place[i] = (int)i;
        if (isnan(row->score))
            continue;
        table->scored++;
        sum += row->score;
        printed += row->printed;
        table->min = fmin(table->min, row->score);
        table->max = fmax(table->max, row->score);
        row->place = 1;
        for (size_t k = 0; k < table->rows.count; k++)
            row->place += table->rows.at[k].score > row->score;
        row->natural_place = row->place;
    }
    for (size_t i = 0; i < table->rows.count; i++)
        for (size_t k = i; k > 0; k--) {
            double left = table->rows.at[table->by_place[k - 1]].place, right = table->rows.at[table->by_place[k]].place;
            if (left <= right || isnan(right))
                break;
            int moved = table->by_place[k];
            table->by_place[k] = table->by_place[k - 1];
            table->by_place[k - 1] = moved;
        }
    double n = table->scored ? (double)table->scored : NAN;
    table->mean = sum / n;
    table->printed_mean_of_printed = printed / n;
    table->range = table->max - table->min;
    table->median = table->sd = NAN;
}

static inline void add_slice(struct results *results, struct table_result *table, int project)
{
    struct slice *slice = LIST_ADD(results->arena, &table->slices);
    *slice = (struct slice){.kind_at = 0, .unit = project, .min = INFINITY, .max = -INFINITY, .first = -1, .last = -1};
    double sum = 0;
    for (size_t i = 0; i < table->rows.count; i++) {
        struct score_row *row = &table->rows.at[i];
        if (row->units[0] != project || isnan(row->score))
            continue;
        sum += row->score;
        slice->count++;
        if (row->score > slice->max) {
            slice->max = row->score;
            slice->first = (int)i;
        }
        if (row->score < slice->min) {
            slice->min = row->score;
            slice->last = (int)i;
        }
    }
    slice->mean = sum / (double)slice->count;
    slice->range = slice->max - slice->min;
}

static inline void add_tables(struct results *results)
{
    const struct evaluation *evaluation = results->evaluation;
    for (size_t i = 0; i < 4; i++)
        LIST_ADD(results->arena, &results->tables)->table = &evaluation->rubric.tables.at[i];
    struct table_result *cells = &results->tables.at[0], *districts = &results->tables.at[1], *projects = &results->tables.at[2];
    for (int p = 0; p < 3; p++)
        for (int d = 0; d < 3; d++) {
            bool absent = p == 2 && d == 2;
            struct score_row *row = add_row(results, cells, p, d, absent ? (double)NAN : 90.0 + 2 * d * (p + 1));
            row->slice_place = absent ? (double)NAN : p == 2 ? 2.0 - d : 3.0 - d;
            if (absent)
                row->why = NO_SCORE_NOT_APPLICABLE;
        }
    add_row(results, districts, 0, NO_UNIT, 90);
    add_row(results, districts, 1, NO_UNIT, 96.004);
    add_row(results, districts, 2, NO_UNIT, 84.004)->not_applicable = 1;
    add_row(results, projects, 0, NO_UNIT, 95);
    add_row(results, projects, 1, NO_UNIT, NAN);
    add_row(results, projects, 2, NO_UNIT, 97)->fixed = &evaluation->rubric.tables.at[2].fixed_places.at[0];
    add_row(results, &results->tables.at[3], 0, NO_UNIT, 93.5);
    add_row(results, &results->tables.at[3], 1, NO_UNIT, 91.25);
    for (size_t i = 0; i < 4; i++)
        finish_table(results, &results->tables.at[i]);
    for (int p = 0; p < 3; p++)
        add_slice(results, cells, p);
    projects->rows.at[2].place = 3;
    projects->by_place[0] = 0;
    projects->by_place[1] = 2;
    projects->by_place[2] = 1;
    for (int p = 0; p < 2; p++) {
        struct policy_result *policy = LIST_ADD(results->arena, &districts->policies);
        policy->policy = p ? POLICY_ZERO : POLICY_REWEIGHT;
        policy->scores = ARENA_ARRAY(results->arena, double, 3);
        policy->places = ARENA_ARRAY(results->arena, double, 3);
        policy->same_as_default = !p;
        for (size_t i = 0; i < 3; i++) {
            policy->scores[i] = districts->rows.at[i].score - (p && i == 1 ? 20 : 0);
            policy->places[i] = p ? (i == 0 ? 1 : i == 1 ? 3 : 2) : districts->rows.at[i].place;
        }
    }
}

static inline void add_answers(struct results *results)
{
    const struct evaluation *evaluation = results->evaluation;
    const struct instrument *instrument = evaluation->instruments.at[0];
    struct collection *collection = LIST_ADD(results->arena, &results->collections);
    *collection = (struct collection){.instrument = instrument, .issued = 910, .returned = 900, .valid = 885, .void_count = 15, .not_eligible = 0,
                                      .return_rate = 100 * 900 / 910.0, .valid_rate = 100 * 885 / 900.0, .valid_return_rate = 100 * 885 / 910.0};
    struct rule_count *rule = LIST_ADD(results->arena, &collection->rules);
    *rule = (struct rule_count){.rule = &instrument->screening.at[0], .decided = 15, .applies = 16};
    for (int split = 0; split < 2; split++) {
        struct frequency *frequency = LIST_ADD(results->arena, &results->frequencies);
        frequency->instrument = instrument;
        frequency->question = &instrument->questions.at[0];
        frequency->by = split ? &evaluation->kinds.at[0] : NULL;
        for (int u = 0; u < (split ? 3 : 1); u++) {
            struct frequency_cell *cell = LIST_ADD(results->arena, &frequency->cells);
            static const double counts[2][4] = {{805, 60, 15, 5}, {90, 9, 1, 2}};
            cell->unit = split ? u : NO_UNIT;
            cell->counts = ARENA_ARRAY(results->arena, double, 4);
            memcpy(cell->counts, counts[split], sizeof counts[split]);
            if (u == 2)
                memset(cell->counts, 0, 4 * sizeof *cell->counts);
            cell->answered = cell->counts[0] + cell->counts[1] + cell->counts[2];
            cell->asked = cell->answered + cell->counts[3];
            cell->mean = NAN;
        }
    }
    struct figure_result *figure = LIST_ADD(results->arena, &results->figures);
    figure->figure = &evaluation->figures.at[0];
    figure->all = (struct figure_cell){.units = {-1, -1, -1}, .value = 100 * 805 / 880.0, .numerator = 805, .base = 880};
    for (int u = 0; u < 3; u++) {
        struct figure_cell *cell = LIST_ADD(results->arena, &figure->cells);
        *cell = (struct figure_cell){.units = {u, -1, -1}, .value = u == 2 ? (double)NAN : 90.0 + u, .numerator = 90, .base = u == 2 ? 0 : 100};
    }
    figure = LIST_ADD(results->arena, &results->figures);
    figure->figure = &evaluation->figures.at[1];
    figure->all = (struct figure_cell){.units = {-1, -1, -1}, .value = 183, .numerator = 183, .base = 17};
}

/* Templates lie in a folder of their own; `evaluation->folder` stays NULL unless a test sets it. */
static inline struct fixture *fixture_new(void)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct evaluation *evaluation = f->evaluation = evaluation_new(NULL);
    evaluation->folder = NULL;
    evaluation->id = "small";
    evaluation->title = "第三方评估报告";
    evaluation->subject = "全市20项创新改革经验推广推介情况";
    evaluation->year = 2017;
    evaluation->report_date = "2018-07-06";
    evaluation->commissioner = "市委改革办";
    evaluation->evaluator = "市委党校";
    evaluation->team = "市委党校项目组";
    evaluation->simulated = true;
    evaluation->disclosure.min_base = 10;
    struct document_ref *basis = LIST_ADD(evaluation->arena, &evaluation->basis);
    basis->title = "实施意见";
    basis->number = "淄改办发〔2017〕2号";
    static const char *const principles[] = {"实效", "问题", "公正"};
    for (size_t i = 0; i < 3; i++)
        *LIST_ADD(evaluation->arena, &evaluation->principles) = principles[i];
    add_units(evaluation);
    add_rubric(evaluation);
    add_instrument(evaluation);
    add_figures(evaluation);
    for (int i = 0; i < 4; i++)
        LIST_ADD(evaluation->arena, &evaluation->reports);
    evaluation->reports.count = 0;
    f->overall = add_plan(evaluation, "overall", -1, NULL);
    f->district = add_plan(evaluation, "district", 0, "districts");
    f->project = add_plan(evaluation, "project", 1, "projects");
    f->department = add_plan(evaluation, "department", 2, NULL);
    f->results = results_new(evaluation);
    f->results->data_hash = "abc123";
    add_tables(f->results);
    add_answers(f->results);
    diags_init(&f->diags);
    check_folder(f->folder);
    return f;
}

static inline void fixture_free(struct fixture *f)
{
    char command[CHECK_PATH + 32];
    snprintf(command, sizeof command, "rm -r %s", f->folder);
    assert_int_equal(system(command), 0);
    diags_release(&f->diags);
    results_free(f->results);
    evaluation_free(f->evaluation);
    free(f);
}

static inline void write_template(const struct fixture *f, const char *name, const char *text)
{
    char path[CHECK_PATH + 64];
    snprintf(path, sizeof path, "%s/%s.md", f->folder, name);
    assert_true(file_write(path, text, strlen(text), 0600));
}

static inline struct doc *build_with(struct fixture *f, const struct report_plan *plan, const struct unit *unit, enum edition edition)
{
    const char *folders[] = {f->folder, NULL};
    struct report_options options = {.edition = edition, .template_folders = folders};
    return report_build(f->results, plan, unit, &options, &f->diags);
}

/* The document of `text` as plain dump; fails the test when it cannot be built. Caller frees. */
static inline char *build_text(struct fixture *f, const struct report_plan *plan, const struct unit *unit, const char *text)
{
    write_template(f, plan->id, text);
    struct doc *doc = build_with(f, plan, unit, EDITION_INTERNAL);
    struct strbuf out;
    strbuf_init(&out);
    if (!doc) {
        diags_format_all(&f->diags, false, &out);
        print_error("template: %s\n%s", text, out.at);
        fail();
    }
    doc_dump(doc, &out);
    doc_free(doc);
    return strbuf_detach(&out);
}

static inline void expect_in(const char *text, const char *wanted)
{
    if (strstr(text, wanted))
        return;
    print_error("wanted \"%s\" in\n%s\n", wanted, text);
    fail();
}

static inline void expect_not_in(const char *text, const char *unwanted)
{
    if (!strstr(text, unwanted))
        return;
    print_error("did not want \"%s\" in\n%s\n", unwanted, text);
    fail();
}

#endif
