/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stands in a report besides text, tables and charts: pictures from files, the cover, the code that leads to the published page; and
 * labels, by which the text refers to any of them.
 */
#include "report_priv.h"

#include <errno.h>
#include <string.h>

/* Labels --------------------------------------------------------------------------------------------------- */

static size_t without_blanks(const char *text, size_t len)
{
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    return len;
}

size_t label_begin(const char *text, struct doc *doc, const char **ret_id)
{
    size_t whole = strlen(text), len = without_blanks(text, whole);
    const char *open = len > 3 && text[len - 1] == '}' ? memrchr(text, '{', len) : NULL;
    if (!open || open[1] != '#' || open + 2 == text + len - 1)
        return whole;
    *ret_id = arena_strndup(doc->arena, open + 2, (size_t)(text + len - 1 - (open + 2)));
    return without_blanks(text, (size_t)(open - text));
}

/* Pictures ------------------------------------------------------------------------------------------------- */

#define IMAGE_MAX ((size_t)20 << 20)

/* A template that came from elsewhere must not read what lies outside the evaluation. */
static bool stays_inside(const char *file)
{
    if (*file == '/' || *file == '\0' || strchr(file, '\\') || strchr(file, ':'))
        return false;
    for (const char *at = file; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL)
        if (!strncmp(at, "..", 2) && (at[2] == '/' || at[2] == '\0'))
            return false;
    return true;
}

struct doc_image *report_image(struct builder *b, const char *file, struct pos pos)
{
    if (!stays_inside(file)) {
        diags_error(b->diags, pos, _("the picture '%s' lies outside the evaluation's folder"), file);
        diags_hint(b->diags, _("a path from the folder of the evaluation, such as files/map.png"));
        return NULL;
    }
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    const char *folder = b->names.evaluation->folder, *path = arena_printf(b->arena, "%s/%s", folder ? folder : ".", file);
    if (!file_read(path, IMAGE_MAX, &bytes)) {
        diags_error(b->diags, pos, _("cannot read the picture '%s': %s"), file, strerror(errno));
        diags_hint(b->diags, _("looked for %s; at most 20 MB"), path);
        return NULL;
    }
    struct doc_image *image = doc_new_image(b->doc, bytes.at, bytes.len);
    if (!image) {
        diags_error(b->diags, pos, _("'%s' is no picture that can be printed"), file);
        diags_hint(b->diags, _("PNG and JPEG are known, up to 20000 pixels a side"));
    }
    return image;
}

/* Cover, code ---------------------------------------------------------------------------------------------- */

static void add_lines_of(struct block *block, const char *key, struct doc_block *into)
{
    const struct block_entry *entry = block_entry(block, key);
    for (size_t i = 0; entry && i < entry->values.count; i++)
        add_plain(block->b->doc, &doc_add(block->b->doc, &into->children, DOC_PARAGRAPH)->runs, 0, entry->values.at[i].text);
}

/* ```cover: title, subtitle, lines at its foot (who, when). */
void block_cover_build(struct block *block)
{
    struct doc *doc = block->b->doc;
    const char *title = block_text(block, "title"), *subtitle = block_text(block, "subtitle");
    if (!title)
        block_fail(block, block->pos, _("the cover has no title"));
    if (doc->blocks.count > 0)
        block_fail(block, block->pos, _("the cover stands before everything else"));
    struct doc_block cover = {.kind = DOC_COVER};
    add_lines_of(block, "lines", &cover);
    if (!block_end(block))
        return;
    struct doc_block *added = doc_add(doc, &doc->blocks, DOC_COVER);
    cover.level = added->level;
    *added = cover;
    add_plain(doc, &added->runs, 0, title);
    added->label = doc_text(doc, subtitle);
}

/* ```qr: the address of the evaluation, or one given; nothing where there is none. */
void block_qr_build(struct block *block)
{
    struct doc *doc = block->b->doc;
    const char *address = block_text(block, "address"), *text = block_text(block, "text");
    if (!block_end(block))
        return;
    if (!address)
        address = block->b->names.evaluation->address;
    if (!address)
        return;
    struct doc_block *added = doc_add(doc, &doc->blocks, DOC_QR);
    added->label = doc_text(doc, address);
    if (text)
        add_plain(doc, &added->runs, 0, text);
}
