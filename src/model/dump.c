/* SPDX-License-Identifier: GPL-3.0-or-later
 * The model as text, with the place of each object: `ceping dump --stage model`. For people who wonder what was understood, and for tests.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/model.h"

static void at(struct strbuf *out, struct pos pos)
{
    if (pos.file)
        strbuf_addf(out, "  @%s:%d:%d", pos.file, pos.line, pos.col);
    strbuf_addc(out, '\n');
}

static void text(struct strbuf *out, const char *key, const char *value)
{
    if (value)
        strbuf_addf(out, " %s=\"%s\"", key, value);
}

static void number(struct strbuf *out, const char *key, double value)
{
    if (isnan(value) || isinf(value))
        return;
    strbuf_addf(out, " %s=", key);
    num_format_exact(out, value);
}

static void dump_unit(const struct unit *unit, struct strbuf *out)
{
    strbuf_addf(out, "  unit %s", unit->id);
    text(out, "name", unit->name);
    text(out, "short", unit->short_name);
    text(out, "name_en", unit->name_en);
    text(out, "short_en", unit->short_en);
    for (size_t i = 0; i < unit->aliases.count; i++)
        text(out, "alias", unit->aliases.at[i]);
    for (size_t i = 0; i < unit->attributes.count; i++) {
        const struct attribute_value *value = &unit->attributes.at[i];
        for (size_t k = 0; k < value->values.count; k++)
            strbuf_addf(out, " %s%s%s", value->key, value->units.count ? "->" : "=", value->values.at[k].text);
    }
    if (unit->placeholder)
        strbuf_adds(out, " placeholder");
    at(out, unit->pos);
}

static void dump_kind(const struct unit_kind *kind, struct strbuf *out)
{
    strbuf_addf(out, "kind %s", kind->id);
    text(out, "name", kind->name);
    text(out, "name_en", kind->name_en);
    at(out, kind->pos);
    for (size_t i = 0; i < kind->units.count; i++)
        dump_unit(&kind->units.at[i], out);
}

static void dump_scale(const struct scale *scale, struct strbuf *out)
{
    strbuf_addf(out, "  scale %s", scale->id ? scale->id : "(own)");
    for (size_t i = 0; i < scale->vectors.count; i++)
        text(out, "vector", scale->vectors.at[i]);
    at(out, scale->pos);
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        strbuf_addf(out, "    %d", option->code);
        text(out, "label", option->label);
        for (size_t k = 0; k < option->scores.count; k++)
            number(out, "score", option->scores.at[k].value);
        strbuf_addf(out, "%s%s%s%s", option->satisfied ? " satisfied" : "", option->aware ? " aware" : "", option->other ? " other" : "",
                    option->exclusive ? " exclusive" : "");
        if (option->missing != MISSING_NONE)
            strbuf_addf(out, " missing=%s", missing_ids[option->missing]);
        at(out, option->pos);
    }
}

static void dump_instrument(const struct instrument *instrument, struct strbuf *out)
{
    strbuf_addf(out, "instrument %s", instrument->id);
    text(out, "title", instrument->title);
    text(out, "hash", instrument->hash);
    at(out, instrument->pos);
    for (size_t i = 0; i < instrument->about.count; i++) {
        strbuf_addf(out, "  about %s", instrument->about.at[i].kind ? instrument->about.at[i].kind->id : "?");
        at(out, instrument->about.at[i].pos);
    }
    for (size_t i = 0; i < instrument->issued.count; i++) {
        strbuf_addf(out, "  issued %s", instrument->issued.at[i].unit ? instrument->issued.at[i].unit->id : "(all)");
        number(out, "count", instrument->issued.at[i].count);
        at(out, instrument->issued.at[i].pos);
    }
    for (size_t i = 0; i < instrument->scales.count; i++)
        dump_scale(&instrument->scales.at[i], out);
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        strbuf_addf(out, "  question %s", question->id);
        text(out, "title", question->title);
        text(out, "scale", question->scale ? question->scale->id : NULL);
        text(out, "over", question->over ? question->over->id : NULL);
        text(out, "asked_if", question->asked_if.text);
        at(out, question->pos);
    }
    for (size_t i = 0; i < instrument->screening.count; i++) {
        strbuf_addf(out, "  screening %s", instrument->screening.at[i].id);
        text(out, "when", instrument->screening.at[i].when.text);
        at(out, instrument->screening.at[i].pos);
    }
    for (size_t i = 0; i < instrument->variables.count; i++)
        strbuf_addf(out, "  variable %d %s\n", instrument->variables.at[i].index, instrument->variables.at[i].id);
}

static void dump_figure(const struct figure *figure, struct strbuf *out)
{
    strbuf_addf(out, "figure %s %s", figure->id, statistic_ids[figure->statistic]);
    text(out, "name", figure->name);
    for (size_t i = 0; i < figure->item_names.count; i++)
        text(out, "item", figure->item_names.at[i].text);
    for (size_t i = 0; i < figure->by_count; i++)
        text(out, "by", figure->by[i]->id);
    text(out, "where", figure->where.text);
    text(out, "weights", figure->weights.text);
    text(out, "is", figure->is.text);
    strbuf_addf(out, " base=%s variables=%zu", base_ids[figure->base], figure->variables.count);
    at(out, figure->pos);
}

static void dump_node(const struct node *node, int depth, struct strbuf *out)
{
    strbuf_pad(out, ' ', (size_t)depth * 2);
    strbuf_addf(out, "node %s", node->id);
    text(out, "name", node->name);
    number(out, "weight", node->weight);
    text(out, "figure", node->figure ? node->figure->id : NULL);
    text(out, "table", node->table ? node->table->id : NULL);
    text(out, "over", node->over ? node->over->id : NULL);
    text(out, "via", node->via);
    for (size_t i = 0; i < node->facets.count; i++)
        text(out, node->facets.at[i].facet, node->facets.at[i].value);
    at(out, node->pos);
    for (size_t i = 0; i < node->children.count; i++)
        dump_node(&node->children.at[i], depth + 1, out);
}

static void dump_table(const struct table *table, struct strbuf *out)
{
    strbuf_addf(out, "table %s", table->id);
    text(out, "name", table->name);
    for (size_t i = 0; i < table->by_count; i++)
        text(out, "by", table->by[i]->id);
    strbuf_addf(out, " not_applicable=%s missing=%s", policy_ids[table->not_applicable], policy_ids[table->missing]);
    number(out, "coverage", table->coverage);
    at(out, table->pos);
    for (size_t i = 0; i < table->root.children.count; i++)
        dump_node(&table->root.children.at[i], 1, out);
    for (size_t i = 0; i < table->fixed_places.count; i++) {
        const struct fixed_place *fixed = &table->fixed_places.at[i];
        strbuf_addf(out, "  fixed_place %s %d", fixed->unit ? fixed->unit->id : "?", fixed->place);
        text(out, "reason", fixed->reason);
        at(out, fixed->pos);
    }
}

static void dump_population(const struct population *population, struct strbuf *out)
{
    strbuf_adds(out, "population");
    if (population->unit)
        strbuf_addf(out, " %s.%s", population->unit->kind->id, population->unit->id);
    text(out, "group", population->group);
    for (size_t i = 0; i < population->items.count && i < population->codes.count; i++)
        strbuf_addf(out, " %s=%d", population->items.at[i].text, population->codes.at[i]);
    strbuf_adds(out, population->counts == COUNTS_CLUSTERS ? " clusters" : "");
    number(out, "size", population->size);
    text(out, "source", population->source);
    at(out, population->pos);
}

static void dump_weighting(const struct weighting *weighting, struct strbuf *out)
{
    strbuf_addf(out, "weighting %s %s of %s", weighting->id, weighting_method_ids[weighting->method], weighting->instrument ? weighting->instrument->id : "?");
    text(out, "base", weighting->base_name.text);
    number(out, "trim_low", weighting->trim_low);
    number(out, "trim_high", weighting->trim_high);
    at(out, weighting->pos);
    for (size_t m = 0; m < weighting->margins.count; m++) {
        strbuf_adds(out, "  margin");
        for (size_t i = 0; i < weighting->margins.at[m].by.count; i++)
            strbuf_addf(out, " %s", weighting->margins.at[m].by.at[i].text);
        at(out, weighting->margins.at[m].pos);
    }
    for (size_t i = 0; i < weighting->totals.count; i++) {
        strbuf_addf(out, "  total %s", weighting->totals.at[i].item.text);
        number(out, "total", weighting->totals.at[i].total);
        at(out, weighting->totals.at[i].pos);
    }
}

static void dump_design(const struct sample_design *design, struct strbuf *out)
{
    strbuf_addf(out, "design %s of %s", design->id, design->instrument ? design->instrument->id : "?");
    text(out, "strata", design->strata_name.text);
    text(out, "clusters", design->clusters_name.text);
    text(out, "weights", design->weights_name.text);
    strbuf_addf(out, "%s lonely=%s", design->finite ? " finite" : "", lonely_rule_ids[design->lonely]);
    at(out, design->pos);
}

static void dump_dispositions(const struct dispositions *dispositions, struct strbuf *out)
{
    strbuf_addf(out, "dispositions %s", dispositions->id);
    number(out, "complete", dispositions->complete);
    number(out, "partial", dispositions->partial);
    number(out, "refusal", dispositions->refusal);
    number(out, "non_contact", dispositions->non_contact);
    number(out, "other", dispositions->other);
    number(out, "unknown_household", dispositions->unknown_household);
    number(out, "unknown_other", dispositions->unknown_other);
    number(out, "not_eligible", dispositions->not_eligible);
    number(out, "eligibility", dispositions->eligibility);
    text(out, "source", dispositions->source);
    at(out, dispositions->pos);
}

static void dump_rows(const char *key, const number_rows *rows, struct strbuf *out)
{
    for (size_t r = 0; r < rows->count; r++) {
        strbuf_addf(out, "    %s", key);
        for (size_t c = 0; c < rows->at[r].at.count; c++) {
            strbuf_addc(out, ' ');
            num_format_exact(out, rows->at[r].at.at[c]);
        }
        at(out, rows->at[r].pos);
    }
}

static void dump_judgement(const struct judgement *judgement, struct strbuf *out)
{
    strbuf_addf(out, "judgement %s %s", judgement->id, judgement_kind_ids[judgement->kind]);
    for (size_t i = 0; i < judgement->criteria.count; i++)
        text(out, judgement->criteria.at[i].id, judgement->criteria.at[i].name);
    at(out, judgement->pos);
    for (size_t i = 0; i < judgement->experts.count; i++) {
        const struct judge *judge = &judgement->experts.at[i];
        strbuf_addf(out, "  expert %s", judge->id);
        number(out, "weight", judge->weight);
        number(out, "grounds", judge->grounds);
        number(out, "familiarity", judge->familiarity);
        at(out, judge->pos);
        dump_rows("row", &judge->matrix, out);
        dump_rows("round", &judge->rounds, out);
    }
}

/* Whom responses stand for, and what else is known of them from outside. */
static void dump_sampling(const struct evaluation *evaluation, struct strbuf *out)
{
    for (size_t i = 0; i < evaluation->populations.count; i++)
        dump_population(&evaluation->populations.at[i], out);
    for (size_t i = 0; i < evaluation->weightings.count; i++)
        dump_weighting(&evaluation->weightings.at[i], out);
    for (size_t i = 0; i < evaluation->designs.count; i++)
        dump_design(&evaluation->designs.at[i], out);
    for (size_t i = 0; i < evaluation->dispositions.count; i++)
        dump_dispositions(&evaluation->dispositions.at[i], out);
    for (size_t i = 0; i < evaluation->judgements.count; i++)
        dump_judgement(&evaluation->judgements.at[i], out);
}

void evaluation_dump(const struct evaluation *evaluation, struct strbuf *out)
{
    strbuf_addf(out, "evaluation %s", evaluation->id);
    text(out, "title", evaluation->title);
    number(out, "year", evaluation->year);
    text(out, "report_date", evaluation->report_date);
    strbuf_adds(out, evaluation->simulated ? " simulated" : "");
    if (evaluation->rounding)
        strbuf_addf(out, " rounding %s", rounding_ids[evaluation->rounding]);
    at(out, evaluation->pos);

    for (size_t i = 0; i < evaluation->kinds.count; i++)
        dump_kind(&evaluation->kinds.at[i], out);
    for (size_t i = 0; i < evaluation->not_applicable.count; i++) {
        const struct not_applicable *entry = &evaluation->not_applicable.at[i];
        strbuf_adds(out, "not_applicable");
        for (size_t k = 0; k < entry->unit_count; k++)
            strbuf_addf(out, " %s", entry->units[k]->id);
        text(out, "reason", entry->reason);
        at(out, entry->pos);
    }
    for (size_t i = 0; i < evaluation->statuses.count; i++) {
        const struct unit_status *status = &evaluation->statuses.at[i];
        strbuf_addf(out, "status %s %s", status->unit ? status->unit->id : "?", status->status);
        text(out, "reason", status->reason);
        at(out, status->pos);
    }
    for (size_t i = 0; i < evaluation->panels.count; i++) {
        const struct panel *panel = &evaluation->panels.at[i];
        strbuf_addf(out, "panel %s", panel->id);
        at(out, panel->pos);
        for (size_t k = 0; k < panel->raters.count; k++) {
            strbuf_addf(out, "  rater %s", panel->raters.at[k].id);
            text(out, "name", panel->raters.at[k].name);
            at(out, panel->raters.at[k].pos);
        }
    }
    for (size_t i = 0; i < evaluation->instruments.count; i++)
        dump_instrument(evaluation->instruments.at[i], out);
    dump_sampling(evaluation, out);
    for (size_t i = 0; i < evaluation->figures.count; i++)
        dump_figure(&evaluation->figures.at[i], out);
    for (size_t i = 0; i < evaluation->given.count; i++) {
        const struct given *given = &evaluation->given.at[i];
        strbuf_addf(out, "given %s", given->id);
        number(out, "value", given->value);
        text(out, "source", given->source);
        at(out, given->pos);
    }
    for (size_t i = 0; i < evaluation->earlier.count; i++) {
        const struct earlier *earlier = &evaluation->earlier.at[i];
        strbuf_addf(out, "earlier %d %s", earlier->year, earlier->figure ? earlier->figure->id : earlier->table ? earlier->table->id : "");
        number(out, "value", earlier->value);
        text(out, "definition", earlier->definition);
        at(out, earlier->pos);
    }
    for (size_t i = 0; i < evaluation->rubric.tables.count; i++)
        dump_table(&evaluation->rubric.tables.at[i], out);
    for (size_t i = 0; i < evaluation->findings.count; i++) {
        strbuf_addf(out, "finding %s", evaluation->findings.at[i].id);
        text(out, "kind", evaluation->findings.at[i].kind);
        text(out, "title", evaluation->findings.at[i].title);
        at(out, evaluation->findings.at[i].pos);
    }
    for (size_t i = 0; i < evaluation->reports.count; i++) {
        strbuf_addf(out, "report %s", evaluation->reports.at[i].id);
        text(out, "template", evaluation->reports.at[i].template_file);
        text(out, "each", evaluation->reports.at[i].each ? evaluation->reports.at[i].each->id : NULL);
        at(out, evaluation->reports.at[i].pos);
    }
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *decision = &evaluation->decisions.at[i];
        strbuf_addf(out, "decision %s", decision->object ? decision->object : "");
        text(out, "decision", decision->decision);
        text(out, "reason", decision->reason);
        at(out, decision->pos);
    }
}
