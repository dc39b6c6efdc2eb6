/* SPDX-License-Identifier: GPL-3.0-or-later
 * The instrument as YAML. All texts stand in double quotes, so that no title can be taken for anything else.
 */
#include "infer_priv.h"

#include <math.h>

#include "ceping/base_num.h"

static void quoted(struct strbuf *out, const char *text)
{
    strbuf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            strbuf_addf(out, "\\%c", *text);
        else if ((unsigned char)*text < ' ')
            strbuf_addf(out, "\\x%02x", (unsigned)*text);
        else
            strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}

static void put_options(struct strbuf *out, const struct scale *scale, const char *indent)
{
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        strbuf_addf(out, "%s- {code: %d, label: ", indent, option->code);
        quoted(out, option->label);
        for (size_t k = 0; k < option->aliases.count; k++) {
            strbuf_adds(out, k ? ", " : ", aliases: [");
            quoted(out, option->aliases.at[k]);
        }
        strbuf_adds(out, option->aliases.count ? "]" : "");
        strbuf_adds(out, option->satisfied ? ", satisfied: true" : "");
        strbuf_adds(out, option->aware ? ", aware: true" : "");
        strbuf_adds(out, option->other ? ", other: true" : "");
        strbuf_adds(out, option->exclusive ? ", exclusive: true" : "");
        if (option->missing != MISSING_NONE)
            strbuf_addf(out, ", missing: %s", missing_ids[option->missing]);
        strbuf_adds(out, "}\n");
    }
}

static void put_number(struct strbuf *out, const char *key, double value)
{
    if (isnan(value))
        return;
    strbuf_addf(out, "    %s: ", key);
    num_format_exact(out, value);
    strbuf_addc(out, '\n');
}

static void put_question(struct strbuf *out, const struct infer_question *made)
{
    static const char *const types[QUESTION_TYPES] = {[QUESTION_SINGLE] = "single", [QUESTION_MULTIPLE] = "multiple", [QUESTION_SCALE] = "scale", [QUESTION_MATRIX] = "matrix",
                                                      [QUESTION_RANK] = "rank",     [QUESTION_NUMBER] = "number",     [QUESTION_TEXT] = "text",   [QUESTION_DATE] = "date",
                                                      [QUESTION_UNIT] = "unit"};
    const struct question *question = made->question;
    for (size_t i = 0; i < made->guesses.count; i++)
        strbuf_addf(out, "  # 猜测：%s\n", made->guesses.at[i]);
    strbuf_addf(out, "  - id: %s\n", question->id);
    if (question->number)
        strbuf_addf(out, "    number: %d\n", question->number);
    strbuf_addf(out, "    type: %s\n    title: ", types[question->type]);
    quoted(out, question->title);
    strbuf_addc(out, '\n');
    if (question->kind)
        strbuf_addf(out, "    kind: %s\n", question->kind->id);
    if (question->over)
        strbuf_addf(out, "    over: %s\n", question->over->id);
    if (question->unit)
        strbuf_addf(out, "    unit: %s\n", question->unit);
    put_number(out, "min", question->min);
    put_number(out, "max", question->max);
    if (question->scale && made->shared_scale)
        strbuf_addf(out, "    scale: %s\n", question->scale->id);
    else if (question->scale) {
        strbuf_adds(out, "    options:\n");
        put_options(out, question->scale, "      ");
    }
    for (size_t i = 0; i < question->items.count; i++) {
        strbuf_addf(out, "%s      - {id: %s, title: ", i ? "" : "    items:\n", question->items.at[i].id);
        quoted(out, question->items.at[i].title);
        strbuf_adds(out, "}\n");
    }
}

static void put_head(const struct infer *infer, const char *path, struct strbuf *out)
{
    const char *slash = strrchr(path, '/');
    strbuf_addf(out, "# 由 ceping infer 从 %s 生成：%zu 行答卷。放进评估的 instruments/ 文件夹即可装入该文件。\n", slash ? slash + 1 : path, infer->rows);
    strbuf_adds(out, "# 导出文件里没有的东西（没有人选的选项、题目的条件、必答与否、量表的分值）请对照问卷补上；“猜测”各处请核对。\n");
    strbuf_addf(out, "id: %s\ntitle: ", infer->instrument->id);
    quoted(out, infer->instrument->title);
    strbuf_adds(out, " # 请改成问卷的标题\nkind: questionnaire\nconfidential: respondents\n");
    if (infer->platform->signs_wanted && !infer->platform->exact)
        strbuf_addf(out, "platform: %s\n", infer->platform->id);
    if (infer->instrument->key) {
        strbuf_adds(out, "key: ");
        quoted(out, infer->instrument->key);
        strbuf_addc(out, '\n');
    }
}

/* Which unit a person names is mostly what his answers are about: without it no figure of theirs stands by units. */
static bool put_about(const struct infer *infer, struct strbuf *out)
{
    bool any = false;
    for (size_t i = 0; i < infer->questions.count; i++) {
        const struct question *question = infer->questions.at[i].question;
        bool wanted = question->type == QUESTION_UNIT;
        for (size_t k = 0; k < i; k++) {
            const struct question *before = infer->questions.at[k].question;
            wanted = wanted && !(before->type == QUESTION_UNIT && before->kind == question->kind);
        }
        if (wanted)
            strbuf_addf(out, "%s  - {kind: %s, question: %s}\n", any ? "" : "about: # 猜测：一份答卷说的是哪个单位，看这道题；不是的删去\n", question->kind->id, question->id);
        any = any || wanted;
    }
    return any;
}

void infer_yaml(struct infer *infer, const char *path, struct strbuf *out, size_t *ret_guesses)
{
    *ret_guesses = 0;
    put_head(infer, path, out);
    *ret_guesses += put_about(infer, out);
    for (size_t i = 0; i < infer->scales.count; i++) {
        const struct scale *scale = infer->scales.at[i];
        strbuf_addf(out, "%s  # 猜测：由选项的文字认出；次序、satisfied、aware、missing 请核对；要计分的加上 vectors 和 scores\n  - id: %s\n    name: %s\n    options:\n", i ? "" : "\nscales:\n",
                    scale->id, scale->name);
        put_options(out, scale, "      ");
        ++*ret_guesses;
    }
    strbuf_adds(out, "\nquestions:\n");
    for (size_t i = 0; i < infer->questions.count; i++) {
        put_question(out, &infer->questions.at[i]);
        *ret_guesses += infer->questions.at[i].guesses.count;
    }
    for (size_t i = 0; i < infer->loose.count; i++) {
        strbuf_adds(out, i ? "  - {column: " : "\ncolumns: # 表头不能自己说明去处的列\n  - {column: ");
        quoted(out, infer->columns[infer->loose.at[i]].header);
        strbuf_addf(out, ", to: %s}\n", infer->loose_to.at[i]);
    }
    for (size_t i = 0; i < infer->doubled.count; i++) {
        strbuf_adds(out, "# 表头重复，只读第一列：");
        quoted(out, infer->columns[infer->doubled.at[i]].header);
        strbuf_addc(out, '\n');
    }
}
