/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping serve DIR: a published site on this machine, to look at it before its release.
 */
#include <signal.h>
#include <stdlib.h>

#include "ceping/publish_serve.h"
#include "cli.h"

#define USUAL_PORT 8017

static bool read_port(struct cli *cli, unsigned *ret_port)
{
    const char *text = cli_value(cli, "port");
    char *end = NULL;
    long port = text ? strtol(text, &end, 10) : USUAL_PORT;
    if (text && (!*text || *end || strspn(text, "0123456789") != strlen(text) || port > 65535)) {
        diags_error(&cli->diags, POS_NONE, _("'%s' is no port"), text);
        diags_hint(&cli->diags, _("a number from 1 to 65535; 0 takes any that is free"));
        return false;
    }
    *ret_port = (unsigned)port;
    return true;
}

/* The signals are blocked before the server's thread begins, which inherits that: they come here and nowhere else. */
static bool serve(struct cli *cli)
{
    unsigned port;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct server *server = read_port(cli, &port) ? publish_serve_start(cli->arguments[0], port, &cli->diags) : NULL;
    if (!server)
        return false;
    printf(_("the site is at http://127.0.0.1:%u/ (on this machine only); Ctrl+C ends it\n"), publish_serve_port(server));
    fflush(stdout);
    int signal_number;
    sigwait(&ends, &signal_number);
    publish_serve_stop(server);
    return true;
}

static int run(struct cli *cli)
{
    return cli_finish(cli, serve(cli));
}

const struct cli_command cmd_serve = {
    .name = "serve",
    .arguments = "DIR",
    .summary = N_("look at a published site before its release"),
    .help = N_("Shows a folder that 'ceping publish' made in the browser of this machine, and to nobody else. It reads only. The site also opens with a double "
               "click; serve sends the headers besides that a web server should send."),
    .least = 1,
    .most = 1,
    .options = {{"port", 0, "N", N_("port on 127.0.0.1 (default: 8017; 0: any that is free)")}},
    .run = run,
};
