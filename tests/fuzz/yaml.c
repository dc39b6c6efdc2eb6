/* SPDX-License-Identifier: GPL-3.0-or-later
 * The files that people write, in the folder of an evaluation whose other files are right: the first byte chooses which of them the rest is.
 */
#include "fuzz.h"

#include "ceping/base_text.h"
#include "ceping/store.h"
#include "ceping/survey.h"

static const struct {
    const char *name, *text;
} files[] = {
    {"evaluation.yaml", "id: e\ntitle: t\nyear: 2018\ncommissioner: c\nevaluator: v\nkinds:\n  - {id: p, name: 项目, units: [{id: p1, name: 甲}, {id: p2, name: 乙}]}\n"
                        "figures:\n  - {id: f, name: 满意率, items: [q.sat], statistic: satisfied}\n"},
    {"instruments/q.yaml", "id: q\ntitle: t\nkind: questionnaire\nquestions:\n  - {id: sat, type: single, title: 满意度, options: [{code: 1, label: 满意}, {code: 2, label: 一般}]}\n"},
    {"rubric.yaml", "tables: []\n"},
    {"decisions.csv", "object,decision,reason,authority,who,date\nq/1,void,x,y,z,2018-01-01\n"},
};

static const char *folder(void)
{
    static char path[64];
    if (*path)
        return path;
    snprintf(path, sizeof path, "%s/ceping-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    char instruments[96];
    if (!mkdtemp(path))
        abort();
    snprintf(instruments, sizeof instruments, "%s/instruments", path);
    mkdir(instruments, 0700);
    return path;
}

static void put(size_t file, const void *bytes, size_t len)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder(), files[file].name);
    FILE *out = fopen(path, "wb");
    if (!out || (len && fwrite(bytes, 1, len, out) != len))
        abort();
    fclose(out);
}

static void clean_up(void)
{
    char path[128];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder(), files[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/instruments", folder());
    rmdir(path);
    rmdir(folder());
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    enum { FILES = sizeof files / sizeof *files };
    static bool begun;
    if (!begun)
        atexit(clean_up);
    begun = true;
    size_t chosen = len ? bytes[0] % FILES : 0;
    for (size_t i = 0; i < FILES; i++)
        put(i, files[i].text, strlen(files[i].text));
    put(chosen, len ? bytes + 1 : bytes, len ? len - 1 : 0);
    struct diags diags;
    diags_init(&diags);
    const struct survey_options options = {.check_condition = store_check_condition};
    struct evaluation *evaluation = survey_load(folder(), &options, &diags);
    if (!evaluation != (diags.errors > 0))
        abort(); /* an error without a word, or a word without an error */
    struct strbuf text;
    strbuf_init(&text);
    diags_format_all(&diags, false, &text);
    if (evaluation)
        evaluation_dump(evaluation, &text);
    strbuf_release(&text);
    evaluation_free(evaluation);
    diags_release(&diags);
    return 0;
}
