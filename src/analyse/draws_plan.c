/* SPDX-License-Identifier: GPL-3.0-or-later
 * What draws are made of: strata, clusters (responses, or raters with all of their sheets) and what each cluster adds to each figure.
 *
 * All figures of a stratification are walked side by side, row by row, so a row of a large stratum is added to the covariance and forgotten. The covariance is that
 * of the sums of up to 2,048 groups of responses, into which responses go by a number mixed of their position: exact covariances of a million responses to
 * hundreds of figures would take minutes, and groups cost 1.6 % of a standard error, as much as the 2,000 replicates do.
 *
 * A stratum is drawn so above the limit of the settings, and, largest first, where all strata together would have too many answers to add up in every
 * replicate: a million responses in 180 strata are no fewer draws than in nine.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/stats_random.h"
#include "draws_priv.h"

#define ROWS_MAX 20000
#define ENTRIES_MAX 150000 /* of strata drawn response by response: so many additions a replicate take half a second in 2,000 of them */
#define GROUPS_MAX 2048
#define GROUPS_MIN 256
#define GROUP_BYTES_MAX ((size_t)64 << 20)
#define NO_STRATUM UINT32_MAX

/* Which figures ------------------------------------------------------------------------------------------------- */

static bool node_rests_on(const struct node *node, const struct figure *figure)
{
    if (node->figure == figure)
        return true;
    for (size_t i = 0; i < node->children.count; i++)
        if (node_rests_on(&node->children.at[i], figure))
            return true;
    return false;
}

bool figure_in_rubric(const struct evaluation *evaluation, const struct figure *figure)
{
    for (size_t t = 0; t < evaluation->rubric.tables.count; t++) {
        const struct table *table = &evaluation->rubric.tables.at[t];
        bool rests = node_rests_on(&table->root, figure);
        for (size_t i = 0; i < table->bonus.count; i++)
            rests = rests || table->bonus.at[i].figure == figure;
        for (size_t i = 0; i < table->deductions.count; i++)
            rests = rests || table->deductions.at[i].figure == figure;
        for (size_t i = 0; i < table->tie_break_names.count; i++)
            rests = rests || (table->tie_break_names.at[i].text && strcasecmp(table->tie_break_names.at[i].text, figure->id) == 0);
        if (rests)
            return true;
    }
    return false;
}

/* Who judges ----------------------------------------------------------------------------------------------------- */

/* The units that fill in the sheets of a rating without a panel: those of the only kind that responses are about. */
static const struct unit_kind *rating_units(const struct instrument *instrument)
{
    bool units = instrument->kind == INSTRUMENT_RATING && !instrument->panel && instrument->about.count == 1;
    return units ? instrument->about.at[0].kind : NULL;
}

/* The rater of each row as an index into draws->raters, −1 none; raters in the order of the panel, of the units, or as they come. */
static int *find_raters(const struct dataset *dataset, struct analyse_draws *draws, struct arena *scratch, struct arena *arena)
{
    const struct instrument *instrument = dataset->instrument;
    const struct unit_kind *units = rating_units(instrument);
    int *rater = ARENA_ARRAY(scratch, int, dataset->rows + 1);
    for (size_t i = 0; instrument->panel && i < instrument->panel->raters.count; i++) {
        const struct rater *at = &instrument->panel->raters.at[i];
        *LIST_ADD(arena, &draws->raters) = (struct draw_rater){at, at->name ? at->name : at->id};
    }
    for (size_t i = 0; units && i < units->units.count; i++)
        *LIST_ADD(arena, &draws->raters) = (struct draw_rater){&units->units.at[i], units->units.at[i].short_name};
    for (size_t row = 0; row < dataset->rows; row++) {
        const char *id = dataset->raters ? dataset->raters[row] : NULL;
        rater[row] = units ? dataset->about[0][row] : -1;
        for (size_t i = 0; !units && id && i < draws->raters.count && rater[row] < 0; i++) {
            const struct rater *at = instrument->panel && i < instrument->panel->raters.count ? draws->raters.at[i].who : NULL;
            if (strcmp(at ? at->id : draws->raters.at[i].name, id) == 0)
                rater[row] = (int)i;
        }
        if (!units && id && rater[row] < 0) { /* not in the list; such raters are told apart by what the file calls them */
            rater[row] = (int)draws->raters.count;
            const char *name = arena_strdup(arena, id);
            *LIST_ADD(arena, &draws->raters) = (struct draw_rater){name, name};
        }
    }
    return rater;
}

/* Does at least half of all pairs of rater and unit occur? Then each rater brings (nearly) all units. */
static bool is_crossed(const struct dataset *dataset, const int *rater, size_t raters, unsigned about)
{
    const struct instrument *instrument = dataset->instrument;
    size_t units = 1, pairs = 0, seen_raters = 0, seen_units = 0;
    for (size_t k = 0; k < instrument->about.count; k++)
        if (about >> k & 1)
            units *= instrument->about.at[k].kind->units.count + 1;
    if (raters == 0 || units > ((size_t)1 << 24) / raters)
        return false;
    auto_free bool *seen = xcalloc(raters * units, sizeof *seen), *rater_seen = xcalloc(raters, sizeof *rater_seen);
    auto_free bool *unit_seen = xcalloc(units, sizeof *unit_seen);
    for (size_t row = 0; row < dataset->rows; row++) {
        size_t unit = 0;
        for (size_t k = 0; k < instrument->about.count; k++)
            if (about >> k & 1)
                unit = unit * (instrument->about.at[k].kind->units.count + 1) + (size_t)(dataset->about[k][row] + 1);
        if (!response_valid(dataset, row) || rater[row] < 0)
            continue;
        size_t at = (size_t)rater[row] * units + unit;
        pairs += !seen[at];
        seen_raters += !rater_seen[rater[row]];
        seen_units += !unit_seen[unit];
        seen[at] = rater_seen[rater[row]] = unit_seen[unit] = true;
    }
    return 2 * pairs >= seen_raters * seen_units;
}

/* How the rows of a figure are stratified: see analyse_draws.h. */
static unsigned strata_of(const struct dataset *dataset, const struct figure *figure, const int *rater, size_t raters)
{
    const struct instrument *instrument = dataset->instrument;
    unsigned all = 0, subjects = 0;
    for (size_t k = 0; k < instrument->about.count && k < 32; k++) {
        all |= instrument->about.at[k].kind ? 1u << k : 0;
        for (size_t j = 0; j < figure->by_count; j++)
            subjects |= instrument->about.at[k].kind == figure->by[j] ? 1u << k : 0;
    }
    if (instrument->kind != INSTRUMENT_RATING)
        return all;
    return subjects && raters > 0 && is_crossed(dataset, rater, raters, subjects) ? 0 : subjects;
}

static struct draw_set *find_set(struct analyse_draws *draws, unsigned about, bool by_rater, struct arena *arena)
{
    for (size_t i = 0; i < draws->sets.count; i++)
        if (draws->sets.at[i].about == about && draws->sets.at[i].by_rater == by_rater)
            return &draws->sets.at[i];
    struct draw_set *set = LIST_ADD(arena, &draws->sets);
    *set = (struct draw_set){.about = about, .by_rater = by_rater};
    set->stream = ((uint64_t)draws->instrument->index << 33) + ((uint64_t)about << 1) + by_rater;
    return set;
}

/* Strata and clusters ---------------------------------------------------------------------------------------------- */

struct row_place {
    uint64_t stratum; /* combination of units */
    int rater;
    uint32_t row, cluster;
};

static int by_stratum(const void *left, const void *right)
{
    const struct row_place *a = left, *b = right;
    if (a->stratum != b->stratum)
        return a->stratum < b->stratum ? -1 : 1;
    if (a->rater != b->rater)
        return a->rater < b->rater ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The cluster of each row, NO_STRATUM for rows that do not count; clusters of a stratum stand together. */
static uint32_t *make_clusters(const struct dataset *dataset, struct draw_set *set, const int *rater, struct arena *scratch, struct arena *arena)
{
    const struct instrument *instrument = dataset->instrument;
    uint32_t *cluster_of = ARENA_ARRAY(scratch, uint32_t, dataset->rows + 1);
    struct row_place *places = ARENA_ARRAY(scratch, struct row_place, dataset->rows + 1);
    size_t count = 0;
    for (size_t row = 0; row < dataset->rows; row++) {
        cluster_of[row] = NO_STRATUM;
        if (!response_valid(dataset, row))
            continue;
        uint64_t stratum = 0;
        for (size_t k = 0; k < instrument->about.count; k++)
            if (set->about >> k & 1)
                stratum = stratum * (instrument->about.at[k].kind->units.count + 1) + (uint64_t)(dataset->about[k][row] + 1);
        places[count++] = (struct row_place){stratum, set->by_rater ? rater[row] : -1, (uint32_t)row, 0};
    }
    if (count > 1)
        qsort(places, count, sizeof *places, by_stratum);
    set->rater_of = ARENA_ARRAY(arena, int, count + 1);
    struct draw_stratum *stratum = NULL;
    for (size_t i = 0; i < count; i++) {
        bool next_stratum = i == 0 || places[i].stratum != places[i - 1].stratum;
        bool next_cluster = next_stratum || !set->by_rater || places[i].rater < 0 || places[i].rater != places[i - 1].rater;
        if (next_stratum) {
            stratum = LIST_ADD(arena, &set->strata);
            stratum->first = set->cluster_count;
        }
        if (next_cluster) {
            set->rater_of[set->cluster_count++] = places[i].rater;
            stratum->count++;
        }
        cluster_of[places[i].row] = (uint32_t)(set->cluster_count - 1);
    }
    for (size_t s = 0; s < set->strata.count; s++)
        set->strata.at[s].scale = set->strata.at[s].count > 1 ? (double)set->strata.at[s].count / ((double)set->strata.at[s].count - 1) : 1;
    return cluster_of;
}

/* Gathering --------------------------------------------------------------------------------------------------------- */

/* Sums of a large stratum while rows come in: by group of responses. */
struct groups {
    uint32_t *slot_of; /* by leaf: number of its sums in the stratum, UINT32_MAX none yet */
    size_t sums;
    double *at;  /* [group · room + sum] */
    size_t room;
    size_t rows;
    size_t *sizes;
};

struct gathering {
    struct draw_set *set;
    struct arena *arena, *scratch;
    LIST_OF(struct figure_walk *) walks;
    LIST_OF(const struct figure *) figures;
    LIST_OF(size_t) first_leaf; /* of each figure */
    LIST_OF(bool) whole;        /* its only leaf is the whole */
    LIST_OF(struct draw_entry) entries;
    LIST_OF(struct draw_sheet) sheets;
    struct groups *groups; /* by stratum */
    size_t group_count;
    uint32_t *stratum_of;  /* by cluster */
    /* the row at hand */
    size_t figure, row, group;
    uint32_t cluster;
};

static void groups_grow(struct gathering *gathering, struct groups *groups)
{
    size_t room = groups->room ? 2 * groups->room : 2 * gathering->figures.count;
    double *at = ARENA_ARRAY(gathering->scratch, double, gathering->group_count * room);
    for (size_t g = 0; g < gathering->group_count && groups->sums > 0; g++)
        memcpy(at + g * room, groups->at + g * groups->room, groups->sums * sizeof *at);
    groups->at = at;
    groups->room = room;
}

static void add_to_group(struct gathering *gathering, struct groups *groups, size_t leaf, double numerator, double base)
{
    if (groups->slot_of[leaf] == UINT32_MAX) {
        if (groups->sums + 2 > groups->room)
            groups_grow(gathering, groups);
        groups->slot_of[leaf] = (uint32_t)groups->sums;
        groups->sums += 2;
    }
    double *sum = groups->at + gathering->group * groups->room + groups->slot_of[leaf];
    sum[0] += numerator;
    sum[1] += base;
}

static void take(void *context, size_t cell, const struct observation *seen, double w)
{
    struct gathering *gathering = context;
    bool whole = gathering->whole.at[gathering->figure];
    if (!seen->in_base || (!whole && cell == NO_CELL))
        return;
    const struct figure *figure = gathering->figures.at[gathering->figure];
    size_t leaf = gathering->first_leaf.at[gathering->figure] + (whole ? 0 : cell);
    if (figure_gathers(figure))
        *LIST_ADD(gathering->scratch, &gathering->sheets) =
            (struct draw_sheet){gathering->cluster, (uint32_t)leaf, gathering->row, seen->x, w, 1};
    uint32_t stratum = gathering->stratum_of[gathering->cluster];
    if (gathering->set->strata.at[stratum].normal) {
        add_to_group(gathering, &gathering->groups[stratum], leaf, w * seen->numerator, w * seen->base);
        gathering->set->leaves.at[leaf].judges++; /* no rater has so many rows: each row is a judge, several answers of one in a cell are rare */
        gathering->set->leaves.at[leaf].varies = true;
        return;
    }
    *LIST_ADD(gathering->scratch, &gathering->entries) =
        (struct draw_entry){gathering->cluster, (uint32_t)leaf, w * seen->numerator, w * seen->base};
}

static void add_figure(struct gathering *gathering, const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results,
                       const struct figure *figure, const struct figure_masks *masks)
{
    const struct figure_result *result = &results->figures.at[figure->index];
    bool whole = figure->by_count == 0;
    *LIST_ADD(gathering->scratch, &gathering->walks) = figure_walk_new(evaluation, dataset, figure, &masks[figure->index], gathering->scratch);
    *LIST_ADD(gathering->scratch, &gathering->figures) = figure;
    *LIST_ADD(gathering->scratch, &gathering->first_leaf) = gathering->set->leaves.count;
    *LIST_ADD(gathering->scratch, &gathering->whole) = whole;
    for (size_t i = 0; i < (whole ? 1 : result->cells.count); i++)
        *LIST_ADD(gathering->arena, &gathering->set->leaves) = (struct draw_leaf){.value = whole ? 0 : 1 + i, .figure = figure};
}

static int by_size(const void *left, const void *right, void *context)
{
    const struct draw_stratum *strata = context, *a = &strata[*(const size_t *)left], *b = &strata[*(const size_t *)right];
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* Strata beyond the limit, and the largest of those that are too much together. Small ones never: the normal distribution is not theirs. */
static size_t choose_normal(struct gathering *gathering, size_t rows_max)
{
    enum { SMALL = 200 };
    struct draw_set *set = gathering->set;
    size_t *order = ARENA_ARRAY(gathering->scratch, size_t, set->strata.count + 1), entries = 0, count = 0;
    for (size_t i = 0; i < gathering->figures.count; i++)
        if (figure_gathers(gathering->figures.at[i]))
            return 0;
    if (set->by_rater)
        return 0;
    for (size_t s = 0; s < set->strata.count; s++)
        order[s] = s;
    if (set->strata.count > 1)
        qsort_r(order, set->strata.count, sizeof *order, by_size, set->strata.at);
    for (size_t s = 0; s < set->strata.count; s++) {
        struct draw_stratum *stratum = &set->strata.at[order[s]];
        entries += stratum->count * gathering->figures.count;
        stratum->normal = stratum->count > rows_max || (entries > ENTRIES_MAX && stratum->count > SMALL);
        count += stratum->normal;
    }
    return count;
}

static void begin_groups(struct gathering *gathering, size_t rows_max)
{
    struct draw_set *set = gathering->set;
    gathering->stratum_of = ARENA_ARRAY(gathering->scratch, uint32_t, set->cluster_count + 1);
    gathering->groups = ARENA_ARRAY(gathering->scratch, struct groups, set->strata.count + 1);
    size_t normal = choose_normal(gathering, rows_max), fit = GROUP_BYTES_MAX;
    if (normal > 0)
        fit /= normal * 2 * gathering->figures.count * sizeof(double);
    gathering->group_count = fit > GROUPS_MAX ? GROUPS_MAX : fit < GROUPS_MIN ? GROUPS_MIN : fit;
    for (size_t s = 0; s < set->strata.count; s++) {
        struct draw_stratum *stratum = &set->strata.at[s];
        for (size_t c = 0; c < stratum->count; c++)
            gathering->stratum_of[stratum->first + c] = (uint32_t)s;
        if (!stratum->normal)
            continue;
        struct groups *groups = &gathering->groups[s];
        groups->slot_of = ARENA_ARRAY(gathering->scratch, uint32_t, set->leaves.count + 1);
        groups->sizes = ARENA_ARRAY(gathering->scratch, size_t, gathering->group_count);
        memset(groups->slot_of, 0xff, (set->leaves.count + 1) * sizeof *groups->slot_of);
    }
}

static void gather_rows(struct gathering *gathering, const struct dataset *dataset, const uint32_t *cluster_of)
{
    for (size_t row = 0; row < dataset->rows; row++) {
        if (cluster_of[row] == NO_STRATUM)
            continue;
        gathering->row = row;
        gathering->cluster = cluster_of[row];
        uint32_t stratum = gathering->stratum_of[gathering->cluster];
        if (gathering->set->strata.at[stratum].normal) {
            struct groups *groups = &gathering->groups[stratum];
            gathering->group = (size_t)(stats_mix(groups->rows++) % gathering->group_count);
            groups->sizes[gathering->group]++;
        }
        for (gathering->figure = 0; gathering->figure < gathering->walks.count; gathering->figure++)
            figure_walk_row(gathering->walks.at[gathering->figure], row, take, gathering);
    }
}

/* Putting away -------------------------------------------------------------------------------------------------------- */

/* Cholesky factor, in place, of a covariance that may be singular: a direction without variance of its own adds nothing. */
static void factorise(double *a, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        double *row_j = a + j * (j + 1) / 2, diagonal = row_j[j], rest = diagonal;
        for (size_t k = 0; k < j; k++)
            rest -= row_j[k] * row_j[k];
        bool varies = rest > 1e-10 * diagonal && rest > 0;
        row_j[j] = varies ? sqrt(rest) : 0;
        for (size_t i = j + 1; i < n; i++) {
            double *row_i = a + i * (i + 1) / 2, sum = row_i[j];
            for (size_t k = 0; k < j; k++)
                sum -= row_i[k] * row_j[k];
            row_i[j] = varies ? sum / row_j[j] : 0;
        }
    }
}

/* Sums and their covariance n/(n − 1)·Σ(x − x̄)(x − x̄)ᵀ, from sums of groups: E Σ(s_g − n_g x̄)(…)ᵀ = (1 − 1/G)·Σ(x − x̄)(x − x̄)ᵀ. */
static void finish_groups(struct gathering *gathering, struct draw_stratum *stratum, struct groups *groups)
{
    size_t sums = groups->sums;
    stratum->sum_count = sums;
    stratum->slots = ARENA_ARRAY(gathering->arena, uint32_t, sums / 2 + 1);
    stratum->sums = ARENA_ARRAY(gathering->arena, double, sums + 1);
    stratum->factor = ARENA_ARRAY(gathering->arena, double, sums * (sums + 1) / 2 + 1);
    for (size_t leaf = 0; leaf < gathering->set->leaves.count; leaf++)
        if (groups->slot_of[leaf] != UINT32_MAX)
            stratum->slots[groups->slot_of[leaf] / 2] = (uint32_t)leaf;
    for (size_t g = 0; g < gathering->group_count; g++)
        for (size_t i = 0; i < sums; i++)
            stratum->sums[i] += groups->at[g * groups->room + i];
    double n = (double)stratum->count, all = (double)gathering->group_count, scale = n / (n - 1) * all / (all - 1);
    double *centred = ARENA_ARRAY(gathering->scratch, double, sums + 1);
    for (size_t g = 0; g < gathering->group_count; g++) {
        double *to = stratum->factor;
        for (size_t i = 0; i < sums; i++)
            centred[i] = groups->at[g * groups->room + i] - (double)groups->sizes[g] * stratum->sums[i] / n;
        for (size_t i = 0; i < sums; i++, to += i)
            for (size_t k = 0; k <= i; k++)
                to[k] += scale * centred[i] * centred[k];
    }
    factorise(stratum->factor, sums);
}

/* Entries by cluster in the order in which they came, one a leaf; counts the judges of each leaf. */
static void finish_entries(struct gathering *gathering)
{
    struct draw_set *set = gathering->set;
    size_t count = gathering->entries.count, kept = 0;
    size_t *next = ARENA_ARRAY(gathering->scratch, size_t, set->cluster_count + 2);
    struct draw_entry *sorted = ARENA_ARRAY(gathering->scratch, struct draw_entry, count + 1);
    size_t *last = ARENA_ARRAY(gathering->scratch, size_t, set->leaves.count + 1); /* by leaf: its newest entry + 1 */
    for (size_t i = 0; i < count; i++)
        next[gathering->entries.at[i].cluster + 1]++;
    for (size_t c = 0; c < set->cluster_count; c++)
        next[c + 1] += next[c];
    for (size_t i = 0; i < count; i++)
        sorted[next[gathering->entries.at[i].cluster]++] = gathering->entries.at[i];

    set->first_entry = ARENA_ARRAY(gathering->arena, size_t, set->cluster_count + 1);
    set->entries = ARENA_ARRAY(gathering->arena, struct draw_entry, count + 1);
    for (size_t c = 0, i = 0; c < set->cluster_count; c++) {
        set->first_entry[c] = kept;
        for (; i < next[c]; i++) {
            struct draw_leaf *leaf = &set->leaves.at[sorted[i].leaf];
            if (last[sorted[i].leaf] > set->first_entry[c]) {
                set->entries[last[sorted[i].leaf] - 1].numerator += sorted[i].numerator;
                set->entries[last[sorted[i].leaf] - 1].base += sorted[i].base;
                continue;
            }
            set->entries[kept++] = sorted[i];
            last[sorted[i].leaf] = kept;
            leaf->judges++;
            leaf->varies |= set->strata.at[gathering->stratum_of[c]].count > 1;
        }
        set->first_entry[c + 1] = kept;
    }
}

static int by_leaf_and_row(const void *left, const void *right)
{
    const struct draw_sheet *a = left, *b = right;
    if (a->leaf != b->leaf)
        return a->leaf < b->leaf ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int by_leaf_and_value(const void *left, const void *right)
{
    const struct draw_sheet *a = left, *b = right;
    if (a->leaf != b->leaf)
        return a->leaf < b->leaf ? -1 : 1;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The answers of a response in a cell of a trimmed mean become one sheet. */
static void finish_sheets(struct gathering *gathering)
{
    struct draw_set *set = gathering->set;
    size_t count = 0, from = gathering->sheets.count;
    set->sheets = ARENA_ARRAY(gathering->arena, struct draw_sheet, from + 1);
    if (from > 1)
        qsort(gathering->sheets.at, from, sizeof *gathering->sheets.at, by_leaf_and_row);
    for (size_t i = 0; i < from; i++) {
        const struct draw_sheet *sheet = &gathering->sheets.at[i];
        struct draw_sheet *last = count > 0 ? &set->sheets[count - 1] : NULL;
        bool same = last && last->leaf == sheet->leaf && last->row == sheet->row;
        if (same && set->leaves.at[sheet->leaf].figure->statistic == STAT_TRIMMED_MEAN) {
            last->x += sheet->x;
            last->answers++;
            continue;
        }
        set->sheets[count++] = *sheet;
    }
    for (size_t i = 0; i < count; i++)
        set->sheets[i].x /= set->sheets[i].answers;
    if (count > 1)
        qsort(set->sheets, count, sizeof *set->sheets, by_leaf_and_value);
    for (size_t i = 0; i < count; i++) {
        struct draw_leaf *leaf = &set->leaves.at[set->sheets[i].leaf];
        leaf->first_sheet = leaf->sheets == 0 ? i : leaf->first_sheet;
        leaf->sheets++;
    }
}

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void finish_set(struct analyse_draws *draws, struct gathering *gathering)
{
    struct draw_set *set = gathering->set;
    for (size_t s = 0; s < set->strata.count; s++)
        if (set->strata.at[s].normal) {
            finish_groups(gathering, &set->strata.at[s], &gathering->groups[s]);
            draws->most_sums = greater(draws->most_sums, set->strata.at[s].sum_count);
            draws->normal_strata++;
        }
    draws_order(set, gathering->entries.at, gathering->entries.count, gathering->sheets.at, gathering->sheets.count, gathering->scratch);
    finish_entries(gathering);
    finish_sheets(gathering);
    draws->most_clusters = greater(draws->most_clusters, set->cluster_count);
    draws->most_leaves = greater(draws->most_leaves, set->leaves.count);
}

/* The whole -------------------------------------------------------------------------------------------------------------- */

struct analyse_draws *analyse_draws_new(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results,
                                        const struct figure_masks *masks, const struct draw_settings *settings, struct arena *arena)
{
    struct arena *scratch = arena_new();
    struct analyse_draws *draws = ARENA_NEW(arena, struct analyse_draws);
    *draws = (struct analyse_draws){.instrument = dataset->instrument, .seed = settings->seed};
    int *rater = find_raters(dataset, draws, scratch, arena);
    size_t figures = evaluation->figures.count;
    int *set_of = ARENA_ARRAY(scratch, int, figures + 1);
    for (size_t f = 0; f < figures; f++) {
        const struct figure *figure = &evaluation->figures.at[f];
        set_of[f] = -1;
        if (figure->instrument != dataset->instrument || !figure_in_rubric(evaluation, figure))
            continue;
        if (dataset->instrument->kind == INSTRUMENT_RECORD) {
            *LIST_ADD(arena, &draws->fixed_figures) = f;
            continue;
        }
        bool by_rater = dataset->instrument->kind == INSTRUMENT_RATING && draws->raters.count > 0;
        struct draw_set *set = find_set(draws, strata_of(dataset, figure, rater, draws->raters.count), by_rater, arena);
        set_of[f] = (int)(set - draws->sets.at);
    }
    for (size_t s = 0; s < draws->sets.count; s++) {
        struct gathering gathering = {.set = &draws->sets.at[s], .arena = arena, .scratch = scratch};
        const uint32_t *cluster_of = make_clusters(dataset, gathering.set, rater, scratch, arena);
        for (size_t f = 0; f < figures; f++)
            if (set_of[f] == (int)s)
                add_figure(&gathering, evaluation, dataset, results, &evaluation->figures.at[f], masks);
        begin_groups(&gathering, settings->rows_max ? settings->rows_max : ROWS_MAX);
        gather_rows(&gathering, dataset, cluster_of);
        finish_set(draws, &gathering);
    }
    arena_free(scratch);
    return draws;
}

void analyse_draws_place(struct analyse_draws *draws, const struct results *results, struct arena *arena)
{
    if (draws->placed)
        return;
    draws->placed = true;
    struct arena *scratch = arena_new();
    const size_t *starts = results_value_starts(results, scratch);
    for (size_t s = 0; s < draws->sets.count; s++)
        for (size_t l = 0; l < draws->sets.at[s].leaves.count; l++) {
            struct draw_leaf *leaf = &draws->sets.at[s].leaves.at[l];
            leaf->value += starts[leaf->figure->index];
        }
    for (size_t i = 0; i < draws->fixed_figures.count; i++)
        for (size_t v = starts[draws->fixed_figures.at[i]]; v < starts[draws->fixed_figures.at[i] + 1]; v++)
            *LIST_ADD(arena, &draws->fixed) = v;
    arena_free(scratch);
}
