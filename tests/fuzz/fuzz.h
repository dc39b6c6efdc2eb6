/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the targets share: files in memory for readers that want a path.
 */
#ifndef CEPING_TESTS_FUZZ_H
#define CEPING_TESTS_FUZZ_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* A file that holds these bytes, as a path; the descriptor is the caller's to close. */
static inline int fuzz_file(const uint8_t *bytes, size_t len, char path[32])
{
    int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0 || (len && write(file, bytes, len) != (ssize_t)len))
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", file);
    return file;
}

#endif
