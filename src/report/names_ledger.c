/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over the ledger: what this evaluation found, and how items of earlier years stand now. It names bodies and their failings, so the public edition
 * sees none of it.
 */
#include "report_priv.h"

/* `self` is the item; of one that is carried `of` says how. */
static const struct ledger_item *item_of(const struct value *self)
{
    return self->self;
}

static const struct ledger_carried *carried_of(const struct value *self)
{
    return self->of;
}

#define ITEM_TEXT(function, expression) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return value_text(expression); \
    }
ITEM_TEXT(item_id, item_of(self)->id)
ITEM_TEXT(item_problem, item_of(self)->problem)
ITEM_TEXT(item_cause, item_of(self)->cause)
ITEM_TEXT(item_recommendation, item_of(self)->recommendation)
ITEM_TEXT(item_responsible, item_of(self)->responsible)
ITEM_TEXT(item_state, word(names, ledger_state_labels[carried_of(self) ? carried_of(self)->state : item_of(self)->state]))
ITEM_TEXT(item_before, carried_of(self) ? word(names, ledger_state_labels[carried_of(self)->before]) : NULL)
ITEM_TEXT(item_note, !carried_of(self) ? item_of(self)->note : carried_of(self)->follow ? carried_of(self)->follow->note : NULL)
ITEM_TEXT(item_as_of, !carried_of(self) ? item_of(self)->as_of : carried_of(self)->follow ? carried_of(self)->follow->as_of : NULL)

static struct value item_year(const struct names *names, const struct value *self)
{
    return value_number(carried_of(self) ? carried_of(self)->year : names->evaluation->ledger.year, 0, "年");
}

/* False: nobody said how it stands; it keeps the state that it had. */
static struct value item_followed(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(!carried_of(self) || carried_of(self)->follow);
}

static const struct value_field item_fields[] = {
    {"id", item_id},       {"problem", item_problem}, {"cause", item_cause}, {"recommendation", item_recommendation}, {"responsible", item_responsible},
    {"state", item_state}, {"before", item_before},   {"note", item_note},   {"as_of", item_as_of},                   {"year", item_year},
    {"followed", item_followed}, {NULL, NULL},
};

static void item_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, item_of(self)->problem);
}

static const struct value_class item_class = {.name = "ledger item", .fields = item_fields, .print = item_print};

static bool hidden(const struct names *names)
{
    return names->edition == EDITION_PUBLIC;
}

static struct value ledger_items(const struct names *names, const struct value *self)
{
    (void)self;
    const struct ledger *ledger = &names->evaluation->ledger;
    struct value_items items = {0};
    for (size_t i = 0; !hidden(names) && i < ledger->items.count; i++)
        value_add(names, &items, value_object(&item_class, &ledger->items.at[i], NULL));
    return value_of_items(&items, &item_class);
}

enum { CARRIED_ALL, CARRIED_CLOSED, CARRIED_LEFT };

static struct value carried(const struct names *names, int which)
{
    const struct ledger *ledger = &names->evaluation->ledger;
    struct value_items items = {0};
    for (size_t i = 0; !hidden(names) && i < ledger->carried.count; i++) {
        const struct ledger_carried *at = &ledger->carried.at[i];
        if (which == CARRIED_ALL || (which == CARRIED_CLOSED) == (at->state == LEDGER_CLOSED))
            value_add(names, &items, value_object(&item_class, at->item, at));
    }
    return value_of_items(&items, &item_class);
}

static struct value ledger_carried(const struct names *names, const struct value *self)
{
    (void)self;
    return carried(names, CARRIED_ALL);
}

static struct value ledger_closed(const struct names *names, const struct value *self)
{
    (void)self;
    return carried(names, CARRIED_CLOSED);
}

static struct value ledger_left(const struct names *names, const struct value *self)
{
    (void)self;
    return carried(names, CARRIED_LEFT);
}

/* Is there anything to tell? */
static struct value ledger_given(const struct names *names, const struct value *self)
{
    (void)self;
    const struct ledger *ledger = &names->evaluation->ledger;
    return value_bool(!hidden(names) && ledger->items.count + ledger->carried.count > 0);
}

static const struct value_field ledger_fields[] = {
    {"items", ledger_items}, {"carried", ledger_carried}, {"closed", ledger_closed}, {"left", ledger_left}, {"given", ledger_given}, {NULL, NULL},
};

static const struct value_class ledger_class = {.name = "ledger", .fields = ledger_fields};

struct value ledger_value(void)
{
    return value_object(&ledger_class, NULL, NULL);
}
