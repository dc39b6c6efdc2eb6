/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a row of decisions.csv means: which response, which of its answers, and what shall hold.
 *
 *     public/17       void                 the response does not count
 *     public/17       withdraw             as if it had never come in (撤回)
 *     public/17/q5    correct=非常满意     the answer was entered or given wrongly (更正=…)
 *
 * The object is INSTRUMENT/KEY or INSTRUMENT/KEY/VARIABLE. Keys may hold slashes themselves (an object and a rater), variables cannot, so the last part is
 * a variable only where something is corrected.
 */
#include <stdint.h>
#include <stdio.h>
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "ceping/model_data.h"

static const struct {
    const char *word;
    enum response_status status;
} status_words[] = {
    {"valid", RESPONSE_VALID}, {"void", RESPONSE_VOID}, {"not_eligible", RESPONSE_NOT_ELIGIBLE}, {"有效", RESPONSE_VALID},
    {"作废", RESPONSE_VOID},   {"废卷", RESPONSE_VOID}, {"不符合条件", RESPONSE_NOT_ELIGIBLE},
};

bool decision_status(const char *word, enum response_status *ret_status)
{
    for (size_t i = 0; word && i < COUNT_OF(status_words); i++)
        if (text_alike(status_words[i].word, word)) {
            *ret_status = status_words[i].status;
            return true;
        }
    return false;
}

/* Excel is typed in with a full-width sign as well. */
static const char *corrected_value(const char *decision)
{
    static const char *const words[] = {"correct", "更正"}, wide[] = "＝";
    const char *plain = strchr(decision, '='), *sign = strstr(decision, wide);
    size_t len = strlen(wide);
    if (plain && (!sign || plain < sign)) {
        sign = plain;
        len = 1;
    }
    auto_free char *word = sign ? xstrndup(decision, (size_t)(sign - decision)) : NULL;
    for (size_t i = 0; word && i < COUNT_OF(words); i++)
        if (text_alike(words[i], word))
            return sign + len + strspn(sign + len, " ");
    return NULL;
}

static const struct instrument *instrument_of(const struct evaluation *evaluation, const char *object)
{
    const char *slash = strchr(object, '/');
    for (size_t i = 0; slash && slash[1] && i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        if (instrument->id && strlen(instrument->id) == (size_t)(slash - object) && strncmp(instrument->id, object, (size_t)(slash - object)) == 0)
            return instrument;
    }
    return NULL;
}

enum decision_kind decision_says(const char *word, enum response_status *ret_status, const char **ret_value)
{
    *ret_value = corrected_value(word);
    if (*ret_value)
        return DECISION_CORRECT;
    if (text_alike(word, "withdraw") || text_alike(word, "撤回"))
        return DECISION_WITHDRAW;
    return decision_status(word, ret_status) ? DECISION_STATUS : DECISION_UNKNOWN;
}

enum decision_kind decision_read(const struct evaluation *evaluation, const struct decision *decision, struct decision_reading *ret_reading)
{
    struct decision_reading reading = {.decision = decision};
    if (!decision->object || !decision->decision || !(reading.instrument = instrument_of(evaluation, decision->object))) {
        *ret_reading = reading;
        return DECISION_OTHER;
    }
    const char *key = strchr(decision->object, '/') + 1;
    reading.key = key;
    reading.key_len = strlen(key);
    enum decision_kind kind = decision_says(decision->decision, &reading.status, &reading.value);
    if (kind == DECISION_CORRECT) {
        const char *last = strrchr(key, '/');
        reading.variable = last ? instrument_variable(reading.instrument, last + 1) : NULL;
        reading.key_len = last ? (size_t)(last - key) : reading.key_len;
    }
    *ret_reading = reading;
    return kind;
}

const struct instrument *decision_entries(const struct evaluation *evaluation, const struct decision *decision, size_t *ret_cells, size_t *ret_differ)
{
    const size_t len = strlen(DECISION_ENTRIES);
    if (!decision->object || !decision->decision || strncmp(decision->object, DECISION_ENTRIES, len) != 0 || strchr(decision->object, '/'))
        return NULL;
    size_t cells, differ;
    int end = 0;
    if (sscanf(decision->decision, DECISION_ENTRIES_FORM "%n", &cells, &differ, &end) != 2 || decision->decision[end] || end == 0 || differ > cells || cells > SIZE_MAX / 4)
        return NULL;
    const struct instrument *instrument = evaluation_instrument(evaluation, decision->object + len);
    if (instrument) {
        *ret_cells = cells;
        *ret_differ = differ;
    }
    return instrument;
}

/* Answers as people write them ------------------------------------------------------------------------------- */

/* "(blank)", "(skipped)", … as a dump prints them, and what exports have in Chinese; nothing at all is blank. With brackets of either width, and never without. */
static bool read_missing(const char *text, enum missing *ret_missing)
{
    static const struct {
        const char *word;
        enum missing missing;
    } marks[] = {{"(空)", MISSING_BLANK}, {"(空白)", MISSING_BLANK}, {"(漏答)", MISSING_BLANK}, {"(未问)", MISSING_NOT_ASKED}, {"(跳过)", MISSING_SKIPPED},
                 {"(不知道)", MISSING_DONT_KNOW}, {"(不了解)", MISSING_DONT_KNOW}, {"(不适用)", MISSING_NOT_APPLICABLE}, {"(无法辨认)", MISSING_UNREADABLE}};
    if (*text == '\0') {
        *ret_missing = MISSING_BLANK;
        return true;
    }
    if (*text != '(' && strncmp(text, "（", strlen("（")) != 0)
        return false;
    auto_free char *key = text_key(text);
    size_t len = strlen(key);
    for (int i = MISSING_NONE + 1; i < MISSING_KINDS; i++) {
        size_t name = strlen(missing_ids[i]);
        if (len == name + 2 && key[len - 1] == ')' && strncmp(key + 1, missing_ids[i], name) == 0) {
            *ret_missing = (enum missing)i;
            return true;
        }
    }
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strcmp(marks[i].word, key) == 0) {
            *ret_missing = marks[i].missing;
            return true;
        }
    return false;
}

static bool says(const struct option *option, const char *text)
{
    if (option->label && text_alike(option->label, text))
        return true;
    for (size_t i = 0; i < option->aliases.count; i++)
        if (text_alike(option->aliases.at[i], text))
            return true;
    return false;
}

static bool read_code(const struct scale *scale, const char *text, int *ret_code)
{
    double number;
    for (size_t i = 0; i < scale->options.count; i++)
        if (says(&scale->options.at[i], text)) {
            *ret_code = scale->options.at[i].code;
            return true;
        }
    if (!text_number(text, strlen(text), false, &number) || number != floor(number) || fabs(number) > INT16_MAX || !scale_option(scale, (int)number))
        return false;
    *ret_code = (int)number;
    return true;
}

static bool read_mark(const char *text, int *ret_mark)
{
    static const char *const marks[][2] = {{"0", "否"}, {"1", "是"}};
    for (int mark = 0; mark < 2; mark++)
        for (size_t i = 0; i < 2; i++)
            if (text_alike(text, marks[mark][i])) {
                *ret_mark = mark;
                return true;
            }
    return false;
}

bool variable_takes(const struct variable *variable, double number)
{
    const struct question *question = variable->question;
    if (variable->option) {
        double places = question->scale ? (double)question->scale->options.count : 1e9;
        return number >= 1 && number <= places && number == floor(number);
    }
    if ((!isnan(question->min) && number < question->min) || (!isnan(question->max) && number > question->max))
        return false;
    if (!(question->step > 0))
        return true;
    double steps = number / question->step;
    return fabs(steps - round(steps)) < 1e-9 * fmax(1, fabs(steps));
}

static bool is_day(const struct variable *variable)
{
    return variable->question->type == QUESTION_DATE && !variable->option;
}

/* As loading stores it: a day, or a day with a time of hours, minutes and mostly seconds. */
static bool is_time(const char *text)
{
    char day[sizeof "2018-07-06"];
    int hour, minute, second = 0, end = 0;
    snprintf(day, sizeof day, "%s", text);
    if (!text_is_date(day))
        return false;
    const char *time = text + strlen(day);
    if (!*time)
        return true;
    bool timed = sscanf(time, " %2d:%2d%n:%2d%n", &hour, &minute, &end, &second, &end) >= 2;
    return timed && time[end] == '\0' && strspn(time, " :0123456789") == strlen(time) && hour < 24 && minute < 60 && second < 60;
}

bool variable_read(const struct variable *variable, const char *text, struct answer *ret_answer)
{
    struct answer answer = {.missing = MISSING_NONE};
    bool good = true;
    if (read_missing(text, &answer.missing)) {
        *ret_answer = answer;
        return true;
    }
    switch (variable->type) {
    case VARIABLE_CODE:
        good = variable->question->scale && read_code(variable->question->scale, text, &answer.code);
        break;
    case VARIABLE_MARK:
        good = read_mark(text, &answer.code);
        break;
    case VARIABLE_UNIT: {
        bool ambiguous = false;
        const struct unit *unit = unit_kind_recognise(variable->question->kind, text, &ambiguous);
        good = unit != NULL;
        answer.code = unit ? unit->index : NO_UNIT;
        break;
    }
    case VARIABLE_NUMBER:
        good = text_number(text, strlen(text), false, &answer.number) && variable_takes(variable, answer.number);
        break;
    default:
        answer.text = text;
        good = !is_day(variable) || is_time(text);
    }
    if (good && variable->type == VARIABLE_CODE) /* an option may stand for a kind of missing: 不了解 */
        answer.missing = scale_option(variable->question->scale, answer.code)->missing;
    if (good)
        *ret_answer = answer;
    return good;
}

/* "a number 0 … 24, a multiple of 0.5", "a number ≥ 0" */
static void add_numbers(const struct variable *variable, struct strbuf *out)
{
    const struct question *question = variable->question;
    double low = variable->option ? 1 : question->min, high = variable->option && question->scale ? (double)question->scale->options.count : question->max;
    strbuf_adds(out, _("a number"));
    if (!isnan(low) || !isnan(high))
        strbuf_addc(out, ' ');
    if (!isnan(low) && isnan(high))
        strbuf_adds(out, "≥ ");
    if (!isnan(low))
        num_format_exact(out, low);
    if (!isnan(high)) {
        strbuf_adds(out, isnan(low) ? "≤ " : " … ");
        num_format_exact(out, high);
    }
    if (question->step > 0 && !variable->option) {
        auto_strbuf struct strbuf step;
        strbuf_init(&step);
        num_format_exact(&step, question->step);
        strbuf_addf(out, _(", a multiple of %s"), step.at);
    }
}

void variable_answers(const struct variable *variable, struct strbuf *out)
{
    enum { SHOWN = 12 };
    if (variable->type == VARIABLE_CODE && variable->question->scale) {
        const struct scale *scale = variable->question->scale;
        for (size_t i = 0; i < scale->options.count && i < SHOWN; i++)
            strbuf_addf(out, "%s%d %s", i ? _(", ") : "", scale->options.at[i].code, scale->options.at[i].label ? scale->options.at[i].label : "");
        strbuf_adds(out, scale->options.count > SHOWN ? "…" : "");
    } else if (variable->type == VARIABLE_UNIT) {
        const struct unit_kind *kind = variable->question->kind;
        for (size_t i = 0; i < kind->units.count && i < SHOWN; i++)
            strbuf_addf(out, "%s%s", i ? _(", ") : "", kind->units.at[i].name);
        strbuf_adds(out, kind->units.count > SHOWN ? "…" : "");
    } else if (variable->type == VARIABLE_MARK) {
        strbuf_adds(out, "0, 1");
    } else if (variable->type == VARIABLE_NUMBER) {
        add_numbers(variable, out);
    } else if (is_day(variable)) {
        strbuf_adds(out, _("a day such as 2018-07-06"));
    }
}

void variable_accepts(const struct variable *variable, struct strbuf *out)
{
    size_t before = out->len;
    variable_answers(variable, out);
    strbuf_adds(out, out->len > before ? _(", (blank)") : "(blank)");
}

/* In a dataset ----------------------------------------------------------------------------------------------- */

const char *dataset_answer(const struct dataset *dataset, size_t row, const struct variable *variable, struct arena *arena)
{
    const struct column *column = &dataset->columns[variable->index];
    enum missing missing = (enum missing)column->missing[row];
    const struct option *option =
        variable->type == VARIABLE_CODE && (missing == MISSING_NONE || column->codes[row]) ? scale_option(variable->question->scale, column->codes[row]) : NULL;
    if (option && option->missing == missing)
        return option->label ? option->label : arena_printf(arena, "%d", option->code);
    if (missing != MISSING_NONE)
        return arena_printf(arena, "(%s)", missing_ids[missing]);
    if (variable->type == VARIABLE_UNIT)
        return variable->question->kind->units.at[column->codes[row]].name;
    if (variable->type == VARIABLE_TEXT)
        return arena_strdup(arena, column->texts[row] ? column->texts[row] : "");
    if (variable->type != VARIABLE_NUMBER)
        return arena_printf(arena, "%d", column->codes[row]);
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, column->numbers[row]);
    return arena_strdup(arena, text.at);
}

void dataset_set(struct dataset *dataset, size_t row, const struct variable *variable, const struct answer *answer)
{
    struct column *column = &dataset->columns[variable->index];
    column->missing[row] = (uint8_t)answer->missing;
    if (column->numbers)
        column->numbers[row] = answer->missing == MISSING_NONE ? answer->number : NAN;
    else if (column->texts)
        column->texts[row] = arena_strdup(dataset->arena, answer->text);
    else
        column->codes[row] = (int16_t)answer->code;
}

/* Moves what stays to the front; `array` may be NULL. */
#define KEEP(array) \
    do { \
        size_t to = 0; \
        for (size_t row = 0; (array) && row < rows; row++) \
            if (!drop[row]) \
                (array)[to++] = (array)[row]; \
    } while (0)

void dataset_drop(struct dataset *dataset, const bool *drop)
{
    size_t rows = dataset->rows, kept = 0;
    for (size_t i = 0; i < dataset->instrument->variables.count; i++) {
        struct column *column = &dataset->columns[i];
        KEEP(column->missing);
        KEEP(column->codes);
        KEEP(column->numbers);
        KEEP(column->texts);
    }
    for (size_t i = 0; i < dataset->instrument->about.count; i++)
        KEEP(dataset->about[i]);
    for (size_t i = 0; i < RESPONSE_INDICES; i++)
        KEEP(dataset->indices[i]);
    KEEP(dataset->keys);
    KEEP(dataset->raters);
    KEEP(dataset->submitted);
    KEEP(dataset->groups);
    KEEP(dataset->sources);
    KEEP(dataset->ids);
    KEEP(dataset->batches);
    KEEP(dataset->status);
    KEEP(dataset->rule);
    KEEP(dataset->flags);
    for (size_t row = 0; row < rows; row++)
        kept += !drop[row];
    dataset->rows = kept;
}

/* A new array in the arena of the dataset; `array` may be NULL. */
#define REPEAT(array) \
    do { \
        void *repeated = (array) ? arena_alloc_array(dataset->arena, total + 1, sizeof *(array)) : NULL; \
        for (size_t row = 0, to = 0; repeated && row < rows; row++) \
            for (uint32_t copy = 0; copy < times[row]; copy++, to++) \
                memcpy((char *)repeated + to * sizeof *(array), &(array)[row], sizeof *(array)); \
        (array) = repeated; \
    } while (0)

void dataset_repeat(struct dataset *dataset, const uint32_t *times)
{
    size_t rows = dataset->rows, total = 0;
    for (size_t row = 0; row < rows; row++)
        total += times[row];
    for (size_t i = 0; i < dataset->instrument->variables.count; i++) {
        struct column *column = &dataset->columns[i];
        REPEAT(column->missing);
        REPEAT(column->codes);
        REPEAT(column->numbers);
        REPEAT(column->texts);
    }
    for (size_t i = 0; i < dataset->instrument->about.count; i++)
        REPEAT(dataset->about[i]);
    for (size_t i = 0; i < RESPONSE_INDICES; i++)
        REPEAT(dataset->indices[i]);
    REPEAT(dataset->keys);
    REPEAT(dataset->raters);
    REPEAT(dataset->submitted);
    REPEAT(dataset->groups);
    REPEAT(dataset->sources);
    REPEAT(dataset->ids);
    REPEAT(dataset->batches);
    REPEAT(dataset->status);
    REPEAT(dataset->rule);
    REPEAT(dataset->flags);
    dataset->rows = total;
}
