/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading response files. A reader (one file of code a format) yields rows of cells; a platform (one table row) says what the columns mean; the
 * mapper turns cells into answers and hands responses to a sink. Where they end up is unknown here.
 */
#ifndef CEPING_INGEST_H
#define CEPING_INGEST_H

#include "ceping/base_diag.h"
#include "ceping/base_text.h"
#include "ceping/model_data.h"

struct ingest_report;

/* Where a response is made: an answer a variable of the instrument, a unit an `about`, and the arena of its texts. */
struct ingest_room {
    struct answer *answers;
    int *about;
    struct arena *arena;
};

/* Takes a response (borrowed for the call) or a row that could not become one: its cells as one line of text, tab-separated. `begin` comes before both, when
 * instrument, platform, mapping and the file's hash are known; NULL where nobody wants to know. False stops reading: the sink has said why elsewhere. */
struct ingest_sink {
    void *data;
    bool (*begin)(void *data, const struct ingest_report *report);
    /* Asked before each row. A response then is the sink's for as long as it keeps that room and the report, and need not be copied. NULL: it is. */
    struct ingest_room (*room)(void *data);
    bool (*response)(void *data, const struct response *response);
    bool (*reject)(void *data, size_t line, const char *raw, const char *reason);
};

enum column_state { COLUMN_MAPPED, COLUMN_META, COLUMN_IGNORED, COLUMN_UNKNOWN, COLUMN_DROPPED /* personal data */, COLUMN_STATES };

struct ingest_column {
    const char *header;
    enum column_state state;
    const char *target; /* variable, question, or role, in words */
};

struct ingest_unknown { /* a text that no option, unit or number is */
    const char *header;
    const char *text;
    size_t count;
    size_t first_line;
    const char *accepted; /* what its column takes, for a reader; "" where it takes any text */
};

struct ingest_rejection { /* a row that could not become a response */
    size_t line;
    const char *reason;
};

struct ingest_report {
    struct arena *arena;
    const char *path;
    const char *format;   /* "CSV", "XLSX", "XLS" */
    const char *encoding; /* "GB18030"; for workbooks NULL */
    char delimiter;
    const char *platform; /* "问卷星 (text)", … */
    const char *sheet;
    const char *hash;     /* SHA-256 of the file; of another sheet than the first, SHA-256 of that and the sheet's name */
    const struct instrument *instrument;
    size_t rows_in;   /* data rows of the file */
    size_t responses; /* given to the sink */
    size_t rejected;
    LIST_OF(struct ingest_column) columns;
    LIST_OF(struct ingest_unknown) unknown;
    LIST_OF(struct ingest_rejection) rejections; /* the first of them; `rejected` counts all */
    LIST_OF(const struct variable *) absent; /* variables without a column */
};

struct ingest_options {
    const struct instrument *instrument; /* NULL: recognised by the header among those of the evaluation */
    enum encoding encoding;              /* ENCODING_UNKNOWN: detected */
    enum cell_content cells;             /* CELLS_DETECTED: as the instrument says, or detected */
    const char *sheet;                   /* of a workbook; NULL: the first that holds anything */
    const char *source_key;              /* under which sources of responses are hashed; NULL: they are not kept */
    /* Called now and then while rows are read: how many there were so far, and which share of the file that is, 0 … 1, NaN where its reader cannot tell. NULL: nobody looks. */
    void (*progress)(void *data, size_t rows, double share);
    void *progress_data;
};

/* Reads `path`. False when nothing could be mapped (unknown format, no instrument fits, no header): said in `diags`. Rows that cannot be read are
 * rejected one by one with their reason and do not make it false. With `sink` NULL everything is done but handing on: a dry run.
 * `ret_report` is filled either way; free with ingest_report_release(). */
bool ingest_file(const struct evaluation *evaluation, const char *path, const struct ingest_options *options, const struct ingest_sink *sink,
                 struct ingest_report *ret_report, struct diags *diags);
void ingest_report_release(struct ingest_report *report);

#endif
