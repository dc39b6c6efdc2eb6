/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arenas: memory that is freed by phase, not by piece.
 *
 * Memory is cut from chunks that double in size, from 4 KiB (a questionnaire fits) to 4 MiB (the texts of a million rows).
 * What would fill more than a quarter of a chunk, or 64 KiB, gets a chunk of its own, so that one large table does
 * not throw away the rest of a half-empty chunk. Chunks come from calloc: new pages are zero already and cost nothing
 * until touched.
 *
 * Under AddressSanitizer what was not handed out stays poisoned, with a gap after each piece: running over the end of
 * an array is reported as it would be with malloc.
 */
#include "base_priv.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(at, size)   ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
enum { GAP = 16 };
#else
#define POISON(at, size)   ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
enum { GAP = 0 };
#endif

enum {
    FIRST_CHUNK = 4 * 1024, LAST_CHUNK = 4 * 1024 * 1024, ALIGNMENT = alignof(max_align_t),
    OWN = 64 * 1024, /* from here on a chunk of its own */
};

struct chunk {
    struct chunk *next;
    size_t size, used; /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *data;
};

struct arena {
    struct chunk *chunks; /* the first is the one being filled */
    struct deferred *deferred;
    size_t chunk_size;
    size_t used; /* of all chunks */
};

static struct chunk *chunk_new(size_t size)
{
    struct chunk *chunk = xcalloc(1, base_add(sizeof *chunk, size));
    chunk->size = size;
    POISON(chunk->bytes, size);
    return chunk;
}

static void chunk_free(struct chunk *chunk)
{
    UNPOISON(chunk->bytes, chunk->size);
    free(chunk);
}

struct arena *arena_new(void)
{
    struct arena *arena = xcalloc(1, sizeof *arena);
    arena->chunk_size = FIRST_CHUNK;
    return arena;
}

/* What is released may lie in the arena, and may register more while it goes. */
static void release_deferred(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *last = arena->deferred;
        arena->deferred = last->next;
        last->release(last->data);
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    release_deferred(arena);
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        chunk_free(chunk);
    }
    free(arena);
}

void arena_clear(struct arena *arena)
{
    release_deferred(arena);
    struct chunk *kept = arena->chunks; /* the largest but for those of large pieces */
    if (!kept)
        return;
    for (struct chunk *chunk = kept->next, *next; chunk; chunk = next) {
        next = chunk->next;
        chunk_free(chunk);
    }
    UNPOISON(kept->bytes, kept->used);
    memset(kept->bytes, 0, kept->used);
    POISON(kept->bytes, kept->size);
    kept->next = NULL;
    kept->used = 0;
    arena->used = 0;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

static void *chunk_cut(struct arena *arena, struct chunk *chunk, size_t size, size_t padded)
{
    char *memory = chunk->bytes + chunk->used;
    chunk->used += padded;
    arena->used += padded;
    UNPOISON(memory, size);
    return memory;
}

static void *large_alloc(struct arena *arena, size_t size, size_t padded)
{
    struct chunk *own = chunk_new(padded);
    /* Behind the chunk being filled, which goes on being filled. */
    if (arena->chunks) {
        own->next = arena->chunks->next;
        arena->chunks->next = own;
    } else {
        arena->chunks = own;
    }
    return chunk_cut(arena, own, size, padded);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size == 0)
        size = 1; /* so that two empty things are not the same thing */
    size_t padded = base_add(size, GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

    struct chunk *chunk = arena->chunks;
    if (chunk && padded <= chunk->size - chunk->used)
        return chunk_cut(arena, chunk, size, padded);
    if (padded > arena->chunk_size / 4 || padded > OWN)
        return large_alloc(arena, size, padded);

    chunk = chunk_new(arena->chunk_size);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    if (arena->chunk_size < LAST_CHUNK)
        arena->chunk_size *= 2;
    return chunk_cut(arena, chunk, size, padded);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, base_multiply(count, size));
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    if (!text)
        return NULL;
    len = strnlen(text, len);
    char *copy = arena_alloc(arena, base_add(len, 1));
    memcpy(copy, text, len);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    auto_strbuf struct strbuf buf;
    strbuf_init(&buf);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&buf, format, args);
    va_end(args);
    return arena_strndup(arena, buf.at, buf.len);
}

void arena_defer(struct arena *arena, void (*release)(void *), void *data)
{
    struct deferred *deferred = ARENA_NEW(arena, struct deferred);
    *deferred = (struct deferred){arena->deferred, release, data};
    arena->deferred = deferred;
}
