/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ledger of findings: what was found, why, what was advised, who is to act, and how far it has come. It is a file of its own (ledger.yaml) in words that
 * stand alone, because the evaluation of the next year reads it: units and findings of this year need not exist there.
 *
 * The next year's ledger names the earlier file and says of each item that was not closed how it stands now. What is not closed is carried on, also over
 * several years; what nobody followed keeps the state that it had.
 */
#ifndef CEPING_MODEL_LEDGER_H
#define CEPING_MODEL_LEDGER_H

#include "ceping/base_diag.h"

enum ledger_state { LEDGER_OPEN, LEDGER_WORKING, LEDGER_CLOSED, LEDGER_STATES };

extern const char *const ledger_state_ids[LEDGER_STATES];    /* open, working, closed */
extern const char *const ledger_state_labels[LEDGER_STATES]; /* 未整改, 整改中, 已整改 */

struct ledger_item {
    struct pos pos;
    const char *id;
    const char *problem, *problem_en;
    const char *cause, *cause_en;                   /* NULL: not stated */
    const char *recommendation, *recommendation_en; /* NULL: none */
    const char *responsible, *responsible_en;       /* the body that is to act, by name */
    LIST_OF(struct name) findings; /* of this evaluation, by id */
    enum ledger_state state;
    const char *as_of; /* ISO date of the state; NULL */
    const char *note, *note_en;
};

/* How an item of the earlier ledger stands now. */
struct ledger_follow {
    struct pos pos;
    struct name item_name;
    enum ledger_state state;
    const char *as_of;
    const char *note, *note_en;
};

/* An item that the earlier ledger had not closed. */
struct ledger_carried {
    const struct ledger_item *item;
    int year;                          /* of the ledger in which it was found */
    enum ledger_state before;
    enum ledger_state state;           /* now; `before` where nobody followed it */
    const struct ledger_follow *follow; /* NULL: nobody did */
};

struct ledger {
    struct pos pos; /* line 0: there is no ledger */
    int year;
    const char *title; /* of the evaluation that made it */
    const char *earlier_file; /* path from the folder of this file; NULL */
    LIST_OF(struct ledger_item) items;
    LIST_OF(struct ledger_follow) followed;
    struct ledger *earlier; /* read from earlier_file; NULL */
    LIST_OF(struct ledger_carried) carried;
};

#endif
