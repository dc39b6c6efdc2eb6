/* SPDX-License-Identifier: GPL-3.0-or-later
 * XML out of a zip archive, in pieces, within ceilings.
 *
 * A workbook of a few kilobytes can unfold to gigabytes twice over: by the zip (a bomb of zeros, 1 : 1000) and by XML entities (a billion laughs). So
 * a part may not be larger than PART_MAX, nor unfold more than RATIO_MAX times once it is past the size where that matters; document types, which carry
 * entities and which no workbook has, are refused; so are elements nested deeper than any workbook does, and single tokens that fill the parser's memory.
 */
#include "xlsx_priv.h"

enum { PIECE = 64 * 1024, DEPTH_MAX = 64, TOKEN_MAX = 8 * 1024 * 1024, RATIO_MAX = 300, RATIO_FROM = 32 * 1024 * 1024 };
#define PART_MAX ((uint64_t)1 << 30)

const char *xml_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(xml_local(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}

static void refuse(struct xml_part *part, const char *why)
{
    reader_fail(part->reader, 0, _("part '%s' of the workbook %s"), part->name, why);
    XML_StopParser(part->parser, XML_FALSE);
}

static void on_start(void *data, const char *element, const char **attributes)
{
    struct xml_part *part = data;
    if (++part->depth > DEPTH_MAX) {
        refuse(part, _("is nested too deeply"));
        return;
    }
    part->start(part, xml_local(element), attributes);
}

static void on_end(void *data, const char *element)
{
    struct xml_part *part = data;
    part->depth--;
    if (part->end && !part->reader->failed)
        part->end(part, xml_local(element));
}

static void on_text(void *data, const char *text, int len)
{
    struct xml_part *part = data;
    if (part->text && !part->reader->failed)
        part->text(part, text, (size_t)len);
}

static void on_doctype(void *data, const char *name, const char *system_id, const char *public_id, int internal)
{
    (void)name, (void)system_id, (void)public_id, (void)internal;
    refuse(data, _("declares a document type, which no workbook does"));
}

bool xml_part_open(struct xml_part *part, struct reader *reader, zip_t *zip, const char *name)
{
    part->reader = reader;
    part->name = name;
    zip_stat_t about;
    if (zip_stat(zip, name, 0, &about) != 0)
        return false;
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
        return reader_locked(reader);
    if ((about.valid & ZIP_STAT_SIZE) && about.size > PART_MAX)
        return reader_fail(reader, 0, _("part '%s' of the workbook is too large"), name);
    part->size = about.valid & ZIP_STAT_SIZE ? about.size : 0;
    part->packed = about.valid & ZIP_STAT_COMP_SIZE ? about.comp_size : 0;
    part->file = zip_fopen(zip, name, 0);
    if (!part->file)
        return reader_fail(reader, 0, _("part '%s' of the workbook cannot be read: %s"), name, zip_strerror(zip));
    part->parser = XML_ParserCreate(NULL);
    if (!part->parser)
        return reader_fail(reader, 0, _("part '%s' of the workbook cannot be read: %s"), name, _("out of memory"));
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return true;
}

static bool within(struct xml_part *part)
{
    bool large = part->fed > PART_MAX;
    bool unfolded = part->fed > RATIO_FROM && part->fed / RATIO_MAX > part->packed;
    if (large || unfolded)
        return reader_fail(part->reader, 0, _("part '%s' of the workbook unfolds to more than any sheet needs"), part->name);
    XML_Index done = XML_GetCurrentByteIndex(part->parser);
    if (done >= 0 && part->fed > (uint64_t)done + TOKEN_MAX)
        return reader_fail(part->reader, 0, _("part '%s' of the workbook holds a tag of more than %d bytes"), part->name, TOKEN_MAX);
    return true;
}

bool xml_part_feed(struct xml_part *part)
{
    if (part->done || part->reader->failed)
        return false;
    void *buffer = XML_GetBuffer(part->parser, PIECE);
    if (!buffer)
        return reader_fail(part->reader, 0, _("part '%s' of the workbook cannot be read: %s"), part->name, XML_ErrorString(XML_GetErrorCode(part->parser)));
    zip_int64_t got = zip_fread(part->file, buffer, PIECE);
    if (got < 0)
        return reader_fail(part->reader, 0, _("part '%s' of the workbook is damaged: %s"), part->name, zip_file_strerror(part->file));
    part->fed += (uint64_t)got;
    part->done = got == 0;
    enum XML_Status status = XML_ParseBuffer(part->parser, (int)got, part->done);
    if (part->reader->failed)
        return false;
    if (status != XML_STATUS_OK)
        return reader_fail(part->reader, 0, _("part '%s' of the workbook is damaged: %s"), part->name, XML_ErrorString(XML_GetErrorCode(part->parser)));
    return within(part);
}

void xml_part_close(struct xml_part *part)
{
    if (part->parser)
        XML_ParserFree(part->parser);
    if (part->file)
        zip_fclose(part->file);
    part->parser = NULL;
    part->file = NULL;
}

bool xml_part_run(struct xml_part *part, struct reader *reader, zip_t *zip, const char *name)
{
    if (xml_part_open(part, reader, zip, name))
        while (xml_part_feed(part))
            ;
    xml_part_close(part);
    return !reader->failed;
}
