/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opening an evaluation and loading files into its store.
 *
 * Loading joins two folders that do not know each other: `ingest` hands responses to a sink, and the sink is a batch of the store. The
 * batch commits only when the whole file has been read, so a file is in the store whole or not at all.
 */
#include <errno.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "ceping/survey.h"
#include "engine_priv.h"

static bool open_store(struct engine *engine, enum engine_mode mode, struct diags *diags)
{
    if (mode == ENGINE_CHECK)
        return true;
    if (mode == ENGINE_READ && access(engine->database, F_OK) != 0)
        return true; /* nothing loaded yet: an empty evaluation, not an error */
    if (mode == ENGINE_WRITE) {
        auto_free char *folder = xstrdup(engine->database);
        char *slash = strrchr(folder, '/');
        if (slash) {
            *slash = '\0';
            if (*folder && !file_make_folders(folder)) {
                diags_error(diags, (struct pos){.file = engine->database}, _("cannot make folder '%s': %s"), folder, strerror(errno));
                return false;
            }
        }
    }
    engine->store = store_open(engine->database, mode == ENGINE_WRITE ? STORE_WRITE : STORE_READ, diags);
    return engine->store != NULL;
}

struct engine *engine_open(const char *folder, const char *database, enum engine_mode mode, struct diags *diags)
{
    const struct survey_options options = {.check_condition = store_check_condition};
    struct evaluation *evaluation = survey_load(folder, &options, diags);
    if (!evaluation)
        return NULL;

    struct arena *arena = arena_new();
    struct engine *engine = ARENA_NEW(arena, struct engine);
    engine->arena = arena;
    engine->evaluation = evaluation;
    engine->database = database ? arena_strdup(arena, database) : arena_printf(arena, "%s/data/%s.db", folder, evaluation->id);
    if (!open_store(engine, mode, diags)) {
        engine_close(engine);
        return NULL;
    }
    return engine;
}

void engine_close(struct engine *engine)
{
    if (!engine)
        return;
    arena_free(engine->kept_arena);
    store_close(engine->store);
    evaluation_free(engine->evaluation);
    arena_free(engine->arena);
}

const struct evaluation *engine_evaluation(const struct engine *engine)
{
    return engine->evaluation;
}

const char *engine_database(const struct engine *engine)
{
    return engine->database;
}

struct store *engine_store(struct engine *engine)
{
    return engine->store;
}

/* Loading ------------------------------------------------------------------------------------------------- */

struct destination {
    struct store *store;
    bool failed; /* the store has a reason that store_commit tells */
};

static bool sink_response(void *data, const struct response *response)
{
    struct destination *destination = data;
    destination->failed = !store_add(destination->store, response);
    return !destination->failed;
}

static bool sink_reject(void *data, size_t line, const char *raw, const char *reason)
{
    struct destination *destination = data;
    destination->failed = !store_reject(destination->store, line, raw, reason);
    return !destination->failed;
}

/* What each column was taken for, one a line, for the history of the batch. */
static char *describe_mapping(const struct ingest_report *report)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < report->columns.count; i++)
        strbuf_addf(&text, "%s\t%s\n", report->columns.at[i].header, report->columns.at[i].target ? report->columns.at[i].target : "");
    return strbuf_detach(&text);
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool engine_load(struct engine *engine, const char *path, const struct ingest_options *options, bool dry_run, const char *who, const char *when,
                 struct ingest_report *ret_report, struct store_counts *ret_counts, struct diags *diags)
{
    *ret_counts = (struct store_counts){0};

    /* A first pass without a sink finds instrument, platform, encoding and mapping: what the batch records. Nothing is stored by it. */
    if (!ingest_file(engine->evaluation, path, options, NULL, ret_report, diags) || dry_run)
        return diags->errors == 0;

    auto_free char *mapping = describe_mapping(ret_report);
    const struct ingest_options settled = {.instrument = ret_report->instrument, .encoding = options->encoding, .sheet = options->sheet};
    const struct store_batch batch = {
        .instrument = settled.instrument->id,
        .file = file_name(path),
        .hash = ret_report->hash,
        .platform = ret_report->platform,
        .encoding = ret_report->encoding,
        .mapping = mapping,
        .questionnaire_hash = settled.instrument->hash,
        .who = who,
        .when = when,
    };
    if (!store_begin(engine->store, engine->evaluation, settled.instrument, &batch, diags))
        return false;

    struct destination destination = {.store = engine->store};
    const struct ingest_sink sink = {.data = &destination, .response = sink_response, .reject = sink_reject};
    struct ingest_report second = {0};
    struct diags again; /* the first pass said it all */
    diags_init(&again);
    bool read = ingest_file(engine->evaluation, path, &settled, &sink, &second, &again);
    bool same = read && second.hash && ret_report->hash && strcmp(second.hash, ret_report->hash) == 0;
    ingest_report_release(&second);
    diags_release(&again);
    if (!same && !destination.failed) {
        diags_error(diags, (struct pos){.file = path}, _("the file changed while it was being read; nothing was stored"));
        store_rollback(engine->store);
        return false;
    }
    return store_commit(engine->store, ret_counts, diags);
}
