/* SPDX-License-Identifier: GPL-3.0-or-later
 * What leaves the site for other media: the picture of a shared link, a card of the rates for newspapers (SVG and PNG), the release as plain text.
 * All from templates and the same results, so their figures are those of the pages.
 */
#include "ceping/render.h"
#include "site_priv.h"

static struct doc *template_doc(struct site *site, const char *name)
{
    return site_template_doc(site, name, arena_printf(site->arena, "site_%s.md", name), NULL);
}

static bool write_card(struct site *site, const char *name, const char *path, enum render_card kind)
{
    struct doc *doc = template_doc(site, name);
    if (!doc)
        return false;
    auto_strbuf struct strbuf svg, png;
    strbuf_init(&svg);
    strbuf_init(&png);
    const char *ending = site_english(site) ? "-en" : "";
    render_card_svg(doc, kind, &svg);
    bool good = site_write(site, arena_printf(site->arena, "%s%s.svg", path, ending), &svg);
    if (good && site->options->faces)
        good = render_card_png(doc, kind, site->options->faces, &png, site->diags) && site_write(site, arena_printf(site->arena, "%s%s.png", path, ending), &png);
    doc_free(doc);
    return good;
}

/* The release ----------------------------------------------------------------------------------------------------- */

/* One line a paragraph, so that it can be pasted anywhere; paragraphs begin with two blanks, as Chinese ones do. */
static void put_line(struct strbuf *out, const char *before, const doc_runs *runs)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(runs, &text);
    if (text.len)
        strbuf_addf(out, "%s%s\n", before, text.at);
}

static void put_cells(struct strbuf *out, const struct doc_row *row)
{
    for (size_t c = 0; c < row->cells.count; c++) {
        strbuf_adds(out, c ? "　" : "");
        doc_runs_text(&row->cells.at[c].runs, out);
    }
    strbuf_addc(out, '\n');
}

static void put_table(struct strbuf *out, const struct doc_table *table)
{
    for (size_t r = 0; r < table->header.count; r++)
        put_cells(out, &table->header.at[r]);
    for (size_t r = 0; r < table->rows.count; r++)
        put_cells(out, &table->rows.at[r]);
    if (table->note)
        strbuf_addf(out, "%s\n", table->note);
}

static void put_block(struct strbuf *out, const struct doc_block *block)
{
    size_t start = out->len;
    switch (block->kind) {
    case DOC_TITLE:
    case DOC_HEADING:
    case DOC_ATTACHMENT: put_line(out, "", &block->runs); break;
    case DOC_ITEM: put_line(out, "", &block->runs); break;
    case DOC_TABLE: put_table(out, block->table); break;
    case DOC_CHART: break; /* text has no pictures */
    default: put_line(out, "　　", &block->runs);
    }
    for (size_t i = 0; i < block->children.count; i++)
        put_block(out, &block->children.at[i]);
    if (out->len > start && block->kind != DOC_ITEM && out->at[out->len - 2] != '\n')
        strbuf_addc(out, '\n');
}

static bool write_release(struct site *site)
{
    struct doc *doc = template_doc(site, "release");
    if (!doc)
        return false;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    if (doc->mark)
        strbuf_addf(&out, "【%s】\n\n", doc->mark);
    for (size_t i = 0; i < doc->blocks.count; i++)
        put_block(&out, &doc->blocks.at[i]);
    while (out.len > 1 && out.at[out.len - 2] == '\n')
        strbuf_truncate(&out, out.len - 1);
    doc_free(doc);
    return site_write(site, "press/release.txt", &out);
}

bool site_press(struct site *site)
{
    return write_card(site, "share", "assets/share", RENDER_CARD_SHARE) && write_card(site, "card", "press/satisfaction", RENDER_CARD_PRESS) &&
           (site_english(site) || write_release(site)); /* a release is for Chinese newspapers */
}

/* Links ------------------------------------------------------------------------------------------------------------- */

void site_press_links(struct site *site, struct doc *doc)
{
    static const struct {
        const char *file, *what;
        bool picture;
    } files[] = {
        {"release.txt", "新闻通稿，纯文本，可用于微信公众号和报纸", false},
        {"satisfaction.png", "满意率和知晓率卡片，图片", true},
        {"satisfaction.svg", "满意率和知晓率卡片，矢量图", false},
        {"satisfaction-en.png", "满意率和知晓率卡片，英文图片", true},
    };
    struct doc_block *heading = doc_add(doc, &doc->blocks, DOC_HEADING);
    heading->level = 1;
    doc_add_run(doc, &heading->runs, 0, site_say(site, "新闻素材"));
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        if (files[i].picture && !site->options->faces)
            continue;
        struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
        item->label = "•";
        doc_add_run(doc, &item->runs, 0, files[i].file)->link = site_file_address(site, doc, "press/", files[i].file);
        doc_add_run(doc, &item->runs, 0, site_say(site, "　"));
        doc_add_run(doc, &item->runs, 0, site_say(site, files[i].what));
    }
}
