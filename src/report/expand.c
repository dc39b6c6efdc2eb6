/* SPDX-License-Identifier: GPL-3.0-or-later
 * Expansion: parts and names → Markdown text, values aside, and a place for each byte.
 *
 * Values stand in the text as U+FDD0 n U+FDD1. Noncharacters cannot be typed, cmark treats them as letters, and digits between them touch
 * nothing: inserting names raw broke 134 of 319 tried cases, escaping them with backslashes 97, this none. Text that the author declares as
 * Markdown (`{{& x}}`) goes in as it is; a finding's text may itself hold tags.
 *
 * Chunks remember where each stretch of the output came from, so that a problem found by the Markdown walk or in a fenced block names the
 * template, its line and its column.
 */
#include "expand_priv.h"

#include <errno.h>

enum {
    OUTPUT_MAX = 32 * 1024 * 1024,
    STEPS_MAX = 4000000,         /* parts expanded: sections within sections over 1,000 units each end here */
    TEMPLATE_MAX = 4 * 1024 * 1024,
};

static void expand_parts(struct expander *x, const parts *list, const struct frame *frame);

/* Output ------------------------------------------------------------------------------------------------- */

static void add_chunk(struct expansion *out, struct arena *arena, struct pos pos, bool literal)
{
    struct chunk *chunk = LIST_ADD(arena, &out->chunks);
    *chunk = (struct chunk){out->text.len, pos, literal};
}

void expand_stop(struct expander *x, struct pos pos, const char *why)
{
    if (!x->stopped)
        diags_error(x->b->diags, pos, "%s", why);
    x->stopped = true;
}

/* Literal text, without sentinels. */
static void add_literal(struct expander *x, struct pos pos, const char *text, size_t len, bool literal)
{
    struct expansion *out = &x->b->expansion;
    add_chunk(out, x->b->arena, pos, literal);
    const char *end = text + len;
    for (const char *at; (at = memmem(text, (size_t)(end - text), "\xEF\xB7", 2)) && at + 2 < end; text = at + 3) {
        strbuf_add(&out->text, text, (size_t)(at - text));
        if (at[2] == '\x90' || at[2] == '\x91') {
            strbuf_adds(&out->text, "\xEF\xBF\xBD");
            diags_warning(x->b->diags, pos, _("the noncharacters U+FDD0 and U+FDD1 are kept for the program; U+FFFD stands in their place"));
        } else {
            strbuf_add(&out->text, at, 3);
        }
    }
    strbuf_add(&out->text, text, (size_t)(end - text));
    if (out->text.overflow)
        expand_stop(x, pos, _("the template grows past 32 MB"));
}

static void add_value(struct expander *x, struct pos pos, const char *name, const char *text, const char *source)
{
    struct expansion *out = &x->b->expansion;
    if (strstr(text, SENTINEL_BEGIN) || strstr(text, SENTINEL_END)) {
        char *copy = arena_strdup(x->b->arena, text);
        for (char *at = copy; (at = strstr(at, "\xEF\xB7")); at += 3)
            if (at[2] == '\x90' || at[2] == '\x91')
                memcpy(at, "\xEF\xBF\xBD", 3);
        text = copy;
        diags_warning(x->b->diags, pos, _("'%s' holds the noncharacter U+FDD0 or U+FDD1; U+FFFD stands in its place"), name);
    }
    add_chunk(out, x->b->arena, pos, false);
    strbuf_addf(&out->text, SENTINEL_BEGIN "%zu" SENTINEL_END, out->values.count);
    *LIST_ADD(x->b->arena, &out->values) = arena_strdup(x->b->arena, text);
    *LIST_ADD(x->b->arena, &out->sources) = source;
    if (out->text.overflow)
        expand_stop(x, pos, _("the template grows past 32 MB"));
}

/* Names --------------------------------------------------------------------------------------------------- */

static bool get_loop(const struct frame *frame, const char *key, size_t len, struct value *ret_value)
{
    while (frame && !frame->count)
        frame = frame->outer;
    static const char *const keys[] = {"number", "count", "first", "last"};
    size_t i = 0;
    while (i < COUNT_OF(keys) && (strlen(keys[i]) != len || memcmp(keys[i], key, len)))
        i++;
    if (!frame || i == COUNT_OF(keys))
        return false;
    const struct value values[] = {value_count((double)frame->number), value_count((double)frame->count), value_bool(frame->number == 1),
                                   value_bool(frame->number == frame->count)};
    *ret_value = values[i];
    return true;
}

/* Every name that could stand here, for the nearest one. */
static void hint_names(struct expander *x, const struct frame *frame, const struct value *group, const char *wrong)
{
    LIST_OF(const char *) words = {0};
    const char *key;
    if (group) {
        for (size_t i = 0; (key = value_key(&x->b->names, group, i)); i++)
            *LIST_ADD(x->b->arena, &words) = key;
    } else {
        for (; frame; frame = frame->outer) {
            for (size_t i = 0; (key = value_key(&x->b->names, &frame->value, i)); i++)
                *LIST_ADD(x->b->arena, &words) = key;
            for (const struct value_field *field = frame->item ? frame->item->fields : NULL; field && field->name; field++)
                *LIST_ADD(x->b->arena, &words) = field->name;
        }
        *LIST_ADD(x->b->arena, &words) = "loop";
    }
    if (words.count)
        diags_hint_words(x->b->diags, wrong, words.at, words.count);
}

static bool first_of_path(struct expander *x, const struct frame *frame, const char *key, size_t len, struct value *ret_value)
{
    for (const struct frame *at = frame; at; at = at->outer) {
        *ret_value = value_none(); /* all that is known of what an empty list would hold */
        if (at->kind == FRAME_UNKNOWN || (at->kind == FRAME_UNSEEN && at->item && value_class_has(&x->b->names, at->item, key, len)))
            return true;
        if (at->kind == FRAME_SEEN && at->value.kind != VALUE_NONE && value_get(&x->b->names, &at->value, key, len, ret_value))
            return true;
    }
    return false;
}

/* Looks up a dotted path: its first part in the frames from the inside out, the rest strictly. */
bool expand_look_up(struct expander *x, const struct frame *frame, const struct part *part, struct value *ret_value)
{
    const char *at = part->text, *end = at + part->len;
    if (!strcmp(at, ".")) {
        *ret_value = frame->value;
        return true;
    }
    struct value value = value_none(), next;
    bool loop = false;
    for (bool first = true; at < end; first = false) {
        const char *dot = memchr(at, '.', (size_t)(end - at));
        size_t len = (size_t)((dot ? dot : end) - at);
        bool found;
        if (first && len == 4 && !memcmp(at, "loop", 4) && dot) {
            loop = found = true;
            next = value_none();
        } else if (loop) {
            found = get_loop(frame, at, len, &next);
            loop = false;
        } else {
            found = first ? first_of_path(x, frame, at, len, &next) : value_get(&x->b->names, &value, at, len, &next);
        }
        if (!found && part->optional) {
            *ret_value = value_none();
            return true;
        }
        if (!found) {
            auto_free char *wrong = xstrndup(at, len);
            auto_free char *path = xstrndup(part->text, first ? 0 : (size_t)(at - part->text) - 1);
            if (first)
                diags_error(x->b->diags, part->pos, _("nothing is named '%s'"), wrong);
            else
                diags_error(x->b->diags, part->pos, _("'%s' has no '%s'"), path, wrong);
            hint_names(x, frame, first ? NULL : &value, wrong);
            if (!first && !strcmp(path, "given") && !value_key(&x->b->names, &value, 0))
                diags_hint(x->b->diags, _("say it in evaluation.yaml: 'given: [{id: %s, name: …, value: …, source: …}]'"), wrong);
            return false;
        }
        value = next;
        at += len + 1;
    }
    *ret_value = value;
    return true;
}

/* What is wrong within a loop is wrong each time round: it is said once. */
static bool value_of_part(struct expander *x, const struct frame *frame, struct part *part, struct value *ret_value)
{
    if (part->failed)
        return false;
    part->failed = true;
    if (!expand_look_up(x, frame, part, ret_value))
        return false;
    for (size_t i = 0; i < part->formats.count; i++)
        if (!format_apply(&x->b->names, &part->formats.at[i], part->text, ret_value, x->b->diags))
            return false;
    part->failed = false;
    return true;
}

/* Templates ----------------------------------------------------------------------------------------------- */

static bool good_file_name(const char *name)
{
    if (!*name || *name == '.')
        return false;
    for (; *name; name++)
        if (!(*name >= 'a' && *name <= 'z') && !(*name >= 'A' && *name <= 'Z') && !(*name >= '0' && *name <= '9') && !strchr("-_.", *name))
            return false;
    return true;
}

static bool read_from(struct builder *b, const char *folder, const char *below, const char *name, struct strbuf *text, const char **ret_path)
{
    if (!folder)
        return false;
    const char *ending = strlen(name) > 3 && !strcmp(name + strlen(name) - 3, ".md") ? "" : ".md";
    const char *path = arena_printf(b->arena, "%s%s%s/%s%s", folder, *below ? "/" : "", below, name, ending);
    strbuf_clear(text);
    if (!file_read(path, TEMPLATE_MAX, text)) {
        if (errno != ENOENT && errno != ENOTDIR)
            diags_error(b->diags, (struct pos){path, 0, 0, 0}, "%s", strerror(errno));
        return false;
    }
    *ret_path = path;
    return true;
}

/* The evaluation's own templates first, then its texts, then the folders of the options; a document in English looks for English ones first. */
static bool find_template(struct builder *b, const char *name, struct strbuf *text, const char **ret_path)
{
    const char *own = b->names.evaluation->folder;
    const char *const *folders = b->options ? b->options->template_folders : NULL;
    if (!words_chinese(b->names.language)) { /* texts and templates of that language lie in a folder below */
        if (read_from(b, own, "templates/en", name, text, ret_path) || read_from(b, own, "texts/en", name, text, ret_path))
            return true;
        for (const char *const *folder = folders; folder && *folder; folder++)
            if (read_from(b, *folder, "en", name, text, ret_path))
                return true;
    }
    if (read_from(b, own, "templates", name, text, ret_path) || read_from(b, own, "texts", name, text, ret_path))
        return true;
    for (const char *const *folder = folders; folder && *folder; folder++)
        if (read_from(b, *folder, "", name, text, ret_path))
            return true;
    return false;
}

/* Pictures: as seen from the folder of a document, or from those of templates. No way leads out of them. */
static bool first_look(struct builder *b, const char *key)
{
    struct report_checked *checked = b->options ? b->options->checked : NULL;
    if (!checked || map_get(&checked->seen, key))
        return false;
    map_put(&checked->seen, arena_strdup(checked->arena, key), checked);
    return true;
}

const struct loaded_template *expand_load(struct builder *b, struct pos pos, const char *name)
{
    struct loaded_template *loaded = map_get(&b->templates, name);
    if (loaded)
        return loaded;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    const char *path = NULL;
    if (!good_file_name(name)) {
        diags_error(b->diags, pos, _("'%s' is no name of a template"), name);
        diags_hint(b->diags, _("letters, digits, - and _; templates lie in the folders 'templates' and 'texts'"));
        return NULL;
    }
    if (!find_template(b, name, &text, &path)) {
        diags_error(b->diags, pos, _("there is no template '%s'"), name);
        diags_hint(b->diags, _("looked in the evaluation's folders 'templates' and 'texts', then among the program's"));
        return NULL;
    }
    size_t bad = utf8_check(text.at, text.len);
    if (bad < text.len) {
        diags_error(b->diags, (struct pos){path, 0, 0, 0}, _("byte %zu is not valid UTF-8"), bad + 1);
        return NULL;
    }
    size_t bom = text.len >= 3 && !memcmp(text.at, "\xEF\xBB\xBF", 3) ? 3 : 0;
    diags_add_source(b->diags, path, text.at + bom, text.len - bom);
    loaded = ARENA_NEW(b->arena, struct loaded_template);
    const char *copy = arena_strndup(b->arena, text.at + bom, text.len - bom);
    template_parse(b->arena, path, copy, text.len - bom, b->diags, &loaded->parts);
    if (first_look(b, path))
        typed_numbers(path, copy, text.len - bom, NULL, POS_NONE, b->diags);
    return map_put(&b->templates, arena_strdup(b->arena, name), loaded);
}

/* Parts ----------------------------------------------------------------------------------------------------- */

/* Without the ending, which a partial need not have. */
const char *expand_name(struct arena *arena, const char *file)
{
    size_t len = strlen(file);
    return len > 3 && strcmp(file + len - 3, ".md") == 0 ? arena_strndup(arena, file, len - 3) : file;
}

/* "a → b → a", from the outermost. */
static void add_path(const struct open_template *open, struct strbuf *out)
{
    if (!open)
        return;
    add_path(open->outer, out);
    strbuf_addf(out, "%s → ", open->name);
}

bool expand_loops(struct expander *x, const struct part *part)
{
    const struct open_template *open = x->open;
    const char *name = expand_name(x->b->arena, part->text);
    while (open && strcmp(open->name, name) != 0)
        open = open->outer;
    if (!open)
        return false;
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    add_path(x->open, &path);
    strbuf_adds(&path, name);
    diags_error(x->b->diags, part->pos, _("template '%s' includes itself: %s"), name, path.at);
    diags_hint(x->b->diags, _("a section runs over lists: {{#list}} … {{/list}}"));
    return true;
}

void expand_enter(struct expander *x, struct part *part, const struct frame *frame, expand_walk *walk)
{
    const struct loaded_template *loaded = part->failed || expand_loops(x, part) ? NULL : expand_load(x->b, part->pos, part->text);
    part->failed = !loaded;
    if (!loaded)
        return;
    struct open_template open = {expand_name(x->b->arena, part->text), x->open};
    x->open = &open;
    x->depth++;
    walk(x, &loaded->parts, frame);
    x->depth--;
    x->open = open.outer;
}

static void expand_partial(struct expander *x, struct part *part, const struct frame *frame)
{
    if (x->depth < EXPAND_DEPTH_MAX)
        expand_enter(x, part, frame, expand_parts);
    else if (!part->failed && expand_loops(x, part))
        part->failed = true;
    else
        expand_stop(x, part->pos, _("templates include each other without end"));
}

/* Findings are looked at once, whichever reports show them. Their place tells them apart. */
static void check_finding(struct builder *b, const struct value *value)
{
    if (value->is_template && first_look(b, arena_printf(b->arena, "%s:%d", value->pos.file ? value->pos.file : "", value->pos.line)))
        typed_numbers(NULL, value->text, strlen(value->text), value->about, value->pos, b->diags);
}

/* Markdown of the evaluation's author. Its tags are expanded where it was written to be a template. */
static void expand_markdown(struct expander *x, const struct part *part, const struct value *value, const struct frame *frame)
{
    check_finding(x->b, value);
    if (!value->is_template || !strstr(value->text, "{{")) {
        add_literal(x, part->pos, value->text, strlen(value->text), false);
        return;
    }
    if (x->depth >= EXPAND_DEPTH_MAX) {
        expand_stop(x, part->pos, _("templates include each other without end"));
        return;
    }
    parts list = {0};
    size_t errors = x->b->diags->errors;
    template_parse(x->b->arena, value->pos.file, value->text, strlen(value->text), x->b->diags, &list);
    if (x->b->diags->errors > errors)
        diags_note(x->b->diags, value->pos, _("lines and columns above count from the beginning of this text"));
    x->depth++;
    bool outer = x->anonymous;
    x->anonymous = outer || value->anonymous;
    expand_parts(x, &list, frame);
    x->anonymous = outer;
    x->depth--;
}

/* A figure that is printed stands for its value. */
static const char *value_source(const struct names *names, const struct value *value)
{
    struct value number;
    if (value->kind == VALUE_OBJECT && value_get(names, value, "value", 5, &number))
        return number.source;
    return value->source;
}

static void expand_value(struct expander *x, struct part *part, const struct frame *frame)
{
    struct value value;
    if (!value_of_part(x, frame, part, &value))
        return;
    if (part->markdown && value.kind == VALUE_TEXT) {
        expand_markdown(x, part, &value, frame);
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (value_print(&x->b->names, &value, &text)) {
        add_value(x, part->pos, part->text, x->anonymous ? anonymise(&x->b->names, text.at) : text.at, value_source(&x->b->names, &value));
        return;
    }
    part->failed = true;
    diags_error(x->b->diags, part->pos, _("'%s' is %s and cannot be printed"), part->text, value_kind_word(&value));
    hint_names(x, NULL, &value, "");
}

static void expand_section(struct expander *x, struct part *part, const struct frame *frame)
{
    struct value value;
    if (!value_of_part(x, frame, part, &value))
        return;
    if (value_is_true(&x->b->names, &value) == (part->kind == PART_INVERTED)) {
        if (x->b->options && x->b->options->checked)
            expand_unseen(x, part, &value, frame);
        return;
    }
    if (part->kind == PART_INVERTED) {
        expand_parts(x, &part->children, frame);
        return;
    }
    if (!value_is_list(&value)) {
        struct frame inner = {.value = value, .outer = frame};
        expand_parts(x, &part->children, value.kind == VALUE_BOOL ? frame : &inner);
        return;
    }
    size_t count = value_length(&x->b->names, &value);
    for (size_t i = 0; i < count && !x->stopped; i++) {
        struct frame inner = {.value = value_at(&x->b->names, &value, i), .number = i + 1, .count = count, .outer = frame};
        expand_parts(x, &part->children, &inner);
    }
}

static void expand_parts(struct expander *x, const parts *list, const struct frame *frame)
{
    for (size_t i = 0; i < list->count && !x->stopped; i++) {
        struct part *part = &list->at[i];
        if (++x->steps > STEPS_MAX) {
            expand_stop(x, part->pos, _("the template's sections multiply without end"));
            return;
        }
        switch (part->kind) {
        case PART_TEXT: add_literal(x, part->pos, part->text, part->len, true); break;
        case PART_VALUE: expand_value(x, part, frame); break;
        case PART_PARTIAL: expand_partial(x, part, frame); break;
        default: expand_section(x, part, frame);
        }
    }
}

void expand_nothing(struct builder *b, const char *file, const char *text, size_t len)
{
    struct expander x = {.b = b};
    b->expansion.text.limit = OUTPUT_MAX;
    add_literal(&x, (struct pos){file, 1, 1, 1}, text, len, true);
}

bool expand_text(struct builder *b, const char *text)
{
    struct expander x = {.b = b};
    struct frame frame = {.value = names_root()};
    size_t errors = b->diags->errors;
    parts list = {0};
    diags_add_source(b->diags, "-", text, strlen(text));
    template_parse(b->arena, "-", text, strlen(text), b->diags, &list);
    if (b->diags->errors == errors)
        expand_parts(&x, &list, &frame);
    return b->diags->errors == errors;
}

bool expand(struct builder *b, const char *file)
{
    struct expander x = {.b = b};
    struct frame frame = {.value = names_root()};
    size_t errors = b->diags->errors;
    b->expansion.text.limit = OUTPUT_MAX;
    struct part main = {.kind = PART_PARTIAL, .pos = b->names.plan->pos, .text = file, .len = strlen(file)};
    expand_partial(&x, &main, &frame);
    return b->diags->errors == errors;
}

/* Places and values of the output ---------------------------------------------------------------------------- */

struct pos expansion_pos(const struct expansion *expansion, size_t offset)
{
    size_t low = 0, high = expansion->chunks.count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (expansion->chunks.at[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    if (!expansion->chunks.count)
        return POS_NONE;
    const struct chunk *chunk = &expansion->chunks.at[low];
    struct pos pos = chunk->pos;
    if (!chunk->literal)
        return pos;
    if (offset > expansion->text.len) /* the text of a fence is not always as long as it stands in the file */
        offset = expansion->text.len;
    const char *line = expansion->text.at + chunk->offset, *at = line, *end = expansion->text.at + offset;
    for (; at < end; at++)
        if (*at == '\n') {
            pos.line++;
            pos.col = 1;
            line = at + 1;
        }
    pos.col += (int)text_width_n(line, (size_t)(end - line));
    pos.width = 1;
    return pos;
}

bool expansion_next(const struct expansion *expansion, const char **text, const char *end, struct strbuf *out, size_t *ret_value)
{
    const char *at = memmem(*text, (size_t)(end - *text), SENTINEL_BEGIN, 3);
    strbuf_add(out, *text, (size_t)((at ? at : end) - *text));
    *text = end;
    if (!at)
        return false;
    size_t n = 0;
    const char *p = at + 3;
    while (p < end && *p >= '0' && *p <= '9')
        n = n * 10 + (size_t)(*p++ - '0');
    *text = p + 3 <= end ? p + 3 : end;
    *ret_value = n < expansion->values.count ? n : SIZE_MAX;
    return true;
}

void expansion_restore(const struct expansion *expansion, const char *text, size_t len, struct strbuf *out)
{
    const char *end = text + len;
    size_t n;
    while (expansion_next(expansion, &text, end, out, &n))
        if (n != SIZE_MAX)
            strbuf_adds(out, expansion->values.at[n]);
}
