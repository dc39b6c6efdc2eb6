/* SPDX-License-Identifier: GPL-3.0-or-later
 * KoboToolbox: names or labels, groups before them (g1/sg1/q); of a question with several answers one column with all of them, one for each, or
 * both. A second header of tags (#HXL) may follow.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__", NULL};

static const struct meta_column meta[] = {
    {"_id", COLUMN_KEY},           {"_uuid", COLUMN_IGNORE},         {"_submission_time", COLUMN_SUBMITTED}, {"_validation_status", COLUMN_IGNORE},
    {"_notes", COLUMN_IGNORE},     {"_status", COLUMN_IGNORE},       {"_submitted_by", COLUMN_PERSONAL},     {"__version__", COLUMN_IGNORE},
    {"_tags", COLUMN_IGNORE},      {"_index", COLUMN_IGNORE},        {"_parent_index", COLUMN_IGNORE},       {"_parent_table_name", COLUMN_IGNORE},
    {"start", COLUMN_IGNORE},      {"end", COLUMN_IGNORE},           {"today", COLUMN_IGNORE},               {"deviceid", COLUMN_PERSONAL},
    {"username", COLUMN_PERSONAL}, {"phonenumber", COLUMN_PERSONAL}, {"subscriberid", COLUMN_PERSONAL},      {"simserial", COLUMN_PERSONAL},
    {"*instanceID", COLUMN_IGNORE}, {"*_latitude", COLUMN_PERSONAL}, {"*_longitude", COLUMN_PERSONAL},       {"*_altitude", COLUMN_PERSONAL},
    {"*_precision", COLUMN_IGNORE},
};

static const char *const patterns[] = {"%i", "%t", "%i/%p", "%t/%p", "%i_%o", "%t_%o", NULL};
static const char *const separators[] = {" ", NULL}; /* names have none; labels are matched longest first */
static const char *const arrows[] = {" ", NULL};

static const struct missing_marker missing[] = {{"n/a", MISSING_NOT_APPLICABLE}};

const struct platform platform_kobo = {
    .id = "kobo",
    .name = "KoboToolbox",
    .signs = signs,
    .signs_wanted = 3,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .missing = missing,
    .missing_count = COUNT_OF(missing),
    .other_answer = "other",
    .other_part = "other",
    .group_mark = "/",
    .twice = true,
    .tag_row = true,
};
