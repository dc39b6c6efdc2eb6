/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words by which enums of the model are written in files and printed.
 * ORDER: each table has the order of its enum in model.h or model_data.h; the asserts below count them.
 */
#include <assert.h>

#include "ceping/model.h"
#include "ceping/model_data.h"
#include "ceping/model_compare.h"
#include "ceping/model_explain.h"

const char *const missing_ids[MISSING_KINDS] = {
    [MISSING_NONE] = "none",
    [MISSING_NOT_ASKED] = "not_asked",
    [MISSING_SKIPPED] = "skipped",
    [MISSING_BLANK] = "blank",
    [MISSING_DONT_KNOW] = "dont_know",
    [MISSING_NOT_APPLICABLE] = "not_applicable",
    [MISSING_UNREADABLE] = "unreadable",
    [MISSING_CANCELLED] = "cancelled",
};

const char *const missing_labels[MISSING_KINDS] = {
    [MISSING_NONE] = N_("answered"),
    [MISSING_NOT_ASKED] = N_("not asked"),
    [MISSING_SKIPPED] = N_("skipped"),
    [MISSING_BLANK] = N_("blank"),
    [MISSING_DONT_KNOW] = N_("don't know"),
    [MISSING_NOT_APPLICABLE] = N_("not applicable"),
    [MISSING_UNREADABLE] = N_("unreadable"),
    [MISSING_CANCELLED] = N_("cancelled"),
};

const char missing_letters[MISSING_KINDS + 1] = ".nsbdauc";

const char *const statistic_ids[STATISTICS] = {
    [STAT_COUNT] = "count",
    [STAT_SUM] = "sum",
    [STAT_MEAN] = "mean",
    [STAT_TRIMMED_MEAN] = "trimmed_mean",
    [STAT_MEDIAN] = "median",
    [STAT_MIN] = "min",
    [STAT_MAX] = "max",
    [STAT_RANGE] = "range",
    [STAT_SHARE] = "share",
    [STAT_RATIO] = "ratio",
    [STAT_TOP1] = "rate_top1",
    [STAT_TOP2] = "rate_top2",
    [STAT_TOP3] = "rate_top3",
    [STAT_SATISFIED] = "rate_satisfied",
    [STAT_SCORE] = "score",
    [STAT_AWARENESS] = "awareness",
};

const char *const statistic_formulas[STATISTICS] = {
    [STAT_COUNT] = "计数",
    [STAT_SUM] = "求和",
    [STAT_MEAN] = "算术平均",
    [STAT_TRIMMED_MEAN] = "去掉最高分和最低分后平均",
    [STAT_MEDIAN] = "中位数",
    [STAT_MIN] = "最小值",
    [STAT_MAX] = "最大值",
    [STAT_RANGE] = "最大值－最小值",
    [STAT_SHARE] = "符合条件的数量÷基数",
    [STAT_RATIO] = "前项合计÷后项合计",
    [STAT_TOP1] = "最满意一档÷基数",
    [STAT_TOP2] = "前两档÷基数",
    [STAT_TOP3] = "前三档÷基数",
    [STAT_SATISFIED] = "计为满意的各档÷基数",
    [STAT_SCORE] = "各档赋分的加权平均",
    [STAT_AWARENESS] = "知道的人数÷被问到该题的有效问卷数",
};

const char *const base_ids[BASES] = {
    [BASE_ANSWERED] = "answered",
    [BASE_WITH_DONT_KNOW] = "answered_or_dont_know",
    [BASE_ASKED] = "asked",
};

const char *const policy_ids[POLICIES] = {
    [POLICY_REWEIGHT] = "reweight",
    [POLICY_ZERO] = "zero",
    [POLICY_UNIT_MEAN] = "unit_mean",
    [POLICY_ITEM_MEAN] = "item_mean",
    [POLICY_ADDITIVE] = "additive",
};

const char *const policy_labels[POLICIES] = {
    [POLICY_REWEIGHT] = "剔除并按其余权重折算",
    [POLICY_ZERO] = "按零分计",
    [POLICY_UNIT_MEAN] = "按本单位其余各项平均计",
    [POLICY_ITEM_MEAN] = "按该项其他单位平均计",
    [POLICY_ADDITIVE] = "按单位与项目两因素推算值计",
};

const char *const aggregate_ids[AGGREGATES] = {
    [AGGREGATE_MEAN] = "mean", [AGGREGATE_MEDIAN] = "median", [AGGREGATE_MIN] = "min", [AGGREGATE_MAX] = "max", [AGGREGATE_SUM] = "sum",
};

const char *const transform_ids[TRANSFORMS] = {
    [TRANSFORM_NONE] = "none",       [TRANSFORM_LINEAR] = "linear",
    [TRANSFORM_STEPS] = "steps",     [TRANSFORM_DEDUCT] = "deduct",
    [TRANSFORM_MIN_MAX] = "min_max", [TRANSFORM_SHARE_OF_GREATEST] = "share_of_greatest",
    [TRANSFORM_Z] = "z",             [TRANSFORM_PLACE] = "place",
};

const char *const tie_rule_ids[TIE_RULES] = {
    [TIES_COMPETITION] = "competition", [TIES_DENSE] = "dense",           [TIES_MODIFIED] = "modified",
    [TIES_ORDINAL] = "ordinal",         [TIES_FRACTIONAL] = "fractional",
};

const char *const response_index_names[RESPONSE_INDICES] = {
    [INDEX_MISSING_SHARE] = "_missing_share",
    [INDEX_SECONDS] = "_seconds",
    [INDEX_SECONDS_RATIO] = "_seconds_ratio",
    [INDEX_LONGSTRING] = "_longstring",
    [INDEX_IRV] = "_irv",
    [INDEX_SAME_SOURCE] = "_same_source",
    [INDEX_REPEAT] = "_repeat",
    [INDEX_BURST] = "_burst",
    [INDEX_TOO_MANY] = "_too_many",
    [INDEX_SECONDS_PER_ITEM] = "_seconds_per_item",
    [INDEX_UNREADABLE_SHARE] = "_unreadable_share",
    [INDEX_EVEN_ODD] = "_even_odd",
    [INDEX_MAHALANOBIS_P] = "_mahalanobis_p",
    [INDEX_DUPLICATE] = "_duplicate",
    [INDEX_SOURCE_HOUR] = "_source_hour",
};

const char *const ledger_state_ids[LEDGER_STATES] = {[LEDGER_OPEN] = "open", [LEDGER_WORKING] = "working", [LEDGER_CLOSED] = "closed"};
const char *const ledger_state_labels[LEDGER_STATES] = {[LEDGER_OPEN] = "未整改", [LEDGER_WORKING] = "整改中", [LEDGER_CLOSED] = "已整改"};

static_assert(MISSING_KINDS == 8, "missing_letters and the tables of missing kinds follow enum missing");
static_assert(STATISTICS == 16, "statistic_ids and statistic_formulas follow enum statistic");
static_assert(POLICIES == 5, "policy_ids and policy_labels follow enum policy");
static_assert(AGGREGATES == 5 && TRANSFORMS == 8 && TIE_RULES == 5, "their ids follow the enums of the rubric");
static_assert(RESPONSE_INDICES == 15, "response_index_names follow enum response_index");

const char *const chance_group_ids[CHANCE_GROUPS] = {
    [CHANCE_NONE] = "none",
    [CHANCE_AHEAD] = "ahead",
    [CHANCE_MIDDLE] = "middle",
    [CHANCE_BEHIND] = "behind",
};

const char *const chance_group_labels[CHANCE_GROUPS] = {
    [CHANCE_NONE] = "",
    [CHANCE_AHEAD] = "明显靠前",
    [CHANCE_MIDDLE] = "中间",
    [CHANCE_BEHIND] = "明显靠后",
};

const char *const robustness_kind_ids[ROBUSTNESS_KINDS] = {
    [ROBUST_WITHOUT_FACET] = "without_facet",
    [ROBUST_WITHOUT_UNIT] = "without_unit",
    [ROBUST_WITHOUT_RATER] = "without_rater",
    [ROBUST_WITHOUT_RULE] = "without_rule",
    [ROBUST_NORMALISATION] = "normalisation",
    [ROBUST_AGGREGATION] = "aggregation",
    [ROBUST_POLICY] = "policy",
    [ROBUST_WEIGHTS] = "weights",
};

const char *const robustness_kind_labels[ROBUSTNESS_KINDS] = {
    [ROBUST_WITHOUT_FACET] = "去掉方式或维度",
    [ROBUST_WITHOUT_UNIT] = "去掉所含对象",
    [ROBUST_WITHOUT_RATER] = "去掉评分人",
    [ROBUST_WITHOUT_RULE] = "停用废卷规则",
    [ROBUST_NORMALISATION] = "换标准化方法",
    [ROBUST_AGGREGATION] = "换合成方法",
    [ROBUST_POLICY] = "换缺项处理",
    [ROBUST_WEIGHTS] = "权重浮动",
};

const char *const explain_effect_ids[EXPLAIN_EFFECTS] = {
    [EFFECT_BONUS] = "bonus",
    [EFFECT_DEDUCTION] = "deduction",
    [EFFECT_CAP] = "cap",
    [EFFECT_FIXED_PLACE] = "fixed_place",
    [EFFECT_RULE] = "rule",
    [EFFECT_DECISION] = "decision",
    [EFFECT_OWN] = "own",
    [EFFECT_NOT_APPLICABLE] = "not_applicable",
};

const char *const explain_effect_labels[EXPLAIN_EFFECTS] = {
    [EFFECT_BONUS] = "加分",
    [EFFECT_DEDUCTION] = "扣分",
    [EFFECT_CAP] = "封顶",
    [EFFECT_FIXED_PLACE] = "固定名次",
    [EFFECT_RULE] = "废卷规则",
    [EFFECT_DECISION] = "人工裁定",
    [EFFECT_OWN] = "本单位评分不计",
    [EFFECT_NOT_APPLICABLE] = "不适用",
};

const char *const compare_chance_ids[COMPARE_CHANCES] = {
    [COMPARE_UNKNOWN] = "unknown",
    [COMPARE_WITHIN] = "within",
    [COMPARE_BEYOND] = "beyond",
};
