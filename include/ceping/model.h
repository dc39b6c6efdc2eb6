/* SPDX-License-Identifier: GPL-3.0-or-later
 * The model: what an evaluation is, as plain data. Who wrote it (YAML) and what fills it (files, SQL) are unknown here.
 *
 * Everything lives in the arena of `struct evaluation` and stays put once it is linked; pointers among objects are then valid
 * for its life. Objects keep their place in the file for good. References are written as `struct name` and linked to a pointer beside
 * it once all files are read. "index" always counts from 0 in the order of the file, which is the official order for units.
 */
#ifndef CEPING_MODEL_H
#define CEPING_MODEL_H

#include "ceping/base.h"
#include "ceping/base_diag.h"
#include "ceping/model_judgements.h"
#include "ceping/model_sampling.h"

#define MODEL_KINDS_MAX 16 /* unit kinds of an evaluation */
#define MODEL_BY_MAX 3     /* kinds in `by` of a figure or a table */
#define NO_UNIT (-1)

/* Languages of documents ----------------------------------------------------------------------------------
 *
 * What an evaluation says is Chinese; beside a text may stand its English (`name_en`). evaluation_speak() changes places of the two, so that
 * whoever reads the model sees one language and nobody chooses. */

enum language { LANGUAGE_CHINESE, LANGUAGE_ENGLISH, LANGUAGES };

/* An entry of the list of words: a text of the evaluation, whole, and its English. */
struct translation {
    struct pos pos;
    const char *chinese, *english;
    bool used; /* some text of the evaluation is it */
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

/* Instruments ---------------------------------------------------------------------------------------------- */

/* Why there is no answer. Kept apart from loading to report; never zero. Letters as in the store's `_why`. */
enum missing {
    MISSING_NONE,
    MISSING_NOT_ASKED,      /* n: condition not met, or not in this version */
    MISSING_SKIPPED,        /* s: the platform says that logic jumped over it */
    MISSING_BLANK,          /* b */
    MISSING_DONT_KNOW,      /* d */
    MISSING_NOT_APPLICABLE, /* a */
    MISSING_UNREADABLE,     /* u: several marks, unknown code, out of range */
    MISSING_CANCELLED,      /* c: by a screening rule */
    MISSING_KINDS
};

extern const char *const missing_ids[MISSING_KINDS];    /* "none", "not_asked", "skipped", "blank", "dont_know", "not_applicable", "unreadable", "cancelled" */
extern const char *const missing_labels[MISSING_KINDS]; /* English source strings for _(); Chinese in the catalogue */
extern const char missing_letters[MISSING_KINDS + 1];   /* ".nsbdauc" */

struct option_score {
    struct name vector; /* id of a score vector of the scale */
    double value;       /* NaN: not scored */
};

struct option {
    struct pos pos;
    int code; /* 1…; in the order of the questionnaire */
    const char *label, *label_en;
    LIST_OF(const char *) aliases;
    bool satisfied;       /* counts as satisfied */
    bool aware;           /* counts as aware (知道) */
    bool other;           /* "其他", with a text */
    bool exclusive;       /* "以上都没有" */
    enum missing missing; /* choosing it is no answer: don't know, not applicable */
    LIST_OF(struct option_score) scores;
    struct unit *unit;    /* which unit it stands for, in a multiple question about units; NULL */
};

struct scale {
    struct pos pos;
    const char *id;
    const char *name;
    LIST_OF(struct option) options;
    LIST_OF(const char *) vectors; /* names of the score vectors, first is the default */
};

enum question_type {
    QUESTION_SINGLE,
    QUESTION_MULTIPLE,
    QUESTION_SCALE,  /* one of a scale */
    QUESTION_MATRIX, /* items × one scale */
    QUESTION_RANK,   /* a place for each option */
    QUESTION_NUMBER,
    QUESTION_TEXT,
    QUESTION_DATE,
    QUESTION_UNIT, /* the answer is a unit of a kind: 您所在的区县 */
    QUESTION_TYPES
};

struct item {
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    const char *short_title, *short_en; /* = title where not given */
    bool reversed;
};

struct question {
    struct pos pos;
    const char *id;
    int number; /* printed number; 0 none */
    enum question_type type;
    const char *title, *title_en;
    const char *short_title, *short_en; /* for tables and charts; = title where not given */
    LIST_OF(const char *) aliases; /* other titles in exports */
    struct name scale_name;
    struct scale *scale; /* of single, multiple, scale, matrix, rank: options written in the question make a scale of its own */
    LIST_OF(struct option) options;
    LIST_OF(struct item) items; /* rows of a matrix or columns of a grid; empty: the question is its own item */
    struct name over_name;      /* asked for each unit of a kind */
    struct unit_kind *over;
    struct name kind_name; /* QUESTION_UNIT: of which kind */
    struct unit_kind *kind;
    bool required;
    struct name asked_if; /* condition; text NULL when always asked */
    double min, max;      /* numbers; NaN: open. Multiple: at most `max` options */
    double step;          /* numbers must be a multiple; 0: any */
    const char *unit;     /* 分, 次 */
    const char *note;     /* printed on the form */
};

enum variable_type { VARIABLE_CODE, VARIABLE_NUMBER, VARIABLE_TEXT, VARIABLE_UNIT, VARIABLE_MARK, VARIABLE_TYPES };

/* One column of answers: an item, for one unit where the question runs over units, or one option of a multiple question.
 * Made from the questions by the linker, in the order of the questionnaire: question, item, unit, option. */
struct variable {
    const char *id; /* sat__p05, q6__3, tj__zd; lower case */
    enum variable_type type;
    struct question *question;
    struct item *item;     /* NULL: the question itself */
    struct unit *unit;     /* NULL unless `over` */
    struct option *option; /* multiple, rank: that option; else NULL */
    int index;             /* within the instrument */
};

enum about_source { ABOUT_QUESTION, ABOUT_COLUMN, ABOUT_RATER, ABOUT_SOURCES };

/* What a response is about: a unit of `kind`, answered in a question, in a column of the file, or the rater's own unit. */
struct about {
    struct pos pos;
    struct name kind_name;
    struct unit_kind *kind;
    struct name question_name;
    struct question *question;
    const char *column; /* header of the column */
};

struct issued {
    struct pos pos;
    struct name unit_name; /* NULL text: in all */
    struct unit *unit;
    double count;
};

enum screening_action { SCREEN_VOID, SCREEN_FLAG, SCREEN_CANCEL, SCREEN_NOT_ELIGIBLE, SCREEN_ACTIONS };

/* Rules of method §3. A built-in rule is a condition with declared thresholds: the linker writes `when` from them. */
enum screening_builtin { SCREEN_OWN, SCREEN_V01, SCREEN_V02, SCREEN_V03, SCREEN_V04, SCREEN_V05, SCREEN_V06, SCREEN_V07, SCREEN_V08, SCREEN_V09, SCREEN_V10, SCREEN_V11, SCREEN_BUILTINS };

struct screening_rule {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    struct name when; /* condition */
    enum screening_builtin builtin;
    double share, of_median, seconds, seconds_per_item, run, per_hour; /* thresholds of a built-in rule, where given: `when` is made of them */
    struct name item; /* V06: the trap */
    int code;         /* and the answer that it asks for */
    LIST_OF(struct name) with; /* applies only where one of these rules does too */
    enum screening_action action;
    LIST_OF(struct name) items; /* cancelled ones: items or questions; V02: those that must be answered */
    const char *reason, *reason_en;
};

enum column_role { COLUMN_ANSWER, COLUMN_IGNORE, COLUMN_KEY, COLUMN_SECONDS, COLUMN_SUBMITTED, COLUMN_RATER, COLUMN_UNIT, COLUMN_PERSONAL, COLUMN_SOURCE, COLUMN_OPERATOR, COLUMN_ROLES };

struct column_map {
    struct pos pos;
    const char *column; /* header as in the file */
    struct name to;     /* variable, question, "ignore", "key", "seconds", "submitted", "rater", "source", "personal", or a kind that is declared in `about` or `rows` */
};

enum instrument_kind { INSTRUMENT_QUESTIONNAIRE, INSTRUMENT_RATING, INSTRUMENT_RECORD, INSTRUMENT_KINDS };
enum confidential { CONFIDENTIAL_NONE, CONFIDENTIAL_RESPONDENTS, CONFIDENTIAL_RATERS, CONFIDENTIALS };

/* A question whose answers are compared among responses. */
struct compared_question {
    struct name name;
    const struct question *question;
};
typedef LIST_OF(struct compared_question) compared_questions;

struct instrument {
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    const char *short_title, *short_en;
    enum instrument_kind kind;
    const char *respondents; /* who answers, in words */
    const char *collected_from, *collected_to; /* first and last day of the collection, ISO; NULL: not stated */
    enum confidential confidential;
    const char *platform; /* wanted platform, or NULL: recognised */
    const char *key;      /* header of the column that identifies a row; NULL: the platform's, else a hash of all cells */
    struct name panel_name;
    struct panel *panel;  /* raters */
    const char *rater_column;
    struct name duty_name; /* each rater of the panel must rate all units of this kind, or those that he `rates`; never his own */
    struct unit_kind *duty;
    struct name rows_name; /* a sheet is spread over several rows of a file, one for each unit of this kind (grids) */
    struct unit_kind *rows;
    const char *rows_column;
    const char *title_row; /* reserved for platforms with a title above the header */
    LIST_OF(struct about) about;
    LIST_OF(struct issued) issued;
    LIST_OF(struct scale) scales;
    LIST_OF(struct question) questions;
    struct name source_name, serial_name;    /* variables that tell where a response came from (device, address) and the number of its form */
    const struct variable *source, *serial; /* NULL where not known */
    struct name counts_name;                 /* variable that says for how many equal responses a row stands: answers grouped elsewhere */
    const struct variable *counts;           /* NULL: each row is one response */
    LIST_OF(struct screening_rule) screening;
    LIST_OF(struct name) repeat_names, burst_names; /* questions compared for the indices _repeat and _burst */
    compared_questions repeats, bursts;             /* linked */
    LIST_OF(struct column_map) columns;
    /* made by the linker */
    LIST_OF(struct variable) variables;
    const char *hash; /* SHA-256 over everything that gives answers a meaning: ids, types, codes, units */
    int index;
};

/* Figures -------------------------------------------------------------------------------------------------- */

enum statistic {
    STAT_COUNT,  /* responses (no items), or answers */
    STAT_SUM,
    STAT_MEAN,
    STAT_TRIMMED_MEAN, /* `trim` lowest and as many highest dropped when there are at least `trim_from` values */
    STAT_MEDIAN,
    STAT_MIN,
    STAT_MAX,
    STAT_RANGE,
    STAT_SHARE,  /* of answers whose code is in `codes`, or of responses for which `is` is true; percent */
    STAT_RATIO,  /* sum of the first item over sum of the second; percent when `percent` */
    STAT_TOP1,   /* satisfaction rates: percent */
    STAT_TOP2,
    STAT_TOP3,
    STAT_SATISFIED, /* codes marked satisfied */
    STAT_SCORE,     /* mean of a score vector */
    STAT_AWARENESS, /* codes marked aware, of all valid who got the item; percent */
    STATISTICS
};

extern const char *const statistic_ids[STATISTICS];    /* "count", "sum", …, "rate_top1", "rate_top2", "rate_top3", "rate_satisfied", "score", "awareness" */
extern const char *const statistic_formulas[STATISTICS]; /* Chinese, printed as definition */

enum base { BASE_ANSWERED, BASE_WITH_DONT_KNOW, BASE_ASKED, BASES };

extern const char *const base_ids[BASES]; /* "answered" (default), "answered_or_dont_know", "asked" (all valid to whom it was put) */

struct figure {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(struct name) item_names; /* instrument.item, instrument.question, instrument.variable; instrument alone counts responses */
    struct instrument *instrument;
    LIST_OF(struct variable *) variables; /* linked: all columns named, in order */
    size_t first_variables;               /* STAT_RATIO: how many of them belong to the numerator */
    enum statistic statistic;
    bool all_responses;           /* also those that screening left out: to say what it changed */
    struct name where;            /* condition on a response (and the cell, by `this.`); text NULL: all valid */
    struct name is;               /* STAT_SHARE: condition that counts */
    LIST_OF(int) codes;           /* STAT_SHARE on coded items */
    const char *vector;           /* STAT_SCORE; NULL: the scale's first */
    LIST_OF(struct name) by_names;
    struct unit_kind *by[MODEL_BY_MAX];
    size_t by_count;
    enum base base;
    struct name drop_own_kind; /* drop_own: {kind: district, attribute: project.origin}: an answer is left out when its unit of `kind` stands in */
    struct name drop_own_of;   /* the attribute of its unit of the other kind */
    struct unit_kind *own_kind, *own_of_kind;
    const char *own_attribute;
    bool count_own; /* also what raters say of their own unit, which is left out otherwise */
    struct name weights; /* a weighting, or a number item by which responses count; text NULL: 1 each */
    const struct weighting *weighting; /* one of them, or neither */
    const struct variable *weight;
    int trim, trim_from;
    bool percent;
    int decimals;
    const char *unit; /* 分, %, 次 */
    const char *unit_en, *definition_en;
    const char *definition; /* in words; NULL: made from the statistic */
    int index;
};

enum exactness { EXACT, OVER, NEAR, ABOUT, EXACTNESSES }; /* 余 近 左右 */

/* A number typed in: always with its source. */
struct given {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    double value;
    const char *unit, *unit_en;
    enum exactness exactness;
    const char *source, *source_en;
    const char *as_of;
};

/* The same figure in an earlier year. */
struct earlier {
    struct pos pos;
    struct name figure_name;
    struct figure *figure;
    struct name table_name; /* or the score and place in a table */
    struct table *table;
    const char *label, *label_en; /* in words */
    int year;
    struct name unit_name;
    struct unit *unit;
    double value, numerator, denominator; /* NaN where not known */
    double place;
    struct name statistic_name; /* its definition then */
    enum statistic statistic;
    bool statistic_known;
    const char *definition, *definition_en;
    const char *source, *source_en;
};

/* Rubric --------------------------------------------------------------------------------------------------- */

struct facet {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(const char *) values; /* in the order of tables */
    text_list values_en;
};

struct facet_mark {
    const char *facet;
    const char *value;
    struct pos pos;
    int facet_index, value_index; /* linked */
};

enum transform_kind { TRANSFORM_NONE, TRANSFORM_LINEAR, TRANSFORM_STEPS, TRANSFORM_DEDUCT, TRANSFORM_SHARE_OF_GREATEST, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE, TRANSFORMS };

struct step {
    double from; /* value ≥ from */
    double score;
};

struct transform {
    enum transform_kind kind;
    double from, to;         /* linear, min–max: anchors of 0 and 100 (`low`, `high` of the result below) */
    double low, high;        /* result at the anchors; default 0 and 100 */
    double start, each;      /* deduct: start − each · value, not below `low` */
    LIST_OF(struct step) steps; /* highest first */
};

enum policy { POLICY_REWEIGHT, POLICY_ZERO, POLICY_UNIT_MEAN, POLICY_ITEM_MEAN, POLICY_ADDITIVE, POLICIES };

extern const char *const transform_ids[TRANSFORMS]; /* as rubric.yaml writes them */
extern const char *const policy_ids[POLICIES];
extern const char *const policy_labels[POLICIES]; /* Chinese */

enum aggregate { AGGREGATE_MEAN, AGGREGATE_MEDIAN, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_SUM, AGGREGATES };

extern const char *const aggregate_ids[AGGREGATES];

struct node {
    struct pos pos;
    const char *id; /* unique in its table */
    const char *name, *name_en;
    double weight;
    struct pos weight_pos;
    LIST_OF(struct node) children;
    struct name figure_name; /* leaf: a figure … */
    struct figure *figure;
    struct name table_name; /* … or another table, aggregated over a kind */
    struct table *table;
    enum aggregate aggregate;
    struct name over_name;
    struct unit_kind *over;
    const char *via;          /* attribute of the units of `over` that refers to this table's kind: project.lead */
    struct transform transform;
    LIST_OF(struct facet_mark) facets;
    bool missing_set;
    enum policy missing;      /* when set: overrides the table's */
    double min_base;          /* fewer answers than this: no value; default 1 */
    struct node *parent;
    int index; /* within its table, in order of a walk that visits parents first */
};

struct adjustment { /* bonus or deduction */
    struct pos pos;
    const char *id;
    const char *name;
    struct name figure_name;
    struct figure *figure;
    struct name unit_name; /* or points given to one unit … */
    struct unit *unit;
    double points;         /* … with reason and authority; or points for each counted */
    double cap;            /* of this item; infinite when none */
    const char *reason;
    const char *authority;
    const char *date;
};

struct fixed_place {
    struct pos pos;
    struct name unit_name;
    struct unit *unit;
    int place;
    const char *reason, *reason_en;
    const char *authority, *authority_en;
    const char *date;
};

enum tie_rule { TIES_COMPETITION, TIES_DENSE, TIES_MODIFIED, TIES_ORDINAL, TIES_FRACTIONAL, TIE_RULES };

extern const char *const tie_rule_ids[TIE_RULES];

struct band {
    struct pos pos;
    double from; /* score ≥ from */
    const char *label, *label_en;
};

struct table {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(struct name) by_names;
    struct unit_kind *by[MODEL_BY_MAX];
    size_t by_count;
    struct name best_of_name; /* only the best `best` units of another table */
    struct table *best_of;
    int best;
    LIST_OF(struct name) only_names; /* only these units */
    LIST_OF(struct unit *) only;
    bool relative; /* weights need not add up to 100 */
    struct node root; /* its children are the tree */
    LIST_OF(struct node *) nodes; /* all of them by index, root excluded */
    enum policy not_applicable;
    enum policy missing;
    double coverage; /* below this share of weight: no score; default 2/3 */
    LIST_OF(struct adjustment) bonus;
    LIST_OF(struct adjustment) deductions;
    double bonus_cap, deduction_cap; /* infinite when none */
    double score_max;                /* after bonus; infinite when none */
    LIST_OF(struct fixed_place) fixed_places;
    enum tie_rule ties;
    bool ties_exact; /* ties on the exact instead of the printed score */
    LIST_OF(struct name) tie_break_names; /* node ids, figure ids or "order" */
    LIST_OF(struct node *) tie_break;
    struct name slice_name; /* rank within units of this kind too (month, project) */
    struct unit_kind *slice;
    int streak; /* 0: slices do not follow each other; else they do, and so many last places in a row call for attention */
    bool ranked; /* false: scores only */
    int decimals;
    LIST_OF(struct band) bands; /* highest first */
    bool bands_exact;
    int index;
};

struct rubric {
    struct pos pos;
    LIST_OF(struct facet) facets;
    LIST_OF(struct table) tables;
    LIST_OF(struct table *) order; /* so that each comes after those it rests on */
};

#include "ceping/model_ledger.h"

/* The evaluation -------------------------------------------------------------------------------------------- */

struct document_ref {
    struct pos pos;
    const char *title, *title_en;
    const char *number;
};

struct finding {
    struct pos pos;
    const char *id;
    const char *kind; /* practice, effect, problem, cause, recommendation */
    const char *title, *title_en;
    const char *text, *text_en;
    LIST_OF(struct name) unit_names;
    LIST_OF(struct unit *) units;
    LIST_OF(struct name) links; /* to other findings */
};

struct decision { /* a row of decisions.csv */
    struct pos pos;
    const char *object, *decision, *reason, *authority, *who, *date;
};

/* Options of an analysis; which of them a measure takes and needs, `analyse` knows. */
enum analysis_option {
    OPTION_BY,
    OPTION_STRATA,
    OPTION_WEIGHTS,
    OPTION_DESIGN,
    OPTION_OF,
    OPTION_STATISTIC,
    OPTION_SEED,
    OPTION_REPLICATES,
    OPTION_METHOD,
    OPTION_MARGIN,
    OPTION_SHARE,
    OPTION_POPULATION,
    OPTION_DEFF,
    OPTION_RESPONSE_RATE,
    OPTION_LESS_IS_BETTER,
    ANALYSIS_OPTIONS
};

extern const char *const analysis_option_ids[ANALYSIS_OPTIONS]; /* the keys */

struct analysis { /* asked for by name; read by `analyse` */
    struct pos pos;
    struct name measure;
    LIST_OF(struct name) items;
    struct name by_name;    /* a kind, or an item whose answers make groups */
    struct name strata;     /* the same */
    struct name weights;    /* a weighting, or a number item */
    struct name design;     /* a sample design */
    struct name of;         /* judgements, dispositions, a score table */
    struct name statistic;  /* of resampling */
    struct name method;     /* level of measurement, weights of kappa, way of standardising … */
    int seed, replicates;   /* −1: not given */
    double margin, share, population, deff, response_rate; /* NaN: not given; percent where the key says so */
    LIST_OF(struct name) less_is_better; /* criteria */
    struct pos option_pos[ANALYSIS_OPTIONS]; /* of the value; line 0: not given */
    bool unlinked;                           /* names something that is not there, which was reported */
};

struct report_plan {
    struct pos pos;
    const char *id;
    const char *name;
    const char *theme; /* NULL: that of the evaluation */
    bool language_set;
    enum language language;
    const char *template_file;
    struct name each_name; /* one for each unit of this kind */
    struct unit_kind *each;
    const char *table; /* score table that the report is about; NULL */
    const char *file;  /* name pattern without ending; NULL: id, or id-unit */
};

struct disclosure {
    double min_base;   /* people whose answers are confidential; default 10 */
    double min_raters; /* where raters are confidential; default 5 */
    double protection; /* nobody may bound a hidden number closer than this share of its base, percent; default 50 */
    double dominance;  /* a sum of which one answer makes more than this is hidden, percent; default 50 */
    LIST_OF(struct name) ranked_publicly;
    int top;
    LIST_OF(struct name) cumulative; /* figures that go on counting the answers of the earlier edition */
    LIST_OF(struct figure *) cumulative_figures;
    LIST_OF(struct name) anonymous; /* kinds whose units are not named … */
    LIST_OF(struct unit_kind *) anonymous_kinds;
    LIST_OF(const char *) anonymise; /* … in findings of these kinds */
};

/* How uncertainty and robustness are computed (score_study.h, score_robustness.h). */
struct uncertainty_settings {
    struct pos pos;
    int seed;
    int replicates;    /* of the bootstrap */
    double level;      /* of intervals and place ranges */
    int normal_above;  /* responses of a stratum, above which sums are drawn from their covariance */
    double weights;    /* how much weights vary, percent */
    int runs;          /* with other weights */
    int samples;       /* of the inputs, for sensitivity indices: samples × (inputs + 2) runs */
};

/* How the open data may be used, and where they stand. Nothing is filled in for what is not given. */
struct publication {
    const char *licence;         /* its name: CC BY 4.0 */
    const char *licence_address; /* of its text */
    const char *address;         /* of the site */
    const char *contact;         /* for questions and mistakes found */
};

struct evaluation {
    struct arena *arena;
    const char *folder;
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    enum language language; /* of its reports, where a report does not say */
    enum language spoken;   /* in which its texts stand now: evaluation_speak() */
    const char *theme;      /* of its reports; NULL: official */
    const char *subject; /* 全市2017年20项创新改革经验推广推介情况 */
    const char *subject_en, *commissioner_en, *evaluator_en, *team_en, *members_en, *duration_en;
    text_list principles_en;
    LIST_OF(struct translation) english; /* english.yaml */
    int year;
    const char *report_date; /* ISO */
    const char *commissioner;
    const char *evaluator;
    const char *team;    /* 署名 */
    const char *members; /* in words */
    const char *duration;
    const char *address; /* of the published page; NULL */
    bool simulated;
    LIST_OF(struct document_ref) basis;
    LIST_OF(const char *) principles;
    LIST_OF(struct unit_kind) kinds;
    LIST_OF(struct not_applicable) not_applicable;
    LIST_OF(struct unit_status) statuses;
    LIST_OF(struct panel) panels;
    LIST_OF(struct population) populations;
    LIST_OF(struct weighting) weightings;
    LIST_OF(struct sample_design) designs;
    LIST_OF(struct dispositions) dispositions;
    LIST_OF(struct judgement) judgements;
    LIST_OF(struct instrument *) instruments;
    LIST_OF(struct figure) figures;
    LIST_OF(struct given) given;
    LIST_OF(struct earlier) earlier;
    LIST_OF(struct finding) findings;
    struct ledger ledger; /* ledger.yaml, where there is one */
    LIST_OF(struct analysis) analyses;
    LIST_OF(struct report_plan) reports;
    LIST_OF(struct decision) decisions;
    struct disclosure disclosure;
    struct uncertainty_settings uncertainty;
    struct publication publication;
    struct rubric rubric;
};

/* Creating and looking up -------------------------------------------------------------------------------- */

struct evaluation *evaluation_new(const char *folder);
void evaluation_free(struct evaluation *evaluation); /* accepts NULL */
/* Its texts in `language` from now on; those without a translation stay Chinese. */
void evaluation_speak(struct evaluation *evaluation, enum language language);

struct unit_kind *evaluation_kind(const struct evaluation *evaluation, const char *id);
struct instrument *evaluation_instrument(const struct evaluation *evaluation, const char *id);
struct figure *evaluation_figure(const struct evaluation *evaluation, const char *id);
struct given *evaluation_given(const struct evaluation *evaluation, const char *id);
struct table *evaluation_table(const struct evaluation *evaluation, const char *id);
/* By id, in all kinds when `kind` is NULL. */
struct unit *evaluation_unit(const struct evaluation *evaluation, const struct unit_kind *kind, const char *id);
/* By id, name, short name or alias, compared by text_key(). NULL when none, or when two match (*ret_ambiguous). */
struct unit *unit_kind_recognise(const struct unit_kind *kind, const char *text, bool *ret_ambiguous);
struct variable *instrument_variable(const struct instrument *instrument, const char *id);
struct question *instrument_question(const struct instrument *instrument, const char *id);
struct option *scale_option(const struct scale *scale, int code);
const struct attribute_value *unit_attribute(const struct unit *unit, const char *key); /* NULL when not given */
/* Does attribute `key` of `unit` name `other`? */
bool unit_refers(const struct unit *unit, const char *key, const struct unit *other);
/* Are these units (NULL entries ignored) declared as not applicable together? The entry, or NULL. */
const struct not_applicable *evaluation_not_applicable(const struct evaluation *evaluation, struct unit *const *units, size_t count);
const struct unit_status *evaluation_status(const struct evaluation *evaluation, const struct unit *unit);
/* Score of an option in a vector (NULL: the scale's first); NaN when not scored. */
double option_score(const struct scale *scale, const struct option *option, const char *vector);

/* The public edition ----------------------------------------------------------------------------------------- */

/* How many people must stand behind a number of this instrument: `min_base` or `min_raters`; 0 where answers are not confidential, or for NULL. */
double evaluation_least_people(const struct evaluation *evaluation, const struct instrument *instrument);
/* Are places of this kind published in full? Else those of the first `top`. */
bool evaluation_ranked_publicly(const struct evaluation *evaluation, const struct unit_kind *kind);
/* Does the public edition keep back which units a finding of this kind speaks of? */
bool evaluation_anonymises(const struct evaluation *evaluation, const char *finding_kind);
bool evaluation_kind_anonymous(const struct evaluation *evaluation, const struct unit_kind *kind);

/* Makes `variables` from the questions (called by the linker) and `hash`. */
void instrument_make_variables(struct arena *arena, struct instrument *instrument);

/* The model as text, every field with its place: `ceping dump --stage model`. */
void evaluation_dump(const struct evaluation *evaluation, struct strbuf *out);

#endif
