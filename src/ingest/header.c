/* SPDX-License-Identifier: GPL-3.0-or-later
 * Finding the header and giving each column its place.
 *
 * A title may stand above the header, or the header be spread over two rows (question above, row of the matrix or option below). So each of the first
 * rows, and each pair of neighbours, is tried as header; the one that most columns understand wins, a single row before a pair, the first before later ones.
 * The platform is told by its own columns; the instrument, where it is not given, by the number of columns that find a place in it.
 */
#include "ingest_priv.h"

#include <stdlib.h>

/* Headings ------------------------------------------------------------------------------------------------ */

struct heading {
    const char *text;
    const char *keys[3]; /* tried in this order, up to the first NULL */
};

struct header {
    struct heading *at;
    size_t count;
    size_t rows; /* that it takes, from `row` on */
    size_t row;
};

static const char *cell_text(struct arena *arena, const struct held_row *row, size_t column)
{
    bool replaced;
    if (column >= row->count)
        return "";
    struct cell cell = cell_clean(row->at[column], arena, &replaced);
    return arena_strndup(arena, cell.at, cell.len);
}

static const char *key_of(struct arena *arena, const char *text)
{
    auto_free char *key = text_key(text);
    return arena_strdup(arena, key);
}

static struct header single_header(struct arena *arena, const held_rows *held, size_t row)
{
    struct header header = {.count = held->at[row].count, .rows = 1, .row = row};
    header.at = ARENA_ARRAY(arena, struct heading, header.count + 1);
    for (size_t i = 0; i < header.count; i++) {
        header.at[i].text = cell_text(arena, &held->at[row], i);
        header.at[i].keys[0] = key_of(arena, header.at[i].text);
    }
    return header;
}

static struct header double_header(struct arena *arena, const held_rows *held, size_t row)
{
    const struct held_row *top = &held->at[row], *bottom = &held->at[row + 1];
    struct header header = {.count = top->count > bottom->count ? top->count : bottom->count, .rows = 2, .row = row};
    header.at = ARENA_ARRAY(arena, struct heading, header.count + 1);
    const char *above = "";
    for (size_t i = 0; i < header.count; i++) {
        const char *own = cell_text(arena, top, i), *below = cell_text(arena, bottom, i);
        if (*own)
            above = own; /* a title stands over the columns to its right that have none */
        struct heading *heading = &header.at[i];
        if (!*below || strcmp(above, below) == 0) {
            heading->text = own;
            heading->keys[0] = key_of(arena, own);
        } else {
            heading->text = *above ? arena_printf(arena, "%s—%s", above, below) : below;
            heading->keys[0] = key_of(arena, heading->text);
            heading->keys[1] = key_of(arena, below);
        }
    }
    return header;
}

/* Columns ------------------------------------------------------------------------------------------------- */

static bool key_is(const struct heading *heading, const char *text)
{
    if (!text)
        return false;
    auto_free char *key = text_key(text);
    for (size_t i = 0; i < COUNT_OF(heading->keys) && heading->keys[i]; i++)
        if (strcmp(heading->keys[i], key) == 0)
            return *key != '\0';
    return false;
}

static void give(struct column_plan *column, enum column_state state, enum column_role role, const char *name)
{
    column->state = state;
    column->role = role;
    column->target_name = name;
}

static void give_role(struct column_plan *column, enum column_role role)
{
    static const char *const names[COLUMN_ROLES] = {[COLUMN_ANSWER] = "answer",       [COLUMN_IGNORE] = "ignored",   [COLUMN_KEY] = "key",   [COLUMN_SECONDS] = "seconds",
                                                    [COLUMN_SUBMITTED] = "submitted", [COLUMN_RATER] = "rater",      [COLUMN_UNIT] = "unit", [COLUMN_PERSONAL] = "personal",
                                                    [COLUMN_SOURCE] = "source", [COLUMN_OPERATOR] = "operator"};
    give(column, role == COLUMN_IGNORE ? COLUMN_IGNORED : role == COLUMN_PERSONAL ? COLUMN_DROPPED : COLUMN_META, role, names[role]);
}

static bool give_kind(const struct instrument *instrument, struct column_plan *column, const char *kind)
{
    if (instrument->rows && strcmp(instrument->rows->id, kind) == 0) {
        column->about = -1;
        give(column, COLUMN_META, COLUMN_UNIT, instrument->rows->id);
        return true;
    }
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].kind && strcmp(instrument->about.at[i].kind->id, kind) == 0) {
            column->about = (int)i;
            give(column, COLUMN_META, COLUMN_UNIT, instrument->about.at[i].kind->id);
            return true;
        }
    return false;
}

static bool give_target(const struct names *names, const struct instrument *instrument, struct column_plan *column, const char *key, struct arena *arena)
{
    bool ambiguous;
    if (!*key || !names_find(names, key, &column->target, &ambiguous))
        return false;
    give(column, COLUMN_MAPPED, COLUMN_ANSWER, target_name(instrument, &column->target, arena));
    return true;
}

static bool by_override(const struct names *names, const struct instrument *instrument, const struct heading *heading, struct column_plan *column, struct arena *arena)
{
    static const struct {
        const char *word;
        enum column_role role;
    } words[] = {{"ignore", COLUMN_IGNORE}, {"key", COLUMN_KEY}, {"seconds", COLUMN_SECONDS}, {"submitted", COLUMN_SUBMITTED}, {"rater", COLUMN_RATER}, {"personal", COLUMN_PERSONAL},
                 {"source", COLUMN_SOURCE}};
    for (size_t i = 0; i < instrument->columns.count; i++) {
        const struct column_map *map = &instrument->columns.at[i];
        if (!key_is(heading, map->column) || !map->to.text)
            continue;
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (strcmp(words[k].word, map->to.text) == 0) {
                give_role(column, words[k].role);
                return true;
            }
        return give_target(names, instrument, column, key_of(arena, map->to.text), arena) || give_kind(instrument, column, map->to.text);
    }
    return false;
}

static bool by_role(const struct instrument *instrument, const struct heading *heading, struct column_plan *column)
{
    if (key_is(heading, instrument->key)) {
        give_role(column, COLUMN_KEY);
        return true;
    }
    if (key_is(heading, instrument->rater_column)) {
        give_role(column, COLUMN_RATER);
        return true;
    }
    if (instrument->rows && key_is(heading, instrument->rows_column))
        return give_kind(instrument, column, instrument->rows->id);
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].kind && key_is(heading, instrument->about.at[i].column)) {
            column->about = (int)i;
            give(column, COLUMN_META, COLUMN_UNIT, instrument->about.at[i].kind->id);
            return true;
        }
    return false;
}

static bool by_meta(const struct plan *plan, const struct heading *heading, struct column_plan *column)
{
    const struct instrument *instrument = plan->instrument;
    enum column_role role;
    for (size_t i = 0; i < COUNT_OF(heading->keys) && heading->keys[i]; i++)
        if (platform_meta(plan->platform, plan->meta_keys, heading->keys[i], &role)) {
            /* The platform counts lines; a sheet of several lines, or one with a key of its own, is not found by it. */
            give_role(column, role == COLUMN_KEY && (instrument->key || instrument->rows) ? COLUMN_IGNORE : role);
            return true;
        }
    return false;
}

static bool by_name(const struct names *names, const struct instrument *instrument, const struct heading *heading, struct column_plan *column, struct arena *arena)
{
    for (size_t i = 0; i < COUNT_OF(heading->keys) && heading->keys[i]; i++)
        if (give_target(names, instrument, column, heading->keys[i], arena))
            return true;
    return false;
}

static bool by_exact(const struct instrument *instrument, const struct heading *heading, struct column_plan *column)
{
    enum column_role role;
    int about;
    if (!exact_column(instrument, heading->keys[0], &role, &about))
        return false;
    column->about = about;
    if (role == COLUMN_UNIT)
        give(column, COLUMN_META, COLUMN_UNIT, instrument->about.at[about].kind ? instrument->about.at[about].kind->id : "");
    else
        give_role(column, role);
    return true;
}

static void place(struct plan *plan, const struct names *names, const struct heading *heading, struct column_plan *column, struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    column->header = heading->text;
    column->key = heading->keys[0];
    column->about = -1;
    if (plan->platform->exact && by_exact(instrument, heading, column)) {
        plan->matched++;
        plan->known++;
        return;
    }
    if (by_override(names, instrument, heading, column, arena) || by_role(instrument, heading, column)) {
        plan->matched += column->role != COLUMN_IGNORE && column->role != COLUMN_PERSONAL && column->role != COLUMN_SOURCE;
        plan->known++;
        return;
    }
    if (plan->platform->meta_first && by_meta(plan, heading, column)) {
        plan->known++;
        return;
    }
    if (by_name(names, instrument, heading, column, arena)) {
        plan->matched++;
        plan->known++;
        return;
    }
    if (by_meta(plan, heading, column)) {
        plan->known++;
        return;
    }
    if (header_is_personal(column->key))
        give_role(column, COLUMN_PERSONAL);
    else
        give(column, COLUMN_UNKNOWN, COLUMN_IGNORE, "");
}

/* The text of "other" in a column of its own is taken from there, whether it stands before or behind the column of the choice, which then leaves it alone. */
static void leave_other_text(struct plan *plan, const struct column_plan *column)
{
    const struct variable *text = &plan->instrument->variables.at[column->target.first];
    if (column->state != COLUMN_MAPPED || text->type != VARIABLE_TEXT || !text->option)
        return;
    for (size_t i = 0; i < plan->count; i++) {
        struct target *target = &plan->columns[i].target;
        if (plan->columns[i].state == COLUMN_MAPPED && target->count > 1 && target->first + target->count - 1 == column->target.first)
            target->count--;
    }
}

/* A second column for the same answers, or a second key, is not read: which of the two holds, nobody has said. Where the platform is known to say the same
 * in both, the second is no surprise. */
static void drop_doubles(struct plan *plan)
{
    size_t variables = plan->instrument->variables.count;
    bool *taken = xcalloc(variables + 1, sizeof *taken);
    bool roles[COLUMN_ROLES] = {false};
    for (size_t i = 0; i < plan->count; i++) {
        struct column_plan *column = &plan->columns[i];
        bool again = false, same = false;
        if (column->state == COLUMN_MAPPED) {
            /* the columns of a ranking's places share its variables, and each has a place of its own */
            size_t first = column->target.first + (column->target.place ? column->target.place - 1 : 0), count = column->target.place ? 1 : column->target.count;
            for (size_t k = 0; k < count; k++)
                again = again || taken[first + k];
            for (size_t k = 0; !again && k < count; k++)
                taken[first + k] = true;
        } else if (column->role == COLUMN_KEY || column->role == COLUMN_RATER || column->role == COLUMN_SECONDS || column->role == COLUMN_SUBMITTED) {
            again = roles[column->role];
            roles[column->role] = true;
        }
        if (again) {
            same = plan->platform->twice && column->state == COLUMN_MAPPED;
            plan->matched -= column->state == COLUMN_MAPPED;
            plan->known -= !same;
            give(column, same ? COLUMN_IGNORED : COLUMN_UNKNOWN, COLUMN_IGNORE, "");
        }
    }
    free(taken);
}

static struct plan try_header(struct arena *arena, const struct names *names, const struct plan *untried, const struct header *header)
{
    struct plan plan = *untried;
    plan.first_data = header->row + header->rows;
    plan.count = header->count;
    plan.columns = ARENA_ARRAY(arena, struct column_plan, plan.count + 1);
    for (size_t i = 0; i < plan.count; i++)
        place(&plan, names, &header->at[i], &plan.columns[i], arena);
    for (size_t i = 0; i < plan.count; i++)
        leave_other_text(&plan, &plan.columns[i]);
    drop_doubles(&plan);
    return plan;
}

/* "#adm1", "#date" below the header: tags of an exchange format, no response. */
static bool is_tag_row(const struct held_row *row)
{
    size_t tags = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->at[i].len > 0 && row->at[i].at[0] != '#')
            return false;
        tags += row->at[i].len > 0;
    }
    return tags > 0;
}

void plan_columns(struct arena *arena, const struct names *names, const struct instrument *instrument, const struct platform *platform, const held_rows *held,
                  struct plan *ret_plan)
{
    const struct plan untried = {.instrument = instrument, .platform = platform, .meta_keys = platform_meta_keys(platform, arena)};
    *ret_plan = untried;
    for (size_t rows = 1; rows <= 2; rows++)
        for (size_t row = 0; row < HEADER_ROWS && row + rows <= held->count; row++) {
            struct header header = rows == 1 ? single_header(arena, held, row) : double_header(arena, held, row);
            struct plan plan = try_header(arena, names, &untried, &header);
            bool better = plan.known > ret_plan->known || (plan.known == ret_plan->known && plan.matched > ret_plan->matched);
            if (better || !ret_plan->columns)
                *ret_plan = plan;
        }
    while (ret_plan->first_data < held->count && held->at[ret_plan->first_data].header)
        ret_plan->first_data++;
    if (platform->tag_row && ret_plan->first_data < held->count && is_tag_row(&held->at[ret_plan->first_data]))
        ret_plan->first_data++;
}
