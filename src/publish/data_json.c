/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables as one JSON file, and the schema (draft 2020-12) by which any validator can check it.
 */
#include "data_priv.h"
#include "json_text.h"

static void put_cell(struct json_out *json, const struct data_column *column, const char *text)
{
    if (text && column->number && strcmp(text, DATA_HIDDEN) != 0)
        json_out_raw(json, column->id, text);
    else
        json_out_text(json, column->id, text);
}

static void put_table(struct json_out *json, const struct data_table *table)
{
    const struct data_form *form = table->form;
    json_out_begin(json, form->name, '[');
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t c = i % form->column_count;
        if (c == 0)
            json_out_begin_flat(json, NULL, '{');
        put_cell(json, &form->columns[c], table->cells.at[i]);
        if (c + 1 == form->column_count)
            json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_edition(struct json_out *json, const struct data_edition *edition)
{
    json_out_begin_flat(json, "edition", '{');
    json_out_number(json, "number", edition->number);
    json_out_text(json, "kind", edition->kind);
    json_out_text(json, "date", edition->date);
    json_out_text(json, "cause", edition->cause);
    json_out_text(json, "extent", edition->extent);
    json_out_end(json, '}');
}

void data_write_results(const struct data_set *set, struct strbuf *out)
{
    const struct data_about *about = &set->about;
    struct json_out json = {.out = out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "title", about->title);
    json_out_number(&json, "year", about->year);
    json_out_text(&json, "evaluation", about->evaluation);
    json_out_text(&json, "report_date", about->report_date);
    put_edition(&json, data_edition_now(about));
    json_out_text(&json, "data_hash", about->data_hash);
    json_out_text(&json, "questionnaire_hash", about->questionnaire_hash);
    json_out_text(&json, "rubric_hash", about->rubric_hash);
    json_out_text(&json, "rows_hash", about->rows_hash);
    json_out_text(&json, "program", about->program);
    json_out_text(&json, "licence", about->publication.licence);
    json_out_text(&json, "status", about->simulated ? DATA_MARK : NULL);
    for (size_t t = 0; t < DATA_TABLES; t++)
        put_table(&json, &set->tables[t]);
    json_out_end(&json, '}');
}

/* Schema --------------------------------------------------------------------------------------------------------- */

static void put_types(struct json_out *json, const char *const *types, size_t count)
{
    json_out_begin_flat(json, "type", '[');
    for (size_t i = 0; i < count; i++)
        json_out_text(json, NULL, types[i]);
    json_out_end(json, ']');
}

/* A number, or "*" where it is not published, or null. */
static void put_column(struct json_out *json, const struct data_column *column)
{
    json_out_begin(json, column->id, '{');
    json_out_text(json, "description", column->meaning);
    if (column->number)
        json_out_raw(json, "anyOf", "[{\"type\": [\"number\", \"null\"]}, {\"const\": \"*\"}]");
    else
        put_types(json, (const char *const[]){"string", "null"}, 2);
    json_out_end(json, '}');
}

static void put_form(struct json_out *json, const struct data_form *form)
{
    json_out_begin(json, form->name, '{');
    json_out_text(json, "title", form->title);
    json_out_text(json, "type", "array");
    json_out_begin(json, "items", '{');
    json_out_text(json, "type", "object");
    json_out_bool(json, "additionalProperties", false);
    json_out_begin_flat(json, "required", '[');
    for (size_t c = 0; c < form->column_count; c++)
        json_out_text(json, NULL, form->columns[c].id);
    json_out_end(json, ']');
    json_out_begin(json, "properties", '{');
    for (size_t c = 0; c < form->column_count; c++)
        put_column(json, &form->columns[c]);
    json_out_end(json, '}');
    json_out_end(json, '}');
    json_out_end(json, '}');
}

static const char hash_schema[] = "{\"anyOf\": [{\"type\": \"string\", \"pattern\": \"^[0-9a-f]{64}$\"}, {\"type\": \"null\"}]}";
static const char text_schema[] = "{\"type\": [\"string\", \"null\"]}";
static const char edition_schema[] =
    "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"number\", \"kind\", \"date\", \"cause\", \"extent\"], \"properties\": "
    "{\"number\": {\"type\": \"integer\", \"minimum\": 1}, \"kind\": {\"enum\": [\"first\", \"correction\", \"revision\"]}, \"date\": {\"type\": [\"string\", "
    "\"null\"]}, \"cause\": {\"type\": [\"string\", \"null\"]}, \"extent\": {\"type\": [\"string\", \"null\"]}}}";

static const struct {
    const char *name, *schema;
} members[] = {
    {"title", "{\"type\": \"string\"}"},
    {"year", "{\"type\": \"integer\"}"},
    {"evaluation", "{\"type\": \"string\"}"},
    {"report_date", text_schema},
    {"edition", edition_schema},
    {"data_hash", hash_schema},
    {"questionnaire_hash", hash_schema},
    {"rubric_hash", hash_schema},
    {"rows_hash", hash_schema},
    {"program", "{\"type\": \"string\"}"},
    {"licence", text_schema},
    {"status", text_schema},
};

void data_write_schema(const struct data_set *set, struct strbuf *out)
{
    struct json_out json = {.out = out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_out_text(&json, "title", set->about.title);
    json_out_text(&json, "type", "object");
    json_out_bool(&json, "additionalProperties", false);
    json_out_begin_flat(&json, "required", '[');
    for (size_t i = 0; i < COUNT_OF(members); i++)
        json_out_text(&json, NULL, members[i].name);
    for (size_t t = 0; t < DATA_TABLES; t++)
        json_out_text(&json, NULL, data_forms[t].name);
    json_out_end(&json, ']');
    json_out_begin(&json, "properties", '{');
    for (size_t i = 0; i < COUNT_OF(members); i++)
        json_out_raw(&json, members[i].name, members[i].schema);
    for (size_t t = 0; t < DATA_TABLES; t++)
        put_form(&json, &data_forms[t]);
    json_out_end(&json, '}');
    json_out_end(&json, '}');
}
