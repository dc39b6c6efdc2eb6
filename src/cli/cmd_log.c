/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping log EVAL: what was done to the data, when, by whom and why; --check tells whether the history still holds.
 */
#include "cli.h"

/* Actions and the names of what they tell, as the store writes them. */
static const char *word(const char *text)
{
    static const char *const words[] = {N_("load"), N_("withdraw"), N_("merge"), N_("decision"), N_("decision gone"),
                                        N_("instrument"), N_("file"), N_("sha256"), N_("platform"), N_("encoding"), N_("questionnaire"), N_("rows"), N_("new"),
                                        N_("known"), N_("changed"), N_("rejected"), N_("recorded"), N_("object"), N_("authority"), N_("date"), N_("database"),
                                        N_("batches"), N_("same"), N_("conflicts"), N_("entries"), N_("last entry"), N_("from batch"), N_("preferred")};
    for (size_t i = 0; text && i < COUNT_OF(words); i++)
        if (strcmp(words[i], text) == 0)
            return _(words[i]);
    return text ? text : "";
}

/* Calls for each line "name\tvalue". Cuts `what` up. */
static void each_field(char *what, void (*field)(void *data, const char *name, const char *value), void *data)
{
    for (char *line = what; *line;) {
        char *end = line + strcspn(line, "\n"), *tab = memchr(line, '\t', (size_t)(end - line));
        char *next = *end ? end + 1 : end;
        *end = '\0';
        if (tab)
            *tab = '\0';
        field(data, line, tab ? tab + 1 : "");
        line = next;
    }
}

/* "corrected to 满意" and not correct=满意. */
static void add_decision(struct strbuf *text, const char *decision)
{
    static const char *const status[RESPONSE_STATUSES] = {[RESPONSE_VALID] = N_("valid"), [RESPONSE_VOID] = N_("void"), [RESPONSE_NOT_ELIGIBLE] = N_("not eligible")};
    enum response_status says;
    const char *value;
    switch (decision_says(decision, &says, &value)) {
    case DECISION_CORRECT:
        strbuf_addf(text, _("corrected to '%s'"), value);
        break;
    case DECISION_WITHDRAW:
        strbuf_adds(text, _("response withdrawn"));
        break;
    case DECISION_STATUS:
        strbuf_adds(text, _(status[says]));
        break;
    default:
        strbuf_adds(text, decision);
    }
}

/* On a terminal: what a reader wants to know at a glance. Hashes and how a file was read stand in --json. */
static void print_field(void *data, const char *name, const char *value)
{
    static const char *const left_out[] = {"sha256", "questionnaire", "platform", "encoding", "answers"};
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (strcmp(name, left_out[i]) == 0)
            return;
    if (*value == '\0')
        return;
    struct strbuf *text = data;
    strbuf_addf(text, "%s%s ", text->len ? _(", ") : "", word(name));
    if (strcmp(name, "decision") == 0)
        add_decision(text, value);
    else
        strbuf_adds(text, strcmp(name, "recorded") == 0 ? _("afterwards") : value);
}

static void print_entries(const store_entries_list *entries)
{
    enum { SHORT = 12 }; /* digits of a hash: enough to compare by eye */
    struct text_table table;
    text_table_init(&table, 8, (const bool[]){true, false, false, false, true, false, false, false});
    text_table_row(&table, (const char *const[]){_("entry"), _("when"), _("who"), _("action"), _("batch"), _("details"), _("reason"), _("hash")});
    for (size_t i = 0; i < entries->count; i++) {
        const struct store_entry *entry = &entries->at[i];
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        each_field(arena_strdup(table.arena, entry->what ? entry->what : ""), print_field, &text);
        text_table_row(&table, (const char *const[]){
                                   text_table_number(&table, (double)entry->id, 0), entry->when, entry->who, word(entry->action),
                                   entry->batch ? text_table_number(&table, (double)entry->batch, 0) : "", text.at, entry->reason,
                                   arena_printf(table.arena, "%.*s", SHORT, entry->hash ? entry->hash : "")});
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void set_field(void *data, const char *name, const char *value)
{
    json_object_set_new(data, name, json_string(value));
}

static json_t *json_entries(const store_entries_list *entries)
{
    auto_strbuf struct strbuf what;
    strbuf_init(&what);
    json_t *list = json_array();
    for (size_t i = 0; i < entries->count; i++) {
        const struct store_entry *entry = &entries->at[i];
        json_t *object = json_object(), *fields = json_object();
        strbuf_clear(&what);
        strbuf_adds(&what, entry->what ? entry->what : "");
        each_field(what.at, set_field, fields);
        json_object_set_new(object, "entry", json_integer((json_int_t)entry->id));
        json_object_set_new(object, "when", json_text(entry->when));
        json_object_set_new(object, "who", json_text(entry->who));
        json_object_set_new(object, "action", json_text(entry->action));
        json_object_set_new(object, "batch", entry->batch ? json_integer((json_int_t)entry->batch) : json_null());
        json_object_set_new(object, "what", fields);
        json_object_set_new(object, "reason", json_text(entry->reason));
        json_object_set_new(object, "before", json_text(entry->before));
        json_object_set_new(object, "hash", json_text(entry->hash));
        json_array_append_new(list, object);
    }
    return list;
}

static int run(struct cli *cli)
{
    struct engine *engine = cli_open(cli, ENGINE_READ);
    struct store *store = engine ? engine_store(engine) : NULL;
    struct arena *arena = arena_new();
    store_entries_list entries = {0};
    bool check = cli_has(cli, "check");
    bool done = engine && (!store || store_log(store, arena, &entries, &cli->diags));
    bool holds = done && check && (!store || store_log_check(store, &cli->diags));
    if (done && cli_has(cli, "json")) {
        json_t *object = json_object();
        json_object_set_new(object, "evaluation", json_string(engine_evaluation(engine)->id));
        json_object_set_new(object, "holds", check ? json_boolean(holds) : json_null());
        json_object_set_new(object, "entries", json_entries(&entries));
        json_object_set_new(object, "problems", json_diags(&cli->diags));
        json_print(object);
    } else if (done && !check) {
        print_entries(&entries);
    } else if (holds) {
        printf(_("%zu entries: the history holds\n"), entries.count);
        if (entries.count)
            printf(_("last entry: %s\n"), entries.at[entries.count - 1].hash);
    }
    arena_free(arena);
    engine_close(engine);
    return cli_finish(cli, done && (!check || holds));
}

const struct cli_command cmd_log = {
    .name = "log",
    .arguments = "EVAL",
    .summary = N_("what was done to the data: when, by whom, why"),
    .help = N_("Entries are only ever added, and each carries the SHA-256 of the one before. With --check the chain is computed again and compared with the batches "
               "that are there, every answer included; who keeps the hash of the last entry elsewhere can tell that nothing was cut off or changed."),
    .least = 1,
    .most = 1,
    .options =
        {
            {"check", 0, NULL, N_("does the history hold? 2 when not")},
            {"json", 0, NULL, N_("one JSON object on stdout")},
            {"db", 0, "FILE", N_("the database (default: EVAL/data/ID.db)")},
        },
    .run = run,
};
