/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counting coded answers, a block of rows at a time. A million responses to twenty items are twenty million answers: a call for each costs more than
 * the counting. So a block of rows goes through short loops that the compiler turns into vector instructions: in which cell each row counts
 * (once for all columns that share their cells), and a key made of what the answer says and the cell. Then one addition in memory remains.
 *
 * What an answer says is its code, or its kind of missing behind the codes, in a few bits, without a look at the scale; what these "says" mean is worked
 * out once, after the rows. Scales of high codes, which would need many bits, look up the bin of each answer instead.
 *
 * The additions are what takes the time, so two columns are counted at once where the says of both and the cell fit into 16 bits: one addition for two
 * answers, in a table of both, of which the counts of each are sums (coded_pair). It pays where there are many more rows than places in the table.
 *
 * Counts stand says first, cells second, [say][cell]: the few says that occur make a few short runs of memory. The other way round the counts
 * that are used lie one in every 256 bytes, share a quarter of the sets of the first-level cache, and the whole takes twice the time.
 */
#include "analyse_priv.h"
#include "ceping/base_vector.h"

#include <assert.h>

#define CODES_MAX 63  /* beyond, a say is a bin */
#define KEY_BITS 16

static_assert(RESPONSE_VALID == 0, "leave_out() keeps rows whose status is 0");
static_assert(MISSING_NONE == 0, "a say is a code where the kind of missing is 0");

static unsigned bits_for(size_t values)
{
    unsigned bits = 0;
    while ((size_t)1 << bits < values)
        bits++;
    return bits;
}

bool coded_init(struct coded_counter *counter, const struct code_table *codes, size_t cells, size_t answers, struct arena *arena)
{
    *counter = (struct coded_counter){.codes = codes, .cells = cells, .direct = codes->size <= CODES_MAX, .cell_bits = bits_for(cells + 2)};
    size_t size = (size_t)codes->size, options = codes->scale->options.count;
    counter->says = counter->direct ? size + MISSING_KINDS : codes->bins; /* says 0 … size − 1 are codes, `size` is a code beyond, then kinds of missing */
    if (cells + 2 > UINT16_MAX || answers > UINT32_MAX)
        return false;
    counter->counts = ARENA_ARRAY(arena, uint32_t, counter->says << counter->cell_bits);
    counter->bin = ARENA_ARRAY(arena, uint16_t, counter->says);
    for (size_t say = 0; say < counter->says; say++) {
        size_t bin = say < codes->bins ? say : codes->bins - 1;
        if (counter->direct)
            bin = say > size ? options + say - size : say < size ? (size_t)codes->bin[say] : codes->bins - 1;
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

void coded_place(struct coded_place *place, size_t cells, const struct dataset *dataset)
{
    *place = (struct coded_place){.cells = (uint16_t)cells, .status = dataset->status, .where_stride = 1};
}

/* Field by field: between them lies what nobody has set. */
bool coded_place_same(const struct coded_place *a, const struct coded_place *b)
{
    bool same = a->cells == b->cells && a->unknown == b->unknown && a->keep_unknown == b->keep_unknown && a->fixed == b->fixed && a->kinds == b->kinds && a->status == b->status &&
                a->where == b->where && a->where_stride == b->where_stride;
    for (size_t k = 0; same && k < a->kinds; k++)
        same = a->units[k] == b->units[k] && a->limit[k] == b->limit[k] && a->stride[k] == b->stride[k];
    return same;
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
WIDE_VECTORS static void add_units(const int16_t *restrict units, uint16_t limit, uint16_t stride, size_t n, uint16_t *restrict cell, uint16_t *restrict unknown)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t unit = (uint16_t)units[i];
        cell[i] = (uint16_t)(cell[i] + unit * stride);
        unknown[i] |= (uint16_t)-(unit >= limit);
    }
}

/* An unknown unit is one more, behind the others. */
WIDE_VECTORS static void add_units_kept(const int16_t *restrict units, uint16_t limit, uint16_t stride, size_t n, uint16_t *restrict cell)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t unit = (uint16_t)units[i];
        cell[i] = (uint16_t)(cell[i] + (unit < limit ? unit : limit) * stride);
    }
}

/* `there` where the mask has its bits, as arithmetic: of a choice the compiler would make a jump that is guessed wrong in every fiftieth row. */
static uint16_t choose(uint16_t mask, uint16_t there, uint16_t elsewhere)
{
    return (uint16_t)((mask & there) | (uint16_t)(~mask & elsewhere));
}

WIDE_VECTORS static void leave_out(const uint8_t *restrict flags, bool keep, uint16_t nowhere, size_t n, uint16_t *restrict cell)
{
    for (size_t i = 0; i < n; i++)
        cell[i] = choose((uint16_t)-((flags[i] != 0) == keep), cell[i], nowhere);
}

/* The condition speaks of one unit, and its answers stand among those of other units. */
static void leave_out_by_unit(const uint8_t *restrict flags, size_t stride, uint16_t nowhere, size_t n, uint16_t *restrict cell)
{
    for (size_t i = 0; i < n; i++)
        cell[i] = choose((uint16_t)-(flags[i * stride] != 0), cell[i], nowhere);
}

void coded_place_rows(const struct coded_place *place, size_t from, size_t n, uint16_t *restrict cell)
{
    uint16_t unknown[CODED_BLOCK] = {0}, nowhere = (uint16_t)(place->cells + 1);
    for (size_t i = 0; i < n; i++)
        cell[i] = place->unknown ? place->cells : place->fixed;
    for (size_t k = 0; k < place->kinds && place->keep_unknown; k++)
        add_units_kept(place->units[k] + from, place->limit[k], place->stride[k], n, cell);
    for (size_t k = 0; k < place->kinds && !place->keep_unknown && !place->unknown; k++)
        add_units(place->units[k] + from, place->limit[k], place->stride[k], n, cell, unknown);
    for (size_t i = 0; i < n; i++)
        cell[i] = choose(unknown[i], place->cells, cell[i]);
    if (place->status)
        leave_out(place->status + from, false, nowhere, n, cell);
    if (place->where && place->where_stride == 1)
        leave_out(place->where + from, true, nowhere, n, cell);
    else if (place->where)
        leave_out_by_unit(place->where + from * place->where_stride, place->where_stride, nowhere, n, cell);
}

/* The say of an answer, as arithmetic. Below 0 a code is beyond all as a number without sign. */
static inline uint16_t say_of(uint8_t missing, int16_t code, uint16_t beyond)
{
    uint16_t known = (uint16_t)code;
    known = known < beyond ? known : beyond;
    return choose((uint16_t)-(missing != 0), (uint16_t)(beyond + missing), known);
}

static void say_direct(const uint8_t *restrict missing, const int16_t *restrict codes, int size, size_t n, uint16_t *restrict say)
{
    uint16_t beyond = (uint16_t)size;
    for (size_t i = 0; i < n; i++)
        say[i] = say_of(missing[i], codes[i], beyond);
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

void coded_say(const struct coded_counter *counter, const struct column *column, size_t from, size_t n, uint16_t *restrict said)
{
    if (counter->direct)
        say_direct(column->missing + from, column->codes + from, counter->codes->size, n, said);
    else
        say_bins(counter->codes, column, from, n, said);
}

/* What an answer says and its cell in 16 bits. Products instead of shifts, for these the compiler widens to 32 bits. */
WIDE_VECTORS static void make_keys(const struct coded_counter *counter, const uint8_t *restrict missing, const int16_t *restrict codes, const uint16_t *restrict cell,
                      size_t n, uint16_t *restrict keys)
{
    uint16_t beyond = (uint16_t)counter->codes->size, per_say = (uint16_t)(1u << counter->cell_bits);
    for (size_t i = 0; i < n; i++)
        keys[i] = (uint16_t)(say_of(missing[i], codes[i], beyond) * per_say + cell[i]);
}

/* Asks the memory for `n` answers of a column, from the row on. */
static inline void fetch(const struct column *column, size_t from, size_t n)
{
    enum { LINE = 64 };
    const char *codes = (const char *)(column->codes + from), *missing = (const char *)(column->missing + from);
    for (size_t i = 0; i < n * sizeof *column->codes; i += LINE)
        __builtin_prefetch(codes + i, 0, 2);
    for (size_t i = 0; i < n; i += LINE)
        __builtin_prefetch(missing + i, 0, 2);
}

/* The additions wait for each other and leave the memory idle, the loops that make keys wait for the memory: so the columns that come next are
 * fetched while adding, a little after every few keys. */
static void fetch_ahead(const struct coded_ahead *ahead, size_t i, size_t n)
{
    if (i >= ahead->n)
        return;
    n = ahead->n - i < n ? ahead->n - i : n;
    fetch(ahead->one, ahead->from + i, n);
    if (ahead->other)
        fetch(ahead->other, ahead->from + i, n);
}

/* Four keys to a word. */
static inline void add_some(uint32_t *restrict counts, const uint16_t *restrict keys, size_t n)
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

static void add_keys(uint32_t *restrict counts, const uint16_t *restrict keys, size_t n, const struct coded_ahead *ahead)
{
    enum { SOME = 64 };
    for (size_t i = 0; i < n; i += SOME) {
        size_t some = n - i < SOME ? n - i : SOME;
        fetch_ahead(ahead, i, some);
        add_some(counts, keys + i, some);
    }
}

void coded_count(struct coded_counter *counter, const struct column *column, size_t from, size_t n, const uint16_t *restrict cell,
                 const struct coded_ahead *ahead)
{
    uint16_t said[CODED_BLOCK];
    if (counter->direct && counter->says << counter->cell_bits <= (size_t)1 << KEY_BITS) {
        make_keys(counter, column->missing + from, column->codes + from, cell, n, said);
        add_keys(counter->counts, said, n, ahead);
        return;
    }
    coded_say(counter, column, from, n, said);
    for (size_t i = 0; i < n; i++)
        counter->counts[(size_t)said[i] << counter->cell_bits | cell[i]]++;
}

bool coded_pair_init(struct coded_pair *pair, struct coded_counter *one, struct coded_counter *other, size_t rows, struct arena *arena)
{
    if (!one->direct || !other->direct || one->cells != other->cells)
        return false;
    size_t places = one->says * other->says << one->cell_bits;
    if (places > (size_t)1 << KEY_BITS || rows < 2 * places)
        return false;
    *pair = (struct coded_pair){.one = one, .other = other};
    pair->counts = ARENA_ARRAY(arena, uint32_t, places);
    return true;
}

WIDE_VECTORS static void make_pair_keys(const struct coded_pair *pair, const struct column *one, const struct column *other, size_t from, size_t n,
                                        const uint16_t *restrict cell, uint16_t *restrict keys)
{
    uint16_t beyond_one = (uint16_t)pair->one->codes->size, beyond_other = (uint16_t)pair->other->codes->size;
    uint16_t per_other = (uint16_t)(1u << pair->one->cell_bits), per_one = (uint16_t)(pair->other->says << pair->one->cell_bits);
    const uint8_t *restrict missing_one = one->missing + from, *restrict missing_other = other->missing + from;
    const int16_t *restrict codes_one = one->codes + from, *restrict codes_other = other->codes + from;
    for (size_t i = 0; i < n; i++)
        keys[i] = (uint16_t)(say_of(missing_one[i], codes_one[i], beyond_one) * per_one + say_of(missing_other[i], codes_other[i], beyond_other) * per_other +
                             cell[i]);
}

void coded_pair_count(struct coded_pair *pair, const struct column *one, const struct column *other, size_t from, size_t n, const uint16_t *restrict cell,
                      const struct coded_ahead *ahead)
{
    uint16_t keys[CODED_BLOCK];
    make_pair_keys(pair, one, other, from, n, cell, keys);
    add_keys(pair->counts, keys, n, ahead);
}

void coded_pair_split(const struct coded_pair *pair)
{
    unsigned bits = pair->one->cell_bits;
    size_t room = (size_t)1 << bits;
    for (size_t a = 0; a < pair->one->says; a++)
        for (size_t b = 0; b < pair->other->says; b++) {
            const uint32_t *counts = pair->counts + ((a * pair->other->says + b) << bits);
            uint32_t *one = pair->one->counts + (a << bits), *other = pair->other->counts + (b << bits);
            for (size_t cell = 0; cell < room; cell++)
                one[cell] += counts[cell];
            for (size_t cell = 0; cell < room; cell++)
                other[cell] += counts[cell];
        }
}
