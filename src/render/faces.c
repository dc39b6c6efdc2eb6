/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faces by role. A role names a chain of faces, the first one found serves; a character that it lacks is drawn by any other face that
 * has it, so that a rare name never falls out of a report. Files are mapped, not read: opening all faces costs about a millisecond, and once
 * open they are only read, so that documents made on several threads share them.
 *
 * Only TrueType outlines can be embedded (libharu); a face with CFF outlines is passed over, as is one whose licence bits forbid embedding.
 */
#include "faces_priv.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <stdlib.h>

const char *const face_role_ids[FACE_ROLES] = {
    [FACE_SONG_TITLE] = "song_title", [FACE_FANGSONG] = "fangsong", [FACE_HEI] = "hei", [FACE_KAI] = "kai", [FACE_SONG] = "song", [FACE_LATIN] = "latin",
};

const char *const face_role_names[FACE_ROLES] = {
    [FACE_SONG_TITLE] = "小标宋", [FACE_FANGSONG] = "仿宋", [FACE_HEI] = "黑体",
    [FACE_KAI] = "楷体",          [FACE_SONG] = "宋体",     [FACE_LATIN] = "西文",
};

#define ARPHIC "/usr/share/fonts/truetype/arphic/"
#define UMING {ARPHIC "uming.ttc", "AR PL UMing CN"}
#define UKAI {ARPHIC "ukai.ttc", "AR PL UKai CN"}
#define MICRO_HEI {"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei"}
#define WENKAI {"/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", NULL}

struct candidate {
    const char *file;   /* absolute, or a name in the folder of converted faces */
    const char *family; /* within a collection; NULL: the first */
};

enum { CHAIN = 5 };

struct role_chain {
    const char *families[CHAIN]; /* of the machine, asked of fontconfig */
    struct candidate files[CHAIN];
    const char *packages; /* what to install when there is none */
    const char *better;   /* and when only a stand-in serves */
};

static const struct role_chain chains[FACE_ROLES] = {
    [FACE_SONG_TITLE] = {{"FZXiaoBiaoSong-B05S", "方正小标宋简体", "方正小标宋_GBK"}, {{"FandolSong-Bold.ttf", NULL}, UMING}, "fonts-arphic-uming",
                         N_("'make fonts' makes it from Debian's fandol fonts; or install 方正小标宋简体")},
    [FACE_FANGSONG] = {{"FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"}, {{"FandolFang-Regular.ttf", NULL}, UMING}, "fonts-arphic-uming",
                       N_("'make fonts' makes it from Debian's fandol fonts; or install 仿宋_GB2312")},
    [FACE_HEI] = {{"SimHei", "黑体"}, {MICRO_HEI, UMING}, "fonts-wqy-microhei", N_("install the Debian package fonts-wqy-microhei, or 黑体")},
    [FACE_KAI] = {{"KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"}, {WENKAI, UKAI, UMING}, "fonts-lxgw-wenkai", N_("install the Debian package fonts-lxgw-wenkai, or 楷体_GB2312")},
    [FACE_SONG] = {{"SimSun", "宋体"}, {UMING, {"FandolSong-Bold.ttf", NULL}}, "fonts-arphic-uming", N_("install the Debian package fonts-arphic-uming, or 宋体")},
    [FACE_LATIN] = {{"Times New Roman", "Liberation Serif"}, {{"FandolFang-Regular.ttf", NULL}, UMING}, "fonts-arphic-uming",
                    N_("'make fonts' makes it from Debian's fandol fonts; or install Times New Roman")},
};

/* Opening ---------------------------------------------------------------------------------------------- */

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool there = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return there;
}

/* OS/2 fsType: 2 alone means that embedding is not allowed. */
static bool may_embed(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned len = 0;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(blob, &len);
    bool may = len < 10 || (bytes[9] & 0x0F) != 2;
    hb_blob_destroy(blob);
    return may;
}

static bool has_family(hb_face_t *face, const char *family)
{
    unsigned count = 0;
    const hb_ot_name_entry_t *entries = hb_ot_name_list_names(face, &count);
    for (unsigned i = 0; i < count; i++) {
        if (entries[i].name_id != HB_OT_NAME_ID_FONT_FAMILY)
            continue;
        char name[128];
        unsigned room = sizeof name;
        hb_ot_name_get_utf8(face, entries[i].name_id, entries[i].language, &room, name);
        if (strcmp(name, family) == 0)
            return true;
    }
    return false;
}

static hb_face_t *open_family(hb_blob_t *blob, const char *family, unsigned *ret_index)
{
    unsigned count = hb_face_count(blob);
    for (unsigned i = 0; i < count; i++) {
        hb_face_t *face = hb_face_create(blob, i);
        if (!family || has_family(face, family)) {
            *ret_index = i;
            return face;
        }
        hb_face_destroy(face);
    }
    return NULL;
}

/* The number of the face in the list, opening it when it is new; −1 when it does not serve. `index` −1: by family. */
static int open_face(struct render_faces *faces, const char *file, int index, const char *family)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
    if (!blob)
        return -1;
    unsigned found = index > 0 ? (unsigned)index : 0;
    hb_face_t *face = index >= 0 ? hb_face_create(blob, found) : open_family(blob, family, &found);
    hb_blob_destroy(blob);
    if (!face)
        return -1;

    for (size_t i = 0; i < faces->list.count; i++) {
        if (strcmp(faces->list.at[i].file, file) == 0 && faces->list.at[i].index == found) {
            hb_face_destroy(face);
            return (int)i;
        }
    }
    if (!has_table(face, HB_TAG('g', 'l', 'y', 'f')) || !may_embed(face)) {
        hb_face_destroy(face);
        return -1;
    }
    struct face *added = LIST_ADD(faces->arena, &faces->list);
    added->file = arena_strdup(faces->arena, file);
    added->index = found;
    added->outlines = face;
    added->font = hb_font_create(face);
    added->units = hb_face_get_upem(face);
    added->pages = arena_alloc_array(faces->arena, FACE_PAGES, sizeof *added->pages);
    hb_face_make_immutable(face);
    hb_font_make_immutable(added->font);
    return (int)faces->list.count - 1;
}

static int open_candidate(struct render_faces *faces, const struct candidate *candidate, const char *folder)
{
    if (!candidate->file)
        return -1;
    if (candidate->file[0] == '/')
        return open_face(faces, candidate->file, -1, candidate->family);
    if (!folder)
        return -1;
    return open_face(faces, arena_printf(faces->arena, "%s/%s", folder, candidate->file), -1, candidate->family);
}

/* A face of exactly this family: fontconfig would give something like it for any name. */
static int open_installed(struct render_faces *faces, FcConfig *config, const char *family)
{
    if (!config || !family)
        return -1;
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, FC_INDEX, (char *)NULL);
    FcFontSet *set = FcFontList(config, pattern, wanted);
    int found = -1;
    for (int i = 0; set && i < set->nfont && found < 0; i++) {
        FcChar8 *file = NULL;
        int index = 0;
        if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch && FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &index) == FcResultMatch)
            found = open_face(faces, (const char *)file, index & 0xFFFF, NULL);
    }
    if (set)
        FcFontSetDestroy(set);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return found;
}

static int open_role(struct render_faces *faces, FcConfig *config, const struct role_chain *chain, const char *folder, bool *ret_stand_in)
{
    int found = -1;
    for (size_t i = 0; i < CHAIN && found < 0; i++)
        found = open_installed(faces, config, chain->families[i]);
    for (size_t i = 0; i < CHAIN && found < 0; i++) {
        found = open_candidate(faces, &chain->files[i], folder);
        *ret_stand_in = i > 0;
    }
    return found;
}

struct installed {
    const char *file;
    int index;
};

static int compare_installed(const void *a, const void *b)
{
    const struct installed *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Every TrueType face of the machine, behind the others: a rare name is drawn if any of them has it. In order of their files, since
 * fontconfig lists them in no order. */
static void open_all_installed(struct render_faces *faces, FcConfig *config)
{
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FONTFORMAT, (const FcChar8 *)"TrueType");
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, FC_INDEX, (char *)NULL);
    FcFontSet *set = FcFontList(config, pattern, wanted);
    LIST_OF(struct installed) list = {0};
    for (int i = 0; set && i < set->nfont; i++) {
        FcChar8 *file = NULL;
        int index = 0;
        bool known = FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch && FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &index) == FcResultMatch;
        if (known && index <= 0xFFFF) /* above: an instance of a variable face */
            *LIST_ADD(faces->arena, &list) = (struct installed){arena_strdup(faces->arena, (const char *)file), index};
    }
    if (set)
        FcFontSetDestroy(set);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(pattern);
    if (list.count > 0)
        qsort(list.at, list.count, sizeof *list.at, compare_installed);
    for (size_t i = 0; i < list.count; i++)
        open_face(faces, list.at[i].file, list.at[i].index, NULL);
}

struct render_faces *render_faces_open(const char *folder, bool fixed, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct render_faces *faces = ARENA_NEW(arena, struct render_faces);
    faces->arena = arena;
    FcConfig *config = fixed ? NULL : FcInitLoadConfigAndFonts();

    bool good = true;
    for (size_t role = 0; role < FACE_ROLES; role++) {
        int found = open_role(faces, config, &chains[role], folder, &faces->stand_in[role]);
        if (found < 0) {
            diags_error(diags, POS_NONE, _("no face for '%s'"), face_role_names[role]);
            diags_hint(diags, _("install the Debian package %s"), chains[role].packages);
            good = false;
        } else {
            faces->role[role] = (unsigned)found;
        }
    }
    /* The rest of the chains help with characters that the first ones lack. */
    for (size_t role = 0; role < FACE_ROLES && good; role++)
        for (size_t i = 0; i < CHAIN; i++)
            open_candidate(faces, &chains[role].files[i], folder);
    if (config && good)
        open_all_installed(faces, config);
    if (config)
        FcConfigDestroy(config);
    if (!good) {
        render_faces_free(faces);
        return NULL;
    }
    return faces;
}

void render_faces_free(struct render_faces *faces)
{
    if (!faces)
        return;
    for (size_t i = 0; i < faces->list.count; i++) {
        for (size_t p = 0; p < FACE_PAGES; p++)
            free(atomic_load(&faces->list.at[i].pages[p]));
        hb_font_destroy(faces->list.at[i].font);
        hb_face_destroy(faces->list.at[i].outlines);
    }
    arena_free(faces->arena);
}

const char *render_faces_file(const struct render_faces *faces, enum face_role role)
{
    return faces->list.at[faces->role[role]].file;
}

void render_faces_family(const struct render_faces *faces, enum face_role role, struct strbuf *out)
{
    char name[128] = "";
    unsigned room = sizeof name;
    hb_ot_name_get_utf8(faces->list.at[faces->role[role]].outlines, HB_OT_NAME_ID_FONT_FAMILY, hb_language_from_string("en", -1), &room, name);
    strbuf_adds(out, name);
}

const char *render_faces_better(const struct render_faces *faces, enum face_role role)
{
    return faces->stand_in[role] ? _(chains[role].better) : NULL;
}

size_t render_faces_count(const struct render_faces *faces)
{
    return faces->list.count;
}

bool render_faces_rare(const struct render_faces *faces)
{
    unsigned face;
    return faces_find(faces, FACE_SONG, 0x20BB7, &face);
}

/* Looking up ------------------------------------------------------------------------------------------- */

static struct face_page *read_page(const struct face *face, uint32_t first)
{
    struct face_page *page = xmalloc(sizeof *page);
    for (uint32_t i = 0; i < COUNT_OF(page->advance); i++) {
        hb_codepoint_t glyph = 0;
        bool there = hb_font_get_nominal_glyph(face->font, first + i, &glyph) && glyph != 0;
        page->advance[i] = there ? (float)hb_font_get_glyph_h_advance(face->font, glyph) : -1;
    }
    return page;
}

static const struct face_page *page_of(const struct face *face, uint32_t code)
{
    struct face_page *_Atomic *slot = &face->pages[code >> 8], *page = atomic_load_explicit(slot, memory_order_acquire);
    if (page)
        return page;
    struct face_page *made = read_page(face, code & ~0xFFu);
    if (atomic_compare_exchange_strong(slot, &page, made))
        return made;
    free(made); /* another thread was quicker */
    return page;
}

static bool has_code(const struct face *face, uint32_t code)
{
    return code < FACE_PAGES << 8 && page_of(face, code)->advance[code & 0xFF] >= 0;
}

bool faces_find(const struct render_faces *faces, enum face_role role, uint32_t code, unsigned *ret_face)
{
    *ret_face = faces->role[role];
    if (has_code(&faces->list.at[*ret_face], code))
        return true;
    for (unsigned i = 0; i < faces->list.count; i++) {
        if (has_code(&faces->list.at[i], code)) {
            *ret_face = i;
            return true;
        }
    }
    return false;
}

bool faces_find_narrow(const struct render_faces *faces, enum face_role role, uint32_t code, unsigned *ret_face)
{
    for (unsigned i = 0; i <= faces->list.count; i++) {
        unsigned face = i == 0 ? faces->role[role] : i - 1;
        if (has_code(&faces->list.at[face], code) && faces_advance(faces, face, code) < 0.75) {
            *ret_face = face;
            return true;
        }
    }
    return false;
}

double faces_advance(const struct render_faces *faces, unsigned face, uint32_t code)
{
    const struct face *f = &faces->list.at[face];
    if (has_code(f, code))
        return (double)page_of(f, code)->advance[code & 0xFF] / (double)f->units;
    return (double)hb_font_get_glyph_h_advance(f->font, 0) / (double)f->units;
}

struct face_ink faces_ink(const struct render_faces *faces, unsigned face, uint32_t code)
{
    const struct face *f = &faces->list.at[face];
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t box = {0};
    hb_font_get_nominal_glyph(f->font, code, &glyph);
    hb_font_get_glyph_extents(f->font, glyph, &box);
    double u = (double)f->units;
    return (struct face_ink){box.x_bearing / u, (box.x_bearing + box.width) / u, (box.y_bearing + box.height) / u, box.y_bearing / u};
}

unsigned faces_count(const struct render_faces *faces)
{
    return (unsigned)faces->list.count;
}

struct hb_face_t *faces_outlines(const struct render_faces *faces, unsigned face)
{
    return faces->list.at[face].outlines;
}
