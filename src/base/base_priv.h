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

/* All of it, where the file stands. False with errno. */
bool file_put(int fd, const void *bytes, size_t len);
/* Beside the other files that do not stay (file_temporary), and without a name: gone when it is closed, whatever happens. −1 with errno. */
int file_unnamed(void);

/* Keys that were seen: seen_keys.c, and seen_file.c where there are too many for memory. */
struct seen_slot {
    uint64_t hash;
    uint32_t more; /* of the hash */
    uint32_t row;  /* 0: free */
};

struct seen_file;

int seen_slot_compare(const struct seen_slot *a, const struct seen_slot *b);
struct seen_file *seen_file_new(void); /* NULL: no file can be made */
void seen_file_release(struct seen_file *seen);
/* Adds slots in their order, none of which is there. False: they cannot be written, and none can be after them; those before are there as they were. */
bool seen_file_add(struct seen_file *seen, const struct seen_slot *slots, size_t count);
/* The row of the key; 0 when it is not there. False: the file cannot be read. */
bool seen_file_find(const struct seen_file *seen, const struct seen_slot *wanted, uint32_t *ret_row);

/* words_en.c */
extern const struct words_entry words_en[];
extern const size_t words_en_count;

#endif
