/* SPDX-License-Identifier: GPL-3.0-or-later
 * The paper questionnaire. What is printed is what can be entered: the same options in the same order, a box in front of each.
 *
 * Who fills it in has no manual: how to answer, what stays confidential and who skips which question stand on it in words.
 */
#include "ceping/exchange_form.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "form_words.h"

#define BOX "□"

enum { LINE_LONG = 26 /* characters of a line of options */, MATRIX_OPTIONS = 8, TEXT_LINES = 3, SHORT_LABEL = 4 };

struct form {
    struct doc *doc;
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    struct diags *diags;
    bool warn; /* on the first copy only */
};

/* Parts ----------------------------------------------------------------------------------------------------------- */

static struct doc_block *paragraph(struct form *form, const char *text, bool plain)
{
    struct doc_block *block = doc_add(form->doc, &form->doc->blocks, DOC_PARAGRAPH);
    block->plain = plain;
    doc_add_run(form->doc, &block->runs, 0, doc_text(form->doc, text));
    return block;
}

static const char *blank(struct form *form, size_t characters)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < characters; i++)
        strbuf_adds(&text, "＿");
    return doc_text(form->doc, text.at);
}

static const struct scale *options_of(const struct question *question)
{
    return question->scale && question->scale->options.count ? question->scale : NULL;
}

/* How the question is answered, behind its title. */
static const char *how(struct form *form, const struct question *question)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (question->type == QUESTION_MULTIPLE && isnan(question->max))
        strbuf_adds(&text, "（可多选）");
    else if (question->type == QUESTION_MULTIPLE)
        strbuf_addf(&text, "（可多选，最多%.0f项）", question->max);
    else if (question->type == QUESTION_RANK)
        strbuf_adds(&text, "（请在括号内填写名次，1为第一）");
    else if (question->type == QUESTION_NUMBER && !isnan(question->min) && !isnan(question->max)) {
        strbuf_adds(&text, "（");
        num_format_exact(&text, question->min);
        strbuf_adds(&text, "至");
        num_format_exact(&text, question->max);
        strbuf_addf(&text, "%s）", question->unit ? question->unit : "");
    }
    return doc_text(form->doc, text.at);
}

static void heading(struct form *form, const struct question *question)
{
    struct doc_block *block = doc_add(form->doc, &form->doc->blocks, DOC_PARAGRAPH);
    block->plain = true;
    block->in_place = true;
    if (question->number)
        doc_add_run(form->doc, &block->runs, DOC_STRONG, arena_printf(form->doc->arena, "%d．", question->number));
    doc_add_run(form->doc, &block->runs, DOC_STRONG, question->title ? question->title : "");
    doc_add_run(form->doc, &block->runs, 0, how(form, question));
    const char *condition = NULL;
    if (question->asked_if.text && !(condition = form_condition_words(form->instrument, question, form->doc->arena)) && !question->note && form->warn) {
        diags_warning(form->diags, question->asked_if.pos, _("the condition for asking '%s' has no words for the paper form"), question->id);
        diags_hint(form->diags, _("say it in the question's 'note'"));
    }
    if (condition)
        doc_add_run(form->doc, &block->runs, DOC_EMPHASIS, arena_printf(form->doc->arena, "（%s）", condition));
    if (question->note)
        doc_add_run(form->doc, &block->runs, DOC_EMPHASIS, arena_printf(form->doc->arena, "（%s）", question->note));
}

/* Options in lines ------------------------------------------------------------------------------------------------- */

static const char *option_text(struct form *form, const struct question *question, const struct option *option)
{
    const char *box = question->type == QUESTION_RANK ? "（　）" : BOX;
    return arena_printf(form->doc->arena, "%s%s%s", box, option->label, option->other ? blank(form, 6) : "");
}

static void put_list(struct form *form, const char *const *texts, size_t count)
{
    struct doc_block *block = doc_add(form->doc, &form->doc->blocks, DOC_PARAGRAPH);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = utf8_length(texts[i], strlen(texts[i])) + 1;
        if (i > 0 && used + length > LINE_LONG) {
            doc_add_run(form->doc, &block->runs, DOC_LINE_BREAK, "");
            used = 0;
        } else if (i > 0) {
            doc_add_run(form->doc, &block->runs, 0, "　");
        }
        if (used == 0 && i > 0)
            doc_add_run(form->doc, &block->runs, 0, "　　");
        doc_add_run(form->doc, &block->runs, 0, texts[i]);
        used += length;
    }
}

static void put_options(struct form *form, const struct question *question)
{
    const struct scale *scale = options_of(question);
    const char **texts = ARENA_ARRAY(form->doc->arena, const char *, (scale ? scale->options.count : 0) + 1);
    for (size_t i = 0; scale && i < scale->options.count; i++)
        texts[i] = option_text(form, question, &scale->options.at[i]);
    put_list(form, texts, scale ? scale->options.count : 0);
}

static void put_units(struct form *form, const struct unit_kind *kind)
{
    const char **texts = ARENA_ARRAY(form->doc->arena, const char *, kind->units.count + 1);
    for (size_t i = 0; i < kind->units.count; i++)
        texts[i] = arena_printf(form->doc->arena, BOX "%s", kind->units.at[i].name);
    put_list(form, texts, kind->units.count);
}

/* Tables ------------------------------------------------------------------------------------------------------------- */

static struct doc_table *new_table(struct form *form, size_t columns, double first_weight)
{
    struct doc_block *block = doc_add(form->doc, &form->doc->blocks, DOC_TABLE);
    block->table = doc_new_table(form->doc, columns);
    for (size_t i = 0; i < columns; i++) {
        block->table->columns.at[i].align = i ? DOC_ALIGN_CENTRE : DOC_ALIGN_LEFT;
        block->table->columns.at[i].weight = i ? 1 : first_weight;
    }
    return block->table;
}

/* A grid: units down, items across, an empty cell each. */
static void put_grid(struct form *form, const struct question *question)
{
    struct doc_table *table = new_table(form, question->items.count + 1, 2.5);
    struct doc_row *head = doc_add_row(form->doc, &table->header);
    doc_add_cell(form->doc, head, question->over->name);
    for (size_t i = 0; i < question->items.count; i++)
        doc_add_cell(form->doc, head, question->items.at[i].short_title ? question->items.at[i].short_title : question->items.at[i].title);
    for (size_t u = 0; u < question->over->units.count; u++) {
        struct doc_row *row = doc_add_row(form->doc, &table->rows);
        doc_add_cell(form->doc, row, question->over->units.at[u].name);
        for (size_t i = 0; i < question->items.count; i++)
            doc_add_cell(form->doc, row, "　");
    }
}

/* What the rows of a table say: items, units, or each item for each unit. */
static size_t row_names(struct form *form, const struct question *question, const char ***ret_names)
{
    size_t items = question->items.count ? question->items.count : 1, units = question->over ? question->over->units.count : 1, count = 0;
    *ret_names = ARENA_ARRAY(form->doc->arena, const char *, items * units + 1);
    for (size_t u = 0; u < units; u++)
        for (size_t i = 0; i < items; i++) {
            const char *unit = question->over ? question->over->units.at[u].name : NULL, *item = question->items.count ? question->items.at[i].title : NULL;
            (*ret_names)[count++] = unit && item ? arena_printf(form->doc->arena, "%s：%s", unit, item) : unit ? unit : item ? item : "";
        }
    return count;
}

static void put_matrix(struct form *form, const struct question *question)
{
    const struct scale *scale = options_of(question);
    const char **names;
    size_t count = row_names(form, question, &names), options = scale ? scale->options.count : 1;
    struct doc_table *table = new_table(form, options + 1, 3);
    struct doc_row *head = doc_add_row(form->doc, &table->header);
    doc_add_cell(form->doc, head, question->over ? question->over->name : "方面");
    for (size_t o = 0; o < options; o++)
        doc_add_cell(form->doc, head, scale ? scale->options.at[o].label : question->unit ? question->unit : "填写");
    for (size_t r = 0; r < count; r++) {
        struct doc_row *row = doc_add_row(form->doc, &table->rows);
        doc_add_cell(form->doc, row, names[r]);
        for (size_t o = 0; o < options; o++)
            doc_add_cell(form->doc, row, scale && question->type != QUESTION_RANK ? BOX : "　");
    }
}

/* Questions ------------------------------------------------------------------------------------------------------------- */

static void put_question(struct form *form, const struct question *question)
{
    heading(form, question);
    if (question->over && question->items.count && !options_of(question)) {
        put_grid(form, question);
    } else if (question->over || question->items.count) {
        put_matrix(form, question);
    } else if (question->type == QUESTION_UNIT && question->kind) {
        put_units(form, question->kind);
    } else if (question->type == QUESTION_NUMBER) {
        paragraph(form, arena_printf(form->doc->arena, "%s%s", blank(form, 8), question->unit ? question->unit : ""), false);
    } else if (question->type == QUESTION_DATE) {
        paragraph(form, "＿＿＿＿年＿＿月＿＿日", false);
    } else if (question->type == QUESTION_TEXT) {
        for (int i = 0; i < TEXT_LINES; i++)
            paragraph(form, blank(form, 26), false);
    } else {
        put_options(form, question);
    }
}

/* Copies ------------------------------------------------------------------------------------------------------------------ */

static void put_title(struct form *form, const char *serial)
{
    struct doc_block *title = doc_add(form->doc, &form->doc->blocks, DOC_TITLE);
    title->level = 1;
    doc_add_run(form->doc, &title->runs, 0, form->instrument->title);
    struct doc_block *number = paragraph(form, arena_printf(form->doc->arena, "编号：%s", serial), true);
    number->align = DOC_ALIGN_RIGHT;
}

static void put_opening(struct form *form)
{
    const struct instrument *instrument = form->instrument;
    const char *who = form->evaluation->evaluator ? form->evaluation->evaluator : "第三方评估项目组";
    const char *subject = form->evaluation->subject ? form->evaluation->subject : form->evaluation->title;
    if (instrument->kind == INSTRUMENT_QUESTIONNAIRE)
        paragraph(form, arena_printf(form->doc->arena, "您好！受委托，%s正在对%s开展第三方评估，请您按实际情况填写。感谢您的支持！", who, subject ? subject : "有关工作"), false);
    if (instrument->confidential != CONFIDENTIAL_NONE)
        paragraph(form, "本问卷不记姓名。您的回答只用于统计，由评估方保管，不向任何单位和个人提供单份答卷；人数过少的结果不予公布。", false);
    paragraph(form, instrument->kind == INSTRUMENT_QUESTIONNAIRE ? "填写办法：在所选项前的“□”内打“√”；未注明“可多选”的题目只选一项；选“其他”的请在横线上写明。" : "填写办法：逐格填写；不适用的格画“—”；改动处请签名。", false);
    if (instrument->rater_column)
        paragraph(form, arena_printf(form->doc->arena, "%s：%s", instrument->rater_column, blank(form, 8)), true);
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].column)
            paragraph(form, arena_printf(form->doc->arena, "%s：%s", instrument->about.at[i].column, blank(form, 12)), true);
}

const char *form_serial(const struct instrument *instrument, size_t number, struct arena *arena)
{
    return arena_printf(arena, "%s-%04zu", instrument->id, number);
}

static void put_copy(struct form *form, size_t number)
{
    const char *serial = form_serial(form->instrument, number, form->doc->arena);
    put_title(form, serial);
    put_opening(form);
    for (size_t i = 0; i < form->instrument->questions.count; i++)
        put_question(form, &form->instrument->questions.at[i]);
    struct doc_block *end = paragraph(form, "（填写结束，谢谢！）", true);
    end->align = DOC_ALIGN_CENTRE;
    end->in_place = true; /* with the code below it */
    struct doc_block *code = doc_add(form->doc, &form->doc->blocks, DOC_QR);
    code->label = serial;
    doc_add_run(form->doc, &code->runs, 0, "本份编号，供录入时扫码");
}

struct doc *form_document(const struct evaluation *evaluation, const struct instrument *instrument, size_t copies, size_t first, struct diags *diags)
{
    struct form form = {.doc = doc_new("zh-CN"), .evaluation = evaluation, .instrument = instrument, .diags = diags};
    form.doc->title = doc_text(form.doc, instrument->title);
    form.doc->author = doc_text(form.doc, evaluation->evaluator);
    for (size_t i = 0; i < copies; i++) {
        if (i > 0)
            doc_add(form.doc, &form.doc->blocks, DOC_PAGE_BREAK);
        form.warn = i == 0;
        put_copy(&form, first + i);
    }
    return form.doc;
}
