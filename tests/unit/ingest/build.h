/* SPDX-License-Identifier: GPL-3.0-or-later
 * Small evaluations and files for the tests of ingest, and a sink that keeps what it is given.
 */
#ifndef CEPING_TESTS_INGEST_BUILD_H
#define CEPING_TESTS_INGEST_BUILD_H

#include "check.h"

#include "../../../src/ingest/ingest_priv.h"

#include <stdlib.h>
#include <unistd.h>

/* Evaluations ---------------------------------------------------------------------------------------------- */

/* Units as "id=name=short=alias|id=name". All kinds before instruments: lists move while they grow. */
static inline struct unit_kind *build_kind(struct evaluation *evaluation, const char *id, const char *name, const char *units)
{
    struct arena *arena = evaluation->arena;
    struct unit_kind *kind = LIST_ADD(arena, &evaluation->kinds);
    kind->id = id;
    kind->name = name;
    kind->index = (int)evaluation->kinds.count - 1;
    char *rest = arena_strdup(arena, units), *word;
    while ((word = strsep(&rest, "|"))) {
        struct unit *unit = LIST_ADD(arena, &kind->units);
        unit->id = strsep(&word, "=");
        unit->name = unit->short_name = strsep(&word, "=");
        if (word)
            unit->short_name = strsep(&word, "=");
        while (word)
            *LIST_ADD(arena, &unit->aliases) = strsep(&word, "=");
        unit->index = (int)kind->units.count - 1;
    }
    return kind;
}

static inline struct instrument *build_instrument(struct evaluation *evaluation, const char *id)
{
    for (size_t k = 0; k < evaluation->kinds.count; k++)
        for (size_t u = 0; u < evaluation->kinds.at[k].units.count; u++)
            evaluation->kinds.at[k].units.at[u].kind = &evaluation->kinds.at[k];
    struct instrument *instrument = ARENA_NEW(evaluation->arena, struct instrument);
    *LIST_ADD(evaluation->arena, &evaluation->instruments) = instrument;
    instrument->id = instrument->title = instrument->short_title = id;
    instrument->index = (int)evaluation->instruments.count - 1;
    return instrument;
}

/* Options "A|B|*other|~don't know", aliases after '='. */
static inline struct scale *build_scale(struct evaluation *evaluation, const char *options)
{
    struct scale *scale = ARENA_NEW(evaluation->arena, struct scale);
    char *rest = arena_strdup(evaluation->arena, options), *word;
    while ((word = strsep(&rest, "|"))) {
        struct option *option = LIST_ADD(evaluation->arena, &scale->options);
        option->code = (int)scale->options.count;
        option->other = *word == '*';
        option->missing = *word == '~' ? MISSING_DONT_KNOW : MISSING_NONE;
        word += option->other || *word == '~';
        option->label = strsep(&word, "=");
        while (word)
            *LIST_ADD(evaluation->arena, &option->aliases) = strsep(&word, "=");
    }
    return scale;
}

/* Items "id=title|id=title"; options as above or NULL. */
static inline struct question *build_question(struct evaluation *evaluation, struct instrument *instrument, const char *id, int number, enum question_type type,
                                              const char *title, const char *items, const char *options)
{
    struct question *question = LIST_ADD(evaluation->arena, &instrument->questions);
    question->id = id;
    question->number = number;
    question->type = type;
    question->title = question->short_title = title;
    question->min = question->max = NAN;
    question->scale = options ? build_scale(evaluation, options) : NULL;
    char *rest = items ? arena_strdup(evaluation->arena, items) : NULL, *word;
    while (rest && (word = strsep(&rest, "|"))) {
        struct item *item = LIST_ADD(evaluation->arena, &question->items);
        item->id = strsep(&word, "=");
        item->title = item->short_title = word;
    }
    return question;
}

/* Files ---------------------------------------------------------------------------------------------------- */

static char build_path_text[CHECK_PATH];

static inline const char *build_file(const void *bytes, size_t len)
{
    check_path(build_path_text);
    int file = mkstemp(build_path_text);
    assert_true(file >= 0);
    for (size_t done = 0; done < len;) {
        ssize_t wrote = write(file, (const char *)bytes + done, len - done);
        assert_true(wrote > 0);
        done += (size_t)wrote;
    }
    close(file);
    return build_path_text;
}

static inline const char *build_text(const char *text)
{
    return build_file(text, strlen(text));
}

/* What came out -------------------------------------------------------------------------------------------- */

struct kept {
    struct arena *arena;
    const struct instrument *instrument;
    LIST_OF(struct response) responses;
    LIST_OF(const char *) reasons;
    LIST_OF(const char *) raws;
    LIST_OF(size_t) lines;
    struct ingest_report report;
    struct diags diags;
    bool done;
};

static inline bool keep_response(void *data, const struct response *response)
{
    struct kept *kept = data;
    struct response *copy = LIST_ADD(kept->arena, &kept->responses);
    size_t variables = kept->instrument->variables.count;
    *copy = *response;
    copy->key = arena_strdup(kept->arena, response->key);
    copy->rater = arena_strdup(kept->arena, response->rater);
    copy->submitted = arena_strdup(kept->arena, response->submitted);
    copy->answers = ARENA_ARRAY(kept->arena, struct answer, variables + 1);
    copy->about = ARENA_ARRAY(kept->arena, int, kept->instrument->about.count + 1);
    for (size_t i = 0; i < variables; i++) {
        copy->answers[i] = response->answers[i];
        copy->answers[i].text = arena_strdup(kept->arena, response->answers[i].text);
    }
    for (size_t i = 0; i < kept->instrument->about.count; i++)
        copy->about[i] = response->about[i];
    return true;
}

static inline bool keep_reject(void *data, size_t line, const char *raw, const char *reason)
{
    struct kept *kept = data;
    *LIST_ADD(kept->arena, &kept->lines) = line;
    *LIST_ADD(kept->arena, &kept->raws) = arena_strdup(kept->arena, raw);
    *LIST_ADD(kept->arena, &kept->reasons) = arena_strdup(kept->arena, reason);
    return true;
}

/* Reads the file with `instrument`, or with the one that fits when NULL (then `guess` is what answers are kept for). */
static inline struct kept keep(const struct evaluation *evaluation, const struct instrument *instrument, const struct instrument *guess, const char *path)
{
    struct kept kept = {.arena = arena_new(), .instrument = instrument ? instrument : guess};
    struct ingest_options options = {.instrument = instrument};
    struct ingest_sink sink = {.data = &kept, .response = keep_response, .reject = keep_reject};
    diags_init(&kept.diags);
    kept.done = ingest_file(evaluation, path, &options, &sink, &kept.report, &kept.diags);
    return kept;
}

static inline void kept_release(struct kept *kept)
{
    arena_free(kept->arena);
    ingest_report_release(&kept->report);
    diags_release(&kept->diags);
}

static inline void show(const struct kept *kept)
{
    for (size_t i = 0; i < kept->diags.count; i++)
        print_message("  %d:%d %s (%s)\n", kept->diags.at[i].pos.line, kept->diags.at[i].pos.col, kept->diags.at[i].text, kept->diags.at[i].hint ? kept->diags.at[i].hint : "");
    for (size_t i = 0; i < kept->reasons.count; i++)
        print_message("  row %zu: %s\n", kept->lines.at[i], kept->reasons.at[i]);
    for (size_t i = 0; i < kept->report.columns.count; i++)
        print_message("  column '%s' %d '%s'\n", kept->report.columns.at[i].header, kept->report.columns.at[i].state, kept->report.columns.at[i].target);
    for (size_t i = 0; i < kept->report.unknown.count; i++)
        print_message("  unknown '%s' in '%s' %zu times\n", kept->report.unknown.at[i].text, kept->report.unknown.at[i].header, kept->report.unknown.at[i].count);
}

/* An answer as text: "3", "1.5", "'text'", "unit 2", or the kind of missing in angle brackets. */
static inline const char *said(const struct kept *kept, size_t row, const char *variable)
{
    static char text[256];
    if (row >= kept->responses.count) {
        show(kept);
        return "no such row";
    }
    const struct variable *found = instrument_variable(kept->instrument, variable);
    if (!found)
        return "no such variable";
    const struct answer *answer = &kept->responses.at[row].answers[found->index];
    if (answer->missing != MISSING_NONE)
        snprintf(text, sizeof text, "<%s>", missing_ids[answer->missing]);
    else if (found->type == VARIABLE_NUMBER)
        snprintf(text, sizeof text, "%g", answer->number);
    else if (found->type == VARIABLE_TEXT)
        snprintf(text, sizeof text, "'%s'", answer->text);
    else
        snprintf(text, sizeof text, "%d", answer->code);
    return text;
}

#define assert_said(kept, row, variable, wanted) assert_string_equal(said((kept), (row), (variable)), (wanted))

#endif
