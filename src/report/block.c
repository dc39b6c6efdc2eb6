/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fenced blocks: `key: value` lines, lists as `[a, b]` or as `- a` lines, read and checked.
 *
 *     ```table
 *     table: districts
 *     columns: [place, unit, score]
 *     caption: {{evaluation.year}}年得分
 *     ```
 *
 * Values of tags are put back after the lines are taken apart, so that a caption with `: ` or `]` in a name stays one caption. What is read
 * here is a corner of YAML; a parser for all of it would find the sentinels' neighbours quoted, folded and typed.
 */
#include "report_priv.h"

struct line {
    const char *at, *end;
};

static void trim(struct line *line)
{
    while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
        line->at++;
    while (line->end > line->at && (line->end[-1] == ' ' || line->end[-1] == '\t' || line->end[-1] == '\r'))
        line->end--;
}

struct block_reader {
    struct block *block;
    const char *text; /* of the fence */
    size_t offset;    /* of `text` in the expansion */
};

static struct pos pos_at(struct block_reader *r, const char *at, const char *end)
{
    struct pos pos = expansion_pos(&r->block->b->expansion, r->offset + (size_t)(at - r->text));
    if (pos.width <= 1)
        pos.width = (int)text_width_n(at, (size_t)(end - at));
    return pos;
}

/* Values ---------------------------------------------------------------------------------------------------- */

static void add_value(struct block_reader *r, struct block_entry *entry, struct line line)
{
    struct builder *b = r->block->b;
    trim(&line);
    struct pos pos = pos_at(r, line.at, line.end);
    if (line.end - line.at >= 2 && (*line.at == '"' || *line.at == '\'')) {
        if (line.end[-1] != *line.at)
            block_fail(r->block, pos, _("quote without end"));
        line.at++;
        line.end--;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    expansion_restore(&b->expansion, line.at, (size_t)(line.end - line.at), &text);
    struct block_value *value = LIST_ADD(b->arena, &entry->values);
    value->text = arena_strdup(b->arena, text.at);
    value->pos = pos;
}

static void add_flow_list(struct block_reader *r, struct block_entry *entry, struct line line)
{
    if (line.end[-1] != ']') {
        block_fail(r->block, pos_at(r, line.at, line.end), _("list without ']'"));
        return;
    }
    line.at++;
    line.end--;
    while (line.at < line.end) {
        const char *comma = line.at;
        for (char quote = '\0'; comma < line.end && (quote || *comma != ','); comma++)
            if (*comma == '"')
                quote = quote ? '\0' : '"';
        struct line item = {line.at, comma};
        trim(&item);
        if (item.at < item.end)
            add_value(r, entry, item);
        line.at = comma + 1;
    }
}

static void read_line(struct block_reader *r, struct line line)
{
    struct block *block = r->block;
    trim(&line);
    if (line.at == line.end || *line.at == '#')
        return;
    if (*line.at == '-' && line.end - line.at > 1 && line.at[1] == ' ' && block->entries.count) {
        add_value(r, &block->entries.at[block->entries.count - 1], (struct line){line.at + 1, line.end});
        return;
    }
    const char *colon = memchr(line.at, ':', (size_t)(line.end - line.at));
    if (!colon || (colon + 1 < line.end && colon[1] != ' ' && colon[1] != '\t')) {
        block_fail(block, pos_at(r, line.at, line.end), _("this is no line of a block"));
        diags_hint(block->b->diags, _("key: value"));
        return;
    }
    struct line key = {line.at, colon}, value = {colon + 1, line.end};
    trim(&key);
    trim(&value);
    struct block_entry *entry = LIST_ADD(block->b->arena, &block->entries);
    entry->key = arena_strndup(block->b->arena, key.at, (size_t)(key.end - key.at));
    entry->pos = pos_at(r, key.at, key.end);
    for (size_t i = 0; i + 1 < block->entries.count; i++)
        if (!strcmp(block->entries.at[i].key, entry->key)) {
            block_fail(block, entry->pos, _("'%s' stands here twice"), entry->key);
            entry->used = true;
        }
    if (value.at < value.end && *value.at == '[')
        add_flow_list(r, entry, value);
    else if (value.at < value.end)
        add_value(r, entry, value);
}

void block_parse(struct builder *b, const char *text, size_t offset, struct pos pos, struct block *ret_block)
{
    *ret_block = (struct block){.b = b, .pos = pos};
    struct block_reader r = {ret_block, text, offset};
    while (*text) {
        size_t len = strcspn(text, "\n");
        read_line(&r, (struct line){text, text + len});
        text += len + (text[len] == '\n');
    }
}

/* Problems ---------------------------------------------------------------------------------------------------- */

void block_fail(struct block *block, struct pos pos, const char *format, ...)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&text, format, args);
    va_end(args);
    diags_error(block->b->diags, pos, "%s", text.at);
    block->failed = true;
}

bool block_end(struct block *block)
{
    for (size_t i = 0; i < block->entries.count; i++) {
        const struct block_entry *entry = &block->entries.at[i];
        if (entry->used)
            continue;
        block_fail(block, entry->pos, _("unknown key '%s'"), entry->key);
        diags_hint_words(block->b->diags, entry->key, block->asked.at, block->asked.count);
    }
    return !block->failed;
}

/* Looking up ---------------------------------------------------------------------------------------------------- */

const struct block_entry *block_entry(struct block *block, const char *key)
{
    *LIST_ADD(block->b->arena, &block->asked) = key;
    for (size_t i = 0; i < block->entries.count; i++)
        if (!strcmp(block->entries.at[i].key, key)) {
            block->entries.at[i].used = true;
            return &block->entries.at[i];
        }
    return NULL;
}

/* The one value of a key; a problem when it is a list. */
static const struct block_value *one(struct block *block, const char *key)
{
    const struct block_entry *entry = block_entry(block, key);
    if (!entry || !entry->values.count)
        return NULL;
    if (entry->values.count > 1)
        block_fail(block, entry->pos, _("'%s' takes one value, not a list"), key);
    return &entry->values.at[0];
}

const char *block_text(struct block *block, const char *key)
{
    const struct block_value *value = one(block, key);
    return value && *value->text ? value->text : NULL;
}

long block_whole(struct block *block, const char *key, long fallback, long min, long max)
{
    const struct block_value *value = one(block, key);
    if (!value)
        return fallback;
    double number;
    if (!text_number(value->text, strlen(value->text), false, &number) || number != nearbyint(number) || number < (double)min ||
        number > (double)max) {
        block_fail(block, value->pos, _("'%s' is no whole number from %ld to %ld"), value->text, min, max);
        return fallback;
    }
    return (long)number;
}

bool block_yes(struct block *block, const char *key, bool fallback)
{
    const struct block_value *value = one(block, key);
    if (!value)
        return fallback;
    bool yes = !strcmp(value->text, "yes") || !strcmp(value->text, "true");
    if (!yes && strcmp(value->text, "no") && strcmp(value->text, "false"))
        block_fail(block, value->pos, _("'%s' is neither yes nor no"), value->text);
    return yes;
}

int block_word(struct block *block, const char *key, const char *const *words, size_t count, int fallback)
{
    const struct block_value *value = one(block, key);
    if (!value)
        return fallback;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(words[i], value->text))
            return (int)i;
    block_fail(block, value->pos, _("unknown %s '%s'"), key, value->text);
    diags_hint_words(block->b->diags, value->text, words, count);
    return -1;
}

/* Adds the ids that `id_at` gives to a hint. */
static void hint_ids(struct block *block, const char *wrong, size_t count, const char *(*id_at)(const struct evaluation *, size_t))
{
    LIST_OF(const char *) words = {0};
    for (size_t i = 0; i < count; i++)
        *LIST_ADD(block->b->arena, &words) = id_at(block->b->names.evaluation, i);
    if (words.count)
        diags_hint_words(block->b->diags, wrong, words.at, words.count);
}

static const char *table_id_at(const struct evaluation *evaluation, size_t i)
{
    return evaluation->rubric.tables.at[i].id;
}

static const char *figure_id_at(const struct evaluation *evaluation, size_t i)
{
    return evaluation->figures.at[i].id;
}

static const char *kind_id_at(const struct evaluation *evaluation, size_t i)
{
    return evaluation->kinds.at[i].id;
}

static const char *instrument_id_at(const struct evaluation *evaluation, size_t i)
{
    return evaluation->instruments.at[i]->id;
}

static const char *facet_id_at(const struct evaluation *evaluation, size_t i)
{
    return evaluation->rubric.facets.at[i].id;
}

const struct table_result *block_table(struct block *block, const char *key)
{
    const struct block_value *value = one(block, key);
    const struct evaluation *evaluation = block->b->names.evaluation;
    if (!value) {
        block_fail(block, block->pos, _("the block names no %s"), key);
        hint_ids(block, "", evaluation->rubric.tables.count, table_id_at);
        return NULL;
    }
    const struct table_result *table = results_table(block->b->names.results, value->text);
    if (!table) {
        block_fail(block, value->pos, _("unknown table '%s'"), value->text);
        hint_ids(block, value->text, evaluation->rubric.tables.count, table_id_at);
    }
    return table;
}

const struct figure_result *block_figure(struct block *block, const struct block_value *value)
{
    const struct figure_result *figure = results_figure(block->b->names.results, value->text);
    if (!figure) {
        block_fail(block, value->pos, _("unknown figure '%s'"), value->text);
        hint_ids(block, value->text, block->b->names.evaluation->figures.count, figure_id_at);
    }
    return figure;
}

const struct unit_kind *block_kind(struct block *block, const char *key)
{
    const struct block_value *value = one(block, key);
    if (!value)
        return NULL;
    const struct unit_kind *kind = evaluation_kind(block->b->names.evaluation, value->text);
    if (!kind) {
        block_fail(block, value->pos, _("unknown kind of units '%s'"), value->text);
        hint_ids(block, value->text, block->b->names.evaluation->kinds.count, kind_id_at);
    }
    return kind;
}

const struct instrument *block_instrument(struct block *block, const char *key)
{
    const struct block_value *value = one(block, key);
    if (!value)
        return NULL;
    const struct instrument *instrument = evaluation_instrument(block->b->names.evaluation, value->text);
    if (!instrument) {
        block_fail(block, value->pos, _("unknown instrument '%s'"), value->text);
        hint_ids(block, value->text, block->b->names.evaluation->instruments.count, instrument_id_at);
    }
    return instrument;
}

int block_facet(struct block *block, const char *key)
{
    const struct block_value *value = one(block, key);
    const struct evaluation *evaluation = block->b->names.evaluation;
    if (!value)
        return -1;
    for (size_t i = 0; i < evaluation->rubric.facets.count; i++)
        if (!strcmp(evaluation->rubric.facets.at[i].id, value->text))
            return (int)i;
    block_fail(block, value->pos, _("unknown facet '%s'"), value->text);
    hint_ids(block, value->text, evaluation->rubric.facets.count, facet_id_at);
    return -1;
}

static bool find_question(const struct instrument *instrument, const char *id, struct question_ref *ret_ref)
{
    *ret_ref = (struct question_ref){instrument, instrument_question(instrument, id), NULL};
    if (ret_ref->question)
        return true;
    for (size_t q = 0; q < instrument->questions.count; q++)
        for (size_t i = 0; i < instrument->questions.at[q].items.count; i++)
            if (!strcmp(instrument->questions.at[q].items.at[i].id, id)) {
                ret_ref->question = &instrument->questions.at[q];
                ret_ref->item = &instrument->questions.at[q].items.at[i];
                return true;
            }
    return false;
}

bool block_question(struct block *block, const struct block_value *value, struct question_ref *ret_ref)
{
    const char *dot = strchr(value->text, '.');
    auto_free char *id = xstrndup(value->text, dot ? (size_t)(dot - value->text) : strlen(value->text));
    const struct instrument *instrument = evaluation_instrument(block->b->names.evaluation, id);
    if (instrument && dot && find_question(instrument, dot + 1, ret_ref))
        return true;
    block_fail(block, value->pos, _("unknown question '%s'"), value->text);
    if (!instrument) {
        hint_ids(block, id, block->b->names.evaluation->instruments.count, instrument_id_at);
        return false;
    }
    LIST_OF(const char *) words = {0};
    for (size_t q = 0; q < instrument->questions.count; q++)
        *LIST_ADD(block->b->arena, &words) = instrument->questions.at[q].id;
    if (words.count)
        diags_hint_words(block->b->diags, dot ? dot + 1 : "", words.at, words.count);
    return false;
}
