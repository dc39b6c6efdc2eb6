/* SPDX-License-Identifier: GPL-3.0-or-later
 * instruments/NAME.yaml as tables.
 */
#include "survey_priv.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)

/* Scales -------------------------------------------------------------------------------------------------- */

/* One score a vector, null where the option is not scored. The vectors are known only when the whole scale is read: linked later. */
static bool read_scores(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct option *option = object;
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *entry = node->entries.at[i].value;
        struct option_score *score = LIST_ADD(reader->arena, &option->scores);
        score->vector.pos = entry->pos;
        score->value = NAN;
        if (!yaml_node_is_null(entry) && !yaml_read_number(reader, entry, field->key, &score->value))
            good = false;
    }
    return good;
}

static bool read_missing(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    static const enum missing choices[] = {MISSING_DONT_KNOW, MISSING_NOT_APPLICABLE};
    const char *text;
    if (!yaml_read_text_value(reader, node, field->key, &text))
        return false;
    const char *words[COUNT_OF(choices)];
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        words[i] = missing_ids[choices[i]];
        if (strcmp(text, words[i]) == 0) {
            ((struct option *)object)->missing = choices[i];
            return true;
        }
    }
    diags_error(reader->diags, node->pos, _("'%s' cannot be '%s'"), field->key, text);
    diags_hint_words(reader->diags, text, words, COUNT_OF(words));
    return false;
}

static const struct yaml_field option_fields[] = {
    {"code", ROW(YAML_INTEGER, option, code), .required = true, .min = 1, .max = 9999, .help = N_("number by which it is stored; ascending in the order of the questionnaire")},
    {"label", ROW(YAML_TEXT, option, label), .required = true, .help = N_("as on the questionnaire")},
    {"label_en", ROW(YAML_TEXT, option, label_en), .help = N_("in English reports")},
    {"aliases", ROW(YAML_LIST, option, aliases), .of = YAML_TEXT, .help = N_("other words for it in response files")},
    {"satisfied", ROW(YAML_YES_NO, option, satisfied), .help = N_("counts as satisfied in rate_satisfied")},
    {"aware", ROW(YAML_YES_NO, option, aware), .help = N_("counts as aware in awareness")},
    {"other", ROW(YAML_YES_NO, option, other), .help = N_("has a text to fill in (其他)")},
    {"exclusive", ROW(YAML_YES_NO, option, exclusive), .help = N_("excludes all others (以上都没有)")},
    {"missing", ROW(YAML_CUSTOM, option, missing), .read = read_missing, .shape = N_("dont_know, not_applicable"), .help = N_("choosing it is no answer")},
    {"scores", ROW(YAML_CUSTOM, option, scores), .read = read_scores, .shape = N_("list of numbers or null"), .help = N_("one for each vector of the scale, null where it is not scored")},
    {0},
};
static const struct yaml_schema option_schema = {N_("option"), N_("a possible answer"), option_fields, sizeof(struct option), YAML_POS(struct option)};

static const struct yaml_field scale_fields[] = {
    {"id", ROW(YAML_ID, scale, id), .required = true, .help = N_("unique in the instrument")},
    {"name", ROW(YAML_TEXT, scale, name), .help = N_("as printed; the id where not given")},
    {"vectors", ROW(YAML_LIST, scale, vectors), .of = YAML_TEXT, .help = N_("names of the score vectors; the first is used where none is named")},
    {"options", ROW(YAML_LIST, scale, options), .of = YAML_OBJECT, .element = &option_schema, .required = true, .help = N_("best first where there is an order")},
    {0},
};
static const struct yaml_schema scale_schema = {N_("scale"), N_("coded answers that several questions share"), scale_fields, sizeof(struct scale), YAML_POS(struct scale)};

/* Questions ----------------------------------------------------------------------------------------------- */

static const struct yaml_field item_fields[] = {
    {"id", ROW(YAML_ID, item, id), .required = true, .help = N_("unique among the questions and items of the instrument")},
    {"title", ROW(YAML_TEXT, item, title), .required = true, .help = N_("as on the questionnaire")},
    {"short", ROW(YAML_TEXT, item, short_title), .help = N_("for tables and charts; the title where not given")},
    {"title_en", ROW(YAML_TEXT, item, title_en), .help = N_("in English reports")},
    {"short_en", ROW(YAML_TEXT, item, short_en), .help = N_("in English reports")},
    {"reversed", ROW(YAML_YES_NO, item, reversed), .help = N_("worded the other way round")},
    {0},
};
static const struct yaml_schema item_schema = {N_("item"), N_("a row of a matrix, or a column of a grid over units"), item_fields, sizeof(struct item), YAML_POS(struct item)};

static const char *const cell_contents[] = {"detect", "text", "code", "score"};
_Static_assert(COUNT_OF(cell_contents) == CELL_CONTENTS, "one word for each");

static const char *const question_types[] = {"single", "multiple", "scale", "matrix", "rank", "number", "text", "date", "unit"};
_Static_assert(COUNT_OF(question_types) == QUESTION_TYPES, "one word for each type");

static const struct yaml_field question_fields[] = {
    {"id", ROW(YAML_ID, question, id), .required = true, .help = N_("unique among the questions and items of the instrument")},
    {"number", ROW(YAML_INTEGER, question, number), .min = 1, .max = 9999, .fallback = 0, .help = N_("as printed on the questionnaire")},
    {"type", ROW(YAML_ENUM, question, type), YAML_WORDS(question_types), .required = true, .help = N_("how it is answered")},
    {"title", ROW(YAML_TEXT, question, title), .help = N_("as on the questionnaire; may be left out where items have titles")},
    {"short", ROW(YAML_TEXT, question, short_title), .help = N_("for tables and charts; the title where not given")},
    {"title_en", ROW(YAML_TEXT, question, title_en), .help = N_("in English reports")},
    {"short_en", ROW(YAML_TEXT, question, short_en), .help = N_("in English reports")},
    {"aliases", ROW(YAML_LIST, question, aliases), .of = YAML_TEXT, .help = N_("other titles in response files")},
    {"scale", ROW(YAML_WORD, question, scale_name), .help = N_("for scale and matrix, also single, multiple and rank: a scale of the instrument")},
    {"options", ROW(YAML_LIST, question, options), .of = YAML_OBJECT, .element = &option_schema, .help = N_("instead of a scale: the answers of this question alone")},
    {"items", ROW(YAML_LIST, question, items), .of = YAML_OBJECT, .element = &item_schema, .help = N_("rows of a matrix, columns of a grid")},
    {"over", ROW(YAML_WORD, question, over_name), .help = N_("asked for each unit of this kind")},
    {"kind", ROW(YAML_WORD, question, kind_name), .help = N_("for type unit: of which kind the answer is; for type multiple, instead of options: its units are the options")},
    {"required", ROW(YAML_YES_NO, question, required), .help = N_("must be answered")},
    {"asked_if", ROW(YAML_WORD, question, asked_if), .help = N_("condition for asking; always asked when not given")},
    {"min", ROW(YAML_NUMBER, question, min), .fallback = NAN, .help = N_("for number: least value")},
    {"max", ROW(YAML_NUMBER, question, max), .fallback = NAN, .help = N_("for number: greatest value; for multiple: at most so many options, see _too_many")},
    {"step", ROW(YAML_NUMBER, question, step), .min = 0, .max = INFINITY, .help = N_("for number: values are multiples of it; 0 any")},
    {"unit", ROW(YAML_TEXT, question, unit), .help = N_("for number: printed after it")},
    {"note", ROW(YAML_TEXT, question, note), .help = N_("printed on the form")},
    {0},
};
static const struct yaml_schema question_schema = {N_("question"), N_("a question, in the order of the questionnaire"), question_fields, sizeof(struct question), YAML_POS(struct question)};

/* Sheets and files ---------------------------------------------------------------------------------------- */

static const struct yaml_field about_fields[] = {
    {"kind", ROW(YAML_WORD, about, kind_name), .required = true, .help = N_("of which kind the unit is")},
    {"question", ROW(YAML_WORD, about, question_name), .help = N_("the question of type unit that tells it")},
    {"column", ROW(YAML_TEXT, about, column), .help = N_("the column of the file that tells it")},
    {0},
};
static const struct yaml_schema about_schema = {N_("about"), N_("a unit that a response is about: by a question, a column, or the rater's own unit"), about_fields, sizeof(struct about),
                                                YAML_POS(struct about)};

static const struct yaml_field issued_fields[] = {
    {"unit", ROW(YAML_WORD, issued, unit_name), .help = N_("where; in all when not given")},
    {"count", ROW(YAML_NUMBER, issued, count), .required = true, .min = 0, .max = INFINITY, .help = N_("how many were handed out")},
    {0},
};
static const struct yaml_schema issued_schema = {N_("issued"), N_("how many forms were handed out"), issued_fields, sizeof(struct issued), YAML_POS(struct issued)};

static const struct yaml_field rows_fields[] = {
    {"kind", ROW(YAML_WORD, instrument, rows_name), .required = true, .help = N_("each row of the file is one unit of it")},
    {"column", ROW(YAML_TEXT, instrument, rows_column), .required = true, .help = N_("the column that names the unit")},
    {0},
};
static const struct yaml_schema rows_schema = {N_("rows"), N_("a sheet that is spread over several rows of the file"), rows_fields, sizeof(struct instrument), 0};

static const char *const actions[] = {"void", "flag", "cancel", "not_eligible"};
_Static_assert(COUNT_OF(actions) == SCREEN_ACTIONS, "one word for each action");

static const char *const builtins[] = {"own", "V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10", "V11"};
_Static_assert(COUNT_OF(builtins) == SCREEN_BUILTINS, "one word for each built-in rule");

/* 0.333 or 1/3: thirds have no end in decimals. */
static bool read_ratio(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    double *value = (double *)((char *)object + field->offset);
    int over = 0, under = 0, end = 0;
    if (node->kind == YAML_NODE_SCALAR && sscanf(node->text, "%4d/%4d%n", &over, &under, &end) == 2 && (size_t)end == node->len && under > 0)
        *value = (double)over / under;
    else if (node->kind == YAML_NODE_SCALAR && strchr(node->text, '/')) {
        diags_error(reader->diags, node->pos, _("'%s' must be a number, not '%s'"), field->key, node->text);
        diags_hint(reader->diags, _("write a share such as 0.25 or 1/3"));
        return false;
    } else if (!yaml_read_number(reader, node, field->key, value))
        return false;
    if (*value >= 0 && *value <= 1)
        return true;
    diags_error(reader->diags, node->pos, _("'%s' is out of range: %s"), field->key, node->text);
    diags_hint(reader->diags, _("write a share such as 0.25 or 1/3"));
    return false;
}

#define RATIO(member_) ROW(YAML_CUSTOM, screening_rule, member_), .read = read_ratio, .shape = N_("number 0…1, or a fraction such as 1/3")
#define THRESHOLD(member_) ROW(YAML_NUMBER, screening_rule, member_), .fallback = NAN, .min = 0, .max = INFINITY

static const struct yaml_field screening_fields[] = {
    {"rule", ROW(YAML_ENUM, screening_rule, builtin), YAML_WORDS(builtins), .help = N_("a built-in rule of the method, whose condition is made of its thresholds; see screening rules below")},
    {"id", ROW(YAML_ID, screening_rule, id), .help = N_("unique in the instrument; of a built-in rule v01 and so on where not given")},
    {"name", ROW(YAML_TEXT, screening_rule, name), .help = N_("as printed in the table of what was left out; a built-in rule has one")},
    {"name_en", ROW(YAML_TEXT, screening_rule, name_en), .help = N_("in English reports")},
    {"when", ROW(YAML_WORD, screening_rule, when), .help = N_("condition")},
    {"share", RATIO(share), .help = N_("V01: of answers left out; V10: of answers that cannot be read")},
    {"of_median", RATIO(of_median), .help = N_("V05: faster than this share of the median")},
    {"seconds", THRESHOLD(seconds), .help = N_("V05: faster than so many seconds")},
    {"seconds_per_item", THRESHOLD(seconds_per_item), .help = N_("V05: faster than so many seconds for each answer asked for")},
    {"run", THRESHOLD(run), .help = N_("V04: so many equal answers on end, and no other among the scale items")},
    {"per_hour", THRESHOLD(per_hour), .help = N_("V11: more than so many from the same source within an hour")},
    {"item", ROW(YAML_WORD, screening_rule, item), .help = N_("V06: the item that checks attention")},
    {"code", ROW(YAML_INTEGER, screening_rule, code), .min = 0, .max = 9999, .help = N_("V06: the answer that it asks for")},
    {"with", ROW(YAML_LIST, screening_rule, with), .of = YAML_WORD, .help = N_("applies only where one of these rules does too, whatever their actions")},
    {"action", ROW(YAML_ENUM, screening_rule, action), YAML_WORDS(actions), .help = N_("what happens; nothing is ever deleted. A built-in rule has a usual one")},
    {"items", ROW(YAML_LIST, screening_rule, items), .of = YAML_WORD, .help = N_("for cancel: the items or questions whose answers are cancelled; V02: the variables that must be answered")},
    {"reason", ROW(YAML_TEXT, screening_rule, reason), .help = N_("why, as printed")},
    {0},
};
static const struct yaml_schema screening_schema = {N_("screening rule"), N_("what makes a response void, flagged or not eligible"), screening_fields, sizeof(struct screening_rule),
                                                    YAML_POS(struct screening_rule)};

static const struct yaml_field column_fields[] = {
    {"column", ROW(YAML_TEXT, column_map, column), .required = true, .help = N_("header as in the file")},
    {"to", ROW(YAML_WORD, column_map, to), .required = true, .help = N_("a variable or question, ignore, key, seconds, submitted, rater, personal, source (an address, kept as keyed hash), or a kind that about or rows names")},
    {0},
};
static const struct yaml_schema column_schema = {N_("column"), N_("where a column of the file goes that is not recognised by itself"), column_fields, sizeof(struct column_map),
                                                 YAML_POS(struct column_map)};

static const char *const instrument_kinds[] = {"questionnaire", "rating", "record"};
_Static_assert(COUNT_OF(instrument_kinds) == INSTRUMENT_KINDS, "one word for each kind");
static const char *const confidentials[] = {"none", "respondents", "raters"};
_Static_assert(COUNT_OF(confidentials) == CONFIDENTIALS, "one word for each");

#define LIST(member_, schema_) ROW(YAML_LIST, instrument, member_), .of = YAML_OBJECT, .element = &(schema_)

static const struct yaml_field instrument_fields[] = {
    {"id", ROW(YAML_ID, instrument, id), .required = true, .help = N_("unique; figures name its items with it")},
    {"title", ROW(YAML_TEXT, instrument, title), .required = true, .help = N_("as printed on the form")},
    {"short", ROW(YAML_TEXT, instrument, short_title), .help = N_("for tables; the title where not given")},
    {"title_en", ROW(YAML_TEXT, instrument, title_en), .help = N_("in English reports")},
    {"short_en", ROW(YAML_TEXT, instrument, short_en), .help = N_("in English reports")},
    {"kind", ROW(YAML_ENUM, instrument, kind), YAML_WORDS(instrument_kinds), .required = true, .help = N_("questionnaire for people, rating sheet, or record of counted work")},
    {"respondents", ROW(YAML_TEXT, instrument, respondents), .help = N_("who answers, in words")},
    {"collected_from", ROW(YAML_DATE, instrument, collected_from), .help = N_("the first day of the collection, for the page of methods; of dated answers their days are told anyway")},
    {"collected_to", ROW(YAML_DATE, instrument, collected_to), .help = N_("the last day")},
    {"confidential", ROW(YAML_ENUM, instrument, confidential), YAML_WORDS(confidentials), .help = N_("whose answers are protected by the minimum base")},
    {"platform", ROW(YAML_TEXT, instrument, platform), .help = N_("where the file comes from; recognised when not given")},
    {"cells", ROW(YAML_ENUM, instrument, cells), YAML_WORDS(cell_contents), .help = N_("what closed questions hold in exports: words, numbers of options, or their scores; detected when not given, and asked about where nothing in the file tells")},
    {"key", ROW(YAML_TEXT, instrument, key), .help = N_("header of the column that identifies a row")},
    {"panel", ROW(YAML_WORD, instrument, panel_name), .help = N_("for ratings: who rates")},
    {"duty", ROW(YAML_WORD, instrument, duty_name), .help = N_("each rater of the panel must rate every unit of this kind but his own; status lists what is missing")},
    {"rater", ROW(YAML_TEXT, instrument, rater_column), .help = N_("header of the column that names the rater")},
    {"rows", ROW(YAML_OBJECT, instrument, pos), .element = &rows_schema, .help = N_("one sheet is several rows, one a unit")},
    {"about", LIST(about, about_schema), .help = N_("what a response is about")},
    {"issued", LIST(issued, issued_schema), .help = N_("how many were handed out")},
    {"scales", LIST(scales, scale_schema), .help = N_("coded answers")},
    {"questions", LIST(questions, question_schema), .required = true, .help = N_("in order")},
    {"repeats", ROW(YAML_LIST, instrument, repeat_names), .of = YAML_WORD, .help = N_("for _repeat: questions that tell a sender who answers again, such as a device's mark")},
    {"bursts", ROW(YAML_LIST, instrument, burst_names), .of = YAML_WORD, .help = N_("for _burst: questions whose equal answers within a minute are counted")},
    {"source", ROW(YAML_WORD, instrument, source_name), .help = N_("the question that tells where a response came from (device, address, station): for V08 and V11")},
    {"serial", ROW(YAML_WORD, instrument, serial_name), .help = N_("the question that holds the number printed on the form: for V08")},
    {"counts", ROW(YAML_WORD, instrument, counts_name), .help = N_("for answers grouped elsewhere: the number item that says for how many equal responses a row stands")},
    {"screening", LIST(screening, screening_schema), .help = N_("rules that act on responses")},
    {"columns", LIST(columns, column_schema), .help = N_("columns that are not recognised by their header")},
    {0},
};
const struct yaml_schema survey_instrument_schema = {N_("instrument"), N_("A questionnaire, rating sheet or record sheet: a file in instruments/"), instrument_fields, sizeof(struct instrument),
                                                     YAML_POS(struct instrument)};
