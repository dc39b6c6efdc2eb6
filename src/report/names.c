/* SPDX-License-Identifier: GPL-3.0-or-later
 * The root of the names that a template may use. Each entry is made when it is asked for; names_*.c hold the rest of the tree.
 */
#include "report_priv.h"

static struct value get_evaluation(const struct names *names, const struct value *self)
{
    (void)self;
    return evaluation_value(names);
}

static struct value get_basis(const struct names *names, const struct value *self)
{
    (void)self;
    return basis_value(names);
}

static struct value get_principles(const struct names *names, const struct value *self)
{
    (void)self;
    return principles_value(names);
}

static struct value get_report_name(const struct names *names, const struct value *self)
{
    (void)self;
    return value_text(names->plan->name);
}

static struct value get_unit(const struct names *names, const struct value *self)
{
    (void)self;
    return unit_value(names->unit);
}

static struct value get_row(const struct names *names, const struct value *self)
{
    (void)self;
    return unit_row_value(names, names->unit);
}

/* The table that the report is about: the plan's, else the one that scores its unit. */
static struct value get_table(const struct names *names, const struct value *self)
{
    (void)self;
    const struct table_result *table = names->plan->table ? results_table(names->results, names->plan->table) : unit_table(names, names->unit);
    return table ? table_value(table) : value_none();
}

static struct value get_cells(const struct names *names, const struct value *self)
{
    (void)self;
    return cells_value(names, names->unit);
}

static struct value get_designs(const struct names *names, const struct value *self)
{
    (void)self;
    return designs_value(names);
}

static struct value get_populations(const struct names *names, const struct value *self)
{
    (void)self;
    return populations_value(names);
}

static struct value get_given(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return given_value();
}

static struct value get_kinds(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return kinds_value();
}

static struct value get_figures(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return figures_value();
}

static struct value get_tables(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return tables_value();
}

static struct value get_rankings(const struct names *names, const struct value *self)
{
    (void)self;
    return scored_tables_value(names, 1);
}

static struct value get_opinions(const struct names *names, const struct value *self)
{
    (void)self;
    return opinions_value(names);
}

static struct value get_matrices(const struct names *names, const struct value *self)
{
    (void)self;
    return scored_tables_value(names, 2);
}

static struct value get_collections(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return collections_value();
}

static struct value get_frequencies(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return frequencies_value();
}

static struct value get_questions(const struct names *names, const struct value *self)
{
    (void)self;
    return unit_questions_value(names, NULL);
}

static struct value get_earlier(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return earlier_value();
}

static struct value get_statuses(const struct names *names, const struct value *self)
{
    (void)self;
    return statuses_value(names, NULL);
}

static struct value get_not_applicable(const struct names *names, const struct value *self)
{
    (void)self;
    return not_applicable_value(names, NULL);
}

static struct value get_findings(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return findings_value();
}

static struct value get_ledger(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return ledger_value();
}

static struct value get_instruments(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return instruments_value();
}

static struct value get_facets(const struct names *names, const struct value *self)
{
    (void)names, (void)self;
    return facets_value();
}

static struct value get_decisions(const struct names *names, const struct value *self)
{
    (void)self;
    return decisions_value(names);
}

static struct value get_simulated(const struct names *names, const struct value *self)
{
    (void)self;
    return value_bool(names->evaluation->simulated);
}

static struct value get_rounding(const struct names *names, const struct value *self)
{
    (void)self;
    static const char *const words[ROUNDINGS] = {[ROUND_HALF_UP] = "四舍五入", [ROUND_GBT8170] = "按GB/T 8170—2008修约（四舍六入，逢五取偶）"};
    return value_text(word(names, words[names->evaluation->rounding]));
}

static struct value get_weighted(const struct names *names, const struct value *self)
{
    (void)self;
    return value_bool(names->evaluation->weightings.count > 0);
}

static struct value get_public(const struct names *names, const struct value *self)
{
    (void)self;
    return value_bool(names->edition == EDITION_PUBLIC);
}

static struct value get_uncertainty(const struct names *names, const struct value *self)
{
    (void)self;
    return uncertainty_value(names);
}

static struct value get_robustness(const struct names *names, const struct value *self)
{
    (void)self;
    return robustness_value(names);
}

static const struct value_field root_fields[] = {
    {"evaluation", get_evaluation},
    {"basis", get_basis},
    {"principles", get_principles},
    {"report_name", get_report_name},
    {"unit", get_unit},
    {"row", get_row},
    {"table", get_table},
    {"cells", get_cells},
    {"kinds", get_kinds},
    {"designs", get_designs},
    {"populations", get_populations},
    {"given", get_given},
    {"figures", get_figures},
    {"opinions", get_opinions},
    {"tables", get_tables},
    {"rankings", get_rankings},
    {"matrices", get_matrices},
    {"collections", get_collections},
    {"frequencies", get_frequencies},
    {"questions", get_questions},
    {"earlier", get_earlier},
    {"statuses", get_statuses},
    {"not_applicable", get_not_applicable},
    {"findings", get_findings},
    {"ledger", get_ledger},
    {"instruments", get_instruments},
    {"facets", get_facets},
    {"decisions", get_decisions},
    {"uncertainty", get_uncertainty},
    {"robustness", get_robustness},
    {"simulated", get_simulated},
    {"rounding", get_rounding},
    {"weighted", get_weighted},
    {"public", get_public},
    {NULL, NULL},
};

static const struct value_class root_class = {.name = "root", .fields = root_fields};

struct value names_root(void)
{
    return value_object(&root_class, NULL, NULL);
}
