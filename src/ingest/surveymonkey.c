/* SPDX-License-Identifier: GPL-3.0-or-later
 * SurveyMonkey: two rows of header, the question above (blank over its further columns), "Response", the option or the row below. An option that was
 * chosen holds its own text. "Other (please specify)" holds what was written. Nothing says whether a response is complete.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"Respondent ID", "Collector ID", "Start Date", "End Date", NULL};

static const struct meta_column meta[] = {
    {"Respondent ID", COLUMN_KEY},      {"Collector ID", COLUMN_IGNORE},     {"Start Date", COLUMN_IGNORE}, {"End Date", COLUMN_SUBMITTED},
    {"IP Address", COLUMN_PERSONAL},    {"Email Address", COLUMN_PERSONAL},  {"First Name", COLUMN_PERSONAL}, {"Last Name", COLUMN_PERSONAL},
    {"Custom Data*", COLUMN_PERSONAL},
};

static const char *const patterns[] = {
    "%t", "%t—Response", "%t—Open-Ended Response", "%t—回答", "%t—开放式回答", "%t—%p", "%t—%o", "%n.%t", "%n.%t—Response", "%n.%t—%p", "%n.%t—%o", NULL,
};
static const char *const open_tails[] = {"—Open-Ended Response", "—开放式回答", NULL};
static const char *const separators[] = {";", NULL};
static const char *const arrows[] = {";", NULL};

const struct platform platform_surveymonkey = {
    .id = "surveymonkey",
    .name = "SurveyMonkey",
    .signs = signs,
    .signs_wanted = 3,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .meta_first = true,
    .patterns = patterns,
    .open_tails = open_tails,
    .separators = separators,
    .arrows = arrows,
    .other_part = "Other (please specify)",
    .other_in_mark = true,
    .american_times = true,
};
