/* SPDX-License-Identifier: GPL-3.0-or-later
 * Personal data, known by what stands in the cells: a column 备注 full of mobile numbers is not named 手机号, and is one.
 *
 * The rows that are held back to find the header are looked at, 300 at most. A column is personal when four of five of its cells are: numbers of mobile
 * phones (11 digits, 13… to 19…), of identity cards (18 places with the check digit of GB 11643), addresses of the Internet and of mail; names where nine of
 * ten look like one and hardly one comes twice. A column that the instrument asks for is stored all the same, and the report says what it seems to hold.
 */
#include "ingest_priv.h"

#include <stdlib.h>

enum { CELLS_LEAST = 3, NAMES_LEAST = 8 };

static bool all_digits(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return len > 0;
}

/* 13812345678, +86 138-1234-5678. `text` is a text_key: no white space, half-width, dashes unified. */
static bool is_mobile(const char *text)
{
    char digits[12];
    size_t count = 0;
    if (strncmp(text, "+86", 3) == 0)
        text += 3;
    else if (strncmp(text, "0086", 4) == 0)
        text += 4;
    for (; *text; text++) {
        if (*text == '-')
            continue;
        if (*text < '0' || *text > '9' || count == 11)
            return false;
        digits[count++] = *text;
    }
    return count == 11 && digits[0] == '1' && digits[1] >= '3';
}

/* GB 11643-1999: the last place makes Σ place · 2^(17 − i) leave 1 when divided by 11. */
static bool is_identity(const char *text)
{
    if (strlen(text) != 18 || !all_digits(text, 17) || !(all_digits(text + 17, 1) || text[17] == 'x'))
        return false;
    int sum = 0;
    for (int i = 0; i < 18; i++)
        sum += (text[i] == 'x' ? 10 : text[i] - '0') * ((1 << (17 - i)) % 11);
    int month = (text[10] - '0') * 10 + text[11] - '0', day = (text[12] - '0') * 10 + text[13] - '0';
    return sum % 11 == 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* 218.56.1.2, and as 问卷星 writes it: 218.56.1.2(山东-淄博). */
static bool is_address(const char *text)
{
    for (int part = 0; part < 4; part++) {
        char *end;
        if (*text < '0' || *text > '9')
            return false;
        unsigned long number = strtoul(text, &end, 10);
        if (end - text > 3 || number > 255 || *end != (part < 3 ? '.' : *end))
            return false;
        text = part < 3 ? end + 1 : end;
    }
    return *text == '\0' || *text == '(' || *text == ':';
}

static bool is_mail(const char *text)
{
    const char *at = strchr(text, '@');
    return at && at > text && !strchr(at + 1, '@') && strchr(at + 1, '.') && at[1] != '.' && text[strlen(text) - 1] != '.';
}

/* Family names that nine of ten people in the country bear. */
static bool is_name(const char *text)
{
    static const char families[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤";
    size_t len = strlen(text), characters = utf8_length(text, len);
    if (len != characters * 3 || characters < 2 || characters > 3)
        return false;
    for (const char *at = families; *at; at += 3)
        if (memcmp(at, text, 3) == 0)
            return true;
    return false;
}

static bool (*const tests[CONTENTS])(const char *text) = {
    [CONTENT_MOBILE] = is_mobile, [CONTENT_IDENTITY] = is_identity, [CONTENT_ADDRESS] = is_address, [CONTENT_MAIL] = is_mail, [CONTENT_NAME] = is_name,
};

const char *const content_names[CONTENTS] = {
    [CONTENT_MOBILE] = N_("numbers of mobile phones"), [CONTENT_IDENTITY] = N_("numbers of identity cards"), [CONTENT_ADDRESS] = N_("addresses of the Internet"),
    [CONTENT_MAIL] = N_("addresses of mail"),          [CONTENT_NAME] = N_("names of people"),
};

enum content content_of(char *const *keys, size_t count)
{
    for (int kind = CONTENT_NONE + 1; kind < CONTENTS; kind++) {
        size_t hits = 0, least = kind == CONTENT_NAME ? NAMES_LEAST : CELLS_LEAST;
        for (size_t i = 0; i < count; i++)
            hits += tests[kind](keys[i]);
        if (count < least || hits * 10 < count * (kind == CONTENT_NAME ? 9 : 8))
            continue;
        if (kind != CONTENT_NAME)
            return (enum content)kind;
        struct map seen;
        map_init(&seen);
        for (size_t i = 0; i < count; i++)
            map_put(&seen, keys[i], keys[i]);
        size_t different = seen.count;
        map_release(&seen);
        if (different * 10 >= count * 9)
            return CONTENT_NAME;
    }
    return CONTENT_NONE;
}

static enum content look_at(const struct plan *plan, const held_rows *held, size_t c)
{
    char **keys = xcalloc(held->count + 1, sizeof *keys);
    size_t count = 0;
    for (size_t r = plan->first_data; r < held->count; r++) {
        if (c >= held->at[r].count || held->at[r].at[c].len == 0 || held->at[r].at[c].len > 100)
            continue;
        struct strbuf key;
        strbuf_init(&key);
        text_key_add(&key, held->at[r].at[c].at, held->at[r].at[c].len);
        if (key.len)
            keys[count++] = strbuf_detach(&key);
        else
            strbuf_release(&key);
    }
    enum content content = content_of(keys, count);
    for (size_t i = 0; i < count; i++)
        free(keys[i]);
    free(keys);
    return content;
}

/* May hold anything: no role, no closed question. */
static bool is_open(const struct plan *plan, const struct column_plan *column)
{
    if (column->state == COLUMN_MAPPED)
        return plan->instrument->variables.at[column->target.first].type == VARIABLE_TEXT;
    return column->state == COLUMN_UNKNOWN || column->state == COLUMN_IGNORED || column->role == COLUMN_KEY;
}

void plan_look_for_people(struct plan *plan, const held_rows *held)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct column_plan *column = &plan->columns[i];
        if (!is_open(plan, column))
            continue;
        column->content = look_at(plan, held, i);
        if (column->content == CONTENT_NONE || column->state == COLUMN_MAPPED || column->role == COLUMN_KEY)
            continue;
        column->state = COLUMN_DROPPED;
        column->role = COLUMN_PERSONAL;
        column->target_name = "personal";
    }
}

void warn_of_people(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->plan.count; i++) {
        const struct column_plan *column = &ingest->plan.columns[i];
        if (column->content == CONTENT_NONE)
            continue;
        struct pos pos = {.file = ingest->path, .line = 1, .col = (int)i + 1};
        if (column->state == COLUMN_DROPPED) {
            diags_warning(ingest->diags, pos, _("column '%s' seems to hold %s: dropped"), column->header, _(content_names[column->content]));
            diags_hint(ingest->diags, _("where it must be kept, the instrument maps it: 'columns' to a question, or to 'source' for a keyed hash"));
        } else {
            diags_warning(ingest->diags, pos, _("column '%s' seems to hold %s, and the instrument asks for it: stored as it stands"), column->header,
                          _(content_names[column->content]));
            diags_hint(ingest->diags, _("where it need not be kept, 'columns' maps it to 'personal'"));
        }
    }
}

/* The keyed hash of an address: what stands in brackets behind it (a place) is no part of it. 128 bits tell all apart. */
const char *source_hash(const struct ingest *ingest, const char *text)
{
    enum { DIGITS = 32 };
    char hex[SHA256_HEX];
    size_t len = strcspn(text, "(");
    const char *wide = strstr(text, "（");
    if (wide && (size_t)(wide - text) < len)
        len = (size_t)(wide - text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    if (len == 0 || !ingest->source_key)
        return NULL;
    hmac_sha256(ingest->source_key, strlen(ingest->source_key), text, len, hex);
    return arena_strndup(ingest->row_arena, hex, DIGITS);
}
