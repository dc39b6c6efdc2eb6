/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures from numerator and base, and from counts of options; returns of forms.
 */
#include <stdlib.h>

#include "verify_priv.h"

const char *rule_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

double rule_number(const json_t *object, const char *name, double fallback)
{
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : fallback;
}

static const json_t *rule_named(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *own = rule_text(json_array_get(list, i), "id");
        if (own && id && !strcmp(own, id))
            return json_array_get(list, i);
    }
    return NULL;
}

static int statistic_of(const char *id)
{
    for (int s = 0; s < STATISTICS; s++)
        if (id && !strcmp(id, statistic_ids[s]))
            return s;
    return -1;
}

/* From numerator and base ------------------------------------------------------------------------------------------------ */

enum formula { FORMULA_NONE, FORMULA_PERCENT, FORMULA_QUOTIENT, FORMULA_RATIO, FORMULA_NUMERATOR };

static const enum formula formulas[STATISTICS] = {
    [STAT_COUNT] = FORMULA_NUMERATOR,   [STAT_SUM] = FORMULA_NUMERATOR,  [STAT_MEAN] = FORMULA_QUOTIENT, [STAT_SCORE] = FORMULA_QUOTIENT,
    [STAT_SHARE] = FORMULA_PERCENT,     [STAT_RATIO] = FORMULA_RATIO,    [STAT_TOP1] = FORMULA_PERCENT,  [STAT_TOP2] = FORMULA_PERCENT,
    [STAT_TOP3] = FORMULA_PERCENT,      [STAT_SATISFIED] = FORMULA_PERCENT, [STAT_AWARENESS] = FORMULA_PERCENT,
};

static double figure_value(enum formula formula, bool percent, double numerator, double base)
{
    if (formula == FORMULA_NUMERATOR)
        return base > 0 || numerator != 0 ? numerator : (double)NAN;
    if (!(base > 0))
        return NAN;
    if (formula == FORMULA_PERCENT)
        return 100 * numerator / base;
    return (formula == FORMULA_RATIO && percent ? 100 : 1) * numerator / base;
}

static bool all_hidden(struct verify *v, const struct data_table *table, size_t r)
{
    static const char *const columns[] = {"value", "numerator", "base"};
    size_t hidden = 0;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        hidden += verify_hidden(data_cell(table, r, columns[i]));
    if (hidden == 0)
        return false;
    if (hidden < COUNT_OF(columns) || !data_cell(table, r, "suppressed"))
        verify_differs(v, VERIFY_FIGURES, "data/figures.csv", data_key(v->arena, table, r), NULL, data_cell(table, r, "value"),
                       _("value, numerator and base hidden, with a reason"));
    return true;
}

static void check_figure(struct verify *v, const struct data_table *table, size_t r)
{
    const json_t *rule = rule_named(json_object_get(v->rules, "figures"), data_cell(table, r, "figure"));
    int statistic = statistic_of(data_cell(table, r, "statistic"));
    if (!rule || statistic < 0 || statistic != statistic_of(rule_text(rule, "statistic"))) {
        verify_differs(v, VERIFY_FIGURES, "data/figures.csv", data_key(v->arena, table, r), "statistic", data_cell(table, r, "statistic"),
                       rule ? rule_text(rule, "statistic") : NULL);
        return;
    }
    if (all_hidden(v, table, r)) {
        verify_left(v, N_("figures whose value is hidden"), 1);
        return;
    }
    if (formulas[statistic] == FORMULA_NONE) {
        verify_left(v, N_("medians, trimmed means, least and greatest values: single answers are not published"), 1);
        return;
    }
    if (json_is_true(json_object_get(rule, "weighted"))) {
        verify_left(v, N_("weighted figures: the weights of single responses are not published"), 1);
        return;
    }
    double numerator = data_number(table, r, "numerator"), base = data_number(table, r, "base");
    double value = figure_value(formulas[statistic], json_is_true(json_object_get(rule, "percent")), numerator, base);
    int decimals = (int)rule_number(rule, "decimals", 0);
    /* where nobody answered, a count is 0 or there is none: both say the same */
    bool none = formulas[statistic] == FORMULA_NUMERATOR && isnan(value);
    if (none && (!data_cell(table, r, "value") || data_number(table, r, "value") == 0))
        v->year->checked[VERIFY_FIGURES]++;
    else
        verify_number(v, VERIFY_FIGURES, table, r, "value", value, decimals);
    if (formulas[statistic] == FORMULA_PERCENT && numerator > base)
        verify_differs(v, VERIFY_FIGURES, "data/figures.csv", data_key(v->arena, table, r), "numerator", data_cell(table, r, "numerator"), _("at most the base"));
}

void verify_figures(struct verify *v)
{
    const struct data_table *table = verify_table(v, DATA_FIGURES);
    for (size_t r = 0; r < data_rows(table); r++)
        check_figure(v, table, r);
    const json_t *rules = json_object_get(v->rules, "figures");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const char *id = rule_text(json_array_get(rules, i), "id");
        if (id && verify_find(v, DATA_FIGURES, id) == SIZE_MAX)
            verify_differs(v, VERIFY_FIGURES, "data/figures.csv", id, NULL, NULL, _("a row"));
    }
}

/* From counts of options --------------------------------------------------------------------------------------------------- */

struct options {
    double hits, answers, asked, points, scored;
    size_t rows;
    bool hidden;
};

static bool counts_as_hit(const json_t *rule, int statistic, const struct data_table *table, size_t r, double answers_before)
{
    bool answer = data_number(table, r, "answer") == 1;
    switch (statistic) {
    case STAT_SATISFIED: return answer && data_number(table, r, "satisfied") == 1;
    case STAT_AWARENESS: return data_number(table, r, "aware") == 1;
    case STAT_SHARE: return json_number_value(json_array_get(json_object_get(rule, "codes"), 0)) == data_number(table, r, "code");
    default: return answer && answers_before < statistic - STAT_TOP1 + 1; /* options stand in the order of their codes */
    }
}

/* Adds up the rows of one question or item: "public.overall". */
static void add_item(const json_t *rule, int statistic, const char *name, const struct data_table *table, struct options *sums)
{
    const char *dot = strchr(name, '.');
    double answers_before = 0;
    for (size_t r = 0; dot && r < data_rows(table); r++) {
        const char *instrument = data_cell(table, r, "instrument"), *question = data_cell(table, r, "question"), *item = data_cell(table, r, "item");
        bool own = instrument && strlen(instrument) == (size_t)(dot - name) && !strncmp(instrument, name, (size_t)(dot - name));
        own = own && (item ? !strcmp(item, dot + 1) || (question && !strcmp(question, dot + 1)) : question && !strcmp(question, dot + 1));
        if (!own)
            continue;
        double count = data_number(table, r, "count"), points = data_number(table, r, "points");
        bool answer = data_number(table, r, "answer") == 1;
        sums->rows++;
        sums->hidden = sums->hidden || isnan(count);
        sums->asked = data_number(table, r, "asked");
        sums->hits += counts_as_hit(rule, statistic, table, r, answers_before) ? count : 0;
        sums->answers += answer ? count : 0;
        sums->points += answer && !isnan(points) ? points * count : 0;
        sums->scored += answer && !isnan(points) ? count : 0;
        answers_before += answer;
    }
}

/* One question counted without condition: what counting its options gives. */
static bool countable(const json_t *rule, int statistic)
{
    bool kind = statistic == STAT_SATISFIED || statistic == STAT_AWARENESS || statistic == STAT_SCORE || (statistic >= STAT_TOP1 && statistic <= STAT_TOP3) ||
                (statistic == STAT_SHARE && json_array_size(json_object_get(rule, "codes")) == 1);
    return kind && !json_is_true(json_object_get(rule, "selects")) && json_array_size(json_object_get(rule, "items")) == 1;
}

static void check_count(struct verify *v, const json_t *rule, const struct data_table *figures)
{
    int statistic = statistic_of(rule_text(rule, "statistic"));
    const char *id = rule_text(rule, "id"), *base = rule_text(rule, "base");
    const char *item = countable(rule, statistic) ? json_string_value(json_array_get(json_object_get(rule, "items"), 0)) : NULL;
    size_t row = id ? verify_find(v, DATA_FIGURES, id) : SIZE_MAX;
    struct options sums = {0};
    if (item)
        add_item(rule, statistic, item, verify_table(v, DATA_FREQUENCIES), &sums);
    if (!sums.rows || row == SIZE_MAX || sums.hidden || verify_hidden(data_cell(figures, row, "value"))) {
        verify_left(v, N_("figures that no published count of options leads to (conditions, several questions, ratings, records)"), 1);
        return;
    }
    bool score = statistic == STAT_SCORE;
    verify_close(v, VERIFY_COUNTS, figures, row, "numerator", score ? sums.points : sums.hits, 1e-6);
    if (score)
        verify_close(v, VERIFY_COUNTS, figures, row, "base", sums.scored, 1e-9);
    else if (statistic != STAT_SHARE && base && !strcmp(base, "answered"))
        verify_close(v, VERIFY_COUNTS, figures, row, "base", sums.answers, 1e-9);
    else if (statistic != STAT_SHARE && base && !strcmp(base, "asked"))
        verify_close(v, VERIFY_COUNTS, figures, row, "base", sums.asked, 1e-9);
}

/* Forms ---------------------------------------------------------------------------------------------------------------------- */

static double rate(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

static void check_collection(struct verify *v, const struct data_table *table, size_t r)
{
    double issued = data_number(table, r, "issued"), returned = data_number(table, r, "returned"), valid = data_number(table, r, "valid");
    double not_eligible = data_number(table, r, "not_eligible"), voided = data_number(table, r, "void");
    if (verify_hidden(data_cell(table, r, "returned")))
        return;
    verify_close(v, VERIFY_COUNTS, table, r, "returned", valid + voided + not_eligible, 1e-9);
    verify_number(v, VERIFY_COUNTS, table, r, "return_rate", rate(returned, issued), 2);
    verify_number(v, VERIFY_COUNTS, table, r, "valid_rate", rate(valid, returned - not_eligible), 2);
    verify_number(v, VERIFY_COUNTS, table, r, "valid_return_rate", rate(valid, issued), 2);
}

/* Nobody can choose more often than he was asked. */
static void check_frequency(struct verify *v, const struct data_table *table, size_t r)
{
    double count = data_number(table, r, "count"), asked = data_number(table, r, "asked");
    v->year->checked[VERIFY_COUNTS]++;
    if (count < 0 || count > asked || (isnan(count) && !verify_hidden(data_cell(table, r, "count"))))
        verify_differs(v, VERIFY_COUNTS, "data/frequencies.csv", data_key(v->arena, table, r), "count", data_cell(table, r, "count"), _("between 0 and those asked"));
}

void verify_counts(struct verify *v)
{
    const struct data_table *figures = verify_table(v, DATA_FIGURES);
    const json_t *rules = json_object_get(v->rules, "figures");
    for (size_t i = 0; i < json_array_size(rules); i++)
        check_count(v, json_array_get(rules, i), figures);
    for (size_t r = 0; r < data_rows(verify_table(v, DATA_COLLECTION)); r++)
        check_collection(v, verify_table(v, DATA_COLLECTION), r);
    for (size_t r = 0; r < data_rows(verify_table(v, DATA_FREQUENCIES)); r++)
        check_frequency(v, verify_table(v, DATA_FREQUENCIES), r);
}
