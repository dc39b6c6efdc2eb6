/* SPDX-License-Identifier: GPL-3.0-or-later
 * What experts judged: AHP from comparisons of pairs, Delphi from rounds of ratings. Weights are proposals with their evidence beside them: no score table takes
 * them by itself, who wants them writes them into the rubric.
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
        block_warning(work, block, "只有%zu位专家，%s", ahp->experts, words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "只是提议，得分表不据此改动");
    block_sentence(work, block, "%zu位专家认为最重要的是“%s”（%s%%）；%s。", ahp->experts, judgement->criteria.at[first].name, words_number(work, 100 * ahp->weights[first], 1),
                   ahp->together.cr < CR_ACCEPTED ? words_spoken(work, "判断的一致性可以接受") : words_spoken(work, "但判断前后矛盾，不宜采用"));
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
            row->note = arena_printf(work->arena, words_spoken(work, "“%s”对“%s”的判断最不相符"), judgement->criteria.at[each->worst_row].name, judgement->criteria.at[each->worst_column].name);
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
        block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s：第%zu轮"), judgement->name, round + 1), "%s_round_%zu", judgement->id, round + 1);
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
            row->note = words_spoken(work, "意见分散（变异系数大于0.25）");
            disputed++;
        }
    }
    for (size_t c = 0; c < criteria; c++)
        block->rows.at[c].values[7] = total > 0 ? 100 * means[c] / total : (double)NAN;
    struct stats_kendall_w w;
    stats_kendall_w(x, NULL, criteria, experts, &w);
    block->base = (double)experts;
    block->missing = missing;
    block_method(work, block, "满分为%s；界值为均值±标准差；协调系数用肯德尔W", words_number(work, full_mark, 2));
    if (!isnan(w.w))
        block_check(work, block, "肯德尔W＝%s，χ²＝%s，自由度%s，%s", words_number(work, w.w, 3), words_number(work, w.chisq, 2), words_number(work, w.df, 0), words_p(work, w.p));
    if (experts < 10)
        block_warning(work, block, "只有%zu位专家，%s", experts, words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "只是提议，得分表不据此改动");
    block_sentence(work, block, "第%zu轮%zu位专家，%s；%s%s。", round + 1, experts,
                   disputed == 0 ? words_spoken(work, "各项意见都较集中") : arena_printf(work->scratch, words_spoken(work, "%zu项中有%zu项意见分散"), criteria, disputed),
                   isnan(w.p)              ? words_spoken(work, "协调程度无法检验")
                   : w.p < ANALYSIS_ALPHA  ? words_spoken(work, "专家意见的协调程度显著")
                                           : words_spoken(work, "未见专家意见协调"),
                   experts < 10 ? words_spoken(work, "；" SMALL_SAMPLE) : "");
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
    block_sentence(work, block, "专家权威系数平均%s，%s。", words_number(work, mean, 3), mean >= AUTHORITY_ACCEPTED ? words_spoken(work, "可以接受") : words_spoken(work, "偏低"));
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
