/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fixed words of documents by language; the tables stand in words_en.c.
 */
#include "base_priv.h"

#include <stdlib.h>

bool words_chinese(const char *language)
{
    return !language || strncmp(language, "zh", 2) == 0;
}

const struct words_entry *words_table(const char *language, size_t *ret_count)
{
    if (language && strncmp(language, "en", 2) == 0) {
        *ret_count = words_en_count;
        return words_en;
    }
    *ret_count = 0;
    return NULL;
}

static int by_chinese(const void *key, const void *entry)
{
    return strcmp(key, ((const struct words_entry *)entry)->chinese);
}

const char *words_in(const char *language, const char *chinese)
{
    if (!chinese || words_chinese(language))
        return chinese;
    size_t count;
    const struct words_entry *table = words_table(language, &count);
    const struct words_entry *found = table ? bsearch(chinese, table, count, sizeof *table, by_chinese) : NULL;
    return found ? found->other : chinese;
}
