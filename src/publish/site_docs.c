/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pages that follow from the evaluation alone: the questionnaires as they were asked, the units of a kind, what can be downloaded.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "data_priv.h"
#include "site_priv.h"

static struct doc_block *add_text(struct doc *doc, void *blocks, enum doc_kind kind, const char *text)
{
    struct doc_block *block = doc_add(doc, blocks, kind);
    block->plain = true;
    doc_add_run(doc, &block->runs, 0, text);
    return block;
}

static void add_heading(struct doc *doc, int level, const char *text)
{
    add_text(doc, &doc->blocks, DOC_HEADING, text)->level = level;
}

static struct doc_block *add_item(struct doc *doc, struct doc_block *list, const char *text)
{
    struct doc_block *item = add_text(doc, &list->children, DOC_ITEM, text);
    item->label = "•";
    return item;
}

/* Questionnaires ---------------------------------------------------------------------------------------------- */

static const char *const type_words[QUESTION_TYPES] = {
    [QUESTION_SINGLE] = "单选", [QUESTION_MULTIPLE] = "多选", [QUESTION_SCALE] = "单选", [QUESTION_MATRIX] = "逐项单选", [QUESTION_RANK] = "排序",
    [QUESTION_NUMBER] = "填数", [QUESTION_TEXT] = "填空",     [QUESTION_DATE] = "日期",  [QUESTION_UNIT] = "选择",
};

static void add_options(struct doc *doc, const struct question *question)
{
    struct doc_block *list = question->scale && question->scale->options.count ? doc_add(doc, &doc->blocks, DOC_LIST) : NULL;
    for (size_t o = 0; list && o < question->scale->options.count; o++)
        add_item(doc, list, question->scale->options.at[o].label);
    if (!question->kind)
        return;
    list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t u = 0; u < question->kind->units.count; u++)
        add_item(doc, list, question->kind->units.at[u].name);
}

static void add_items(struct doc *doc, const struct question *question)
{
    if (!question->items.count)
        return;
    add_text(doc, &doc->blocks, DOC_NOTE, words_in(doc->language, "逐项："));
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t i = 0; i < question->items.count; i++)
        add_item(doc, list, question->items.at[i].title);
}

static void add_question(struct doc *doc, const struct question *question, size_t position)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%d. %s", question->number ? question->number : (int)position, question->title);
    add_heading(doc, 2, text.at);
    strbuf_clear(&text);
    strbuf_adds(&text, words_in(doc->language, type_words[question->type]));
    if (question->over)
        strbuf_addf(&text, words_in(doc->language, "，对每个%s分别作答"), question->over->name);
    if (question->unit)
        strbuf_addf(&text, words_in(doc->language, "，单位：%s"), words_in(doc->language, question->unit));
    if (!isnan(question->min) && !isnan(question->max)) {
        auto_strbuf struct strbuf min, max;
        strbuf_init(&min);
        strbuf_init(&max);
        num_format(&min, question->min, question->min == floor(question->min) ? 0 : 2);
        num_format(&max, question->max, question->max == floor(question->max) ? 0 : 2);
        strbuf_addf(&text, words_in(doc->language, "，%s至%s"), min.at, max.at);
    }
    if (question->asked_if.text)
        strbuf_adds(&text, words_in(doc->language, "，符合条件者作答"));
    if (!question->required)
        strbuf_adds(&text, words_in(doc->language, "，可不答"));
    if (question->note)
        strbuf_addf(&text, words_in(doc->language, "。%s"), question->note);
    words_capitalise(text.at);
    add_text(doc, &doc->blocks, DOC_NOTE, text.at);
    add_items(doc, question);
    add_options(doc, question);
}

static void add_instrument(struct doc *doc, const struct instrument *instrument)
{
    static const char *const kinds[INSTRUMENT_KINDS] = {"调查问卷", "评估量表", "记录表"};
    static const char *const promises[CONFIDENTIALS] = {NULL, "作答人身份保密，不公布个人作答。", "评估人身份保密，不公布个人评分。"};
    add_heading(doc, 1, instrument->title);
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, words_in(doc->language, kinds[instrument->kind]));
    if (instrument->respondents)
        strbuf_addf(&text, words_in(doc->language, "，由以下人员作答：%s"), instrument->respondents);
    strbuf_addf(&text, words_in(doc->language, "，共%zu题。"), instrument->questions.count);
    if (promises[instrument->confidential])
        strbuf_adds(&text, words_in(doc->language, promises[instrument->confidential]));
    words_capitalise(text.at);
    add_text(doc, &doc->blocks, DOC_PARAGRAPH, text.at);
    for (size_t q = 0; q < instrument->questions.count; q++)
        add_question(doc, &instrument->questions.at[q], q + 1);
}

struct doc *site_questionnaire(struct site *site)
{
    struct doc *doc = site_doc(site, site_say(site, "问卷和量表"));
    add_text(doc, &doc->blocks, DOC_PARAGRAPH, site_say(site, "本页列出评估使用的全部问卷、量表和记录表的题目与选项，按实际使用的文字和顺序。"));
    doc_add(doc, &doc->blocks, DOC_CONTENTS)->level = 1;
    for (size_t i = 0; i < site->evaluation->instruments.count; i++)
        add_instrument(doc, site->evaluation->instruments.at[i]);
    return doc;
}

/* Units of a kind ------------------------------------------------------------------------------------------------- */

struct doc *site_kind_doc(struct site *site, const struct unit_kind *kind)
{
    struct doc *doc = site_doc(site, site_many(site, kind));
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    const char *counter = site_english(site) ? "" : kind->counter ? kind->counter : "个"; /* 9个 is 9 in English */
    strbuf_addf(&text, site_say(site, "本次评估涉及%s%s，以下按名单顺序排列，不代表名次。"), site_many(site, kind), arena_printf(site->arena, "%zu%s", kind->units.count, counter));
    if (!site_kind_ranked(site->evaluation, kind))
        strbuf_addf(&text, site_say(site, "该类对象公开版只公布前%d名的得分和名次。"), site->evaluation->disclosure.top);
    add_text(doc, &doc->blocks, DOC_PARAGRAPH, text.at);
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t u = 0; u < kind->units.count; u++)
        add_item(doc, list, kind->units.at[u].name)->runs.at[0].link = arena_printf(doc->arena, "%s.html", kind->units.at[u].id);
    return doc;
}

/* Downloads --------------------------------------------------------------------------------------------------------- */

static void add_download(struct doc *doc, struct doc_block *list, const char *path, const char *name, const char *meaning)
{
    struct doc_block *item = add_item(doc, list, name);
    item->runs.at[0].link = path;
    doc_add_run(doc, &item->runs, 0, words_in(doc->language, "　"));
    doc_add_run(doc, &item->runs, 0, words_in(doc->language, meaning));
}

/* Only what the evaluation states. */
static void add_licence(struct doc *doc, const struct publication *publication)
{
    if (!publication->licence && !publication->contact)
        return;
    add_heading(doc, 1, words_in(doc->language, "许可和联系"));
    if (publication->licence) {
        struct doc_block *block = add_text(doc, &doc->blocks, DOC_PARAGRAPH, words_in(doc->language, "数据许可："));
        doc_add_run(doc, &block->runs, 0, publication->licence);
        if (publication->licence_address) /* as text: no page of the site leads elsewhere */
            doc_add_run(doc, &block->runs, 0, arena_printf(doc->arena, words_in(doc->language, "（%s）"), publication->licence_address));
    }
    if (publication->contact)
        add_text(doc, &doc->blocks, DOC_PARAGRAPH, arena_printf(doc->arena, words_in(doc->language, "发现差错或有疑问请联系：%s"), publication->contact));
}

const char *site_file_address(struct site *site, struct doc *doc, const char *folder, const char *name)
{
    return arena_printf(doc->arena, "%s%s%s", site_english(site) ? "../" : "", folder, name);
}

struct doc *site_downloads(struct site *site)
{
    struct doc *doc = site_doc(site, site_say(site, "数据下载"));
    add_text(doc, &doc->blocks, DOC_PARAGRAPH,
             site_say(site, "数据与页面、报告出自同一次计算。CSV文件为带BOM的UTF-8编码，可直接用电子表格打开；“*”表示不公布（保密作答人数少于规定下限，或为防止由其他数据推算），空白表示没有数值，两者都不是零。"));
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t i = 0; i < DATA_FILES; i++)
        add_download(doc, list, site_file_address(site, doc, "data/", data_files[i].name), data_files[i].name, data_files[i].meaning);
    add_download(doc, list, site_file_address(site, doc, "data/", "SHA256SUMS"), "SHA256SUMS", "本年度全部文件的校验码");
    add_download(doc, list, site_file_address(site, doc, "", "publication.json"), "publication.json", "版次、日期、原因和各项校验码");
    if (site_has_comments(site)) /* in the words of those who wrote them: one page, in Chinese */
        add_item(doc, list, site_say(site, "意见建议摘登"))->runs.at[0].link = site_file_address(site, doc, "", "comments.html");
    site_press_links(site, doc);
    site_report_links(site, doc);
    add_licence(doc, &site->evaluation->publication);
    add_heading(doc, 1, site_say(site, "引用"));
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    struct data_about about = site->data->about;
    about.title = site->evaluation->title;
    about.team = site->evaluation->team;
    about.evaluator = site->evaluation->evaluator;
    data_citation(&about, doc->language, &text);
    add_text(doc, &doc->blocks, DOC_PARAGRAPH, text.at);
    add_heading(doc, 1, site_say(site, "核对"));
    strbuf_clear(&text);
    strbuf_addf(&text, site_say(site, "数据校验码（SHA-256）：%s。在data文件夹中运行“sha256sum -c SHA256SUMS”可核对全部文件；运行“ceping verify”并指出网站文件夹，可由公开数据重新算出得分、名次、平均分和比率。"), site->results->data_hash ? site->results->data_hash : "—");
    add_text(doc, &doc->blocks, DOC_PARAGRAPH, text.at);
    return doc;
}
