/* SPDX-License-Identifier: GPL-3.0-or-later
 * The order of what is drawn. A replicate draws the k-th response of a stratum; were they counted as the file has them, the same answers in another order, or as
 * counts of equal ones, would give other intervals. So responses stand in an order that follows from what they say; equal ones are the same to everybody.
 */
#include <stdlib.h>

#include "draws_priv.h"

static int by_cluster(const void *left, const void *right)
{
    const struct draw_sheet *a = left, *b = right;
    if (a->cluster != b->cluster)
        return a->cluster < b->cluster ? -1 : 1;
    return a->leaf != b->leaf ? (a->leaf > b->leaf) - (a->leaf < b->leaf) : a->row != b->row ? (a->row > b->row) - (a->row < b->row) : (a->x > b->x) - (a->x < b->x);
}

/* Responses with less in front: what they add, leaf by leaf, then their values of statistics that need all of them. */
struct content {
    const struct draw_entry *entries;
    size_t count;
    const struct draw_sheet *sheets;
    size_t sheet_count;
    uint32_t cluster;
};

static int compare(double a, double b)
{
    return (a > b) - (a < b);
}

static int by_content(const void *left, const void *right)
{
    const struct content *a = left, *b = right;
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        const struct draw_entry *x = &a->entries[i], *y = &b->entries[i];
        int order = x->leaf != y->leaf ? (x->leaf > y->leaf) - (x->leaf < y->leaf) : compare(x->numerator, y->numerator);
        order = order ? order : compare(x->base, y->base);
        if (order)
            return order;
    }
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t i = 0; i < a->sheet_count && i < b->sheet_count; i++) {
        const struct draw_sheet *x = &a->sheets[i], *y = &b->sheets[i];
        int order = x->leaf != y->leaf ? (x->leaf > y->leaf) - (x->leaf < y->leaf) : compare(x->x, y->x);
        order = order ? order : compare(x->w, y->w);
        if (order)
            return order;
    }
    if (a->sheet_count != b->sheet_count)
        return a->sheet_count < b->sheet_count ? -1 : 1;
    return (a->cluster > b->cluster) - (a->cluster < b->cluster);
}

/* Sheets by cluster and leaf; those of a leaf in the order of its rows. */
static void sort_sheets(struct draw_sheet *sheets, size_t count)
{
    if (count > 1)
        qsort(sheets, count, sizeof *sheets, by_cluster);
}

static struct draw_entry *entries_by_cluster(const struct draw_entry *entries, size_t count, size_t clusters, size_t *end, struct arena *scratch)
{
    struct draw_entry *sorted = ARENA_ARRAY(scratch, struct draw_entry, count + 1);
    for (size_t i = 0; i < count; i++)
        end[entries[i].cluster + 1]++;
    for (size_t c = 0; c < clusters; c++)
        end[c + 1] += end[c];
    for (size_t i = 0; i < count; i++) /* where the entries of a cluster begin becomes where they end */
        sorted[end[entries[i].cluster]++] = entries[i];
    return sorted;
}

void draws_order(const struct draw_set *set, struct draw_entry *entries, size_t entry_count, struct draw_sheet *sheets, size_t sheet_count, struct arena *scratch)
{
    if (set->by_rater)
        return;
    size_t *end = ARENA_ARRAY(scratch, size_t, set->cluster_count + 2), sheet = 0;
    struct content *contents = ARENA_ARRAY(scratch, struct content, set->cluster_count + 1);
    uint32_t *place = ARENA_ARRAY(scratch, uint32_t, set->cluster_count + 1);
    const struct draw_entry *sorted = entries_by_cluster(entries, entry_count, set->cluster_count, end, scratch);
    sort_sheets(sheets, sheet_count);
    for (size_t c = 0; c < set->cluster_count; c++) {
        size_t first = c ? end[c - 1] : 0, first_sheet = sheet;
        while (sheet < sheet_count && sheets[sheet].cluster == c)
            sheet++;
        contents[c] = (struct content){sorted + first, end[c] - first, sheets + first_sheet, sheet - first_sheet, (uint32_t)c};
    }
    for (size_t s = 0; s < set->strata.count; s++) {
        const struct draw_stratum *stratum = &set->strata.at[s];
        if (!stratum->normal && stratum->count > 1)
            qsort(contents + stratum->first, stratum->count, sizeof *contents, by_content);
        for (size_t i = stratum->first; i < stratum->first + stratum->count; i++)
            place[contents[i].cluster] = (uint32_t)i;
    }
    for (size_t i = 0; i < entry_count; i++)
        entries[i].cluster = place[entries[i].cluster];
    for (size_t i = 0; i < sheet_count; i++)
        sheets[i].cluster = place[sheets[i].cluster];
}
