/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which reports are asked for: --only KIND, KIND:UNIT; the id of a plan or the kind that it runs over both name it.
 */
#include <stdlib.h>

#include "ceping/disclose.h"
#include "ceping/render.h"
#include "report_batch.h"

#include "pool.h"

struct choice {
    const struct report_plan *plan;
    const struct unit *unit;
    enum language language;
};

typedef LIST_OF(struct choice) choices;

static bool plan_chosen(const struct report_plan *plan, const char *only, size_t len)
{
    const char *kind = plan->each ? plan->each->id : plan->id;
    return !only || (strlen(plan->id) == len && strncmp(plan->id, only, len) == 0) || (strlen(kind) == len && strncmp(kind, only, len) == 0);
}

/* In the public edition a unit whose place stays inside has no report. */
static void choose_units(struct arena *arena, const struct results *results, const struct report_plan *plan, const char *unit_id, choices *list)
{
    if (!plan->each) {
        if (!unit_id)
            *LIST_ADD(arena, list) = (struct choice){.plan = plan};
        return;
    }
    for (size_t i = 0; i < plan->each->units.count; i++) {
        const struct unit *unit = &plan->each->units.at[i];
        if ((unit_id && strcmp(unit_id, unit->id) != 0) || (results->disclosed && !report_is_public(results, plan, unit)))
            continue;
        *LIST_ADD(arena, list) = (struct choice){.plan = plan, .unit = unit};
    }
}

static void hint_reports(struct cli *cli, const struct evaluation *evaluation, struct arena *arena)
{
    const char *words = "";
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        const struct report_plan *plan = &evaluation->reports.at[i];
        const char *word = plan->each && plan->each->units.count ? arena_printf(arena, "%s, %s:%s", plan->each->id, plan->each->id, plan->each->units.at[0].id) : plan->id;
        words = arena_printf(arena, "%s%s%s", words, *words ? _(", ") : "", word);
    }
    diags_hint(&cli->diags, _("known: %s"), words);
}

static void choose(struct cli *cli, const struct results *results, struct arena *arena, choices *list)
{
    const struct evaluation *evaluation = results->evaluation;
    const char *only = cli_value(cli, "only");
    const char *colon = only ? strchr(only, ':') : NULL;
    size_t len = colon ? (size_t)(colon - only) : only ? strlen(only) : 0;
    for (size_t i = 0; i < evaluation->reports.count; i++)
        if (plan_chosen(&evaluation->reports.at[i], only, len))
            choose_units(arena, results, &evaluation->reports.at[i], colon ? colon + 1 : NULL, list);
    if (list->count)
        return;
    if (evaluation->reports.count == 0 || !only) {
        diags_error(&cli->diags, evaluation->pos, _("the evaluation declares no report"));
        diags_hint(&cli->diags, _("reports are declared in evaluation.yaml under 'reports'"));
        return;
    }
    diags_error(&cli->diags, POS_NONE, _("no report matches '%s'"), only);
    hint_reports(cli, evaluation, arena);
}

bool report_choose_language(struct cli *cli, const struct evaluation *evaluation, const struct report_plan *plan, enum language *ret_language)
{
    const char *language = cli_value(cli, "language");
    *ret_language = report_language(evaluation, plan);
    if (!language)
        return true;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (strcmp(language, language_ids[i]) == 0) {
            *ret_language = (enum language)i;
            return true;
        }
    diags_error(&cli->diags, POS_NONE, _("unknown language '%s'"), language);
    diags_hint_words(&cli->diags, language, language_ids, LANGUAGES);
    return false;
}

static bool choose_edition(struct cli *cli, enum edition *ret_edition)
{
    const char *edition = cli_value(cli, "edition");
    if (!edition || strcmp(edition, "internal") == 0)
        *ret_edition = EDITION_INTERNAL;
    else if (strcmp(edition, "public") == 0)
        *ret_edition = EDITION_PUBLIC;
    else {
        diags_error(&cli->diags, POS_NONE, _("unknown edition '%s'"), edition);
        diags_hint(&cli->diags, _("known: internal, public"));
        return false;
    }
    return true;
}

bool report_batch_disclose(struct cli *cli, struct results *results)
{
    enum edition edition;
    if (!choose_edition(cli, &edition))
        return false;
    if (edition == EDITION_PUBLIC)
        disclose_results(results, NULL);
    return true;
}

size_t report_batch_count(struct cli *cli, const struct results *results)
{
    enum edition edition;
    if (!choose_edition(cli, &edition))
        return 0;
    struct arena *arena = arena_new();
    choices list = {0};
    choose(cli, results, arena, &list);
    size_t count = list.count;
    arena_free(arena);
    return count;
}

struct batch {
    const struct results *results;
    const struct report_options *options;
    const choices *list; /* of one language */
    report_batch_function *each;
    void *data;
};

static bool build(void *data, size_t index, struct diags *diags)
{
    const struct batch *batch = data;
    const struct choice *choice = &batch->list->at[index];
    struct doc *doc = report_build(batch->results, choice->plan, choice->unit, batch->options, diags);
    if (!doc)
        return false;
    if (batch->options->edition == EDITION_PUBLIC)
        report_say_public(doc);
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    report_file_name(choice->plan, choice->unit, &name);
    bool done = batch->each(batch->data, choice->plan, doc, name.at, diags);
    doc_free(doc);
    return done;
}

/* What the language of the batch changes is changed once: all reports in Chinese, then all in English; those of one language on several threads, which
 * only read. */
static bool build_in(struct cli *cli, struct engine *engine, struct results *results, const choices *list, struct report_options *options, size_t threads,
                     report_batch_function *each, void *data)
{
    bool done = true;
    struct arena *arena = arena_new();
    for (enum language language = LANGUAGE_CHINESE; language < LANGUAGES && done; language++) {
        choices spoken = {0};
        for (size_t i = 0; i < list->count; i++)
            if (list->at[i].language == language)
                *LIST_ADD(arena, &spoken) = list->at[i];
        if (!spoken.count)
            continue;
        engine_speak(engine, results, language);
        done = results->analyses.count || engine_analyse(engine, results, &cli->diags);
        if (!done)
            break;
        if (results->disclosed)
            disclose_analyses(results);
        options->language = language;
        struct batch batch = {results, options, &spoken, each, data};
        done = pool_run(spoken.count, threads, build, &batch, &cli->diags);
    }
    arena_free(arena);
    return done;
}

static bool begin_plans(const choices *list, report_batch_begin *begin, void *data)
{
    for (size_t i = 0; i < list->count && begin; i++)
        if ((i == 0 || list->at[i].plan != list->at[i - 1].plan) && !begin(data, list->at[i].plan))
            return false;
    return true;
}

static bool batch(struct cli *cli, struct engine *engine, struct results *results, struct report_checked *checked, size_t threads, report_batch_begin *begin,
                  report_batch_function *each, void *data)
{
    struct report_options options = {.checked = checked};
    if (!choose_edition(cli, &options.edition))
        return false;

    struct arena *arena = arena_new();
    const char *folders[] = {arena_printf(arena, "%s/templates", cli->share), NULL};
    options.template_folders = folders;
    choices list = {0};
    choose(cli, results, arena, &list);

    bool done = list.count > 0;
    for (size_t i = 0; i < list.count && done; i++)
        done = report_choose_language(cli, results->evaluation, list.at[i].plan, &list.at[i].language);
    done = done && begin_plans(&list, begin, data) && build_in(cli, engine, results, &list, &options, threads, each, data);
    arena_free(arena);
    return done;
}

struct render_faces *cli_fixed_faces(struct cli *cli, struct arena *arena)
{
    const char *given = getenv("CEPING_FONTS");
    return render_faces_open(given ? given : arena_printf(arena, "%s/fonts", cli->share), true, &cli->diags);
}

bool report_batch(struct cli *cli, struct engine *engine, struct results *results, size_t threads, report_batch_begin *begin, report_batch_function *each, void *data)
{
    return batch(cli, engine, results, NULL, threads, begin, each, data);
}

bool report_batch_check(struct cli *cli, struct engine *engine, struct results *results, report_batch_function *each, void *data)
{
    struct report_checked checked = {.arena = arena_new()};
    map_init(&checked.seen);
    bool done = batch(cli, engine, results, &checked, 1, NULL, each, data);
    map_release(&checked.seen);
    arena_free(checked.arena);
    return done;
}

static bool dump(void *data, const struct report_plan *plan, const struct doc *doc, const char *name, struct diags *diags)
{
    (void)plan, (void)diags;
    struct strbuf *out = data;
    strbuf_addf(out, "== %s\n", name);
    doc_dump(doc, out);
    return true;
}

bool report_batch_dump(struct cli *cli, struct engine *engine, struct results *results, struct strbuf *out)
{
    return report_batch(cli, engine, results, 1, NULL, dump, out);
}
