/* SPDX-License-Identifier: GPL-3.0-or-later
 * Simulation in its parts: who answers what (simulate.c), the answers (simulate_answers.c), the file (simulate_file.c), and chance, which all need.
 */
#ifndef CEPING_ENGINE_SIMULATE_PRIV_H
#define CEPING_ENGINE_SIMULATE_PRIV_H

#include "ceping/engine_simulate.h"
#include "engine_priv.h"

enum { SIMULATE_BLOCK = 1024 }; /* rows at a time */

struct person {
    uint64_t state;
    double leniency;  /* of this person */
    bool careless, straight;
    int straight_level;
    int rater;        /* −1 none */
};

struct simulation {
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const struct simulate_options *options;
    simulate_write *write;
    void *data;
    struct diags *diags;
    struct strbuf out;
    uint64_t salt;        /* of seed and instrument */
    size_t count;         /* responses */
    size_t done;
    int (*abouts)[MODEL_BY_MAX]; /* of sheets and records: [response][about] */
    int *raters;
    bool again[SIMULATE_BLOCK]; /* rows to be drawn anew */
};

/* Chance ------------------------------------------------------------------------------------------------------- */

static inline uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline double uniform(uint64_t *state)
{
    return (double)(draw(state) >> 11) * 0x1p-53;
}

static inline size_t below(uint64_t *state, size_t count)
{
    return (size_t)(uniform(state) * (double)count);
}

/* Nearly normal, from sums alone: no library of any machine has a say. */
static inline double normal(uint64_t *state)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += uniform(state);
    return sum;
}

static inline uint64_t salted(uint64_t salt, const char *what, const char *id)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%s/%s", what, id);
    uint64_t hash[2];
    hash_bytes(text.at, text.len, hash);
    return salt ^ hash[0];
}

/* The same for all who judge it. Independent of instrument and order. */
static inline double effect(const struct simulation *simulation, const char *what, const char *id)
{
    uint64_t state = salted(simulation->options->seed, what, id);
    return normal(&state);
}

/* Answers ------------------------------------------------------------------------------------------------------ */

static inline void set_missing(struct dataset *dataset, size_t variable, size_t row, enum missing missing)
{
    dataset->columns[variable].missing[row] = (uint8_t)missing;
}

/* A unit by the number of questionnaires issued in it; any, where that is not stated. */
int simulate_issued_unit(const struct instrument *instrument, struct person *person, const struct unit_kind *kind);
/* One question, item and unit: `count` variables from `first` on. A unit that was answered goes to `about` too. */
void simulate_answer(struct simulation *simulation, struct dataset *dataset, struct person *person, size_t first, size_t count, size_t row, int *about);

/* The file ------------------------------------------------------------------------------------------------------ */

void simulate_put_header(struct simulation *simulation);
/* Writes what was put. False where the writer fails. */
bool simulate_put_block(struct simulation *simulation, const struct dataset *dataset);

#endif
