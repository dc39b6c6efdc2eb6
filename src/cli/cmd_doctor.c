/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping doctor: versions, which face serves each role, and what would serve better.
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
        text_table_init(&table, 3, (const bool[]){false, false, false});
        text_table_row(&table, (const char *const[]){_("role"), _("face"), _("file")});
        for (size_t i = 0; i < FACE_ROLES; i++) {
            auto_strbuf struct strbuf family;
            strbuf_init(&family);
            render_faces_family(faces, (enum face_role)i, &family);
            text_table_row(&table, (const char *const[]){face_role_names[i], family.at, render_faces_file(faces, (enum face_role)i)});
        }
        text_table_print(&table, true, stdout);
        text_table_release(&table);
        for (size_t i = 0; i < FACE_ROLES; i++)
            if (render_faces_better(faces, (enum face_role)i))
                printf(_("%s: a stand-in serves; %s\n"), face_role_names[i], render_faces_better(faces, (enum face_role)i));
        printf(_("%zu faces in all for characters that those lack; characters above U+FFFF (𠮷): %s\n"), render_faces_count(faces),
               render_faces_rare(faces) ? _("drawn") : _("not drawn, install the Debian package fonts-lxgw-wenkai"));
    }
    bool found = faces != NULL;
    render_faces_free(faces);
    return cli_finish(cli, found);
}

const struct cli_command cmd_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = N_("versions, which face serves each role, and what to install"),
    .least = 0,
    .most = 0,
    .options = {{"fixed-faces", 0, NULL, N_("only the faces that tests use")}},
    .run = run,
};
