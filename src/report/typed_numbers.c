/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers typed by hand into the prose of templates and findings, for `ceping template check`.
 *
 * A number in a report is computed in the run that prints it, or it is given with its source. One that somebody typed into a sentence is neither: it
 * stays when the data change, and nobody can say where it came from. What is no such number, by rule:
 *
 *     what stands in tags, fenced blocks, `code`, 《titles》, 〔2017〕2号 and targets of links
 *     years (2017年, a number from 1900 to 2199 before 年), months before 月, days behind 月 or before 日 after a month, ordinals behind 第
 *     marks of lists and headings at the begin of a line: 1. 1.1 2、 （3）
 *     parts of names: digits that touch a letter, or follow one by a hyphen, slash or space (GB/T 9704—2012, SPSS 26)
 *     lines that say where their numbers come from: {{! source: 抽样方案第3条 }}
 */
#include "report_priv.h"

struct line_scan {
    struct diags *diags;
    struct pos pos;    /* of the line's begin */
    const char *begin; /* of the line */
    const char *what;  /* NULL: in a template; else the finding */
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool begins(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(end - at) >= len && memcmp(at, word, len) == 0;
}

static bool ends_before(const char *begin, const char *at, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(at - begin) >= len && memcmp(at - len, word, len) == 0;
}

/* The end of what is no prose and begins at `at`, or `at`. */
static const char *skip_quoted(const char *at, const char *end)
{
    static const struct {
        const char *open, *close;
    } pairs[] = {{"{{", "}}"}, {"`", "`"}, {"《", "》"}, {"〔", "〕"}, {"](", ")"}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (!begins(at, end, pairs[i].open))
            continue;
        const char *inside = at + strlen(pairs[i].open), *close = memmem(inside, (size_t)(end - inside), pairs[i].close, strlen(pairs[i].close));
        return close ? close + strlen(pairs[i].close) : end;
    }
    return at;
}

/* 1. 2、 （3） - after marks of a heading or a quotation: begins of lines that count. */
static const char *skip_mark(const char *at, const char *end)
{
    while (at < end && strchr("#>*- \t|", *at))
        at++;
    const char *mark = at;
    for (const char *const *open = (const char *const[]){"（", "(", NULL}; *open; open++)
        if (begins(mark, end, *open))
            mark += strlen(*open);
    const char *number = mark;
    while (mark < end && digit(*mark))
        mark++;
    if (mark > number && mark + 1 < end && *mark == '.' && digit(mark[1])) { /* 1.1 of a heading */
        const char *second = mark + 1;
        while (second < end && digit(*second))
            second++;
        if (second < end && *second == ' ')
            return second;
    }
    if (mark == number || mark - number > 3)
        return at;
    for (const char *const *close = (const char *const[]){". ", "、", "）", ")", "．", NULL}; *close; close++)
        if (begins(mark, end, *close))
            return mark + strlen(*close);
    return at;
}

static bool part_of_name(const char *begin, const char *at, const char *number_end, const char *end)
{
    if (number_end + 1 < end && *number_end == '+' && letter(number_end[1])) /* 6+X */
        return true;
    if (number_end < end && (letter(*number_end) || *number_end == '_'))
        return true;
    if (at == begin)
        return false;
    const char *before = at;
    if (ends_before(begin, before, "—"))
        before -= strlen("—");
    else if (strchr("-/ _", before[-1]))
        before--;
    return before > begin && (letter(before[-1]) || (before < at && digit(before[-1])));
}

static bool is_date(const char *begin, const char *at, const char *number_end, const char *end)
{
    long value = 0;
    for (const char *c = at; c < number_end && digit(*c) && value < 100000; c++)
        value = value * 10 + (*c - '0');
    if (begins(number_end, end, "年"))
        return value >= 1900 && value < 2200;
    if (begins(number_end, end, "月"))
        return value >= 1 && value <= 12;
    return begins(number_end, end, "日") && value >= 1 && value <= 31 && ends_before(begin, at, "月");
}

static void report(const struct line_scan *scan, const char *at, const char *number_end)
{
    struct pos pos = scan->pos;
    auto_free char *number = xstrndup(at, (size_t)(number_end - at));
    if (scan->what) {
        diags_warning(scan->diags, pos, _("finding '%s': the number '%s' is typed by hand"), scan->what, number);
    } else {
        pos.col += (int)text_width_n(scan->begin, (size_t)(at - scan->begin));
        pos.width = (int)(number_end - at);
        diags_warning(scan->diags, pos, _("the number '%s' is typed by hand"), number);
    }
    diags_hint(scan->diags, _("name a figure, or {{given.ID}} with its source; or say on the line where it comes from: {{! source: … }}"));
}

static void scan_line(const struct line_scan *scan, const char *end)
{
    const char *begin = scan->begin;
    if (memmem(begin, (size_t)(end - begin), "{{! source:", strlen("{{! source:")))
        return;
    for (const char *at = skip_mark(begin, end); at < end;) {
        const char *skipped = skip_quoted(at, end);
        if (skipped > at) {
            at = skipped;
            continue;
        }
        if (!digit(*at)) {
            at++;
            continue;
        }
        const char *number_end = at;
        while (number_end < end && (digit(*number_end) || (strchr(".,", *number_end) && number_end + 1 < end && digit(number_end[1]))))
            number_end++;
        if (!part_of_name(begin, at, number_end, end) && !is_date(begin, at, number_end, end) && !ends_before(begin, at, "第") && !ends_before(begin, at, "〕"))
            report(scan, at, number_end);
        at = number_end;
    }
}

/* A tag over several lines hides them all: the scan goes on behind it. */
static const char *line_end(const char *at, const char *end)
{
    const char *found = memchr(at, '\n', (size_t)(end - at));
    return found ? found : end;
}

void typed_numbers(const char *file, const char *text, size_t len, const char *what, struct pos pos, struct diags *diags)
{
    const char *end = text + len;
    bool fence = false;
    int line = 1;
    for (const char *at = text; at < end; line++) {
        const char *next = line_end(at, end);
        if (begins(at, next, "```"))
            fence = !fence;
        else if (!fence) {
            struct line_scan scan = {diags, what ? pos : (struct pos){file, line, 1, 1}, at, what};
            scan_line(&scan, next);
            for (const char *open = at; (open = memmem(open, (size_t)(next - open), "{{", 2)) && !memmem(open, (size_t)(next - open), "}}", 2);) {
                const char *close = memmem(open, (size_t)(end - open), "}}", 2); /* past this line: move to where it closes */
                if (!close)
                    return;
                for (const char *c = next; c < close; c++)
                    line += *c == '\n';
                next = line_end(close, end);
                break;
            }
        }
        at = next < end ? next + 1 : end;
    }
}
