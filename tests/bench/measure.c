/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs a program and adds a line to FILE: wall and CPU seconds of it and its children, and the peak memory of the largest.
 *
 *     measure FILE GROUP JOB PROGRAM ARGUMENT…
 *
 * A status above 1 (ceping ends with 1 where there were warnings) is passed on, and nothing is written.
 */
#include "bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    double begin = bench_clock(CLOCK_MONOTONIC);
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[4], argv + 4);
        perror(argv[4]);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 2;
    double wall = bench_clock(CLOCK_MONOTONIC) - begin;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    if (code > 1) {
        fprintf(stderr, "%s ended with %d\n", argv[4], code);
        return code;
    }
    double cpu = (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec + 1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    FILE *out = fopen(argv[1], "a");
    if (!out)
        return 2;
    fprintf(out, "time\t%s\t%s\t%.6f\t%.6f\t%.0f\n", argv[2], argv[3], wall, cpu, (double)usage.ru_maxrss / 1024);
    return fclose(out) ? 2 : 0;
}
