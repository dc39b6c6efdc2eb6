/* SPDX-License-Identifier: GPL-3.0-or-later
 * The program's own files: what `ceping export` and the entry sheets write. Nothing in them is guessed: a header is the id of a variable, a cell says what it
 * means to the letter (ingest_exact.h), and so what was exported is loaded again as it was.
 */
#include "ingest_priv.h"

#include "ceping/ingest_exact.h"

static const char *const signs[] = {EXACT_SUBMITTED, EXACT_SECONDS, NULL};

static const struct meta_column meta[] = {
    {EXACT_SUBMITTED, COLUMN_SUBMITTED}, {EXACT_SECONDS, COLUMN_SECONDS}, {EXACT_RATER, COLUMN_RATER}, {EXACT_OPERATOR, COLUMN_OPERATOR}, {EXACT_STATUS, COLUMN_IGNORE}, {EXACT_RULE, COLUMN_IGNORE},
    {EXACT_NOTE, COLUMN_IGNORE},
};

static const char *const none[] = {NULL};

const struct platform platform_ceping = {
    .id = "ceping",
    .name = "ceping",
    .signs = signs,
    .signs_wanted = 2,
    .meta = meta,
    .meta_count = COUNT_OF(meta),
    .meta_first = true,
    .patterns = none,
    .separators = none,
    .arrows = none,
    .exact = true,
};

const char *const exact_marks[MISSING_KINDS] = {
    [MISSING_NOT_ASKED] = "(未问)", [MISSING_SKIPPED] = "(跳过)", [MISSING_BLANK] = "", [MISSING_DONT_KNOW] = "(不知道)", [MISSING_NOT_APPLICABLE] = "(不适用)",
    [MISSING_UNREADABLE] = "(无法辨认)",
};

/* Who types the mark takes the brackets of the keyboard: "（无法辨认）". In quotation marks it is none, nor with an apostrophe in front. */
enum missing exact_mark(const char *text)
{
    if (*text == '\0')
        return MISSING_BLANK;
    if (*text != '(' && strncmp(text, "（", strlen("（")) != 0)
        return MISSING_NONE;
    for (size_t i = 0; i < MISSING_KINDS; i++)
        if (exact_marks[i] && *exact_marks[i] && text_alike(exact_marks[i], text))
            return (enum missing)i;
    return MISSING_NONE;
}

bool exact_needs_quote(const char *text)
{
    return *text == '\'' || exact_mark(text) != MISSING_NONE;
}

void exact_name(const struct variable *variable, struct strbuf *out)
{
    size_t len = strlen(variable->id);
    if (len <= EXACT_NAME_MAX) {
        strbuf_adds(out, variable->id);
        return;
    }
    char hex[SHA256_HEX];
    struct sha256 sha;
    sha256_init(&sha);
    sha256_add(&sha, variable->id, len);
    sha256_hex(&sha, hex);
    strbuf_addf(out, "%.*s_%.12s", EXACT_NAME_MAX - 13, variable->id, hex);
}

/* Headers ------------------------------------------------------------------------------------------------------- */

/* "ceping_about2": which of them, from 0; −1 when it is none. */
static int about_of(const struct instrument *instrument, const char *key)
{
    const size_t len = strlen(EXACT_ABOUT);
    double number;
    if (strncmp(key, EXACT_ABOUT, len) != 0 || !text_number(key + len, strlen(key + len), false, &number) || number < 1 || number > (double)instrument->about.count)
        return -1;
    return (int)number - 1;
}

bool exact_column(const struct instrument *instrument, const char *key, enum column_role *ret_role, int *ret_about)
{
    const size_t len = strlen(EXACT_KEY);
    *ret_about = -1;
    if (strncmp(key, EXACT_KEY, len) == 0 && strcmp(key + len, instrument->id) == 0) {
        *ret_role = COLUMN_KEY;
        return true;
    }
    *ret_about = about_of(instrument, key);
    *ret_role = COLUMN_UNIT;
    return *ret_about >= 0;
}

/* Cells --------------------------------------------------------------------------------------------------------- */

/* To the letter, for two labels may be alike; else the only one that is alike. */
static const struct option *option_of_label(const struct scale *scale, const char *text)
{
    const struct option *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        if (option->label && strcmp(option->label, text) == 0)
            return option;
        if (option->label && text_alike(option->label, text)) {
            found = option;
            count++;
        }
    }
    return count == 1 ? found : NULL;
}

static bool read_option(const struct variable *variable, const char *text, struct answer *answer)
{
    const struct scale *scale = variable->question->scale;
    double code;
    const struct option *found = scale ? option_of_label(scale, text) : NULL;
    if (!found && scale && text_number(text, strlen(text), false, &code) && code == (int)code)
        found = scale_option(scale, (int)code);
    if (!found)
        return false;
    *answer = found->missing != MISSING_NONE ? (struct answer){.missing = found->missing} : (struct answer){.code = found->code};
    return true;
}

static bool read_mark(const char *text, struct answer *answer)
{
    static const char *const words[2][2] = {{"0", "未选"}, {"1", "选中"}};
    for (int mark = 0; mark < 2; mark++)
        for (size_t i = 0; i < 2; i++)
            if (text_alike(words[mark][i], text)) {
                *answer = (struct answer){.code = mark};
                return true;
            }
    return false;
}

static bool read_unit(const struct variable *variable, const char *text, struct answer *answer)
{
    bool ambiguous;
    const struct unit *unit = variable->question->kind ? unit_kind_recognise(variable->question->kind, text, &ambiguous) : NULL;
    if (unit)
        *answer = (struct answer){.code = unit->index};
    return unit != NULL;
}

bool exact_read(const struct variable *variable, const char *text, struct answer *ret_answer)
{
    enum missing missing = exact_mark(text);
    bool own_words = variable->type == VARIABLE_TEXT && (variable->question->type != QUESTION_DATE || variable->option);
    if (missing == MISSING_NONE && !own_words && text_alike(text, "(空)")) /* as other programs write it; of a text it may be one */
        missing = MISSING_BLANK;
    if (missing != MISSING_NONE) {
        *ret_answer = (struct answer){.missing = missing};
        return true;
    }
    switch (variable->type) {
    case VARIABLE_CODE:
        return read_option(variable, text, ret_answer);
    case VARIABLE_MARK:
        return read_mark(text, ret_answer);
    case VARIABLE_UNIT:
        return read_unit(variable, text, ret_answer);
    case VARIABLE_NUMBER:
        *ret_answer = (struct answer){0};
        return text_number(text, strlen(text), false, &ret_answer->number);
    case VARIABLE_TEXT:
    default:
        *ret_answer = (struct answer){.text = *text == '\'' ? text + 1 : text};
        return true;
    }
}
