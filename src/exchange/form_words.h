/* SPDX-License-Identifier: GPL-3.0-or-later
 * Conditions in words.
 */
#ifndef CEPING_EXCHANGE_FORM_WORDS_H
#define CEPING_EXCHANGE_FORM_WORDS_H

#include "ceping/model.h"

/* "第6题选“知道”或“听说过”的填写", for conditions of the usual forms joined by "and"; NULL for any other. Lives in `arena`. */
const char *form_condition_words(const struct instrument *instrument, const struct question *question, struct arena *arena);

#endif
