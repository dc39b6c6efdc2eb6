/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faces for the commands that draw: $CEPING_FONTS, else fonts/ beside the templates; with --fixed-faces only those of the tests.
 */
#include <stdlib.h>

#include "ceping/render.h"
#include "cli.h"

struct render_faces *cli_faces(struct cli *cli)
{
    auto_strbuf struct strbuf folder;
    strbuf_init(&folder);
    const char *given = getenv("CEPING_FONTS");
    if (given)
        strbuf_adds(&folder, given);
    else
        strbuf_addf(&folder, "%s/fonts", cli->share);
    return render_faces_open(folder.at, cli_has(cli, "fixed-faces"), &cli->diags);
}
