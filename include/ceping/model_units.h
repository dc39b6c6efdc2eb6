/* SPDX-License-Identifier: GPL-3.0-or-later
 * Part of the model: languages of documents, units and their kinds, raters.
 */
#ifndef CEPING_MODEL_UNITS_H
#define CEPING_MODEL_UNITS_H

#include "ceping/base.h"
#include "ceping/base_diag.h"

#define MODEL_KINDS_MAX 16 /* unit kinds of an evaluation */
#define MODEL_BY_MAX 3     /* kinds in `by` of a figure or a table */
#define NO_UNIT (-1)

/* Languages of documents ----------------------------------------------------------------------------------
 *
 * What an evaluation says is Chinese; beside a text may stand its English (`name_en`), from a key of the same name or from english.yaml alone. evaluation_speak() changes places of the two, so that
 * whoever reads the model sees one language and nobody chooses. */

enum language { LANGUAGE_CHINESE, LANGUAGE_ENGLISH, LANGUAGES };

/* An entry of the list of words: a text of the evaluation, whole, and its English. */
struct translation {
    struct pos pos;
    const char *chinese, *english;
    bool known; /* some text of the evaluation is it */
    bool used;  /* … and has no English of its own */
};

typedef LIST_OF(const char *) text_list;

extern const char *const language_ids[LANGUAGES];  /* "zh", "en" */
extern const char *const language_tags[LANGUAGES]; /* of documents: "zh-CN", "en" */

/* Units --------------------------------------------------------------------------------------------------- */

struct attribute_value {
    const char *key;
    struct pos pos;
    LIST_OF(struct name) values;    /* as written: one, or several where the attribute is `many` */
    LIST_OF(const char *) values_en;
    LIST_OF(struct unit *) units;   /* linked, when the attribute refers to a kind */
};

struct unit {
    struct pos pos;
    const char *id;
    const char *name;
    const char *short_name; /* = name where not given */
    const char *name_en, *short_en;
    LIST_OF(const char *) aliases;
    bool placeholder; /* not named in the source; its name says so */
    LIST_OF(struct attribute_value) attributes;
    struct unit_kind *kind;
    int index; /* within its kind */
};

enum attribute_type { ATTRIBUTE_TEXT, ATTRIBUTE_NUMBER, ATTRIBUTE_YES_NO, ATTRIBUTE_UNIT, ATTRIBUTE_TYPES };

struct attribute {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    enum attribute_type type;
    struct name refers; /* kind that the values refer to, for ATTRIBUTE_UNIT */
    struct unit_kind *refers_kind;
    bool many;
};

struct unit_kind {
    struct pos pos;
    const char *id;
    const char *name;    /* 区县 */
    const char *name_en; /* district */
    const char *counter; /* 个 */
    LIST_OF(struct attribute) attributes;
    LIST_OF(struct unit) units;
    int index;
};

/* These pairs do not apply. */
struct not_applicable {
    struct pos pos;
    LIST_OF(struct name) names;
    struct unit *units[MODEL_BY_MAX]; /* linked, in the order written */
    size_t unit_count;
    const char *reason, *reason_en;
    const char *authority, *authority_en;
    const char *date; /* when it was decided, as in all of these; NULL where not told */
};

struct unit_status {
    struct pos pos;
    struct name unit_name;
    struct unit *unit;
    const char *status; /* discontinued, terminated, … */
    const char *label;  /* 未持续推广 */
    const char *label_en;
    const char *reason, *reason_en;
    const char *authority, *authority_en;
    const char *date;
};

/* Raters ------------------------------------------------------------------------------------------------- */

struct rater {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    const char *group, *group_en;
    struct name own_name; /* unit to which the rater belongs */
    struct unit *own;
    LIST_OF(struct name) rates_names; /* what he must rate, where that is not every unit of the instrument's duty */
    LIST_OF(struct unit *) rates;
};

struct panel {
    struct pos pos;
    const char *id;
    const char *name;
    LIST_OF(struct rater) raters;
};

#endif
