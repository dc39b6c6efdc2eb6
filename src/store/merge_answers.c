/* SPDX-License-Identifier: GPL-3.0-or-later
 * What two stored rows of one key say otherwise, in words: who must choose between two databases wants to see the answers, not the numbers of batches.
 */
#include "merge_priv.h"

#include "ceping/base_num.h"
#include "rows_priv.h"

/* A row as words, one a column; NULL where there is nothing. */
struct words {
    const struct version *version;
    const char **at;
};

static const char *word_of_code(struct arena *arena, const struct stored_variable *variable, int code)
{
    for (size_t i = 0; i < variable->options.count; i++)
        if (variable->options.at[i].code == code)
            return arena_printf(arena, "%d %s", code, variable->options.at[i].label);
    return arena_printf(arena, "%d", code);
}

static const char *word_of_answer(struct arena *arena, const struct stored_variable *variable, sqlite3_stmt *get, int column)
{
    switch (sqlite3_column_type(get, column)) {
    case SQLITE_INTEGER:
        if (strcmp(variable->type, "mark") == 0)
            return sqlite3_column_int(get, column) ? _("chosen") : _("not chosen");
        return word_of_code(arena, variable, sqlite3_column_int(get, column));
    case SQLITE_FLOAT: {
        auto_strbuf struct strbuf number;
        strbuf_init(&number);
        num_format_exact(&number, sqlite3_column_double(get, column));
        return arena_strdup(arena, number.at);
    }
    default:
        return sql_text(arena, get, column);
    }
}

/* What could not be read stands in a table of its own. */
static bool word_of_unreadable(struct arena *arena, const struct stored_row *row, const char *variable, const char **ret_word)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(row->store, "SELECT raw FROM unreadable WHERE id = ?1 AND variable = ?2");
    bool there;
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, row->id);
    sql_bind_text(get, 2, variable);
    if (!sql_step(row->store, get, &there))
        return false;
    *ret_word = there ? arena_printf(arena, _("'%s' (unreadable)"), sql_text(arena, get, 0)) : _(missing_labels[MISSING_UNREADABLE]);
    return true;
}

static bool read_answers(struct arena *arena, const struct stored_row *row, sqlite3_stmt *get, struct words *words)
{
    const char *why = (const char *)sqlite3_column_text(get, ROW_WHY);
    size_t letters = why ? strlen(why) : 0;
    for (size_t i = 0; i < row->version->variables.count; i++) {
        const struct stored_variable *variable = &row->version->variables.at[i];
        size_t column = row_of_variable(row->version, i);
        const char *letter = i < letters ? strchr(missing_letters, why[i]) : missing_letters;
        enum missing missing = letter ? (enum missing)(letter - missing_letters) : MISSING_NONE;
        if (missing == MISSING_UNREADABLE) {
            if (!word_of_unreadable(arena, row, variable->id, &words->at[column]))
                return false;
        } else {
            words->at[column] = missing ? _(missing_labels[missing]) : word_of_answer(arena, variable, get, (int)column);
        }
    }
    return true;
}

static bool read_words(struct arena *arena, const struct stored_row *row, struct words *ret_words)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT * FROM ");
    sql_add_name(&sql, row->version->table);
    strbuf_adds(&sql, " WHERE _id = ?1");
    auto_stmt sqlite3_stmt *get = sql_prepare(row->store, sql.at);
    bool there;
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, row->id);
    if (!sql_step(row->store, get, &there))
        return false;
    size_t columns = row_of_variable(row->version, row->version->variables.count);
    if (!there || (size_t)sqlite3_column_count(get) != columns)
        return sql_damaged(row->store, _("a row is not where its batch says"));
    *ret_words = (struct words){.version = row->version, .at = ARENA_ARRAY(arena, const char *, columns)};
    ret_words->at[ROW_RATER] = sql_text(arena, get, ROW_RATER);
    ret_words->at[ROW_GROUP] = sql_text(arena, get, ROW_GROUP);
    for (size_t i = 0; i < row->version->abouts.count; i++)
        ret_words->at[row_of_about(i)] = sql_text(arena, get, (int)row_of_about(i));
    return read_answers(arena, row, get, ret_words);
}

static const char *find_variable(const struct words *words, const char *id)
{
    for (size_t i = 0; i < words->version->variables.count; i++)
        if (strcmp(words->version->variables.at[i].id, id) == 0)
            return words->at[row_of_variable(words->version, i)];
    return _(missing_labels[MISSING_NOT_ASKED]);
}

static const char *find_about(const struct words *words, const char *column)
{
    for (size_t i = 0; i < words->version->abouts.count; i++)
        if (strcmp(words->version->abouts.at[i].column, column) == 0)
            return words->at[row_of_about(i)];
    return NULL;
}

static void compare(struct arena *arena, struct store_conflict *conflict, const char *what, const char *here, const char *there)
{
    here = here ? here : "";
    there = there ? there : "";
    if (strcmp(here, there) == 0)
        return;
    if (conflict->answers.count == STORE_OTHER_ANSWERS) {
        conflict->more++;
        return;
    }
    *LIST_ADD(arena, &conflict->answers) = (struct store_other_answer){what, here, there};
}

/* `from`: whose questions are gone through; those that `but` has too are left out. NULL: none is. */
static void compare_variables(struct arena *arena, struct store_conflict *conflict, const struct version *from, const struct version *but, const struct words *here,
                              const struct words *there)
{
    for (size_t i = 0; i < from->variables.count; i++) {
        const char *id = from->variables.at[i].id;
        bool both = false;
        for (size_t k = 0; but && k < but->variables.count && !both; k++)
            both = strcmp(but->variables.at[k].id, id) == 0;
        if (!both)
            compare(arena, conflict, id, find_variable(here, id), find_variable(there, id));
    }
}

static bool same_word(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : !a && !b;
}

/* Is the unit an answer to a question? Then the answer tells it. */
static bool is_answered(const struct words *words, const char *kind, const char *unit)
{
    for (size_t i = 0; i < words->version->variables.count; i++) {
        const struct stored_variable *variable = &words->version->variables.at[i];
        if (variable->kind && strcmp(variable->kind, kind) == 0 && same_word(words->at[row_of_variable(words->version, i)], unit))
            return true;
    }
    return false;
}

bool merge_tell_answers(struct arena *arena, const struct stored_row *here, const struct stored_row *there, struct store_conflict *conflict)
{
    struct words ours, theirs;
    if (!read_words(arena, here, &ours) || !read_words(arena, there, &theirs))
        return false;
    compare(arena, conflict, _("rater"), ours.at[ROW_RATER], theirs.at[ROW_RATER]);
    compare(arena, conflict, _("group"), ours.at[ROW_GROUP], theirs.at[ROW_GROUP]);
    for (size_t i = 0; i < here->version->abouts.count; i++) {
        const struct stored_about *about = &here->version->abouts.at[i];
        const char *unit = ours.at[row_of_about(i)], *other = find_about(&theirs, about->column);
        if (!is_answered(&ours, about->kind, unit) || !is_answered(&theirs, about->kind, other))
            compare(arena, conflict, about->kind, unit, other);
    }
    compare_variables(arena, conflict, here->version, NULL, &ours, &theirs);
    compare_variables(arena, conflict, there->version, here->version, &ours, &theirs);
    return true;
}
