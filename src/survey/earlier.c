/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures of earlier years: each stands beside a figure of this one, with the definition that it had then.
 */
#include "survey_priv.h"

#include <math.h>

static bool is_share(enum statistic statistic)
{
    return figure_is_percent(&(struct figure){.statistic = statistic});
}

static void check_earlier_value(struct loader *loader, const struct earlier *earlier)
{
    bool counts = !isnan(earlier->numerator) && !isnan(earlier->denominator);
    bool wrong = loader_wrong(loader, &earlier->value) || loader_wrong(loader, &earlier->numerator) || loader_wrong(loader, &earlier->denominator) ||
                 loader_wrong(loader, &earlier->place);
    if (wrong)
        return;
    if (isnan(earlier->value) && !counts && isnan(earlier->place)) {
        diags_error(loader->diags, earlier->pos, _("the earlier figure has neither value nor counts nor place"));
        diags_hint(loader->diags, _("give value, or numerator and denominator"));
    }
    if (isnan(earlier->numerator) != isnan(earlier->denominator))
        diags_error(loader->diags, earlier->pos, _("numerator and denominator go together"));
    /* A published percentage has at least one decimal; more than half of its last one apart is another number. */
    if (!isnan(earlier->value) && counts && earlier->statistic_known && is_share(earlier->statistic) &&
        fabs(earlier->numerator / earlier->denominator * 100 - earlier->value) > 0.51)
        diags_warning(loader->diags, earlier->pos, _("numerator / denominator does not give the value"));
}

/* A score of then stands beside one unit's row in a table by that unit's kind alone: a pair would need two units. */
static void link_earlier_table(struct loader *loader, struct earlier *earlier)
{
    earlier->table = link_table(loader, &earlier->table_name);
    bool figure = loader_given(loader, &earlier->figure_name), table = loader_given(loader, &earlier->table_name);
    if (figure == table) {
        diags_error(loader->diags, earlier->pos, figure ? _("an earlier figure is of a figure or of a table, not of both") : _("the earlier figure names no figure and no table"));
        diags_hint(loader->diags, _("figure: … for a number, table: … for a score and a place"));
    }
    if (!earlier->table || earlier->table->by_count == 0)
        return;
    if (!loader_given(loader, &earlier->unit_name)) {
        diags_error(loader->diags, earlier->table_name.pos, _("an earlier score in table '%s' needs the unit that had it"), earlier->table->id);
    } else if (earlier->unit && (earlier->table->by_count != 1 || earlier->table->by[0] != earlier->unit->kind)) {
        diags_error(loader->diags, earlier->unit_name.pos, _("table '%s' does not score '%s' alone"), earlier->table->id, earlier->unit->kind->id);
        diags_hint(loader->diags, _("an earlier score stands in a table by the kind of its unit and no other"));
    }
}

static void link_earlier(struct loader *loader, struct earlier *earlier)
{
    earlier->figure = link_figure(loader, &earlier->figure_name);
    earlier->unit = link_unit(loader, NULL, &earlier->unit_name);
    link_earlier_table(loader, earlier);
    if (earlier->figure && earlier->unit) {
        bool by = false;
        for (size_t i = 0; i < earlier->figure->by_count; i++)
            by |= earlier->figure->by[i] == earlier->unit->kind;
        if (!by) {
            diags_error(loader->diags, earlier->unit_name.pos, _("figure '%s' is not computed by '%s'"), earlier->figure->id, earlier->unit->kind->id);
            diags_hint(loader->diags, _("add it to 'by' of the figure"));
        }
    }
    const char *statistic = earlier->statistic_name.text;
    for (size_t i = 0; statistic && i < STATISTICS; i++) {
        if (strcmp(statistic, statistic_ids[i]) == 0) {
            earlier->statistic = (enum statistic)i;
            earlier->statistic_known = true;
        }
    }
    if (statistic && !earlier->statistic_known) {
        diags_error(loader->diags, earlier->statistic_name.pos, _("unknown statistic '%s'"), statistic);
        diags_hint_words(loader->diags, statistic, statistic_ids, STATISTICS);
        diags_hint(loader->diags, _("leave it out where it is not known, and give the definition in words"));
    }
    if (earlier->year >= loader->evaluation->year && loader->evaluation->year > 0)
        diags_error(loader->diags, loader_pos(loader, &earlier->year, earlier->pos), _("year %d is not earlier than %d"), earlier->year, loader->evaluation->year);
    check_earlier_value(loader, earlier);
}

static void check_twice(struct loader *loader, const struct earlier *first, const struct earlier *earlier)
{
    if ((!earlier->figure && !earlier->table) || first->figure != earlier->figure || first->table != earlier->table || first->year != earlier->year || first->unit != earlier->unit ||
        !first->unit_name.text != !earlier->unit_name.text || (earlier->unit_name.text && !earlier->unit))
        return;
    diags_error(loader->diags, earlier->pos, _("figure '%s' of %d is given twice"), earlier->figure ? earlier->figure->id : earlier->table->id, earlier->year);
    diags_hint(loader->diags, _("first in line %d"), first->pos.line);
}

void link_earlier_figures(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    for (size_t i = 0; i < evaluation->earlier.count; i++) {
        link_earlier(loader, &evaluation->earlier.at[i]);
        for (size_t k = 0; k < i; k++)
            check_twice(loader, &evaluation->earlier.at[k], &evaluation->earlier.at[i]);
    }
}
