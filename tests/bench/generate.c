/* SPDX-License-Identifier: GPL-3.0-or-later
 * A large response file: 27 columns, the same bytes for the same number of rows on any machine. Nine districts, twenty projects, items q1 … q20 of
 * five options with about 3 % blank, a multiple choice joined by ";", and a comment that is now and then quoted, with commas and line breaks.
 *
 *     generate ROWS > responses.csv
 */
#include "bench.h"

static void put_comment(struct bench_random *random)
{
    static const char *const about[] = {"窗口人员", "办事流程", "网上平台", "排队时间", "材料要求", "办结速度"};
    static const char *const says[] = {"态度很好", "比较满意", "需要改进", "不够清楚", "非常方便", "建议增加人手"};
    if (bench_below(random, 10) < 4)
        return;
    bool quoted = bench_below(random, 20) == 0;
    if (quoted)
        putchar('"');
    for (unsigned i = 0, n = 1 + bench_below(random, 3); i < n; i++) {
        printf("%s%s，", about[bench_below(random, 6)], says[bench_below(random, 6)]);
        if (quoted && bench_below(random, 3) == 0)
            fputs(bench_below(random, 2) ? ", \"\"好\"\"" : "\n", stdout);
    }
    if (quoted)
        putchar('"');
}

static void put_row(struct bench_random *random, long id)
{
    static const char *const districts[] = {"东城区", "西城区", "南山区", "北辰区", "高新区", "江宁区", "浦口区", "临海区", "云岩区"};
    unsigned district = bench_below(random, 9), project = bench_below(random, 20), second = bench_below(random, 86400);
    unsigned day = 1 + bench_below(random, 30), duration = 20 + bench_below(random, 300);
    printf("%ld,2024-05-%02u %02u:%02u:%02u,%u,%s,P%02u", id, day, second / 3600, second / 60 % 60, second % 60, duration, districts[district], project + 1);
    unsigned mood = bench_below(random, 3) + (district * 7 + project * 3) % 2;
    for (int i = 0; i < 20; i++) {
        unsigned answer = 1 + (mood + bench_below(random, 3)) % 5;
        putchar(',');
        if (bench_below(random, 33) > 0)
            putchar((int)('0' + answer));
    }
    putchar(',');
    for (unsigned option = 1, marks = 0; option <= 8; option++)
        if (bench_below(random, 3) == 0)
            printf(marks++ > 0 ? ";%u" : "%u", option);
    putchar(',');
    put_comment(random);
    putchar('\n');
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? atol(argv[1]) : 1000;
    struct bench_random random = {20240501};
    fputs("id,submit_time,duration_s,district,project", stdout);
    for (int i = 1; i <= 20; i++)
        printf(",q%d", i);
    puts(",channels,comment");
    for (long id = 1; id <= rows; id++)
        put_row(&random, id);
    return ferror(stdout) ? 1 : 0;
}
