/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping doctor: versions, and which face serves each role.
 */
#include "ceping/render.h"
#include "cli.h"

static int run(struct cli *cli)
{
    printf("ceping %s\n", CEPING_VERSION);
    printf(_("shared files: %s\n"), cli->share);

    struct render_faces *faces = cli_faces(cli);
    if (faces) {
        struct text_table table;
        text_table_init(&table, 2, (const bool[]){false, false});
        text_table_row(&table, (const char *const[]){_("role"), _("face")});
        for (size_t i = 0; i < FACE_ROLES; i++)
            text_table_row(&table, (const char *const[]){face_role_names[i], render_faces_file(faces, (enum face_role)i)});
        text_table_print(&table, true, stdout);
        text_table_release(&table);
    }
    bool found = faces != NULL;
    render_faces_free(faces);
    return cli_finish(cli, found);
}

const struct cli_command cmd_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = N_("versions, and which face serves each role"),
    .least = 0,
    .most = 0,
    .options = {{"fixed-faces", 0, NULL, N_("only the faces that tests use")}},
    .run = run,
};
