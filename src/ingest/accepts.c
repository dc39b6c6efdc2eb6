/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a column would have taken, said beside the cells that could not be read: who must correct a file should not have to look into the questionnaire.
 */
#include "ceping/base_num.h"
#include "ingest_priv.h"

enum { SHOWN = 12 }; /* options of a question, as variable_answers shows them */

/* "1 满意, 2 一般"; in an export by score "100 满意, 80 一般". */
static void add_options(const struct ingest *ingest, const struct column_plan *column, struct strbuf *out)
{
    const struct option_index *index = column->options;
    for (size_t i = 0; i < index->count && i < SHOWN; i++) {
        const struct option *option = &index->options[i];
        const char *label = option->label ? option->label : "";
        bool score = ingest->plan.mode == MODE_SCORE && index->scored;
        strbuf_adds(out, i ? _(", ") : "");
        if (score && option->scores.count) {
            num_format_exact(out, option->scores.at[0].value);
            strbuf_addf(out, " %s", label);
        } else if (!score) {
            strbuf_addf(out, "%d %s", option->code, label);
        } else {
            strbuf_adds(out, label);
        }
    }
    strbuf_adds(out, index->count > SHOWN ? "…" : "");
}

/* Several options in one cell. Spaces cannot be seen in quotation marks: they are named. */
static void add_joined(const struct ingest *ingest, const struct column_plan *column, const char *format, const char *separator, struct strbuf *out)
{
    add_options(ingest, column, out);
    if (separator)
        strbuf_addf(out, format, strcmp(separator, " ") == 0 ? _("a space") : separator);
}

static void add_meta(const struct column_plan *column, struct strbuf *out)
{
    if (column->role == COLUMN_SECONDS)
        strbuf_adds(out, _("a duration such as 121, 121秒, 2分1秒 or 00:02:01"));
    else if (column->role == COLUMN_SUBMITTED)
        strbuf_adds(out, _("a time such as 2018-05-03 14:02:11"));
}

static void add_answers(const struct ingest *ingest, const struct column_plan *column, struct strbuf *out)
{
    const struct platform *platform = ingest->plan.platform;
    const struct variable *first = &ingest->instrument->variables.at[column->target.first], *last = first + column->target.count - 1;
    if (platform->exact || !column->options) {
        if (first->type == VARIABLE_TEXT && column->target.count > 1)
            strbuf_addf(out, _("%zu pieces, with '%s' between them"), column->target.count, platform->separators[0] ? platform->separators[0] : "");
        else
            variable_answers(first, out);
    } else if (first->type == VARIABLE_MARK && first->option != last->option) {
        add_joined(ingest, column, _("; several with '%s' between them"), platform->separators[0], out);
    } else if (first->type == VARIABLE_MARK) {
        strbuf_addf(out, _("1, 是, √ or '%s' where it was chosen, 0 or 否 where it was not"), first->option->label ? first->option->label : "");
    } else if (column->target.place) {
        add_options(ingest, column, out);
    } else if (first->type == VARIABLE_NUMBER && first->option && column->target.count > 1) {
        add_joined(ingest, column, _("; in their order, with '%s' between them"), platform->arrows[0], out);
    } else if (first->type == VARIABLE_CODE) {
        add_options(ingest, column, out);
    } else {
        variable_answers(first, out);
    }
}

const char *column_accepts(const struct ingest *ingest, const struct column_plan *column)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    if (column->state == COLUMN_META)
        add_meta(column, &out);
    else if (column->state == COLUMN_MAPPED)
        add_answers(ingest, column, &out);
    return arena_strdup(ingest->report->arena, out.at);
}
