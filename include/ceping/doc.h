/* SPDX-License-Identifier: GPL-3.0-or-later
 * The document: everything after the results meets here, everything before fonts and files.
 *
 * A document is a value: blocks of headings, text, tables and chart data, with no size, no face and no file in it. A renderer
 * draws that value and nothing else. All of it lives in one arena; every text is UTF-8, terminated, owned by that arena.
 *
 *     struct doc *doc = doc_new("zh-CN");
 *     doc->title = doc_text(doc, "第三方评估报告");
 *     struct doc_block *p = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
 *     doc_add_run(doc, &p->runs, 0, "现将评估情况报告如下。");
 *     doc_free(doc);
 */
#ifndef CEPING_DOC_H
#define CEPING_DOC_H

#include "ceping/base.h"

/* Text with marks --------------------------------------------------------------------------------------- */

enum doc_run_flags {
    DOC_STRONG = 1,
    DOC_EMPHASIS = 2,
    DOC_CODE = 4,
    DOC_LINE_BREAK = 8, /* a forced new line stands here; text is empty */
    DOC_SMALL = 16,
    DOC_REFERENCE = 32, /* stands for what `link` names: doc_resolve() writes its number ("表3") as text */
};

struct doc_run {
    unsigned flags;
    const char *text;
    const char *link;     /* address, or "#id" of a heading, table or chart; NULL */
    const char *footnote; /* text of a footnote marked here; NULL */
    const char *data;     /* which published number this is ("scores/districts/district/zd/score"), for HTML; NULL */
};

typedef LIST_OF(struct doc_run) doc_runs;

enum doc_align { DOC_ALIGN_DEFAULT, DOC_ALIGN_LEFT, DOC_ALIGN_CENTRE, DOC_ALIGN_RIGHT, DOC_ALIGN_DECIMAL };

/* Tables ------------------------------------------------------------------------------------------------ */

struct doc_cell {
    doc_runs runs;
    enum doc_align align; /* default: that of the column; header cells centred */
    int columns;          /* spans so many columns, at least 1 */
    int rows;             /* spans so many rows, at least 1; the cells below are absent */
    double shade;         /* 0 none … 1 strongest, for heat tables */
    bool strong;
};

struct doc_row {
    LIST_OF(struct doc_cell) cells;
    bool strong; /* a total, or the unit that the report is about */
    int group;   /* rows of one group stay on one page where they fit; 0 none */
};

struct doc_column {
    enum doc_align align;
    double weight; /* wanted share of the width; 0: from the content */
};

struct doc_table {
    const char *caption; /* without number; NULL */
    const char *note;    /* base and definition, under the table; NULL */
    LIST_OF(struct doc_column) columns;
    LIST_OF(struct doc_row) header; /* repeated on each page */
    LIST_OF(struct doc_row) rows;
    bool landscape; /* set on a landscape page when it does not fit upright */
};

/* Charts: data only; how they look is the renderer's ------------------------------------------------------ */

enum chart_kind {
    CHART_BARS,    /* ranking: one bar a category, value at its end; series[0]; lower/upper as whiskers */
    CHART_PROFILE, /* dots by category for several series on one scale: a unit against the mean */
    CHART_STACKED, /* 100 % stacked horizontal bars: categories × series (answer options), counts as values */
    CHART_HEAT,    /* categories (rows) × series (columns); NaN is not applicable, drawn "—" */
    CHART_LINE,    /* series over ordered categories (months, years) */
    CHART_SLOPE,   /* places of each series between two or more categories (years) */
    CHART_RADAR,
    CHART_FOREST,   /* value with interval by category */
    CHART_QUADRANT, /* points: series[0] x, series[1] y, by category */
    CHART_FUNNEL,
    CHART_HISTOGRAM,
    CHART_BOX, /* series: min, q1, median, q3, max */
    CHART_DIVERGING, /* as CHART_STACKED, about a middle: one side of the scale to the right, the other to the left; see `centre` and `apart` */
    CHART_KINDS
};

extern const char *const chart_kind_names[CHART_KINDS];

struct chart_series {
    const char *name;
    const double *values; /* one a category; NaN is missing */
    const double *lower;  /* of intervals; NULL */
    const double *upper;
};

struct doc_chart {
    enum chart_kind kind;
    const char *language; /* of the document; NULL is Chinese */
    const char *caption;
    const char *note;
    const char *alt; /* what a person who cannot see it is told */
    LIST_OF(const char *) categories;
    LIST_OF(struct chart_series) series;
    const char *unit;       /* "分", "%" */
    int decimals;           /* of printed values */
    double axis_min;        /* NaN: chosen */
    double axis_max;
    double reference;       /* a line, the mean; NaN none */
    const char *reference_label;
    const struct doc_chart *whole; /* a part of this one, on its axes; NULL */
    int highlight;          /* category that the report is about; −1 none */
    bool lower_is_better;   /* places */
    double centre;          /* diverging: how many series lie right of zero, from the first on; 2.5: the third is centred on it. NaN: half of them */
    size_t apart;           /* diverging: so many of the last series (do not know) are no part of the scale and stand beside it */
};

/* Pictures: PNG or JPEG as they came ----------------------------------------------------------------------- */

enum doc_image_format { DOC_IMAGE_PNG, DOC_IMAGE_JPEG };

struct doc_image {
    enum doc_image_format format;
    const char *bytes; /* the file; owned by the document's arena */
    size_t len;
    unsigned width, height; /* pixels */
    const char *caption; /* without number; NULL */
    const char *note;
    const char *alt; /* what a person who cannot see it is told */
};

/* Blocks ------------------------------------------------------------------------------------------------ */

enum doc_kind {
    DOC_TITLE,       /* title of the document, level 1, or line under it (author, date), level 2 */
    DOC_HEADING,     /* level 1…4: 一、 （一） 1. （1） are part of the text */
    DOC_PARAGRAPH,
    DOC_LIST,        /* children: one DOC_ITEM each */
    DOC_ITEM,
    DOC_QUOTE,
    DOC_TABLE,
    DOC_CHART,
    DOC_NOTE,        /* small text: base, definition, source */
    DOC_ATTACHMENT,  /* begins a page: label "附件1" at top left, title (runs) centred on line 3 */
    DOC_ATTACHMENTS, /* the note of attachments below the body: children are paragraphs, one an attachment */
    DOC_SIGNATURE,   /* children: paragraphs, set right */
    DOC_CONTENTS,    /* table of contents, of headings to `level` */
    DOC_PAGE_BREAK,
    DOC_RULE,
    DOC_IMAGE,       /* a picture with caption, counted with the charts */
    DOC_COVER,       /* a page before page 1, its back for the imprint: title (runs), label; children: paragraphs at its foot */
    DOC_QR,          /* a square code of `label`, an address, with runs beside it */
    DOC_KINDS
};

extern const char *const doc_kind_names[DOC_KINDS];

struct doc_block {
    enum doc_kind kind;
    int level;
    const char *id;    /* target of "#id" links; NULL */
    const char *label; /* DOC_ATTACHMENT: "附件1"; DOC_ITEM: its mark */
    doc_runs runs;
    enum doc_align align; /* paragraphs */
    bool plain;           /* paragraph without first-line indent */
    bool keep_next;       /* stays on the page of what follows; a table may still wait for the top of the next page */
    bool in_place;        /* stays on the page of what follows, table or not, and no table before it waits until it has passed: questions of a form */
    LIST_OF(struct doc_block) children;
    struct doc_table *table;
    struct doc_chart *chart;
    struct doc_image *image;
};

typedef LIST_OF(struct doc_block) doc_blocks;

struct doc {
    struct arena *arena;
    const char *language; /* "zh-CN", "en" */
    const char *title;
    const char *author;
    const char *subject;
    const char *keywords;
    const char *data_hash; /* SHA-256 of what it was made from; NULL */
    const char *questionnaire_hash, *rubric_hash; /* of these parts of it; NULL */
    const char *mark;      /* on every page: 模拟数据，非真实评估结果; NULL. No option removes it */
    const char *address;   /* of the published page: a square code above the first page; NULL */
    const char *date;      /* of the report, ISO; NULL */
    doc_blocks blocks;
};

/* Building ---------------------------------------------------------------------------------------------- */

struct doc *doc_new(const char *language);
void doc_free(struct doc *doc); /* accepts NULL */

const char *doc_text(struct doc *doc, const char *text); /* a copy in the document's arena; NULL stays NULL */

/* Adds an empty block to a list of blocks of this document. Pointers to earlier blocks of that list become stale. */
struct doc_block *doc_add(struct doc *doc, void *blocks, enum doc_kind kind);
struct doc_run *doc_add_run(struct doc *doc, doc_runs *runs, unsigned flags, const char *text);

struct doc_table *doc_new_table(struct doc *doc, size_t columns);
struct doc_row *doc_add_row(struct doc *doc, void *rows);
struct doc_cell *doc_add_cell(struct doc *doc, struct doc_row *row, const char *text);

struct doc_chart *doc_new_chart(struct doc *doc, enum chart_kind kind);
void doc_add_category(struct doc *doc, struct doc_chart *chart, const char *name);
/* A row "…" without a value: here rows are left out. Its value is NaN. */
void doc_add_gap(struct doc *doc, struct doc_chart *chart);
bool doc_is_gap(const struct doc_chart *chart, size_t category);
/* `values` are copied: as many as the chart has categories. */
struct chart_series *doc_add_series(struct doc *doc, struct doc_chart *chart, const char *name, const double *values);

/* The picture in these bytes, copied; its caption and alternative text are the caller's to set. NULL when they are neither PNG nor JPEG or have no size. */
struct doc_image *doc_new_image(struct doc *doc, const char *bytes, size_t len);
/* Does this picture count with the charts? One that has neither caption nor id stands for itself. */
bool doc_image_numbered(const struct doc_block *block);

/* Numbers tables, and charts and pictures together, as all renderers do (from 1, in the order of the document), and gives each reference
 * its text: 表1, 图2, 附件3, a heading in quotes. References to nowhere keep their text; doc_check() names them. */
void doc_resolve(struct doc *doc);

/* Plain text of runs, at the end of `out`. */
void doc_runs_text(const void *runs, struct strbuf *out);
/* Does the text end with a colon, and so announces what follows? */
bool doc_runs_lead(const void *runs);

/* What is wrong with a document, as text at the end of `out`: rows whose cells do not fill the columns, links to nowhere, series
 * without values. True when nothing is. */
bool doc_check(const struct doc *doc, struct strbuf *out);

/* The tree as indented text, every field: `ceping dump --stage doc`. */
void doc_dump(const struct doc *doc, struct strbuf *out);

#endif
