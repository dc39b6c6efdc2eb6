/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which variables a header names.
 *
 * An exporter makes a header out of the number of the question, its title and a part: row of a matrix, unit, option. `6、您喜欢的—运动`, then
 * `6、阅读`; `第8题(ACG文化(动漫、游戏等))`; `张店区·工作推进`. Parsing such text needs guesses wherever titles hold parentheses, dashes or numbers themselves.
 * So it is done the other way round: what the headers of this instrument can be is known. Each pattern of the platform, filled with number and
 * title, leaves a beginning and an end; what stands between them in the header must be a part of that question, looked up whole. `第8题(` and `)` around
 * a part match the outermost parentheses by themselves.
 *
 * Patterns are ranked. The best rank wins; two different targets in one rank are ambiguous and name nothing: a column is never given away by chance.
 */
#include "ingest_priv.h"

#include "ceping/ingest_exact.h"

#include <stdlib.h>

enum { RANK_PLAIN = 100, RANK_ID = 200, RANK_STRIPPED = 300 };

struct stem {
    const char *before, *after;
    size_t before_len, after_len;
    int rank;
    bool whole; /* no part in the pattern */
    bool other; /* the part is the word for the text of "other" */
};

struct part {
    struct target target;
    bool ambiguous;
};

struct question_names {
    LIST_OF(struct stem) stems;
    struct map parts;  /* key to struct part; "" is the question itself */
    struct map others; /* the same for the texts of "other" */
};

struct names {
    struct arena *arena;
    const struct instrument *instrument;
    const struct platform *platform;
    struct question_names *questions;
    struct map ids; /* key of a variable's id to struct part */
};

/* Stems --------------------------------------------------------------------------------------------------- */

static void add_stem(struct names *names, size_t q, const char *pattern, const char *title, int rank)
{
    const struct question *question = &names->instrument->questions.at[q];
    auto_strbuf struct strbuf first;
    auto_strbuf struct strbuf second;
    strbuf_init(&first);
    strbuf_init(&second);
    struct strbuf *half = &first;
    for (const char *at = pattern; *at; at++) {
        if (*at != '%') {
            strbuf_addc(half, *at);
            continue;
        }
        at++;
        if (*at == 'p' || *at == 'o')
            half = &second;
        else if (*at == 'n')
            strbuf_addf(half, "%d", question->number);
        else
            strbuf_adds(half, *at == 'i' ? question->id : title);
    }
    auto_free char *before = text_key(first.at), *after = text_key(second.at);
    struct stem *stem = LIST_ADD(names->arena, &names->questions[q].stems);
    *stem = (struct stem){arena_strdup(names->arena, before), arena_strdup(names->arena, after), strlen(before), strlen(after), rank, half == &first, strstr(pattern, "%o") != NULL};
}

static void add_stems(struct names *names, size_t q, const struct platform *platform, int rank)
{
    const struct question *question = &names->instrument->questions.at[q];
    for (size_t i = 0; platform->patterns[i]; i++) {
        const char *pattern = platform->patterns[i];
        if (strstr(pattern, "%n") && question->number == 0)
            continue;
        add_stem(names, q, pattern, question->title ? question->title : "", rank + (int)i);
        if (!strstr(pattern, "%t"))
            continue;
        if (question->short_title && question->short_title != question->title)
            add_stem(names, q, pattern, question->short_title, rank + (int)i);
        for (size_t k = 0; k < question->aliases.count; k++)
            add_stem(names, q, pattern, question->aliases.at[k], rank + (int)i);
    }
}

/* Parts --------------------------------------------------------------------------------------------------- */

static bool same_target(const struct target *a, const struct target *b)
{
    return a->question == b->question && a->first == b->first && a->count == b->count && a->by_row == b->by_row && a->place == b->place;
}

static void add_part(struct names *names, struct map *parts, const char *text, const struct target *target)
{
    auto_free char *key = text_key(text);
    struct part *part = map_get(parts, key);
    if (part) {
        part->ambiguous = part->ambiguous || !same_target(&part->target, target);
        return;
    }
    part = ARENA_NEW(names->arena, struct part);
    part->target = *target;
    map_put(parts, arena_strdup(names->arena, key), part);
}

typedef LIST_OF(const char *) texts;

static void add_text(struct arena *arena, texts *list, const char *text)
{
    if (text && *text)
        *LIST_ADD(arena, list) = text;
}

static void item_texts(struct arena *arena, const struct item *item, texts *list)
{
    add_text(arena, list, item->title);
    if (item->short_title != item->title)
        add_text(arena, list, item->short_title);
    add_text(arena, list, item->id);
}

static void unit_texts(struct arena *arena, const struct unit *unit, texts *list)
{
    add_text(arena, list, unit->name);
    if (unit->short_name != unit->name)
        add_text(arena, list, unit->short_name);
    for (size_t i = 0; i < unit->aliases.count; i++)
        add_text(arena, list, unit->aliases.at[i]);
    add_text(arena, list, unit->id);
}

/* The ways in which people join two names; a space falls away in keys, so that "张店区 工作推进" is the first of them. */
static const char *const joins[] = {"%s%s", "%s·%s", "%s-%s", "%s_%s", "%s:%s", "%s、%s", "%s/%s", "%s(%s)"};

static const char *join(struct arena *arena, const char *pattern, const char *a, const char *b)
{
    const char *first = strstr(pattern, "%s"), *second = strstr(first + 2, "%s");
    return arena_printf(arena, "%s%.*s%s%s", a, (int)(second - first - 2), first + 2, b, second + 2);
}

static void joined_texts(struct arena *arena, const texts *a, const texts *b, bool both_ways, texts *list)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            for (size_t j = 0; j < COUNT_OF(joins); j++) {
                add_text(arena, list, join(arena, joins[j], a->at[i], b->at[k]));
                if (both_ways)
                    add_text(arena, list, join(arena, joins[j], b->at[k], a->at[i]));
            }
}

/* All variables of one question, item and unit. */
struct group {
    const struct question *question;
    const struct item *item;
    const struct unit *unit;
    size_t first, count;
};

static struct group group_at(const struct instrument *instrument, size_t first)
{
    const struct variable *at = instrument->variables.at;
    struct group group = {at[first].question, at[first].item, at[first].unit, first, 0};
    while (first + group.count < instrument->variables.count && at[first + group.count].question == group.question &&
           at[first + group.count].item == group.item && at[first + group.count].unit == group.unit)
        group.count++;
    return group;
}

/* How a header may call the column of an option, or of the text of "other". Where one answer is chosen, a column that bears the name of an option can only be that of its text. */
static void option_labels(struct names *names, const struct variable *variable, bool single, texts *labels)
{
    const struct option *option = variable->option;
    if (variable->type == VARIABLE_TEXT)
        add_text(names->arena, labels, names->platform->other_part);
    if (variable->type == VARIABLE_TEXT && !single)
        return;
    add_text(names->arena, labels, option->label);
    for (size_t k = 0; k < option->aliases.count; k++)
        add_text(names->arena, labels, option->aliases.at[k]);
    if (names->platform->letters && option->code >= 1 && option->code <= 26)
        add_text(names->arena, labels, arena_printf(names->arena, "%c.%s", 'A' + option->code - 1, option->label));
    if (option->other)
        add_text(names->arena, labels, names->platform->other_answer);
}

static void option_parts(struct names *names, struct map *parts, const struct group *group, const texts *bases, struct target target)
{
    const struct instrument *instrument = names->instrument;
    size_t first = target.first;
    for (size_t i = 0; i < group->count; i++) {
        const struct variable *variable = &instrument->variables.at[group->first + i];
        bool with_text = names->platform->other_in_mark && variable->type == VARIABLE_MARK && variable->option->other && i + 1 < group->count;
        if (!variable->option)
            continue;
        texts labels = {0}, joined = {0};
        option_labels(names, variable, instrument->variables.at[group->first].type == VARIABLE_CODE, &labels);
        if (bases->count)
            joined_texts(names->arena, bases, &labels, false, &joined);
        const texts *list = bases->count ? &joined : &labels;
        target.first = first + i;
        target.count = with_text ? 2 : 1; /* its column may hold what was written instead of a mark */
        struct map *into = variable->type == VARIABLE_TEXT ? &names->questions[group->question - instrument->questions.at].others : parts;
        for (size_t k = 0; k < list->count; k++)
            add_part(names, into, list->at[k], &target);
    }
}

/* Columns for the places of a ranking. */
static void place_parts(struct names *names, struct map *parts, const struct group *group, struct target target)
{
    const struct question *question = group->question;
    size_t places = question->scale ? question->scale->options.count : question->options.count;
    for (target.place = 1; names->platform->place_parts && question->type == QUESTION_RANK && target.place <= places; target.place++)
        for (size_t i = 0; names->platform->place_parts[i]; i++) {
            const char *pattern = names->platform->place_parts[i], *at = strchr(pattern, '%');
            add_part(names, parts, arena_printf(names->arena, "%.*s%zu%s", (int)(at - pattern), pattern, target.place, at + 1), &target);
        }
}

/* Several blanks to fill in: one cell may hold them all, and their columns may only be numbered. */
static void blank_parts(struct names *names, size_t first, size_t count)
{
    const struct variable *at = names->instrument->variables.at;
    const struct question *question = at[first].question;
    if (question->type != QUESTION_TEXT || count < 2 || question->items.count != count)
        return;
    struct map *parts = &names->questions[question - names->instrument->questions.at].parts;
    struct target target = {.question = question, .first = first, .count = count};
    add_part(names, parts, "", &target);
    for (target.count = 1; target.first < first + count; target.first++)
        add_part(names, parts, arena_printf(names->arena, "填空%zu", target.first - first + 1), &target);
}

static void group_parts(struct names *names, const struct group *group)
{
    struct map *parts = &names->questions[group->question - names->instrument->questions.at].parts;
    texts items = {0}, units = {0}, both = {0};
    if (group->item)
        item_texts(names->arena, group->item, &items);
    if (group->unit)
        unit_texts(names->arena, group->unit, &units);
    if (group->item && group->unit)
        joined_texts(names->arena, &units, &items, true, &both);
    const texts *bases = both.count ? &both : group->item ? &items : &units;

    struct target target = {.question = group->question, .first = group->first, .count = group->count};
    if (!bases->count)
        add_part(names, parts, "", &target);
    for (size_t i = 0; i < bases->count; i++)
        add_part(names, parts, bases->at[i], &target);
    option_parts(names, parts, group, bases, target);
    if (!bases->count)
        place_parts(names, parts, group, target);

    /* A sheet spread over lines: the unit stands in the line, the header names the item only. */
    const struct unit_kind *rows = names->instrument->rows;
    if (rows && group->unit && group->unit->kind == rows && group->unit->index == 0) {
        target.by_row = true;
        target.stride = group->count;
        if (!group->item)
            add_part(names, parts, "", &target);
        for (size_t i = 0; i < items.count; i++)
            add_part(names, parts, items.at[i], &target);
        option_parts(names, parts, group, &items, target);
    }
}

/* Making -------------------------------------------------------------------------------------------------- */

static void add_ids(struct names *names)
{
    const struct instrument *instrument = names->instrument;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        struct target target = {.question = variable->question, .first = i, .count = 1};
        bool exact = names->platform->exact;
        if (!exact && variable->type == VARIABLE_CODE && i + 1 < instrument->variables.count)
            target.count = group_at(instrument, i).count; /* with its text of "other" */
        add_part(names, &names->ids, variable->id, &target);
        if (exact && strlen(variable->id) > EXACT_NAME_MAX) {
            auto_strbuf struct strbuf shorter;
            strbuf_init(&shorter);
            exact_name(variable, &shorter);
            add_part(names, &names->ids, shorter.at, &target);
        }
    }
}

struct names *names_new(struct arena *arena, const struct instrument *instrument, const struct platform *platform)
{
    struct names *names = xcalloc(1, sizeof *names);
    names->arena = arena;
    names->instrument = instrument;
    names->platform = platform;
    names->questions = ARENA_ARRAY(arena, struct question_names, instrument->questions.count + 1);
    map_init(&names->ids);
    for (size_t q = 0; q < instrument->questions.count; q++) {
        map_init(&names->questions[q].parts);
        map_init(&names->questions[q].others);
        add_stems(names, q, platform, 0);
        if (platform != &platform_plain && !platform->exact)
            add_stems(names, q, &platform_plain, RANK_PLAIN);
    }
    for (size_t first = 0; first < instrument->variables.count;) {
        struct group group = group_at(instrument, first);
        group_parts(names, &group);
        first += group.count;
    }
    for (size_t first = 0, count; first < instrument->variables.count; first += count) {
        for (count = 1; first + count < instrument->variables.count && instrument->variables.at[first + count].question == instrument->variables.at[first].question;)
            count++;
        blank_parts(names, first, count);
    }
    add_ids(names);
    return names;
}

void names_release(struct names *names)
{
    if (!names)
        return;
    for (size_t q = 0; q < names->instrument->questions.count; q++) {
        map_release(&names->questions[q].parts);
        map_release(&names->questions[q].others);
    }
    map_release(&names->ids);
    free(names);
}

/* Finding ------------------------------------------------------------------------------------------------- */

struct found {
    struct target target;
    int rank;
    bool any, ambiguous;
};

static void offer(struct found *found, const struct part *part, int rank)
{
    if (found->any && rank > found->rank)
        return;
    if (!found->any || rank < found->rank) {
        *found = (struct found){part->target, rank, true, part->ambiguous};
        return;
    }
    found->ambiguous = found->ambiguous || part->ambiguous || !same_target(&found->target, &part->target);
}

static void find_in_question(const struct question_names *question, const char *key, size_t len, int more, struct found *found)
{
    for (size_t i = 0; i < question->stems.count; i++) {
        const struct stem *stem = &question->stems.at[i];
        if (stem->before_len + stem->after_len > len || (stem->whole && stem->before_len != len) || memcmp(key, stem->before, stem->before_len) != 0)
            continue;
        size_t middle = len - stem->before_len - stem->after_len;
        if (memcmp(key + len - stem->after_len, stem->after, stem->after_len) != 0 || (!stem->whole && middle == 0))
            continue;
        const struct part *part = map_get_n(stem->other ? &question->others : &question->parts, key + stem->before_len, middle);
        if (part)
            offer(found, part, stem->rank + more);
    }
}

static void find_key(const struct names *names, const char *key, size_t len, int more, struct found *found)
{
    if (len == 0)
        return;
    for (size_t q = 0; q < names->instrument->questions.count; q++)
        find_in_question(&names->questions[q], key, len, more, found);
    const struct part *part = map_get_n(&names->ids, key, len);
    if (part)
        offer(found, part, RANK_ID + more);
}

/* Length of "12、", "12.", "第12题:", "q12." before a title. */
static size_t number_prefix(const char *key)
{
    const char *at = key;
    bool wrapped = strncmp(at, "第", strlen("第")) == 0;
    at += wrapped ? strlen("第") : *at == 'q';
    size_t digits = strspn(at, "0123456789");
    if (digits == 0)
        return 0;
    at += digits;
    if (wrapped) {
        if (strncmp(at, "题", strlen("题")) != 0)
            return 0;
        at += strlen("题");
    }
    if (strncmp(at, "、", strlen("、")) == 0)
        at += strlen("、");
    else if (*at == '.' || *at == ':' || *at == ')')
        at++;
    else
        return 0;
    return (size_t)(at - key);
}

/* Length without "(单选题)", "(多选题,至少2项)" at the end, which 问卷星 adds to titles. */
static size_t without_type(const char *key, size_t len)
{
    if (len == 0 || key[len - 1] != ')')
        return len;
    for (size_t at = len - 1; at > 0; at--)
        if (key[at] == '(') {
            auto_free char *inside = xstrndup(key + at, len - at);
            return strstr(inside, "题") ? at : len;
        }
    return len;
}

/* Without the groups in which the question lies, one after the other: g1/sg1/q, sg1/q, q. */
static void find_in_groups(const struct names *names, const char *key, struct found *found)
{
    const char *mark = names->platform->group_mark;
    int rank = RANK_STRIPPED;
    for (const char *at = mark ? strstr(key, mark) : NULL; at && !found->any; at = strstr(at, mark), rank++) {
        at += strlen(mark);
        find_key(names, at, strlen(at), rank, found);
    }
}

/* What stands before a mark that may lie between id and title: gender. Your gender */
static void find_by_code(const struct names *names, const char *key, struct found *found)
{
    const char *mark = names->platform->code_mark;
    for (const char *at = mark ? strstr(key, mark) : NULL; at && !found->any; at = strstr(at + 1, mark))
        find_key(names, key, (size_t)(at - key), RANK_STRIPPED, found);
}

/* A title that was cut off, with what may follow it: the question whose title begins so. Two that do are told apart by their parts, or not at all. */
static void find_cut_off(const struct names *names, const char *key, struct found *found)
{
    enum { LEAST = 12 }; /* bytes: four Chinese characters */
    auto_free char *mark = text_key(names->platform->cut_mark ? names->platform->cut_mark : "");
    const char *cut = *mark ? strstr(key, mark) : NULL;
    if (!cut || cut - key < LEAST)
        return;
    for (size_t q = 0; q < names->instrument->questions.count; q++) {
        const struct question *question = &names->instrument->questions.at[q];
        auto_free char *title = text_key(question->title ? question->title : "");
        if (strncmp(title, key, (size_t)(cut - key)) != 0)
            continue;
        auto_strbuf struct strbuf whole;
        strbuf_init(&whole);
        strbuf_addf(&whole, "%s%s", title, cut + strlen(mark));
        find_key(names, whole.at, whole.len, RANK_STRIPPED, found);
    }
}

/* Without the exporter's own names of blanks. The caller frees. */
static char *without_blanks(const struct platform *platform, const char *key)
{
    struct strbuf out;
    strbuf_init(&out);
    for (const char *at = key, *open; *at;) {
        open = platform->blank_open ? strstr(at, platform->blank_open) : NULL;
        const char *close = open ? strstr(open, platform->blank_close) : NULL;
        strbuf_add(&out, at, close ? (size_t)(open - at) : strlen(at));
        at = close ? close + strlen(platform->blank_close) : at + strlen(at);
    }
    return strbuf_detach(&out);
}

bool names_find(const struct names *names, const char *heading, struct target *ret_target, bool *ret_ambiguous)
{
    struct found found = {0};
    auto_free char *key = without_blanks(names->platform, heading);
    size_t len = strlen(key), shorter = without_type(key, len), skip = number_prefix(key);
    find_key(names, key, len, 0, &found);
    if (!found.any && shorter < len)
        find_key(names, key, shorter, 0, &found);
    /* Numbers change when a question is taken out; then the title alone must do. */
    if (!found.any && skip > 0)
        find_key(names, key + skip, len - skip, RANK_STRIPPED, &found);
    if (!found.any && skip > 0 && shorter < len && shorter > skip)
        find_key(names, key + skip, shorter - skip, RANK_STRIPPED, &found);
    if (!found.any && len > 1 && key[len - 1] == ':') /* "2、收货人：" */
        find_key(names, key, len - 1, RANK_STRIPPED, &found);
    if (!found.any)
        find_in_groups(names, key, &found);
    if (!found.any)
        find_by_code(names, key, &found);
    if (!found.any)
        find_cut_off(names, key, &found);
    *ret_ambiguous = found.any && found.ambiguous;
    if (!found.any || found.ambiguous)
        return false;
    *ret_target = found.target;
    return true;
}

const char *target_name(const struct instrument *instrument, const struct target *target, struct arena *arena)
{
    const struct variable *first = &instrument->variables.at[target->first];
    bool several = target->count > 1 && first->option;
    const char *id = first->item ? first->item->id : first->question->id;
    if (target->by_row)
        return arena_printf(arena, "%s__*%s", id, several || !first->option ? "" : strrchr(first->id, '_') - 1);
    if (!several)
        return first->id;
    return first->unit ? arena_printf(arena, "%s__%s", id, first->unit->id) : id;
}
