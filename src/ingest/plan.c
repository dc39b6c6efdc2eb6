/* SPDX-License-Identifier: GPL-3.0-or-later
 * The plan of a file: which platform wrote it, and which instrument it answers.
 */
#include "ingest_priv.h"

const struct platform *plan_platform(struct arena *arena, const held_rows *held)
{
    const struct platform *best = &platform_plain;
    size_t best_score = 1;
    for (size_t row = 0; row < held->count && row < HEADER_ROWS; row++) {
        const struct held_row *cells = &held->at[row];
        const char **keys = ARENA_ARRAY(arena, const char *, cells->count + 1);
        for (size_t i = 0; i < cells->count; i++) {
            auto_strbuf struct strbuf key;
            strbuf_init(&key);
            text_key_add(&key, cells->at[i].at, cells->at[i].len);
            keys[i] = arena_strdup(arena, key.at);
        }
        for (size_t i = 0; platforms[i]; i++) {
            size_t score = platforms[i]->signs_wanted ? platform_score(platforms[i], keys, cells->count) : 0;
            if (score > best_score) {
                best_score = score;
                best = platforms[i];
            }
        }
    }
    return best;
}

/* Options -------------------------------------------------------------------------------------------------- */

static void prepare(struct arena *arena, struct plan *plan, const struct ingest_options *options, const char *path, const held_rows *held, struct diags *diags)
{
    const struct instrument *instrument = plan->instrument;
    for (size_t i = 0; i < plan->count; i++) {
        struct column_plan *column = &plan->columns[i];
        map_init(&column->memo);
        if (column->state != COLUMN_MAPPED)
            continue;
        enum variable_type type = instrument->variables.at[column->target.first].type;
        bool ranking = column->target.question->type == QUESTION_RANK;
        if (type == VARIABLE_CODE || type == VARIABLE_MARK || ranking)
            column->options = option_index_new(arena, column->target.question, plan->platform);
        if (type == VARIABLE_MARK && column->target.count == 1)
            plan->split_multiple = true;
        if (type == VARIABLE_MARK && column->target.count > 1)
            plan->joined_multiple = true;
    }
    plan_find_mode(plan, options, path, held, diags);
}

void plan_release(struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        map_release(&plan->columns[i].memo);
        if (plan->columns[i].options)
            map_release(&plan->columns[i].options->keys);
    }
}

/* Instrument ----------------------------------------------------------------------------------------------- */

static struct pos file_pos(const char *path)
{
    return (struct pos){.file = path};
}

static const struct platform *platform_of(const struct instrument *instrument, const struct platform *recognised)
{
    if (recognised->exact)
        return recognised; /* whatever the answers came from at first */
    const struct platform *wanted = instrument->platform ? platform_find(instrument->platform) : NULL;
    return wanted ? wanted : recognised;
}

static struct plan plan_for(struct arena *arena, const struct instrument *instrument, const struct platform *platform, const held_rows *held)
{
    struct plan plan;
    struct names *names = names_new(arena, instrument, platform);
    plan_columns(arena, names, instrument, platform, held, &plan);
    names_release(names);
    return plan;
}

/* Columns with a heading that the platform does not explain: what an instrument should know. */
static size_t open_columns(const struct plan *plan)
{
    size_t open = 0;
    for (size_t i = 0; i < plan->count; i++)
        open += *plan->columns[i].header && (plan->columns[i].state == COLUMN_UNKNOWN || plan->columns[i].state == COLUMN_MAPPED);
    return open;
}

static size_t mapped_columns(const struct plan *plan)
{
    size_t mapped = 0;
    for (size_t i = 0; i < plan->count; i++)
        mapped += plan->columns[i].state == COLUMN_MAPPED;
    return mapped;
}

static bool has_role(const struct plan *plan, enum column_role role, int about)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->columns[i].role == role && plan->columns[i].state == COLUMN_META && (role != COLUMN_UNIT || plan->columns[i].about == about))
            return true;
    return false;
}

/* At least half of the columns must be known, or three and half of what the instrument asks: one column 性别 proves nothing. */
static bool fits(const struct plan *plan)
{
    size_t mapped = mapped_columns(plan);
    if (mapped == 0 || (plan->platform->exact && !has_role(plan, COLUMN_KEY, 0)))
        return false;
    size_t variables = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->columns[i].state == COLUMN_MAPPED)
            variables += plan->columns[i].target.count;
    return mapped * 2 >= open_columns(plan) || (mapped >= 3 && variables * 2 >= plan->instrument->variables.count);
}

/* What was taken for a header, and what would have been one: who sees both knows which of them to change. */
enum { HEADINGS_SHOWN = 4, HEADING_LONG = 24 /* characters */ };

static void add_heading(struct strbuf *out, const char *text, size_t len, size_t nth)
{
    const char *at = text;
    for (size_t n = 0; n < HEADING_LONG && at < text + len; n++)
        utf8_next(&at, text + len);
    strbuf_addf(out, "%s%.*s%s", nth ? " | " : "", (int)(at - text), text, at < text + len ? "…" : "");
}

static void hint_headings(const struct instrument *instrument, const held_rows *held, struct diags *diags)
{
    auto_strbuf struct strbuf there, wanted;
    strbuf_init(&there);
    strbuf_init(&wanted);
    const struct held_row *fullest = &held->at[0];
    for (size_t i = 0; i < held->count && i < HEADER_ROWS; i++)
        fullest = held->at[i].count > 2 * fullest->count ? &held->at[i] : fullest; /* a title above is no header */
    size_t shown = 0;
    for (size_t i = 0; i < fullest->count && shown < HEADINGS_SHOWN; i++)
        if (fullest->at[i].len)
            add_heading(&there, fullest->at[i].at, fullest->at[i].len, shown++);
    shown = 0;
    for (size_t i = 0; i < instrument->questions.count && shown < HEADINGS_SHOWN; i++)
        if (instrument->questions.at[i].title)
            add_heading(&wanted, instrument->questions.at[i].title, strlen(instrument->questions.at[i].title), shown++);
    diags_hint(diags, _("row %zu reads %s, and '%s' asks %s"), fullest->line, there.at, instrument->id, wanted.at);
    if (fullest->count == 1)
        diags_hint(diags, _("columns are parted by a comma, a semicolon or a tab"));
}

static bool choose(struct arena *arena, const struct evaluation *evaluation, const char *path, const struct platform *platform, const held_rows *held,
                   struct plan *ret_plan, struct diags *diags)
{
    const char *counts = "";
    bool any = false, tied = false;
    if (evaluation->instruments.count == 0) {
        diags_error(diags, file_pos(path), _("the evaluation has no instrument that '%s' could answer"), path);
        diags_hint(diags, _("instruments are declared in instruments/, one file each"));
        return false;
    }
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        struct plan plan = plan_for(arena, instrument, platform_of(instrument, platform), held);
        const char *count = arena_printf(arena, _("%s: %zu of %zu columns"), instrument->id, mapped_columns(&plan), open_columns(&plan));
        counts = arena_printf(arena, "%s%s%s", counts, i ? "; " : "", count);
        if (!fits(&plan))
            continue;
        if (any && plan.matched == ret_plan->matched)
            tied = true;
        if (!any || plan.matched > ret_plan->matched) {
            *ret_plan = plan;
            tied = false;
        }
        any = true;
    }
    if (any && !tied)
        return true;
    diags_error(diags, file_pos(path), any ? _("more than one instrument fits the header of '%s'") : _("no instrument fits the header of '%s'"), path);
    diags_hint(diags, "%s", counts);
    if (!any)
        hint_headings(evaluation->instruments.at[0], held, diags);
    return false;
}

/* What must be there for rows to become responses. */
static bool check_abouts(const struct plan *plan, const char *path, struct diags *diags)
{
    const struct instrument *instrument = plan->instrument;
    size_t before = diags->errors;
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct about *about = &instrument->about.at[i];
        if (about->column && !has_role(plan, COLUMN_UNIT, (int)i))
            diags_error(diags, file_pos(path), _("column '%s', which says what a response to '%s' is about, is not in the file"), about->column, instrument->id);
    }
    return diags->errors == before;
}

static bool check_roles(const struct plan *plan, const char *path, struct diags *diags)
{
    const struct instrument *instrument = plan->instrument;
    size_t before = diags->errors;
    if (plan->platform->exact && !has_role(plan, COLUMN_KEY, 0)) {
        diags_error(diags, file_pos(path), _("'%s' holds answers to another instrument than '%s'"), path, instrument->id);
        return false;
    }
    if (instrument->key && !has_role(plan, COLUMN_KEY, 0))
        diags_error(diags, file_pos(path), _("column '%s', the key of instrument '%s', is not in the file"), instrument->key, instrument->id);
    if (instrument->rater_column && !has_role(plan, COLUMN_RATER, 0))
        diags_error(diags, file_pos(path), _("column '%s', the raters of instrument '%s', is not in the file"), instrument->rater_column, instrument->id);
    if (plan->platform->exact)
        return check_abouts(plan, path, diags);
    if (instrument->rows && !has_role(plan, COLUMN_UNIT, -1))
        diags_error(diags, file_pos(path), _("column '%s', the %s of each row of instrument '%s', is not in the file"),
                    instrument->rows_column ? instrument->rows_column : instrument->rows->name, instrument->rows->name, instrument->id);
    check_abouts(plan, path, diags);
    bool found = instrument->key || has_role(plan, COLUMN_KEY, 0) || has_role(plan, COLUMN_RATER, 0);
    for (size_t i = 0; i < instrument->about.count; i++)
        found = found || has_role(plan, COLUMN_UNIT, (int)i);
    if (instrument->rows && !found) {
        diags_error(diags, file_pos(path), _("rows of instrument '%s' cannot be put together"), instrument->id);
        diags_hint(diags, _("give it a key, a rater column or a column for what it is about"));
    }
    return diags->errors == before;
}

bool plan_make(struct arena *arena, const struct evaluation *evaluation, const struct ingest_options *options, const char *path, const held_rows *held,
               struct plan *ret_plan, struct diags *diags)
{
    *ret_plan = (struct plan){0};
    if (held->count == 0) {
        diags_error(diags, file_pos(path), _("'%s' holds no rows"), path);
        return false;
    }
    const struct platform *platform = plan_platform(arena, held);
    const struct instrument *instrument = options->instrument;
    if (instrument && instrument->platform && !platform_find(instrument->platform)) {
        diags_error(diags, instrument->pos, _("instrument '%s' names unknown platform '%s'"), instrument->id, instrument->platform);
        diags_hint(diags, _("known: %s"), platform_known_ids(arena));
        return false;
    }
    if (instrument) {
        *ret_plan = plan_for(arena, instrument, platform_of(instrument, platform), held);
        if (mapped_columns(ret_plan) == 0) {
            diags_error(diags, file_pos(path), _("no column of '%s' belongs to instrument '%s'"), path, instrument->id);
            diags_hint(diags, _("the header must stand in the first %d rows"), HEADER_ROWS);
            hint_headings(instrument, held, diags);
            return false;
        }
    } else if (!choose(arena, evaluation, path, platform, held, ret_plan, diags)) {
        return false;
    }
    prepare(arena, ret_plan, options, path, held, diags);
    plan_look_for_people(ret_plan, held);
    return check_roles(ret_plan, path, diags);
}
