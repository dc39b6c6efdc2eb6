/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comments: reading them, their ids, which are approved, and the page and the file of those that are.
 */
#include <stdlib.h>

#include "ceping/base_sha256.h"
#include "ceping/base_text.h"
#include "comments.h"
#include "site_priv.h"

enum { ID_LEN = 12 }; /* 48 bits: two of a million comments hardly ever share an id, and whoever types one types twelve letters */

static const char *comment_id(struct arena *arena, const struct question *question, const struct instrument *instrument, const char *key, const char *text)
{
    char hex[SHA256_HEX];
    struct sha256 sha;
    sha256_init(&sha);
    const char *const parts[] = {instrument->id, question->id, key, text};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        sha256_add(&sha, parts[i], strlen(parts[i]) + 1);
    sha256_hex(&sha, hex);
    return arena_strndup(arena, hex, ID_LEN);
}

static bool is_approved(const struct evaluation *evaluation, const char *id)
{
    bool approved = false;
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *decision = &evaluation->decisions.at[i];
        if (!strncmp(decision->object, "comment:", 8) && !strcmp(decision->object + 8, id))
            approved = text_alike(decision->decision, "approve") || text_alike(decision->decision, "批准"); /* the last word counts */
    }
    return approved;
}

static void add_comment(const struct evaluation *evaluation, const struct dataset *dataset, const struct column *column, size_t row, struct arena *arena,
                        publish_comments *comments)
{
    const char *text = column->texts[row];
    if (column->missing[row] != MISSING_NONE || !text || !*text || (dataset->status && dataset->status[row] != RESPONSE_VALID))
        return;
    struct publish_comment *comment = LIST_ADD(arena, comments);
    comment->instrument = dataset->instrument;
    comment->question = column->variable->question;
    comment->id = comment_id(arena, comment->question, comment->instrument, dataset->keys[row], text);
    comment->text = arena_strdup(arena, text);
    auto_strbuf struct strbuf masked;
    strbuf_init(&masked);
    comment->masks = comment_mask(evaluation, text, &masked);
    comment->masked = arena_strdup(arena, masked.at);
    comment->approved = is_approved(evaluation, comment->id);
}

bool publish_comments_read(struct engine *engine, struct arena *arena, publish_comments *ret_comments, struct diags *diags)
{
    const struct evaluation *evaluation = engine_evaluation(engine);
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        bool any = false;
        for (size_t v = 0; v < instrument->variables.count; v++)
            any = any || (instrument->variables.at[v].type == VARIABLE_TEXT && instrument->variables.at[v].question->type == QUESTION_TEXT);
        if (!any)
            continue;
        struct dataset *dataset = engine_dataset(engine, instrument, diags);
        if (!dataset)
            return false;
        for (size_t v = 0; v < instrument->variables.count; v++)
            for (size_t row = 0; dataset->columns[v].texts && instrument->variables.at[v].question->type == QUESTION_TEXT && row < dataset->rows; row++)
                add_comment(evaluation, dataset, &dataset->columns[v], row, arena, ret_comments);
        arena_free(dataset->arena);
    }
    return true;
}

/* The page ------------------------------------------------------------------------------------------------------- */

static int by_masked_text(const void *a, const void *b)
{
    return strcmp((*(const struct publish_comment *const *)a)->masked, (*(const struct publish_comment *const *)b)->masked);
}

/* Approved ones by instrument and question, in the order of their words: not in that in which they came, which would tell who wrote them. */
static size_t approved_of(const struct site *site, const struct question *question, const struct publish_comment **ret_list)
{
    const publish_comments *all = site->options->comments;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].question == question && all->at[i].approved)
            ret_list[count++] = &all->at[i];
    qsort(ret_list, count, sizeof *ret_list, by_masked_text);
    return count;
}

bool site_has_comments(const struct site *site)
{
    const publish_comments *all = site->options->comments;
    for (size_t i = 0; all && i < all->count; i++)
        if (all->at[i].approved)
            return true;
    return false;
}

bool site_comments(struct site *site)
{
    if (!site_has_comments(site))
        return true;
    const publish_comments *all = site->options->comments;
    const struct publish_comment **list = ARENA_ARRAY(site->arena, const struct publish_comment *, all->count);
    struct doc *doc = site_doc(site, "意见建议摘登");
    doc_add_run(doc, &doc_add(doc, &doc->blocks, DOC_PARAGRAPH)->runs, 0, "以下为经项目组逐条审读并批准公开的意见，人名、号码等已隐去，按文字顺序排列。");
    for (size_t i = 0; i < site->evaluation->instruments.count; i++)
        for (size_t q = 0; q < site->evaluation->instruments.at[i]->questions.count; q++) {
            const struct question *question = &site->evaluation->instruments.at[i]->questions.at[q];
            size_t count = approved_of(site, question, list);
            if (!count)
                continue;
            struct doc_block *heading = doc_add(doc, &doc->blocks, DOC_HEADING);
            heading->level = 1;
            doc_add_run(doc, &heading->runs, 0, question->title);
            struct doc_block *items = doc_add(doc, &doc->blocks, DOC_LIST);
            for (size_t c = 0; c < count; c++) {
                struct doc_block *item = doc_add(doc, &items->children, DOC_ITEM);
                item->label = "•";
                item->plain = true;
                doc_add_run(doc, &item->runs, 0, list[c]->masked);
            }
        }
    return site_page(site, "comments.html", "comments", doc);
}
