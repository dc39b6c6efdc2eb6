/* SPDX-License-Identifier: GPL-3.0-or-later
 * A look at a published folder before its release: a web server for this machine alone.
 *
 *     struct server *server = publish_serve_start("site", 8017, &diags);
 *     … until somebody says stop …
 *     publish_serve_stop(server);
 */
#ifndef CEPING_PUBLISH_SERVE_H
#define CEPING_PUBLISH_SERVE_H

#include "ceping/base_diag.h"

struct server;

/* Answers GET and HEAD on 127.0.0.1:`port` (0: any free one) with the files of `folder`, which `ceping publish` must have made, from a thread of its own. Reads only;
 * lists no folder, follows no symbolic link, gives no file whose name begins with a dot, and answers no request that was sent to another name than
 * this machine's. NULL, with the reason in `diags`, when it cannot. */
struct server *publish_serve_start(const char *folder, unsigned port, struct diags *diags);
unsigned publish_serve_port(const struct server *server);
void publish_serve_stop(struct server *server); /* accepts NULL */

#endif
