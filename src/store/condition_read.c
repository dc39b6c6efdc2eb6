/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading a condition: cutting it into pieces, resolving names, telling what is wrong and where.
 *
 * The grammar stays SQLite's; nothing is parsed here. But three things need pieces instead of text: `this.X` and `why(X)` are not SQL and are
 * rewritten to columns; mistakes that our users make (full-width brackets, “quotes”, a label instead of a code) are told in their words and at the right place; and what is
 * handed to SQLite is written anew from pieces, so that a comment, a second statement or a parameter has no way in. Safety does not rest on this file: see condition_check.c.
 */
#include "condition_priv.h"

#include "ceping/base_text.h"

#include <ctype.h>
#include <stdarg.h>

enum { TEXT_MAX = 10000 }; /* longer is no condition that anybody reads */

const char *const condition_functions[] = {"abs",   "coalesce", "ifnull", "iif",   "nullif", "length", "lower",  "upper", "trim",      "ltrim",
                                           "rtrim", "substr",   "instr",  "min",   "max",    "round",  "typeof", "sign",  "substring", NULL};

/* Keywords that make sense in an expression. Any other keyword of SQL is refused, unless it is the name of a variable. */
static const char *const keywords[] = {"and",  "or",   "not", "is",   "null", "in",      "between", "like",    "escape", "case", "when", "then",
                                       "else", "end",  "cast", "as",  "collate", "isnull", "notnull", "true",   "false"};

struct reader {
    struct condition *condition;
    const struct vocabulary *vocabulary;
    struct diags *diags;
    const char *text; /* all of it */
    const char *at, *end;
    bool good;
};

/* Places --------------------------------------------------------------------------------------------------- */

struct pos condition_pos(const struct name *source, size_t offset, size_t len)
{
    struct pos pos = source->pos;
    size_t all = strlen(source->text);
    /* where the lines of a block begin in the file is not known: point to its start */
    const char *line_end = strchr(source->text, '\n');
    if (pos.line == 0 || (line_end && line_end[strspn(line_end, " \r\n\t")]))
        return pos;
    /* the place is that of the scalar, its quotes included */
    int quote = pos.width == (int)text_width_n(source->text, all) + 2;
    pos.col += quote + (int)text_width_n(source->text, offset);
    pos.width = (int)text_width_n(source->text + offset, len);
    return pos;
}

static struct pos here(const struct reader *reader, const char *from)
{
    return condition_pos(reader->condition->source, (size_t)(from - reader->text), (size_t)(reader->at - from));
}

/* Pieces --------------------------------------------------------------------------------------------------- */

static struct piece *add(struct reader *reader, enum piece_kind kind, const char *from, const char *text)
{
    struct piece *piece = LIST_ADD(reader->condition->arena, &reader->condition->pieces);
    *piece = (struct piece){.kind = kind, .at = (size_t)(from - reader->text), .len = (size_t)(reader->at - from), .text = text};
    return piece;
}

bool piece_is(const struct piece *piece, enum piece_kind kind, const char *text)
{
    return piece->kind == kind && strcmp(piece->text, text) == 0;
}

/* What people type on a Chinese keyboard, and what SQL wants. */
static const struct mark {
    uint32_t codepoint;
    const char *sign;
} marks[] = {
    {0xff08, "("}, {0xff09, ")"}, {0xff1d, "="}, {0xff1e, ">"},  {0xff1c, "<"},  {0xff0c, ","},  {0xff0b, "+"},  {0xff0d, "-"},  {0xff0a, "*"}, {0xff0f, "/"},
    {0xff05, "%"}, {0xff0e, "."}, {0x3002, "."}, {0x3001, ","},  {0x2265, ">="}, {0x2264, "<="}, {0x2267, ">="}, {0x2266, "<="}, {0x2260, "<>"}, {0x00d7, "*"},
    {0x00f7, "/"}, {0xff01, "!"}, {0xff1b, ";"}, {0xff1a, ":"},
};

/* Opening quotes and what closes them. */
static const uint32_t quotes[][2] = {{0x201c, 0x201d}, {0x2018, 0x2019}, {0x300c, 0x300d}, {0x201d, 0x201d}, {0x2019, 0x2019}, {0xff07, 0xff07}, {0xff02, 0xff02}};

static const struct mark *mark_of(uint32_t codepoint)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (marks[i].codepoint == codepoint)
            return &marks[i];
    }
    return NULL;
}

static uint32_t closing_quote(uint32_t codepoint)
{
    for (size_t i = 0; i < COUNT_OF(quotes); i++) {
        if (quotes[i][0] == codepoint)
            return quotes[i][1];
    }
    return 0;
}

static bool is_space(uint32_t codepoint)
{
    return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r') || codepoint == 0x3000 || codepoint == 0xa0 || codepoint == 0xfeff;
}

static bool is_word(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return isalnum((int)codepoint) || codepoint == '_';
    return codepoint != 0xfffd && !is_space(codepoint) && !mark_of(codepoint) && !closing_quote(codepoint);
}

static void fail_v(struct reader *reader, struct pos pos, const char *format, va_list args)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_vaddf(&text, format, args);
    diags_error(reader->diags, pos, "%s", text.at);
    reader->good = false;
}

static void fail_at(struct reader *reader, const char *from, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fail_at(struct reader *reader, const char *from, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail_v(reader, here(reader, from), format, args);
    va_end(args);
}

/* Reads up to `close`, which is written twice where it is meant. NULL when the end comes first. */
static const char *read_quoted(struct reader *reader, char close)
{
    auto_strbuf struct strbuf content;
    strbuf_init(&content);
    for (reader->at++; reader->at < reader->end; reader->at++) {
        if (*reader->at == close) {
            reader->at++;
            if (reader->at == reader->end || *reader->at != close || close == ']')
                return arena_strndup(reader->condition->arena, content.at, content.len);
        }
        strbuf_addc(&content, *reader->at);
    }
    return NULL;
}

static void read_string(struct reader *reader)
{
    const char *from = reader->at;
    const char *content = read_quoted(reader, '\'');
    if (content)
        add(reader, PIECE_STRING, from, content);
    else
        fail_at(reader, from, _("a text begins with ' and does not end"));
}

/* “…”, ‘…’, 「…」: told, and read on as a text. */
static void read_foreign_quotes(struct reader *reader, uint32_t close)
{
    const char *from = reader->at;
    const char *next = reader->at;
    utf8_next(&next, reader->end);
    const char *content = next;
    const char *content_end = reader->end;
    while (next < reader->end) {
        const char *before = next;
        if (utf8_next(&next, reader->end) == close) {
            content_end = before;
            break;
        }
    }
    reader->at = next;
    fail_at(reader, from, _("texts stand between straight single quotes"));
    const char *text = arena_strndup(reader->condition->arena, content, (size_t)(content_end - content));
    diags_hint(reader->diags, _("write '%s'"), text);
    add(reader, PIECE_STRING, from, text);
}

static void read_number(struct reader *reader)
{
    const char *from = reader->at;
    while (reader->at < reader->end && (isdigit((unsigned char)*reader->at) || *reader->at == '.'))
        reader->at++;
    if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E')) {
        const char *exponent = reader->at + 1;
        exponent += exponent < reader->end && (*exponent == '+' || *exponent == '-');
        if (exponent < reader->end && isdigit((unsigned char)*exponent)) {
            for (reader->at = exponent; reader->at < reader->end && isdigit((unsigned char)*reader->at);)
                reader->at++;
        }
    }
    const char *digits_end = reader->at;
    for (const char *next = reader->at; next < reader->end && is_word(utf8_next(&next, reader->end));)
        reader->at = next;
    const char *text = arena_strndup(reader->condition->arena, from, (size_t)(reader->at - from));
    if (reader->at != digits_end || strchr(text, '.') != strrchr(text, '.')) {
        fail_at(reader, from, _("'%s' is no number"), text);
        return;
    }
    add(reader, PIECE_NUMBER, from, text);
}

static void read_word(struct reader *reader)
{
    const char *from = reader->at;
    for (const char *next = reader->at; next < reader->end && is_word(utf8_next(&next, reader->end));)
        reader->at = next;
    char *text = arena_strndup(reader->condition->arena, from, (size_t)(reader->at - from));
    for (char *c = text; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    add(reader, PIECE_WORD, from, text);
}

static void read_mark(struct reader *reader, uint32_t codepoint)
{
    const char *from = reader->at;
    const struct mark *mark = mark_of(codepoint);
    utf8_next(&reader->at, reader->end);
    fail_at(reader, from, _("'%.*s' is not understood"), (int)(reader->at - from), from);
    diags_hint(reader->diags, _("write the half-width sign: %s"), mark->sign);
    add(reader, PIECE_SIGN, from, mark->sign);
}

static void read_sign(struct reader *reader)
{
    static const char *const signs[] = {"<=", ">=", "<>", "!=", "==", "||", "&&", "<<", ">>", "(", ")", ",", ".", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "~"};
    const char *from = reader->at;
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        size_t len = strlen(signs[i]);
        if ((size_t)(reader->end - reader->at) >= len && memcmp(reader->at, signs[i], len) == 0) {
            reader->at += len;
            add(reader, PIECE_SIGN, from, signs[i]);
            if (strcmp(signs[i], "&&") == 0) {
                fail_at(reader, from, _("'&&' has no place in a condition"));
                diags_hint(reader->diags, _("write 'and', 'or', 'not'"));
            }
            return;
        }
    }
    utf8_next(&reader->at, reader->end);
    fail_at(reader, from, _("'%.*s' has no place in a condition"), (int)(reader->at - from), from);
    if (*from == ';')
        diags_hint(reader->diags, _("a condition is one expression"));
    else if (*from == '!')
        diags_hint(reader->diags, _("write 'and', 'or', 'not'"));
}

static bool skip_comment(struct reader *reader)
{
    const char *from = reader->at;
    size_t left = (size_t)(reader->end - reader->at);
    if (left >= 2 && memcmp(from, "--", 2) == 0) {
        const char *line_end = memchr(from, '\n', left);
        reader->at = line_end ? line_end + 1 : reader->end;
        return true;
    }
    if (left < 2 || memcmp(from, "/*", 2) != 0)
        return false;
    const char *close = strstr(from + 2, "*/");
    reader->at = close ? close + 2 : reader->end;
    if (!close)
        fail_at(reader, from, _("a comment begins with /* and does not end"));
    return true;
}

static void read_piece(struct reader *reader)
{
    const char *next = reader->at;
    uint32_t codepoint = utf8_next(&next, reader->end);
    bool digit = codepoint < 0x80 && isdigit((int)codepoint);
    bool fraction = codepoint == '.' && next < reader->end && isdigit((unsigned char)*next);
    if (is_space(codepoint))
        reader->at = next;
    else if (skip_comment(reader))
        return;
    else if (codepoint == '\'')
        read_string(reader);
    else if (codepoint == '"' || codepoint == '`' || codepoint == '[') {
        const char *from = reader->at;
        const char *content = read_quoted(reader, codepoint == '[' ? ']' : (char)codepoint);
        fail_at(reader, from, _("texts stand between straight single quotes, names without quotes"));
        add(reader, PIECE_STRING, from, content ? content : "");
    } else if (digit || fraction)
        read_number(reader);
    else if (is_word(codepoint))
        read_word(reader);
    else if (closing_quote(codepoint))
        read_foreign_quotes(reader, closing_quote(codepoint));
    else if (mark_of(codepoint))
        read_mark(reader, codepoint);
    else
        read_sign(reader);
}

/* Names ---------------------------------------------------------------------------------------------------- */

static struct piece *piece_at(const struct condition *condition, size_t i)
{
    return i < condition->pieces.count ? &condition->pieces.at[i] : NULL;
}

static bool is_at(const struct condition *condition, size_t i, enum piece_kind kind, const char *text)
{
    const struct piece *piece = piece_at(condition, i);
    return piece && piece_is(piece, kind, text);
}

static bool one_of(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

static void fail_piece(struct reader *reader, const struct piece *piece, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fail_piece(struct reader *reader, const struct piece *piece, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail_v(reader, condition_pos(reader->condition->source, piece->at, piece->len), format, args);
    va_end(args);
}

/* Makes one piece of `count` at `i`. */
static void join(struct condition *condition, size_t i, size_t count, enum piece_kind kind, const struct term *term)
{
    struct piece *piece = &condition->pieces.at[i];
    const struct piece *last = piece + count - 1;
    piece->len = last->at + last->len - piece->at;
    piece->kind = kind;
    piece->term = term;
    if (term)
        piece->text = term->name;
    memmove(piece + 1, piece + count, (condition->pieces.count - i - count) * sizeof *piece);
    condition->pieces.count -= count - 1;
}

/* this . X */
static void resolve_this(struct reader *reader, size_t i)
{
    struct condition *condition = reader->condition;
    const struct piece *word = piece_at(condition, i + 2);
    if (!is_at(condition, i + 1, PIECE_SIGN, ".") || !word || word->kind != PIECE_WORD) {
        fail_piece(reader, &condition->pieces.at[i], _("'this' needs a name behind it, such as this.unit"));
        return;
    }
    const char *name = arena_printf(condition->arena, "this.%s", word->text);
    const struct term *term = vocabulary_term(reader->vocabulary, name);
    join(condition, i, 3, PIECE_NAME, term);
    condition->pieces.at[i].text = name;
    if (!reader->vocabulary->over) {
        fail_piece(reader, &condition->pieces.at[i], _("'%s' has no meaning here: the question is not asked for each unit of a kind"), name);
    } else if (!term) {
        fail_piece(reader, &condition->pieces.at[i], _("'%s' is not known: no such question is asked for each %s"), name, reader->vocabulary->over->id);
        diags_hint_words(reader->diags, name, reader->vocabulary->words.at, reader->vocabulary->words.count);
    }
    condition->per_unit = true;
}

/* min and max of one value are aggregates over all rows. */
static void check_call(struct reader *reader, size_t i)
{
    struct condition *condition = reader->condition;
    const struct piece *function = &condition->pieces.at[i];
    size_t count = 0;
    while (condition_functions[count])
        count++;
    if (!one_of(condition_functions, count, function->text)) {
        fail_piece(reader, function, _("function '%s' is not permitted in conditions"), function->text);
        diags_hint_words(reader->diags, function->text, condition_functions, count);
        return;
    }
    if (strcmp(function->text, "min") != 0 && strcmp(function->text, "max") != 0)
        return;
    int depth = 0;
    for (size_t k = i + 1; k < condition->pieces.count; k++) {
        const struct piece *piece = &condition->pieces.at[k];
        depth += piece_is(piece, PIECE_SIGN, "(") - piece_is(piece, PIECE_SIGN, ")");
        if (depth == 1 && piece_is(piece, PIECE_SIGN, ","))
            return;
        if (depth == 0)
            break;
    }
    fail_piece(reader, function, _("'%s' needs at least two values: it compares answers of one response"), function->text);
}

static void resolve_word(struct reader *reader, size_t i)
{
    struct condition *condition = reader->condition;
    struct piece *piece = &condition->pieces.at[i];
    bool called = is_at(condition, i + 1, PIECE_SIGN, "(");
    if (one_of(keywords, COUNT_OF(keywords), piece->text) || (called && strcmp(piece->text, "why") == 0))
        return;
    /* a type in CAST, a collation */
    if (i > 0 && (is_at(condition, i - 1, PIECE_WORD, "as") || is_at(condition, i - 1, PIECE_WORD, "collate")))
        return;
    if (strcmp(piece->text, "this") == 0) {
        resolve_this(reader, i);
        return;
    }
    if (is_at(condition, i + 1, PIECE_SIGN, ".")) {
        fail_piece(reader, piece, _("names are written without a table"));
        diags_hint(reader->diags, _("'%s.' can be left out; only 'this.' has a meaning"), piece->text);
        return;
    }
    if (called) {
        check_call(reader, i);
        return;
    }
    const struct term *term = vocabulary_term(reader->vocabulary, piece->text);
    if (term) {
        join(condition, i, 1, PIECE_NAME, term);
    } else if (sqlite3_keyword_check(piece->text, (int)strlen(piece->text))) {
        fail_piece(reader, piece, _("'%s' has no place in a condition"), piece->text);
        diags_hint(reader->diags, _("a condition is one expression over the answers of one response"));
    } else {
        fail_piece(reader, piece, _("'%s' is not known in instrument '%s'"), piece->text, reader->vocabulary->instrument->id);
        vocabulary_hint(reader->vocabulary, piece->text, reader->diags);
    }
}

/* why ( X ), after X was resolved. */
static void resolve_why(struct reader *reader, size_t i)
{
    struct condition *condition = reader->condition;
    const struct piece *name = piece_at(condition, i + 2);
    bool variable = name && name->kind == PIECE_NAME && (!name->term || name->term->variable);
    if (!variable || !is_at(condition, i + 3, PIECE_SIGN, ")")) {
        fail_piece(reader, &condition->pieces.at[i], _("'why' takes the name of one item, such as why(%s)"),
                   reader->vocabulary->instrument->variables.count ? reader->vocabulary->instrument->variables.at[0].id : "q1");
        return;
    }
    join(condition, i, 4, PIECE_WHY, name->term);
}

static void resolve(struct reader *reader)
{
    struct condition *condition = reader->condition;
    for (size_t i = 0; i < condition->pieces.count; i++) {
        if (condition->pieces.at[i].kind == PIECE_WORD)
            resolve_word(reader, i);
    }
    for (size_t i = 0; i < condition->pieces.count; i++) {
        if (is_at(condition, i, PIECE_WORD, "why"))
            resolve_why(reader, i);
    }
}

static void check_brackets(struct reader *reader)
{
    struct condition *condition = reader->condition;
    size_t depth = 0;
    for (size_t i = 0; i < condition->pieces.count; i++) {
        const struct piece *piece = &condition->pieces.at[i];
        if (piece_is(piece, PIECE_SIGN, "(")) {
            depth++;
        } else if (piece_is(piece, PIECE_SIGN, ")")) {
            if (depth == 0) {
                fail_piece(reader, piece, _("')' closes nothing"));
                return;
            }
            depth--;
        } else if (depth == 0 && piece_is(piece, PIECE_SIGN, ",")) {
            fail_piece(reader, piece, _("',' has no place here: a condition is one expression"));
        }
    }
    for (size_t i = condition->pieces.count; depth && i-- > 0;) {
        if (piece_is(&condition->pieces.at[i], PIECE_SIGN, "(")) {
            fail_piece(reader, &condition->pieces.at[i], _("'(' is not closed"));
            return;
        }
    }
}

bool condition_read(struct condition *condition, struct arena *arena, const struct vocabulary *vocabulary, const struct name *source, struct diags *diags)
{
    *condition = (struct condition){.arena = arena, .source = source};
    size_t len = strlen(source->text);
    struct reader reader = {.condition = condition, .vocabulary = vocabulary, .diags = diags, .text = source->text, .at = source->text, .end = source->text + len, .good = true};
    if (len > TEXT_MAX) {
        diags_error(diags, source->pos, _("the condition is longer than %d bytes"), TEXT_MAX);
        return false;
    }
    while (reader.at < reader.end)
        read_piece(&reader);
    if (reader.good && condition->pieces.count == 0) {
        diags_error(diags, source->pos, _("the condition is empty"));
        return false;
    }
    check_brackets(&reader);
    resolve(&reader);
    return reader.good;
}
