/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over what the evaluation states: the commission, units, given numbers, findings, decisions.
 */
#include "report_priv.h"

/* A field that is a text of the struct that `self` looks at. */
#define TEXT_FIELD(function, type, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_text(((const type *)self->self)->member); \
    }

/* The evaluation -------------------------------------------------------------------------------------------- */

TEXT_FIELD(evaluation_id, struct evaluation, id)
TEXT_FIELD(evaluation_title, struct evaluation, title)
TEXT_FIELD(evaluation_subject, struct evaluation, subject)
TEXT_FIELD(evaluation_report_date, struct evaluation, report_date)

/* Nobody commissions himself. */
static struct value evaluation_commissioner(const struct names *names, const struct value *self)
{
    const struct evaluation *evaluation = names->evaluation;
    const char *by = evaluation->evaluator, *team = evaluation->team, *commissioner = evaluation->commissioner;
    (void)self;
    bool same = commissioner && ((by && !strcmp(by, commissioner)) || (team && !strcmp(team, commissioner)));
    return value_text(same ? NULL : commissioner);
}
TEXT_FIELD(evaluation_evaluator, struct evaluation, evaluator)
TEXT_FIELD(evaluation_team, struct evaluation, team)
TEXT_FIELD(evaluation_members, struct evaluation, members)
TEXT_FIELD(evaluation_duration, struct evaluation, duration)
TEXT_FIELD(evaluation_address, struct evaluation, address)

static struct value evaluation_year(const struct names *names, const struct value *self)
{
    (void)self;
    return value_number(names->evaluation->year, 0, "年");
}

static struct value evaluation_year_before(const struct names *names, const struct value *self)
{
    (void)self;
    return value_number(names->evaluation->year - 1, 0, "年");
}

static struct value evaluation_data_hash(const struct names *names, const struct value *self)
{
    (void)self;
    return value_text(names->results->data_hash);
}

static const struct value_field evaluation_fields[] = {
    {"id", evaluation_id},
    {"title", evaluation_title},
    {"subject", evaluation_subject},
    {"year", evaluation_year},
    {"year_before", evaluation_year_before},
    {"report_date", evaluation_report_date},
    {"commissioner", evaluation_commissioner},
    {"evaluator", evaluation_evaluator},
    {"team", evaluation_team},
    {"members", evaluation_members},
    {"duration", evaluation_duration},
    {"address", evaluation_address},
    {"data_hash", evaluation_data_hash},
    {NULL, NULL},
};

static const struct value_class evaluation_class = {.name = "evaluation", .fields = evaluation_fields};

struct value evaluation_value(const struct names *names)
{
    return value_object(&evaluation_class, names->evaluation, NULL);
}

/* Basis and principles ---------------------------------------------------------------------------------------- */

TEXT_FIELD(document_title, struct document_ref, title)
TEXT_FIELD(document_number, struct document_ref, number)

static const struct value_field document_fields[] = {{"title", document_title}, {"number", document_number}, {NULL, NULL}};

/* 《title》（number） */
static void document_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    const struct document_ref *document = self->self;
    const char *title = document->title ? document->title : "";
    if (!words_chinese(names->language) && !strchr(title, '\xE3')) { /* a translated title: no Chinese marks about it */
        strbuf_adds(out, title);
        return;
    }
    bool marked = !strncmp(title, "《", strlen("《"));
    strbuf_addf(out, marked ? "%s" : "《%s》", title);
    if (document->number)
        strbuf_addf(out, "（%s）", document->number);
}

static const struct value_class document_class = {.name = "document", .fields = document_fields, .print = document_print};

struct value basis_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->basis.count; i++)
        value_add(names, &items, value_object(&document_class, &names->evaluation->basis.at[i], NULL));
    return value_of_items(&items, &document_class);
}

struct value principles_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->principles.count; i++)
        value_add(names, &items, value_text(names->evaluation->principles.at[i]));
    return value_of_items(&items, NULL);
}

/* Given numbers ------------------------------------------------------------------------------------------------ */

TEXT_FIELD(given_id, struct given, id)
TEXT_FIELD(given_name, struct given, name)
TEXT_FIELD(given_unit, struct given, unit)
TEXT_FIELD(given_source, struct given, source)
TEXT_FIELD(given_as_of, struct given, as_of)

static struct value given_number(const struct names *names, const struct value *self)
{
    (void)names;
    const struct given *given = self->self;
    struct value value = value_number(given->value, -1, given->unit);
    value.exactness = given->exactness;
    return value;
}

static void given_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value number = given_number(names, self);
    add_inexact(names, &number, number.exactness, out);
}

static const struct value_field given_fields[] = {
    {"id", given_id},         {"name", given_name},   {"value", given_number}, {"measure", given_unit},
    {"source", given_source}, {"as_of", given_as_of}, {NULL, NULL},
};

static const struct value_class given_class = {.name = "given number", .fields = given_fields, .print = given_print};

static const char *givens_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->given.count ? names->evaluation->given.at[i].id : NULL;
}

static struct value givens_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return value_object(&given_class, &names->evaluation->given.at[i], NULL);
}

static const struct value_class givens_class = {.name = "given numbers", .key = givens_key, .child = givens_child, .iterates = true, .item = &given_class};

struct value given_value(void)
{
    return value_object(&givens_class, NULL, NULL);
}

/* Status, not applicable ------------------------------------------------------------------------------------------ */

TEXT_FIELD(status_id, struct unit_status, status)
TEXT_FIELD(status_label, struct unit_status, label)
TEXT_FIELD(status_reason, struct unit_status, reason)
TEXT_FIELD(status_authority, struct unit_status, authority)
TEXT_FIELD(status_date, struct unit_status, date)

static struct value status_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(((const struct unit_status *)self->self)->unit);
}

static void status_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    const struct unit_status *status = self->self;
    strbuf_adds(out, status->label ? status->label : status->status ? status->status : "—");
}

static const struct value_field status_fields[] = {
    {"status", status_id}, {"label", status_label},         {"reason", status_reason},
    {"unit", status_unit}, {"authority", status_authority}, {"date", status_date}, {NULL, NULL},
};

static const struct value_class status_class = {.name = "status", .fields = status_fields, .print = status_print};

struct value status_value(const struct unit_status *status)
{
    return status ? value_object(&status_class, status, NULL) : value_none();
}

struct value statuses_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->statuses.count; i++)
        if (!unit || names->evaluation->statuses.at[i].unit == unit)
            value_add(names, &items, status_value(&names->evaluation->statuses.at[i]));
    return value_of_items(&items, &status_class);
}

TEXT_FIELD(entry_reason, struct not_applicable, reason)
TEXT_FIELD(entry_authority, struct not_applicable, authority)
TEXT_FIELD(entry_date, struct not_applicable, date)

static struct value entry_units(const struct names *names, const struct value *self)
{
    const struct not_applicable *entry = self->self;
    struct value_items items = {0};
    for (size_t i = 0; i < entry->unit_count; i++)
        value_add(names, &items, unit_value(entry->units[i]));
    return value_of_items(&items, &unit_class);
}

static const struct unit *entry_unit(const struct not_applicable *entry, const struct unit_kind *kind)
{
    for (size_t i = 0; i < entry->unit_count; i++)
        if (entry->units[i] && entry->units[i]->kind == kind)
            return entry->units[i];
    return NULL;
}

/* An entry gives its unit of each kind under the kind's id: {{project.name}}, {{district.name}}. */
static const char *entry_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->kinds.count ? names->evaluation->kinds.at[i].id : NULL;
}

static struct value entry_child(const struct names *names, const struct value *self, size_t i)
{
    return unit_value(entry_unit(self->self, &names->evaluation->kinds.at[i]));
}

static void entry_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    const struct not_applicable *entry = self->self;
    for (size_t i = 0; i < entry->unit_count; i++)
        strbuf_addf(out, "%s%s", i ? "—" : "", entry->units[i] ? entry->units[i]->name : "");
}

static const struct value_field entry_fields[] = {{"units", entry_units}, {"reason", entry_reason}, {"authority", entry_authority}, {"date", entry_date}, {NULL, NULL}};

static const struct value_class entry_class = {
    .name = "pair that does not apply", .fields = entry_fields, .key = entry_key, .child = entry_child, .print = entry_print, .any_key = entry_key};

struct value not_applicable_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->not_applicable.count; i++) {
        const struct not_applicable *entry = &names->evaluation->not_applicable.at[i];
        bool concerns = !unit;
        for (size_t k = 0; k < entry->unit_count && !concerns; k++)
            concerns = entry->units[k] == unit || (entry->units[k] && units_refer(entry->units[k], unit));
        if (concerns)
            value_add(names, &items, value_object(&entry_class, entry, NULL));
    }
    return value_of_items(&items, &entry_class);
}

/* Findings ------------------------------------------------------------------------------------------------------- */

static const char *const finding_kinds[] = {"practice", "effect", "problem", "cause", "recommendation"};

TEXT_FIELD(finding_id, struct finding, id)
TEXT_FIELD(finding_kind, struct finding, kind)

static bool is_anonymous(const struct names *names, const struct finding *finding)
{
    return names->edition == EDITION_PUBLIC && evaluation_anonymises(names->evaluation, finding->kind);
}

/* A unit that the finding speaks of and that it must not name. */
static bool must_not_name(const struct names *names, const struct finding *finding, const struct unit *unit)
{
    return is_anonymous(names, finding) && evaluation_kind_anonymous(names->evaluation, unit->kind);
}

static struct value finding_title(const struct names *names, const struct value *self)
{
    const struct finding *finding = self->self;
    return value_text(is_anonymous(names, finding) ? anonymise(names, finding->title) : finding->title);
}

static struct value finding_text(const struct names *names, const struct value *self)
{
    const struct finding *finding = self->self;
    bool anonymous = is_anonymous(names, finding);
    struct value value = value_text(anonymous ? anonymise(names, finding->text) : finding->text);
    value.anonymous = anonymous;
    value.is_template = true;
    value.pos = finding->pos;
    value.about = finding->id;
    return value;
}

/* Whether its text is in the language of the document. */
static struct value finding_translated(const struct names *names, const struct value *self)
{
    return value_bool(words_chinese(names->language) || ((const struct finding *)self->self)->text_en);
}

static struct value finding_units(const struct names *names, const struct value *self)
{
    const struct finding *finding = self->self;
    struct value_items items = {0};
    for (size_t i = 0; i < finding->units.count; i++)
        if (!must_not_name(names, finding, finding->units.at[i]))
            value_add(names, &items, unit_value(finding->units.at[i]));
    return value_of_items(&items, &unit_class);
}

static const struct value_class finding_class;

static struct value finding_links(const struct names *names, const struct value *self)
{
    const struct finding *finding = self->self;
    struct value_items items = {0};
    for (size_t i = 0; i < finding->links.count; i++)
        for (size_t k = 0; k < names->evaluation->findings.count; k++)
            if (finding->links.at[i].text && !strcmp(names->evaluation->findings.at[k].id, finding->links.at[i].text))
                value_add(names, &items, finding_value(&names->evaluation->findings.at[k]));
    return value_of_items(&items, &finding_class);
}

static void finding_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value title = finding_title(names, self);
    strbuf_adds(out, title.text ? title.text : ((const struct finding *)self->self)->id);
}

static const struct value_field finding_fields[] = {
    {"id", finding_id},     {"kind", finding_kind},   {"title", finding_title}, {"text", finding_text}, {"translated", finding_translated},
    {"units", finding_units}, {"links", finding_links}, {NULL, NULL},
};

static const struct value_class finding_class = {.name = "finding", .fields = finding_fields, .print = finding_print};

struct value finding_value(const struct finding *finding)
{
    return value_object(&finding_class, finding, NULL);
}

static const char *findings_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names, (void)self;
    return i < COUNT_OF(finding_kinds) ? finding_kinds[i] : NULL;
}

/* Findings of a kind; in a report about a unit those that name it come under `here`. */
static struct value findings_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    struct value_items items = {0};
    for (size_t k = 0; k < names->evaluation->findings.count; k++)
        if (!strcmp(names->evaluation->findings.at[k].kind, finding_kinds[i]))
            value_add(names, &items, finding_value(&names->evaluation->findings.at[k]));
    return value_of_items(&items, &finding_class);
}

static struct value findings_here(const struct names *names, const struct value *self)
{
    (void)self;
    struct value_items items = {0};
    for (size_t k = 0; k < names->evaluation->findings.count; k++) {
        const struct finding *finding = &names->evaluation->findings.at[k];
        for (size_t u = 0; u < finding->units.count; u++)
            if (names->unit && finding->units.at[u] == names->unit && !must_not_name(names, finding, names->unit))
                value_add(names, &items, finding_value(finding));
    }
    return value_of_items(&items, &finding_class);
}

static const struct value_field findings_fields[] = {{"here", findings_here}, {NULL, NULL}};

static const struct value_class findings_class = {.name = "findings", .fields = findings_fields, .key = findings_key, .child = findings_child};

struct value findings_value(void)
{
    return value_object(&findings_class, NULL, NULL);
}

/* Decisions ------------------------------------------------------------------------------------------------------ */

TEXT_FIELD(decision_object, struct decision, object)
static struct value decision_decision(const struct names *names, const struct value *self)
{
    return value_text(decision_words(names->evaluation, self->self, names->language, names->arena));
}

TEXT_FIELD(decision_reason, struct decision, reason)
TEXT_FIELD(decision_authority, struct decision, authority)
/* A person of the team: not for the public. */
static struct value decision_who(const struct names *names, const struct value *self)
{
    return value_text(names->edition == EDITION_PUBLIC ? NULL : ((const struct decision *)self->self)->who);
}

TEXT_FIELD(decision_date, struct decision, date)

static const struct value_field decision_fields[] = {
    {"object", decision_object}, {"decision", decision_decision}, {"reason", decision_reason}, {"authority", decision_authority},
    {"who", decision_who},       {"date", decision_date},         {NULL, NULL},
};

static const struct value_class decision_class = {.name = "decision", .fields = decision_fields};

struct value decisions_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->decisions.count; i++)
        if (decision_shown(names, &names->evaluation->decisions.at[i]))
            value_add(names, &items, value_object(&decision_class, &names->evaluation->decisions.at[i], NULL));
    return value_of_items(&items, &decision_class);
}

/* Facets --------------------------------------------------------------------------------------------------------- */

TEXT_FIELD(facet_id, struct facet, id)
TEXT_FIELD(facet_name, struct facet, name)

static struct value facet_values(const struct names *names, const struct value *self)
{
    const struct facet *facet = self->self;
    struct value_items items = {0};
    for (size_t i = 0; i < facet->values.count; i++)
        value_add(names, &items, value_text(facet->values.at[i]));
    return value_of_items(&items, NULL);
}

static const struct value_field facet_fields[] = {{"id", facet_id}, {"name", facet_name}, {"values", facet_values}, {NULL, NULL}};

static const struct value_class facet_class = {.name = "facet", .fields = facet_fields};

static const char *facets_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->rubric.facets.count ? names->evaluation->rubric.facets.at[i].id : NULL;
}

static struct value facets_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return value_object(&facet_class, &names->evaluation->rubric.facets.at[i], NULL);
}

static const struct value_class facets_class = {.name = "facets", .key = facets_key, .child = facets_child, .iterates = true, .item = &facet_class};

struct value facets_value(void)
{
    return value_object(&facets_class, NULL, NULL);
}
