/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates: Mustache tags in Markdown, read once into parts.
 *
 *     {{name}} {{a.b.c}} {{.}}         a value                      {{name | fixed:2}}    through formats
 *     {{& name}} {{{name}}}            a value that is Markdown     {{! comment }}
 *     {{#name}} … {{/name}}            once for each, or when true  {{^name}} … {{/name}} when not
 *     {{> name}}                       another template
 *     {{#name?}} … {{/name}}           a name that an evaluation need not have: absent counts as not true. Without ? it is an error
 *
 * A section's name may go through formats too: `{{#tables.districts.by_place | head:3}}`. Section, comment and partial tags that stand
 * alone on a line vanish with the line. Setting other delimiters is refused: one notation is enough for a teacher.
 */
#include "report_priv.h"

struct reader {
    struct arena *arena;
    struct diags *diags;
    const char *file;
    const char *begin, *end;
    const char *at;
    const char *line_begin; /* of `counted` */
    const char *counted;
    int line;
};

struct open_section {
    parts *list;
    struct part *section; /* NULL: the template itself */
    struct open_section *outer;
};

/* Places -------------------------------------------------------------------------------------------------- */

/* Positions are asked for in order, so counting lines goes forward only. */
static struct pos pos_of(struct reader *r, const char *at, size_t width_len)
{
    for (; r->counted < at; r->counted++)
        if (*r->counted == '\n') {
            r->line++;
            r->line_begin = r->counted + 1;
        }
    return (struct pos){r->file, r->line, (int)text_width_n(r->line_begin, (size_t)(at - r->line_begin)) + 1,
                        (int)text_width_n(at, width_len)};
}

/* The inside of a tag ------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void trim(const char **begin, const char **end)
{
    while (*begin < *end && is_space(**begin))
        ++*begin;
    while (*end > *begin && is_space((*end)[-1]))
        --*end;
}

static bool good_name(const char *at, const char *end)
{
    if (end - at == 1 && *at == '.')
        return true;
    bool part = false;
    for (; at < end; at++) {
        if (*at == '.' && !part)
            return false;
        part = *at != '.';
        if (*at != '.' && *at != '_' && *at != '-' && !(*at >= 'a' && *at <= 'z') && !(*at >= 'A' && *at <= 'Z') && !(*at >= '0' && *at <= '9'))
            return false;
    }
    return part;
}

/* `name:argument`; quotes around the argument keep its spaces. */
static void add_format(struct reader *r, struct part *part, const char *at, const char *end)
{
    trim(&at, &end);
    struct format_call *call = LIST_ADD(r->arena, &part->formats);
    call->pos = pos_of(r, at, (size_t)(end - at));
    const char *colon = memchr(at, ':', (size_t)(end - at));
    const char *name_end = colon ? colon : end;
    const char *name = at;
    trim(&name, &name_end);
    call->name = arena_strndup(r->arena, name, (size_t)(name_end - name));
    if (!*call->name) {
        part->failed = true;
        diags_error(r->diags, call->pos, _("nothing after the bar"));
        diags_hint(r->diags, _("a format such as fixed:2, percent:1 or zh"));
    }
    if (!colon)
        return;
    at = colon + 1;
    trim(&at, &end);
    if (end - at >= 2 && *at == '"' && end[-1] == '"') {
        at++;
        end--;
    }
    call->argument = arena_strndup(r->arena, at, (size_t)(end - at));
}

static const char *find_bar(const char *at, const char *end)
{
    bool quoted = false;
    for (; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '|' && !quoted)
            break;
    }
    return at;
}

/* Name and formats between `at` and `end`. */
static void read_name(struct reader *r, struct part *part, const char *at, const char *end)
{
    const char *bar = find_bar(at, end);
    const char *name = at, *name_end = bar;
    trim(&name, &name_end);
    part->pos = pos_of(r, name, (size_t)(name_end - name));
    if ((part->kind == PART_SECTION || part->kind == PART_INVERTED) && name < name_end && name_end[-1] == '?') {
        part->optional = true;
        name_end--;
    }
    part->text = arena_strndup(r->arena, name, (size_t)(name_end - name));
    part->len = (size_t)(name_end - name);
    if (name == name_end) {
        part->failed = true;
        diags_error(r->diags, part->pos, _("empty tag"));
        diags_hint(r->diags, _("a name such as {{unit.name}}"));
    } else if (part->kind == PART_PARTIAL ? false : !good_name(name, name_end)) {
        part->failed = true;
        diags_error(r->diags, part->pos, _("'%s' is not a name"), part->text);
        diags_hint(r->diags, _("names are parts of letters, digits and _, joined by dots"));
    }
    while (bar < end) {
        const char *next = find_bar(bar + 1, end);
        add_format(r, part, bar + 1, next);
        bar = next;
    }
}

/* Standalone tags ------------------------------------------------------------------------------------------ */

static bool blank_before(const struct reader *r, const char *at, const char **ret_begin)
{
    while (at > r->begin && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    *ret_begin = at;
    return at == r->begin || at[-1] == '\n';
}

static bool blank_after(const struct reader *r, const char *at, const char **ret_end)
{
    while (at < r->end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    *ret_end = at < r->end ? at + 1 : at;
    return at == r->end || *at == '\n';
}

static void add_text(struct reader *r, parts *list, const char *begin, const char *end)
{
    if (begin >= end)
        return;
    struct part *part = LIST_ADD(r->arena, list);
    part->kind = PART_TEXT;
    part->pos = pos_of(r, begin, 1);
    part->text = begin;
    part->len = (size_t)(end - begin);
}

/* Sections ------------------------------------------------------------------------------------------------ */

static bool is_open(const struct open_section *open, const char *name)
{
    for (; open->section; open = open->outer)
        if (!strcmp(open->section->text, name))
            return true;
    return false;
}

/* Moves the children of a closed section to their place in the outer list, where its part is the last. */
static void settle(struct open_section *closed)
{
    parts *outer = closed->outer->list;
    outer->at[outer->count - 1].children = *closed->list;
}

static struct open_section **leave(struct open_section **open)
{
    settle(*open);
    *open = (*open)->outer;
    return open;
}

static void close_section(struct reader *r, struct open_section **open, const char *at, const char *end)
{
    trim(&at, &end);
    if (at < end && end[-1] == '?')
        end--;
    auto_free char *name = xstrndup(at, (size_t)(end - at));
    struct pos pos = pos_of(r, at, (size_t)(end - at));
    struct part *section = (*open)->section;
    if (!section) {
        diags_error(r->diags, pos, _("'{{/%s}}' closes nothing"), name);
    } else if (!strcmp(name, section->text)) {
        settle(*open);
        *open = (*open)->outer;
    } else {
        diags_error(r->diags, pos, _("'{{/%s}}' does not close '%s', open since line %d"), name, section->text, section->pos.line);
        diags_hint(r->diags, "{{/%s}}", section->text);
        section->failed = true;
        if (is_open(*open, name)) /* an inner one was forgotten; or this tag is the wrong one, and the section goes on */
            close_section(r, leave(open), at, end);
    }
}

static void open_section(struct reader *r, struct open_section **open, enum part_kind kind, const char *at, const char *end)
{
    struct part *part = LIST_ADD(r->arena, (*open)->list);
    part->kind = kind;
    read_name(r, part, at, end);
    /* Children go to a list of their own: the outer list may move when it grows. */
    parts *children = ARENA_NEW(r->arena, parts);
    struct part *copy = ARENA_NEW(r->arena, struct part);
    *copy = *part;
    struct open_section *section = ARENA_NEW(r->arena, struct open_section);
    *section = (struct open_section){children, copy, *open};
    *open = section;
}

/* Tags ------------------------------------------------------------------------------------------------------ */

static bool stands_alone(char sigil)
{
    return sigil == '#' || sigil == '^' || sigil == '/' || sigil == '!' || sigil == '>';
}

static void take_tag(struct reader *r, struct open_section **open, char sigil, const char *at, const char *end)
{
    switch (sigil) {
    case '!':
        break;
    case '#':
    case '^':
        open_section(r, open, sigil == '#' ? PART_SECTION : PART_INVERTED, at, end);
        break;
    case '/': close_section(r, open, at, end); break;
    case '=':
        diags_error(r->diags, pos_of(r, at, 1), _("other delimiters than {{ and }} are not known"));
        break;
    default: {
        struct part *part = LIST_ADD(r->arena, (*open)->list);
        part->kind = sigil == '>' ? PART_PARTIAL : PART_VALUE;
        part->markdown = sigil == '&' || sigil == '{';
        read_name(r, part, at, end);
    }
    }
}

/* One tag at `r->at`, text before it from `*text`. False when it does not end. */
static bool read_tag(struct reader *r, struct open_section **open, const char **text)
{
    const char *tag = r->at, *at = tag + 2;
    while (at < r->end && (*at == ' ' || *at == '\t'))
        at++;
    char sigil = at < r->end ? *at : '\0';
    if (!sigil || !strchr("#^/!>&{=", sigil))
        sigil = ' ';
    else
        at++;
    const char *closing = sigil == '{' ? "}}}" : "}}";
    const char *end = memmem(at, (size_t)(r->end - at), closing, strlen(closing));
    if (!end) {
        add_text(r, (*open)->list, *text, tag);
        diags_error(r->diags, pos_of(r, tag, 2), _("tag without end"));
        diags_hint(r->diags, _("'%s' closes it"), closing);
        return false;
    }
    const char *after = end + strlen(closing), *line_begin, *line_end;
    bool alone = stands_alone(sigil) && blank_before(r, tag, &line_begin) && line_begin >= *text && blank_after(r, after, &line_end);
    add_text(r, (*open)->list, *text, alone ? line_begin : tag);
    take_tag(r, open, sigil, at, end);
    r->at = *text = alone ? line_end : after;
    return true;
}

void template_parse(struct arena *arena, const char *file, const char *text, size_t len, struct diags *diags, parts *ret_parts)
{
    struct reader r = {arena, diags, file, text, text + len, text, text, text, 1};
    struct open_section top = {ret_parts, NULL, NULL};
    struct open_section *open = &top;
    const char *from = text;
    while (r.at < r.end && (r.at = memmem(r.at, (size_t)(r.end - r.at), "{{", 2)))
        if (!read_tag(&r, &open, &from)) {
            from = r.end;
            break;
        }
    add_text(&r, open->list, from, r.end);
    for (; open->section; open = open->outer) {
        if (!open->section->failed) {
            diags_error(diags, open->section->pos, _("section '%s' is not closed"), open->section->text);
            diags_hint(diags, "{{/%s}}", open->section->text);
        }
        settle(open);
    }
}
