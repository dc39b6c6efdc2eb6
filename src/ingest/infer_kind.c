/* SPDX-License-Identifier: GPL-3.0-or-later
 * What kind of question a column, or columns that belong together, are.
 *
 * The order of trials is that of certainty: what joins or ranks options in one cell (┋, →), names of units, dates, few and short texts that repeat (options), numbers, and
 * else text. Whatever is chosen, every cell of the file can be read as it: options are all that occur, a range holds all numbers.
 */
#include "infer_priv.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum { CODES_MAX = 50 };

void infer_guess(struct infer *infer, struct infer_question *made, const char *text)
{
    *LIST_ADD(infer->arena, &made->guesses) = text;
}

/* Making questions --------------------------------------------------------------------------------------------------- */

static bool id_taken(const struct infer *infer, const char *id)
{
    for (size_t i = 0; i < infer->questions.count; i++) {
        const struct question *question = infer->questions.at[i].question;
        if (strcmp(question->id, id) == 0)
            return true;
        for (size_t k = 0; k < question->items.count; k++)
            if (strcmp(question->items.at[k].id, id) == 0)
                return true;
    }
    return false;
}

static const char *new_id(struct infer *infer, const struct infer_column *column, size_t at)
{
    if (infer->platform->exact) /* there the header is the id */
        return column->part ? column->stem : column->header;
    const char *id = column->number ? arena_printf(infer->arena, "q%d", column->number) : arena_printf(infer->arena, "c%zu", at + 1);
    for (int i = 2; id_taken(infer, id); i++)
        id = column->number ? arena_printf(infer->arena, "q%d_%d", column->number, i) : arena_printf(infer->arena, "c%zu_%d", at + 1, i);
    return id;
}

/* Without "6、". */
static const char *bare(const struct infer_column *column, const char *title)
{
    if (!column->number || strncmp(title, "第", strlen("第")) == 0)
        return title;
    const char *at = title + strcspn(title, "0123456789");
    at += strspn(at, "0123456789");
    static const char *const marks[] = {"、", "．", ".", "：", ":"};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            at += strlen(marks[i]);
    at += strspn(at, " ");
    return *at ? at : title;
}

/* Without the groups in which it lies. */
static const char *ungrouped(const struct infer *infer, const char *title)
{
    const char *mark = infer->platform->group_mark, *last = NULL;
    for (const char *at = mark ? strstr(title, mark) : NULL; at; at = strstr(at + 1, mark))
        last = at + strlen(mark);
    return last && *last ? last : title;
}

static bool ends_in(const char *text, const char *tail)
{
    size_t len = strlen(text), more = strlen(tail);
    return len > more && strcmp(text + len - more, tail) == 0;
}

/* Without what the platform puts behind the title of a question in one column: 您的建议—Open-Ended Response. */
static const char *without_tail(const struct infer *infer, const char *title)
{
    for (size_t i = 0; infer->platform->patterns && infer->platform->patterns[i]; i++) {
        const char *tail = infer->platform->patterns[i];
        if (strncmp(tail, "%t", 2) == 0 && tail[2] && !strchr(tail + 2, '%') && ends_in(title, tail + 2))
            return arena_strndup(infer->arena, title, strlen(title) - strlen(tail + 2));
    }
    return title;
}

static bool is_open(const struct infer *infer, const struct infer_column *column)
{
    for (size_t i = 0; infer->platform->open_tails && infer->platform->open_tails[i]; i++)
        if (ends_in(column->header, infer->platform->open_tails[i]))
            return true;
    return false;
}

static struct infer_question *new_question(struct infer *infer, size_t first, size_t count)
{
    const struct infer_column *column = &infer->columns[first];
    struct question *question = ARENA_NEW(infer->arena, struct question);
    question->id = new_id(infer, column, first);
    question->number = column->number;
    question->title = without_tail(infer, ungrouped(infer, bare(column, column->part ? column->stem : column->header)));
    question->short_title = question->title;
    question->min = question->max = NAN;
    question->type = QUESTION_TEXT;
    struct infer_question *made = LIST_ADD(infer->arena, &infer->questions);
    *made = (struct infer_question){.question = question, .first = first, .count = count};
    for (size_t i = 0; i < count; i++)
        infer->columns[first + i].question = (int)infer->questions.count - 1;
    return made;
}

/* What the texts of a column are -------------------------------------------------------------------------------------- */

/* Few, short, and repeated: options. */
static bool is_closed(const struct infer *infer, const struct infer_column *column)
{
    if (column->many || column->texts.count == 0)
        return false;
    size_t longest = 0, labels = 0;
    struct map seen;
    map_init(&seen);
    for (size_t i = 0; i < column->texts.count; i++) {
        bool specified;
        const char *label = infer_label(infer, column->texts.at[i].text, &specified);
        size_t len = utf8_length(label, strlen(label));
        longest = len > longest ? len : longest;
        labels += map_put(&seen, label, (void *)label) == label;
    }
    map_release(&seen);
    if (longest > INFER_LABEL_MAX || labels > INFER_OPTIONS_MAX)
        return false;
    return column->answers >= labels * 3 || (column->answers <= 5 && longest <= 8) || (labels <= 10 && column->answers >= labels * 2);
}

static bool all_numbers(const struct infer_column *column, double *ret_min, double *ret_max, bool *ret_whole)
{
    *ret_min = INFINITY;
    *ret_max = -INFINITY;
    *ret_whole = true;
    for (size_t i = 0; i < column->texts.count; i++) {
        double number;
        if (!text_number(column->texts.at[i].text, strlen(column->texts.at[i].text), false, &number))
            return false;
        *ret_min = fmin(*ret_min, number);
        *ret_max = fmax(*ret_max, number);
        *ret_whole = *ret_whole && number == floor(number);
    }
    return column->texts.count > 0 && !column->many;
}

static bool all_dates(const struct infer_column *column)
{
    for (size_t i = 0; i < column->texts.count; i++) {
        auto_strbuf struct strbuf date;
        strbuf_init(&date);
        if (!parse_time(column->texts.at[i].text, &date))
            return false;
    }
    return column->texts.count > 0;
}

static struct unit_kind *unit_kind_of(const struct infer *infer, const char *const *texts, size_t count)
{
    const struct evaluation *evaluation = infer->options->evaluation;
    for (size_t k = 0; evaluation && count > 0 && k < evaluation->kinds.count; k++) {
        bool all = true;
        for (size_t i = 0; all && i < count; i++) {
            bool ambiguous;
            all = unit_kind_recognise(&evaluation->kinds.at[k], texts[i], &ambiguous) != NULL;
        }
        if (all)
            return &evaluation->kinds.at[k];
    }
    return NULL;
}

static bool try_joined(struct infer *infer, size_t at, const char *const *separators, enum question_type type)
{
    struct infer_column *column = &infer->columns[at];
    for (size_t i = 0; !column->many && separators[i]; i++) {
        if (type == QUESTION_RANK && !infer_is_decisive(separators[i]))
            continue;
        struct scale *scale = infer_joined_options(infer, column, separators[i]);
        if (!scale || (type == QUESTION_RANK && strcmp(separators[i], "┋") == 0))
            continue;
        struct infer_question *made = new_question(infer, at, 1);
        made->question->type = type;
        made->question->scale = scale;
        column->whole = true;
        infer_guess(infer, made, type == QUESTION_RANK ? "排序题；选项按首次出现的次序" : "多选题；选项按首次出现的次序，没有人选的选项不在其中");
        return true;
    }
    return false;
}

/* One column -------------------------------------------------------------------------------------------------------- */

static const char **texts_of(struct infer *infer, const struct infer_column *column)
{
    const char **texts = ARENA_ARRAY(infer->arena, const char *, column->texts.count + 1);
    for (size_t i = 0; i < column->texts.count; i++)
        texts[i] = column->texts.at[i].text;
    return texts;
}

static void number_question(struct infer *infer, struct infer_question *made, double low, double high)
{
    struct question *question = made->question;
    question->type = QUESTION_NUMBER;
    question->min = low >= 0 ? 0 : NAN;
    question->max = low >= 0 && high <= 100 ? 100 : NAN;
    infer_guess(infer, made, arena_printf(infer->arena, "文件里的数从 %g 到 %g；取值范围请按问卷改", low, high));
}

static void choice_question(struct infer *infer, struct infer_question *made, const struct infer_column *columns, size_t count, enum question_type type)
{
    struct scale *scale = ARENA_NEW(infer->arena, struct scale);
    made->question->type = type;
    for (size_t c = 0; c < count; c++)
        for (size_t i = 0; i < columns[c].texts.count; i++)
            infer_add_label(infer, scale, columns[c].texts.at[i].text);
    if (scale->options.count < 2) /* one answer is no choice; nobody can tell what else there was */
        infer_add_option(infer, scale, strcmp(scale->options.at[0].label, "（其余选项未见）") == 0 ? "（另一选项）" : "（其余选项未见）");
    infer_give_scale(infer, made, scale, false);
}

static void coded_question(struct infer *infer, struct infer_question *made, double high, enum question_type type)
{
    struct scale *scale = ARENA_NEW(infer->arena, struct scale);
    for (int i = 1; i <= (int)high; i++)
        infer_add_option(infer, scale, arena_printf(infer->arena, "选项%d", i));
    made->question->type = type;
    made->question->scale = scale;
    infer_guess(infer, made, "文件里只有选项的序号：请填上选项的文字，没有人选的选项补在后面");
}

/* Numbers with their unit behind some or all of them: 41, 52岁. Where all have it and few are different they may as well be options (1年, 2年). */
static const char *unit_behind(const struct infer_column *column, double *ret_low, double *ret_high)
{
    static const char *const units[] = {"岁", "元", "万元", "人", "年", "天", "小时", "分钟", "公里", "米", "户", "件"};
    for (size_t u = 0; u < COUNT_OF(units) && !column->many; u++) {
        size_t with = 0, numbers = 0, len = strlen(units[u]);
        *ret_low = INFINITY;
        *ret_high = -INFINITY;
        for (size_t i = 0; i < column->texts.count; i++) {
            const char *text = column->texts.at[i].text;
            size_t all = strlen(text);
            bool ends = all > len && strcmp(text + all - len, units[u]) == 0;
            double number;
            if (!text_number(text, ends ? all - len : all, false, &number))
                break;
            numbers++;
            with += ends;
            *ret_low = fmin(*ret_low, number);
            *ret_high = fmax(*ret_high, number);
        }
        if (with > 0 && numbers == column->texts.count && (with < numbers || numbers > 10))
            return units[u];
    }
    return NULL;
}

static void one_column(struct infer *infer, size_t at)
{
    struct infer_column *column = &infer->columns[at];
    if (is_open(infer, column)) {
        new_question(infer, at, 1);
        return;
    }
    double low, high;
    bool whole, numbers = all_numbers(column, &low, &high, &whole);
    const char *unit = numbers ? NULL : unit_behind(column, &low, &high);
    numbers = numbers || unit;
    if (try_joined(infer, at, infer->platform->arrows, QUESTION_RANK))
        return;
    struct unit_kind *kind = numbers ? NULL : unit_kind_of(infer, texts_of(infer, column), column->many ? 0 : column->texts.count);
    if (!kind && !numbers && !all_dates(column) && try_joined(infer, at, infer->platform->separators, QUESTION_MULTIPLE))
        return;
    struct infer_question *made = new_question(infer, at, 1);
    if (kind) {
        made->question->type = QUESTION_UNIT;
        made->question->kind = kind;
    } else if (numbers && !unit && whole && infer->codes && low >= 1 && high <= CODES_MAX) {
        coded_question(infer, made, high, QUESTION_SINGLE);
    } else if (numbers) {
        number_question(infer, made, low, high);
        made->question->unit = unit;
    } else if (!column->many && all_dates(column)) {
        made->question->type = QUESTION_DATE;
    } else if (is_closed(infer, column) && column->texts.count > 1) {
        choice_question(infer, made, column, 1, QUESTION_SINGLE);
    }
}

/* Columns that belong together ----------------------------------------------------------------------------------------- */

static bool is_mark(const struct infer *infer, const char *text, const char *part)
{
    static const char *const marks[] = {"0", "1", "是", "否", "√", "×", "✓", "Y", "N", "Yes", "No", "TRUE", "FALSE", "选中", "未选", "1.0", "0.0"};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text_alike(marks[i], text))
            return true;
    bool specified;
    const char *label = infer_label(infer, text, &specified), *own = infer_label(infer, part, &specified);
    return strcmp(label, own) == 0;
}

/* A column of free text among marks: that of "other". */
static bool is_other_text(const struct infer *infer, const struct infer_column *column)
{
    return infer_is_other(column->part) || (infer->platform->other_part && strcmp(column->part, infer->platform->other_part) == 0);
}

static bool are_marks(const struct infer *infer, const struct infer_column *columns, size_t count)
{
    size_t marks = 0;
    for (size_t c = 0; c < count; c++) {
        bool all = true;
        for (size_t i = 0; all && i < columns[c].texts.count; i++)
            all = is_mark(infer, columns[c].texts.at[i].text, columns[c].part);
        if ((!all || columns[c].many) && !is_other_text(infer, &columns[c]))
            return false;
        marks += all && columns[c].texts.count > 0;
    }
    return marks > 0;
}

static void split_question(struct infer *infer, struct infer_question *made)
{
    struct scale *scale = ARENA_NEW(infer->arena, struct scale);
    made->question->type = QUESTION_MULTIPLE;
    made->question->scale = scale;
    for (size_t c = 0; c < made->count; c++) {
        struct infer_column *column = &infer->columns[made->first + c];
        bool specified, marks = true;
        const char *word = infer->platform->other_part;
        const char *label = word && strcmp(word, column->part) == 0 ? "其他" : infer_label(infer, column->part, &specified);
        for (size_t i = 0; marks && i < column->texts.count; i++)
            marks = is_mark(infer, column->texts.at[i].text, column->part);
        struct option *option = infer_add_option(infer, scale, label);
        option->other = option->other || !marks || strcmp(label, "其他") == 0 || strstr(label, "请注明");
        column->code = option->code;
        column->other = !marks || (word && strcmp(word, column->part) == 0 && !infer->platform->twice);
    }
}

/* Places: in each row whole numbers from 1 to the number of columns; that no column goes beyond is all that is asked here. */
static bool are_places(const struct infer_column *columns, size_t count)
{
    for (size_t c = 0; c < count; c++) {
        double low, high;
        bool whole;
        if (!all_numbers(&columns[c], &low, &high, &whole) || !whole || low < 1 || high > (double)count)
            return false;
    }
    return count > 2 && strstr(columns[0].stem, "排序");
}

static void give_parts(struct infer *infer, struct infer_question *made)
{
    struct question *question = made->question;
    const char **parts = ARENA_ARRAY(infer->arena, const char *, made->count + 1);
    for (size_t c = 0; c < made->count; c++)
        parts[c] = infer->columns[made->first + c].part;
    question->over = made->count > 1 ? unit_kind_of(infer, parts, made->count) : NULL;
    for (size_t c = 0; c < made->count; c++) {
        struct infer_column *column = &infer->columns[made->first + c];
        bool ambiguous;
        if (question->over) {
            column->unit = unit_kind_recognise(question->over, parts[c], &ambiguous)->index;
            continue;
        }
        struct item *item = LIST_ADD(infer->arena, &question->items);
        *item = (struct item){.id = arena_printf(infer->arena, "%s_%zu", question->id, c + 1), .title = parts[c], .short_title = parts[c]};
        column->item = (int)c;
    }
}

/* Do all these columns answer alike? One label in common with the first is enough: few rows show few options. */
static bool are_alike(struct infer *infer, const struct infer_column *columns, size_t count)
{
    struct scale first = {0};
    bool alike = true;
    for (size_t c = 0; c < count && alike; c++) {
        struct scale own = {0};
        for (size_t i = 0; i < columns[c].texts.count; i++)
            infer_add_label(infer, first.options.count && c ? &own : &first, columns[c].texts.at[i].text);
        alike = own.options.count == 0 || infer_shared_labels(&first, &own) > 0;
        for (size_t i = 0; i < own.options.count; i++)
            infer_add_option(infer, &first, own.options.at[i].label);
    }
    return alike;
}

static void several_columns(struct infer *infer, size_t first, size_t count)
{
    struct infer_column *columns = &infer->columns[first];
    bool closed = true, numbers = true, coded = infer->codes;
    double lowest = INFINITY, highest = -INFINITY;
    size_t answered = 0;
    for (size_t c = 0; c < count; c++) {
        double low = 0, high = 0;
        bool whole = true;
        if (columns[c].answers == 0)
            continue;
        answered++;
        closed = closed && is_closed(infer, &columns[c]);
        numbers = numbers && all_numbers(&columns[c], &low, &high, &whole);
        coded = coded && numbers && whole && low >= 1 && high <= CODES_MAX;
        lowest = fmin(lowest, low);
        highest = fmax(highest, high);
    }
    if (are_marks(infer, columns, count)) {
        split_question(infer, new_question(infer, first, count));
        return;
    }
    if (answered > 0 && are_places(columns, count)) {
        struct infer_question *made = new_question(infer, first, count);
        made->question->type = QUESTION_RANK;
        made->question->scale = ARENA_NEW(infer->arena, struct scale);
        for (size_t c = 0; c < count; c++)
            columns[c].code = infer_add_option(infer, made->question->scale, columns[c].part)->code;
        return;
    }
    closed = closed && !numbers && are_alike(infer, columns, count);
    if (answered == 0 || (!closed && !numbers)) { /* texts have nothing in common: each is a question */
        for (size_t c = 0; c < count; c++) {
            columns[c].part = NULL;
            columns[c].stem = columns[c].header;
            one_column(infer, first + c);
        }
        return;
    }
    struct infer_question *made = new_question(infer, first, count);
    give_parts(infer, made);
    enum question_type type = made->question->over ? QUESTION_SCALE : QUESTION_MATRIX;
    if (coded)
        coded_question(infer, made, highest, type);
    else if (numbers)
        number_question(infer, made, lowest, highest);
    else
        choice_question(infer, made, columns, count, type);
}

/* The text of "other" in a column of its own, after the question: why_other, why[other]. */
static bool is_text_of_other(struct infer *infer, size_t at)
{
    struct infer_column *column = &infer->columns[at];
    const char *word = infer->platform->other_part;
    if (!word || infer->questions.count == 0)
        return false;
    for (size_t i = infer->questions.count; i-- > 0 && i + 4 > infer->questions.count;) {
        struct infer_question *made = &infer->questions.at[i];
        const struct infer_column *before = &infer->columns[made->first];
        const char *stem = before->part ? before->stem : before->header;
        const char *const ways[] = {"%s_%s", "%s[%s]", "%s [%s]", "%s—%s"};
        for (size_t k = 0; made->question->scale && k < COUNT_OF(ways); k++) {
            const char *break_at = strstr(ways[k] + 2, "%s");
            const char *wanted = arena_printf(infer->arena, "%s%.*s%s%s", stem, (int)(break_at - ways[k] - 2), ways[k] + 2, word, break_at + 2);
            if (strcmp(wanted, column->header) != 0)
                continue;
            struct option *other = NULL;
            for (size_t o = 0; o < made->question->scale->options.count; o++)
                if (infer_is_other(made->question->scale->options.at[o].label))
                    other = &made->question->scale->options.at[o];
            other = other ? other : infer_add_option(infer, made->question->scale, "其他");
            other->other = true;
            column->question = (int)i;
            column->code = other->code;
            column->other = true;
            return true;
        }
    }
    return false;
}

/* The question whose options follow in columns of their own: channel, then channel/tv. */
static size_t parts_after(const struct infer *infer, size_t at)
{
    for (size_t i = at + 1; i < infer->count && i < at + 2; i++)
        if (!infer->columns[i].skip && infer->columns[i].part && strcmp(infer->columns[i].stem, infer->columns[at].header) == 0)
            return i;
    return 0;
}

void infer_kinds(struct infer *infer)
{
    for (size_t at = 0; at < infer->count;) {
        struct infer_column *column = &infer->columns[at];
        size_t count = 1;
        while (!column->skip && column->part && at + count < infer->count && infer->columns[at + count].part && !infer->columns[at + count].skip &&
               strcmp(infer->columns[at + count].stem, column->stem) == 0)
            count++;
        if (column->skip) {
            at++;
        } else if (is_text_of_other(infer, at)) {
            at++;
        } else if (infer->platform->twice && parts_after(infer, at)) {
            column->whole = true; /* said again by the columns after it */
            column->question = (int)infer->questions.count;
            at++;
        } else if (column->part) {
            several_columns(infer, at, count);
            at += count;
        } else {
            one_column(infer, at++);
        }
    }
}
