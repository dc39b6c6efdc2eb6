/* SPDX-License-Identifier: GPL-3.0-or-later
 * ledger.yaml as tables.
 */
#include "survey_priv.h"

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)

static const struct yaml_field item_fields[] = {
    {"id", ROW(YAML_ID, ledger_item, id), .required = true, .help = N_("unique in the ledger, and in those that carry it on")},
    {"problem", ROW(YAML_TEXT, ledger_item, problem), .required = true, .help = N_("what was found, in words that stand alone")},
    {"cause", ROW(YAML_TEXT, ledger_item, cause), .help = N_("why it is so")},
    {"recommendation", ROW(YAML_TEXT, ledger_item, recommendation), .help = N_("what was advised")},
    {"responsible", ROW(YAML_TEXT, ledger_item, responsible), .required = true, .help = N_("the body that is to act, by name")},
    {"findings", ROW(YAML_LIST, ledger_item, findings), .of = YAML_WORD, .help = N_("findings of this evaluation from which it comes, by id")},
    {"state", ROW(YAML_ENUM, ledger_item, state), .words = ledger_state_ids, .word_count = LEDGER_STATES, .help = N_("how far it has come: open (未整改), working (整改中), closed (已整改)")},
    {"as_of", ROW(YAML_DATE, ledger_item, as_of), .help = N_("the day of that state")},
    {"note", ROW(YAML_TEXT, ledger_item, note), .help = N_("what was done, or why not")},
    {0},
};
static const struct yaml_schema item_schema = {N_("ledger item"), N_("a problem that somebody is to put right"), item_fields, sizeof(struct ledger_item), YAML_POS(struct ledger_item)};

static const struct yaml_field follow_fields[] = {
    {"item", ROW(YAML_WORD, ledger_follow, item_name), .required = true, .help = N_("id of an item of the earlier ledger that was not closed")},
    {"state", ROW(YAML_ENUM, ledger_follow, state), .words = ledger_state_ids, .word_count = LEDGER_STATES, .required = true, .help = N_("how it stands now: open, working, closed")},
    {"as_of", ROW(YAML_DATE, ledger_follow, as_of), .help = N_("the day of that state")},
    {"note", ROW(YAML_TEXT, ledger_follow, note), .help = N_("what was done, or why not")},
    {0},
};
static const struct yaml_schema follow_schema = {N_("followed item"), N_("how an item of the earlier ledger stands now"), follow_fields, sizeof(struct ledger_follow), YAML_POS(struct ledger_follow)};

static const struct yaml_field ledger_fields[] = {
    {"year", ROW(YAML_INTEGER, ledger, year), .required = true, .min = 1949, .max = 2200, .help = N_("the year that the evaluation is about")},
    {"title", ROW(YAML_TEXT, ledger, title), .help = N_("of the evaluation that found it")},
    {"items", ROW(YAML_LIST, ledger, items), .of = YAML_OBJECT, .element = &item_schema, .help = N_("what this evaluation found")},
    {"earlier", ROW(YAML_TEXT, ledger, earlier_file), .help = N_("ledger of the earlier evaluation: a path from the folder of this file")},
    {"followed", ROW(YAML_LIST, ledger, followed), .of = YAML_OBJECT, .element = &follow_schema, .help = N_("how its items stand now")},
    {0},
};
const struct yaml_schema survey_ledger_schema = {N_("ledger"), N_("What was found, who is to act, how far it has come: ledger.yaml"), ledger_fields, sizeof(struct ledger), YAML_POS(struct ledger)};
