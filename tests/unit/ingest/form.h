/* SPDX-License-Identifier: GPL-3.0-or-later
 * A questionnaire with every type of question, and a sheet of several lines, which the seeds of the fuzzers answer.
 */
#ifndef CEPING_TESTS_INGEST_FORM_H
#define CEPING_TESTS_INGEST_FORM_H

#include "build.h"

static inline struct evaluation *form_survey(void)
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

#endif
