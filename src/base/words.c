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

void words_capitalise(char *text)
{
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
}

static int number_of(const char *at, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool words_date(const char *language, const char *iso, struct strbuf *out)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    if (!iso || strlen(iso) < 10 || iso[4] != '-' || iso[7] != '-')
        return false;
    int year = number_of(iso, 4), month = number_of(iso + 5, 2), day = number_of(iso + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    if (words_chinese(language))
        strbuf_addf(out, "%d年%d月%d日", year, month, day);
    else
        strbuf_addf(out, "%d %s %d", day, months[month - 1], year);
    return true;
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
