/* SPDX-License-Identifier: GPL-3.0-or-later
 * One file from its bytes to the sink.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { ROWS_AN_ARENA = 256 }; /* texts of rows are freed in batches */

/* Report --------------------------------------------------------------------------------------------------- */

/* Made once a column. */
static const char *accepted_of(const struct ingest *ingest, const struct column_plan *column)
{
    const struct ingest_report *report = ingest->report;
    for (size_t i = 0; i + 1 < report->unknown.count; i++) /* the last is in the making */
        if (report->unknown.at[i].header == column->header)
            return report->unknown.at[i].accepted;
    return column_accepts(ingest, column);
}

void ingest_unknown(struct ingest *ingest, const struct column_plan *column, struct cell text, size_t line)
{
    struct ingest_report *report = ingest->report;
    bool replaced;
    text = cell_clean(text, ingest->row_arena, &replaced);
    enum { SHOWN = 200 }; /* bytes: enough to know a text again */
    size_t len = text.len < SHOWN ? text.len : SHOWN;
    while (len < text.len && len > 0 && ((unsigned char)text.at[len] & 0xC0) == 0x80)
        len--;
    const char *shown = arena_printf(ingest->row_arena, "%.*s%s", (int)len, text.at, len < text.len ? "…" : "");
    const char *key = arena_printf(ingest->row_arena, "%zu\x1f%s", (size_t)(column - ingest->plan.columns), shown);
    size_t index = (size_t)(uintptr_t)map_get(&ingest->unknown, key);
    if (!index && report->unknown.count >= UNKNOWN_MAX) {
        key = "…"; /* all that come later, in one entry */
        shown = key;
        index = (size_t)(uintptr_t)map_get(&ingest->unknown, key);
    }
    if (!index) {
        struct ingest_unknown *entry = LIST_ADD(report->arena, &report->unknown);
        *entry = (struct ingest_unknown){column->header, arena_strdup(report->arena, shown), 0, line, accepted_of(ingest, column)};
        index = report->unknown.count;
        map_put(&ingest->unknown, arena_strdup(report->arena, key), (void *)(uintptr_t)index);
    }
    report->unknown.at[index - 1].count++;
}

static bool has_cells(const held_rows *held, size_t column)
{
    for (size_t i = 0; i < held->count; i++)
        if (column < held->at[i].count && held->at[i].at[column].len > 0)
            return true;
    return false;
}

/* The same heading twice: the first column is read. Where the two say different things, somebody must look. */
static bool told_as_double(struct ingest *ingest, const held_rows *held, size_t at)
{
    const struct column_plan *columns = ingest->plan.columns;
    size_t first = 0;
    while (first < at && (columns[first].state == COLUMN_UNKNOWN || strcmp(columns[first].key, columns[at].key) != 0))
        first++;
    if (first == at || !*columns[at].key)
        return false;
    diags_warning(ingest->diags, (struct pos){.file = ingest->path, .line = 1, .col = (int)at + 1}, _("column '%s' stands twice; only the first is read"), columns[at].header);
    for (size_t r = ingest->plan.first_data; r < held->count; r++) {
        const struct held_row *row = &held->at[r];
        struct cell one = first < row->count ? row->at[first] : (struct cell){"", 0}, two = at < row->count ? row->at[at] : (struct cell){"", 0};
        if (one.len == two.len && memcmp(one.at, two.at, one.len) == 0)
            continue;
        diags_hint(ingest->diags, _("row %zu: '%.*s' in the first, '%.*s' in the other; give one of them another heading, and in 'columns' its place"), row->line, (int)one.len, one.at, (int)two.len,
                   two.at);
        break;
    }
    return true;
}

/* Questions that have no column: one of those that were not known may be theirs. */
static const char *homeless(struct ingest *ingest)
{
    enum { SHOWN = 6 };
    const struct question *last = NULL;
    const char *names = "";
    size_t count = 0;
    for (size_t i = 0; i < ingest->report->absent.count; i++) {
        const struct variable *variable = ingest->report->absent.at[i];
        if (variable->question == last || (variable->type == VARIABLE_TEXT && variable->option))
            continue;
        last = variable->question;
        if (count++ < SHOWN)
            names = arena_printf(ingest->arena, "%s%s%s “%s”", names, *names ? _(", ") : "", last->id, last->title ? last->title : "");
    }
    return count > SHOWN ? arena_printf(ingest->arena, "%s…", names) : names;
}

static void report_columns(struct ingest *ingest, const held_rows *held)
{
    struct ingest_report *report = ingest->report;
    size_t unknown = 0;
    const char *names = "";
    for (size_t i = 0; i < ingest->plan.count; i++) {
        const struct column_plan *column = &ingest->plan.columns[i];
        if (!*column->header && !has_cells(held, i))
            continue; /* an empty column, as 腾讯问卷 and Excel leave at the end */
        *LIST_ADD(report->arena, &report->columns) = (struct ingest_column){column->header, column->state, column->target_name};
        if (column->state != COLUMN_UNKNOWN)
            continue;
        if (told_as_double(ingest, held, i))
            continue;
        const char *name = *column->header ? column->header : arena_printf(report->arena, _("(column %zu)"), i + 1);
        if (unknown++ < 12)
            names = arena_printf(report->arena, "%s%s%s", names, *names ? _(", ") : "", name);
    }
    if (unknown == 0)
        return;
    diags_warning(ingest->diags, (struct pos){.file = ingest->path}, _("columns without a place in instrument '%s': %zu"), ingest->instrument->id, unknown);
    const char *without = homeless(ingest);
    if (*without)
        diags_hint(ingest->diags, _("%s%s; questions without a column: %s; where one is the other, write its heading under 'aliases' or 'columns'"), names, unknown > 12 ? ", …" : "", without);
    else
        diags_hint(ingest->diags, "%s%s", names, unknown > 12 ? ", …" : "");
}

static void note_columns(struct ingest *ingest)
{
    const struct instrument *instrument = ingest->instrument;
    for (size_t i = 0; i < ingest->plan.count; i++) {
        const struct target *target = &ingest->plan.columns[i].target;
        if (ingest->plan.columns[i].state != COLUMN_MAPPED)
            continue;
        size_t units = target->by_row ? instrument->rows->units.count : 1;
        for (size_t u = 0; u < units; u++)
            for (size_t k = 0; k < target->count; k++)
                ingest->has_column[target->first + u * target->stride + k] = true;
    }
    for (size_t i = 0; i + 1 < instrument->variables.count; i++) {
        const struct variable *mark = &instrument->variables.at[i], *text = mark + 1;
        ingest->by_text[i] = mark->type == VARIABLE_MARK && text->type == VARIABLE_TEXT && text->option == mark->option && !ingest->has_column[i] && ingest->has_column[i + 1];
        ingest->has_column[i] = ingest->has_column[i] || ingest->by_text[i];
    }
    for (size_t i = 0; i < instrument->variables.count; i++)
        if (!ingest->has_column[i])
            *LIST_ADD(ingest->report->arena, &ingest->report->absent) = &instrument->variables.at[i];
}

static void report_plan(struct ingest *ingest)
{
    const struct plan *plan = &ingest->plan;
    static const char *const modes[MODES] = {[MODE_TEXT] = "text", [MODE_CODE] = "code", [MODE_SCORE] = "score"};
    ingest->report->platform = plan->platform->signs_wanted && plan->platform->modes ? arena_printf(ingest->arena, "%s (%s)", plan->platform->name, modes[plan->mode]) : plan->platform->name;
    ingest->report->instrument = plan->instrument;
}

/* Names near to a wrong one, for reasons that go into the store. */
void near_names(struct strbuf *out, const char *wrong, const char *const *names, size_t count)
{
    enum { LIMIT = 2, SHOWN = 12 };
    size_t shown = 0;
    for (size_t pass = 0; pass < 2 && shown == 0; pass++)
        for (size_t i = 0; i < count && shown < SHOWN; i++) {
            if (pass == 0 && !(text_distance(wrong, names[i], LIMIT) <= LIMIT || strstr(names[i], wrong) || strstr(wrong, names[i])))
                continue;
            strbuf_addf(out, "%s%s", shown ? _(", ") : "", names[i]);
            shown++;
        }
}

/* Reading -------------------------------------------------------------------------------------------------- */

static void hold(struct arena *arena, held_rows *held, const struct row *row, bool header)
{
    struct held_row *copy = LIST_ADD(arena, held);
    *copy = (struct held_row){ARENA_ARRAY(arena, struct cell, row->count + 1), row->count, row->line, header};
    for (size_t i = 0; i < row->count; i++)
        copy->at[i] = (struct cell){arena_strndup(arena, row->at[i].at, row->at[i].len), row->at[i].len};
}

static bool is_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->at[i].len > 0)
            return false;
    return true;
}

static void tell_progress(const struct ingest *ingest, const struct reader *reader, size_t rows)
{
    if (ingest->options->progress)
        ingest->options->progress(ingest->options->progress_data, rows, reader->size ? fmin(1, (double)reader->taken / (double)reader->size) : NAN);
}

static void read_rows(struct ingest *ingest, struct reader *reader, const held_rows *held)
{
    size_t since = 0;
    struct row row;
    for (size_t i = ingest->plan.first_data; !ingest->stopped && i < held->count; i++) {
        row = (struct row){held->at[i].at, held->at[i].count, held->at[i].line};
        row_read(ingest, &row);
    }
    while (!ingest->stopped && reader_next(reader, &row)) {
        if (++since % ROWS_AN_ARENA == 0) {
            arena_clear(ingest->own);
            tell_progress(ingest, reader, since);
        }
        row_read(ingest, &row);
    }
    if (!ingest->stopped && !reader->failed)
        rows_flush(ingest);
}

/* Nothing in the file is mostly the wrong file, or an export made too early. */
static void warn_nothing(struct ingest *ingest, const struct reader *reader)
{
    if (!reader->failed && !ingest->stopped && ingest->report->rows_in + ingest->unused == 0)
        diags_warning(ingest->diags, (struct pos){.file = ingest->path}, _("no rows below the header"));
}

/* Sheets for entering are made with the serial numbers in them: what was not used is not a form that was handed in blank. */
static void warn_unused(struct ingest *ingest)
{
    if (ingest->unused == 0)
        return;
    diags_warning(ingest->diags, (struct pos){.file = ingest->path}, _("rows with a serial number and nothing else: %zu; they are taken for copies that were not entered"), ingest->unused);
    diags_hint(ingest->diags, _("a copy that came back blank has the name of who entered it"));
}

/* Without its number an answer is known again by all its cells: with the next export, which has numbers, it would count twice. */
static void warn_no_key(struct ingest *ingest)
{
    const struct platform *platform = ingest->plan.platform;
    const char *header = NULL;
    for (size_t i = 0; !header && i < platform->meta_count; i++)
        header = platform->meta[i].role == COLUMN_KEY ? platform->meta[i].header : NULL;
    for (size_t i = 0; header && i < ingest->plan.count; i++)
        if (ingest->plan.columns[i].role == COLUMN_KEY)
            return;
    if (!header)
        return;
    diags_warning(ingest->diags, (struct pos){.file = ingest->path}, _("column '%s', which identifies the rows of this platform, is not in the file"), header);
    diags_hint(ingest->diags, _("the same answers in another export, where it is, would count twice"));
}

static void warn_unknown(struct ingest *ingest)
{
    const struct ingest_report *report = ingest->report;
    size_t cells = 0;
    for (size_t i = 0; i < report->unknown.count; i++)
        cells += report->unknown.at[i].count;
    if (cells == 0)
        return;
    const struct ingest_unknown *first = &report->unknown.at[0];
    diags_warning(ingest->diags, (struct pos){.file = ingest->path, .line = (int)first->first_line}, _("cells that could not be read: %zu, %zu different"), cells, report->unknown.count);
    if (*first->accepted)
        diags_hint(ingest->diags, _("first: '%s' in column '%s', where this is read: %s"), first->text, first->header, first->accepted);
    else
        diags_hint(ingest->diags, _("first: '%s' in column '%s'"), first->text, first->header);
}

/* A row looks at the columns that say something, and at no others. */
static void list_columns(struct ingest *ingest)
{
    ingest->meta.at = ARENA_ARRAY(ingest->arena, size_t, ingest->plan.count + 1);
    ingest->mapped.at = ARENA_ARRAY(ingest->arena, size_t, ingest->plan.count + 1);
    for (size_t i = 0; i < ingest->plan.count; i++) {
        enum column_state state = ingest->plan.columns[i].state;
        struct column_list *list = state == COLUMN_META ? &ingest->meta : state == COLUMN_MAPPED ? &ingest->mapped : NULL;
        if (list)
            list->at[list->count++] = i;
        ingest->has_operator |= state == COLUMN_META && ingest->plan.columns[i].role == COLUMN_OPERATOR;
    }
}

static void read_planned(struct ingest *ingest, struct reader *reader, const held_rows *held)
{
    size_t variables = ingest->instrument->variables.count, abouts = ingest->instrument->about.count;
    ingest->has_column = ARENA_ARRAY(ingest->arena, bool, variables + 1);
    ingest->by_text = ARENA_ARRAY(ingest->arena, bool, variables + 1);
    ingest->answers = ARENA_ARRAY(ingest->arena, struct answer, variables + 1);
    ingest->about = ARENA_ARRAY(ingest->arena, int, abouts + 1);
    ingest->row_arena = ingest->own = arena_new();
    ingest->blank = ARENA_ARRAY(ingest->arena, struct answer, variables + 1);
    map_init(&ingest->unknown);
    map_init(&ingest->sheet_keys);
    seen_keys_init(&ingest->keys);
    note_columns(ingest);
    list_columns(ingest);
    marks_find(ingest);
    report_plan(ingest);
    report_columns(ingest, held);
    warn_of_people(ingest);
    warn_no_key(ingest);
    for (size_t i = 0; i < variables; i++)
        ingest->blank[i].missing = ingest->has_column[i] ? MISSING_BLANK : MISSING_NOT_ASKED;
    ingest->stopped = ingest->sink && ingest->sink->begin && !ingest->sink->begin(ingest->sink->data, ingest->report);
    read_rows(ingest, reader, held);
    warn_nothing(ingest, reader);
    warn_unused(ingest);
    warn_unknown(ingest);
    map_release(&ingest->unknown);
    map_release(&ingest->sheet_keys);
    seen_keys_release(&ingest->keys);
    arena_free(ingest->own);
}

/* Answers on another sheet would be missed, and nobody would know. The program's own workbooks have sheets of explanations. */
static void warn_of_sheets(struct ingest *ingest, const struct reader *reader)
{
    if (!reader->other_sheets || ingest->options->sheet || ingest->plan.platform->exact)
        return;
    diags_warning(ingest->diags, (struct pos){.file = ingest->path}, _("sheet '%s' was read, and not: %s"), reader->sheet, reader->other_sheets);
    diags_hint(ingest->diags, _("where there are answers too, load the file again with --sheet NAME"));
}

/* Perhaps the header is right, and the file was read wrongly. */
static void hint_of_file(struct ingest *ingest, const struct reader *reader)
{
    if (reader->other_sheets)
        diags_hint(ingest->diags, _("sheet '%s' was read; --sheet NAME reads another: %s"), reader->sheet, reader->other_sheets);
    if (reader->encoding != ENCODING_UNKNOWN && reader->encoding != ENCODING_UTF8 && reader->encoding != ENCODING_UTF8_BOM)
        diags_hint(ingest->diags, _("read as %s; --encoding overrules that"), _(encoding_name(reader->encoding)));
}

/* Each sheet of a workbook is a batch of its own, and known again by itself. The one that is read unasked bears the hash of the file, asked for or not. */
static void hash_sheet(struct ingest *ingest, const struct reader *reader)
{
    if (!ingest->options->sheet || !reader->sheet || (reader->first_sheet && strcmp(reader->first_sheet, reader->sheet) == 0))
        return;
    struct sha256 sha;
    char hash[SHA256_HEX];
    sha256_init(&sha);
    sha256_add(&sha, ingest->report->hash, strlen(ingest->report->hash));
    sha256_add(&sha, reader->sheet, strlen(reader->sheet));
    sha256_hex(&sha, hash);
    ingest->report->hash = arena_strdup(ingest->arena, hash);
}

static bool read_open(struct ingest *ingest, struct reader *reader, const struct ingest_options *options)
{
    held_rows held = {0};
    struct row row;
    while (held.count < AHEAD_ROWS && reader_next(reader, &row))
        if (!is_blank(&row))
            hold(ingest->arena, &held, &row, held.count < reader->header_rows);
    if (reader->failed)
        return false;
    size_t errors = ingest->diags->errors;
    bool planned = plan_make(ingest->arena, ingest->evaluation, options, ingest->path, &held, &ingest->plan, ingest->diags);
    ingest->instrument = ingest->plan.instrument;
    ingest->report->instrument = ingest->plan.instrument;
    hash_sheet(ingest, reader);
    if (planned)
        warn_of_sheets(ingest, reader);
    else if (ingest->diags->errors > errors)
        hint_of_file(ingest, reader);
    if (planned)
        read_planned(ingest, reader, &held);
    plan_release(&ingest->plan);
    return planned && !reader->failed && !ingest->stopped;
}

/* The hash is of the file as it was read only if nobody wrote it since. */
static bool unchanged(const char *path, const struct stat *before, struct diags *diags)
{
    struct stat now;
    if (stat(path, &now) == 0 && now.st_dev == before->st_dev && now.st_ino == before->st_ino && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec && now.st_ctim.tv_sec == before->st_ctim.tv_sec &&
        now.st_ctim.tv_nsec == before->st_ctim.tv_nsec)
        return true;
    diags_error(diags, (struct pos){.file = path}, _("the file changed while it was being read; nothing was stored"));
    return false;
}

bool ingest_file(const struct evaluation *evaluation, const char *path, const struct ingest_options *options, const struct ingest_sink *sink,
                 struct ingest_report *ret_report, struct diags *diags)
{
    static const struct ingest_options none = {0};
    *ret_report = (struct ingest_report){.arena = arena_new()};
    ret_report->path = arena_strdup(ret_report->arena, path);
    char hash[SHA256_HEX];
    struct stat before = {0};
    if (stat(path, &before) != 0 || !sha256_file(path, hash)) {
        diags_error(diags, POS_NONE, _("cannot read '%s': %s"), path, strerror(errno));
        return false;
    }
    ret_report->hash = arena_strdup(ret_report->arena, hash);

    struct ingest ingest = {.evaluation = evaluation, .path = ret_report->path, .sink = sink, .report = ret_report, .diags = diags, .arena = ret_report->arena,
                            .options = options ? options : &none, .source_key = options ? options->source_key : NULL};
    struct reader reader;
    bool done = reader_open(&reader, ret_report->path, options ? options : &none, ret_report->arena, diags) && read_open(&ingest, &reader, options ? options : &none);
    ret_report->format = reader.type ? reader.type->name : NULL;
    ret_report->encoding = reader.encoding != ENCODING_UNKNOWN ? encoding_name(reader.encoding) : NULL;
    ret_report->delimiter = reader.delimiter;
    ret_report->sheet = reader.sheet;
    reader_close(&reader);
    return done && unchanged(path, &before, diags);
}

void ingest_report_release(struct ingest_report *report)
{
    if (!report)
        return;
    arena_free(report->arena);
    *report = (struct ingest_report){0};
}
