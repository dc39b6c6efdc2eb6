/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of batches, what of them was rejected, and taking one out again: one row in a table. What follows from it is in living.c.
 */
#include "store_priv.h"

bool batches_read(struct store *store, struct arena *arena, store_batches_list *ret_batches)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT b.id, b.instrument, b.file, b.hash, b.platform, b.encoding, b.mapping, q.hash, b.who, b.loaded,"
                                                     " b.rows, b.added, b.known, b.changed, b.rejected, w.batch IS NOT NULL, w.reason, w.who, w.withdrawn"
                                                     " FROM batches b JOIN questionnaires q ON q.id = b.questionnaire"
                                                     " LEFT JOIN withdrawals w ON w.batch = b.id ORDER BY b.id");
    if (!get)
        return false;
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        struct store_batch *batch = LIST_ADD(arena, ret_batches);
        batch->id = sqlite3_column_int64(get, 0);
        batch->instrument = sql_text(arena, get, 1);
        batch->file = sql_text(arena, get, 2);
        batch->hash = sql_text(arena, get, 3);
        batch->platform = sql_text(arena, get, 4);
        batch->encoding = sql_text(arena, get, 5);
        batch->mapping = sql_text(arena, get, 6);
        batch->questionnaire_hash = sql_text(arena, get, 7);
        batch->who = sql_text(arena, get, 8);
        batch->when = sql_text(arena, get, 9);
        batch->rows = sqlite3_column_int64(get, 10);
        batch->added = sqlite3_column_int64(get, 11);
        batch->known = sqlite3_column_int64(get, 12);
        batch->changed = sqlite3_column_int64(get, 13);
        batch->rejected = sqlite3_column_int64(get, 14);
        batch->withdrawn = sqlite3_column_int(get, 15) != 0;
        batch->withdrawn_reason = sql_text(arena, get, 16);
        batch->withdrawn_who = sql_text(arena, get, 17);
        batch->withdrawn_when = sql_text(arena, get, 18);
    }
    return false;
}

bool store_batches(struct store *store, struct arena *arena, store_batches_list *ret_batches, struct diags *diags)
{
    store_batches_list batches = {0};
    if (!batches_read(store, arena, &batches))
        return store_report(store, diags);
    *ret_batches = batches;
    return true;
}

/* Withdrawing ---------------------------------------------------------------------------------------------- */

static bool put_withdrawal(struct store *store, int64_t batch, const char *reason, const char *who, const char *when)
{
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO withdrawals VALUES(?1, ?2, ?3, ?4)");
    if (!put)
        return false;
    sqlite3_bind_int64(put, 1, batch);
    sql_bind_text(put, 2, reason);
    sql_bind_text(put, 3, who);
    sql_bind_text(put, 4, when);
    return sql_done(store, put);
}

/* The mark and its entry in the history, both or none. */
static bool withdraw(struct store *store, int64_t batch, const char *reason, const char *who, const char *when, struct diags *diags)
{
    if (sql_run(store, "BEGIN IMMEDIATE") && put_withdrawal(store, batch, reason, who, when) && history_add_batch(store, batch, "withdraw", "") && sql_run(store, "COMMIT"))
        return true;
    store_report(store, diags);
    sql_rollback(store);
    return false;
}

bool store_withdraw(struct store *store, int64_t batch, const char *reason, const char *who, const char *when, struct diags *diags)
{
    auto_arena struct arena *arena = arena_new();
    store_batches_list batches = {0};
    if (!reason || !*reason) {
        diags_error(diags, store_pos(store), _("batch %lld is not taken out without a reason"), (long long)batch);
        diags_hint(diags, _("'--reason TEXT' says why; it is kept"));
        return false;
    }
    if (!store_batches(store, arena, &batches, diags))
        return false;
    for (size_t i = 0; i < batches.count; i++) {
        const struct store_batch *at = &batches.at[i];
        if (at->id != batch)
            continue;
        if (at->withdrawn) {
            diags_error(diags, store_pos(store), _("batch %lld was taken out before, on %s: %s"), (long long)batch, at->withdrawn_when ? at->withdrawn_when : "?",
                        at->withdrawn_reason);
            return false;
        }
        return withdraw(store, batch, reason, who, when, diags);
    }
    diags_error(diags, store_pos(store), _("there is no batch %lld"), (long long)batch);
    diags_hint(diags, batches.count ? _("batches have the numbers 1 to %lld; 'ceping status' lists them") : _("nothing was loaded yet"),
               batches.count ? (long long)batches.at[batches.count - 1].id : 0);
    return false;
}

/* Rejected rows -------------------------------------------------------------------------------------------- */

static bool read_rejected(struct store *store, struct arena *arena, int64_t batch, store_rejected_list *ret_rejected)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT batch, line, raw, reason FROM rejected WHERE ?1 = 0 OR batch = ?1 ORDER BY batch, line, rowid");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, batch);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        struct store_rejected *rejected = LIST_ADD(arena, ret_rejected);
        rejected->batch = sqlite3_column_int64(get, 0);
        rejected->line = (size_t)sqlite3_column_int64(get, 1);
        rejected->raw = sql_text(arena, get, 2);
        rejected->reason = sql_text(arena, get, 3);
    }
    return false;
}

bool store_rejected(struct store *store, struct arena *arena, int64_t batch, store_rejected_list *ret_rejected, struct diags *diags)
{
    store_rejected_list rejected = {0};
    if (!read_rejected(store, arena, batch, &rejected))
        return store_report(store, diags);
    *ret_rejected = rejected;
    return true;
}
