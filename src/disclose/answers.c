/* SPDX-License-Identifier: GPL-3.0-or-later
 * From figures and frequencies to groups of answers.
 *
 * Numbers that count the same items of the same people are one group, whatever they are called: the satisfaction rate of a district, its score and the
 * counts of the options are shown together or not at all. So no part of a hidden group is ever known, and counting in whole numbers gives a reader nothing beyond
 * what linear equations give.
 *
 * Items with options become an atom an option. Anything else (sums, ratios, shares by a condition) is one atom, its numerator: the base is taken as known.
 */
#include <math.h>

#include "disclose_priv.h"

/* Signatures ----------------------------------------------------------------------------------------------------- */

static const char *variables_key(struct arena *arena, const struct instrument *instrument, const char *class, struct variable *const *variables, size_t count)
{
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    strbuf_addf(&key, "%s %s", instrument ? instrument->id : "", class);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&key, " %d", variables[i]->index);
    return arena_strdup(arena, key.at);
}

static struct signature *signature_of(struct system *system, struct map *map, const struct instrument *instrument, const char *word, enum node_class class,
                                      const struct scale *scale, struct variable *const *variables, size_t count)
{
    const char *key = variables_key(system->arena, instrument, word, variables, count);
    struct signature *signature = map_get(map, key);
    if (signature)
        return signature;
    signature = ARENA_NEW(system->arena, struct signature);
    *signature = (struct signature){.key = key, .instrument = instrument, .class = class, .scale = scale, .variables = variables, .variable_count = count};
    signature->atom_count = class == NODE_AMOUNT ? 1 : scale->options.count;
    map_put(map, key, signature);
    *LIST_ADD(system->arena, &system->signatures) = signature;
    return signature;
}

/* Of all columns of a question or item. */
static struct signature *question_signature(struct system *system, struct map *map, const struct instrument *instrument, const char *word, enum node_class class,
                                            const struct question *question, const struct item *item)
{
    struct variable **variables = ARENA_ARRAY(system->arena, struct variable *, instrument->variables.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        struct variable *variable = &instrument->variables.at[i];
        if (variable->question == question && variable->item == item)
            variables[count++] = variable;
    }
    return signature_of(system, map, instrument, word, class, question->scale, variables, count);
}

static struct signature *marks_signature(struct system *system, struct map *map, const struct instrument *instrument, const char *word, const struct variable *mark)
{
    return question_signature(system, map, instrument, word, NODE_MARKS, mark->question, mark->item);
}

/* Nodes ----------------------------------------------------------------------------------------------------------- */

bool answers_alike(const struct answers *a, const struct answers *b)
{
    return a->with_void == b->with_void && !strcmp(a->where, b->where) && !memcmp(a->units, b->units, sizeof a->units);
}

static struct answers *find_node(struct signature *signature, const struct answers *who)
{
    for (size_t i = 0; i < signature->nodes.count; i++)
        if (answers_alike(&signature->nodes.at[i], who))
            return &signature->nodes.at[i];
    return NULL;
}

static const char *node_label(struct system *system, const char *name, const struct answers *who)
{
    const char *where = who->where;
    const int *units = who->units;
    const struct evaluation *evaluation = system->results->evaluation;
    auto_strbuf struct strbuf label;
    strbuf_init(&label);
    strbuf_adds(&label, name);
    for (size_t k = 0; k < evaluation->kinds.count && k < MODEL_KINDS_MAX; k++)
        if (units[k] != NO_UNIT)
            strbuf_addf(&label, " · %s", evaluation->kinds.at[k].units.at[units[k]].name);
    if (*where)
        strbuf_addf(&label, " · %s", where);
    if (who->with_void)
        strbuf_adds(&label, " · 含作废");
    return arena_strdup(system->arena, label.at);
}

/* How many sheets there are: nobody is counted more often, whatever the items. */
static double sheets(const struct system *system, const struct instrument *instrument, const struct answers *who)
{
    const int *units = who->units;
    const struct evaluation *evaluation = system->results->evaluation;
    double least = NAN;
    for (size_t k = 0; k <= evaluation->kinds.count && k < MODEL_KINDS_MAX; k++) {
        const struct unit *unit = k < evaluation->kinds.count && units[k] != NO_UNIT ? &evaluation->kinds.at[k].units.at[units[k]] : NULL;
        if (k < evaluation->kinds.count && !unit)
            continue;
        const struct collection *collection = results_collection(system->results, instrument, unit);
        double count = !collection ? (double)NAN : who->with_void ? collection->returned : collection->valid;
        if (!isnan(count) && !(count > least))
            least = count;
    }
    return least;
}

static void add_atoms(struct system *system, const struct signature *signature, struct answers *node, const double *values, double low, double high)
{
    double answers = 0, all = 0;
    for (size_t o = 0; signature->class != NODE_AMOUNT && o < signature->atom_count; o++) {
        all += values[o];
        answers += signature->scale->options.at[o].missing == MISSING_NONE ? values[o] : 0;
    }
    size_t sum = signature->class == NODE_CODES ? system_relation(system, answers) : NONE;
    for (size_t o = 0; o < signature->atom_count; o++) {
        bool answer = signature->class == NODE_CODES && signature->scale->options.at[o].missing == MISSING_NONE;
        double most = signature->class == NODE_AMOUNT ? high : signature->class == NODE_MARKS ? node->base : answer ? answers : all;
        size_t atom = system_atom(system, node->group, values[o], signature->class == NODE_AMOUNT ? low : 0, most);
        if (answer)
            system_term(system, sum, atom, 1);
    }
}

/* The node of these people (where, units), made where it is not there yet. Where the same name stands for other counts (a figure that leaves some out), NULL. */
static struct answers *node_of(struct system *system, struct signature *signature, const char *name, const struct answers *who, const double *values, double low, double high)
{
    struct answers *node = find_node(signature, who);
    if (node) {
        const struct group *group = &system->groups.at[node->group];
        for (size_t o = 0; o < signature->atom_count; o++)
            if (fabs(system->atoms.at[group->atoms.at[o]].value - values[o]) > 1e-9 * (1 + fabs(values[o])))
                return NULL;
        return node;
    }
    double base = who->base;
    for (size_t o = 0; signature->class == NODE_CODES && o < signature->atom_count; o++) /* figures and frequencies differ in what they call the base */
        base = o == 0 ? values[0] : base + values[o];
    node = LIST_ADD(system->arena, &signature->nodes);
    *node = *who;
    node->base = base;
    node->whole = !*who->where && !who->with_void;
    for (size_t k = 0; k < MODEL_KINDS_MAX; k++)
        node->whole = node->whole && who->units[k] == NO_UNIT;
    double loss = who->with_void ? 0 : base + (node->whole ? 1000 : *who->where ? 100 : 0); /* what screening left out is the first that readers can do without */
    node->group = system_group(system, node_label(system, name, who), 1 + loss);
    struct group *group = &system->groups.at[node->group];
    group->published = true;
    group->kept = node->whole;
    group->instrument = signature->instrument;
    group->people = sheets(system, signature->instrument, who);
    add_atoms(system, signature, node, values, low, high);
    return node;
}

static void fewer_people(struct system *system, size_t group, double people)
{
    struct group *at = &system->groups.at[group];
    if (!(at->people <= people))
        at->people = people;
}

/* Figures -------------------------------------------------------------------------------------------------------- */

static const char *class_word(struct arena *arena, const struct figure *figure, bool codes)
{
    if (codes)
        return "codes";
    switch (figure->statistic) {
    case STAT_SUM:
    case STAT_MEAN: return "sum";
    case STAT_SHARE: return arena_printf(arena, "share %s %d", figure->is.text ? figure->is.text : "", figure->index);
    case STAT_COUNT: return "count";
    default: return arena_printf(arena, "%s %d", statistic_ids[figure->statistic], figure->index);
    }
}

/* Sums of parts are parts of sums; of medians and extremes nothing of the kind is true. */
static bool adds_up(enum statistic statistic)
{
    return statistic != STAT_MEDIAN && statistic != STAT_TRIMMED_MEAN && statistic != STAT_MIN && statistic != STAT_MAX && statistic != STAT_RANGE;
}

static const char *where_of(struct arena *arena, const struct figure *figure)
{
    const char *weights = figure->weight ? figure->weight->id : figure->weighting ? figure->weighting->id : "";
    return arena_printf(arena, "%s%s%s%s%s", figure->where.text ? figure->where.text : "", *weights ? " 加权 " : "", weights,
                        figure->own_attribute ? " 不计本单位 " : "", figure->own_attribute ? figure->own_attribute : "");
}

/* What anybody knows of a sum of `base` answers. */
static void amount_bounds(const struct figure *figure, const struct figure_cell *cell, double *ret_low, double *ret_high)
{
    *ret_low = 0;
    *ret_high = figure->statistic == STAT_SHARE || figure->statistic == STAT_AWARENESS || figure->statistic == STAT_COUNT ? cell->base : 10 * fabs(cell->numerator) + 10;
    double min = NAN, max = NAN;
    for (size_t i = 0; i < figure->variables.count; i++) {
        const struct question *question = figure->variables.at[i]->question;
        min = i == 0 ? question->min : fmin(min, question->min);
        max = i == 0 ? question->max : fmax(max, question->max);
    }
    if ((figure->statistic == STAT_SUM || figure->statistic == STAT_MEAN) && !isnan(min) && !isnan(max)) {
        *ret_low = min * cell->base;
        *ret_high = max * cell->base;
    }
}

/* Marks of one question, counted box by box: votes. Its other figures and frequencies count the same marks. */
static bool counts_marks(const struct figure_result *result, const struct figure_cell *cell)
{
    const struct figure *figure = result->figure;
    const struct variable *first = figure->variables.count ? figure->variables.at[0] : NULL;
    if (!cell->counts || !result->scale || !first || first->type != VARIABLE_MARK || !first->question || first->question->over || first->question->scale != result->scale)
        return false;
    for (size_t i = 0; i < figure->variables.count; i++)
        if (figure->variables.at[i]->question != first->question || figure->variables.at[i]->item != first->item)
            return false;
    return true;
}

/* All marks by the people of the cell: those of the other cells, too, where a cell is what one unit that could be chosen got. */
static double *marks_of(struct system *system, const struct figure_result *result, const struct figure_cell *cell, bool whole)
{
    const struct figure *figure = result->figure;
    const struct unit_kind *chosen = figure->variables.at[0]->question->kind;
    size_t options = result->scale->options.count;
    double *marks = ARENA_ARRAY(system->arena, double, options);
    for (size_t c = 0; c <= result->cells.count; c++) {
        const struct figure_cell *other = c ? &result->cells.at[c - 1] : &result->all;
        bool same = whole ? c == 0 : c > 0 && other->counts;
        for (size_t k = 0; k < figure->by_count && same && !whole; k++)
            same = figure->by[k] == chosen || other->units[k] == cell->units[k];
        for (size_t o = 0; o < options && same; o++)
            marks[o] += other->counts[o];
    }
    return marks;
}

static void figure_cell_add(struct system *system, struct map *map, struct figure_result *result, struct figure_cell *cell, bool whole, size_t *ret_group)
{
    const struct figure *figure = result->figure;
    *ret_group = NONE;
    if (!(cell->base > 0) || isnan(cell->value))
        return;
    bool weighted = figure->weight || figure->weighting, marks = !weighted && !figure->is.text && counts_marks(result, cell);
    bool codes = !marks && cell->counts && result->scale && !figure->is.text && !weighted;
    struct answers who = {.where = where_of(system->arena, figure), .with_void = figure->all_responses, .base = marks ? cell->responses : cell->base};
    for (size_t k = 0; k < MODEL_KINDS_MAX; k++)
        who.units[k] = NO_UNIT;
    for (size_t k = 0; k < figure->by_count && !whole; k++)
        if (figure->by[k] && !(marks && figure->by[k] == figure->variables.at[0]->question->kind))
            who.units[figure->by[k]->index] = cell->units[k];
    double low = 0, high = 0, amount = adds_up(figure->statistic) ? cell->numerator : cell->value;
    amount_bounds(figure, cell, &low, &high);
    const double *values = marks ? marks_of(system, result, cell, whole) : codes ? cell->counts : &amount;
    struct answers *node = NULL;
    for (int twin = 0; !node; twin++) {
        const char *word = marks ? "marks" : class_word(system->arena, figure, codes);
        if (twin > 0)
            word = arena_printf(system->arena, "%s of %s", word, figure->id);
        struct signature *signature = marks ? marks_signature(system, map, figure->instrument, word, figure->variables.at[0])
                                            : signature_of(system, map, figure->instrument, word, codes ? NODE_CODES : NODE_AMOUNT, codes ? result->scale : NULL,
                                                           figure->variables.at, figure->variables.count);
        node = node_of(system, signature, figure->name, &who, values, low, high);
        if (!node && twin > 0)
            return; /* one figure has two cells of these units: cannot be */
    }
    *ret_group = node->group;
    if (cell->responses > 0)
        fewer_people(system, node->group, cell->responses);
    system_target(system, node->group, TARGET_FIGURE, cell, cell->counts && result->scale ? result->scale->options.count : 0);
}

static void figures_add(struct system *system, struct map *map)
{
    struct results *results = system->results;
    system->figure_groups = ARENA_ARRAY(system->arena, size_t *, results->figures.count + 1);
    for (size_t i = 0; i < results->figures.count; i++) {
        struct figure_result *result = &results->figures.at[i];
        size_t *groups = system->figure_groups[i] = ARENA_ARRAY(system->arena, size_t, result->cells.count + 1);
        figure_cell_add(system, map, result, &result->all, true, &groups[0]);
        for (size_t c = 0; c < result->cells.count; c++)
            figure_cell_add(system, map, result, &result->cells.at[c], result->figure->by_count == 0, &groups[c + 1]);
    }
}

bool answers_factors(const struct figure *figure, const struct scale *scale, const struct figure_cell *cell, double *ret_factors)
{
    double numerator = 0, base = 0, percent = figure->statistic == STAT_SCORE ? 1 : 100;
    int rank = 0;
    for (size_t o = 0; o < scale->options.count; o++) {
        const struct option *option = &scale->options.at[o];
        double factor = 0;
        bool counts = option->missing == MISSING_NONE;
        rank += counts;
        switch (figure->statistic) {
        case STAT_TOP1:
        case STAT_TOP2:
        case STAT_TOP3: factor = counts && rank <= (int)(figure->statistic - STAT_TOP1) + 1; break;
        case STAT_SATISFIED: factor = counts && option->satisfied; break;
        case STAT_AWARENESS: factor = counts && option->aware; break;
        case STAT_SHARE:
            for (size_t c = 0; c < figure->codes.count; c++)
                factor = figure->codes.at[c] == option->code ? 1 : factor;
            break;
        case STAT_SCORE: factor = option_score(scale, option, figure->vector); break;
        default: return false;
        }
        factor = isnan(factor) ? 0 : factor;
        ret_factors[o] = percent * factor;
        numerator += factor * cell->counts[o];
        base += counts ? cell->counts[o] : 0;
    }
    return base > 0 && fabs(numerator - cell->numerator) <= 1e-9 * (1 + fabs(numerator));
}

/* Frequencies ---------------------------------------------------------------------------------------------------- */

static struct signature *frequency_signature(struct system *system, struct map *map, const struct frequency *frequency)
{
    bool marks = frequency->question->type == QUESTION_MULTIPLE || frequency->question->type == QUESTION_RANK;
    return question_signature(system, map, frequency->instrument, marks ? "marks" : "codes", marks ? NODE_MARKS : NODE_CODES, frequency->question, frequency->item);
}

static void frequency_cell_add(struct system *system, struct signature *signature, const struct frequency *frequency, struct frequency_cell *cell)
{
    const struct question *question = frequency->question;
    struct answers who = {.where = ""};
    for (size_t k = 0; k < MODEL_KINDS_MAX; k++)
        who.units[k] = NO_UNIT;
    if (frequency->by)
        who.units[frequency->by->index] = cell->unit;
    double base = cell->asked;
    for (size_t o = 0; signature->class == NODE_CODES && o < signature->atom_count; o++)
        base = o == 0 ? cell->counts[0] : base + cell->counts[o];
    if (!(base > 0))
        return;
    const char *name = arena_printf(system->arena, "%s·%s", question->short_title ? question->short_title : question->title, frequency->item ? frequency->item->short_title : "各选项");
    who.base = base;
    struct answers *node = node_of(system, signature, name, &who, cell->counts, 0, base);
    if (!node)
        return;
    fewer_people(system, node->group, base);
    system_target(system, node->group, TARGET_FREQUENCY, cell, signature->atom_count);
}

/* Number questions have no counts; a cell of too few is marked by itself. */
static void number_cell_add(struct system *system, const struct frequency *frequency, struct frequency_cell *cell)
{
    if (!(cell->answered > 0))
        return;
    size_t group = system_group(system, frequency->question->title, 1 + cell->answered);
    struct group *at = &system->groups.at[group];
    at->published = true;
    at->instrument = frequency->instrument;
    at->people = cell->answered;
    system_target(system, group, TARGET_FREQUENCY, cell, 0);
}

static void frequencies_add(struct system *system, struct map *map)
{
    struct results *results = system->results;
    for (size_t i = 0; i < results->frequencies.count; i++) {
        struct frequency *frequency = &results->frequencies.at[i];
        struct signature *signature = frequency->question->scale ? frequency_signature(system, map, frequency) : NULL;
        for (size_t c = 0; c < frequency->cells.count; c++)
            if (signature && frequency->cells.at[c].counts)
                frequency_cell_add(system, signature, frequency, &frequency->cells.at[c]);
            else
                number_cell_add(system, frequency, &frequency->cells.at[c]);
    }
}

void answers_add(struct system *system)
{
    struct map map;
    map_init(&map);
    figures_add(system, &map);
    frequencies_add(system, &map);
    map_release(&map);
}

/* Rules ---------------------------------------------------------------------------------------------------------- */

/* One answer that is most of a sum tells itself; an extreme is one. (1, k) rule: Hundepool et al., Statistical Disclosure Control (2012), 4.2.2 */
static bool dominated(const struct system *system, const struct group *group, const struct figure_cell *cell, const struct figure *figure)
{
    if (evaluation_least_people(system->results->evaluation, group->instrument) <= 0 || cell->counts)
        return false;
    if (figure->statistic == STAT_MIN || figure->statistic == STAT_MAX || figure->statistic == STAT_RANGE)
        return true;
    bool sum = figure->statistic == STAT_SUM || figure->statistic == STAT_MEAN;
    return sum && cell->min >= 0 && cell->numerator > 0 && cell->max > system->results->evaluation->disclosure.dominance / 100 * cell->numerator;
}

/* A figure that still counts last edition's answers differs from it by the new ones alone. */
static bool told_by_last_edition(const struct system *system, const struct figure *figure, const struct figure_cell *cell, bool whole)
{
    const struct evaluation *evaluation = system->results->evaluation;
    double least = evaluation_least_people(evaluation, figure->instrument);
    bool cumulative = false;
    for (size_t i = 0; i < evaluation->disclosure.cumulative_figures.count; i++)
        cumulative = cumulative || evaluation->disclosure.cumulative_figures.at[i] == figure;
    for (size_t i = 0; cumulative && i < evaluation->earlier.count; i++) {
        const struct earlier *earlier = &evaluation->earlier.at[i];
        const struct unit *unit = whole || figure->by_count != 1 ? NULL : &figure->by[0]->units.at[cell->units[0]];
        double more = cell->base - earlier->denominator;
        if (earlier->figure == figure && earlier->unit == unit && more > 0 && more < least)
            return true;
    }
    return false;
}

static void mark(struct system *system, size_t group, enum hidden why)
{
    struct group *at = &system->groups.at[group];
    if (at->hidden == SHOWN)
        at->hidden = why;
    at->primary = true;
}

void answers_mark(struct system *system)
{
    struct results *results = system->results;
    for (size_t g = 0; g < system->groups.count; g++) {
        struct group *group = &system->groups.at[g];
        double least = evaluation_least_people(results->evaluation, group->instrument);
        if (group->published && group->people > 0 && group->people < least)
            mark(system, g, HIDDEN_BASE);
    }
    for (size_t i = 0; i < results->figures.count; i++)
        for (size_t c = 0; c <= results->figures.at[i].cells.count; c++) {
            const struct figure_result *result = &results->figures.at[i];
            const struct figure_cell *cell = c ? &result->cells.at[c - 1] : &result->all;
            size_t group = system->figure_groups[i][c];
            if (group == NONE)
                continue;
            if (dominated(system, &system->groups.at[group], cell, result->figure))
                mark(system, group, HIDDEN_DOMINANT);
            if (told_by_last_edition(system, result->figure, cell, c == 0))
                mark(system, group, HIDDEN_DERIVED);
        }
}
