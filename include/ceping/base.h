/* SPDX-License-Identifier: GPL-3.0-or-later
 * Memory, text and lists: what every other folder builds on.
 *
 * Out of memory never returns: `base_on_out_of_memory` is called, by default abort(). The command installs a
 * handler that prints a line and ends with 2; an open transaction of the store then rolls back by itself.
 *
 * Each phase owns an arena (a loaded evaluation, a dataset, the results, a document) and frees it at once:
 *
 *     struct arena *arena = arena_new();
 *     char *name = arena_printf(arena, "%s__%s", item, unit);
 *     arena_free(arena);
 */
#ifndef CEPING_BASE_H
#define CEPING_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Memory ------------------------------------------------------------------------------------------------ */

typedef void base_oom_function(size_t wanted);

/* Installs the handler for "out of memory" and returns the one before; NULL restores abort(). It must not return. */
base_oom_function *base_on_out_of_memory(base_oom_function *handler);

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);

/* Arena ------------------------------------------------------------------------------------------------- */

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* accepts NULL */
/* As if it were new: what lived in it is gone, some of its memory stays for what comes. */
void arena_clear(struct arena *arena);
size_t arena_used(const struct arena *arena); /* bytes that were handed out, with what it takes to align them */

/* Zeroed memory, aligned for any type, that lives as long as the arena. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size); /* out of memory where count * size does not fit */
char *arena_strdup(struct arena *arena, const char *text);              /* NULL stays NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t len); /* terminated */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `release(data)` runs when the arena is freed, last registered first: files and handles close with their phase. */
void arena_defer(struct arena *arena, void (*release)(void *), void *data);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* Lists ------------------------------------------------------------------------------------------------- */

/* A list that owns nothing but its array: {at, count}. All such lists have one layout (pointer, size_t), so that schema
 * tables can fill any of them. Lists live in an arena; `LIST_ADD` grows geometrically and returns the new, zeroed element.
 * The room follows from the count (the next power of two): add only to lists that LIST_ADD made, not to arrays set by hand. */
#define LIST_OF(type) \
    struct { \
        type *at; \
        size_t count; \
    }

struct list_any {
    void *at;
    size_t count;
};

/* Adds one zeroed element of `size` bytes to the list at `list` and returns it. Earlier element pointers become stale. */
void *list_grow(struct arena *arena, void *list, size_t size);

#define LIST_ADD(arena, list) ((__typeof__((list)->at))list_grow((arena), (list), sizeof *(list)->at))

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Text under construction ------------------------------------------------------------------------------- */

/* Never NULL, always terminated. With `limit` > 0 (set after strbuf_init) it refuses to grow past that many bytes and sets `overflow`; nothing
 * is added from then on, so that the text is always a beginning of what was meant. strbuf_clear resets it.
 * Numbers with decimals go through num_format (base_num.h), never through %f: the decimal point must not depend on the locale. */
struct strbuf {
    char *at;
    size_t len;
    size_t room;
    size_t limit;
    bool overflow;
};

void strbuf_init(struct strbuf *buf);
void strbuf_release(struct strbuf *buf);
void strbuf_clear(struct strbuf *buf);
char *strbuf_detach(struct strbuf *buf); /* caller frees; the buffer is empty again */
void strbuf_add(struct strbuf *buf, const char *bytes, size_t len);
void strbuf_adds(struct strbuf *buf, const char *text);
void strbuf_addc(struct strbuf *buf, char c);
void strbuf_add_codepoint(struct strbuf *buf, uint32_t codepoint); /* as UTF-8 */
void strbuf_addf(struct strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *buf, const char *format, va_list args);
void strbuf_pad(struct strbuf *buf, char c, size_t count);
void strbuf_truncate(struct strbuf *buf, size_t len);

/* Cleanup at the end of a scope: `auto_strbuf struct strbuf buf; strbuf_init(&buf);`, `auto_free char *p = …;` */
void base_free_pointer(void *pointer_to_pointer);
#define auto_free __attribute__((cleanup(base_free_pointer)))
#define auto_strbuf __attribute__((cleanup(strbuf_release)))

/* Hash table from text to pointer ----------------------------------------------------------------------- */

/* Open addressing; keys are borrowed, values are never NULL. Never iterated: order is not part of it. */
struct map {
    struct map_slot *slots;
    size_t room;
    size_t count;
};

void map_init(struct map *map);
void map_release(struct map *map);
void *map_get(const struct map *map, const char *key);
void *map_get_n(const struct map *map, const char *key, size_t len);
/* Stores `value` under `key` unless the key is there: returns the value that stands there afterwards. */
void *map_put(struct map *map, const char *key, void *value);

/* Keys that were seen ------------------------------------------------------------------------------------ */

/* 128 bits of SipHash-2-4 under a fixed key; the same on every machine, so it may stay in a file. */
void hash_bytes(const void *bytes, size_t len, uint64_t ret_hash[2]);

/* Which keys came before, and in which row: 16 bytes for all of them where they are numbers that count up or down as rows do; else 16 bytes a key whatever its length,
 * up to `most` of them, and those beyond in a file without a name. */
struct seen_keys {
    struct seen_slot *slots;
    size_t room;
    size_t most;  /* slots; then they go to the file */
    size_t count; /* in `slots` */
    struct seen_file *file; /* NULL: none is needed, or none can be had */
    bool failed;  /* the file could not be read: which keys came before is not known any more. Sticky */
    struct seen_runs {
        struct seen_run *at;
        size_t count, room;
    } up, down; /* numbers above all, and below all, that came before them */
    int64_t low, high;
};

void seen_keys_init(struct seen_keys *seen);
void seen_keys_release(struct seen_keys *seen);
/* The row (from 1) where the key was seen first; 0 where it is new, and then it is remembered with `row`. */
uint32_t seen_keys_add(struct seen_keys *seen, const char *key, size_t len, uint32_t row);

/* Messages in the reader's language: marks and translates (domain "ceping"). */
const char *base_translate(const char *text) __attribute__((format_arg(1)));
#define _(text) base_translate(text)
#define N_(text) (text)

#endif
