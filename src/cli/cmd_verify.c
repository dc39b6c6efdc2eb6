/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping verify DIR: recomputes a published folder; match, or each difference.
 */
#include "ceping/render.h"
#include "ceping/verify.h"
#include "cli.h"

static const char *or_dash(const char *text)
{
    return text ? text : "—";
}

static void print_checks(const struct verify_year *year)
{
    struct text_table table;
    text_table_init(&table, 4, (const bool[]){false, false, true, false});
    for (size_t c = 0; c < VERIFY_CHECKS; c++) {
        size_t wrong = 0;
        for (size_t i = 0; i < year->differences.count; i++)
            wrong += year->differences.at[i].check == c;
        if (!year->checked[c] && !wrong)
            continue;
        const char *result = wrong ? arena_printf(table.arena, _("%zu differ"), wrong) : _("match");
        text_table_row(&table, (const char *const[]){"", _(verify_check_labels[c]), arena_printf(table.arena, "%zu", year->checked[c]), result});
    }
    text_table_print(&table, false, stdout);
    text_table_release(&table);
}

static void print_differences(const struct verify_year *year)
{
    if (!year->differences.count)
        return;
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, false, false, false, false});
    text_table_row(&table, (const char *const[]){_("file"), _("row"), _("column"), _("published"), _("recomputed")});
    for (size_t i = 0; i < year->differences.count; i++) {
        const struct verify_difference *one = &year->differences.at[i];
        text_table_row(&table, (const char *const[]){or_dash(one->file), or_dash(one->row), or_dash(one->column), or_dash(one->published), or_dash(one->recomputed)});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_left(const struct verify_year *year)
{
    if (!year->left.count)
        return;
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, true, false});
    for (size_t i = 0; i < year->left.count; i++)
        text_table_row(&table, (const char *const[]){"", arena_printf(table.arena, "%zu", year->left.at[i].count), _(year->left.at[i].reason)});
    printf(_("\nnot recomputed from what is public:\n"));
    text_table_print(&table, false, stdout);
    text_table_release(&table);
}

static void print_report(const struct verify_report *report)
{
    for (size_t y = 0; y < report->years.count; y++) {
        const struct verify_year *year = &report->years.at[y];
        printf(_("%s%d, edition %d, published by %s\n"), y ? "\n" : "", year->year, year->edition, year->program);
        print_checks(year);
        print_differences(year);
        print_left(year);
    }
    if (report->root_seen) {
        printf(_("\nbeside the years\n"));
        print_checks(&report->root);
        print_differences(&report->root);
        print_left(&report->root);
    } else {
        printf(_("\npages beside the year (the index of years): not looked at, for this is the folder of a year\n"));
    }
    if (report->differences)
        printf(_("\n%zu differences\n"), report->differences);
    else
        printf(_("\nmatch\n"));
}

/* JSON ---------------------------------------------------------------------------------------------------------------- */

static json_t *differences_of(const struct verify_year *year)
{
    json_t *list = json_array();
    for (size_t i = 0; i < year->differences.count; i++) {
        const struct verify_difference *one = &year->differences.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "check", json_string(verify_check_ids[one->check]));
        json_object_set_new(object, "file", json_text(one->file));
        json_object_set_new(object, "row", json_text(one->row));
        json_object_set_new(object, "column", json_text(one->column));
        json_object_set_new(object, "published", json_text(one->published));
        json_object_set_new(object, "recomputed", json_text(one->recomputed));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *looked_at(const struct verify_year *year)
{
    json_t *object = json_object(), *checked = json_object(), *left = json_array();
    for (size_t c = 0; c < VERIFY_CHECKS; c++)
        json_object_set_new(checked, verify_check_ids[c], json_integer((json_int_t)year->checked[c]));
    for (size_t i = 0; i < year->left.count; i++) {
        json_t *one = json_object();
        json_object_set_new(one, "count", json_integer((json_int_t)year->left.at[i].count));
        json_object_set_new(one, "reason", json_string(year->left.at[i].reason));
        json_array_append_new(left, one);
    }
    json_object_set_new(object, "checked", checked);
    json_object_set_new(object, "differences", differences_of(year));
    json_object_set_new(object, "not_recomputed", left);
    return object;
}

static json_t *year_object(const struct verify_year *year)
{
    json_t *object = json_object();
    json_object_set_new(object, "year", json_integer(year->year));
    json_object_set_new(object, "edition", json_integer(year->edition));
    json_object_set_new(object, "program", json_text(year->program));
    json_t *rest = looked_at(year);
    json_object_update(object, rest);
    json_decref(rest);
    return object;
}

static json_t *report_object(const struct verify_report *report)
{
    json_t *object = json_object(), *years = json_array();
    json_object_set_new(object, "match", json_boolean(report->differences == 0));
    for (size_t y = 0; y < report->years.count; y++)
        json_array_append_new(years, year_object(&report->years.at[y]));
    json_object_set_new(object, "years", years);
    json_object_set_new(object, "root", report->root_seen ? looked_at(&report->root) : json_null());
    return object;
}

static int run(struct cli *cli)
{
    const char *archive = cli_value(cli, "archive");
    struct arena *arena = arena_new();
    struct render_faces *faces = archive ? cli_fixed_faces(cli, arena) : NULL;
    const struct verify_options options = {.archive = archive, .program = "ceping " CEPING_VERSION, .faces = faces, .threads = cli_threads()};
    struct verify_report *report = archive && !faces ? NULL : verify_folder(cli->arguments[0], &options, &cli->diags);
    if (report && cli_has(cli, "json"))
        json_print(report_object(report));
    else if (report)
        print_report(report);
    int status = cli_finish(cli, report != NULL);
    if (report && status == EXIT_DONE && report->differences)
        status = EXIT_WARNINGS;
    verify_report_free(report);
    render_faces_free(faces);
    arena_free(arena);
    return status;
}

const struct cli_command cmd_verify = {
    .name = "verify",
    .arguments = "DIR",
    .summary = N_("recompute a published folder; match or differences"),
    .help = N_("Recomputes scores, places, bands, means and rates from the published leaves and counts, compares the numbers in the pages and every hash, and lists each "
               "difference. With --archive everything is made again from the internal archive and compared byte by byte. Exit: 0 match, 1 differences, 2 it "
               "could not be verified."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"archive", 0, "FILE", N_("the internal archive of the edition: compare every byte")},
            {"json", 0, NULL, N_("one JSON object on stdout")},
        },
    .run = run,
};
