/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loading an evaluation: first all files are read, then names are linked, so that order and splitting into files are free.
 *
 * Where a file could not be read at all, linking would report everything that refers to it; so it is left out then. Wrong values in a file that
 * could be read do not stop it: all problems come at once.
 */
#include "survey_sampling.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool ends_with(const char *name, const char *ending)
{
    size_t len = strlen(name), ending_len = strlen(ending);
    return len > ending_len && strcmp(name + len - ending_len, ending) == 0;
}

static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && (ends_with(entry->d_name, ".yaml") || ends_with(entry->d_name, ".yml"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* the same order in every locale */
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* Whether the tree of a file was there: its object then has a place. */
static bool read_yaml(struct loader *loader, const char *path, const struct yaml_schema *schema, void *object, const struct pos *pos)
{
    struct yaml_reader reader = {.arena = loader->arena, .diags = loader->diags, .places = &loader->places};
    yaml_read_file(&reader, path, path, schema, object);
    return pos->line > 0;
}

static bool read_instrument(struct loader *loader, const char *name)
{
    char *path = loader_path(loader, arena_printf(loader->arena, "instruments/%s", name));
    if (ends_with(name, ".yml")) {
        diags_warning(loader->diags, (struct pos){.file = path}, _("file is not read"));
        diags_hint(loader->diags, _("name it .yaml"));
        return true;
    }
    struct instrument *instrument = ARENA_NEW(loader->arena, struct instrument);
    if (!read_yaml(loader, path, &survey_instrument_schema, instrument, &instrument->pos))
        return false;
    *LIST_ADD(loader->arena, &loader->evaluation->instruments) = instrument;
    return true;
}

static bool read_instruments(struct loader *loader)
{
    char *folder = loader_path(loader, "instruments");
    struct dirent **entries;
    int count = scandir(folder, &entries, wanted, by_bytes);
    if (count < 0 && errno == ENOENT)
        return true; /* an evaluation may be begun with its units alone */
    if (count < 0) {
        diags_error(loader->diags, (struct pos){.file = folder}, _("cannot read the folder: %s"), strerror(errno));
        return false;
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        good &= read_instrument(loader, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return good;
}

static bool read_rubric(struct loader *loader)
{
    char *path = loader_path(loader, "rubric.yaml");
    if (!exists(path))
        return true;
    struct rubric *rubric = &loader->evaluation->rubric;
    return read_yaml(loader, path, &survey_rubric_schema, rubric, &rubric->pos);
}

/* Into the evaluation itself, whose other members it must not touch. */
static bool read_english(struct loader *loader)
{
    char *path = loader_path(loader, "english.yaml");
    struct yaml_reader reader = {.arena = loader->arena, .diags = loader->diags, .places = &loader->places};
    return !exists(path) || yaml_read_file(&reader, path, path, &survey_english_schema, loader->evaluation);
}

static bool read_all(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct stat status;
    const char *folder = *evaluation->folder ? evaluation->folder : ".";
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        diags_error(loader->diags, (struct pos){.file = evaluation->folder}, _("no folder of an evaluation is here"));
        diags_hint(loader->diags, _("it holds evaluation.yaml, instruments/ and rubric.yaml"));
        return false;
    }
    bool good = read_yaml(loader, loader_path(loader, "evaluation.yaml"), &survey_evaluation_schema, evaluation, &evaluation->pos);
    good &= read_instruments(loader);
    good &= read_rubric(loader);
    good &= ledger_read(loader);
    good &= read_english(loader);
    char *decisions = loader_path(loader, "decisions.csv");
    if (exists(decisions))
        decisions_read(loader, decisions, decisions);
    return good;
}

static void link_all(struct loader *loader)
{
    link_units(loader);
    link_instruments(loader);
    check_forms(loader);
    link_sampling(loader);
    link_judgements(loader);
    link_figures(loader);
    link_rubric(loader);
    link_earlier_figures(loader);
    link_order(loader);
    link_reports(loader);
    link_ledger(loader);
    check_decisions(loader);
    check_english(loader);
}

struct evaluation *survey_load(const char *folder, const struct survey_options *options, struct diags *diags)
{
    size_t errors = diags->errors;
    struct evaluation *evaluation = evaluation_new(folder);
    struct loader loader = {.evaluation = evaluation, .arena = evaluation->arena, .diags = diags, .options = options};
    yaml_places_init(&loader.places);
    if (read_all(&loader))
        link_all(&loader);
    yaml_places_release(&loader.places);
    if (diags->errors == errors)
        return evaluation;
    evaluation_free(evaluation);
    return NULL;
}
