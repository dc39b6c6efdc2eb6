/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comparing two entries, cell by cell.
 */
#include "ceping/exchange_entries.h"

#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "ceping/ingest.h"
#include "entries_priv.h"
#include "exchange_priv.h"

struct taking {
    struct entries *entries;
    size_t file;
};

/* Reading -------------------------------------------------------------------------------------------------------- */

static bool take(void *data, const struct response *response)
{
    struct taking *taking = data;
    struct entries *entries = taking->entries;
    struct arena *arena = entries->arena;
    size_t variables = entries->instrument->variables.count, abouts = entries->instrument->about.count;
    struct response *copy = LIST_ADD(arena, &entries->rows[taking->file]);
    *copy = *response;
    copy->answers = ARENA_ARRAY(arena, struct answer, variables + 1);
    copy->about = ARENA_ARRAY(arena, int, abouts + 1);
    memcpy(copy->answers, response->answers, variables * sizeof *copy->answers);
    memcpy(copy->about, response->about, abouts * sizeof *copy->about);
    for (size_t i = 0; i < variables; i++)
        copy->answers[i].text = arena_strdup(arena, copy->answers[i].text);
    copy->key = arena_strdup(arena, response->key);
    copy->rater = arena_strdup(arena, response->rater);
    copy->submitted = arena_strdup(arena, response->submitted);
    copy->entered_by = response->entered_by ? arena_strdup(arena, response->entered_by) : taking->file ? "B" : "A";
    return true;
}

static bool begin(void *data, const struct ingest_report *report)
{
    struct taking *taking = data;
    taking->entries->platforms[taking->file] = arena_strdup(taking->entries->arena, report->platform);
    if (taking->file == 0)
        taking->entries->instrument = report->instrument;
    return taking->entries->instrument == report->instrument;
}

static bool read_file(struct entries *entries, size_t file, const char *path, struct diags *diags)
{
    struct taking taking = {entries, file};
    const struct ingest_sink sink = {.data = &taking, .begin = begin, .response = take};
    const struct ingest_options options = {.instrument = file ? entries->instrument : NULL};
    struct ingest_report report;
    bool good = ingest_file(entries->evaluation, path, &options, &sink, &report, diags);
    if (good && report.rejected) {
        diags_error(diags, (struct pos){.file = path, .line = (int)report.rejections.at[0].line}, _("rows that are no copies: %zu"), report.rejected);
        diags_hint(diags, "%s", report.rejections.at[0].reason);
        good = false;
    }
    ingest_report_release(&report);
    return good;
}

/* Cells -------------------------------------------------------------------------------------------------------------- */

const char *entries_text(struct arena *arena, const struct variable *variable, const struct answer *answer)
{
    const struct question *question = variable->question;
    auto_strbuf struct strbuf number;
    strbuf_init(&number);
    if (answer->missing == MISSING_UNREADABLE && answer->text)
        return arena_printf(arena, "%s %s", exact_marks[MISSING_UNREADABLE], answer->text);
    if (answer->missing != MISSING_NONE)
        return exact_marks[answer->missing] ? exact_marks[answer->missing] : "";
    switch (variable->type) {
    case VARIABLE_CODE: {
        const struct option *option = question->scale ? scale_option(question->scale, answer->code) : NULL;
        return option ? option->label : "";
    }
    case VARIABLE_UNIT:
        return question->kind->units.at[answer->code].name;
    case VARIABLE_MARK:
        return answer->code ? "1" : "0";
    case VARIABLE_NUMBER:
        num_format_exact(&number, answer->number);
        return arena_strdup(arena, number.at);
    case VARIABLE_TEXT:
    default:
        return answer->text ? answer->text : "";
    }
}

static struct entries_rate *rate_of(struct entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->people.count; i++)
        if (text_alike(entries->people.at[i].name, name))
            return &entries->people.at[i];
    struct entries_rate *rate = LIST_ADD(entries->arena, &entries->people);
    rate->name = name;
    return rate;
}

static void note(struct entries *entries, size_t field, size_t a, size_t b, const struct variable *variable, const char *text_a, const char *text_b)
{
    const struct response *one = &entries->rows[0].at[a], *two = &entries->rows[1].at[b];
    bool differ = strcmp(text_a, text_b) != 0;
    entries->fields.at[field].cells++;
    entries->fields.at[field].differ += differ;
    entries->all.cells++;
    entries->all.differ += differ;
    const char *const people[] = {one->entered_by, two->entered_by};
    for (size_t i = 0; i < 2; i++) {
        struct entries_rate *rate = rate_of(entries, people[i]);
        rate->cells++;
        rate->differ += differ;
    }
    if (differ)
        *LIST_ADD(entries->arena, &entries->differences) = (struct entries_difference){.key = one->key, .variable = variable, .field = entries->fields.at[field].name, .a = a, .b = b, .text_a = text_a,
                                                                                       .text_b = text_b, .who_a = one->entered_by, .who_b = two->entered_by};
}

static void compare_rows(struct entries *entries, size_t a, size_t b)
{
    const struct response *one = &entries->rows[0].at[a], *two = &entries->rows[1].at[b];
    const struct instrument *instrument = entries->instrument;
    size_t field = 0;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        if (one->answers[i].missing == MISSING_NOT_ASKED && two->answers[i].missing == MISSING_NOT_ASKED) {
            field++; /* there was nothing to enter, and so nothing to be wrong about */
            continue;
        }
        note(entries, field++, a, b, variable, entries_text(entries->arena, variable, &one->answers[i]), entries_text(entries->arena, variable, &two->answers[i]));
    }
    if (instrument->rater_column)
        note(entries, field++, a, b, NULL, one->rater ? one->rater : "", two->rater ? two->rater : "");
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].column) {
            const struct unit_kind *kind = instrument->about.at[i].kind;
            note(entries, field++, a, b, NULL, one->about[i] == NO_UNIT ? "" : kind->units.at[one->about[i]].name, two->about[i] == NO_UNIT ? "" : kind->units.at[two->about[i]].name);
        }
}

static void name_fields(struct entries *entries)
{
    const struct instrument *instrument = entries->instrument;
    for (size_t i = 0; i < instrument->variables.count; i++)
        LIST_ADD(entries->arena, &entries->fields)->name = instrument->variables.at[i].id;
    if (instrument->rater_column)
        LIST_ADD(entries->arena, &entries->fields)->name = EXACT_RATER;
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].column)
            LIST_ADD(entries->arena, &entries->fields)->name = arena_printf(entries->arena, "%s%zu", EXACT_ABOUT, i + 1);
}

static void compare(struct entries *entries)
{
    struct map second;
    map_init(&second);
    for (size_t i = 0; i < entries->rows[1].count; i++)
        map_put(&second, entries->rows[1].at[i].key, (void *)(uintptr_t)(i + 1));
    name_fields(entries);
    for (size_t i = 0; i < entries->rows[0].count; i++) {
        size_t other = (size_t)(uintptr_t)map_get(&second, entries->rows[0].at[i].key);
        entries->both += other > 0;
        if (other)
            compare_rows(entries, i, other - 1);
        entries->alone += other && text_alike(entries->rows[0].at[i].entered_by, entries->rows[1].at[other - 1].entered_by);
    }
    entries->only[0] = entries->rows[0].count - entries->both;
    entries->only[1] = entries->rows[1].count - entries->both;
    map_release(&second);
}

struct entries *entries_compare(const struct evaluation *evaluation, const char *path_a, const char *path_b, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct entries *entries = ARENA_NEW(arena, struct entries);
    entries->arena = arena;
    entries->evaluation = evaluation;
    entries->paths[0] = arena_strdup(arena, path_a);
    entries->paths[1] = arena_strdup(arena, path_b);
    bool good = read_file(entries, 0, path_a, diags) && read_file(entries, 1, path_b, diags);
    if (good) {
        compare(entries);
        if (entries->both == 0) {
            diags_error(diags, (struct pos){.file = path_b}, _("no copy stands in both files"));
            diags_hint(diags, _("the serial numbers (编号) of both must be the same"));
            good = false;
        }
    }
    if (!good) {
        arena_free(arena);
        return NULL;
    }
    return entries;
}

void entries_free(struct entries *entries)
{
    if (entries)
        arena_free(entries->arena);
}
