/* SPDX-License-Identifier: GPL-3.0-or-later
 * 腾讯问卷: numbers with a point before titles, a colon before the part; an option carries its letter (D.无所谓); a multiple question has a column an
 * option, which holds the option where it was chosen. Layout from what parsers of other projects expect; no file of the exporter was at hand.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"开始答题时间", "结束答题时间", "答题时长", "清洗数据结果", "智能清洗数据无效概率", NULL};

static const struct meta_column meta[] = {
    {"编号", COLUMN_KEY},           {"开始答题时间", COLUMN_IGNORE}, {"结束答题时间", COLUMN_SUBMITTED},     {"答题时长", COLUMN_SECONDS},
    {"语言", COLUMN_IGNORE},        {"清洗数据结果", COLUMN_IGNORE}, {"智能清洗数据无效概率", COLUMN_IGNORE}, {"地理位置*", COLUMN_PERSONAL},
    {"用户类型", COLUMN_IGNORE},    {"用户标识", COLUMN_PERSONAL},   {"昵称", COLUMN_PERSONAL},               {"自定义字段", COLUMN_IGNORE},
    {"IP", COLUMN_PERSONAL},        {"UA", COLUMN_PERSONAL},         {"Referrer", COLUMN_PERSONAL},           {"中奖时间", COLUMN_IGNORE},
    {"中奖金额", COLUMN_IGNORE},    {"审核状态", COLUMN_IGNORE},
};

static const char *const patterns[] = {"%n.%t", "%n.%t:%p", "%n.%t:_%p", "%n.%t[%p]", "%n.%t:[%p]", NULL};
static const char *const separators[] = {"┋", ";", "\n", NULL};
static const char *const arrows[] = {"→", ">", NULL};

static const struct missing_marker missing[] = {{"(空)", MISSING_BLANK}, {"(跳过)", MISSING_SKIPPED}};

const struct platform platform_tencent = {
    .id = "tencent",
    .name = "腾讯问卷",
    .signs = signs,
    .signs_wanted = 2,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .meta_first = true,
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .missing = missing,
    .missing_count = COUNT_OF(missing),
    .letters = true,
    .other_in_mark = true,
    .blank_open = "____{fillblank-",
    .blank_close = "}",
};
