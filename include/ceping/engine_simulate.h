/* SPDX-License-Identifier: GPL-3.0-or-later
 * Believable responses for rehearsals, tests and benchmarks. What they say is drawn, and their files say so.
 *
 *     struct simulate_options options = {.seed = 20180706, .careless = 0.03};
 *     simulate_instrument(evaluation, instrument, &options, write, file, &diags);
 */
#ifndef CEPING_ENGINE_SIMULATE_H
#define CEPING_ENGINE_SIMULATE_H

#include "ceping/base_diag.h"
#include "ceping/model.h"

struct simulate_options {
    uint64_t seed;
    size_t count;    /* responses of a questionnaire; 0: as many as were issued, or 300. Sheets of panels and records follow from who must fill in what */
    double careless; /* share of people who tick one column or anything, and hurry */
};

/* Takes the next piece of the file. False stops, and the caller knows why. */
typedef bool simulate_write(void *data, const char *bytes, size_t len);

/* Writes a CSV file (UTF-8 with BOM) that `ceping load` reads: ids of variables as header, labels as answers. Answers follow the instrument: conditions for
 * asking, exclusive options, ranges and steps, what does not apply; and effects of what is judged and of who judges. The same seed gives the same bytes
 * on every machine. False with the reason in `diags`, or where `write` said stop. */
bool simulate_instrument(const struct evaluation *evaluation, const struct instrument *instrument, const struct simulate_options *options, simulate_write *write,
                         void *data, struct diags *diags);

#endif
