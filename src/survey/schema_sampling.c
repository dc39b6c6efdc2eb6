/* SPDX-License-Identifier: GPL-3.0-or-later
 * evaluation.yaml as tables, continued: populations, weightings, designs, dispositions, judgements, and the analyses that rest on them.
 */
#include "survey_sampling.h"

#include "ceping/base_text.h"

#include <math.h>

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)
#define LIST(struct_, member_, schema_) ROW(YAML_LIST, struct_, member_), .of = YAML_OBJECT, .element = &(schema_)

/* Populations and weights ----------------------------------------------------------------------------------- */

static const char *const counts_words[] = {"people", "clusters"};
_Static_assert(COUNT_OF(counts_words) == POPULATION_COUNTS, "one word for each thing counted");

static const struct yaml_field population_fields[] = {
    {"unit", ROW(YAML_WORD, population, unit_name), .help = N_("whose people; all when not given")},
    {"group", ROW(YAML_TEXT, population, group), .help = N_("which respondents, by the group that responses carry; all when not given")},
    {"items", ROW(YAML_LIST, population, items), .of = YAML_WORD, .help = N_("which people, by their answers: instrument.question of single choice")},
    {"codes", ROW(YAML_LIST, population, codes), .of = YAML_INTEGER, .help = N_("the answers: a code for each of the items")},
    {"counts", ROW(YAML_ENUM, population, counts), YAML_WORDS(counts_words), .help = N_("what is counted: people, or clusters of a sample design (villages, schools)")},
    {"size", ROW(YAML_NUMBER, population, size), .required = true, .min = 0, .max = INFINITY, .help = N_("how many")},
    {"source", ROW(YAML_TEXT, population, source), .required = true, .help = N_("where the number comes from")},
    {0},
};
const struct yaml_schema survey_population_schema = {N_("population"), N_("how many people stand behind a sample: all, or those that unit, group and answers tell"),
                                                     population_fields, sizeof(struct population), YAML_POS(struct population)};

static const struct yaml_field margin_fields[] = {
    {"by", ROW(YAML_LIST, margin, by), .of = YAML_WORD, .required = true,
     .help = N_("kinds, instrument.question of single choice, or group; several make the cells where they meet")},
    {0},
};
static const struct yaml_schema margin_schema = {N_("margin"), N_("a division of the people whose populations are stated"), margin_fields, sizeof(struct margin), YAML_POS(struct margin)};

static const struct yaml_field total_fields[] = {
    {"item", ROW(YAML_WORD, weighting_total, item), .required = true, .help = N_("a number item, one a response")},
    {"total", ROW(YAML_NUMBER, weighting_total, total), .required = true, .help = N_("its sum over the population")},
    {"source", ROW(YAML_TEXT, weighting_total, source), .required = true, .help = N_("where the number comes from")},
    {0},
};
static const struct yaml_schema total_schema = {N_("total"), N_("the sum of a number item over the population, for calibration"), total_fields, sizeof(struct weighting_total),
                                                YAML_POS(struct weighting_total)};

static const struct yaml_field weighting_fields[] = {
    {"id", ROW(YAML_ID, weighting, id), .required = true, .help = N_("unique among weightings; figures and analyses name it under weights")},
    {"name", ROW(YAML_TEXT, weighting, name), .required = true, .help = N_("as printed")},
    {"instrument", ROW(YAML_WORD, weighting, instrument_name), .required = true, .help = N_("whose responses are weighted")},
    {"method", ROW(YAML_ENUM, weighting, method), .words = weighting_method_ids, .word_count = WEIGHTING_METHODS, .required = true,
     .help = N_("cells: population over sample; poststratify: base weights scaled to each cell; rake: to each margin in turn; calibrate: linear")},
    {"margins", LIST(weighting, margins, margin_schema), .required = true, .help = N_("what the weighted sample must agree with; one for cells and poststratify")},
    {"totals", LIST(weighting, totals, total_schema), .help = N_("for calibrate: totals of number items besides")},
    {"base", ROW(YAML_WORD, weighting, base_name), .help = N_("a number item with the weight that the sample design gives; 1 each when not given")},
    {"trim_low", ROW(YAML_NUMBER, weighting, trim_low), .fallback = NAN, .min = 0, .max = 1, .help = N_("no weight below so many times the mean; not cut when not given")},
    {"trim_high", ROW(YAML_NUMBER, weighting, trim_high), .fallback = NAN, .min = 1, .max = 1000, .help = N_("no weight above so many times the mean; not cut when not given")},
    {"rounds", ROW(YAML_INTEGER, weighting, rounds), .fallback = 200, .min = 1, .max = 100000, .help = N_("for rake: at most so many rounds over all margins")},
    {"tolerance", ROW(YAML_NUMBER, weighting, tolerance), .fallback = 1e-9, .min = 1e-14, .max = 0.1, .help = N_("for rake: margins are met within this share of their population")},
    {0},
};
const struct yaml_schema survey_weighting_schema = {N_("weighting"), N_("weights that make the responses of an instrument agree with populations"), weighting_fields,
                                                    sizeof(struct weighting), YAML_POS(struct weighting)};

/* Designs ----------------------------------------------------------------------------------------------------- */

static const struct yaml_field design_fields[] = {
    {"id", ROW(YAML_ID, sample_design, id), .required = true, .help = N_("unique among designs; analyses name it under design")},
    {"name", ROW(YAML_TEXT, sample_design, name), .required = true, .help = N_("as printed")},
    {"instrument", ROW(YAML_WORD, sample_design, instrument_name), .required = true, .help = N_("whose responses were drawn so")},
    {"strata", ROW(YAML_WORD, sample_design, strata_name), .help = N_("a kind, or instrument.question of single choice, within which was drawn; one stratum when not given")},
    {"clusters", ROW(YAML_WORD, sample_design, clusters_name), .help = N_("an item that tells the cluster drawn first (village, school); every response one when not given")},
    {"weights", ROW(YAML_WORD, sample_design, weights_name), .help = N_("a weighting, or a number item; 1 each when not given")},
    {"finite", ROW(YAML_YES_NO, sample_design, finite), .help = N_("finite population correction, from populations of the strata (of clusters where clusters are drawn)")},
    {"lonely", ROW(YAML_ENUM, sample_design, lonely), .words = lonely_rule_ids, .word_count = LONELY_RULES,
     .help = N_("a stratum with one sampled cluster: fail refuses, certainty adds no variance, adjust compares it with all, average takes that of the others")},
    {0},
};
const struct yaml_schema survey_design_schema = {N_("design"), N_("how a sample was drawn: for standard errors that know of it"), design_fields, sizeof(struct sample_design),
                                                 YAML_POS(struct sample_design)};

#define DISPOSITION(key_, member_, help_) {key_, ROW(YAML_NUMBER, dispositions, member_), .min = 0, .max = INFINITY, .help = (help_)}

static const struct yaml_field disposition_fields[] = {
    {"id", ROW(YAML_ID, dispositions, id), .required = true, .help = N_("unique among dispositions; response_rates names it under of")},
    {"name", ROW(YAML_TEXT, dispositions, name), .required = true, .help = N_("as printed")},
    {"complete", ROW(YAML_NUMBER, dispositions, complete), .required = true, .min = 0, .max = INFINITY, .help = N_("complete interviews (I)")},
    DISPOSITION("partial", partial, N_("partial interviews (P)")),
    DISPOSITION("refusal", refusal, N_("refusals and break-offs (R)")),
    DISPOSITION("non_contact", non_contact, N_("not contacted (NC)")),
    DISPOSITION("other", other, N_("other non-response (O)")),
    DISPOSITION("unknown_household", unknown_household, N_("unknown whether there is a household (UH)")),
    DISPOSITION("unknown_other", unknown_other, N_("unknown, other (UO)")),
    DISPOSITION("not_eligible", not_eligible, N_("not eligible (NE)")),
    {"eligibility", ROW(YAML_NUMBER, dispositions, eligibility), .fallback = NAN, .min = 0, .max = 1,
     .help = N_("share of the unknown taken for eligible; estimated from the known when not given")},
    {"source", ROW(YAML_TEXT, dispositions, source), .required = true, .help = N_("where the numbers come from")},
    {0},
};
const struct yaml_schema survey_dispositions_schema = {N_("dispositions"), N_("what became of everyone who was to be asked, by AAPOR's Standard Definitions"), disposition_fields,
                                                       sizeof(struct dispositions), YAML_POS(struct dispositions)};

/* Judgements ---------------------------------------------------------------------------------------------------- */

/* "1/3" is how people write a judgement below 1. */
static bool read_ratio(struct yaml_reader *reader, const struct yaml_node *node, const char *key, double *ret_value)
{
    const char *slash = node->kind == YAML_NODE_SCALAR ? strchr(node->text, '/') : NULL;
    double above, below;
    if (!slash)
        return yaml_read_number(reader, node, key, ret_value);
    if (text_number(node->text, (size_t)(slash - node->text), false, &above) && text_number(slash + 1, strlen(slash + 1), false, &below) && below != 0) {
        *ret_value = above / below;
        return true;
    }
    diags_error(reader->diags, node->pos, _("'%s' is no number"), node->text);
    diags_hint(reader->diags, _("a number such as 3 or 0.5, or a fraction such as 1/3"));
    return false;
}

static bool read_row(struct yaml_reader *reader, const struct yaml_node *node, const char *key, struct number_row *row)
{
    row->pos = node->pos;
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, key, _("a list of numbers"));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *entry = node->entries.at[i].value;
        double value = NAN;
        if (!yaml_node_is_null(entry))
            good = read_ratio(reader, entry, key, &value) && good;
        *LIST_ADD(reader->arena, &row->at) = value;
    }
    return good;
}

static bool read_rows(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    number_rows *rows = (number_rows *)((char *)object + field->offset);
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++)
        good = read_row(reader, node->entries.at[i].value, field->key, LIST_ADD(reader->arena, rows)) && good;
    return good;
}

static const struct yaml_field criterion_fields[] = {
    {"id", ROW(YAML_ID, criterion, id), .required = true, .help = N_("unique among the criteria")},
    {"name", ROW(YAML_TEXT, criterion, name), .required = true, .help = N_("as printed")},
    {0},
};
static const struct yaml_schema criterion_schema = {N_("criterion"), N_("what gets a weight"), criterion_fields, sizeof(struct criterion), YAML_POS(struct criterion)};

static const struct yaml_field judge_fields[] = {
    {"id", ROW(YAML_ID, judge, id), .required = true, .help = N_("unique among the experts")},
    {"name", ROW(YAML_TEXT, judge, name), .help = N_("as printed; the id when not given")},
    {"weight", ROW(YAML_NUMBER, judge, weight), .fallback = 1, .min = 0, .max = 1000, .help = N_("of this expert among the others")},
    {"grounds", ROW(YAML_NUMBER, judge, grounds), .fallback = NAN, .min = 0, .max = 1, .help = N_("grounds of judgement (Ca), for the authority of the expert")},
    {"familiarity", ROW(YAML_NUMBER, judge, familiarity), .fallback = NAN, .min = 0, .max = 1, .help = N_("familiarity with the matter (Cs), for the authority of the expert")},
    {"matrix", ROW(YAML_CUSTOM, judge, matrix), .read = read_rows, .shape = N_("a list of rows of numbers"),
     .help = N_("for ahp: row by row, how many times this criterion outweighs that one (3, 1/3); ~ below the diagonal is filled in")},
    {"rounds", ROW(YAML_CUSTOM, judge, rounds), .read = read_rows, .shape = N_("a list of rows of numbers"),
     .help = N_("for delphi: a row a round, the rating of each criterion; ~ where none was given")},
    {0},
};
static const struct yaml_schema judge_schema = {N_("expert"), N_("one who judges how much criteria matter"), judge_fields, sizeof(struct judge), YAML_POS(struct judge)};

static const struct yaml_field judgement_fields[] = {
    {"id", ROW(YAML_ID, judgement, id), .required = true, .help = N_("unique among judgements; analyses name it under of")},
    {"name", ROW(YAML_TEXT, judgement, name), .required = true, .help = N_("as printed")},
    {"kind", ROW(YAML_ENUM, judgement, kind), .words = judgement_kind_ids, .word_count = JUDGEMENT_KINDS, .required = true,
     .help = N_("ahp: comparisons of pairs; delphi: rounds of ratings")},
    {"full_mark", ROW(YAML_NUMBER, judgement, full_mark), .fallback = NAN, .help = N_("for delphi: the full mark; the highest rating given when not given")},
    {"criteria", LIST(judgement, criteria, criterion_schema), .required = true, .help = N_("what is weighed, in the order of rows and columns")},
    {"experts", LIST(judgement, experts, judge_schema), .required = true, .help = N_("who judged")},
    {0},
};
const struct yaml_schema survey_judgement_schema = {N_("judgement"), N_("what experts said about weights: proposals with their evidence, never applied unasked"), judgement_fields,
                                                    sizeof(struct judgement), YAML_POS(struct judgement)};

/* Analyses -------------------------------------------------------------------------------------------------------- */

#define OPTION(option_) .place = offsetof(struct analysis, option_pos) + (option_) * sizeof(struct pos)

static const struct yaml_field analysis_fields[] = {
    {"measure", ROW(YAML_WORD, analysis, measure), .required = true, .help = N_("name of the statistic, as listed by ceping analyze --list")},
    {"items", ROW(YAML_LIST, analysis, items), .of = YAML_WORD, .help = N_("as in figures; not for measures of judgements, dispositions and score tables")},
    {"by", ROW(YAML_WORD, analysis, by_name), OPTION(OPTION_BY), .help = N_("a kind or a coded item that makes the groups")},
    {"strata", ROW(YAML_WORD, analysis, strata), OPTION(OPTION_STRATA), .help = N_("a kind or a coded item: compared within, then put together")},
    {"weights", ROW(YAML_WORD, analysis, weights), OPTION(OPTION_WEIGHTS), .help = N_("a weighting, or a number item")},
    {"design", ROW(YAML_WORD, analysis, design), OPTION(OPTION_DESIGN), .help = N_("a sample design")},
    {"of", ROW(YAML_WORD, analysis, of), OPTION(OPTION_OF), .help = N_("judgements, dispositions or a score table of the rubric, by id")},
    {"statistic", ROW(YAML_WORD, analysis, statistic), OPTION(OPTION_STATISTIC), .help = N_("of bootstrap and jackknife: what is computed anew")},
    {"seed", ROW(YAML_INTEGER, analysis, seed), OPTION(OPTION_SEED), .fallback = -1, .min = 0, .max = 2147483647, .help = N_("of bootstrap: the same seed gives the same interval")},
    {"replicates", ROW(YAML_INTEGER, analysis, replicates), OPTION(OPTION_REPLICATES), .fallback = -1, .min = 100, .max = 100000, .help = N_("of bootstrap: how many")},
    {"method", ROW(YAML_WORD, analysis, method), OPTION(OPTION_METHOD), .help = N_("one of several ways in which the measure is computed")},
    {"margin", ROW(YAML_NUMBER, analysis, margin), OPTION(OPTION_MARGIN), .fallback = NAN, .min = 0.01, .max = 50, .help = N_("of sample_size: half of the interval, in percentage points")},
    {"share", ROW(YAML_NUMBER, analysis, share), OPTION(OPTION_SHARE), .fallback = NAN, .min = 0.01, .max = 99.99, .help = N_("expected percentage; 50 when not given")},
    {"population", ROW(YAML_NUMBER, analysis, population), OPTION(OPTION_POPULATION), .fallback = NAN, .min = 1, .max = INFINITY, .help = N_("how many people; without correction when not given")},
    {"deff", ROW(YAML_NUMBER, analysis, deff), OPTION(OPTION_DEFF), .fallback = NAN, .min = 0.01, .max = 1000, .help = N_("design effect; 1 when not given")},
    {"response_rate", ROW(YAML_NUMBER, analysis, response_rate), OPTION(OPTION_RESPONSE_RATE), .fallback = NAN, .min = 0.1, .max = 100, .help = N_("percentage of those asked who answer; 100 when not given")},
    {"less_is_better", ROW(YAML_LIST, analysis, less_is_better), .of = YAML_WORD, OPTION(OPTION_LESS_IS_BETTER), .help = N_("criteria of which less is better, for weights from data")},
    {0},
};
const struct yaml_schema survey_analysis_schema = {N_("analysis"), N_("a statistic that is asked for by name"), analysis_fields, sizeof(struct analysis), YAML_POS(struct analysis)};
