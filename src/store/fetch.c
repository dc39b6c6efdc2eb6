/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading back: all living responses of an instrument as columns, whatever version of the questionnaire they were loaded under.
 *
 * Each version is a table; each variable of today finds its column there by its id, if its answers meant the same then. What has no column
 * there was not asked. A unit that the evaluation no longer knows makes the answer unreadable, and a warning says so once.
 */
#include "store_priv.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { NOT_THERE = -1 };

/* How a version's table is read: SELECT meta columns, abouts, then the columns that still mean the same. */
struct source {
    const struct version *version;
    bool same;         /* the questionnaire of today */
    sqlite3_stmt *get; /* ?1 … ?2: range of ids */
    int *result;       /* one a variable of the instrument: result column, or NOT_THERE */
    int *letter;       /* position in `_why` */
    int *about;        /* one an `about` of the instrument: result column, or NOT_THERE */
};

struct fetch {
    struct store *store;
    struct arena *arena; /* of the work, not of the dataset */
    const struct instrument *instrument;
    struct dataset *dataset;
    struct map *units;   /* one a kind of the evaluation: unit by id, value = unit */
    const struct evaluation *evaluation;
    struct keys successors;
    size_t unknown_units;
    const char *unknown_unit, *unknown_kind;
    struct diags *diags;
};

/* ORDER of the SELECT. */
enum { GET_ID, GET_KEY, GET_VERSION, GET_RATER, GET_SUBMITTED, GET_SECONDS, GET_GROUP, GET_WHY, GET_FIRST };

static const struct stored_variable *stored_variable(const struct version *version, const struct map *by_id, const char *id, int *ret_position)
{
    const struct stored_variable *stored = map_get(by_id, id);
    if (stored)
        *ret_position = (int)(stored - version->variables.at);
    return stored;
}

static void warn_not_comparable(const struct fetch *fetch, const struct version *version, const struct variable *variable)
{
    diags_warning(fetch->diags, variable->question->pos, _("answers to '%s' under version %d of the questionnaire are left out: its type or options were others then"),
                  variable->id, version->number);
    if (variable->type == VARIABLE_CODE)
        diags_hint(fetch->diags, _("where only the wording changed, write the earlier wording as an alias of the option"));
}

static void add_columns(const struct fetch *fetch, struct source *source, struct strbuf *sql)
{
    const struct version *version = source->version;
    int column = GET_FIRST;
    for (size_t i = 0; i < fetch->instrument->about.count; i++) {
        int nth = 0;
        for (size_t k = 0; k < i; k++)
            nth += fetch->instrument->about.at[k].kind == fetch->instrument->about.at[i].kind;
        int at = version_about(version, fetch->instrument->about.at[i].kind->id, nth);
        source->about[i] = at < 0 ? NOT_THERE : column++;
        if (at >= 0) {
            strbuf_addc(sql, ',');
            sql_add_name(sql, version->abouts.at[at].column);
        }
    }
    struct map by_id;
    map_init(&by_id);
    for (size_t i = 0; i < version->variables.count; i++)
        map_put(&by_id, version->variables.at[i].id, &version->variables.at[i]);
    for (size_t i = 0; i < fetch->instrument->variables.count; i++) {
        const struct variable *variable = &fetch->instrument->variables.at[i];
        const struct stored_variable *stored = stored_variable(version, &by_id, variable->id, &source->letter[i]);
        bool agrees = stored && (source->same || version_agrees(stored, variable));
        source->result[i] = agrees ? column++ : NOT_THERE;
        if (agrees) {
            strbuf_addc(sql, ',');
            sql_add_name(sql, variable->id);
        } else if (stored) {
            warn_not_comparable(fetch, version, variable);
        }
    }
    map_release(&by_id);
}

static bool prepare_source(struct fetch *fetch, const struct version *version, struct source *source)
{
    source->version = version;
    source->same = strcmp(version->hash, fetch->instrument->hash) == 0;
    source->result = ARENA_ARRAY(fetch->arena, int, fetch->instrument->variables.count);
    source->letter = ARENA_ARRAY(fetch->arena, int, fetch->instrument->variables.count);
    source->about = ARENA_ARRAY(fetch->arena, int, fetch->instrument->about.count);
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT _id, _key, _version, _rater, _submitted, _seconds, _group, _why");
    add_columns(fetch, source, &sql);
    strbuf_adds(&sql, " FROM ");
    sql_add_name(&sql, version->table);
    strbuf_adds(&sql, " WHERE _id BETWEEN ?1 AND ?2 ORDER BY _id");
    source->get = sql_prepare(fetch->store, sql.at);
    return source->get != NULL;
}

/* Values --------------------------------------------------------------------------------------------------- */

/* Most rows repeat the text of the row before (rater, group): one copy then serves. */
static const char *shared_text(const struct fetch *fetch, const struct source *source, int result, const char *const *before)
{
    const char *text = (const char *)sqlite3_column_text(source->get, result);
    if (!text)
        return NULL;
    size_t len = (size_t)sqlite3_column_bytes(source->get, result);
    if (before && *before && strncmp(*before, text, len + 1) == 0)
        return *before;
    return arena_strndup(fetch->dataset->arena, text, len);
}

/* Index of the unit in a text column; NO_UNIT where it is NULL or unknown. */
static int unit_at(struct fetch *fetch, sqlite3_value *value, const struct unit_kind *kind)
{
    const char *id = (const char *)sqlite3_value_text(value);
    if (!id)
        return NO_UNIT;
    const struct unit *unit = map_get_n(&fetch->units[kind->index], id, (size_t)sqlite3_value_bytes(value));
    if (unit)
        return unit->index;
    if (fetch->unknown_units++ == 0) {
        fetch->unknown_unit = arena_strdup(fetch->arena, id);
        fetch->unknown_kind = kind->id;
    }
    return NO_UNIT;
}

static enum missing missing_of_letter(char letter)
{
    const char *at = letter ? strchr(missing_letters, letter) : NULL;
    return at ? (enum missing)(at - missing_letters) : MISSING_KINDS;
}

/* A code whose option counts as missing by now (不了解 became "don't know") is missing now. */
static enum missing read_code(const struct source *source, struct column *column, sqlite3_value *value, size_t row)
{
    int64_t code = sqlite3_value_int64(value);
    if (code < INT16_MIN || code > INT16_MAX)
        return MISSING_UNREADABLE;
    column->codes[row] = (int16_t)code;
    if (column->variable->type == VARIABLE_MARK || source->same)
        return MISSING_NONE;
    const struct option *option = scale_option(column->variable->question->scale, (int)code);
    return option ? option->missing : MISSING_NONE;
}

static enum missing read_value(struct fetch *fetch, const struct source *source, struct column *column, sqlite3_value *value, size_t row)
{
    switch (column->variable->type) {
    case VARIABLE_NUMBER:
        column->numbers[row] = sqlite3_value_double(value);
        return MISSING_NONE;
    case VARIABLE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        column->texts[row] = arena_strndup(fetch->dataset->arena, text ? text : "", (size_t)sqlite3_value_bytes(value));
        return MISSING_NONE;
    }
    case VARIABLE_UNIT: {
        int unit = unit_at(fetch, value, column->variable->question->kind);
        column->codes[row] = (int16_t)unit;
        return unit == NO_UNIT ? MISSING_UNREADABLE : MISSING_NONE;
    }
    default:
        return read_code(source, column, value, row);
    }
}

static bool read_answers(struct fetch *fetch, const struct source *source, size_t row)
{
    const char *why = (const char *)sqlite3_column_text(source->get, GET_WHY);
    if (why && (size_t)sqlite3_column_bytes(source->get, GET_WHY) != source->version->variables.count)
        return sql_damaged(fetch->store, _("the kinds of missing of a row do not fit its questionnaire"));
    for (size_t i = 0; i < fetch->instrument->variables.count; i++) {
        struct column *column = &fetch->dataset->columns[i];
        int result = source->result[i];
        if (column->numbers)
            column->numbers[row] = NAN;
        if (result == NOT_THERE) {
            column->missing[row] = MISSING_NOT_ASKED;
            continue;
        }
        enum missing missing = why ? missing_of_letter(why[source->letter[i]]) : MISSING_NONE;
        sqlite3_value *value = sqlite3_column_value(source->get, result);
        bool null = sqlite3_value_type(value) == SQLITE_NULL;
        if (missing == MISSING_KINDS || null != (missing != MISSING_NONE))
            return sql_damaged(fetch->store, _("an answer is there and missing at once"));
        column->missing[row] = (uint8_t)(null ? missing : read_value(fetch, source, column, value, row));
    }
    return true;
}

static bool read_row(struct fetch *fetch, const struct source *source, const struct span *span, size_t row)
{
    struct dataset *dataset = fetch->dataset;
    sqlite3_stmt *get = source->get;
    dataset->ids[row] = sqlite3_column_int64(get, GET_ID);
    dataset->batches[row] = span->batch_index;
    dataset->keys[row] = sql_text(dataset->arena, get, GET_KEY);
    dataset->raters[row] = shared_text(fetch, source, GET_RATER, row ? &dataset->raters[row - 1] : NULL);
    dataset->submitted[row] = shared_text(fetch, source, GET_SUBMITTED, NULL);
    dataset->groups[row] = shared_text(fetch, source, GET_GROUP, row ? &dataset->groups[row - 1] : NULL);
    dataset->indices[INDEX_SECONDS][row] = sqlite3_column_type(get, GET_SECONDS) == SQLITE_NULL ? NAN : sqlite3_column_double(get, GET_SECONDS);
    for (size_t i = 0; i < fetch->instrument->about.count; i++)
        dataset->about[i][row] =
            (int16_t)(source->about[i] == NOT_THERE ? NO_UNIT : unit_at(fetch, sqlite3_column_value(source->get, source->about[i]), fetch->instrument->about.at[i].kind));
    return read_answers(fetch, source, row);
}

static bool is_superseded(const struct fetch *fetch, const struct source *source)
{
    if (fetch->successors.count == 0)
        return false;
    const char *key = (const char *)sqlite3_column_text(source->get, GET_KEY);
    const struct known *known = keys_find(&fetch->successors, key, (size_t)sqlite3_column_bytes(source->get, GET_KEY));
    return known && known->newest > sqlite3_column_int(source->get, GET_VERSION);
}

static bool read_span(struct fetch *fetch, const struct source *source, const struct span *span, size_t room)
{
    sqlite3_reset(source->get);
    sqlite3_bind_int64(source->get, 1, span->first);
    sqlite3_bind_int64(source->get, 2, span->last);
    bool row;
    while (sql_step(fetch->store, source->get, &row)) {
        if (!row)
            return true;
        if (is_superseded(fetch, source))
            continue;
        if (fetch->dataset->rows == room)
            return sql_damaged(fetch->store, _("there are more rows than the batches stored"));
        if (!read_row(fetch, source, span, fetch->dataset->rows))
            return false;
        fetch->dataset->rows++;
    }
    return false;
}

/* Where responses came from; only where some were kept. Ids rise on both sides. */
static bool read_sources(struct fetch *fetch)
{
    struct dataset *dataset = fetch->dataset;
    int64_t tables = 0;
    if (!sql_number(fetch->store, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sources'", &tables) || tables == 0 || dataset->rows == 0)
        return fetch->store->error.code == SQLITE_OK;
    auto_stmt sqlite3_stmt *get = sql_prepare(fetch->store, "SELECT id, source FROM sources WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, dataset->ids[0]);
    sqlite3_bind_int64(get, 2, dataset->ids[dataset->rows - 1]);
    bool row;
    for (size_t at = 0; sql_step(fetch->store, get, &row);) {
        if (!row)
            return true;
        int64_t id = sqlite3_column_int64(get, 0);
        while (at < dataset->rows && dataset->ids[at] < id)
            at++;
        if (at == dataset->rows || dataset->ids[at] != id)
            continue;
        if (!dataset->sources)
            dataset->sources = ARENA_ARRAY(dataset->arena, const char *, dataset->rows);
        dataset->sources[at] = sql_text(dataset->arena, get, 1);
    }
    return false;
}

/* All together --------------------------------------------------------------------------------------------- */

static const struct source *source_of(struct fetch *fetch, const version_list *versions, struct source *sources, int64_t questionnaire)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (versions->at[i].id != questionnaire)
            continue;
        if (!sources[i].get && !prepare_source(fetch, &versions->at[i], &sources[i]))
            return NULL;
        return &sources[i];
    }
    sql_damaged(fetch->store, _("a batch belongs to no questionnaire"));
    return NULL;
}

static size_t room_of(const span_list *spans)
{
    size_t room = 0;
    for (size_t i = 0; i < spans->count; i++)
        room += (size_t)(spans->at[i].last - spans->at[i].first + 1);
    return room;
}

static bool read_all(struct fetch *fetch)
{
    version_list versions = {0};
    span_list spans = {0};
    const char *id = fetch->instrument->id;
    if (!versions_load(fetch->store, fetch->arena, id, &versions) || !living_spans(fetch->store, fetch->arena, id, &spans) ||
        !living_successors(fetch->store, &versions, &spans, &fetch->successors))
        return false;
    size_t room = room_of(&spans);
    fetch->dataset = dataset_new(arena_new(), fetch->instrument, room);
    fetch->dataset->rows = 0; /* filled below */
    struct source *sources = ARENA_ARRAY(fetch->arena, struct source, versions.count);
    bool done = true;
    for (size_t i = 0; done && i < spans.count; i++) {
        const struct source *source = source_of(fetch, &versions, sources, spans.at[i].questionnaire);
        done = source && read_span(fetch, source, &spans.at[i], room);
    }
    for (size_t i = 0; i < versions.count; i++)
        sqlite3_finalize(sources[i].get);
    return done && read_sources(fetch);
}

static void index_units(struct fetch *fetch)
{
    fetch->units = ARENA_ARRAY(fetch->arena, struct map, fetch->evaluation->kinds.count);
    for (size_t i = 0; i < fetch->evaluation->kinds.count; i++) {
        struct unit_kind *kind = &fetch->evaluation->kinds.at[i];
        for (size_t k = 0; k < kind->units.count; k++)
            map_put(&fetch->units[i], kind->units.at[k].id, &kind->units.at[k]);
    }
}

static void fetch_release(struct fetch *fetch)
{
    for (size_t i = 0; i < fetch->evaluation->kinds.count; i++)
        map_release(&fetch->units[i]);
    keys_release(&fetch->successors);
    arena_free(fetch->arena);
}

struct dataset *store_fetch(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, struct diags *diags)
{
    assert(!store->load && "a batch that is open is not read");
    struct fetch fetch = {.store = store, .arena = arena_new(), .instrument = instrument, .evaluation = evaluation, .diags = diags};
    keys_init(&fetch.successors);
    index_units(&fetch);
    /* one transaction, so that a load that ends meanwhile is seen whole or not at all */
    bool done = sql_run(store, "BEGIN") && read_all(&fetch);
    if (!done) {
        store_report(store, diags);
        if (fetch.dataset)
            arena_free(fetch.dataset->arena);
        fetch.dataset = NULL;
    } else if (fetch.unknown_units) {
        diags_warning(diags, instrument->pos, _("%zu stored answers to '%s' name units that are not declared any more, such as %s '%s'; they count as unreadable"),
                      fetch.unknown_units, instrument->id, fetch.unknown_kind, fetch.unknown_unit);
    }
    sql_rollback(store);
    struct dataset *dataset = fetch.dataset;
    fetch_release(&fetch);
    return dataset;
}
