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
