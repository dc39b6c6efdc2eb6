/* SPDX-License-Identifier: GPL-3.0-or-later
 * 问卷星, in its download modes 按选项文本 and 按选项序号, with the headers of old exports (第6题(运动)) and of newer ones (6、题干—行1, then 6、行2).
 *
 * Text mode: options of a multiple question joined by ┋, those of a ranking by →, "other" as 其他【请注明】〖…〗, nothing as (空), skipped by logic as
 * (跳过). Code mode: the order of the option, a 0/1 column for each option of a multiple question, −3 skipped, −2 blank; but the markers of
 * text mode occur there too. Seen in real files and in the code of the exporter.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", NULL};

static const struct meta_column meta[] = {
    {"序号", COLUMN_KEY},         {"提交答卷时间", COLUMN_SUBMITTED}, {"所用时间", COLUMN_SECONDS}, {"来源", COLUMN_IGNORE},    {"来源详情", COLUMN_IGNORE},
    {"来自IP", COLUMN_PERSONAL},  {"总分", COLUMN_IGNORE},            {"用户ID", COLUMN_PERSONAL},  {"uid", COLUMN_PERSONAL},   {"sojumpparm", COLUMN_PERSONAL},
    {"经纬度", COLUMN_PERSONAL},  {"昵称", COLUMN_PERSONAL},          {"自定义字段", COLUMN_IGNORE}, {"备注", COLUMN_IGNORE},
};

static const char *const patterns[] = {
    "%n、%t",     "%n.%t",                                             /* a question in one column */
    "%n、%t—%p",  "%n、%t(%p)", "%n.%t(%p)", "%n、(%p)", "%n、%p",      /* newer: first and following columns of several */
    "第%n题(%p)", "第%n题",     "第%n题:%t",  NULL,                      /* old */
};

static const char *const separators[] = {"┋", NULL};
static const char *const arrows[] = {"→", "┋", NULL};

static const struct missing_marker missing[] = {
    {"(空)", MISSING_BLANK}, {"(跳过)", MISSING_SKIPPED}, {"-2", MISSING_BLANK}, {"-3", MISSING_SKIPPED},
};

const struct platform platform_wjx = {
    .id = "wjx",
    .name = "问卷星",
    .signs = signs,
    .signs_wanted = 3,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .meta_first = true,
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .specify_open = "〖",
    .specify_close = "〗",
    .missing = missing,
    .missing_count = COUNT_OF(missing),
    .modes = true,
};
