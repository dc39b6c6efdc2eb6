/* SPDX-License-Identifier: GPL-3.0-or-later
 * The plain sheet: what a colleague types into Excel. Its headers are titles of questions or items, ids of variables, or for grids a unit and an item
 * in one of the ways in which people join them. Cells hold labels or codes.
 */
#include "ingest_priv.h"

static const char *const signs[] = {NULL};

static const struct meta_column meta[] = {
    {"提交时间", COLUMN_SUBMITTED}, {"提交答卷时间", COLUMN_SUBMITTED}, {"填写时间", COLUMN_SUBMITTED}, {"所用时间", COLUMN_SECONDS}, {"答题时长", COLUMN_SECONDS},
    {"序号", COLUMN_IGNORE},        {"编号", COLUMN_IGNORE},            {"备注", COLUMN_IGNORE},        {"合计", COLUMN_IGNORE},      {"总分", COLUMN_IGNORE},
    {"平均分", COLUMN_IGNORE},
};

static const char *const patterns[] = {
    "%t",     "%n、%t",     "%n.%t",     "q%n",                    /* a question in one column */
    "%t—%p",  "%t(%p)",     "%t·%p",     "%t:%p",  "%n、%t—%p",    /* several columns */
    "%n、%t(%p)", "%n.%t:%p", "第%n题(%p)", "%n、%p", "%p",
    "%i",     "%i(%p)",     "%i-%p",     "%i/%p", NULL,
};

/* An option may hold one of these itself: longer options are tried first. */
static const char *const separators[] = {"┋", ";", "；", "|", "\n", ",", "，", "、", NULL};
static const char *const arrows[] = {"→", "┋", ">", "＞", ";", "；", ",", "，", NULL};

static const struct missing_marker missing[] = {
    {"(空)", MISSING_BLANK}, {"(跳过)", MISSING_SKIPPED}, {"未填", MISSING_BLANK}, {"缺失", MISSING_BLANK}, {"-", MISSING_BLANK}, {"-2", MISSING_BLANK}, {"-3", MISSING_SKIPPED},
};

const struct platform platform_plain = {
    .id = "plain",
    .name = N_("plain"),
    .signs = signs,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .specify_open = "〖",
    .specify_close = "〗",
    .missing = missing,
    .missing_count = COUNT_OF(missing),
    .modes = true,
};
