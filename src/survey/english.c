/* SPDX-License-Identifier: GPL-3.0-or-later
 * english.yaml: the texts of an evaluation with their English, pair by pair, so that one list goes to a translator instead of every file.
 *
 *     words:
 *       - [张店区, Zhangdian District]
 *       - [满意率, satisfaction rate]
 *
 * A key that ends in _en beside a text comes before the list.
 */
#include "survey_priv.h"

#include "ceping/base_text.h"

static bool read_pairs(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    struct evaluation *evaluation = object;
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, _(field->shape));
        return false;
    }
    bool good = true;
    struct map seen;
    map_init(&seen);
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *pair = node->entries.at[i].value;
        struct translation translation = {.pos = pair->pos};
        if (pair->kind != YAML_NODE_LIST || pair->entries.count != 2) {
            diags_error(reader->diags, pair->pos, _("a translation must be a pair [Chinese, English]"));
            good = false;
            continue;
        }
        if (!yaml_read_text_value(reader, pair->entries.at[0].value, field->key, &translation.chinese) ||
            !yaml_read_text_value(reader, pair->entries.at[1].value, field->key, &translation.english)) {
            good = false;
            continue;
        }
        if (map_get(&seen, translation.chinese)) {
            diags_error(reader->diags, pair->pos, _("'%s' stands in the list twice"), translation.chinese);
            good = false;
            continue;
        }
        map_put(&seen, translation.chinese, &seen);
        *LIST_ADD(reader->arena, &evaluation->english) = translation;
    }
    map_release(&seen);
    return good;
}

static const struct yaml_field english_fields[] = {
    {"words", YAML_CUSTOM, offsetof(struct evaluation, english), .read = read_pairs, .shape = N_("list of [Chinese, English]"), .required = true, .help = N_("each text once, whole as it stands in the other files")},
    {0},
};
const struct yaml_schema survey_english_schema = {N_("English words"), N_("Translations for English reports: english.yaml beside evaluation.yaml"), english_fields, sizeof(struct evaluation), 0};

/* An entry that translates nothing is a slip of the pen on one side or the other. */
void check_english(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    if (evaluation->english.count == 0 || loader->diags->errors || !loader->options || !loader->options->thorough)
        return;
    evaluation_speak(evaluation, LANGUAGE_ENGLISH);
    evaluation_speak(evaluation, LANGUAGE_CHINESE);
    for (size_t i = 0; i < evaluation->english.count; i++) {
        const struct translation *translation = &evaluation->english.at[i];
        if (!translation->known)
            diags_warning(loader->diags, translation->pos, _("no text of the evaluation is '%s'"), translation->chinese);
        else if (!translation->used)
            diags_warning(loader->diags, translation->pos, _("'%s' has its English beside it, in a key that ends in _en; this entry is never used"), translation->chinese);
    }
}
