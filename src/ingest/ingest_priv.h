/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of this folder share. The way of a row:
 *
 *     file ─ reader (csv, xlsx, xls) ─▶ rows of cells ─ header + names (columns find their variables) ─▶ plan ─ cells (text to answers)
 *          ─ responses (key, rater, units, lines of one sheet) ─▶ sink
 *
 * A reader knows a format and nothing of surveys; a platform is a constant that says how an exporter names and marks things; all that is
 * known of an instrument is looked up through `struct names`.
 */
#ifndef CEPING_INGEST_PRIV_H
#define CEPING_INGEST_PRIV_H

#include "ceping/base_sha256.h"
#include "ceping/ingest.h"

enum {
    COLUMNS_MAX = 16384,    /* what a sheet of Excel holds */
    CELL_MAX = 1024 * 1024, /* Excel ends at 32,767 characters; more is a quotation mark that was never closed */
    HEADER_ROWS = 10,       /* the header is looked for in these */
    AHEAD_ROWS = 300,       /* held back to find header and mode */
    UNKNOWN_MAX = 1000,     /* different texts reported one by one; the rest is counted in one entry */
};

/* Readers ------------------------------------------------------------------------------------------------ */

struct cell { /* UTF-8, not terminated */
    const char *at;
    size_t len;
};

struct row {
    struct cell *at; /* borrowed until the next row */
    size_t count;
    size_t line; /* as a spreadsheet counts: from 1, empty rows too */
};

struct reader {
    const struct reader_type *type;
    void *state;
    const char *path;
    struct arena *arena; /* outlives the reader */
    struct diags *diags;
    bool failed; /* sticky, said in `diags`: next gives no more rows */
    enum encoding encoding;
    char delimiter;
    const char *sheet;
    const char *other_sheets; /* those that hold something too: "说明, 汇总"; NULL: none */
    const char *first_sheet;  /* the one that is read where nobody names one */
    uint64_t taken, size; /* bytes read and in all, of the file or of its sheet; size 0: not known */
    size_t header_rows; /* that only a header can be, whichever of them fits; 0: not known */
};

/* One format. Recognised by the first bytes of the file, never by its name. */
struct reader_type {
    const char *name;
    bool (*recognise)(const unsigned char *head, size_t len);
    bool (*open)(struct reader *reader, const struct ingest_options *options); /* on failure close is called all the same */
    bool (*next)(struct reader *reader, struct row *ret_row);
    void (*close)(struct reader *reader);
};

extern const struct reader_type reader_csv, reader_xlsx, reader_xls, reader_sav, reader_json;

bool reader_open(struct reader *reader, const char *path, const struct ingest_options *options, struct arena *arena, struct diags *diags);
bool reader_next(struct reader *reader, struct row *ret_row); /* false at the end and after a failure */
void reader_close(struct reader *reader);
/* Says what is wrong in row `line` (0: the whole file), makes the reader fail and returns false. */
bool reader_fail(struct reader *reader, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Notes a sheet that can be seen and holds something, in the order of the workbook; `read`: it is the one that is read. */
void reader_note_sheet(struct reader *reader, const char *name, bool read);

/* The workbook wants a password: said so; false. */
bool reader_locked(struct reader *reader);

/* Rows on their way from a parser that pushes to a reader that is pulled. */
struct row_queue {
    struct strbuf text;
    struct span {
        size_t at, len;
    } *spans;
    size_t span_count, span_room;
    struct queued {
        size_t first, count, line;
    } *rows;
    size_t row_count, row_room, taken;
    struct cell *cells;
    size_t cell_room;
    size_t first; /* span of the row in the making */
};

void row_queue_release(struct row_queue *queue);
void row_queue_clear(struct row_queue *queue);
void row_queue_put(struct row_queue *queue, size_t column, const char *text, size_t len); /* cells before it that are not there become empty */
/* A whole row without quotation marks, cut at the delimiter; blanks around a cell do not belong to it. Of more than `most` cells the first are taken. No cells: the line is
 * empty. False: a cell is longer than CELL_MAX, and `ret_cells` is its index. */
bool row_queue_cut(struct row_queue *queue, const char *line, size_t len, char delimiter, size_t most, size_t *ret_cells);
void row_queue_end(struct row_queue *queue, size_t line);
bool row_queue_take(struct row_queue *queue, struct row *ret_row);

/* Merged cells of a sheet: all of them show the text of the first. */
struct merge {
    size_t top, left, bottom, right; /* rows from 1, columns from 0 */
    const char *text;                /* of its first cell, once seen */
    size_t len;
};

struct merges {
    LIST_OF(struct merge) list; /* by their first row */
    size_t begun;               /* those before have begun … */
    size_t *open;               /* … and these of them have not ended */
    size_t open_count;
};

void merges_add(struct merges *merges, struct arena *arena, struct merge merge); /* nonsense is left out */
void merges_sort(struct merges *merges, struct arena *arena); /* once all are there */
/* Fills the row in the making. Rows come in order. */
void merges_fill(struct merges *merges, struct row_queue *queue, size_t line, struct arena *arena);

/* Numbers and times --------------------------------------------------------------------------------------- */

enum number_kind { KIND_NUMBER, KIND_PERCENT, KIND_DATE, KIND_ELAPSED };

/* What a number format makes of a number: by its code, or by its id among those built in. */
enum number_kind format_kind(int id, const char *code);
/* A number as a spreadsheet shows it: at most 15 digits, a point whatever the locale. */
void number_cell(struct strbuf *out, double value);
/* A day number of a spreadsheet as "2018-05-03", "2018-05-03 14:02:11", or "14:02:11" below 1. */
void serial_cell(struct strbuf *out, double serial, bool from_1904);
void elapsed_cell(struct strbuf *out, double days); /* "27:15:00" */
/* A number as its format shows it: a percentage is "35%", as the same sheet saved as CSV has it. */
void formatted_cell(struct strbuf *out, enum number_kind kind, double value, bool from_1904);
bool parse_seconds(const char *text, double *ret_seconds); /* 121秒, 2分3秒, 00:02:01, 121 */
/* The common form as it is, "2018-05-03 14:02:11", also with slashes; most times of most files, and it needs no key. */
enum { TIME_SIZE = sizeof "2018-05-03 14:02:11" };
bool plain_time(const char *text, size_t len, char ret_time[TIME_SIZE]);
/* Any usual way to write a day and time, as ISO; false when it is none. A date alone gives "2018-05-03". */
bool parse_time(const char *text, struct strbuf *out);
/* Month before day, as exporters of American programs write: "10/14/16 10:05". */
bool parse_american_time(const char *text, struct strbuf *out);

/* Platforms ---------------------------------------------------------------------------------------------- */

enum mode { MODE_TEXT, MODE_CODE, MODE_SCORE, MODES };

struct meta_column {
    const char *header; /* may begin or end with * for any text */
    enum column_role role;
};

struct missing_marker {
    const char *text;
    enum missing missing;
};

/* An exporter, as a constant. Adding one means adding a file with such a row and its name in platform.c. */
struct platform {
    const char *id;
    const char *name;
    const char *const *signs; /* headers that only this platform has, ended by NULL … */
    size_t signs_wanted;      /* … and how many of them must be there; 0: fits everything, comes last */
    const struct meta_column *meta;
    size_t meta_count;
    bool meta_first; /* its meta columns cannot be questions: looked up before them */
    /* How headers name questions, best first: %n number, %t title, short title or alias, %i id, %p the part (row, unit, option or what they combine to), %o the
     * word for the text of "other". */
    const char *const *patterns; /* ended by NULL */
    const char *const *open_tails; /* ends of headers behind which people wrote what they liked; NULL: none */
    const char *const *separators; /* between the options of a multiple question in one cell; ended by NULL */
    const char *const *arrows;     /* between the options of a ranking in one cell */
    const char *specify_open, *specify_close; /* around the text of "other, please specify" */
    const struct missing_marker *missing;
    size_t missing_count;
    bool modes;               /* exports either texts or codes, and says not which */
    bool letters;             /* options carry their letter: D.无所谓 */
    const char *other_answer; /* what stands for "other" where its text has a column of its own: -oth- */
    const char *other_part;   /* and the word that names that column, %o in the patterns: Q1[other] */
    bool other_in_mark;       /* the column of the option "other" holds its text instead of a mark */
    bool other_bare;          /* what was written stands in place of "other", at the end where there are several: a text that is no option is one */
    const char *group_mark;   /* between the groups in which a question lies and its name: g1/sg1/q */
    const char *code_mark;    /* headings may be the id, this, and the title: gender. Your gender */
    const char *cut_mark;     /* ends a title that was cut off: Please evaluate… */
    const char *blank_open, *blank_close; /* around the exporter's own name for a blank to fill in, which nobody knows: ____{fillblank-1a2b} */
    const char *const *place_parts; /* a ranking has a column for each place, which holds the option there: how the first of them is called, % its number; ended by NULL */
    bool no_is_two;           /* marks may be 1 for yes and 2 for no */
    const char *no_time;      /* stands where no time was kept */
    bool american_times;      /* month before day */
    bool twice;               /* several answers may stand twice: joined in one column, and in a column each */
    bool tag_row;             /* a row of #tags may follow the header */
    bool exact;               /* the program's own files: ids for headers, cells to the letter (ingest_exact.h) */
};

extern const struct platform platform_wjx, platform_tencent, platform_limesurvey, platform_kobo, platform_odk, platform_google, platform_surveymonkey, platform_ceping, platform_plain;
extern const struct platform *const platforms[]; /* ended by NULL */

const struct platform *platform_find(const char *id);
const char *platform_known_ids(struct arena *arena);
/* How well these header keys show the platform: signs and meta columns found, 0 when it is not this one. */
size_t platform_score(const struct platform *platform, const char *const *keys, size_t count);
/* The keys of its meta columns' headers, which are asked about again and again; a star stays. In `arena`. */
const char *const *platform_meta_keys(const struct platform *platform, struct arena *arena);
bool platform_meta(const struct platform *platform, const char *const *meta_keys, const char *key, enum column_role *ret_role);
/* Does this header speak of a person: 姓名, 手机号, …? */
bool header_is_personal(const char *key);
/* What an empty or marked cell means; MISSING_NONE when it is an answer. `key` is the cell's text_key. */
enum missing platform_missing(const struct platform *platform, const char *key);

/* Of the program's own files: what a header is for that the platform's list does not tell. */
bool exact_column(const struct instrument *instrument, const char *key, enum column_role *ret_role, int *ret_about);

/* Names of variables --------------------------------------------------------------------------------------- */

/* Where a column goes: `count` variables from `first` on. With `by_row` the unit of the line chooses: + index · stride. */
struct target {
    const struct question *question;
    size_t first, count;
    size_t stride;
    bool by_row;
    size_t place; /* of a ranking, from 1: the cell names the option that has it; 0: none */
};

struct names;

struct names *names_new(struct arena *arena, const struct instrument *instrument, const struct platform *platform);
void names_release(struct names *names);
/* Finds what the header (its text_key) names. False when nothing, or more than one thing equally well (*ret_ambiguous). */
bool names_find(const struct names *names, const char *key, struct target *ret_target, bool *ret_ambiguous);
const char *target_name(const struct instrument *instrument, const struct target *target, struct arena *arena);

/* Options ------------------------------------------------------------------------------------------------- */

struct option_index {
    const struct platform *platform;
    struct map keys; /* text_key of labels and aliases, to the option */
    const struct option *options;
    size_t count;
    size_t pieces; /* an option may consist of so many pieces when cut at the separators */
    bool scored;   /* some option has a score */
};

struct option_index *option_index_new(struct arena *arena, const struct question *question, const struct platform *platform);
const struct option *option_by_text(const struct option_index *index, const char *text, size_t len);
const struct option *option_by_code(const struct option_index *index, const char *text, size_t len);
/* By its score in the first vector; NULL where no option, or more than one, has it. */
const struct option *option_by_score(const struct option_index *index, const char *text, size_t len);

/* Bytes of the letter of an option before its text, "D." or "Ｄ．"; 0: none. */
size_t option_letter(const char *text, size_t len);

struct chosen {
    const struct option *option;
    struct cell specified; /* what was written beside it; at NULL when nothing */
};

/* One option, with what may be written beside it. */
bool option_choose(const struct option_index *index, enum mode mode, struct cell text, struct chosen *ret_chosen);
/* Cuts a cell that holds several; false when some piece is no option. */
struct chosen_list {
    struct chosen *at;
    size_t count;
};
bool option_split(const struct option_index *index, enum mode mode, const char *const *separators, struct cell text, struct arena *arena, struct chosen_list *ret_list);

/* Columns ------------------------------------------------------------------------------------------------- */

/* What the cells of a column seem to hold about people. */
enum content { CONTENT_NONE, CONTENT_MOBILE, CONTENT_IDENTITY, CONTENT_ADDRESS, CONTENT_MAIL, CONTENT_NAME, CONTENTS };

extern const char *const content_names[CONTENTS];
/* From the text_keys of its cells that are not empty. */
enum content content_of(char *const *keys, size_t count);

/* What a cell of a closed question, or an empty one, was found to mean. */
struct memo {
    struct answer *answers; /* of the target */
    bool unknown;
};

struct column_plan {
    const char *header; /* trimmed */
    const char *key;
    enum column_state state;
    enum column_role role;
    int about; /* COLUMN_UNIT: index into the instrument's `about`; −1: the unit of the line (`rows`) */
    struct target target;
    const char *target_name;
    struct option_index *options;
    struct map memo; /* cell to what it means: struct memo for closed questions, the unit or the rater for columns that name one */
    size_t memo_count;
    const struct memo *by_byte[256]; /* the same for cells of one byte, and at 0 for the empty one */
    enum content content; /* looked at only where no closed question and no role says what it holds */
    bool order_told; /* that codes are taken as the order of the units */
};

struct held_row { /* a row copied, because the header is still looked for */
    struct cell *at;
    size_t count;
    size_t line;
    bool header; /* of a file that tells its header from its rows */
};

typedef LIST_OF(struct held_row) held_rows;

struct plan {
    const struct instrument *instrument;
    const struct platform *platform;
    const char *const *meta_keys; /* platform_meta_keys */
    enum mode mode;
    size_t first_data; /* of the held rows */
    struct column_plan *columns;
    size_t count;
    size_t matched; /* columns that go to the instrument */
    size_t known;   /* and those with a meaning to the platform */
    bool split_multiple, joined_multiple;
};

/* Finds platform, header and instrument in the rows held. False with the reason in `diags`. */
bool plan_make(struct arena *arena, const struct evaluation *evaluation, const struct ingest_options *options, const char *path, const held_rows *held,
               struct plan *ret_plan, struct diags *diags);
void plan_release(struct plan *plan);
/* Columns that nobody asked for and whose cells are personal become so. */
void plan_look_for_people(struct plan *plan, const held_rows *held);
/* Labels, numbers of options or scores? A warning where nothing tells. */
void plan_find_mode(struct plan *plan, const struct ingest_options *options, const char *path, const held_rows *held, struct diags *diags);
/* The platform that wrote these rows. */
const struct platform *plan_platform(struct arena *arena, const held_rows *held);
/* The one header of one instrument, best row: used by plan_make. */
void plan_columns(struct arena *arena, const struct names *names, const struct instrument *instrument, const struct platform *platform, const held_rows *held,
                  struct plan *ret_plan);

/* What its cells may say, for who must correct them: "1 满意, 2 一般", "a number 0 … 100"; "" where any text is taken. In the report's arena. */
struct ingest;
const char *column_accepts(const struct ingest *ingest, const struct column_plan *column);

/* Reading rows -------------------------------------------------------------------------------------------- */

/* Variables of one question, item and unit that are settled against each other after each row. */
struct settling {
    size_t first, count;
};

struct ingest {
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const char *path;
    const struct ingest_sink *sink;
    struct ingest_report *report;
    struct diags *diags;
    struct arena *arena;     /* of the report */
    const char *source_key;
    struct arena *row_arena; /* of the row in hand: the sink's, or `own`, which is cleared now and then */
    struct arena *own;
    struct plan plan;
    struct map unknown; /* "column\x1ftext" to its index + 1 */
    struct seen_keys keys;      /* of the rows so far, to their line */
    struct map sheet_keys; /* where lines are gathered, to struct sheet */
    struct answer *answers;
    struct answer *blank; /* what a row says that says nothing */
    int *about;
    bool *has_column; /* by variable */
    bool *by_text;    /* marks of "other" of which only the text has a column */
    struct column_list { /* of the plan, by index */
        size_t *at, count;
    } meta, mapped;
    LIST_OF(struct settling) settlings;
    LIST_OF(struct sheet *) sheets; /* of instruments spread over lines */
    const struct ingest_options *options;
    bool has_operator; /* a column says who entered the row */
    size_t unused;     /* rows of an entry sheet that nobody filled in */
    bool stopped; /* by the sink */
};

void warn_of_people(struct ingest *ingest);
/* The keyed hash of where a response came from, in the arena of the row; NULL for nothing or without a key. */
const char *source_hash(const struct ingest *ingest, const char *text);
/* Counts a text that could not be read, or in which something was replaced. */
void ingest_unknown(struct ingest *ingest, const struct column_plan *column, struct cell text, size_t line);

/* What a cell of one byte, or none, was found to mean; most cells of most files are such. NULL: not yet, or it is longer. */
static inline const struct memo *memo_of_byte(const struct column_plan *column, struct cell cell)
{
    return cell.len > 1 ? NULL : column->by_byte[cell.len ? (unsigned char)*cell.at : 0];
}

/* May the meaning of this cell be remembered? */
bool memo_has_room(const struct column_plan *column, struct cell cell);
/* What the cell says about its variables, into answers[0 … count). */
void cell_read(struct ingest *ingest, struct column_plan *column, struct cell cell, size_t line, struct answer *answers);
/* Of a ranking: what the column of one place says, beside what those of others said. */
void place_merge(struct answer *answers, const struct answer *place, size_t count);
/* After a row: blanks among marks. What is to be settled is found before the first. */
void marks_settle(struct ingest *ingest, struct answer *answers);
void marks_find(struct ingest *ingest);
/* Trimmed, without NUL and the sentinels of templates; sets *ret_replaced when some were there. */
struct cell cell_clean(struct cell cell, struct arena *arena, bool *ret_replaced);

/* A row below the responses: sums or means, or a remark. */
enum summary { SUMMARY_NONE, SUMMARY_SUMS, SUMMARY_REMARK };
enum summary summary_of(const char *key);
/* What the first cell of a row says that has anything in it; `ret_at` which it is. */
enum summary summary_cell(const struct cell *cells, size_t count, size_t *ret_at);
bool row_is_summary(const struct ingest *ingest, const struct row *row);

bool row_read(struct ingest *ingest, const struct row *row); /* false: the sink said stop */
bool rows_flush(struct ingest *ingest);                     /* hands on what was gathered over lines */

/* Names near to a wrong one, for reasons: "张店区, 淄川区", or all when none is near. */
void near_names(struct strbuf *out, const char *wrong, const char *const *names, size_t count);

#endif
