/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping report EVAL: one file for each report and unit. A file is written beside its place and renamed, so that none is ever half there.
 */
#include <errno.h>
#include <pthread.h>

#include "ceping/base_text.h"
#include "ceping/render.h"
#include "pool.h"
#include "report_batch.h"

enum format { FORMAT_PDF, FORMAT_TEXT };

struct job {
    struct cli *cli;
    struct render_faces *faces; /* opened once for the batch */
    const char *folder;
    enum format format;
    struct arena *arena;
    const struct evaluation *evaluation;
    struct map themes; /* by name: read once for the batch */
    const char *theme_folders[3];
    size_t done, count;
    pthread_mutex_t lock; /* of `done` and the line of progress */
};

/* --theme, else the report's, else the evaluation's, else official. */
static const char *theme_name(const struct job *job, const struct report_plan *plan)
{
    const char *asked = cli_value(job->cli, "theme"), *declared = plan->theme ? plan->theme : job->evaluation->theme;
    return asked ? asked : declared ? declared : "official";
}

/* Before reports are made: threads only look it up. */
static bool load_theme(void *data, const struct report_plan *plan)
{
    struct job *job = data;
    const char *name = theme_name(job, plan);
    if (map_get(&job->themes, name))
        return true;
    struct pos pos = cli_value(job->cli, "theme") ? POS_NONE : plan->theme ? plan->pos : job->evaluation->pos;
    struct render_theme *theme = ARENA_NEW(job->arena, struct render_theme);
    if (!render_theme_load(job->arena, name, job->theme_folders, pos, theme, &job->cli->diags))
        return false;
    if (cli_value(job->cli, "draft"))
        theme->draft = cli_value(job->cli, "draft");
    map_put(&job->themes, arena_strdup(job->arena, name), theme);
    return true;
}

static bool render(struct job *job, const struct report_plan *plan, const struct doc *doc, struct strbuf *out, struct diags *diags)
{
    const struct render_theme *theme = map_get(&job->themes, theme_name(job, plan));
    if (job->format == FORMAT_PDF)
        return render_pdf(doc, theme, job->faces, out, diags);
    render_text(doc, 100, out);
    return true;
}

static bool write_report(void *data, const struct report_plan *plan, const struct doc *doc, const char *name, struct diags *diags)
{
    struct job *job = data;
    auto_strbuf struct strbuf path, bytes;
    strbuf_init(&path);
    strbuf_init(&bytes);
    strbuf_addf(&path, "%s/%s.%s", job->folder, name, job->format == FORMAT_PDF ? "pdf" : "txt");
    if (!render(job, plan, doc, &bytes, diags))
        return false;
    if (!file_write(path.at, bytes.at, bytes.len, 0644)) {
        diags_error(diags, (struct pos){.file = path.at}, _("cannot write: %s"), strerror(errno));
        return false;
    }
    auto_strbuf struct strbuf progress;
    strbuf_init(&progress);
    pthread_mutex_lock(&job->lock);
    strbuf_addf(&progress, _("report %zu of %zu: %s"), ++job->done, job->count, path.at);
    cli_progress(job->cli, progress.at);
    pthread_mutex_unlock(&job->lock);
    return true;
}

static bool open_faces(struct job *job)
{
    if (job->format != FORMAT_PDF)
        return true;
    job->faces = cli_faces(job->cli);
    return job->faces != NULL;
}

static bool choose_format(struct cli *cli, enum format *ret_format)
{
    const char *format = cli_value(cli, "format");
    *ret_format = format && strcmp(format, "text") == 0 ? FORMAT_TEXT : FORMAT_PDF;
    if (!format || strcmp(format, "text") == 0 || strcmp(format, "pdf") == 0)
        return true;
    diags_error(&cli->diags, POS_NONE, _("unknown format '%s'"), format);
    diags_hint(&cli->diags, _("known: pdf, text"));
    return false;
}

static bool make_folder(const struct job *job)
{
    if (file_make_folders(job->folder))
        return true;
    diags_error(&job->cli->diags, (struct pos){.file = job->folder}, _("cannot make the folder: %s"), strerror(errno));
    return false;
}

static bool make_reports(struct cli *cli, struct engine *engine)
{
    struct job job = {.cli = cli, .lock = PTHREAD_MUTEX_INITIALIZER};
    enum { MOST_UNASKED = 16 }; /* each holds the pages of a report */
    size_t threads = 0;
    if (!cli_choose_threads(cli, MOST_UNASKED, &threads))
        return false;
    auto_strbuf struct strbuf folder;
    strbuf_init(&folder);
    if (cli_value(cli, "output"))
        strbuf_adds(&folder, cli_value(cli, "output"));
    else
        strbuf_addf(&folder, "%s/reports", cli->arguments[0]);
    job.folder = folder.at;

    struct results *results = choose_format(cli, &job.format) ? engine_results_for_studies(engine, &cli->diags) : NULL;
    if (!results || !engine_uncertainty(engine, results, threads, &cli->diags) ||
        !engine_robustness(engine, results, threads, &cli->diags) || !engine_explain_reports(engine, results, &cli->diags) || !report_batch_disclose(cli, results)) {
        results_free(results);
        return false;
    }
    job.arena = results->arena;
    job.evaluation = results->evaluation;
    job.theme_folders[0] = arena_printf(job.arena, "%s/themes", cli->arguments[0]);
    job.theme_folders[1] = arena_printf(job.arena, "%s/themes", cli->share);
    map_init(&job.themes);
    job.count = report_batch_count(cli, results);
    bool done = job.count > 0 && open_faces(&job) && make_folder(&job) && report_batch(cli, engine, results, threads, load_theme, write_report, &job);
    if (done)
        printf(_("%zu reports in %s\n"), job.done, job.folder);
    render_faces_free(job.faces);
    map_release(&job.themes);
    results_free(results);
    return done;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    bool done = engine && make_reports(cli, engine);
    int status = cli_finish(cli, done);
    engine_close(engine);
    return status;
}

const struct cli_command cmd_report = {
    .name = "report",
    .arguments = "EVAL",
    .summary = N_("one PDF for each report and unit"),
    .help = N_("Reports are declared in evaluation.yaml. Templates are looked for in EVAL/templates, then among those that come with ceping. The public edition has the same reports with numbers of few people hidden, findings without names, and no report about "
               "units whose place is not published."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", 'o', "DIR", N_("where to (default: EVAL/reports)")},
            {"only", 0, "KIND[:UNIT]", N_("only reports of this kind, or of this unit")},
            {"edition", 0, "EDITION", N_("internal (default) or public")},
            {"language", 0, "LANGUAGE", N_("zh or en (default: as the report or the evaluation says)")},
            {"theme", 0, "THEME", N_("official, plain, brief, or a file in themes/ (default: as the report or the evaluation says)")},
            {"draft", 0, "WORD", N_("a word across each page, such as 草稿")},
            {"format", 0, "FORMAT", N_("pdf (default) or text")},
            {"threads", 0, "N", N_("how many reports are made at once (default: one a processor); all have the same bytes")},
            {"fixed-faces", 0, NULL, N_("only the faces that tests use, so that bytes do not differ by machine")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
