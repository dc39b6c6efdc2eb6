/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a cell to answers. What cannot be read is kept as text, counted, and MISSING_UNREADABLE; nothing is guessed.
 *
 * One cell fills one variable, or all of a question (options of a multiple question joined in one cell; a choice with the text of its "other").
 * Closed questions have few different cells: what a cell means is remembered by column.
 */
#include "ingest_priv.h"

#include "ceping/ingest_exact.h"

#include <math.h>

enum { MEMO_MAX = 4096, MEMO_LEN = 512 };

bool memo_has_room(const struct column_plan *column, struct cell cell)
{
    return cell.len <= MEMO_LEN && column->memo_count < MEMO_MAX;
}

/* Cleaning ------------------------------------------------------------------------------------------------ */

/* U+FDD0 and U+FDD1 (EF B7 90, EF B7 91) mark values in templates; they and NUL have no business in data. */
static size_t bad_at(const char *at, size_t len, size_t from)
{
    for (size_t i = from; i < len; i++) {
        if (at[i] == '\0')
            return i;
        if ((unsigned char)at[i] == 0xEF && i + 2 < len && (unsigned char)at[i + 1] == 0xB7 && ((unsigned char)at[i + 2] & 0xFE) == 0x90)
            return i;
    }
    return len;
}

/* Is what begins here surely no white space? ASCII, Chinese characters, and the marks of U+3001 … U+303F and U+FF00 … U+FF7F. */
static bool is_ink(const char *at)
{
    unsigned char first = (unsigned char)at[0];
    if (first < 0x80)
        return first > ' ' && first < 0x7F;
    if (first == 0xE3)
        return (unsigned char)at[1] == 0x80 && (unsigned char)at[2] > 0x80;
    if (first == 0xEF)
        return (unsigned char)at[1] == 0xBC || (unsigned char)at[1] == 0xBD;
    return first >= 0xE4 && first <= 0xE9;
}

static bool is_trimmed(struct cell cell)
{
    size_t last = cell.len - 1;
    while (last > 0 && last + 3 > cell.len && ((unsigned char)cell.at[last] & 0xC0) == 0x80)
        last--;
    return is_ink(cell.at) && is_ink(cell.at + last);
}

struct cell cell_clean(struct cell cell, struct arena *arena, bool *ret_replaced)
{
    bool suspect = memchr(cell.at, 0xEF, cell.len) || memchr(cell.at, 0, cell.len); /* the only bytes with which what is replaced begins */
    size_t bad = suspect ? bad_at(cell.at, cell.len, 0) : cell.len;
    *ret_replaced = suspect && (bad < cell.len || memmem(cell.at, cell.len, "\xEF\xBF\xBD", 3));
    if (bad < cell.len) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        for (size_t from = 0; from < cell.len; bad = bad_at(cell.at, cell.len, from)) {
            strbuf_add(&text, cell.at + from, bad - from);
            if (bad == cell.len)
                break;
            strbuf_add_codepoint(&text, 0xFFFD);
            from = bad + (cell.at[bad] ? 3 : 1);
        }
        cell = (struct cell){arena_strndup(arena, text.at, text.len), text.len};
    }
    /* Excel's way to say "this is text" survives in some exports: '001, '=1+1. */
    if (cell.len > 1 && cell.at[0] == '\'' && strchr("=+-@0123456789", cell.at[1]))
        cell = (struct cell){cell.at + 1, cell.len - 1};
    if (cell.len == 0)
        return (struct cell){"", 0};
    if (is_trimmed(cell))
        return cell;
    const char *trimmed = text_trim_copy(arena, cell.at, cell.len);
    return (struct cell){trimmed, strlen(trimmed)};
}

static const char *copy(struct ingest *ingest, struct cell cell)
{
    return arena_strndup(ingest->row_arena, cell.at, cell.len);
}

/* Kinds of variables ---------------------------------------------------------------------------------------- */

struct reading {
    struct ingest *ingest;
    struct column_plan *column;
    const struct variable *variables; /* of the target */
    size_t count;
    struct cell cell;
    struct answer *answers;
};

static void all_missing(struct reading *reading, enum missing missing)
{
    for (size_t i = 0; i < reading->count; i++)
        reading->answers[i] = (struct answer){.missing = missing};
}

static bool unreadable(struct reading *reading)
{
    all_missing(reading, MISSING_UNREADABLE);
    for (size_t i = 0; i < reading->count; i++)
        reading->answers[i].text = copy(reading->ingest, reading->cell);
    return false;
}

/* Texts of "other" beside the options chosen. */
static void specify(struct reading *reading, const struct chosen *chosen, size_t count)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct variable *variable = &reading->variables[i];
        if (variable->type != VARIABLE_TEXT || !variable->option)
            continue;
        reading->answers[i] = (struct answer){.missing = MISSING_NOT_ASKED};
        for (size_t k = 0; k < count; k++) {
            if (chosen[k].option != variable->option)
                continue;
            bool replaced;
            struct cell text = chosen[k].specified.at ? cell_clean(chosen[k].specified, reading->ingest->row_arena, &replaced) : (struct cell){"", 0};
            reading->answers[i] = text.len ? (struct answer){.text = copy(reading->ingest, text)} : (struct answer){.missing = MISSING_BLANK};
        }
    }
}

static bool read_choice(struct reading *reading)
{
    struct chosen chosen;
    if (!option_choose(reading->column->options, reading->ingest->plan.mode, reading->cell, &chosen))
        return unreadable(reading);
    all_missing(reading, MISSING_NOT_ASKED);
    if (chosen.option->missing != MISSING_NONE)
        reading->answers[0] = (struct answer){.missing = chosen.option->missing};
    else
        reading->answers[0] = (struct answer){.code = chosen.option->code};
    specify(reading, &chosen, 1);
    return true;
}

static bool read_joined_marks(struct reading *reading)
{
    struct ingest *ingest = reading->ingest;
    struct chosen_list chosen;
    if (!option_split(reading->column->options, ingest->plan.mode, ingest->plan.platform->separators, reading->cell, ingest->row_arena, &chosen))
        return unreadable(reading);
    for (size_t k = 0; k < chosen.count; k++)
        if (chosen.at[k].option->missing != MISSING_NONE) {
            all_missing(reading, chosen.at[k].option->missing);
            return true;
        }
    for (size_t i = 0; i < reading->count; i++) {
        reading->answers[i] = (struct answer){0};
        for (size_t k = 0; k < chosen.count; k++)
            if (chosen.at[k].option == reading->variables[i].option)
                reading->answers[i].code = 1;
    }
    specify(reading, chosen.at, chosen.count);
    return true;
}

/* A column of its own for an option: 1 and 0, or a word, or the option's own text where it was chosen. */
static bool read_mark(struct reading *reading)
{
    static const char *const yes[] = {"是", "√", "✓", "✔", "true", "yes", "y", "x", "选中", "已选"};
    static const char *const no[] = {"否", "×", "✗", "false", "no", "n", "未选中", "未选"};
    auto_free char *key = text_key(copy(reading->ingest, reading->cell));
    double number;
    int mark = -1;
    if (text_number(key, strlen(key), false, &number) && (number == 0 || number == 1))
        mark = (int)number;
    if (mark < 0 && reading->count == 1 && reading->ingest->plan.platform->no_is_two && strcmp(key, "2") == 0)
        mark = 0;
    for (size_t i = 0; mark < 0 && i < COUNT_OF(yes); i++)
        if (strcmp(yes[i], key) == 0)
            mark = 1;
    for (size_t i = 0; mark < 0 && i < COUNT_OF(no); i++)
        if (strcmp(no[i], key) == 0)
            mark = 0;
    struct chosen chosen;
    if (mark < 0 && option_choose(reading->column->options, MODE_TEXT, reading->cell, &chosen) && chosen.option == reading->variables->option)
        mark = 1;
    if (mark < 0 && reading->count > 1) { /* "other" with its text in the same column: writing there is choosing */
        reading->answers[0] = (struct answer){.code = 1};
        reading->answers[1] = (struct answer){.text = copy(reading->ingest, reading->cell)};
        return true;
    }
    if (mark < 0)
        return unreadable(reading);
    all_missing(reading, MISSING_NOT_ASKED);
    reading->answers[0] = (struct answer){.code = mark};
    return true;
}

/* The column of one option, or of one option and its text. */
static bool is_of_one_option(const struct reading *reading)
{
    return reading->variables[0].option == reading->variables[reading->count - 1].option;
}

static bool read_ranking(struct reading *reading)
{
    struct ingest *ingest = reading->ingest;
    struct chosen_list chosen;
    if (!option_split(reading->column->options, ingest->plan.mode, ingest->plan.platform->arrows, reading->cell, ingest->row_arena, &chosen))
        return unreadable(reading);
    all_missing(reading, MISSING_BLANK); /* options that got no place */
    for (size_t k = 0; k < chosen.count; k++)
        for (size_t i = 0; i < reading->count; i++) {
            if (chosen.at[k].option != reading->variables[i].option || reading->variables[i].type == VARIABLE_TEXT)
                continue;
            if (reading->answers[i].missing == MISSING_NONE)
                return unreadable(reading); /* the same option in two places */
            reading->answers[i] = (struct answer){.number = (double)(k + 1)};
        }
    specify(reading, chosen.at, chosen.count);
    return true;
}

/* The option that has this place; the others of the ranking are left alone (place_merge). */
static bool read_place(struct reading *reading)
{
    struct chosen chosen;
    if (!option_choose(reading->column->options, reading->ingest->plan.mode, reading->cell, &chosen))
        return unreadable(reading);
    all_missing(reading, MISSING_BLANK);
    for (size_t i = 0; i < reading->count; i++)
        if (reading->variables[i].option == chosen.option && reading->variables[i].type == VARIABLE_NUMBER)
            reading->answers[i] = (struct answer){.number = (double)reading->column->target.place};
    specify(reading, &chosen, 1);
    return true;
}

void place_merge(struct answer *answers, const struct answer *place, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool says = place[i].missing != MISSING_BLANK && place[i].missing != MISSING_NOT_ASKED;
        if (says && answers[i].missing == MISSING_NONE && place[i].missing == MISSING_NONE)
            answers[i] = (struct answer){.missing = MISSING_UNREADABLE}; /* one option in two places */
        else if (says && answers[i].missing != MISSING_NONE)
            answers[i] = place[i];
    }
}

/* With the unit in which the question asks behind it: "20岁" where `unit: 岁`. */
static struct cell without_unit(struct reading *reading)
{
    struct cell cell = reading->cell;
    if (!reading->variables->question->unit || (cell.len > 0 && cell.at[cell.len - 1] >= '0' && cell.at[cell.len - 1] <= '9'))
        return cell;
    auto_free char *unit = text_key(reading->variables->question->unit), *key = text_key(copy(reading->ingest, cell));
    size_t len = strlen(unit), key_len = strlen(key);
    bool ends = len > 0 && key_len > len && strcmp(key + key_len - len, unit) == 0;
    return ends ? (struct cell){arena_strndup(reading->ingest->row_arena, key, key_len - len), key_len - len} : cell;
}

static bool read_number(struct reading *reading)
{
    double number;
    struct cell cell = without_unit(reading);
    if (!text_number(cell.at, cell.len, false, &number) || !variable_takes(reading->variables, number))
        return unreadable(reading);
    reading->answers[0] = (struct answer){.number = number};
    return true;
}

/* Several blanks in one cell, each of them there: fewer or more pieces than blanks, and nobody knows which is which. */
static bool read_blanks(struct reading *reading)
{
    const char *separator = reading->ingest->plan.platform->separators[0], *at = reading->cell.at, *end = at + reading->cell.len;
    struct cell pieces[64];
    size_t count = 0;
    if (!separator || reading->count > COUNT_OF(pieces))
        return unreadable(reading);
    for (const char *next; at <= end; at = next) {
        const char *found = memmem(at, (size_t)(end - at), separator, strlen(separator));
        next = found ? found + strlen(separator) : end + 1;
        if (count == reading->count)
            return unreadable(reading);
        bool replaced;
        pieces[count++] = cell_clean((struct cell){at, (size_t)((found ? found : end) - at)}, reading->ingest->row_arena, &replaced);
    }
    if (count != reading->count)
        return unreadable(reading);
    for (size_t i = 0; i < count; i++) {
        auto_free char *key = text_key(copy(reading->ingest, pieces[i]));
        enum missing missing = platform_missing(reading->ingest->plan.platform, key);
        reading->answers[i] = missing != MISSING_NONE ? (struct answer){.missing = missing} : (struct answer){.text = copy(reading->ingest, pieces[i])};
    }
    return true;
}

static bool read_text(struct reading *reading)
{
    if (reading->count > 1)
        return read_blanks(reading);
    if (reading->variables->question->type != QUESTION_DATE || reading->variables->option) {
        reading->answers[0] = (struct answer){.text = copy(reading->ingest, reading->cell)};
        return true;
    }
    auto_strbuf struct strbuf date;
    strbuf_init(&date);
    if (!parse_time(copy(reading->ingest, reading->cell), &date))
        return unreadable(reading);
    static const char midnight[] = " 00:00:00"; /* how exporters that only know times write a day */
    if (date.len > sizeof midnight - 1 && strcmp(date.at + date.len - (sizeof midnight - 1), midnight) == 0)
        strbuf_truncate(&date, date.len - (sizeof midnight - 1));
    reading->answers[0] = (struct answer){.text = arena_strdup(reading->ingest->row_arena, date.at)};
    return true;
}

/* In code mode the answer to "which district" is the place of the option on the form. The form is made from the official order, but the
 * file cannot prove it: said aloud, once a column. */
static bool unit_by_place(struct reading *reading, const struct unit_kind *kind)
{
    struct ingest *ingest = reading->ingest;
    double place;
    if (ingest->plan.mode == MODE_TEXT || !ingest->plan.platform->signs_wanted || !text_number(reading->cell.at, reading->cell.len, false, &place) ||
        place != floor(place) || place < 1 || place > (double)kind->units.count)
        return false;
    if (!reading->column->order_told) {
        reading->column->order_told = true;
        diags_warning(ingest->diags, (struct pos){.file = ingest->path, .line = 1, .col = (int)(reading->column - ingest->plan.columns) + 1},
                      _("column '%s' holds numbers; taken as the order of the %s: 1 is '%s', %zu is '%s'"), reading->column->header, kind->name,
                      kind->units.at[0].name, kind->units.count, kind->units.at[kind->units.count - 1].name);
    }
    reading->answers[0] = (struct answer){.code = (int)place - 1};
    return true;
}

static bool read_unit(struct reading *reading)
{
    const struct unit_kind *kind = reading->variables->question->kind;
    bool ambiguous = false;
    struct unit *unit = kind ? unit_kind_recognise(kind, copy(reading->ingest, reading->cell), &ambiguous) : NULL;
    size_t letter = reading->ingest->plan.platform->letters ? option_letter(reading->cell.at, reading->cell.len) : 0; /* C.高新区 */
    if (!unit && kind && letter)
        unit = unit_kind_recognise(kind, copy(reading->ingest, (struct cell){reading->cell.at + letter, reading->cell.len - letter}), &ambiguous);
    if (!unit)
        return (kind && unit_by_place(reading, kind)) || unreadable(reading);
    reading->answers[0] = (struct answer){.code = unit->index};
    return true;
}

static bool read_answer(struct reading *reading)
{
    const struct variable *first = reading->variables;
    switch (first->type) {
    case VARIABLE_CODE:
        return read_choice(reading);
    case VARIABLE_MARK:
        return is_of_one_option(reading) ? read_mark(reading) : read_joined_marks(reading);
    case VARIABLE_NUMBER:
        if (reading->column->target.place)
            return read_place(reading);
        return first->option && reading->count > 1 ? read_ranking(reading) : read_number(reading);
    case VARIABLE_UNIT:
        return read_unit(reading);
    case VARIABLE_TEXT:
    default:
        return read_text(reading);
    }
}

/* The whole cell ------------------------------------------------------------------------------------------- */

enum { MARKER_LEN = 32 }; /* markers are short */

/* Digits, perhaps with a point between: no marker is one. */
static bool is_bare_number(struct cell cell)
{
    size_t points = 0;
    for (size_t i = 0; i < cell.len; i++) {
        bool digit = cell.at[i] >= '0' && cell.at[i] <= '9';
        points += !digit;
        if (!digit && (cell.at[i] != '.' || points > 1 || i == 0 || i + 1 == cell.len))
            return false;
    }
    return cell.len > 0;
}

static bool is_missing(struct reading *reading, enum missing *ret_missing)
{
    struct cell cell = reading->cell;
    if (cell.len == 0) {
        *ret_missing = MISSING_BLANK;
        return true;
    }
    if (cell.len > MARKER_LEN || is_bare_number(cell))
        return false;
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, cell.at, cell.len);
    *ret_missing = platform_missing(reading->ingest->plan.platform, key.len ? key.at : "");
    if (*ret_missing == MISSING_NONE)
        return false;
    /* −2 is an answer where the question allows it. */
    double number;
    if (!text_number(cell.at, cell.len, false, &number))
        return true;
    if (reading->column->options && !reading->variables->question->items.count && option_by_code(reading->column->options, cell.at, cell.len))
        return false;
    return !(reading->variables->type == VARIABLE_NUMBER && !isnan(reading->variables->question->min) && variable_takes(reading->variables, number));
}

static bool is_closed(const struct variable *variable)
{
    return variable->type == VARIABLE_CODE || variable->type == VARIABLE_MARK || variable->type == VARIABLE_UNIT;
}

/* Where cells of one byte, and the empty one, are remembered: most answers of most files. NULL for longer ones. */
static const struct memo **by_byte(struct column_plan *column, struct cell cell)
{
    return cell.len > 1 ? NULL : &column->by_byte[cell.len ? (unsigned char)*cell.at : 0];
}

static void remember(struct ingest *ingest, struct column_plan *column, struct cell cell, const struct answer *answers, bool unknown)
{
    bool closed = is_closed(&ingest->instrument->variables.at[column->target.first]);
    if (!memo_has_room(column, cell) || (!closed && cell.len > 0))
        return;
    struct memo *memo = ARENA_NEW(ingest->arena, struct memo);
    memo->answers = ARENA_ARRAY(ingest->arena, struct answer, column->target.count);
    memo->unknown = unknown;
    for (size_t i = 0; i < column->target.count; i++) {
        memo->answers[i] = answers[i];
        memo->answers[i].text = arena_strdup(ingest->arena, answers[i].text);
    }
    const struct memo **slot = by_byte(column, cell);
    if (slot) {
        *slot = memo;
        return;
    }
    map_put(&column->memo, arena_strndup(ingest->arena, cell.at, cell.len), memo);
    column->memo_count++;
}

static const struct memo *remembered(struct column_plan *column, struct cell cell)
{
    const struct memo **slot = by_byte(column, cell);
    if (slot)
        return *slot;
    return column->memo_count && cell.len <= MEMO_LEN && !memchr(cell.at, 0, cell.len) ? map_get_n(&column->memo, cell.at, cell.len) : NULL;
}

/* A cell of the program's own files. */
static void read_exact(struct ingest *ingest, const struct column_plan *column, struct cell cell, size_t line, struct answer *answer)
{
    const struct variable *variable = &ingest->instrument->variables.at[column->target.first];
    size_t quotes = 0; /* apostrophes in front mean something here */
    while (variable->type == VARIABLE_TEXT && quotes < cell.len && cell.at[quotes] == '\'')
        quotes++;
    bool replaced;
    struct cell clean = cell_clean((struct cell){cell.at + quotes, cell.len - quotes}, ingest->row_arena, &replaced);
    const char *text = arena_printf(ingest->row_arena, "%.*s%.*s", (int)quotes, cell.at, (int)clean.len, clean.at);
    bool readable = exact_read(variable, text, answer);
    if (readable && answer->missing == MISSING_NONE && variable->question->type == QUESTION_DATE && !variable->option) {
        auto_strbuf struct strbuf date;
        strbuf_init(&date);
        readable = parse_time(answer->text, &date);
        answer->text = arena_strdup(ingest->row_arena, date.at);
    }
    if (readable && variable->type == VARIABLE_NUMBER && answer->missing == MISSING_NONE)
        readable = variable_takes(variable, answer->number);
    if (!readable)
        *answer = (struct answer){.missing = MISSING_UNREADABLE, .text = text};
    if (!readable || replaced)
        ingest_unknown(ingest, column, clean, line);
}

void cell_read(struct ingest *ingest, struct column_plan *column, struct cell cell, size_t line, struct answer *answers)
{
    if (ingest->plan.platform->exact) {
        read_exact(ingest, column, cell, line, answers);
        return;
    }
    const struct memo *memo = remembered(column, cell);
    if (memo) {
        memcpy(answers, memo->answers, column->target.count * sizeof *answers);
        if (memo->unknown)
            ingest_unknown(ingest, column, cell, line);
        return;
    }
    bool replaced;
    struct reading reading = {ingest, column, &ingest->instrument->variables.at[column->target.first], column->target.count,
                              cell_clean(cell, ingest->row_arena, &replaced), answers};
    enum missing missing;
    bool readable = true;
    if (is_missing(&reading, &missing))
        all_missing(&reading, missing);
    else
        readable = read_answer(&reading);
    bool unknown = !readable || replaced;
    if (unknown)
        ingest_unknown(ingest, column, reading.cell, line);
    if (!memchr(cell.at, 0, cell.len))
        remember(ingest, column, cell, answers, unknown);
}

/* Where only the text of "other" has a column, writing there is choosing it. */
static void choose_by_text(struct answer *answers, size_t count, const bool *by_text)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (by_text[i])
            answers[i] = answers[i + 1].missing == MISSING_NONE ? (struct answer){.code = 1} : (struct answer){.missing = MISSING_BLANK};
}

/* Marks of one question, item and unit from several columns: blank means "not chosen" where another is chosen; where none is, nobody answered, whether the
 * exporter wrote zeros or nothing. */
static void settle_group(struct answer *answers, const struct variable *variables, size_t count, const bool *has_column)
{
    bool chosen = false, skipped = false, unreadable_mark = false;
    for (size_t i = 0; i < count; i++) {
        if (variables[i].type != VARIABLE_MARK || !has_column[i])
            continue;
        chosen = chosen || (answers[i].missing == MISSING_NONE && answers[i].code == 1);
        skipped = skipped || (answers[i].missing != MISSING_NONE && answers[i].missing != MISSING_BLANK && answers[i].missing != MISSING_NOT_ASKED);
        unreadable_mark = unreadable_mark || answers[i].missing == MISSING_UNREADABLE;
    }
    for (size_t i = 0; i < count; i++) {
        if (variables[i].type == VARIABLE_MARK && has_column[i]) {
            if (chosen && answers[i].missing == MISSING_BLANK)
                answers[i] = (struct answer){0};
            else if (!chosen && !skipped && !unreadable_mark)
                answers[i] = (struct answer){.missing = MISSING_BLANK};
        } else if (variables[i].type == VARIABLE_TEXT && variables[i].option && has_column[i] && answers[i].missing == MISSING_BLANK) {
            /* The text of an option that was not chosen was not asked for. */
            bool wanted = false;
            for (size_t k = 0; k < count; k++)
                wanted = wanted || (variables[k].option == variables[i].option && variables[k].type == VARIABLE_MARK && answers[k].missing == MISSING_NONE && answers[k].code == 1);
            answers[i].missing = wanted ? MISSING_BLANK : MISSING_NOT_ASKED;
        }
    }
}

/* One choice whose "other" has its text in another column: where nothing was chosen, writing there is choosing; where another option was, nobody was asked
 * for the text. */
static void settle_choice(struct answer *answers, const struct variable *variables, size_t count, bool exact)
{
    size_t written = 0, texts = 0;
    for (size_t i = 1; i < count; i++)
        if (variables[i].type == VARIABLE_TEXT && variables[i].option && answers[i].missing == MISSING_NONE) {
            written = i;
            texts++;
        }
    if (texts == 1 && !exact && answers[0].missing == MISSING_BLANK)
        answers[0] = (struct answer){.code = variables[written].option->code};
    for (size_t i = 1; i < count; i++)
        if (variables[i].type == VARIABLE_TEXT && variables[i].option && answers[i].missing == MISSING_BLANK &&
            !(answers[0].missing == MISSING_NONE && answers[0].code == variables[i].option->code))
            answers[i].missing = MISSING_NOT_ASKED;
}

/* The program's own files say it all, but who enters paper leaves boxes without a tick empty: not chosen, where another is. */
static void settle_exact(struct answer *answers, const struct variable *variables, size_t count)
{
    bool chosen = false;
    for (size_t i = 0; i < count; i++)
        chosen = chosen || (variables[i].type == VARIABLE_MARK && answers[i].missing == MISSING_NONE && answers[i].code == 1);
    for (size_t i = 0; i < count; i++) {
        const struct answer *mark = i > 0 ? &answers[i - 1] : NULL;
        bool unmarked = mark && (mark->missing == MISSING_BLANK || (mark->missing == MISSING_NONE && mark->code == 0));
        if (chosen && variables[i].type == VARIABLE_MARK && answers[i].missing == MISSING_BLANK)
            answers[i] = (struct answer){0};
        else if (variables[i].type == VARIABLE_TEXT && answers[i].missing == MISSING_BLANK && unmarked)
            answers[i].missing = MISSING_NOT_ASKED;
    }
}

void marks_find(struct ingest *ingest)
{
    const struct variable *at = ingest->instrument->variables.at;
    size_t total = ingest->instrument->variables.count;
    for (size_t first = 0, count; first < total; first += count) {
        count = 1;
        while (first + count < total && at[first + count].question == at[first].question && at[first + count].item == at[first].item && at[first + count].unit == at[first].unit)
            count++;
        if (at[first].type == VARIABLE_MARK || (at[first].type == VARIABLE_CODE && count > 1))
            *LIST_ADD(ingest->arena, &ingest->settlings) = (struct settling){first, count};
    }
}

void marks_settle(struct ingest *ingest, struct answer *answers)
{
    bool exact = ingest->plan.platform->exact;
    for (size_t i = 0; i < ingest->settlings.count; i++) {
        size_t first = ingest->settlings.at[i].first, count = ingest->settlings.at[i].count;
        const struct variable *variables = &ingest->instrument->variables.at[first];
        if (variables->type == VARIABLE_CODE) {
            settle_choice(answers + first, variables, count, exact);
        } else if (exact) {
            settle_exact(answers + first, variables, count);
        } else {
            choose_by_text(answers + first, count, ingest->by_text + first);
            settle_group(answers + first, variables, count, ingest->has_column + first);
        }
    }
}
