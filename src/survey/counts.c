/* SPDX-License-Identifier: GPL-3.0-or-later
 * `counts`: the item that says for how many equal responses a row stands, where answers were grouped by another database. The engine repeats
 * such rows before anything looks at them, so everything is as it would be with a row a response; what tells responses of one kind from each other cannot
 * be known of them any more, and what needs it is refused here.
 */
#include "survey_priv.h"

#include "survey_questions.h"

#include <math.h>

static void refuse(struct loader *loader, const struct instrument *instrument, bool given, const char *what)
{
    if (!given)
        return;
    diags_error(loader->diags, instrument->counts_name.pos, _("instrument '%s' has rows that stand for several responses, and %s"), instrument->id, what);
    diags_hint(loader->diags, _("equal responses that were counted cannot be told apart any more"));
}

static bool is_whole(double x)
{
    return x > 0 && x == floor(x);
}

void link_counts(struct loader *loader, struct instrument *instrument)
{
    const struct name *name = &instrument->counts_name;
    if (!name->text)
        return;
    const struct variable *variable = instrument_variable(instrument, name->text);
    if (!variable || variable->type != VARIABLE_NUMBER || variable->option) {
        diags_error(loader->diags, name->pos, _("'%s' counts nothing: counts must be a question of type number that is put once"), name->text);
        diags_hint(loader->diags, "{id: times, type: number, min: 0, step: 1, title: …}");
        return;
    }
    if (!(variable->question->min >= 0) || !is_whole(variable->question->step)) {
        diags_error(loader->diags, name->pos, _("'%s' counts responses and is not restricted to whole numbers from 0"), name->text);
        diags_hint(loader->diags, "min: 0, step: 1");
    }
    bool source = instrument->source_name.text || instrument->serial_name.text;
    for (size_t i = 0; i < instrument->columns.count; i++)
        source = source || (instrument->columns.at[i].to.text && strcmp(instrument->columns.at[i].to.text, "source") == 0);
    refuse(loader, instrument, instrument->kind != INSTRUMENT_QUESTIONNAIRE, _("is no questionnaire"));
    refuse(loader, instrument, instrument->repeat_names.count > 0 || instrument->burst_names.count > 0, _("compares responses under 'repeats' or 'bursts'"));
    refuse(loader, instrument, source, _("tells where a response came from under 'source' or 'serial'"));
    instrument->counts = variable;
}

void check_counted(struct loader *loader, const struct figure *figure)
{
    const struct variable *counts = figure->instrument ? figure->instrument->counts : NULL;
    bool named = counts && figure->weight == counts;
    for (size_t i = 0; counts && i < figure->variables.count; i++)
        named = named || figure->variables.at[i] == counts;
    if (!named)
        return;
    diags_error(loader->diags, figure->pos, _("figure '%s' names '%s', by which each row counts already"), figure->id, counts->id);
    diags_hint(loader->diags, _("leave it out: a count of responses is items: [%s], statistic: count"), figure->instrument->id);
}
