/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loops compiled twice, for all processors and for those with vectors of 32 bytes; which one is taken shows when the program starts. For whole numbers, of which the
 * result is the same.
 */
#ifndef CEPING_BASE_VECTOR_H
#define CEPING_BASE_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define WIDE_VECTORS
#endif

#endif
