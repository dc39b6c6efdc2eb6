/* SPDX-License-Identifier: GPL-3.0-or-later
 * All commands, in the order of the work.
 */
#include "cli.h"

extern const struct cli_command cmd_init, cmd_check, cmd_schema, cmd_form, cmd_simulate, cmd_infer, cmd_compare_entries, cmd_load, cmd_merge, cmd_correct, cmd_export, cmd_status, cmd_log, cmd_score, cmd_explain, cmd_compare, cmd_analyze, cmd_report, cmd_render, cmd_publish, cmd_verify, cmd_serve, cmd_template, cmd_dump, cmd_doctor;

const struct cli_command *const cli_commands[] = {
    &cmd_init, &cmd_check, &cmd_schema, &cmd_form, &cmd_simulate, &cmd_infer, &cmd_compare_entries, &cmd_load, &cmd_merge, &cmd_correct, &cmd_export, &cmd_status, &cmd_log, &cmd_score, &cmd_explain, &cmd_compare, &cmd_analyze, &cmd_report, &cmd_render, &cmd_publish, &cmd_verify, &cmd_serve, &cmd_template, &cmd_dump, &cmd_doctor, NULL,
};
