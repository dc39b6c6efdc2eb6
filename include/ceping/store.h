/* SPDX-License-Identifier: GPL-3.0-or-later
 * The store: one SQLite file an evaluation, mode 0600. One STRICT table an instrument version, one column an item; batches, rejected rows, withdrawals kept
 * for good. One transaction a file: a batch is there whole or not at all. Also the one place where conditions (SQL expressions) are checked and evaluated.
 */
#ifndef CEPING_STORE_H
#define CEPING_STORE_H

#include "ceping/base_diag.h"
#include "ceping/model_data.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE /* creates and migrates */ };

/* NULL with the reason in `diags`: absent, locked, no database, written by a newer version, no permission. */
struct store *store_open(const char *path, enum store_mode mode, struct diags *diags);
void store_close(struct store *store); /* rolls back what is open; accepts NULL */

/* The whole database as bytes, at the end of `out`: for the archive of a publication. */
bool store_bytes(struct store *store, struct strbuf *out, struct diags *diags);

/* Batches -------------------------------------------------------------------------------------------------- */

struct store_batch {
    int64_t id;
    const char *instrument;
    const char *file; /* name without folder */
    const char *hash; /* SHA-256 of the file, or of one of its sheets (ingest.h) */
    const char *platform, *encoding, *mapping; /* encoding: given to store_commit, not to store_begin */
    const char *questionnaire_hash;
    const char *who, *when; /* when: ISO, given by the caller */
    int64_t rows, added, known, changed, rejected;
    bool withdrawn;
    const char *withdrawn_reason, *withdrawn_who, *withdrawn_when;
};

struct store_counts {
    int64_t batch;
    size_t rows, added, known, changed, rejected; /* rows = added + known + changed + rejected */
};

/* Begins a batch: opens the transaction. The same file (hash) loaded before and not withdrawn is refused with the date of the first load.
 * `instrument` must outlive the batch. A row is known when its key lives with the same answers, about, rater and group, under a questionnaire that
 * means the same; times may differ. A key comes at most once in a batch: its reader sees to that. After a failure store_add and store_reject return false, and store_commit tells why. */
bool store_begin(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, const struct store_batch *batch, struct diags *diags);
bool store_add(struct store *store, const struct response *response);
/* Many at once, in this order: cheaper by a third. */
bool store_add_all(struct store *store, const struct response *const *responses, size_t count);
bool store_reject(struct store *store, size_t line, const char *raw, const char *reason);
/* `encoding`: as which the file was read, known for sure only at its end; NULL for workbooks. False: rolled back, and why. */
bool store_commit(struct store *store, const char *encoding, struct store_counts *ret_counts, struct diags *diags);
void store_rollback(struct store *store);

/* Marks a batch as withdrawn: its rows stay, but live no more, unless a later batch that is not withdrawn brought them again; a row that it had
 * changed goes back to the version before. */
bool store_withdraw(struct store *store, int64_t batch, const char *reason, const char *who, const char *when, struct diags *diags);

typedef LIST_OF(struct store_batch) store_batches_list;
bool store_batches(struct store *store, struct arena *arena, store_batches_list *ret_batches, struct diags *diags);

struct store_rejected {
    int64_t batch;
    size_t line; /* of the file */
    const char *raw, *reason; /* the row as one line, tab-separated, without what is dropped as personal */
};

typedef LIST_OF(struct store_rejected) store_rejected_list;
/* The rows of a batch (0: of all) that could not become responses, in order of batch and line. */
bool store_rejected(struct store *store, struct arena *arena, int64_t batch, store_rejected_list *ret_rejected, struct diags *diags);

/* History -------------------------------------------------------------------------------------------------- */

/* What was done to the database: append-only, each entry with the SHA-256 of the one before. */
struct store_entry {
    int64_t id;          /* 1, 2, … */
    const char *when;    /* ISO, as given by the caller; "" where not known */
    const char *who;
    const char *action;  /* "load", "withdraw", "merge", "decision" */
    int64_t batch;       /* 0: about none */
    const char *what;    /* lines "name\tvalue\n" */
    const char *reason;  /* NULL: none needed */
    const char *before;  /* hash of the entry before; "" at the first */
    const char *hash;    /* over all other fields */
};

typedef LIST_OF(struct store_entry) store_entries_list;
/* Empty for a database that an older program wrote and nobody wrote to since. */
bool store_log(struct store *store, struct arena *arena, store_entries_list *ret_entries, struct diags *diags);
/* Adds entries in one transaction; `id`, `before` and `hash` are set by the store. Loading and withdrawing add theirs themselves. */
bool store_log_add(struct store *store, const struct store_entry *entries, size_t count, struct diags *diags);
/* Does the chain hold, does each batch and withdrawal stand as its entry tells, are the rows there that a batch stored? All that does not hold goes to `diags`. */
bool store_log_check(struct store *store, struct diags *diags);

/* Questionnaires that changed ------------------------------------------------------------------------------- */

enum store_change {
    COMPARE_SAME,
    COMPARE_OPTION_ADDED, /* earlier answers keep their meaning */
    COMPARE_NEW,          /* not asked then: "not asked" */
    COMPARE_GONE,         /* not asked any more: kept in the store, not read */
    COMPARE_OPTION_GONE,  /* from here on: earlier answers are left out, with a warning */
    COMPARE_OPTION_OTHER, /* a code has another label, which is no alias */
    COMPARE_TYPE,
    COMPARISONS,
};

struct store_difference {
    const char *variable;
    enum store_change what;
    const char *detail; /* what says so: "3 一般 → 满意", "code → number" */
};

struct store_comparison {
    int version;       /* of the questionnaire, as it was loaded under */
    size_t rows;       /* stored under it */
    size_t same, lost; /* variables of today whose answers are the same, and whose answers are left out */
    LIST_OF(struct store_difference) differences;
};

typedef LIST_OF(struct store_comparison) store_comparison_list;
/* Each earlier version of the questionnaire against the one of today, `instrument`. */
bool store_compare(struct store *store, struct arena *arena, const struct instrument *instrument, store_comparison_list *ret_comparisons, struct diags *diags);

/* Merging ---------------------------------------------------------------------------------------------------- */

struct store_other_answer { /* one answer of a key that has two, as words: "2 满意", "blank", "'四十' (unreadable)" */
    const char *what;        /* id of the variable, or of the kind of units that the response is about; else "rater" or "group", translated */
    const char *here, *there;
};

enum { STORE_OTHER_ANSWERS = 3 }; /* of a conflict are told; a response that is another person's differs everywhere */

struct store_conflict { /* one key, two answers, each from a file that the other database does not know */
    const char *instrument, *key;
    int64_t batch;       /* that holds it here */
    int64_t other_batch; /* and there, by its number there */
    LIST_OF(struct store_other_answer) answers;
    size_t more; /* that differ and are not in `answers` */
};

enum store_prefer {
    PREFER_NEITHER, /* with a conflict nothing is merged */
    PREFER_FIRST,   /* what is here stays; the other row is kept among the rejected ones */
    PREFER_SECOND,  /* the other row is a new version of the one here */
};

struct store_merged {
    size_t same;      /* batches that both have */
    size_t merged;    /* batches that came over */
    size_t withdrawn; /* batches that were taken out there and are now here */
    size_t added, known, changed, rejected; /* rows of these */
    LIST_OF(struct store_conflict) conflicts;
};

/* Merges the database `other` into `store`, which is open for writing, in one transaction: batches with the same file, instrument and questionnaire are the same; the others come over in
 * their order as if their files had been loaded here. A batch taken out there is taken out here. Where there is nothing to take over, nothing is written, in the history neither. False, with the reason in `diags`, when it cannot, or for conflicts with PREFER_NEITHER;
 * `ret_merged` is filled as far as it came, and lives in `arena`. */
bool store_merge(struct store *store, struct store *other, enum store_prefer prefer, const char *who, const char *when, struct arena *arena, struct store_merged *ret_merged,
                 struct diags *diags);
/* Copies the database to `path`, which must not be there; mode 0600. */
bool store_copy(struct store *store, const char *path, struct diags *diags);

/* Reading back ------------------------------------------------------------------------------------------- */

/* All living responses of an instrument. An instrument that was never loaded gives zero rows. Answers of an older version of the questionnaire are
 * matched by variable id where type and scale are the same (each option then is one now, under its code and label or alias); the rest are
 * MISSING_NOT_ASKED, with a warning where the meaning changed. indices[INDEX_SECONDS] is filled, the others are NULL. The caller frees with
 * arena_free(dataset->arena). NULL with the reason in `diags`. */
struct dataset *store_fetch(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, struct diags *diags);
/* The same without the texts of some variables (`unread`, by variable; NULL: of none): their columns have `missing` alone. */
struct dataset *store_fetch_without(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, const bool *unread, struct diags *diags);

/* SHA-256 over keys and answers of the living rows of all instruments: the data hash. It does not depend on the order or the files in which they came. */
bool store_data_hash(struct store *store, char ret_hash[SHA256_HEX], struct diags *diags);
/* The same, begun now and asked for later: where there are many rows a thread of its own computes it meanwhile. From begin to end one read transaction is open, so that all that the
 * caller reads is of the same state as the hash; the store is not closed and not written to. NULL with the reason in `diags`. `ret_hash` NULL: it is not wanted any more;
 * then the result is false, and nothing is said. Ends and frees `hash` in any case. */
struct data_hash;
struct data_hash *store_data_hash_begin(struct store *store, struct diags *diags);
bool store_data_hash_end(struct data_hash *hash, char ret_hash[SHA256_HEX], struct diags *diags);

/* Conditions ----------------------------------------------------------------------------------------------- */

/* Is this expression safe and meaningful over the items of the instrument? Problems are added at the expression's place in its file. `store` not needed.
 * Signature of survey_condition_check.
 *
 * Names: ids of variables; a kind in `about` gives the unit's id, as does a variable that is a unit; with `over`, this.X (question or item asked for each
 * unit) and this.unit; _missing_share, _seconds, _seconds_ratio, _longstring, _irv, _same_source, _group, _rater; why(X) gives the kind of missing ('blank', …) or NULL. */
bool store_check_condition(void *unused, const struct evaluation *evaluation, const struct instrument *instrument, const struct unit_kind *over,
                           const struct name *condition, struct diags *diags);

/* Evaluates conditions over all rows of the dataset as it stands in memory (missing kinds as changed by screening, indices where computed).
 * `masks[i]` gets units = 1, or the number of units of `over[i]` when the condition speaks of `this.`. Neither true nor false is 0. A condition whose text is NULL
 * is always met. `over` may be NULL. Masks live in `arena` and are written only on success. */
bool store_evaluate(const struct evaluation *evaluation, const struct dataset *dataset, const struct name *conditions, struct unit_kind *const *over, size_t count,
                    struct arena *arena, struct mask *ret_masks, struct diags *diags);

#endif
