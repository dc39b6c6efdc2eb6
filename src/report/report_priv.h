/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of `report` share: values and names, parsed templates, the expander's output.
 */
#ifndef CEPING_REPORT_PRIV_H
#define CEPING_REPORT_PRIV_H

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "ceping/base_words.h"
#include "ceping/model_explain.h"
#include "ceping/report.h"

#include <assert.h>
#include <math.h>

/* What the names of a template look at. */
struct names {
    struct arena *arena; /* of values made on the way; lives as long as the build */
    const struct results *results;
    const struct evaluation *evaluation;
    const struct report_plan *plan;
    const struct unit *unit; /* NULL in reports without `each` */
    enum edition edition;
    const char *language; /* of the document: "zh-CN", "en" */
    bool marks; /* of report_options */
};

/* Fixed words of documents (base_words.h): a text or a format of printf, written in Chinese, in the language of the document. */
const char *word(const struct names *names, const char *chinese) __attribute__((format_arg(2)));

/* Values ------------------------------------------------------------------------------------------------- */

enum value_kind { VALUE_NONE, VALUE_BOOL, VALUE_NUMBER, VALUE_TEXT, VALUE_LIST, VALUE_OBJECT, VALUE_KINDS };

/* A value is small and copied. Objects name what they look at and make their children when asked. */
struct value {
    enum value_kind kind;
    bool truth;
    double number;            /* NaN: no value */
    int decimals;             /* −1: as many as needed, at most 2 */
    const char *unit;         /* printed by some formats; NULL */
    enum exactness exactness; /* of numbers typed in */
    const char *source;       /* which published number it is, where marks are wanted; NULL */
    const char *text;
    bool anonymous;           /* what its tags put in names nobody */
    bool is_template;         /* text that the author of the evaluation wrote: `{{& }}` expands its tags */
    struct pos pos;           /* of such a text */
    const char *about;        /* id of the finding that it is of */
    const struct value *items; /* VALUE_LIST */
    size_t count;
    const struct value_class *class; /* of VALUE_LIST: its items', NULL where they are texts; of VALUE_OBJECT: its own, and what it looks at: */
    const void *self;
    const void *of;
    size_t at;
};

struct value_field {
    const char *name;
    struct value (*get)(const struct names *names, const struct value *self);
};

/* Objects of one class have fixed fields and, where `key` is set, children under keys of their own (ids of units, of figures, …). */
struct value_class {
    const char *name;
    const struct value_field *fields; /* ends with a NULL name; NULL: none */
    const char *(*key)(const struct names *names, const struct value *self, size_t i); /* NULL past the end */
    struct value (*child)(const struct names *names, const struct value *self, size_t i);
    bool iterates; /* a section runs over the children */
    const struct value_class *item; /* theirs, where it iterates */
    /* Keys that some object of the class has, for names within a list that is empty. NULL: any, where it has keys of its own. */
    const char *(*any_key)(const struct names *names, const struct value *self, size_t i);
    void (*print)(const struct names *names, const struct value *self, struct strbuf *out); /* NULL: it cannot be printed */
};

/* Keys of published numbers: figures/ID[/KIND/UNIT]/COLUMN, scores/TABLE/KIND/UNIT/COLUMN; NULL where no marks are wanted or nothing of it is published. */
const char *source_of_figure(const struct names *names, const struct figure *figure, const struct figure_cell *cell, const char *column);
const char *source_of_pair(const struct names *names, const struct table_result *table, const struct score_row *row, const char *column); /* of a table of pairs */
const char *source_of_row(const struct names *names, const struct table_result *table, const struct score_row *row, const char *column);
const char *source_of_facet(const struct names *names, const struct table_result *table, const struct score_row *row, size_t facet, size_t value);
const char *source_of_policy(const struct names *names, const struct table_result *table, const struct score_row *row, enum policy policy, const char *column);

struct value value_none(void);
struct value value_bool(bool truth);
struct value value_number(double number, int decimals, const char *unit);
struct value value_count(double number); /* a whole number */
struct value value_text(const char *text); /* borrowed; NULL or empty gives none */
struct value value_object(const struct value_class *class, const void *self, const void *of);
struct value value_list(const struct value *items, size_t count);

struct value_items { /* a list under construction */
    struct value *at;
    size_t count;
};
void value_add(const struct names *names, struct value_items *items, struct value value);
struct value value_of_items(const struct value_items *items, const struct value_class *class); /* class of its items; NULL: texts */
/* What its items are, if it had some; NULL where they are texts, or it is no list. */
const struct value_class *value_item_class(const struct value *list);
/* May an object of the class have such a child? */
bool value_class_has(const struct names *names, const struct value_class *class, const char *key, size_t len);

bool value_is_true(const struct names *names, const struct value *value);
bool value_is_list(const struct value *value);
size_t value_length(const struct names *names, const struct value *value); /* of lists and iterating objects */
struct value value_at(const struct names *names, const struct value *value, size_t i);
/* False when it has no such child. */
bool value_get(const struct names *names, const struct value *value, const char *key, size_t len, struct value *ret_value);
const char *value_key(const struct names *names, const struct value *value, size_t i); /* fixed fields first, then keys; NULL past the end */
/* As a reader sees it; "—" where there is no value. False where it is no single value. */
bool value_print(const struct names *names, const struct value *value, struct strbuf *out);
void value_print_number(double number, int decimals, struct strbuf *out);
void add_unit(const struct names *names, const char *unit, struct strbuf *out);
/* A number with its digits in groups of three, where it has at least `least`. */
void group_digits(const char *number, size_t least, struct strbuf *out);
void add_inexact(const struct names *names, const struct value *number, enum exactness exactness, struct strbuf *out);
const char *value_kind_word(const struct value *value); /* "a number", "text", "a list", … in the reader's language */

/* Names -------------------------------------------------------------------------------------------------- */

struct value names_root(void);

void list_names(const struct names *names, struct strbuf *out);

/* Classes and constructors that files of names share. */
extern const struct value_class unit_class, row_class;
struct value unit_value(const struct unit *unit); /* NULL gives none */
struct value kind_value(const struct unit_kind *kind);
struct value figures_value(void);
struct value opinions_value(const struct names *names); /* figures of satisfaction and awareness by one kind, in the order of kinds */
struct value figure_value(const struct figure_result *result);
struct value unit_figures_value(const struct unit *unit);
struct value figure_cell_value(const struct figure_result *result, const struct figure_cell *cell); /* NULL cell gives none */
struct value figure_here_value(const struct names *names, const struct figure_result *result);
/* Slices over the kind that the table ranks within, else over its first kind: in their order, or widest first; and its policies (names_slices.c). */
struct value slices_value(const struct names *names, const struct table_result *table, bool widest);
struct value policies_value(const struct names *names, const struct table_result *table);
struct value tables_value(void);
struct value scored_tables_value(const struct names *names, size_t by_count);
struct value table_value(const struct table_result *result);
struct value score_number(const struct table_result *table, double score); /* with the table's decimals */
struct value score_nodes_value(const struct table_result *table, const struct score_row *row); /* of a row; NULL: of the table */
struct value score_facets_value(const struct table_result *table, const struct score_row *row);
struct value row_value(const struct names *names, const struct table_result *table, const struct score_row *row);
struct value unit_row_value(const struct names *names, const struct unit *unit);
struct value cells_value(const struct names *names, const struct unit *unit);
struct value collections_value(void);
struct value frequencies_value(void);
struct value unit_attributes_value(const struct names *names, const struct unit *unit);
struct value unit_referred_by_value(const struct names *names, const struct unit *unit);
struct value unit_questions_value(const struct names *names, const struct unit *unit);
struct value earlier_value(void);
struct value earlier_of_figure(const struct names *names, const struct figure *figure);
/* What a unit had in a table in earlier years, in the order of the file; each knows how many places it moved since. */
struct value earlier_of_row(const struct names *names, const struct table_result *table, const struct score_row *row);
struct value evaluation_value(const struct names *names);
struct value basis_value(const struct names *names);
struct value principles_value(const struct names *names);
struct value given_value(void);
/* names_sampling.c */
struct value designs_value(const struct names *names);
struct value populations_value(const struct names *names);
struct value kinds_value(void);
struct value statuses_value(const struct names *names, const struct unit *unit); /* NULL: of all */
struct value status_value(const struct unit_status *status);
struct value not_applicable_value(const struct names *names, const struct unit *unit);
struct value findings_value(void);
struct value ledger_value(void);
struct value finding_value(const struct finding *finding);
struct value instruments_value(void);
struct value instrument_value(const struct instrument *instrument);
struct value facets_value(void);
struct value decisions_value(const struct names *names);
/* names_chance.c: none where it was not computed, or says nothing of the table or row. */
struct value uncertainty_value(const struct names *names);
struct value robustness_value(const struct names *names);
struct value table_uncertainty_value(const struct names *names, const struct table_result *table);
struct value table_robustness_value(const struct names *names, const struct table_result *table);
struct value row_uncertainty_value(const struct names *names, const struct table_result *table, const struct score_row *row);
struct value row_robustness_value(const struct names *names, const struct table_result *table, const struct score_row *row);
struct value row_explained_value(const struct names *names, const struct table_result *table, const struct score_row *row);

/* Facts of results that names and blocks both need ------------------------------------------------------------ */

const struct unit *row_unit(const struct table_result *table, const struct score_row *row, size_t by);
double row_facet(const struct score_row *row, size_t facet, size_t value); /* NaN: none */
double table_facet_mean(const struct table_result *table, size_t facet, size_t value);
double table_facet_weight(const struct table *table, size_t facet, size_t value); /* declared share, percent; 0: no leaf */
double table_node_mean(const struct table_result *table, size_t node);
double node_share(const struct node *node); /* declared share of the whole table, percent */
bool table_mean_differs(const struct table_result *table); /* the mean of the printed scores prints otherwise than the mean */
bool row_concerns(const struct table_result *table, const struct score_row *row, const struct unit *unit);
/* The table that scores this unit: the plan's where it is by its kind, else the first that is by its kind alone. NULL: none. */
const struct table_result *unit_table(const struct names *names, const struct unit *unit);
const struct score_row *unit_row(const struct table_result *table, const struct unit *unit);
const char *figure_definition(const struct names *names, const struct figure *figure);
bool units_refer(const struct unit *unit, const struct unit *to); /* through any attribute */
/* Cells of a figure, best first; the caller gets an array in the names' arena. */
const struct figure_cell **figure_by_value(const struct names *names, const struct figure_result *result, size_t *ret_count);

extern const char *const no_score_words[NO_SCORES];       /* Chinese */
extern const char *const screening_words[SCREEN_ACTIONS]; /* Chinese */

/* The text without the names of units that findings must not name, tags left as they are (anonymous.c). In the names' arena. */
const char *anonymise(const struct names *names, const char *text);

/* May this decision be told? Those on single responses and comments not in the public edition. */
bool decision_shown(const struct names *names, const struct decision *decision);

bool figure_shown(const struct names *names, const struct figure *figure); /* unit by unit, in this edition */
/* Score and place of this row may be told: in the public edition of pairs only those that the evaluation publishes, and of kinds that are not ranked in full only the first
 * few. */
bool row_shown(const struct names *names, const struct table_result *table, const struct score_row *row);

/* In the public edition a number that was taken out, or that rests on fewer confidential answers than the evaluation allows, is not shown: num_hidden(). */
bool is_hidden(const struct names *names, const struct instrument *instrument, double base);

/* What was computed of a table or row besides its scores; NULL. */
const struct table_uncertainty *table_uncertainty_of(const struct results *results, const struct table_result *table); /* NULL without any interval */
const struct table_robustness *table_robustness_of(const struct results *results, const struct table_result *table);
const struct explanation *explanation_of(const struct results *results, const struct table_result *table, const struct score_row *row);
const char *range_text(struct arena *arena, double low, double high, int decimals); /* 3–5, 3, — */

/* Templates ------------------------------------------------------------------------------------------------ */

struct format_call {
    struct pos pos;
    const char *name;
    const char *argument; /* NULL: none */
};

struct part;

typedef struct {
    struct part *at;
    size_t count;
} parts;

enum part_kind { PART_TEXT, PART_VALUE, PART_SECTION, PART_INVERTED, PART_PARTIAL };

struct part {
    enum part_kind kind;
    struct pos pos; /* of the text, or of the name in the tag */
    const char *text; /* of PART_TEXT; else the name as written */
    size_t len;
    bool markdown; /* {{& }} */
    bool optional; /* {{#name?}} */
    bool failed;   /* a problem here was reported */
    bool unseen;   /* a section that was passed over: its names were looked up */
    LIST_OF(struct format_call) formats;
    parts children;
};

/* Parses `text`, which the arena keeps. Problems go to `diags`; what could be read is returned all the same. */
void template_parse(struct arena *arena, const char *file, const char *text, size_t len, struct diags *diags, parts *ret_parts);

/* Formats ------------------------------------------------------------------------------------------------ */

/* `*value` through one format. False, with a problem, where the format is unknown or does not take such a value. */
bool format_apply(const struct names *names, const struct format_call *call, const char *name, struct value *value, struct diags *diags);

/* Expansion ------------------------------------------------------------------------------------------------ */

#define SENTINEL_BEGIN "\xEF\xB7\x90" /* U+FDD0 */
#define SENTINEL_END "\xEF\xB7\x91"   /* U+FDD1 */

struct chunk { /* where a stretch of the output comes from */
    size_t offset;
    struct pos pos;
    bool literal; /* columns and lines go on as in the template; else all of it stands at `pos` */
};

struct expansion {
    struct strbuf text;
    LIST_OF(const char *) values;
    LIST_OF(const char *) sources; /* beside them */
    LIST_OF(struct chunk) chunks;
};

struct builder {
    struct arena *arena;
    struct names names;
    const struct report_options *options;
    struct diags *diags;
    struct doc *doc;
    struct map templates; /* file name → struct loaded_template */
    struct expansion expansion;
    const char *folder; /* of a document without evaluation: its pictures lie there; NULL */
    size_t *lines; /* offset of each line of the expansion */
    size_t line_count;
    LIST_OF(const struct analysis_block *) printed[2]; /* analyses that stand in the document as tables, as charts */
    bool heading_bare; /* the last block had nothing to print and wants no heading above it */
};

const char *say(const struct builder *b, const char *chinese) __attribute__((format_arg(2)));


/* Expands the plan's template. False when there were errors. */
bool expand(struct builder *b, const char *file);
/* Takes text as it is, tags and all. */
void expand_nothing(struct builder *b, const char *file, const char *text, size_t len);
/* Expands a template that is no file; places name it "-". */
bool expand_text(struct builder *b, const char *text);

struct pos expansion_pos(const struct expansion *expansion, size_t offset);
/* Up to the next value: what stands before it goes to `out`, *text moves past it, *ret_value is its number; false when there is none left and all went to `out`. */
bool expansion_next(const struct expansion *expansion, const char **text, const char *end, struct strbuf *out, size_t *ret_value);
/* `text` with values in the places of sentinels, at the end of `out`. */
void expansion_restore(const struct expansion *expansion, const char *text, size_t len, struct strbuf *out);

/* Warns of numbers that stand in the prose of a template, or of a finding called `what`, which is at `pos`. */
void typed_numbers(const char *file, const char *text, size_t len, const char *what, struct pos pos, struct diags *diags);

/* Markdown → document --------------------------------------------------------------------------------------- */

void markdown_to_doc(struct builder *b);
/* Runs of one line of plain text, values put back and new lines as breaks. */
void add_plain(struct doc *doc, doc_runs *runs, unsigned flags, const char *text);

/* figures.c: pictures, labels, cover and code --------------------------------------------------------------- */

/* How much of a text of the template stands before a label `{#id}` at its end; the id, where there is one, in the document's arena. */
size_t label_begin(const char *text, struct doc *doc, const char **ret_id);
/* The picture in a file beside the templates, in the evaluation's folder, or beside a document without evaluation. NULL, with a problem at `pos`. */
struct doc_image *report_image(struct builder *b, const char *file, struct pos pos);

/* Fenced blocks ----------------------------------------------------------------------------------------------- */

struct block_value {
    const char *text; /* values put back */
    struct pos pos;
};

struct block_entry {
    const char *key;
    struct pos pos;
    LIST_OF(struct block_value) values;
    bool used;
};

struct block {
    struct builder *b;
    struct pos pos;
    LIST_OF(struct block_entry) entries;
    LIST_OF(const char *) asked; /* keys that were looked for: what would be accepted */
    bool failed;
};

/* Reads `key: value` lines; `offset` is that of `text` in the expansion. */
void block_parse(struct builder *b, const char *text, size_t offset, struct pos pos, struct block *ret_block);
const struct block_entry *block_entry(struct block *block, const char *key); /* NULL when absent */
const char *block_text(struct block *block, const char *key); /* NULL when absent */
long block_whole(struct block *block, const char *key, long fallback, long min, long max);
bool block_yes(struct block *block, const char *key, bool fallback);
/* Index of the value among words; `fallback` when absent; −1, with a problem, when it is none of them. */
int block_word(struct block *block, const char *key, const char *const *words, size_t count, int fallback);
const struct table_result *block_table(struct block *block, const char *key); /* NULL, with a problem, when absent or unknown */
const struct figure_result *block_figure(struct block *block, const struct block_value *value);
const struct unit_kind *block_kind(struct block *block, const char *key); /* NULL when absent */
const struct instrument *block_instrument(struct block *block, const char *key);
bool block_one_kind(struct block *block, const struct table_result *table); /* false, with a problem, where it runs over pairs; or NULL */
/* Row indices of a table to show, by its keys `order` and `top`: by place or in the official order; in the public edition those that may be ranked
 * publicly, and the report's own unit always. */
size_t block_rows_to_show(struct block *block, const struct table_result *table, const size_t **ret_rows);
/* Their units as categories of a chart, the report's own marked. */
void block_name_rows(struct block *block, const struct table_result *table, const size_t *rows, size_t count, struct doc_chart *chart);
/* Which of `count` rows in order a chart shows, by its key `near: N` (block_near.c): the first and last N and N to either side of `own` (SIZE_MAX: none), with BLOCK_GAP
 * where rows are left out; all where the key is absent or rows are few. */
#define BLOCK_GAP SIZE_MAX
size_t block_near(struct block *block, size_t count, size_t own, const size_t **ret_rows);
/* Facet index; −1 when absent or, with a problem, unknown. */
int block_facet(struct block *block, const char *key);
void block_fail(struct block *block, struct pos pos, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool block_end(struct block *block); /* reports unknown keys; false when anything failed */

/* A question, or an item of it: `instrument.question` or `instrument.item`. */
struct question_ref {
    const struct instrument *instrument;
    const struct question *question;
    const struct item *item;
};
bool block_question(struct block *block, const struct block_value *value, struct question_ref *ret_ref);

/* The block's own notes, sentences one after another. */
struct notes {
    const struct builder *builder;
    struct strbuf text;
    size_t count;
};
void notes_init(struct notes *notes, const struct block *block);
/* `format` is one of the fixed texts: it is said in the language of the document. */
void notes_add(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));
void notes_finish(struct block *block, struct notes *notes, const char **ret_note); /* adds the author's `note`, "注：" before; releases */

/* Says what `block_near` left out; nothing where it left out nothing. */
void notes_add_near(struct block *block, struct notes *notes, const size_t *rows, size_t shown, size_t count);

struct doc_table *block_new_table(struct block *block, size_t columns, const char *caption, ...) __attribute__((format(printf, 3, 4)));
struct doc_chart *block_new_chart(struct block *block, enum chart_kind kind, const char *caption, ...) __attribute__((format(printf, 3, 4)));
/* Cells that belong together (table_spans.c). `marks` has one for each place, row by row, the header's row first. Cells that belong to another are taken out,
 * and rows that hang with the header's become header rows. False, with the place that does not fit, where they make no rectangles; the table is then as before. */
enum span_mark { SPAN_NONE, SPAN_LEFT, SPAN_ABOVE };
bool table_spans(struct arena *arena, struct doc_table *table, const enum span_mark *marks, size_t rows, size_t columns, size_t *ret_bad);
/* After it was made (block_finish.c): why numbers are not shown, capitals, a sentence instead of an empty one. */
void block_finish(struct block *block, struct doc_block *at);
void block_say_inside(struct block *block); /* that the public edition leaves it out */
void keep_together(struct doc_table *table); /* a short table stays on one page; accepts NULL */
struct doc_cell *cell_number(struct builder *b, struct doc_row *row, double number, int decimals);
/* Says which published number a cell shows; nothing where no marks are wanted. Returns the cell. */
struct doc_cell *cell_mark(struct builder *b, struct doc_cell *cell, const char *source);
struct doc_cell *cell_place(struct builder *b, struct doc_row *row, double place);
struct doc_cell *cell_authority(struct builder *b, struct doc_row *row, const char *authority, const char *date); /* who decided and when; "—" where nobody said */
/* What does not apply under a table, why places are fixed, where the printed mean differs. */
void notes_add_table(struct builder *b, struct notes *notes, const struct table_result *table);

void block_table_build(struct block *block);
void block_chart_build(struct block *block);
void block_cover_build(struct block *block);
void block_qr_build(struct block *block);

/* One kind of table each, `table_kinds` in block_table.c. */
typedef void block_builder(struct block *block);
block_builder build_ranking_table, build_facets_table, build_cells_table, build_matrix_table, build_pairs_table, build_slices_table, build_policies_table, build_weights_table, build_fixed_table, build_not_applicable_table;
block_builder build_frequencies_table, build_figures_table, build_collection_table, build_rules_table, build_earlier_table, build_decisions_table, build_missing_table;
block_builder build_analysis_table, build_analysis_chart;
block_builder build_uncertainty_table, build_robustness_table, build_choices_table, build_explain_table, build_needed_table, build_effects_table;
block_builder build_intervals_chart, build_places_chart;
block_builder build_ranking_chart, build_profile_chart, build_stacked_chart, build_heat_chart, build_figure_chart, build_slices_chart;
block_builder build_slope_chart, build_histogram_chart, build_box_chart, build_funnel_chart, build_line_chart;

/* Counts of a question for the unit of the report, or for all. */
const struct frequency_cell *frequency_of(const struct names *names, const struct question_ref *ref, const struct unit *unit);
const struct scale *question_scale(const struct question *question);

#endif
