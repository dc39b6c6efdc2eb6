/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading back: all living responses of an instrument as columns, whatever version of the questionnaire they were loaded under.
 *
 * Each version is a table; each variable of today finds its column there by its id, if its answers meant the same then. What has no column
 * there was not asked. A unit that the evaluation no longer knows makes the answer unreadable, and a warning says so once.
 */
#include "rows_priv.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { NOT_THERE = -1 };

/* One answer of the version of today: where its value stands in a row, and where its letter in `_why`. */
struct place {
    int value;  /* place among the values of a row, or NOT_THERE */
    int letter; /* position in `_why` */
    int16_t *codes; /* those of its column where a number in the file is a code of today; else NULL */
    bool eight;     /* this and the next seven are such, side by side in the row */
};

/* How a version's table is read. */
struct source {
    const struct version *version;
    bool same, open;      /* the questionnaire of today; `rows` is open */
    struct rows rows;
    struct place *places; /* one a variable of the instrument */
    int *about;           /* one an `about` of the instrument: place among the values, or NOT_THERE */
};

/* The unit that an id named last, of all ids that look alike: most answers name one of few units. */
struct seen_unit {
    const struct unit *unit;
    size_t len;
};
enum { SEEN_UNITS = 256 };

struct fetch {
    struct store *store;
    struct arena *arena; /* of the work, not of the dataset */
    const struct instrument *instrument;
    const bool *unread; /* texts left in the file, by variable; NULL: none */
    struct dataset *dataset;
    struct map *units;   /* one a kind of the evaluation: unit by id, value = unit */
    struct seen_unit **seen_units; /* SEEN_UNITS a kind */
    const struct evaluation *evaluation;
    struct keys successors;
    size_t unknown_units;
    const char *unknown_unit, *unknown_kind;
    struct diags *diags;
};

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

static void place_abouts(const struct fetch *fetch, struct source *source)
{
    for (size_t i = 0; i < fetch->instrument->about.count; i++) {
        int nth = 0;
        for (size_t k = 0; k < i; k++)
            nth += fetch->instrument->about.at[k].kind == fetch->instrument->about.at[i].kind;
        int at = version_about(source->version, fetch->instrument->about.at[i].kind->id, nth);
        source->about[i] = at < 0 ? NOT_THERE : (int)row_of_about((size_t)at);
    }
}

static bool are_eight(const struct place *places)
{
    for (int lane = 0; lane < LANES; lane++)
        if (!places[lane].codes || places[lane].value != places[0].value + lane)
            return false;
    return true;
}

static void place_variables(const struct fetch *fetch, struct source *source)
{
    const struct version *version = source->version;
    struct map by_id;
    map_init(&by_id);
    for (size_t i = 0; i < version->variables.count; i++)
        map_put(&by_id, version->variables.at[i].id, &version->variables.at[i]);
    for (size_t i = 0; i < fetch->instrument->variables.count; i++) {
        const struct variable *variable = &fetch->instrument->variables.at[i];
        struct place *place = &source->places[i];
        const struct stored_variable *stored = stored_variable(version, &by_id, variable->id, &place->letter);
        bool agrees = stored && (source->same || version_agrees(stored, variable));
        place->value = agrees ? (int)row_of_variable(version, (size_t)place->letter) : NOT_THERE;
        place->codes = agrees && source->same && variable->type != VARIABLE_UNIT ? fetch->dataset->columns[i].codes : NULL;
        if (stored && !agrees)
            warn_not_comparable(fetch, version, variable);
    }
    map_release(&by_id);
    for (size_t i = 0; i + LANES <= fetch->instrument->variables.count; i++)
        source->places[i].eight = are_eight(&source->places[i]);
}

static bool open_source(struct fetch *fetch, const struct version *version, struct source *source)
{
    source->version = version;
    source->same = strcmp(version->hash, fetch->instrument->hash) == 0;
    source->places = ARENA_ARRAY(fetch->arena, struct place, fetch->instrument->variables.count);
    source->about = ARENA_ARRAY(fetch->arena, int, fetch->instrument->about.count);
    place_abouts(fetch, source);
    place_variables(fetch, source);
    source->open = true;
    return rows_open(&source->rows, fetch->store, version, &fetch->store->error);
}

/* Values --------------------------------------------------------------------------------------------------- */

/* Most rows repeat the text of the row before (rater, group): one copy then serves. */
static const char *shared_text(const struct fetch *fetch, const struct value *value, const char *const *before)
{
    if (value->type != VALUE_TEXT)
        return NULL;
    if (before && *before && strncmp(*before, value->text, value->len) == 0 && (*before)[value->len] == '\0')
        return *before;
    return arena_strndup(fetch->dataset->arena, value->text, value->len);
}

static struct seen_unit *seen_unit(struct fetch *fetch, const struct unit_kind *kind, const struct value *id)
{
    unsigned mix = (unsigned char)id->text[0] * 5u + (unsigned char)id->text[id->len - 1] * 17u + id->len;
    return &fetch->seen_units[kind->index][mix % SEEN_UNITS];
}

/* Index of the unit in a text column; NO_UNIT where it is NULL or unknown. */
static int unit_at(struct fetch *fetch, const struct value *id, const struct unit_kind *kind)
{
    if (id->type != VALUE_TEXT)
        return NO_UNIT;
    struct seen_unit *seen = id->len ? seen_unit(fetch, kind, id) : NULL;
    if (seen && seen->len == id->len && memcmp(seen->unit->id, id->text, id->len) == 0)
        return seen->unit->index;
    const struct unit *unit = map_get_n(&fetch->units[kind->index], id->text, id->len);
    if (unit) {
        if (seen)
            *seen = (struct seen_unit){unit, id->len};
        return unit->index;
    }
    if (fetch->unknown_units++ == 0) {
        fetch->unknown_unit = arena_strndup(fetch->arena, id->text, id->len);
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
static inline enum missing read_code(const struct source *source, struct column *column, const struct value *value, size_t row)
{
    int64_t code = value->type == VALUE_INTEGER ? value->integer : 0;
    if (code < INT16_MIN || code > INT16_MAX)
        return MISSING_UNREADABLE;
    column->codes[row] = (int16_t)code;
    if (source->same || column->variable->type == VARIABLE_MARK)
        return MISSING_NONE;
    const struct option *option = scale_option(column->variable->question->scale, (int)code);
    return option ? option->missing : MISSING_NONE;
}

static enum missing read_unit(struct fetch *fetch, struct column *column, const struct value *value, size_t row)
{
    int unit = unit_at(fetch, value, column->variable->question->kind);
    column->codes[row] = (int16_t)unit;
    return unit == NO_UNIT ? MISSING_UNREADABLE : MISSING_NONE;
}

static inline enum missing read_value(struct fetch *fetch, const struct source *source, struct column *column, const struct value *value, size_t row)
{
    if (column->numbers) {
        column->numbers[row] = value->type == VALUE_INTEGER ? (double)value->integer : value->type == VALUE_REAL ? value->real : 0;
        return MISSING_NONE;
    }
    if (column->texts) {
        column->texts[row] = value->type == VALUE_TEXT ? arena_strndup(fetch->dataset->arena, value->text, value->len) : "";
        return MISSING_NONE;
    }
    if (!column->codes) /* left in the file */
        return MISSING_NONE;
    return column->variable->type == VARIABLE_UNIT ? read_unit(fetch, column, value, row) : read_code(source, column, value, row);
}

/* An answer that is no plain code, or missing. */
static bool read_other(struct fetch *fetch, const struct source *source, size_t variable, const char *why, size_t row)
{
    struct column *column = &fetch->dataset->columns[variable];
    struct place place = source->places[variable];
    if (column->numbers)
        column->numbers[row] = NAN;
    if (place.value == NOT_THERE) {
        column->missing[row] = MISSING_NOT_ASKED;
        return true;
    }
    enum missing missing = why ? missing_of_letter(why[place.letter]) : MISSING_NONE;
    struct value value = rows_value(&source->rows, (size_t)place.value);
    bool null = value.type == VALUE_NULL;
    if (missing == MISSING_KINDS || null != (missing != MISSING_NONE))
        return sql_damaged(fetch->store, _("an answer is there and missing at once"));
    column->missing[row] = (uint8_t)(null ? missing : read_value(fetch, source, column, &value, row));
    return true;
}

/* Most cells are a code of today's questionnaire that is not missing; their columns say so already (dataset_new_answered). */
static bool read_answers(struct fetch *fetch, const struct source *source, size_t row)
{
    const struct rows *rows = &source->rows;
    struct value letters = rows_value(rows, ROW_WHY);
    const char *why = letters.type == VALUE_TEXT ? letters.text : NULL;
    if (why && letters.len != source->version->variables.count)
        return sql_damaged(fetch->store, _("the kinds of missing of a row do not fit its questionnaire"));
    for (size_t i = 0; i < fetch->instrument->variables.count; i++) {
        struct place place = source->places[i];
        if (!why && place.eight && load_lanes(rows->cells + place.value) == LANE_EACH(CELL_BYTE)) {
            for (int lane = 0; lane < LANES; lane++)
                source->places[i + (size_t)lane].codes[row] = rows->bytes[place.value + lane];
            i += LANES - 1;
            continue;
        }
        if (place.codes && rows->cells[place.value] == CELL_BYTE && (!why || why[place.letter] == missing_letters[MISSING_NONE])) {
            place.codes[row] = rows->bytes[place.value];
            continue;
        }
        if (!read_other(fetch, source, i, why, row))
            return false;
    }
    return true;
}

static int read_about(struct fetch *fetch, const struct source *source, size_t about)
{
    if (source->about[about] == NOT_THERE)
        return NO_UNIT;
    struct value id = rows_value(&source->rows, (size_t)source->about[about]);
    return unit_at(fetch, &id, fetch->instrument->about.at[about].kind);
}

static bool read_row(struct fetch *fetch, const struct source *source, const struct span *span, size_t row)
{
    struct dataset *dataset = fetch->dataset;
    const struct rows *rows = &source->rows;
    struct value key = rows_value(rows, ROW_KEY), rater = rows_value(rows, ROW_RATER), submitted = rows_value(rows, ROW_SUBMITTED), group = rows_value(rows, ROW_GROUP),
                 seconds = rows_value(rows, ROW_SECONDS);
    if (key.type != VALUE_TEXT)
        return sql_damaged(fetch->store, _("a row has no key or no version"));
    dataset->ids[row] = rows->id;
    dataset->batches[row] = span->batch_index;
    dataset->keys[row] = shared_text(fetch, &key, NULL);
    if (rater.type == VALUE_TEXT) /* else NULL stands there, in memory that was never touched */
        dataset->raters[row] = shared_text(fetch, &rater, row ? &dataset->raters[row - 1] : NULL);
    dataset->submitted[row] = shared_text(fetch, &submitted, NULL);
    if (group.type == VALUE_TEXT)
        dataset->groups[row] = shared_text(fetch, &group, row ? &dataset->groups[row - 1] : NULL);
    dataset->indices[INDEX_SECONDS][row] = seconds.type == VALUE_REAL ? seconds.real : NAN;
    for (size_t i = 0; i < fetch->instrument->about.count; i++)
        dataset->about[i][row] = (int16_t)read_about(fetch, source, i);
    return read_answers(fetch, source, row);
}

static bool read_span(struct fetch *fetch, struct source *source, const struct span *span, size_t room)
{
    bool there;
    rows_range(&source->rows, span->first, span->last);
    while (rows_next(&source->rows, &there)) {
        if (!there)
            return true;
        if (living_superseded(&fetch->successors, &source->rows))
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

static struct source *source_of(struct fetch *fetch, const version_list *versions, struct source *sources, int64_t questionnaire)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (versions->at[i].id != questionnaire)
            continue;
        if (!sources[i].open && !open_source(fetch, &versions->at[i], &sources[i]))
            return NULL;
        return &sources[i];
    }
    sql_damaged(fetch->store, _("a batch belongs to no questionnaire"));
    return NULL;
}

static bool read_all(struct fetch *fetch)
{
    version_list versions = {0};
    span_list spans = {0};
    const char *id = fetch->instrument->id;
    if (!versions_load(fetch->store, fetch->arena, id, &versions) || !living_spans(fetch->store, fetch->arena, id, &spans) ||
        !living_successors(fetch->store, &versions, &spans, &fetch->successors))
        return false;
    size_t room = span_rows(&spans);
    fetch->dataset = dataset_new_answered(arena_new(), fetch->instrument, room);
    fetch->dataset->rows = 0; /* filled below */
    for (size_t i = 0; fetch->unread && i < fetch->instrument->variables.count; i++)
        if (fetch->unread[i])
            fetch->dataset->columns[i].texts = NULL;
    struct source *sources = ARENA_ARRAY(fetch->arena, struct source, versions.count);
    bool done = true;
    for (size_t i = 0; done && i < spans.count; i++) {
        struct source *source = source_of(fetch, &versions, sources, spans.at[i].questionnaire);
        done = source && read_span(fetch, source, &spans.at[i], room);
    }
    for (size_t i = 0; i < versions.count; i++)
        if (sources[i].open)
            rows_release(&sources[i].rows);
    return done && read_sources(fetch);
}

static void index_units(struct fetch *fetch)
{
    fetch->units = ARENA_ARRAY(fetch->arena, struct map, fetch->evaluation->kinds.count);
    fetch->seen_units = ARENA_ARRAY(fetch->arena, struct seen_unit *, fetch->evaluation->kinds.count);
    for (size_t i = 0; i < fetch->evaluation->kinds.count; i++) {
        struct unit_kind *kind = &fetch->evaluation->kinds.at[i];
        fetch->seen_units[i] = ARENA_ARRAY(fetch->arena, struct seen_unit, SEEN_UNITS);
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

struct dataset *store_fetch_without(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, const bool *unread, struct diags *diags)
{
    assert(!store->load && "a batch that is open is not read");
    struct fetch fetch = {.store = store, .arena = arena_new(), .instrument = instrument, .unread = unread, .evaluation = evaluation, .diags = diags};
    keys_init(&fetch.successors);
    index_units(&fetch);
    /* one transaction, so that a load that ends meanwhile is seen whole or not at all */
    bool mine;
    bool done = sql_read_begin(store, &mine) && read_all(&fetch);
    if (!done) {
        store_report(store, diags);
        if (fetch.dataset)
            arena_free(fetch.dataset->arena);
        fetch.dataset = NULL;
    } else if (fetch.unknown_units) {
        diags_warning(diags, instrument->pos, _("%zu stored answers to '%s' name units that are not declared any more, such as %s '%s'; they count as unreadable"),
                      fetch.unknown_units, instrument->id, fetch.unknown_kind, fetch.unknown_unit);
    }
    sql_read_end(store, mine);
    struct dataset *dataset = fetch.dataset;
    fetch_release(&fetch);
    return dataset;
}

struct dataset *store_fetch(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, struct diags *diags)
{
    return store_fetch_without(store, evaluation, instrument, NULL, diags);
}
