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
#include "simulate_priv.h"

#include <math.h>

#include "ceping/analyse.h"

enum { USUAL_COUNT = 300, TURNS = 16 };

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
        simulate_answer(simulation, dataset, person, first, count, row, about);
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
            about[a] = simulate_issued_unit(instrument, &person, declared->kind);
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

static bool simulate_block(struct simulation *simulation)
{
    size_t left = simulation->count - simulation->done;
    struct dataset *dataset = new_block(simulation, left < SIMULATE_BLOCK ? left : SIMULATE_BLOCK);
    bool good = true, again = true;
    memset(simulation->again, true, sizeof simulation->again);
    for (int turn = 0; good && again && turn < TURNS; turn++) {
        for (size_t row = 0; row < dataset->rows; row++)
            if (simulation->again[row])
                fill_row(simulation, dataset, row, turn);
        memset(simulation->again, false, sizeof simulation->again);
        good = take_out(simulation, dataset) && redraw(simulation, dataset, &again);
    }
    good = good && simulate_put_block(simulation, dataset);
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
    simulate_put_header(&simulation);
    bool good = true;
    while (good && simulation.done < simulation.count)
        good = simulate_block(&simulation);
    strbuf_release(&simulation.out);
    arena_free(arena);
    return good;
}
