/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over instruments: how a collection went, and what was answered.
 */
#include "report_priv.h"

/* Instruments ------------------------------------------------------------------------------------------------ */

static const struct instrument *instrument_of(const struct value *self)
{
    return self->self;
}

static struct value instrument_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->id);
}

static struct value instrument_title(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->title);
}

static struct value instrument_short(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->short_title ? instrument_of(self)->short_title : instrument_of(self)->title);
}

static struct value instrument_respondents(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->respondents);
}

static struct value instrument_collected_from(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->collected_from);
}

static struct value instrument_collected_to(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(instrument_of(self)->collected_to);
}

static struct value instrument_kind_words(const struct names *names, const struct value *self)
{
    static const char *const words[INSTRUMENT_KINDS] = {
        [INSTRUMENT_QUESTIONNAIRE] = "调查问卷", [INSTRUMENT_RATING] = "评估量表", [INSTRUMENT_RECORD] = "工作记录"};
    return value_text(word(names, words[instrument_of(self)->kind]));
}

static struct value instrument_questions(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count((double)instrument_of(self)->questions.count);
}

static void instrument_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, instrument_of(self)->title ? instrument_of(self)->title : instrument_of(self)->id);
}

static const struct value_field instrument_fields[] = {
    {"id", instrument_id},
    {"title", instrument_title},
    {"short", instrument_short},
    {"kind", instrument_kind_words},
    {"respondents", instrument_respondents},
    {"collected_from", instrument_collected_from},
    {"collected_to", instrument_collected_to},
    {"questions", instrument_questions},
    {NULL, NULL},
};

static const struct value_class instrument_class = {.name = "instrument", .fields = instrument_fields, .print = instrument_print};

struct value instrument_value(const struct instrument *instrument)
{
    return instrument ? value_object(&instrument_class, instrument, NULL) : value_none();
}

static const char *instruments_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->instruments.count ? names->evaluation->instruments.at[i]->id : NULL;
}

static struct value instruments_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return instrument_value(names->evaluation->instruments.at[i]);
}

static const struct value_class instruments_class = {
    .name = "instruments", .key = instruments_key, .child = instruments_child, .iterates = true, .item = &instrument_class};

struct value instruments_value(void)
{
    return value_object(&instruments_class, NULL, NULL);
}

/* Collections ------------------------------------------------------------------------------------------------ */

static const struct collection *collection_of(const struct value *self)
{
    return self->self;
}

static struct value collection_instrument(const struct names *names, const struct value *self)
{
    (void)names;
    return instrument_value(collection_of(self)->instrument);
}

static struct value collection_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(collection_of(self)->unit);
}

#define COLLECTION_COUNT(function, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_number(collection_of(self)->member, 0, "份"); \
    }
COLLECTION_COUNT(collection_issued, issued)
COLLECTION_COUNT(collection_returned, returned)
COLLECTION_COUNT(collection_valid, valid)
COLLECTION_COUNT(collection_void, void_count)
COLLECTION_COUNT(collection_not_eligible, not_eligible)
COLLECTION_COUNT(collection_rejected, rejected)

#define COLLECTION_RATE(function, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_number(collection_of(self)->member, 2, "%"); \
    }
COLLECTION_RATE(collection_return_rate, return_rate)
COLLECTION_RATE(collection_valid_rate, valid_rate)
COLLECTION_RATE(collection_valid_return_rate, valid_return_rate)

/* Days of a few answers could tell who gave them. */
static struct value collection_day(const struct names *names, const struct collection *collection, const char *day)
{
    return value_text(is_hidden(names, collection->instrument, collection->dated) ? NULL : day);
}

static struct value collection_first_day(const struct names *names, const struct value *self)
{
    return collection_day(names, collection_of(self), collection_of(self)->first_day);
}

static struct value collection_last_day(const struct names *names, const struct value *self)
{
    return collection_day(names, collection_of(self), collection_of(self)->last_day);
}

static struct value collection_has_undated(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(collection_of(self)->dated < collection_of(self)->valid);
}

static struct value collection_has_void(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(collection_of(self)->void_count > 0);
}

static struct value collection_has_not_eligible(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(collection_of(self)->not_eligible > 0);
}

/* Rules */

static const struct rule_count *rule_of(const struct value *self)
{
    return self->self;
}

static struct value rule_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(rule_of(self)->rule->name ? rule_of(self)->rule->name : rule_of(self)->rule->id);
}

static struct value rule_reason(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(rule_of(self)->rule->reason);
}

static struct value rule_action(const struct names *names, const struct value *self)
{
    return value_text(word(names, screening_words[rule_of(self)->rule->action]));
}

static struct value rule_decided(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(rule_of(self)->decided, 0, "份");
}

static struct value rule_applies(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(rule_of(self)->applies, 0, "份");
}

static struct value rule_cancelled(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(rule_of(self)->cancelled, 0, "处");
}

static const struct value_field rule_fields[] = {
    {"name", rule_name},       {"reason", rule_reason},   {"action", rule_action},
    {"decided", rule_decided}, {"applies", rule_applies}, {"cancelled", rule_cancelled},
    {NULL, NULL},
};

static const struct value_class rule_class = {.name = "rule", .fields = rule_fields};

static struct value collection_rules(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < collection_of(self)->rules.count; i++)
        value_add(names, &items, value_object(&rule_class, &collection_of(self)->rules.at[i], NULL));
    return value_of_items(&items, &rule_class);
}

static const struct value_class unit_collection_class;
static struct value collection_value(const struct collection *collection);

static struct value collection_units(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->results->collections.count; i++) {
        const struct collection *at = &names->results->collections.at[i];
        if (at->instrument == collection_of(self)->instrument && at->unit)
            value_add(names, &items, collection_value(at));
    }
    return value_of_items(&items, &unit_collection_class);
}

static struct value collection_here(const struct names *names, const struct value *self)
{
    return names->unit ? collection_value(results_collection(names->results, collection_of(self)->instrument, names->unit)) : value_none();
}

/* Two entries of paper copies */

static const struct entry_check *check_of(const struct value *self)
{
    return self->self;
}

static struct value check_cells(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(check_of(self)->cells);
}

static struct value check_differ(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(check_of(self)->differ);
}

#define CHECK_RATE(function, member, decimals) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_number(check_of(self)->member, decimals, "%"); \
    }
CHECK_RATE(check_rate, rate, 2)
CHECK_RATE(check_low, low, 2)
CHECK_RATE(check_high, high, 2)
CHECK_RATE(check_error, error, 3)
CHECK_RATE(check_left, left, 5)
CHECK_RATE(check_left_high, left_high, 5)

static const struct value_field check_fields[] = {
    {"cells", check_cells}, {"differ", check_differ}, {"rate", check_rate}, {"low", check_low}, {"high", check_high}, {"error", check_error}, {"left", check_left}, {"left_high", check_left_high},
    {NULL, NULL},
};

static const struct value_class check_class = {.name = "comparison of two entries", .fields = check_fields};

static struct value collection_entries(const struct names *names, const struct value *self)
{
    (void)names;
    return collection_of(self)->entries.cells > 0 ? value_object(&check_class, &collection_of(self)->entries, NULL) : value_none();
}

/* `unit` only where there is one: in a section over the whole it must not hide the report's own. */
#define COLLECTION_FIELDS \
    {"instrument", collection_instrument}, {"issued", collection_issued}, {"returned", collection_returned}, {"valid", collection_valid}, \
        {"void", collection_void}, {"has_void", collection_has_void}, {"not_eligible", collection_not_eligible}, \
        {"has_not_eligible", collection_has_not_eligible}, {"rejected", collection_rejected}, {"return_rate", collection_return_rate}, \
        {"valid_rate", collection_valid_rate}, {"valid_return_rate", collection_valid_return_rate}, {"rules", collection_rules}

static const struct value_field collection_fields[] = {COLLECTION_FIELDS, {"entries", collection_entries}, {"first_day", collection_first_day}, {"last_day", collection_last_day}, {"has_undated", collection_has_undated}, {"units", collection_units}, {"here", collection_here}, {NULL, NULL}};

static const struct value_field unit_collection_fields[] = {COLLECTION_FIELDS, {"unit", collection_unit}, {NULL, NULL}};

static const struct value_class collection_class = {.name = "collection", .fields = collection_fields};

static const struct value_class unit_collection_class = {.name = "collection of a unit", .fields = unit_collection_fields};

static struct value collection_value(const struct collection *collection)
{
    if (!collection)
        return value_none();
    return value_object(collection->unit ? &unit_collection_class : &collection_class, collection, NULL);
}

static struct value collections_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return collection_value(results_collection(names->results, names->evaluation->instruments.at[i], NULL));
}

static const struct value_class collections_class = {
    .name = "collections", .key = instruments_key, .child = collections_child, .iterates = true, .item = &collection_class};

struct value collections_value(void)
{
    return value_object(&collections_class, NULL, NULL);
}

/* Frequencies ------------------------------------------------------------------------------------------------------
 * frequencies.public.overall: answers over all; `.here` those about the report's unit. self is the cell, of the frequency. */

static const struct frequency_cell *cell_of(const struct value *self)
{
    return self->self;
}

static const struct frequency *frequency_of_value(const struct value *self)
{
    return self->of;
}

static struct value frequency_title(const struct names *names, const struct value *self)
{
    (void)names;
    const struct frequency *frequency = frequency_of_value(self);
    return value_text(frequency->item ? frequency->item->title : frequency->question->title);
}

static struct value frequency_answered(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(cell_of(self)->answered);
}

static struct value frequency_asked(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(cell_of(self)->asked);
}

static bool cell_hidden(const struct names *names, const struct value *self)
{
    return is_hidden(names, frequency_of_value(self)->instrument, cell_of(self)->asked);
}

static struct value frequency_mean(const struct names *names, const struct value *self)
{
    return value_number(cell_hidden(names, self) ? num_hidden() : cell_of(self)->mean, 2, NULL);
}

static const struct option *option_of(const struct value *self)
{
    return &frequency_of_value(self)->question->scale->options.at[self->at];
}

static struct value option_label(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(option_of(self)->label);
}

static struct value option_count(const struct names *names, const struct value *self)
{
    return value_count(cell_hidden(names, self) ? num_hidden() : cell_of(self)->counts[self->at]);
}

/* Of answers; of a multiple question of all who were asked, so that shares add up to more than 100. */
static struct value option_share(const struct names *names, const struct value *self)
{
    bool multiple = frequency_of_value(self)->question->type == QUESTION_MULTIPLE;
    double base = multiple ? cell_of(self)->asked : cell_of(self)->answered;
    if (cell_hidden(names, self))
        return value_number(num_hidden(), 1, "%");
    bool shown = base > 0 && option_of(self)->missing == MISSING_NONE;
    return value_number(shown ? 100 * cell_of(self)->counts[self->at] / base : NAN, 1, "%");
}

/* Of the first score vector of the scale; none where the option is no answer. */
static struct value option_points(const struct names *names, const struct value *self)
{
    (void)names;
    const struct option *option = option_of(self);
    return option->scores.count > 0 && option->missing == MISSING_NONE ? value_number(option->scores.at[0].value, -1, NULL) : value_none();
}

static const struct value_field option_fields[] = {
    {"label", option_label}, {"n", option_count}, {"share", option_share}, {"points", option_points}, {NULL, NULL},
};

static const struct value_class option_class = {.name = "option", .fields = option_fields};

static struct value frequency_options(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    const struct scale *scale = frequency_of_value(self)->question->scale;
    for (size_t i = 0; scale && cell_of(self)->counts && i < scale->options.count; i++) {
        struct value option = value_object(&option_class, self->self, self->of);
        option.at = i;
        value_add(names, &items, option);
    }
    return value_of_items(&items, &option_class);
}

static struct value frequency_cell_of_unit(const struct names *names, const struct frequency *frequency, const struct unit *unit);

static struct value frequency_here(const struct names *names, const struct value *self)
{
    return names->unit ? frequency_cell_of_unit(names, frequency_of_value(self), names->unit) : value_none();
}

/* What a block calls it. */
static struct value frequency_ref(const struct names *names, const struct value *self)
{
    const struct frequency *frequency = frequency_of_value(self);
    return value_text(arena_printf(names->arena, "%s.%s", frequency->instrument->id, frequency->question->id));
}

static struct value frequency_multiple(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(frequency_of_value(self)->question->type == QUESTION_MULTIPLE);
}

static struct value frequency_instrument(const struct names *names, const struct value *self)
{
    (void)names;
    return instrument_value(frequency_of_value(self)->instrument);
}

static const struct value_field frequency_fields[] = {
    {"title", frequency_title},     {"asked", frequency_asked}, {"answered", frequency_answered}, {"mean", frequency_mean},
    {"options", frequency_options}, {"here", frequency_here},   {"ref", frequency_ref},           {"multiple", frequency_multiple},
    {"instrument", frequency_instrument},
    {NULL, NULL},
};

static const struct value_class frequency_class = {.name = "frequency", .fields = frequency_fields};

static struct value frequency_cell_of_unit(const struct names *names, const struct frequency *frequency, const struct unit *unit)
{
    struct question_ref ref = {frequency->instrument, frequency->question, frequency->item};
    const struct frequency *split = results_frequency(names->results, ref.question, ref.item, unit->kind);
    const struct frequency_cell *cell = frequency_of(names, &ref, unit);
    return cell && split ? value_object(&frequency_class, cell, split) : value_none();
}

/* The first of a question's items stands for all of them: one block shows them together. */
static bool is_first_item(const struct frequency *frequency)
{
    return !frequency->item || (frequency->question->items.count && frequency->item == &frequency->question->items.at[0]);
}

/* Questions with options that were counted for units of a kind, in the order of the instruments; without a unit, those of questionnaires. */
struct value unit_questions_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->results->frequencies.count; i++) {
        const struct frequency *frequency = &names->results->frequencies.at[i];
        const struct question *question = frequency->question;
        if (frequency->by || !frequency->cells.count || !question->scale || question->type == QUESTION_UNIT || !is_first_item(frequency))
            continue;
        if (unit && names->edition == EDITION_PUBLIC && frequency->instrument->kind != INSTRUMENT_QUESTIONNAIRE)
            continue; /* sheets stay inside */
        if (unit ? results_frequency(names->results, question, frequency->item, unit->kind) != NULL : frequency->instrument->kind == INSTRUMENT_QUESTIONNAIRE)
            value_add(names, &items, value_object(&frequency_class, &frequency->cells.at[0], frequency));
    }
    return value_of_items(&items, &frequency_class);
}

/* The i-th frequency over all of an instrument. */
static const struct frequency *nth_frequency(const struct names *names, const struct instrument *instrument, size_t i)
{
    for (size_t k = 0; k < names->results->frequencies.count; k++) {
        const struct frequency *frequency = &names->results->frequencies.at[k];
        if (frequency->instrument == instrument && !frequency->by && frequency->cells.count && i-- == 0)
            return frequency;
    }
    return NULL;
}

static const char *questions_key(const struct names *names, const struct value *self, size_t i)
{
    const struct frequency *frequency = nth_frequency(names, self->self, i);
    return frequency ? frequency->item ? frequency->item->id : frequency->question->id : NULL;
}

static struct value questions_child(const struct names *names, const struct value *self, size_t i)
{
    const struct frequency *frequency = nth_frequency(names, self->self, i);
    return value_object(&frequency_class, &frequency->cells.at[0], frequency);
}

static const struct value_class questions_class = {.name = "questions", .key = questions_key, .child = questions_child, .iterates = true, .item = &frequency_class};

static struct value frequencies_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return value_object(&questions_class, names->evaluation->instruments.at[i], NULL);
}

static const struct value_class frequencies_class = {.name = "frequencies", .key = instruments_key, .child = frequencies_child};

struct value frequencies_value(void)
{
    return value_object(&frequencies_class, NULL, NULL);
}
