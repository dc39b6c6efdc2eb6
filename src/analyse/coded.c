/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counting coded answers, a block of rows at a time. A million responses to twenty items are twenty million answers: a call for each costs more than
 * the counting. So a block of rows goes through short loops that the compiler turns into vector instructions: in which cell each row counts
 * (once for all columns that share their cells), and a key made of what the answer says and the cell. Then one addition an answer remains.
 *
 * What an answer says is its kind of missing and its code side by side in a few bits, without a look at the scale: missing answers are
 * counted with whatever code was left beside them, and what these "says" mean is worked out once, after the rows. Scales of high codes, which
 * would need many bits, look up the bin of each answer instead.
 *
 * Counts stand says first, cells second, [say][cell]: the few says that occur make a few short runs of memory. The other way round the counts
 * that are used lie one in every 256 bytes, share a quarter of the sets of the first-level cache, and the whole takes twice the time.
 */
#include "analyse_priv.h"

#include <assert.h>

#define SAY_BITS_MAX 9 /* 3 for the kind of missing, 6 for codes up to 62 */

static_assert(MISSING_KINDS <= 8, "three bits hold the kind of missing");
static_assert(RESPONSE_VALID == 0, "leave_out() keeps rows whose status is 0");

static unsigned bits_for(size_t values)
{
    unsigned bits = 0;
    while ((size_t)1 << bits < values)
        bits++;
    return bits;
}

bool coded_init(struct coded_counter *counter, const struct code_table *codes, size_t cells, size_t answers, struct arena *arena)
{
    unsigned code_bits = bits_for((size_t)codes->size + 1); /* one more for codes beyond */
    bool direct = code_bits + 3 <= SAY_BITS_MAX;
    *counter = (struct coded_counter){.codes = codes, .cells = cells, .direct = direct, .code_bits = code_bits, .cell_bits = bits_for(cells + 2)};
    counter->says = (size_t)1 << (direct ? code_bits + 3 : bits_for(codes->bins));
    if (cells + 2 > UINT16_MAX || answers > UINT32_MAX)
        return false;
    counter->counts = ARENA_ARRAY(arena, uint32_t, counter->says << counter->cell_bits);
    counter->said_shift = direct && counter->says << counter->cell_bits <= 1u << 16 ? counter->cell_bits : 0;
    counter->bin = ARENA_ARRAY(arena, uint16_t, counter->says);
    size_t options = codes->scale->options.count;
    for (size_t say = 0; say < counter->says; say++) {
        size_t missing = say >> code_bits, code = say & (((size_t)1 << code_bits) - 1);
        size_t bin = say < codes->bins ? say : codes->bins - 1;
        if (direct)
            bin = missing != MISSING_NONE ? options + missing : code < (size_t)codes->size ? (size_t)codes->bin[code] : codes->bins - 1;
        counter->bin[say] = (uint16_t)bin;
    }
    return true;
}

/* Unit of `kind` of each response, as dataset_unit() finds it where no variable says otherwise; NULL where nothing tells it. */
static const int16_t *units_of(const struct dataset *dataset, const struct unit_kind *kind)
{
    for (size_t i = 0; i < dataset->instrument->about.count; i++)
        if (dataset->instrument->about.at[i].kind == kind)
            return dataset->about[i];
    return NULL;
}

void coded_place(struct coded_place *place, const struct coded_counter *counter, const struct dataset *dataset)
{
    *place = (struct coded_place){.cells = (uint16_t)counter->cells, .status = dataset->status};
}

void coded_place_by(struct coded_place *place, const struct dataset *dataset, const struct unit_kind *kind, int fixed_unit, size_t stride)
{
    if (fixed_unit >= 0) {
        place->fixed = (uint16_t)(place->fixed + (size_t)fixed_unit * stride);
        return;
    }
    const int16_t *units = units_of(dataset, kind);
    if (!units) {
        place->unknown = true;
        return;
    }
    place->units[place->kinds] = units;
    place->limit[place->kinds] = (uint16_t)kind->units.count;
    place->stride[place->kinds++] = (uint16_t)stride;
}

/* NO_UNIT is below 0: as a number without sign beyond all units. Cells of rows with an unknown unit are nonsense until add_place() mends them. */
static void add_units(const int16_t *restrict units, uint16_t limit, uint16_t stride, size_t n, uint16_t *restrict cell, uint16_t *restrict unknown)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t unit = (uint16_t)units[i];
        cell[i] = (uint16_t)(cell[i] + unit * stride);
        unknown[i] |= (uint16_t)-(unit >= limit);
    }
}

/* `there` where the mask has its bits, as arithmetic: of a choice the compiler would make a jump that is guessed wrong in every fiftieth row. */
static uint16_t choose(uint16_t mask, uint16_t there, uint16_t elsewhere)
{
    return (uint16_t)((mask & there) | (uint16_t)(~mask & elsewhere));
}

static void leave_out(const uint8_t *restrict flags, bool keep, uint16_t nowhere, size_t n, uint16_t *restrict cell)
{
    for (size_t i = 0; i < n; i++)
        cell[i] = choose((uint16_t)-((flags[i] != 0) == keep), cell[i], nowhere);
}

void coded_place_rows(const struct coded_place *place, size_t from, size_t n, uint16_t *restrict cell)
{
    uint16_t unknown[CODED_BLOCK] = {0}, nowhere = (uint16_t)(place->cells + 1);
    for (size_t i = 0; i < n; i++)
        cell[i] = place->unknown ? place->cells : place->fixed;
    for (size_t k = 0; k < place->kinds && !place->unknown; k++)
        add_units(place->units[k] + from, place->limit[k], place->stride[k], n, cell, unknown);
    for (size_t i = 0; i < n; i++)
        cell[i] = choose(unknown[i], place->cells, cell[i]);
    if (place->status)
        leave_out(place->status + from, false, nowhere, n, cell);
    if (place->where)
        leave_out(place->where + from, true, nowhere, n, cell);
}

static void say_direct(const uint8_t *restrict missing, const int16_t *restrict codes, int size, unsigned bits, size_t n, uint16_t *restrict say)
{
    uint16_t beyond = (uint16_t)size;
    for (size_t i = 0; i < n; i++) {
        uint16_t code = (uint16_t)codes[i]; /* below 0: beyond all */
        say[i] = (uint16_t)(missing[i] << bits | (code < beyond ? code : beyond));
    }
}

static void say_bins(const struct code_table *codes, const struct column *column, size_t from, size_t n, uint16_t *restrict say)
{
    for (size_t i = 0; i < n; i++) {
        size_t row = from + i;
        int code = column->codes[row];
        bool known = code >= 0 && code < codes->size;
        say[i] = (uint16_t)(column->missing[row] != MISSING_NONE ? codes->scale->options.count + column->missing[row]
                            : known                              ? (size_t)codes->bin[code]
                                                                 : codes->bins - 1);
    }
}

/* What an answer says and its cell in 16 bits, in one go. Products instead of shifts, for these the compiler widens to 32 bits. */
static void make_keys(const struct coded_counter *counter, const uint8_t *restrict missing, const int16_t *restrict codes, const uint16_t *restrict cell,
                      size_t n, uint16_t *restrict keys)
{
    uint16_t beyond = (uint16_t)counter->codes->size, per_code = (uint16_t)(1u << counter->cell_bits);
    uint16_t per_missing = (uint16_t)(per_code << counter->code_bits);
    for (size_t i = 0; i < n; i++) {
        uint16_t code = (uint16_t)codes[i];
        code = code < beyond ? code : beyond;
        keys[i] = (uint16_t)(missing[i] * per_missing + code * per_code + cell[i]);
    }
}

/* Four keys to a word. */
static void add_keys(uint32_t *restrict counts, const uint16_t *restrict keys, size_t n)
{
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        uint64_t four;
        memcpy(&four, keys + i, sizeof four);
        counts[four & 0xffff]++;
        counts[four >> 16 & 0xffff]++;
        counts[four >> 32 & 0xffff]++;
        counts[four >> 48]++;
    }
    for (; i < n; i++)
        counts[keys[i]]++;
}

void coded_count(struct coded_counter *counter, const struct column *column, size_t from, size_t n, const uint16_t *restrict cell, uint16_t *restrict said)
{
    if (counter->said_shift > 0) {
        make_keys(counter, column->missing + from, column->codes + from, cell, n, said);
        add_keys(counter->counts, said, n);
        return;
    }
    if (counter->direct)
        say_direct(column->missing + from, column->codes + from, counter->codes->size, counter->code_bits, n, said);
    else
        say_bins(counter->codes, column, from, n, said);
    for (size_t i = 0; i < n; i++)
        counter->counts[(size_t)said[i] << counter->cell_bits | cell[i]]++;
}
