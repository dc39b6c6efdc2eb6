/* SPDX-License-Identifier: GPL-3.0-or-later
 * Versions of a questionnaire: one table of answers each, with a description that outlives the YAML files.
 *
 * A questionnaire changes after data has come. Rows stay bound to the version under which they were loaded; nothing is moved or
 * recoded. What a stored code meant is read from the description (options with their labels), never guessed from the present file.
 */
#include "store_priv.h"

#include "ceping/base_text.h"

#include <stdio.h>
#include <stdlib.h>

/* Columns of a table of answers that are no answers. They begin with '_', which ids cannot. ORDER as bound in load.c. */
static const char meta_columns[] = "_id INTEGER PRIMARY KEY, _key TEXT NOT NULL, _version INTEGER NOT NULL, _batch INTEGER NOT NULL REFERENCES batches,"
                                   " _line INTEGER NOT NULL, _hash INTEGER NOT NULL, _rater TEXT, _submitted TEXT, _seconds REAL, _group TEXT, _why TEXT";
enum { META_COLUMNS = 11 };

static const char *const type_names[VARIABLE_TYPES] = {
    [VARIABLE_CODE] = "code", [VARIABLE_NUMBER] = "number", [VARIABLE_TEXT] = "text", [VARIABLE_UNIT] = "unit", [VARIABLE_MARK] = "mark",
};

static const char *const sql_types[VARIABLE_TYPES] = {
    [VARIABLE_CODE] = "INTEGER", [VARIABLE_NUMBER] = "REAL", [VARIABLE_TEXT] = "TEXT", [VARIABLE_UNIT] = "TEXT", [VARIABLE_MARK] = "INTEGER",
};

/* Reading -------------------------------------------------------------------------------------------------- */

static bool read_variables(struct store *store, struct arena *arena, struct version *version)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT id, type, kind, position FROM variables WHERE questionnaire = ?1 ORDER BY position");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, version->id);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        if ((size_t)sqlite3_column_int64(get, 3) != version->variables.count)
            return sql_damaged(store, _("the description of a questionnaire has gaps"));
        struct stored_variable *variable = LIST_ADD(arena, &version->variables);
        variable->id = sql_text(arena, get, 0);
        variable->type = sql_text(arena, get, 1);
        variable->kind = sql_text(arena, get, 2);
    }
    return false;
}

static bool read_options(struct store *store, struct arena *arena, struct version *version)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT variable, code, label FROM options WHERE questionnaire = ?1 ORDER BY variable, position");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, version->id);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        size_t variable = (size_t)sqlite3_column_int64(get, 0);
        if (variable >= version->variables.count)
            return sql_damaged(store, _("an option belongs to no question"));
        struct stored_option *option = LIST_ADD(arena, &version->variables.at[variable].options);
        option->code = sqlite3_column_int(get, 1);
        option->label = sql_text(arena, get, 2);
    }
    return false;
}

static bool read_abouts(struct store *store, struct arena *arena, struct version *version)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT kind, name FROM abouts WHERE questionnaire = ?1 ORDER BY position");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, version->id);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        struct stored_about *about = LIST_ADD(arena, &version->abouts);
        about->kind = sql_text(arena, get, 0);
        about->column = sql_text(arena, get, 1);
    }
    return false;
}

bool versions_load(struct store *store, struct arena *arena, const char *instrument, version_list *ret_versions)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT id, number, hash, answers FROM questionnaires WHERE instrument = ?1 ORDER BY id");
    if (!get)
        return false;
    sql_bind_text(get, 1, instrument);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        struct version *version = LIST_ADD(arena, ret_versions);
        version->id = sqlite3_column_int64(get, 0);
        version->number = sqlite3_column_int(get, 1);
        version->hash = sql_text(arena, get, 2);
        version->table = sql_text(arena, get, 3);
        if (!read_variables(store, arena, version) || !read_options(store, arena, version) || !read_abouts(store, arena, version))
            return false;
    }
    return false;
}

/* Writing -------------------------------------------------------------------------------------------------- */

/* "_about_district", and "_about_district_2" when a response is about two districts. */
static const char *about_column(struct arena *arena, const struct instrument *instrument, size_t i)
{
    int nth = 1;
    for (size_t k = 0; k < i; k++)
        nth += instrument->about.at[k].kind == instrument->about.at[i].kind;
    const char *kind = instrument->about.at[i].kind->id;
    return nth == 1 ? arena_printf(arena, "_about_%s", kind) : arena_printf(arena, "_about_%s_%d", kind, nth);
}

bool version_fits(const struct store *store, const struct instrument *instrument, struct diags *diags)
{
    size_t columns = META_COLUMNS + instrument->about.count + instrument->variables.count;
    size_t limit = (size_t)sqlite3_limit(store->db, SQLITE_LIMIT_COLUMN, -1);
    if (columns <= limit)
        return true;
    diags_error(diags, instrument->pos, _("instrument '%s' has %zu columns of answers; the database holds %zu at most"), instrument->id,
                instrument->variables.count, limit - META_COLUMNS - instrument->about.count);
    diags_hint(diags, _("divide it into several instruments"));
    return false;
}

static const char *sql_type(const char *type)
{
    for (size_t i = 0; i < VARIABLE_TYPES; i++) {
        if (strcmp(type_names[i], type) == 0)
            return sql_types[i];
    }
    return NULL;
}

bool version_add_table(struct strbuf *sql, const struct version *version)
{
    strbuf_adds(sql, "CREATE TABLE ");
    sql_add_name(sql, version->table);
    strbuf_addf(sql, "(%s", meta_columns);
    for (size_t i = 0; i < version->abouts.count; i++) {
        strbuf_adds(sql, ", ");
        sql_add_name(sql, version->abouts.at[i].column);
        strbuf_adds(sql, " TEXT");
    }
    for (size_t i = 0; i < version->variables.count; i++) {
        const char *type = sql_type(version->variables.at[i].type);
        if (!type)
            return false;
        strbuf_adds(sql, ", ");
        sql_add_name(sql, version->variables.at[i].id);
        strbuf_addf(sql, " %s", type);
    }
    strbuf_adds(sql, ") STRICT;\n");

    /* finds the changed rows among a million unchanged ones; costs nothing for rows that never changed */
    strbuf_adds(sql, "CREATE INDEX ");
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    strbuf_addf(&name, "%s_changed", version->table);
    sql_add_name(sql, name.at);
    strbuf_adds(sql, " ON ");
    sql_add_name(sql, version->table);
    strbuf_adds(sql, "(_version, _key) WHERE _version > 1");
    return true;
}

static bool make_table(struct store *store, const struct version *version)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    if (!version_add_table(&sql, version))
        return sql_damaged(store, _("the description of a questionnaire has a type that is not known"));
    return sql_run(store, sql.at);
}

static bool write_abouts(struct store *store, struct arena *arena, const struct instrument *instrument, struct version *version)
{
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO abouts VALUES(?1, ?2, ?3, ?4)");
    for (size_t i = 0; put && i < instrument->about.count; i++) {
        struct stored_about *about = LIST_ADD(arena, &version->abouts);
        about->kind = instrument->about.at[i].kind->id;
        about->column = about_column(arena, instrument, i);
        sqlite3_bind_int64(put, 1, version->id);
        sqlite3_bind_int64(put, 2, (int64_t)i);
        sql_bind_text(put, 3, about->kind);
        sql_bind_text(put, 4, about->column);
        if (!sql_done(store, put))
            return false;
    }
    return put != NULL;
}

static bool write_option(struct store *store, sqlite3_stmt *put, const struct version *version, size_t variable, size_t position, const struct option *option)
{
    sqlite3_bind_int64(put, 1, version->id);
    sqlite3_bind_int64(put, 2, (int64_t)variable);
    sqlite3_bind_int64(put, 3, (int64_t)position);
    sqlite3_bind_int(put, 4, option->code);
    sql_bind_text(put, 5, option->label);
    return sql_done(store, put);
}

/* The options that give an answer its meaning: the one that is marked or placed, or all of the scale. */
static bool write_options(struct store *store, sqlite3_stmt *put, const struct version *version, const struct variable *variable)
{
    size_t position = (size_t)variable->index;
    if (variable->option)
        return write_option(store, put, version, position, 0, variable->option);
    const struct scale *scale = variable->type == VARIABLE_CODE ? variable->question->scale : NULL;
    for (size_t i = 0; scale && i < scale->options.count; i++) {
        if (!write_option(store, put, version, position, i, &scale->options.at[i]))
            return false;
    }
    return true;
}

static bool write_variables(struct store *store, const struct instrument *instrument, const struct version *version)
{
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO variables VALUES(?1, ?2, ?3, ?4, ?5)");
    auto_stmt sqlite3_stmt *put_option = put ? sql_prepare(store, "INSERT INTO options VALUES(?1, ?2, ?3, ?4, ?5)") : NULL;
    for (size_t i = 0; put_option && i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        sqlite3_bind_int64(put, 1, version->id);
        sqlite3_bind_int64(put, 2, (int64_t)i);
        sql_bind_text(put, 3, variable->id);
        sql_bind_text(put, 4, type_names[variable->type]);
        sql_bind_text(put, 5, variable->type == VARIABLE_UNIT ? variable->question->kind->id : NULL);
        if (!sql_done(store, put) || !write_options(store, put_option, version, variable))
            return false;
    }
    return put_option != NULL;
}

static bool insert_version(struct store *store, const char *instrument, struct version *version)
{
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO questionnaires(instrument, number, hash, answers) VALUES(?1, ?2, ?3, ?4)");
    if (!put)
        return false;
    sql_bind_text(put, 1, instrument);
    sqlite3_bind_int(put, 2, version->number);
    sql_bind_text(put, 3, version->hash);
    sql_bind_text(put, 4, version->table);
    if (!sql_done(store, put))
        return false;
    version->id = sqlite3_last_insert_rowid(store->db);
    return true;
}

bool version_create(struct store *store, struct arena *arena, const struct instrument *instrument, int number, struct version *ret_version)
{
    struct version version = {.number = number, .hash = instrument->hash, .table = arena_printf(arena, "r_%s_%d", instrument->id, number)};
    if (!insert_version(store, instrument->id, &version) || !write_variables(store, instrument, &version) || !write_abouts(store, arena, instrument, &version) ||
        !read_variables(store, arena, &version) || !make_table(store, &version))
        return false;
    *ret_version = version;
    return true;
}

/* Of another database: its description row by row, under the number of this version here. */
static bool copy_description(struct store *store, const struct version *from, const struct version *to)
{
    auto_stmt sqlite3_stmt *variable = sql_prepare(store, "INSERT INTO variables VALUES(?1, ?2, ?3, ?4, ?5)");
    auto_stmt sqlite3_stmt *option = variable ? sql_prepare(store, "INSERT INTO options VALUES(?1, ?2, ?3, ?4, ?5)") : NULL;
    auto_stmt sqlite3_stmt *about = option ? sql_prepare(store, "INSERT INTO abouts VALUES(?1, ?2, ?3, ?4)") : NULL;
    bool done = about != NULL;
    for (size_t i = 0; done && i < from->variables.count; i++) {
        const struct stored_variable *at = &from->variables.at[i];
        sqlite3_bind_int64(variable, 1, to->id);
        sqlite3_bind_int64(variable, 2, (int64_t)i);
        sql_bind_text(variable, 3, at->id);
        sql_bind_text(variable, 4, at->type);
        sql_bind_text(variable, 5, at->kind);
        done = sql_done(store, variable);
        for (size_t k = 0; done && k < at->options.count; k++) {
            const struct option now = {.code = at->options.at[k].code, .label = at->options.at[k].label};
            done = write_option(store, option, to, i, k, &now);
        }
    }
    for (size_t i = 0; done && i < from->abouts.count; i++) {
        sqlite3_bind_int64(about, 1, to->id);
        sqlite3_bind_int64(about, 2, (int64_t)i);
        sql_bind_text(about, 3, from->abouts.at[i].kind);
        sql_bind_text(about, 4, from->abouts.at[i].column);
        done = sql_done(store, about);
    }
    return done;
}

bool version_copy(struct store *store, struct arena *arena, const char *instrument, const struct version *other, int number, struct version *ret_version)
{
    struct version version = *other;
    version.number = number;
    version.table = arena_printf(arena, "r_%s_%d", instrument, number);
    if (!insert_version(store, instrument, &version) || !copy_description(store, other, &version) || !make_table(store, &version))
        return false;
    *ret_version = version;
    return true;
}

/* Comparing ------------------------------------------------------------------------------------------------ */

static bool same_text(const char *a, const char *b)
{
    if (!a || !b)
        return !a && !b;
    return text_alike(a, b);
}

/* A corrected wording keeps old answers when the old one stands among the aliases. */
static bool option_agrees(const struct stored_option *stored, const struct option *option)
{
    if (!option || option->code != stored->code)
        return false;
    if (same_text(stored->label, option->label))
        return true;
    for (size_t i = 0; i < option->aliases.count; i++) {
        if (same_text(stored->label, option->aliases.at[i]))
            return true;
    }
    return false;
}

bool version_agrees(const struct stored_variable *stored, const struct variable *variable)
{
    if (strcmp(stored->type, type_names[variable->type]) != 0)
        return false;
    if (variable->type == VARIABLE_UNIT)
        return stored->kind && strcmp(stored->kind, variable->question->kind->id) == 0;
    for (size_t i = 0; i < stored->options.count; i++) {
        const struct stored_option *option = &stored->options.at[i];
        const struct option *now = variable->option                  ? variable->option
                                   : variable->type == VARIABLE_CODE ? scale_option(variable->question->scale, option->code)
                                                                     : NULL;
        if (!option_agrees(option, now))
            return false;
    }
    return true;
}

int version_about(const struct version *version, const char *kind, int nth)
{
    for (size_t i = 0; i < version->abouts.count; i++) {
        if (strcmp(version->abouts.at[i].kind, kind) == 0 && nth-- == 0)
            return (int)i;
    }
    return -1;
}

bool version_equivalent(const struct version *version, const struct instrument *instrument)
{
    if (strcmp(version->hash, instrument->hash) == 0)
        return true;
    if (version->variables.count != instrument->variables.count || version->abouts.count != instrument->about.count)
        return false;
    for (size_t i = 0; i < version->abouts.count; i++) {
        if (strcmp(version->abouts.at[i].kind, instrument->about.at[i].kind->id) != 0)
            return false;
    }
    for (size_t i = 0; i < version->variables.count; i++) {
        const struct stored_variable *stored = &version->variables.at[i];
        const struct variable *variable = &instrument->variables.at[i];
        if (strcmp(stored->id, variable->id) != 0 || !version_agrees(stored, variable))
            return false;
    }
    return true;
}

static bool same_variable(const struct stored_variable *a, const struct stored_variable *b)
{
    if (strcmp(a->id, b->id) != 0 || strcmp(a->type, b->type) != 0 || !same_text(a->kind, b->kind) || a->options.count != b->options.count)
        return false;
    for (size_t i = 0; i < a->options.count; i++) {
        if (a->options.at[i].code != b->options.at[i].code || !same_text(a->options.at[i].label, b->options.at[i].label))
            return false;
    }
    return true;
}

bool version_same(const struct version *a, const struct version *b)
{
    if (a->variables.count != b->variables.count || a->abouts.count != b->abouts.count)
        return false;
    for (size_t i = 0; i < a->abouts.count; i++) {
        if (strcmp(a->abouts.at[i].kind, b->abouts.at[i].kind) != 0 || strcmp(a->abouts.at[i].column, b->abouts.at[i].column) != 0)
            return false;
    }
    for (size_t i = 0; i < a->variables.count; i++) {
        if (!same_variable(&a->variables.at[i], &b->variables.at[i]))
            return false;
    }
    return true;
}

/* Differences ---------------------------------------------------------------------------------------------- */

static const struct option *option_now(const struct variable *variable, int code)
{
    if (variable->option)
        return variable->option->code == code ? variable->option : NULL;
    return variable->type == VARIABLE_CODE ? scale_option(variable->question->scale, code) : NULL;
}

static bool option_was(const struct stored_variable *stored, int code)
{
    for (size_t i = 0; i < stored->options.count; i++) {
        if (stored->options.at[i].code == code)
            return true;
    }
    return false;
}

/* What became of a variable that is there then and now, and what says so. */
static enum store_change compare_variable(struct arena *arena, const struct stored_variable *stored, const struct variable *variable, const char **ret_detail)
{
    if (strcmp(stored->type, type_names[variable->type]) != 0) {
        *ret_detail = arena_printf(arena, "%s → %s", stored->type, type_names[variable->type]);
        return COMPARE_TYPE;
    }
    if (variable->type == VARIABLE_UNIT && !version_agrees(stored, variable)) {
        *ret_detail = arena_printf(arena, "%s → %s", stored->kind ? stored->kind : "", variable->question->kind->id);
        return COMPARE_TYPE;
    }
    for (size_t i = 0; i < stored->options.count; i++) {
        const struct stored_option *option = &stored->options.at[i];
        const struct option *now = option_now(variable, option->code);
        if (!now) {
            *ret_detail = arena_printf(arena, "%d %s", option->code, option->label ? option->label : "");
            return COMPARE_OPTION_GONE;
        }
        if (!option_agrees(option, now)) {
            *ret_detail = arena_printf(arena, "%d %s → %s", option->code, option->label ? option->label : "", now->label ? now->label : "");
            return COMPARE_OPTION_OTHER;
        }
    }
    const struct scale *scale = variable->type == VARIABLE_CODE && !variable->option ? variable->question->scale : NULL;
    for (size_t i = 0; scale && i < scale->options.count; i++) {
        if (option_was(stored, scale->options.at[i].code))
            continue;
        *ret_detail = arena_printf(arena, "%d %s", scale->options.at[i].code, scale->options.at[i].label ? scale->options.at[i].label : "");
        return COMPARE_OPTION_ADDED;
    }
    return COMPARE_SAME;
}

static const struct stored_variable *find_stored(const struct version *version, const char *id)
{
    for (size_t i = 0; i < version->variables.count; i++) {
        if (strcmp(version->variables.at[i].id, id) == 0)
            return &version->variables.at[i];
    }
    return NULL;
}

static void compare_version(struct arena *arena, const struct version *version, const struct instrument *instrument, struct store_comparison *ret_comparison)
{
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        const struct stored_variable *stored = find_stored(version, variable->id);
        const char *detail = "";
        enum store_change what = stored ? compare_variable(arena, stored, variable, &detail) : COMPARE_NEW;
        ret_comparison->same += what == COMPARE_SAME;
        ret_comparison->lost += what == COMPARE_OPTION_GONE || what == COMPARE_OPTION_OTHER || what == COMPARE_TYPE;
        if (what != COMPARE_SAME)
            *LIST_ADD(arena, &ret_comparison->differences) = (struct store_difference){variable->id, what, detail};
    }
    for (size_t i = 0; i < version->variables.count; i++) {
        const char *id = version->variables.at[i].id;
        if (!instrument_variable(instrument, id))
            *LIST_ADD(arena, &ret_comparison->differences) = (struct store_difference){id, COMPARE_GONE, ""};
    }
}

static bool count_rows(struct store *store, const struct version *version, size_t *ret_rows)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT count(*) FROM ");
    sql_add_name(&sql, version->table);
    int64_t rows;
    if (!sql_number(store, sql.at, &rows))
        return false;
    *ret_rows = (size_t)rows;
    return true;
}

bool store_compare(struct store *store, struct arena *arena, const struct instrument *instrument, store_comparison_list *ret_comparisons, struct diags *diags)
{
    version_list versions = {0};
    store_comparison_list comparisons = {0};
    if (!versions_load(store, arena, instrument->id, &versions))
        return store_report(store, diags);
    for (size_t i = 0; i < versions.count; i++) {
        if (strcmp(versions.at[i].hash, instrument->hash) == 0)
            continue;
        struct store_comparison *comparison = LIST_ADD(arena, &comparisons);
        comparison->version = versions.at[i].number;
        if (!count_rows(store, &versions.at[i], &comparison->rows))
            return store_report(store, diags);
        compare_version(arena, &versions.at[i], instrument, comparison);
    }
    *ret_comparisons = comparisons;
    return true;
}
