/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way from columns to questions: columns with the texts that occur in them (infer.c), columns that belong together (infer_group.c), what kind of
 * question they are (infer_kind.c), scales by their wording (infer_scale.c), YAML (infer_yaml.c).
 */
#ifndef CEPING_INFER_PRIV_H
#define CEPING_INFER_PRIV_H

#include "ceping/ingest_infer.h"
#include "ingest_priv.h"

enum { TEXTS_MAX = 4000 }; /* more different texts: no closed question */

struct infer_text {
    const char *text;
    size_t count;
};

struct infer_column {
    const char *header; /* as the loader will see it */
    const char *stem, *part; /* part NULL: the question itself */
    const char *name;        /* of SPSS, or the header where it is one */
    int number;              /* printed number; 0 none */
    bool skip;               /* of the platform, or personal */
    bool key;
    bool other;              /* text of "other" */
    LIST_OF(struct infer_text) texts; /* different ones, as they first appear */
    struct map seen;
    size_t answers;
    bool many; /* more than TEXTS_MAX */
    int question;   /* index of the question made of it; −1 none */
    int item, unit; /* of it; −1 none */
    int code;       /* of the option that it is the column or the text of; 0 none */
    bool whole;     /* all options of the question in one cell */
};

struct infer_question {
    struct question *question;
    size_t first, count; /* columns */
    LIST_OF(const char *) guesses; /* what to look at again */
    bool shared_scale;
};

struct infer {
    struct arena *arena;
    const struct infer_options *options;
    const struct platform *platform;
    struct infer_column *columns;
    size_t count;
    size_t rows;
    bool codes; /* numbers stand for options */
    LIST_OF(struct infer_question) questions;
    LIST_OF(struct scale *) scales;
    LIST_OF(size_t) loose; /* columns that the header alone does not lead to their place … */
    LIST_OF(const char *) loose_to;
    LIST_OF(size_t) doubled; /* … and those whose header stands twice */
    struct instrument *instrument;
};

void infer_group(struct infer *infer);
void infer_kinds(struct infer *infer);
/* Orders the options of a scale by their wording and marks what they mean. False when the words are no scale. `ret_name` is its name, `ret_id` a beginning for ids. */
bool infer_wording(struct arena *arena, struct scale *scale, const char **ret_name, const char **ret_id);
void infer_yaml(struct infer *infer, const char *path, struct strbuf *out, size_t *ret_guesses);
void infer_guess(struct infer *infer, struct infer_question *made, const char *text);

#endif
