/* SPDX-License-Identifier: GPL-3.0-or-later
 * libyaml's events into a tree with places.
 *
 * Limits against files made to hurt: 64 levels (our deepest format has a dozen), a million nodes (some 200 MB), and 200,000 nodes reached
 * through aliases (nine aliases of nine aliases and so on would be a billion). An alias shares the node that it names; only what walks the tree pays for it, so each node knows how many
 * nodes a walk through it meets.
 */
#include "yaml_priv.h"

#include "ceping/base_text.h"

#include <yaml.h>

enum { DEPTH_MAX = 64, NODES_MAX = 1000 * 1000, ALIASED_MAX = 200 * 1000 };

struct builder {
    yaml_parser_t parser;
    struct yaml_text text;
    struct arena *arena;
    struct diags *diags;
    struct map anchors;
    struct map open_anchors; /* of lists and maps that are not finished */
    size_t aliased;
    size_t nodes;
    bool stopped; /* no sense in going on */
};

/* A node being built, and the key that waits for its value. */
struct frame {
    struct yaml_node *node;
    const char *anchor;
    struct name key;
    bool has_key;
    struct map keys; /* to find those given twice */
};

static struct pos pos_of(struct builder *builder, const yaml_mark_t *start, const yaml_mark_t *end)
{
    return yaml_text_pos(&builder->text, start->line, start->column, end && end->line == start->line ? (long)end->column : -1);
}

static void stop(struct builder *builder)
{
    builder->stopped = true;
}

/* libyaml's own errors ------------------------------------------------------------------------------------- */

static bool is_tab_at(const struct builder *builder, const yaml_mark_t *mark)
{
    size_t len;
    const char *line = yaml_text_line(&builder->text, mark->line, &len);
    size_t indent = 0;
    while (indent < len && line[indent] == ' ')
        indent++;
    return indent < len && line[indent] == '\t';
}

static bool stands(const yaml_parser_t *parser, const char *words)
{
    return (parser->problem && strstr(parser->problem, words)) || (parser->context && strstr(parser->context, words));
}

/* libyaml's wording, for those who read these messages daily, in ours. */
static const char *syntax_problem(const yaml_parser_t *parser)
{
    static const struct {
        const char *words, *ours;
    } problems[] = {
        {"mapping values are not allowed", N_("a key and its colon cannot stand here")},
        {"could not find expected ':'", N_("a colon is missing after a key")},
        {"did not find expected key", N_("the indentation does not fit the lines above")},
        {"did not find expected '-'", N_("the indentation does not fit the list above")},
        {"did not find expected ',' or ']'", N_("a list in [ ] lacks a comma or its end")},
        {"did not find expected ',' or '}'", N_("a map in { } lacks a comma or its end")},
        {"found unexpected end of stream", N_("a quoted text does not end")},
        {"block sequence entries are not allowed", N_("a list entry '-' cannot stand here")},
        {"found undefined tag handle", N_("a text that begins with '!' needs quotes")},
        {"found unknown escape character", N_("unknown escape after '\\' in double quotes")},
        {"while scanning an anchor", N_("a text that begins with '&' needs quotes")},
        {"while scanning an alias", N_("a text that begins with '*' needs quotes")},
        {"cannot start any token", N_("this character cannot begin a value without quotes")},
        {"while scanning a block scalar", N_("a text after '|' or '>' is not indented as it should be")},
    };
    for (size_t i = 0; i < COUNT_OF(problems); i++) {
        if (stands(parser, problems[i].words))
            return _(problems[i].ours);
    }
    return parser->problem ? parser->problem : _("not valid YAML");
}

static void syntax_error(struct builder *builder)
{
    const yaml_parser_t *parser = &builder->parser;
    yaml_mark_t mark = parser->problem_mark;
    if (stands(parser, "unexpected end of stream") && parser->context)
        mark = parser->context_mark; /* the quote that opens */
    if (mark.line >= builder->text.lines.count && builder->text.lines.count > 0)
        mark = (yaml_mark_t){.line = builder->text.lines.count - 1};
    yaml_mark_t end = {.line = mark.line, .column = mark.column + 1};
    struct pos pos = pos_of(builder, &mark, &end);
    size_t from = parser->context && parser->context_mark.line < mark.line ? parser->context_mark.line : mark.line;
    stop(builder);
    if (is_tab_at(builder, &mark)) {
        diags_error(builder->diags, pos, _("a tab stands where the line is indented"));
        diags_hint(builder->diags, _("indent with spaces"));
        return;
    }
    /* A line without a real colon runs on into the next, whose colon is then the one too many. */
    size_t before = from == mark.line && from > 0 ? from - 1 : from;
    if (yaml_report_colon(builder->diags, &builder->text, before, mark.line))
        return;
    diags_error(builder->diags, pos, "%s", syntax_problem(parser));
    if (yaml_hint_full_width(builder->diags, &builder->text, mark.line))
        return;
    if (from < mark.line)
        diags_hint(builder->diags, _("what it belongs to begins in line %d"), (int)from + builder->text.first_line);
    else if (stands(parser, "mapping values are not allowed"))
        diags_hint(builder->diags, _("a text that holds a colon and a space needs quotes"));
    else if (stands(parser, "did not find expected ',' or '}'"))
        diags_hint(builder->diags, _("a text that holds a bracket or a comma needs quotes here"));
}

/* Nodes ---------------------------------------------------------------------------------------------------- */

static void refuse_tag(struct builder *builder, const yaml_char_t *tag, struct pos pos)
{
    if (!tag)
        return;
    static const char standard[] = "tag:yaml.org,2002:";
    size_t skip = strncmp((const char *)tag, standard, sizeof standard - 1) == 0 ? sizeof standard - 1 : 0;
    diags_error(builder->diags, pos, _("tag '%s%s' is not accepted"), skip ? "!!" : "", (const char *)tag + skip);
    diags_hint(builder->diags, _("a text that begins with '!' needs quotes"));
}

static struct yaml_node *new_node(struct builder *builder, enum yaml_node_kind kind, struct pos pos)
{
    struct yaml_node *node = ARENA_NEW(builder->arena, struct yaml_node);
    node->kind = kind;
    node->pos = pos;
    node->size = 1;
    if (++builder->nodes > NODES_MAX && !builder->stopped) {
        diags_error(builder->diags, pos, _("more than %d values stand in the file"), NODES_MAX);
        stop(builder);
    }
    return node;
}

/* Every name of an anchor stands for one thing; YAML would let a later one hide it. */
static void add_anchor(struct builder *builder, const char *anchor, struct yaml_node *node)
{
    if (map_put(&builder->anchors, anchor, node) != node)
        diags_error(builder->diags, node->pos, _("anchor '&%s' is given twice"), anchor);
}

static struct yaml_node *scalar_node(struct builder *builder, const yaml_event_t *event)
{
    struct pos pos = pos_of(builder, &event->start_mark, &event->end_mark);
    refuse_tag(builder, event->data.scalar.tag, pos);
    struct yaml_node *node = new_node(builder, YAML_NODE_SCALAR, pos);
    node->len = event->data.scalar.length;
    node->text = arena_strndup(builder->arena, (const char *)event->data.scalar.value, node->len);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (strlen(node->text) != node->len) { /* "\0" in double quotes */
        diags_error(builder->diags, pos, _("a text contains a NUL character"));
        node->len = strlen(node->text);
    }
    if (event->data.scalar.anchor)
        add_anchor(builder, arena_strdup(builder->arena, (const char *)event->data.scalar.anchor), node);
    return node;
}

static const struct yaml_node *alias_node(struct builder *builder, const yaml_event_t *event)
{
    const char *anchor = (const char *)event->data.alias.anchor;
    struct pos pos = pos_of(builder, &event->start_mark, &event->end_mark);
    const struct yaml_node *node = map_get(&builder->anchors, anchor);
    if (map_get(&builder->open_anchors, anchor)) {
        diags_error(builder->diags, pos, _("alias '*%s' stands inside what it repeats"), anchor);
        stop(builder);
        return NULL;
    }
    if (!node) {
        diags_error(builder->diags, pos, _("alias '*%s' has no anchor '&%s' above"), anchor, anchor);
        diags_hint(builder->diags, _("a text that begins with '*' needs quotes"));
        stop(builder);
        return NULL;
    }
    builder->aliased += node->size;
    if (builder->aliased > ALIASED_MAX) {
        diags_error(builder->diags, pos, _("aliases repeat too much: more than %d values"), ALIASED_MAX);
        diags_hint(builder->diags, _("write the values out"));
        stop(builder);
        return NULL;
    }
    return node;
}

static void add_key(struct builder *builder, struct frame *frame, const struct yaml_node *node)
{
    frame->has_key = true;
    frame->key = (struct name){.text = "", .pos = node->pos};
    if (node->kind != YAML_NODE_SCALAR || node->len == 0) {
        diags_error(builder->diags, node->pos, _("a key must be a word"));
        return;
    }
    frame->key.text = node->text;
    const struct pos *first = map_put(&frame->keys, node->text, (void *)&node->pos);
    if (first != &node->pos) {
        diags_error(builder->diags, node->pos, _("key '%s' is given twice"), node->text);
        diags_hint(builder->diags, _("first in line %d"), first->line);
    }
}

/* Puts a finished node into the list or map that is open. */
static void add_value(struct builder *builder, struct frame *frame, const struct yaml_node *node)
{
    if (frame->node->kind == YAML_NODE_MAP && !frame->has_key) {
        add_key(builder, frame, node);
        return;
    }
    struct yaml_entry *entry = LIST_ADD(builder->arena, &frame->node->entries);
    entry->key = frame->key;
    entry->value = node;
    frame->key = (struct name){0};
    frame->has_key = false;
    frame->node->size += node->size;
}

/* A block map begins with its first key, whose width the caret takes; one in braces with the brace. */
static struct pos start_pos(struct builder *builder, const yaml_event_t *event)
{
    yaml_mark_t end = event->end_mark;
    if (end.line == event->start_mark.line && end.column == event->start_mark.column) {
        size_t len;
        const char *line = yaml_text_line(&builder->text, end.line, &len);
        struct pos before = yaml_text_pos(&builder->text, end.line, end.column, (long)end.column + 1);
        const char *at = builder->text.at + builder->text.cursor.offset;
        size_t word = 0, left = (size_t)(line + len - at);
        while (word < left && at[word] != ' ' && at[word] != ':')
            word++;
        before.width = (int)text_width_n(at, word);
        return before;
    }
    return pos_of(builder, &event->start_mark, &end);
}

struct stack {
    struct frame frames[DEPTH_MAX];
    size_t depth;
    const struct yaml_node *root;
};

static void finish_node(struct builder *builder, struct stack *stack, const struct yaml_node *node)
{
    if (stack->depth == 0)
        stack->root = node;
    else
        add_value(builder, &stack->frames[stack->depth - 1], node);
}

static void open_node(struct builder *builder, struct stack *stack, const yaml_event_t *event, enum yaml_node_kind kind)
{
    bool map = kind == YAML_NODE_MAP;
    const yaml_char_t *anchor = map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    struct pos pos = start_pos(builder, event);
    refuse_tag(builder, map ? event->data.mapping_start.tag : event->data.sequence_start.tag, pos);
    if (stack->depth == DEPTH_MAX) {
        diags_error(builder->diags, pos, _("nested more than %d levels deep"), DEPTH_MAX);
        stop(builder);
        return;
    }
    struct frame *frame = &stack->frames[stack->depth++];
    *frame = (struct frame){.node = new_node(builder, kind, pos)};
    map_init(&frame->keys);
    if (anchor) {
        frame->anchor = arena_strdup(builder->arena, (const char *)anchor);
        map_put(&builder->open_anchors, frame->anchor, frame->node);
    }
}

static void close_node(struct builder *builder, struct stack *stack)
{
    struct frame *frame = &stack->frames[--stack->depth];
    map_release(&frame->keys);
    if (frame->anchor) { /* no way to take one key out: start again with those still open */
        map_release(&builder->open_anchors);
        map_init(&builder->open_anchors);
        for (size_t i = 0; i < stack->depth; i++) {
            if (stack->frames[i].anchor)
                map_put(&builder->open_anchors, stack->frames[i].anchor, stack->frames[i].node);
        }
        add_anchor(builder, frame->anchor, frame->node);
    }
    finish_node(builder, stack, frame->node);
}

/* Events --------------------------------------------------------------------------------------------------- */

static void take_event(struct builder *builder, struct stack *stack, const yaml_event_t *event, int *documents)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1) {
            diags_error(builder->diags, pos_of(builder, &event->start_mark, &event->end_mark), _("a second document begins here"));
            diags_hint(builder->diags, _("one file holds one document: delete '---'"));
            stop(builder);
        }
        break;
    case YAML_SCALAR_EVENT:
        finish_node(builder, stack, scalar_node(builder, event));
        break;
    case YAML_ALIAS_EVENT: {
        const struct yaml_node *node = alias_node(builder, event);
        if (node)
            finish_node(builder, stack, node);
        break;
    }
    case YAML_SEQUENCE_START_EVENT:
        open_node(builder, stack, event, YAML_NODE_LIST);
        break;
    case YAML_MAPPING_START_EVENT:
        open_node(builder, stack, event, YAML_NODE_MAP);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_node(builder, stack);
        break;
    default:
        break;
    }
}

static const struct yaml_node *build(struct builder *builder)
{
    struct stack *stack = ARENA_NEW(builder->arena, struct stack);
    int documents = 0;
    bool ended = false;
    while (!ended && !builder->stopped) {
        yaml_event_t event;
        if (!yaml_parser_parse(&builder->parser, &event)) {
            syntax_error(builder);
            break;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        take_event(builder, stack, &event, &documents);
        yaml_event_delete(&event);
    }
    while (stack->depth > 0)
        map_release(&stack->frames[--stack->depth].keys);
    if (!builder->stopped && yaml_node_is_null(stack->root)) {
        diags_error(builder->diags, (struct pos){.file = builder->text.file}, _("nothing stands in it"));
        return NULL;
    }
    return builder->stopped ? NULL : stack->root;
}

bool yaml_node_is_null(const struct yaml_node *node)
{
    if (!node)
        return true;
    if (node->kind != YAML_NODE_SCALAR || !node->plain)
        return false;
    return node->len == 0 || strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0;
}

const struct yaml_node *yaml_parse(struct arena *arena, const struct yaml_input *input, struct diags *diags)
{
    struct builder builder = {.arena = arena, .diags = diags};
    if (!yaml_text_open(&builder.text, arena, input, diags))
        return NULL;
    if (!yaml_parser_initialize(&builder.parser)) {
        yaml_parser_delete(&builder.parser);
        diags_error(diags, (struct pos){.file = builder.text.file}, _("out of memory"));
        return NULL;
    }
    map_init(&builder.anchors);
    map_init(&builder.open_anchors);
    yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&builder.parser, (const unsigned char *)builder.text.at, builder.text.len);
    const struct yaml_node *root = build(&builder);
    yaml_parser_delete(&builder.parser);
    map_release(&builder.open_anchors);
    map_release(&builder.anchors);
    return root;
}
