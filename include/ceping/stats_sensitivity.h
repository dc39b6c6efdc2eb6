/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which choice moves the result most: variance-based sensitivity indices of a model y = f(x₁ … x_k) with independent inputs.
 *
 * Two independent samples A and B of N inputs, and for each input i the sample A with column i taken from B. With f computed on all of them, N(k + 2) runs:
 *     first order  Sᵢ  = 1 − Σ(f(B) − f(ABᵢ))² / 2NV    variance that vanishes when only input i is known
 *     total        Sᵀᵢ = Σ(f(A) − f(ABᵢ))² / 2NV        variance that remains when all but input i are known
 * V: variance over A and B together (divisor 2N). Jansen, Computer Physics Communications 117 (1999); Saltelli et al., ibid. 181 (2010), table 2.
 */
#ifndef CEPING_STATS_SENSITIVITY_H
#define CEPING_STATS_SENSITIVITY_H

#include "ceping/base.h"

/* `ab[i · n + r]`: run r with input i from B. Indices are estimates: a small input can come out slightly below 0. NaN where nothing varies or n < 2. */
void stats_sensitivity(const double *a, const double *b, const double *ab, size_t n, size_t inputs, double *ret_first, double *ret_total);

#endif
