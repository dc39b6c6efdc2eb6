/* SPDX-License-Identifier: GPL-3.0-or-later
 * Populations, weightings, designs: names linked, and what can be checked without answers: a margin whose populations are not all stated, sides that
 * nothing tells of a response, margins that contradict each other.
 */
#include "survey_sampling.h"

#include "ceping/base_num.h"

#include <math.h>

/* Items -------------------------------------------------------------------------------------------------- */

static bool is_single_choice(const struct question *question)
{
    bool type = question->type == QUESTION_SINGLE || question->type == QUESTION_SCALE;
    return type && question->scale && question->items.count == 0 && !question->over;
}

/* The question that "instrument.question" names, where its answer is one of a few; reports what is none. */
static struct question *link_choice(struct loader *loader, const struct name *name, const struct instrument *instrument)
{
    const char *id;
    if (!check_item(loader, name))
        return NULL;
    struct instrument *of = link_item(loader, name, &id);
    struct question *question = of && id ? instrument_question(of, id) : NULL;
    if (of && instrument && of != instrument) {
        diags_error(loader->diags, name->pos, _("'%s' does not belong to instrument '%s'"), name->text, instrument->id);
        return NULL;
    }
    if (question && (is_single_choice(question) || (question->type == QUESTION_UNIT && question->kind && !question->over)))
        return question;
    diags_error(loader->diags, name->pos, _("'%s' does not divide people"), name->text);
    diags_hint(loader->diags, _("a question of type single, scale or unit that is put once"));
    return NULL;
}

/* One number a response. */
static struct variable *link_number(struct loader *loader, const struct name *name, const struct instrument *instrument, const char *what)
{
    const char *id;
    if (!name->text || !check_item(loader, name))
        return NULL;
    struct instrument *of = link_item(loader, name, &id);
    struct variable *variable = of && id ? instrument_variable(of, id) : NULL;
    if (!variable || variable->type != VARIABLE_NUMBER || variable->unit) {
        diags_error(loader->diags, name->pos, _("%s must be one number a response, which '%s' is not"), what, name->text);
        return NULL;
    }
    if (instrument && of != instrument) {
        diags_error(loader->diags, name->pos, _("%s of instrument '%s' for answers of instrument '%s'"), what, of->id, instrument->id);
        return NULL;
    }
    return variable;
}

void link_weights_of(struct loader *loader, const struct name *name, const struct instrument *instrument, const struct weighting **ret_weighting,
                     const struct variable **ret_variable)
{
    if (!name->text)
        return;
    if (strchr(name->text, '.')) {
        *ret_variable = link_number(loader, name, instrument, _("weights"));
        return;
    }
    const struct weighting *weighting = evaluation_weighting(loader->evaluation, name->text);
    if (!weighting) {
        struct words words = {0};
        for (size_t i = 0; i < loader->evaluation->weightings.count; i++)
            words_add(&words, loader->evaluation->weightings.at[i].id);
        diags_error(loader->diags, name->pos, _("unknown weighting '%s'"), name->text);
        if (words.count)
            diags_hint_words(loader->diags, name->text, words.at, words.count);
        else
            diags_hint(loader->diags, _("declare it under weightings, or name a number item: INSTRUMENT.ITEM"));
        words_release(&words);
    } else if (instrument && weighting->instrument && weighting->instrument != instrument) {
        diags_error(loader->diags, name->pos, _("%s of instrument '%s' for answers of instrument '%s'"), _("weights"), weighting->instrument->id, instrument->id);
    } else {
        *ret_weighting = weighting;
    }
}

/* Populations ---------------------------------------------------------------------------------------------- */

static void link_population_items(struct loader *loader, struct population *population)
{
    for (size_t i = 0; i < population->items.count; i++) {
        struct question *question = link_choice(loader, &population->items.at[i], NULL);
        if (question && question->type == QUESTION_UNIT) {
            diags_error(loader->diags, population->items.at[i].pos, _("'%s' asks for a unit"), population->items.at[i].text);
            diags_hint(loader->diags, _("write unit: and its id"));
            question = NULL;
        }
        *LIST_ADD(loader->arena, &population->questions) = question;
        if (!question || i >= population->codes.count || scale_option(question->scale, population->codes.at[i]))
            continue;
        diags_error(loader->diags, loader_pos(loader, &population->codes, population->pos), _("'%s' has no option with code %d"), population->items.at[i].text,
                    population->codes.at[i]);
    }
    if (population->items.count != population->codes.count)
        diags_error(loader->diags, population->pos, _("%zu items and %zu codes: each item needs the code of one answer"), population->items.count,
                    population->codes.count);
}

static bool same_people(const struct population *a, const struct population *b)
{
    bool groups = a->group && b->group ? strcmp(a->group, b->group) == 0 : a->group == b->group;
    if (a->counts != b->counts || a->unit != b->unit || !groups || a->questions.count != b->questions.count || a->codes.count != b->codes.count)
        return false;
    for (size_t i = 0; i < a->questions.count && i < a->codes.count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->questions.count; k++)
            found = found || (a->questions.at[i] == b->questions.at[k] && a->codes.at[i] == b->codes.at[k]);
        if (!found)
            return false;
    }
    return true;
}

static void link_populations(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    for (size_t i = 0; i < evaluation->populations.count; i++) {
        struct population *population = &evaluation->populations.at[i];
        link_population_items(loader, population);
        for (size_t k = 0; k < i; k++) {
            if (!same_people(&evaluation->populations.at[k], population) || loader_wrong(loader, &population->counts))
                continue;
            diags_error(loader->diags, population->pos, _("the same people are counted twice"));
            diags_hint(loader->diags, _("first in line %d"), evaluation->populations.at[k].pos.line);
            break;
        }
    }
}

/* Sides ----------------------------------------------------------------------------------------------------- */

static bool is_about(const struct instrument *instrument, const struct unit_kind *kind)
{
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].kind == kind)
            return true;
    return false;
}

static bool link_side(struct loader *loader, const struct name *name, const struct instrument *instrument, struct margin_side *side)
{
    if (!name->text || !instrument)
        return false;
    if (strcmp(name->text, "group") == 0) {
        side->group = true;
        return true;
    }
    if (strchr(name->text, '.')) {
        side->question = link_choice(loader, name, instrument);
        side->kind = side->question && side->question->type == QUESTION_UNIT ? side->question->kind : NULL;
        return side->question != NULL;
    }
    side->kind = link_kind(loader, name);
    if (!side->kind || is_about(instrument, side->kind))
        return side->kind != NULL;
    diags_error(loader->diags, name->pos, _("nothing tells to which unit of kind '%s' an answer of instrument '%s' belongs"), side->kind->id, instrument->id);
    diags_hint(loader->diags, _("a kind that its responses are about, instrument.question of single choice, or group"));
    return false;
}

/* Margins ------------------------------------------------------------------------------------------------------ */

#define NAMED_MAX 5
#define CELLS_MAX 100000 /* nobody states more populations, and three kinds of a thousand units would make 10⁹ */

/* Every cell of people must have its population; total of those stated, NaN where one is missing. */
static double check_cells(struct loader *loader, const struct margin_side *sides, size_t side_count, enum population_counts counts, struct pos pos, const char *what)
{
    const struct evaluation *evaluation = loader->evaluation;
    size_t at[MARGIN_SIDES_MAX] = {0}, cells = 1, missing = 0;
    double total = 0;
    auto_strbuf struct strbuf named;
    strbuf_init(&named);
    for (size_t s = 0; s < side_count && cells <= CELLS_MAX; s++)
        cells *= margin_side_categories(evaluation, &sides[s]);
    if (cells > CELLS_MAX) {
        diags_error(loader->diags, pos, _("%s: more than %d cells"), what, CELLS_MAX);
        return NAN;
    }
    for (size_t cell = 0; cell < cells; cell++) {
        bool answer = true;
        for (size_t s = side_count, rest = cell; s-- > 0;) {
            size_t categories = margin_side_categories(evaluation, &sides[s]);
            at[s] = rest % categories;
            rest /= categories;
            answer = answer && margin_side_is_answer(&sides[s], at[s]);
        }
        double size = answer ? evaluation_population(evaluation, counts, sides, at, side_count) : 0;
        if (!isnan(size)) {
            total += size;
            continue;
        }
        for (size_t s = 0; s < side_count && missing < NAMED_MAX; s++)
            strbuf_addf(&named, "%s%s", s ? "×" : missing ? ", " : "", margin_side_label(evaluation, &sides[s], at[s]));
        missing++;
    }
    if (missing == 0 && cells > 0)
        return total;
    if (cells == 0)
        diags_error(loader->diags, pos, _("%s: no populations are stated"), what);
    else
        diags_error(loader->diags, pos, _("%s: %zu of %zu populations are not stated: %s%s"), what, missing, cells, named.at, missing > NAMED_MAX ? " …" : "");
    diags_hint(loader->diags, counts == COUNTS_PEOPLE ? _("under populations: unit, group, or items with codes, as the sides say, and size")
                                                      : _("under populations: unit, group, or items with codes, counts: clusters, and size"));
    return NAN;
}

static double link_margin(struct loader *loader, const struct weighting *weighting, struct margin *margin)
{
    size_t errors = loader->diags->errors;
    if (margin->by.count == 0 || margin->by.count > MARGIN_SIDES_MAX) {
        diags_error(loader->diags, loader_pos(loader, &margin->by, margin->pos), _("a margin has 1 to %d sides, not %zu"), MARGIN_SIDES_MAX, margin->by.count);
        return NAN;
    }
    for (size_t i = 0; i < margin->by.count; i++)
        if (link_side(loader, &margin->by.at[i], weighting->instrument, &margin->sides[margin->side_count]))
            margin->side_count++;
    if (loader->diags->errors > errors || margin->side_count < margin->by.count)
        return NAN;
    return check_cells(loader, margin->sides, margin->side_count, COUNTS_PEOPLE, loader_pos(loader, &margin->by, margin->pos),
                       arena_printf(loader->arena, _("margin of weighting '%s'"), weighting->id));
}

/* Margins are of the same people, so they add up to the same number. */
static void check_totals(struct loader *loader, const struct margin *margin, double first, double total)
{
    enum { PER_MILLE = 1000 };
    if (isnan(first) || isnan(total) || fabs(total - first) * PER_MILLE <= first)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, first, 0);
    strbuf_adds(&text, " / ");
    num_format(&text, total, 0);
    diags_warning(loader->diags, loader_pos(loader, &margin->by, margin->pos), _("margins add up to different populations: %s"), text.at);
    diags_hint(loader->diags, _("rake scales them to the first one; calibrate cannot meet both"));
}

/* Weightings ------------------------------------------------------------------------------------------------------ */

static void check_method(struct loader *loader, const struct weighting *weighting)
{
    const char *method = weighting_method_ids[weighting->method];
    bool single = weighting->method == WEIGHTING_CELLS || weighting->method == WEIGHTING_POSTSTRATIFY;
    if (single && weighting->margins.count > 1) {
        diags_error(loader->diags, weighting->margins.at[1].pos, _("method %s takes one margin"), method);
        diags_hint(loader->diags, _("write both sides into one by: […], or use rake"));
    }
    if (weighting->margins.count == 0 && !loader_wrong(loader, &weighting->margins))
        diags_error(loader->diags, weighting->pos, _("weighting '%s' has no margins"), weighting->id);
    if (weighting->method == WEIGHTING_CELLS && weighting->base_name.text) {
        diags_error(loader->diags, weighting->base_name.pos, _("'base' does not belong to method cells"));
        diags_hint(loader->diags, _("method poststratify respects base weights"));
    }
    if (weighting->method != WEIGHTING_CALIBRATE && weighting->totals.count > 0) {
        diags_error(loader->diags, weighting->totals.at[0].pos, _("'totals' belong to method calibrate, not to %s"), method);
    }
}

static void link_weighting(struct loader *loader, struct weighting *weighting)
{
    const struct name *name = &weighting->instrument_name;
    const char *item = NULL;
    weighting->instrument = name->text ? link_item(loader, name, &item) : NULL;
    if (item)
        diags_error(loader->diags, name->pos, _("'%s' must be an instrument"), name->text);
    if (!loader_wrong(loader, &weighting->method))
        check_method(loader, weighting);
    weighting->base = link_number(loader, &weighting->base_name, weighting->instrument, _("base weights"));
    for (size_t i = 0; i < weighting->totals.count; i++)
        weighting->totals.at[i].variable = link_number(loader, &weighting->totals.at[i].item, weighting->instrument, _("totals"));
    double first = NAN;
    for (size_t i = 0; i < weighting->margins.count && weighting->instrument; i++) {
        double total = link_margin(loader, weighting, &weighting->margins.at[i]);
        check_totals(loader, &weighting->margins.at[i], first, total);
        first = i == 0 ? total : first;
    }
}

/* Designs ----------------------------------------------------------------------------------------------------------- */

static void link_clusters(struct loader *loader, struct sample_design *design)
{
    const struct name *name = &design->clusters_name;
    const char *id = NULL;
    if (!name->text || !check_item(loader, name))
        return;
    struct instrument *of = link_item(loader, name, &id);
    design->clusters = of && id ? instrument_variable(of, id) : NULL;
    if (of && design->instrument && of != design->instrument) {
        diags_error(loader->diags, name->pos, _("'%s' does not belong to instrument '%s'"), name->text, design->instrument->id);
    } else if (!design->clusters || design->clusters->unit || design->clusters->type == VARIABLE_MARK) {
        diags_error(loader->diags, name->pos, _("'%s' tells no cluster"), name->text);
        diags_hint(loader->diags, _("a number, text, unit or single-choice question that is put once"));
    }
}

static void link_design(struct loader *loader, struct sample_design *design)
{
    const struct name *name = &design->instrument_name;
    const char *item = NULL;
    design->instrument = name->text ? link_item(loader, name, &item) : NULL;
    if (item)
        diags_error(loader->diags, name->pos, _("'%s' must be an instrument"), name->text);
    bool strata = link_side(loader, &design->strata_name, design->instrument, &design->strata);
    link_clusters(loader, design);
    link_weights_of(loader, &design->weights_name, design->instrument, &design->weighting, &design->weight);
    if (!design->finite)
        return;
    struct pos pos = loader_pos(loader, &design->finite, design->pos);
    if (!design->strata_name.text) {
        diags_error(loader->diags, pos, _("the finite population correction needs 'strata'"));
        diags_hint(loader->diags, _("their populations tell how many there are to draw from"));
    } else if (strata) {
        check_cells(loader, &design->strata, 1, design->clusters_name.text ? COUNTS_CLUSTERS : COUNTS_PEOPLE, pos,
                    arena_printf(loader->arena, _("strata of design '%s'"), design->id));
    }
}

void link_sampling(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    link_populations(loader);
    struct scope weightings, designs, dispositions;
    scope_init(&weightings, _("weighting"));
    scope_init(&designs, _("design"));
    scope_init(&dispositions, _("dispositions"));
    for (size_t i = 0; i < evaluation->weightings.count; i++) {
        evaluation->weightings.at[i].index = (int)i;
        scope_add(loader, &weightings, &evaluation->weightings.at[i].id, &evaluation->weightings.at[i].pos);
        link_weighting(loader, &evaluation->weightings.at[i]);
    }
    for (size_t i = 0; i < evaluation->designs.count; i++) {
        evaluation->designs.at[i].index = (int)i;
        scope_add(loader, &designs, &evaluation->designs.at[i].id, &evaluation->designs.at[i].pos);
        link_design(loader, &evaluation->designs.at[i]);
    }
    for (size_t i = 0; i < evaluation->dispositions.count; i++)
        scope_add(loader, &dispositions, &evaluation->dispositions.at[i].id, &evaluation->dispositions.at[i].pos);
    scope_release(&weightings);
    scope_release(&designs);
    scope_release(&dispositions);
}
