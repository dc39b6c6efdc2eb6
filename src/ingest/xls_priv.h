/* SPDX-License-Identifier: GPL-3.0-or-later
 * The container of XLS files.
 */
#ifndef CEPING_XLS_PRIV_H
#define CEPING_XLS_PRIV_H

#include "ingest_priv.h"

enum compound_result { COMPOUND_OK, COMPOUND_DAMAGED, COMPOUND_NO_WORKBOOK, COMPOUND_ENCRYPTED };

/* Takes the stream "Workbook" out of a compound file. */
enum compound_result compound_workbook(const struct strbuf *file, struct strbuf *ret_stream);

static inline unsigned le16(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (unsigned)byte[0] | (unsigned)byte[1] << 8;
}

static inline uint32_t le32(const char *at)
{
    return (uint32_t)le16(at) | (uint32_t)le16(at + 2) << 16;
}

#endif
