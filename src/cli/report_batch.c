/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which reports are asked for: --only KIND, KIND:UNIT; the id of a plan or the kind that it runs over both name it.
 */
#include "ceping/disclose.h"
#include "report_batch.h"

struct choice {
    const struct report_plan *plan;
    const struct unit *unit;
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
            LIST_ADD(arena, list)->plan = plan;
        return;
    }
    for (size_t i = 0; i < plan->each->units.count; i++) {
        const struct unit *unit = &plan->each->units.at[i];
        if ((unit_id && strcmp(unit_id, unit->id) != 0) || (results->disclosed && !report_is_public(results, plan, unit)))
            continue;
        *LIST_ADD(arena, list) = (struct choice){plan, unit};
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

static bool build(struct cli *cli, const struct results *results, const struct choice *choice, const struct report_options *options,
                  report_batch_function *each, void *data)
{
    struct doc *doc = report_build(results, choice->plan, choice->unit, options, &cli->diags);
    if (!doc)
        return false;
    if (options->edition == EDITION_PUBLIC)
        report_say_public(doc);
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    report_file_name(choice->plan, choice->unit, &name);
    bool done = each(data, doc, name.at);
    doc_free(doc);
    return done;
}

bool report_batch(struct cli *cli, const struct results *results, report_batch_function *each, void *data)
{
    struct report_options options = {0};
    if (!choose_edition(cli, &options.edition))
        return false;

    struct arena *arena = arena_new();
    const char *folders[] = {arena_printf(arena, "%s/templates", cli->share), NULL};
    options.template_folders = folders;
    choices list = {0};
    choose(cli, results, arena, &list);

    bool done = list.count > 0;
    for (size_t i = 0; i < list.count && done; i++)
        done = build(cli, results, &list.at[i], &options, each, data);
    arena_free(arena);
    return done;
}

static bool dump(void *data, const struct doc *doc, const char *name)
{
    struct strbuf *out = data;
    strbuf_addf(out, "== %s\n", name);
    doc_dump(doc, out);
    return true;
}

bool report_batch_dump(struct cli *cli, const struct results *results, struct strbuf *out)
{
    return report_batch(cli, results, dump, out);
}
