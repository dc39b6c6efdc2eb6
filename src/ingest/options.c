/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which option a text is, and how a cell that holds several is cut.
 *
 * Options contain separators themselves (`书籍、报纸`), and people write separators into "other, please specify". So a cell is never cut by the
 * character alone: at each place the longest run of pieces that is a known option is taken; failing that, the shortest run that is an
 * option with its 〖…〗 closed.
 */
#include "ingest_priv.h"

#include <math.h>

static size_t separator_at(const char *const *separators, const char *at, const char *end)
{
    for (size_t i = 0; separators[i]; i++) {
        size_t len = strlen(separators[i]);
        if (len <= (size_t)(end - at) && memcmp(at, separators[i], len) == 0)
            return len;
    }
    return 0;
}

static size_t pieces_of(const char *const *separators, const char *text)
{
    size_t pieces = 1;
    for (const char *at = text, *end = text + strlen(text); at < end; at++)
        pieces += separator_at(separators, at, end) > 0;
    return pieces;
}

static double score_of(const struct option *option)
{
    return option->scores.count ? option->scores.at[0].value : NAN;
}

struct option_index *option_index_new(struct arena *arena, const struct question *question, const struct platform *platform)
{
    struct option_index *index = ARENA_NEW(arena, struct option_index);
    index->platform = platform;
    index->options = question->scale ? question->scale->options.at : question->options.at;
    index->count = question->scale ? question->scale->options.count : question->options.count;
    index->pieces = 1;
    map_init(&index->keys);
    for (size_t i = 0; i < index->count; i++) {
        const struct option *option = &index->options[i];
        index->scored = index->scored || !isnan(score_of(option));
        for (size_t k = 0; k <= option->aliases.count; k++) {
            const char *text = k ? option->aliases.at[k - 1] : option->label;
            if (!text)
                continue;
            auto_free char *key = text_key(text);
            map_put(&index->keys, arena_strdup(arena, key), (void *)option);
            size_t pieces = pieces_of(platform->separators, text), places = pieces_of(platform->arrows, text);
            pieces = pieces > places ? pieces : places;
            index->pieces = pieces > index->pieces ? pieces : index->pieces;
        }
    }
    return index;
}

const struct option *option_by_text(const struct option_index *index, const char *text, size_t len)
{
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, text, len);
    return key.len ? map_get(&index->keys, key.at) : NULL;
}

const struct option *option_by_code(const struct option_index *index, const char *text, size_t len)
{
    double number;
    if (len == 0 || !text_number(text, len, false, &number) || number != floor(number))
        return NULL;
    for (size_t i = 0; i < index->count; i++)
        if (index->options[i].code == number)
            return &index->options[i];
    return NULL;
}

const struct option *option_by_score(const struct option_index *index, const char *text, size_t len)
{
    double number;
    const struct option *found = NULL;
    if (!index->scored || len == 0 || !text_number(text, len, false, &number))
        return NULL;
    for (size_t i = 0; i < index->count; i++) {
        if (!(fabs(score_of(&index->options[i]) - number) < 1e-9))
            continue;
        if (found)
            return NULL; /* which of the two was meant, the score does not say */
        found = &index->options[i];
    }
    return found;
}

size_t option_letter(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    uint32_t letter = at < end ? utf8_next(&at, end) : 0, point = at < end ? utf8_next(&at, end) : 0;
    bool plain = letter >= 'A' && letter <= 'Z', wide = letter >= 0xFF21 && letter <= 0xFF3A; /* Ａ … Ｚ */
    return (plain || wide) && (point == '.' || point == 0xFF0E /* ． */) && at < end ? (size_t)(at - text) : 0;
}

/* Without the letter before it, where the exporter writes one: "D.无所谓". */
static const struct option *by_letter(const struct option_index *index, const char *text, size_t len)
{
    size_t letter = index->platform->letters ? option_letter(text, len) : 0;
    return letter ? option_by_text(index, text + letter, len - letter) : NULL;
}

/* The only option that has a text. */
static const struct option *the_other(const struct option_index *index)
{
    const struct option *found = NULL;
    for (size_t i = 0; i < index->count; i++) {
        if (index->options[i].other && found)
            return NULL;
        found = index->options[i].other ? &index->options[i] : found;
    }
    return found;
}

/* "-oth-": the option with a text, which stands in another column. */
static const struct option *by_other_answer(const struct option_index *index, const char *text, size_t len)
{
    const char *word = index->platform->other_answer;
    if (!word)
        return NULL;
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, text, len);
    return text_alike(word, key.len ? key.at : "") ? the_other(index) : NULL;
}

/* What somebody wrote instead of choosing: it stands there without the word "other". */
static bool as_other(const struct option_index *index, struct cell text, struct chosen *ret_chosen)
{
    const struct option *other = index->platform->other_bare ? the_other(index) : NULL;
    if (!other || text.len == 0)
        return false;
    *ret_chosen = (struct chosen){other, text};
    return true;
}

/* In an export by score a number is a score where the question has any, and never the place of an option. */
static const struct option *by_number(const struct option_index *index, enum mode mode, const char *text, size_t len)
{
    return mode == MODE_SCORE && index->scored ? option_by_score(index, text, len) : option_by_code(index, text, len);
}

static const struct option *by_either(const struct option_index *index, enum mode mode, const char *text, size_t len)
{
    const struct option *option = mode == MODE_TEXT ? option_by_text(index, text, len) : by_number(index, mode, text, len);
    if (!option)
        option = mode == MODE_TEXT ? by_number(index, mode, text, len) : option_by_text(index, text, len);
    if (!option)
        option = by_letter(index, text, len);
    return option ? option : by_other_answer(index, text, len);
}

static struct cell between(const char *start, const char *end)
{
    return (struct cell){start, (size_t)(end - start)};
}

/* 其他【请注明】〖亲友赠送的〗 */
static bool with_brackets(const struct option_index *index, enum mode mode, struct cell text, struct chosen *ret_chosen)
{
    const char *open = index->platform->specify_open, *close = index->platform->specify_close;
    if (!open)
        return false;
    size_t open_len = strlen(open), close_len = strlen(close);
    const char *at = memmem(text.at, text.len, open, open_len);
    if (!at || text.len < close_len || memcmp(text.at + text.len - close_len, close, close_len) != 0)
        return false;
    const char *inside = at + open_len, *end = text.at + text.len - close_len;
    const struct option *option = inside <= end ? by_either(index, mode, text.at, (size_t)(at - text.at)) : NULL;
    if (!option)
        return false;
    *ret_chosen = (struct chosen){option, between(inside, end)};
    return true;
}

/* 其他：亲友赠送的 */
static bool with_colon(const struct option_index *index, enum mode mode, struct cell text, struct chosen *ret_chosen)
{
    static const char *const colons[] = {"：", ":"};
    for (size_t i = 0; i < COUNT_OF(colons); i++) {
        const char *at = memmem(text.at, text.len, colons[i], strlen(colons[i]));
        const struct option *option = at ? by_either(index, mode, text.at, (size_t)(at - text.at)) : NULL;
        if (!option || !option->other)
            continue;
        *ret_chosen = (struct chosen){option, between(at + strlen(colons[i]), text.at + text.len)};
        return true;
    }
    return false;
}

bool option_choose(const struct option_index *index, enum mode mode, struct cell text, struct chosen *ret_chosen)
{
    const struct option *option = by_either(index, mode, text.at, text.len);
    if (option) {
        *ret_chosen = (struct chosen){.option = option};
        return true;
    }
    return with_brackets(index, mode, text, ret_chosen) || with_colon(index, mode, text, ret_chosen) || as_other(index, text, ret_chosen);
}

/* Cutting ------------------------------------------------------------------------------------------------- */

typedef LIST_OF(struct cell) cells;

static void cut(const char *const *separators, struct cell text, struct arena *arena, cells *pieces)
{
    const char *start = text.at, *end = text.at + text.len;
    for (const char *at = text.at; at <= end;) {
        size_t len = at < end ? separator_at(separators, at, end) : 0;
        if (len == 0 && at < end) {
            at++;
            continue;
        }
        *LIST_ADD(arena, pieces) = between(start, at);
        start = at = at + (len ? len : 1);
    }
}

/* Is what begins with this piece an option again? */
static bool begins_option(const struct option_index *index, enum mode mode, const cells *pieces, size_t at)
{
    struct chosen chosen;
    struct cell first = pieces->at[at];
    for (size_t n = 1; n <= index->pieces && at + n <= pieces->count; n++) {
        const struct cell *last = &pieces->at[at + n - 1];
        if (by_either(index, mode, first.at, (size_t)(last->at + last->len - first.at)))
            return true;
    }
    return with_brackets(index, mode, first, &chosen) || with_colon(index, mode, first, &chosen);
}

/* Takes what begins with piece `at`; returns how many pieces that were, 0 when it is nothing known. */
static size_t take(const struct option_index *index, enum mode mode, const cells *pieces, size_t at, struct chosen *ret_chosen)
{
    const char *start = pieces->at[at].at;
    size_t left = pieces->count - at, longest = index->pieces < left ? index->pieces : left;
    for (size_t n = longest; n > 0; n--) {
        const struct cell *last = &pieces->at[at + n - 1];
        const struct option *option = by_either(index, mode, start, (size_t)(last->at + last->len - start));
        if (option) {
            *ret_chosen = (struct chosen){.option = option};
            return n;
        }
    }
    for (size_t n = 1; n <= left; n++) {
        const struct cell *last = &pieces->at[at + n - 1];
        if (with_brackets(index, mode, between(start, last->at + last->len), ret_chosen))
            return n;
    }
    if (!with_colon(index, mode, pieces->at[at], ret_chosen)) {
        const struct cell *last = &pieces->at[pieces->count - 1];
        return as_other(index, between(start, last->at + last->len), ret_chosen) ? left : 0;
    }
    /* "其他：村干部、邻居": what follows and is no option was written there too. */
    size_t taken = 1;
    while (at + taken < pieces->count && !begins_option(index, mode, pieces, at + taken))
        taken++;
    const struct cell *last = &pieces->at[at + taken - 1];
    ret_chosen->specified = between(ret_chosen->specified.at, last->at + last->len);
    return taken;
}

bool option_split(const struct option_index *index, enum mode mode, const char *const *separators, struct cell text, struct arena *arena, struct chosen_list *ret_list)
{
    enum { PIECES_MAX = 1000 }; /* more is no answer, and would be slow to refuse */
    cells pieces = {0};
    cut(separators, text, arena, &pieces);
    LIST_OF(struct chosen) chosen = {0};
    if (pieces.count > PIECES_MAX)
        return false;
    for (size_t at = 0; at < pieces.count;) {
        if (pieces.at[at].len == 0) {
            at++;
            continue;
        }
        struct chosen one;
        size_t taken = take(index, mode, &pieces, at, &one);
        if (taken == 0)
            return false;
        *LIST_ADD(arena, &chosen) = one;
        at += taken;
    }
    *ret_list = (struct chosen_list){chosen.at, chosen.count};
    return chosen.count > 0;
}
