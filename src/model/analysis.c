/* SPDX-License-Identifier: GPL-3.0-or-later
 * Blocks of analyses: building, finding, printing a value.
 */
#include "ceping/model_analysis.h"

#include <math.h>

#include "ceping/base_num.h"

struct analysis_block *analysis_add(struct arena *arena, analysis_blocks *blocks, const char *measure, const char *id, const char *title)
{
    struct analysis_block *block = LIST_ADD(arena, blocks);
    block->measure = arena_strdup(arena, measure);
    block->id = arena_strdup(arena, id);
    block->title = arena_strdup(arena, title);
    block->base = block->missing = block->reference = block->chart_centre = NAN;
    block->chart_value = block->chart_low = block->chart_high = block->chart_apart = -1;
    return block;
}

void analysis_column(struct arena *arena, struct analysis_block *block, const char *key, const char *title, enum analysis_format format, int decimals)
{
    *LIST_ADD(arena, &block->columns) = (struct analysis_column){arena_strdup(arena, key), arena_strdup(arena, title), format, decimals};
}

struct analysis_row *analysis_row(struct arena *arena, struct analysis_block *block, const char *key, const char *label)
{
    struct analysis_row *row = LIST_ADD(arena, &block->rows);
    row->key = arena_strdup(arena, key);
    row->label = arena_strdup(arena, label);
    row->values = ARENA_ARRAY(arena, double, block->columns.count);
    for (size_t i = 0; i < block->columns.count; i++)
        row->values[i] = NAN;
    return row;
}

const struct analysis_block *analysis_find(const analysis_blocks *blocks, const char *id)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (strcmp(blocks->at[i].id, id) == 0)
            return &blocks->at[i];
    return NULL;
}

void analysis_format(const struct analysis_column *column, double value, struct strbuf *out)
{
    if (isnan(value)) {
        strbuf_adds(out, "—");
    } else if (column->format == ANALYSIS_P && value < 0.001) {
        strbuf_adds(out, "<0.001");
    } else {
        static const int fixed[ANALYSIS_FORMATS] = {[ANALYSIS_NUMBER] = -1, [ANALYSIS_COUNT] = 0, [ANALYSIS_PERCENT] = -1, [ANALYSIS_P] = 3};
        num_format(out, value, fixed[column->format] < 0 ? column->decimals : fixed[column->format]);
    }
}
