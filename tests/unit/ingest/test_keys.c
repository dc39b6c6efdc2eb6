/* SPDX-License-Identifier: GPL-3.0-or-later
 * More keys than memory holds (src/base/seen_file.c): a key of the first rows that comes again at the end is found; where their file cannot be read any more the load stops
 * with an error, and hands on no row of which it could not say whether it came before.
 */
#include "build.h"

#include <sys/stat.h>

enum { ROWS = 460000, LATE = ROWS - 200 /* beyond 2¹⁹ · 7/8 = 458,752, where the keys go into the file */ };

struct seen_rows {
    size_t responses, rejected, cut_at;
    char reason[128];
};

/* Whatever open file has no name. */
static size_t cut_unnamed_files(void)
{
    size_t cut = 0;
    for (int file = 3; file < 256; file++) {
        struct stat is;
        cut += fstat(file, &is) == 0 && S_ISREG(is.st_mode) && is.st_nlink == 0 && is.st_size > 0 && ftruncate(file, 0) == 0;
    }
    return cut;
}

static bool count_response(void *data, const struct response *response)
{
    (void)response;
    struct seen_rows *rows = data;
    if (++rows->responses == rows->cut_at)
        assert_int_equal(cut_unnamed_files(), 1);
    return true;
}

static bool count_reject(void *data, size_t line, const char *raw, const char *reason)
{
    (void)line;
    (void)raw;
    struct seen_rows *rows = data;
    rows->rejected++;
    snprintf(rows->reason, sizeof rows->reason, "%s", reason);
    return true;
}

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *instrument = build_instrument(evaluation, "survey");
    build_question(evaluation, instrument, "sex", 0, QUESTION_SINGLE, "性别", NULL, "男|女");
    instrument->key = "编号";
    instrument_make_variables(evaluation->arena, instrument);
    return evaluation;
}

static uint32_t key_of(uint32_t i)
{
    return i * 2654435761u;
}

/* Keys of letters, each once, and below them that of the first row and that of the last but one again. */
static const char *many_keys(void)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, "编号,性别\n");
    for (uint32_t i = 1; i <= ROWS; i++)
        strbuf_addf(&text, "u%u,男\n", key_of(i));
    strbuf_addf(&text, "u%u,女\nu%u,女\n", key_of(1), key_of(ROWS - 1));
    return build_file(text.at, text.len);
}

static bool read_many(const struct evaluation *evaluation, const char *path, struct seen_rows *rows, struct diags *diags)
{
    const struct ingest_options options = {.instrument = evaluation->instruments.at[0]};
    const struct ingest_sink sink = {.data = rows, .response = count_response, .reject = count_reject};
    struct ingest_report report;
    diags_init(diags);
    bool done = ingest_file(evaluation, path, &options, &sink, &report, diags);
    ingest_report_release(&report);
    return done;
}

static void keys_beyond_memory(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    const char *path = many_keys();
    struct diags diags;
    struct seen_rows whole = {0}, cut = {.cut_at = LATE};

    assert_true(read_many(evaluation, path, &whole, &diags));
    assert_int_equal(diags.errors, 0);
    assert_int_equal(whole.responses, ROWS);
    assert_int_equal(whole.rejected, 2);
    char reason[128];
    snprintf(reason, sizeof reason, "key 'u%u' stands in row %d already", key_of(ROWS - 1), ROWS);
    assert_string_equal(whole.reason, reason);
    diags_release(&diags);

    assert_false(read_many(evaluation, path, &cut, &diags));
    assert_int_equal(diags.errors, 1);
    assert_non_null(strstr(diags.at[diags.count - 1].text, "the temporary file with the keys of earlier rows cannot be read"));
    assert_in_range(cut.responses, LATE, ROWS); /* a new key asks the file only where the filter takes it for another */
    assert_int_equal(cut.rejected, 0);
    diags_release(&diags);
    unlink(path);
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keys_beyond_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
