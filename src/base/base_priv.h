/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of src/base share among themselves.
 */
#ifndef CEPING_BASE_PRIV_H
#define CEPING_BASE_PRIV_H

#include "ceping/base.h"
#include "ceping/base_words.h"

/* Calls the handler for "out of memory"; never returns. */
_Noreturn void base_out_of_memory(size_t wanted);

/* a * b and a + b; out of memory where the result does not fit. */
size_t base_multiply(size_t a, size_t b);
size_t base_add(size_t a, size_t b);

/* White space in the widest sense: Unicode White_Space, and what nobody sees: U+FEFF, zero-width space and joiners. */
bool text_is_space(uint32_t codepoint);

/* strtod() that knows '.' only, whatever the locale. */
double base_strtod(const char *text, char **ret_end);

/* words_en.c */
extern const struct words_entry words_en[];
extern const size_t words_en_count;

#endif
