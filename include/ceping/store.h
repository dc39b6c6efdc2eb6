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
bool store_copy(struct store *store, struct strbuf *out, struct diags *diags);

/* Batches -------------------------------------------------------------------------------------------------- */

struct store_batch {
    int64_t id;
    const char *instrument;
    const char *file; /* name without folder */
    const char *hash; /* SHA-256 of the file */
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
bool store_reject(struct store *store, size_t line, const char *raw, const char *reason);
/* `encoding`: as which the file was read, known for sure only at its end; NULL for workbooks. False: rolled back, and why. */
bool store_commit(struct store *store, const char *encoding, struct store_counts *ret_counts, struct diags *diags);
void store_rollback(struct store *store);

/* Marks a batch as withdrawn: its rows stay, but live no more, unless a later batch that is not withdrawn brought them again; a row that it had
 * changed goes back to the version before. */
bool store_withdraw(struct store *store, int64_t batch, const char *reason, const char *who, const char *when, struct diags *diags);

typedef LIST_OF(struct store_batch) store_batches_list;
bool store_batches(struct store *store, struct arena *arena, store_batches_list *ret_batches, struct diags *diags);

/* Reading back ------------------------------------------------------------------------------------------- */

/* All living responses of an instrument. An instrument that was never loaded gives zero rows. Answers of an older version of the questionnaire are
 * matched by variable id where type and scale are the same (each option then is one now, under its code and label or alias); the rest are
 * MISSING_NOT_ASKED, with a warning where the meaning changed. indices[INDEX_SECONDS] is filled, the others are NULL. The caller frees with
 * arena_free(dataset->arena). NULL with the reason in `diags`. */
struct dataset *store_fetch(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, struct diags *diags);

/* SHA-256 over keys and answers of the living rows of all instruments: the data hash. It does not depend on the order or the files in which they came. */
bool store_data_hash(struct store *store, char ret_hash[SHA256_HEX], struct diags *diags);

/* Conditions ----------------------------------------------------------------------------------------------- */

/* Is this expression safe and meaningful over the items of the instrument? Problems are added at the expression's place in its file. `store` not needed.
 * Signature of survey_condition_check.
 *
 * Names: ids of variables; a kind in `about` gives the unit's id, as does a variable that is a unit; with `over`, this.X (question or item asked for each
 * unit) and this.unit; _missing_share, _seconds, _seconds_ratio, _longstring, _irv, _group, _rater; why(X) gives the kind of missing ('blank', …) or NULL. */
bool store_check_condition(void *unused, const struct evaluation *evaluation, const struct instrument *instrument, const struct unit_kind *over,
                           const struct name *condition, struct diags *diags);

/* Evaluates conditions over all rows of the dataset as it stands in memory (missing kinds as changed by screening, indices where computed).
 * `masks[i]` gets units = 1, or the number of units of `over[i]` when the condition speaks of `this.`. Neither true nor false is 0. A condition whose text is NULL
 * is always met. `over` may be NULL. Masks live in `arena` and are written only on success. */
bool store_evaluate(const struct evaluation *evaluation, const struct dataset *dataset, const struct name *conditions, struct unit_kind *const *over, size_t count,
                    struct arena *arena, struct mask *ret_masks, struct diags *diags);

#endif
