/* SPDX-License-Identifier: GPL-3.0-or-later
 * What merging asks of its other file.
 */
#ifndef CEPING_STORE_MERGE_PRIV_H
#define CEPING_STORE_MERGE_PRIV_H

#include "store_priv.h"

struct stored_row {
    struct store *store;
    const struct version *version;
    int64_t id;
};

/* Which answers of one key differ, into `conflict`. What only one of the questionnaires asks counts as not asked in the other. False: said in the error of one of the stores. */
bool merge_tell_answers(struct arena *arena, const struct stored_row *here, const struct stored_row *there, struct store_conflict *conflict);

#endif
