/* SPDX-License-Identifier: GPL-3.0-or-later
 * rubric.yaml as tables.
 */
#include "survey_priv.h"

#include <math.h>

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)

static const struct yaml_field facet_fields[] = {
    {"id", ROW(YAML_ID, facet, id), .required = true, .help = N_("unique, such as method")},
    {"name", ROW(YAML_TEXT, facet, name), .required = true, .help = N_("as printed")},
    {"name_en", ROW(YAML_TEXT, facet, name_en), .help = N_("in English reports")},
    {"values_en", ROW(YAML_LIST, facet, values_en), .of = YAML_TEXT, .help = N_("in English reports, in the same order")},
    {"values", ROW(YAML_LIST, facet, values), .of = YAML_TEXT, .required = true, .help = N_("in the order of tables")},
    {0},
};
static const struct yaml_schema facet_schema = {N_("facet"), N_("a way to group leaves across the tree"), facet_fields, sizeof(struct facet), YAML_POS(struct facet)};

/* Trees --------------------------------------------------------------------------------------------------- */

/* [from, score] pairs. */
static bool read_steps(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct transform *transform = object;
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *pair = node->entries.at[i].value;
        if (pair->kind != YAML_NODE_LIST || pair->entries.count != 2) {
            diags_error(reader->diags, pair->pos, _("a step must be a pair [from, score]"));
            good = false;
            continue;
        }
        struct step step;
        if (!yaml_read_number(reader, pair->entries.at[0].value, field->key, &step.from) || !yaml_read_number(reader, pair->entries.at[1].value, field->key, &step.score)) {
            good = false;
            continue;
        }
        *LIST_ADD(reader->arena, &transform->steps) = step;
    }
    return good;
}

static const struct yaml_field transform_fields[] = {
    {"type", ROW(YAML_ENUM, transform, kind), .words = transform_ids, .word_count = TRANSFORMS, .required = true, .help = N_("how the value becomes a score from 0 to 100")},
    {"from", ROW(YAML_NUMBER, transform, from), .fallback = NAN, .help = N_("for linear: the value that gives low")},
    {"to", ROW(YAML_NUMBER, transform, to), .fallback = NAN, .help = N_("for linear: the value that gives high")},
    {"low", ROW(YAML_NUMBER, transform, low), .fallback = 0, .min = 0, .max = 100, .help = N_("score at from; never below it")},
    {"high", ROW(YAML_NUMBER, transform, high), .fallback = 100, .min = 0, .max = 100, .help = N_("score at to; never above it")},
    {"start", ROW(YAML_NUMBER, transform, start), .fallback = 100, .min = 0, .max = 100, .help = N_("for deduct: score when nothing is deducted")},
    {"each", ROW(YAML_NUMBER, transform, each), .fallback = NAN, .min = 0, .max = 100, .help = N_("for deduct: points for each one counted")},
    {"steps", ROW(YAML_CUSTOM, transform, steps), .read = read_steps, .shape = N_("list of [from, score]"), .help = N_("for steps: highest first; a value below the last scores 0")},
    {0},
};
static const struct yaml_schema transform_schema = {N_("transform"), N_("from the unit of a figure to 0–100"), transform_fields, sizeof(struct transform), 0};

static bool read_facets(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct node *leaf = object;
    if (node->kind != YAML_NODE_MAP) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_entry *entry = &node->entries.at[i];
        const char *value;
        if (!yaml_read_text_value(reader, entry->value, entry->key.text, &value)) {
            good = false;
            continue;
        }
        struct facet_mark *mark = LIST_ADD(reader->arena, &leaf->facets);
        *mark = (struct facet_mark){.facet = arena_strdup(reader->arena, entry->key.text), .value = value, .pos = entry->value->pos, .facet_index = -1, .value_index = -1};
    }
    return good;
}

static const struct yaml_schema node_schema;

static const struct yaml_field node_fields[] = {
    {"id", ROW(YAML_ID, node, id), .required = true, .help = N_("unique in its table")},
    {"name", ROW(YAML_TEXT, node, name), .required = true, .help = N_("as printed")},
    {"name_en", ROW(YAML_TEXT, node, name_en), .help = N_("in English reports")},
    {"weight", ROW(YAML_NUMBER, node, weight), .required = true, .min = 0, .max = 1e6, .fallback = NAN, .place = offsetof(struct node, weight_pos), .help = N_("share of its parent; 100 in all within a node")},
    {"children", ROW(YAML_LIST, node, children), .of = YAML_OBJECT, .element = &node_schema, .help = N_("nodes below it; one without is a leaf")},
    {"figure", ROW(YAML_WORD, node, figure_name), .help = N_("leaf: the figure that it shows")},
    {"table", ROW(YAML_WORD, node, table_name), .help = N_("leaf: another table whose scores it takes")},
    {"aggregate", ROW(YAML_ENUM, node, aggregate), .words = aggregate_ids, .word_count = AGGREGATES, .help = N_("how scores of the other table become one")},
    {"over", ROW(YAML_WORD, node, over_name), .help = N_("the kind over which they are aggregated")},
    {"via", ROW(YAML_TEXT, node, via), .help = N_("attribute of that kind which names the unit of this table")},
    {"transform", ROW(YAML_OBJECT, node, transform), .element = &transform_schema, .help = N_("when the value is not yet a score from 0 to 100")},
    {"facets", ROW(YAML_CUSTOM, node, facets), .read = read_facets, .shape = N_("a map of facet: value"), .help = N_("to which group of each facet a leaf belongs")},
    {"missing", ROW(YAML_ENUM, node, missing), .words = policy_ids, .word_count = POLICIES, .fallback = -1, .set = offsetof(struct node, missing_set),
     .help = N_("what happens when it has no value; as the table says when not given")},
    {"min_base", ROW(YAML_NUMBER, node, min_base), .fallback = 1, .min = 0, .max = 1e9, .help = N_("fewer answers than this are no value")},
    {0},
};
static const struct yaml_schema node_schema = {N_("node"), N_("an indicator: a branch with children, or a leaf that takes a figure or another table"), node_fields, sizeof(struct node),
                                               YAML_POS(struct node)};

/* Tables -------------------------------------------------------------------------------------------------- */

static const struct yaml_field adjustment_fields[] = {
    {"id", ROW(YAML_ID, adjustment, id), .required = true, .help = N_("unique in its table")},
    {"name", ROW(YAML_TEXT, adjustment, name), .help = N_("as printed; the id where not given")},
    {"figure", ROW(YAML_WORD, adjustment, figure_name), .help = N_("points for each one counted by it")},
    {"unit", ROW(YAML_WORD, adjustment, unit_name), .help = N_("or points for one unit")},
    {"points", ROW(YAML_NUMBER, adjustment, points), .required = true, .min = 0, .max = 1000, .help = N_("how many")},
    {"cap", ROW(YAML_NUMBER, adjustment, cap), .fallback = INFINITY, .min = 0, .max = INFINITY, .help = N_("most that it can give")},
    {"reason", ROW(YAML_TEXT, adjustment, reason), .help = N_("why; needed for points given to one unit")},
    {"authority", ROW(YAML_TEXT, adjustment, authority), .help = N_("who decided it; needed for points given to one unit")},
    {"date", ROW(YAML_DATE, adjustment, date), .help = N_("when it was decided")},
    {0},
};
static const struct yaml_schema adjustment_schema = {N_("adjustment"), N_("a bonus or a deduction"), adjustment_fields, sizeof(struct adjustment), YAML_POS(struct adjustment)};

static const struct yaml_field fixed_fields[] = {
    {"unit", ROW(YAML_WORD, fixed_place, unit_name), .required = true, .help = N_("the unit")},
    {"place", ROW(YAML_INTEGER, fixed_place, place), .required = true, .min = 1, .max = 100000, .help = N_("its place whatever its score")},
    {"reason", ROW(YAML_TEXT, fixed_place, reason), .required = true, .help = N_("why, as printed")},
    {"reason_en", ROW(YAML_TEXT, fixed_place, reason_en), .help = N_("in English reports")},
    {"authority", ROW(YAML_TEXT, fixed_place, authority), .required = true, .help = N_("who decided it, or the document")},
    {"date", ROW(YAML_DATE, fixed_place, date), .help = N_("when it was decided")},
    {0},
};
static const struct yaml_schema fixed_schema = {N_("fixed place"), N_("a place that is given, not earned"), fixed_fields, sizeof(struct fixed_place), YAML_POS(struct fixed_place)};

static const struct yaml_field band_fields[] = {
    {"from", ROW(YAML_NUMBER, band, from), .required = true, .help = N_("least score of the band")},
    {"label", ROW(YAML_TEXT, band, label), .required = true, .help = N_("as printed")},
    {"label_en", ROW(YAML_TEXT, band, label_en), .help = N_("in English reports")},
    {0},
};
static const struct yaml_schema band_schema = {N_("band"), N_("a grade"), band_fields, sizeof(struct band), YAML_POS(struct band)};

static const struct yaml_field best_fields[] = {
    {"count", ROW(YAML_INTEGER, table, best), .required = true, .min = 1, .max = 100000, .help = N_("how many")},
    {"of", ROW(YAML_WORD, table, best_of_name), .required = true, .help = N_("of which table")},
    {0},
};
static const struct yaml_schema best_schema = {N_("best"), N_("only the first of another table"), best_fields, sizeof(struct table), 0};

static const char *const precisions[] = {"printed", "exact"};

#define LIST(member_, schema_) ROW(YAML_LIST, table, member_), .of = YAML_OBJECT, .element = &(schema_)

static const struct yaml_field table_fields[] = {
    {"id", ROW(YAML_ID, table, id), .required = true, .help = N_("unique among tables")},
    {"name", ROW(YAML_TEXT, table, name), .help = N_("as printed; the id where not given")},
    {"name_en", ROW(YAML_TEXT, table, name_en), .help = N_("in English reports")},
    {"by", ROW(YAML_LIST, table, by_names), .of = YAML_WORD, .required = true, .help = N_("kinds whose units are scored: one, or a pair")},
    {"best", ROW(YAML_OBJECT, table, pos), .element = &best_schema, .help = N_("only the first units of another table")},
    {"only", ROW(YAML_LIST, table, only_names), .of = YAML_WORD, .help = N_("only these units")},
    {"relative", ROW(YAML_YES_NO, table, relative), .help = N_("weights need not add up to 100")},
    {"tree", LIST(root.children, node_schema), .required = true, .help = N_("weighted indicators")},
    {"not_applicable", ROW(YAML_ENUM, table, not_applicable), .words = policy_ids, .word_count = POLICIES, .help = N_("what happens with what does not apply")},
    {"missing", ROW(YAML_ENUM, table, missing), .words = policy_ids, .word_count = POLICIES, .help = N_("what happens with what is missing")},
    {"coverage", ROW(YAML_NUMBER, table, coverage), .fallback = 2.0 / 3.0, .min = 0, .max = 1, .help = N_("least share of weight with a value; below there is no score")},
    {"bonus", LIST(bonus, adjustment_schema), .help = N_("points added")},
    {"deductions", LIST(deductions, adjustment_schema), .help = N_("points taken away")},
    {"bonus_cap", ROW(YAML_NUMBER, table, bonus_cap), .fallback = INFINITY, .min = 0, .max = INFINITY, .help = N_("most points added in all")},
    {"deduction_cap", ROW(YAML_NUMBER, table, deduction_cap), .fallback = INFINITY, .min = 0, .max = INFINITY, .help = N_("most points taken away in all")},
    {"score_max", ROW(YAML_NUMBER, table, score_max), .fallback = INFINITY, .min = 0, .max = INFINITY, .help = N_("greatest score with bonus")},
    {"fixed_places", LIST(fixed_places, fixed_schema), .help = N_("places that are given, not earned")},
    {"ties", ROW(YAML_ENUM, table, ties), .words = tie_rule_ids, .word_count = TIE_RULES, .help = N_("places of equal scores: 1224, 1223, 1334, 1234 or 1 2.5 2.5 4")},
    {"ties_on", ROW(YAML_EITHER, table, ties_exact), YAML_WORDS(precisions), .help = N_("which scores are equal")},
    {"tie_break", ROW(YAML_LIST, table, tie_break_names), .of = YAML_WORD, .help = N_("nodes that decide among equal scores, in order; order for the official order")},
    {"slice", ROW(YAML_WORD, table, slice_name), .help = N_("places within each unit of this kind")},
    {"streak", ROW(YAML_INTEGER, table, streak), .min = 0, .max = 1000, .help = N_("with slice: slices follow each other, as months do, and so many last places in a row call for attention; 0 when they do not")},
    {"ranked", ROW(YAML_YES_NO, table, ranked), .fallback = 1, .help = N_("whether there are places")},
    {"decimals", ROW(YAML_INTEGER, table, decimals), .fallback = 2, .min = 0, .max = 9, .help = N_("of printed scores")},
    {"bands", LIST(bands, band_schema), .help = N_("grades, highest first")},
    {"bands_on", ROW(YAML_EITHER, table, bands_exact), YAML_WORDS(precisions), .help = N_("which score decides the grade")},
    {0},
};
static const struct yaml_schema table_schema = {N_("table"), N_("scores of all units of a kind, or of all pairs"), table_fields, sizeof(struct table), YAML_POS(struct table)};

static const struct yaml_field rubric_fields[] = {
    {"facets", ROW(YAML_LIST, rubric, facets), .of = YAML_OBJECT, .element = &facet_schema, .help = N_("ways to group leaves across trees")},
    {"tables", ROW(YAML_LIST, rubric, tables), .of = YAML_OBJECT, .element = &table_schema, .required = true, .help = N_("score tables; one may rest on others")},
    {0},
};
const struct yaml_schema survey_rubric_schema = {N_("rubric"), N_("How scores are made: rubric.yaml"), rubric_fields, sizeof(struct rubric), YAML_POS(struct rubric)};
