/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping report EVAL: one file for each report and unit. A file is written beside its place and renamed, so that none is ever half there.
 */
#include <errno.h>
#include <stdlib.h>

#include "ceping/base_text.h"
#include "ceping/render.h"
#include "report_batch.h"

enum format { FORMAT_PDF, FORMAT_TEXT };

struct job {
    struct cli *cli;
    struct render_faces *faces; /* opened once for the batch */
    const char *folder;
    enum format format;
    size_t done, count;
};

static bool render(struct job *job, const struct doc *doc, struct strbuf *out)
{
    if (job->format == FORMAT_PDF)
        return render_pdf(doc, &render_theme_official, job->faces, out, &job->cli->diags);
    render_text(doc, 100, out);
    return true;
}

static bool write_report(void *data, const struct doc *doc, const char *name)
{
    struct job *job = data;
    auto_strbuf struct strbuf path, bytes;
    strbuf_init(&path);
    strbuf_init(&bytes);
    strbuf_addf(&path, "%s/%s.%s", job->folder, name, job->format == FORMAT_PDF ? "pdf" : "txt");
    if (!render(job, doc, &bytes))
        return false;
    if (!file_write(path.at, bytes.at, bytes.len, 0644)) {
        diags_error(&job->cli->diags, (struct pos){.file = path.at}, _("cannot write: %s"), strerror(errno));
        return false;
    }
    auto_strbuf struct strbuf progress;
    strbuf_init(&progress);
    strbuf_addf(&progress, _("report %zu of %zu: %s"), ++job->done, job->count, path.at);
    cli_progress(job->cli, progress.at);
    return true;
}

static bool open_faces(struct job *job)
{
    if (job->format != FORMAT_PDF)
        return true;
    auto_strbuf struct strbuf folder;
    strbuf_init(&folder);
    const char *given = getenv("CEPING_FONTS");
    if (given)
        strbuf_adds(&folder, given);
    else
        strbuf_addf(&folder, "%s/fonts", job->cli->share);
    job->faces = render_faces_open(folder.at, cli_has(job->cli, "fixed-faces"), &job->cli->diags);
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
    struct job job = {.cli = cli};
    auto_strbuf struct strbuf folder;
    strbuf_init(&folder);
    if (cli_value(cli, "output"))
        strbuf_adds(&folder, cli_value(cli, "output"));
    else
        strbuf_addf(&folder, "%s/reports", cli->arguments[0]);
    job.folder = folder.at;

    struct results *results = choose_format(cli, &job.format) ? engine_results(engine, &cli->diags) : NULL;
    if (!results || !engine_analyse(engine, results, &cli->diags) || !report_batch_disclose(cli, results)) {
        results_free(results);
        return false;
    }
    job.count = report_batch_count(cli, results);
    bool done = job.count > 0 && open_faces(&job) && make_folder(&job) && report_batch(cli, results, write_report, &job);
    if (done)
        printf(_("%zu reports in %s\n"), job.done, job.folder);
    render_faces_free(job.faces);
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
            {"format", 0, "FORMAT", N_("pdf (default) or text")},
            {"fixed-faces", 0, NULL, N_("only the faces that tests use, so that bytes do not differ by machine")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
