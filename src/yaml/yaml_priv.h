/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of yaml/ share.
 */
#ifndef CEPING_YAML_PRIV_H
#define CEPING_YAML_PRIV_H

#include "ceping/yaml.h"

/* The last place that was asked for. */
struct yaml_cursor {
    size_t line, column, offset;
    int width; /* columns before it */
};

/* The bytes of a file and where its lines begin, as libyaml counts lines: LF, CR, CR LF, NEL, LS and PS end one. */
struct yaml_text {
    const char *file;
    const char *at;
    size_t len;
    int first_line;
    LIST_OF(size_t) lines; /* offsets */
    struct yaml_cursor cursor;
};

/* Drops a BOM and refuses what is no text: other encodings, invalid UTF-8, NUL and control characters. */
bool yaml_text_open(struct yaml_text *text, struct arena *arena, const struct yaml_input *input, struct diags *diags);
/* Place of the character `column` (from 0) in `line` (from 0), `width` columns up to character `end_column` of the same line; -1: to the end of it. */
struct pos yaml_text_pos(struct yaml_text *text, size_t line, size_t column, long end_column);
/* The line (from 0) without its end. */
const char *yaml_text_line(const struct yaml_text *text, size_t line, size_t *ret_len);

/* What libyaml cannot explain and Chinese keyboards cause. Reports a key with a full-width colon, or without the space after it, when one of the
 * lines `from`…`to` begins with such. */
bool yaml_report_colon(struct diags *diags, struct yaml_text *text, size_t from, size_t to);
/* Adds a hint when the line has full-width punctuation that YAML wants narrow. */
bool yaml_hint_full_width(struct diags *diags, const struct yaml_text *text, size_t line);

bool yaml_fill_scalar(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, enum yaml_type type, void *member);
const char *yaml_kind_name(enum yaml_node_kind kind);
const char *yaml_type_name(enum yaml_type type); /* "a number" */

#endif
