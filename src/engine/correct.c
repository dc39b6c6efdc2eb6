/* SPDX-License-Identifier: GPL-3.0-or-later
 * Corrections: answers and whole responses that a person put right in decisions.csv.
 *
 * The store keeps what came in; a correction is applied to the responses each time they are read, before screening, so that rules judge the answer that
 * holds. What stood there before is kept beside it, and both are shown wherever results are. A later row of decisions.csv corrects an earlier one.
 */
#include <stdlib.h>

#include "ceping/base_text.h"
#include "ceping/survey.h"
#include "engine_priv.h"

static size_t find_row(const struct dataset *dataset, const struct decision_reading *reading)
{
    size_t row = 0;
    while (row < dataset->rows && !(strncmp(dataset->keys[row], reading->key, reading->key_len) == 0 && dataset->keys[row][reading->key_len] == '\0'))
        row++;
    return row;
}

static void correct_answer(struct dataset *dataset, size_t row, const struct decision_reading *reading, struct correction *correction)
{
    struct answer answer;
    if (!reading->variable || !variable_read(reading->variable, reading->value, &answer))
        return; /* refused where the file is read */
    correction->variable = reading->variable;
    correction->before = dataset_answer(dataset, row, reading->variable, dataset->arena);
    dataset_set(dataset, row, reading->variable, &answer);
    correction->after = dataset_answer(dataset, row, reading->variable, dataset->arena);
}

void engine_correct(const struct evaluation *evaluation, struct dataset *dataset, struct diags *diags)
{
    auto_free bool *drop = xcalloc(dataset->rows + 1, sizeof *drop);
    bool any = false;
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        struct decision_reading reading;
        enum decision_kind kind = decision_read(evaluation, &evaluation->decisions.at[i], &reading);
        if ((kind != DECISION_CORRECT && kind != DECISION_WITHDRAW) || reading.instrument != dataset->instrument)
            continue;
        size_t row = find_row(dataset, &reading);
        if (row == dataset->rows) {
            diags_warning(diags, reading.decision->pos, _("decision about '%s', which is not among the responses"), reading.decision->object);
            continue;
        }
        struct correction *correction = LIST_ADD(dataset->arena, &dataset->corrections);
        *correction = (struct correction){.decision = reading.decision, .instrument = dataset->instrument, .key = dataset->keys[row]};
        if (kind == DECISION_CORRECT) {
            correct_answer(dataset, row, &reading, correction);
        } else {
            drop[row] = true;
            any = true;
        }
    }
    if (any)
        dataset_drop(dataset, drop);
}

/* In the history of the database ----------------------------------------------------------------------------- */

static void describe(const struct decision *decision, struct strbuf *out)
{
    const char *const fields[][2] = {{"object", decision->object}, {"decision", decision->decision}, {"authority", decision->authority}, {"date", decision->date}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        strbuf_addf(out, "%s\t", fields[i][0]);
        for (const char *at = fields[i][1] ? fields[i][1] : ""; *at; at++)
            strbuf_addc(out, (unsigned char)*at < ' ' ? ' ' : *at);
        strbuf_addc(out, '\n');
    }
}

static bool is_decision(const struct store_entry *entry)
{
    return entry->action && entry->what && (strcmp(entry->action, "decision") == 0 || strcmp(entry->action, "decision gone") == 0);
}

/* Does the history say that this decision stands? `ret_entry` is its last entry. */
static bool stands(const store_entries_list *entries, const char *what, const char *reason)
{
    for (size_t i = entries->count; i-- > 0;) {
        const struct store_entry *entry = &entries->at[i];
        if (is_decision(entry) && strcmp(entry->what, what) == 0 && strcmp(entry->reason ? entry->reason : "", reason) == 0)
            return strcmp(entry->action, "decision") == 0;
    }
    return false;
}

typedef LIST_OF(struct store_entry) entry_list;

/* Decisions of decisions.csv that the history does not know. */
static void add_new(const struct evaluation *evaluation, const store_entries_list *entries, const char *when, struct arena *arena, entry_list *ret_new)
{
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *decision = &evaluation->decisions.at[i];
        auto_strbuf struct strbuf what;
        strbuf_init(&what);
        describe(decision, &what);
        const char *reason = decision->reason ? decision->reason : "";
        if (stands(entries, what.at, reason))
            continue;
        *LIST_ADD(arena, ret_new) =
            (struct store_entry){.when = when, .who = decision->who, .action = "decision", .what = arena_strdup(arena, what.at), .reason = reason};
    }
}

static bool is_there(const struct evaluation *evaluation, const struct store_entry *entry)
{
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        auto_strbuf struct strbuf what;
        strbuf_init(&what);
        describe(&evaluation->decisions.at[i], &what);
        if (strcmp(what.at, entry->what) == 0 && strcmp(evaluation->decisions.at[i].reason, entry->reason ? entry->reason : "") == 0)
            return true;
    }
    return false;
}

/* Decisions of the history that decisions.csv holds no more. */
static void add_gone(const struct evaluation *evaluation, const store_entries_list *entries, const char *who, const char *when, struct arena *arena, entry_list *ret_new)
{
    for (size_t i = 0; i < entries->count; i++) {
        const struct store_entry *entry = &entries->at[i];
        if (!entry->action || !entry->what || strcmp(entry->action, "decision") != 0 || is_there(evaluation, entry) ||
            !stands(entries, entry->what, entry->reason ? entry->reason : ""))
            continue;
        bool twice = false;
        for (size_t k = 0; k < ret_new->count; k++)
            twice = twice || strcmp(ret_new->at[k].what, entry->what) == 0;
        if (!twice)
            *LIST_ADD(arena, ret_new) = (struct store_entry){.when = when, .who = who, .action = "decision gone", .what = entry->what, .reason = entry->reason};
    }
}

bool engine_record_decisions(struct engine *engine, const char *who, const char *when, size_t *ret_count, struct diags *diags)
{
    struct arena *arena = arena_new();
    store_entries_list entries = {0};
    entry_list added = {0};
    bool done = store_log(engine->store, arena, &entries, diags);
    if (done) {
        add_new(engine->evaluation, &entries, when, arena, &added);
        add_gone(engine->evaluation, &entries, who, when, arena, &added);
        done = added.count == 0 || store_log_add(engine->store, added.at, added.count, diags);
    }
    if (done)
        *ret_count = added.count;
    arena_free(arena);
    return done;
}

bool engine_add_decisions(const struct evaluation *evaluation, const struct decision *decisions, size_t count, struct diags *diags)
{
    return survey_add_decisions(evaluation, decisions, count, diags);
}
