/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers of one question that came from several columns, settled against each other once the row is read: what a blank among marks means, whether the text of "other" was asked for,
 * who has two places of a ranking.
 */
#include "ingest_priv.h"

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
