/* SPDX-License-Identifier: GPL-3.0-or-later
 * YAML into structs, by constant tables. The only door to libyaml.
 *
 * A format is a tree of `struct yaml_schema`; a row of one says which key fills which member. The same row gives the parsing, the text of
 * the error, `ceping schema` and the page in docs/:
 *
 *     static const struct yaml_field rater_fields[] = {
 *         {"id", YAML_ID, offsetof(struct rater, id), .required = true, .help = "unique in the panel"},
 *         {"name", YAML_TEXT, offsetof(struct rater, name), .required = true, .help = "as printed"},
 *         {0},
 *     };
 *     static const struct yaml_schema rater_schema = {"rater", "one who rates", rater_fields, sizeof(struct rater), YAML_POS(struct rater)};
 *
 *     struct rater rater = {0};
 *     struct yaml_reader reader = {.arena = arena, .diags = diags};
 *     if (yaml_read_file(&reader, "rater.yaml", "rater.yaml", &rater_schema, &rater)) …
 *
 * All problems of a file are reported at once, except those that leave libyaml unable to go on.
 *
 * What is stricter than YAML 1.1, so that a file means what it seems to mean: a scalar becomes what its field wants and is never guessed (`no`
 * is a word where a word is wanted, `007` stays "007"); keys are plain words and stand once; tags, several documents and merge keys are
 * refused; `~`, `null` and nothing after the colon all say "not given".
 */
#ifndef CEPING_YAML_H
#define CEPING_YAML_H

#include "ceping/base.h"
#include "ceping/base_diag.h"

/* Trees --------------------------------------------------------------------------------------------------- */

enum yaml_node_kind { YAML_NODE_SCALAR, YAML_NODE_LIST, YAML_NODE_MAP };

struct yaml_entry {
    struct name key; /* entries of a map; text NULL in a list */
    const struct yaml_node *value;
};

/* What libyaml read, before any schema. Nodes named by an anchor are shared, so never write to one. */
struct yaml_node {
    enum yaml_node_kind kind;
    struct pos pos;
    const char *text; /* scalar, terminated, valid UTF-8 without NUL */
    size_t len;
    bool plain; /* a scalar without quotes */
    LIST_OF(struct yaml_entry) entries;
    size_t size; /* nodes in it, those behind aliases counted each time */
};

/* Nothing, `~` or `null` without quotes: not given. Also true for NULL. */
bool yaml_node_is_null(const struct yaml_node *node);

struct yaml_input {
    const char *file; /* shown name; borrowed by every position: it must live as long as they do (yaml_read_… copies it) */
    const char *text;
    size_t len;
    int first_line; /* of `text` within `file`, for blocks in a template; 0 is 1. From 2 on the source is not kept for messages */
};

/* The one document in `input`, all of it in `arena`. NULL when it is empty or cannot be read; a problem then stands in `diags`. A tree can come
 * with problems too (a key given twice): whether there were any, diags->errors tells. */
const struct yaml_node *yaml_parse(struct arena *arena, const struct yaml_input *input, struct diags *diags);

/* Schemas ------------------------------------------------------------------------------------------------- */

enum yaml_type {
    YAML_TEXT,    /* const char *: as written */
    YAML_ID,      /* const char *: [a-z][a-z0-9_]*, at most 40, no double underscore */
    YAML_WORD,    /* struct name: refers to something, linked later */
    YAML_DATE,    /* const char *: 2018-07-06 */
    YAML_INTEGER, /* int */
    YAML_NUMBER,  /* double */
    YAML_YES_NO,  /* bool */
    YAML_ENUM,    /* an enum: index of the word in `words` */
    YAML_EITHER,  /* bool: false for the first of two `words`, true for the second */
    YAML_OBJECT,  /* `element` read into the struct at `offset`; with offset 0 its members are the outer struct's own */
    YAML_LIST,    /* LIST_OF whose entries are `of` */
    YAML_CUSTOM,  /* `read` does it; `shape` says how it is written */
    YAML_TYPES
};

struct yaml_reader;
struct yaml_field;

/* Fills member `field` of `object`; adds problems and returns whether there was none. */
typedef bool yaml_custom(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object);

struct yaml_field {
    const char *key;
    enum yaml_type type;
    size_t offset;
    enum yaml_type of; /* YAML_LIST: type of an entry */
    const struct yaml_schema *element;
    const char *const *words; /* YAML_ENUM, YAML_EITHER */
    size_t word_count;
    bool required;
    double min, max; /* of numbers; both 0: any */
    double fallback; /* numbers, yes/no, enums: when not given */
    const char *fallback_text;
    size_t set;   /* offset of a bool that becomes true when the key is given; 0: none */
    size_t place; /* offset of a struct pos for the value; 0: none */
    yaml_custom *read;
    const char *shape;
    const char *help; /* one sentence, lower case, no full stop */
};

struct yaml_schema {
    const char *name; /* what one is called in messages: "figure" */
    const char *help;
    const struct yaml_field *fields; /* ends with a row without key */
    size_t size;
    size_t pos; /* offset of its struct pos + 1; 0: has none */
};

#define YAML_POS(type) (offsetof(type, pos) + 1)
#define YAML_WORDS(array) .words = (array), .word_count = COUNT_OF(array)

/* Reading ------------------------------------------------------------------------------------------------- */

/* Where each value stood, asked by the address of the member that it fills: for messages after reading, about values that are kept as
 * bare text or number. Also tells whether a key was given at all. */
struct yaml_places {
    struct yaml_place *slots;
    size_t room;
    size_t count;
};

void yaml_places_init(struct yaml_places *places);
void yaml_places_release(struct yaml_places *places);
/* Place of the value of `member`, or NULL when its key was not given. The pointer holds until the next file is read. */
const struct pos *yaml_place(const struct yaml_places *places, const void *member);
/* Was the value of `member` wrong, or a required one missing? Such members hold their fallback, and what follows from it is no news. Whoever
 * checks further marks what it finds wrong too. */
bool yaml_is_wrong(const struct yaml_places *places, const void *member);
void yaml_mark_wrong(struct yaml_places *places, const void *member);

struct yaml_reader {
    struct arena *arena; /* texts, lists and file names go here */
    struct diags *diags;
    struct yaml_places *places; /* NULL: not kept */
};

/* Reads `path`, called `shown` in messages, by `schema` into `object` (zeroed, of schema->size bytes). False when there was an error. */
bool yaml_read_file(struct yaml_reader *reader, const char *path, const char *shown, const struct yaml_schema *schema, void *object);
bool yaml_read_text(struct yaml_reader *reader, const struct yaml_input *input, const struct yaml_schema *schema, void *object);
/* The same from a tree. Fallbacks are filled in for keys that are not given; the tree may be freed afterwards. */
bool yaml_fill(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema, void *object);

/* For custom readers: one scalar by the rules of its type, with the messages that belong to them; `key` names it. */
bool yaml_read_text_value(struct yaml_reader *reader, const struct yaml_node *node, const char *key, const char **ret_text);
bool yaml_read_number(struct yaml_reader *reader, const struct yaml_node *node, const char *key, double *ret_value);
/* Reports "… must be WANTED, not a list". */
void yaml_wrong_kind(struct yaml_reader *reader, const struct yaml_node *node, const char *key, const char *wanted);
void yaml_note_place(struct yaml_reader *reader, const void *member, struct pos pos);

/* Why `id` is no id, or NULL when it is one: a sentence part in the reader's language. */
const char *yaml_id_problem(const char *id);

/* Describing ---------------------------------------------------------------------------------------------- */

/* Writes the keys of `schema` and of all schemas inside it, each once: aligned text for a terminal, or Markdown. */
void yaml_describe(const struct yaml_schema *schema, bool markdown, struct strbuf *out);

#endif
