/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loading a file into the store.
 *
 * Loading joins two folders that do not know each other: `ingest` hands responses to a sink, and the sink is a batch of the store. The batch begins when
 * the header has told what the file is, and commits only when the whole file has been read, so a file is in the store whole or not at all.
 *
 * Reading and storing take about the same time, so each has a thread: responses travel in parcels, a few of them at most under way, so that memory
 * stays flat however long the file is. They are stored in the order of the file, and nothing but the time depends on the threads. The connection of
 * the store is never used by two threads at once: the storing thread has it between store_begin and store_commit.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "engine_priv.h"

enum {
    PARCEL = 128,             /* rows; fewer where they are wide or their texts long */
    PARCELS = 32,             /* so many that reading goes on while SQLite takes over a few thousand rows at once */
    ANSWERS_BYTES = 4 << 20,  /* of the answers of all parcels */
    PARCEL_BYTES = 256 << 10, /* of the texts of one */
};

struct packed {
    bool rejected;
    struct response response; /* made in the parcel */
    size_t line;
    const char *raw, *reason;
};

struct parcel {
    struct packed items[PARCEL];
    size_t count;
    struct answer *answers; /* rows × variables */
    int *about;             /* rows × abouts */
    struct arena *arena;    /* of texts */
};

struct destination {
    struct engine *engine;
    const char *who, *when;
    struct diags *diags;
    size_t variables, abouts;
    size_t rows; /* of a parcel at most */
    bool begun;
    pthread_t thread;
    bool has_thread;
    struct parcel *parcels; /* a ring: `filled` have been handed over, `stored` of them are done */
    pthread_mutex_t mutex;  /* guards what follows */
    pthread_cond_t changed;
    size_t filled, stored;
    bool ended;  /* no parcel comes any more */
    bool failed; /* the store has a reason that store_commit tells */
};

/* Storing ------------------------------------------------------------------------------------------------- */

static bool store_parcel(struct store *store, const struct parcel *parcel)
{
    const struct response *responses[PARCEL];
    size_t count = 0;
    for (size_t i = 0; i < parcel->count; i++) {
        const struct packed *item = &parcel->items[i];
        if (!item->rejected)
            responses[count++] = &item->response;
        else if (!store_reject(store, item->line, item->raw, item->reason))
            return false;
    }
    return store_add_all(store, responses, count);
}

static void *store_parcels(void *data)
{
    struct destination *destination = data;
    pthread_mutex_lock(&destination->mutex);
    for (;;) {
        while (destination->filled == destination->stored && !destination->ended)
            pthread_cond_wait(&destination->changed, &destination->mutex);
        if (destination->filled == destination->stored || destination->failed)
            break;
        const struct parcel *parcel = &destination->parcels[destination->stored % PARCELS];
        pthread_mutex_unlock(&destination->mutex);
        bool good = store_parcel(destination->engine->store, parcel);
        pthread_mutex_lock(&destination->mutex);
        destination->failed = destination->failed || !good;
        destination->stored++;
        pthread_cond_broadcast(&destination->changed);
    }
    pthread_mutex_unlock(&destination->mutex);
    return NULL;
}

/* Packing ------------------------------------------------------------------------------------------------- */

static struct parcel *open_parcel(struct destination *destination)
{
    return &destination->parcels[destination->filled % PARCELS];
}

/* The parcel in the making goes to the storing thread, and the next one is waited for. False: storing has failed. */
static bool hand_over(struct destination *destination)
{
    pthread_mutex_lock(&destination->mutex);
    destination->filled++;
    pthread_cond_broadcast(&destination->changed);
    while (destination->filled - destination->stored == PARCELS && !destination->failed)
        pthread_cond_wait(&destination->changed, &destination->mutex);
    bool failed = destination->failed;
    pthread_mutex_unlock(&destination->mutex);
    struct parcel *parcel = open_parcel(destination);
    if (!failed) {
        arena_clear(parcel->arena);
        parcel->count = 0;
    }
    return !failed;
}

/* Where ingest makes the next response. Rows that are none, as the lines of a sheet, leave texts behind all the same. */
static struct ingest_room sink_room(void *data)
{
    struct destination *destination = data;
    struct parcel *parcel = open_parcel(destination);
    if (parcel->count == 0 && arena_used(parcel->arena) > PARCEL_BYTES)
        arena_clear(parcel->arena);
    return (struct ingest_room){parcel->answers + parcel->count * destination->variables, parcel->about + parcel->count * destination->abouts, parcel->arena};
}

static struct packed *new_packed(struct destination *destination)
{
    struct parcel *parcel = open_parcel(destination);
    assert(parcel->count < destination->rows && "after a failure nothing more is handed on");
    return &parcel->items[parcel->count++];
}

static bool packed_on(struct destination *destination)
{
    const struct parcel *parcel = open_parcel(destination);
    return (parcel->count < destination->rows && arena_used(parcel->arena) <= PARCEL_BYTES) || hand_over(destination);
}

static bool sink_response(void *data, const struct response *response)
{
    struct destination *destination = data;
    struct packed *packed = new_packed(destination);
    packed->rejected = false;
    packed->response = *response;
    return packed_on(destination);
}

static bool sink_reject(void *data, size_t line, const char *raw, const char *reason)
{
    struct destination *destination = data;
    struct arena *arena = open_parcel(destination)->arena;
    struct packed *packed = new_packed(destination);
    *packed = (struct packed){.rejected = true, .line = line, .raw = arena_strdup(arena, raw), .reason = arena_strdup(arena, reason)};
    return packed_on(destination);
}

/* Beginning and ending ---------------------------------------------------------------------------------------- */

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

static void make_parcels(struct destination *destination, const struct instrument *instrument)
{
    destination->variables = instrument->variables.count;
    destination->abouts = instrument->about.count;
    size_t rows = ANSWERS_BYTES / PARCELS / ((destination->variables + 1) * sizeof(struct answer));
    destination->rows = rows < 1 ? 1 : rows > PARCEL ? PARCEL : rows;
    destination->parcels = xcalloc(PARCELS, sizeof *destination->parcels);
    for (size_t p = 0; p < PARCELS; p++) {
        struct parcel *parcel = &destination->parcels[p];
        parcel->answers = xcalloc(destination->rows * destination->variables + 1, sizeof *parcel->answers);
        parcel->about = xcalloc(destination->rows * destination->abouts + 1, sizeof *parcel->about);
        parcel->arena = arena_new();
    }
}

static bool sink_begin(void *data, const struct ingest_report *report)
{
    struct destination *destination = data;
    auto_free char *mapping = describe_mapping(report);
    const struct store_batch batch = {
        .instrument = report->instrument->id,
        .file = file_name(report->path),
        .hash = report->hash,
        .platform = report->platform,
        .mapping = mapping,
        .questionnaire_hash = report->instrument->hash,
        .who = destination->who,
        .when = destination->when,
    };
    if (!store_begin(destination->engine->store, destination->engine->evaluation, report->instrument, &batch, destination->diags))
        return false;
    destination->begun = true;
    make_parcels(destination, report->instrument);
    destination->has_thread = pthread_create(&destination->thread, NULL, store_parcels, destination) == 0;
    if (!destination->has_thread)
        diags_error(destination->diags, (struct pos){.file = report->path}, _("the system gives no thread to store with"));
    return destination->has_thread;
}

/* Waits until all that was handed over is stored. */
static void end_thread(struct destination *destination)
{
    if (destination->has_thread) {
        pthread_mutex_lock(&destination->mutex);
        destination->filled += !destination->failed && open_parcel(destination)->count > 0;
        destination->ended = true;
        pthread_cond_broadcast(&destination->changed);
        pthread_mutex_unlock(&destination->mutex);
        pthread_join(destination->thread, NULL);
    }
    for (size_t p = 0; destination->parcels && p < PARCELS; p++) {
        arena_free(destination->parcels[p].arena);
        free(destination->parcels[p].answers);
        free(destination->parcels[p].about);
    }
    free(destination->parcels);
}

/* A questionnaire that changed since others were loaded: which answers that costs is said at once, not when the results are out. */
static bool tell_changes(struct engine *engine, const struct instrument *instrument, struct diags *diags)
{
    struct arena *arena = arena_new();
    store_comparison_list comparisons = {0};
    bool done = store_compare(engine->store, arena, instrument, &comparisons, diags);
    for (size_t i = 0; i < comparisons.count; i++) {
        const struct store_comparison *comparison = &comparisons.at[i];
        if (comparison->lost == 0 || comparison->rows == 0)
            continue;
        diags_warning(diags, instrument->pos, _("questionnaire '%s' is another since version %d was loaded (%zu rows): %zu answers stay comparable, %zu are left out"), instrument->id,
                      comparison->version, comparison->rows, comparison->same, comparison->lost);
        diags_hint(diags, _("'ceping check EVAL --against-data' lists them"));
    }
    arena_free(arena);
    return done;
}

bool engine_load(struct engine *engine, const char *path, const struct ingest_options *options, bool dry_run, const char *who, const char *when,
                 struct ingest_report *ret_report, struct store_counts *ret_counts, struct diags *diags)
{
    *ret_counts = (struct store_counts){0};
    struct destination destination = {.engine = engine, .who = who, .when = when, .diags = diags, .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    const struct ingest_sink sink = {.data = &destination, .begin = sink_begin, .room = sink_room, .response = sink_response, .reject = sink_reject};
    size_t errors = diags->errors;
    struct ingest_options with_key = *options;
    if (!dry_run && !engine_source_key(engine, &with_key.source_key, diags)) {
        *ret_report = (struct ingest_report){0};
        return false;
    }
    bool read = ingest_file(engine->evaluation, path, &with_key, dry_run ? NULL : &sink, ret_report, diags);
    end_thread(&destination);
    if (dry_run || !destination.begun)
        return read && diags->errors == errors;
    if (destination.failed || (read && diags->errors == errors))
        return store_commit(engine->store, ret_report->encoding, ret_counts, diags) && tell_changes(engine, ret_report->instrument, diags);
    store_rollback(engine->store);
    return false;
}
