/* SPDX-License-Identifier: GPL-3.0-or-later
 * Google Forms: the titles of questions, rows of a grid in brackets behind them, the answers of a question with several joined by a comma and a
 * space, whatever commas the options hold themselves. Who chooses "Other" leaves only what was written there. Rows have no key: they are known again by all their cells.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"Timestamp", "时间戳记", "时间戳", "时间标记", NULL};

static const struct meta_column meta[] = {
    {"Timestamp", COLUMN_SUBMITTED},    {"时间戳记", COLUMN_SUBMITTED},  {"时间戳", COLUMN_SUBMITTED}, {"时间标记", COLUMN_SUBMITTED},
    {"Email Address", COLUMN_PERSONAL}, {"电子邮件地址", COLUMN_PERSONAL}, {"用户名", COLUMN_PERSONAL}, {"Username", COLUMN_PERSONAL},
    {"Score", COLUMN_IGNORE},           {"得分", COLUMN_IGNORE},
};

static const char *const patterns[] = {"%t", "%t[%p]", NULL};
static const char *const separators[] = {", ", ";", NULL};
static const char *const arrows[] = {", ", NULL};

const struct platform platform_google = {
    .id = "google",
    .name = "Google Forms",
    .signs = signs,
    .signs_wanted = 1,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .other_bare = true,
    .american_times = true,
};
