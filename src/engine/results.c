/* SPDX-License-Identifier: GPL-3.0-or-later
 * From the store to results: each instrument is fetched and screened once, its collection, frequencies and figures are computed, then the
 * tables of the rubric.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "ceping/analyse.h"
#include "ceping/base_text.h"
#include "ceping/score.h"
#include "engine_priv.h"

/* Fetching ------------------------------------------------------------------------------------------------- */

static struct dataset *fetch(struct engine *engine, const struct instrument *instrument, const struct screen_off *off, double *cancelled,
                             struct diags *diags)
{
    struct screen_masks *kept = engine->kept_of && !off->as_stored ? &engine->kept_masks[instrument->index] : NULL;
    auto_free bool *unread = off->no_texts ? engine_unread(engine->evaluation, instrument) : NULL;
    struct dataset *dataset = engine->store ? store_fetch_without(engine->store, engine->evaluation, instrument, unread, diags) : dataset_new(arena_new(), instrument, 0);
    if (dataset && dataset->rows) {
        engine_correct(engine->evaluation, dataset, diags);
        engine_refuse_outside(engine, dataset, diags);
    }
    if (dataset && !off->as_stored && !engine_repeat(dataset, diags)) {
        arena_free(dataset->arena);
        return NULL;
    }
    if (dataset && kept && kept->rows != dataset->rows)
        *kept = (struct screen_masks){.arena = kept->arena, .rows = dataset->rows};
    if (dataset && dataset->rows && !engine_screen(engine->evaluation, dataset, off, kept, cancelled, diags)) {
        arena_free(dataset->arena);
        return NULL;
    }
    return dataset;
}

struct dataset *engine_dataset(struct engine *engine, const struct instrument *instrument, struct diags *diags)
{
    return engine_dataset_without(engine, instrument, &(struct screen_off){0}, diags);
}

struct dataset *engine_dataset_as_stored(struct engine *engine, const struct instrument *instrument, struct diags *diags)
{
    return engine_dataset_without(engine, instrument, &(struct screen_off){.as_stored = true}, diags);
}

struct dataset *engine_dataset_without(struct engine *engine, const struct instrument *instrument, const struct screen_off *off, struct diags *diags)
{
    auto_free double *cancelled = xcalloc(instrument->screening.count + 1, sizeof *cancelled);
    return fetch(engine, instrument, off, cancelled, diags);
}

/* Figures -------------------------------------------------------------------------------------------------- */

struct conditions {
    struct name *texts;
    struct unit_kind **over;
    struct mask **targets; /* where each mask goes */
    size_t count;
};

static void add_condition(struct conditions *conditions, const struct name *text, struct unit_kind *over, struct mask *target)
{
    if (!text->text)
        return;
    conditions->texts[conditions->count] = *text;
    conditions->over[conditions->count] = over;
    conditions->targets[conditions->count++] = target;
}

/* Weights of all weightings of the instrument, by index of the weighting; those of others NULL. */
static const double **compute_weights(const struct evaluation *evaluation, const struct dataset *dataset, struct results *results, struct diags *diags)
{
    const double **weights = ARENA_ARRAY(dataset->arena, const double *, evaluation->weightings.count + 1);
    for (size_t i = 0; i < evaluation->weightings.count; i++) {
        if (evaluation->weightings.at[i].instrument != dataset->instrument)
            continue;
        double *weight = ARENA_ARRAY(dataset->arena, double, dataset->rows + 1);
        struct weighting_result *result = results ? LIST_ADD(results->arena, &results->weightings) : ARENA_NEW(dataset->arena, struct weighting_result);
        analyse_weighting(evaluation, dataset, &evaluation->weightings.at[i], results ? results->arena : dataset->arena, weight, result);
        if (results)
            analyse_weighting_diags(result, diags);
        weights[i] = weight;
    }
    return weights;
}

struct figure_masks *engine_masks(const struct evaluation *evaluation, const struct dataset *dataset, struct results *results, struct diags *diags)
{
    size_t count = evaluation->figures.count;
    const double **weights = compute_weights(evaluation, dataset, results, diags);
    struct figure_masks *masks = ARENA_ARRAY(dataset->arena, struct figure_masks, count + 1);
    struct conditions conditions = {
        .texts = ARENA_ARRAY(dataset->arena, struct name, 2 * count),
        .over = ARENA_ARRAY(dataset->arena, struct unit_kind *, 2 * count),
        .targets = ARENA_ARRAY(dataset->arena, struct mask *, 2 * count),
    };

    for (size_t i = 0; i < count; i++) {
        const struct figure *figure = &evaluation->figures.at[i];
        if (figure->instrument != dataset->instrument)
            continue;
        struct unit_kind *over = figure->variables.count && figure->variables.at[0]->unit ? figure->variables.at[0]->unit->kind : NULL;
        masks[i].weight = figure->weighting ? weights[figure->weighting->index] : NULL;
        add_condition(&conditions, &figure->where, over, &masks[i].where);
        add_condition(&conditions, &figure->is, over, &masks[i].is);
    }
    if (conditions.count) {
        struct mask *evaluated = ARENA_ARRAY(dataset->arena, struct mask, conditions.count);
        if (!store_evaluate(evaluation, dataset, conditions.texts, conditions.over, conditions.count, dataset->arena, evaluated, diags))
            return NULL;
        for (size_t i = 0; i < conditions.count; i++)
            *conditions.targets[i] = evaluated[i];
    }
    return masks;
}

/* Computes all figures of one instrument; their conditions are evaluated in one pass over the rows. */
static bool compute_figures(struct engine *engine, const struct dataset *dataset, struct results *results, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    size_t count = evaluation->figures.count, requested = 0;
    struct figure_masks *masks = engine_masks(evaluation, dataset, results, diags);
    if (!masks)
        return false;
    struct figure_request *requests = ARENA_ARRAY(dataset->arena, struct figure_request, count + 1);
    for (size_t i = 0; i < count; i++)
        if (evaluation->figures.at[i].instrument == dataset->instrument)
            requests[requested++] = (struct figure_request){&evaluation->figures.at[i], &masks[i], &results->figures.at[i]};
    analyse_figures(evaluation, dataset, requests, requested, results->arena);
    if (engine->kept_of == results)
        engine->kept[dataset->instrument->index] = engine_draws(evaluation, dataset, results, masks, engine->kept_arena);
    return true;
}

/* Collections ------------------------------------------------------------------------------------------------ */

static double rejected_rows(const store_batches_list *batches, const struct instrument *instrument)
{
    double rejected = 0;
    for (size_t i = 0; i < batches->count; i++)
        if (!batches->at[i].withdrawn && strcmp(batches->at[i].instrument, instrument->id) == 0)
            rejected += (double)batches->at[i].rejected;
    return rejected;
}

static void note_cancelled(struct results *results, const struct instrument *instrument, const double *cancelled)
{
    for (size_t i = 0; i < results->collections.count; i++) {
        struct collection *collection = &results->collections.at[i];
        if (collection->instrument != instrument || collection->unit)
            continue;
        for (size_t r = 0; r < collection->rules.count; r++)
            collection->rules.at[r].cancelled = cancelled[collection->rules.at[r].rule - instrument->screening.at];
    }
}

/* The texts of the dataset go with it. */
static void keep_corrections(const struct dataset *dataset, struct results *results)
{
    for (size_t i = 0; i < dataset->corrections.count; i++) {
        struct correction *correction = LIST_ADD(results->arena, &results->corrections);
        *correction = dataset->corrections.at[i];
        correction->key = arena_strdup(results->arena, correction->key);
        correction->before = arena_strdup(results->arena, correction->before);
        correction->after = arena_strdup(results->arena, correction->after);
    }
}

static bool compute_instrument(struct engine *engine, const struct instrument *instrument, const store_batches_list *batches, struct results *results,
                               struct diags *diags)
{
    auto_free double *cancelled = xcalloc(instrument->screening.count + 1, sizeof *cancelled);
    struct dataset *dataset = fetch(engine, instrument, &(struct screen_off){.no_texts = true}, cancelled, diags);
    if (!dataset)
        return false;
    analyse_collection(engine->evaluation, dataset, rejected_rows(batches, instrument), results);
    note_cancelled(results, instrument, cancelled);
    keep_corrections(dataset, results);
    analyse_frequencies(dataset, results);
    bool done = compute_figures(engine, dataset, results, diags);
    arena_free(dataset->arena);
    return done;
}

/* What the results were made from ------------------------------------------------------------------------------ */

static void list_files(const store_batches_list *batches, struct results *results)
{
    for (size_t i = 0; i < batches->count; i++) {
        const struct store_batch *batch = &batches->at[i];
        if (batch->withdrawn)
            continue;
        *LIST_ADD(results->arena, &results->files) = arena_printf(results->arena, "%s\t%s\t%lld", batch->file, batch->hash, (long long)batch->rows);
        *LIST_ADD(results->arena, &results->file_instruments) = evaluation_instrument(results->evaluation, batch->instrument);
    }
}

static void hash_file(struct sha256 *sha, const char *folder, const char *name)
{
    auto_strbuf struct strbuf path, bytes;
    strbuf_init(&path);
    strbuf_init(&bytes);
    strbuf_addf(&path, "%s/%s", folder, name);
    if (!file_read(path.at, 64u << 20, &bytes))
        return;
    sha256_add(sha, name, strlen(name) + 1);
    sha256_add(sha, bytes.at, bytes.len);
}

/* Its file, not instrument->hash: that tells which answers fit together, and a rule of screening or a score of an option is no part of it. */
static void hash_instrument(struct sha256 *sha, const struct instrument *instrument)
{
    sha256_add(sha, instrument->id, strlen(instrument->id) + 1);
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    if (instrument->pos.file && file_read(instrument->pos.file, 64u << 20, &bytes))
        sha256_add(sha, bytes.at, bytes.len);
}

/* The ledger and those before it, where there are any. */
static void hash_ledgers(struct sha256 *sha, const struct ledger *ledger)
{
    for (; ledger && ledger->pos.line > 0; ledger = ledger->earlier) {
        auto_strbuf struct strbuf bytes;
        strbuf_init(&bytes);
        if (file_read(ledger->pos.file, 64u << 20, &bytes))
            sha256_add(sha, bytes.at, bytes.len);
    }
}

static const char *end_hash(struct sha256 *sha, struct arena *arena)
{
    char hex[SHA256_HEX];
    sha256_hex(sha, hex);
    return arena_strdup(arena, hex);
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The files of one folder, by name and bytes, in an order that no disk and no locale changes. */
static void hash_folder(struct sha256 *sha, const char *folder, const char *name)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/%s", folder, name);
    struct dirent **entries;
    int count = scandir(path.at, &entries, visible, by_bytes);
    for (int i = 0; i < count; i++) {
        sha256_add(sha, name, strlen(name) + 1);
        hash_file(sha, path.at, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* Parts of the whole, so that a reader sees which of them a correction touched. */
static void hash_parts(const struct engine *engine, struct results *results)
{
    struct sha256 sha;
    sha256_init(&sha);
    hash_file(&sha, engine->evaluation->folder, "rubric.yaml");
    results->rubric_hash = end_hash(&sha, results->arena);
    sha256_init(&sha);
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++)
        hash_instrument(&sha, engine->evaluation->instruments.at[i]);
    results->questionnaire_hash = end_hash(&sha, results->arena);
    sha256_init(&sha);
    hash_folder(&sha, engine->evaluation->folder, "templates");
    hash_folder(&sha, engine->evaluation->folder, "texts");
    results->texts_hash = end_hash(&sha, results->arena);
}

/* SHA-256 over the files that people wrote (by name and bytes) and the living rows. */
static void hash_everything(struct engine *engine, const char *rows_hash, struct results *results)
{
    const char *folder = engine->evaluation->folder;
    struct sha256 sha;
    sha256_init(&sha);
    hash_file(&sha, folder, "evaluation.yaml");
    hash_file(&sha, folder, "rubric.yaml");
    hash_file(&sha, folder, "decisions.csv");
    hash_ledgers(&sha, &engine->evaluation->ledger);
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++)
        hash_instrument(&sha, engine->evaluation->instruments.at[i]);
    if (rows_hash) {
        sha256_add(&sha, rows_hash, strlen(rows_hash));
        results->rows_hash = arena_strdup(results->arena, rows_hash);
    }
    results->data_hash = end_hash(&sha, results->arena);
    hash_parts(engine, results);
}

static bool compute_tables(struct engine *engine, struct results *results, bool score, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    store_batches_list batches = {0};
    if (engine->store && !store_batches(engine->store, results->arena, &batches, diags))
        return false;

    for (size_t i = 0; i < evaluation->figures.count; i++)
        LIST_ADD(results->arena, &results->figures)->figure = &evaluation->figures.at[i];
    for (size_t i = 0; i < evaluation->instruments.count; i++)
        if (!compute_instrument(engine, evaluation->instruments.at[i], &batches, results, diags))
            return false;
    if (!score)
        return true;
    score_tables(evaluation, results, diags);
    list_files(&batches, results);
    return true;
}

/* The hash of the rows is computed beside the scores, from the same state of the database. */
static bool compute(struct engine *engine, struct results *results, bool score, struct diags *diags)
{
    char hex[SHA256_HEX];
    bool hashed = score && engine->store;
    struct data_hash *hash = hashed ? store_data_hash_begin(engine->store, diags) : NULL;
    if (hashed && !hash)
        return false;
    bool done = compute_tables(engine, results, score, diags);
    if (hash)
        done = store_data_hash_end(hash, done ? hex : NULL, diags) && done;
    if (done && score)
        hash_everything(engine, hashed ? hex : NULL, results);
    return done;
}

void engine_keep(struct engine *engine, const struct results *results)
{
    arena_free(engine->kept_arena);
    engine->kept_arena = NULL;
    engine->kept_of = results;
    engine->kept_values.at = NULL;
    engine->kept_values.count = 0;
    if (!results)
        return;
    engine->kept_arena = arena_new();
    engine->kept = ARENA_ARRAY(engine->kept_arena, struct analyse_draws *, engine->evaluation->instruments.count + 1);
    engine->kept_masks = ARENA_ARRAY(engine->kept_arena, struct screen_masks, engine->evaluation->instruments.count + 1);
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++)
        engine->kept_masks[i].arena = engine->kept_arena;
}

static struct results *results_of(struct engine *engine, bool score, bool keep, struct diags *diags)
{
    struct results *results = results_new(engine->evaluation);
    engine_keep(engine, keep ? results : NULL);
    if (!compute(engine, results, score, diags)) {
        engine_keep(engine, NULL);
        results_free(results);
        return NULL;
    }
    return results;
}

struct results *engine_results_for_studies(struct engine *engine, struct diags *diags)
{
    return results_of(engine, true, true, diags);
}

struct results *engine_results(struct engine *engine, struct diags *diags)
{
    return results_of(engine, true, false, diags);
}

struct results *engine_collections(struct engine *engine, struct diags *diags)
{
    return results_of(engine, false, false, diags);
}
