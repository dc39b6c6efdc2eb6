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
    return names->evaluation ? doc_text(b->doc, names->evaluation->title) : NULL;
}

/* A template that sets a code of its own needs no other. */
static bool has_code(const struct doc *doc)
{
    for (size_t i = 0; i < doc->blocks.count; i++)
        if (doc->blocks.at[i].kind == DOC_QR)
            return true;
    return false;
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
    strbuf_adds(&keywords, say(b, "第三方评估"));
    if (evaluation->year)
        strbuf_addf(&keywords, ", %d", evaluation->year);
    if (b->names.unit)
        strbuf_addf(&keywords, ", %s", b->names.unit->name);
    doc->keywords = doc_text(doc, keywords.at);
    doc->date = doc_text(doc, evaluation->report_date);
    doc->data_hash = doc_text(doc, b->names.results->data_hash);
    doc->questionnaire_hash = doc_text(doc, b->names.results->questionnaire_hash);
    doc->rubric_hash = doc_text(doc, b->names.results->rubric_hash);
    if (!has_code(doc))
        doc->address = doc_text(doc, evaluation->address);
    if (evaluation->simulated)
        doc->mark = doc_text(doc, say(b, "模拟数据，非真实评估结果"));
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

static struct names names_of(struct arena *arena, const struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language)
{
    return (struct names){arena, results, results->evaluation, plan, unit, EDITION_INTERNAL, language_tags[language], false};
}

struct doc *report_build(const struct results *results, const struct report_plan *plan, const struct unit *unit, const struct report_options *options,
                         struct diags *diags)
{
    struct arena *arena = arena_new();
    enum language language = options ? options->language : LANGUAGE_CHINESE;
    struct builder b = {.arena = arena, .names = names_of(arena, results, plan, unit, language), .options = options, .diags = diags};
    b.doc = doc_new(language_tags[language]);
    if (options) {
        b.names.edition = options->edition;
        b.names.marks = options->marks;
    }
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
    struct names names = names_of(arena, results, plan, unit, results->evaluation->spoken);
    names.edition = EDITION_PUBLIC;
    const struct table_result *table = unit_table(&names, unit);
    const struct score_row *row = table ? unit_row(table, unit) : NULL;
    bool shown = !row || row_shown(&names, table, row);
    arena_free(arena);
    return shown;
}

void report_say_public(struct doc *doc)
{
    const char *edition = words_in(doc->language, "公开版");
    doc->mark = doc->mark ? arena_printf(doc->arena, words_in(doc->language, "%s　%s"), edition, doc->mark) : doc_text(doc, edition);
    const size_t cover = doc->blocks.count > 0 && doc->blocks.at[0].kind == DOC_COVER;
    size_t titles = cover;
    while (titles < doc->blocks.count && doc->blocks.at[titles].kind == DOC_TITLE)
        titles++;
    if (titles == cover)
        return;
    doc_add(doc, &doc->blocks, DOC_TITLE);
    struct doc_block line = doc->blocks.at[doc->blocks.count - 1];
    line.level = 2;
    doc_add_run(doc, &line.runs, 0, words_in(doc->language, "（公开版）"));
    memmove(doc->blocks.at + titles + 1, doc->blocks.at + titles, (doc->blocks.count - 1 - titles) * sizeof line);
    doc->blocks.at[titles] = line;
}

bool report_show(const struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language, const char *expression, struct strbuf *out,
                 struct diags *diags)
{
    struct arena *arena = arena_new();
    struct builder b = {.arena = arena, .names = names_of(arena, results, plan, unit, language), .diags = diags};
    map_init(&b.templates);
    strbuf_init(&b.expansion.text);
    bool good = expand_text(&b, arena_printf(arena, "{{%s}}", expression));
    if (good)
        expansion_restore(&b.expansion, b.expansion.text.at, b.expansion.text.len, out);
    strbuf_release(&b.expansion.text);
    map_release(&b.templates);
    arena_free(arena);
    return good;
}

struct doc *report_markdown(const char *path, const char *text, size_t len, enum language language, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct builder b = {.arena = arena, .diags = diags, .names.arena = arena, .names.language = language_tags[language], .doc = doc_new(language_tags[language])};
    const char *slash = strrchr(path, '/');
    b.folder = slash ? arena_strndup(arena, path, (size_t)(slash - path)) : ".";
    strbuf_init(&b.expansion.text);
    size_t errors = diags->errors, bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    diags_add_source(diags, path, text + bom, len - bom);
    expand_nothing(&b, path, text + bom, len - bom);
    markdown_to_doc(&b);
    b.doc->title = document_title(&b);
    bool good = diags->errors == errors;
    auto_strbuf struct strbuf problems;
    strbuf_init(&problems);
    if (good && !doc_check(b.doc, &problems)) {
        diags_error(diags, (struct pos){.file = path}, _("it makes an unsound document: %s"), problems.at);
        good = false;
    }
    strbuf_release(&b.expansion.text);
    struct doc *doc = b.doc;
    arena_free(arena);
    if (good)
        return doc;
    doc_free(doc);
    return NULL;
}

enum language report_language(const struct evaluation *evaluation, const struct report_plan *plan)
{
    return plan->language_set ? plan->language : evaluation->language;
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

void report_names(const struct results *results, const struct report_plan *plan, const struct unit *unit, enum language language, struct strbuf *out)
{
    struct arena *arena = arena_new();
    struct names names = names_of(arena, results, plan, unit, language);
    list_names(&names, out);
    arena_free(arena);
}
