/* SPDX-License-Identifier: GPL-3.0-or-later
 * Streams that are deflated here. libharu deflates through zlib, four kilobytes at a time: for the reports of an evaluation that was a third of all time, most of it for outlines
 * of glyphs, which hardly get smaller. libdeflate takes a sixth of it at its quickest and its bytes are not one in a hundred more.
 */
#include "pdf_priv.h"

#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <libdeflate.h>
#include <stdlib.h>

enum { QUICK = 1, SMALL = 7 };

void pdf_begin_streams(struct pdf *pdf)
{
    pdf->quick = libdeflate_alloc_compressor(QUICK);
    pdf->small = libdeflate_alloc_compressor(SMALL);
}

void pdf_end_streams(struct pdf *pdf)
{
    libdeflate_free_compressor(pdf->quick);
    libdeflate_free_compressor(pdf->small);
}

/* libharu names the filters that it applies itself, and only those. */
static HPDF_STATUS name_filter(HPDF_Dict dict, HPDF_Stream out)
{
    (void)dict;
    return HPDF_Stream_WriteStr(out, "/Filter /FlateDecode\012");
}

void pdf_fill_stream(struct pdf *pdf, HPDF_Dict dict, const void *bytes, size_t len, enum pdf_content content)
{
    struct libdeflate_compressor *compressor = content == PDF_OUTLINES ? pdf->quick : pdf->small;
    if (!dict || !compressor) {
        pdf->error = pdf->error == HPDF_OK ? HPDF_FAILD_TO_ALLOC_MEM : pdf->error;
        return;
    }
    size_t room = libdeflate_zlib_compress_bound(compressor, len);
    auto_free unsigned char *deflated = xmalloc(room);
    size_t count = libdeflate_zlib_compress(compressor, bytes, len, deflated, room);
    dict->filter = HPDF_STREAM_FILTER_NONE;
    dict->write_fn = name_filter;
    HPDF_Stream_Write(dict->stream, deflated, (HPDF_UINT)count);
}
