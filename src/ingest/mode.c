/* SPDX-License-Identifier: GPL-3.0-or-later
 * Do the cells of closed questions hold labels, the numbers of options, or their scores? 问卷星 exports each (按选项文本, 按选项序号, 按分数) and says not which.
 *
 * Labels that are numbers themselves ("3" children, code 4) make a cell readable in two ways; so all cells vote, and only those count that can be read in one way. Numbers and
 * scores need more care: 5 to 1 as scores of 非常满意 … 非常不满意 are the numbers of the same options the other way round, and reading one as the other turns a survey upside
 * down. What settles it, in this order: what the user says (`--cells`, or `cells` of the instrument); cells that are only a score or only a number; the column 总分, when it is the sum of one of the two in every row;
 * the name of the file, which 问卷星 makes (…_按分数_…). Else they are taken as numbers, which is the usual export, and a warning says that nothing in the file proves it.
 */
#include "ingest_priv.h"

#include <math.h>

enum { TOTALS_LEAST = 3 };

struct votes {
    size_t label, number; /* of all closed questions: can only be the one, or only the other */
    size_t code, score;   /* of numbers in questions that have scores */
    size_t either;        /* … which are both, and not the same option */
};

static bool is_single(const struct plan *plan, size_t c)
{
    return plan->columns[c].state == COLUMN_MAPPED && plan->instrument->variables.at[plan->columns[c].target.first].type == VARIABLE_CODE;
}

static struct votes count_votes(const struct plan *plan, const held_rows *held)
{
    struct votes votes = {0};
    for (size_t c = 0; c < plan->count; c++) {
        const struct option_index *options = plan->columns[c].options;
        for (size_t r = plan->first_data; is_single(plan, c) && r < held->count; r++) {
            if (c >= held->at[r].count)
                continue;
            struct cell cell = held->at[r].at[c];
            bool label = option_by_text(options, cell.at, cell.len);
            const struct option *code = option_by_code(options, cell.at, cell.len), *score = option_by_score(options, cell.at, cell.len);
            bool number = code || score;
            votes.label += label && !number;
            votes.number += number && !label;
            votes.code += options->scored && code && !score;
            votes.score += score && !code;
            votes.either += code && score && code != score;
        }
    }
    return votes;
}

/* The total that the cells of a row give when read so; NaN where one has no score. */
static double total_of(const struct plan *plan, const struct held_row *row, enum mode mode)
{
    double total = 0;
    for (size_t c = 0; c < plan->count && c < row->count; c++) {
        const struct option_index *options = plan->columns[c].options;
        if (!is_single(plan, c) || !options->scored)
            continue;
        const struct option *option = mode == MODE_SCORE ? option_by_score(options, row->at[c].at, row->at[c].len) : option_by_code(options, row->at[c].at, row->at[c].len);
        if (option && option->scores.count && !isnan(option->scores.at[0].value))
            total += option->scores.at[0].value;
    }
    return total;
}

/* Is 总分 the sum of the scores in each row, when the cells are read so? */
static bool totals_agree(const struct plan *plan, const held_rows *held, size_t column, enum mode mode)
{
    size_t rows = 0;
    for (size_t r = plan->first_data; r < held->count; r++) {
        double stated;
        const struct held_row *row = &held->at[r];
        if (column >= row->count || row->at[column].len == 0)
            continue;
        if (!text_number(row->at[column].at, row->at[column].len, false, &stated) || fabs(stated - total_of(plan, row, mode)) > 1e-6)
            return false;
        rows++;
    }
    return rows >= TOTALS_LEAST;
}

static bool name_says(const char *path, const char *const *words)
{
    const char *slash = strrchr(path, '/');
    for (size_t i = 0; words[i]; i++)
        if (strstr(slash ? slash : path, words[i]))
            return true;
    return false;
}

static enum mode number_or_score(const struct plan *plan, const struct votes *votes, const char *path, const held_rows *held, struct diags *diags)
{
    static const char *const score_words[] = {"按分数", "按分值", NULL}, *const code_words[] = {"按序号", "按选项序号", NULL};
    if (votes->score != votes->code)
        return votes->score > votes->code ? MODE_SCORE : MODE_CODE;
    if (votes->either == 0)
        return MODE_CODE;
    size_t total = 0;
    while (total < plan->count && strcmp(plan->columns[total].key, "总分") != 0)
        total++;
    bool by_score = total < plan->count && totals_agree(plan, held, total, MODE_SCORE), by_code = total < plan->count && totals_agree(plan, held, total, MODE_CODE);
    if (by_score != by_code)
        return by_score ? MODE_SCORE : MODE_CODE;
    bool says_score = name_says(path, score_words);
    if (says_score || name_says(path, code_words))
        return says_score ? MODE_SCORE : MODE_CODE;
    diags_warning(diags, (struct pos){.file = path, .line = 1}, _("numbers may be those of options (按选项序号) or their scores (按分数), and nothing in the file tells which: taken as those of options"));
    diags_hint(diags, _("say which: --cells code, or --cells score; for good: 'cells: score' in the instrument"));
    return MODE_CODE;
}

void plan_find_mode(struct plan *plan, const struct ingest_options *options, const char *path, const held_rows *held, struct diags *diags)
{
    static const enum mode stated[CELL_CONTENTS] = {[CELLS_TEXT] = MODE_TEXT, [CELLS_CODE] = MODE_CODE, [CELLS_SCORE] = MODE_SCORE};
    struct votes votes = count_votes(plan, held);
    enum cell_content said = options->cells != CELLS_DETECTED ? options->cells : plan->platform->exact ? CELLS_DETECTED : plan->instrument->cells;
    if (said != CELLS_DETECTED)
        plan->mode = stated[said];
    else if (votes.label > votes.number)
        plan->mode = MODE_TEXT;
    else if (votes.number > votes.label)
        plan->mode = plan->platform->modes ? number_or_score(plan, &votes, path, held, diags) : MODE_CODE;
    else
        plan->mode = plan->split_multiple && !plan->joined_multiple ? MODE_CODE : MODE_TEXT;
}
