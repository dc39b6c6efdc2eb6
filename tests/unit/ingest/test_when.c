/* SPDX-License-Identifier: GPL-3.0-or-later
 * Durations, days, numbers of spreadsheets and number formats. Serial days checked against Excel: 1 is 1900-01-01, 59 is 1900-02-28, 61 is 1900-03-01,
 * 43223 is 2018-05-03; by the system of 1904 day 0 is 1904-01-01.
 */
#include "build.h"

#include "../../../src/ingest/xlsx_priv.h"

#include <locale.h>

static void durations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double seconds; /* NaN: refused */
    } rows[] = {{"121秒", 121}, {"2分3秒", 123},    {"1小时2分钟3秒", 3723}, {"00:02:01", 121}, {"2:01", 121}, {" 121 ", 121}, {"１２１秒", 121}, {"121.5", 121.5}, {"1天", 86400},
                {"2m 3s", 123}, {"1:02:03.5", 3723.5}, {"", NAN},          {"很久", NAN},     {"-5", NAN},   {"1:2:3:4", NAN}, {"12x", NAN},  {"秒", NAN},   {"1:", NAN}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        double seconds = NAN;
        bool read = parse_seconds(rows[i].text, &seconds);
        if (read == isnan(rows[i].seconds))
            print_message("%s gives %g\n", rows[i].text, seconds);
        assert_int_equal(read, !isnan(rows[i].seconds));
        check_close(seconds, rows[i].seconds, 1e-12);
    }
}

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso;
    } rows[] = {
        {"2024/12/13 19:06:21", "2024-12-13 19:06:21"},
        {"2024-12-13T19:06:21Z", "2024-12-13 19:06:21"},
        {"2024-12-13T19:06:21.123+08:00", "2024-12-13 19:06:21"},
        {"2018/5/3 9:02", "2018-05-03 09:02:00"},
        {"2018/5/3  14:02", "2018-05-03 14:02:00"},
        {"2018年5月3日 14时2分", "2018-05-03 14:02:00"},
        {"2018年5月3日", "2018-05-03"},
        {"2018.5.3", "2018-05-03"},
        {"20180503", "2018-05-03"},
        {"2018/05/03 2:02:11 下午", "2018-05-03 14:02:11"},
        {"2018/05/03 上午 12:02:11", "2018-05-03 00:02:11"},
        {"2018-05-03 11:02 PM", "2018-05-03 23:02:00"},
        {"43223.58484953704", "2018-05-03 14:02:11"},
        {"2016-02-29", "2016-02-29"},
        {"2018-02-29", NULL},
        {"2018-13-01", NULL},
        {"2018/5/3 25:00", NULL},
        {"10/14/16 10:05", NULL}, /* which is the month? */
        {"昨天", NULL},
        {"", NULL},
        {"12", NULL},
        {"2018-05-03 x", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out);
        bool read = parse_time(rows[i].text, &out);
        if (read != (rows[i].iso != NULL) || (read && strcmp(out.at, rows[i].iso) != 0))
            print_message("%s gives %s\n", rows[i].text, read ? out.at : "nothing");
        assert_int_equal(read, rows[i].iso != NULL);
        if (read)
            assert_string_equal(out.at, rows[i].iso);
        strbuf_release(&out);
    }
}

static void serials(void **state)
{
    (void)state;
    static const struct {
        double serial;
        bool from_1904;
        const char *text;
    } rows[] = {{1, false, "1900-01-01"},    {59, false, "1900-02-28"},  {61, false, "1900-03-01"},  {43223, false, "2018-05-03"}, {43223.5, false, "2018-05-03 12:00:00"},
                {0.25, false, "06:00:00"},   {0, true, "1904-01-01"},    {41761, true, "2018-05-03"}, {43223.999999, false, "2018-05-04"}, {-1, false, "-1"},
                {3e6, false, "3000000"},     {2958465, false, "9999-12-31"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out);
        serial_cell(&out, rows[i].serial, rows[i].from_1904);
        assert_string_equal(out.at, rows[i].text);
        strbuf_release(&out);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {{1, "1"}, {93.499999999999986, "93.5"}, {0.1, "0.1"}, {-2, "-2"}, {123456789012, "123456789012"}, {1e20, "1e+20"}};
    setlocale(LC_ALL, "de_DE.UTF-8"); /* where it is installed, the decimal point is a comma */
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out);
        number_cell(&out, rows[i].value);
        assert_string_equal(out.at, rows[i].text);
        strbuf_release(&out);
    }
    setlocale(LC_ALL, "C");
    struct strbuf out;
    strbuf_init(&out);
    elapsed_cell(&out, 1.125);
    assert_string_equal(out.at, "27:00:00");
    strbuf_release(&out);
}

static void formats(void **state)
{
    (void)state;
    static const struct {
        int id;
        const char *code;
        enum number_kind kind;
    } rows[] = {{0, NULL, KIND_NUMBER},          {2, NULL, KIND_NUMBER},           {14, NULL, KIND_DATE},           {22, NULL, KIND_DATE},          {46, NULL, KIND_ELAPSED},
                {31, NULL, KIND_DATE},           {164, "yyyy-mm-dd", KIND_DATE},   {164, "0.00\"元/day\"", KIND_NUMBER}, {164, "[Red]0.0", KIND_NUMBER}, {164, "[h]:mm:ss", KIND_ELAPSED},
                {164, "General", KIND_NUMBER},   {164, "0\\d", KIND_NUMBER},       {164, "[$-804]yyyy\"年\"", KIND_DATE}, {164, "\"open", KIND_NUMBER},   {164, "#,##0_);[Red]d", KIND_NUMBER}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(format_kind(rows[i].id, rows[i].code), rows[i].kind);
}

static void references(void **state)
{
    (void)state;
    size_t column = 99, row = 99;
    assert_true(parse_reference("A1", &column, &row));
    assert_int_equal(column, 0);
    assert_int_equal(row, 1);
    assert_true(parse_reference("$XFD$1048576", &column, &row));
    assert_int_equal(column, 16383);
    assert_int_equal(row, 1048576);
    assert_true(parse_reference("BC12:BD13", &column, &row));
    assert_int_equal(column, 54);
    assert_false(parse_reference("", &column, &row));
    assert_false(parse_reference("AAAA1", &column, &row));
    assert_false(parse_reference("A12345678", &column, &row));
    assert_false(parse_reference("A1x", &column, &row));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations), cmocka_unit_test(times), cmocka_unit_test(serials), cmocka_unit_test(numbers), cmocka_unit_test(formats), cmocka_unit_test(references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
