/* SPDX-License-Identifier: GPL-3.0-or-later
 * Measuring: the jobs of a group run in turn, several rounds, so that whatever else the machine does falls on all of them. Seconds of one run
 * mean little; ratios within one run can be compared. tests/bench/run takes medians and tells each as a multiple of the group's first job.
 *
 *     const struct bench_job jobs[] = {{"read the memory once", read_it}, {"count", count_it}};
 *     bench_run("counting", jobs, 2, &world);
 *
 * A line a job and round, fields parted by tabs: "time", group, job, wall seconds, CPU seconds, peak MiB or "-".
 */
#ifndef CEPING_TESTS_BENCH_H
#define CEPING_TESTS_BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_ROUNDS = 5 };

struct bench_job {
    const char *name;
    void (*run)(void *context);
};

static inline double bench_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static inline void bench_run(const char *group, const struct bench_job *jobs, size_t count, void *context)
{
    for (size_t round = 0; round < BENCH_ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            double wall = bench_clock(CLOCK_MONOTONIC), cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID);
            jobs[i].run(context);
            cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu;
            wall = bench_clock(CLOCK_MONOTONIC) - wall;
            printf("time\t%s\t%s\t%.6f\t%.6f\t-\n", group, jobs[i].name, wall, cpu);
        }
    fflush(stdout);
}

/* A number that is not a time: what was found, and what it should be. */
static inline void bench_fact(const char *name, double value, const char *wanted)
{
    printf("fact\t%s\t%.4f\t%s\n", name, value, wanted);
    fflush(stdout);
}

/* A fast wrong answer is worth nothing: every program checks what it measures. */
static inline void bench_check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "wrong result: %s\n", what);
    exit(1);
}

/* splitmix64 (Steele, Lea & Flood 2014): the same numbers everywhere. */
struct bench_random {
    uint64_t state;
};

static inline uint64_t bench_next(struct bench_random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 … n − 1 */
static inline unsigned bench_below(struct bench_random *random, unsigned n)
{
    return (unsigned)((bench_next(random) >> 32) * n >> 32);
}

/* [0, 1[ */
static inline double bench_uniform(struct bench_random *random)
{
    return (double)(bench_next(random) >> 11) * 0x1p-53;
}

/* Sum of memory word by word: the least that any pass over it costs. */
static inline uint64_t bench_read(const void *memory, size_t bytes)
{
    const uint64_t *word = memory;
    uint64_t sum = 0;
    for (size_t i = 0; i < bytes / sizeof *word; i++)
        sum += word[i];
    return sum;
}

#endif
