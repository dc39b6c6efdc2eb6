/* SPDX-License-Identifier: GPL-3.0-or-later
 * An evaluation in English. Its texts and their translations change places in the model, once for a batch of reports: scores, analyses, names
 * of templates and charts then all speak one language, and none of them had to choose between two members.
 */
#include "ceping/model.h"

const char *const language_ids[LANGUAGES] = {"zh", "en"};
const char *const language_tags[LANGUAGES] = {"zh-CN", "en"};

/* Only where both are there: a text without translation stays, and what was exchanged can be exchanged back. */
static void exchange(const char **text, const char **english)
{
    if (!*text || !*english)
        return;
    const char *other = *text;
    *text = *english;
    *english = other;
}

/* A short text that is not given is the long one, in either language. */
static void exchange_short(const char *const *text, const char **brief, const char *const *english, const char **brief_english)
{
    if (!*brief)
        *brief = *text;
    if (!*brief_english)
        *brief_english = *english;
    exchange(brief, brief_english);
}

#define EXCHANGE(object, member) exchange(&(object)->member, &(object)->member##_en)

static void exchange_kind(struct unit_kind *kind)
{
    EXCHANGE(kind, name);
    for (size_t i = 0; i < kind->attributes.count; i++)
        EXCHANGE(&kind->attributes.at[i], name);
    for (size_t i = 0; i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        exchange_short(&unit->name, &unit->short_name, &unit->name_en, &unit->short_en);
        EXCHANGE(unit, name);
    }
}

static void exchange_question(struct question *question)
{
    exchange_short(&question->title, &question->short_title, &question->title_en, &question->short_en);
    EXCHANGE(question, title);
    for (size_t i = 0; i < question->items.count; i++) {
        struct item *item = &question->items.at[i];
        exchange_short(&item->title, &item->short_title, &item->title_en, &item->short_en);
        EXCHANGE(item, title);
    }
    for (size_t i = 0; i < question->options.count; i++)
        EXCHANGE(&question->options.at[i], label);
}

static void exchange_instrument(struct instrument *instrument)
{
    exchange_short(&instrument->title, &instrument->short_title, &instrument->title_en, &instrument->short_en);
    EXCHANGE(instrument, title);
    for (size_t i = 0; i < instrument->scales.count; i++)
        for (size_t k = 0; k < instrument->scales.at[i].options.count; k++)
            EXCHANGE(&instrument->scales.at[i].options.at[k], label);
    for (size_t i = 0; i < instrument->questions.count; i++)
        exchange_question(&instrument->questions.at[i]);
    for (size_t i = 0; i < instrument->screening.count; i++)
        EXCHANGE(&instrument->screening.at[i], name);
}

static void exchange_table(struct table *table)
{
    EXCHANGE(table, name);
    for (size_t i = 0; i < table->nodes.count; i++)
        EXCHANGE(table->nodes.at[i], name);
    for (size_t i = 0; i < table->bands.count; i++)
        EXCHANGE(&table->bands.at[i], label);
    for (size_t i = 0; i < table->fixed_places.count; i++)
        EXCHANGE(&table->fixed_places.at[i], reason);
}

static void exchange_rubric(struct rubric *rubric)
{
    for (size_t i = 0; i < rubric->facets.count; i++) {
        struct facet *facet = &rubric->facets.at[i];
        EXCHANGE(facet, name);
        for (size_t k = 0; k < facet->values.count && k < facet->values_en.count; k++)
            exchange(&facet->values.at[k], &facet->values_en.at[k]);
    }
    for (size_t i = 0; i < rubric->tables.count; i++)
        exchange_table(&rubric->tables.at[i]);
}

static void exchange_figures(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->figures.count; i++) {
        EXCHANGE(&evaluation->figures.at[i], name);
        EXCHANGE(&evaluation->figures.at[i], unit);
        EXCHANGE(&evaluation->figures.at[i], definition);
    }
    for (size_t i = 0; i < evaluation->given.count; i++) {
        EXCHANGE(&evaluation->given.at[i], name);
        EXCHANGE(&evaluation->given.at[i], unit);
    }
    for (size_t i = 0; i < evaluation->earlier.count; i++)
        EXCHANGE(&evaluation->earlier.at[i], label);
}

static void exchange_statements(struct evaluation *evaluation)
{
    EXCHANGE(evaluation, title);
    EXCHANGE(evaluation, subject);
    EXCHANGE(evaluation, commissioner);
    EXCHANGE(evaluation, evaluator);
    EXCHANGE(evaluation, team);
    EXCHANGE(evaluation, members);
    EXCHANGE(evaluation, duration);
    for (size_t i = 0; i < evaluation->principles.count && i < evaluation->principles_en.count; i++)
        exchange(&evaluation->principles.at[i], &evaluation->principles_en.at[i]);
    for (size_t i = 0; i < evaluation->basis.count; i++)
        EXCHANGE(&evaluation->basis.at[i], title);
    for (size_t i = 0; i < evaluation->not_applicable.count; i++)
        EXCHANGE(&evaluation->not_applicable.at[i], reason);
    for (size_t i = 0; i < evaluation->statuses.count; i++) {
        EXCHANGE(&evaluation->statuses.at[i], label);
        EXCHANGE(&evaluation->statuses.at[i], reason);
    }
    for (size_t i = 0; i < evaluation->findings.count; i++) {
        EXCHANGE(&evaluation->findings.at[i], title);
        EXCHANGE(&evaluation->findings.at[i], text);
    }
}

void evaluation_speak(struct evaluation *evaluation, enum language language)
{
    if (evaluation->spoken == language)
        return;
    evaluation->spoken = language;
    exchange_statements(evaluation);
    exchange_figures(evaluation);
    exchange_rubric(&evaluation->rubric);
    for (size_t i = 0; i < evaluation->kinds.count; i++)
        exchange_kind(&evaluation->kinds.at[i]);
    for (size_t i = 0; i < evaluation->instruments.count; i++)
        exchange_instrument(evaluation->instruments.at[i]);
}
