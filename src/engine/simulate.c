/* SPDX-License-Identifier: GPL-3.0-or-later
 * Simulated responses.
 *
 * Behind each answer stands one number, how good the thing seems: effects of the units it is about (the same for all who answer), of the person, of
 * the item, and chance. Scales cut it into their levels, numbers stretch it over their range. All of it is made of a counter-based generator
 * (SplitMix64: Steele, Lea, Flood 2014) and of sums and products, so that the same seed gives the same bytes on any machine.
 *
 * Conditions for asking are those of the program itself: answers are drawn for a block of rows as a dataset, and what was not asked is taken out, question by
 * question, since later conditions look at earlier answers.
 */
#include "ceping/engine_simulate.h"

#include <math.h>

#include "ceping/analyse.h"
#include "ceping/base_num.h"
#include "engine_priv.h"

enum { BLOCK = 1024, USUAL_COUNT = 300, TURNS = 16 };

struct person {
    uint64_t state;
    double leniency;  /* of this person */
    bool careless, straight;
    int straight_level;
    int rater;        /* −1 none */
};

struct simulation {
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const struct simulate_options *options;
    simulate_write *write;
    void *data;
    struct diags *diags;
    struct strbuf out;
    uint64_t salt;        /* of seed and instrument */
    size_t count;         /* responses */
    size_t done;
    int (*abouts)[MODEL_BY_MAX]; /* of sheets and records: [response][about] */
    int *raters;
    bool again[BLOCK]; /* rows to be drawn anew */
};

/* Chance ------------------------------------------------------------------------------------------------------- */

static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static double uniform(uint64_t *state)
{
    return (double)(draw(state) >> 11) * 0x1p-53;
}

static size_t below(uint64_t *state, size_t count)
{
    return (size_t)(uniform(state) * (double)count);
}

/* Nearly normal, from sums alone: no library of any machine has a say. */
static double normal(uint64_t *state)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += uniform(state);
    return sum;
}

static uint64_t salted(uint64_t salt, const char *what, const char *id)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%s/%s", what, id);
    uint64_t hash[2];
    hash_bytes(text.at, text.len, hash);
    return salt ^ hash[0];
}

/* The same for all who judge it. Independent of instrument and order. */
static double effect(const struct simulation *simulation, const char *what, const char *id)
{
    uint64_t state = salted(simulation->options->seed, what, id);
    return normal(&state);
}

/* Levels ------------------------------------------------------------------------------------------------------- */

static double unit_effect(const struct simulation *simulation, const struct unit *unit)
{
    return unit ? 0.35 * effect(simulation, unit->kind->id, unit->id) : 0;
}

/* How good it seems to this person; about 0.3 on the mean, standard deviation about 1. */
static double seems(const struct simulation *simulation, struct person *person, const struct variable *variable, const int *about)
{
    const struct instrument *instrument = simulation->instrument;
    const char *item = variable->item ? variable->item->id : variable->question->id;
    double z = 0.3 + 0.2 * effect(simulation, instrument->id, item) + 0.5 * person->leniency + unit_effect(simulation, variable->unit);
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (about[i] != NO_UNIT)
            z += unit_effect(simulation, &instrument->about.at[i].kind->units.at[about[i]]);
    return z + 0.6 * normal(&person->state);
}

/* The options that are answers, best first: by their scores where there are any, else by their order. */
static size_t levels(const struct scale *scale, const struct option **ret_options, size_t room, bool *ret_ordered)
{
    size_t count = 0;
    *ret_ordered = false;
    for (size_t i = 0; i < scale->options.count && count < room; i++) {
        const struct option *option = &scale->options.at[i];
        if (option->missing != MISSING_NONE)
            continue;
        *ret_ordered = *ret_ordered || option->satisfied || option->aware || option->scores.count;
        ret_options[count++] = option;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && option_score(scale, ret_options[k], NULL) > option_score(scale, ret_options[k - 1], NULL); k--) {
            const struct option *swap = ret_options[k];
            ret_options[k] = ret_options[k - 1];
            ret_options[k - 1] = swap;
        }
    return count;
}

static const struct option *missing_option(const struct scale *scale)
{
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].missing != MISSING_NONE)
            return &scale->options.at[i];
    return NULL;
}

enum { LEVELS_MAX = 128 };

static int level_of(struct person *person, double z, size_t count, bool reversed)
{
    double x = (0.9 - 0.9 * z) * (double)count / 5;
    int level = person->straight ? person->straight_level : person->careless ? (int)below(&person->state, count) : (int)floor(x);
    level = level < 0 ? 0 : level >= (int)count ? (int)count - 1 : level;
    return reversed && !person->straight ? (int)count - 1 - level : level;
}

/* Answers to questions without an order: some options are more usual than others. */
static int usual_option(const struct simulation *simulation, struct person *person, const struct question *question, size_t count)
{
    double weights[LEVELS_MAX], total = 0;
    uint64_t state = salted(simulation->options->seed, simulation->instrument->id, question->id);
    for (size_t i = 0; i < count; i++)
        total += weights[i] = 0.3 + uniform(&state);
    double at = uniform(&person->state) * total;
    for (size_t i = 0; i + 1 < count; i++)
        if ((at -= weights[i]) < 0)
            return (int)i;
    return (int)count - 1;
}

/* Cells ---------------------------------------------------------------------------------------------------------- */

static void set_missing(struct dataset *dataset, size_t variable, size_t row, enum missing missing)
{
    dataset->columns[variable].missing[row] = (uint8_t)missing;
}

static void set_code(struct dataset *dataset, size_t variable, size_t row, int code)
{
    set_missing(dataset, variable, row, MISSING_NONE);
    dataset->columns[variable].codes[row] = (int16_t)code;
}

static void answer_scale(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, const int *about)
{
    const struct variable *variable = &simulation->instrument->variables.at[v];
    const struct scale *scale = variable->question->scale;
    const struct option *options[LEVELS_MAX], *unknown = missing_option(scale);
    bool ordered;
    size_t count = levels(scale, options, LEVELS_MAX, &ordered);
    if (unknown && (count == 0 || uniform(&person->state) < 0.04)) {
        set_missing(dataset, v, row, unknown->missing);
        return;
    }
    if (count == 0)
        return;
    ordered = ordered || variable->question->type == QUESTION_SCALE || variable->question->type == QUESTION_MATRIX;
    int level = ordered ? level_of(person, seems(simulation, person, variable, about), count, variable->item && variable->item->reversed)
                        : usual_option(simulation, person, variable->question, count);
    set_code(dataset, v, row, options[level]->code);
}

static double rounded(double value, double step)
{
    return floor(value / step + 0.5) * step;
}

static void answer_number(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, const int *about)
{
    const struct question *question = simulation->instrument->variables.at[v].question;
    double low = isnan(question->min) ? 0 : question->min, high = isnan(question->max) ? low + 25 : question->max, range = high - low;
    double z = seems(simulation, person, &simulation->instrument->variables.at[v], about);
    double share = simulation->instrument->kind == INSTRUMENT_RATING ? 0.9 + 0.04 * z : 0.5 + 0.15 * z;
    double step = question->step > 0 ? question->step : range >= 10 && simulation->instrument->kind != INSTRUMENT_RATING ? 1 : range >= 10 ? 0.5 : range / 10;
    double value = rounded(low + range * fmin(1, fmax(0, person->careless && !person->straight ? uniform(&person->state) : share)), step > 0 ? step : 1);
    set_missing(dataset, v, row, MISSING_NONE);
    dataset->columns[v].numbers[row] = fmin(high, fmax(low, value));
}

static void answer_text(struct dataset *dataset, struct person *person, size_t v, size_t row)
{
    static const char *const texts[] = {"办事方便多了", "希望多宣传，让更多人知道", "窗口服务态度好", "流程还可以再简化", "“网上办”很好用，老年人还不太会用", "没有意见", "建议多听听基层的想法"};
    if (dataset->columns[v].variable->question->type == QUESTION_DATE) {
        set_missing(dataset, v, row, MISSING_NONE);
        dataset->columns[v].texts[row] = arena_printf(dataset->arena, "2020-05-%02zu", 1 + below(&person->state, 28));
    } else if (uniform(&person->state) < 0.3) {
        set_missing(dataset, v, row, MISSING_NONE);
        dataset->columns[v].texts[row] = texts[below(&person->state, COUNT_OF(texts))];
    }
}

/* Options of a multiple question, from variable `first` on: each has its chance; an exclusive one stands alone. */
static void answer_marks(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row)
{
    const struct variable *variables = &simulation->instrument->variables.at[first];
    uint64_t state = salted(simulation->options->seed, simulation->instrument->id, variables[0].question->id);
    size_t alone = count, chosen = 0, marks = 0;
    for (size_t i = 0; i < count; i++)
        if (variables[i].type == VARIABLE_MARK && variables[i].option->exclusive && uniform(&person->state) < 0.05)
            alone = i;
    for (size_t i = 0; i < count; i++) {
        if (variables[i].type != VARIABLE_MARK)
            continue;
        double chance = 0.1 + 0.5 * uniform(&state);
        bool drawn = uniform(&person->state) < chance;
        bool mark = alone < count ? i == alone : drawn && !variables[i].option->exclusive;
        set_code(dataset, first + i, row, mark);
        chosen += mark;
        marks++;
    }
    for (size_t i = 0, at = below(&person->state, marks ? marks : 1), seen = 0; chosen == 0 && i < count; i++)
        if (variables[i].type == VARIABLE_MARK && seen++ == at)
            set_code(dataset, first + i, row, 1);
}

static void answer_ranking(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row)
{
    size_t places[LEVELS_MAX], options = 0;
    for (size_t i = 0; i < count && options < LEVELS_MAX; i++)
        if (simulation->instrument->variables.at[first + i].type == VARIABLE_NUMBER)
            places[options++] = first + i;
    for (size_t i = options; i > 1; i--) {
        size_t with = below(&person->state, i), swap = places[i - 1];
        places[i - 1] = places[with];
        places[with] = swap;
    }
    for (size_t i = 0; i < options; i++) {
        set_missing(dataset, places[i], row, MISSING_NONE);
        dataset->columns[places[i]].numbers[row] = (double)(i + 1);
    }
}

static bool applies(const struct simulation *simulation, const struct variable *variable, const int *about)
{
    const struct instrument *instrument = simulation->instrument;
    struct unit *units[MODEL_BY_MAX + 1];
    size_t count = 0;
    if (variable->unit)
        units[count++] = variable->unit;
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (about[i] != NO_UNIT)
            units[count++] = &instrument->about.at[i].kind->units.at[about[i]];
    return count < 2 || !evaluation_not_applicable(simulation->evaluation, units, count);
}

/* A unit by the number of questionnaires issued in it; any, where that is not stated. */
static int issued_unit(const struct instrument *instrument, struct person *person, const struct unit_kind *kind)
{
    double total = 0, at = uniform(&person->state);
    for (size_t i = 0; i < instrument->issued.count; i++)
        total += instrument->issued.at[i].unit && instrument->issued.at[i].unit->kind == kind ? instrument->issued.at[i].count : 0;
    if (!(total > 0))
        return (int)(at * (double)kind->units.count);
    at *= total;
    for (size_t i = 0; i < instrument->issued.count; i++) {
        const struct issued *issued = &instrument->issued.at[i];
        if (issued->unit && issued->unit->kind == kind && (at -= issued->count) < 0)
            return issued->unit->index;
    }
    return 0;
}

static void answer_unit(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t v, size_t row, int *about)
{
    const struct instrument *instrument = simulation->instrument;
    const struct question *question = instrument->variables.at[v].question;
    if (!question->kind || question->kind->units.count == 0)
        return;
    int unit = issued_unit(instrument, person, question->kind);
    for (size_t i = 0; i < instrument->about.count && i < MODEL_BY_MAX; i++)
        if (instrument->about.at[i].question == question)
            about[i] = unit;
    set_code(dataset, v, row, unit);
}

/* One question, item and unit: `count` variables from `first` on. */
static void answer_group(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row, int *about)
{
    const struct variable *variable = &simulation->instrument->variables.at[first];
    bool left = uniform(&person->state) < (variable->question->required || simulation->instrument->kind == INSTRUMENT_RECORD ? 0.002 : 0.02);
    if (!applies(simulation, variable, about) || (left && variable->type != VARIABLE_UNIT))
        return;
    switch (variable->type) {
    case VARIABLE_CODE:
        answer_scale(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_MARK:
        answer_marks(simulation, dataset, person, first, count, row);
        break;
    case VARIABLE_NUMBER:
        if (variable->option)
            answer_ranking(simulation, dataset, person, first, count, row);
        else
            answer_number(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_UNIT:
        answer_unit(simulation, dataset, person, first, row, about);
        break;
    case VARIABLE_TEXT:
    default:
        answer_text(dataset, person, first, row);
    }
}

/* Who answers what ------------------------------------------------------------------------------------------------- */

static struct person person_new(const struct simulation *simulation, size_t response, int turn)
{
    struct person person = {.state = simulation->salt + 0x632BE59BD9B4E019u * (uint64_t)(response + 1) + 0xD1342543DE82EF95u * (uint64_t)turn, .rater = simulation->raters ? simulation->raters[response] : -1};
    const struct panel *panel = simulation->instrument->panel;
    double chance = uniform(&person.state), kind = uniform(&person.state);
    person.leniency = normal(&person.state);
    person.straight_level = (int)below(&person.state, 3);
    if (person.rater >= 0 && panel)
        person.leniency = effect(simulation, panel->id, panel->raters.at[person.rater].id);
    person.careless = simulation->instrument->kind == INSTRUMENT_QUESTIONNAIRE && chance < simulation->options->careless;
    person.straight = person.careless && kind < 0.5;
    return person;
}

/* A lead department fills in the sheets of its own projects: where a kind says in an attribute of one value to which unit of the other it belongs, no other
 * pair has a sheet; nor has one that does not apply. */
static bool belong_together(const struct instrument *instrument, const int *about)
{
    for (size_t a = 0; a < instrument->about.count && a < MODEL_BY_MAX; a++)
        for (size_t b = 0; b < instrument->about.count && b < MODEL_BY_MAX; b++) {
            const struct unit_kind *kind = instrument->about.at[a].kind, *other = instrument->about.at[b].kind;
            for (size_t i = 0; a != b && i < kind->attributes.count; i++) {
                const struct attribute *attribute = &kind->attributes.at[i];
                if (attribute->refers_kind == other && !attribute->many && about[a] != NO_UNIT && about[b] != NO_UNIT &&
                    !unit_refers(&kind->units.at[about[a]], attribute->id, &other->units.at[about[b]]))
                    return false;
            }
        }
    return true;
}

/* A sheet for each rater and each object, a record for each object. */
static void list_sheets(struct simulation *simulation, struct arena *arena)
{
    const struct instrument *instrument = simulation->instrument;
    size_t raters = instrument->panel ? instrument->panel->raters.count : 1, objects = 1, wheel[MODEL_BY_MAX] = {0}, abouts = 0;
    for (; abouts < instrument->about.count && abouts < MODEL_BY_MAX; abouts++) {
        const struct about *about = &instrument->about.at[abouts];
        bool of_rater = !about->column && !about->question;
        wheel[abouts] = of_rater ? 1 : about->kind->units.count;
        objects *= wheel[abouts];
    }
    simulation->abouts = arena_alloc_array(arena, raters * objects + 1, sizeof *simulation->abouts);
    simulation->raters = ARENA_ARRAY(arena, int, raters * objects + 1);
    for (size_t i = 0; i < raters * objects; i++) {
        size_t rest = i % objects, at = simulation->count;
        simulation->raters[at] = instrument->panel ? (int)(i / objects) : -1;
        for (size_t a = abouts; a-- > 0;) {
            const struct about *about = &instrument->about.at[a];
            const struct unit *own = instrument->panel ? instrument->panel->raters.at[simulation->raters[at]].own : NULL;
            bool of_rater = !about->column && !about->question;
            simulation->abouts[at][a] = !of_rater ? (int)(rest % wheel[a]) : own && own->kind == about->kind ? own->index : NO_UNIT;
            rest /= wheel[a];
        }
        simulation->count += belong_together(instrument, simulation->abouts[at]);
    }
}

static size_t issued(const struct instrument *instrument)
{
    double total = 0, whole = 0;
    for (size_t i = 0; i < instrument->issued.count; i++)
        *(instrument->issued.at[i].unit ? &total : &whole) += instrument->issued.at[i].count;
    return (size_t)fmax(total, whole);
}

/* A block of rows ---------------------------------------------------------------------------------------------------- */

static struct dataset *new_block(const struct simulation *simulation, size_t rows)
{
    struct dataset *dataset = dataset_new(arena_new(), simulation->instrument, rows);
    for (size_t i = 0; i < RESPONSE_INDICES; i++)
        if (!dataset->indices[i])
            dataset->indices[i] = ARENA_ARRAY(dataset->arena, double, rows);
    return dataset;
}

static void answer_all(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t row, int *about)
{
    const struct instrument *instrument = simulation->instrument;
    const struct variable *at = instrument->variables.at;
    for (size_t first = 0, count; first < instrument->variables.count; first += count) {
        count = 1;
        while (first + count < instrument->variables.count && at[first + count].question == at[first].question && at[first + count].item == at[first].item &&
               at[first + count].unit == at[first].unit)
            count++;
        answer_group(simulation, dataset, person, first, count, row, about);
    }
}

static void fill_row(struct simulation *simulation, struct dataset *dataset, size_t row, int turn)
{
    const struct instrument *instrument = simulation->instrument;
    size_t response = simulation->done + row;
    struct person person = person_new(simulation, response, turn);
    for (size_t v = 0; v < instrument->variables.count; v++)
        set_missing(dataset, v, row, MISSING_BLANK);
    int about[MODEL_BY_MAX] = {NO_UNIT, NO_UNIT, NO_UNIT};
    for (size_t a = 0; a < instrument->about.count && a < MODEL_BY_MAX; a++) {
        const struct about *declared = &instrument->about.at[a];
        if (simulation->abouts)
            about[a] = simulation->abouts[response][a];
        else if (!declared->question && declared->kind->units.count)
            about[a] = issued_unit(instrument, &person, declared->kind);
    }
    answer_all(simulation, dataset, &person, row, about);
    for (size_t a = 0; a < instrument->about.count && a < MODEL_BY_MAX; a++)
        dataset->about[a][row] = (int16_t)about[a];
    size_t minute = response * 7 % (20 * 24 * 60);
    dataset->keys[row] = arena_printf(dataset->arena, "%zu", response + 1);
    dataset->raters[row] = person.rater >= 0 ? instrument->panel->raters.at[person.rater].id : NULL;
    dataset->submitted[row] = arena_printf(dataset->arena, "%04d-05-%02zu %02zu:%02zu:%02zu", simulation->evaluation->year ? simulation->evaluation->year : 2020,
                                           1 + minute / 1440, minute / 60 % 24, minute % 60, below(&person.state, 60));
    double pace = person.careless ? 0.5 : 3 + 5 * uniform(&person.state);
    dataset->indices[INDEX_SECONDS][row] = floor(10 + pace * (double)instrument->questions.count);
}

/* What was not asked is taken out, question by question. */
static bool take_out(struct simulation *simulation, struct dataset *dataset)
{
    const struct instrument *instrument = simulation->instrument;
    for (size_t q = 0; q < instrument->questions.count; q++) {
        struct question *question = &instrument->questions.at[q];
        struct mask mask;
        if (!question->asked_if.text)
            continue;
        if (!store_evaluate(simulation->evaluation, dataset, &question->asked_if, &question->over, 1, dataset->arena, &mask, simulation->diags))
            return false;
        for (size_t v = 0; v < instrument->variables.count; v++) {
            const struct variable *variable = &instrument->variables.at[v];
            for (size_t row = 0; variable->question == question && row < dataset->rows; row++)
                if (!mask.at[mask.units == 1 ? row : row * mask.units + (size_t)(variable->unit ? variable->unit->index : 0)])
                    set_missing(dataset, v, row, MISSING_BLANK);
        }
    }
    return true;
}

/* Most of those whom a rule would void or find not eligible are drawn anew: whoever hands out questionnaires looks for the right people, and
 * few hand in nonsense. One in twenty stays as drawn, so that rules have something to find. */
static bool redraw(struct simulation *simulation, struct dataset *dataset, bool *ret_again)
{
    const struct instrument *instrument = simulation->instrument;
    bool *stays = ARENA_ARRAY(dataset->arena, bool, dataset->rows + 1);
    for (size_t row = 0; row < dataset->rows; row++) {
        uint64_t state = simulation->salt ^ (0xA24BAED4963EE407u * (uint64_t)(simulation->done + row + 1));
        stays[row] = uniform(&state) < 0.05;
    }
    /* a response among the others is not told yet: rows are made in portions */
    analyse_indices(dataset, INDICES_ALL & ~INDICES_AMONG_ALL);
    *ret_again = false;
    for (size_t r = 0; r < instrument->screening.count; r++) {
        const struct screening_rule *rule = &instrument->screening.at[r];
        struct mask mask;
        if (rule->action != SCREEN_VOID && rule->action != SCREEN_NOT_ELIGIBLE)
            continue;
        if (!store_evaluate(simulation->evaluation, dataset, &rule->when, NULL, 1, dataset->arena, &mask, simulation->diags))
            return false;
        for (size_t row = 0; row < dataset->rows; row++)
            for (size_t unit = 0; unit < mask.units && !stays[row]; unit++)
                if (mask.at[row * mask.units + unit])
                    simulation->again[row] = *ret_again = true;
    }
    return true;
}

/* The file --------------------------------------------------------------------------------------------------------- */

static void put_text(struct strbuf *out, const char *text)
{
    strbuf_addc(out, '"');
    for (; text && *text; text++) {
        strbuf_adds(out, *text == '"' ? "\"\"" : "");
        if (*text != '"')
            strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}

static const char *label_of(const struct scale *scale, int code, enum missing missing)
{
    for (size_t i = 0; i < scale->options.count; i++)
        if (missing == MISSING_NONE ? scale->options.at[i].code == code : scale->options.at[i].missing == missing)
            return scale->options.at[i].label;
    return "";
}

static void put_answer(struct strbuf *out, const struct column *column, size_t row)
{
    const struct variable *variable = column->variable;
    enum missing missing = (enum missing)column->missing[row];
    if (missing != MISSING_NONE && !(variable->type == VARIABLE_CODE && (missing == MISSING_DONT_KNOW || missing == MISSING_NOT_APPLICABLE)))
        return;
    switch (variable->type) {
    case VARIABLE_CODE:
        put_text(out, label_of(variable->question->scale, column->codes[row], missing));
        break;
    case VARIABLE_MARK:
        strbuf_addf(out, "%d", column->codes[row]);
        break;
    case VARIABLE_UNIT:
        put_text(out, variable->question->kind->units.at[column->codes[row]].name);
        break;
    case VARIABLE_NUMBER:
        num_format(out, column->numbers[row], column->numbers[row] == floor(column->numbers[row]) ? 0 : 2);
        break;
    case VARIABLE_TEXT:
    default:
        put_text(out, column->texts[row]);
    }
}

/* Sheets that are spread over lines name the item alone; the line has its unit. */
static bool in_line(const struct instrument *instrument, const struct variable *variable, int unit)
{
    return unit < 0 || (variable->unit && variable->unit->kind == instrument->rows && variable->unit->index == unit);
}

static void put_header(struct simulation *simulation)
{
    const struct instrument *instrument = simulation->instrument;
    struct strbuf *out = &simulation->out;
    strbuf_adds(out, "\xEF\xBB\xBF");
    put_text(out, instrument->key ? instrument->key : "序号");
    strbuf_adds(out, ",提交答卷时间,所用时间");
    if (instrument->rater_column) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rater_column);
    }
    for (size_t a = 0; a < instrument->about.count; a++)
        if (instrument->about.at[a].column) {
            strbuf_addc(out, ',');
            put_text(out, instrument->about.at[a].column);
        }
    if (instrument->rows) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rows_column ? instrument->rows_column : instrument->rows->name);
    }
    for (size_t v = 0; v < instrument->variables.count; v++) {
        const struct variable *variable = &instrument->variables.at[v];
        if (!in_line(instrument, variable, instrument->rows ? 0 : -1))
            continue;
        strbuf_addc(out, ',');
        put_text(out, instrument->rows ? variable->item ? variable->item->title : variable->question->title : variable->id);
    }
    strbuf_adds(out, ",备注\r\n");
}

static void put_line(struct simulation *simulation, const struct dataset *dataset, size_t row, int unit)
{
    const struct instrument *instrument = simulation->instrument;
    struct strbuf *out = &simulation->out;
    strbuf_addf(out, "%s,%s,%.0f", dataset->keys[row], dataset->submitted[row], dataset->indices[INDEX_SECONDS][row]);
    if (instrument->rater_column) {
        strbuf_addc(out, ',');
        put_text(out, dataset->raters[row]);
    }
    for (size_t a = 0; a < instrument->about.count; a++)
        if (instrument->about.at[a].column) {
            strbuf_addc(out, ',');
            if (dataset->about[a][row] != NO_UNIT)
                put_text(out, instrument->about.at[a].kind->units.at[dataset->about[a][row]].name);
        }
    if (unit >= 0) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rows->units.at[unit].name);
    }
    for (size_t v = 0; v < instrument->variables.count; v++) {
        if (!in_line(instrument, &instrument->variables.at[v], unit))
            continue;
        strbuf_addc(out, ',');
        put_answer(out, &dataset->columns[v], row);
    }
    strbuf_adds(out, ",模拟数据\r\n");
}

static bool put_block(struct simulation *simulation, const struct dataset *dataset)
{
    const struct unit_kind *rows = simulation->instrument->rows;
    for (size_t row = 0; row < dataset->rows; row++)
        for (size_t unit = 0; unit < (rows ? rows->units.count : 1); unit++)
            put_line(simulation, dataset, row, rows ? (int)unit : -1);
    bool good = simulation->write(simulation->data, simulation->out.at, simulation->out.len);
    strbuf_clear(&simulation->out);
    return good;
}

static bool simulate_block(struct simulation *simulation)
{
    size_t left = simulation->count - simulation->done;
    struct dataset *dataset = new_block(simulation, left < BLOCK ? left : BLOCK);
    bool good = true, again = true;
    memset(simulation->again, true, sizeof simulation->again);
    for (int turn = 0; good && again && turn < TURNS; turn++) {
        for (size_t row = 0; row < dataset->rows; row++)
            if (simulation->again[row])
                fill_row(simulation, dataset, row, turn);
        memset(simulation->again, false, sizeof simulation->again);
        good = take_out(simulation, dataset) && redraw(simulation, dataset, &again);
    }
    good = good && put_block(simulation, dataset);
    simulation->done += dataset->rows;
    arena_free(dataset->arena);
    return good;
}

bool simulate_instrument(const struct evaluation *evaluation, const struct instrument *instrument, const struct simulate_options *options, simulate_write *write,
                         void *data, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct simulation simulation = {.evaluation = evaluation, .instrument = instrument, .options = options, .write = write, .data = data, .diags = diags};
    simulation.salt = salted(options->seed, "responses", instrument->id);
    strbuf_init(&simulation.out);
    if (instrument->kind != INSTRUMENT_QUESTIONNAIRE || instrument->panel)
        list_sheets(&simulation, arena);
    else
        simulation.count = options->count ? options->count : issued(instrument) ? issued(instrument) : USUAL_COUNT;
    put_header(&simulation);
    bool good = true;
    while (good && simulation.done < simulation.count)
        good = simulate_block(&simulation);
    strbuf_release(&simulation.out);
    arena_free(arena);
    return good;
}
