/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bytes of each file of the open data, and publication.json, which stands beside their folder.
 */
#include "data_priv.h"
#include "json_text.h"

bool data_write_file(const struct data_set *set, const struct data_file_row *file, struct strbuf *out, struct diags *diags)
{
    switch (file->kind) {
    case DATA_FILE_CSV:
        if (file->table < 0)
            data_write_dictionary(set, out);
        else
            data_write_csv(&data_forms[file->table], &set->tables[file->table], set->about.simulated, out);
        return true;
    case DATA_FILE_RESULTS: data_write_results(set, out); return true;
    case DATA_FILE_SCHEMA: data_write_schema(set, out); return true;
    case DATA_FILE_WORKBOOK: return data_write_workbook(set, out, diags);
    case DATA_FILE_CSVW: data_write_csvw(set, out); return true;
    case DATA_FILE_PACKAGE: data_write_package(set, out); return true;
    case DATA_FILE_README: data_write_readme(set, out); return true;
    case DATA_FILE_RULES:
    default: strbuf_adds(out, set->rules); return true;
    }
}

/* publication.json ---------------------------------------------------------------------------------------------------- */

/* Where each text of data_about stands in the file: written and read by the same rows. */
const struct about_text about_texts[ABOUT_TEXTS] = {
    {"evaluation", offsetof(struct data_about, evaluation), false},
    {"title", offsetof(struct data_about, title), false},
    {"subject", offsetof(struct data_about, subject), false},
    {"commissioner", offsetof(struct data_about, commissioner), false},
    {"evaluator", offsetof(struct data_about, evaluator), false},
    {"team", offsetof(struct data_about, team), false},
    {"report_date", offsetof(struct data_about, report_date), false},
    {"licence", offsetof(struct data_about, publication.licence), false},
    {"licence_address", offsetof(struct data_about, publication.licence_address), false},
    {"address", offsetof(struct data_about, publication.address), false},
    {"contact", offsetof(struct data_about, publication.contact), false},
    {"program", offsetof(struct data_about, program), false},
    {"data_hash", offsetof(struct data_about, data_hash), false},
    {"questionnaire_hash", offsetof(struct data_about, questionnaire_hash), false},
    {"rubric_hash", offsetof(struct data_about, rubric_hash), false},
    {"rows_hash", offsetof(struct data_about, rows_hash), false},
    {"texts_hash", offsetof(struct data_about, texts_hash), false},
};

const struct about_text edition_texts[EDITION_TEXTS] = {
    {"kind", offsetof(struct data_edition, kind), false},
    {"date", offsetof(struct data_edition, date), false},
    {"cause", offsetof(struct data_edition, cause), false},
    {"cause_en", offsetof(struct data_edition, cause_en), true},
    {"extent", offsetof(struct data_edition, extent), false},
};

const char **about_member(void *object, const struct about_text *text)
{
    return (const char **)(void *)((char *)object + text->offset);
}

static const char *text_of(const void *object, const struct about_text *text)
{
    return *(const char *const *)(const void *)((const char *)object + text->offset);
}

void data_write_publication(const struct data_about *about, const char *const *names, const char *const *hashes, size_t count, struct strbuf *out)
{
    struct json_out json = {.out = out};
    json_out_begin(&json, NULL, '{');
    json_out_number(&json, "year", about->year);
    json_out_bool(&json, "simulated", about->simulated);
    json_out_text(&json, "status", about->simulated ? DATA_MARK : NULL);
    for (size_t i = 0; i < ABOUT_TEXTS; i++)
        json_out_text(&json, about_texts[i].name, text_of(about, &about_texts[i]));
    json_out_number(&json, "edition", data_edition_now(about)->number);
    json_out_begin(&json, "editions", '[');
    for (size_t i = 0; i < about->editions.count; i++) {
        json_out_begin(&json, NULL, '{');
        json_out_number(&json, "number", about->editions.at[i].number);
        for (size_t k = 0; k < EDITION_TEXTS; k++) {
            const char *text = text_of(&about->editions.at[i], &edition_texts[k]);
            if (text || !edition_texts[k].absent)
                json_out_text(&json, edition_texts[k].name, text);
        }
        json_out_end(&json, '}');
    }
    json_out_end(&json, ']');
    json_out_begin(&json, "data", '{');
    for (size_t i = 0; i < count; i++)
        json_out_text(&json, names[i], hashes[i]);
    json_out_end(&json, '}');
    json_out_end(&json, '}');
}
