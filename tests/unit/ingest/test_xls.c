/* SPDX-License-Identifier: GPL-3.0-or-later
 * XLS, written here record by record: each kind of cell, dates, merged cells, texts that run over into a further record, and damage.
 */
#include "build.h"

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区=张店|zc=淄川区=淄川");
    struct instrument *instrument = build_instrument(evaluation, "survey");
    build_question(evaluation, instrument, "note", 0, QUESTION_TEXT, "意见", NULL, NULL);
    build_question(evaluation, instrument, "score", 0, QUESTION_NUMBER, "得分", NULL, NULL);
    build_question(evaluation, instrument, "day", 0, QUESTION_DATE, "日期", NULL, NULL);
    instrument->key = "编号";
    struct about *about = LIST_ADD(evaluation->arena, &instrument->about);
    about->kind = &evaluation->kinds.at[0];
    about->column = "区县";
    instrument_make_variables(evaluation->arena, instrument);
    return evaluation;
}

/* Records ------------------------------------------------------------------------------------------------------ */

static void u16(struct strbuf *out, unsigned value)
{
    strbuf_addc(out, (char)(value & 0xFF));
    strbuf_addc(out, (char)(value >> 8 & 0xFF));
}

static void u32(struct strbuf *out, uint32_t value)
{
    u16(out, value & 0xFFFF);
    u16(out, value >> 16);
}

static void number(struct strbuf *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    u32(out, (uint32_t)bits);
    u32(out, (uint32_t)(bits >> 32));
}

static void wide(struct strbuf *out, const char *text)
{
    for (const char *at = text, *end = text + strlen(text); at < end;)
        u16(out, utf8_next(&at, end));
}

static void record(struct strbuf *out, unsigned type, struct strbuf *body)
{
    u16(out, type);
    u16(out, (unsigned)body->len);
    strbuf_add(out, body->at, body->len);
    strbuf_clear(body);
}

static void place(struct strbuf *body, unsigned row, unsigned column, unsigned style)
{
    u16(body, row);
    u16(body, column);
    u16(body, style);
}

static void globals(struct strbuf *out, size_t sheet_at, bool since_1904)
{
    struct strbuf body;
    strbuf_init(&body);
    u16(&body, 0x0600), u16(&body, 5);
    record(out, 0x0809, &body);
    u16(&body, since_1904);
    record(out, 0x0022, &body);
    u16(&body, 164), u16(&body, 4), strbuf_addc(&body, 0), strbuf_adds(&body, "yyyy");
    record(out, 0x041E, &body);
    u16(&body, 0), u16(&body, 0);
    record(out, 0x00E0, &body);
    u16(&body, 0), u16(&body, 164);
    record(out, 0x00E0, &body);
    u32(&body, (uint32_t)sheet_at), u16(&body, 0), strbuf_addc(&body, 2), strbuf_addc(&body, 1), wide(&body, "数据");
    record(out, 0x0085, &body);
    /* Six shared texts; the last goes on in another record, where its characters turn from two bytes to one. */
    static const char *const texts[] = {"区县", "编号", "意见", "得分", "日期"};
    u32(&body, 6), u32(&body, 6);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        u16(&body, 2), strbuf_addc(&body, 1), wide(&body, texts[i]);
    u16(&body, 5), strbuf_addc(&body, 1 | 8), u16(&body, 1), wide(&body, "很好");
    record(out, 0x00FC, &body);
    strbuf_addc(&body, 0), strbuf_adds(&body, "abc"), u32(&body, 0); /* and one run of formatting */
    record(out, 0x003C, &body);
    record(out, 0x000A, &body);
    strbuf_release(&body);
}

static void sheet(struct strbuf *out)
{
    struct strbuf body;
    strbuf_init(&body);
    u16(&body, 0x0600), u16(&body, 0x10);
    record(out, 0x0809, &body);
    for (unsigned i = 0; i < 5; i++) {
        place(&body, 0, i, 0), u32(&body, i);
        record(out, 0x00FD, &body);
    }
    place(&body, 2, 3, 0), number(&body, 93.5); /* before the cells to its left and above */
    record(out, 0x0203, &body);
    place(&body, 1, 0, 0), u16(&body, 2), strbuf_addc(&body, 1), wide(&body, "张店");
    record(out, 0x0204, &body);
    place(&body, 1, 1, 0), u32(&body, 1 << 2 | 2); /* integer 1 */
    record(out, 0x027E, &body);
    place(&body, 1, 2, 0), u32(&body, 5);
    record(out, 0x00FD, &body);
    u16(&body, 1), u16(&body, 3), u16(&body, 0), u32(&body, 12345u << 2 | 3), u16(&body, 1), u32(&body, 43223u << 2 | 2), u16(&body, 4); /* 123.45 and a date */
    record(out, 0x00BD, &body);
    place(&body, 2, 1, 0), u32(&body, 0x40000000); /* upper half of 2.0 */
    record(out, 0x027E, &body);
    place(&body, 2, 2, 0), u16(&body, 0), u16(&body, 0), u16(&body, 0), u16(&body, 0xFFFF); /* a formula whose text follows */
    record(out, 0x0006, &body);
    u16(&body, 2), strbuf_addc(&body, 0), strbuf_adds(&body, "ok");
    record(out, 0x0207, &body);
    place(&body, 2, 4, 1), number(&body, 43223.5);
    record(out, 0x0006, &body);
    place(&body, 3, 0, 0), u16(&body, 2), strbuf_addc(&body, 1), wide(&body, "淄川");
    record(out, 0x0204, &body);
    place(&body, 3, 1, 0), u32(&body, 3 << 2 | 2);
    record(out, 0x027E, &body);
    place(&body, 3, 3, 0), strbuf_addc(&body, 1), strbuf_addc(&body, 0); /* TRUE */
    record(out, 0x0205, &body);
    place(&body, 3, 4, 0), strbuf_addc(&body, 42), strbuf_addc(&body, 1); /* #N/A */
    record(out, 0x0205, &body);
    u16(&body, 1), u16(&body, 1), u16(&body, 2), u16(&body, 0), u16(&body, 0);
    record(out, 0x00E5, &body);
    record(out, 0x000A, &body);
    strbuf_release(&body);
}

/* One stream in sectors of 512: sector 0 is the table, 1 the directory, the stream begins at 2. */
static void compound(struct strbuf *out, const struct strbuf *stream)
{
    static const unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    size_t sectors = (stream->len + 511) / 512;
    assert_true(sectors < 120);
    strbuf_add(out, (const char *)magic, 8);
    strbuf_pad(out, 0, 16);
    u16(out, 0x3E), u16(out, 3), u16(out, 0xFFFE), u16(out, 9), u16(out, 6), strbuf_pad(out, 0, 6), u32(out, 0), u32(out, 1), u32(out, 1);
    u32(out, 0), u32(out, 0) /* no small streams */, u32(out, 0xFFFFFFFE), u32(out, 0), u32(out, 0xFFFFFFFE), u32(out, 0), u32(out, 0);
    for (int i = 1; i < 109; i++)
        u32(out, 0xFFFFFFFF);
    u32(out, 0xFFFFFFFD), u32(out, 0xFFFFFFFE);
    for (uint32_t i = 2; i < 128; i++)
        u32(out, i < sectors + 1 ? i + 1 : i == sectors + 1 ? 0xFFFFFFFE : 0xFFFFFFFF);
    for (int entry = 0; entry < 4; entry++) {
        const char *name = entry == 0 ? "Root Entry" : entry == 1 ? "Workbook" : "";
        wide(out, name), strbuf_pad(out, 0, 64 - 2 * strlen(name));
        u16(out, *name ? (unsigned)(2 * strlen(name) + 2) : 0), strbuf_addc(out, entry == 0 ? 5 : entry == 1 ? 2 : 0), strbuf_pad(out, 0, 49);
        u32(out, entry == 1 ? 2 : 0xFFFFFFFE), u32(out, entry == 1 ? (uint32_t)stream->len : 0), u32(out, 0);
    }
    strbuf_add(out, stream->at, stream->len);
    strbuf_pad(out, 0, sectors * 512 - stream->len);
}

static void workbook(struct strbuf *out, bool since_1904)
{
    struct strbuf stream;
    strbuf_init(&stream);
    globals(&stream, 0, since_1904);
    size_t at = stream.len;
    strbuf_clear(&stream);
    globals(&stream, at, since_1904);
    sheet(&stream);
    compound(out, &stream);
    strbuf_release(&stream);
}

static void reads_each_kind_of_cell(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    workbook(&file, false);
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(file.at, file.len));
    if (!kept.done || kept.responses.count != 3)
        show(&kept);
    assert_int_equal(kept.responses.count, 3);
    assert_string_equal(kept.report.sheet, "数据");
    assert_string_equal(kept.responses.at[1].key, "2");
    assert_int_equal(kept.responses.at[2].line, 4);
    assert_int_equal(kept.responses.at[0].about[0], 0);
    assert_int_equal(kept.responses.at[1].about[0], 0); /* merged with the one above */
    assert_int_equal(kept.responses.at[2].about[0], 1);
    assert_said(&kept, 0, "note", "'很好abc'");
    assert_said(&kept, 0, "score", "123.45");
    assert_said(&kept, 0, "day", "'2018-05-03'");
    assert_said(&kept, 1, "note", "'ok'");
    assert_said(&kept, 1, "score", "93.5");
    assert_said(&kept, 1, "day", "'2018-05-03 12:00:00'");
    assert_said(&kept, 2, "note", "<blank>");
    assert_said(&kept, 2, "score", "1");
    assert_said(&kept, 2, "day", "<unreadable>"); /* an error of Excel is no blank */
    assert_int_equal(kept.report.unknown.count, 1);
    assert_string_equal(kept.report.unknown.at[0].text, "#N/A");
    kept_release(&kept);
    unlink(build_path_text);
    strbuf_release(&file);
    evaluation_free(evaluation);
}

/* Excel of a Mac counts days from 1904-01-01: read by the other system, all of them would lie four years back. */
static void reads_dates_since_1904(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    workbook(&file, true);
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(file.at, file.len));
    assert_said(&kept, 0, "day", "'2022-05-04'"); /* 43223 days behind 1904-01-01: python3, date(1904, 1, 1) + timedelta(43223) */
    assert_said(&kept, 1, "day", "'2022-05-04 12:00:00'");
    kept_release(&kept);
    unlink(build_path_text);
    strbuf_release(&file);
    evaluation_free(evaluation);
}

/* Changed bytes give an error, other cells, or nothing at all: never a crash (run under the sanitizers), and never an error unsaid. */
static void bears_changed_bytes(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    workbook(&file, false);
    uint32_t random = 1;
    for (int run = 0; run < 2000; run++) {
        struct strbuf changed;
        strbuf_init(&changed);
        strbuf_add(&changed, file.at, file.len);
        for (int i = 0; i < 1 + run % 5; i++) {
            random = random * 1664525 + 1013904223;
            changed.at[8 + (random >> 8) % (changed.len - 8)] = (char)(random >> 5);
        }
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(changed.at, changed.len));
        assert_int_equal(kept.done, kept.diags.errors == 0);
        kept_release(&kept);
        unlink(build_path_text);
        strbuf_release(&changed);
    }
    strbuf_release(&file);
    evaluation_free(evaluation);
}

static void refuses_what_is_cut_off(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    workbook(&file, false);
    for (size_t len = 8; len < file.len; len += 61) {
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(file.at, len));
        assert_false(kept.done);
        assert_int_equal(kept.diags.errors, 1);
        kept_release(&kept);
        unlink(build_path_text);
    }
    strbuf_release(&file);
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_kind_of_cell),
        cmocka_unit_test(reads_dates_since_1904),
        cmocka_unit_test(bears_changed_bytes),
        cmocka_unit_test(refuses_what_is_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
