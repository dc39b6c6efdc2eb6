/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights that the data propose (entropy, CRITIC) and TOPSIS as another way to rank: from the leaves of a score table, or from items by units. They tell what parts the
 * objects, not what matters; no score table takes them by itself.
 */
#include "analysis_asked.h"

#include "ceping/stats_composite.h"

/* Objects and criteria ---------------------------------------------------------------------------------------------------------- */

struct objects {
    const struct table *table; /* its leaves are the criteria; else items */
    size_t count, criteria, left_out;
    double *x; /* [object · criteria + criterion] */
    double *declared; /* weights of the rubric; NULL */
    const char **labels, **keys, **criterion_labels, **criterion_keys;
    const struct unit **units;
};

static bool is_leaf(const struct node *node)
{
    return node->children.count == 0;
}

static bool known_criterion(const struct analysis_work *work, const struct request *request, const char *id)
{
    const struct table *table = request->asked->of.text ? evaluation_table(work->evaluation, request->asked->of.text) : NULL;
    for (size_t i = 0; table && i < table->nodes.count; i++)
        if (is_leaf(table->nodes.at[i]) && strcmp(table->nodes.at[i]->id, id) == 0)
            return true;
    for (size_t i = 0; i < request->count; i++)
        if (strcmp(request->items[i].id, id) == 0)
            return true;
    return false;
}

bool check_objects(struct analysis_work *work, const struct request *request)
{
    const struct analysis *asked = request->asked;
    size_t errors = work->diags->errors;
    const struct table *table = asked->of.text ? evaluation_table(work->evaluation, asked->of.text) : NULL;
    bool items = asked->items.count > 0;
    if (asked->of.text && !table) {
        const char *words[64];
        size_t count = 0;
        for (size_t i = 0; i < work->evaluation->rubric.tables.count && count < COUNT_OF(words); i++)
            words[count++] = work->evaluation->rubric.tables.at[i].id;
        diags_error(work->diags, asked->of.pos, _("unknown table '%s'"), asked->of.text);
        diags_hint_words(work->diags, asked->of.text, words, count);
        return false;
    }
    if ((asked->of.text != NULL) == items || (items && !request->by) || (table && request->by)) {
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes a score table, or items by units"), request->measure);
        diags_hint(work->diags, _("of: TABLE, or items: […] with by: KIND"));
    }
    if (items && request->count == 1)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at least %zu items"), request->measure, (size_t)2);
    for (size_t i = 0; i < asked->less_is_better.count && work->diags->errors == errors; i++) {
        const struct name *name = &asked->less_is_better.at[i];
        if (known_criterion(work, request, name->text))
            continue;
        diags_error(work->diags, name->pos, _("'%s' is no criterion of measure '%s'"), name->text, request->measure);
        diags_hint(work->diags, _("a leaf of the table, or one of the items"));
    }
    if (items && asked->method.text && strcmp(asked->method.text, "rubric") == 0) {
        diags_error(work->diags, asked->method.pos, _("method rubric needs a score table"));
        diags_hint(work->diags, _("of: TABLE"));
    }
    return work->diags->errors == errors;
}

static void objects_room(struct analysis_work *work, struct objects *out, size_t objects, size_t criteria)
{
    struct arena *arena = work->scratch;
    out->criteria = criteria;
    out->x = ARENA_ARRAY(arena, double, objects * criteria + 1);
    out->labels = ARENA_ARRAY(arena, const char *, objects + 1);
    out->keys = ARENA_ARRAY(arena, const char *, objects + 1);
    out->units = ARENA_ARRAY(arena, const struct unit *, objects + 1);
    out->criterion_labels = ARENA_ARRAY(arena, const char *, criteria + 1);
    out->criterion_keys = ARENA_ARRAY(arena, const char *, criteria + 1);
}

static bool objects_of_table(struct analysis_work *work, const struct request *request, struct objects *out)
{
    const struct table_result *result = results_table(work->results, request->asked->of.text);
    if (!result)
        return false;
    const struct table *table = out->table = result->table;
    objects_room(work, out, result->rows.count, table->nodes.count);
    out->declared = ARENA_ARRAY(work->scratch, double, table->nodes.count + 1);
    out->criteria = 0;
    for (size_t i = 0; i < table->nodes.count; i++) {
        const struct node *node = table->nodes.at[i];
        if (!is_leaf(node))
            continue;
        out->declared[out->criteria] = result->rows.count ? result->rows.at[0].nodes[i].weight : (double)NAN;
        out->criterion_keys[out->criteria] = node->id;
        out->criterion_labels[out->criteria++] = node->name ? node->name : node->id;
    }
    for (size_t r = 0; r < result->rows.count; r++) {
        const struct score_row *row = &result->rows.at[r];
        double *x = out->x + out->count * out->criteria;
        size_t at = 0;
        bool whole = true;
        for (size_t i = 0; i < table->nodes.count; i++) {
            if (!is_leaf(table->nodes.at[i]))
                continue;
            x[at] = row->nodes[i].score;
            whole = whole && !isnan(x[at]) && !row->nodes[i].imputed;
            at++;
        }
        if (!whole) {
            out->left_out++;
            continue;
        }
        const char *label = "", *key = "";
        for (size_t k = 0; k < table->by_count; k++) {
            const struct unit *unit = &table->by[k]->units.at[row->units[k]];
            label = arena_printf(work->scratch, "%s%s%s", label, k ? "×" : "", unit->short_name);
            key = arena_printf(work->scratch, "%s%s%s", key, k ? ":" : "", unit->id);
        }
        out->units[out->count] = table->by_count == 1 ? &table->by[0]->units.at[row->units[0]] : NULL;
        out->labels[out->count] = label;
        out->keys[out->count++] = key;
    }
    return true;
}

static bool objects_of_items(struct analysis_work *work, const struct request *request, struct objects *out)
{
    const struct grouping *by = request->by;
    objects_room(work, out, by->count, request->count);
    struct moments *cells = ARENA_ARRAY(work->scratch, struct moments, by->count * request->count + 1);
    double kinds[MISSING_KINDS] = {0};
    for (size_t k = 0; k < request->count; k++) {
        struct cases cases;
        cases_make(work, &request->items[k], 1, VALUE_NUMBER, &cases);
        for (size_t m = 0; m < MISSING_KINDS; m++)
            kinds[m] += work->missing[m];
        for (size_t i = 0; i < cases.n; i++) {
            int group = grouping_at(work, by, cases.row[i], cases.variable[i]);
            if (group >= 0 && !isnan(cases.x[i]))
                moments_add(&cells[(size_t)group * request->count + k], cases.x[i], 1);
        }
        out->criterion_keys[k] = request->items[k].id;
        out->criterion_labels[k] = request->items[k].label;
    }
    memcpy(work->missing, kinds, sizeof kinds);
    for (size_t g = 0; g < by->count; g++) {
        double *x = out->x + out->count * request->count;
        size_t filled = 0;
        for (size_t k = 0; k < request->count; k++) {
            x[k] = moments_mean(&cells[g * request->count + k]);
            filled += !isnan(x[k]);
        }
        if (filled < request->count) {
            out->left_out += filled > 0;
            continue;
        }
        out->units[out->count] = grouping_unit(by, g);
        out->labels[out->count] = grouping_label(by, g);
        out->keys[out->count++] = grouping_key(by, g);
    }
    return true;
}

static void warn_objects(struct analysis_work *work, struct analysis_block *block, const struct objects *objects)
{
    if (objects->left_out > 0)
        block_warning(work, block, "%zu个对象缺分项得分（或由规则补入），不在其内", objects->left_out);
    if (objects->count < objects->criteria)
        block_warning(work, block, "对象（%zu个）少于分项（%zu项），%s", objects->count, objects->criteria, words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "只是提议，得分表不据此改动");
}

static void weights_block(struct analysis_work *work, const struct request *request, const struct objects *objects, const double *direction, const char *stem)
{
    bool entropy = strcmp(request->measure, "entropy_weights") == 0;
    double *weights = ARENA_ARRAY(work->scratch, double, objects->criteria + 1), *entropies = ARENA_ARRAY(work->scratch, double, objects->criteria + 1);
    if (entropy)
        stats_entropy_weights(objects->x, direction, objects->count, objects->criteria, weights, entropies);
    else
        stats_critic_weights(objects->x, direction, objects->count, objects->criteria, weights);
    struct analysis_block *block = block_new(work, request->measure, entropy ? "熵权法权重" : "CRITIC法权重", "%s_%s", stem, request->measure);
    block_column(work, block, "weight", "提议权重(%)", ANALYSIS_PERCENT, 2);
    if (objects->declared)
        block_column(work, block, "declared", "现行权重(%)", ANALYSIS_PERCENT, 2);
    if (entropy)
        block_column(work, block, "entropy", "熵", ANALYSIS_NUMBER, 4);
    size_t first = 0;
    for (size_t c = 0; c < objects->criteria; c++) {
        struct analysis_row *row = block_row(work, block, objects->criterion_keys[c], objects->criterion_labels[c]);
        size_t at = 0;
        row->values[at++] = 100 * weights[c];
        if (objects->declared)
            row->values[at++] = objects->declared[c];
        if (entropy)
            row->values[at++] = entropies[c];
        if (weights[c] == 0)
            row->note = "各对象相同，没有区分";
        first = weights[c] > weights[first] ? c : first;
    }
    block->base = (double)objects->count;
    block->missing = (double)objects->left_out;
    block_method(work, block, "%zu个对象、%zu个分项，各分项按最小和最大值化为0至1；%s", objects->count, objects->criteria,
                 entropy ? words_spoken(work, "分项差别越大权重越高") : words_spoken(work, "标准差大、与其他分项相关低的权重高"));
    block_warning(work, block, "由数据得出的权重只反映各分项区分对象的能力，不反映分项重要与否");
    warn_objects(work, block, objects);
    if (isnan(weights[first]))
        block_sentence(work, block, "对象太少或没有差别，权重无法计算。");
    else
        block_sentence(work, block, "最能区分各对象的分项是“%s”（%s%%），但这不等于最重要。", objects->criterion_labels[first], words_number(work, 100 * weights[first], 1));
}

static void topsis_block(struct analysis_work *work, const struct request *request, const struct objects *objects, const double *direction, const char *stem)
{
    static const char *const words[] = {"等权", "熵权法权重", "CRITIC法权重", "评分标准的现行权重"};
    size_t method = request_method(request);
    double *weights = ARENA_ARRAY(work->scratch, double, objects->criteria + 1), *closeness = ARENA_ARRAY(work->scratch, double, objects->count + 1);
    for (size_t c = 0; c < objects->criteria; c++)
        weights[c] = method == 3 ? objects->declared[c] : 1;
    if (method == 1)
        stats_entropy_weights(objects->x, direction, objects->count, objects->criteria, weights, NULL);
    else if (method == 2)
        stats_critic_weights(objects->x, direction, objects->count, objects->criteria, weights);
    stats_topsis(objects->x, direction, weights, objects->count, objects->criteria, closeness);
    struct analysis_block *block = block_new(work, request->measure, "TOPSIS贴近度", "%s_topsis", stem);
    block_column(work, block, "closeness", "贴近度", ANALYSIS_NUMBER, 4);
    block_column(work, block, "place", "名次", ANALYSIS_NUMBER, 0);
    size_t best = 0;
    for (size_t i = 0; i < objects->count; i++) {
        double place = 1;
        for (size_t k = 0; k < objects->count; k++)
            place += closeness[k] > closeness[i];
        struct analysis_row *row = block_row(work, block, objects->keys[i], objects->labels[i]);
        row->unit = objects->units[i];
        row->values[0] = closeness[i];
        row->values[1] = isnan(closeness[i]) ? (double)NAN : place;
        best = closeness[i] > closeness[best] ? i : best;
    }
    block->base = (double)objects->count;
    block->missing = (double)objects->left_out;
    block_method(work, block, "到各分项最好值的贴近度，0至1；权重：%s", words_spoken(work, words[method]));
    warn_objects(work, block, objects);
    if (objects->count == 0 || isnan(closeness[best]))
        block_sentence(work, block, "对象太少或没有差别，贴近度无法计算。");
    else
        block_sentence(work, block, "按这一方法贴近度最高的是%s；名次以得分表为准。", objects->labels[best]);
}

void run_data_weights(struct analysis_work *work, const struct request *request)
{
    struct objects objects = {0};
    bool table = request->asked->of.text;
    if (!(table ? objects_of_table(work, request, &objects) : objects_of_items(work, request, &objects)) || objects.count == 0)
        return;
    double *direction = ARENA_ARRAY(work->scratch, double, objects.criteria + 1);
    for (size_t c = 0; c < objects.criteria; c++) {
        direction[c] = 1;
        for (size_t i = 0; i < request->asked->less_is_better.count; i++)
            if (strcmp(request->asked->less_is_better.at[i].text, objects.criterion_keys[c]) == 0)
                direction[c] = -1;
    }
    const char *stem = table ? objects.table->id : request->items[0].id;
    if (strcmp(request->measure, "topsis") == 0)
        topsis_block(work, request, &objects, direction, stem);
    else
        weights_block(work, request, &objects, direction, stem);
}
