/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers, days and durations, as spreadsheets keep them and as exporters write them.
 */
#include "ingest_priv.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

void number_cell(struct strbuf *out, double value)
{
    if (value == floor(value) && fabs(value) < 1e15) { /* most cells */
        strbuf_addf(out, "%lld", (long long)value);
        return;
    }
    char text[40];
    int len = snprintf(text, sizeof text, "%.15g", value);
    for (int i = 0; i < len; i++) {
        bool part = (text[i] >= '0' && text[i] <= '9') || strchr("+-einfa", text[i]);
        if (part)
            strbuf_addc(out, text[i]);
        else if (out->at[out->len ? out->len - 1 : 0] != '.') /* the decimal point of the locale, of one byte or more */
            strbuf_addc(out, '.');
    }
}

/* Days since 1970-01-01 as year, month, day (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
static void civil(long days, long *ret_year, int *ret_month, int *ret_day)
{
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    long of_era = days - era * 146097;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153;
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = year + era * 400 + (*ret_month <= 2);
}

void serial_cell(struct strbuf *out, double serial, bool from_1904)
{
    if (!(serial >= 0 && serial < 2958466)) { /* 9999-12-31 */
        number_cell(out, serial);
        return;
    }
    long days = (long)floor(serial);
    long seconds = lround((serial - floor(serial)) * 86400);
    if (seconds == 86400) {
        seconds = 0;
        days++;
    }
    if (days > 0 || from_1904) {
        long year;
        int month, day;
        /* Day 60 of 1900 is a 29 February that never was; dates before it are one off. */
        civil(days + (from_1904 ? -24107 : days < 60 ? -25568 : -25569), &year, &month, &day);
        strbuf_addf(out, "%04ld-%02d-%02d", year, month, day);
        if (seconds == 0)
            return;
        strbuf_addc(out, ' ');
    }
    strbuf_addf(out, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void elapsed_cell(struct strbuf *out, double days)
{
    if (!(days >= 0 && days < 1e6)) {
        number_cell(out, days);
        return;
    }
    long long seconds = llround(days * 86400);
    strbuf_addf(out, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void formatted_cell(struct strbuf *out, enum number_kind kind, double value, bool from_1904)
{
    if (kind == KIND_DATE) {
        serial_cell(out, value, from_1904);
    } else if (kind == KIND_ELAPSED) {
        elapsed_cell(out, value);
    } else if (kind == KIND_PERCENT) {
        number_cell(out, value * 100);
        strbuf_addc(out, '%');
    } else {
        number_cell(out, value);
    }
}

/* Number formats ------------------------------------------------------------------------------------------- */

/* Does a format show a date, a time or a percentage? Its letters tell, once what is quoted, escaped or in brackets is left out; [h] is a duration. */
static enum number_kind code_kind(const char *code)
{
    for (const char *at = code; *at && *at != ';'; at++) {
        if (*at == '"') {
            at = strchr(at + 1, '"');
            if (!at)
                return KIND_NUMBER;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            if (!*++at)
                return KIND_NUMBER;
        } else if (*at == '[') {
            const char *close = strchr(at, ']');
            if (!close)
                return KIND_NUMBER;
            size_t len = (size_t)(close - at - 1);
            if (len > 0 && len <= 2 && strspn(at + 1, "hHmMsS") >= len)
                return KIND_ELAPSED;
            at = close;
        } else if (strncasecmp(at, "general", 7) == 0) {
            return KIND_NUMBER;
        } else if (strchr("yYdDhHsSmM", *at)) {
            return KIND_DATE;
        } else if (*at == '%') {
            return KIND_PERCENT;
        }
    }
    return KIND_NUMBER;
}

enum number_kind format_kind(int id, const char *code)
{
    if (code)
        return code_kind(code);
    if (id == 46)
        return KIND_ELAPSED;
    if (id == 9 || id == 10)
        return KIND_PERCENT;
    /* 14–22, 45, 47 everywhere; 27–36, 50–58 in Chinese Excel. */
    bool date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 || (id >= 50 && id <= 58);
    return date ? KIND_DATE : KIND_NUMBER;
}

/* Durations ---------------------------------------------------------------------------------------------- */

/* "2:01", "00:02:01": hours come first when there are three parts. */
static bool clock_seconds(const char *key, double *ret_seconds)
{
    double seconds = 0;
    int count = 0;
    for (const char *at = key; count < 3;) {
        double part;
        size_t len = strspn(at, "0123456789");
        len += at[len] == '.' ? 1 + strspn(at + len + 1, "0123456789") : 0;
        if (!text_number(at, len, false, &part))
            return false;
        seconds = seconds * 60 + part;
        count++;
        at += len;
        if (*at == '\0') {
            *ret_seconds = seconds;
            return count >= 2;
        }
        if (*at++ != ':')
            return false;
    }
    return false;
}

static const struct {
    const char *word;
    double seconds;
} time_words[] = {/* a longer word before its beginning */
                  {"小时", 3600}, {"时", 3600}, {"分钟", 60}, {"分", 60}, {"秒钟", 1}, {"秒", 1}, {"天", 86400}, {"hours", 3600}, {"hour", 3600}, {"h", 3600},
                  {"minutes", 60}, {"minute", 60}, {"min", 60}, {"m", 60}, {"seconds", 1}, {"second", 1}, {"sec", 1}, {"s", 1}};

static bool worded_seconds(const char *at, double *ret_seconds)
{
    double seconds = 0;
    while (*at) {
        size_t len = strspn(at, "0123456789.");
        double number;
        if (len == 0 || !text_number(at, len, false, &number))
            return false;
        at += len;
        size_t i = 0;
        while (i < COUNT_OF(time_words) && strncmp(at, time_words[i].word, strlen(time_words[i].word)) != 0)
            i++;
        if (i == COUNT_OF(time_words))
            return false;
        seconds += number * time_words[i].seconds;
        at += strlen(time_words[i].word);
    }
    *ret_seconds = seconds;
    return true;
}

bool parse_seconds(const char *text, double *ret_seconds)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && text[digits] == '\0')
        return text_number(text, digits, false, ret_seconds);
    auto_free char *key = text_key(text);
    double seconds;
    if (*key == '\0')
        return false;
    if (!clock_seconds(key, &seconds) && !worded_seconds(key, &seconds) && !text_number(key, strlen(key), false, &seconds))
        return false;
    if (!(seconds >= 0))
        return false;
    *ret_seconds = seconds;
    return true;
}

/* Times --------------------------------------------------------------------------------------------------- */

static bool number_at(const char **at, size_t digits, long *ret_number)
{
    size_t len = strspn(*at, "0123456789");
    if (len == 0 || len > digits)
        return false;
    long number = 0;
    for (size_t i = 0; i < len; i++)
        number = number * 10 + ((*at)[i] - '0');
    *at += len;
    *ret_number = number;
    return true;
}

static bool skip(const char **at, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(*at, word, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool separator(const char **at, const char *word)
{
    return skip(at, word) || skip(at, "/") || skip(at, "-") || skip(at, ".");
}

static bool day_exists(long year, long month, long day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

/* 03-may-2018 */
static bool named_month(const char **at, long *year, long *month, long *day)
{
    static const char names[] = "jan feb mar apr may jun jul aug sep oct nov dec ";
    const char *start = *at;
    char name[5] = {0};
    if (!number_at(&start, 2, day) || *start++ != '-' || strspn(start, "abcdefghijklmnopqrstuvwxyz") != 3)
        return false;
    memcpy(name, start, 3);
    name[3] = ' ';
    const char *found = strstr(names, name);
    start += 3;
    if (!found || *start++ != '-' || strspn(start, "0123456789") != 4 || !number_at(&start, 4, year))
        return false;
    *month = (found - names) / 4 + 1;
    *at = start;
    return true;
}

static bool read_date(const char **at, long *year, long *month, long *day)
{
    if (named_month(at, year, month, day))
        return day_exists(*year, *month, *day);
    if (strspn(*at, "0123456789") == 8) { /* 20180503 */
        long whole;
        number_at(at, 8, &whole);
        *year = whole / 10000;
        *month = whole / 100 % 100;
        *day = whole % 100;
    } else {
        if (strspn(*at, "0123456789") != 4 || !number_at(at, 4, year) || !separator(at, "年") || !number_at(at, 2, month) || !separator(at, "月") ||
            !number_at(at, 2, day))
            return false;
        skip(at, "日");
    }
    return day_exists(*year, *month, *day);
}

/* The clock after a date; `at` has no white space. */
static bool read_clock(const char *at, long *hour, long *minute, long *second)
{
    bool afternoon = skip(&at, "下午") || skip(&at, "pm"), morning = skip(&at, "上午") || skip(&at, "am");
    if (!number_at(&at, 2, hour) || !(skip(&at, ":") || skip(&at, "时") || skip(&at, "点")) || !number_at(&at, 2, minute))
        return false;
    if (skip(&at, ":") || skip(&at, "分")) {
        if (*at && !number_at(&at, 2, second))
            return false;
        skip(&at, "秒");
    }
    if (skip(&at, ".")) {
        at += strspn(at, "0123456789"); /* parts of a second */
    }
    afternoon = afternoon || skip(&at, "下午") || skip(&at, "pm");
    morning = morning || skip(&at, "上午") || skip(&at, "am");
    if ((afternoon || morning) && *hour > 12)
        return false;
    if (afternoon && *hour < 12)
        *hour += 12;
    if (morning && *hour == 12)
        *hour = 0;
    if (!skip(&at, "z") && (*at == '+' || *at == '-'))
        at += 1 + strspn(at + 1, "0123456789:"); /* the zone is not part of what is kept */
    return *at == '\0' && *hour < 24 && *minute < 60 && *second < 61;
}

static long digits_at(const char *text, size_t count)
{
    long number = 0;
    for (size_t i = 0; i < count; i++)
        number = 10 * number + (text[i] - '0');
    return number;
}

bool plain_time(const char *text, size_t len, char ret_time[TIME_SIZE])
{
    static const char form[] = "dddd-dd-dd dd:dd:dd";
    static_assert(sizeof form == TIME_SIZE, "the form of a time");
    if (len != sizeof form - 1)
        return false;
    char copy[sizeof form] = {0};
    for (size_t i = 0; i < len; i++) {
        char c = (i == 4 || i == 7) && text[i] == '/' ? '-' : text[i];
        if (form[i] == 'd' ? c < '0' || c > '9' : c != form[i])
            return false;
        copy[i] = c;
    }
    if (!day_exists(digits_at(copy, 4), digits_at(copy + 5, 2), digits_at(copy + 8, 2)) || digits_at(copy + 11, 2) > 23 || copy[14] > '5' || copy[17] > '5')
        return false;
    memcpy(ret_time, copy, sizeof copy);
    return true;
}

/* 10/14/2016 or 10/14/16 as an American writes it, turned into 2016/10/14 with what follows. Where the first number can be no month it is the day. */
bool parse_american_time(const char *text, struct strbuf *out)
{
    long first, second, year;
    const char *at = text;
    if (!number_at(&at, 2, &first) || !skip(&at, "/") || !number_at(&at, 2, &second) || !skip(&at, "/") || !number_at(&at, 4, &year))
        return false;
    bool day_first = first > 12;
    auto_strbuf struct strbuf turned;
    strbuf_init(&turned);
    strbuf_addf(&turned, "%04ld/%ld/%ld%s", year < 100 ? 2000 + year : year, day_first ? second : first, day_first ? first : second, at);
    return parse_time(turned.at, out);
}

bool parse_time(const char *text, struct strbuf *out)
{
    char time[TIME_SIZE];
    if (plain_time(text, strlen(text), time)) {
        strbuf_adds(out, time);
        return true;
    }
    /* The key drops white space, which is all that parts day and hour in most forms: put a mark there first. Only "2018-05-03 1…" needs it,
     * and a day has two digits at most, so that an hour of two digits would run into it. */
    auto_strbuf struct strbuf marked;
    strbuf_init(&marked);
    bool inside = false;
    for (const char *at = text; *at; at++) {
        bool space = *at == ' ' || *at == '\t';
        if (!space || !inside)
            strbuf_addc(&marked, space ? '@' : *at);
        inside = space;
    }
    auto_free char *key = text_key(marked.at);
    const char *at = key;
    long year, month, day, hour = 0, minute = 0, second = 0;
    double serial;
    if (!strpbrk(key, "/-年:") && strspn(key, "0123456789") != 8 && text_number(key, strlen(key), false, &serial) && serial >= 20000 && serial < 80000) {
        serial_cell(out, serial, false); /* a date of Excel whose cell was formatted as a number */
        return true;
    }
    while (skip(&at, "@"))
        ;
    if (!read_date(&at, &year, &month, &day))
        return false;
    auto_strbuf struct strbuf rest;
    strbuf_init(&rest);
    skip(&at, "t");
    for (; *at; at++)
        if (*at != '@')
            strbuf_addc(&rest, *at);
    if (rest.len > 0 && !read_clock(rest.at, &hour, &minute, &second))
        return false;
    strbuf_addf(out, "%04ld-%02ld-%02ld", year, month, day);
    if (rest.len > 0)
        strbuf_addf(out, " %02ld:%02ld:%02ld", hour, minute, second);
    return true;
}
