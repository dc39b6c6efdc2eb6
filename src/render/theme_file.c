/* SPDX-License-Identifier: GPL-3.0-or-later
 * Themes from YAML: millimetres and words in the file, points and roles in the struct that the rest of the folder sees.
 */
#include "ceping/base_text.h"
#include "ceping/render.h"
#include "ceping/yaml.h"

#include <errno.h>
#include <math.h>

#define ROW(type_, struct_, member_) (type_), offsetof(struct struct_, member_)
#define MM (72 / 25.4)
#define LOGO_MAX (4 * 1024 * 1024)

/* As written: lengths of the page in millimetres, sizes of type in points. */
struct theme_file {
    struct pos pos;
    const char *name;
    double page_width, page_height, top, inside, text_width, text_height; /* mm */
    bool landscape, both_sides;
    int columns;
    double column_gap;
    int characters, lines; /* of the grid; 0: from size and leading */
    double body, leading, english, title, subtitle, heading[RENDER_HEADINGS], table, caption, note, footnote, page_number, mark;
    double first_indent, heading_indent, heading_space;
    enum face_role face_title, face_subtitle, face_body, face_heading[RENDER_HEADINGS], face_table, face_table_head, face_caption, face_note, face_quote, face_label,
        face_page_number;
    uint32_t colour_text, colour_title, colour_heading, colour_rule, colour_table_head, colour_table_head_fill, colour_caption;
    bool title_left, title_rule;
    enum table_lines table_lines;
    enum number_place number_place;
    bool number_dashes;
    double number_below;
    bool cover;
    const char *draft;
    struct name logo_file;
    double logo_height;
    bool logo_on_cover;
};

/* Custom values ------------------------------------------------------------------------------------------ */

static bool read_colour(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    const char *text;
    if (!yaml_read_text_value(reader, node, field->key, &text))
        return false;
    uint32_t colour = 0;
    bool good = text[0] == '#' && strlen(text) == 7;
    for (size_t i = 1; good && i < 7; i++) {
        const char *digits = "0123456789abcdefABCDEF", *at = strchr(digits, text[i]);
        good = at && *at;
        if (good)
            colour = colour << 4 | (uint32_t)(at - digits < 16 ? at - digits : at - digits - 6);
    }
    if (!good) {
        diags_error(reader->diags, node->pos, _("'%s' must be a colour, not '%s'"), field->key, text);
        diags_hint(reader->diags, _("written '#1F4E79' in quotes: red, green and blue in two hexadecimal digits each"));
        return false;
    }
    *(uint32_t *)((char *)object + field->offset) = colour;
    return true;
}

/* One number for all levels, or up to four; what is not given is as the level above. */
static bool read_sizes(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    double *sizes = (double *)((char *)object + field->offset);
    bool list = node->kind == YAML_NODE_LIST, good = true;
    size_t count = list ? node->entries.count : 1;
    for (size_t i = 0; i < RENDER_HEADINGS; i++) {
        if (i >= count && i > 0) {
            sizes[i] = sizes[i - 1];
            continue;
        }
        const struct yaml_node *one = list && count > 0 ? node->entries.at[i].value : node;
        good = yaml_read_number(reader, one, field->key, &sizes[i]) && good;
        if (good && !(sizes[i] >= 4 && sizes[i] <= 200)) {
            diags_error(reader->diags, one->pos, _("'%s' must be from 4 to 200 points"), field->key);
            good = false;
        }
    }
    return good;
}

static bool read_faces(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    enum face_role *faces = (enum face_role *)((char *)object + field->offset);
    bool list = node->kind == YAML_NODE_LIST, good = true;
    size_t count = list ? node->entries.count : 1;
    for (size_t i = 0; i < RENDER_HEADINGS; i++) {
        if (i >= count && i > 0) {
            faces[i] = faces[i - 1];
            continue;
        }
        const struct yaml_node *one = list && count > 0 ? node->entries.at[i].value : node;
        const char *word;
        if (!yaml_read_text_value(reader, one, field->key, &word)) {
            good = false;
            continue;
        }
        size_t k = 0;
        while (k < FACE_ROLES && strcmp(face_role_ids[k], word) != 0)
            k++;
        if (k == FACE_ROLES) {
            diags_error(reader->diags, one->pos, _("'%s' cannot be '%s'"), field->key, word);
            diags_hint_words(reader->diags, word, face_role_ids, FACE_ROLES);
            good = false;
        } else {
            faces[i] = (enum face_role)k;
        }
    }
    return good;
}

/* Tables -------------------------------------------------------------------------------------------------- */

#define COLOUR(key_, member_, help_) {key_, ROW(YAML_CUSTOM, theme_file, member_), .read = read_colour, .shape = N_("colour such as '#1F4E79'"), .help = (help_)}
#define FACE(key_, member_, fallback_, help_) \
    {key_, ROW(YAML_ENUM, theme_file, member_), .words = face_role_ids, .word_count = FACE_ROLES, .fallback = (fallback_), .help = (help_)}
#define SIZE(key_, member_, fallback_, help_) {key_, ROW(YAML_NUMBER, theme_file, member_), .min = 4, .max = 200, .fallback = (fallback_), .help = (help_)}
#define LENGTH(key_, member_, fallback_, help_) {key_, ROW(YAML_NUMBER, theme_file, member_), .min = 0, .max = 2000, .fallback = (fallback_), .help = (help_)}

static const struct yaml_field page_fields[] = {
    LENGTH("width", page_width, 210, N_("of the paper upright, mm")),
    LENGTH("height", page_height, 297, N_("of the paper upright, mm")),
    {"landscape", ROW(YAML_YES_NO, theme_file, landscape), .help = N_("the paper lies on its long side")},
    LENGTH("top", top, 25, N_("from the edge to the text, mm")),
    LENGTH("inside", inside, 25, N_("from the edge to the text at the binding side, mm")),
    LENGTH("text_width", text_width, 0, N_("of the text, mm; the page without the same margin at the other side when not given")),
    LENGTH("text_height", text_height, 0, N_("of the text, mm; the page without the same margin below when not given")),
    {"both_sides", ROW(YAML_YES_NO, theme_file, both_sides), .help = N_("even pages are mirrored, for printing on both sides")},
    {"columns", ROW(YAML_INTEGER, theme_file, columns), .min = 1, .max = 4, .fallback = 1, .help = N_("of text below the title")},
    LENGTH("column_gap", column_gap, 8, N_("between them, mm")),
    {"cover", ROW(YAML_YES_NO, theme_file, cover), .help = N_("title, team and date on a page of their own")},
    {"draft", ROW(YAML_TEXT, theme_file, draft), .help = N_("a word across each page, such as 草稿")},
    {0},
};
static const struct yaml_schema page_schema = {N_("page"), N_("paper and margins"), page_fields, sizeof(struct theme_file), 0};

static const struct yaml_field grid_fields[] = {
    {"characters", ROW(YAML_INTEGER, theme_file, characters), .min = 4, .max = 200, .help = N_("Chinese characters a line")},
    {"lines", ROW(YAML_INTEGER, theme_file, lines), .min = 4, .max = 200, .help = N_("a page; a line is a character high and its distance 7/8 of one")},
    {0},
};
static const struct yaml_schema grid_schema = {N_("grid"), N_("body text by characters and lines, as GB/T 9704 has it; its size follows"), grid_fields, sizeof(struct theme_file), 0};

static const struct yaml_field size_fields[] = {
    SIZE("body", body, 10.5, N_("body text, where there is no grid")),
    {"leading", ROW(YAML_NUMBER, theme_file, leading), .min = 1, .max = 4, .fallback = 1.65, .help = N_("from line to line, in sizes of the body")},
    {"english", ROW(YAML_NUMBER, theme_file, english), .min = 0, .max = 200, .help = N_("body text in English; tables and notes follow it. As in Chinese when not given")},
    SIZE("title", title, 22, N_("title")),
    {"subtitle", ROW(YAML_NUMBER, theme_file, subtitle), .min = 0, .max = 200, .help = N_("line under the title; as the body when not given")},
    {"headings", ROW(YAML_CUSTOM, theme_file, heading), .read = read_sizes, .shape = N_("a number or a list of up to four"), .help = N_("headings by level; as the body when not given")},
    SIZE("table", table, 12, N_("tables; wide ones are set smaller")),
    SIZE("caption", caption, 12, N_("captions of tables and charts")),
    SIZE("note", note, 10.5, N_("notes under tables and charts")),
    SIZE("footnote", footnote, 9, N_("footnotes")),
    SIZE("page_number", page_number, 14, N_("page numbers")),
    SIZE("mark", mark, 10.5, N_("the mark of simulated data")),
    {0},
};
static const struct yaml_schema size_schema = {N_("sizes"), N_("of type, points"), size_fields, sizeof(struct theme_file), 0};

static const struct yaml_field face_fields[] = {
    FACE("title", face_title, FACE_SONG_TITLE, N_("title")),
    FACE("subtitle", face_subtitle, FACE_KAI, N_("line under the title")),
    FACE("body", face_body, FACE_FANGSONG, N_("body text")),
    {"headings", ROW(YAML_CUSTOM, theme_file, face_heading), .read = read_faces, .shape = N_("a face or a list of up to four"), .help = N_("headings by level; hei when not given")},
    FACE("table", face_table, FACE_FANGSONG, N_("cells of tables")),
    FACE("table_head", face_table_head, FACE_HEI, N_("heads of columns")),
    FACE("caption", face_caption, FACE_HEI, N_("captions")),
    FACE("note", face_note, FACE_FANGSONG, N_("notes and footnotes")),
    FACE("quote", face_quote, FACE_KAI, N_("quotations")),
    FACE("label", face_label, FACE_HEI, N_("附件1, 目录, and the marks on each page")),
    FACE("page_number", face_page_number, FACE_LATIN, N_("page numbers")),
    {0},
};
static const struct yaml_schema face_schema = {N_("faces"), N_("by role; ceping doctor shows which file serves each"), face_fields, sizeof(struct theme_file), 0};

static const struct yaml_field colour_fields[] = {
    COLOUR("text", colour_text, N_("body text; black when not given")),
    COLOUR("title", colour_title, N_("title, and the rule under it")),
    COLOUR("heading", colour_heading, N_("headings")),
    COLOUR("caption", colour_caption, N_("captions")),
    COLOUR("rule", colour_rule, N_("strong rules of tables")),
    COLOUR("table_head", colour_table_head, N_("text of heads of columns")),
    COLOUR("table_head_fill", colour_table_head_fill, N_("ground of heads of columns; none when not given")),
    {0},
};
static const struct yaml_schema colour_schema = {N_("colours"), N_("of print; keep them dark enough for a copy"), colour_fields, sizeof(struct theme_file), 0};

static const char *const aligns[] = {"centre", "left"};

static const struct yaml_field text_fields[] = {
    {"title", ROW(YAML_EITHER, theme_file, title_left), YAML_WORDS(aligns), .help = N_("where the title stands")},
    {"title_rule", ROW(YAML_YES_NO, theme_file, title_rule), .help = N_("a rule under a title that stands across columns or on a cover")},
    {"first_indent", ROW(YAML_NUMBER, theme_file, first_indent), .min = 0, .max = 10, .fallback = 2, .help = N_("of paragraphs, characters")},
    {"heading_indent", ROW(YAML_NUMBER, theme_file, heading_indent), .min = 0, .max = 10, .fallback = 2, .help = N_("of headings, characters")},
    {"heading_space", ROW(YAML_NUMBER, theme_file, heading_space), .min = 0, .max = 5, .help = N_("above headings, lines")},
    {0},
};
static const struct yaml_schema text_schema = {N_("text"), N_("indents and places"), text_fields, sizeof(struct theme_file), 0};

static const char *const line_words[] = {"open", "grid", "bare"};
_Static_assert(COUNT_OF(line_words) == TABLE_LINES, "one word for each");
static const char *const place_words[] = {"outside", "centre", "right", "none"};
_Static_assert(COUNT_OF(place_words) == NUMBER_PLACES, "one word for each");

static const struct yaml_field number_fields[] = {
    {"place", ROW(YAML_ENUM, theme_file, number_place), YAML_WORDS(place_words), .help = N_("where page numbers stand")},
    {"dashes", ROW(YAML_YES_NO, theme_file, number_dashes), .help = N_("— 1 — as in official documents")},
    LENGTH("below", number_below, 7, N_("from the text to the number, mm")),
    {0},
};
static const struct yaml_schema number_schema = {N_("page numbers"), N_("at the foot of the page"), number_fields, sizeof(struct theme_file), 0};

static const char *const logo_places[] = {"head", "cover"};

static const struct yaml_field logo_fields[] = {
    {"file", ROW(YAML_WORD, theme_file, logo_file), .required = true, .help = N_("a PNG, beside the theme file")},
    LENGTH("height", logo_height, 12, N_("as printed, mm")),
    {"place", ROW(YAML_EITHER, theme_file, logo_on_cover), YAML_WORDS(logo_places), .help = N_("at the head of each page, or on the cover alone")},
    {0},
};
static const struct yaml_schema logo_schema = {N_("logo"), N_("a picture that stands for the team"), logo_fields, sizeof(struct theme_file), 0};

#define PART(key_, schema_, help_) {key_, ROW(YAML_OBJECT, theme_file, pos), .element = &(schema_), .help = (help_)}

/* Members of the parts are those of the theme itself: their offset is 0. */
static const struct yaml_field theme_fields[] = {
    {"name", ROW(YAML_TEXT, theme_file, name), .required = true, .help = N_("as shown")},
    PART("page", page_schema, N_("paper and margins")),
    PART("grid", grid_schema, N_("body text by characters and lines")),
    PART("sizes", size_schema, N_("of type")),
    PART("faces", face_schema, N_("by role")),
    PART("colours", colour_schema, N_("of print")),
    PART("text", text_schema, N_("indents and places")),
    {"tables", ROW(YAML_ENUM, theme_file, table_lines), YAML_WORDS(line_words), .help = N_("lines of tables: open at the sides, a full grid, or none between rows")},
    PART("page_number", number_schema, N_("at the foot of the page")),
    PART("logo", logo_schema, N_("a picture that stands for the team")),
    {0},
};
static const struct yaml_schema theme_schema = {N_("theme"), N_("How reports look: a file in themes/"), theme_fields, sizeof(struct theme_file), YAML_POS(struct theme_file)};

void render_theme_schema(bool markdown, struct strbuf *out)
{
    if (markdown)
        strbuf_adds(out, "<!-- Generated by `ceping schema --markdown theme` from the tables in src/render; do not edit. -->\n\n"
                         "# The format of themes/NAME.yaml\n\n"
                         "How reports look. `theme: NAME` in evaluation.yaml or at a report, or `ceping report --theme NAME`, chooses one: a file NAME.yaml in the\n"
                         "folder themes/ of the evaluation, else one of the program's: `official` (GB/T 9704-2012), `plain` (a business report on A4), `brief` (one\n"
                         "page, landscape, two columns). All keys but the name may be left out.\n\n"
                         "```yaml\nname: 项目组\npage: {top: 30, inside: 27, both_sides: yes, cover: yes}\nsizes: {body: 12, leading: 1.7, title: 24, headings: [16, 14, 12]}\n"
                         "faces: {body: song, headings: [hei, hei, kai]}\ncolours: {title: '#1F4E79', heading: '#1F4E79'}\n```\n\n");
    yaml_describe(&theme_schema, markdown, out);
}

/* From the file to points ---------------------------------------------------------------------------------- */

static void set_page(const struct theme_file *file, struct render_theme *theme)
{
    double width = file->landscape ? file->page_height : file->page_width, height = file->landscape ? file->page_width : file->page_height;
    double text_width = file->text_width > 0 ? file->text_width : width - 2 * file->inside;
    double text_height = file->text_height > 0 ? file->text_height : height - 2 * file->top;
    theme->page_width = width * MM;
    theme->page_height = height * MM;
    theme->top = file->top * MM;
    theme->left = file->inside * MM;
    theme->width = text_width * MM;
    theme->height = text_height * MM;
    theme->both_sides = file->both_sides;
    theme->columns = file->columns;
    theme->column_gap = file->column_gap * MM;
    theme->cover = file->cover;
    theme->draft = file->draft;
    theme->number_below = file->number_below * MM;
}

static void set_sizes(const struct theme_file *file, struct render_theme *theme)
{
    theme->body_size = file->lines ? theme->height / (file->lines + (file->lines - 1) * 0.875) : file->body;
    theme->leading = theme->body_size * (file->lines ? 1.875 : file->leading);
    theme->pitch = file->characters ? theme->width / file->characters : theme->body_size;
    theme->title_size = file->title;
    theme->subtitle_size = file->subtitle > 0 ? file->subtitle : theme->body_size;
    theme->table_size = file->table;
    theme->caption_size = file->caption;
    theme->note_size = file->note;
    theme->footnote_size = file->footnote;
    theme->page_number_size = file->page_number;
    theme->mark_size = file->mark;
    for (size_t i = 0; i < RENDER_HEADINGS; i++)
        theme->heading_size[i] = file->heading[i] > 0 ? file->heading[i] : theme->body_size;
    theme->english_size = file->english;
    theme->first_indent = file->first_indent;
    theme->heading_indent = file->heading_indent;
    theme->heading_space = file->heading_space;
}

static void set_looks(const struct theme_file *file, struct render_theme *theme)
{
    theme->title_face = file->face_title;
    theme->subtitle_face = file->face_subtitle;
    theme->body_face = file->face_body;
    memcpy(theme->heading_face, file->face_heading, sizeof theme->heading_face);
    theme->table_face = file->face_table;
    theme->table_header_face = file->face_table_head;
    theme->caption_face = file->face_caption;
    theme->note_face = file->face_note;
    theme->quote_face = file->face_quote;
    theme->label_face = file->face_label;
    theme->number_face = file->face_page_number;
    theme->text_colour = file->colour_text;
    theme->title_colour = file->colour_title;
    theme->heading_colour = file->colour_heading;
    theme->rule_colour = file->colour_rule;
    theme->table_header_colour = file->colour_table_head;
    theme->table_header_fill = file->colour_table_head_fill;
    theme->caption_colour = file->colour_caption;
    theme->title_left = file->title_left;
    theme->title_rule = file->title_rule;
    theme->table_lines = file->table_lines;
    theme->number_place = file->number_place;
    theme->number_dashes = file->number_dashes;
    theme->logo_height = file->logo_height * MM;
    theme->logo_on_cover = file->logo_on_cover;
}

/* A page that has no room for its text is no theme. */
static bool check_page(const struct theme_file *file, const struct render_theme *theme, struct diags *diags)
{
    size_t errors = diags->errors;
    double column = (theme->width - theme->column_gap * (theme->columns - 1)) / theme->columns;
    if (theme->left + theme->width > theme->page_width + 0.01)
        diags_error(diags, file->pos, _("the text is wider than the page: %.0f mm from the edge and %.0f mm of text on %.0f mm"), theme->left / MM, theme->width / MM, theme->page_width / MM);
    if (theme->top + theme->height > theme->page_height + 0.01)
        diags_error(diags, file->pos, _("the text is higher than the page: %.0f mm from the edge and %.0f mm of text on %.0f mm"), theme->top / MM, theme->height / MM, theme->page_height / MM);
    if (!(column >= 10 * theme->body_size))
        diags_error(diags, file->pos, _("a column holds fewer than ten characters"));
    if (!(theme->height >= 5 * theme->leading))
        diags_error(diags, file->pos, _("a page holds fewer than five lines"));
    return diags->errors == errors;
}

static bool read_logo(struct arena *arena, const struct theme_file *file, const char *path, struct render_theme *theme, struct diags *diags)
{
    if (!file->logo_file.text)
        return true;
    const char *slash = strrchr(path, '/');
    const char *logo = arena_printf(arena, "%.*s%s", slash ? (int)(slash + 1 - path) : 0, path, file->logo_file.text);
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    uint32_t width, height;
    if (!file_read(logo, LOGO_MAX, &bytes)) {
        diags_error(diags, file->logo_file.pos, _("cannot read the logo '%s': %s"), logo, strerror(errno));
        return false;
    }
    if (!png_size(bytes.at, bytes.len, &width, &height)) {
        diags_error(diags, file->logo_file.pos, _("'%s' is no PNG"), logo);
        return false;
    }
    char *copy = memcpy(arena_alloc(arena, bytes.len), bytes.at, bytes.len);
    theme->logo = (struct doc_image){.format = DOC_IMAGE_PNG, .bytes = copy, .len = bytes.len, .width = width, .height = height, .alt = logo};
    return true;
}

/* Finding ------------------------------------------------------------------------------------------------- */

static bool good_name(const char *name)
{
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(name);
}

static const char *find_file(struct arena *arena, const char *name, const char *const *folders)
{
    size_t len = strlen(name);
    if (len > 5 && strcmp(name + len - 5, ".yaml") == 0)
        return name;
    for (; good_name(name) && folders && *folders; folders++) {
        const char *path = arena_printf(arena, "%s/%s.yaml", *folders, name);
        if (file_exists(path))
            return path;
    }
    return NULL;
}

bool render_theme_load(struct arena *arena, const char *name, const char *const *folders, struct pos pos, struct render_theme *ret_theme, struct diags *diags)
{
    const char *path = find_file(arena, name, folders);
    if (!path) {
        diags_error(diags, pos, _("there is no theme '%s'"), name);
        diags_hint(diags, _("official, plain, brief, or NAME for a file NAME.yaml in the folder 'themes' of the evaluation"));
        return false;
    }
    struct theme_file file = {.face_heading = {FACE_HEI, FACE_HEI, FACE_HEI, FACE_HEI}};
    struct yaml_reader reader = {.arena = arena, .diags = diags};
    struct render_theme theme = {0};
    if (!yaml_read_file(&reader, path, path, &theme_schema, &file))
        return false;
    theme.name = file.name;
    set_page(&file, &theme);
    set_sizes(&file, &theme);
    set_looks(&file, &theme);
    if (!check_page(&file, &theme, diags) || !read_logo(arena, &file, path, &theme, diags))
        return false;
    *ret_theme = theme;
    return true;
}
