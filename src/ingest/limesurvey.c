/* SPDX-License-Identifier: GPL-3.0-or-later
 * LimeSurvey, responses as CSV: headings by code (Q1[SQ001]), by text, cut off or not, or by both; answers short (A1, Y, -oth-) or long. The text of "other" has a column of
 * its own; a ranking has a column for each place. What was not seen is empty; long answers print N/A there. Times of the page and of its groups come last.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"id", "submitdate", "lastpage", "startlanguage", "seed", "datestamp", "interviewtime", NULL};

static const struct meta_column meta[] = {
    {"id", COLUMN_KEY},            {"Response ID", COLUMN_KEY},        {"submitdate", COLUMN_SUBMITTED}, {"Date submitted", COLUMN_SUBMITTED},
    {"lastpage", COLUMN_IGNORE},   {"Last page", COLUMN_IGNORE},       {"startlanguage", COLUMN_IGNORE}, {"Start language", COLUMN_IGNORE},
    {"seed", COLUMN_IGNORE},       {"startdate", COLUMN_IGNORE},       {"Date started", COLUMN_IGNORE},  {"datestamp", COLUMN_IGNORE},
    {"Date last action", COLUMN_IGNORE}, {"ipaddr", COLUMN_PERSONAL},  {"IP address", COLUMN_PERSONAL},  {"refurl", COLUMN_PERSONAL},
    {"Referrer URL", COLUMN_PERSONAL}, {"Referring URL", COLUMN_PERSONAL},
    {"token", COLUMN_PERSONAL},    {"Access code", COLUMN_PERSONAL},   {"interviewtime", COLUMN_SECONDS}, {"Total time", COLUMN_SECONDS},
    {"groupTime*", COLUMN_IGNORE}, {"*Time", COLUMN_IGNORE},           {"Group time:*", COLUMN_IGNORE},  {"Question time:*", COLUMN_IGNORE},
};

static const char *const patterns[] = {"%i", "%i[%p]", "%i_%p", "%t", "%t[%p]", "%i.%t", "%i[%p].%t", "%i[%p]%t", "%i[%o]", "%i_%o", "%t[%o]", NULL};
static const char *const separators[] = {";", "|", NULL};
static const char *const arrows[] = {">", NULL};

static const char *const places[] = {"%", "rank%", "ranking%", "等级%", "%等级", "排名%", "排序%", "第%位", NULL};

static const struct missing_marker missing[] = {{"n/a", MISSING_BLANK}};

const struct platform platform_limesurvey = {
    .id = "limesurvey",
    .name = "LimeSurvey",
    .signs = signs,
    .signs_wanted = 3,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .missing = missing,
    .missing_count = COUNT_OF(missing),
    .other_answer = "-oth-",
    .other_part = "other",
    .other_in_mark = true, /* headings by text call its column as the option is called */
    .code_mark = ".",
    .cut_mark = "…",
    .place_parts = places,
    .no_is_two = true, /* "convert Y to 1, N to 2" */
    .no_time = "1980-01-01 00:00:00", /* surveys that keep no times only say so that the response is complete */
};
