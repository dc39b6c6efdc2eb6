/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a PDF has besides its pages: metadata, language, bookmarks, links, page labels. Texts are written as UTF-16 of our own making, since
 * libharu's way through its encoders loses characters above U+FFFF.
 */
#include "ceping/base_text.h"
#include "pdf_priv.h"

#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <stdlib.h>

/* A text string of PDF: UTF-16, big end first, with its mark. */
static HPDF_Binary text_object(struct pdf *pdf, const char *text)
{
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    strbuf_add(&bytes, "\xFE\xFF", 2);
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t code = utf8_next(&text, end);
        uint32_t units[2] = {code, 0};
        size_t count = 1;
        if (code >= 0x10000) {
            units[0] = 0xD800 + ((code - 0x10000) >> 10);
            units[1] = 0xDC00 + ((code - 0x10000) & 0x3FF);
            count = 2;
        }
        for (size_t i = 0; i < count; i++) {
            strbuf_addc(&bytes, (char)(units[i] >> 8 & 0xFF));
            strbuf_addc(&bytes, (char)(units[i] & 0xFF));
        }
    }
    return HPDF_Binary_New(pdf->out->mmgr, (HPDF_BYTE *)bytes.at, (HPDF_UINT)bytes.len);
}

/* Metadata --------------------------------------------------------------------------------------------- */

static void add_info(struct pdf *pdf, HPDF_Dict info, const char *key, const char *text)
{
    if (text && *text)
        HPDF_Dict_Add(info, key, text_object(pdf, text));
}

/* The date of the report, at midnight in China; no clock is asked. */
static void add_date(struct pdf *pdf, HPDF_Dict info, const char *iso)
{
    if (!iso || strlen(iso) < 10 || iso[4] != '-' || iso[7] != '-')
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "D:%.4s%.2s%.2s000000+08'00'", iso, iso + 5, iso + 8);
    HPDF_Dict_Add(info, "CreationDate", HPDF_String_New(pdf->out->mmgr, text.at, NULL));
}

void pdf_add_metadata(struct pdf *pdf)
{
    const struct doc *doc = pdf->doc;
    HPDF_SetInfoAttr(pdf->out, HPDF_INFO_CREATOR, "ceping");
    HPDF_Dict info = pdf->out->info;
    if (info) {
        add_info(pdf, info, "Title", doc->title);
        add_info(pdf, info, "Author", doc->author);
        add_info(pdf, info, "Subject", doc->subject);
        add_info(pdf, info, "Keywords", doc->keywords);
        add_info(pdf, info, "DataHash", doc->data_hash);
        add_info(pdf, info, "Mark", doc->mark);
        add_date(pdf, info, doc->date);
    }
    HPDF_Dict_Add(pdf->out->catalog, "Lang", HPDF_String_New(pdf->out->mmgr, doc->language, NULL));
    HPDF_Dict preferences = HPDF_Dict_New(pdf->out->mmgr);
    HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
    HPDF_Dict_Add(pdf->out->catalog, "ViewerPreferences", preferences);
    HPDF_AddPageLabel(pdf->out, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, "");
}

/* Bookmarks and links ---------------------------------------------------------------------------------- */

static HPDF_Destination destination(struct pdf *pdf, size_t page, double y)
{
    HPDF_Destination to = HPDF_Page_CreateDestination(pdf->pages[page]);
    const struct layout_page *layout = &pdf->layout->pages.at[page];
    if (layout->turned)
        HPDF_Destination_SetFit(to);
    else
        HPDF_Destination_SetXYZ(to, 0, (HPDF_REAL)(layout->height - y + 12), 1);
    return to;
}

void pdf_add_bookmarks(struct pdf *pdf)
{
    enum { DEEPEST = 5 };
    HPDF_Outline parents[DEEPEST + 1] = {NULL};
    for (size_t i = 0; i < pdf->layout->bookmarks.count; i++) {
        const struct layout_bookmark *mark = &pdf->layout->bookmarks.at[i];
        int level = mark->level < 1 ? 1 : mark->level > DEEPEST ? DEEPEST : mark->level;
        HPDF_Outline parent = NULL;
        for (int k = level - 1; k > 0 && !parent; k--)
            parent = parents[k];
        HPDF_Outline outline = HPDF_CreateOutline(pdf->out, parent, "-", NULL);
        if (!outline)
            return;
        HPDF_Dict_Add(outline, "Title", text_object(pdf, mark->title));
        HPDF_Outline_SetDestination(outline, destination(pdf, mark->page, mark->y));
        HPDF_Outline_SetOpened(outline, level == 1);
        parents[level] = outline;
        for (int k = level + 1; k <= DEEPEST; k++)
            parents[k] = NULL;
    }
    if (pdf->layout->bookmarks.count > 0)
        HPDF_SetPageMode(pdf->out, HPDF_PAGE_MODE_USE_OUTLINE);
}

static void add_link(struct pdf *pdf, size_t page, const struct placed *link, const struct map *targets)
{
    const struct layout_page *layout = &pdf->layout->pages.at[page];
    HPDF_Rect rect = {(HPDF_REAL)link->x, (HPDF_REAL)(layout->height - link->y - link->height), (HPDF_REAL)(link->x + link->width),
                      (HPDF_REAL)(layout->height - link->y)};
    if (layout->turned) {
        rect = (HPDF_Rect){(HPDF_REAL)link->y, (HPDF_REAL)link->x, (HPDF_REAL)(link->y + link->height), (HPDF_REAL)(link->x + link->width)};
    }
    HPDF_Annotation annotation = NULL;
    if (link->target[0] == '#') {
        const struct layout_target *target = map_get(targets, link->target + 1);
        if (target)
            annotation = HPDF_Page_CreateLinkAnnot(pdf->pages[page], rect, destination(pdf, target->page, target->y));
    } else {
        annotation = HPDF_Page_CreateURILinkAnnot(pdf->pages[page], rect, link->target);
    }
    if (annotation)
        HPDF_LinkAnnot_SetBorderStyle(annotation, 0, 0, 0);
}

void pdf_add_links(struct pdf *pdf)
{
    struct map targets;
    map_init(&targets);
    for (size_t i = 0; i < pdf->layout->targets.count; i++)
        map_put(&targets, pdf->layout->targets.at[i].id, &pdf->layout->targets.at[i]);
    for (size_t page = 0; page < pdf->layout->pages.count; page++) {
        const struct layout_page *layout = &pdf->layout->pages.at[page];
        for (size_t i = 0; i < layout->items.count; i++)
            if (layout->items.at[i].kind == PLACED_LINK)
                add_link(pdf, page, &layout->items.at[i], &targets);
    }
    map_release(&targets);
}
