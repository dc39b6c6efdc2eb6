/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report of the plan for one unit: expand the template, read the Markdown, mark what is simulated.
 */
#include "report_priv.h"

static const char *document_title(const struct builder *b)
{
    const struct names *names = &b->names;
    for (size_t i = 0; i < b->doc->blocks.count; i++) {
        const struct doc_block *block = &b->doc->blocks.at[i];
        if (block->kind != DOC_TITLE || block->level != 1)
            continue;
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        doc_runs_text(&block->runs, &text);
        for (char *at = text.at; (at = strchr(at, '\n'));)
            memmove(at, at + 1, strlen(at));
        return doc_text(b->doc, text.at);
    }
    return doc_text(b->doc, names->evaluation->title);
}

static void describe(struct builder *b)
{
    const struct evaluation *evaluation = b->names.evaluation;
    struct doc *doc = b->doc;
    doc->title = document_title(b);
    doc->author = doc_text(doc, evaluation->team ? evaluation->team : evaluation->evaluator);
    doc->subject = doc_text(doc, evaluation->subject);
    auto_strbuf struct strbuf keywords;
    strbuf_init(&keywords);
    strbuf_adds(&keywords, "第三方评估");
    if (evaluation->year)
        strbuf_addf(&keywords, ", %d", evaluation->year);
    if (b->names.unit)
        strbuf_addf(&keywords, ", %s", b->names.unit->name);
    doc->keywords = doc_text(doc, keywords.at);
    doc->date = doc_text(doc, evaluation->report_date);
    doc->data_hash = doc_text(doc, b->names.results->data_hash);
    if (evaluation->simulated)
        doc->mark = doc_text(doc, "模拟数据，非真实评估结果");
}

static bool sound(struct builder *b)
{
    auto_strbuf struct strbuf problems;
    strbuf_init(&problems);
    if (doc_check(b->doc, &problems))
        return true;
    diags_error(b->diags, b->names.plan->pos, _("report '%s' makes an unsound document: %s"), b->names.plan->id, problems.at);
    return false;
}

static struct names names_of(struct arena *arena, const struct results *results, const struct report_plan *plan, const struct unit *unit)
{
    return (struct names){arena, results, results->evaluation, plan, unit, EDITION_INTERNAL};
}

struct doc *report_build(const struct results *results, const struct report_plan *plan, const struct unit *unit, const struct report_options *options,
                         struct diags *diags)
{
    struct arena *arena = arena_new();
    struct builder b = {.arena = arena, .names = names_of(arena, results, plan, unit), .options = options, .diags = diags, .doc = doc_new("zh-CN")};
    if (options)
        b.names.edition = options->edition;
    map_init(&b.templates);
    strbuf_init(&b.expansion.text);
    size_t errors = diags->errors;
    bool good = expand(&b, plan->template_file);
    if (good) {
        markdown_to_doc(&b);
        describe(&b);
        good = diags->errors == errors && sound(&b);
    }
    strbuf_release(&b.expansion.text);
    map_release(&b.templates);
    arena_free(arena);
    if (good)
        return b.doc;
    doc_free(b.doc);
    return NULL;
}

bool report_is_public(const struct results *results, const struct report_plan *plan, const struct unit *unit)
{
    struct arena *arena = arena_new();
    struct names names = names_of(arena, results, plan, unit);
    names.edition = EDITION_PUBLIC;
    const struct table_result *table = unit_table(&names, unit);
    const struct score_row *row = table ? unit_row(table, unit) : NULL;
    bool shown = !row || row_shown(&names, table, row);
    arena_free(arena);
    return shown;
}

void report_say_public(struct doc *doc)
{
    static const char edition[] = "公开版";
    doc->mark = doc->mark ? arena_printf(doc->arena, "%s　%s", edition, doc->mark) : doc_text(doc, edition);
    size_t titles = 0;
    while (titles < doc->blocks.count && doc->blocks.at[titles].kind == DOC_TITLE)
        titles++;
    if (titles == 0)
        return;
    doc_add(doc, &doc->blocks, DOC_TITLE);
    struct doc_block line = doc->blocks.at[doc->blocks.count - 1];
    line.level = 2;
    doc_add_run(doc, &line.runs, 0, "（公开版）");
    memmove(doc->blocks.at + titles + 1, doc->blocks.at + titles, (doc->blocks.count - 1 - titles) * sizeof line);
    doc->blocks.at[titles] = line;
}

void report_file_name(const struct report_plan *plan, const struct unit *unit, struct strbuf *out)
{
    const char *id = unit ? unit->id : "";
    if (!plan->file) {
        strbuf_addf(out, unit ? "%s-%s" : "%s", plan->id, id);
        return;
    }
    for (const char *at = plan->file; *at;) {
        if (!strncmp(at, "{unit}", 6)) {
            strbuf_adds(out, id);
            at += 6;
        } else if (*at == '/' || *at == '\\' || (unsigned char)*at < 0x20 || (*at == '.' && at == plan->file)) {
            strbuf_addc(out, '_'); /* a pattern cannot leave the folder either */
            at++;
        } else {
            strbuf_addc(out, *at++);
        }
    }
}

void report_names(const struct results *results, const struct report_plan *plan, const struct unit *unit, struct strbuf *out)
{
    struct arena *arena = arena_new();
    struct names names = names_of(arena, results, plan, unit);
    list_names(&names, out);
    arena_free(arena);
}
