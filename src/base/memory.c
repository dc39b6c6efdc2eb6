/* SPDX-License-Identifier: GPL-3.0-or-later
 * Allocation that succeeds or does not return.
 */
#include "base_priv.h"

#include <stdatomic.h>
#include <stdlib.h>

/* The one variable of the library that outlives a call: the program sets it once, before anything is allocated. */
static _Atomic(base_oom_function *) oom_handler;

base_oom_function *base_on_out_of_memory(base_oom_function *handler)
{
    return atomic_exchange(&oom_handler, handler);
}

_Noreturn void base_out_of_memory(size_t wanted)
{
    base_oom_function *handler = atomic_load(&oom_handler);
    if (handler)
        handler(wanted);
    abort(); /* also where the handler came back against its contract */
}

size_t base_multiply(size_t a, size_t b)
{
    size_t product;
    if (__builtin_mul_overflow(a, b, &product))
        base_out_of_memory(SIZE_MAX);
    return product;
}

size_t base_add(size_t a, size_t b)
{
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        base_out_of_memory(SIZE_MAX);
    return sum;
}

void *xmalloc(size_t size)
{
    void *memory = malloc(size ? size : 1); /* malloc(0) may be NULL, which would look like failure */
    if (!memory)
        base_out_of_memory(size);
    return memory;
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        base_out_of_memory(base_multiply(count, size));
    return memory;
}

void *xrealloc(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        base_out_of_memory(size);
    return memory;
}

char *xstrdup(const char *text)
{
    return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t len)
{
    len = strnlen(text, len);
    char *copy = xmalloc(base_add(len, 1));
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void base_free_pointer(void *pointer_to_pointer)
{
    void *pointer;
    memcpy(&pointer, pointer_to_pointer, sizeof pointer); /* whatever type it points to */
    free(pointer);
}
