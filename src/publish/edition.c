/* SPDX-License-Identifier: GPL-3.0-or-later
 * Editions. A publication is frozen: whoever quoted a figure must find it again, and whoever finds another one must be told why. So the folder of a year
 * keeps publication.json; publishing other results into it makes the next edition, which needs a reason, says what changed, and keeps the data of the
 * earlier ones under editions/N/. The same results again are the same edition.
 *
 * What counts as other results: any published value, or any part of what they were made from (questionnaires, rules, answers, texts), by its hash. A new
 * version of the program or of the templates that come with it is none: pages may be laid out anew without a new edition.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "ceping/base_sha256.h"
#include "ceping/base_text.h"
#include "data_priv.h"
#include "site_priv.h"

enum { CHANGES_TOLD = 10 };

static const struct {
    size_t offset;
    const char *chinese, *english;
} parts[] = {
    {offsetof(struct data_about, rubric_hash), "打分规则", N_("rules of scoring")},
    {offsetof(struct data_about, questionnaire_hash), "问卷和量表", N_("questionnaires")},
    {offsetof(struct data_about, rows_hash), "答卷", N_("responses")},
    {offsetof(struct data_about, texts_hash), "文字和版面", N_("texts and templates")},
};

static bool same_hash(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool part_differs(const struct data_about *a, const struct data_about *b, size_t i)
{
    const char *const *x = (const void *)((const char *)a + parts[i].offset), *const *y = (const void *)((const char *)b + parts[i].offset);
    return !same_hash(*x, *y);
}

/* The hash of the whole holds more than its parts: evaluation.yaml and decisions.csv. */
static bool only_whole_differs(const struct data_about *a, const struct data_about *b)
{
    bool part = false;
    for (size_t i = 0; i + 1 < COUNT_OF(parts); i++) /* texts are no part of the whole */
        part = part || part_differs(a, b, i);
    return !part && !same_hash(a->data_hash, b->data_hash);
}

static bool anything_differs(const struct data_set *from, const struct data_set *to, const struct data_table *changes)
{
    return data_rows(changes) > 0 || !same_hash(from->about.data_hash, to->about.data_hash) || !same_hash(from->about.texts_hash, to->about.texts_hash);
}

/* Words ------------------------------------------------------------------------------------------------------------ */

/* Rows of one file that changed; a row stands in the table once for each column. */
static size_t rows_changed(const struct data_table *changes, const char *file)
{
    size_t count = 0;
    const char *last = NULL;
    for (size_t r = 0; r < data_rows(changes); r++) {
        const char *key = data_cell(changes, r, "row");
        if (strcmp(data_cell(changes, r, "file"), file) != 0)
            continue;
        count += !last || !key || strcmp(last, key) != 0;
        last = key ? key : "";
    }
    return count;
}

static const char *extent_of(struct site *site, const struct data_set *from, const struct data_set *to, const struct data_table *changes)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t t = 0; t < DATA_CHANGES; t++) {
        size_t count = rows_changed(changes, arena_printf(site->arena, "%s.csv", data_forms[t].name));
        if (count)
            strbuf_addf(&text, "%s%s%zu行", text.len ? "、" : "", data_forms[t].title, count);
    }
    if (!text.len)
        strbuf_adds(&text, "公布的数值没有变动");
    bool first = true;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (part_differs(&from->about, &to->about, i)) {
            strbuf_addf(&text, "%s%s", first ? "；有改动的依据：" : "、", parts[i].chinese);
            first = false;
        }
    if (only_whole_differs(&from->about, &to->about))
        strbuf_addf(&text, "%s", first ? "；有改动的依据：评估文件或人工裁定" : "、评估文件或人工裁定");
    return arena_strdup(site->arena, text.at);
}

static void tell_changes(struct site *site, const char *old, const struct data_set *from, const struct data_table *changes)
{
    struct pos pos = {.file = old};
    size_t count = data_rows(changes);
    for (size_t r = 0; r < count && r < CHANGES_TOLD; r++) {
        const char *before = data_cell(changes, r, "before"), *after = data_cell(changes, r, "after"), *key = data_cell(changes, r, "row");
        diags_note(site->diags, pos, _("%s, row %s, %s: %s instead of %s"), data_cell(changes, r, "file"), key ? key : "", data_cell(changes, r, "column"),
                   after ? after : "—", before ? before : "—");
    }
    if (count > CHANGES_TOLD)
        diags_note(site->diags, pos, _("and %zu more values"), count - CHANGES_TOLD);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (part_differs(&from->about, &site->data->about, i))
            diags_note(site->diags, pos, _("changed: %s"), _(parts[i].english));
    if (only_whole_differs(&from->about, &site->data->about))
        diags_note(site->diags, pos, _("changed: %s"), _("evaluation.yaml or decisions.csv"));
}

/* Dates ------------------------------------------------------------------------------------------------------------- */

static bool date_of(struct site *site, const struct data_edition *before, const char **ret_date)
{
    const char *date = site->options->date ? site->options->date : site->evaluation->report_date;
    if (site->options->date && !text_is_date(date)) {
        diags_error(site->diags, POS_NONE, _("'%s' is no date"), date);
        diags_hint(site->diags, _("year-month-day, such as 2018-07-06"));
        return false;
    }
    if (before && before->date && date && strcmp(date, before->date) < 0) {
        diags_error(site->diags, POS_NONE, _("the new edition would be of %s, before edition %d of %s"), date, before->number, before->date);
        diags_hint(site->diags, _("give its date with --date"));
        return false;
    }
    *ret_date = date;
    return true;
}

/* Deciding ------------------------------------------------------------------------------------------------------------ */

static bool reason_given(const struct site *site)
{
    return site->options->correction || site->options->revision;
}

static bool first_edition(struct site *site, const char *old)
{
    if (access(arena_printf(site->arena, "%s/data", old), F_OK) == 0) {
        diags_error(site->diags, (struct pos){.file = old}, _("the data of an edition stand here without publication.json, which says what it is"));
        diags_hint(site->diags, _("put the file back, or move the folder away"));
        return false;
    }
    if (reason_given(site)) {
        diags_error(site->diags, (struct pos){.file = old}, _("there is no earlier edition to correct or to revise"));
        diags_hint(site->diags, _("publish without --correction and --revision"));
        return false;
    }
    struct data_edition edition = {.number = 1, .kind = "first"};
    if (!date_of(site, NULL, &edition.date))
        return false;
    *LIST_ADD(site->arena, &site->data->about.editions) = edition;
    return true;
}

/* What somebody changed by hand in the published data is no edition of ours. */
static bool untouched(struct site *site, const char *old, const struct data_hashes *hashes)
{
    bool good = true;
    for (size_t i = 0; i < hashes->count; i++) {
        char hash[SHA256_HEX] = "";
        const char *path = arena_printf(site->arena, "%s/data/%s", old, hashes->at[i].name);
        if (strchr(hashes->at[i].name, '/') || !sha256_file(path, hash) || strcmp(hash, hashes->at[i].hash) != 0) {
            diags_error(site->diags, (struct pos){.file = path}, _("the published file is not as it was published"));
            good = false;
        }
    }
    if (!good)
        diags_hint(site->diags, _("put the published files back from a copy, so that the earlier edition stays what it was"));
    return good;
}

static void keep_editions(struct site *site, const struct data_set *from)
{
    for (size_t i = 0; i < from->about.editions.count; i++)
        *LIST_ADD(site->arena, &site->data->about.editions) = from->about.editions.at[i];
    for (size_t i = 0; i < from->tables[DATA_CHANGES].cells.count; i++)
        data_add(site->data, &site->data->tables[DATA_CHANGES], from->tables[DATA_CHANGES].cells.at[i]);
}

static bool next_edition(struct site *site, const char *old, const struct data_set *from, const struct data_table *changes)
{
    const struct data_edition *before = data_edition_now(&from->about);
    if (!reason_given(site)) {
        diags_error(site->diags, (struct pos){.file = old}, _("the results are other ones than those of edition %d, which is published here"), before->number);
        diags_hint(site->diags, _("say why with --correction \"…\" (a mistake is put right) or --revision \"…\" (any other reason); the earlier data stay beside"));
        tell_changes(site, old, from, changes);
        return false;
    }
    const char *cause = site->options->correction ? site->options->correction : site->options->revision;
    struct data_edition edition = {.number = before->number + 1, .kind = site->options->correction ? "correction" : "revision", .cause = cause, .cause_en = site->options->cause_en};
    if (!date_of(site, before, &edition.date))
        return false;
    edition.extent = extent_of(site, from, site->data, changes);
    *LIST_ADD(site->arena, &site->data->about.editions) = edition;
    for (size_t i = 0; i < changes->cells.count; i++)
        data_add(site->data, &site->data->tables[DATA_CHANGES], changes->cells.at[i]);
    return true;
}

static bool check_reason(struct site *site)
{
    const char *texts[] = {site->options->correction, site->options->revision, site->options->cause_en};
    if (texts[2] && !reason_given(site)) {
        diags_error(site->diags, POS_NONE, _("a cause in English stands beside one in Chinese"));
        diags_hint(site->diags, _("give that with --correction \"…\" or --revision \"…\""));
        return false;
    }
    if (texts[0] && texts[1]) {
        diags_error(site->diags, POS_NONE, _("an edition is a correction or a revision, not both"));
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i] && strspn(texts[i], " \t\r\n") == strlen(texts[i])) {
            diags_error(site->diags, POS_NONE, _("the cause is empty"));
            diags_hint(site->diags, _("say in a sentence what was wrong or why the results change: readers will see it"));
            return false;
        }
    return true;
}

bool edition_decide(struct site *site, const char *old)
{
    const char *path = arena_printf(site->arena, "%s/publication.json", old);
    site->data = data_of_results(site->arena, site->results, site->options->program);
    if (!check_reason(site))
        return false;
    if (access(path, F_OK) != 0)
        return first_edition(site, old);

    struct data_about about = {0};
    struct data_hashes hashes = {0};
    if (!data_read_publication(path, site->arena, &about, &hashes, site->diags) || !untouched(site, old, &hashes))
        return false;
    if (strcmp(about.evaluation, site->evaluation->id) != 0) {
        diags_error(site->diags, (struct pos){.file = old}, _("another evaluation of this year is published here: '%s'"), about.evaluation);
        diags_hint(site->diags, _("publish '%s' into another folder"), site->evaluation->id);
        return false;
    }
    struct data_set *from = data_read(site->arena, arena_printf(site->arena, "%s/data", old), path, site->diags);
    if (!from)
        return false;
    struct data_table changes = {0};
    data_compare(from, site->data, data_edition_now(&about)->number + 1, site->arena, &changes);
    keep_editions(site, from);
    site->new_edition = anything_differs(from, site->data, &changes);
    if (site->new_edition)
        return next_edition(site, old, from, &changes);
    if (reason_given(site))
        diags_warning(site->diags, (struct pos){.file = old}, _("the results are those of edition %d: there is nothing to correct or to revise"),
                      data_edition_now(&about)->number);
    return true;
}

/* Earlier data ---------------------------------------------------------------------------------------------------------- */

static bool copy_into(struct site *site, const char *from, const char *to)
{
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    if (file_read(from, SIZE_MAX, &bytes))
        return site_write(site, to, &bytes);
    diags_error(site->diags, (struct pos){.file = from}, _("cannot read the file: %s"), strerror(errno));
    return false;
}

/* Whatever stands in a folder of an edition: it was written by us, and its names are ours. */
static bool copy_folder(struct site *site, const char *from, const char *to)
{
    size_t count;
    char **names = site_folder_names(from, &count);
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = copy_into(site, arena_printf(site->arena, "%s/%s", from, names[i]), arena_printf(site->arena, "%s/%s", to, names[i]));
    site_folder_free_names(names, count);
    return good;
}

bool edition_keep_earlier(struct site *site, const char *old)
{
    int last = data_edition_now(&site->data->about)->number - 1;
    for (int n = 1; n <= last; n++) {
        bool current = n == last && site->new_edition; /* it stood in the open until now */
        const char *from = current ? old : arena_printf(site->arena, "%s/editions/%d", old, n);
        const char *to = arena_printf(site->arena, "editions/%d", n);
        if (!copy_folder(site, arena_printf(site->arena, "%s/data", from), arena_printf(site->arena, "%s/data", to)) ||
            !copy_into(site, arena_printf(site->arena, "%s/publication.json", from), arena_printf(site->arena, "%s/publication.json", to)))
            return false;
    }
    return true;
}
