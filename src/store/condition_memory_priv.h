/* SPDX-License-Identifier: GPL-3.0-or-later
 * What one condition, evaluated once a row, said of the same answers before.
 */
#ifndef CEPING_STORE_CONDITION_MEMORY_PRIV_H
#define CEPING_STORE_CONDITION_MEMORY_PRIV_H

#include "condition_priv.h"

enum { MEMORY_INPUTS = 6 };

struct memory_slot {
    uint64_t words[MEMORY_INPUTS];
    bool filled, met; /* set by the caller once it knows */
};

struct memory {
    const struct dataset *dataset;
    const struct used *used; /* borrowed */
    size_t inputs;
    struct memory_slot *slots; /* NULL: not open */
};

/* False where it would not pay: few rows, texts, many inputs, or combinations that seldom come again. */
bool memory_open(struct memory *memory, const struct dataset *dataset, const struct used *used, size_t count);
void memory_close(struct memory *memory);
/* The slot for what the row has; what it said is in it when `ret_known`. */
struct memory_slot *memory_slot(struct memory *memory, size_t row, bool *ret_known);

#endif
