/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping score --uncertainty: how sure scores and places are, as tables for a terminal and as JSON.
 */
#include <math.h>
#include <unistd.h>

#include "ceping/base_num.h"
#include "score_studies.h"

size_t cli_threads(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

bool cli_choose_threads(struct cli *cli, size_t most, size_t *ret_threads)
{
    const char *text = cli_value(cli, "threads");
    double wanted = fmin((double)cli_threads(), (double)most);
    if (text && (!text_number(text, strlen(text), false, &wanted) || wanted < 1 || wanted > 64 || wanted != (double)(long)wanted)) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is no whole number from %ld to %ld"), text, 1L, 64L);
        return false;
    }
    *ret_threads = (size_t)wanted;
    return true;
}

const char *study_units(struct arena *arena, const struct table *table, const int *units)
{
    const char *names = "";
    for (size_t k = 0; k < table->by_count; k++) {
        const char *name = table->by[k]->units.at[units[k]].short_name;
        names = k ? arena_printf(arena, "%s × %s", names, name) : name;
    }
    return names;
}

const char *study_number(struct text_table *table, double value, int decimals)
{
    return isnan(value) ? "—" : text_table_number(table, value, decimals);
}

const char *study_place(struct text_table *table, double value)
{
    return study_number(table, value, value == floor(value) ? 0 : 1);
}

const char *study_range(struct text_table *table, double low, double high, int decimals)
{
    if (isnan(low) || isnan(high))
        return "—";
    const char *first = text_table_number(table, low, decimals), *last = text_table_number(table, high, decimals);
    return strcmp(first, last) == 0 ? first : arena_printf(table->arena, "%s–%s", first, last);
}

/* What chance cannot be seen in: said where it has weight. */
static const char *remark(struct text_table *table, const struct row_uncertainty *row)
{
    double one = row->origins[VALUE_ONE_JUDGE], fixed = row->origins[VALUE_FIXED];
    if (isnan(row->se) && row->origins[VALUE_DRAWN] >= 0.05)
        return _("no interval: the score is the same whoever is drawn");
    if (one >= 0.05 && fixed >= 0.05)
        return arena_printf(table->arena, _("single judge %s %%, counted facts %s %%"), text_table_number(table, one, 1), text_table_number(table, fixed, 1));
    if (one >= 0.05)
        return arena_printf(table->arena, _("single judge %s %%"), text_table_number(table, one, 1));
    return fixed >= 0.05 ? arena_printf(table->arena, _("counted facts %s %%"), text_table_number(table, fixed, 1)) : "";
}

static void print_rows(const struct table_result *result, const struct table_uncertainty *uncertainty)
{
    const struct table *scores = result->table;
    struct text_table table;
    text_table_init(&table, 8, (const bool[]){true, false, true, true, true, true, false, false});
    text_table_row(&table, (const char *const[]){_("place"), _("unit"), _("score"), _("interval"), _("place range"), _("all at once"), _("set apart"),
                                                 _("outside chance")});
    for (size_t i = 0; i < result->rows.count; i++) {
        size_t r = (size_t)result->by_place[i];
        const struct score_row *row = &result->rows.at[r];
        const struct row_uncertainty *at = &uncertainty->rows.at[r];
        text_table_row(&table, (const char *const[]){study_place(&table, at->place), study_units(table.arena, scores, row->units),
                                                     study_number(&table, row->score, scores->decimals), study_range(&table, at->low, at->high, scores->decimals),
                                                     study_range(&table, at->place_low, at->place_high, 0),
                                                     study_range(&table, at->joint_low, at->joint_high, 0), chance_group_labels[at->group], remark(&table, at)});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Of one kind: pairs of neighbours in the ranking, for all pairs are in the JSON. */
static void print_neighbours(const struct table_result *result, const struct table_uncertainty *uncertainty)
{
    size_t n = result->rows.count;
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, true, false});
    text_table_row(&table, (const char *const[]){_("ahead of the next one"), _("probability (%)"), _("beyond chance")});
    for (size_t i = 0; i + 1 < n; i++) {
        size_t a = (size_t)result->by_place[i], b = (size_t)result->by_place[i + 1];
        double ahead = chance_ahead(uncertainty, a, b);
        if (isnan(ahead))
            continue;
        const char *pair = arena_printf(table.arena, "%s > %s", study_units(table.arena, result->table, result->rows.at[a].units),
                                        study_units(table.arena, result->table, result->rows.at[b].units));
        text_table_row(&table, (const char *const[]){pair, study_number(&table, ahead, 1), chance_apart(uncertainty, a, b) ? _("yes") : _("no")});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_table(const struct table_result *result, const struct table_uncertainty *uncertainty)
{
    printf("\n== %s  %s\n", result->table->id, result->table->name ? result->table->name : "");
    if (!uncertainty->any) {
        double drawn = 0, rests = 0;
        for (size_t i = 0; i < uncertainty->rows.count; i++)
            for (size_t o = 0; o < VALUE_ORIGINS; o++) {
                rests += uncertainty->rows.at[i].origins[o];
                drawn += o == VALUE_DRAWN ? uncertainty->rows.at[i].origins[o] : 0;
            }
        printf("%s\n", rests == 0  ? _("no intervals: nothing has a score")
                       : drawn > 0 ? _("no intervals: the scores are the same whoever is drawn")
                                   : _("no intervals: all of it rests on single judges or on counted facts"));
        return;
    }
    print_rows(result, uncertainty);
    if (result->table->by_count == 1)
        print_neighbours(result, uncertainty);
    printf(_("of %zu pairs %zu can be told apart, all pairs taken together\n"), uncertainty->pairs, uncertainty->apart_count);
    if (result->table->by_count == 1 && !uncertainty->grouped)
        printf(_("no unit is clearly ahead or behind\n"));
}

void print_uncertainty(const struct results *results)
{
    const struct uncertainty *uncertainty = &results->uncertainty;
    auto_strbuf struct strbuf level;
    strbuf_init(&level);
    num_format(&level, 100 * uncertainty->level, uncertainty->level * 100 == floor(uncertainty->level * 100) ? 0 : 1);
    printf(_("\nhow sure scores and places are: %zu replicates, seed %llu, level %s %%\n"), uncertainty->replicates,
           (unsigned long long)uncertainty->seed, level.at);
    for (size_t i = 0; i < uncertainty->normal.count; i++)
        printf(_("'%s': drawn from covariances, for some unit has too many responses to draw one by one\n"), uncertainty->normal.at[i]);
    for (size_t i = 0; i < results->tables.count; i++)
        print_table(&results->tables.at[i], &uncertainty->tables.at[i]);
}

/* JSON --------------------------------------------------------------------------------------------------------------- */

static json_t *row_object(const struct table *table, const struct score_row *row, const struct row_uncertainty *at)
{
    json_t *object = json_object();
    json_object_set_new(object, "units", json_units(table->by, table->by_count, row->units));
    const struct {
        const char *key;
        double value;
    } numbers[] = {
        {"se", at->se},
        {"low", at->low},
        {"high", at->high},
        {"place", at->place},
        {"place_low", at->place_low},
        {"place_high", at->place_high},
        {"joint_low", at->joint_low},
        {"joint_high", at->joint_high},
        {"median_place", at->median_place},
        {"drawn", at->origins[VALUE_DRAWN]},
        {"one_judge", at->origins[VALUE_ONE_JUDGE]},
        {"counted", at->origins[VALUE_FIXED]},
    };
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        json_object_set_new(object, numbers[i].key, json_number(numbers[i].value));
    json_object_set_new(object, "undefined", json_integer((json_int_t)at->undefined));
    json_object_set_new(object, "group", json_string(chance_group_ids[at->group]));
    return object;
}

static json_t *table_object(const struct table_result *result, const struct table_uncertainty *uncertainty)
{
    json_t *object = json_object(), *rows = json_array(), *ahead = json_array();
    size_t n = result->rows.count;
    json_object_set_new(object, "pairs", json_integer((json_int_t)uncertainty->pairs));
    json_object_set_new(object, "apart", json_integer((json_int_t)uncertainty->apart_count));
    json_object_set_new(object, "critical", json_number(uncertainty->critical));
    json_object_set_new(object, "grouped", json_boolean(uncertainty->grouped));
    for (size_t i = 0; i < n; i++)
        json_array_append_new(rows, row_object(result->table, &result->rows.at[i], &uncertainty->rows.at[i]));
    json_object_set_new(object, "rows", rows);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (!isnan(chance_ahead(uncertainty, i, j))) {
                json_t *pair = json_array();
                json_array_append_new(pair, json_integer((json_int_t)i));
                json_array_append_new(pair, json_integer((json_int_t)j));
                json_array_append_new(pair, json_number(chance_ahead(uncertainty, i, j)));
                json_array_append_new(pair, json_boolean(chance_apart(uncertainty, i, j) || chance_apart(uncertainty, j, i)));
                json_array_append_new(ahead, pair);
            }
    json_object_set_new(object, "ahead", ahead);
    return object;
}

json_t *json_uncertainty(const struct results *results)
{
    const struct uncertainty *uncertainty = &results->uncertainty;
    json_t *object = json_object(), *tables = json_object(), *normal = json_array();
    json_object_set_new(object, "seed", json_integer((json_int_t)uncertainty->seed));
    json_object_set_new(object, "replicates", json_integer((json_int_t)uncertainty->replicates));
    json_object_set_new(object, "level", json_number(uncertainty->level));
    for (size_t i = 0; i < uncertainty->normal.count; i++)
        json_array_append_new(normal, json_string(uncertainty->normal.at[i]));
    json_object_set_new(object, "from_covariance", normal);
    for (size_t i = 0; i < results->tables.count; i++)
        json_object_set_new(tables, results->tables.at[i].table->id, table_object(&results->tables.at[i], &uncertainty->tables.at[i]));
    json_object_set_new(object, "tables", tables);
    return object;
}
