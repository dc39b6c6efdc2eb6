/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow_priv.h"
void flow_table(struct flow *flow, const struct doc_table *table, const char *id)
{
    (void)id;
    flow_caption(flow, "表", ++flow->tables, table->caption, 4, false);
}
