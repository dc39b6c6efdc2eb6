/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writing JSON as text, one member a line, in the order of the calls: the same input gives the same bytes, which a hash table would not.
 *
 *     json_out_begin(&json, NULL, '{');
 *     json_out_text(&json, "id", "zd");
 *     json_out_end(&json, '}');
 */
#ifndef CEPING_PUBLISH_JSON_TEXT_H
#define CEPING_PUBLISH_JSON_TEXT_H

#include "ceping/base.h"

struct json_out {
    struct strbuf *out;
    int depth;
    bool inner; /* something stands before the next member */
    int flat;   /* > 0: everything on one line */
};

/* Members have a name in objects and none (NULL) in lists. Absent texts and numbers that do not exist are null. */
void json_out_begin(struct json_out *json, const char *name, char bracket);
void json_out_end(struct json_out *json, char bracket);
/* The same on one line. */
void json_out_begin_flat(struct json_out *json, const char *name, char bracket);
void json_out_text(struct json_out *json, const char *name, const char *text);
void json_out_number(struct json_out *json, const char *name, double value); /* with all its digits */
void json_out_bool(struct json_out *json, const char *name, bool truth);
/* A text in quotes; < > & as codes, so that it does no harm where a page takes it in. */
void json_put_text(struct strbuf *out, const char *text);
/* What is JSON already. */
void json_out_raw(struct json_out *json, const char *name, const char *text);

#endif
