/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opening an evaluation with its store.
 */
#include <errno.h>
#include <unistd.h>

#include "ceping/analyse.h"
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

static bool check_analyses(void *data, const struct evaluation *evaluation, struct diags *diags)
{
    (void)data;
    return analyse_check(evaluation, diags);
}

struct engine *engine_open(const char *folder, const char *database, enum engine_mode mode, struct diags *diags)
{
    const struct survey_options options = {.check_condition = store_check_condition, .check_analyses = check_analyses, .thorough = mode == ENGINE_CHECK};
    struct evaluation *evaluation = survey_load(folder, &options, diags);
    if (!evaluation)
        return NULL;
    num_round_by(evaluation->rounding);

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
