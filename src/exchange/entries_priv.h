/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the two entries share.
 */
#ifndef CEPING_ENTRIES_PRIV_H
#define CEPING_ENTRIES_PRIV_H

#include "ceping/exchange_entries.h"

/* An answer as it stands in a cell. */
const char *entries_text(struct arena *arena, const struct variable *variable, const struct answer *answer);

#endif
