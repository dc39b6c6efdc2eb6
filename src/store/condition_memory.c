/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a condition said of the same answers before.
 *
 * A condition is a pure function of what it names, and most name one or two things of few values: a share of missing answers, the longest run, two codes. Then
 * SQLite is asked once for each combination instead of once a row. The memory is a table of fixed size in which a new combination takes the place of an older one:
 * it costs little where combinations do not come again, and a sample of the rows tells beforehand whether they do. Texts are not remembered.
 */
#include "condition_memory_priv.h"

#include <math.h>
#include <stdlib.h>

enum {
    SLOTS = 4096, /* a power of two */
    SAMPLE = 2048,
    WORTH = 8,    /* at most one in so many rows may ask SQLite */
};

static const uint64_t nothing = 0x7ff8dead00000000u; /* NULL: the bits of a NaN, which no number has here */

static uint64_t number_word(double value)
{
    uint64_t bits = nothing;
    double plain = value + 0.0; /* −0 and 0 compare alike */
    if (!isnan(plain))
        memcpy(&bits, &plain, sizeof bits);
    return bits;
}

static uint64_t cell_word(const struct column *column, size_t row, bool why)
{
    if (why)
        return column->missing[row];
    if (column->missing[row] != MISSING_NONE)
        return nothing;
    return column->numbers ? number_word(column->numbers[row]) : (uint64_t)column->codes[row];
}

static uint64_t input_word(const struct dataset *dataset, const struct used *used, size_t row)
{
    const struct term *term = used->term;
    if (term->kind == TERM_VARIABLE)
        return cell_word(&dataset->columns[term->variable->index], row, used->why);
    if (term->kind == TERM_ABOUT)
        return (uint64_t)dataset->about[term->index][row];
    return dataset->indices[term->index] ? number_word(dataset->indices[term->index][row]) : nothing;
}

static bool can_remember(const struct used *used)
{
    const struct term *term = used->term;
    return (term->kind == TERM_VARIABLE && (used->why || term->variable->type != VARIABLE_TEXT)) || term->kind == TERM_ABOUT || term->kind == TERM_INDEX;
}

struct memory_slot *memory_slot(struct memory *memory, size_t row, bool *ret_known)
{
    uint64_t words[MEMORY_INPUTS], mix = 0;
    for (size_t i = 0; i < memory->inputs; i++) {
        words[i] = input_word(memory->dataset, &memory->used[i], row);
        mix = (mix ^ words[i]) * 0x9e3779b97f4a7c15u;
        mix ^= mix >> 29;
    }
    struct memory_slot *slot = &memory->slots[(mix >> 32) % SLOTS];
    *ret_known = slot->filled && memcmp(slot->words, words, memory->inputs * sizeof *words) == 0;
    if (!*ret_known) {
        slot->filled = false;
        memcpy(slot->words, words, memory->inputs * sizeof *words);
    }
    return slot;
}

/* Do combinations come again, in rows taken evenly from all? */
static bool come_again(struct memory *memory)
{
    size_t asked = 0, rows = memory->dataset->rows;
    for (size_t i = 0; i < SAMPLE; i++) {
        bool known;
        struct memory_slot *slot = memory_slot(memory, (size_t)((double)i / SAMPLE * (double)rows), &known);
        asked += !known;
        slot->filled = true;
    }
    memset(memory->slots, 0, SLOTS * sizeof *memory->slots);
    return asked <= SAMPLE / WORTH;
}

bool memory_open(struct memory *memory, const struct dataset *dataset, const struct used *used, size_t count)
{
    *memory = (struct memory){.dataset = dataset, .used = used, .inputs = count};
    bool good = dataset->rows >= 2 * SAMPLE && count <= MEMORY_INPUTS;
    for (size_t i = 0; good && i < count; i++)
        good = can_remember(&used[i]);
    if (!good)
        return false;
    memory->slots = xcalloc(SLOTS, sizeof *memory->slots);
    if (come_again(memory))
        return true;
    memory_close(memory);
    return false;
}

void memory_close(struct memory *memory)
{
    free(memory->slots);
    *memory = (struct memory){0};
}
