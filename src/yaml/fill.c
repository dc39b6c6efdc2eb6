/* SPDX-License-Identifier: GPL-3.0-or-later
 * Structs from trees. Keys are taken in the order of the schema, not of the file, so that a custom reader can rest on the rows above its own.
 *
 * All entries of a list are made before the first is filled: they then stay where they are, and places can be kept by address.
 */
#include "yaml_priv.h"

#include "ceping/base_text.h"

#include <errno.h>

_Static_assert(sizeof(enum yaml_type) == sizeof(int), "enums are stored as int");

static bool fill_object(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema, void *object);
static void fill_fallbacks(const struct yaml_schema *schema, void *object, bool given);

static void *member_of(void *object, size_t offset)
{
    return (char *)object + offset;
}

static size_t size_of(const struct yaml_field *field)
{
    switch (field->of) {
    case YAML_OBJECT:
        return field->element->size;
    case YAML_WORD:
        return sizeof(struct name);
    case YAML_INTEGER:
    case YAML_ENUM:
        return sizeof(int);
    case YAML_NUMBER:
        return sizeof(double);
    case YAML_YES_NO:
    case YAML_EITHER:
        return sizeof(bool);
    default:
        return sizeof(const char *);
    }
}

/* Not given ------------------------------------------------------------------------------------------------ */

/* A required text of an object that is `given` becomes "" and not NULL: who goes through the objects after an error may rely on it. */
static void fill_fallback(const struct yaml_field *field, void *object, bool given)
{
    void *member = member_of(object, field->offset);
    switch (field->type) {
    case YAML_NUMBER:
        *(double *)member = field->fallback;
        break;
    case YAML_INTEGER:
    case YAML_ENUM:
        memcpy(member, &(int){(int)field->fallback}, sizeof(int));
        break;
    case YAML_YES_NO:
    case YAML_EITHER:
        *(bool *)member = field->fallback > 0;
        break;
    case YAML_TEXT:
    case YAML_DATE:
    case YAML_ID:
        *(const char **)member = given && field->required ? "" : field->fallback_text;
        break;
    case YAML_OBJECT:
        fill_fallbacks(field->element, member, false);
        break;
    default:
        break;
    }
}

static void fill_fallbacks(const struct yaml_schema *schema, void *object, bool given)
{
    for (const struct yaml_field *field = schema->fields; field->key; field++)
        fill_fallback(field, object, given);
}

/* Given ---------------------------------------------------------------------------------------------------- */

static bool fill_value(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, enum yaml_type type, void *member)
{
    yaml_note_place(reader, member, node->pos);
    if (type == YAML_OBJECT)
        return fill_object(reader, node, field->element, member);
    return yaml_fill_scalar(reader, node, field, type, member);
}

static bool fill_list(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *member)
{
    if (node->kind != YAML_NODE_LIST) {
        yaml_wrong_kind(reader, node, field->key, yaml_type_name(YAML_LIST));
        if (node->kind == YAML_NODE_SCALAR)
            diags_hint(reader->diags, _("write [%s]"), node->text);
        return false;
    }
    bool good = true;
    struct list_any *list = member;
    size_t size = size_of(field);
    for (size_t i = 0; i < node->entries.count; i++)
        list_grow(reader->arena, list, size);
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct yaml_node *entry = node->entries.at[i].value;
        void *at = (char *)list->at + i * size;
        if (yaml_node_is_null(entry)) {
            diags_error(reader->diags, entry->pos, _("an entry of '%s' is empty"), field->key);
            if (field->of == YAML_OBJECT)
                fill_fallbacks(field->element, at, true);
            good = false;
        } else if (!fill_value(reader, entry, field, field->of, at)) {
            yaml_mark_wrong(reader->places, at);
            good = false;
        }
    }
    return good;
}

static bool fill_field(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_field *field, void *object)
{
    void *member = member_of(object, field->offset);
    if (field->set)
        *(bool *)member_of(object, field->set) = true;
    if (field->place)
        *(struct pos *)member_of(object, field->place) = node->pos;
    if (field->type != YAML_CUSTOM && field->type != YAML_LIST) {
        if (field->type != YAML_OBJECT)
            fill_fallback(field, object, true); /* something sensible where the value is wrong */
        return fill_value(reader, node, field, field->type, member);
    }
    yaml_note_place(reader, member, node->pos);
    if (field->type == YAML_CUSTOM)
        return field->read(reader, node, field, object);
    return fill_list(reader, node, field, member);
}

/* Objects -------------------------------------------------------------------------------------------------- */

static const struct yaml_node *entry_of(const struct yaml_node *node, const char *key)
{
    for (size_t i = 0; i < node->entries.count; i++) {
        if (strcmp(node->entries.at[i].key.text, key) == 0)
            return node->entries.at[i].value;
    }
    return NULL;
}

/* A key with the full-width colon swallows its value. */
static bool hint_colon(struct yaml_reader *reader, const char *key)
{
    const char *colon = strstr(key, "：");
    if (!colon)
        colon = strchr(key, ':');
    if (!colon)
        return false;
    if (*colon == ':')
        diags_hint(reader->diags, _("a space is needed after '%.*s:'"), (int)(colon - key), key);
    else
        diags_hint(reader->diags, _("full-width colon after '%.*s': write '%.*s: '"), (int)(colon - key), key, (int)(colon - key), key);
    return true;
}

static bool is_key(const struct yaml_schema *schema, const char *key)
{
    const struct yaml_field *field = schema->fields;
    while (field->key && strcmp(field->key, key) != 0)
        field++;
    return field->key;
}

static bool check_keys(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema)
{
    enum { KEYS_MAX = 64 };
    const char *words[KEYS_MAX]; /* those not given yet: only they can have been meant */
    size_t count = 0;
    for (const struct yaml_field *field = schema->fields; field->key && count < KEYS_MAX; field++) {
        if (!entry_of(node, field->key))
            words[count++] = field->key;
    }
    bool good = true;
    for (size_t i = 0; i < node->entries.count; i++) {
        const struct name *key = &node->entries.at[i].key;
        if (*key->text == '\0' || is_key(schema, key->text)) /* an empty one is reported already */
            continue;
        good = false;
        diags_error(reader->diags, key->pos, _("unknown key '%s' in %s"), key->text, _(schema->name));
        if (strcmp(key->text, "<<") == 0)
            diags_hint(reader->diags, _("merge keys are not accepted: write the keys out"));
        else if (!hint_colon(reader, key->text))
            diags_hint_words(reader->diags, key->text, words, count);
    }
    return good;
}

static bool missing_key(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema, const struct yaml_field *field,
                        const struct yaml_node *given)
{
    if (!field->required)
        return true;
    if (given)
        diags_error(reader->diags, given->pos, _("key '%s' of %s has no value"), field->key, _(schema->name));
    else
        diags_error(reader->diags, node->pos, _("%s lacks key '%s'"), _(schema->name), field->key);
    diags_hint(reader->diags, _("%s: %s"), field->key, _(field->help));
    return false;
}

static bool fill_object(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema, void *object)
{
    if (node->kind != YAML_NODE_MAP) {
        diags_error(reader->diags, node->pos, _("%s must be a map of keys, not %s"), _(schema->name), yaml_kind_name(node->kind));
        if (node->kind == YAML_NODE_SCALAR && !hint_colon(reader, node->text))
            diags_hint(reader->diags, _("write '%s: …'"), schema->fields[0].key);
        fill_fallbacks(schema, object, true);
        return false;
    }
    if (schema->pos)
        *(struct pos *)member_of(object, schema->pos - 1) = node->pos;
    bool good = check_keys(reader, node, schema);
    for (const struct yaml_field *field = schema->fields; field->key; field++) {
        const struct yaml_node *value = entry_of(node, field->key);
        if (yaml_node_is_null(value)) {
            fill_fallback(field, object, true);
            if (missing_key(reader, node, schema, field, value))
                continue;
        } else if (fill_field(reader, value, field, object)) {
            continue;
        }
        yaml_mark_wrong(reader->places, member_of(object, field->offset));
        good = false;
    }
    return good;
}

bool yaml_fill(struct yaml_reader *reader, const struct yaml_node *node, const struct yaml_schema *schema, void *object)
{
    return fill_object(reader, node, schema, object);
}

/* Files ---------------------------------------------------------------------------------------------------- */

bool yaml_read_text(struct yaml_reader *reader, const struct yaml_input *input, const struct yaml_schema *schema, void *object)
{
    /* The tree goes with this call; names of files must stay, so they are copied first. */
    struct yaml_input copy = *input;
    copy.file = arena_strdup(reader->arena, input->file);
    size_t errors = reader->diags->errors;
    struct arena *arena = arena_new();
    const struct yaml_node *root = yaml_parse(arena, &copy, reader->diags);
    if (root)
        yaml_fill(reader, root, schema, object);
    else
        fill_fallbacks(schema, object, true);
    arena_free(arena);
    return reader->diags->errors == errors;
}

bool yaml_read_file(struct yaml_reader *reader, const char *path, const char *shown, const struct yaml_schema *schema, void *object)
{
    enum { MEGABYTE = 1024 * 1024, LIMIT = 16 * MEGABYTE };
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!file_read(path, LIMIT, &text)) {
        struct pos pos = {.file = arena_strdup(reader->arena, shown)};
        if (errno == EFBIG) {
            diags_error(reader->diags, pos, _("file is larger than %d MB"), LIMIT / MEGABYTE);
            diags_hint(reader->diags, _("only questionnaires and rules belong here, responses do not"));
        } else {
            diags_error(reader->diags, pos, _("cannot read the file: %s"), strerror(errno));
        }
        fill_fallbacks(schema, object, true);
        return false;
    }
    return yaml_read_text(reader, &(struct yaml_input){.file = shown, .text = text.at, .len = text.len}, schema, object);
}
