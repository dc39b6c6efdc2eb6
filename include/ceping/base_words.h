/* SPDX-License-Identifier: GPL-3.0-or-later
 * The fixed words of documents: heads of tables, notes, captions, names of statistics. They are written in Chinese where they are used and
 * translated by one table for each other language, so that a report in English shows no Chinese that the program put there. (Messages to the person at
 * the terminal are another matter: base.h.)
 *
 *     doc_add_cell(doc, header, words_in(doc->language, "平均得分"));      "Mean score" in a document in English
 *     strbuf_addf(out, words_in(language, "第%s名"), place);              formats too; translations may number their arguments: %2$s
 */
#ifndef CEPING_BASE_WORDS_H
#define CEPING_BASE_WORDS_H

#include "ceping/base.h"

/* `chinese` in `language` ("zh-CN", "en"; NULL is Chinese). A text that the table does not have comes back as it is. */
const char *words_in(const char *language, const char *chinese) __attribute__((format_arg(2)));
bool words_chinese(const char *language);

/* A day as people of that language write it, at the end of `out`: 2018年7月6日, 6 July 2018. False when `iso` does not begin with such a day. */
bool words_date(const char *language, const char *iso, struct strbuf *out);

/* A first letter a–z becomes a capital: words are written as they stand within a sentence. */
void words_capitalise(char *text);

struct words_entry {
    const char *chinese, *other;
};

/* The table of a language, sorted by bytes, for tests. NULL where there is none. */
const struct words_entry *words_table(const char *language, size_t *ret_count);

#endif
