/* SPDX-License-Identifier: GPL-3.0-or-later
 * An evaluation in English, by the keys that end in _en and by its list of words (english.yaml), which serves every text that has none. Its texts and their translations change places in the model, once for a batch of reports: scores, analyses, names
 * of templates and charts then all speak one language, and none of them had to choose between two members.
 */
#include "ceping/model.h"

const char *const language_ids[LANGUAGES] = {"zh", "en"};
const char *const language_tags[LANGUAGES] = {"zh-CN", "en"};

/* Only where both are there: a text without translation stays, and what was exchanged can be exchanged back. */
static void exchange(const struct map *words, const char **text, const char **english)
{
    struct translation *translation = *text ? map_get(words, *text) : NULL;
    if (translation) {
        translation->known = true;
        if (!*english) { /* a text's own English goes before the list's */
            *english = translation->english;
            translation->used = true;
        }
    }
    if (!*text || !*english)
        return;
    const char *other = *text;
    *text = *english;
    *english = other;
}

/* A short text that is not given is the long one, in either language. */
static void exchange_short(const struct map *words, const char *const *text, const char **brief, const char *const *english, const char **brief_english)
{
    if (!*brief)
        *brief = *text;
    if (!*brief_english && !(*brief && map_get(words, *brief)))
        *brief_english = *english;
    exchange(words, brief, brief_english);
}

/* Lists of texts, one by one; their translations may be in the words alone. */
static void exchange_list(const struct map *words, struct arena *arena, const char **texts, size_t count, text_list *english)
{
    while (english->count < count)
        *LIST_ADD(arena, english) = NULL;
    for (size_t i = 0; i < count; i++)
        exchange(words, &texts[i], &english->at[i]);
}

#define EXCHANGE(object, member) exchange(words, &(object)->member, &(object)->member##_en)

static void exchange_attributes(const struct map *words, struct arena *arena, struct unit *unit)
{
    for (size_t i = 0; i < unit->attributes.count; i++) {
        struct attribute_value *value = &unit->attributes.at[i];
        while (value->values_en.count < value->values.count)
            *LIST_ADD(arena, &value->values_en) = NULL;
        for (size_t k = 0; value->units.count == 0 && k < value->values.count; k++)
            exchange(words, &value->values.at[k].text, &value->values_en.at[k]);
    }
}

static void exchange_kind(const struct map *words, struct arena *arena, struct unit_kind *kind)
{
    EXCHANGE(kind, name);
    for (size_t i = 0; i < kind->attributes.count; i++)
        EXCHANGE(&kind->attributes.at[i], name);
    for (size_t i = 0; i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        exchange_short(words, &unit->name, &unit->short_name, &unit->name_en, &unit->short_en);
        EXCHANGE(unit, name);
        exchange_attributes(words, arena, unit);
    }
}

static void exchange_question(const struct map *words, struct question *question)
{
    exchange_short(words, &question->title, &question->short_title, &question->title_en, &question->short_en);
    EXCHANGE(question, title);
    EXCHANGE(question, unit);
    EXCHANGE(question, note);
    for (size_t i = 0; i < question->items.count; i++) {
        struct item *item = &question->items.at[i];
        exchange_short(words, &item->title, &item->short_title, &item->title_en, &item->short_en);
        EXCHANGE(item, title);
    }
    for (size_t i = 0; i < question->options.count; i++)
        EXCHANGE(&question->options.at[i], label);
}

static void exchange_instrument(const struct map *words, struct instrument *instrument)
{
    exchange_short(words, &instrument->title, &instrument->short_title, &instrument->title_en, &instrument->short_en);
    EXCHANGE(instrument, title);
    EXCHANGE(instrument, respondents);
    for (size_t i = 0; i < instrument->scales.count; i++)
        for (size_t k = 0; k < instrument->scales.at[i].options.count; k++)
            EXCHANGE(&instrument->scales.at[i].options.at[k], label);
    for (size_t i = 0; i < instrument->questions.count; i++)
        exchange_question(words, &instrument->questions.at[i]);
    for (size_t i = 0; i < instrument->screening.count; i++) {
        EXCHANGE(&instrument->screening.at[i], name);
        EXCHANGE(&instrument->screening.at[i], reason);
    }
}

static void exchange_table(const struct map *words, struct table *table)
{
    EXCHANGE(table, name);
    for (size_t i = 0; i < table->nodes.count; i++)
        EXCHANGE(table->nodes.at[i], name);
    for (size_t i = 0; i < table->bands.count; i++)
        EXCHANGE(&table->bands.at[i], label);
    for (size_t i = 0; i < table->fixed_places.count; i++) {
        EXCHANGE(&table->fixed_places.at[i], reason);
        EXCHANGE(&table->fixed_places.at[i], authority);
    }
}

static void exchange_rubric(const struct map *words, struct arena *arena, struct rubric *rubric)
{
    for (size_t i = 0; i < rubric->facets.count; i++) {
        struct facet *facet = &rubric->facets.at[i];
        EXCHANGE(facet, name);
        exchange_list(words, arena, facet->values.at, facet->values.count, &facet->values_en);
    }
    for (size_t i = 0; i < rubric->tables.count; i++)
        exchange_table(words, &rubric->tables.at[i]);
}

static void exchange_figures(const struct map *words, struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->figures.count; i++) {
        EXCHANGE(&evaluation->figures.at[i], name);
        EXCHANGE(&evaluation->figures.at[i], unit);
        EXCHANGE(&evaluation->figures.at[i], definition);
    }
    for (size_t i = 0; i < evaluation->given.count; i++) {
        EXCHANGE(&evaluation->given.at[i], name);
        EXCHANGE(&evaluation->given.at[i], unit);
        EXCHANGE(&evaluation->given.at[i], source);
    }
    for (size_t i = 0; i < evaluation->earlier.count; i++) {
        EXCHANGE(&evaluation->earlier.at[i], label);
        EXCHANGE(&evaluation->earlier.at[i], definition);
        EXCHANGE(&evaluation->earlier.at[i], source);
    }
}

static void exchange_statements(const struct map *words, struct evaluation *evaluation)
{
    EXCHANGE(evaluation, title);
    EXCHANGE(evaluation, subject);
    EXCHANGE(evaluation, commissioner);
    EXCHANGE(evaluation, evaluator);
    EXCHANGE(evaluation, team);
    EXCHANGE(evaluation, members);
    EXCHANGE(evaluation, duration);
    exchange_list(words, evaluation->arena, evaluation->principles.at, evaluation->principles.count, &evaluation->principles_en);
    for (size_t i = 0; i < evaluation->basis.count; i++) {
        EXCHANGE(&evaluation->basis.at[i], title);
        EXCHANGE(&evaluation->basis.at[i], number);
    }
    for (size_t i = 0; i < evaluation->not_applicable.count; i++) {
        EXCHANGE(&evaluation->not_applicable.at[i], reason);
        EXCHANGE(&evaluation->not_applicable.at[i], authority);
    }
    for (size_t i = 0; i < evaluation->statuses.count; i++) {
        EXCHANGE(&evaluation->statuses.at[i], label);
        EXCHANGE(&evaluation->statuses.at[i], reason);
        EXCHANGE(&evaluation->statuses.at[i], authority);
    }
    for (size_t i = 0; i < evaluation->findings.count; i++) {
        EXCHANGE(&evaluation->findings.at[i], title);
        EXCHANGE(&evaluation->findings.at[i], text);
    }
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        EXCHANGE(&evaluation->decisions.at[i], reason);
        EXCHANGE(&evaluation->decisions.at[i], authority);
        EXCHANGE(&evaluation->decisions.at[i], who);
    }
    for (size_t i = 0; i < evaluation->reports.count; i++)
        EXCHANGE(&evaluation->reports.at[i], name);
}

static void exchange_sampling(const struct map *words, struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->populations.count; i++) {
        EXCHANGE(&evaluation->populations.at[i], group);
        EXCHANGE(&evaluation->populations.at[i], source);
    }
    for (size_t i = 0; i < evaluation->weightings.count; i++) {
        struct weighting *weighting = &evaluation->weightings.at[i];
        EXCHANGE(weighting, name);
        for (size_t k = 0; k < weighting->totals.count; k++)
            EXCHANGE(&weighting->totals.at[k], source);
    }
    for (size_t i = 0; i < evaluation->designs.count; i++)
        EXCHANGE(&evaluation->designs.at[i], name);
    for (size_t i = 0; i < evaluation->dispositions.count; i++) {
        EXCHANGE(&evaluation->dispositions.at[i], name);
        EXCHANGE(&evaluation->dispositions.at[i], source);
    }
}

static void exchange_judgement(const struct map *words, struct judgement *judgement)
{
    EXCHANGE(judgement, name);
    for (size_t i = 0; i < judgement->criteria.count; i++)
        EXCHANGE(&judgement->criteria.at[i], name);
    for (size_t i = 0; i < judgement->experts.count; i++)
        EXCHANGE(&judgement->experts.at[i], name);
}

static void exchange_ledger(const struct map *words, struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->items.count; i++) {
        EXCHANGE(&ledger->items.at[i], problem);
        EXCHANGE(&ledger->items.at[i], cause);
        EXCHANGE(&ledger->items.at[i], recommendation);
        EXCHANGE(&ledger->items.at[i], responsible);
        EXCHANGE(&ledger->items.at[i], note);
    }
    for (size_t i = 0; i < ledger->followed.count; i++)
        EXCHANGE(&ledger->followed.at[i], note);
    if (ledger->earlier)
        exchange_ledger(words, ledger->earlier);
}

static void exchange_panel(const struct map *words, struct panel *panel)
{
    for (size_t i = 0; i < panel->raters.count; i++) {
        EXCHANGE(&panel->raters.at[i], name);
        EXCHANGE(&panel->raters.at[i], group);
    }
}

static void exchange_all(const struct map *words, struct evaluation *evaluation)
{
    exchange_statements(words, evaluation);
    exchange_figures(words, evaluation);
    exchange_rubric(words, evaluation->arena, &evaluation->rubric);
    exchange_ledger(words, &evaluation->ledger);
    exchange_sampling(words, evaluation);
    for (size_t i = 0; i < evaluation->judgements.count; i++)
        exchange_judgement(words, &evaluation->judgements.at[i]);
    for (size_t i = 0; i < evaluation->panels.count; i++)
        exchange_panel(words, &evaluation->panels.at[i]);
    for (size_t i = 0; i < evaluation->kinds.count; i++)
        exchange_kind(words, evaluation->arena, &evaluation->kinds.at[i]);
    for (size_t i = 0; i < evaluation->instruments.count; i++)
        exchange_instrument(words, evaluation->instruments.at[i]);
}

void evaluation_speak(struct evaluation *evaluation, enum language language)
{
    if (evaluation->spoken == language)
        return;
    evaluation->spoken = language;
    struct map words;
    map_init(&words);
    for (size_t i = 0; i < evaluation->english.count; i++)
        map_put(&words, evaluation->english.at[i].chinese, &evaluation->english.at[i]);
    exchange_all(&words, evaluation);
    map_release(&words);
}

const char *facet_key(const struct evaluation *evaluation, const struct facet *facet, size_t i)
{
    bool exchanged = evaluation->spoken != LANGUAGE_CHINESE && i < facet->values_en.count && facet->values_en.at[i];
    return exchanged ? facet->values_en.at[i] : facet->values.at[i];
}
