/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sandbox in which conditions are checked and evaluated, and the check.
 *
 * Evaluations are handed from office to office, so an expression in one is a stranger's. SQLite is not asked to recognise evil; it is left nothing to do
 * evil with: the connection is to an empty database in memory; the authorizer permits one SELECT, reading the columns of the one table that holds just what the
 * expression names, and functions from a list that compute and do nothing else; there are no other tables, no attached files, no extensions, no pragmas, no text in
 * double quotes; lengths, depths and patterns are bounded, and a row that takes more than a million steps is given up. The statement must
 * have one column, no parameters, no tail. The expression ends with a line break, so that a comment cannot swallow the bracket.
 *
 * That the text was cut into pieces and written anew before (condition_read.c) is a second wall, not this one.
 */
#include "condition_priv.h"

#include "ceping/base_text.h"

#include <stdlib.h>

enum {
    STEPS_AT_ONCE = 1000,
    STEPS_A_ROW = 1000 * STEPS_AT_ONCE, /* a condition of 10,000 bytes takes some thousands */
};

/* Functions by which SQLite carries out operators. */
static const char *const operator_functions[] = {"like", "||", NULL};

static bool listed(const char *const *list, const char *word)
{
    for (; *list; list++) {
        if (strcmp(*list, word) == 0)
            return true;
    }
    return false;
}

static int authorize(void *data, int action, const char *one, const char *two, const char *database, const char *trigger)
{
    struct sandbox *sandbox = data;
    switch (action) {
    case SQLITE_SELECT:
        return ++sandbox->selects == 1 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_READ:
        return one && strcmp(one, "_row") == 0 && two && *two && strcmp(two, "ROWID") != 0 && database && strcmp(database, "main") == 0 && !trigger ? SQLITE_OK
                                                                                                                                                    : SQLITE_DENY;
    case SQLITE_FUNCTION:
        return two && (listed(condition_functions, two) || listed(operator_functions, two)) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int count_steps(void *data)
{
    struct sandbox *sandbox = data;
    sandbox->steps += STEPS_AT_ONCE;
    return sandbox->steps > STEPS_A_ROW;
}

void sandbox_open(struct sandbox *sandbox)
{
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024}, /* a long answer must still fit */
        {SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024},  /* many conditions in one statement */
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 1},
        {SQLITE_LIMIT_VDBE_OP, 250000},
        {SQLITE_LIMIT_FUNCTION_ARG, 100},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    *sandbox = (struct sandbox){0};
    if (sqlite3_open_v2(":memory:", &sandbox->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return; /* out of memory: every statement will fail and be told */
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        sqlite3_limit(sandbox->db, limits[i][0], limits[i][1]);
    sqlite3_db_config(sandbox->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(sandbox->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(sandbox->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sandbox->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(sandbox->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
}

void sandbox_close(struct sandbox *sandbox)
{
    sqlite3_close(sandbox->db);
    sandbox->db = NULL;
}

void sandbox_lock(struct sandbox *sandbox)
{
    sqlite3_set_authorizer(sandbox->db, authorize, sandbox);
    sqlite3_progress_handler(sandbox->db, STEPS_AT_ONCE, count_steps, sandbox);
}

sqlite3_stmt *sandbox_prepare(struct sandbox *sandbox, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    const char *tail = NULL;
    sandbox->selects = 0;
    sandbox->steps = 0;
    if (sqlite3_prepare_v2(sandbox->db, sql, -1, &statement, &tail) == SQLITE_OK && statement && (!tail || !*tail) && sqlite3_stmt_readonly(statement))
        return statement;
    sqlite3_finalize(statement);
    return NULL;
}

int sandbox_step(struct sandbox *sandbox, sqlite3_stmt *statement)
{
    sandbox->steps = 0;
    return sqlite3_step(statement);
}

/* Columns in use and SQL ----------------------------------------------------------------------------------- */

void used_init(struct used_list *used)
{
    *used = (struct used_list){0};
    map_init(&used->by_name);
}

void used_release(struct used_list *used)
{
    map_release(&used->by_name);
}

const char *used_name(struct arena *arena, const struct term *term, bool why)
{
    return why ? arena_printf(arena, "why.%s", term->name) : term->name;
}

void used_add(struct used_list *used, struct arena *arena, const struct condition *condition)
{
    for (size_t i = 0; i < condition->pieces.count; i++) {
        const struct piece *piece = &condition->pieces.at[i];
        if (piece->kind != PIECE_NAME && piece->kind != PIECE_WHY)
            continue;
        const char *name = used_name(arena, piece->term, piece->kind == PIECE_WHY);
        if (map_get(&used->by_name, name))
            continue;
        struct used *entry = LIST_ADD(arena, &used->list);
        entry->term = piece->term;
        entry->why = piece->kind == PIECE_WHY;
        map_put(&used->by_name, name, (void *)(uintptr_t)used->list.count);
    }
}

static void write_string(struct strbuf *out, const char *text)
{
    strbuf_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            strbuf_addc(out, '\'');
        strbuf_addc(out, *text);
    }
    strbuf_addc(out, '\'');
}

static void write_name(struct arena *arena, const struct piece *piece, const struct used_list *used, struct strbuf *out)
{
    const char *name = used_name(arena, piece->term, piece->kind == PIECE_WHY);
    if (used)
        strbuf_addf(out, "?%u", (unsigned)(uintptr_t)map_get(&used->by_name, name));
    else
        sql_add_name(out, name);
}

void condition_write(const struct condition *condition, const struct used_list *used, struct strbuf *out, size_t *ret_offsets)
{
    for (size_t i = 0; i < condition->pieces.count; i++) {
        const struct piece *piece = &condition->pieces.at[i];
        if (ret_offsets)
            ret_offsets[i] = out->len;
        if (piece->kind == PIECE_NAME || piece->kind == PIECE_WHY)
            write_name(condition->arena, piece, used, out);
        else if (piece->kind == PIECE_STRING)
            write_string(out, piece->text);
        else
            strbuf_adds(out, piece->text);
        strbuf_addc(out, ' ');
    }
}

/* The check ------------------------------------------------------------------------------------------------ */

/* An empty row of the columns in use. Without types, as values have none in the evaluation either: '3' then differs from 3 in both. */
static bool make_row(struct sandbox *sandbox, struct arena *arena, const struct used_list *used)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "CREATE TABLE _row(");
    for (size_t i = 0; i < used->list.count; i++) {
        strbuf_adds(&sql, i ? "," : "");
        sql_add_name(&sql, used_name(arena, used->list.at[i].term, used->list.at[i].why));
    }
    strbuf_adds(&sql, "); INSERT INTO _row DEFAULT VALUES");
    return sqlite3_exec(sandbox->db, sql.at, NULL, NULL, NULL) == SQLITE_OK;
}

/* SQLite names an offset for three errors of four; the others point to the start. */
static void tell(const struct sandbox *sandbox, const struct condition *condition, const size_t *offsets, size_t end, struct diags *diags)
{
    int offset = sqlite3_error_offset(sandbox->db);
    const char *text = sqlite3_errmsg(sandbox->db);
    const struct piece *found = NULL;
    for (size_t i = 0; offset >= 0 && (size_t)offset < end && i < condition->pieces.count; i++) {
        if (offsets[i] <= (size_t)offset)
            found = &condition->pieces.at[i];
    }
    size_t all = strlen(condition->source->text);
    bool syntax = strstr(text, "syntax error") || strstr(text, "incomplete input");
    if (found && syntax)
        diags_error(diags, condition_pos(condition->source, found->at, found->len), _("the condition is not understood from '%.*s' on"), (int)found->len,
                    condition->source->text + found->at);
    else if (syntax)
        diags_error(diags, condition_pos(condition->source, 0, all), _("the condition ends too early"));
    else if (found)
        diags_error(diags, condition_pos(condition->source, found->at, found->len), _("the condition is not permitted: %s"), text);
    else
        diags_error(diags, condition_pos(condition->source, 0, all), _("the condition is not permitted: %s"), text);
}

static bool try_condition(struct sandbox *sandbox, struct condition *condition, const struct used_list *used, struct diags *diags)
{
    if (used->list.count && !make_row(sandbox, condition->arena, used)) {
        diags_error(diags, condition->source->pos, _("the condition names too many columns: %zu"), used->list.count);
        return false;
    }
    sandbox_lock(sandbox);
    size_t *offsets = ARENA_ARRAY(condition->arena, size_t, condition->pieces.count + 1);
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT (");
    condition_write(condition, NULL, &sql, offsets);
    size_t end = sql.len;
    strbuf_adds(&sql, used->list.count ? "\n) FROM _row" : "\n)");
    auto_stmt sqlite3_stmt *statement = sandbox_prepare(sandbox, sql.at);
    if (!statement) {
        tell(sandbox, condition, offsets, end, diags);
        return false;
    }
    bool whole = sqlite3_column_count(statement) == 1 && sqlite3_bind_parameter_count(statement) == 0;
    if (whole && sandbox_step(sandbox, statement) == SQLITE_ROW && sandbox_step(sandbox, statement) == SQLITE_DONE)
        return true;
    if (whole)
        tell(sandbox, condition, offsets, 0, diags);
    else
        diags_error(diags, condition->source->pos, _("the condition is not one expression"));
    return false;
}

bool condition_check(struct condition *condition, struct arena *arena, const struct vocabulary *vocabulary, const struct name *source, struct diags *diags)
{
    bool good = condition_read(condition, arena, vocabulary, source, diags);
    good &= condition_compare(condition, diags);
    if (!good)
        return false;
    struct used_list used;
    used_init(&used);
    used_add(&used, arena, condition);
    struct sandbox sandbox;
    sandbox_open(&sandbox);
    good &= try_condition(&sandbox, condition, &used, diags);
    sandbox_close(&sandbox);
    used_release(&used);
    return good;
}

bool store_check_condition(void *unused, const struct evaluation *evaluation, const struct instrument *instrument, const struct unit_kind *over,
                           const struct name *condition, struct diags *diags)
{
    (void)unused;
    if (!condition->text)
        return true;
    auto_arena struct arena *arena = arena_new();
    struct vocabulary vocabulary;
    vocabulary_init(&vocabulary, arena, evaluation, instrument, over);
    struct condition read;
    bool good = condition_check(&read, arena, &vocabulary, condition, diags);
    vocabulary_release(&vocabulary);
    return good;
}
