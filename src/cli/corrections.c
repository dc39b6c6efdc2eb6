/* SPDX-License-Identifier: GPL-3.0-or-later
 * What people put right, as a table and as JSON: each with what stood there before, reason, authority, who and when.
 */
#include "cli.h"

void cli_print_corrections(const struct results *results)
{
    if (results->corrections.count == 0)
        return;
    struct text_table table;
    text_table_init(&table, 7, (const bool[]){false, false, false, false, false, false, false});
    text_table_row(&table, (const char *const[]){_("corrected"), _("before"), _("corrected to"), _("reason"), _("authority"), _("who"), _("date")});
    for (size_t i = 0; i < results->corrections.count; i++) {
        const struct correction *correction = &results->corrections.at[i];
        const struct decision *decision = correction->decision;
        text_table_row(&table, (const char *const[]){decision->object, correction->variable ? correction->before : "", correction->variable ? correction->after : _("response withdrawn"),
                                                     decision->reason, decision->authority, decision->who, decision->date});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

json_t *json_corrections(const struct results *results)
{
    json_t *list = json_array();
    for (size_t i = 0; i < results->corrections.count; i++) {
        const struct correction *correction = &results->corrections.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "instrument", json_string(correction->instrument->id));
        json_object_set_new(object, "key", json_text(correction->key));
        json_object_set_new(object, "variable", json_text(correction->variable ? correction->variable->id : NULL));
        json_object_set_new(object, "before", json_text(correction->before));
        json_object_set_new(object, "after", json_text(correction->after));
        json_object_set_new(object, "reason", json_text(correction->decision->reason));
        json_object_set_new(object, "authority", json_text(correction->decision->authority));
        json_object_set_new(object, "who", json_text(correction->decision->who));
        json_object_set_new(object, "date", json_text(correction->decision->date));
        json_array_append_new(list, object);
    }
    return list;
}
