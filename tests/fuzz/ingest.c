/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files of responses, whatever their format: read, recognised, mapped to an instrument with every type of question.
 */
#include "fuzz.h"

#include "../unit/ingest/build.h"

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区=张店|zc=淄川区=淄川");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "sat", 1, QUESTION_SCALE, "总体满意程度", NULL, "非常满意|满意|不满意|~不了解");
    build_question(evaluation, form, "channel", 2, QUESTION_MULTIPLE, "了解渠道", NULL, "电视、广播|网络|*其他");
    build_question(evaluation, form, "age", 3, QUESTION_NUMBER, "年龄", NULL, NULL);
    build_question(evaluation, form, "day", 4, QUESTION_DATE, "日期", NULL, NULL);
    build_question(evaluation, form, "note", 5, QUESTION_TEXT, "意见", NULL, NULL);
    build_question(evaluation, form, "parts", 6, QUESTION_MATRIX, "各方面", "speed=速度|manner=态度", "非常满意|满意|不满意");
    struct about *about = LIST_ADD(evaluation->arena, &form->about);
    about->kind = &evaluation->kinds.at[0];
    instrument_make_variables(evaluation->arena, form);
    struct instrument *sheet = build_instrument(evaluation, "sheet");
    sheet->key = "编号";
    sheet->rows = &evaluation->kinds.at[0];
    sheet->rows_column = "区县";
    build_question(evaluation, sheet, "score", 0, QUESTION_NUMBER, "得分", NULL, NULL)->over = sheet->rows;
    build_question(evaluation, sheet, "remark", 0, QUESTION_TEXT, "备注", NULL, NULL);
    instrument_make_variables(evaluation->arena, sheet);
    return evaluation;
}

static bool take(void *data, const struct response *response)
{
    (void)data;
    return response->key != NULL;
}

static bool take_rejected(void *data, size_t line, const char *raw, const char *reason)
{
    (void)data;
    return line > 0 && raw && reason;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct evaluation *evaluation;
    if (!evaluation)
        evaluation = survey();
    char path[32];
    int file = fuzz_file(bytes, len, path);
    struct ingest_report report;
    struct diags diags;
    struct ingest_sink sink = {.response = take, .reject = take_rejected};
    struct ingest_options options = {.source_key = "key"};
    diags_init(&diags);
    bool done = ingest_file(evaluation, path, &options, &sink, &report, &diags);
    if (!done && diags.errors == 0)
        abort(); /* failed without a word */
    ingest_report_release(&report);
    diags_release(&diags);
    close(file);
    return 0;
}
