/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over what was computed besides scores: how sure they are, what other rules would have given, why they are what they are.
 */
#include "report_priv.h"

const struct table_uncertainty *table_uncertainty_of(const struct results *results, const struct table_result *table)
{
    if (!table || !results->uncertainty.computed || (size_t)table->table->index >= results->uncertainty.tables.count)
        return NULL;
    const struct table_uncertainty *uncertainty = &results->uncertainty.tables.at[table->table->index];
    return uncertainty->any ? uncertainty : NULL;
}

const struct table_robustness *table_robustness_of(const struct results *results, const struct table_result *table)
{
    if (!table || !results->robustness.computed || (size_t)table->table->index >= results->robustness.tables.count)
        return NULL;
    const struct table_robustness *robustness = &results->robustness.tables.at[table->table->index];
    return robustness->rows.count > 0 ? robustness : NULL;
}

const struct explanation *explanation_of(const struct results *results, const struct table_result *table, const struct score_row *row)
{
    for (size_t i = 0; row && i < results->explanations.count; i++) {
        const struct explanation *explanation = results->explanations.at[i];
        if (explanation->result == table && explanation->row == (size_t)(row - table->rows.at))
            return explanation->result->rows.at[explanation->row].why == SCORED ? explanation : NULL;
    }
    return NULL;
}

const char *range_text(struct arena *arena, double low, double high, int decimals)
{
    if (isnan(low) || isnan(high))
        return num_is_hidden(low) ? "*" : "—";
    auto_strbuf struct strbuf first, last;
    strbuf_init(&first);
    strbuf_init(&last);
    num_format(&first, low, decimals);
    num_format(&last, high, decimals);
    return strcmp(first.at, last.at) == 0 ? arena_strdup(arena, first.at) : arena_printf(arena, "%s–%s", first.at, last.at);
}

/* The whole ------------------------------------------------------------------------------------------------------------ */

static struct value get_replicates(const struct names *names, const struct value *self)
{
    (void)self;
    return value_count((double)names->results->uncertainty.replicates);
}

static struct value get_seed(const struct names *names, const struct value *self)
{
    (void)self;
    return value_count((double)names->evaluation->uncertainty.seed);
}

static struct value get_level(const struct names *names, const struct value *self)
{
    (void)self;
    return value_number(100 * names->evaluation->uncertainty.level, -1, "%");
}

static struct value get_runs(const struct names *names, const struct value *self)
{
    (void)self;
    return value_count((double)names->results->robustness.runs);
}

static struct value get_samples(const struct names *names, const struct value *self)
{
    (void)self;
    return value_count((double)names->results->robustness.samples);
}

static struct value get_weights(const struct names *names, const struct value *self)
{
    (void)self;
    return value_number(names->results->robustness.weights, -1, "%");
}

static const struct value_field uncertainty_fields[] = {{"replicates", get_replicates}, {"seed", get_seed}, {"level", get_level}, {NULL, NULL}};
static const struct value_class uncertainty_class = {.name = "uncertainty", .fields = uncertainty_fields};
static const struct value_field robustness_fields[] = {{"runs", get_runs}, {"samples", get_samples}, {"weights", get_weights}, {"seed", get_seed}, {NULL, NULL}};
static const struct value_class robustness_class = {.name = "robustness", .fields = robustness_fields};

struct value uncertainty_value(const struct names *names)
{
    return names->results->uncertainty.computed ? value_object(&uncertainty_class, NULL, NULL) : value_none();
}

struct value robustness_value(const struct names *names)
{
    return names->results->robustness.computed ? value_object(&robustness_class, NULL, NULL) : value_none();
}

/* Tables ---------------------------------------------------------------------------------------------------------------- */

static const struct table_uncertainty *uncertainty_of(const struct names *names, const struct value *self)
{
    return table_uncertainty_of(names->results, self->of);
}

static struct value table_grouped(const struct names *names, const struct value *self)
{
    return value_bool(uncertainty_of(names, self)->grouped);
}

static struct value table_pairs(const struct names *names, const struct value *self)
{
    return value_count((double)uncertainty_of(names, self)->pairs);
}

static struct value table_apart(const struct names *names, const struct value *self)
{
    return value_count((double)uncertainty_of(names, self)->apart_count);
}

/* Rows of a group, best first. */
static struct value group_rows(const struct names *names, const struct value *self, enum chance_group group)
{
    const struct table_result *table = self->of;
    struct value_items items = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        size_t row = (size_t)table->by_place[i];
        if (uncertainty_of(names, self)->rows.at[row].group == group && row_shown(names, table, &table->rows.at[row]))
            value_add(names, &items, row_value(names, table, &table->rows.at[row]));
    }
    return value_of_items(&items, &row_class);
}

static struct value table_ahead(const struct names *names, const struct value *self)
{
    return group_rows(names, self, CHANCE_AHEAD);
}

static struct value table_middle(const struct names *names, const struct value *self)
{
    return group_rows(names, self, CHANCE_MIDDLE);
}

static struct value table_behind(const struct names *names, const struct value *self)
{
    return group_rows(names, self, CHANCE_BEHIND);
}

static const struct value_field table_uncertainty_fields[] = {
    {"grouped", table_grouped}, {"pairs", table_pairs},   {"apart", table_apart}, {"ahead", table_ahead},
    {"middle", table_middle},   {"behind", table_behind}, {NULL, NULL},
};
static const struct value_class table_uncertainty_class = {.name = "table_uncertainty", .fields = table_uncertainty_fields};

struct value table_uncertainty_value(const struct names *names, const struct table_result *table)
{
    return table_uncertainty_of(names->results, table) ? value_object(&table_uncertainty_class, NULL, table) : value_none();
}

static struct value robust_cases(const struct names *names, const struct value *self)
{
    return value_count((double)table_robustness_of(names->results, self->of)->cases.count);
}

static struct value robust_still(const struct names *names, const struct value *self)
{
    const struct table_robustness *robustness = table_robustness_of(names->results, self->of);
    double still = 0;
    for (size_t i = 0; i < robustness->cases.count; i++)
        still += robustness->cases.at[i].changed == 0 && robustness->cases.at[i].lost == 0;
    return value_count(still);
}

static struct value robust_most(const struct names *names, const struct value *self)
{
    const struct table_robustness *robustness = table_robustness_of(names->results, self->of);
    bool any = robustness->inputs.count > 0 && robustness->inputs.at[0].total > 0;
    return any ? value_text(robustness->inputs.at[0].label) : value_none();
}

static const struct value_field table_robustness_fields[] = {{"cases", robust_cases}, {"still", robust_still}, {"most", robust_most}, {NULL, NULL}};
static const struct value_class table_robustness_class = {.name = "table_robustness", .fields = table_robustness_fields};

struct value table_robustness_value(const struct names *names, const struct table_result *table)
{
    return table_robustness_of(names->results, table) ? value_object(&table_robustness_class, NULL, table) : value_none();
}

/* Rows ------------------------------------------------------------------------------------------------------------------ */

#define ROW_NUMBER(function, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return score_number(self->of, ((const struct row_uncertainty *)self->self)->member); \
    }
ROW_NUMBER(row_low, low)
ROW_NUMBER(row_high, high)

#define ROW_COUNT(function, type, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_count(((const struct type *)self->self)->member); \
    }
ROW_COUNT(row_place_low, row_uncertainty, place_low)
ROW_COUNT(row_place_high, row_uncertainty, place_high)
ROW_COUNT(row_joint_low, row_uncertainty, joint_low)
ROW_COUNT(row_joint_high, row_uncertainty, joint_high)
ROW_COUNT(row_least, row_robustness, least)
ROW_COUNT(row_greatest, row_robustness, greatest)

static struct value row_group(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(chance_group_labels[((const struct row_uncertainty *)self->self)->group]);
}

static struct value row_one_judge(const struct names *names, const struct value *self)
{
    (void)names;
    double share = ((const struct row_uncertainty *)self->self)->origins[VALUE_ONE_JUDGE];
    return share >= 0.05 ? value_number(share, 1, "%") : value_none();
}

static struct value row_counted(const struct names *names, const struct value *self)
{
    (void)names;
    double share = ((const struct row_uncertainty *)self->self)->origins[VALUE_FIXED];
    return share >= 0.05 ? value_number(share, 1, "%") : value_none();
}

/* One place whatever is drawn: then "between" would read wrong. */
static struct value row_sure(const struct names *names, const struct value *self)
{
    (void)names;
    const struct row_uncertainty *row = self->self;
    return value_bool(row->place_low == row->place_high);
}

static struct value row_steady(const struct names *names, const struct value *self)
{
    (void)names;
    const struct row_robustness *row = self->self;
    return value_bool(row->least == row->greatest);
}

static struct value row_same(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(((const struct row_robustness *)self->self)->same, 1, "%");
}

static const struct value_field row_uncertainty_fields[] = {
    {"low", row_low},
    {"high", row_high},
    {"place_low", row_place_low},
    {"place_high", row_place_high},
    {"sure", row_sure},
    {"joint_low", row_joint_low},
    {"joint_high", row_joint_high},
    {"group", row_group},
    {"one_judge", row_one_judge},
    {"counted", row_counted},
    {NULL, NULL},
};
static const struct value_class row_uncertainty_class = {.name = "row_uncertainty", .fields = row_uncertainty_fields};
static const struct value_field row_robustness_fields[] = {{"least", row_least}, {"greatest", row_greatest}, {"steady", row_steady}, {"same", row_same}, {NULL, NULL}};
static const struct value_class row_robustness_class = {.name = "row_robustness", .fields = row_robustness_fields};

struct value row_uncertainty_value(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    const struct table_uncertainty *uncertainty = table_uncertainty_of(names->results, table);
    const struct row_uncertainty *at = uncertainty ? &uncertainty->rows.at[row - table->rows.at] : NULL;
    return at && !isnan(at->se) ? value_object(&row_uncertainty_class, at, table) : value_none();
}

struct value row_robustness_value(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    const struct table_robustness *robustness = table_robustness_of(names->results, table);
    const struct row_robustness *at = robustness ? &robustness->rows.at[row - table->rows.at] : NULL;
    return at && !isnan(at->least) ? value_object(&row_robustness_class, at, table) : value_none();
}

/* Explanations ------------------------------------------------------------------------------------------------------------- */

static struct value explained_against(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, ((const struct explanation *)self->self)->printed_against);
}

/* Which leaf raises, or lowers, the score most against the mean. */
static struct value extreme_leaf(const struct explanation *explanation, const struct table_result *table, double sign, bool points)
{
    const struct explain_node *most = NULL;
    for (size_t i = 0; i < explanation->nodes.count; i++) {
        const struct explain_node *node = &explanation->nodes.at[i];
        if (node->depth == 0 && sign * node->printed_against > (most ? sign * most->printed_against : 0))
            most = node;
    }
    if (!most)
        return value_none();
    return points ? score_number(table, fabs(most->printed_against)) : value_text(most->node->name ? most->node->name : most->node->id);
}

static struct value explained_raised(const struct names *names, const struct value *self)
{
    (void)names;
    return extreme_leaf(self->self, self->of, 1, false);
}

static struct value explained_raised_by(const struct names *names, const struct value *self)
{
    (void)names;
    return extreme_leaf(self->self, self->of, 1, true);
}

static struct value explained_lowered(const struct names *names, const struct value *self)
{
    (void)names;
    return extreme_leaf(self->self, self->of, -1, false);
}

static struct value explained_lowered_by(const struct names *names, const struct value *self)
{
    (void)names;
    return extreme_leaf(self->self, self->of, -1, true);
}

static struct value explained_needed(const struct names *names, const struct value *self)
{
    (void)names;
    const struct explanation *explanation = self->self;
    bool any = false;
    for (size_t i = 0; i < explanation->nodes.count; i++)
        any = any || !isnan(explanation->nodes.at[i].needed);
    return value_bool(any);
}

static struct value explained_effects(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(((const struct explanation *)self->self)->effects.count > 0);
}

static const struct value_field explained_fields[] = {
    {"against", explained_against},       {"raised", explained_raised}, {"raised_by", explained_raised_by}, {"lowered", explained_lowered},
    {"lowered_by", explained_lowered_by}, {"needed", explained_needed}, {"effects", explained_effects},     {NULL, NULL},
};
static const struct value_class explained_class = {.name = "explained", .fields = explained_fields};

struct value row_explained_value(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    const struct explanation *explanation = explanation_of(names->results, table, row);
    return explanation ? value_object(&explained_class, explanation, table) : value_none();
}
