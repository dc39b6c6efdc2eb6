/* SPDX-License-Identifier: GPL-3.0-or-later
 * ODK Central: names of fields, groups before them (g1-q); of a question with several answers one column, or one for each (q/choice) with 1 and 0.
 */
#include "ingest_priv.h"

static const char *const signs[] = {"SubmissionDate", "KEY", "SubmitterID", "SubmitterName", "ReviewState", "FormVersion", "AttachmentsPresent", NULL};

static const struct meta_column meta[] = {
    {"KEY", COLUMN_KEY},                    {"SubmissionDate", COLUMN_SUBMITTED},    {"SubmitterID", COLUMN_PERSONAL}, {"SubmitterName", COLUMN_PERSONAL},
    {"AttachmentsPresent", COLUMN_IGNORE},  {"AttachmentsExpected", COLUMN_IGNORE},  {"Status", COLUMN_IGNORE},        {"ReviewState", COLUMN_IGNORE},
    {"DeviceID", COLUMN_PERSONAL},          {"Edits", COLUMN_IGNORE},                {"FormVersion", COLUMN_IGNORE},   {"start", COLUMN_IGNORE},
    {"end", COLUMN_IGNORE},                 {"today", COLUMN_IGNORE},                {"*instanceID", COLUMN_IGNORE},   {"*instanceName", COLUMN_IGNORE},
    {"*-Latitude", COLUMN_PERSONAL},        {"*-Longitude", COLUMN_PERSONAL},        {"*-Altitude", COLUMN_PERSONAL},  {"*-Accuracy", COLUMN_IGNORE},
};

static const char *const patterns[] = {"%i", "%t", "%i/%p", "%t/%p", "%i_%o", NULL};
static const char *const separators[] = {" ", NULL};
static const char *const arrows[] = {" ", NULL};

const struct platform platform_odk = {
    .id = "odk",
    .name = "ODK Central",
    .signs = signs,
    .signs_wanted = 3,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .patterns = patterns,
    .separators = separators,
    .arrows = arrows,
    .other_answer = "other",
    .other_part = "other",
    .group_mark = "-",
    .twice = true,
};
