/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of measures, gathered from the files that compute them. Each of them ends in one const array of rows, closed by an empty one.
 */
#include "ceping/stats_measures.h"
#include "measures_priv.h"

static const struct stats_measure *const parts[] = {
#define PART(name) name,
    STATS_MEASURE_PARTS(PART)
#undef PART
};

#define MEASURES_MAX 256

/* Filled anew at each call from constants: no state is kept. */
static size_t gather(const struct stats_measure **list)
{
    size_t count = 0;
    for (size_t p = 0; p < COUNT_OF(parts); p++)
        for (const struct stats_measure *measure = parts[p]; measure->name && count < MEASURES_MAX; measure++)
            list[count++] = measure;
    return count;
}

size_t stats_measures(const struct stats_measure **ret_list, size_t room)
{
    const struct stats_measure *list[MEASURES_MAX];
    size_t count = gather(list);
    for (size_t i = 0; i < count && i < room; i++)
        ret_list[i] = list[i];
    return count;
}

const struct stats_measure *stats_measure_find(const char *name)
{
    const struct stats_measure *list[MEASURES_MAX];
    size_t count = gather(list);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i]->name, name) == 0)
            return list[i];
    return NULL;
}
