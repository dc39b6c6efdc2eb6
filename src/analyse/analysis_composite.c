/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights of composite scores as proposals: what experts judged (AHP, Delphi) and what the data say (entropy, CRITIC), with the evidence beside them. No score table
 * takes them by itself: who wants them writes them into the rubric.
 */
#include "analysis_asked.h"

#include "ceping/stats_composite.h"
#include "ceping/stats_raters.h"

#define CR_ACCEPTED 0.10        /* Saaty */
#define CV_ACCEPTED 0.25        /* method §6 */
#define AUTHORITY_ACCEPTED 0.70 /* method §6 */

bool check_judgement(struct analysis_work *work, const struct request *request)
{
    const struct name *name = &request->asked->of;
    bool delphi = strcmp(request->measure, "delphi") == 0;
    enum judgement_kind kind = delphi ? JUDGEMENT_DELPHI : JUDGEMENT_AHP;
    const struct judgement *judgement = evaluation_judgement(work->evaluation, name->text);
    if (judgement && judgement->kind == kind)
        return true;
    const char *words[64];
    size_t count = 0;
    for (size_t i = 0; i < work->evaluation->judgements.count && count < COUNT_OF(words); i++)
        if (work->evaluation->judgements.at[i].kind == kind)
            words[count++] = work->evaluation->judgements.at[i].id;
    if (judgement)
        diags_error(work->diags, name->pos, _("judgement '%s' is of kind %s, not %s"), name->text, judgement_kind_ids[judgement->kind], judgement_kind_ids[kind]);
    else
        diags_error(work->diags, name->pos, _("unknown judgement '%s'"), name->text);
    if (count > 0)
        diags_hint_words(work->diags, name->text, words, count);
    else
        diags_hint(work->diags, _("declare it under judgements, kind: %s"), judgement_kind_ids[kind]);
    return false;
}

/* AHP ----------------------------------------------------------------------------------------------------------------------- */

struct ahp {
    const struct judgement *judgement;
    size_t n, experts;
    double *matrices, *expert_weights; /* [expert][row][column] */
    double *group, *weights, *geometric, *of_experts, *priorities;
    struct stats_ahp together, *each;
};

static void ahp_compute(struct analysis_work *work, const struct judgement *judgement, struct ahp *ret)
{
    struct arena *arena = work->scratch;
    size_t n = judgement->criteria.count, experts = judgement->experts.count;
    *ret = (struct ahp){.judgement = judgement, .n = n, .experts = experts};
    ret->matrices = ARENA_ARRAY(arena, double, experts * n * n + 1);
    ret->expert_weights = ARENA_ARRAY(arena, double, experts + 1);
    ret->group = ARENA_ARRAY(arena, double, n * n + 1);
    ret->weights = ARENA_ARRAY(arena, double, n + 1);
    ret->geometric = ARENA_ARRAY(arena, double, n + 1);
    ret->of_experts = ARENA_ARRAY(arena, double, experts * n + 1);
    ret->priorities = ARENA_ARRAY(arena, double, n + 1);
    ret->each = ARENA_ARRAY(arena, struct stats_ahp, experts + 1);
    for (size_t e = 0; e < experts; e++) {
        const struct judge *judge = &judgement->experts.at[e];
        double *matrix = ret->matrices + e * n * n;
        ret->expert_weights[e] = judge->weight;
        for (size_t r = 0; r < n; r++)
            memcpy(matrix + r * n, judge->matrix.at[r].at.at, n * sizeof *matrix);
        stats_ahp(matrix, n, ret->of_experts + e * n, NULL, &ret->each[e]);
    }
    stats_ahp_group(ret->matrices, ret->expert_weights, experts, n, ret->group);
    stats_ahp(ret->group, n, ret->weights, ret->geometric, &ret->together);
    stats_ahp_priorities(ret->of_experts, ret->expert_weights, experts, n, ret->priorities);
}

static void ahp_weights_block(struct analysis_work *work, const struct request *request, const struct ahp *ahp)
{
    const struct judgement *judgement = ahp->judgement;
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：层次分析法权重", judgement->name), "%s_weights", judgement->id);
    block_column(work, block, "weight", "权重(%)", ANALYSIS_PERCENT, 2);
    block_column(work, block, "geometric", "几何平均法(%)", ANALYSIS_PERCENT, 2);
    block_column(work, block, "priorities", "各专家权重的几何平均(%)", ANALYSIS_PERCENT, 2);
    size_t first = 0, inconsistent = 0;
    for (size_t c = 0; c < ahp->n; c++) {
        struct analysis_row *row = block_row(work, block, judgement->criteria.at[c].id, judgement->criteria.at[c].name);
        double values[] = {100 * ahp->weights[c], 100 * ahp->geometric[c], 100 * ahp->priorities[c]};
        memcpy(row->values, values, sizeof values);
        first = ahp->weights[c] > ahp->weights[first] ? c : first;
    }
    for (size_t e = 0; e < ahp->experts; e++)
        inconsistent += ahp->each[e].cr >= CR_ACCEPTED;
    block->base = (double)ahp->experts;
    block_method(work, block, "各专家判断取几何平均后求主特征向量；λmax＝%s，CI＝%s，CR＝%s", words_number(work, ahp->together.lambda_max, 4), words_number(work, ahp->together.ci, 4),
                 words_number(work, ahp->together.cr, 4));
    if (ahp->together.cr >= CR_ACCEPTED)
        block_warning(work, block, "群体判断不一致（CR≥0.10），“%s”对“%s”的判断与权重之比最不相符，应请专家复核",
                      judgement->criteria.at[ahp->together.worst_row].name, judgement->criteria.at[ahp->together.worst_column].name);
    if (inconsistent > 0)
        block_warning(work, block, "%zu位专家的判断不一致（CR≥0.10）", inconsistent);
    if (ahp->experts < 3)
        block_warning(work, block, "只有%zu位专家，%s", ahp->experts, SMALL_SAMPLE);
    block_warning(work, block, "只是提议，得分表不据此改动");
    block_sentence(work, block, "%zu位专家认为最重要的是“%s”（%s%%）；%s。", ahp->experts, judgement->criteria.at[first].name, words_number(work, 100 * ahp->weights[first], 1),
                   ahp->together.cr < CR_ACCEPTED ? "判断的一致性可以接受" : "但判断前后矛盾，不宜采用");
}

static void ahp_experts_block(struct analysis_work *work, const struct request *request, const struct ahp *ahp)
{
    const struct judgement *judgement = ahp->judgement;
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：各专家判断的一致性", judgement->name), "%s_experts", judgement->id);
    block_column(work, block, "lambda_max", "λmax", ANALYSIS_NUMBER, 4);
    block_column(work, block, "ci", "CI", ANALYSIS_NUMBER, 4);
    block_column(work, block, "cr", "CR", ANALYSIS_NUMBER, 4);
    block_column(work, block, "worst_ratio", "最不相符之比", ANALYSIS_NUMBER, 2);
    for (size_t c = 0; c < ahp->n; c++)
        block_column(work, block, arena_printf(work->scratch, "weight_%s", judgement->criteria.at[c].id), arena_printf(work->scratch, "%s(%%)", judgement->criteria.at[c].name),
                     ANALYSIS_PERCENT, 1);
    for (size_t e = 0; e < ahp->experts; e++) {
        const struct stats_ahp *each = &ahp->each[e];
        struct analysis_row *row = block_row(work, block, judgement->experts.at[e].id, judgement->experts.at[e].name);
        double values[] = {each->lambda_max, each->ci, each->cr, each->worst_ratio};
        memcpy(row->values, values, sizeof values);
        for (size_t c = 0; c < ahp->n; c++)
            row->values[4 + c] = 100 * ahp->of_experts[e * ahp->n + c];
        if (each->cr >= CR_ACCEPTED)
            row->note = arena_printf(work->arena, "“%s”对“%s”的判断最不相符", judgement->criteria.at[each->worst_row].name, judgement->criteria.at[each->worst_column].name);
    }
    block->base = (double)ahp->experts;
    block_method(work, block, "CR＝CI÷RI，RI用萨蒂的数值；小于0.10为可以接受");
    size_t inconsistent = 0;
    for (size_t e = 0; e < ahp->experts; e++)
        inconsistent += ahp->each[e].cr >= CR_ACCEPTED;
    if (inconsistent == 0)
        block_sentence(work, block, "各位专家的判断都通过一致性检验。");
    else
        block_sentence(work, block, "%zu位专家中有%zu位的判断没有通过一致性检验，应请其复核。", ahp->experts, inconsistent);
}

void run_ahp(struct analysis_work *work, const struct request *request)
{
    struct ahp ahp;
    ahp_compute(work, evaluation_judgement(work->evaluation, request->asked->of.text), &ahp);
    ahp_weights_block(work, request, &ahp);
    ahp_experts_block(work, request, &ahp);
}

/* Delphi ----------------------------------------------------------------------------------------------------------------------- */

static double highest_rating(const struct judgement *judgement)
{
    double highest = -INFINITY;
    for (size_t e = 0; e < judgement->experts.count; e++)
        for (size_t r = 0; r < judgement->experts.at[e].rounds.count; r++)
            for (size_t c = 0; c < judgement->criteria.count; c++)
                highest = fmax(highest, judgement->experts.at[e].rounds.at[r].at.at[c]);
    return highest;
}

/* Ratings of a round: [criterion][expert] of those who took part. */
static size_t round_ratings(struct analysis_work *work, const struct judgement *judgement, size_t round, double **ret_x)
{
    size_t criteria = judgement->criteria.count, experts = 0, at = 0;
    for (size_t e = 0; e < judgement->experts.count; e++)
        experts += judgement->experts.at[e].rounds.count > round;
    double *x = *ret_x = ARENA_ARRAY(work->scratch, double, criteria * experts + 1);
    for (size_t e = 0; e < judgement->experts.count; e++) {
        if (judgement->experts.at[e].rounds.count <= round)
            continue;
        for (size_t c = 0; c < criteria; c++)
            x[c * experts + at] = judgement->experts.at[e].rounds.at[round].at.at[c];
        at++;
    }
    return experts;
}

static void delphi_round(struct analysis_work *work, const struct request *request, const struct judgement *judgement, size_t round, double full_mark)
{
    double *x, *given;
    size_t experts = round_ratings(work, judgement, round, &x), criteria = judgement->criteria.count, disputed = 0;
    given = ARENA_ARRAY(work->scratch, double, experts + 1);
    double *means = ARENA_ARRAY(work->scratch, double, criteria + 1), total = 0;
    struct analysis_block *block =
        block_new(work, request->measure, arena_printf(work->scratch, "%s：第%zu轮", judgement->name, round + 1), "%s_round_%zu", judgement->id, round + 1);
    block_column(work, block, "n", "专家", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 3);
    block_column(work, block, "cv", "变异系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "full", "满分频率(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low", "界值下限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "high", "界值上限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "weight", "按均值的权重(%)", ANALYSIS_PERCENT, 2);
    double missing = 0;
    for (size_t c = 0; c < criteria; c++) {
        size_t n = 0;
        for (size_t e = 0; e < experts; e++)
            if (!isnan(x[c * experts + e]))
                given[n++] = x[c * experts + e];
        missing += (double)(experts - n);
        struct stats_delphi d;
        stats_delphi(given, NULL, n, full_mark, &d);
        struct analysis_row *row = block_row(work, block, judgement->criteria.at[c].id, judgement->criteria.at[c].name);
        double values[] = {d.n, d.mean, d.sd, d.cv, 100 * d.full, d.low, d.high};
        memcpy(row->values, values, sizeof values);
        means[c] = d.mean;
        total += d.mean;
        if (d.cv > CV_ACCEPTED) {
            row->note = "意见分散（变异系数大于0.25）";
            disputed++;
        }
    }
    for (size_t c = 0; c < criteria; c++)
        block->rows.at[c].values[7] = total > 0 ? 100 * means[c] / total : (double)NAN;
    struct stats_kendall_w w;
    stats_kendall_w(x, criteria, experts, &w);
    block->base = (double)experts;
    block->missing = missing;
    block_method(work, block, "满分为%s；界值为均值±标准差；协调系数用肯德尔W", words_number(work, full_mark, 2));
    if (!isnan(w.w))
        block_check(work, block, "肯德尔W＝%s，χ²＝%s，自由度%s，%s", words_number(work, w.w, 3), words_number(work, w.chisq, 2), words_number(work, w.df, 0), words_p(work, w.p));
    if (experts < 10)
        block_warning(work, block, "只有%zu位专家，%s", experts, SMALL_SAMPLE);
    block_warning(work, block, "只是提议，得分表不据此改动");
    block_sentence(work, block, "第%zu轮%zu位专家，%s；%s。", round + 1, experts,
                   disputed == 0 ? "各项意见都较集中" : arena_printf(work->scratch, "%zu项中有%zu项意见分散", criteria, disputed),
                   isnan(w.p)              ? "协调程度无法检验"
                   : w.p < ANALYSIS_ALPHA  ? "专家意见的协调程度显著"
                                           : "未见专家意见协调");
}

static void delphi_authority(struct analysis_work *work, const struct request *request, const struct judgement *judgement)
{
    struct analysis_block *block = NULL;
    struct sum sum = {0};
    double n = 0;
    for (size_t e = 0; e < judgement->experts.count; e++) {
        const struct judge *judge = &judgement->experts.at[e];
        double authority = stats_delphi_authority(judge->grounds, judge->familiarity);
        if (isnan(authority))
            continue;
        if (!block) {
            block = block_new(work, request->measure, arena_printf(work->scratch, "%s：专家权威程度", judgement->name), "%s_authority", judgement->id);
            block_column(work, block, "grounds", "判断依据Ca", ANALYSIS_NUMBER, 3);
            block_column(work, block, "familiarity", "熟悉程度Cs", ANALYSIS_NUMBER, 3);
            block_column(work, block, "authority", "权威系数Cr", ANALYSIS_NUMBER, 3);
        }
        double values[] = {judge->grounds, judge->familiarity, authority};
        memcpy(block_row(work, block, judge->id, judge->name)->values, values, sizeof values);
        sum_add(&sum, authority);
        n++;
    }
    if (!block)
        return;
    double mean = sum_value(&sum) / n;
    block_row(work, block, "mean", "平均")->values[2] = mean;
    block->base = n;
    block->missing = (double)judgement->experts.count - n;
    block_method(work, block, "Cr＝（Ca＋Cs）÷2，0.70以上可以接受");
    block_sentence(work, block, "专家权威系数平均%s，%s。", words_number(work, mean, 3), mean >= AUTHORITY_ACCEPTED ? "可以接受" : "偏低");
}

void run_delphi(struct analysis_work *work, const struct request *request)
{
    const struct judgement *judgement = evaluation_judgement(work->evaluation, request->asked->of.text);
    double full_mark = isnan(judgement->full_mark) ? highest_rating(judgement) : judgement->full_mark;
    size_t rounds = 0;
    for (size_t e = 0; e < judgement->experts.count; e++)
        rounds = judgement->experts.at[e].rounds.count > rounds ? judgement->experts.at[e].rounds.count : rounds;
    for (size_t r = 0; r < rounds; r++)
        delphi_round(work, request, judgement, r, full_mark);
    delphi_authority(work, request, judgement);
}

/* Weights from the data ------------------------------------------------------------------------------------------------------------- */

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
        block_warning(work, block, "对象（%zu个）少于分项（%zu项），%s", objects->count, objects->criteria, SMALL_SAMPLE);
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
                 entropy ? "分项差别越大权重越高" : "标准差大、与其他分项相关低的权重高");
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
    block_method(work, block, "到各分项最好值的贴近度，0至1；权重：%s", words[method]);
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
