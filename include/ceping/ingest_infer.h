/* SPDX-License-Identifier: GPL-3.0-or-later
 * An instrument from an export: questions, types, options in order, scales known by their wording. What is guessed is said in comments.
 */
#ifndef CEPING_INGEST_INFER_H
#define CEPING_INGEST_INFER_H

#include "ceping/ingest.h"

struct infer_options {
    const struct evaluation *evaluation; /* whose kinds may be the units of answers; NULL */
    const char *id;                      /* of the instrument; NULL: survey */
    struct ingest_options file;          /* encoding and sheet */
};

struct infer_counts {
    size_t columns, questions, guesses; /* columns of answers; questions made of them; places to look at again */
    const char *platform;
};

/* Adds the instrument as YAML, commented in Chinese, to `out`. The file that it was made from then loads with it, each column in its place; where a header alone would not
 * lead there, a line of `columns:` does. False with the reason in `diags`: no file, no header, no rows. */
bool ingest_infer(const char *path, const struct infer_options *options, struct strbuf *out, struct infer_counts *ret_counts, struct diags *diags);

#endif
