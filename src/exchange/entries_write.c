/* SPDX-License-Identifier: GPL-3.0-or-later
 * What follows from two entries: one file to load, and rows of decisions.csv.
 */
#include <errno.h>
#include <math.h>

#include "ceping/base_text.h"
#include "entries_priv.h"
#include "exchange_priv.h"

/* The answer that holds: the one that both gave, or what was decided. */
static struct answer settled(const struct entries *entries, const struct response *response, size_t file, size_t row, size_t variable, const struct map *decisions)
{
    const struct instrument *instrument = entries->instrument;
    (void)file;
    const char *key = arena_printf(entries->arena, "%zu\x1f%s", row, instrument->variables.at[variable].id);
    const struct entries_difference *difference = file == 0 ? map_get(decisions, key) : NULL;
    struct answer answer = response->answers[variable];
    if (difference && difference->decided == difference->text_b)
        answer = entries->rows[1].at[difference->b].answers[variable];
    else if (difference && difference->decided != difference->text_a)
        exact_read(&instrument->variables.at[variable], difference->decided, &answer);
    return answer;
}

static void put_answer(struct column *column, size_t row, const struct answer *answer)
{
    column->missing[row] = (uint8_t)answer->missing;
    if (column->codes)
        column->codes[row] = (int16_t)answer->code;
    if (column->numbers)
        column->numbers[row] = answer->number;
    if (column->texts)
        column->texts[row] = answer->text;
}

static void put_row(const struct entries *entries, struct dataset *dataset, size_t at, size_t file, size_t row, const struct map *decisions)
{
    const struct response *response = &entries->rows[file].at[row];
    for (size_t v = 0; v < entries->instrument->variables.count; v++) {
        struct answer answer = settled(entries, response, file, row, v, decisions);
        put_answer(&dataset->columns[v], at, &answer);
    }
    const char *rater = response->rater;
    size_t nth = 0;
    for (size_t i = 0; i < entries->instrument->about.count; i++)
        dataset->about[i][at] = (int16_t)response->about[i];
    for (size_t i = 0; file == 0 && i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        const struct response *other = &entries->rows[1].at[difference->b];
        if (difference->a != row || difference->variable || difference->decided != difference->text_b)
            continue;
        if (strcmp(difference->field, EXACT_RATER) == 0)
            rater = other->rater;
        for (nth = 0; nth < entries->instrument->about.count; nth++)
            if (strcmp(difference->field, arena_printf(entries->arena, "%s%zu", EXACT_ABOUT, nth + 1)) == 0)
                dataset->about[nth][at] = (int16_t)other->about[nth];
    }
    dataset->keys[at] = response->key;
    dataset->raters[at] = rater;
    dataset->submitted[at] = response->submitted;
    dataset->indices[INDEX_SECONDS][at] = response->seconds;
    dataset->rule[at] = -1;
}

bool entries_write(const struct entries *entries, const char *path, struct diags *diags)
{
    if (entries->decided < entries->differences.count) {
        diags_error(diags, (struct pos){.file = path}, _("differences that nobody has decided yet: %zu of %zu; nothing was written"), entries->differences.count - entries->decided,
                    entries->differences.count);
        diags_hint(diags, _("write them with --list, decide them, and give the list back with --decided"));
        return false;
    }
    struct map decisions, first;
    map_init(&decisions);
    map_init(&first);
    for (size_t i = 0; i < entries->differences.count; i++)
        map_put(&decisions, arena_printf(entries->arena, "%zu\x1f%s", entries->differences.at[i].a, entries->differences.at[i].field), &entries->differences.at[i]);
    struct dataset *dataset = dataset_new(entries->arena, entries->instrument, entries->rows[0].count + entries->only[1]);
    size_t at = 0;
    for (size_t i = 0; i < entries->rows[0].count; i++) {
        map_put(&first, entries->rows[0].at[i].key, &entries->rows[0].at[i]);
        put_row(entries, dataset, at++, 0, i, &decisions);
    }
    for (size_t i = 0; i < entries->rows[1].count; i++)
        if (!map_get(&first, entries->rows[1].at[i].key))
            put_row(entries, dataset, at++, 1, i, &decisions);
    map_release(&decisions);
    map_release(&first);
    return export_dataset(entries->evaluation, dataset, path, diags);
}

/* decisions.csv -------------------------------------------------------------------------------------------------------- */

#define DECISIONS_HEADER "object,decision,reason,authority,who,date"

static bool stands(const struct evaluation *evaluation, const char *object)
{
    for (size_t i = 0; i < evaluation->decisions.count; i++)
        if (strcmp(evaluation->decisions.at[i].object, object) == 0)
            return true;
    return false;
}

bool entries_record(const struct entries *entries, const char *path, size_t *ret_added, struct diags *diags)
{
    enum { FILE_LIMIT = 16 * 1024 * 1024 };
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    *ret_added = 0;
    if (!file_read(path, FILE_LIMIT, &text) && errno != ENOENT)
        return cannot_write(path, strerror(errno), diags);
    size_t skip = text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (text.len == skip)
        strbuf_adds(&text, DECISIONS_HEADER "\r\n");
    if (strncmp(text.at + skip, DECISIONS_HEADER, strlen(DECISIONS_HEADER)) != 0 || utf8_check(text.at + skip, text.len - skip) != text.len - skip) {
        diags_error(diags, (struct pos){.file = path, .line = 1}, _("rows can only be added to a UTF-8 file with the columns %s"), DECISIONS_HEADER);
        return false;
    }
    if (text.at[text.len - 1] != '\n')
        strbuf_adds(&text, "\r\n");
    for (size_t i = 0; i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        const char *object = arena_printf(entries->arena, "entry:%s/%s/%s", entries->instrument->id, difference->key, difference->field);
        if (!difference->decided || stands(entries->evaluation, object))
            continue;
        const char *cells[] = {object, *difference->decided ? difference->decided : "（空）", difference->reason, "原卷", difference->who, difference->date};
        for (size_t c = 0; c < COUNT_OF(cells); c++) {
            strbuf_adds(&text, c ? "," : "");
            csv_cell(&text, cells[c]);
        }
        strbuf_adds(&text, "\r\n");
        ++*ret_added;
    }
    return *ret_added == 0 || file_write(path, text.at, text.len, 0644) || cannot_write(path, strerror(errno), diags);
}
