/* SPDX-License-Identifier: GPL-3.0-or-later
 * evaluation.yaml as tables.
 */
#include "survey_sampling.h"

#include <math.h>

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)

/* Units --------------------------------------------------------------------------------------------------- */

static const char *const attribute_types[] = {"text", "number", "yes_no", "unit"};
_Static_assert(COUNT_OF(attribute_types) == ATTRIBUTE_TYPES, "one word for each type");

static const struct yaml_field attribute_fields[] = {
    {"id", ROW(YAML_ID, attribute, id), .required = true, .help = N_("unique in its kind")},
    {"name", ROW(YAML_TEXT, attribute, name), .required = true, .help = N_("as printed")},
    {"name_en", ROW(YAML_TEXT, attribute, name_en), .help = N_("in English reports")},
    {"type", ROW(YAML_ENUM, attribute, type), YAML_WORDS(attribute_types), .help = N_("what its values are")},
    {"refers", ROW(YAML_WORD, attribute, refers), .help = N_("the kind whose units are its values, for type unit")},
    {"many", ROW(YAML_YES_NO, attribute, many), .help = N_("whether a unit may have several values")},
    {0},
};
static const struct yaml_schema attribute_schema = {N_("attribute"), N_("a property that units of a kind have"), attribute_fields, sizeof(struct attribute), YAML_POS(struct attribute)};

/* A map from attribute to a word or several. */
static bool read_attributes(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct unit *unit = object;
    if (node->kind != YAML_NODE_MAP) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_entry *entry = &node->entries.at[i];
        if (yaml_node_is_null(entry->value))
            continue;
        struct attribute_value *value = LIST_ADD(reader->arena, &unit->attributes);
        value->key = arena_strdup(reader->arena, entry->key.text);
        value->pos = entry->key.pos;
        bool list = entry->value->kind == YAML_NODE_LIST;
        size_t count = list ? entry->value->entries.count : 1;
        for (size_t v = 0; v < count; v++) {
            const struct yaml_node *one = list ? entry->value->entries.at[v].value : entry->value;
            const char *text;
            if (!yaml_read_text_value(reader, one, value->key, &text)) {
                good = false;
                continue;
            }
            *LIST_ADD(reader->arena, &value->values) = (struct name){text, one->pos};
        }
    }
    return good;
}

static const struct yaml_field unit_fields[] = {
    {"id", ROW(YAML_ID, unit, id), .required = true, .help = N_("unique in its kind; short, because cells are named after it (sat__p05)")},
    {"name", ROW(YAML_TEXT, unit, name), .required = true, .help = N_("official name, as printed")},
    {"short", ROW(YAML_TEXT, unit, short_name), .help = N_("for charts and narrow columns; the name where not given")},
    {"name_en", ROW(YAML_TEXT, unit, name_en), .help = N_("in English reports")},
    {"short_en", ROW(YAML_TEXT, unit, short_en), .help = N_("in English reports")},
    {"aliases", ROW(YAML_LIST, unit, aliases), .of = YAML_TEXT, .help = N_("other names that stand in response files")},
    {"placeholder", ROW(YAML_YES_NO, unit, placeholder), .help = N_("its real name is not known; the name must say so")},
    {"attributes", ROW(YAML_CUSTOM, unit, attributes), .read = read_attributes, .shape = N_("a map of attribute: value or [values]"), .help = N_("values of the attributes that the kind declares")},
    {0},
};
static const struct yaml_schema unit_schema = {N_("unit"), N_("one that is judged or that judges; the order in the file is the official one"), unit_fields, sizeof(struct unit),
                                               YAML_POS(struct unit)};

static const struct yaml_field kind_fields[] = {
    {"id", ROW(YAML_ID, unit_kind, id), .required = true, .help = N_("unique, such as district")},
    {"name", ROW(YAML_TEXT, unit_kind, name), .required = true, .help = N_("as printed, such as 区县")},
    {"name_en", ROW(YAML_TEXT, unit_kind, name_en), .help = N_("in English reports; one of them, in small letters, such as district")},
    {"counter", ROW(YAML_TEXT, unit_kind, counter), .fallback_text = "个", .help = N_("measure word after a number")},
    {"attributes", ROW(YAML_LIST, unit_kind, attributes), .of = YAML_OBJECT, .element = &attribute_schema, .help = N_("what its units have")},
    {"units", ROW(YAML_LIST, unit_kind, units), .of = YAML_OBJECT, .element = &unit_schema, .required = true, .help = N_("all of them in official order")},
    {0},
};
static const struct yaml_schema kind_schema = {N_("kind"), N_("a kind of units: districts, projects, departments, months"), kind_fields, sizeof(struct unit_kind), YAML_POS(struct unit_kind)};

static const struct yaml_field not_applicable_fields[] = {
    {"units", ROW(YAML_LIST, not_applicable, names), .of = YAML_WORD, .required = true, .help = N_("units of different kinds that do not go together")},
    {"reason", ROW(YAML_TEXT, not_applicable, reason), .required = true, .help = N_("why, as printed")},
    {"reason_en", ROW(YAML_TEXT, not_applicable, reason_en), .help = N_("in English reports")},
    {"authority", ROW(YAML_TEXT, not_applicable, authority), .help = N_("who decided it, or the document")},
    {"date", ROW(YAML_DATE, not_applicable, date), .help = N_("when it was decided")},
    {0},
};
static const struct yaml_schema not_applicable_schema = {N_("not applicable pair"), N_("units that cannot be judged together"), not_applicable_fields, sizeof(struct not_applicable),
                                                         YAML_POS(struct not_applicable)};

static const struct yaml_field status_fields[] = {
    {"unit", ROW(YAML_WORD, unit_status, unit_name), .required = true, .help = N_("the unit")},
    {"status", ROW(YAML_TEXT, unit_status, status), .required = true, .help = N_("a word for rules and templates, such as discontinued")},
    {"label", ROW(YAML_TEXT, unit_status, label), .required = true, .help = N_("as printed")},
    {"label_en", ROW(YAML_TEXT, unit_status, label_en), .help = N_("in English reports")},
    {"reason_en", ROW(YAML_TEXT, unit_status, reason_en), .help = N_("in English reports")},
    {"reason", ROW(YAML_TEXT, unit_status, reason), .help = N_("why, as printed")},
    {"authority", ROW(YAML_TEXT, unit_status, authority), .help = N_("who decided it, or the document")},
    {"date", ROW(YAML_DATE, unit_status, date), .help = N_("when it was decided")},
    {0},
};
static const struct yaml_schema status_schema = {N_("status"), N_("what is special about a unit"), status_fields, sizeof(struct unit_status), YAML_POS(struct unit_status)};

/* People -------------------------------------------------------------------------------------------------- */

static const struct yaml_field rater_fields[] = {
    {"id", ROW(YAML_ID, rater, id), .required = true, .help = N_("unique in the panel, as in the column of the sheet")},
    {"name", ROW(YAML_TEXT, rater, name), .required = true, .help = N_("as printed, also recognised in the sheet")},
    {"group", ROW(YAML_TEXT, rater, group), .help = N_("part of the panel, for comparisons")},
    {"own", ROW(YAML_WORD, rater, own_name), .help = N_("the unit to which the rater belongs; what he says of it is left out")},
    {"rates", ROW(YAML_LIST, rater, rates_names), .of = YAML_WORD, .help = N_("what he must rate, where that is not every unit of the instrument's duty")},
    {0},
};
static const struct yaml_schema rater_schema = {N_("rater"), N_("one who fills in rating sheets"), rater_fields, sizeof(struct rater), YAML_POS(struct rater)};

static const struct yaml_field panel_fields[] = {
    {"id", ROW(YAML_ID, panel, id), .required = true, .help = N_("unique")},
    {"name", ROW(YAML_TEXT, panel, name), .required = true, .help = N_("as printed")},
    {"raters", ROW(YAML_LIST, panel, raters), .of = YAML_OBJECT, .element = &rater_schema, .required = true, .help = N_("its members")},
    {0},
};
static const struct yaml_schema panel_schema = {N_("panel"), N_("those who rate"), panel_fields, sizeof(struct panel), YAML_POS(struct panel)};

/* Numbers ------------------------------------------------------------------------------------------------- */

static const struct yaml_field drop_own_fields[] = {
    {"kind", ROW(YAML_WORD, figure, drop_own_kind), .required = true, .help = N_("the kind to which the answering side belongs")},
    {"attribute", ROW(YAML_WORD, figure, drop_own_of), .required = true, .help = N_("kind.attribute of the judged side that names its own units")},
    {0},
};
static const struct yaml_schema drop_own_schema = {N_("drop own"), N_("answers about one's own are left out"), drop_own_fields, sizeof(struct figure), 0};

/* The denominator of a ratio stands behind the numerator; how many belong to the numerator is kept until they are linked. */
static bool read_of(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct figure *figure = object;
    figure->first_variables = figure->item_names.count;
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *entry = node->entries.at[i].value;
        const char *text;
        if (yaml_read_text_value(reader, entry, field->key, &text))
            *LIST_ADD(reader->arena, &figure->item_names) = (struct name){text, entry->pos};
        else
            good = false;
    }
    return good;
}

static const char *const responses_words[] = {"valid", "all"};

static const struct yaml_field figure_fields[] = {
    {"id", ROW(YAML_ID, figure, id), .required = true, .help = N_("unique among figures and given numbers")},
    {"name", ROW(YAML_TEXT, figure, name), .required = true, .help = N_("as printed")},
    {"name_en", ROW(YAML_TEXT, figure, name_en), .help = N_("in English reports")},
    {"items", ROW(YAML_LIST, figure, item_names), .of = YAML_WORD, .required = true,
     .help = N_("instrument.question, instrument.item or instrument.variable; an instrument alone counts its responses")},
    {"of", ROW(YAML_CUSTOM, figure, first_variables), .read = read_of, .shape = N_("list of words"), .help = N_("for ratio: the items of the denominator")},
    {"statistic", ROW(YAML_ENUM, figure, statistic), .words = statistic_ids, .word_count = STATISTICS, .required = true, .help = N_("what is computed")},
    {"responses", ROW(YAML_EITHER, figure, all_responses), YAML_WORDS(responses_words), .help = N_("which responses count: the valid ones, or all that came in, to say what screening changed")},
    {"where", ROW(YAML_WORD, figure, where), .help = N_("condition that a response (and the cell, by this.) must meet; all valid ones when not given")},
    {"is", ROW(YAML_WORD, figure, is), .help = N_("for share: the condition that counts")},
    {"codes", ROW(YAML_LIST, figure, codes), .of = YAML_INTEGER, .help = N_("for share of coded answers: the codes that count")},
    {"vector", ROW(YAML_TEXT, figure, vector), .help = N_("for score: the score vector; the first of the scale when not given")},
    {"by", ROW(YAML_LIST, figure, by_names), .of = YAML_WORD, .help = N_("kinds for whose units it is computed; the whole is always computed too")},
    {"base", ROW(YAML_ENUM, figure, base), .words = base_ids, .word_count = BASES, .help = N_("who is in the denominator")},
    {"drop_own", ROW(YAML_OBJECT, figure, pos), .element = &drop_own_schema, .help = N_("leaves out answers about one's own")},
    {"count_own", ROW(YAML_YES_NO, figure, count_own), .help = N_("also counts what raters of a panel say of their own unit, which is left out otherwise")},
    {"weights", ROW(YAML_WORD, figure, weights), .help = N_("a weighting, or a number item by which responses count")},
    {"trim", ROW(YAML_INTEGER, figure, trim), .min = 0, .max = 1000, .fallback = 1, .help = N_("for trimmed_mean: how many are dropped at either end")},
    {"trim_from", ROW(YAML_INTEGER, figure, trim_from), .min = 1, .max = 100000, .fallback = 5, .help = N_("for trimmed_mean: drops only when there are so many values")},
    {"percent", ROW(YAML_YES_NO, figure, percent), .help = N_("for ratio: times 100")},
    {"decimals", ROW(YAML_INTEGER, figure, decimals), .min = 0, .max = 9, .fallback = -1, .help = N_("as printed; counts and sums 0, shares and ranges 1, others 2 when not given")},
    {"unit", ROW(YAML_TEXT, figure, unit), .help = /* xgettext:no-c-format */ N_("printed after the number; % for shares when not given")},
    {"unit_en", ROW(YAML_TEXT, figure, unit_en), .help = N_("in English reports")},
    {"definition_en", ROW(YAML_TEXT, figure, definition_en), .help = N_("in English reports")},
    {"definition", ROW(YAML_TEXT, figure, definition), .help = N_("in words; made from the statistic when not given")},
    {0},
};
static const struct yaml_schema figure_schema = {N_("figure"), N_("a named number: the only place where a number is defined"), figure_fields, sizeof(struct figure), YAML_POS(struct figure)};

static const char *const exactness_words[] = {"exact", "over", "near", "about"};
_Static_assert(COUNT_OF(exactness_words) == EXACTNESSES, "one word for each exactness");

static const struct yaml_field given_fields[] = {
    {"id", ROW(YAML_ID, given, id), .required = true, .help = N_("unique among figures and given numbers")},
    {"name", ROW(YAML_TEXT, given, name), .required = true, .help = N_("as printed")},
    {"name_en", ROW(YAML_TEXT, given, name_en), .help = N_("in English reports")},
    {"value", ROW(YAML_NUMBER, given, value), .required = true, .help = N_("the number")},
    {"unit", ROW(YAML_TEXT, given, unit), .help = N_("printed after the number")},
    {"unit_en", ROW(YAML_TEXT, given, unit_en), .help = N_("in English reports")},
    {"exactness", ROW(YAML_ENUM, given, exactness), YAML_WORDS(exactness_words), .help = N_("exact, over (余), near (近) or about (左右)")},
    {"source", ROW(YAML_TEXT, given, source), .required = true, .help = N_("where the number comes from")},
    {"as_of", ROW(YAML_TEXT, given, as_of), .help = N_("the day or time for which it holds")},
    {0},
};
static const struct yaml_schema given_schema = {N_("given number"), N_("a number that is typed in, always with its source"), given_fields, sizeof(struct given), YAML_POS(struct given)};

static const struct yaml_field earlier_fields[] = {
    {"figure", ROW(YAML_WORD, earlier, figure_name), .help = N_("the figure of this year that it is compared with")},
    {"table", ROW(YAML_WORD, earlier, table_name), .help = N_("or the score table, for a score and a place of then; with unit")},
    {"label", ROW(YAML_TEXT, earlier, label), .help = N_("what it was called then")},
    {"label_en", ROW(YAML_TEXT, earlier, label_en), .help = N_("in English reports")},
    {"year", ROW(YAML_INTEGER, earlier, year), .required = true, .min = 1949, .max = 2200, .help = N_("its year")},
    {"unit", ROW(YAML_WORD, earlier, unit_name), .help = N_("the unit; the whole when not given")},
    {"value", ROW(YAML_NUMBER, earlier, value), .fallback = NAN, .help = N_("the published value")},
    {"numerator", ROW(YAML_NUMBER, earlier, numerator), .fallback = NAN, .min = 0, .max = INFINITY, .help = N_("its numerator, where known")},
    {"denominator", ROW(YAML_NUMBER, earlier, denominator), .fallback = NAN, .min = 1, .max = INFINITY, .help = N_("its denominator, where known")},
    {"place", ROW(YAML_NUMBER, earlier, place), .fallback = NAN, .min = 1, .max = 100000, .help = N_("the place then, where known")},
    {"statistic", ROW(YAML_WORD, earlier, statistic_name), .help = N_("how it was computed then, in the words for figures")},
    {"definition", ROW(YAML_TEXT, earlier, definition), .help = N_("how it was defined then, in words")},
    {"source", ROW(YAML_TEXT, earlier, source), .required = true, .help = N_("where it was published")},
    {0},
};
static const struct yaml_schema earlier_schema = {N_("earlier figure"), N_("the same figure in an earlier year"), earlier_fields, sizeof(struct earlier), YAML_POS(struct earlier)};

/* Words and reports --------------------------------------------------------------------------------------- */

static const struct yaml_field document_fields[] = {
    {"title", ROW(YAML_TEXT, document_ref, title), .required = true, .help = N_("without 《》")},
    {"title_en", ROW(YAML_TEXT, document_ref, title_en), .help = N_("in English reports")},
    {"number", ROW(YAML_TEXT, document_ref, number), .help = N_("such as 淄改办发〔2017〕2号")},
    {0},
};
static const struct yaml_schema document_schema = {N_("document"), N_("a paper on which the evaluation rests"), document_fields, sizeof(struct document_ref), YAML_POS(struct document_ref)};

static const struct yaml_field finding_fields[] = {
    {"id", ROW(YAML_ID, finding, id), .required = true, .help = N_("unique among findings")},
    {"kind", ROW(YAML_TEXT, finding, kind), .required = true, .help = N_("practice, effect, problem, cause or recommendation")},
    {"title", ROW(YAML_TEXT, finding, title), .required = true, .help = N_("as printed")},
    {"text", ROW(YAML_TEXT, finding, text), .help = N_("as printed below the title")},
    {"units", ROW(YAML_LIST, finding, unit_names), .of = YAML_WORD, .help = N_("which units it concerns")},
    {"title_en", ROW(YAML_TEXT, finding, title_en), .help = N_("in English reports")},
    {"text_en", ROW(YAML_TEXT, finding, text_en), .help = N_("in English reports")},
    {"links", ROW(YAML_LIST, finding, links), .of = YAML_WORD, .help = N_("findings that belong to it: problem, cause, recommendation")},
    {0},
};
static const struct yaml_schema finding_schema = {N_("finding"), N_("what was found, in words"), finding_fields, sizeof(struct finding), YAML_POS(struct finding)};

static const struct yaml_field disclosure_fields[] = {
    {"min_base", ROW(YAML_NUMBER, disclosure, min_base), .fallback = 10, .min = 1, .max = 1000000, .help = N_("numbers of fewer people than this, whose answers are confidential, are not published")},
    {"min_raters", ROW(YAML_NUMBER, disclosure, min_raters), .fallback = 5, .min = 1, .max = 1000000, .help = N_("the same where raters are confidential")},
    {"protection", ROW(YAML_NUMBER, disclosure, protection), .fallback = 50, .min = 1, .max = 100, .help = N_("nobody may work out a hidden number closer than this share of its base, percent")},
    {"dominance", ROW(YAML_NUMBER, disclosure, dominance), .fallback = 50, .min = 1, .max = 100, .help = N_("a sum is hidden when one confidential answer makes more than this of it, percent")},
    {"ranked_publicly", ROW(YAML_LIST, disclosure, ranked_publicly), .of = YAML_WORD, .help = N_("kinds whose places are published")},
    {"top", ROW(YAML_INTEGER, disclosure, top), .min = 0, .max = 100000, .help = N_("how many places are published; 0 all")},
    {"pairs", ROW(YAML_LIST, disclosure, pairs), .of = YAML_WORD, .help = N_("score tables of two kinds, ranked within one of them (slice), whose scores and places are published: the months of a year; others stay inside. They must rest on no confidential answers")},
    {"cumulative", ROW(YAML_LIST, disclosure, cumulative), .of = YAML_WORD, .help = N_("figures that still count the answers of the earlier edition, so that the difference tells of the new ones")},
    {"anonymise", ROW(YAML_LIST, disclosure, anonymise), .of = YAML_TEXT, .help = N_("kinds of findings in which the public edition names nobody; problem and cause when not given")},
    {"anonymous", ROW(YAML_LIST, disclosure, anonymous), .of = YAML_WORD, .help = N_("kinds of units that are not named there; all when not given")},
    {0},
};
static const struct yaml_schema disclosure_schema = {N_("disclosure"), N_("what the public edition may show"), disclosure_fields, sizeof(struct disclosure), 0};

static const struct yaml_field vary_fields[] = {
    {"weights", ROW(YAML_NUMBER, uncertainty_settings, weights), .fallback = 20, .min = 0, .max = 90, .help = N_("how far weights are varied, percent up and down")},
    {"runs", ROW(YAML_INTEGER, uncertainty_settings, runs), .fallback = 1000, .min = 100, .max = 100000, .help = N_("how often, with other weights")},
    {"samples", ROW(YAML_INTEGER, uncertainty_settings, samples), .fallback = 512, .min = 64, .max = 65536,
     .help = N_("for the question which choice moves the places most: samples of all choices together")},
    {0},
};
static const struct yaml_schema vary_schema = {N_("vary"), N_("how other rules are tried out"), vary_fields, sizeof(struct uncertainty_settings), 0};

static const struct yaml_field uncertainty_fields[] = {
    {"seed", ROW(YAML_INTEGER, uncertainty_settings, seed), .fallback = 20180706, .min = 0, .max = 2147483647, .help = N_("of the random numbers: the same seed gives the same intervals")},
    {"replicates", ROW(YAML_INTEGER, uncertainty_settings, replicates), .fallback = 2000, .min = 200, .max = 100000, .help = N_("how often respondents and raters are drawn anew")},
    {"level", ROW(YAML_NUMBER, uncertainty_settings, level), .fallback = 0.95, .min = 0.5, .max = 0.999, .help = N_("of intervals and place ranges")},
    {"normal_above", ROW(YAML_INTEGER, uncertainty_settings, normal_above), .fallback = 20000, .min = 1000, .max = 100000000,
     .help = N_("units with more responses than this draw their sums from the normal distribution instead of response by response")},
    {"vary", .type = YAML_OBJECT, .element = &vary_schema, .help = N_("how other rules are tried out")},
    {0},
};
static const struct yaml_schema uncertainty_schema = {N_("uncertainty"), N_("how sure scores and places are"), uncertainty_fields, sizeof(struct uncertainty_settings), YAML_POS(struct uncertainty_settings)};

static const struct yaml_field publication_fields[] = {
    {"licence", ROW(YAML_TEXT, publication, licence), .help = N_("name of the licence of the open data, such as CC BY 4.0")},
    {"licence_address", ROW(YAML_TEXT, publication, licence_address), .help = N_("web address of its text")},
    {"address", ROW(YAML_TEXT, publication, address), .help = N_("web address for the citation; otherwise that of the evaluation")},
    {"contact", ROW(YAML_TEXT, publication, contact), .help = N_("to whom readers turn with questions and with mistakes that they found")},
    {0},
};
static const struct yaml_schema publication_schema = {N_("publication"), N_("how the open data may be used, and where they stand"), publication_fields, sizeof(struct publication), 0};

static const struct yaml_field report_fields[] = {
    {"id", ROW(YAML_ID, report_plan, id), .required = true, .help = N_("unique")},
    {"name", ROW(YAML_TEXT, report_plan, name), .required = true, .help = N_("as shown while reports are made")},
    {"template", ROW(YAML_TEXT, report_plan, template_file), .required = true, .help = N_("file in templates/ of the evaluation or of the program")},
    {"theme", ROW(YAML_TEXT, report_plan, theme), .help = N_("how it looks: a file in themes/ of the evaluation or of the program; as the evaluation says when not given")},
    {"language", ROW(YAML_ENUM, report_plan, language), .words = language_ids, .word_count = LANGUAGES, .set = offsetof(struct report_plan, language_set),
     .help = N_("zh or en; as the evaluation says when not given")},
    {"each", ROW(YAML_WORD, report_plan, each_name), .help = N_("one report for each unit of this kind; one in all when not given")},
    {"table", ROW(YAML_TEXT, report_plan, table), .help = N_("the score table that it is about")},
    {"file", ROW(YAML_TEXT, report_plan, file), .help = N_("name of the file without ending, {unit} in it; id or id-{unit} when not given")},
    {0},
};
static const struct yaml_schema report_schema = {N_("report"), N_("a report to make"), report_fields, sizeof(struct report_plan), YAML_POS(struct report_plan)};

#define LIST(member_, schema_) ROW(YAML_LIST, evaluation, member_), .of = YAML_OBJECT, .element = &(schema_)

static const struct yaml_field evaluation_fields[] = {
    {"id", ROW(YAML_ID, evaluation, id), .required = true, .help = N_("names the database and the files that are made")},
    {"title", ROW(YAML_TEXT, evaluation, title), .required = true, .help = N_("title of the overall report")},
    {"title_en", ROW(YAML_TEXT, evaluation, title_en), .help = N_("in English reports")},
    {"language", ROW(YAML_ENUM, evaluation, language), .words = language_ids, .word_count = LANGUAGES, .help = N_("of its reports: zh or en")},
    {"theme", ROW(YAML_TEXT, evaluation, theme), .help = N_("how its reports look: official, plain, brief, or a file in themes/; official when not given")},
    {"subject", ROW(YAML_TEXT, evaluation, subject), .help = N_("what is evaluated, as a phrase in sentences")},
    {"subject_en", ROW(YAML_TEXT, evaluation, subject_en), .help = N_("in English reports")},
    {"commissioner_en", ROW(YAML_TEXT, evaluation, commissioner_en), .help = N_("in English reports")},
    {"evaluator_en", ROW(YAML_TEXT, evaluation, evaluator_en), .help = N_("in English reports")},
    {"team_en", ROW(YAML_TEXT, evaluation, team_en), .help = N_("in English reports")},
    {"members_en", ROW(YAML_TEXT, evaluation, members_en), .help = N_("in English reports")},
    {"duration_en", ROW(YAML_TEXT, evaluation, duration_en), .help = N_("in English reports")},
    {"principles_en", ROW(YAML_LIST, evaluation, principles_en), .of = YAML_TEXT, .help = N_("in English reports, in the same order")},
    {"year", ROW(YAML_INTEGER, evaluation, year), .required = true, .min = 1949, .max = 2200, .help = N_("the year that is evaluated")},
    {"report_date", ROW(YAML_DATE, evaluation, report_date), .help = N_("the only date that appears in reports")},
    {"commissioner", ROW(YAML_TEXT, evaluation, commissioner), .help = N_("who asked for the evaluation")},
    {"evaluator", ROW(YAML_TEXT, evaluation, evaluator), .help = N_("who makes it")},
    {"team", ROW(YAML_TEXT, evaluation, team), .help = N_("the signature")},
    {"members", ROW(YAML_TEXT, evaluation, members), .help = N_("the team in words")},
    {"duration", ROW(YAML_TEXT, evaluation, duration), .help = N_("how long it took, in words")},
    {"address", ROW(YAML_TEXT, evaluation, address), .help = N_("where the site will stand (https://…): a square code on the first page of reports leads there; shared links take their picture from there")},
    {"simulated", ROW(YAML_YES_NO, evaluation, simulated), .help = N_("the data are simulated: everything made from them says so")},
    {"rounding", ROW(YAML_ENUM, evaluation, rounding), .words = rounding_ids, .word_count = ROUNDINGS, .help = N_("half_up: a 5 is rounded up; gbt8170: after GB/T 8170-2008, a 5 with nothing behind it goes to the even digit")},
    {"basis", LIST(basis, document_schema), .help = N_("documents on which it rests")},
    {"principles", ROW(YAML_LIST, evaluation, principles), .of = YAML_TEXT, .help = N_("in order")},
    {"kinds", LIST(kinds, kind_schema), .required = true, .help = N_("what is judged and what judges")},
    {"not_applicable", LIST(not_applicable, not_applicable_schema), .help = N_("what cannot be judged together")},
    {"statuses", LIST(statuses, status_schema), .help = N_("units about which something is special")},
    {"panels", LIST(panels, panel_schema), .help = N_("those who rate")},
    {"populations", LIST(populations, survey_population_schema), .help = N_("how many people stand behind the samples")},
    {"weightings", LIST(weightings, survey_weighting_schema), .help = N_("weights, declared once and used by figures and analyses")},
    {"designs", LIST(designs, survey_design_schema), .help = N_("how samples were drawn")},
    {"dispositions", LIST(dispositions, survey_dispositions_schema), .help = N_("what became of those who were to be asked")},
    {"judgements", LIST(judgements, survey_judgement_schema), .help = N_("what experts said about weights")},
    {"figures", LIST(figures, figure_schema), .help = N_("the numbers, each defined once")},
    {"given", LIST(given, given_schema), .help = N_("numbers that are typed in")},
    {"earlier", LIST(earlier, earlier_schema), .help = N_("figures of earlier years")},
    {"findings", LIST(findings, finding_schema), .help = N_("what was found, in words")},
    {"analyses", LIST(analyses, survey_analysis_schema), .help = N_("statistics asked for by name")},
    {"disclosure", ROW(YAML_OBJECT, evaluation, disclosure), .element = &disclosure_schema, .help = N_("what the public edition may show")},
    {"uncertainty", ROW(YAML_OBJECT, evaluation, uncertainty), .element = &uncertainty_schema, .help = N_("how intervals of scores and places are computed")},
    {"publication", ROW(YAML_OBJECT, evaluation, publication), .element = &publication_schema, .help = N_("licence, address and contact of the open data")},
    {"reports", LIST(reports, report_schema), .help = N_("what ceping report makes")},
    {0},
};
const struct yaml_schema survey_evaluation_schema = {N_("evaluation"), N_("One round of evaluation: evaluation.yaml at the root of its folder"), evaluation_fields, sizeof(struct evaluation),
                                                     YAML_POS(struct evaluation)};
