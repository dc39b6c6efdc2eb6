/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports to make, findings, analyses and what may be published.
 */
#include "survey_rubric.h"

#include <strings.h>

static void link_report(struct loader *loader, struct report_plan *plan)
{
    plan->each = link_kind(loader, &plan->each_name);
    if (plan->table) {
        struct name name = {plan->table, loader_pos(loader, &plan->table, plan->pos)};
        const struct table *table = link_table(loader, &name);
        if (table && plan->each && !table_has(table, plan->each) && !loader_wrong(loader, &table->by_names)) {
            diags_error(loader->diags, name.pos, _("table '%s' does not score units of kind '%s'"), table->id, plan->each->id);
        }
    }
    const char *file = plan->file;
    struct pos pos = loader_pos(loader, &plan->file, plan->pos);
    if (file && strchr(file, '/'))
        diags_error(loader->diags, pos, _("the name of the file contains '/'"));
    bool unit = file && strstr(file, "{unit}");
    if (file && plan->each_name.text && !unit) {
        diags_error(loader->diags, pos, _("all reports '%s' would have one name"), plan->id);
        diags_hint(loader->diags, _("put {unit} into it"));
    } else if (unit && !plan->each_name.text) {
        diags_error(loader->diags, pos, _("{unit} in the name of report '%s' means nothing without 'each'"), plan->id);
    }
}

/* Without `file` the id names it, which is unique; but another may have written just that. */
static void check_files(struct loader *loader)
{
    const struct evaluation *evaluation = loader->evaluation;
    struct map files;
    map_init(&files);
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        struct report_plan *plan = &evaluation->reports.at[i];
        const char *file = plan->file ? plan->file : arena_printf(loader->arena, "%s%s", plan->id, plan->each_name.text ? "-{unit}" : "");
        const struct report_plan *first = map_put(&files, file, plan);
        if (first != plan && strcmp(first->id, plan->id) != 0)
            diags_error(loader->diags, loader_pos(loader, &plan->file, plan->pos), _("reports '%s' and '%s' would have one name"), first->id, plan->id);
    }
    map_release(&files);
}

static const char *const finding_kinds[] = {"practice", "effect", "problem", "cause", "recommendation"};

static void check_finding_kind(struct loader *loader, const char *const *kind, struct pos fallback)
{
    bool known = loader_wrong(loader, kind);
    for (size_t k = 0; k < COUNT_OF(finding_kinds); k++)
        known |= strcmp(*kind, finding_kinds[k]) == 0;
    if (known)
        return;
    diags_error(loader->diags, loader_pos(loader, kind, fallback), _("'kind' cannot be '%s'"), *kind);
    diags_hint_words(loader->diags, *kind, finding_kinds, COUNT_OF(finding_kinds));
}

void check_finding(struct loader *loader, const struct name *name)
{
    struct words ids = {0};
    bool known = !name->text;
    for (size_t i = 0; !known && i < loader->evaluation->findings.count; i++) {
        words_add(&ids, loader->evaluation->findings.at[i].id);
        known = strcasecmp(loader->evaluation->findings.at[i].id, name->text) == 0;
    }
    if (!known) {
        diags_error(loader->diags, name->pos, _("unknown finding '%s'"), name->text);
        diags_hint_words(loader->diags, name->text, ids.at, ids.count);
    }
    words_release(&ids);
}

static void link_findings(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("finding"));
    for (size_t i = 0; i < evaluation->findings.count; i++)
        scope_add(loader, &scope, &evaluation->findings.at[i].id, &evaluation->findings.at[i].pos);
    for (size_t i = 0; i < evaluation->findings.count; i++) {
        struct finding *finding = &evaluation->findings.at[i];
        check_finding_kind(loader, &finding->kind, finding->pos);
        for (size_t u = 0; u < finding->unit_names.count; u++) {
            struct unit *unit = link_unit(loader, NULL, &finding->unit_names.at[u]);
            if (unit)
                *LIST_ADD(loader->arena, &finding->units) = unit;
        }
        for (size_t l = 0; l < finding->links.count; l++)
            check_finding(loader, &finding->links.at[l]);
    }
    scope_release(&scope);
}

static void link_groups(struct loader *loader, const struct name *name)
{
    if (name->text && strchr(name->text, '.'))
        check_item(loader, name);
    else
        link_kind(loader, name);
}

/* What they mean to the measure, `analyse` checks, weights and designs too; here only that the names name something. */
static void link_analysis(struct loader *loader, struct analysis *analysis)
{
    size_t errors = loader->diags->errors;
    for (size_t i = 0; i < analysis->items.count; i++)
        check_item(loader, &analysis->items.at[i]);
    link_groups(loader, &analysis->by_name);
    link_groups(loader, &analysis->strata);
    analysis->unlinked = loader->diags->errors > errors;
}

static void link_analyses(struct loader *loader)
{
    const struct survey_options *options = loader->options;
    bool good = loader->diags->errors == 0;
    for (size_t i = 0; i < loader->evaluation->analyses.count; i++)
        link_analysis(loader, &loader->evaluation->analyses.at[i]);
    if (good && options && options->check_analyses)
        options->check_analyses(options->data, loader->evaluation, loader->diags);
}

/* A figure of confidential answers under a table; NULL. */
static const struct figure *confidential_under(const struct table *table)
{
    const struct figure *found = NULL;
    for (size_t n = 0; n < table->nodes.count && !found; n++) {
        const struct node *node = table->nodes.at[n];
        if (node->figure && node->figure->instrument && node->figure->instrument->confidential != CONFIDENTIAL_NONE)
            found = node->figure;
        else if (node->table)
            found = confidential_under(node->table);
    }
    const struct adjustment *lists[] = {table->bonus.at, table->deductions.at};
    const size_t counts[] = {table->bonus.count, table->deductions.count};
    for (size_t k = 0; k < COUNT_OF(lists); k++)
        for (size_t i = 0; i < counts[k] && !found; i++) {
            const struct figure *figure = lists[k][i].figure;
            found = figure && figure->instrument && figure->instrument->confidential != CONFIDENTIAL_NONE ? figure : NULL;
        }
    return found;
}

/* Suppression reckons with no published pairs of confidential answers, so there must be none; and a kind of which only the first places may be named is not named month by month. */
static bool check_public_pairs(struct loader *loader, const struct name *name, const struct table *table)
{
    if (table->by_count != 2 || !table->slice) {
        diags_error(loader->diags, name->pos, _("table '%s' does not rank pairs within one of their kinds"), table->id);
        diags_hint(loader->diags, _("a table by two kinds that names one of them as its slice"));
        return false;
    }
    const struct unit_kind *ranked = table->by[table->by[0] == table->slice];
    if (!evaluation_ranked_publicly(loader->evaluation, ranked)) {
        diags_error(loader->diags, name->pos, _("only the first places of kind '%s' are published, so its pairs cannot be"), ranked->id);
        diags_hint(loader->diags, _("add '%s' to ranked_publicly"), ranked->id);
        return false;
    }
    const struct figure *figure = confidential_under(table);
    if (!figure)
        return true;
    diags_error(loader->diags, name->pos, _("table '%s' rests on figure '%s', whose answers are confidential"), table->id, figure->id);
    diags_hint(loader->diags, _("pairs are published only where they rest on records and on ratings given in office"));
    return false;
}

static void link_disclosure(struct loader *loader)
{
    struct disclosure *disclosure = &loader->evaluation->disclosure;
    for (size_t i = 0; i < disclosure->ranked_publicly.count; i++)
        link_kind(loader, &disclosure->ranked_publicly.at[i]);
    for (size_t i = 0; i < disclosure->pairs.count; i++) {
        struct table *table = link_table(loader, &disclosure->pairs.at[i]);
        if (table && check_public_pairs(loader, &disclosure->pairs.at[i], table))
            *LIST_ADD(loader->arena, &disclosure->pair_tables) = table;
    }
    for (size_t i = 0; i < disclosure->cumulative.count; i++) {
        struct figure *figure = link_figure(loader, &disclosure->cumulative.at[i]);
        if (figure)
            *LIST_ADD(loader->arena, &disclosure->cumulative_figures) = figure;
    }
    for (size_t i = 0; i < disclosure->anonymous.count; i++) {
        struct unit_kind *kind = link_kind(loader, &disclosure->anonymous.at[i]);
        if (kind)
            *LIST_ADD(loader->arena, &disclosure->anonymous_kinds) = kind;
    }
    for (size_t i = 0; i < disclosure->anonymise.count; i++)
        check_finding_kind(loader, &disclosure->anonymise.at[i], loader->evaluation->pos);
}

/* It goes into every page as a link: nothing that could run, nothing that would need quoting. */
static void check_address(struct loader *loader)
{
    const char *address = loader->evaluation->address;
    const char *rest = !address ? NULL : !strncmp(address, "https://", 8) ? address + 8 : !strncmp(address, "http://", 7) ? address + 7 : "";
    if (!loader->evaluation->publication.address)
        loader->evaluation->publication.address = address;
    if (!rest || (*rest && *rest != '/' && !strpbrk(rest, " \t<>\"'\\?#")))
        return;
    diags_error(loader->diags, loader_pos(loader, &loader->evaluation->address, loader->evaluation->pos), _("'%s' is no address of a site"), address);
    diags_hint(loader->diags, _("https:// and where the folder will stand, such as https://www.example.org/pinggu"));
}

void link_reports(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("report"));
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        scope_add(loader, &scope, &evaluation->reports.at[i].id, &evaluation->reports.at[i].pos);
        link_report(loader, &evaluation->reports.at[i]);
    }
    scope_release(&scope);
    check_files(loader);
    check_address(loader);
    link_findings(loader);
    link_disclosure(loader);
    link_analyses(loader);
}
