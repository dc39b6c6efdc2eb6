/* SPDX-License-Identifier: GPL-3.0-or-later
 * Chinese and other text: UTF-8, display width, normal forms for comparing, encodings of files.
 */
#ifndef CEPING_BASE_TEXT_H
#define CEPING_BASE_TEXT_H

#include "ceping/base.h"

/* UTF-8 ------------------------------------------------------------------------------------------------- */

/* Reads the code point at *text, which ends at `end`, and moves *text past it. Invalid bytes yield U+FFFD, one byte each. */
uint32_t utf8_next(const char **text, const char *end);
size_t utf8_encode(uint32_t codepoint, char out[4]);
size_t utf8_length(const char *text, size_t len); /* code points */
/* Offset of the first invalid byte (also NUL, surrogates, overlong forms), or `len` when all is valid. */
size_t utf8_check(const char *text, size_t len);

/* Controls and marks of writing direction: have no width, and can make a terminal show something else than what is
 * there. */
bool text_is_control(uint32_t codepoint);
/* Display width in columns of a terminal: wide and full-width characters and East Asian ambiguous punctuation
 * used in Chinese (“ ” ‘ ’ … — ·) count two, combining marks none. */
int text_codepoint_width(uint32_t codepoint);
size_t text_width(const char *text);
size_t text_width_n(const char *text, size_t len);
/* Adds `text` and spaces up to `width` columns; right-aligned when `right`. Longer text is added whole. */
void text_pad(struct strbuf *out, const char *text, size_t width, bool right);

/* Comparing --------------------------------------------------------------------------------------------- */

/* The form in which names, titles and option labels are compared: NFKC (full-width to half-width), all white space
 * removed, case folded, quotes of all kinds (“” ‘’ 「」 "" '' ` and a stray backslash) dropped, dashes of all kinds to '-',
 * brackets （） 【】〔〕[] to (), ，,；; ：: 。. unified. Two names are the same when their keys are equal. */
char *text_key(const char *text); /* caller frees */
bool text_alike(const char *a, const char *b); /* their keys are equal */
void text_key_add(struct strbuf *out, const char *text, size_t len);
/* Without white space and U+FEFF at either end (also the ideographic space). */
char *text_trim_copy(struct arena *arena, const char *text, size_t len);

/* Optimal string alignment distance over code points, for "did you mean"; stops at `limit` + 1. */
size_t text_distance(const char *a, const char *b, size_t limit);

/* Numbers as people type them: full-width digits, spaces around, "1.0", "１２", "1,234", trailing 分/次/份/个/项/秒/%.
 * False when it is no number, NaN or infinite. A trailing % divides by 100 only when `percent` is true. */
bool text_number(const char *text, size_t len, bool percent, double *ret_value);
/* A day that there is, as "2018-07-06" and nothing else. */
bool text_is_date(const char *text);

/* One cell of CSV, in quotation marks where a separator (comma, semicolon, tab), a quotation mark, a line end or a blank at either end asks for it. */
void csv_add_cell(struct strbuf *out, const char *text);

/* Encodings --------------------------------------------------------------------------------------------- */

enum encoding { ENCODING_UNKNOWN, ENCODING_UTF8, ENCODING_UTF8_BOM, ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODINGS };

const char *encoding_name(enum encoding encoding); /* "UTF-8", "UTF-8 with BOM", "GB18030", … */

/* Tells the encoding from the bytes: BOM first, then UTF-16 by its zero bytes, then valid UTF-8, then valid GB18030; else UNKNOWN.
 * `len` bytes of the beginning of a file do; a character cut off at the end is forgiven when `more` is true. */
enum encoding encoding_detect(const char *bytes, size_t len, bool more);

/* Converts a whole buffer to UTF-8 (BOM dropped) at the end of `out`. False, with the offset of the bad byte, where it is not valid. */
bool encoding_to_utf8(enum encoding encoding, const char *bytes, size_t len, struct strbuf *out, size_t *ret_bad_offset);

/* Files ------------------------------------------------------------------------------------------------- */

/* Reads a whole file of at most `limit` bytes. False with errno set (EFBIG when larger). */
bool file_read(const char *path, size_t limit, struct strbuf *out);
/* Writes beside `path` and renames, so that no half-written file is ever seen there. Mode as given. False with errno set. */
bool file_write(const char *path, const char *bytes, size_t len, unsigned mode);
/* The same for a file in a folder that nobody looks at yet: it is not on the disk when this returns, so that hundreds of them do not wait for it one by one.
 * Before the folder takes its place, `file_sync_all` waits once for all that was written to the disk of `path`. */
bool file_write_unseen(const char *path, const char *bytes, size_t len, unsigned mode);
bool file_sync_all(const char *path);
bool file_make_folders(const char *path); /* like mkdir -p */
bool file_exists(const char *path);
/* A pattern for mkstemp() and mkdtemp(): $TMPDIR, otherwise the system's folder for what does not stay, and a name that begins with `prefix`. */
void file_temporary(const char *prefix, struct strbuf *out);
/* Pixels of a PNG, from its first bytes. False when it is none. */
bool png_size(const char *bytes, size_t len, uint32_t *ret_width, uint32_t *ret_height);

#endif
