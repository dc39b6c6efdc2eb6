/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way from columns to questions: columns with the texts that occur in them (infer.c), columns that belong together (infer_group.c), what kind of
 * question they are (infer_kind.c), their options (infer_options.c), scales by their wording (infer_scale.c), YAML (infer_yaml.c).
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
    const char *const *meta_keys; /* platform_meta_keys */
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

enum { INFER_OPTIONS_MAX = 60, INFER_LABEL_MAX = 40 /* characters */ };
bool infer_is_other(const char *text);
size_t infer_shared_labels(const struct scale *a, const struct scale *b); /* how many */
/* A text without its letter and without what was written beside "other". */
const char *infer_label(const struct infer *infer, const char *text, bool *ret_specified);
struct option *infer_add_option(struct infer *infer, struct scale *scale, const char *label);
/* The option that a text of a cell stands for. */
void infer_add_label(struct infer *infer, struct scale *scale, const char *text);
/* Gives the question its options: a scale that several share where the wording is one, else its own. */
void infer_give_scale(struct infer *infer, struct infer_question *made, struct scale *scale, bool ordered);
/* Options that cells join by the separator; NULL where they do not. */
struct scale *infer_joined_options(struct infer *infer, const struct infer_column *column, const char *separator);
/* It stands in no text but between options. */
bool infer_is_decisive(const char *separator);
/* Orders the options of a scale by their wording and marks what they mean. False when the words are no scale. `ret_name` is its name, `ret_id` a beginning for ids. */
bool infer_wording(struct arena *arena, struct scale *scale, const char **ret_name, const char **ret_id);
void infer_yaml(struct infer *infer, const char *path, struct strbuf *out, size_t *ret_guesses);
void infer_guess(struct infer *infer, struct infer_question *made, const char *text);

#endif
