/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files of responses, whatever their format: read, recognised, mapped to an instrument with every type of question.
 */
#include "fuzz.h"

#include "../unit/ingest/form.h"

static bool take(void *data, const struct response *response)
{
    (void)data;
    return response->key != NULL;
}

static bool take_rejected(void *data, size_t line, const char *raw, const char *reason)
{
    (void)data;
    return line > 0 && raw && reason;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct evaluation *evaluation;
    if (!evaluation)
        evaluation = form_survey();
    char path[32];
    int file = fuzz_file(bytes, len, path);
    struct ingest_report report;
    struct diags diags;
    struct ingest_sink sink = {.response = take, .reject = take_rejected};
    struct ingest_options options = {.source_key = "key"};
    diags_init(&diags);
    bool done = ingest_file(evaluation, path, &options, &sink, &report, &diags);
    if (!done && diags.errors == 0)
        abort(); /* failed without a word */
    ingest_report_release(&report);
    diags_release(&diags);
    close(file);
    return 0;
}
