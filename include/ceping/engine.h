/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine: one call each to open, load, screen and score an evaluation. What the command, `verify` and the tests use.
 *
 *     struct engine *engine = engine_open("surveys/zibo-2017", NULL, ENGINE_READ, &diags);
 *     struct results *results = engine_results(engine, &diags);
 *     …
 *     results_free(results);
 *     engine_close(engine);
 */
#ifndef CEPING_ENGINE_H
#define CEPING_ENGINE_H

#include "ceping/ingest.h"
#include "ceping/model_explain.h"
#include "ceping/model_results.h"
#include "ceping/store.h"

struct engine;

enum engine_mode {
    ENGINE_CHECK, /* the model only, no database */
    ENGINE_READ,  /* database read-only; absent counts as empty */
    ENGINE_WRITE, /* creates the database */
};

/* Reads the evaluation in `folder` and opens its database (`database`, or NULL for `folder`/data/<id>.db). NULL when it cannot: see `diags`.
 * Rounding goes by the rule of this evaluation from then on (num_round_by). */
struct engine *engine_open(const char *folder, const char *database, enum engine_mode mode, struct diags *diags);
void engine_close(struct engine *engine); /* accepts NULL */
const struct evaluation *engine_evaluation(const struct engine *engine);
const char *engine_database(const struct engine *engine);
struct store *engine_store(struct engine *engine);

/* Loads one file as one batch. `who` and `when` go into the batch. With `dry_run` nothing is stored and `ret_counts` stays zero. */
bool engine_load(struct engine *engine, const char *path, const struct ingest_options *options, bool dry_run, const char *who, const char *when,
                 struct ingest_report *ret_report, struct store_counts *ret_counts, struct diags *diags);

/* Writes into the history which decisions came and went in decisions.csv since it was recorded last; `ret_count` of them. On a store opened for writing. */
bool engine_record_decisions(struct engine *engine, const char *who, const char *when, size_t *ret_count, struct diags *diags);

/* Loaded answers that the questionnaire would not take today, since its range or step is narrower by now. Wherever responses are fetched they count as unreadable, with a warning a question. */
struct engine_outside {
    const struct variable *variable;
    size_t count;
    const char *key; /* of the first such response … */
    double number;   /* … and what it says */
};
typedef LIST_OF(struct engine_outside) engine_outside_list;
/* What people put right is not among them. The warnings go to `diags`. False when the responses cannot be read. */
bool engine_find_outside(struct engine *engine, const struct instrument *instrument, struct arena *arena, engine_outside_list *ret_list, struct diags *diags);

/* Fetches, corrects and screens the responses of an instrument. The caller frees with arena_free(dataset->arena). NULL on failure. */
struct dataset *engine_dataset(struct engine *engine, const struct instrument *instrument, struct diags *diags);

/* The same, but a row that stands for several responses (instrument->counts) is there once, as it was loaded. */
struct dataset *engine_dataset_as_stored(struct engine *engine, const struct instrument *instrument, struct diags *diags);

/* Everything: collections, frequencies, figures, tables. The caller frees with results_free(). NULL on failure. */
struct results *engine_results(struct engine *engine, struct diags *diags);
/* The same for those who will ask for uncertainty or robustness: what these need of the responses is kept in the engine, instead of reading all of them twice. */
struct results *engine_results_for_studies(struct engine *engine, struct diags *diags);
/* The same without the tables of the rubric, and without what there is to say about them: while forms still come in, most tables are empty. */
struct results *engine_collections(struct engine *engine, struct diags *diags);

/* The evaluation's texts in `language` from now on, also in results that exist; their analyses are dropped where the language changes. */
void engine_speak(struct engine *engine, struct results *results, enum language language);

/* The statistics: those of the default set and those that `analyses:` asks for, into results->analyses. */
bool engine_analyse(struct engine *engine, struct results *results, struct diags *diags);

/* How sure scores and places are, into results->uncertainty, by the settings of the evaluation (`uncertainty:`). On any number of threads the same.
 * Apart from engine_results(): who wants only places should not wait for two thousand of each. */
bool engine_uncertainty(struct engine *engine, struct results *results, size_t threads, struct diags *diags);

/* What other reasonable rules would have given, into results->robustness: rules of the rubric, each rater left out, each screening rule off (its instrument is
 * fetched and screened once more). */
bool engine_robustness(struct engine *engine, struct results *results, size_t threads, struct diags *diags);

/* Adds rows to decisions.csv of the evaluation, all of them or none. */
bool engine_add_decisions(const struct evaluation *evaluation, const struct decision *decisions, size_t count, struct diags *diags);

/* What screening does to figures and places: each rule off, and all flagged responses left out. */
struct screening_effect {
    const struct figure *figure;
    double value, other, base; /* as the rules are; in this case, and its base */
};

struct screening_move { /* of one ranked table */
    const struct table *table;
    size_t ranked, moved;      /* rows that have a place as the rules are; those whose place changes, or that lose it */
    int units[MODEL_BY_MAX];   /* of the row that moves furthest, where one moves … */
    double place, other;       /* … and its places: as the rules are, in this case (NaN: none) */
};

struct screening_case {
    const struct instrument *instrument;
    const struct screening_rule *rule; /* the one that is off; NULL: none */
    bool flagged_out;                  /* all responses to which a rule with action flag applies are void */
    double valid;                      /* responses */
    LIST_OF(struct screening_effect) figures; /* of the instrument */
    LIST_OF(struct screening_move) tables;
};

typedef LIST_OF(struct screening_case) screening_cases;
/* `results` with or without tables: where they are missing, they are computed for the comparison. */
bool engine_sensitivity(struct engine *engine, const struct results *results, struct arena *arena, screening_cases *ret_cases, struct diags *diags);

/* What rules and people did to the scores, each undone: screening rules, decisions, the rule on own units. Made once for many explanations. */
struct engine_effects;
struct engine_effects *engine_effects(struct engine *engine, const struct results *results, struct arena *arena, struct diags *diags);
/* Why a row has its score (score_explain()), with the files behind it. `effects` NULL: without those. */
struct explanation *engine_explain(const struct results *results, const struct table_result *table, size_t row, const struct engine_effects *effects,
                                   struct arena *arena);

/* Explanations of all rows that reports are about, into results->explanations: tables of single units of the kinds for which the evaluation declares reports. */
bool engine_explain_reports(struct engine *engine, struct results *results, struct diags *diags);

#endif
