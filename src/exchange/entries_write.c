/* SPDX-License-Identifier: GPL-3.0-or-later
 * What follows from two entries: one file to load, and rows of decisions.csv.
 */
#include <errno.h>
#include <math.h>

#include "ceping/base_text.h"
#include "entries_priv.h"
#include "ceping/engine.h"
#include "exchange_priv.h"

/* The answer that holds: the one that both gave, or what was decided. */
static struct answer settled(const struct entries *entries, const struct response *response, size_t file, size_t row, size_t variable, const struct map *decisions)
{
    const struct instrument *instrument = entries->instrument;
    (void)file;
    const char *key = arena_printf(entries->arena, "%zu\x1f%s", row, instrument->variables.at[variable].id);
    const struct entries_difference *difference = file == 0 ? map_get(decisions, key) : NULL;
    struct answer answer = response->answers[variable];
    if (difference && difference->decided == difference->text_b)
        answer = entries->rows[1].at[difference->b].answers[variable];
    else if (difference && difference->decided != difference->text_a)
        exact_read(&instrument->variables.at[variable], difference->decided, &answer);
    return answer;
}

static void put_answer(struct column *column, size_t row, const struct answer *answer)
{
    column->missing[row] = (uint8_t)answer->missing;
    if (column->codes)
        column->codes[row] = (int16_t)answer->code;
    if (column->numbers)
        column->numbers[row] = answer->number;
    if (column->texts)
        column->texts[row] = answer->text;
}

static void put_row(const struct entries *entries, struct dataset *dataset, size_t at, size_t file, size_t row, const struct map *decisions)
{
    const struct response *response = &entries->rows[file].at[row];
    for (size_t v = 0; v < entries->instrument->variables.count; v++) {
        struct answer answer = settled(entries, response, file, row, v, decisions);
        put_answer(&dataset->columns[v], at, &answer);
    }
    const char *rater = response->rater;
    size_t nth = 0;
    for (size_t i = 0; i < entries->instrument->about.count; i++)
        dataset->about[i][at] = (int16_t)response->about[i];
    for (size_t i = 0; file == 0 && i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        const struct response *other = &entries->rows[1].at[difference->b];
        if (difference->a != row || difference->variable || difference->decided != difference->text_b)
            continue;
        if (strcmp(difference->field, EXACT_RATER) == 0)
            rater = other->rater;
        for (nth = 0; nth < entries->instrument->about.count; nth++)
            if (strcmp(difference->field, arena_printf(entries->arena, "%s%zu", EXACT_ABOUT, nth + 1)) == 0)
                dataset->about[nth][at] = (int16_t)other->about[nth];
    }
    dataset->keys[at] = response->key;
    dataset->raters[at] = rater;
    dataset->submitted[at] = response->submitted;
    dataset->indices[INDEX_SECONDS][at] = response->seconds;
    dataset->rule[at] = -1;
}

bool entries_write(const struct entries *entries, const char *path, struct diags *diags)
{
    if (entries->decided < entries->differences.count) {
        diags_error(diags, (struct pos){.file = path}, _("differences that nobody has decided yet: %zu of %zu; nothing was written"), entries->differences.count - entries->decided,
                    entries->differences.count);
        diags_hint(diags, _("write them with --list, decide them, and give the list back with --decided"));
        return false;
    }
    struct map decisions, first;
    map_init(&decisions);
    map_init(&first);
    for (size_t i = 0; i < entries->differences.count; i++)
        map_put(&decisions, arena_printf(entries->arena, "%zu\x1f%s", entries->differences.at[i].a, entries->differences.at[i].field), &entries->differences.at[i]);
    struct dataset *dataset = dataset_new(entries->arena, entries->instrument, entries->rows[0].count + entries->only[1]);
    size_t at = 0;
    for (size_t i = 0; i < entries->rows[0].count; i++) {
        map_put(&first, entries->rows[0].at[i].key, &entries->rows[0].at[i]);
        put_row(entries, dataset, at++, 0, i, &decisions);
    }
    for (size_t i = 0; i < entries->rows[1].count; i++)
        if (!map_get(&first, entries->rows[1].at[i].key))
            put_row(entries, dataset, at++, 1, i, &decisions);
    map_release(&decisions);
    map_release(&first);
    return export_dataset(entries->evaluation, dataset, path, diags);
}

/* decisions.csv -------------------------------------------------------------------------------------------------------- */

/* Of the comparison as a whole there may be several, of one lot of copies after the other: the files tell them apart. */
static bool stands(const struct evaluation *evaluation, const struct decision *decision, bool whole)
{
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *known = &evaluation->decisions.at[i];
        if (strcmp(known->object, decision->object) == 0 && (!whole || (strcmp(known->decision, decision->decision) == 0 && strcmp(known->authority, decision->authority) == 0)))
            return true;
    }
    return false;
}

static const char *bare_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool entries_record(const struct entries *entries, const char *who, const char *date, size_t *ret_added, struct diags *diags)
{
    struct arena *arena = entries->arena;
    LIST_OF(struct decision) added = {0};
    *ret_added = 0;
    for (size_t i = 0; i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        const struct decision decision = {
            .object = arena_printf(arena, DECISION_ENTRIES "%s/%s/%s", entries->instrument->id, difference->key, difference->field),
            .decision = difference->decided && *difference->decided ? difference->decided : "（空）",
            .reason = difference->reason,
            .authority = "原卷",
            .who = difference->who,
            .date = difference->date,
        };
        if (!difference->decided)
            continue;
        who = difference->who; /* of the whole: who decided last */
        date = difference->date;
        if (!stands(entries->evaluation, &decision, false))
            *LIST_ADD(arena, &added) = decision;
    }
    const struct decision whole = {
        .object = arena_printf(arena, DECISION_ENTRIES "%s", entries->instrument->id),
        .decision = arena_printf(arena, DECISION_ENTRIES_FORM, entries->all.cells, entries->all.differ),
        .reason = "两人各录一遍，逐格比对",
        .authority = arena_printf(arena, "%s、%s", bare_name(entries->paths[0]), bare_name(entries->paths[1])),
        .who = who && *who ? who : "（未写明）",
        .date = date,
    };
    if (!stands(entries->evaluation, &whole, true))
        *LIST_ADD(arena, &added) = whole;
    *ret_added = added.count;
    return added.count == 0 || engine_add_decisions(entries->evaluation, added.at, added.count, diags);
}
